"""Judging a sentence that points at somebody: 平型关大捷是贺龙指挥的, 狄青平的是安禄山."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_kb.checking.judgement import Judgement, Said, Subject, affirmed, against, borne
from heritage_kb.checking.lexicon import FAMOUS, SURNAMES
from heritage_kb.checking.linking import linker
from heritage_kb.checking.units import letters_of
from heritage_kb.normal import folded
from heritage_kb.records import Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_KINDS = ("event", "custom", "site", "structure", "person", "opera", "craft")
_BY = re.compile("(?:是|由|被|叫|让|给|归|请|靠)(?:那个|一个叫|一位|当年的?)?$")
_IS = re.compile(
    "([^，。]{1,12}?)的(?:人|主儿|对手|主人公?|主角|主将|统帅|主帅|发起人|当事人|那位|头领)?[，]?(?:就|正|才|其实|原来|都|全|可)*是$"
)
_PART = re.compile(
    "(?:主角|主将|主帅|统帅|领兵的?|带兵的?|带头的?|挂帅的?|领头的?|牵头的?)(?:就|正)?是$|(?:就得|不能不|少不了)提$"
)
_STRANGER = re.compile(
    f"(?P<name>{'|'.join(FAMOUS)}|(?<=的是)[{SURNAMES}][\\u4e00-\\u9fff]{{1,2}}(?=$|[，。]))"
)


def judge_focus(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Yield a judgement on the one whom a clause points at as doer or as what was done to."""
    if subject.entry.kind not in _KINDS:
        return
    for start, end, names in named_in(said):
        deed = _deed(said.text, start, end)
        if deed is None or said.denies(start) or said.subject_start <= start < said.subject_end:
            continue
        if end <= said.subject_start and subject.entry.kind != "event":
            continue
        one = _judge(deed, said.text[start:end], names, subject, kb)
        if one is not None:
            yield one
            return


def named_in(said: Said) -> Iterator[tuple[int, int, set[str]]]:
    """Yield the people of a clause, those that no entry has among them."""
    taken = []
    for mention in said.mentions:
        people = [e for e in mention.entries if e.kind in ("person", "event")]
        if people and mention.end - mention.start <= 5:
            taken.append((mention.start, mention.end))
            names = {folded(n) for e in people if e.kind == "person" for n in e.names}
            yield mention.start, mention.end, {said.text[mention.start : mention.end], *names}
    for match in _STRANGER.finditer(said.text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            yield match.start(), match.end(), {match.group()}


def _deed(text: str, start: int, end: int) -> str | None:
    """Return what somebody is said to have done or suffered, None where no clause points at him."""
    before, after = text[:start], text[end:]
    if _PART.search(before) or re.match("^(?:是[^，]{2,10}里的?|的?手笔|干的|领的兵)", after):
        return "领"
    match = _IS.search(before)
    if match and re.fullmatch("[，。！嘛呀啊的]*(?:的故事|的事)?", after):
        return match.group(1)[-6:]
    if _BY.search(before):
        done = re.match(
            "(?!的)(?:亲自|带头|领头|带人|主持|派人|下令)?([^，。]{1,8}?)(?:的|了|过|$)", after
        )
        return done.group(1) if done and done.group(1) else None
    return None


def _judge(
    deed: str, name: str, names: set[str], subject: Subject, kb: KnowledgeBase
) -> Judgement | None:
    wanted = letters_of(deed)
    for passage in subject.every:
        text = folded(affirmed(passage))
        if any(n in text for n in names) and not passage.id.endswith(":texts"):
            told = any(
                wanted & letters_of(piece) and any(n in piece for n in names)
                for piece in re.split("[。；，]", text)
            )
            part = subject.entry.kind == "event" and deed == "领"
            return borne(name, passage) if (told and wanted) or part else None
    rival = _rival(wanted, subject, kb)
    return against(name, rival) if rival is not None else None


def _rival(wanted: frozenset[str], subject: Subject, kb: KnowledgeBase) -> Passage | None:
    """Return the passage that points at somebody else for the same deed."""
    if not wanted:
        return None
    own = set(map(folded, subject.entry.names))
    for passage in subject.passages:
        if passage.topic == "mistake" and not passage.derived:
            continue
        for piece in re.split("[。；，]", folded(affirmed(passage))):
            if wanted & letters_of(piece) and people_in(piece, kb) - own:
                return passage
    if subject.entry.kind == "event" and len(subject.entry.fields.get("people", ())) > 0:
        return subject.told("who")
    named = {n for p in subject.passages for n in people_in(folded(p.text), kb)} - own
    if subject.entry.kind == "custom" and len(named) == 1:
        return next(p for p in subject.passages if named & people_in(folded(p.text), kb))
    return None


@lru_cache(maxsize=16384)
def people_in(text: str, kb: KnowledgeBase) -> frozenset[str]:
    """Return the people whom a text names."""
    return frozenset(
        text[m.start : m.end]
        for m in linker(kb).mentions(text)
        if m.entry.kind == "person" or (m.entry.kind == "event" and m.end - m.start <= 4)
    )
