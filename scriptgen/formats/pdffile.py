"""PDF: scripts as crews print them, and the text layer of what others printed.

Of the two modules that import fpdf2 the one for scripts; ``scenes.drawings.pdf`` prints drawings.
Reading goes through the worker of ``heritage_kb.shelf``, which opens hostile files in a process of
its own.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from heritage_kb.errors import RefusedInput
from heritage_kb.typeface import FAMILY, prepare, printable
from scriptgen.formats.assembling import assemble
from scriptgen.formats.believing import episode_row as is_episode
from scriptgen.formats.believing import is_structure
from scriptgen.formats.grammar import Line, signed, written
from scriptgen.formats.heading import CAST_LABEL
from scriptgen.formats.textfile import episode_row, heading_row, one_row
from scriptgen.formats.titlepage import TitlePage
from scriptgen.reading import Loose, Reading, ReadLine, Role

_SIZE, _LEADING = 11.0, 6.6  # points, millimetres
_HANG = 8.0  # millimetres by which a row that runs on is set in
_FOLIO = re.compile(r"[\s\-–—·第]*\d{1,4}\s*页?(?:\s*[/／共]\s*共?\s*\d{1,4}\s*页?)?[\s\-–—·]*")
_SECONDS, _MEMORY = 60.0, 1_000_000_000


# -------------------------------------------------------------------------------------- writing


def write_pdf(reading: Reading, page: TitlePage) -> bytes:
    """Return the PDF: A4, a title page, an episode a page, heads and folios, the font inside.

    A character that the font lacks is printed as its code point. The same reading gives the same
    bytes.
    """
    sheet = _sheet(page)
    _title(sheet, page)
    for episode in reading.episodes:
        sheet.add_page()
        _put(sheet, episode_row(episode), size=15, bold=True, after=3)
        for scene in episode.scenes:
            _keep_together(sheet, 3)
            sheet.ln(2.5)
            _put(sheet, heading_row(scene), size=12, bold=True, after=0.8)
            if scene.cast:
                _put(sheet, f"出场人物：{'、'.join(map(one_row, scene.cast))}", size=10)
            for line in scene.lines:
                _put(sheet, _row(line))
    return bytes(sheet.output())


def _sheet(page: TitlePage) -> Any:
    from fpdf import FPDF

    class Sheet(FPDF):
        """A4 with the title above and the folio below every page but the first."""

        def header(self) -> None:
            if self.page_no() > 1 and page.title:
                self.set_font(FAMILY, size=9)
                self.set_text_color(90)
                self.cell(0, 5, printable(f"《{one_row(page.title)}》"), align="R")
                self.set_text_color(0)
                self.ln(9)

        def footer(self) -> None:
            self.set_y(-14)
            self.set_font(FAMILY, size=9)
            self.set_text_color(90)
            self.cell(0, 5, f"第 {self.page_no()} 页 共 {{nb}} 页", align="C")
            self.set_text_color(0)

    sheet = prepare(Sheet(format="A4"), page.title or "")
    sheet.set_margins(24, 20, 22)
    sheet.set_auto_page_break(auto=True, margin=22)
    return sheet


def _title(sheet: Any, page: TitlePage) -> None:
    sheet.add_page()
    if page.notice:
        sheet.set_font(FAMILY, size=10)
        sheet.multi_cell(0, 6, printable(page.notice), align="C", new_x="LMARGIN", new_y="NEXT")
    if page.title:
        sheet.ln(50)
        sheet.set_font(FAMILY, size=26)
        sheet.multi_cell(
            0,
            14,
            printable(f"《{one_row(page.title)}》"),
            align="C",
            new_x="LMARGIN",
            new_y="NEXT",
        )
        sheet.ln(18)
    for row in (*page.facts, *page.rows):
        _put(sheet, one_row(row))
    if page.people:
        sheet.ln(4)
        _put(sheet, "主要人物", bold=True)
        for person in page.people:
            _put(sheet, "　".join(map(one_row, person)), size=10)


def _row(line: ReadLine) -> str:
    aside = one_row(line.parenthetical) if line.parenthetical else None
    speaker = one_row(line.speaker) if line.speaker else None
    return written(Line(line.type, speaker, aside, one_row(line.text)))


def _keep_together(sheet: Any, rows: int) -> None:
    """Begin a new page where fewer than so many rows are left, so that no heading stands alone."""
    if sheet.will_page_break(rows * _LEADING):
        sheet.add_page()


def _put(
    sheet: Any, text: str, *, size: float = _SIZE, bold: bool = False, after: float = 0
) -> None:
    """Print one row of the script; what runs on is set in, so that it is seen to run on."""
    sheet.set_font(FAMILY, size=size)
    mode = "FILL_STROKE" if bold else "FILL"
    with sheet.local_context(text_mode=mode, line_width=0.12 if bold else 0.2):
        for number, part in enumerate(_wrapped(sheet, printable(text))):
            sheet.set_x(sheet.l_margin + (_HANG if number else 0))
            sheet.cell(0, _LEADING, part, new_x="LMARGIN", new_y="NEXT")
    if after:
        sheet.ln(after)


def _wrapped(sheet: Any, text: str) -> Iterator[str]:
    """Yield the rows of a text; no row begins with a closing sign."""
    room = sheet.epw - 1.5
    row, width = "", 0.0
    for at, sign in enumerate(text):
        wide = sheet.get_string_width(sign)
        if width + wide > room and sign not in "，。！？；：、）》”’…—":
            yield row
            row, width, room = "", 0.0, sheet.epw - _HANG - 1.5
        row, width = row + sign, width + wide
        if at == len(text) - 1:
            break
    yield row


# -------------------------------------------------------------------------------------- reading


class _Row(NamedTuple):
    page: int
    x0: float
    x1: float
    size: float
    text: str


def read_pdf(data: bytes, name: str, retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of a PDF with a text layer; ``source_line`` counts printed rows.

    Rows that the margin broke are joined again; running heads and folios are kept as unmapped.

    Raises:
        RefusedInput: locked, damaged, scanned, more than 2,000 pages, or too costly to open.
    """
    rows = _printed(data, name)
    furniture = _furniture(rows)
    numbered = list(enumerate(rows, 1))
    reading = assemble(_joined([r for r in numbered if r[0] not in furniture]), retags)
    reading.unmapped += [
        Loose(source_line=number, text=row.text) for number, row in numbered if number in furniture
    ]
    reading.unmapped.sort(key=lambda loose: loose.source_line)
    return reading


