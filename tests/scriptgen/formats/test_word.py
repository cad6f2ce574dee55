"""Word files: tracked changes, soft breaks, tables; and the faces that crews print with."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
from docx.oxml import parse_xml

from scriptgen.formats.titlepage import TitlePage
from scriptgen.formats.word import read_word, write_word
from scriptgen.reading import ReadEpisode, Reading, ReadLine, ReadScene

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    body = document.element.body
    for xml in paragraphs:
        body.insert(len(body) - 1, parse_xml(xml))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def p(inner: str, props: str = "") -> str:
    return f"<w:p {NS}>{props}{inner}</w:p>"


def r(text: str, tag: str = "t") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


def test_insertions_are_accepted_and_deletions_are_gone() -> None:
    mark = 'w:id="1" w:author="a"'
    data = word(
        p(r("第1集 甲")),
        p(r("1-1 日 内 堂")),
        p(
            r("△他")
            + f"<w:ins {mark}>{r('慢慢')}</w:ins><w:del {mark}>{r('快快', 'delText')}</w:del>"
            + r("走。")
        ),
        p(r("△她"), f"<w:pPr><w:rPr><w:del {mark}/></w:rPr></w:pPr>"),
        p(r("回头。")),
    )
    lines = read_word(data).episodes[0].scenes[0].lines
    assert [line.text for line in lines] == ["他慢慢走。", "她回头。"]


def test_soft_breaks_tabs_and_tables_are_read_in_place() -> None:
    table = f"<w:tbl {NS}><w:tr><w:tc>{p(r('△表里'))}</w:tc></w:tr></w:tbl>"
    data = word(
        p(r("1-1场  堂屋") + "<w:r><w:tab/></w:r>" + r("夜") + "<w:r><w:tab/></w:r>" + r("外")),
        p(r("△甲。") + "<w:r><w:br/></w:r>" + r("乙：走。")),
        table,
    )
    (scene,) = read_word(data).episodes[0].scenes
    assert (scene.place, scene.time, scene.int_ext) == ("堂屋", "夜", "外")
    assert [(x.type, x.text, x.source_line) for x in scene.lines] == [
        ("action", "甲。", 2),
        ("dialogue", "走。", 2),
        ("action", "表里", 3),
    ]


def one() -> bytes:
    line = ReadLine(type="dialogue", speaker="甲", parenthetical="轻", text="走。")
    scene = ReadScene(number="1-1", time="日", int_ext="内", place="堂", cast=["甲"], lines=[line])
    reading = Reading(title="题", episodes=[ReadEpisode(number=1, title="集", scenes=[scene])])
    return write_word(reading, TitlePage(title="题", facts=("备案号：待取得",)))


def test_the_page_is_a4_with_chinese_faces_and_page_numbers(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(one()))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    with zipfile.ZipFile(io.BytesIO(one())) as box:
        footer = "".join(box.read(n).decode() for n in box.namelist() if "footer" in n)
        header = "".join(box.read(n).decode() for n in box.namelist() if "header" in n)
        body = box.read("word/document.xml").decode()
    assert " PAGE " in footer
    assert " NUMPAGES " in footer
    assert "备案号：待取得" in header
    assert 'w:eastAsia="宋体"' in body
    cue = next(x for x in document.paragraphs if x.text == "甲（轻）：走。")
    assert (cue.runs[0].text, cue.runs[0].bold) == ("甲", True)


def test_the_same_script_gives_the_same_bytes() -> None:
    assert one() == one()
