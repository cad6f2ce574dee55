"""Traits: what is so of a person for the whole story, and what it rules out (``traits.tsv``).

Who cannot read reads no letter, an only child has no brother, who is from one county is from no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from scriptgen.reviewing.lexicon import rows_of
from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told, clauses

_COLUMNS = 7
_SINCE = frozenset(("素不相识", "没坐过", "父母双亡", "瘫", "独臂", "未婚"))  # so from some day on
_UNREAL = re.compile(r"要是|如果|假如|若是|就算|莫非|难道|吗[？?]|谁说|不是")
_ORIGIN = re.compile(
    r"(?:我|俺|在下|小女|他|她)(?:是|本是|原是)([一-鿿]{2,3}?)(?:人|县人|府人|城人)(?=[，。！]|氏)|"
    r"(?:老家|祖籍|家乡|原籍)(?:就)?(?:在|是)([一-鿿]{2,3}?)(?=[，。！、]|人|县|府|城|乡)"
)
_RANKS = re.compile(
    r"(?:排行|我是|是)(?:家里|家中|家里的)?(?:的)?(老大|老二|老三|老四|老五|老幺|第[一二三四五])"
)
_ALIKE = {"第一": "老大", "第二": "老二", "第三": "老三", "第四": "老四", "第五": "老五"}
_NO_COUNTY = frozenset(
    re.split(
        " ",
        "本地 外地 外乡 好人 坏人 女人 男人 读书 庄稼 生意 商人 中国 山里 乡下 城里 自己 有钱 明白 聪明 证婚 老实",
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trait:
    """One row of ``traits.tsv``; ``good`` and ``against`` are patterns over one clause."""

    code: str
    name: str
    says: re.Pattern[str]
    shown: re.Pattern[str] | None
    spoken: re.Pattern[str] | None
    unless: re.Pattern[str]
    examples: tuple[str, str]


@cache
def traits() -> tuple[Trait, ...]:
    """Return every trait.

    Raises:
        ValueError: a row is malformed; the message names the row.
    """
    found = []
    for number, row in rows_of("traits"):
        if len(row) != _COLUMNS:
            raise ValueError(f"traits.tsv row {number}: seven columns, got {len(row)}")
        shown, spoken = _sides(row[3])
        found.append(
            Trait(
                code=row[0],
                name=row[1],
                says=re.compile(row[2]),
                shown=shown,
                spoken=spoken,
                unless=re.compile(row[4]),
                examples=(row[5], row[6]),
            )
        )
    return tuple(found)


def _sides(pattern: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Return what goes against a trait in shown lines, and in spoken ones."""
    shown, _, spoken = pattern.partition("：")
    return (
        re.compile(shown.removeprefix("△").removesuffix("|")) if shown else None,
        re.compile(spoken) if spoken else None,
    )


def check(story: Told) -> Iterator[Break]:
    """Yield what goes against a trait that was told before."""
    yield from _values(story)
    known: dict[tuple[str, str], Spot] = {}
    for spot in story.spots:
        if spot.back or spot.line.type not in ("action", "dialogue"):
            continue
        for trait in traits():
            _undo(story, spot, trait, known)
            yield from _against(story, spot, trait, known)
            said = trait.says.search(spot.text)
            if said and not _UNREAL.search(spot.text):
                for name in _whose(story, spot, said):
                    known.setdefault((name, trait.name), spot)
                    yield from _before(story, spot, trait, name)


_NEWLY = re.compile(r"刚|今[天日儿晚早]|方才|被|摔|砸|炸|咬|中了|从此|从今|往后|以后|戒")


def _before(story: Told, said: Spot, trait: Trait, name: str) -> Iterator[Break]:
    """Yield what goes against a trait that was always so and is told only later."""
    if _NEWLY.search(said.text) or trait.name in _SINCE:
        return
    for spot in story.spots[: said.at]:
        if (
            spot.back
            or spot.line.type not in ("action", "dialogue")
            or name not in (spot.line.speaker, *story.named(spot.text))
        ):
            continue
        for one in _against(story, spot, trait, {(name, trait.name): said}, later=True):
            yield replace(one, sure=False)
            return


def _undo(story: Told, spot: Spot, trait: Trait, known: dict[tuple[str, str], Spot]) -> None:
    """Forget a trait that a line takes back: she learns to read, he marries."""
    if trait.unless.search(spot.text):
        for name in [*story.named(spot.text), spot.line.speaker or "", *spot.scene.cast]:
            known.pop((name, trait.name), None)


def _whose(story: Told, spot: Spot, said: re.Match[str]) -> list[str]:
    """Return whom a trait is told of; 就你一个儿子 is the listener, 咱们没见过 both of two."""
    clause = next((c for c in clauses(spot.text) if said[0] in c), spot.text)
    own = re.search(r"[我俺]", clause) and "你" not in said[0]
    if spot.spoken and own and not story.named(clause):
        return [spot.line.speaker] if spot.line.speaker else []
    about = story.meant(
        spot, "你" if re.search("你(?:这么)?一个", said[0]) else spot.text[: said.end()]
    )
    if spot.spoken and re.search(r"见过|相识|见面", said[0]):
        return [name for name in (spot.line.speaker,) if name]
    return [about] if about else []


def _against(
    story: Told,
    spot: Spot,
    trait: Trait,
    known: dict[tuple[str, str], Spot],
    *,
    later: bool = False,
) -> Iterator[Break]:
    pattern = trait.spoken if spot.spoken else trait.shown
    if pattern is None or not any(name == trait.name for _, name in known):
        return
    for clause in clauses(spot.text):
        found = pattern.search(clause)
        if found is None or _UNREAL.search(spot.text):
            continue
        before = spot.text[: spot.text.index(clause) + found.start()]
        who = spot.line.speaker if spot.spoken else story.meant(spot, before)
        first = known.get((who or "", trait.name))
        if who and first is not None and (later or first.at < spot.at):
            known.pop((who, trait.name))
            yield Break(
                code=trait.code, spot=spot, other=first, term=found[0],
                what=f"{who}前面{trait.name}，这里却“{found[0]}”",
            )  # fmt: skip
            return


def _values(story: Told) -> Iterator[Break]:
    """Yield two home counties, two places among brothers."""
    known: dict[tuple[str, str], tuple[str, Spot]] = {}
    for spot in story.spots:
        if not spot.spoken:
            continue
        for kind, code, pattern in (
            ("籍贯", "CONTINUITY.PLACE", _ORIGIN),
            ("排行", "CONTINUITY.KINSHIP", _RANKS),
        ):
            found = pattern.search(spot.text)
            if found is None or _UNREAL.search(spot.text):
                continue
            value = next(filter(None, found.groups()))
            value = _ALIKE.get(value, value)
            who = story.meant(spot, spot.text[: found.end()])
            if who is None or value in _NO_COUNTY or story.named(value):
                continue
            first = known.setdefault((who, kind), (value, spot))
            if first[0] != value and not set(first[0]) & set(value) - set("老"):
                yield Break(
                    code=code, spot=spot, other=first[1], term=found[0],
                    what=f"{who}的{kind}前面是{first[0]}，这里是{value}",
                )  # fmt: skip
