"""Rows of words read from the data: those that say the same, and those that shut one another out.

``data/alike.txt`` has the ways to say one thing, ``data/rivals.tsv`` the things of one sort of
which only one is meant where the same is spoken of (朝东 and 朝南, 失火 and 地震), ``data/instead.tsv``
single characters of one sort, which mean something only between the same words (铁殿 and 铜殿).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import product

_CLASS = re.compile(r"\[([^\]]+)\]")
_BACK = ("又", "重新")
_Rows = dict[str, list[tuple[str, str, str]]]  # first character -> (word, row, member)


def level_words(text: str) -> str:
    """Return a text with words of one meaning written as the first of their row.

    >>> level_words("看客")
    '观众'
    """
    table = _alike()
    found, at, size = [], 0, len(text)
    while at < size:
        for word, first in table.get(text[at], ()):
            if text.startswith(word, at):
                found.append(first)
                at += len(word)
                break
        else:
            found.append(text[at])
            at += 1
    return "".join(found)


def rivals_in(text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield (row, member, characters) of each word of a row; of one row the longest word counts.

    What has come back to be so (又朝外) says nothing against what it was in between.
    """
    table = _rivals()
    done: dict[str, int] = {}
    for at, mark in enumerate(text):
        for word, row, member in table.get(mark, ()):
            if (
                done.get(row, 0) <= at
                and text.startswith(word, at)
                and not text.endswith(_BACK, 0, at)
            ):
                done[row] = at + len(word)
                yield row, member, (at, at + len(word))


def sorts_of(mark: str) -> dict[str, int]:
    """Return the rows of ``data/instead.tsv`` that a character stands in, with its place there."""
    return _instead().get(mark, {})


@lru_cache(maxsize=1)
def _instead() -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for line in _lines("instead.tsv"):
        row, *members = line.split("\t")
        for place, member in enumerate(members):
            for mark in member:
                table.setdefault(mark, {})[row] = place
    return table


@lru_cache(maxsize=1)
def _alike() -> dict[str, list[tuple[str, str]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for line in _lines("alike.txt"):
        first, *others = line.split()
        for word in (first, *others):
            table.setdefault(word[0], []).append((word, first))
    return {mark: sorted(rows, key=lambda row: -len(row[0])) for mark, rows in table.items()}


@lru_cache(maxsize=1)
def _rivals() -> _Rows:
    table: _Rows = {}
    for line in _lines("rivals.tsv"):
        row, *members = line.removeprefix("*").split("\t")
        for member in members:
            for word in (w for one in member.split("|") for w in _spelt(one)):
                table.setdefault(word[0], []).append((word, row, member))
    return {mark: sorted(rows, key=lambda row: -len(row[0])) for mark, rows in table.items()}


@lru_cache(maxsize=1)
def sole_rows() -> frozenset[str]:
    """Return the rows of rivals of which a thing has one alone: 须生 and 青衣, 吏部 and 礼部."""
    return frozenset(
        line.split("\t")[0][1:] for line in _lines("rivals.tsv") if line.startswith("*")
    )


def _spelt(word: str) -> Iterator[str]:
    """Yield the words that one with choices in brackets stands for ([朝向]东)."""
    parts = _CLASS.split(word)
    choices = [part if n % 2 else (part,) for n, part in enumerate(parts)]
    yield from map("".join, product(*choices))


def _lines(name: str) -> list[str]:
    text = files("heritage_kb").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
