"""What paragraph and character styles say that matters to a reader: hidden, numbered, a title."""

from __future__ import annotations

from typing import Any

from scriptgen.formats.word.package import Package
from scriptgen.formats.word.tags import W, child, is_on, val

_DEEPEST = 20  # a style based on a style based on …


class Styles:
    """The styles of one file."""

    def __init__(self, package: Package) -> None:
        self.by_id: dict[str, Any] = {}
        for name in package.related("styles"):
            for style in package.tree(name).iter(f"{W}style"):
                self.by_id.setdefault(style.get(f"{W}styleId") or "", style)
        self.defaults = {
            style.get(f"{W}type"): id
            for id, style in self.by_id.items()
            if is_on_attribute(style.get(f"{W}default"))
        }
        self._hidden: dict[str, bool] = {}

    def chain(self, id: str | None) -> list[Any]:
        """Return a style and those it is based on, nearest first."""
        found: list[Any] = []
        while id in self.by_id and len(found) < _DEEPEST:
            found.append(self.by_id[id])
            id = val(found[-1], "basedOn")
        return found

    def hides(self, id: str | None) -> bool:
        """Tell whether text in a style is hidden."""
        if id is None:
            return False
        if id not in self._hidden:
            marks = (child(style, "rPr/vanish") for style in self.chain(id))
            first = next((mark for mark in marks if mark is not None), None)
            self._hidden[id] = is_on(first)
        return self._hidden[id]

    def is_title(self, paragraph: Any) -> bool:
        """Tell whether a paragraph bears the style Title (标题), which is not a heading level."""
        id = val(paragraph, "pPr/pStyle")
        name = val(self.by_id[id], "name") if id in self.by_id else None
        return (name or "").lower() == "title"


def is_on_attribute(value: str | None) -> bool:
    """Tell whether an attribute such as ``w:default`` is on."""
    return (value or "0").lower() in ("1", "true", "on")
