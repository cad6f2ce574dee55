"""Changing characters inside runs: each piece of text keeps the run, and so the formatting, it had.

A change is written plainly, or as a tracked deletion and insertion that the other party sees.
"""

from __future__ import annotations

import copy
from typing import Any

from scriptgen.formats.word.pieces import Piece
from scriptgen.formats.word.tags import SPACE, W

_WRAPPERS = (f"{W}ins", f"{W}moveTo")


class Scribe:
    """Writes changes; with an ``author`` they are tracked, ``next_id`` counts their ids."""

    def __init__(self, author: str | None = None, date: str = "", next_id: int = 1) -> None:
        self.author = author
        self.date = date
        self.next_id = next_id
        self.emptied: list[Any] = []

    @property
    def tracks(self) -> bool:
        """Tell whether changes are tracked."""
        return self.author is not None

    def change(self, pieces: list[Piece], start: int, end: int, new: str) -> bool:
        """Replace characters ``start`` to ``end`` of the pieces' text; the last change first.

        False, and nothing done, where no element of the file can bear it: a number that Word
        counts itself, a sign between two cells of a table.
        """
        spans = _spans(pieces, start, end)
        if any(piece.node is None for piece, a, b in spans if a < b):
            return False
        target = next(((p, a, b) for p, a, b in spans if _bears(p) and a < b), None)
        if target is None and new:
            target = _nearest(pieces, start)
            if target is None:
                return False
        for piece, a, b in reversed(spans):
            if target is not None and piece.node is target[0].node:
                continue
            if a < b:
                self._cut(piece, a, b)
        if target is not None:
            self._put(target[0].node, target[1], target[2], new)
        return True

    def tidy(self) -> None:
        """Take out the runs that changes left empty."""
        for node in self.emptied:
            run = node.getparent()
            if run is None or node.text:
                continue
            run.remove(node)
            if run.tag == f"{W}r" and not [c for c in run if c.tag != f"{W}rPr"]:
                around = run.getparent()
                if around is not None and around.tag != f"{W}rubyBase":
                    around.remove(run)
        self.emptied = []

    def mark(self, name: str) -> Any:
        """Return a new ``w:ins`` or ``w:del`` with author, date and an id of its own."""
        from lxml import etree

        made = etree.Element(f"{W}{name}", nsmap={"w": W[1:-1]})
        made.set(f"{W}id", str(self.next_id))
        made.set(f"{W}author", self.author or "")
        if self.date:
            made.set(f"{W}date", self.date)
        self.next_id += 1
        return made

    # -- one piece --------------------------------------------------------------------------

    def _cut(self, piece: Piece, a: int, b: int) -> None:
        if _bears(piece):
            self._put(piece.node, a, b, "")
        elif self.tracks:
            run = piece.node.getparent()
            self._delete(_alone(run, piece.node))
        else:
            piece.node.getparent().remove(piece.node)

    def _put(self, node: Any, a: int, b: int, new: str) -> None:
        text = node.text or ""
        run = node.getparent()
        if not self.tracks or run.tag != f"{W}r":
            (_set_text if "\t" in new else _keep)(node, text[:a] + new + text[b:])
            if not node.text:
                self.emptied.append(node)
            return
        right = split_run(run, node, b) if b < len(text) or node.getnext() is not None else None
        anchor = run
        if a < b:
            gone = split_run(run, node, a)
            anchor = self._delete(gone)
        if new:
            fresh = _like(run)
            _set_text(_text_in(fresh), new)
            self._insert(anchor, fresh)
        if not node.text:
            self.emptied.append(node)
        if right is not None:
            self.emptied += [child for child in right if child.tag == f"{W}t" and not child.text]

    def _delete(self, run: Any) -> Any:
        """Mark a run as deleted."""
        around = run.getparent()
        made = self.mark("del")
        around.replace(run, made)
        made.append(run)
        for node in run.iter(f"{W}t"):
            node.tag = f"{W}delText"
        return made

    def _insert(self, anchor: Any, run: Any) -> None:
        """Put a run after an element as inserted; outside what somebody else inserted."""
        made = self.mark("ins")
        made.append(run)
        around = anchor.getparent()
        if around.tag not in _WRAPPERS:
            anchor.addnext(made)
            return
        rest = copy.copy(around)
        for child in list(rest):
            rest.remove(child)
        for child in list(anchor.itersiblings()):
            rest.append(child)
        around.addnext(made)
        if len(rest):
            made.addnext(rest)


