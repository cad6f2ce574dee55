"""A paragraph as the reader sees it, in pieces that remember the element they stand in.

Tracked insertions are there, deletions are gone, hidden text is set aside, a field shows its
result, ruby its base, a text box is read once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scriptgen.formats.word.styles import Styles
from scriptgen.formats.word.symbols import symbol
from scriptgen.formats.word.tags import MC, M, V, W, child, is_on, val


class Piece(NamedTuple):
    """Some text and the element that shows it; None where no element does (a counted number)."""

    text: str
    node: Any


@dataclass(slots=True)
class Shown:
    """What one paragraph holds.

    ``boxes`` are contents of text boxes; ``marks`` are (kind, id) of comments and notes in their
    order; ``hidden`` is hidden text; ``others`` are sentences on what cannot be shown.
    """

    styles: Styles
    hides: bool = False  # by the paragraph's style
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    fields: list[int] = field(default_factory=list)  # where the instructions of open fields begin


def shown(paragraph: Any, styles: Styles) -> Shown:
    """Return what a ``w:p`` shows, in one walk over it."""
    found = Shown(styles, hides=styles.hides(val(paragraph, "pPr/pStyle")))
    _walk(paragraph, found)
    return found


def runs_on(paragraph: Any) -> bool:
    """Tell whether a paragraph's end mark is deleted or moved away, or only separates styles."""
    mark = child(paragraph, "pPr/rPr")
    if mark is None:
        return False
    return any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom", "specVanish"))


def _walk(node: Any, found: Shown) -> None:
    for element in node:
        handle = _HANDLERS.get(element.tag)
        if handle:
            handle(element, found)
        elif element.tag not in _SKIPPED and isinstance(element.tag, str):
            _walk(element, found)


# ----------------------------------------------------------------------------------- the elements


def _text(node: Any, found: Shown) -> None:
    text = (node.text or "").replace("\r\n", "\n").replace("\n", " ").replace("\r", " ")
    found.pieces.append(Piece(text, node))


def _sign(text: str) -> Callable[[Any, Shown], None]:
    def add(node: Any, found: Shown) -> None:
        found.pieces.append(Piece(text, node))

    return add


def _symbol(node: Any, found: Shown) -> None:
    try:
        character = chr(int(node.get(f"{W}char") or "", 16))
    except (ValueError, OverflowError):
        return
    if 0xD800 <= ord(character) < 0xE000 or ord(character) < 0x20:
        return
    found.pieces.append(Piece(symbol(character, node.get(f"{W}font") or ""), node))


def _run(node: Any, found: Shown) -> None:
    mark = child(node, "rPr/vanish")
    style = val(node, "rPr/rStyle")
    hidden = is_on(mark) if mark is not None else found.hides or found.styles.hides(style)
    if not hidden:
        _walk(node, found)
        return
    start = len(found.pieces)
    _walk(node, found)
    text = "".join(piece.text for piece in found.pieces[start:])
    del found.pieces[start:]
    if text:
        found.hidden.append(text)


def _field(node: Any, found: Shown) -> None:
    """Between a field's begin and its separator stands the instruction; after it the result."""
    kind = node.get(f"{W}fldCharType")
    if kind == "begin":
        found.fields.append(len(found.pieces))
    elif kind == "separate" and found.fields:
        del found.pieces[found.fields.pop() :]
        found.fields.append(-1)
    elif kind == "end" and found.fields:
        start = found.fields.pop()
        if start >= 0:
            del found.pieces[start:]


def _alternatives(node: Any, found: Shown) -> None:
    """The same content said twice: the newer way, else the older."""
    before = _size(found)
    for name in ("Choice", "Fallback"):
        for way in node.iterchildren(f"{MC}{name}"):
            _walk(way, found)
            if _size(found) > before:
                return


def _size(found: Shown) -> int:
    return len(found.pieces) + len(found.boxes) + len(found.marks) + len(found.hidden)


def _box(node: Any, found: Shown) -> None:
    found.boxes.append(node)


def _word_art(node: Any, found: Shown) -> None:
    if node.get("string"):
        found.others.append(f"艺术字：{node.get('string')}")


def _mark(kind: str) -> Callable[[Any, Shown], None]:
    def add(node: Any, found: Shown) -> None:
        found.marks.append((kind, node.get(f"{W}id") or ""))

    return add


_HANDLERS: dict[str, Callable[[Any, Shown], None]] = {
    f"{W}t": _text,
    f"{M}t": _text,
    f"{W}tab": _sign("\t"),
    f"{W}ptab": _sign("\t"),
    f"{W}br": _sign("\n"),
    f"{W}cr": _sign("\n"),
    f"{W}noBreakHyphen": _sign("-"),
    f"{W}sym": _symbol,
    f"{W}r": _run,
    f"{W}fldChar": _field,
    f"{MC}AlternateContent": _alternatives,
    f"{W}txbxContent": _box,
    f"{V}textpath": _word_art,
    f"{W}commentReference": _mark("comment"),
    f"{W}footnoteReference": _mark("footnote"),
    f"{W}endnoteReference": _mark("endnote"),
}
_SKIPPED = {
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "rt", "rubyPr",
        "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData", "ffData", "footnoteRef",
    )
} | {f"{M}oMathParaPr", f"{M}ctrlPr"}  # fmt: skip
