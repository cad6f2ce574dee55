"""Streets of the Republic and of today: what an age brings, what is parametric, what is refused."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

import scenes
from scenes import gate, trades, works
from scenes.signs import STYLES, face_of
from scenes.soundness import inspect
from scenes.spec import SetSpec
from scenes.works.streets import parapets, western
from scenes.works.streets.fronts import Front
from scenes.works.streets.republic import RepublicWork
from scenes.works.streets.shell import Shell
from scenes.works.streets.shops import Shop
from scenes.works.streets.western import BrickShop, Style


def republic(**said: object) -> RepublicWork:
    made = works.resolve(SetSpec.from_mapping({"period": "民国", "type": "民国街", **said}))
    assert isinstance(made, RepublicWork)
    return made


def bricks(work: RepublicWork) -> list[BrickShop]:
    return [house for house, _ in work.houses[:-1] if isinstance(house, BrickShop)]


def test_brick_fronts_stand_beside_plank_ones_and_more_of_them_later() -> None:
    early, late = (republic(year=year, count=20, seed=4) for year in (1914, 1935))
    for work in (early, late):
        assert any(isinstance(house, Shop) for house, _ in work.houses)
    assert 0 < len(bricks(early)) < len(bricks(late)) < 20


def test_a_street_is_lit_as_its_year_or_its_spec_says() -> None:
    assert not republic(year=1915).electric
    assert republic(year=1932).electric
    assert not republic(year=1932, lamps=["煤油路灯"]).electric
    dark = works.raise_work(republic(year=1932, count=4, lamps=["无灯"]))
    assert not dark.lamps


@pytest.mark.parametrize("storeys", [1, 2])
def test_storeys_length_and_side_are_as_asked(storeys: int) -> None:
    work = republic(count=6, storeys=storeys, features=["单边铺面"])
    assert all((one.shell.upper > 0) is (storeys == 2) for one in bricks(work))
    assert all(x > 0 for _, (x, _, _) in work.houses[:-1])
    assert len(work.houses) == 7
    assert republic(count=18).dimensions["length"].value > republic(count=8).dimensions["length"].value  # fmt: skip


def test_words_of_a_street_are_of_its_age_and_run_leftward() -> None:
    work = republic(year=1930, count=16, signs=["华昌钟表行"])
    assert "華昌鐘錶行" in {one.name for one in bricks(work)} | {
        house.wording.plaque for house, _ in work.houses if isinstance(house, Shop)
    }
    assert all(one.leftward and face_of(one.name) == "kai" for one in bricks(work))
    assert len({one.name for one in bricks(work)}) >= 6


@pytest.mark.parametrize("way", western.WAYS)
@pytest.mark.parametrize(("order", "crest", "fill"), list(zip(western.ORDERS * 2, parapets.CRESTS + ("step", "round"), parapets.FILLS * 2, strict=True)))  # fmt: skip
def test_every_brick_front_is_closed_and_as_high_as_it_says(
    way: str, order: str, crest: str, fill: str
) -> None:
    shell = Shell(bays=(3.2, 3.5, 3.2), depth=6.0, plinth=0.3, column=3.8, upper=3.0, arched=True)
    style = Style(order=order, crest=crest, fill=fill, balcony=True, lit=5)
    model = western.body(shell, Front(ways=(way,) * 3), style)
    corners = model.flatten().corners
    top = max(shell.top, western.parapet(shell, style).top)
    assert float(corners[..., 2].max()) == pytest.approx(top, abs=0.03)
    assert np.isfinite(corners).all()


@pytest.mark.parametrize("seed", [7, 8])
def test_streets_of_the_republic_are_sound_and_the_same_each_time(seed: int) -> None:
    spec = {"period": "民国", "year": 1920 + seed, "type": "街", "count": 7, "seed": seed}
    work, model = scenes.build(spec)
    assert inspect(work, model) == []
    assert model.digest() == scenes.build(spec)[1].digest()


@pytest.mark.parametrize(
    ("spec", "rule", "instead"),
    [
        ({"period": "民国", "year": 1925, "features": ["霓虹灯招牌"]}, "gate.street_neon", "漆木"),
        ({"period": "民国", "year": 1912, "lamps": ["霓虹灯"]}, "gate.street_neon", "布招"),
    ],
)
def test_what_is_too_early_names_its_rule_and_what_to_take(
    spec: dict[str, object], rule: str, instead: str
) -> None:
    found = gate.examine(SetSpec.from_mapping({"type": "民国街", **spec}))
    assert any(one.rule == rule and instead in one.instead for one in found)


def test_every_late_trade_has_words_that_the_faces_hold() -> None:
    for trade in trades.late().values():
        period = "minguo" if trade.until else "dangdai"
        assert trades.shopname(trade, period, None, Random(1))
        assert not trade.board or trade.board in STYLES
    assert trades.late_of("晓峰手机维修", "dangdai") is trades.late()["phones"]
    assert trades.late_of("钟表", "qing") is None