# ----------------------------------------------------------------------------------- runs and text


def split_run(run: Any, node: Any, offset: int) -> Any:
    """Split a run before the character ``offset`` of its child ``node``; return the new run after.

    The left run keeps ``node``, with what stands before the place.
    """
    right = copy.copy(run)
    for child in list(right):
        if child.tag != f"{W}rPr":
            right.remove(child)
    following = list(node.itersiblings())
    text = node.text or ""
    if offset < len(text):
        rest = copy.copy(node)
        rest.tail = None
        _keep(rest, text[offset:])
        right.append(rest)
        _keep(node, text[:offset])
    for child in following:
        right.append(child)
    tail, run.tail = run.tail, None
    run.addnext(right)
    right.tail = tail
    return right


def _alone(run: Any, node: Any) -> Any:
    """Return a run that holds only ``node``; what stands before and after gets runs of its own."""
    before = [child for child in node.itersiblings(preceding=True) if child.tag != f"{W}rPr"]
    after = list(node.itersiblings())
    for children, put in ((before[::-1], run.addprevious), (after, run.addnext)):
        if children:
            other = _like(run)
            other.remove(other[-1])
            other.extend(children)
            put(other)
    return run


def _like(run: Any) -> Any:
    """Return a new run with the same properties and one empty text."""
    made = copy.deepcopy(run)
    for child in list(made):
        if child.tag not in (f"{W}rPr",):
            made.remove(child)
    made.tail = None
    made.append(made.makeelement(f"{W}t", nsmap=made.nsmap))
    return made


def _text_in(run: Any) -> Any:
    return run.find(f"{W}t")


def _keep(node: Any, text: str) -> None:
    """Put text into a ``w:t`` as it is; white space at its ends is to stay."""
    node.text = text
    if text != text.strip() and str(node.tag).startswith(W):
        node.set(SPACE, "preserve")


def _set_text(node: Any, text: str) -> None:
    """Put text into a ``w:t``; tabs become elements after it."""
    first, *rest = text.split("\t")
    _keep(node, first)
    at = node
    for part in rest:
        for name in ("tab", "t"):
            made = node.makeelement(f"{W}{name}")
            at.addnext(made)
            at = made
        at.text = part
        at.set(SPACE, "preserve")


# ------------------------------------------------------------------------------------ which piece


def _bears(piece: Piece) -> bool:
    """Tell whether a piece's element holds text that can be changed."""
    return piece.node is not None and str(piece.node.tag).endswith("}t")


def _spans(pieces: list[Piece], start: int, end: int) -> list[tuple[Piece, int, int]]:
    """Return (piece, from, to) of the pieces that the range meets."""
    found, at = [], 0
    for piece in pieces:
        a, b = max(start - at, 0), min(end - at, len(piece.text))
        if a < b:
            found.append((piece, a, b))
        at += len(piece.text)
    return found


def _nearest(pieces: list[Piece], place: int) -> tuple[Piece, int, int] | None:
    """Return the piece whose formatting text put in at ``place`` should have."""
    ends: list[tuple[int, Piece, int]] = []
    beside: tuple[Piece, Any] | None = None
    at = 0
    for piece in pieces:
        size = len(piece.text)
        if _bears(piece):
            if at < place <= at + size:
                return piece, place - at, place - at
            side = 0 if place <= at else size
            edge = at + side
            if not _blocked(pieces, min(edge, place), max(edge, place)):
                ends.append((abs(edge - place), piece, side))
        elif piece.node is not None and at + size == place and piece.node.tag != f"{W}sym":
            made = piece.node.makeelement(f"{W}t")
            beside = (Piece("", made), piece.node)
        at += size
    if not ends and beside is not None:
        beside[1].addnext(beside[0].node)
        return beside[0], 0, 0
    if not ends:
        return None
    _, piece, side = min(ends, key=lambda end: end[0])
    return piece, side, side


def _blocked(pieces: list[Piece], start: int, end: int) -> bool:
    return any(True for _ in _spans(pieces, start, end))
