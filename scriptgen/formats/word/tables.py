"""Tables in a script: frames, two columns of speaker and speech, and all others.

A row of speaker and speech is one dialogue row; its head row is no line and is noted. In a frame
(one cell that holds anything), and where every paragraph of every cell bears a sign of its own,
each paragraph is a row. Any other row is its cells with tabs between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from scriptgen.formats.grammar import LONGEST_NAME, TRIANGLES, lines_of, read_line, signed
from scriptgen.formats.heading import read_heading
from scriptgen.formats.word.pieces import Piece

Pieces = list[Piece]
Made = tuple[int, Pieces, Any]  # number, pieces, block

_HEADS = {
    **dict.fromkeys(("角色", "人物", "说话人", "角色名", "人物名", "说话者", "姓名"), "speaker"),
    **dict.fromkeys(("台词", "对白", "对话", "台词内容", "对白内容", "内容"), "speech"),
    **dict.fromkeys(("情绪", "语气", "表情", "状态", "情绪提示"), "mood"),
}
_PARTS = frozenset(
    [
        "场次",
        "场号",
        "场",
        "时间",
        "日夜",
        "内外",
        "内/外",
        "内外景",
        "地点",
        "场景",
        "人物",
        "出场人物",
        "角色",
        "景别",
    ]
)
_BODY = frozenset(["内容", "正文", "剧情", "剧本", "剧本内容", "场景内容"])
_ACTING = ("动作", "画面", "动作描写", "△", "▲")


@dataclass(slots=True)
class Cell:
    """The rows of a cell as (pieces, block); ``goes_on`` where it belongs to the one above."""

    rows: list[tuple[Pieces, Any]]
    goes_on: bool

    def filled(self) -> list[Pieces]:
        """Return the rows that show anything."""
        return [pieces for pieces, _ in self.rows if _text(pieces).strip()]

    def flat(self) -> Pieces:
        """Return all rows as one, spaces between."""
        flat: Pieces = []
        for pieces in self.filled():
            flat += [Piece(" ", None)] if flat else []
            flat += pieces
        return flat

    def text(self) -> str:
        """Return the flat text."""
        return _text(self.flat()).strip()

    def name(self) -> str:
        """Return the text without white space, as a head or a label has it (人　物)."""
        return re.sub(r"\s", "", self.text())


@dataclass(slots=True)
class TableRow:
    """A row of a table with its number in the body."""

    number: int
    element: Any
    cells: list[Cell]

    def label(self) -> str:
        """Return the cells with bars between."""
        return " | ".join(cell.text() for cell in self.cells)


def rows_of_table(rows: list[TableRow], before: list[str]) -> tuple[list[Made], list[TableRow]]:
    """Return the rows of a table as they are read, and its head rows where they are no lines.

    Args:
        rows: the table.
        before: the texts of the file up to here; without a scene among them, a table of two
            columns that names none is a table of people.
    """
    if _is_sheet(rows):
        return [made for row in rows for made in _labelled(row)], []
    columns = _columns(rows, before)
    if columns is None:
        return [made for row in rows for made in _plain(row)], []
    kept: list[Made] = []
    heads = []
    speaker: Pieces = []
    for row in rows:
        if _named(row) is not None:
            heads.append(row)
            continue
        cell = row.cells[columns["speaker"]] if columns["speaker"] < len(row.cells) else None
        if cell is not None and not cell.goes_on:
            speaker = cell.flat()
        kept += _spoken(row, columns, speaker)
    return kept, heads


def _is_sheet(rows: list[TableRow]) -> bool:
    """Tell whether a table is one scene: 场次, 时间, 地点 … in one column, what they are beside."""
    names = [row.cells[0].name() for row in rows if len(row.cells) == 2]
    known = [name for name in names if name in _PARTS or name in _BODY]
    return len(names) == len(rows) and len(known) >= 3 and len(known) >= len(rows) - 1


def _labelled(row: TableRow) -> list[Made]:
    """Return 地点：… of a row, or the rows of the cell that holds the scene itself."""
    name, said = row.cells
    if name.name() in _BODY or not name.filled():
        return [(row.number, pieces, block) for pieces, block in said.rows]
    return [(row.number, [*_trimmed(name.flat()), Piece("：", None), *said.flat()], row.element)]


def _columns(rows: list[TableRow], before: list[str]) -> dict[str, int] | None:
    """Return where speaker, speech and mood stand; None for any other table."""
    for row in rows[:2]:
        named = _named(row)
        if named is not None:
            return named
    pairs = [row for row in rows if len(row.cells) == 2]
    if len(pairs) < len(rows) or not any(read_heading(text) for text in before):
        return None
    cues = [row for row in rows if _is_cue(row.cells[0].text())]
    rest = [row for row in rows if not row.cells[0].text() or row.cells[0].text() in _ACTING]
    spoken = all(row.cells[1].text() for row in cues)
    enough = len(cues) >= 1 and len(cues) + len(rest) == len(rows) and spoken
    return {"speaker": 0, "speech": 1} if enough else None


def _named(row: TableRow) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        name = _HEADS.get(cell.name())
        if name is None or name in found:
            return None
        found[name] = at
    return found if "speaker" in found and "speech" in found else None


def _is_cue(text: str) -> bool:
    text = text.rstrip("：: ")
    if not text or len(text) > LONGEST_NAME + 10 or read_heading(text):
        return False
    line = read_line(f"{text}：话")
    return line.type in ("dialogue", "os", "vo") and line.text == "话"


def _spoken(row: TableRow, columns: dict[str, int], speaker: Pieces) -> list[Made]:
    """Return the rows of a row of speaker and speech."""
    said = row.cells[columns["speech"]] if columns["speech"] < len(row.cells) else Cell([], False)
    parts = said.filled()
    name = _text(speaker).strip()
    if not parts or not name:
        return _plain(row)
    if name in _ACTING:
        return [(row.number, _acting(part), row.element) for part in parts]
    if signed(_text(parts[0])):
        return _plain(row)
    mood = row.cells[columns["mood"]] if "mood" in columns else Cell([], False)
    cue = _trimmed(speaker)
    if mood.text():
        inner = mood.flat()
        bracketed = re.fullmatch(r"[（(].*[）)]", mood.text())
        cue += inner if bracketed else [Piece("（", None), *inner, Piece("）", None)]
    if not name.endswith(("：", ":")) or mood.text():
        cue = [*cue, Piece("：", None)]
    return [(row.number, cue + _with_spaces(parts), row.element)]


def _trimmed(pieces: Pieces) -> Pieces:
    """Return a name without the white space around it."""
    kept = [piece for piece in pieces if piece.text.strip()]
    return kept if len(kept) != len(pieces) else list(pieces)


def _acting(part: Pieces) -> Pieces:
    bare = _text(part).lstrip()[:1]
    return part if bare and bare in TRIANGLES else [Piece("△", None), *part]


def _with_spaces(parts: list[Pieces]) -> Pieces:
    joined: Pieces = []
    for part in parts:
        joined += ([Piece(" ", None)] if joined else []) + part
    return joined


def _plain(row: TableRow) -> list[Made]:
    filled = [cell for cell in row.cells if cell.filled()]
    if len(filled) <= 1:
        return [(row.number, pieces, block) for cell in filled for pieces, block in cell.rows] or [
            (row.number, [], row.element)
        ]
    if all(_is_line(_text(pieces)) for cell in filled for pieces in cell.filled()):
        return [(row.number, pieces, block) for cell in filled for pieces, block in cell.rows]
    joined: Pieces = []
    for at, cell in enumerate(row.cells):
        joined += ([Piece("\t", None)] if at else []) + cell.flat()
    return [(row.number, joined, row.element)]


def _is_line(text: str) -> bool:
    """Tell whether a cell's row is a line by its own sign, not a heading or a bare cue."""
    line = signed(text)
    return line is not None and bool(line.text) and len(lines_of(text)) == 1


def _text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)
