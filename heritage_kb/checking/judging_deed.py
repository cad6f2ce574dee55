"""Judging who is said to have done something, where what was done is known of somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from heritage_kb.checking.dates_said import dates_in
from heritage_kb.checking.grounding import borne_out
from heritage_kb.checking.judgement import Judgement, Said, affirmed, against, borne
from heritage_kb.checking.judging_words import letters_of
from heritage_kb.normal import folded
from heritage_kb.records import Entry, Passage

if TYPE_CHECKING:
    from heritage_kb.dates import When
    from heritage_kb.store import KnowledgeBase

_DOES = "创|写|著|作|编|建|修|筑|挖|发掘|发现|题|画|注|灭|毁|铸|开|设计|主持|督|平|迁|封|定|改|办"
_WHO_DID = re.compile("^(?:把)?(.{2,20}?)[，]?(?:的人?)?[，]?(?:名叫|就是|正是|是|叫)[^，]{0,8}$")
_DONE_BY = re.compile("^(.{2,14}?)[，]?是[^，]{0,10}$")
_AFTER = re.compile(f"^[^，]{{0,4}}?(?:{_DOES})[^，]{{0,5}}的$")
_MOSTLY = 0.6  # of the letters of a sentence, and of an event's title, that must agree
_LONG = 12  # years; an event that lasts longer is not dated by one of them
_SLACK = 3  # years by which sources differ
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


def judge_events(said: Said, kb: KnowledgeBase) -> Iterator[tuple[str, Judgement]]:
    """Yield (entry id, judgement) where a sentence tells of a known event and dates it."""
    whens = [w for w in dates_in(said.text, kb) if not said.named_over(w.span)]
    if len(whens) != 1:
        return
    when = whens[0]
    wanted = letters_of(said.text[: when.span[0]] + "|" + said.text[when.span[1] :])
    best = max(
        (told for told in _told(kb) if told.entry.kind == "event" and told.entry.start_year),
        default=None,
        key=lambda told: (len(wanted & told.letters), -len(told.letters)),
    )
    if best is None or len(wanted) < 3 or len(wanted & best.letters) < _MOSTLY * len(wanted):
        return
    title = letters_of(folded(best.entry.title))
    dated = next((p for p in best.passages if p.id.endswith(":when")), None)
    first, last = best.entry.start_year or 0, best.entry.end_year or best.entry.start_year or 0
    named = any(best.entry.id in {e.id for e in m.entries} for m in said.mentions)
    fits = len(title & wanted) >= _MOSTLY * len(title) or (
        named and len(wanted) >= 4 and len(wanted & best.letters) == len(wanted)
    )
    if dated is None or not fits or last - first > _LONG:
        return
    if when.first <= last and first <= when.last:
        yield best.entry.id, borne(when.text, dated)
    elif _apart(when, first, last) and not any(
        borne_out(when, k) for p in best.passages for k in dates_in(p.text, kb)
    ):
        yield best.entry.id, against(when.text, dated)


def _apart(when: When, first: int, last: int) -> bool:
    """Tell whether a date is off by more than sources differ: nothing in the last centuries."""
    slack = 0 if first >= 1700 else _SLACK
    return when.first > last + slack or when.last < first - slack


_WROTE = re.compile("(?:写|著|编|作|注|撰)(?:了|过|有|出|的|成)?(?:一[部本])?《([^》]{2,10})》")


def judge_books(said: Said, kb: KnowledgeBase) -> Iterator[tuple[str, Judgement]]:
    """Yield a contradiction where somebody is said to have written the book of another."""
    match = _WROTE.search(said.text)
    people = [m for m in said.mentions if m.entry.kind == "person"]
    if match is None or len(people) != 1 or people[0].start > match.start():
        return
    title, name = match.group(1), said.text[people[0].start : people[0].end]
    rows = [told for told in _told(kb) if told.entry.kind == "person" and title in told.people]
    if rows and not any(name in told.people for told in rows):
        own = next(p for p in rows[0].passages if title in folded(p.text))
        yield rows[0].entry.id, against(name, own)


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
