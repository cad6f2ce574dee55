"""The body of a Word file as rows of text: a paragraph or a table row is a block and has a number.

Rows of one block share its number: soft breaks part them, text boxes follow the paragraph that
they hang on, and so do rows of a table inside a cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scriptgen.formats.heading import candidate
from scriptgen.formats.word.notes import Notes
from scriptgen.formats.word.numbering import Numbering
from scriptgen.formats.word.package import Package
from scriptgen.formats.word.pieces import Piece, runs_on, shown
from scriptgen.formats.word.styles import Styles
from scriptgen.formats.word.tables import Cell, TableRow, rows_of_table
from scriptgen.formats.word.tags import MC, W, child, val
from scriptgen.reading import Loose

_APART = {
    f"{W}{name}" for name in ("del", "moveFrom", "sdtPr", "sdtEndPr", "sectPr", "customXmlPr")
}


@dataclass(slots=True)
class Row:
    """One row as read; the texts of its pieces make up its text.

    ``block`` is the ``w:p`` or ``w:tr`` that would go if the row were all it holds; ``number`` is
    its number in the body, from 1.
    """

    number: int
    pieces: list[Piece]
    block: Any
    titled: bool = False

    @property
    def text(self) -> str:
        """Return the row as the reader sees it."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class Body:
    """All rows, and the notes that are no rows."""

    rows: list[Row] = field(default_factory=list)
    notes: list[Loose] = field(default_factory=list)


def body_of(package: Package) -> Body:
    """Return the rows and notes of a file.

    Raises:
        RefusedInput: a part that the text needs is damaged.
    """
    reader = _Reader(package)
    reader.read(package.body)
    reader.flush()
    reader.body.notes = [*reader.notes.outside(), *reader.body.notes]
    return reader.body


