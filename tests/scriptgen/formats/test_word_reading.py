"""Word files of other people: what the reader of the page sees is what is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.formats.word import read_word
from scriptgen.formats.word.numerals import numbered
from scriptgen.reading import Reading
from tests.scriptgen.formats.word_samples import (
    NAMESPACES,
    W_NS,
    el,
    listed,
    numbering,
    p,
    r,
    samples,
    table,
    tc,
    word,
)

SCENE = p(r("1-1 日 内 堂"))
MARK = 'w:id="1" w:author="a"'


def lines(*body: str, **parts: str) -> list[tuple[str, str | None, str, int | None]]:
    reading = read_word(word(SCENE, *body, parts=parts))
    return [
        (x.type, x.speaker, x.text, x.source_line)
        for e in reading.episodes
        for s in e.scenes
        for x in s.lines
    ]


def texts(*body: str, **parts: str) -> list[str]:
    return [text for _, _, text, _ in lines(*body, **parts)]


def notes(reading: Reading) -> list[tuple[int, str]]:
    return [(note.source_line, note.text) for note in reading.notes]


# ------------------------------------------------------------------------------------ the text


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (r("△他") + f"<w:ins {MARK}>{r('慢')}</w:ins>" + r("走。"), "他慢走。"),
        (r("△他") + f"<w:del {MARK}>{r('快', tag='delText')}</w:del>" + r("走。"), "他走。"),
        (r("△他") + f"<w:moveFrom {MARK}>{r('先')}</w:moveFrom>" + r("走。"), "他走。"),
        (r("△他") + f"<w:moveTo {MARK}>{r('先')}</w:moveTo>" + r("走。"), "他先走。"),
        (
            r("△他")
            + f"<w:ins {MARK}><w:del {MARK}>{r('快', tag='delText')}</w:del></w:ins>"
            + r("走。"),
            "他走。",
        ),
        (r("△A4") + el("noBreakHyphen") + r("纸") + el("softHyphen") + r("上。"), "A4-纸上。"),
        (
            r("△")
            + f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('xiù')}</w:rt><w:rubyBase>{r('秀')}</w:rubyBase></w:ruby></w:r>"
            + r("兰。"),
            "秀兰。",
        ),
        ('<w:r><w:sym w:font="Wingdings 3" w:char="F072"/></w:r>' + r("他走。"), "他走。"),
        (f'<w:hyperlink r:id="x">{r("△链接。")}</w:hyperlink>', "链接。"),
        (f"<w:smartTag><w:smartTagPr/>{r('△标签。')}</w:smartTag>", "标签。"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('△控件。')}</w:sdtContent></w:sdt>", "控件。"),
        (
            r("△第")
            + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            + r(" PAGE ", tag="instrText")
            + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + r("3")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + r("页。"),
            "第3页。",
        ),
        (r("△") + f'<w:fldSimple w:instr="DATE">{r("今日")}</w:fldSimple>' + r("。"), "今日。"),
    ],
)
def test_a_paragraph_reads_as_it_shows(inner: str, said: str) -> None:
    assert texts(p(inner)) == [said]


def test_a_deleted_end_mark_joins_paragraphs_and_a_deleted_row_is_gone() -> None:
    gone = f"<w:rPr><w:del {MARK}/></w:rPr>"
    row = f"<w:tr><w:trPr><w:del {MARK}/></w:trPr>{tc('△没了。')}</w:tr>"
    body = (
        p(r("△她"), props=gone),
        p(r("回头。")),
        f"<w:tbl>{row}<w:tr>{tc('△还在。')}</w:tr></w:tbl>",
    )
    assert lines(*body) == [("action", None, "她回头。", 3), ("action", None, "还在。", 5)]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    reading = read_word(samples()["box"])
    assert [x.text for x in reading.episodes[0].scenes[0].lines] == [
        "框外。", "框里。", "在控件里。", "链接。",
    ]  # fmt: skip


def test_hidden_text_is_kept_apart_also_where_a_style_hides_it() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr>'
        "</w:style></w:styles>"
    )
    body = p(
        r("△他"),
        r("暗", "<w:vanish/>"),
        r("藏", '<w:rStyle w:val="h"/>'),
        r("走。", '<w:vanish w:val="0"/>'),
    )
    reading = read_word(word(SCENE, body, parts={"styles": styles}))
    assert reading.episodes[0].scenes[0].lines[0].text == "他走。"
    assert notes(reading) == [(2, "隐藏文字：暗"), (2, "隐藏文字：藏")]


def test_comments_and_notes_are_kept_with_their_paragraph_and_are_no_lines() -> None:
    comments = f'<w:comments {NAMESPACES}><w:comment w:id="4" w:author="李导">{p(r("太满"))}</w:comment></w:comments>'
    foot = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{p(r("见县志"))}</w:footnote></w:footnotes>'
    header = f"<w:hdr {NAMESPACES}>{p(r('《花馍》'))}</w:hdr>"
    body = p(
        r("△他走。"),
        '<w:r><w:commentReference w:id="4"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>',
    )
    parts = {"comments": comments, "footnotes": foot, "header": header}
    reading = read_word(word(SCENE, body, parts=parts))
    assert [x.text for x in reading.episodes[0].scenes[0].lines] == ["他走。"]
    assert notes(reading) == [(0, "页眉：《花馍》"), (2, "批注 李导：太满"), (2, "脚注：见县志")]
    assert reading.to_json()["notes"][1] == {"source_line": 2, "text": "批注 李导：太满"}
    assert "notes" not in read_word(samples()["plain"]).to_json()


# --------------------------------------------------------------------------------------- tables


def test_two_columns_of_speaker_and_speech_are_dialogue() -> None:
    rows = (("角色", "台词"), ("王秀兰", "不卖。"), ("林夏（低声）", "我懂。"), ("", "△门开。"))
    assert lines(table(*rows), p(r("△散。"))) == [
        ("dialogue", "王秀兰", "不卖。", 3),
        ("dialogue", "林夏", "我懂。", 4),
        ("action", None, "门开。", 5),
        ("action", None, "散。", 6),
    ]
    reading = read_word(word(SCENE, table(*rows)))
    assert notes(reading) == [(2, "表头：角色 | 台词")]
    assert reading.episodes[0].scenes[0].lines[1].parenthetical == "低声"


def test_columns_without_heads_are_dialogue_only_inside_a_scene() -> None:
    rows = (("王秀兰", "五十八岁，嘴硬。"), ("林夏", "二十四岁。"))
    before = read_word(word(table(*rows), SCENE, p(r("△走。"))))
    assert [x.text for x in before.unmapped] == ["王秀兰\t五十八岁，嘴硬。", "林夏\t二十四岁。"]
    assert lines(table(*rows))[0][:3] == ("dialogue", "王秀兰", "五十八岁，嘴硬。")


def test_merged_cells_are_not_repeated_and_carry_the_speaker() -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (("角色", "台词"), (tc("甲", start), "一。"), (tc("", on), "二。"))
    assert [x[:3] for x in lines(table(*rows))] == [
        ("dialogue", "甲", "一。"), ("dialogue", "甲", "二。"),
    ]  # fmt: skip
    wide = tc("△一格。", '<w:gridSpan w:val="2"/>')
    assert texts(table((wide,))) == ["一格。"]


def test_frames_nested_tables_and_cells_of_lines_are_rows_of_their_own() -> None:
    inner = tc(p(r("△外。")) + table(("△里。",)) + p(""))
    assert lines(table((inner,))) == [("action", None, "外。", 2), ("action", None, "里。", 2)]
    two = tc(p(r("△甲。")) + p(r("乙：好。")))
    assert texts(table((two, "△丙。"))) == ["甲。", "好。", "丙。"]
    assert texts(table(("别的", "东西", "x"))) == ["别的\t东西\tx"]


# ------------------------------------------------------------------------------------ numbering


def test_a_counted_scene_number_is_read_as_it_is_printed() -> None:
    reading = read_word(samples()["auto"])
    assert [(e.number, e.title) for e in reading.episodes] == [(1, "面塑藏锋")]
    assert [(s.number, s.place) for s in reading.episodes[0].scenes] == [
        ("1-1", "堂"),
        ("1-2", "街"),
    ]


def test_lists_restart_override_and_come_from_styles() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:styleId="S"><w:pPr>{listed(0)}</w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:basedOn w:val="S"/></w:style></w:styles>'
    )
    form = numbering(("chineseCountingThousand", "第%1场"))
    form = form.replace(
        "</w:numbering>",
        '<w:num w:numId="5"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="11"/></w:lvlOverride></w:num></w:numbering>',
    )
    styled = '<w:pStyle w:val="T"/>'
    body = [
        p(r("日 内 堂"), props=styled),
        p(r("△走。")),
        p(r("夜 外 街"), props=styled),
        p(r("日 内 院"), props=styled + listed(0, 5)),
        p(r("△平常。"), props=styled + listed(0, 0)),
    ]
    reading = read_word(word(p(r("第1集")), *body, parts={"numbering": form, "styles": styles}))
    scenes = reading.episodes[0].scenes
    assert [(s.number, s.place) for s in scenes] == [("1-1", "堂"), ("1-2", "街"), ("1-11", "院")]
    assert [x.text for x in scenes[2].lines] == ["平常。"]


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (10, "chineseCountingThousand", "十"), (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"), (21, "chineseCounting", "二十一"),
        (10, "ideographDigital", "一〇"), (12, "chineseLegalSimplified", "壹拾贰"),
        (4, "upperRoman", "IV"), (28, "lowerLetter", "bb"), (12, "decimalEnclosedCircle", "⑫"),
        (3, "ideographTraditional", "丙"), (7, "decimalZero", "07"), (5, "decimalFullWidth", "５"),
        (3, "none", ""), (3, "hindiVowels", "3"),
    ],
)  # fmt: skip
def test_numbers_are_printed_in_their_format(number: int, kind: str, shown: str) -> None:
    assert numbered(number, kind) == shown


def test_bullets_are_no_text_save_triangles() -> None:
    form = numbering(("bullet", "●"), ("bullet", "△"))
    body = [p(r("甲：走。"), props=listed(0)), p(r("他走。"), props=listed(1))]
    assert lines(*body, numbering=form) == [
        ("dialogue", "甲", "走。", 2),
        ("action", None, "他走。", 3),
    ]


# --------------------------------------------------------------------------------- other makers


def test_strict_files_other_part_names_and_the_title_style_are_read() -> None:
    data = word(SCENE, p(r("△走。")), main="word/document2.xml")
    assert read_word(data).episodes[0].scenes[0].lines[0].text == "走。"
    strict = _with(word(SCENE, p(r("△走。"))), lambda text: text.replace(
        W_NS.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"))  # fmt: skip
    assert read_word(strict).episodes[0].scenes[0].lines[0].text == "走。"
    styles = f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:styleId="a7"><w:name w:val="Title"/></w:style></w:styles>'
    titled = word(p(r("花馍"), props='<w:pStyle w:val="a7"/>'), SCENE, parts={"styles": styles})
    assert (read_word(titled).title, read_word(titled).unmapped) == ("花馍", [])


def test_macros_are_not_run_and_it_is_said(tmp_path: Path) -> None:
    file = tmp_path / "a.docm"
    file.write_bytes(_added(word(SCENE, p(r("△走。"))), "word/vbaProject.bin", b"\xd0\xcf"))
    reading = scriptgen.read(file)
    assert [x.text for x in reading.episodes[0].scenes[0].lines] == ["走。"]
    assert "宏" in reading.notes[0].text


# -------------------------------------------------------------------------------------- refusals

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BOMB = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


def _with(data: bytes, change: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name.endswith("document.xml") else text)  # type: ignore[operator]
    return out.getvalue()


def _added(data: bytes, name: str, body: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as box:
        box.writestr(name, body)
    return out.getvalue()


def _deep() -> bytes:
    return word(SCENE, "<w:sdt><w:sdtContent>" * 900 + "</w:sdtContent></w:sdt>" * 900)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + "WordDocument".encode("utf-16-le"), "旧的 .doc"),
        (b"{\\rtf1 x}", "RTF"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><body>", "网页"),
        ("第1集".encode(), "纯文本"),
        (b"PK\x03\x04broken", "不是完整"),
        (word(SCENE)[:-40], "不是完整"),
        (_added(b"", "mimetype", b"x"), "没有 Word 正文"),
        (_with(word(SCENE), lambda text: BOMB.encode() + text[55:]), "实体"),
        (_with(word(SCENE), lambda text: text.replace(b"<w:body>", b"<w:body><w:p>")), "不是完整"),
        (_added(word(SCENE), "word/comments.xml", b" " * 80_000_000), "压缩炸弹"),
        (_added(word(SCENE), "word/media/a.bin", bytes(230_000_000)), "200 MB"),
        (_deep(), "不是完整"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_word_file_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        read_word(data)
    assert said in refused.value.zh
    assert refused.value.zh.count("。") == 1
