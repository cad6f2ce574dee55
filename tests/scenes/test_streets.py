"""Shops, streets and ramparts: what varies, what is shared, what the sources say of sizes."""

from __future__ import annotations

import numpy as np
import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes import hills, kinds, works
from scenes.soundness import inspect
from scenes.spec import SetSpec
from scenes.works.ramparts.city import CityWall
from scenes.works.streets.fronts import WAYS, Front
from scenes.works.streets.kit import Kit
from scenes.works.streets.pendants import SHAPES
from scenes.works.streets.shell import Shell
from scenes.works.streets.shops import body
from scenes.works.streets.single import ShopWork
from scenes.works.streets.street import StreetWork


def street(**said: object) -> StreetWork:
    made = works.resolve(SetSpec.from_mapping({"period": "清", "year": 1850, "type": "街", **said}))
    assert isinstance(made, StreetWork)
    return made


def test_a_street_has_as_many_shops_as_asked_and_they_differ() -> None:
    made = street(count=20)
    shops = [shop for shop, *_ in made.shops]
    assert len(shops) == 21, "twenty, and the one that closes the street"
    assert len({shop.wording.plaque for shop in shops}) >= 12
    assert len({shop.shell for shop in shops}) >= 4
    trades = [shop.trade.id for shop in shops[:20]]
    assert all(a != c for a, c in zip(trades, trades[1:], strict=False))


def test_shops_stand_side_by_side_and_clear_of_the_way() -> None:
    made = street(count=14, seed=3)
    for side in (-1, 1):
        row = sorted((y, shop.shell.width) for shop, x, y, _ in made.shops[:-1] if side * x > 0)
        for (y0, w0), (y1, w1) in zip(row, row[1:], strict=False):
            assert y1 - y0 >= (w0 + w1) / 2
    assert all(abs(x) > made.half for _, x, _, _ in made.shops[:-1])


def test_shops_of_one_body_share_their_parts() -> None:
    model = works.raise_work(street(count=12))
    bodies = {name.split(".")[0] for name in model.parts if name.startswith("shop")}
    assert len(bodies) < 13
    assert len(model.parts) < len(model.instances)


def test_the_words_that_are_asked_for_stand_over_the_doors() -> None:
    made = street(signs=["聚源药铺", "德和醋坊"])
    said = {shop.wording.plaque: shop.trade.id for shop, *_ in made.shops}
    assert said["聚源藥鋪"] == "drugs"
    assert said["德和醋坊"] == "vinegar"
    spec = SetSpec(
        period="清", type="铺面", trade="醋", signs=("益和醋坊", "老醋", "三缸陈酿", "百味调和")
    )
    one = works.resolve(spec)
    assert isinstance(one, ShopWork)
    assert one.shop.wording.couplet == ("三缸陳釀", "百味調和")
    with pytest.raises(RefusedInput, match="一条"):
        works.resolve(SetSpec(period="清", type="铺面", signs=("甲", "乙", "丙")))
    with pytest.raises(RefusedInput, match="招牌"):
        works.resolve(SetSpec(period="清", type="街", signs=("字" * 30,)))


def test_red_lanterns_burn_only_where_they_are_asked_for() -> None:
    plain = works.raise_work(street(count=6))
    assert plain.lamps
    assert not any("lantern_red" in name for name in plain.parts)
    red = works.raise_work(street(count=6, lamps=["红灯笼"]))
    assert any("lantern_red" in name for name in red.parts)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("upper", "roof"), [(0.0, "硬山"), (2.2, "卷棚"), (0.0, "悬山")])
