"""Judging where something is said to be or to come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.judgement import Judgement, Said, Subject, affirmed, borne, unknown
from heritage_kb.lexicon import OLD_PLACES, OUTER, OUTER_PLACES, found_in
from heritage_kb.normal import folded
from heritage_kb.records import Entry

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_INSIDE = "(?:省|市|县|区|城区|城|郊外|境内|地界|那边|这边|西山|北面|南面|东面|西面|一带|地区|呀|啊|呢|嘛|吧|嘞|里|的?地面上?|的?[\u4e00-\u9fff]{1,3}[村镇乡山街])*"
_AT = re.compile(
    "(?:在|位于|地处|坐落[在于]?|隶属于?|属于?|归|出自|产[自于]|出产?[在于]|盛产于|来自|源[自于出]|起源于|发源于|流行[于在]?|流传[于在]|兴[于在]|"
    "籍贯[是在]?|祖籍[是在]?|生[于在]|老家[是在]?|家在|要看.{0,8}得[去到]|得[去到]|[就要]得?[去到]|去)[^，]{0,3}$"
)
_OF = re.compile(
    f"^{_INSIDE}(?:人氏|人(?!们|家|马|手|都|在)|籍|产|出|(?:一带)?的[^，]{{0,4}}?(?:手艺|技艺|绝活|玩艺|玩意|戏|剧种?|曲艺|小戏|特产|土产|名产|物产|小吃|吃食|名吃|点心|风俗|习俗|民俗|东西|老字号|寺|庙|塔|古迹|名胜|景|地方戏|一绝|酒|醋|曲子|鼓书|社火))"
)
# Names that are also plain words are places only where nothing else is possible.
_EVERYDAY = re.compile(
    "(?:[在到去归属是为]|位于|出自|产自)(古县|孝义|平定|和顺|永和|交口|山阴|中阳|大宁|长子|城区|郊区|矿区)"
    "(?=县?(?:$|[，。的人境呀啊呢]))"
)
_DONE = re.compile(f"^{_INSIDE}(?:$|[，,、。的了])")
_BE = re.compile("(?:是|乃|为|系|本是|原是|不是|并非|即|：|，)[^，]{0,3}$")
_ACTED = re.compile("[了着过]|走|跑|坐|站|等|遇|见|碰|哭|住|打|听|喝|吃|卖|赶|逃|追|找到")
_OF_PLACES = ("craft", "opera", "custom", "product")
_JUDGED = ("地级市", "县级")


def judge_places(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge each place that a clause says its subject is in or from."""
    for start, end, names in _places(said, subject, kb):
        if not _states(said, start, end, subject):
            continue
        one = _judge(said.text[start:end], names, subject, kb)
        yield one.denied() if said.denies(start) else one


