"""The names in a sentence, and what each clause of it may be about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.checking.judgement import Said, Subject
from heritage_kb.checking.judging_name import means
from heritage_kb.checking.lexicon import NICKNAMES, OUTER
from heritage_kb.checking.linking import Mention, linker
from heritage_kb.checking.loose_names import loose_names
from heritage_kb.records import Entry

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_HEAD = re.compile(
    "^(?!这|那|该|此|其|全|本)([\u4e00-\u9fff]{1,5}(?:殿|塔|阁|楼|堂|亭|寺|庙|祠|宫|桥|幢|碑|像|院|墓|窟))(?!里|内|身|顶|前|后|高|面|上|下)"
)
# Names of counties that are plain words too are places where a people or a make follows.
_EVERYDAY_AT = re.compile(
    "(?:^|[，“])(长子|平定|和顺|孝义|永和|交口|山阴|方山|中阳|大宁|古县)(?=人(?![们家])|的[\u4e00-\u9fff]|出的|产的|姑娘|媳妇|一口|老乡|那边|做[^，]{1,3}的)"
)
_BUILT = re.compile(
    "[盖建造修砌筑铸凿画塑立](?:起来|成|好)?的|才[盖建造修砌筑铸凿画塑立]|始建|[建修盖]于"
)
_WAR = re.compile(
    "仗|战[役斗的在打]|之战|大捷|伏击|起义|[被围]围|打响|打的是|大败|坑杀|兵变|迁都|[死固坚据困]守|守[了住城]|攻[城破下克占进]|[破陷屠]城|城[破陷]|打下"
)
_FAIR = re.compile("赶会|庙会|会期|过会|香会|古会|诞|生日|酬神")
_LIVES = re.compile("年生|生人|出生|生于|卒于|去世|过世")  # of a person, whatever else is named
MADE = ("site", "structure", "craft", "opera", "custom", "product", "event")
MOST = 4  # entries of the same name that are tried


def mentions_in(text: str, kb: KnowledgeBase) -> list[Mention]:
    """Return the names in a sentence; one that is part of a date (康熙五十七年) is none."""
    dates = [when.span for when in kb.calendar.years_in(text)]
    found = [
        m
        for m in linker(kb).mentions(text)
        if not any(a <= m.start and m.end <= b for a, b in dates)
    ]
    for match in _EVERYDAY_AT.finditer(text):  # 长子的铜匠
        entries = tuple(kb.gazetteer.called(match.group(1), ("place",)))
        if entries and not any(m.start < match.end(1) and match.start(1) < m.end for m in found):
            found.append(Mention(start=match.start(1), end=match.end(1), entries=entries))
    for match in re.finditer("[“「]([\u4e00-\u9fff])[”」]", text):  # words of one character
        entries = tuple(kb.gazetteer.called(match.group(1), ("word",)))
        if entries:
            found.append(Mention(start=match.start(1), end=match.end(1), entries=entries))
    found = _nicknamed(text, found, kb)
    if any(m.entry.kind in MADE for m in found):
        return found
    named = any(m.entry.kind == "person" for m in found)
    places = [e for m in found for e in m.entries if e.kind == "place"]
    if OUTER.search(text):
        return found
    loose = [
        Mention(start=start, end=end, entries=entries)
        for start, end, entries in loose_names(kb).spot(text, places)
        if end - start > 2 or not named
    ]
    taken = [(m.start, m.end) for m in loose]
    kept = [m for m in found if not any(a < m.end and m.start < b for a, b in taken)]
    return sorted([*kept, *loose], key=lambda m: m.start)


def _nicknamed(text: str, found: list[Mention], kb: KnowledgeBase) -> list[Mention]:
    """Return the names with what everybody calls a thing by; of a district of that name it goes first."""
    if any(m.entry.kind in ("site", "structure") for m in found):
        return sorted(found, key=lambda m: m.start)
    for nick, id in NICKNAMES.items():
        at = text.find(nick)
        end = at + len(nick)
        if at < 0 or text[max(0, at - 1) : at] == "的" or id not in kb.entries:
            continue
        if text[end : end + 1] in tuple("区县镇乡机"):
            continue
        taken = [m for m in found if m.start < end and at < m.end]
        if all(m.entry.kind == "place" and (m.start, m.end) == (at, end) for m in taken):
            found = [m for m in found if m not in taken]
            found.append(Mention(start=at, end=end, entries=(kb.entries[id],)))
    return sorted(found, key=lambda m: m.start)


def subjects_of(
    said: Said, before: tuple[Subject, ...], kb: KnowledgeBase
) -> list[tuple[Subject, Said]]:
    """Return what a clause may be about, likeliest first, with where its name stands."""
    things, made = _things(said)
    found: list[tuple[Subject, Said]] = []
    if before and before[0].entry.kind == "person" and _LIVES.search(said.text):
        found += [(one, said) for one in before]
    for mention in [*made[:1], *things[:2], *made[1:2]]:
        for entry in mention.entries[:MOST]:
            if entry.kind == "word" and not means(said.text[mention.end :]):
                continue
            _add(found, entry, mention, said, kb)
    for event, mention in (*_fought(said, kb), *_fairs(said, kb)):
        _add(found, event, mention, said, kb)
    places = [m for m in said.mentions if m.entry.kind == "place"]
    if not found and before and not _of_trade(places, said, kb):
        parts = [(one.part_in(said.text, kb) or one, said) for one in before]
        return [row for row in parts if not other_head(said.text, row[0])]
    trade = None if found else _of_trade(places, said, kb)
    if trade is not None:
        found.append(trade)
    words = [m for m in said.mentions if m.entry.kind == "word" and _is_meant(m, said, found)]
    words.sort(key=lambda m: not means(said.text[m.end :]))
    for mention in (*words[:2], *(() if found else places[:1])):
        _add(found, mention.entry, mention, said, kb)
    return found


def _things(said: Said) -> tuple[list[Mention], list[Mention]]:
    """Return what a clause may be about, and what of it was made; what it denies is left out."""
    things = [
        m
        for m in said.mentions
        if m.entry.kind not in ("place", "word")
        and not (len(said.mentions) > 1 and said.denies(m.start))
    ]
    made = [m for m in things if m.entry.kind in MADE]
    if made and _BUILT.search(said.text):  # by whom it was built is no statement about him
        return made, made
    return things, made


def _fought(said: Said, kb: KnowledgeBase) -> Iterator[tuple[Entry, Mention]]:
    """Yield the events that befell where a clause tells of fighting at a place that it names."""
    for mention in said.mentions if _WAR.search(said.text) else ():
        if mention.entry.kind in ("site", "structure", "place", "person"):
            name = said.text[mention.start : mention.end]
            for event in linker(kb).events_at(name) or linker(kb).events_at(name.rstrip("城关镇")):
                yield event, mention


def _fairs(said: Said, kb: KnowledgeBase) -> Iterator[tuple[Entry, Mention]]:
    """Yield the fairs that are held where a clause tells of one at a place that it names."""
    for mention in said.mentions if _FAIR.search(said.text) else ():
        if mention.entry.kind in ("site", "structure"):
            name = said.text[mention.start : mention.end]
            for fair in kb.gazetteer.called(f"{name}庙会"):
                yield fair, mention


def _is_meant(word: Mention, said: Said, found: list[tuple[Subject, Said]]) -> bool:
    """Tell whether a word of the dialect is what a clause speaks of, where it names a thing too."""
    around = said.text[max(0, word.start - 1) : word.start], said.text[word.end : word.end + 8]
    if not found or around[0] in tuple("“「《"):
        return True
    return bool(re.search("意思|指|就是|叫|说的|讲|是", around[1]))


def _add(
    found: list[tuple[Subject, Said]], entry: Entry, mention: Mention, said: Said, kb: KnowledgeBase
) -> None:
    if any(subject.entry.id == entry.id for subject, _ in found):
        return
    subject = Subject.of(entry, kb)
    end = mention.end
    part = linker(kb).part(entry, said.text[mention.end :]) if entry.kind == "site" else None
    if part is not None and not _lists_parts(said.text[mention.end :]):
        subject, end = Subject.of(part[1], kb), mention.end + part[0]
    found.append((subject, _placed(said, mention.start, end)))


def other_head(text: str, subject: Subject) -> bool:
    """Tell whether a clause opens with another building or figure than the one carried over."""
    match = _HEAD.match(text)
    if match is None:
        return False
    names = "".join((*subject.entry.names, subject.dated.title))
    return match.group(1) not in names


def _lists_parts(text: str) -> bool:
    """Tell whether a text names several halls: what follows is not of the first alone."""
    return len(re.findall("殿|塔|楼|阁|亭|堂|台", text)) > 1 and "、" in text


def _of_trade(places: list[Mention], said: Said, kb: KnowledgeBase) -> tuple[Subject, Said] | None:
    hit = linker(kb).trade([m.entry for m in places], said.text)
    if hit is None:
        return None
    word, entry = hit
    at = said.text.find(word)
    return Subject.of(entry, kb), _placed(said, places[0].start if at < 0 else at, at + len(word))


def _placed(said: Said, start: int, end: int) -> Said:
    return Said(
        text=said.text,
        sentence=said.sentence,
        mentions=said.mentions,
        subject_start=start,
        subject_end=max(start, end),
        spoken=said.spoken,
    )
