"""Things, people and words out of their time, each against the years in which its own line plays.

A term does not count inside a name of the cast, inside a quoted title or poem, where its absence is
what is said (那时还没有辣椒), or where its old sense is meant (``unless`` of ``data/lexicon``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from heritage_kb.terms import SpottedTerm
from scriptgen.reviewing import dated
from scriptgen.reviewing.findings import Finding, Line, Review, in_scene
from scriptgen.reviewing.lexicon import rows_of, words_listed
from scriptgen.reviewing.naming import is_named
from scriptgen.reviewing.when import PRESENT, Years, travels, years_of
from scriptgen.reviewing.words import straddled

_ABSENT = re.compile(
    r"(?:哪里?有什么|何曾有|上哪儿?(?:去)?[找弄变]|还没有?|尚无|尚未有|没有|哪来的?|哪里有|从未见过|没见过|不曾见|不识|不知|未曾有|后来才有|以后才有|后世才有|才传入|还没传|尚未传|未传入|没传进|买不到|不产)"
    r"[^，。！？；]{0,10}$"
)
_ABSENT_AFTER = re.compile(
    r"^[^，。！？；]{0,8}(?:还没有|尚无|尚未|还没传|没传进|还没出|是何物|为何物|是什么东西|是后来|后来才|以后才|那是后话|还早着|还没发明|未有)"
)
_BETWEEN = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」|『[^』]*』")
_OPENING = frozenset("《“「『")
_POEM = re.compile(r"诗云|诗曰|有诗|词曰|吟道|念道|唱道|诗里|词里")
_PAST_TOLD = re.compile(
    r"当年|从前|那时|那年|那会儿?|什么(?:地方|意思|东西|官)|小时候|年轻时|年少时|[汉隋唐宋辽金元明清]代|五代|[汉隋唐]朝|银幕|屏幕|荧屏|电视里|旧社会|古时|古代|清朝|明朝|元朝|宋朝|唐朝|过去|历史|祖上|爷爷|据说|相传|解放前|民国|戏里|戏台|演的|扮|剧组|拍戏|故居|遗址|旧址|博物馆"
)
_ARRIVES = ("约{}才有", "约{}才出生")
_LEAVES = ("约{}以后已无", "约{}已去世")
_GRACE = 5  # years by which a death may be off
_BEYOND = re.compile(r"梦|魂|鬼|灵位|画像|塑像|托梦|幻|扮|戏|演")
_NEAR = {"high": 5, "medium": 20}  # years from the edge within which it is only worth knowing


def check(review: Review) -> Iterator[Finding]:
    """Yield the findings."""
    modern_speech = travels(review)
    introduced: set[tuple[str, Years]] = set()  # a label is said once, not with every line
    places = {id(line): (episode, scene) for episode, scene, line in review.script.lines()}
    for scene, line, years in years_of(review):
        if years is None:
            continue
        episode, _ = places[id(line)]
        where = in_scene(episode, scene, line)
        found = list(_line(review, line, years))
        if line.speaker and (line.speaker, years) not in introduced:
            introduced.add((line.speaker, years))
            found += _label(review, line, line.speaker, years)
        for one in found:
            if modern_speech and line.type in ("dialogue", "os", "vo"):
                one["severity"] = "info"
            yield review.finding(**one, **where)


def _line(review: Review, line: Line, years: Years) -> Iterator[dict[str, Any]]:
    first, last = years
    shut = _shut(line.text, review)
    spots = dated.terms_of(line.text, first, review.kb)
    for spot in (*spots, *dated.reigns_in(line.text, max(first, last))):
        early = spot.verdict == "early"
        if not spot.out_of_years or _fits_at(review, spot.text, max(first, last - 1)):
            continue
        if spot.term.category == "person" and (spot.term.earliest or first) <= last:
            continue  # the dead are spoken of
        if _told_today(line, spot.text):
            continue
        if any(_hidden(spot, a, b, line.text) for a, b in shut):
            continue
        if _excused(spot, line.text) or (not early and _PAST_TOLD.search(line.text)):
            continue
        yield _finding(spot, early, years)


def _told_today(line: Line, text: str) -> bool:
    """Tell whether a term is the writer's own word to today's reader: 几秒钟后, 字幕：大同市."""
    if line.type == "caption":
        return text.endswith("市")
    return line.type == "action" and text in _narrated()


def _hidden(spot: SpottedTerm, start: int, end: int, text: str) -> bool:
    """Tell whether a term lies in a title or verse, or has a part in a name (健身 in 段子健身上)."""
    if text[start] in _OPENING:
        return start <= spot.start and spot.end <= end
    return start < spot.end and spot.start < end


def _excused(spot: SpottedTerm, text: str) -> bool:
    """Tell whether a term is not there at all, is only named, or is no word of its own."""
    if spot.verdict == "early" and _is_absent(text, spot.start, spot.end):
        return True
    if is_named(text, spot.start, spot.end):
        return True
    return _old_sense(spot, text) or straddled(text, spot.start, spot.end)


def _label(review: Review, line: Line, speaker: str, years: Years) -> Iterator[dict[str, Any]]:
    """Yield what is out of its time in who speaks: an office not yet made, somebody long dead."""
    first, _ = years
    for spot in dated.terms_of(speaker, first, review.kb):
        if spot.verdict != "early" or not _is_calling(review, spot, years):
            continue
        if not _old_sense(spot, f"{speaker}：{line.text}"):
            yield _finding(spot, True, years)
            return
    dead = dated.person(speaker)
    if dead is None or dead.latest is None or first <= dead.latest + _GRACE:
        return
    if first < PRESENT[0] and not _BEYOND.search(f"{line.parenthetical or ''}{line.text}"):
        spot = SpottedTerm(
            term=dead, text=speaker, start=0, end=len(speaker), verdict="late", why=""
        )
        yield _finding(spot, False, years)


def _is_calling(review: Review, spot: SpottedTerm, years: Years) -> bool:
    """Tell whether a label names an office or somebody that is not there in any of the years."""
    first, last = years
    if spot.term.category == "person":
        return spot.term.earliest is not None and spot.term.earliest > last
    return spot.term.category == "title" and not _fits_at(review, spot.text, max(first, last - 1))


def _finding(spot: Any, early: bool, years: Years) -> dict[str, Any]:
    term, (first, last) = spot.term, years
    bound = term.earliest if early else term.latest
    born = term.category == "person"
    gap = bound - last if early else first - bound
    when = _ARRIVES[born].format(_year(bound)) if early else _LEAVES[born].format(_year(bound))
    severity = "error" if term.confidence == "high" else "warning"
    if gap <= _NEAR.get(term.confidence, 0) or term.confidence == "low":
        severity = "info"
    return {
        "code": "ANACHRONISM.TERM" if early else "ANACHRONISM.LATE",
        "message": f"“{spot.text}”{when}，剧中是{_span(years)}。",
        "term": spot.text,
        "suggestion": "换成当时有的东西或说法；有意如此就写明理由。",
        "severity": severity,
        "measured": gap,
        "evidence": [
            {
                "term": term.id,
                "earliest": term.earliest,
                "latest": term.latest,
                "note": term.note,
                "sources": list(term.sources),
                "confidence": term.confidence,
            }
        ],
    }


def _fits_at(review: Review, text: str, year: int) -> bool:
    """Tell whether a term is there in a year; a span ends with the year before the next age."""
    found = dated.terms_of(text, year, review.kb)
    return any(not other.out_of_years for other in found)


def _shut(text: str, review: Review) -> list[tuple[int, int]]:
    """Return the spans that are names, titles or verses."""
    found = [
        match.span()
        for match in _BETWEEN.finditer(text)
        if (match[0].startswith("《") and not _is_dated(review, match[0][1:-1]))
        or _POEM.search(text[: match.start()])
    ]
    for name in review.script.speakers:
        if len(name) > 1:
            found += [match.span() for match in re.finditer(re.escape(name), text)]
    named = re.search(
        r"(?:(?<![这那就])叫(?![了来着去个上])|名叫|名唤|唤作|人称|外号|小名|乳名|姓)[“「]?([一-鿿]{1,4})",
        text,
    )
    if named:
        found.append(named.span(1))
    return found


def _is_dated(review: Review, title: str) -> bool:
    """Tell whether a title is itself a dated term: a book cannot be read before it is written."""
    return any(
        len(spot.text) == len(said)
        for said in (title, f"《{title}》")
        for spot in dated.terms_of(said, None, review.kb)
    )


def _is_absent(text: str, start: int, end: int) -> bool:
    return bool(_ABSENT.search(text[:start]) or _ABSENT_AFTER.match(text[end:]))


def _old_sense(spot: Any, text: str) -> bool:
    pattern = _senses().get(spot.text)
    return bool(pattern and pattern.search(text))


@cache
def _narrated() -> frozenset[str]:
    """Return the words with which an action line of any age is written: 几秒钟后, 那姑娘."""
    return frozenset(words_listed("narrated"))


@cache
def _senses() -> dict[str, re.Pattern[str]]:
    """Return, by word, the contexts in which its old sense is meant."""
    return {word: re.compile(pattern) for _, (word, pattern, *_rest) in rows_of("old_senses")}


def _span(years: Years) -> str:
    first, last = years
    return _year(first) if first == last else f"{_year(first)}至{_year(last)}"


def _year(year: int | None) -> str:
    if year is None:
        return "待考之年"
    return f"公元前{-year}年" if year < 0 else f"{year}年"
