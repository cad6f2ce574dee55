"""What is no single hall: every kind builds soundly, in its age, by rules that are all in use."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes import gate, grounds, rulebook, works
from scenes.camera import Camera
from scenes.kinds import Kind, kinds
from scenes.match import shelf
from scenes.soundness import inspect
from scenes.spec import SetSpec
from scenes.work import Work

WORKS = [kind for kind in kinds().values() if not kind.is_hall]
AGES = [age.title for age in rulebook.ages()]


def lawful_ages(kind: Kind) -> list[str]:
    return [age for age in AGES if not gate.examine(SetSpec(period=age, type=kind.id))]


def some_of(kind: Kind) -> list[SetSpec]:
    """Return the kind as a shipped set asks for it, or plain, then plain in its last age."""
    ages = lawful_ages(kind)
    shown = [one for one in shelf().values() if one.type in (kind.id, *kind.names)]
    return [*shown[:1], SetSpec(period=ages[-1], type=kind.id, seed=1)]


@pytest.mark.parametrize("kind", WORKS, ids=lambda kind: kind.id)
def test_every_kind_is_sound_in_its_ages_and_the_same_each_time(kind: Kind) -> None:
    assert lawful_ages(kind), "it can be built in no age"
    first, *others = some_of(kind)
    work, model = scenes.build(first)
    assert isinstance(work, Work)
    assert inspect(work, model) == []
    assert model.digest() == scenes.build(first)[1].digest()
    for one in (work, *(works.resolve(spec) for spec in others)):
        rows = one.dimensions.values()
        assert one.invented
        assert one.form
        assert all(row.low <= row.value <= row.high for row in rows if not row.word)
        assert {mark.key for mark in one.heights} - {""} <= set(one.dimensions)
        assert set(one.measures.values()) <= set(one.dimensions)
        assert list(one.xs) == sorted(one.xs)
        assert list(one.ys) == sorted(one.ys)
    with pytest.raises(RefusedInput, match=r"出格|没有"):
        scenes.build(SetSpec(period=lawful_ages(kind)[-1], type=kind.id, storeys=99))


def test_every_rule_of_a_family_is_used() -> None:
    asked: set[str] = set()
    rule, choice = rulebook.rule, rulebook.choice

    def heard(name: str, keep: Any) -> Any:
        def ask(item: str, *given: Any, **narrow: Any) -> Any:
            asked.add(item)
            return keep(item, *given, **narrow)

        return name, ask

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rulebook, *heard("rule", rule))
        patch.setattr(rulebook, *heard("choice", choice))
        for kind in WORKS:
            for age in {*lawful_ages(kind)[:1], *lawful_ages(kind)[-1:]}:
                works.resolve(SetSpec(period=age, type=kind.id))
        for one in {(one.type, one.features): one for one in shelf().values()}.values():
            scenes.measure(one)
    of_works = {id for id, head in rulebook.heads().items() if head["family"]}
    assert of_works - asked == set()


def test_a_work_goes_the_whole_way_to_files(tmp_path: Path) -> None:
    spec = {"period": "清", "type": "石拱桥", "count": 3, "camera": {"name": "桥头"}}
    made: dict[str, Any] = scenes.render(
        spec, tmp_path / "out", preset="draft", drawings=("svg",), models=("glb",)
    )
    files = {row["file"] for row in made["files"]}
    assert {
        "plate.png",
        "elevation.png",
        "drawings/plan.svg",
        "model/hall.glb",
        "report.md",
    } <= files
    assert made["camera"]["words"] == {"机位": "桥头"}
    assert made["building"]["form"].startswith("3 孔石拱")
    assert made["measures"]["span_m"] > 4
    assert "dated" not in made
    assert json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8")) == made


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "石拱桥", "period": "清", "storeys": 3}, "没有“storeys”"),
        ({"type": "石拱桥", "period": "清", "bays": 3}, "没有“bays”"),
        ({"type": "殿", "period": "清", "storeys": 2}, "没有“storeys”"),
        ({"type": "石拱桥", "period": "清", "count": 0}, "出格"),
        ({"type": "石拱桥", "period": "清", "site_m": [2, 900]}, "用地"),
        ({"type": "石拱桥", "period": "清", "site_m": [20]}, "用地"),
        ({"type": "殿", "period": "民国"}, "没有“民国”的殿"),
    ],
)
def test_what_a_kind_does_not_have_is_refused_in_a_sentence(
    given: dict[str, Any], said: str
) -> None:
    with pytest.raises(RefusedInput, match=said):
        scenes.build(given)


def test_soldiers_fall_in_before_a_village_only_where_they_are_asked_for() -> None:
    def roles(*dressing: str) -> set[str]:
        spec = SetSpec(period="民国", year=1940, type="窑洞村", dressing=dressing)
        work, model = scenes.build(spec)
        camera = Camera(eye=(0.0, -60.0, 2.0), target=(0.0, 0.0, 2.0))
        grounds.lay(model, work, camera, spec)
        return {i.name.split()[0] for i in model.instances if i.element == "person"}

    assert {"woman", "boy"} <= roles()
    assert "soldier" not in roles()
    assert {"soldier", "woman"} <= roles("八路军")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "木塔", "period": "辽", "kind": "kitchen"}, "立在室外"),
        ({"type": "木塔", "period": "辽", "surroundings": ["厨房"]}, "立在室外"),
        ({"type": "厨房", "period": "清", "dressing": ["木塔"]}, "放不下“木塔”"),
        ({"type": "木塔", "period": "辽", "interior": True}, "内景还不会造"),
        ({"type": "大院", "period": "清", "site_m": [8, 100]}, "site_m 的宽改为"),
        ({"type": "铺面", "period": "清", "trade": "火箭"}, "trade 写"),
        ({"type": "铺面", "period": "清", "signs": ["ლა"]}, "换常用字"),
        ({"type": "铺面", "period": "清", "year": 1300}, "不在清"),
        ({"type": "牌坊", "period": "清", "site_m": [4.5, 20]}, "的宽写"),
        ({"type": "不知道", "period": "民国"}, "不认识"),
    ],
)
def test_what_does_not_hold_together_is_refused_with_its_cure(
    given: dict[str, Any], said: str
) -> None:
    with pytest.raises(RefusedInput, match=said):
        works.resolve(SetSpec.from_mapping(given))


def test_a_room_takes_the_plot_it_is_given_and_a_long_bridge_clears_its_arches() -> None:
    room = works.resolve(SetSpec(type="书房", period="清", site_m=(7.0, 5.0)))
    assert room.dimensions["width"].value == 7.0
    work, model = scenes.build(SetSpec(type="石拱桥", period="金", count=17))
    assert inspect(work, model) == []


@pytest.mark.parametrize("kind", ["靠崖窑", "锢窑", "天井窑"])
def test_caves_stand_on_the_plot_that_they_are_given(kind: str) -> None:
    asked = {"type": kind, "period": "清", "site_m": [13.0, 12.0]}
    work, model = scenes.build(asked)
    assert not list(inspect(work, model))
    assert work.xs == (-6.5, 6.5)
    with pytest.raises(RefusedInput, match=r"排不下 .*请改：.*site_m 的宽写到 [0-9.]+ 以上"):
        scenes.build({**asked, "count": 9 if kind != "天井窑" else 12})


@pytest.mark.parametrize("kind", ["石板桥", "木桥", "石拱桥", "牢房"])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_alike_in_a_bridge_or_a_cell_is_one_part_placed_often(kind: str, seed: int) -> None:
    work, model = scenes.build({"type": kind, "period": "清", "seed": seed})
    placed = Counter(one.part for one in model.instances)
    assert sum(n for n in placed.values() if n > 1) >= 8
    assert inspect(work, model) == []


@pytest.mark.parametrize("count", [2, 3, 5, 9])
def test_awnings_of_a_short_market_do_not_lie_in_one_another(count: int) -> None:
    work, model = scenes.build({"type": "集市", "period": "明", "seed": 79719, "count": count})
    assert inspect(work, model) == []
    awnings = [one.matrix[:2, 3] for one in model.instances if ".awning" in one.part]
    assert len(awnings) >= 2
    apart = [np.hypot(*(a - b)) for k, a in enumerate(awnings) for b in awnings[:k]]
    assert min(apart) > 2.8


def test_a_bridge_of_more_arches_than_its_plot_has_room_for_is_refused_with_the_room_it_needs() -> (
    None
):
    with pytest.raises(
        RefusedInput, match=r"放不下 11 孔石拱.*site_m 的宽改到 [0-9.]+ 米以上，或减少 count"
    ):
        works.resolve(SetSpec(type="石拱桥", period="金", count=11, site_m=(8.0, 16.0)))
