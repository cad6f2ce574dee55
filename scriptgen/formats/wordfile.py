"""Word files as Chinese crews print them, and read as people send them.

The only module that imports python-docx. Tracked insertions are read, deletions are gone; text in
tables and content controls is read in its place.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import RefusedInput
from heritage_kb.label_office import pack, unpack
from scriptgen.formats.assembling import assemble
from scriptgen.formats.grammar import Line, written
from scriptgen.formats.layout import Row
from scriptgen.formats.textfile import episode_row, heading_row, one_row
from scriptgen.formats.titlepage import TitlePage
from scriptgen.reading import ReadEpisode, Reading, ReadLine, ReadScene, Role

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNPACKED_LIMIT = 200 * 1024 * 1024
_SKIPPED = {f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pict", "rPr")}
_ENTERED = {f"{_W}{tag}" for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}

SONG, HEI, FANG, KAI = "宋体", "黑体", "仿宋", "楷体"


# -------------------------------------------------------------------------------------- reading


def read_word(data: bytes, name: str = "", retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of a Word file; ``source_line`` counts paragraphs.

    Raises:
        RefusedInput: it is no Word file, a damaged one, or unpacks to more than 200 MB.
    """
    return assemble(_rows(data), retags)


def _rows(data: bytes) -> Iterator[Row]:
    body = _body(data)
    carried = ""
    for number, paragraph in enumerate(_paragraphs(body), 1):
        text = carried + paragraph[0]
        if paragraph[1]:  # its end mark was deleted: it runs on into the next
            carried = text
            continue
        carried = ""
        for row in text.split("\n"):
            yield number, row
    if carried:
        yield number, carried


def _body(data: bytes) -> Any:
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            if sum(part.file_size for part in box.infolist()) > _UNPACKED_LIMIT:
                raise RefusedInput(
                    "这个 Word 文件解开后超过 200 MB；请删去图片后另存再试。",
                    "The Word file unpacks to more than 200 MB.",
                )
        return docx.Document(io.BytesIO(data)).element.body
    except RefusedInput:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise RefusedInput(
            "这个文件不是完整的 Word 文件（或加了密码，或是旧的 .doc）；请另存为 .docx 再试。",
            "This is not a whole .docx file.",
        ) from error


def _paragraphs(node: Any) -> Iterator[tuple[str, bool]]:
    """Yield (text, runs on) of each paragraph; the cells of a table row are one paragraph."""
    for child in node:
        if child.tag == f"{_W}p":
            yield _text(child), child.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                yield _table_row(row), False
        elif child.tag in _ENTERED:
            yield from _paragraphs(child)


def _table_row(row: Any) -> str:
    cells = [" ".join(text for text, _ in _paragraphs(cell)) for cell in row.iter(f"{_W}tc")]
    return "\t".join(cell.replace("\n", " ").strip() for cell in cells)


def _text(node: Any) -> str:
    parts = []
    for child in node:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag == f"{_W}tab":
            parts.append("\t")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif child.tag not in _SKIPPED and child.tag != f"{_W}pPr" and isinstance(child.tag, str):
            parts.append(_text(child))
    return "".join(parts)


# -------------------------------------------------------------------------------------- writing


def write_word(reading: Reading, page: TitlePage) -> bytes:
    """Return the .docx: A4, a title page, an episode a page, headers and page numbers.

    The same reading gives the same bytes.
    """
    import docx

    document = docx.Document()
    _lay_out(document)
    _header_and_footer(document, page)
    _title_page(document, page)
    for episode in reading.episodes:
        _episode(document, episode)
    out = io.BytesIO()
    document.save(out)
    return pack(unpack(out.getvalue()))  # fixed dates inside the archive


def _lay_out(document: Document) -> None:
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2.54)
    section.left_margin = section.right_margin = Cm(2.8)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    _face(normal, SONG)
    normal.font.size = Pt(12)
    normal.paragraph_format.line_spacing = 1.5
    normal.paragraph_format.space_after = Pt(0)
    _heading_style(document, "Heading 1", 16, page_break=True)
    _heading_style(document, "Heading 2", 12, page_break=False)
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    for stamp in list(properties._element):
        if stamp.tag.endswith(("}created", "}modified", "}lastPrinted")):
            properties._element.remove(stamp)


