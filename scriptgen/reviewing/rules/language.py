"""Language: dialect is told how much there is and whether it is explained; foreign words need Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from scriptgen.reviewing.findings import Finding, Line, Review, in_scene
from scriptgen.reviewing.lexicon import words_listed

_SPOKEN = ("dialogue", "os", "vo")
_TAIL = re.compile(r"(?:[咧嘞哩]|价)(?=[，。！？…]|$)")
_FOREIGN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’ ,.!?-]{5,}[A-Za-zÀ-ÿ]")
_CHINESE = re.compile(r"字幕|中文|译|“[一-鿿]+”|（[一-鿿，。！？]+）")
_GLOSSED = re.compile(r"（[^（）]{1,12}）")


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding of language."""
    for episode, scene, line in review.script.lines():
        where = in_scene(episode, scene, line)
        if line.type in _SPOKEN and not review.context.subtitle:
            yield from _dialect(review, line, where)
        foreign = _FOREIGN.search(line.text)
        if foreign is None or " " not in foreign[0] or review.context.subtitle:
            continue
        if not _CHINESE.search(line.text.replace("没有中文", "")):
            yield review.finding(
                "LANGUAGE.FOREIGN",
                f"“{foreign[0]}”没有中文。",
                term=foreign[0],
                suggestion="加中文字幕，或在括号里写明意思。",
                **where,
            )


def _dialect(review: Review, line: Line, where: dict[str, object]) -> Iterator[Finding]:
    found = [match[0] for match in _words().finditer(line.text)]
    tails = _TAIL.findall(line.text)
    if not found or len(_GLOSSED.findall(line.text)) >= len(found):
        return
    count = sum(map(len, found)) + len(tails)
    share = round(count / max(1, len(re.sub(r"[^一-鿿]", "", line.text))), 2)
    if share < review.limit("DIALECT") and len(found) + len(tails) < 2:
        return
    yield review.finding(
        "DIALECT",
        f"这句方言词占 {share:.0%}：{'、'.join(dict.fromkeys(found))}，没有字幕或注解。",
        term=found[0],
        measured=share,
        suggestion="确因艺术需要就配普通话字幕或在括号里注明意思，否则改用普通话。",
        **where,
    )


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words_listed("dialect"), key=len, reverse=True)))
