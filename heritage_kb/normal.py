"""One spelling for comparison: width, case and script (owner of OpenCC).

Every mapping keeps the length of the text, so that a span found in the normal form is a span
of the original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

# Simplified texts keep these in names: 乾隆, 魏徵, 哪吒, 麴.
_BOTH = frozenset("乾徵吒麴")
_TONES = "\u0304\u0301\u030c\u0300"  # of pinyin: macron, acute, caron, grave


class _Folding(dict[int, str]):
    """Code point -> its plain form, worked out when first met (``str.translate`` asks for it)."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        plain = unicodedata.normalize("NFKC", letter)
        plain = plain if len(plain) == 1 else letter
        plain = _simplified(plain) if plain > "\u3400" else _toneless(plain)
        self[point] = plain.lower() if len(plain.lower()) == 1 else plain
        return self[point]


def _toneless(letter: str) -> str:
    """Return a letter of pinyin without its tone: ā as a, ǚ as ü."""
    parts = unicodedata.normalize("NFD", letter)
    if not "a" <= parts[0].lower() <= "z":
        return letter
    return unicodedata.normalize("NFC", "".join(one for one in parts if one not in _TONES))


def _simplified(letter: str) -> str:
    """Return the simplified form of a character, itself where both scripts need it."""
    if letter in _BOTH:
        return letter
    plain: str = _converter().convert(letter)
    return plain if len(plain) == 1 and plain <= "\u9fff" else letter


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def traditional(text: str) -> str:
    """Return ``text`` in traditional characters, as before the reform of 1956.

    >>> traditional("票号药铺")
    '票號藥鋪'
    """
    made: str = _older().convert(text)
    return made


@lru_cache(maxsize=1)
def _older() -> Any:
    import opencc

    return opencc.OpenCC("s2t")


_FOLDING = _Folding()
_BRACKETED = re.compile(r"[（(〔\[【][^）)〕\]】]*[）)〕\]】]")
_NOISE = re.compile(r"[\s·•・“”\"'‘’《》「」『』—\-－]+")


def normal(text: str) -> str:
    """Return ``text`` in one width, case and script; the length is kept.

    >>> normal("應縣木塔Ａ")
    '应县木塔a'
    """
    return text.translate(_FOLDING)


_FULL_WIDTH = str.maketrans(",:;()?!", "，：；（）？！")


def folded(text: str) -> str:
    """Return ``normal(text)`` with Chinese marks where they have a half-width form.

    >>> folded("應縣木塔,高67.31米(約)")
    '应县木塔，高67.31米（約）'
    """
    return normal(text).translate(_FULL_WIDTH)


def name_key(name: str) -> str:
    """Return the form under which a name is filed: ``normal`` without spaces and marks.

    >>> name_key("晋剧（中路梆子）") == name_key("晋剧(中路梆子)")
    True
    """
    return _NOISE.sub("", normal(name))


def without_brackets(text: str) -> str:
    """Return ``text`` without what stands in brackets.

    >>> without_brackets("唐(740)")
    '唐'
    """
    return _BRACKETED.sub("", text).strip()
