"""Whole paragraphs and table rows put in or taken out as tracked changes."""

from __future__ import annotations

from typing import Any

from scriptgen.formats.word.runs import Scribe
from scriptgen.formats.word.tags import W

_HOLDERS = ("p", "hyperlink", "smartTag", "sdtContent", "fldSimple", "customXml")
_BEFORE_MARK = ("rPr", "sectPr", "pPrChange")


def mark_inserted(block: Any, scribe: Scribe) -> None:
    """Mark a new paragraph or table row, and all its runs, as inserted."""
    _mark(block, scribe, "ins")


def mark_deleted(block: Any, scribe: Scribe) -> None:
    """Mark a paragraph or table row, and all its runs, as deleted."""
    _mark(block, scribe, "del")
    for node in block.iter(f"{W}del"):
        for text in node.iter(f"{W}t"):
            text.tag = f"{W}delText"
        for code in node.iter(f"{W}instrText"):
            code.tag = f"{W}delInstrText"


def _mark(block: Any, scribe: Scribe, name: str) -> None:
    if block.tag == f"{W}tr":
        _properties(block, "trPr", ("tblPrEx",)).append(scribe.mark(name))
    for paragraph in list(block.iter(f"{W}p")):
        letters = _last_property(_properties(paragraph, "pPr", ()))
        letters.insert(0, scribe.mark(name))
        for run in list(paragraph.iter(f"{W}r")):
            around = run.getparent()
            if around.tag in {f"{W}{holder}" for holder in (*_HOLDERS, "ins", "moveTo")}:
                made = scribe.mark(name)
                around.replace(run, made)
                made.append(run)


def _properties(node: Any, name: str, after: tuple[str, ...]) -> Any:
    """Return the properties of an element, made where it has none, before all content."""
    found = node.find(f"{W}{name}")
    if found is None:
        found = node.makeelement(f"{W}{name}")
        at = sum(child.tag in {f"{W}{other}" for other in after} for child in node)
        node.insert(at, found)
    return found


def _last_property(shape: Any) -> Any:
    """Return the letter properties of a paragraph's end mark; they stand before the section."""
    letters = shape.find(f"{W}rPr")
    if letters is None:
        letters = shape.makeelement(f"{W}rPr")
        at = sum(child.tag not in {f"{W}{name}" for name in _BEFORE_MARK} for child in shape)
        shape.insert(at, letters)
    return letters