class _Reader:
    """Walks the body once; ``carried`` is what a deleted paragraph end ran on with."""

    def __init__(self, package: Package) -> None:
        self.styles = Styles(package)
        self.numbering = Numbering(package, self.styles)
        self.notes = Notes(package, self.styles)
        self.body = Body()
        self.number = 0
        self.carried: list[Piece] = []
        self.carrier: Any = None

    def read(self, node: Any) -> None:
        """Read the blocks inside a body or a wrapper in it."""
        for block in blocks_in(node):
            if block.tag == f"{W}tbl":
                self.flush()
                self._table(block)
            elif block.tag == f"{W}p":
                self.number += 1
                self._paragraph(block)
            else:
                self._note("文件里嵌入了另一份文档，其中的文字没有读入")

    def flush(self) -> None:
        """End what a deleted paragraph end left open."""
        if self.carried:
            self.body.rows += split(self.number, self.carried, self.carrier)
        self.carried, self.carrier = [], None

    # -- paragraphs -------------------------------------------------------------------------

    def _paragraph(self, node: Any) -> None:
        pieces, boxes = self.pieces(node)
        if runs_on(node):
            self.carried += pieces
            self.carrier = node if self.carrier is None else self.carrier
            self._boxes(boxes)
            return
        rows = split(self.number, self._numbered(node, [*self.carried, *pieces]), node)
        self.carried, self.carrier = [], None
        for row in rows:
            row.titled = self.styles.is_title(node)
        self.body.rows += rows
        self._boxes(boxes)

    def pieces(self, node: Any) -> tuple[list[Piece], list[Any]]:
        """Return a paragraph's pieces and its text boxes; what is beside the text is noted."""
        found = shown(node, self.styles)
        for kind, id in found.marks:
            for text in self.notes.of(kind, id):
                self._note(text)
        for text in found.hidden:
            self._note(f"隐藏文字：{text}")
        for text in found.others:
            self._note(text)
        return found.pieces, found.boxes

    def _numbered(self, node: Any, pieces: list[Piece]) -> list[Piece]:
        """Put the number that Word counts before a paragraph; an empty one keeps only a scene's."""
        label = self.numbering.label(node)
        blank = not any(piece.text.strip() for piece in pieces)
        if not label or (blank and candidate(label) is None):
            return pieces
        return [Piece(label, None), *pieces]

    def _boxes(self, boxes: list[Any]) -> None:
        for box in boxes:
            self.body.rows += self.rows_inside(box)

    def rows_inside(self, node: Any) -> list[Row]:
        """Return the rows of a text box or a cell; they bear the number of the block around."""
        rows: list[Row] = []
        carried: list[Piece] = []
        for block in blocks_in(node):
            if block.tag == f"{W}tbl":
                rows += self._nested(block)
            elif block.tag == f"{W}p":
                pieces, boxes = self.pieces(block)
                if runs_on(block):
                    carried += pieces
                else:
                    rows += split(self.number, self._numbered(block, [*carried, *pieces]), block)
                    carried = []
                for box in boxes:
                    rows += self.rows_inside(box)
        return rows + (split(self.number, carried, node[-1]) if carried else [])

    def _note(self, text: str) -> None:
        self.body.notes.append(Loose(source_line=self.number, text=text))

    # -- tables -----------------------------------------------------------------------------

    def _table(self, table: Any) -> None:
        rows = list(self._table_rows(table, counted=True))
        kept, heads = rows_of_table(rows, [row.text for row in self.body.rows])
        for head in heads:
            self.body.notes.append(Loose(source_line=head.number, text=f"表头：{head.label()}"))
        self.body.rows += [Row(*made) for made in kept]

    def _nested(self, table: Any) -> list[Row]:
        rows = list(self._table_rows(table, counted=False))
        kept, heads = rows_of_table(rows, [row.text for row in self.body.rows])
        for head in heads:
            self._note(f"表头：{head.label()}")
        return [Row(*made) for made in kept]

    def _table_rows(self, table: Any, *, counted: bool) -> Iterator[TableRow]:
        for row in _inside(table, f"{W}tr"):
            if counted:
                self.number += 1
            if child(row, "trPr/del") is None:
                yield TableRow(self.number, row, [self._cell(c) for c in _inside(row, f"{W}tc")])

    def _cell(self, cell: Any) -> Cell:
        merge = child(cell, "tcPr/vMerge")
        goes_on = merge is not None and (val(cell, "tcPr/vMerge") or "continue") == "continue"
        if child(cell, "tcPr/cellDel") is not None:
            return Cell([], goes_on=False)
        rows = [(row.pieces, row.block) for row in self.rows_inside(cell)]
        if goes_on:
            for pieces, _ in rows:
                if text := "".join(piece.text for piece in pieces).strip():
                    self._note(f"合并单元格里看不见的文字：{text}")
            rows = []
        return Cell(rows, goes_on=goes_on)


def blocks_in(node: Any) -> Iterator[Any]:
    """Yield the paragraphs, tables and embedded documents in a body, cell or wrapper, in order."""
    for element in node:
        if element.tag in (f"{W}p", f"{W}tbl", f"{W}altChunk", f"{W}subDoc"):
            yield element
        elif element.tag == f"{MC}AlternateContent":
            ways = (list(blocks_in(way)) for way in element)
            yield from next((way for way in ways if way), [])
        elif element.tag not in _APART and isinstance(element.tag, str) and len(element):
            yield from blocks_in(element)


def _inside(node: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, through content controls and the like."""
    for element in node:
        if element.tag == tag:
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _inside(element, tag)


def split(number: int, pieces: list[Piece], block: Any) -> list[Row]:
    """Return the rows of a block: soft and page breaks part them."""
    rows: list[Row] = []
    row: list[Piece] = []
    for piece in pieces:
        if piece.text == "\n":
            rows.append(Row(number, row, block))
            row = []
        else:
            row.append(piece)
    return [*rows, Row(number, row, block)]
