"""A script as Chinese crews print it: A4, a title page, an episode a page, running head and foot.

Every kind of line has a paragraph style of its own, so that a crew can restyle the whole script
at once. The same reading gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from heritage_kb.label_office import pack
from scriptgen.formats.grammar import Line, written
from scriptgen.formats.textfile import episode_row, heading_row, one_row
from scriptgen.formats.titlepage import TitlePage
from scriptgen.formats.word.stationery import FANG, HEI, KAI, PARTS, SONG, fonts, part_head
from scriptgen.reading import ReadEpisode, Reading, ReadLine, ReadScene

_MARKED = {"caption", "mark"}
_GRID = (1700, 5332, 1700)  # twips: name, who, note
_TEXT_WIDTH = 8732  # twips between the margins


def write_word(reading: Reading, page: TitlePage) -> bytes:
    """Return the .docx of a reading.

    Args:
        reading: episodes, scenes and lines; ``unmapped`` and ``notes`` are not printed.
        page: the title page; ``notice`` is the AI notice and stands first.
    """
    body = [
        *_title_page(page),
        *(part for episode in reading.episodes for part in _episode(episode)),
    ]
    parts = dict(PARTS)
    parts["docProps/core.xml"] = _core(page)
    parts["word/header1.xml"] = _header(page)
    parts["word/document.xml"] = part_head("document") + "".join(body).encode() + _END
    return pack(parts)


# ------------------------------------------------------------------------------------- the lines


def _episode(episode: ReadEpisode) -> Iterator[str]:
    yield _paragraph("1", _run(episode_row(episode), HEI, bold=True))
    for scene in episode.scenes:
        yield from _scene(scene)


def _scene(scene: ReadScene) -> Iterator[str]:
    yield _paragraph("2", _run(heading_row(scene), HEI, bold=True))
    if scene.cast:
        yield _paragraph("Cast", _run(f"出场人物：{'、'.join(map(one_row, scene.cast))}", KAI))
    for line in scene.lines:
        yield _line(line)


def _line(line: ReadLine) -> str:
    aside = one_row(line.parenthetical) if line.parenthetical else None
    speaker = one_row(line.speaker) if line.speaker else None
    row = written(Line(line.type, speaker, aside, one_row(line.text)))
    if line.type == "action":
        return _paragraph("Action", _run(row, FANG))
    if line.type in _MARKED:
        return _paragraph("Mark", _run(row, HEI))
    cue, colon, said = row.partition("：")
    name, bracket, mood = cue.partition("（")
    runs = (_run(name, bold=True), _run(bracket + mood, KAI), _run(colon + said))
    return _paragraph("Dialogue", "".join(runs))


# -------------------------------------------------------------------------------- the title page


def _title_page(page: TitlePage) -> Iterator[str]:
    if page.notice:
        yield _paragraph("Notice", _run(one_row(page.notice)))
    if page.title:
        yield _paragraph("Title", _run(f"《{one_row(page.title)}》", HEI, bold=True))
    revised = (f"修订日期：{page.revised}",) if page.revised else ()
    for fact in (*page.facts, *revised, *page.rows):
        name, colon, value = one_row(fact).partition("：")
        yield _paragraph("Fact", _run(name + colon, HEI, bold=bool(colon)) + _run(value))
    if page.people:
        yield _paragraph("People", _run("主要人物", HEI, bold=True))
        yield from _people(page)


def _people(page: TitlePage) -> Iterator[str]:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _GRID)
    yield (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{_TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    yield _table_row(("人物", "身份", "说明"), head=True)
    for person in page.people:
        yield _table_row(person, head=False)
    yield "</w:tbl>"


def _table_row(texts: tuple[str, ...], *, head: bool) -> str:
    """Return a row that stays on one page; the head comes again on each."""
    again = "<w:tblHeader/>" if head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        + _paragraph("Cell", _run(one_row(text), HEI if head else SONG, bold=head))
        + "</w:tc>"
        for text, width in zip(texts, _GRID, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{cells}</w:tr>"


def _header(page: TitlePage) -> bytes:
    filing = next((fact for fact in page.facts if fact.startswith("备案号")), "")
    title = f"《{one_row(page.title)}》" if page.title else ""
    revised = f"修订 {page.revised}" if page.revised else ""
    right = "　".join(word for word in (one_row(filing), revised) if word)
    runs = _run(title) + (f"<w:r><w:tab/></w:r>{_run(right)}" if right else "")
    return part_head("hdr") + _paragraph("Header", runs).encode() + b"</w:hdr>"


def _core(page: TitlePage) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(one_row(page.title))}</dc:title></cp:coreProperties>"
    ).encode()


# --------------------------------------------------------------------------------------- the XML

_END = (
    b'<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
    b'<w:footerReference w:type="default" r:id="rId4"/>'
    b'<w:pgSz w:w="11906" w:h="16838"/>'
    b'<w:pgMar w:top="1440" w:right="1587" w:bottom="1440" w:left="1587" w:header="851" '
    b'w:footer="850" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>'
)


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str, face: str = SONG, *, bold: bool = False) -> str:
    if not text:
        return ""
    weight = "<w:b/><w:bCs/>" if bold else ""
    parts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t")]
    return f"<w:r><w:rPr>{fonts(face)}{weight}</w:rPr>{'<w:tab/>'.join(parts)}</w:r>"
