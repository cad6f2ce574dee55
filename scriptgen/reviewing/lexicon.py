"""Senses: what a rule of content looks for, as data; an act with its object, never a bare word.

A file of ``data/lexicon`` is a table of senses. A pattern is a regular expression over the folded
text (simplified, half-width letters small, Chinese marks); ``{name}`` stands for a class of words
(``classes.tsv``), ``~`` for up to eight characters of the same clause, ``~~`` for up to twenty of the sentence.
A guard (``guards.tsv``) is a stance that makes a hit harmless: a prohibition before it, the law at
work or a refutation in the same line, a calling that only titles must not say (``logline``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from heritage_kb.normal import folded

TONES = ("depict", "harm", "hint")
_COLUMNS = 7
_PAUSE = "。！？；\n"
_SCRIPTURE = re.compile(r"经》|论语|宪法")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sense:
    """One row of a lexicon.

    Args:
        code: the rule it belongs to.
        tone: ``depict`` is softened to a hint where a villain says it, ``harm`` never is, ``hint``
            always is one.
        guards: names of the stances that excuse it.
        pattern: what fires; ``unless`` is what, anywhere in the line, keeps it silent.
        bad: lines that must fire, ``good``: lines that must not.
    """

    code: str
    tone: str
    guards: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    bad: tuple[str, ...]
    good: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A sense found: its words, and where they start in the text (negative: in the cue)."""

    sense: Sense
    start: int
    text: str


def hits(text: str, lexicon: str, cue: str = "") -> Iterator[Hit]:
    """Yield the first unexcused hit of each sense of a lexicon.

    ``cue`` is who says it and how (``老周（拍桌）：``); it is part of what is read, for it may be
    the subject of the line, or an officer whose warning it is.
    """
    said = cue + text
    plain = without_titles(folded(said))
    for sense in senses(lexicon):
        for found in sense.pattern.finditer(plain):
            if not _excused(sense, plain, found.start()):
                start, end = found.span()
                yield Hit(sense=sense, start=start - len(cue), text=said[start:end])
                break


def without_titles(text: str) -> str:
    """Return the text with names of works blanked, at the same length; scriptures stay."""
    return re.sub(r"《[^》]*》", _blank, text)


def _blank(found: re.Match[str]) -> str:
    return found[0] if _SCRIPTURE.search(found[0]) else "〇" * len(found[0])


def _excused(sense: Sense, said: str, start: int) -> bool:
    if sense.unless is not None and sense.unless.search(said):
        return True
    return any(excused(sense.guards, said, start, reach=reach) for reach in ("before", "line"))


def excused(names: tuple[str, ...], said: str, start: int, *, reach: str) -> bool:
    """Tell whether a guard of a reach excuses what starts at a character of a line."""
    before = re.split(f"[{_PAUSE}，：]", said[:start])[-1][-9:] if reach == "before" else said
    return any(
        pattern.search(before) for own, pattern in (guards()[n] for n in names) if own == reach
    )


@cache
def senses(lexicon: str) -> tuple[Sense, ...]:
    """Return the senses of a lexicon.

    Raises:
        ValueError: a row is malformed; the message names file and row.
    """
    return tuple(_sense(lexicon, number, row) for number, row in rows_of(lexicon))


@cache
def classes() -> dict[str, str]:
    """Return each class of words as a group of alternatives, longest first."""
    found: dict[str, str] = {}
    for number, row in rows_of("classes"):
        if len(row) != 2 or not row[1]:
            raise ValueError(f"classes.tsv row {number}: name and words, got {row}")
        if any(word.count("(") != word.count(")") for word in row[1].split("|")):
            raise ValueError(f"classes.tsv row {number}: a word may not hold alternatives")
        words = sorted(_expanded(row[1], found).split("|"), key=len, reverse=True)
        found[row[0]] = "|".join(words)
    return found


@cache
def guards() -> dict[str, tuple[str, re.Pattern[str]]]:
    """Return each guard's reach (``before``, ``line`` or ``logline``) and pattern."""
    found = {}
    for number, row in rows_of("guards"):
        if len(row) != 3 or row[1] not in ("before", "line", "logline"):
            raise ValueError(f"guards.tsv row {number}: name, reach, pattern, got {row}")
        found[row[0]] = (row[1], compiled(row[2]))
    return found


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of the lexicon's own notation as a regular expression.

    Raises:
        ValueError: an unknown class of words, or not a regular expression.
    """
    wide = pattern.replace("~~", r"[^。\n]{0,20}").replace("~", f"[^{_PAUSE}]{{0,8}}")
    try:
        return re.compile(_expanded(wide, classes()))
    except re.error as error:
        raise ValueError(f"not a pattern: {pattern}: {error}") from error


def _expanded(pattern: str, known: dict[str, str]) -> str:
    def words(found: re.Match[str]) -> str:
        if found[1] not in known:
            raise ValueError(f"unknown class of words {{{found[1]}}}")
        return f"(?:{known[found[1]]})"

    return re.sub(r"\{([^\d,{}][^{}]*)\}", words, pattern)


def _sense(lexicon: str, number: int, row: list[str]) -> Sense:
    where = f"{lexicon}.tsv row {number}"
    if len(row) != _COLUMNS or not all((row[0], row[3], row[5], row[6])):
        raise ValueError(f"{where}: code, tone, guards, pattern, unless, bad, good; got {row}")
    code, tone, names, pattern, unless, bad, good = row
    stances = tuple(names.split()) if names != "-" else ()
    if tone not in TONES or not set(stances) <= set(guards()):
        raise ValueError(f"{where}: unknown tone or guard: {tone}, {names}")
    try:
        return Sense(
            code=code,
            tone=tone,
            guards=stances,
            pattern=compiled(pattern),
            unless=compiled(unless) if unless else None,
            bad=tuple(bad.split("|")),
            good=tuple(good.split("|")),
        )
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error


def words_listed(name: str) -> list[str]:
    """Return the words of a list of ``data/lexicon``; a line may hold several."""
    text = files("scriptgen").joinpath("data", "lexicon", f"{name}.txt").read_text("utf-8")
    return [word for row in text.splitlines() if not row.startswith("#") for word in row.split()]


def rows_of(name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table of ``data/lexicon``, each with its number."""
    text = files("scriptgen").joinpath("data", "lexicon", f"{name}.tsv").read_text("utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.split("\t")
