"""Judging what a thing is said to be made of or played on, where another stuff of the kind is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from heritage_kb.checking.clauses import denied_at
from heritage_kb.checking.judgement import Judgement, Said, Subject, affirmed, against, borne
from heritage_kb.checking.lexicon import STUFFS, found_in
from heritage_kb.normal import folded
from heritage_kb.records import Passage

# What is named here is the stuff itself, not one thing among others that are used as well.
_MAIN_BEFORE = re.compile(
    "(?:主料|原料|用料|材料|料子|料嘛|料|坯子|胎子?|底子|面子|馅子?|主奏|伴奏|主弦)(?:嘛|呢|啊)?[，]?(?:就|都|全|只|得|多|也|一律|主要)*(?:是|用|靠|选|拿)(?:的是)?[^，是用]{0,4}$"
    "|(?:用|靠|敲|拉|弹|吹|打|拿|嵌|刻|雕|包|糊|镶|贴|垒|砌|绣|抹|刷|填|塞|装|烧|编|扎|泡|掺|和)的(?:就|都|全|只|得|可|净|一律|正|尽)*是[^，]{0,4}$"
    "|(?:用|拿|靠|使|以)(?:的)?(?:上好|陈年|整块|整根|当地|山里|老)?(?:的)?$"
    "|手[里上](?:敲|拿|打|抱|拉|握)的?(?:就|都)?是?$|全靠$|只[用认使]$|专用$"
)
_MAIN_AFTER = re.compile(
    "^(?:粉|面|片|块|皮|条|丝|头|子|料|木)?(?:给|来)?(?:做|制|造|编|刻|雕|磨|捏|擀|压|烧|酿|扎|糊|打|铸|织|纺|熬|搓|削|凿|缝|拼|堆|砌|垒|蒸|冲)(?:出来|成)?的|^打底|^[就才]?是[^，]{0,12}的(?:主料|原料|底料|底子|魂)|^(?:做|制|酿|烧|编|刻|雕|擀|捏|铸|糊|熬|垒)"
)


def judge_stuff(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Yield a judgement for the first stuff that a clause says its subject is made of."""
    text = folded(said.text)
    for row in STUFFS:
        for start, end, word in found_in(row, text):
            if said.subject_start <= start < said.subject_end or said.named_over((start, end)):
                continue
            whole = folded(said.sentence)
            before = whole[: max(0, whole.find(text))] + text[:start]
            if not (_MAIN_BEFORE.search(before) or _MAIN_AFTER.match(text[end:])):
                continue
            one = _judge(word, row, subject)
            if one is not None:
                denied = denied_at(text, start)
                if not (denied and one.verdict == "contradicted"):
                    yield one.denied() if denied else one
                return


def _judge(word: str, row: tuple[str, ...], subject: Subject) -> Judgement | None:
    rival: Passage | None = None
    stem = word.removesuffix("粉").removesuffix("子") if len(word) > 2 else word
    for passage in subject.every:
        text = folded(passage.text)
        if len(word) == 1 and word in text:
            return None  # too short to say where it belongs
        if stem in text or word in text:
            said_so = stem in folded(affirmed(passage)) and passage in subject.passages
            return borne(word, passage) if said_so else None
    for passage in subject.passages:
        if rival is None and _holds(passage, row):
            rival = passage
    if rival is None:
        names = folded(subject.title)
        told = subject.told("what", "place")
        rival = told if found_in(row, names) else None
    return against(word, rival) if rival else None


@lru_cache(maxsize=65536)
def _holds(passage: Passage, row: tuple[str, ...]) -> bool:
    """Tell whether a passage on how it is made names a stuff of the same kind."""
    made = passage.topic in (
        "process",
        "tool",
        "material",
        "overview",
        "measure",
        "mistake",
        "history",
        "word",
    )
    return made and bool(found_in(row, folded(affirmed(passage))))