def _places(
    said: Said, subject: Subject, kb: KnowledgeBase
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the places of a clause with the bare names of today that each may be."""
    taken = [(m.start, m.end) for m in said.mentions if m.entry.kind != "place"]
    taken.append((said.subject_start, said.subject_end))
    modern = [*_of_today(said.text, kb)]
    old = [
        (start, end, OLD_PLACES[word])
        for start, end, word in found_in(tuple(OLD_PLACES), said.text)
        if word in ("龙门", "洪洞") or not any(a <= start < b for a, b, _ in modern)
    ]
    outer = [(start, end, (word,)) for start, end, word in found_in(tuple(OUTER_PLACES), said.text)]
    for start, end, names in sorted([*modern, *old, *outer]):
        if not any(a <= start and end <= b for a, b in taken):
            yield start, end, names


def _of_today(text: str, kb: KnowledgeBase) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the cities and counties of a clause."""
    spans = [(start, end, place) for start, end, place in kb.names_in(text, ("place",))]
    spans += [
        (match.start(1), match.end(1), place)
        for match in _EVERYDAY.finditer(text)
        for place in kb.gazetteer.called(match.group(1), ("place",))
    ]
    for start, end, place in spans:
        if place.fields.get("admin_level") in _JUDGED and place.city:
            yield start, end, (kb.bare_place(place.title),)


def _states(said: Said, start: int, end: int, subject: Subject) -> bool:
    """Tell whether the words around a place say that the subject is there or from there."""
    before, after = said.text[:start], said.text[end:]
    if said.subject_end > start:
        return False
    between = before[said.subject_end :]
    if between == "，" and not after.strip("省市县区。") and len(said.sentence) == len(said.text):
        return True
    if re.search("从|由|经|往|向|过|离|距|传[入来到]", between) or (
        _ACTED.search(between) and "坐落" not in between
    ):
        return False
    return _of_place(between, after, subject) or _at_place(between, after, subject)


def _of_place(between: str, after: str, subject: Subject) -> bool:
    """Tell whether it is said to be of a place: 是太原的手艺, 是方山人."""
    if subject.entry.kind in _OF_PLACES and re.fullmatch("[市县区省]?(?:一带|那边|地方)?的", after):
        return between.strip("，就也都原本") in ("是", "不是", "乃是", "并不是")
    return _OF.match(after) is not None and bool(
        _BE.search(between) or not between.strip("，是的") or _AT.search(between)
    )


def _at_place(between: str, after: str, subject: Subject) -> bool:
    """Tell whether it is said to lie at a place, or somebody to be born there."""
    if not _DONE.match(after):
        return False
    if subject.entry.kind == "person":
        return bool(re.search("籍贯|祖籍|老家|家在|生于|生在|出生", between))
    return bool(_AT.search(between))


def _judge(said: str, names: tuple[str, ...], subject: Subject, kb: KnowledgeBase) -> Judgement:
    for passage in subject.passages:
        text = folded(affirmed(passage))
        if passage.topic in ("place", "overview", "person") and any(
            n in text for n in (*names, said)
        ):
            return borne(said, passage)
    known = _known(subject, kb)
    told = subject.told("place", "native", "region", "where")
    if known & _widened(names, kb):
        exact = known & set(names)
        return Judgement(
            verdict="supported" if exact else "not_in_kb",
            passage=told.id if told and exact else None,
            why=f"{subject.title}在{subject.entry.city}{subject.entry.county}"
            if exact
            else f"没有查到{subject.title}与“{said}”的关系",
        )
    for passage in subject.every:
        if any(n in folded(passage.text) for n in (*names, said)) and passage.topic != "mistake":
            return unknown(f"没有查到{subject.title}在“{said}”的说法")
    if not known or subject.entry.kind == "event" or told is None or _wide(subject):
        return unknown(f"没有查到{subject.title}与“{said}”的关系")
    return Judgement(
        verdict="contradicted",
        passage=told.id,
        why=f"说的是“{said}”，知识库作：{told.text.rstrip('。')}",
    )


def _wide(subject: Subject) -> bool:
    """Tell whether the place that is known is all of Shanxi, or is disputed."""
    entry = subject.entry
    origin = str(entry.fields.get("native_place", ""))
    return (
        (not entry.city and entry.kind in ("craft", "opera", "custom", "product"))
        or bool(re.search("说|传|异|/|争", origin))
        or (
            entry.kind in ("site", "structure") and bool(re.search("县境|两县|交界|跨", entry.note))
        )
    )


def _known(subject: Subject, kb: KnowledgeBase) -> set[str]:
    """Return the bare names of the places of a subject, old names resolved, cities of counties."""
    entry = subject.entry
    names = set(kb.places_of(entry)) | set(kb.places_of(subject.dated))
    texts = [
        str(entry.fields.get(key, ""))
        for key in ("native_place", "region", "area_declared", "origin", "place")
    ]
    texts += [entry.title] if entry.kind in ("craft", "opera", "custom", "product") else []
    for text in texts:
        for _, _, place in kb.names_in(text, ("place",)):
            names.update(kb.places_of(place) or (kb.bare_place(place.title),))
            names.add(kb.bare_place(place.title))
        for _, _, old in found_in(tuple(OLD_PLACES), text):
            names.update(OLD_PLACES[old])
        names.update(word for _, _, word in found_in(tuple(OUTER_PLACES), text))
    names.discard("山西省")
    return _cities(names, kb)


def _cities(names: set[str], kb: KnowledgeBase) -> set[str]:
    found = set(names)
    for name in names:
        for place in kb.gazetteer.called(name, ("place",)):
            if place.fields.get("admin_level") == "县级":
                found.add(kb.bare_place(place.city))
    return found


def _widened(names: tuple[str, ...], kb: KnowledgeBase) -> set[str]:
    """Return the places said, and for a county whose city alone is known, that city."""
    return set(names)


def place_of_place(said: Said, subject: Entry, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge which city a county is said to belong to (五台县属忻州)."""
    parent = str(subject.fields.get("parent", ""))
    for start, end, place in kb.names_in(said.text, ("place",)):
        between = said.text[said.subject_end : start]
        if place.fields.get("admin_level") != "地级市" or start < said.subject_end:
            continue
        if not re.fullmatch("(?:是|属于?|归|隶属于?|在|今|现|就|都|原|也)+", between):
            continue
        told = next(iter(p for p in kb.passages_of(subject) if p.id.endswith(":place")), None)
        if told is None or not parent:
            continue
        fits = kb.bare_place(parent) == kb.bare_place(place.title)
        if OUTER.search(said.text):
            continue
        yield Judgement(
            verdict="supported" if fits else "contradicted",
            passage=told.id,
            why=f"“{said.text[start:end]}”，知识库作：{told.text.rstrip('。')}",
        )