def _printed(data: bytes, name: str) -> list[_Row]:
    from heritage_kb.shelf.limits import Allowance
    from heritage_kb.shelf.worker import Worker

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.pdf"
        file.write_bytes(data)
        allowance = Allowance(cpu_s=_SECONDS, wall_s=2 * _SECONDS, memory=_MEMORY)
        try:
            with Worker(allowance) as worker:
                opened = worker.open(str(file), "pdf-rows", name)[2]
        except RefusedInput as refused:
            raise RefusedInput(
                f"读不了“{name}”：{refused.zh}", f"{name}: {refused.en}"
            ) from refused
    return [_Row(block.page or 1, *json.loads(block.text)) for block in opened.blocks]


def _furniture(rows: Sequence[_Row]) -> set[int]:
    """Return the rows that are folios, or heads and feet that most pages share."""
    pages: dict[int, list[tuple[int, _Row]]] = {}
    for number, row in enumerate(rows, 1):
        pages.setdefault(row.page, []).append((number, row))
    edges = [row for page in pages.values() for row in (page[0], page[-1])]
    seen = Counter(_bare(row.text) for _, row in dict(edges).items())
    often = {text for text, times in seen.items() if times >= max(2, 0.5 * len(pages))}
    found = set()
    for page in pages.values():
        for number, row in (*page[:1], *page[-1:]):
            if _FOLIO.fullmatch(row.text) or (len(pages) > 1 and _bare(row.text) in often):
                found.add(number)
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


def _joined(rows: Sequence[tuple[int, _Row]]) -> Iterator[tuple[int, str]]:
    """Yield (number, text) of the rows, each with what the margin broke off it."""
    ends = sorted(row.x1 for _, row in rows)
    margin = ends[int(0.98 * (len(ends) - 1))] if ends else 0.0
    kept: tuple[int, _Row, str] | None = None
    last: _Row | None = None
    for number, row in rows:
        if kept is not None and last is not None and _runs_on(kept[1], last, row, margin):
            kept = kept[0], kept[1], kept[2] + row.text
        else:
            if kept is not None:
                yield kept[0], kept[2]
            kept = number, row, row.text
        last = row
    if kept is not None:
        yield kept[0], kept[2]


def _runs_on(first: _Row, before: _Row, row: _Row, margin: float) -> bool:
    if before.x1 < margin - 3.2 * before.size or abs(row.size - first.size) > 0.6:
        return False
    if row.x0 > first.x0 + 0.8 * row.size:  # set in under its own first row
        return True
    if signed(row.text) or is_structure(row.text) or is_episode(row.text) is not None:
        return False
    return not CAST_LABEL.match(row.text) and not re.search(r"[。！？”」】）…]$", before.text)
