"""Courts: what stands there belongs to its age, and nobody is in the way."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

import scenes
from scenes import costume, figures, gate, setting, staging
from scenes.blocking import NEAREST, Ground, court_of
from scenes.camera import Camera, Extent, extent
from scenes.footing import Footing
from scenes.greenery import near_tree
from scenes.model import SetModel
from scenes.setting import Setting
from scenes.shots import Shot, frame
from scenes.skyline import Skyline
from scenes.spec import SetSpec
from scenes.surroundings import copied

AGES = ("唐", "五代", "辽", "北宋", "金", "元", "明", "清")
KINDS = ("寺", "祠庙", "衙署", "民居")


@cache
def _hall(age: str = "元", kind: str = "hall") -> tuple[SetModel, Extent]:
    model = scenes.build(SetSpec(period=age, type=kind, bays=3))[1]
    return model, extent(model.flatten())


def court(spec: SetSpec, view: Shot | Camera | None = None) -> tuple[SetModel, Setting, Camera]:
    """Dress a hall of the Yuan as a spec says: the court is what is tested."""
    bare, hall = _hall()
    model = copied(bare)
    shot = view if view is not None else Shot()
    camera = shot if isinstance(shot, Camera) else frame(hall, shot, 288, 512)
    return model, setting.dress(model, hall, camera, spec), camera


def people(model: SetModel) -> dict[str, tuple[float, float, float]]:
    return {i.name: tuple(i.matrix[:3, 3]) for i in model.instances if i.element == "person"}


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_default_court_holds_nothing_the_gate_refuses(age: str, kind: str) -> None:
    spec = SetSpec(period=age, kind=kind, bays=3)
    model, made, _ = court(spec)
    assert made.said
    asked = replace(spec, dressing=tuple(dict.fromkeys(made.said)))
    before = {r.rule for r in gate.examine(spec)}
    assert [r.message for r in gate.examine(asked) if r.rule not in before] == []
    assert 2 <= len(people(model)) <= 5
    assert made.people == len(people(model))


def test_the_gate_is_asked_with_names_it_knows() -> None:
    """A Qing crowd before a Tang hall of the Tang would be refused by its own names."""
    _, made, _ = court(SetSpec(period="清", year=1880, dressing=("庙会",)))
    tang = SetSpec(period="唐", dressing=tuple(made.said))
    assert {"gate.queue", "term.magua"} <= {r.rule for r in gate.examine(tang)}


def test_people_wear_the_age_of_the_story_not_of_the_hall() -> None:
    assert staging.stage(SetSpec(site="佛光寺")).age == "tang"
    later = staging.stage(SetSpec(site="佛光寺", period="清", year=1880))
    assert later.age == "qing"
    assert {d.ages for d in later.wears("man")} == {("qing",)}
    assert "石灯" not in [t.name for t in later.things]
    assert "经幢" in [t.name for t in later.things]  # it stands there still


def test_people_after_the_qing_wear_their_own_age() -> None:
    model, made, _ = court(SetSpec(site="南禅寺", period="当代"))
    assert people(model)
    assert not {"辫子", "马褂", "软脚幞头", "襦裙"} & set(made.said)
    late = {d.id for d in staging.stage(SetSpec(period="当代", year=2023, type="街")).dresses}
    early = {d.id for d in staging.stage(SetSpec(period="当代", year=1975, type="街")).dresses}
    assert "today_jacket" in late - early
    assert "prc_man" in early - late


def test_soldiers_of_the_eighth_route_only_in_their_years() -> None:
    def worn(year: int) -> set[str]:
        plan = staging.stage(SetSpec(period="民国", year=year, type="窑洞村", dressing=("军人",)))
        assert "soldiers" in plan.does
        return {d.id for d in plan.wears("soldier")}

    assert worn(1940) == {"minguo_soldier"}
    assert "minguo_soldier" not in worn(1930)
    assert worn(1930)  # those of men


def test_a_seated_figure_rests_on_a_seat_with_its_feet_on_the_floor() -> None:
    plan = staging.stage(SetSpec(period="民国", year=1930, type="街"))
    for role in ("man", "woman", "pupil"):
        dress = plan.wears(role)[0]
        sits = np.concatenate([m[0] for m, _ in figures.body(dress, "sit")])
        stands = np.concatenate([m[0] for m, _ in figures.body(dress, "down")])
        assert abs(sits[:, 2].min()) < 0.03
        assert 0.35 < stands[:, 2].max() - sits[:, 2].max() < 0.55
        assert sits[:, 1].min() < -0.5  # the knees before the seat


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("said", [(), ("庙会",), ("香会",), ("营造",), ("僧众",), ("扫雪",)])
def test_nobody_stands_in_anything_or_near_the_camera(seed: int, said: tuple[str, ...]) -> None:
    bare, _ = _hall()
    solid = Footing.of(bare)
    model, _, camera = court(SetSpec(period="明", dressing=said, seed=seed))
    stand = people(model)
    assert stand
    for name, (x, y, z) in stand.items():
        assert z == 0.0, name
        assert solid.is_free(x, y, 0.25), name
        assert np.hypot(x - camera.eye[0], y - camera.eye[1]) >= NEAREST, name
    spots = np.array([p[:2] for p in stand.values()])
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=-1) + 9 * np.eye(len(spots))
    assert apart.min() > 0.5


@pytest.mark.parametrize("word", ["空镜", "无人"])
def test_an_empty_plate_has_nobody(word: str) -> None:
    model, made, _ = court(SetSpec(period="清", dressing=(word, "庙会")))
    assert not people(model)
    assert made.people == 0
    assert not any("人物" in said for said in made.invented)


def test_words_choose_what_is_there() -> None:
    def names(**asked: Any) -> set[str]:
        model = court(SetSpec(period="清", year=1880, kind="庙", **asked))[0]
        return {i.name.partition(" ")[0] for i in model.instances}

    usual = names()
    assert not {"trestles", "timber_pile", "stall.0"} & usual
    assert "trestles" in names(dressing=("营造",))
    assert {"stall.0", "shop_sign"} <= names(dressing=("庙会",))
    assert len(people(court(SetSpec(period="清", dressing=("庙会",)))[0])) > 12
    assert "oil_lamp" in names(lamps=("油灯",))
    assert "風調雨順千家樂" in names(dressing=("对联",))


def test_words_that_nothing_is_made_of_are_said() -> None:
    made = court(SetSpec(period="明", dressing=("石碑", "仪仗队"), surroundings=("瀑布",)))[1]
    assert made.undrawn == ["仪仗队", "瀑布"]


def test_a_denied_word_brings_nothing() -> None:
    model, made, _ = court(SetSpec(period="明", dressing=("无石碑", "不要香炉")))
    assert not made.undrawn
    assert "trestles" not in {i.name for i in model.instances}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shot", [Shot(), Shot(place="corner_left"), Shot(place="front")])
def test_no_trunk_stands_before_ridge_ends_or_corners(seed: int, shot: Shot) -> None:
    bare, _ = _hall()
    model, _, camera = court(SetSpec(period="金", seed=seed), shot)
    sky = Skyline.of(bare, camera)
    for one in model.instances:
        if one.element == "tree" and one.part.startswith("pine.wood"):
            trunk = model.parts[one.part].vertices
            deep = camera.project(trunk)[:, 2]
            before = trunk[(deep > 0.1) & (deep < sky.near)]
            assert sky.covers(before, np.full(len(before), 0.05)) == 0.0, one.name


def test_a_near_bough_is_not_in_every_picture() -> None:
    bare, hall = _hall()
    camera = frame(hall, Shot(), 288, 512)
    sky, plan = Skyline.of(bare, camera), staging.stage(SetSpec(period="金"))
    framed = [
        near_tree(
            Ground(SetModel(), court_of(hall, camera), camera, camera, Footing(), sky, plan, str(n))
        )
        for n in range(16)
    ]
    assert 0 < sum(framed) < 12


def test_the_same_seed_dresses_the_same_court() -> None:
    one, two = (court(SetSpec(period="清", dressing=("庙会",), seed=4))[0] for _ in range(2))
    other = court(SetSpec(period="清", dressing=("庙会",), seed=5))[0]
    assert one.digest() == two.digest() != other.digest()


@pytest.mark.parametrize("age", AGES)
def test_everyone_is_of_human_height(age: str) -> None:
    plan = staging.stage(SetSpec(period=age, kind="寺"))
    for dress in plan.dresses:
        points = np.concatenate([mesh[0] for mesh, _ in figures.body(dress, "joined")])
        assert abs(points[:, 2].min()) < 0.02, dress.id
        assert 1.60 < points[:, 2].max() < 1.97, dress.id


def test_lapels_close_right_over_left_for_han_and_left_for_northerners() -> None:
    def foot(collar: str) -> float:
        dress = next(d for d in staging.stage(SetSpec(period="金", kind="寺")).dresses
                     if d.robe == "knee")  # fmt: skip
        mesh = costume.collar(replace(dress, collar=collar))[0][0]
        return float(mesh[0][mesh[0][:, 2].argmin(), 0])

    assert foot("cross") < 0 < foot("left")  # he faces -y: his right is at -x


def test_a_gate_hall_stands_in_its_wall_with_open_ground_before_it() -> None:
    bare, hall = _hall("清", "gate")
    model = copied(bare)
    camera = frame(hall, Shot(place="front"), 288, 512)
    setting.dress(model, hall, camera, SetSpec(period="清", type="山门", bays=3))
    wall = [i for i in model.instances if i.element == "enclosure"]
    low = min(float(model.parts[i.part].vertices[:, 1].min()) for i in wall)
    assert low > -1.0
    assert {"lion", "flagpole"} <= {i.name for i in model.instances}
