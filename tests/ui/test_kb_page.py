"""The page 「知识库」 as functions: refusals, marks, reasons, entries whole, and nothing unescaped."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import heritage_kb
from heritage_kb.records import Entry, Hit, Passage
from heritage_kb.shelf import ingest
from ui import kb_cards
from ui.kb_page import (
    EXAMPLES,
    LEVELS,
    Desk,
    kind_choices,
    kinds_beside,
    open_entry,
    place_choices,
    search,
    take,
)

EVIL = "<img src=x onerror=alert(1)>\"'"


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "家"))
    file = tmp_path / "村志.txt"
    file.write_text(
        f"青石峪在平遥县城东南四十里，村口有一株老槐。\n\n井圈上刻着十七个名字。{EVIL}\n", "utf-8"
    )
    ingest([file], collection="村里", title="青石峪资料", licence="本村授权", owner="村委会")
    return "村里"


# ------------------------------------------------------------------------------- searching


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"kind": "castle"}, "没有「castle」这一类"),
        ({"city": "洛阳"}, "没有「洛阳」这个市或县"),
        ({"period": "大秦帝国"}, "大秦帝国"),
        ({"level": "特级"}, "特级"),
        ({"near": "桃花源甲乙丙"}, "桃花源甲乙丙"),
        ({"near": "佛光寺", "km": "很近"}, "公里要写"),
        ({"near": "佛光寺", "km": "-3"}, "公里要写"),
        ({"near": "佛光寺", "km": "nan"}, "公里要写"),
        ({"city": EVIL}, "市或县"),
    ],
)
def test_a_filter_that_cannot_be_used_is_one_sentence(filters: dict[str, str], said: str) -> None:
    html = search("寺", filters)
    assert html.startswith('<p class="sj-notice sj-bad" role="alert">')
    assert said in unescape(html)
    assert "Traceback" not in html
    assert "<img" not in html


def test_an_empty_question_is_answered_with_an_example() -> None:
    assert "推光漆" in search("  ")
    assert "sj-bad" in search("")


def test_blank_filters_filter_nothing_and_distance_reads_as_typed() -> None:
    blank = dict.fromkeys(("kind", "city", "period", "level", "near", "km"), " ")
    assert search("佛光寺", blank) == search("佛光寺")
    near = search("寺", {"near": "佛光寺", "km": "１５公里"})
    assert near == search("寺", {"near": "佛光寺", "km": "15"})
    assert "忻州市" in near


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_that_is_offered_finds_something(level: str) -> None:
    assert "sj-hit" in search("山西", {"level": level})


def test_every_place_that_is_offered_is_known_and_means_one_place() -> None:
    kb = heritage_kb.open()
    choices = place_choices(kb)
    assert choices[0] == ("全部", "")
    assert ("五台县（忻州）", "五台县") in choices
    values = [value for _, value in choices[1:]]
    assert len(set(values)) == len(values)
    assert "城区" not in values  # two cities have one
    for value in values[::17]:
        assert "sj-bad" not in search("山西", {"city": value})


@pytest.mark.parametrize("query", EXAMPLES)
def test_every_example_is_answered(query: str) -> None:
    html = search(query)
    assert "sj-count" in html
    assert "没有把握" not in html


def test_a_hit_says_why_and_marks_what_was_asked_for() -> None:
    html = search("推光漆怎么阴干")
    first = html.split("</article>")[0]
    assert "为什么是它" in first
    assert re.search(r"<mark>[^<]+</mark>", html)
    assert "可信度" in first
    assert "来源" in first
    assert re.search(r'data-entry="[^"]+" data-passage="[^"]+"', first)


def test_where_nothing_is_near_it_is_said_above() -> None:
    kb = heritage_kb.open()
    far = [replace(hit, close=False) for hit in kb.search("寺", 3)]
    html = kb_cards.hits(far, kb)
    assert html.index("没有把握") < html.index("sj-hit")
    assert "查到" not in html
    assert "没有查到" in kb_cards.hits([], kb)


def test_marks_stand_inside_escaped_text() -> None:
    kb = heritage_kb.open()
    text = f"井圈{EVIL}上"
    passage = Passage(id="a.b", entry="a", text=text)
    one = Entry(id="a", kind="site", title=EVIL, city=EVIL, note=EVIL)
    hit = Hit(entry=one, passage=passage, score=1.0, why=(EVIL,), spans=((0, 2), (4, 9)))
    html = kb_cards.hits([hit], kb)
    assert "<mark>井圈</mark>&lt;i<mark>mg sr</mark>c=x" in html
    assert "<img" not in html
    assert text in text_of(html)


# ----------------------------------------------------------------------------------- entry


def test_relations_are_named_by_kind_and_can_be_opened() -> None:
    kb = heritage_kb.open()
    html = open_entry("foguangsi")[1]
    near = next(one for one in kb.relations("foguangsi") if one.kind == "near")
    assert "附近古迹" in html
    assert f'data-entry="{near.entry.id}"' in html
    assert f"{near.km:.1f} 公里" in html
    assert html.count("data-entry=") == len(kb.relations("foguangsi"))


def test_every_kind_of_relation_has_a_chinese_name() -> None:
    kb = heritage_kb.open()
    kinds = {one.kind for entry in list(kb.entries.values())[::7] for one in kb.relations(entry)}
    assert kinds <= set(kb_cards.RELATIONS)


def test_what_editors_say_is_set_apart_from_what_can_be_cited() -> None:
    kb = heritage_kb.open()
    html = open_entry("foguangsi")[1]
    aside = html.split("<aside")[1].split("</aside>")[0]
    gist = str(kb.entry("foguangsi").fields["gist"])
    assert gist in unescape(aside)
    assert "不可引用" in aside
    assert gist not in unescape(html.replace(aside, ""))


def test_doubt_is_shown_as_such() -> None:
    kb = heritage_kb.open()
    one = next(entry for entry in kb.records.entries.values() if entry.note)
    assert "存疑" in open_entry(one.id)[1]
    assert one.note in unescape(open_entry(one.id)[1])


def test_many_passages_are_folded_by_topic_the_first_open() -> None:
    html = open_entry("damuzuo")[1]
    groups = re.findall(r'<details class="sj-group"( open)?>', html)
    assert len(groups) > 3
    assert groups[0] == " open"
    assert not any(groups[1:])
    kb = heritage_kb.open()
    short = next(one for one in kb.records.entries.values() if 1 < len(kb.passages_of(one)) < 9)
    few = kb_cards.entry(short, kb)
    assert '<details class="sj-group"' not in few


def test_the_passage_that_led_here_stands_open() -> None:
    kb = heritage_kb.open()
    wanted = kb.passages_of("damuzuo")[-1]
    html = open_entry("damuzuo", wanted.id)[1]
    group = next(part for part in html.split("<details") if "data-asked" in part)
    assert group.startswith(' class="sj-group" open')
    assert wanted.text in unescape(group.split("data-asked")[1])


def test_an_entry_can_be_opened_twice_and_the_page_can_tell() -> None:
    assert open_entry("foguangsi")[1] != open_entry("foguangsi")[1]


def test_nothing_in_an_entry_reaches_the_page_unescaped() -> None:
    one = Entry(
        id="a/0123abcd", kind="document", title=EVIL, aliases=(EVIL,), note=EVIL, level=EVIL,
        fields=MappingProxyType(dict.fromkeys(
            ("collection", "licence", "owner", "file", "pages", "gist"), EVIL
        ) | {"uses": [EVIL]}),
    )  # fmt: skip
    told = [Passage(id=EVIL, entry=one.id, text=EVIL, topic=EVIL, sources=(EVIL,))]

    class Bare:
        periods: dict[str, Any] = {}  # noqa: RUF012 - read only

        def passages_of(self, entry: Entry) -> list[Passage]:
            return told

        def relations(self, entry: Entry) -> list[Any]:
            from heritage_kb.relations import Relation

            other = replace(one, id=EVIL)
            return [Relation(kind=EVIL, entry=other, km=None, why=EVIL)]

        def source(self, id: str) -> Any:
            return heritage_kb.Source(id=id, title=EVIL, where=EVIL)

    for kind in ("document", "site"):
        html = kb_cards.entry(replace(one, kind=kind, sources=(EVIL,)), Bare(), EVIL)
        assert "onerror" in html
        assert "<img" not in html
        assert not re.search(r"onerror=alert\(1\)>[^&]*\"'", html)


def test_an_unknown_entry_is_one_sentence() -> None:
    for id in (None, "", EVIL, "没有/0123abcd", "没有的", 7):
        shown = open_entry(id)
        assert shown[0] == ""
        assert "sj-bad" in shown[1]
        assert "<img" not in shown[1]


def test_an_entry_goes_into_the_brief_once() -> None:
    assert take("foguangsi", "晋祠", "", "")[0] == "晋祠、佛光寺"
    places, crafts, _, said = take("damuzuo", "晋祠", "", "")
    assert (places, crafts) == ("晋祠", "大木作")
    assert "sj-good" in said
    assert take("", "甲", "乙", "丙")[:3] == ("甲", "乙", "丙")


# --------------------------------------------------------------------------- own material


def test_own_material_is_searched_only_where_it_is_chosen_and_stands_apart(shelf: str) -> None:
    assert "青石峪" not in search("刻着十七个名字")
    html = search("刻着十七个名字", own=[shelf])
    assert html.index("我的资料") < html.index("青石峪资料") < html.index("每条有来源和可信度")
    assert "未经核对" in html
    assert "<img" not in html
    only = search("刻着十七个名字", {"kind": "document"}, own=[shelf])
    assert "青石峪资料" in only
    assert "每条有来源和可信度" not in only


def test_why_own_material_was_left_out_is_said(shelf: str) -> None:
    assert "没有查资料" in search("寺", {"level": "国保"}, own=[shelf])
    assert "没有查资料" in search("寺", {"kind": "site"}, own=[shelf])
    busy = search("寺", own=[shelf], busy=[shelf])
    assert "正在编索引" in busy
    assert "没有资料夹" in search("寺", own=["已经没了"])


def test_a_document_shows_whose_it_is_and_calls_nothing_fact(shelf: str) -> None:
    kb = heritage_kb.open()
    hit = next(h for h in kb.search("十七个名字", kind="document", collections=[shelf]))
    html = open_entry(hit.entry.id, hit.passage.id if hit.passage else "")[1]
    for said in ("村志.txt", "本村授权", "村委会", "青石峪资料", "第1段", "未经核对"):
        assert said in html
    assert "史实" not in html
    assert "<img" not in html


def test_documents_are_a_kind_only_beside_a_collection() -> None:
    assert ("资料", "document") not in kind_choices()
    assert ("资料", "document") in kind_choices(["村里"])
    assert kinds_beside([], "document").value == ""
    assert kinds_beside(["村里"], "document").value == "document"


def test_where_collections_are_closed_none_is_searched_or_opened(shelf: str) -> None:
    kb = heritage_kb.open()
    id = f"{shelf}/{kb.collection(shelf).documents()[0].id}"
    assert Desk(False).allowed([shelf]) == []
    assert "不开放" in Desk(False).open(id)[1]
    assert "村志.txt" in Desk(True).open(id)[1]
    assert "佛光寺" in Desk(False).open("foguangsi")[1]
