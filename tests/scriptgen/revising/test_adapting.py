"""Adapting offline: every span is exact, speech goes to who said it, nothing is lost or made up."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from heritage_kb import label
from heritage_kb.errors import RefusedInput
from scriptgen.brief import read_brief
from scriptgen.formats.files import read_series
from scriptgen.revising.adapting.adapt import adapt
from scriptgen.revising.adapting.filing import write_adaptation
from scriptgen.revising.operations import revise

HERE = Path(__file__).parent / "sources"
NOVEL, NEWS = HERE / "chapter.txt", HERE / "news.txt"
SPOKEN = [
    "秦老锦",
    "秦望月",
    "秦老锦",
    "秦望月",
    "秦老锦",
    "秦老锦",
    "秦望月",
    "赵掌柜",
    "秦望月",
    "赵掌柜",
    "秦望月",
    "老者",
    "秦望月",
    "老者",
]


def exact(made) -> None:
    """Every span of an adaptation is what stands there."""
    text = made.source.text
    for row in made.episodes:
        assert 0 <= row.start < row.end <= len(text)
        assert {"hook", "turn", "cliffhanger"} <= {a.role for a in row.anchors}
        for anchor in row.anchors:
            assert text[anchor.start : anchor.end] == anchor.text
            assert row.start <= anchor.start < anchor.end <= row.end
    for speech in made.speeches:
        assert text[speech.start : speech.end] == speech.text
    for thing in (*made.found, made.age):
        for span in getattr(thing, "spans", None) or getattr(thing, "evidence", ()):
            assert text[span.start : span.end] == span.text
    for one, two in zip(made.episodes, made.episodes[1:], strict=False):
        assert one.end <= two.start
    said = {s.text for s in made.speeches}
    for episode in made.series().episodes:
        for line in (x for scene in episode.scenes for x in scene.elements):
            assert line.text in text
            assert line.type == "action" or line.text in said


def test_a_chapter_of_a_novel(kb) -> None:
    made = adapt(NOVEL, kb, episodes=3)
    exact(made)
    assert [s.speaker for s in made.speeches] == SPOKEN
    assert (made.brief.year, made.brief.episodes) == (1916, 3)
    assert made.age.evidence[0].text == "民国五年"
    assert made.cast[0].name == "秦望月"
    assert made.cast[0].aliases == ("望月",)
    assert [c.why for c in made.scenes] == ["chapter", "time", "separator", "chapter", "time"]
    assert [c.time for c in made.scenes][1:3] == ["夜", "晨"]
    assert [p.title for p in made.outline.episodes][::2] == ["旧屏", "名字"]
    assert "推定" in "".join(made.questions)


def test_a_news_story(kb) -> None:
    made = adapt(NEWS, kb, episodes=2)
    exact(made)
    assert made.brief.title == "守艺人：把“上党堆锦”带回村里"
    assert [s.speaker for s in made.speeches] == ["李雪梅", "李雪梅", "王建国", "李雪梅", "王建国"]
    assert made.brief.crafts == ("上党堆锦",)
    found = made.found[0]
    assert (found.title, found.count) == ("上党堆锦", 2)
    assert kb.passage(found.passage).entry == found.entry
    assert (made.age.sure, made.age.year) == ("year", 2019)


def test_corner_quotes_colons_and_markdown(kb) -> None:
    text = (
        "# 断梁\n\n## 第三回　夜审\n\n王二：「谁拆的？」\n\n「我。」李四答道。\n\n———\n\n"
        "翌日，王二来到客栈，掌柜的却说：「人早走了。」\n"
    )
    made = adapt(text, kb)
    exact(made)
    assert [(s.speaker, s.text) for s in made.speeches][:2] == [
        ("王二", "谁拆的？"),
        ("李四", "我。"),
    ]
    assert [c.why for c in made.scenes] == ["chapter", "separator"]
    assert made.scenes[1].place == "客栈"
    assert made.age.sure == "none"
    assert "待考" in made.questions[0]


def test_words_in_quotes_are_no_speech(kb) -> None:
    made = adapt("所谓“堆锦”，就是把棉花包进绸子。王二说：“我不信。”", kb)
    assert [s.text for s in made.speeches] == ["我不信。"]


def test_the_same_source_gives_the_same_adaptation(kb) -> None:
    assert adapt(NOVEL, kb).to_json() == adapt(NOVEL, kb).to_json()


def test_more_episodes_than_paragraphs_are_said(kb) -> None:
    made = adapt("王二走了。\n李四来了。", kb, episodes=9)
    exact(made)
    assert made.brief.episodes == 2
    assert "分不出 9 集" in made.traces[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Path("没有.txt"), "找不到"),
        (Path("稿.wps"), "不是能改编的格式"),
        ("", "没有可改编的文字"),
        ("第一章 空\n***\n", "没有可改编的文字"),
    ],
)
def test_what_cannot_be_adapted_is_one_sentence(kb, given, said) -> None:
    with pytest.raises(RefusedInput, match=said):
        adapt(given, kb)


def test_wild_texts_break_nothing(kb) -> None:
    rng = Random(3)
    pieces = ["王二", "李四", "说：“", "”", "“", "「", "」", "。", "？", "\n", "***", "\n第二章 夜\n",
              "次日，", "来到客栈里，", "走了", "……", "道", "　", "# 题\n", "大中十一年", "佛光寺", "\t", "a", "😀"]  # fmt: skip
    for _ in range(150):
        text = "".join(rng.choice(pieces) for _ in range(rng.randint(1, 80)))
        try:
            made = adapt(text + "。完", kb, episodes=rng.randint(1, 5))
        except RefusedInput:
            continue
        exact(made)


def test_a_word_file_is_read_and_its_text_kept_beside(kb, tmp_path) -> None:
    from docx import Document

    document = Document()
    for row in NOVEL.read_text("utf-8").splitlines():
        document.add_paragraph(row)
    document.save(str(tmp_path / "鹤颈.docx"))
    made = adapt(tmp_path / "鹤颈.docx", kb, episodes=3)
    exact(made)
    assert [s.speaker for s in made.speeches] == SPOKEN
    assert made.brief.title == "鹤颈"
    files = write_adaptation(made, tmp_path / "出")
    assert {"brief.toml", "adaptation.json", "series.json", "原文.txt"} <= set(files)
    kept = (tmp_path / "出" / "原文.txt").read_text("utf-8")
    data = json.loads((tmp_path / "出" / "adaptation.json").read_text("utf-8"))
    for row in data["episodes"]:
        for anchor in row["anchors"]:
            assert kept[anchor["start"] : anchor["end"]] == anchor["text"]
    assert read_brief(tmp_path / "出" / "brief.toml") == made.brief
    for name in ("adaptation.json", "series.json", "改编稿.docx", "brief.toml"):
        assert label.verify(tmp_path / "出" / name).status == "compliant"


def test_what_was_adapted_can_be_condensed(kb, tmp_path) -> None:
    made = adapt(NOVEL, kb, episodes=1)
    write_adaptation(made, tmp_path / "出")
    series = read_series(tmp_path / "出" / "series.json")
    [proposal] = revise(series, "condense", "1", to="50秒", kb=kb)
    assert abs(proposal.seconds[1] - 50) <= 2.5
