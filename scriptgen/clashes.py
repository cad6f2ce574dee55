"""Two lines of a brief that cannot both be had: said with both lines, before any work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.errors import RefusedInput
from heritage_kb.periods import numeral

if TYPE_CHECKING:
    from scriptgen.brief import Brief

EPISODE = re.compile(r"第([一二三四五六七八九十百\d]+)集")
_FORBIDS = re.compile(r"不可|不得|不要|不许|不能|不写|不出现|禁|避免|勿|别")
_LONGEST = 6  # an ``avoid`` item up to this long is a word, not a sentence about one


def refuse_clashes(brief: Brief) -> None:
    """Refuse a brief that asks for what it forbids, or for an episode that it does not have.

    Raises:
        RefusedInput: the sentence quotes the two lines.
    """
    for word, item in _words(brief):
        for key, line in _asked(brief):
            if word in line:
                raise RefusedInput(
                    f"题材自相矛盾：avoid（避免）里有“{item}”，{key}里却有“{_cut(line)}”；"
                    "请删去其中一条。",
                    f"avoid has “{item}” but {key} has “{_cut(line)}”.",
                )
    for line in brief.must:
        for found in EPISODE.finditer(line):
            number = numeral(found[1])
            if number and number > brief.episodes:
                raise RefusedInput(
                    f"题材自相矛盾：must（必须）“{_cut(line)}”说的是第{number}集，"
                    f"episodes（集数）只有 {brief.episodes}；请改其中一处。",
                    f"must speaks of episode {number}; there are {brief.episodes}.",
                )


def _words(brief: Brief) -> Iterator[tuple[str, str]]:
    for item in brief.avoid:
        if 1 < len(item) <= _LONGEST:
            yield item, item


def _asked(brief: Brief) -> Iterator[tuple[str, str]]:
    yield "title（片名）", brief.title
    yield "logline（一句话梗概）", brief.logline
    for key, rows in (("crafts（技艺）", brief.crafts), ("products（物产）", brief.products)):
        for row in rows:
            yield key, row
    for row in brief.must:
        if not _FORBIDS.search(row):
            yield "must（必须）", row


def _cut(line: str) -> str:
    return line if len(line) <= 24 else f"{line[:24]}…"
