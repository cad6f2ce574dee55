"""Costume and props: sound data, the same dates as the gate, plates and sheets to measure."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heritage_kb import label
from heritage_kb.errors import BrokenData, RefusedInput, UnknownName
from heritage_kb.typeface import printable
from scenes import SetSpec, examine, rulebook
from scenes.drawings import pdf, svg
from scenes.wardrobe import choice, covering, plate, sheets, vessels
from scenes.wardrobe.faults import LEAST, faults
from scenes.wardrobe.items import AGES, KINDS, Item, items, sources, years_of
from scenes.wardrobe.outline import EDGE, MAIN, View, rect
from scenes.wardrobe.robes import COLLARS, FRONTS

WRONG = """
唐:花翎 唐:瓜皮帽 唐:马褂 唐:旗袍 唐:补子圆领袍 唐:直脚幞头 唐:东坡巾 唐:褙子 唐:盖碗 唐:折扇 唐:茶筅
唐:算盘 唐:青花罐 唐:火柴 唐:中山装 唐:棉袄 唐:银锭 唐:线装书 五代:襕衫 五代:交钞 辽:网巾
辽:旗头 北宋:马面裙 北宋:契丹髡发 北宋:比甲 北宋:紫砂壶 北宋:唢呐 北宋:烧酒甑锅 北宋:鸡冠壶 金:辫线袄
金:青花瓷 金:鸟铳 元:四方平定巾 元:飞鱼服 元:马面裙 元:烟袋 元:银票 明:暖帽 明:马褂 明:剃发留辫 明:盖碗
明:煤油灯 明:姑姑冠 清:网巾 清:乌纱帽 清:䯼髻 清:中山装 清:搪瓷缸 清:袁大头 清:襕袍 民国:花翎 民国:T恤
民国:粮票 民国:智能手机 民国:钹笠 当代:顶戴 当代:法币 当代:帷帽
"""
RIGHT = """
唐:圆领袍 唐:软脚幞头 唐:披帛 唐:高腰长裙 唐:开元通宝 唐:油灯盏 唐:铜镜 唐:箸 唐:横刀 五代:直脚幞头
五代:注子注碗 五代:高纱帽 辽:契丹髡发 辽:鸡冠壶 辽:契丹左衽袍 北宋:褙子 北宋:东坡巾 北宋:茶筅
北宋:黑釉盏 北宋:汤瓶 北宋:瓷枕 金:交钞 金:四带巾 金:诨裹 金:虎形枕 元:钹笠 元:姑姑冠 元:辫线袄
元:至元宝钞 元:玉壶春瓶 明:网巾 明:乌纱帽 明:马面裙 明:曳撒 明:大明宝钞 明:线装书 明:折扇 清:马褂
清:盖碗 清:银票 清:水烟袋 清:瓜皮帽 民国:旗袍 民国:中山装 民国:袁大头 民国:搪瓷缸 民国:煤油灯
当代:人民币 当代:智能手机 当代:粮票 当代:灯笼 明:开元通宝 唐:乌纱帽 明:圆领袍 明:襦裙 明:展脚幞头 清:短褐
"""


def judged(said: str) -> list[str]:
    period, what = said.split(":")
    return [r.sentence() for r in choice.judge(what, years_of(period))]


BUILT = ("tang", "wudai", "liao", "nsong", "jin", "yuan", "ming", "qing")

# ---------------------------------------------------------------------------------- the data


def test_the_tables_have_no_fault() -> None:
    assert faults() == []


def test_every_age_has_its_least() -> None:
    for age in AGES:
        for kind, least in LEAST.items():
            assert sum(i.kind == kind and age in i.ages for i in items()) >= least, (age, kind)


def one(name: str) -> Item:
    return next(item for item in items() if item.id == name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"since": 1700}, "begins"),
        ({"ages": ("tang",)}, "lie outside|miss"),
        ({"ages": ("qing", "ming")}, "order of time"),
        ({"ages": ("han",)}, "age han is not known"),
        ({"sources": ("nobody",)}, "source nobody is not known"),
        ({"sources": ()}, "no sources"),
        ({"confidence": "high"}, "high confidence"),
        ({"colours": ("无名色",)}, "colour 无名色 is not known"),
        ({"places": ("moon",)}, "place moon is not known"),
        ({"mistakes": ()}, "no mistakes"),
        ({"text": " "}, "no text"),
        ({"name": "盖碗"}, "too early"),
        ({"until": 1990, "aliases": ("网巾",)}, "too late|lie outside"),
        ({"cut": {"form": "kite"}}, "cannot be drawn"),
        ({"cut": {"form": "robe", "length": 1.0}}, "cannot be drawn"),
        ({"cut": {"form": "parts", "front": ["rect 0 0 9 9"]}}, "m large"),
        ({"cut": {"form": "parts", "front": ["rect 0 0 4.9 4"]}}, "does not fit"),
        ({"id": "Two Words"}, "an id is"),
    ],
)
def test_a_planted_fault_is_found(change: dict[str, object], said: str) -> None:
    bad = replace(one("yesa"), **change)  # type: ignore[arg-type]
    found = faults([bad])
    assert re.search(said, " / ".join(found)), found


def test_two_rows_of_one_id_or_name_are_found() -> None:
    again = replace(one("beizi"), id="beizi-two")
    assert any("both called" in said for said in faults([one("beizi"), again]))
    assert any("two rows" in said for said in faults([one("beizi"), one("beizi")]))


def test_no_thing_begins_before_the_dated_term_of_its_name() -> None:
    import heritage_kb

    kb = heritage_kb.open()
    dated = 0
    for item in items():
        for spot in (s for name in item.names for s in kb.terms_in(name)):
            if spot.term.earliest is not None:
                dated += 1
                assert item.since >= spot.term.earliest, (item.id, spot.term.id)
    assert dated > 60


def test_every_word_of_a_sheet_can_be_printed() -> None:
    for item in items():
        said = "".join((*item.names, item.text, item.materials, *item.mistakes, item.unknown))
        assert printable(said) == said, item.id
    for row in sources().values():
        assert printable(row["title"].replace("–", "-")) == row["title"].replace("–", "-")


# --------------------------------------------------------------------------------- judgement


@pytest.mark.parametrize("said", WRONG.split())
def test_a_wrong_request_is_refused_in_one_sentence(said: str) -> None:
    found = judged(said)
    assert found
    assert all(line.endswith("。") and "改" in line for line in found)


@pytest.mark.parametrize("said", RIGHT.split())
def test_a_right_request_passes(said: str) -> None:
    assert judged(said) == []


def test_a_year_narrows_an_age() -> None:
    assert choice.judge("茶筅", years_of("北宋", 1000))
    assert not choice.judge("茶筅", years_of("北宋", 1110))
    assert choice.judge("大拉翅", years_of("清", 1720))
    assert not choice.judge("大拉翅", years_of("", 1890))


def test_a_refusal_names_the_nearest_lawful_thing_for_people_alike() -> None:
    (refused,) = choice.judge("䯼髻", years_of("清"))
    assert refused.instead.startswith("改用双鬟")
    assert "剃发" not in refused.instead
    (coin,) = choice.judge("袁大头", years_of("唐"))
    assert "开元通宝" in coin.instead
    assert coin.rule == "wardrobe.silver-dollar"


@pytest.mark.parametrize("word", ["瓜皮小帽", "褙子", "茶筅", "姑姑冠", "四方平定巾", "搪瓷缸"])
def test_the_gate_refuses_what_the_wardrobe_refuses(word: str) -> None:
    found = examine(SetSpec(period="唐", bays=3, dressing=(word,)))
    assert found, word
    assert not examine(SetSpec(period="唐", bays=3, dressing=(f"不要{word}",)))


def test_the_gate_lets_pass_what_the_wardrobe_has() -> None:
    ages = {"tang": "唐", "wudai": "五代", "nsong": "北宋", "jin": "金", "yuan": "元", "ming": "明"}
    for item in items():
        if item.places or item.slot in ("灯火", "兵器"):
            continue  # what a kind of house or a rank forbids is the gate's own matter
        for age, title in ages.items():
            whole = item.since, item.until
            start, end = years_of(title).first, years_of(title).last
            if age in item.ages and whole[0] <= start and end <= whole[1]:
                spec = SetSpec(period=title, bays=3, kind="民居", dressing=(item.name,))
                refused = [r for r in examine(spec) if r.rule.startswith(("wardrobe", "term"))]
                assert not refused, (item.id, title, refused[0].sentence())


def test_people_of_the_courts_are_dressed_from_the_wardrobe() -> None:
    for row in rulebook.table("court")["dress"]:
        for age in row.get("ages", BUILT):
            if age not in AGES:  # the wardrobe has no table of 北魏; the gate judges its names
                assert age == "beiwei"
                continue
            for said in row["said"]:
                assert not choice.judge(said, years_of(AGES[age])), (row["id"], age, said)


# ------------------------------------------------------------------------------------ scenes


def test_a_scene_gets_what_fits_its_people_place_and_season() -> None:
    found = choice.for_scene(period="清", year=1880, kind="票号", season="冬")
    assert found["place"] == "bank"
    assert found["period"] == "清"
    names = [row["name"] for row in found["garments"]]
    assert "马褂" in names
    assert "凉帽" not in names
    assert "网巾" not in names
    props = [row["name"] for row in found["props"]]
    assert {"算盘", "票号汇票", "戥子"} <= set(props)
    assert "煤油灯" in props
    assert all(row["why"] and row["sources"] for row in found["garments"] + found["props"])
    early = choice.for_scene(period="清", year=1700, kind="票号")
    assert "票号汇票" not in [row["name"] for row in early["props"]]


def test_terms_and_entries_are_cited() -> None:
    found = choice.for_scene(period="清", roles=["男"], asked=["网巾"])
    row = next(r for r in found["garments"] if r["name"] == "马褂")
    assert any("magua" in term for term in row["terms"])
    assert found["refused"][0]["sentence"].startswith("“网巾”是明之物")
    song = choice.for_scene(period="北宋", roles=["女"])
    assert any("st_jincishengmudian" in r["entries"] for r in song["garments"])


def test_every_craft_has_its_tools() -> None:
    for kind, tool in (("醋坊", "醋耙"), ("酒坊", "烧酒甑锅"), ("漆坊", "漆刷"), ("窑场", "匣钵"),
                       ("纸坊", "抄纸帘"), ("铜匠铺", "铜匠锤砧")):  # fmt: skip
        found = choice.for_scene(period="清", kind=kind)
        assert found["props"][0]["name"] == tool, kind


def test_the_short_list_is_short_and_of_different_use() -> None:
    rows = choice.brief("北宋", None, "寺")
    assert 6 <= len(rows) <= 12
    for kind in KINDS:
        slots = [r["slot"] for r in rows if r["kind"] == kind]
        assert len(slots) == len(set(slots))
    assert choice.brief("汉", None, "寺") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "火星"},
        {"period": "汉"},
        {"period": "唐", "year": 1500},
        {"period": "唐", "roles": ["宇航员"]},
        {"period": "唐", "season": "雨季"},
        {"period": "唐", "kind": "月球"},
        {"period": "唐", "asked": [" "]},
        {"year": -300},
    ],
)
def test_bad_input_is_told_in_one_sentence(wrong: dict[str, object]) -> None:
    with pytest.raises(RefusedInput) as told:
        choice.for_scene(**wrong)  # type: ignore[arg-type]
    assert str(told.value).count("。") <= 1
    assert "\n" not in str(told.value)


# ------------------------------------------------------------------------- plates and sheets


def test_every_collar_can_be_drawn() -> None:
    assert set(COLLARS) == set(FRONTS)


def test_a_coat_is_as_long_and_as_wide_as_its_row_says() -> None:
    front, back = plate.views_of(one("beizi"))
    x0, y0, x1, y1 = front.bounds()
    cut = one("beizi").cut
    assert x1 - x0 == pytest.approx(cut["span"], abs=0.02)
    assert -y0 == pytest.approx(cut["length"], abs=0.03)
    assert y1 < 0.05
    assert back.half
    assert back.bounds()[0] == 0.0


def test_right_over_left_is_seen_at_the_left_and_the_khitan_the_other_way() -> None:
    han = plate.views_of(one("short-hemp"))[0]
    khitan = plate.views_of(one("khitan-lady"))[0]

    def side(view: View) -> float:
        """Return where the lap ends: the lowest point of the widest collar band."""
        bands = [s.points for s in view.shapes if s.fill == 1 and s.points[:, 1].min() > -0.45]
        lap = max(bands, key=lambda p: float(np.ptp(p[:, 0])))
        return float(lap[lap[:, 1].argmin(), 0])

    assert side(han) < -0.1
    assert side(khitan) > 0.1


def test_a_vessel_is_cut_open_at_the_left_and_measures_true() -> None:
    item = one("white-bowl")
    (view,) = plate.views_of(item)
    said = {g.name: abs(g.b[0] - g.a[0]) + abs(g.b[1] - g.a[1]) for g in view.gauges}
    assert said["口径"] == pytest.approx(2 * item.cut["profile"][-1][0])
    assert said["高"] == pytest.approx(item.cut["profile"][-1][1])


def test_what_lies_under_is_not_drawn() -> None:
    view = View("x")
    view.area(rect(0, 0, 1, 1), MAIN)
    view.area(rect(0.25, -1, 0.5, 3), MAIN)
    areas, lines = covering.visible(view.shapes)
    assert len(areas) == 3
    assert all(pen == EDGE for _, pen in lines)
    under = [p for p, _ in lines if p[:, 1].max() <= 1 and p[:, 1].min() >= 0]
    assert not any(((p[:, 0] > 0.3) & (p[:, 0] < 0.7)).any() for p in under)


@pytest.mark.parametrize("said", ["rect 0 0 1", "circle 0 0 1", "poly 1 2 3", "disc a b c"])
def test_a_part_that_cannot_be_read_is_told(said: str) -> None:
    with pytest.raises(BrokenData):
        vessels.draw_parts({"front": [said]})


def test_sheets_are_the_same_every_time_and_hold_everything_once() -> None:
    first, second = (sheets.draw_sheets("辽", roles=["儿童"]) for _ in range(2))
    assert [svg.write_svg(s) for s in first] == [svg.write_svg(s) for s in second]
    assert pdf.write_pdf(first, "x") == pdf.write_pdf(second, "x")
    words = [w.text for s in first for w in s.words]
    found = choice.for_scene(period="辽", roles=["儿童"])
    for row in found["garments"] + found["props"]:
        assert words.count(row["name"]) == 1, row["id"]


def test_nothing_leaves_its_cell_or_the_paper() -> None:
    assert all(sheets.fits(item) for item in items() if item.cut)
    for sheet in sheets.draw_sheets("明", roles=["官员"]):
        top, foot = sheet.paper.height - 8, 8 + sheet.paper.mark[1]
        for area in sheet.areas:
            ring = area.rings[0]
            assert ring[:, 0].min() >= 20
            assert ring[:, 0].max() <= sheet.paper.width - 8
            assert foot <= ring[:, 1].min(), sheet.name
            assert ring[:, 1].max() <= top, sheet.name


def test_a_folder_of_sheets_is_labelled_and_lists_its_evidence(tmp_path: Path) -> None:
    made = sheets.write_set(tmp_path / "a", period="金", roles=["艺人"], asked=["琵琶", "盖碗"])
    assert {"wardrobe.pdf", "wardrobe.json", "jin-garment-01.svg"} <= set(made["files"])
    for name in made["files"]:
        assert label.verify(tmp_path / "a" / name).status == "compliant", name
    body = json.loads((tmp_path / "a" / "wardrobe.json").read_text("utf-8"))
    assert [r["rule"] for r in body["refused"]] == ["wardrobe.covered-bowl"]
    sheets.write_set(tmp_path / "b", period="金", roles=["艺人"], asked=["琵琶", "盖碗"])
    for name in made["files"]:
        one_, two = ((tmp_path / d / name).read_bytes() for d in "ab")
        assert one_ == two, name


def test_an_unknown_form_or_role_is_refused() -> None:
    with pytest.raises(BrokenData):
        plate.views_of(replace(one("beizi"), cut={"form": "kite"}))
    with pytest.raises(UnknownName):
        sheets.draw_sheets("唐", roles=["宇航员"])