def _heading_style(document: Document, name: str, size: int, *, page_break: bool) -> None:
    from docx.shared import Pt, RGBColor

    style = document.styles[name]
    _face(style, HEI)
    style.font.size, style.font.bold = Pt(size), True
    style.font.color.rgb = RGBColor(0, 0, 0)
    shape = style.paragraph_format
    shape.keep_with_next, shape.page_break_before = True, page_break
    shape.space_before, shape.space_after = Pt(0 if page_break else 12), Pt(12 if page_break else 3)


def _face(target: Any, name: str) -> None:
    """Set a Chinese face for Chinese text; Latin letters and figures keep Times New Roman."""
    from docx.oxml.ns import qn

    target.font.name = "Times New Roman"
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hint"), "eastAsia")


def _run(
    paragraph: Any, text: str, face: str = SONG, *, bold: bool = False, size: float = 0
) -> Any:
    from docx.shared import Pt

    run = paragraph.add_run(text)
    _face(run, face)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    return run


def _header_and_footer(document: Document, page: TitlePage) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.shared import Cm

    section = document.sections[0]
    document.styles["Header"].paragraph_format.tab_stops.clear_all()
    head = section.header.paragraphs[0]
    filing = next((fact for fact in page.facts if fact.startswith("备案号")), "")
    head.paragraph_format.tab_stops.add_tab_stop(Cm(15.4), WD_TAB_ALIGNMENT.RIGHT)
    _run(head, f"《{page.title}》\t{filing}" if page.title else filing, size=9)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第", "PAGE"), ("页　共", "NUMPAGES"), ("页", "")):
        _run(foot, text, size=9)
        if field:
            _field(foot, field)


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "code", "separate", "value", "end"):
        run = _run(paragraph, "1" if kind == "value" else "", size=9)
        if kind == "code":
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {code} "
        elif kind != "value":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            continue
        run._r.append(mark)


def _title_page(document: Document, page: TitlePage) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if page.notice:
        notice = document.add_paragraph()
        notice.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(notice, page.notice, size=10.5)
    if page.title:
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(54), Pt(24)
        _run(title, f"《{one_row(page.title)}》", HEI, bold=True, size=26)
    for fact in (*page.facts, *page.rows):
        _fact(document, fact)
    if page.people:
        _people(document, page)


def _fact(document: Document, fact: str) -> None:
    paragraph = document.add_paragraph()
    name, colon, value = one_row(fact).partition("：")
    _run(paragraph, name + colon, HEI, bold=bool(colon))
    _run(paragraph, value)


def _people(document: Document, page: TitlePage) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    head = document.add_paragraph()
    head.paragraph_format.space_before = Pt(12)
    head.paragraph_format.keep_with_next = True
    _run(head, "主要人物", HEI, bold=True)
    table = document.add_table(rows=0, cols=3)
    table.style = "Table Grid"
    table.autofit = False
    widths = (Cm(3.0), Cm(9.6), Cm(2.8))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    rows = [("人物", "身份", "说明"), *page.people]
    for number, texts in enumerate(rows):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # a person on one page
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            shape = cell.paragraphs[0].paragraph_format
            shape.line_spacing, shape.space_before, shape.space_after = 1.15, Pt(3), Pt(3)
            _run(cell.paragraphs[0], one_row(text), HEI if number == 0 else SONG, bold=number == 0)


def _episode(document: Document, episode: ReadEpisode) -> None:
    document.add_paragraph(episode_row(episode), style="Heading 1")
    for scene in episode.scenes:
        _scene(document, scene)


def _scene(document: Document, scene: ReadScene) -> None:
    document.add_paragraph(heading_row(scene), style="Heading 2")
    if scene.cast:
        cast = document.add_paragraph()
        cast.paragraph_format.keep_with_next = True
        _run(cast, f"出场人物：{'、'.join(map(one_row, scene.cast))}", KAI)
    for line in scene.lines:
        _line(document, line)


def _line(document: Document, line: ReadLine) -> None:
    aside = one_row(line.parenthetical) if line.parenthetical else None
    speaker = one_row(line.speaker) if line.speaker else None
    row = written(Line(line.type, speaker, aside, one_row(line.text)))
    paragraph = document.add_paragraph()
    if line.type == "action":
        _run(paragraph, row, FANG)
    elif line.type in ("caption", "mark"):
        _run(paragraph, row, HEI)
    else:
        cue, colon, said = row.partition("：")
        name, bracket, mood = cue.partition("（")
        _run(paragraph, name, bold=True)
        _run(paragraph, bracket + mood, KAI)
        _run(paragraph, colon + said)
