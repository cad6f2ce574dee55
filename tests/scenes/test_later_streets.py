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
from scenes.works.streets import blocks, parapets, shopfronts, western
from scenes.works.streets.blocks import Block
from scenes.works.streets.fronts import Front
from scenes.works.streets.republic import RepublicWork
from scenes.works.streets.shell import Shell
from scenes.works.streets.shops import Shop
from scenes.works.streets.street import StreetWork
from scenes.works.streets.today import TodayWork
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
    assert "red_brick" not in {one.style.face for one in bricks(early)}


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


def test_tiles_behind_a_parapet_do_not_touch_the_verge() -> None:
    asked = {"type": "民国街", "period": "民国", "seed": 39224, "count": 16, "storeys": 2}
    assert inspect(*scenes.build(SetSpec.from_mapping(asked | {"trade": "铁"}))) == []


@pytest.mark.parametrize(
    ("spec", "rule", "instead"),
    [
        ({"period": "民国", "year": 1925, "features": ["霓虹灯招牌"]}, "gate.neon_sign", "漆木"),
        ({"period": "民国", "year": 1912, "lamps": ["霓虹灯"]}, "gate.neon_sign", "布招"),
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


def today(**said: object) -> TodayWork:
    made = works.resolve(SetSpec.from_mapping({"period": "当代", "type": "今街", **said}))
    assert isinstance(made, TodayWork)
    return made


def test_a_street_of_today_has_as_many_shops_and_storeys_as_are_asked_for() -> None:
    work = today(count=13, storeys=4)
    blocks_ = [(block, shops) for block, shops, _ in work.houses[:-1]]
    assert sum(len(shops) for _, shops in blocks_) == 13
    assert all(block.storeys == 4 for block, _ in blocks_)
    assert today(count=13, seed=5) != today(count=13, seed=6)
    town = today(type="县城街", count=9)
    assert max(b.storeys for b, *_ in town.houses) <= 4
    assert town.way.half < work.way.half


def test_what_a_street_has_grows_with_its_years() -> None:
    old, nineties, late = (today(year=year) for year in (1970, 1994, 2024))
    assert [one.lamp for one in (old, nineties, late)] == ["木杆电灯", "钠灯", "LED 灯"]
    assert not any(b.units or b.cages or b.solar for b, *_ in old.houses)
    assert not any("shutter" in b.goods for b, *_ in old.houses)
    assert not old.way.crossings
    assert late.way.crossings
    assert late.way.guided
    assert not nineties.way.guided
    assert "ebike" in late.rides
    assert old.rides == ("bicycle",)
    painted = [s.style for _, shops, _ in old.houses for s in shops]
    assert all(style.startswith("painted") for style in painted)


def test_words_of_today_are_simplified_and_run_rightward() -> None:
    work = today(year=2020, signs=["小芳理发店"])
    names = [shop.name for _, shops, _ in work.houses for shop in shops]
    assert names[0] == "小芳理发店"
    assert all(face_of(name, printed=True) == "sans" for name in names)


def test_an_estate_has_its_gate_and_a_walking_street_no_wheels() -> None:
    estate = today(type="小区门口", count=8)
    assert estate.gate is not None
    assert estate.views[0].name == "小区门口"
    foot = today(type="步行街", count=6)
    assert foot.way.foot
    assert foot.rides == ()
    assert "way.way.asphalt_dark.ground" not in works.raise_work(foot).parts


def test_an_old_town_keeps_its_shops_and_gets_what_visitors_need() -> None:
    spec = {"period": "当代", "type": "古城步行街", "count": 8}
    work = works.resolve(SetSpec.from_mapping(spec))
    assert isinstance(work, StreetWork)
    assert work.visited
    assert "stores" not in {shop.trade.id for shop, *_ in work.shops}
    parts = works.raise_work(work).parts
    assert any(name.startswith("lamp.antique") for name in parts)
    early = works.resolve(SetSpec.from_mapping({**spec, "year": 1962}))
    assert isinstance(early, StreetWork)
    assert not early.visited
    kept = works.resolve(SetSpec.from_mapping({**spec, "type": "老街"}))
    assert isinstance(kept, StreetWork)


@pytest.mark.parametrize("goods", shopfronts.GOODS)
def test_every_shop_of_a_block_is_closed_and_the_block_as_high_as_it_says(goods: str) -> None:
    block = Block(
        shops=(1, 2),
        goods=(goods, goods),
        bay=3.6,
        storeys=3,
        ground=4.0,
        floor=2.9,
        balconies=(1,),
    )
    corners = blocks.body(block).flatten().corners
    assert float(corners[..., 2].max()) == pytest.approx(block.top, abs=0.04)
    assert float(np.ptp(corners[..., 0])) >= block.width


@pytest.mark.parametrize(
    "spec",
    [
        {"type": "县城街", "year": 1978, "count": 5}, {"type": "今街", "count": 6, "features": ["单边铺面"]},
        {"type": "步行街", "count": 5}, {"type": "小区", "count": 5}, {"type": "街", "year": 1992, "count": 6},
    ],
)  # fmt: skip
def test_streets_of_today_are_sound_and_the_same_each_time(spec: dict[str, object]) -> None:
    spec = {"period": "当代", "seed": 11, **spec}
    work, model = scenes.build(spec)
    assert inspect(work, model) == []
    assert model.digest() == scenes.build(spec)[1].digest()
