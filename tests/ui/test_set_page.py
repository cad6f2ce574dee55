"""The set's form: what the gate says while it is filled, lawful ways out, what is filed of a set."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageStat

import scenes
from heritage_kb import label
from heritage_kb.errors import RefusedInput
from scenes import recipe
from ui import set_cards, set_form, set_gallery, set_work
from ui.giving import thumbnail
from ui.projects import Desk, Projects

UNLAWFUL: list[dict[str, Any]] = [
    {"period": "唐", "roof": "硬山", "bays": 5},
    {"period": "唐", "bays": 4},
    {"period": "唐", "rafters": 5, "bays": 3},
    {"period": "唐", "year": 1200},
    {"period": "唐", "features": ["隔扇", "板门"], "bays": 3},
    {"site": "foguangsi", "roof": "歇山"},
    {"site": "foguangsi", "year": 700},
    {"period": "唐", "brackets": "五踩单翘单昂", "bays": 5},
    {"period": "唐", "cai_cm": 90.0},
]


@pytest.mark.parametrize("spec", UNLAWFUL, ids=lambda one: json.dumps(one, ensure_ascii=False))
def test_every_way_out_that_is_offered_is_lawful_or_nearer_to_it(spec: dict[str, Any]) -> None:
    found = set_work.judged(spec)
    assert not found.lawful
    assert found.measured is None
    assert any(ways for _, ways in found.refused)
    for refused, ways in found.refused:
        for way in ways:
            after = {k: v for k, v in {**spec, **way.changes}.items() if v is not None}
            left = scenes.examine(scenes.SetSpec.from_mapping(after))
            assert len(left) < len(found.refused)
            assert refused.rule not in [one.rule for one in left]
    page = set_cards.gate(found)
    assert "data-fix" in page
    assert found.refused[0][0].rule in page


def test_a_lawful_set_shows_its_measures_within_their_ranges() -> None:
    found = set_work.judged({"period": "金", "bays": 3, "roof": "歇山"})
    assert found.lawful
    page = set_cards.measures(found)
    assert "通面阔" in page
    assert "米" in page


@pytest.mark.parametrize(
    "camera", [{"lens": "鱼眼"}, {"eye": "天上"}, {"eye": "-3"}], ids=lambda one: str(one)
)
def test_a_camera_that_is_none_is_told_at_once(camera: dict[str, Any]) -> None:
    found = set_work.judged({"period": "唐", "camera": camera})
    assert found.sentence.endswith("。")
    assert "！" in set_cards.gate(found)


@pytest.mark.parametrize("spec", [{"period": "石器"}, {"site": "没有这座殿"}, {}])
def test_what_cannot_be_judged_at_all_is_a_sentence(spec: dict[str, Any]) -> None:
    assert set_work.judged(spec).sentence


def test_every_shipped_set_goes_through_the_form_unchanged() -> None:
    from scenes.match import shelf

    for number, (title, id) in enumerate(set_work.shelf()):
        spec = set_work.of_shelf(id)
        back = set_form.spec_of(set_form.values_of(spec), set_form.rest_of(spec))
        known = shelf()[id]
        made = scenes.SetSpec.from_mapping({k: v for k, v in back.items() if k != "camera"})
        for key in ("period", "year", "bays", "rafters", "brackets", "hour", "season", "weather",
                    "lamps", "dressing", "features", "kind", "seed"):  # fmt: skip
            assert getattr(made, key) == getattr(known, key), (title, key)
        if number % 10 == 0:  # that every one is lawful, the shelf's own test tells
            assert set_work.judged(back).lawful, title


def test_full_width_figures_are_read_and_words_are_refused_by_field() -> None:
    values = ["" for _ in set_form.KEYS]
    values[set_form.KEYS.index("bays")] = "５"
    values[set_form.KEYS.index("extras")] = ["sheet", "panorama"]  # type: ignore[call-overload]
    read = set_form.spec_of(values, {})
    assert read["bays"] == 5
    assert read["camera"] == {"panorama": True, "compositions": 6}
    values[set_form.KEYS.index("bays")] = "五间"
    with pytest.raises(ValueError, match="「面阔」要写整数"):
        set_form.spec_of(values, {})


def test_a_heading_lists_real_places_with_the_ban_and_the_set_instead() -> None:
    rows = set_work.matches("1-1 暮 内 佛光寺·东大殿", "唐", 857)
    page = set_cards.matches(rows)
    assert "内景一律不得" in page
    assert 'data-set="foguang_dawn"' in page
    assert 'data-site="foguangsi"' in page
    spec = set_work.of_heading("1-1 暮 内 佛光寺·东大殿", "唐", "857", "")
    assert spec["site"] == "foguangsi"


def test_another_hall_comes_in_its_own_age_unless_a_story_has_one(tmp_path: Path) -> None:
    import scriptgen
    from scriptgen.keeping.series_parts import put_plan
    from tests.scriptgen.writing.fake import BRIEF

    heading = "1-1 暮 外 佛光寺·东大殿前"
    assert set_work.of_heading(heading, "明", "1602", "")["period"] == "唐"
    assert "year" not in set_work.of_heading(heading, "明", "1602", "")
    stays = set_work.of_heading(heading, "明", "", "foguangsi")  # the form stood there already
    assert stays["period"] == "明"
    assert set_work.of_heading("1-1 日 外 村口", "明", "", "foguangsi")["period"] == "明"
    street = set_work.of_heading("2-3 夜 外 平遥·南大街", "唐", "", "")  # as the shipped sets there
    assert (street["type"], street["period"] != "唐") == ("街", True)

    project = Projects(tmp_path).new(Desk.of(None))
    assert set_work.age_beside(project, "foguangsi") == {"period": "唐", "year": ""}
    brief = BRIEF | {"period": "明", "year": 1602}
    series = scriptgen.draft(scriptgen.read_brief(brief), episodes=[1])
    with project.open() as store:
        put_plan(store, series, author={"kind": "scaffold", "name": "scaffold"})
    assert set_work.of_heading(heading, "清", "", "", project)["period"] == "明"
    assert set_work.age_beside(project, "foguangsi")["year"] == 1602


def test_the_front_is_drawn_once_for_a_form_and_labelled(tmp_path: Path) -> None:
    spec = {"period": "唐", "bays": 3, "roof": "悬山", "hour": "晨"}
    first = set_work.elevation(spec, tmp_path)
    assert label.verify(first).status == "compliant"
    assert set_work.elevation(spec | {"hour": "夜", "camera": {"shot": "近景"}}, tmp_path) == first


def test_nothing_of_a_person_reaches_the_page_unescaped() -> None:
    evil = "<img src=x onerror=alert(1)>\"'"
    for spec in ({"period": evil}, {"period": "唐", "roof": evil}, {"site": evil},
                 {"period": "唐", "features": [evil]}, {"period": "唐", "camera": {"lens": evil}}):  # fmt: skip
        assert "<img" not in set_cards.gate(set_work.judged(spec))
    row = {
        "kind": "set",
        "id": evil,
        "title": evil,
        "reasons": [evil],
        "entry": evil,
        "interior": None,
    }
    assert "<img" not in set_cards.matches([row])
    said = {"dated": {"periods": [{"title": evil, "probability": 1.0}], "agrees": False},
            "camera": {"words": {evil: evil}}}  # fmt: skip
    assert "<img" not in set_cards.seen(said)


def test_a_set_is_packed_under_the_names_of_what_its_files_are(tmp_path: Path) -> None:
    project = Projects(tmp_path / "家").new(Desk.of(None))
    folder = project.set_folder("雪殿")
    (folder / "passes").mkdir(parents=True)
    (folder / "plate.png").write_bytes(b"1")
    (folder / "passes" / "raw.npz").write_bytes(b"2")
    (folder / "passes" / "raw.npz.aigc.json").write_bytes(b"3")
    files = [
        {"file": "plate.png", "title": "设定图（工笔/设色）"},
        {"file": "passes/raw.npz", "title": "原始数据（SVG）"},
    ]
    (folder / "manifest.json").write_text(json.dumps({"files": files}), "utf-8")
    assert project.sets == ["雪殿"]
    packed = set_work.packed(project, "雪殿", tmp_path / "给")
    assert packed is not None
    assert packed.name == "雪殿·布景.zip"
    with zipfile.ZipFile(packed) as archive:
        assert set(archive.namelist()) == {
            "设定图（工笔 设色）.png", "passes/原始数据.npz", "passes/原始数据.npz.aigc.json",
            "manifest.json",
        }  # fmt: skip


def test_files_for_stage_and_screen_are_asked_of_the_job() -> None:
    values = set_form.values_of({"period": "唐"}, {
        "extras": ["drawings", "usd", "model", "stage", "beauty"], "move": "推", "wall": "6x3.5@2.6",
    })  # fmt: skip
    assert "move" not in set_form.spec_of(values, {})
    asked = set_form.files_of(set_form.asked_of(values), {})
    assert asked["models"] == ["glb", "usd"]
    assert asked["stage"] == ["hdri", "depth", "papers"]
    assert (asked["move"], asked["beauty"]) == ("推", True)
    assert asked["wall"] == "6x3.5@2.6"
    assert not any(set_form.files_of({}, {}).values())
    with pytest.raises(RefusedInput, match="LED 墙"):
        set_form.files_of({"wall": "很大"}, {})
    for room in ({"type": "炕屋"}, {"type": "殿", "interior": True}):
        assert set_form.files_of({"move": "摇"}, room)["move"] == "摇"
        with pytest.raises(RefusedInput, match="摇"):
            set_form.files_of({"move": "推"}, room)


def test_a_set_tells_what_else_it_can_become_and_why_no_traced_picture_is_there() -> None:
    told = set_cards.seen({"spec": {"title": "票号柜房·对账"}, "beauty": {"said": "没有 bpy。"}})
    assert "票号柜房·夜点银" in told
    assert "时辰改为21" in told
    assert "精绘没有做成：没有 bpy。" in told
    assert set_cards.seen({"spec": {"title": "没有这套"}}) == ""


def test_a_draft_is_painted_once_for_a_set_and_labelled(tmp_path: Path) -> None:
    spec = {"period": "唐", "bays": 3, "hour": "暮", "camera": {"shape": "16:9"}}
    first = set_work.draft(spec, tmp_path)
    assert label.verify(first).status == "compliant"
    with Image.open(first) as picture:
        assert picture.width > picture.height
        day = picture.convert("L")
    assert set_work.draft(spec | {"title": "另一个名字"}, tmp_path) == first
    with Image.open(set_work.draft(spec | {"hour": "夜"}, tmp_path)) as picture:
        assert ImageStat.Stat(picture.convert("L")).mean[0] < ImageStat.Stat(day).mean[0]


def test_a_picture_opens_its_own_recipe(tmp_path: Path) -> None:
    asked = scenes.SetSpec.from_mapping(
        {"period": "宋", "bays": 3, "roof": "悬山", "hour": "晨", "camera": {"shape": "16:9"}}
    )
    plate = tmp_path / "plate.png"
    Image.new("RGB", (320, 180), "#caa").save(plate, pnginfo=recipe.carried(asked))
    label.stamp(plate)  # the label leaves the recipe in
    back = set_work.of_file(str(plate))
    assert scenes.SetSpec.from_mapping(back) == asked
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"spec": back | {"nonsense": 1, "year": None}}), "utf-8")
    assert set_work.of_file(str(manifest)) == back
    with Image.open(plate) as whole:
        whole.save(tmp_path / "stripped.png")
    (tmp_path / "broken.json").write_text("{", "utf-8")
    for name in ("stripped.png", "broken.json", "none.png"):
        with pytest.raises(RefusedInput, match="没有布景的参数"):
            set_work.of_file(str(tmp_path / name))


def test_control_images_are_shown_with_a_word_each_and_16_bits_can_be_seen(tmp_path: Path) -> None:
    deep = tmp_path / "depth16.png"
    Image.fromarray(np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)).save(deep)
    small = Path(thumbnail(deep, tmp_path / "给"))
    with Image.open(small) as picture:
        low, high = picture.convert("L").getextrema()
    assert low < 30
    assert high > 200
    evil = "<img src=x onerror=alert(1)>"
    page = set_gallery.sheet([(set_work.Made(evil, "control", deep), "a", "b")])
    assert "16 位" in page
    assert evil not in page + set_gallery.shelf([(evil, "a"), ("b", "b")], evil)


def test_an_hour_of_a_heading_is_shown_as_the_word_that_the_form_has() -> None:
    shown = dict(zip(set_form.KEYS, set_form.values_of({"hour": 18.3}), strict=True))
    assert shown["hour"] == "暮"
    shown = dict(zip(set_form.KEYS, set_form.values_of({"hour": 17.2}), strict=True))
    assert shown["hour"] == "17.2"
