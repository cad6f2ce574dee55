"""Judging what is said to come first and what next in a craft, in whatever words it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from heritage_kb.checking.judgement import Judgement, Said, Subject, against, borne, unknown
from heritage_kb.checking.lexicon import levelled
from heritage_kb.normal import folded
from heritage_kb.records import Passage

_THEN = "(?:然后|接着|随后|之后|而后|再|才|最后|末了|末尾|回头|后头|后来|后)"
# (what comes first, what comes next) of a sentence; in the last two the later is named first.
_CLAIMED = tuple(
    re.compile(p)
    for p in (
        f"先(?:是|要|得|把|拿|将|用)?([^。]{{1,16}}?)[，、]?{_THEN}(?:是|才|再|要|得|去|来|把|拿|往|上)*([^，。]{{1,12}})",
        "([^，。]{1,12})在[先前][，、]([^，。]{1,12})在后",
        "([^，。]{1,10})先[^，。后]{0,6}[，、]([^，。]{1,10})后",
        "([^，。是要得]{1,10})(?:之后|以后|完了|好了|过了|完|毕)[，、]?(?:才|再|就|接着|便|要|得)*([^，。]{1,12})",
        "([^，。]{2,12})[，、](?:最后|末了|末尾|然后)(?:是|要|得|去|来|把)*([^，。]{2,12})",
    )
)
_TURNED = tuple(
    re.compile(p)
    for p in (
        "([^，。]{2,12})(?:之前|以前|前)[，、]?(?:得|要|必须|须|必得)*先([^，。]{1,12})",
        "([^，。]{2,10})在后[，、]([^，。]{2,10})在[先前]",
    )
)
_FIRST = re.compile(
    "(?:第一步|头一步|打头的?|开头的?|头一道工序|第一道工序|头一件事?|头一道活?儿?|头道活?|第一件|第一道活?|开工先|起头的?|一上来)[，：]?(?:就?是|先|要|得)*[，：]?([^，。]{1,14})"
)
_LAST = re.compile(
    "(?:最后一步|最末一步|末一道|最后一道工序|最后一道|收尾的?|末了一步|最后一件|末一步|收工前|压轴的?一?步?)[，：]?(?:才?是|要|得|才)*[，：]?([^，。]{1,14})"
)
_EMPTY = frozenset(
    "的了是在要得把先再后才就用拿去来上下里一二三四五六七八九十、和与成出好完往开始最末尾这那个人们它时候不"
)


def judge_order(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Judge the order of two steps, or which step is the first or the last.

    The steps of fields and those written are two rows; the first that knows decides.
    """
    for derived in (True, False):
        steps = _steps(subject, derived)
        if len(steps) > 1:
            found = _two_steps(said, steps) or _end_step(said, steps)
            if found is not None:
                yield found
                return


def orders(text: str) -> bool:
    """Tell whether a text says what comes first or next."""
    return any(p.search(text) for p in (*_CLAIMED, *_TURNED, _FIRST, _LAST))


def _steps(subject: Subject, derived: bool) -> list[Passage]:
    steps = {p.text: p for p in subject.passages if p.step is not None and p.derived is derived}
    return sorted(steps.values(), key=lambda p: p.step or 0)


def _two_steps(said: Said, steps: Sequence[Passage]) -> Judgement | None:
    text = said.sentence
    for turned, patterns in ((True, _TURNED), (False, _CLAIMED)):
        for pattern in patterns:
            match = pattern.search(text)
            if match is None:
                continue
            one, two = match.group(1), match.group(2)
            if said.text not in text or one[-2:] not in said.text:
                continue
            first, second = (two, one) if turned else (one, two)
            found = _compare(first, second, match.group(), steps)
            if found is not None:
                return found
    return None


def _compare(first: str, second: str, text: str, steps: Sequence[Passage]) -> Judgement | None:
    a, b = _step_of(first, steps), _step_of(second, steps)
    if a is None or b is None:
        return None
    if a == b:
        return _within(first, second, text, steps[a])
    if a < b:
        return borne(text, steps[b])
    floor = 0.0 if steps[0].derived else _SURE
    sure = all(_step_of(words, steps, floor) is not None for words in (first, second))
    return against(text, steps[b]) if sure else unknown("步骤说得不全，难定先后")


_SURE = 2.5  # of letters and pairs by which a step must be named to be held against a sentence


def _within(first: str, second: str, text: str, step: Passage) -> Judgement | None:
    """Judge two things of one step by where they stand in it (高粱粉碎、润料蒸煮)."""
    words = step_words(step)
    places = []
    for chunk in (first, second):
        at = [words.find(c) for c in levelled(folded(chunk)) if c not in _EMPTY and c in words]
        if not at:
            return None
        places.append(at)
    if max(places[0]) < min(places[1]):
        return borne(text, step)
    return against(text, step) if step.derived and min(places[0]) > max(places[1]) else None


def _end_step(said: Said, steps: Sequence[Passage]) -> Judgement | None:
    for pattern, wanted in ((_FIRST, 0), (_LAST, len(steps) - 1)):
        match = pattern.search(said.text)
        if match is None:
            continue
        at = _step_of(match.group(1), steps)
        if at is None:
            continue
        if at == wanted:
            return borne(match.group(), steps[at])
        if abs(at - wanted) > 1:
            return against(match.group(), steps[wanted])
        return unknown("步骤相邻，难定先后")
    return None


def _step_of(words: str, steps: Sequence[Passage], floor: float = 0.0) -> int | None:
    """Return the step that a few words name, where exactly one names them best."""
    texts = [step_words(p) for p in steps]
    words = re.sub("(?:上笼|入笼|进窑|入窑|下锅)(?=.)", "", words)
    every = "".join(texts)
    mine = {c for c in levelled(folded(words)) if c not in _EMPTY and c in every}
    if not mine:
        return None
    scores = []
    for text in texts:
        score = sum(1.0 / sum(c in t for t in texts) for c in mine if c in text)
        pairs = sum(
            2.0
            for i in range(len(words) - 1)
            if words[i : i + 2] in text and words[i] not in _EMPTY
        )
        scores.append(score + pairs)
    best = max(scores)
    least = max(floor, 0.99 if steps[0].derived else 1.99)
    if best < least or scores.count(best) != 1:
        return None
    at = scores.index(best)
    rest = sorted(scores)[-2]
    return at if best >= 1.5 * rest else None


@lru_cache(maxsize=16384)
def step_words(passage: Passage) -> str:
    """Return what a step does, without the name of its craft and its number."""
    return levelled(folded(re.split("步(?:（共\\d+步）)?：", passage.text)[-1]))
