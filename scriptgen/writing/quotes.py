"""Quotations: what a line gives as the words of a source must be its words, to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from heritage_kb.normal import normal
from heritage_kb.records import Passage

_QUOTED = re.compile(r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"")
_MARKS = re.compile(r"[\s，。！？、；：·…—“”「」『』《》（）()\"',.!?;:]")
_SHORTEST = 4  # characters of a quotation; fewer are a word in quotation marks
_RECORDED = 6  # characters from which a source's own quotation is known without marks
_ALIKE = 0.6  # share of a quotation that is still there in an edited one
_RUN = 2  # characters in a row that count as kept


@dataclass(frozen=True, kw_only=True, slots=True)
class Misquote:
    """A quotation that is not what the source says.

    ``edited``: nearly the words of ``true``, of passage ``id``. ``elsewhere``: the words of a
    passage other than those cited. ``nowhere``: of none that was given.
    """

    how: Literal["edited", "elsewhere", "nowhere"]
    said: str
    true: str = ""
    id: str = ""


def misquotes(
    text: str, cited: list[Passage], given: list[Passage], *, factual: bool
) -> Iterator[Misquote]:
    """Yield every false quotation of a line.

    Args:
        text: the line.
        cited: the passages that it cites.
        given: all that it could cite.
        factual: the line is given as fact; what it quotes must stand somewhere.
    """
    seen: set[str] = set()
    for said in quoted(text):
        bare = _bare(said)
        if len(bare) < _SHORTEST or any(bare in _bare(p.text) for p in cited):
            continue
        seen.add(bare)
        home = next((p for p in given if bare in _bare(p.text)), None)
        near = _nearest(said, given)
        if home is not None:
            if cited or factual:
                yield Misquote(how="elsewhere", said=said, true=said, id=home.id)
        elif near is not None:
            yield Misquote(how="edited", said=said, true=near[0], id=near[1].id)
        elif factual:
            yield Misquote(how="nowhere", said=said)
    if not seen:
        yield from _unmarked(text, given)


def quoted(text: str) -> list[str]:
    """Return what stands between quotation marks, innermost first where they nest."""
    return [next(filter(None, found)) for found in _QUOTED.findall(text)]


def _unmarked(text: str, given: list[Passage]) -> Iterator[Misquote]:
    """Yield a source's own quotation that a line gives without marks, and not to the letter."""
    bare = _bare(text)
    for passage in given:
        for true in quoted(passage.text):
            words = _bare(true)
            if len(words) >= _RECORDED and words not in bare and _kept(words, bare) >= _ALIKE:
                yield Misquote(how="edited", said=_window(words, text), true=true, id=passage.id)
                return


def _nearest(said: str, given: list[Passage]) -> tuple[str, Passage] | None:
    """Return the quotation in a passage that a false one was made from."""
    bare = _bare(said)
    rows = [
        (min(_kept(_bare(true), bare), _kept(bare, _bare(true))), true, passage)
        for passage in given
        for true in quoted(passage.text)
        if len(_bare(true)) >= _SHORTEST
    ]
    best = max(rows, key=lambda row: row[0], default=None)
    return (best[1], best[2]) if best and best[0] >= _ALIKE else None


def _kept(words: str, text: str) -> float:
    """Return the share of some words that stands in a text, in order and in one place."""
    blocks = [
        b
        for b in SequenceMatcher(None, words, text, autojunk=False).get_matching_blocks()
        if b.size >= _RUN
    ]
    if not blocks or blocks[-1].b + blocks[-1].size - blocks[0].b > 2 * len(words):
        return 0.0
    return sum(b.size for b in blocks) / len(words)


def _window(words: str, text: str) -> str:
    """Return the part of a text that stands for some words."""
    blocks = [
        b
        for b in SequenceMatcher(None, words, text, autojunk=False).get_matching_blocks()
        if b.size >= _RUN
    ]
    return text[blocks[0].b : blocks[-1].b + blocks[-1].size] if blocks else text


def _bare(text: str) -> str:
    return _MARKS.sub("", normal(text))
