"""Which pieces of a row a change meets, and whether they can bear it."""

from __future__ import annotations

from typing import Any

from scriptgen.formats.word.pieces import Piece
from scriptgen.formats.word.runs import Scribe


def hit(pieces: list[Piece], start: int, end: int) -> list[Piece]:
    """Return the pieces that a change at a range may touch."""
    found, at = [], 0
    for piece in pieces:
        if at <= end and start <= at + len(piece.text):
            found.append(piece)
        at += len(piece.text)
    return found or pieces


def can_bear(pieces: list[Piece], start: int, end: int) -> bool:
    """Tell whether a range meets no piece that stands in no element."""
    at = 0
    for piece in pieces:
        if piece.node is None and max(start, at) < min(end, at + len(piece.text)):
            return False
        at += len(piece.text)
    return True


def refilled(scribe: Scribe, pieces: list[Piece], text: str) -> bool:
    """Put a whole row into the last cell of a table row and leave the other cells empty."""
    last = max((n for n, piece in enumerate(pieces) if piece.node is None), default=-1)
    at = sum(len(piece.text) for piece in pieces[: last + 1])
    whole = sum(len(piece.text) for piece in pieces)
    done = scribe.change(pieces, at, whole, text)
    for piece in reversed(pieces[: last + 1] if done else []):
        if piece.node is not None:
            scribe.change([piece], 0, len(piece.text), "")
    return done


def is_in(node: Any, block: Any) -> bool:
    """Tell whether an element is another one or stands inside it."""
    return node is block or any(above is block for above in node.iterancestors())


def cannot(row: str, new: str) -> str:
    """Say that a row's element could not take a change."""
    where = f"“{row.strip()[:30]}”这一段" if row.strip() else "这里"
    return f"{where}是自动编号、表格分栏或域，没能写入“{new[:30]}”；请在 Word 里改。"
