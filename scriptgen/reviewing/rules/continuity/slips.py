"""Slips of the pen: a name that is somebody's but for one character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told, family, nicknames
from scriptgen.reviewing.words import straddled, tagged

_RANK = re.compile(
    r"[的了是不在有就也都还把被给跟和与你我他她它这那谁吗呢吧啊来去说看听好请等先再们家人]|"
    r"掌柜|师[傅父爷]|先生|太太|夫人|公子|小姐|姑娘|[婶娘嫂姨婆妈姑姐奶爷叔伯哥弟妹头工长导总氏某老]|[大]人"
)
_ANOTHER = re.compile(
    r"我叫|我是|名叫|本名|原名|改名|化名|大号|小名|弟弟|哥哥|兄弟|姐姐|妹妹|堂|表|双生|同胞"
)
_HOUSE = re.compile(
    r"([一-鿿]{2})(班|号|堂|楼|斋|社|坊|园|镖局|客栈|当铺|票号|醋坊)(?=的|[，。！？]|三代|这|里|门)"
)


def check(story: Told) -> Iterator[Break]:
    """Yield names written once that differ in one character from one that is known."""
    yield from _people(story)
    yield from _given(story)
    yield from _houses(story)


def _slip(spot: Spot, word: str, name: str, other: Spot | None = None) -> Break:
    return Break(
        code="CONTINUITY.ALIAS", spot=spot, other=other, term=word,
        what=f"“{word}”与“{name}”只差一个字，是不是同一个",
        suggestion="是同一个就统一写法。",
    )  # fmt: skip


def _people(story: Told) -> Iterator[Break]:
    """Yield 丁十五 where only 丁十三 is known."""
    names = [
        n
        for n in sorted(story.names)
        if len(n) == 3 and family(n) == n[0] and not _RANK.search(n[1:])
    ]
    patterns = [
        (n, re.compile(rf"{n[0]}(?:{n[1]}(?!{n[2]})([一-鿿])|(?!{n[1]})([一-鿿]){n[2]})"))
        for n in names
    ]
    whole = "\n".join(s.text for s in story.spots)
    for spot in story.spots:
        for name, pattern in patterns:
            for found in pattern.finditer(spot.text):
                odd = found[1] or found[2]
                if (
                    found[0] in story.names or _RANK.search(odd) or _ANOTHER.search(spot.text)
                    or whole.count(found[0]) > 1 or any(c in found[0] for c in story.calls if len(c) > 2)
                    or straddled(spot.text, found.start(), found.end())
                    or any(found[0] in nick for nick in nicknames(name))
                ):  # fmt: skip
                    continue
                yield _slip(spot, found[0], name)


_CALLED = re.compile(r"(?:^|[。！？])([一-鿿]{2})(?=[，！])")


def _given(story: Told) -> Iterator[Break]:
    """Yield 知春 called aloud where only 林知秋 is there, and 老葛 for 老郭."""
    given = {
        n[1:]: n
        for n in story.names
        if len(n) == 3 and family(n) == n[0] and not _RANK.search(n[1:])
    }
    families = {family(n) for n in story.names} - {""}
    for spot in story.spots:
        if not spot.spoken:
            continue
        for found in _CALLED.finditer(spot.text):
            word = found[1]
            if word in story.names or word in story.calls or _RANK.search(word[1]):
                continue
            if (
                word[0] == "老"
                and word[1] not in families
                and family(word)
                and story.listener(spot)
            ):
                other = family(story.listener(spot) or "")
                if other and not _ANOTHER.search(spot.text):
                    yield _slip(spot, word, f"老{other}")
                continue
            near = next(
                (
                    g
                    for g in sorted(given)
                    if sum(a != b for a, b in zip(g, word, strict=True)) == 1
                ),
                None,
            )
            if near and given[near] != spot.line.speaker and not _common(word):
                yield _slip(spot, word, given[near])


def _common(word: str) -> bool:
    """Tell whether a word is one of the language: it is cut as one, and is no name."""
    tags = tagged(word)
    return len(tags) == 1 and not tags[0][1].startswith("nr")


def _houses(story: Told) -> Iterator[Break]:
    """Yield 庆荣班 written once where 庆和班 is known."""
    seen: dict[str, list[Spot]] = {}
    for spot in story.spots:
        for found in _HOUSE.finditer(spot.text):
            seen.setdefault(found[1] + found[2], []).append(spot)
    for word, spots in seen.items():
        near = next(
            (
                name
                for name, others in seen.items()
                if len(name) == len(word) and name[2:] == word[2:] and len(others) > 1 == len(spots)
                and sum(a != b for a, b in zip(name, word, strict=True)) == 1
            ),
            None,
        )  # fmt: skip
        if near:
            yield _slip(spots[0], word, near, seen[near][0])
