"""Judging who is said to have done something, where what was done is known of somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from heritage_kb.checking.judgement import Judgement, Said, affirmed, against, borne
from heritage_kb.checking.units import letters_of
from heritage_kb.normal import folded
from heritage_kb.records import Entry, Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_DOES = "创|写|著|作|编|建|修|筑|挖|发掘|发现|题|画|注|灭|毁|铸|开|设计|主持|督|平|迁|封|定|改|办"
_WHO_DID = re.compile("^(?:把)?(.{2,20}?)[，]?(?:的人?)?[，]?(?:名叫|就是|正是|是|叫)[^，]{0,8}$")
_DONE_BY = re.compile("^(.{2,14}?)[，]?是[^，]{0,10}$")
_AFTER = re.compile(f"^[^，]{{0,4}}?(?:{_DOES})[^，]{{0,5}}的$")
_ALL, _LITTLE = 0.8, 0.6  # of the letters of a deed: it is told there, it is hardly told there


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """What is told of a person or an event, all of it together."""

    entry: Entry
    people: str
    letters: frozenset[str]
    passages: tuple[Passage, ...]


_TOLD: WeakKeyDictionary[KnowledgeBase, tuple[_Told, ...]] = WeakKeyDictionary()


def judge_deeds(said: Said, kb: KnowledgeBase) -> Iterator[tuple[str, Judgement]]:
    """Yield (entry id, judgement) where a sentence says that the doer was somebody: …的是某某."""
    for mention in said.mentions:
        if mention.entry.kind not in ("person", "event") or mention.end - mention.start > 6:
            continue
        deed = _deed(said, mention.start, mention.end)
        if deed is None:
            continue
        name = said.text[mention.start : mention.end]
        names = {name, *(folded(n) for e in mention.entries if e.kind == "person" for n in e.names)}
        one = _judge(letters_of(deed), name, names, kb)
        if one is not None:
            yield one
            return


def _deed(said: Said, start: int, end: int) -> str | None:
    before, after = said.text[:start], said.text[end:]
    if not after.strip("。！"):
        match = _WHO_DID.match(before)
        return match.group(1) if match else None
    match = _DONE_BY.match(before)
    return match.group(1) + after if match and _AFTER.match(after) else None


def _judge(
    wanted: frozenset[str], name: str, names: set[str], kb: KnowledgeBase
) -> tuple[str, Judgement] | None:
    if len(wanted) < 3:
        return None
    rows = sorted(
        ((len(wanted & told.letters) / len(wanted), n, told) for n, told in enumerate(_told(kb))),
        key=lambda row: (-row[0], row[1]),
    )
    mine = [row for row in rows if any(n in row[2].people for n in names)]
    best = rows[0] if rows else None
    if mine and mine[0][0] >= _ALL and best is not None and mine[0][0] >= best[0]:
        return mine[0][2].entry.id, borne(name, _nearest(wanted, mine[0][2]))
    if best is None or best[0] < _ALL or (mine and mine[0][0] >= max(_LITTLE, best[0] - 0.2)):
        return None
    return best[2].entry.id, against(name, _nearest(wanted, best[2]))


def _nearest(wanted: frozenset[str], told: _Told) -> Passage:
    return max(told.passages, key=lambda p: len(wanted & letters_of(folded(p.text))))


def _told(kb: KnowledgeBase) -> tuple[_Told, ...]:
    if kb not in _TOLD:
        rows = []
        for entry in kb.entries.values():
            if entry.kind not in ("person", "event"):
                continue
            passages = tuple(p for p in kb.passages_of(entry) if p.derived and p.topic != "mistake")
            text = folded("。".join(affirmed(p) for p in passages))
            people = "|".join((*entry.names, *map(str, entry.fields.get("people", ())), text))
            if passages:
                rows.append(
                    _Told(
                        entry=entry,
                        people=folded(people),
                        letters=letters_of(text),
                        passages=passages,
                    )
                )
        _TOLD[kb] = tuple(rows)
    return _TOLD[kb]
