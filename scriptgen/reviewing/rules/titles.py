"""Titles, loglines and promotion: what the management tips of 2024–2026 ask of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from heritage_kb.finding.spelling import sounds_of
from heritage_kb.normal import folded
from scriptgen.reviewing import lexicon
from scriptgen.reviewing.findings import Finding, Review
from scriptgen.reviewing.lexicon import words_listed

PROMOTION = ("logline", "promo", "description")
_MARKS = re.compile(r"^[^\w“]|[^\w”）)]$")
_ASKS = re.compile(r"(?<=[^！!])？$")  # a title may ask
_LATIN = re.compile(r"[a-z]{2,}|[a-z](?=[\u3400-\u9fff])")
_LENGTHS = {"logline": "TITLE.LOGLINE", "description": "TITLE.DESCRIPTION"}
# The province's own slogan plays on an idiom.
_OWN_PLAYS = re.compile(r"晋善晋美(?!又|还|更)")


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding of the title, the episodes' titles, the logline and promotion."""
    script, kind = review.script, review.context.kind
    if script.title:
        title = script.title.strip().removeprefix("《").removesuffix("》")
        yield from _title(review, title)
    for episode in script.episodes:
        if episode.title and script.whole:
            yield from _words(review, episode.title, episode=episode.number)
    if kind in PROMOTION:
        text = "".join(line.text for *_, line in script.lines())
        yield from _promotion(review, text, kind)
    elif script.brief and script.brief.logline:
        yield from _words(review, script.brief.logline, only=("TITLE.BANNED", "TITLE.HYPE"))


def _title(review: Review, title: str) -> Iterator[Finding]:
    yield from _words(review, title)
    limit = review.limit("TITLE.LENGTH")
    if len(title) > limit:
        yield review.finding(
            "TITLE.LENGTH",
            f"片名 {len(title)} 字，偏长。",
            text=title,
            measured=len(title),
            suggestion=f"{limit} 字以内。",
        )
    if _MARKS.search(title) and not _ASKS.search(title):
        yield review.finding(
            "TITLE.ENDS", "片名首尾有符号。", text=title, suggestion="去掉首尾符号。"
        )
    if latin := _LATIN.search(folded(title)):
        yield review.finding(
            "TITLE.LATIN",
            f"片名里有外文字母“{latin[0]}”。",
            text=title,
            term=title[latin.start() : latin.end()],
            suggestion="换成中文。",
        )
    if pun := _pun(title):
        yield review.finding(
            "TITLE.PUN",
            f"片名里的“{pun[0]}”像是“{pun[1]}”的谐音。",
            text=title,
            term=pun[0],
            suggestion="用规范的写法。",
        )


def _promotion(review: Review, text: str, kind: str) -> Iterator[Finding]:
    yield from _words(review, text)
    code = _LENGTHS.get(kind)
    limit = review.limit(code) if code else None
    if code and limit and len(text) > limit:
        yield review.finding(
            code,
            f"{len(text)} 字，限 {limit} 字。",
            text=text,
            measured=len(text),
            suggestion="删到限内。",
        )


def _words(
    review: Review, text: str, *, only: tuple[str, ...] = (), episode: int | None = None
) -> Iterator[Finding]:
    said: set[str] = set()
    for hit in lexicon.hits(text, "titles"):
        code = hit.sense.code
        if code in said or (only and code not in only):
            continue
        # A calling, which somebody may have in a logline; a title may not say it.
        if only and lexicon.excused(hit.sense.guards, text, hit.start, reach="logline"):
            continue
        said.add(code)
        yield review.finding(
            code,
            f"{review.book[code].what}：“{hit.text}”。",
            episode=episode,
            text=text,
            term=hit.text,
            suggestion="换一种平实的说法。",
        )


def _pun(title: str) -> tuple[str, str] | None:
    """Return the words of a title that sound like a known phrase but are written otherwise."""
    for run in re.findall(r"[\u3400-\u9fff]+", _OWN_PLAYS.sub("，", title)):
        sounds = sounds_of(run)
        if len(sounds) != len(run):
            continue
        for size in sorted({len(phrase) for phrase in _phrases().values()}):
            for start in range(len(run) - size + 1):
                words = run[start : start + size]
                phrase = _phrases().get(tuple(sounds[start : start + size]))
                if phrase and _close(words, phrase):
                    return words, phrase
    return None


def _close(words: str, phrase: str) -> bool:
    """Tell a play on a phrase from a chance: some of it is left, some of it is changed."""
    kept = sum(one == other for one, other in zip(words, phrase, strict=True))
    return len(phrase) / 3 <= kept < len(phrase) and words not in _phrases().values()


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    """Return common phrases by how they sound."""
    return {tuple(sounds_of(word)): word for word in words_listed("phrases")}
