"""Judging the form of a building: its roof, eaves, brackets, plan and the way that it faces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.checking.judgement import (
    Judgement,
    Said,
    Subject,
    affirmed,
    against,
    borne,
    unknown,
)

# Within a row one form shuts out the others; rows whose forms may stand together are not judged.
_GROUPS = tuple(
    re.compile(words)
    for words in (
        "庑殿|歇山|悬山|硬山|攒尖|盝顶|卷棚",
        "单檐|重檐|三檐",
        "[四五六七八]铺作",
        "八角|六角|四角|方形|圆形|圆塔|方塔|十二边形|平面是圆|平面是方|正方形|圆的|[四六八]个[角面]|四方|四棱|八面|六面|八棱",
        "楼阁式|密檐|覆钵|喇嘛塔|亭阁式",
        "坐北朝南|坐东朝西|坐西朝东|坐南朝北",
    )
)
_SAME = {
    "喇嘛塔": "覆钵",
    "四方": "方形",
    "四棱": "方形",
    "四个角": "方形",
    "四个面": "方形",
    "八面": "八角",
    "八棱": "八角",
    "八个角": "八角",
    "八个面": "八角",
    "六面": "六角",
    "六个角": "六角",
    "六个面": "六角",
    "平面是圆": "圆形",
    "圆的": "圆形",
    "圆塔": "圆形",
    "方塔": "方形",
    "平面是方": "方形",
    "正方形": "方形",
    "四角": "方形",
}
_ABSENT = re.compile("(?:没有|无|不用|不作)$")


def judge_forms(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Judge each word of form in a clause about a building."""
    if subject.dated.kind not in ("site", "structure"):
        return
    for group in _GROUPS:
        for match in group.finditer(said.text):
            if _ABSENT.search(said.text[: match.start()]):
                continue
            one = _judge(match.group(), group, subject)
            yield one.denied() if said.denies(match.start()) else one


def _judge(word: str, group: re.Pattern[str], subject: Subject) -> Judgement:
    form = _SAME.get(word, word)
    rivals = []
    for passage in subject.passages:
        if passage.topic == "mistake":
            continue
        forms = [_SAME.get(f, f) for f in group.findall(affirmed(passage))]
        if form in forms:
            return borne(word, passage)
        if forms and passage.entry == subject.dated.id:
            rivals.append(passage)
    for passage in subject.near:
        if form in passage.text and subject.entry.kind == "site" and passage.topic != "mistake":
            return borne(word, passage)
    return against(word, rivals[0]) if rivals else unknown(f"没有查到{subject.title}“{word}”的说法")
