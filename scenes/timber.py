"""Cai, zhi, fen; what a bracket set is called; the curve of the roof (juzhe)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from heritage_kb.errors import RefusedInput
from scenes import rulebook

CAI, ZHI, ZUCAI = 15.0, 6.0, 21.0  # fen; 《营造法式》卷四

_NUMERALS = {"一": 1, "单": 1, "二": 2, "双": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
             "七": 7, "八": 8, "九": 9}  # fmt: skip
_COUNT = "[单双一二两三]"


def cai_of_grade(grade: int) -> tuple[float, float]:
    """Return (height, width) in metres of a cai grade 1–8, in chi of rule ``chi``.

    Raises:
        RefusedInput: no such grade.
    """
    table = rulebook.grades()
    if grade not in table:
        raise RefusedInput(
            f"材等 {grade} 不存在：grade 请写 1 到 8。",
            f"There is no cai grade {grade}: write 1-8.",
        )
    height, width = table[grade]
    cun = rulebook.rule("chi").value / 1000.0
    return height * cun, width * cun


@dataclass(frozen=True, kw_only=True, slots=True)
class Puzuo:
    """A bracket set: ``number`` 铺作, ``arms`` 杪 then ``levers`` 昂.

    ``number`` 3 with one arm is 斗口跳: the arm carries the eave purlin itself; with none it is
    把头绞项, which does not jump. A Qing 斗科 of 三踩 … 九踩 has one … four jumps and the
    ``number`` of the 铺作 that jumps as often.
    """

    name: str
    number: int
    arms: int
    levers: int
    fill: str = ""  # 偷心, 计心, 隔跳; empty: 隔跳 where levers lie over two arms, else 偷心
    nose: str = "批竹"  # of levers: 批竹, 琴面, 象鼻
    false_levers: bool = False  # 假昂: an arm with a lever's nose, nothing slopes
    slanted: bool = False  # 斜栱 at 45° or 60° in the sets between (and over columns, Liao–Jin)
    double: bool = True  # 重栱 over each filled jump, else 单栱

    @property
    def jumps(self) -> int:
        """Return the jumps outward."""
        return self.arms + self.levers


def puzuo(name: str) -> Puzuo:
    """Return the bracket set of a name such as ``七铺作双杪双下昂``, ``五铺作双杪``, ``斗口跳``.

    Raises:
        RefusedInput: the name cannot be read, or its jumps do not add up.
    """
    plain = re.sub(r"[（(].*?[)）]|[，,、\s]|柱头|偷心造?|计心造?|单栱|重栱", "", name)
    if plain.startswith("斗口跳"):
        return Puzuo(name="斗口跳", number=3, arms=1, levers=0)
    m = re.match(rf"([四五六七八])铺作(?:({_COUNT})[杪抄])?(?:({_COUNT})下?昂)?", plain)
    if m is None:
        raise RefusedInput(
            f"斗栱“{name}”读不懂：brackets 请写如 五铺作双杪、七铺作双杪双下昂、斗口跳。",
            f"Bracket set {name!r} cannot be read: write e.g. 五铺作双杪.",
        )
    number = _NUMERALS[m[1]]
    arms, levers = (_NUMERALS.get(g or "", 0) for g in (m[2], m[3]))
    if arms + levers == 0:
        arms, levers = (number - 3, 0) if number <= 5 else (2, number - 5)
    return _checked(Puzuo(name=plain, number=number, arms=arms, levers=levers))


def _checked(made: Puzuo) -> Puzuo:
    if made.jumps != made.number - 3 or made.arms < 1:
        raise RefusedInput(
            f"斗栱“{made.name}”出跳不合：{made.number} 铺作应出 {made.number - 3} 跳"
            f"（《营造法式》卷四），且至少一杪；这里写了 {made.jumps} 跳。",
            f"{made.name}: {made.number} puzuo has {made.number - 3} jumps, one of them an arm.",
        )
    return made


def juzhe(places: Sequence[float], rise: float, first: float = 0.1) -> tuple[float, ...]:
    """Return heights above the eave purlin of purlins at ``places``, ridge first.

    ``places`` are distances from the ridge, from 0 to the eave purlin. Each purlin is set on the
    line from the one above to the eave purlin, then lowered by ``rise × first``, halved each
    time (《营造法式》卷五 举折之制).
    """
    end, heights, drop = places[-1], [rise], rise * first
    for above, here in zip(places, places[1:-1], strict=False):
        line = heights[-1] * (end - here) / (end - above)
        heights.append(line - drop)
        drop /= 2
    return (*heights, 0.0)


def corner_column_rise(bays: int) -> float:
    """Return how much the corner column stands higher, metres: 2 cun at 3 bays, +2 each 2 bays."""
    cun = rulebook.rule("chi").value / 1000.0
    return max(0, bays - 1) * cun * rulebook.rule("column.rise").value
