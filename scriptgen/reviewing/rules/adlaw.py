"""Advertising and placement: a word is a claim only where something is being sold.

Something is sold where the context or the brief names a sponsor or products, or where the line
itself praises goods and asks to buy them. What a villain or a rival of the story says is a hint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scriptgen.reviewing import lexicon
from scriptgen.reviewing.findings import Finding, Line, Review, in_scene
from scriptgen.reviewing.heroes_named import names_in
from scriptgen.reviewing.speaking import cue, voice, weighed

_LIQUOR = re.compile(r"酒|汾|竹叶青|杏花村|老白汾|清香型|白玉汾")
_MEDICAL = re.compile(r"药|保健|膏|丸|散|胶囊|口服液|龟龄集|定坤丹|黄芪|党参|医")
_NARRATES = ("vo", "caption")
_SELLING = lexicon.compiled("{买卖}|推荐|代言|品牌|牌子|选择|直播间|家人们|老铁们|主播")
_ONLY = {"ADLAW.LIQUOR": _LIQUOR, "ADLAW.ENDORSE": _MEDICAL}


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding of advertising."""
    for episode, scene, line in review.script.lines():
        if not _sells(review, line):
            continue
        where = in_scene(episode, scene, line)
        said: set[str] = set()
        for hit in lexicon.hits(line.text, "adlaw", cue(line)):
            code = hit.sense.code
            if code in said or not _concerns(review, line, code):
                continue
            said.add(code)
            rule = review.book[code]
            yield review.finding(
                code,
                f"{rule.what}：“{hit.text}”。",
                severity=weighed(rule.severity, hit.sense.tone, voice(review, line)),
                term=hit.text,
                suggestion="改说看得见、尝得到的，或删去；要说的数据注明出处。",
                evidence=[{"source": rule.source, "since": rule.effective_from, "tag": rule.tag}],
                **where,
            )
        for name in names_in(line.text):
            yield review.finding(
                "ADLAW.STATE",
                f"英雄烈士的姓名不得用于商业广告：“{name}”。",
                term=name,
                suggestion="换名。",
                **where,
            )


def _sells(review: Review, line: Line) -> bool:
    """Tell whether a line is said of something that is being sold."""
    if review.context.sponsor or review.context.category:
        return True
    brief = review.script.brief
    told = f"{cue(line)}{line.text}"
    if brief is not None and any(product in told for product in brief.products or ()):
        return _SELLING.search(told) is not None
    goods = lexicon.compiled("{货}").search(told)
    if line.type in _NARRATES or (line.speaker and line.speaker in ("旁白", "画外音")):
        return bool(goods and re.search(r"选择|首选|品牌|认准|就选|只选", told))
    return bool(goods and lexicon.compiled("{买卖}").search(told))


def _concerns(review: Review, line: Line, code: str) -> bool:
    only = _ONLY.get(code)
    if only is None:
        return True
    context = review.context
    about = f"{context.sponsor or ''}{context.category or ''}{line.text}"
    return only.search(about) is not None
