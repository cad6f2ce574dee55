"""The numbers that Word counts by itself and prints before a paragraph (numbering.xml).

A scene number of an automatic list stands in no paragraph's text; the reader of the page sees it,
so the reading must have it. Ornaments of bullet lists are no text, save for the triangles of action.
"""

from __future__ import annotations

import re
from typing import Any

from scriptgen.formats.grammar import TRIANGLES
from scriptgen.formats.word.numerals import numbered
from scriptgen.formats.word.package import Package
from scriptgen.formats.word.styles import Styles
from scriptgen.formats.word.symbols import symbol
from scriptgen.formats.word.tags import MC, W, child, is_on, val, whole_number

_LEVELS = 9
_GAPS = {"space": " ", "nothing": ""}


class Numbering:
    """Counts the numbered paragraphs of one file in their order."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self.styles = styles
        self.nums: dict[str, Any] = {}
        self.lists: dict[str, Any] = {}
        for name in package.related("numbering"):
            root = package.tree(name)
            for num in root.iter(f"{W}num"):
                self.nums[num.get(f"{W}numId") or ""] = num
            for form in root.iter(f"{W}abstractNum"):
                self.lists[form.get(f"{W}abstractNumId") or ""] = form
        self.counts: dict[str, list[int | None]] = {}
        self.started: set[str] = set()

    def label(self, paragraph: Any) -> str:
        """Return the number and the gap after it; empty for a paragraph without. Counts it."""
        if not self.nums:
            return ""
        num_id, level = self._of(paragraph)
        if num_id is None or num_id == "0" or num_id not in self.nums:
            return ""
        form_id = self._list_of(num_id)
        if form_id is None:
            return ""
        level = min(max(level, 0), _LEVELS - 1)
        forms = [self._level(num_id, form_id, n) for n in range(_LEVELS)]
        if forms[level] is None:
            return ""
        counts = self._count(num_id, form_id, level, forms)
        text = _text(forms, level, counts)
        return text + _GAPS.get(val(forms[level], "suff") or "", "\t") if text else ""

    # -- which list -------------------------------------------------------------------------

    def _of(self, paragraph: Any) -> tuple[str | None, int]:
        direct = child(paragraph, "pPr/numPr")
        styles = self.styles.chain(
            val(paragraph, "pPr/pStyle") or self.styles.defaults.get("paragraph")
        )
        num_id = val(direct, "numId") if direct is not None else None
        if num_id is not None:
            return num_id, whole_number(val(direct, "ilvl"), 0)
        for style in styles:
            mark = child(style, "pPr/numPr")
            found = val(mark, "numId") if mark is not None else None
            if found is not None:
                named = style.get(f"{W}styleId") or ""
                level = self._level_of_style(found, named, whole_number(val(mark, "ilvl"), 0))
                own = val(direct, "ilvl") if direct is not None else None
                return found, whole_number(own, level)
        return None, 0

    def _level_of_style(self, num_id: str, style: str, default: int) -> int:
        form = self.lists.get(self._list_of(num_id) or "")
        for level in form.iterchildren(f"{W}lvl") if form is not None else ():
            if val(level, "pStyle") == style:
                return whole_number(level.get(f"{W}ilvl"), default)
        return default

    def _list_of(self, num_id: str, depth: int = 0) -> str | None:
        num = self.nums.get(num_id)
        form_id = val(num, "abstractNumId") if num is not None else None
        form = self.lists.get(form_id or "")
        link = val(form, "numStyleLink") if form is not None else None
        if link and depth < 4:
            style = self.styles.by_id.get(link)
            other = val(style, "pPr/numPr/numId") if style is not None else None
            return self._list_of(other, depth + 1) if other else form_id
        return form_id if form is not None else None

    def _level(self, num_id: str, form_id: str, level: int) -> Any:
        override = self._override(num_id, level)
        own = child(override, "lvl") if override is not None else None
        if own is not None:
            return own
        for found in self.lists[form_id].iterchildren(f"{W}lvl"):
            if whole_number(found.get(f"{W}ilvl"), -1) == level:
                return found
        return None

    def _override(self, num_id: str, level: int) -> Any:
        for override in self.nums[num_id].iterchildren(f"{W}lvlOverride"):
            if whole_number(override.get(f"{W}ilvl"), -1) == level:
                return override
        return None

    # -- counting ---------------------------------------------------------------------------

    def _count(self, num_id: str, form_id: str, level: int, forms: list[Any]) -> list[int]:
        counts = self.counts.setdefault(form_id, [None] * _LEVELS)
        self._restart(num_id, counts)
        for above in range(level):
            if counts[above] is None:
                counts[above] = self._start(num_id, above, forms)
        before = counts[level]
        counts[level] = self._start(num_id, level, forms) if before is None else before + 1
        for below in range(level + 1, _LEVELS):
            if forms[below] is not None and level < whole_number(
                val(forms[below], "lvlRestart"), below
            ):
                counts[below] = None
        return [count if count is not None else 0 for count in counts]

    def _restart(self, num_id: str, counts: list[int | None]) -> None:
        """A list instance that says where it starts does so the first time it is used."""
        if num_id in self.started:
            return
        self.started.add(num_id)
        for level in range(_LEVELS):
            if self._start_override(num_id, level) is not None:
                counts[level] = None

    def _start(self, num_id: str, level: int, forms: list[Any]) -> int:
        own = self._start_override(num_id, level)
        form = forms[level]
        return whole_number(own, whole_number(val(form, "start"), 1) if form is not None else 1)

    def _start_override(self, num_id: str, level: int) -> str | None:
        override = self._override(num_id, level)
        return val(override, "startOverride") if override is not None else None


def _text(forms: list[Any], level: int, counts: list[int]) -> str:
    form = forms[level]
    pattern = val(form, "lvlText") or ""
    kind, _ = _format(form)
    if kind == "bullet":
        font = child(form, "rPr/rFonts")
        name = font.get(f"{W}ascii") or "" if font is not None else ""
        sign = symbol(pattern[:1], name)
        return sign if sign and sign in TRIANGLES else ""
    legal = is_on(child(form, "isLgl"))

    def put(mark: re.Match[str]) -> str:
        at = int(mark[1]) - 1
        if forms[at] is None or at > level:
            return ""
        kind, custom = _format(forms[at])
        return numbered(counts[at], "decimal" if legal and kind != "none" else kind, custom)

    return re.sub(r"%([1-9])", put, pattern)


def _format(form: Any) -> tuple[str, str]:
    """Return the number format of a level, and its pattern where Word 2010 wrote one of its own."""
    mark = child(form, "numFmt")
    if mark is None:
        mark = next(form.iterfind(f"{MC}AlternateContent/{MC}Choice/{W}numFmt"), None)
    if mark is None:
        return "decimal", ""
    return mark.get(f"{W}val") or "decimal", mark.get(f"{W}format") or ""
