"""Writing a changed body back: only the bytes of changed paragraphs and table rows are replaced.

The tree says what changed, the parser's byte offsets say where it stood; all bytes between stay.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from scriptgen.formats.word.package import Package
from scriptgen.formats.word.tags import STRICT, W_NS, W

_TAG = re.compile(rb"<[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>")
_UNITS = ("p", "tr")
_STRICT_W = next(iter(STRICT)).decode()


class Splice:
    """Collects changes to a body's tree; ``written`` gives the part with them."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.root = package.tree(package.main)
        units = self.root.iter(*(f"{W}{name}" for name in _UNITS))
        self.place = {unit: number for number, unit in enumerate(units)}
        self.scope = {unit: dict(unit.getparent().nsmap) for unit in self.place}
        self.dirty: set[Any] = set()
        self.removed: dict[Any, list[Any]] = {}  # and the marks that stay in its place
        self.after: dict[Any, list[Any]] = {}
        self.before: dict[Any, list[Any]] = {}
        self.kept_last: dict[Any, int] = {}

    def touch(self, node: Any) -> None:
        """Note that something inside a paragraph or table row was changed."""
        while node is not None and node not in self.place:
            node = node.getparent()
        if node is not None:
            self.dirty.add(node)

    def insert_after(self, unit: Any, new: Any, *, last: bool = False) -> None:
        """Put a new paragraph or row after an old one, and after what was put there before.

        What is put ``last`` stays behind all that comes later.
        """
        news = self.after.setdefault(unit, [])
        at = len(news) - (0 if last else self.kept_last.get(unit, 0))
        (news[at - 1] if at else unit).addnext(new)
        news.insert(at, new)
        self.kept_last[unit] = self.kept_last.get(unit, 0) + last

    def insert_before(self, unit: Any, new: Any) -> None:
        """Put a new paragraph or row before an old one."""
        unit.addprevious(new)
        self.before.setdefault(unit, []).append(new)

    def remove(self, unit: Any, marks: list[Any]) -> None:
        """Take an old paragraph or row out; ``marks`` stay where it stood."""
        self.removed[unit] = marks

    @property
    def is_changed(self) -> bool:
        """Tell whether anything was changed."""
        return bool(self.dirty or self.removed or self.after or self.before)

    def written(self) -> bytes:
        """Return the body part with the changes."""
        data = self.package.part(self.package.main)
        spans = _spans(data)
        if len(spans) != len(self.place):
            return self._whole()
        for unit, start, end, new in sorted(
            (
                (unit, *spans[self.place[unit]], self._fragment(unit))
                for unit in {*self.dirty, *self.removed, *self.after, *self.before}
                if not self._inside_changed(unit)
            ),
            key=lambda edit: -edit[1],
        ):
            body = data[start:end] if new is None else new
            data = data[:start] + self._around(unit, body) + data[end:]
        return data

    # -- the parts --------------------------------------------------------------------------

    def _inside_changed(self, unit: Any) -> bool:
        return any(above in self.dirty or above in self.removed for above in unit.iterancestors())

    def _fragment(self, unit: Any) -> bytes | None:
        """Return the new bytes of a unit; None where they are the old ones."""
        if unit in self.removed:
            return b"".join(self._text(mark, unit) for mark in self.removed[unit])
        return self._text(unit, unit) if unit in self.dirty else None

    def _around(self, unit: Any, body: bytes) -> bytes:
        before = [self._text(new, unit) for new in self.before.get(unit, [])]
        after = [self._text(new, unit) for new in self.after.get(unit, [])]
        return b"".join([*before, body, *after])

    def _text(self, node: Any, unit: Any) -> bytes:
        """Return an element without the namespaces that are declared around its place."""
        from lxml import etree

        text: bytes = etree.tostring(node, encoding="utf-8", with_tail=False)
        end = text.index(b">")
        head, rest = text[:end], text[end:]
        for prefix, uri in self.scope[unit].items():
            name = f"xmlns:{prefix}" if prefix else "xmlns"
            head = head.replace(f' {name}="{escape(uri)}"'.encode(), b"")
        return self._spelled(head + rest)

    def _spelled(self, text: bytes) -> bytes:
        if self.package.is_strict:
            for spelling, usual in STRICT.items():
                text = text.replace(b'"' + usual + b'"', b'"' + spelling + b'"')
        return text

    def _whole(self) -> bytes:
        """Return the whole tree: the part is in an encoding that cannot be cut by bytes."""
        from lxml import etree

        for unit in self.removed:
            unit.getparent().remove(unit)
        text: bytes = etree.tostring(
            self.root, encoding="UTF-8", xml_declaration=True, standalone=True
        )
        return self._spelled(text)


def _end(data: bytes, start: int, at: int) -> int:
    """Return where an element ends; the parser stands behind an empty one, before an end tag."""
    opening = _TAG.match(data, start)
    if opening and opening.end() == at and data[at - 2 : at] == b"/>":
        return at
    closing = _TAG.match(data, at)
    return closing.end() if closing else at


def _spans(data: bytes) -> list[tuple[int, int]]:
    """Return the byte ranges of all paragraphs and table rows in order; none where bytes cannot be counted."""
    head = data[:200]
    named = re.search(rb"encoding=[\"']([^\"']+)", head)
    if b"\0" in head or (named and named[1].lower() not in (b"utf-8", b"us-ascii")):
        return []
    parser = expat.ParserCreate(namespace_separator=" ")
    names = {f"{space} {name}" for space in (W_NS, _STRICT_W) for name in _UNITS}
    spans: list[tuple[int, int]] = []
    open_units: list[int] = []

    def opened(name: str, _: object) -> None:
        if name in names:
            open_units.append(len(spans))
            spans.append((parser.CurrentByteIndex, 0))

    def closed(name: str) -> None:
        if name in names:
            number = open_units.pop()
            spans[number] = (
                spans[number][0],
                _end(data, spans[number][0], parser.CurrentByteIndex),
            )

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.Parse(data, True)
    except expat.ExpatError:  # what lxml reads all the same
        return []
    return spans
