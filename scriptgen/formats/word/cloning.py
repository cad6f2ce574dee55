"""A new paragraph or table row in the likeness of an old one: its formatting, nothing else of it."""

from __future__ import annotations

import copy
from typing import Any

from scriptgen.formats.word.blocks import Row
from scriptgen.formats.word.pieces import Piece
from scriptgen.formats.word.tags import MC, W, child

_UNIQUE = (
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
    "footnoteReference", "endnoteReference", "drawing", "pict", "object", "sectPr", "pPrChange",
    "rPrChange", "trPrChange", "tcPrChange", "proofErr", "lastRenderedPageBreak", "permStart",
    "permEnd", "del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
    "moveToRangeEnd", "fldChar", "instrText", "annotationRef",
)  # fmt: skip
_TEXTS = ("t", "tab", "ptab", "br", "cr", "sym", "noBreakHyphen", "softHyphen")
_MARKERS = {
    "bookmarkStart": "bookmarkEnd",
    "commentRangeStart": "commentRangeEnd",
    "permStart": "permEnd",
}


def like(row: Row) -> tuple[Any, list[Piece]] | None:
    """Return a copy of a row's block that shows only that row, and the row's pieces in the copy.

    None where the row is not held by one block.
    """
    made = copy.deepcopy(row.block)
    made.tail = None
    twin = dict(zip(row.block.iter(), made.iter(), strict=True))
    pieces = [
        Piece(piece.text, twin.get(piece.node) if piece.node is not None else None)
        for piece in row.pieces
    ]
    if any(
        old.node is not None and new.node is None
        for old, new in zip(row.pieces, pieces, strict=True)
    ):
        return None
    shown = {id(piece.node) for piece in pieces}
    for node in list(made.iter(*(f"{W}{name}" for name in _TEXTS))):
        if id(node) not in shown and node.getparent().tag != f"{W}tabs":
            node.getparent().remove(node)
    _unwrap(made)
    for node in list(made.iter(f"{MC}AlternateContent", *(f"{W}{name}" for name in _UNIQUE))):
        if node is not made and node.getparent() is not None:
            node.getparent().remove(node)
    _forget(made)
    if pieces and pieces[0].node is None and made.tag == f"{W}p" and _counts(made, pieces[0]):
        pieces = pieces[1:]
    return made, [piece for piece in pieces if piece.node is None or _is_in(piece.node, made)]


def keeps(block: Any) -> bool:
    """Tell whether a block must stay although its text goes: a picture, a section, a cell's last."""
    around = block.getparent()
    if (
        around is None
        or next(block.iter(*(f"{W}{n}" for n in ("drawing", "pict", "object", "sectPr"))), None)
        is not None
    ):
        return True
    kinds = [node.get(f"{W}fldCharType") for node in block.iter(f"{W}fldChar")]
    if kinds.count("begin") != kinds.count("end"):
        return True
    if block.tag == f"{W}tr":
        merged = any(node.get(f"{W}val") == "restart" for node in block.iter(f"{W}vMerge"))
        return merged or len(around.findall(f"{W}tr")) < 2
    inside = around.tag in (f"{W}tc", f"{W}txbxContent", f"{W}body", f"{W}sdtContent")
    return inside and len(around.findall(f"{W}p")) < 2


def open_marks(block: Any) -> list[Any]:
    """Return the range marks of a block whose other end stands outside it."""
    kept = []
    for start, end in _MARKERS.items():
        starts = {node.get(f"{W}id"): node for node in block.iter(f"{W}{start}")}
        ends = {node.get(f"{W}id"): node for node in block.iter(f"{W}{end}")}
        kept += [node for id, node in starts.items() if id not in ends]
        kept += [node for id, node in ends.items() if id not in starts]
    return kept


def _unwrap(made: Any) -> None:
    """What was inserted and tracked is plain in the copy."""
    for wrapper in list(made.iter(f"{W}ins", f"{W}moveTo")):
        around = wrapper.getparent()
        if around is None:
            continue
        for node in list(wrapper):
            wrapper.addprevious(node)
        around.remove(wrapper)


def _forget(made: Any) -> None:
    """Take ids that must be unique, and empty runs, out of the copy."""
    for node in made.iter():
        for name in list(node.attrib):
            if name.endswith(("}paraId", "}textId")) or "}rsid" in name:
                del node.attrib[name]
    for run in list(made.iter(f"{W}r")):
        if not [node for node in run if node.tag != f"{W}rPr"] and run.getparent() is not None:
            run.getparent().remove(run)


def _counts(made: Any, label: Piece) -> bool:
    """Turn the list of a copy off where it prints a number; a bullet's triangle stays."""
    if not any(sign.isalnum() for sign in label.text):
        return False
    shape = child(made, "pPr")
    if shape is None:
        return True
    for old in shape.findall(f"{W}numPr"):
        shape.remove(old)
    numbers = made.makeelement(f"{W}numPr")
    for name in ("ilvl", "numId"):
        mark = made.makeelement(f"{W}{name}")
        mark.set(f"{W}val", "0")
        numbers.append(mark)
    before = [
        f"{W}{n}"
        for n in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
    ]
    at = sum(node.tag in before for node in shape)
    shape.insert(at, numbers)
    return True


def _is_in(node: Any, made: Any) -> bool:
    return node is made or any(above is made for above in node.iterancestors())
