"""Findings as comments: each at its line, the script's text untouched, the file valid."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from lxml import etree

from scriptgen.formats.word import annotate, read_word
from scriptgen.reading import Reading
from tests.scriptgen.formats.word_samples import NAMESPACES, W_NS, p, r, samples, word

W = f"{{{W_NS}}}"
FILES = samples()
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return etree.fromstring(box.read(name))


def letters(data: bytes) -> str:
    root = part(data, "word/document.xml")
    return "".join(t.text or "" for t in root.iter(f"{W}t", f"{W}delText", f"{W}instrText"))


def findings_of(reading: Reading) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for episode in reading.episodes:
        found.append(
            {"code": "LEN", "severity": "info", "message": "偏短", "episode": episode.number}
        )
        for scene in episode.scenes:
            where = {"episode": episode.number, "scene": scene.number}
            found.append({"code": "PERMIT", "severity": "warning", "message": "须报批", **where})
            found += [
                {
                    "code": "ANACHRONISM", "severity": "error", "message": "晚于年代", **where,
                    "line": line.source_line, "text": line.text, "term": line.text[1:3],
                }
                for line in scene.lines
            ]  # fmt: skip
    return found


def anchored(data: bytes) -> dict[str, str]:
    """Return what each comment, by its text, stands on."""
    root, comments = part(data, "word/document.xml"), part(data, "word/comments.xml")
    said = {
        c.get(f"{W}id"): "".join(t.text or "" for t in c.iter(f"{W}t"))
        for c in comments.iter(f"{W}comment")
    }
    texts: dict[str, str] = dict.fromkeys(said, "")
    open_ids: set[str] = set()
    for node in root.iter():
        if node.tag == f"{W}commentRangeStart":
            open_ids.add(node.get(f"{W}id"))
        elif node.tag == f"{W}commentRangeEnd":
            open_ids.discard(node.get(f"{W}id"))
        elif node.tag == f"{W}t":
            for id in open_ids:
                texts[id] += node.text or ""
    return {said[id]: text for id, text in texts.items()}


@pytest.mark.parametrize("name", FILES)
def test_no_character_of_the_script_moves_and_every_mark_has_its_comment(name: str) -> None:
    data = FILES[name]
    reading = read_word(data)
    findings = findings_of(reading)
    made = annotate(data, reading, findings)
    assert letters(made) == letters(data)
    again = read_word(made)
    assert again.episodes == reading.episodes
    assert again.unmapped == reading.unmapped
    comments = part(made, "word/comments.xml")
    ids = [c.get(f"{W}id") for c in comments]
    assert len(set(ids)) == len(ids) == len(findings) + 1
    root = part(made, "word/document.xml")
    for kind in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(x.get(f"{W}id") for x in root.iter(f"{W}{kind}")) == sorted(ids)
    for c in comments:
        assert (c.get(f"{W}author"), c.get(f"{W}initials")) == ("三晋预审", "预审")
        assert "提示，非审核结论" in "".join(c.itertext())
    assert len(list(docx.Document(io.BytesIO(made)).comments)) == len(ids)


def test_the_part_is_declared_and_comments_of_others_are_kept() -> None:
    data = FILES["plain"]
    made = annotate(data, read_word(data), findings_of(read_word(data)))
    links = part(made, "word/_rels/document.xml.rels")
    assert [(x.get("Type"), x.get("Target")) for x in links] == [
        (f"{OFFICE}/comments", "comments.xml")
    ]
    types = part(made, "[Content_Types].xml")
    assert any(x.get("PartName") == "/word/comments.xml" for x in types)
    old = f'<w:comments {NAMESPACES}><w:comment w:id="7" w:author="李导">{p(r("太满"))}</w:comment></w:comments>'
    body = (p(r("1-1 日 内 堂")), p(r("△走。"), '<w:r><w:commentReference w:id="7"/></w:r>'))
    theirs = word(*body, parts={"comments": old})
    both = annotate(theirs, read_word(theirs), [{"message": "慢", "line": 2}])
    authors = [(c.get(f"{W}id"), c.get(f"{W}author")) for c in part(both, "word/comments.xml")]
    assert authors == [("7", "李导"), ("8", "三晋预审"), ("9", "三晋预审")]


def test_a_comment_stands_on_its_term_its_heading_or_the_first_paragraph() -> None:
    data = FILES["plain"]
    findings = [
        {"message": "一", "line": 6, "term": "面团", "text": "王秀兰把面团按在案板上。"},
        {"message": "二", "line": 6, "term": "团按在案"},
        {"message": "三", "episode": 1, "scene": "1-2"},
        {"message": "四", "episode": 2},
        {"message": "五"},
        {"message": "六", "line": 6},
        {"message": "七", "line": "e1s1l2", "term": "王秀兰"},
        {"message": "八", "line": 10, "term": "门被推开"},
    ]
    found = anchored(annotate(data, read_word(data), findings))
    on = {text.split("】")[1][:1]: where for text, where in found.items() if text.startswith("【")}
    assert on == {
        "一": "面团", "二": "团按在案", "三": "1-2 夜 外 院门", "四": "第2集", "五": "《花馍》",
        "六": "△王秀兰把面团按在案板上。", "七": "王秀兰", "八": "门被推开",
    }  # fmt: skip


def test_a_comment_says_measure_source_and_evidence_and_what_was_waived() -> None:
    data = FILES["plain"]
    finding = {
        "code": "LEN.EPISODE", "severity": "warning", "message": "偏短", "line": 6, "measured": 32,
        "limit": [60, 180], "source": "行业惯例", "effective_from": "2025-01-01", "suggestion": "补一场",
        "evidence": [{"source": "《州志》", "years": [1591, 1639]}], "waived": "有意安排",
    }  # fmt: skip
    found = list(anchored(annotate(data, read_word(data), [finding])))
    assert found[0].startswith("三晋预审：共 1 条提示，其中已说明 1 条")
    for words in (
        "【建议改】偏短", "已说明：有意安排", "测得：32；限值：60–180", "行业惯例（2025-01-01 起施行）",
        "建议：补一场", "《州志》；1591–1639", "提示，非审核结论（LEN.EPISODE）",
    ):  # fmt: skip
        assert words in found[1]


def test_a_script_of_another_format_is_printed_and_annotated() -> None:
    reading = read_word(FILES["plain"])
    for n, line in enumerate(x for e in reading.episodes for s in e.scenes for x in s.lines):
        line.source_line = 100 + n
    made = annotate(None, reading, [{"message": "一", "line": 101, "term": "花馍"}])
    assert "花馍" in anchored(made).values()
    assert made == annotate(None, reading, [{"message": "一", "line": 101, "term": "花馍"}])
