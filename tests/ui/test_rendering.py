"""What the pages show: the crews' notation, sources behind chips, and nothing unescaped."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

import heritage_kb
from scriptgen.brief import read_brief
from scriptgen.series import (
    Beat,
    Bible,
    Character,
    Element,
    Episode,
    EpisodePlan,
    Outline,
    Scene,
    Series,
)
from ui import cards, kb_cards, plan_cards, rendering, review_cards
from ui.brief_form import FIELDS, brief_data, form_values, with_name

EVIL = "<img src=x onerror=alert(1)>\"'${1+1}{{2+2}}</textarea>"


def a_passage() -> Any:
    kb = heritage_kb.open()
    return next(p for p in kb.records.passages.values() if p.sources)


def an_episode() -> Episode:
    cited = a_passage()
    lines = [
        Element(id="e1", type="action", text="雨打在瓦上。", claim_kind="虚构"),
        Element(
            id="e2",
            type="dialogue",
            speaker="楔娘",
            parenthetical="低声",
            text="师父：慢些。",
            citations=[cited.id],
            claim_kind=cited.claim_kind,
        ),
        Element(id="e3", type="os", speaker="楔娘", text="他看不清了。"),
        Element(id="e4", type="vo", speaker="老匠人", parenthetical="慢", text="那一年。"),
        Element(id="e5", type="caption", text="大中十一年"),
        Element(id="e6", type="mark", text="卡点"),
        Element(
            id="e7",
            type="action",
            text="又一次。",
            citations=[cited.id],
            claim_kind=cited.claim_kind,
        ),
    ]
    scene = Scene(
        id="s1",
        number="1-1",
        int_ext="外",
        time="暮",
        place="佛光寺·东大殿前",
        cast=["楔娘", "石抱拙"],
        elements=lines,
    )
    return Episode(number=1, title="看线", scenes=[scene], seconds=88.0)


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_script_reads_as_the_text_file_does() -> None:
    from scriptgen.formats.grammar import Line, written
    from scriptgen.formats.textfile import heading_row

    episode = an_episode()
    html = rendering.script(episode, heritage_kb.open())
    shown = [
        text_of(re.sub(r"<button.*?</button>", "", row))
        for row in re.findall(r'<span class="sj-said">(.*?)</span></p>', html)
    ]
    scene = episode.scenes[0]
    assert shown == [
        written(Line(e.type, e.speaker, e.parenthetical, e.text)) for e in scene.elements
    ]
    assert heading_row(scene) in text_of(html)
    assert "出场人物：楔娘、石抱拙" in html


def test_a_passage_has_one_number_and_its_card_shows_text_source_and_entry() -> None:
    kb, passage = heritage_kb.open(), a_passage()
    html = rendering.script(an_episode(), kb)
    chips = re.findall(r'data-passage="([^"]+)"[^>]*>(\d+)<', html)
    assert chips == [(passage.id, "1"), (passage.id, "1")]
    card = html.split(f'data-card="{passage.id}"')[1]
    for said in (
        passage.text,
        passage.claim_kind,
        kb.sources[passage.sources[0]].title,
        f'data-entry="{passage.entry}"',
        "可信度",
    ):
        assert said in unescape(card)


def test_invented_and_documented_lines_differ_by_glyph_and_words() -> None:
    html = rendering.script(an_episode(), heritage_kb.open())
    rows = re.findall(r'<p class="sj-line.*?</p>', html)
    assert "虚构：本剧的想象" in rows[0]
    assert "sj-free" in rows[0]
    assert "有出处" in rows[1]
    assert "sj-sure" in rows[1]


def test_a_citation_that_resolves_nowhere_says_so() -> None:
    episode = an_episode()
    episode.scenes[0].elements[1].citations = ["nowhere.overview.1"]
    card = rendering.script(episode, heritage_kb.open()).split('data-card="nowhere')[1]
    assert "知识库里找不到" in card


def test_nothing_of_a_person_reaches_the_page_unescaped() -> None:
    episode = an_episode()
    episode.title = EVIL
    scene = episode.scenes[0]
    scene.place, scene.cast = EVIL, [EVIL]
    for element in scene.elements:
        element.text = element.speaker = element.id = EVIL
        element.claim_kind = EVIL  # type: ignore[assignment]
    scene.elements[0].citations = [EVIL]
    person = Character(
        name=EVIL, role=EVIL, want=EVIL, need=EVIL, secret=EVIL, voice=EVIL, entry=EVIL, note=EVIL
    )
    row = EpisodePlan(
        number=1,
        title=EVIL,
        logline=EVIL,
        hook_in=EVIL,
        cliffhanger=EVIL,
        beats=[Beat(seconds=1, what=EVIL, kind=EVIL)],
    )
    bible = Bible(characters=[person], documented=[EVIL], invented=[EVIL], questions=[EVIL])
    series = Series(
        brief=read_brief({"title": EVIL, "logline": EVIL, "year": 857, "episodes": 1}),
        bible=bible,
        outline=Outline(premise=EVIL, episodes=[row]),
    )
    finding = dict.fromkeys(
        ("code", "severity", "scene", "line", "text", "message", "suggestion"), EVIL
    ) | {"episode": EVIL}
    manifest = {"evidence": [EVIL, {"item": EVIL, "source": EVIL}], "invented": [EVIL]}
    pages = [
        rendering.script(episode, heritage_kb.open(), focus=EVIL),
        review_cards.findings({"findings": [finding]}),
        rendering.notice(EVIL, "bad"),
        rendering.progress(EVIL, EVIL, 0.5),
        plan_cards.plan(series),
        cards.set_record(manifest),
        cards.files([(EVIL, EVIL, EVIL)]),
    ]
    for page in pages:
        assert "onerror" in page
        assert "<img" not in page
        assert not re.search(r"onerror=alert\(1\)>[^&]*\"'", page)


def test_findings_stand_gravest_first_and_lead_to_their_line() -> None:
    rows = [
        {
            "code": "LEN.short",
            "severity": "info",
            "episode": 1,
            "scene": "1-1",
            "line": "e1",
            "text": "",
            "message": "短",
            "suggestion": "",
        },
        {
            "code": "ANACHRONISM",
            "severity": "error",
            "episode": 2,
            "scene": "2-1",
            "line": "e9",
            "text": "辣椒",
            "message": "唐代没有辣椒",
            "suggestion": "改茱萸",
        },
        {
            "code": "TITLE",
            "severity": "warning",
            "episode": None,
            "scene": None,
            "line": None,
            "text": "",
            "message": "片名",
            "suggestion": "",
        },
    ]
    html = review_cards.findings({"findings": rows})
    assert html.index("唐代没有辣椒") < html.index("片名") < html.index(">短<")
    assert re.search('data-episode="2"[^>]* data-line="e9"', html)
    assert "错误 1" in html
    assert "改茱萸" in html


def test_no_findings_is_not_a_verdict() -> None:
    assert "不是审核结论" in review_cards.findings({"findings": []})


def test_every_entry_can_be_shown_with_its_sources() -> None:
    kb = heritage_kb.open()
    for one in list(kb.records.entries.values())[::97]:
        html = kb_cards.entry(one, kb)
        assert rendering.safe(one.title) in html
        assert "来源" in html


def test_measures_have_units() -> None:
    shown = dict(cards.measures({"width_m": 34.0, "cai_cm": {"value": 30}, "depth_m": None}))
    assert shown == {"通面阔": "34.00 米", "材高": "30.00 厘米"}


def test_form_and_brief_map_both_ways() -> None:
    brief = {
        "title": "甲",
        "logline": "乙",
        "period": "唐",
        "year": -5,
        "places": ("佛光寺",),
        "crafts": ("大木作", "彩塑"),
        "episodes": 12,
        "must": ("史实：一。", "虚构：二。"),
        "business": "IAA",
        "seed": 0,
    }
    back = brief_data(form_values(brief))
    expected = {k: list(v) if isinstance(v, tuple) else v for k, v in brief.items()}
    assert back == expected


def test_form_reads_full_width_digits_and_refuses_words_by_field() -> None:
    values = ["" for _ in FIELDS]
    episodes = [field.key for field in FIELDS].index("episodes")
    values[episodes] = "１２"
    assert brief_data(values) == {"episodes": 12}
    values[episodes] = "十二集"
    with pytest.raises(heritage_kb.RefusedInput, match="「集数」要写整数"):
        brief_data(values)


def test_a_name_is_added_once() -> None:
    assert with_name("佛光寺， 平遥古城", "佛光寺") == "佛光寺、平遥古城"
    assert with_name("", "佛光寺") == "佛光寺"


def test_the_scenes_can_be_turned_to_and_it_is_told_who_wrote() -> None:
    episode = an_episode()
    first = episode.scenes[0].elements[0]
    first.author, episode.scenes[0].elements[1].author = "person", "scaffold"
    finding = {"severity": "warning", "message": EVIL, "suggestion": "换", "key": "k1"}
    html = rendering.script(episode, heritage_kb.open(), told={first.id: [finding]})
    assert html.count('data-scene="') == 1 + len(episode.scenes)
    assert "离线初稿 1 行" in html
    line = html.partition(f'id="{rendering.line_id(first.id)}"')[2].partition("</p>")[0]
    assert 'aria-label="人写"' in line
    assert 'data-finding="k1"' in line
    assert EVIL not in html
    assert html.count('data-finding="') == 1


def test_a_scene_can_be_brought_into_view() -> None:
    html = rendering.script(an_episode(), heritage_kb.open(), "scene:1-1")
    assert 'data-focus="sj-scene-1-1"' in html
    assert 'id="sj-scene-1-1"' in html
