"""The gazetteer: every name of every entry, found exactly, nearly, and in running text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from heritage_kb.errors import UnknownName
from heritage_kb.finding.spelling import english_words, sounds_of
from heritage_kb.normal import name_key, normal, without_brackets
from heritage_kb.reading import accidents, everyday_names
from heritage_kb.records import KINDS, Entry

# What a scene, a brief or a claim can be about; words, terms and ages are looked up apart.
SPOTTED = ("site", "structure", "craft", "opera", "custom", "person", "event", "product", "place")
_NUMBER = re.compile(r"\d-\d{4}-\d-\d{3}|[ⅰ-ⅻⅠ-Ⅻ]-\d{1,3}|[ivx]+-\d{1,3}")
_RANK = {kind: number for number, kind in enumerate(KINDS)}
_LAST_ASKED = _RANK["period"]  # ages, terms and words yield to things of the same name


class Gazetteer:
    """Names of entries.

    Args:
        entries: the entries; among equals of the same rank the first counts.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)

    @cached_property
    def _by_name(self) -> dict[str, tuple[Entry, ...]]:
        names: dict[str, list[tuple[bool, int, int, int, Entry]]] = {}
        for number, entry in enumerate(self._entries):
            for alias, name in enumerate(entry.names):
                row = (
                    _RANK[entry.kind] >= _LAST_ASKED,
                    min(alias, 1),
                    _RANK[entry.kind],
                    number,
                    entry,
                )
                for form in {name_key(name): 0, normal(name): 0}:
                    names.setdefault(form, []).append(row)
        return {
            name: tuple({row[4].id: row[4] for row in sorted(rows, key=lambda r: r[:4])}.values())
            for name, rows in names.items()
        }

    def called(self, name: str, kinds: Sequence[str] | None = None) -> list[Entry]:
        """Return every entry with exactly this name, titles before aliases."""
        found = self._by_name.get(name_key(name), ())
        return [entry for entry in found if not kinds or entry.kind in kinds]

    def resolve(self, name: str, kinds: Sequence[str] | None = None) -> Entry:
        """Return the entry of a title or alias, or the only one whose name contains it.

        Raises:
            UnknownName: none, or more than one, is called so; near names are offered.
        """
        for form in (name, without_brackets(name)):
            exact = self.called(form, kinds) if form else []
            if exact:
                return exact[0]
        holding = self._holding(name_key(name), kinds)
        if len({entry.id for entry in holding}) == 1:
            return holding[0]
        raise _unknown(name, self._near(name, holding, kinds), bool(holding))

    def holding(self, name: str) -> list[Entry]:
        """Return the entries of which some name contains this one."""
        return list({entry.id: entry for entry in self._holding(name_key(name), None)}.values())

    def _holding(self, key: str, kinds: Sequence[str] | None) -> list[Entry]:
        if len(key) < 2:
            return []
        return [
            entry
            for name, found in self._by_name.items()
            if key in name
            for entry in found
            if not kinds or entry.kind in kinds
        ]

    def _near(self, name: str, holding: list[Entry], kinds: Sequence[str] | None) -> list[str]:
        titles = list(dict.fromkeys(entry.title for entry in holding))
        if not titles:
            pool = [
                n
                for n, found in self._by_name.items()
                if not kinds or any(entry.kind in kinds for entry in found)
            ]
            keys = difflib.get_close_matches(name_key(name), pool, n=3, cutoff=0.5)
            titles = list(dict.fromkeys(self._by_name[key][0].title for key in keys))
        return titles[:3]

    # -- numbers -------------------------------------------------------------------------

    @cached_property
    def _by_number(self) -> dict[str, list[Entry]]:
        numbers: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.official_no:
                numbers.setdefault(normal(entry.official_no), []).append(entry)
        return numbers

    def numbered(self, text: str) -> list[Entry]:
        """Return the entries whose official number stands in the text (1-0080-3-033, Ⅷ-51)."""
        return [
            e for number in _NUMBER.findall(normal(text)) for e in self._by_number.get(number, ())
        ]

    # -- sound ---------------------------------------------------------------------------

    @cached_property
    def _by_sound(self) -> dict[str, tuple[str, ...]]:
        """Folded pinyin -> the names that sound so."""
        sounds: dict[str, list[str]] = {}
        for name in self._by_name:
            heard = "".join(sounds_of(name))
            if len(name) > 1 and heard:
                sounds.setdefault(heard, []).append(name)
        return {heard: tuple(names) for heard, names in sounds.items()}

    def sounding(self, syllables: Sequence[str]) -> tuple[str, ...]:
        """Return the names that sound like these folded syllables."""
        return self._by_sound.get("".join(syllables), ())

    # -- English -------------------------------------------------------------------------

    @cached_property
    def _english(self) -> dict[str, list[tuple[frozenset[str], Entry]]]:
        """A word of an English name -> the words of the name, and its entry."""
        names: dict[str, list[tuple[frozenset[str], Entry]]] = {}
        for entry in self._entries:
            words = frozenset(english_words(str(entry.fields.get("name_en", ""))))
            for word in words:
                names.setdefault(word, []).append((words, entry))
        return names

    def in_english(self, words: frozenset[str]) -> list[tuple[frozenset[str], Entry]]:
        """Return (words of the English name, entry) of entries that share a word with these."""
        return [row for word in sorted(words) for row in self._english.get(word, ())]

    # -- running text --------------------------------------------------------------------

    @cached_property
    def _starts(self) -> dict[str, tuple[int, ...]]:
        """First two characters of a name -> the lengths of names that start so, longest first."""
        lengths: dict[str, set[int]] = {}
        for name in self._by_name:
            if len(name) >= 2:
                lengths.setdefault(name[:2], set()).add(len(name))
        return {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}

    def spot(self, text: str, kinds: Sequence[str] = SPOTTED) -> list[tuple[int, int, Entry]]:
        """Return (start, end, entry) of each name in the text, longest match first.

        Names of one character, everyday words and accidental ones (长治久安) are left alone.
        """
        plain = normal(text)
        closed = [m.span() for m in accidents().finditer(plain)]
        found, at = [], 0
        while at < len(plain) - 1:
            entry, end = self._longest(plain, at, kinds)
            if entry is None or any(a <= at and end <= b for a, b in closed):
                at += 1
                continue
            found.append((at, end, entry))
            at = end
        return found

    def _longest(self, text: str, at: int, kinds: Sequence[str]) -> tuple[Entry | None, int]:
        for length in self._starts.get(text[at : at + 2], ()):
            name = text[at : at + length]
            if len(name) < length or name in everyday_names():
                continue
            for entry in self._by_name.get(name, ()):
                if entry.kind in kinds:
                    return entry, at + length
        return None, at


def _unknown(name: str, near: list[str], several: bool) -> UnknownName:
    offered = "、".join(near)
    if several:
        return UnknownName(
            f"「{name}」不止一处，请写全名，例如：{offered}。",
            f"{name!r} is ambiguous; did you mean {offered}?",
        )
    hint = f"，是不是：{offered}？" if near else "，请换个名称或先用 kb search 查一查。"
    return UnknownName(
        f"知识库里没有「{name}」{hint}",
        f"Nothing is called {name!r}." + (f" Near: {offered}." if near else ""),
    )
