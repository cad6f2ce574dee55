"""Where a sentence is cut into words: 那对手机敏过人 holds 对手, not 手机."""

from __future__ import annotations

from functools import lru_cache

_NUMBERS = frozenset("一二三四五六七八九十百千万两几数半多0123456789")
_HOLDING = frozenset(
    "把将被拿给让叫"
)  # 把手机收好: they stand before a thing more often than in a word
AROUND = 8  # characters on either side that decide how a word is cut


def straddled(text: str, start: int, end: int) -> bool:
    """Tell whether characters ``start``–``end`` of a text are parts of other words.

    A word of the segmentation that begins before ``start`` and ends inside, or begins inside and
    ends after ``end``, takes the characters for itself (高/铁锁 for 高铁); a cut inside them does
    not, nor what follows a whole word of two characters or more (鸦片/烟枪 for 鸦片烟). Where words
    from both sides meet inside (身手/机敏 for 手机), they take them as well.
    """
    from rjieba import cut

    at = max(0, start - AROUND)
    for word in cut(text[at : end + AROUND], False):
        after = at + len(word)
        if at < start < after < end and not _counts(text[at:start]):
            return True
        if start < at < end < after:
            return at - start < 2
        at = after
    return any(_meet(text, start, at, end) for at in range(start + 1, end))


def _meet(text: str, start: int, at: int, end: int) -> bool:
    """Tell whether a word from before ``start`` ends where one begins that runs past ``end``."""
    from rjieba import cut

    after = cut(text[at : end + AROUND], False)
    if not after or at + len(after[0]) <= end:
        return False
    before = cut(text[max(0, start - AROUND) : at], False)
    if not before or at - len(before[-1]) >= start:
        return False
    return not _counts(text[start - 1]) and text[start - 1] not in _HOLDING


def words_of(text: str) -> list[str]:
    """Return the words of a text as it is cut."""
    from rjieba import cut

    return list(cut(text, False))


@lru_cache(maxsize=8192)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a text with their parts of speech (n, v, nr … as ICTCLAS names them)."""
    from rjieba import tag

    return tuple(tag(text, False))


def _counts(text: str) -> bool:
    """Tell whether a text is a number: 十块 is cut as one word, 大洋 is still there."""
    return all(character in _NUMBERS for character in text)
