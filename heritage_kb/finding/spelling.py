"""Queries in other spellings: pinyin, homophones, English, numbers (owner of pypinyin).

Sounds are folded to what a hurried or southern typist keeps apart and what she does not: no tones,
zh ch sh as z c s, ng as n, ü as v.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from heritage_kb.normal import normal
from heritage_kb.reading import DATA

_CHINESE = re.compile(r"[\u3400-\u9fff〇]+")
_LATIN = re.compile(r"[a-zü]+(?:'[a-zü]+)*")
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_SAME = {"mountain": "mount", "mt": "mount", "grottoe": "grotto", "grotte": "grotto"}
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "is",
        "are",
        "was",
        "were",
        "be",
        "to",
        "for",
        "and",
        "or",
        "by",
        "with",
        "from",
        "which",
        "what",
        "where",
        "when",
        "who",
        "how",
        "why",
        "did",
        "does",
        "do",
        "it",
        "its",
        "there",
        "any",
        "some",
        "about",
        "near",
        "me",
        "tell",
        "please",
        "made",
        "built",
        "old",
        "ancient",
        "famous",
        "chinese",
        "china",
        "i",
        "want",
        "find",
        "need",
        "that",
        "this",
        "can",
    ]
)


def sounds_of(text: str) -> list[str]:
    """Return the folded syllables of the Chinese characters of a text.

    >>> sounds_of("应县木塔")
    ['yin', 'xian', 'mu', 'ta']
    """
    from pypinyin import lazy_pinyin

    runs = _CHINESE.findall(normal(text))
    return [_folded(one) for run in runs for one in lazy_pinyin(run, v_to_u=False)]


def sound_tokens(syllables: Iterable[str]) -> list[str]:
    """Return syllables and pairs of them as index tokens."""
    every = list(syllables)
    return [*every, *map("".join, pairwise(every))]


def _folded(syllable: str) -> str:
    plain = syllable.replace("ü", "v")
    for long, short in _FOLDS:
        if plain.startswith(long):
            plain = short + plain[2:]
    return plain.removesuffix("g") if plain.endswith("ng") else plain


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    """Every syllable of the standard language, unfolded."""
    from pypinyin import lazy_pinyin

    common = "".join(
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    )
    found = {one for letter in common for one in lazy_pinyin(letter, v_to_u=False)}
    return frozenset(one for one in found if one.isalpha() and one.isascii()) | {"lv", "nv"}


def spelled_out(query: str) -> list[list[str]]:
    """Return the pinyin of a query, run by run, each as folded syllables; [] where none is.

    >>> spelled_out("pingyao 推光漆")
    [['pin', 'yao']]
    """
    found = []
    for run in _LATIN.findall(normal(query)):
        parts = [_segmented(part.replace("ü", "v")) for part in run.split("'")]
        if all(parts):
            found.append([_folded(one) for part in parts for one in part or ()])
    return found


def _segmented(run: str) -> tuple[str, ...] | None:
    """Return the fewest syllables that make up the run, None where none do."""
    known = _syllables()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(run)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - 6), end):
            before, last = best[start], run[start:end]
            if before is None or last not in known or (len(last) == 1 and len(run) > 1):
                continue
            here = best[end]
            if here is None or len(before) + 1 < len(here):
                best[end] = (*before, last)
    return best[-1]


def english_words(query: str) -> list[str]:
    """Return the English words of a query, plain and without the empty ones."""
    words = re.findall(r"[a-z]+", normal(query))
    plain = [_singular(word) for word in words if word not in _STOP and len(word) > 1]
    return [_SAME.get(word, word) for word in plain]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def in_chinese(query: str) -> str:
    """Return what the English words of a query are called in Chinese, "" where none is known."""
    words, glossary = english_words(query), _glossary()
    found, at = [], 0
    while at < len(words):
        for length in (3, 2, 1):
            meant = glossary.get(" ".join(words[at : at + length]))
            if meant and at + length <= len(words):
                found.append(meant)
                at += length
                break
        else:
            at += 1
    return " ".join(found)


@lru_cache(maxsize=1)
def _glossary() -> dict[str, str]:
    """English words of the field → Chinese, from ``data/english.tsv``."""
    rows = (DATA / "english.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {" ".join(map(_singular, english.split())): chinese for english, chinese in pairs}