def test_every_way_of_closing_a_bay_is_sound(way: str, upper: float, roof: str) -> None:
    shell = Shell(bays=(3.0, 3.2, 3.0), depth=6.0, plinth=0.4, column=3.2, upper=upper, roof=roof)
    model = body(shell, Front(ways=(way,) * 3))
    low, high = model.flatten().corners.min(axis=(0, 1)), model.flatten().corners.max(axis=(0, 1))
    assert abs(float(high[2]) - shell.top) < 0.06
    assert float(high[0] - low[0]) >= shell.width
    elements = {i.element for i in model.instances}
    assert {"roof", "wall", "column", "platform"} <= elements
    assert elements & {"door", "window", "furniture"}


def test_two_classes_of_one_name_do_not_displace_each_other() -> None:
    kit = Kit()
    kit.boxes("leaf", [(0, 1, 0, 1, 0, 1)], "wood", "door")
    kit.boxes("leaf", [(2, 3, 0, 1, 0, 1)], "wood", "window")
    corners = kit.model().flatten().corners
    assert corners[..., 0].min() == 0.0
    assert corners[..., 0].max() == 3.0


def test_every_trade_hangs_something_that_is_made() -> None:
    from scenes.trades import trades

    assert {t.pendant for t in trades().values()} <= {*SHAPES, "none", "board", "flag", "lantern"}


def test_the_wall_of_pingyao_is_as_it_was_measured() -> None:
    made = works.resolve(SetSpec(site="平遥城墙"))
    assert isinstance(made, CityWall)
    rows = made.dimensions
    assert 6.0 <= rows["height"].value <= 12.0
    assert 8.0 <= rows["base"].value <= 12.0
    assert 2.5 <= rows["top"].value <= 6.0
    assert 50.0 <= rows["apart"].value <= 60.0
    assert rows["height"].rule.startswith("measured:")
    assert made.rampart.arched
    assert made.rampart.face == "brick"


def test_walls_before_the_ming_are_of_earth_with_posts_in_the_gate() -> None:
    made = works.resolve(SetSpec(period="北宋", type="城门"))
    assert isinstance(made, CityWall)
    assert made.rampart.face == "rammed"
    assert not made.rampart.arched


@pytest.mark.parametrize(
    "spec",
    [
        {"period": "民国", "year": 1930, "type": "街", "count": 5, "features": ["电线杆"]},
        {"period": "清", "type": "街", "count": 4, "features": ["过街牌楼"]},
    ],
)
def test_streets_with_what_may_stand_in_them_are_sound(spec: dict[str, object]) -> None:
    work, model = scenes.build({**spec, "seed": 3})
    assert inspect(work, model) == []


def test_a_moat_runs_before_the_wall_and_is_bridged_at_the_gate() -> None:
    work, model = scenes.build({"type": "城墙", "period": "明"})
    assert 3.5 <= work.dimensions["moat_wide"].value <= 12.0
    (water,) = [i for i in model.instances if i.element == "water"]
    level = model.parts[water.part].vertices[:, 2].max()
    assert -3.6 < level < -0.5
    deck = model.parts["moat.deck"].vertices
    _, _, y0, y1 = work.pit or (0.0,) * 4
    assert deck[:, 1].min() < y0 < y1 < deck[:, 1].max()
    standing = [i for i in model.instances if i.element in ("tree", "shrub", "grass")]
    assert not any(y0 < i.matrix[1, 3] < y1 for i in standing if i.part.startswith("grass"))
    later, _ = scenes.build({"type": "城墙", "period": "民国"})
    assert later.pit is None


def test_before_bricks_the_moat_is_bridged_with_timber() -> None:
    _, model = scenes.build({"type": "城墙", "period": "唐"})
    assert "moat.planks" in model.parts
    assert "moat.arch" not in model.parts


def test_mountains_are_low_behind_what_stands_in_a_plain() -> None:
    assert kinds.hills("city_wall") < 0.3
    assert kinds.hills("pass_gate") == kinds.hills("hall") == 1.0
    x, y = np.meshgrid(np.linspace(-3000, 3000, 40), np.linspace(800, 4000, 40))
    low = hills.height(x, y, 5, kinds.hills("street")).max()
    assert low < 0.3 * hills.height(x, y).max()
