"""Cai, zhi, fen; what a bracket set is called; the curve of the roof (juzhe)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heritage_kb.errors import RefusedInput
from scenes import rulebook

CAI, ZHI, ZUCAI = 15.0, 6.0, 21.0  # fen; 《营造法式》卷四
FEN_PURLIN = CAI + ZHI / 2  # 槫: one cai and half a zhi
DOUKOU_PURLIN = 30.0  # 挑檐桁: three 斗口
SMALL_PURLIN = 60.0  # 小式: the purlin is as thick as the column
PLAIN_HEAD = (
    20.0  # before 斗口: beam's end and 替木 between a column without brackets and the purlin
)

_NUMERALS = {"一": 1, "单": 1, "二": 2, "双": 2, "两": 2, "重": 2, "三": 3, "四": 4, "五": 5, "六": 6,
             "七": 7, "八": 8, "九": 9}  # fmt: skip
_COUNT = "[单双重一二两三]"
DOUKOU_AGES = ("ming", "qing")  # built by 斗口, one of which is ten fen
LARGEST_DOUKOU = 11.5  # cm; a smaller figure given for the cai of a Ming or Qing hall is its 斗口


def cai_of_grade(grade: int, period: str = "") -> tuple[float, float]:
    """Return (height, width) in metres of a cai grade 1–8, in chi of rule ``chi``.

    Of Ming and Qing the grade is one of the eleven 斗口 grades: width 斗口, height one and a half.

    Raises:
        RefusedInput: no such grade.
    """
    cun = rulebook.rule("chi", period=period if period in DOUKOU_AGES else "").value / 1000.0
    if period in DOUKOU_AGES:
        table = {g: (1.5 * c, c) for g, c in rulebook.doukou().items()}
    else:
        table = dict(rulebook.grades())
    if grade not in table:
        raise RefusedInput(
            f"材等 {grade} 不存在：grade 请写 1 到 {len(table)}。",
            f"There is no cai grade {grade}: write 1-{len(table)}.",
        )
    height, width = table[grade]
    return height * cun, width * cun


@dataclass(frozen=True, kw_only=True, slots=True)
class Puzuo:
    """A bracket set: ``number`` 铺作, ``arms`` 杪 then ``levers`` 昂.

    ``number`` 3 with one arm is 斗口跳: the arm carries the eave purlin itself; with none it is
    把头绞项 or 一斗三升, which do not jump; ``number`` 0 is none at all (小式, the beam's head
    carries the purlin). A Qing 斗科 of 三踩 … 九踩 has one … four jumps and the ``number`` of the
    铺作 that jumps as often.
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


_PLAIN = {
    "斗口跳": ("斗口跳", 3, 1), "把头绞项": ("把头绞项造", 3, 0), "一斗三升": ("一斗三升", 3, 0),
    "不用斗栱": ("不用斗栱", 0, 0), "不用斗拱": ("不用斗栱", 0, 0), "无斗栱": ("不用斗栱", 0, 0),
    "无斗拱": ("不用斗栱", 0, 0), "小式": ("不用斗栱", 0, 0),
}  # fmt: skip


_WORDS = (
    ("偷心", "fill", "偷心"), ("计心", "fill", "计心"), ("隔跳", "fill", "隔跳"),
    ("琴面", "nose", "琴面"), ("批竹", "nose", "批竹"), ("象鼻", "nose", "象鼻"),
    ("假昂", "false_levers", True), ("真昂", "false_levers", False), ("斜栱", "slanted", True),
    ("斜拱", "slanted", True), ("单栱", "double", False), ("重栱", "double", True),
)  # fmt: skip


def puzuo(name: str, **habits: Any) -> Puzuo:
    """Return the bracket set of a name such as ``七铺作双杪双下昂``, ``五踩单翘单昂``, ``斗口跳``.

    偷心 计心 单栱 琴面 批竹 假昂 斜栱 in the name are heeded; ``habits`` (fields of ``Puzuo``) say
    what the age would do where the name is silent.

    Raises:
        RefusedInput: the name cannot be read, or its jumps do not add up.
    """
    said = _said(name)
    plain = re.sub(
        r"[（(].*?[)）]|[，,、；;\s]|柱头|偷心造?|计心造?|隔跳|单栱|重栱|[出施]|琴面|批竹|象鼻|假|真|45°|斜栱",
        "", name.replace("斗拱", "斗栱").replace("抄", "杪"),
    )  # fmt: skip
    for start, (known, number, arms) in _PLAIN.items():
        if plain.startswith(start):
            return Puzuo(name=known, number=number, arms=arms, levers=0, **{**habits, **said})
    return _checked(_counted(name, plain, {**habits, **said}))


def _said(name: str) -> dict[str, Any]:
    """Return what a name says beside the count."""
    return {key: value for word, key, value in _WORDS if word in name}


def _counted(name: str, plain: str, habits: Mapping[str, Any]) -> Puzuo:
    m = re.match(rf"([四五六七八])铺作(?:({_COUNT})杪)?(?:({_COUNT})下?昂)?", plain)
    qing = re.match(rf"([三五七九])[踩跴](?:({_COUNT})翘)?(?:({_COUNT})昂)?", plain)
    found = m or qing
    if found is None:
        raise RefusedInput(
            f"斗栱“{name}”读不懂：brackets 请写如 五铺作双杪、七铺作双杪双下昂、斗口跳、五踩单翘单昂。",
            f"Bracket set {name!r} cannot be read: write e.g. 五铺作双杪.",
        )
    number = _NUMERALS[found[1]] if m else (_NUMERALS[found[1]] - 1) // 2 + 3
    arms, levers = (_NUMERALS.get(g or "", 0) for g in (found[2], found[3]))
    if arms + levers == 0:
        arms, levers = (number - 3, 0) if number <= 5 else (2, number - 5)
    if qing:
        habits = {**habits, "false_levers": True}
    return Puzuo(name=plain[: found.end()], number=number, arms=arms, levers=levers, **habits)


def _checked(made: Puzuo) -> Puzuo:
    if made.jumps != made.number - 3:
        raise RefusedInput(
            f"斗栱“{made.name}”出跳不合：出 {made.number - 3} 跳方合此数"
            f"（《营造法式》卷四：四铺作一跳，每增一铺加一跳），这里写了 {made.jumps} 跳。",
            f"{made.name}: {made.number} puzuo has {made.number - 3} jumps, not {made.jumps}.",
        )
    return made


def set_height(made: Puzuo, slope: float, jump: float, system: str = "fen") -> float:
    """Return foot of 栌斗 (坐斗) to back of the eave purlin, in fen; ``jump`` is one jump, fen.

    Of 铺作, each arm or false lever adds a zucai; each true lever a cai along its slope and a zhi,
    less its fall over a jump; then 令栱, 替木 and purlin. Of 斗科 (《工程做法》), 五踩 is 9.2 斗口
    to the purlin's underside and each 踩 more or less 2; the purlin is 3.
    """
    if made.number == 0 and system != "doukou":
        return PLAIN_HEAD + FEN_PURLIN
    if made.number == 0:
        return 40.0 + SMALL_PURLIN  # 垫板 and 檩 over the column's head
    if system == "doukou":
        return 72.0 + 20.0 * max(made.jumps - 1, -1) + DOUKOU_PURLIN
    if made.number == 3:
        return 12.0 + ZUCAI + 10.0 + FEN_PURLIN
    true = 0 if made.false_levers else made.levers
    arms = 12.0 + ZUCAI * (made.jumps - true)
    levers = true * (CAI * math.hypot(1.0, slope) + ZHI - jump * slope)
    return arms + levers + ZUCAI + 10.0 + FEN_PURLIN


def eave_purlin(made: Puzuo, system: str) -> float:
    """Return the thickness of the purlins of such a hall, in fen."""
    if system != "doukou":
        return FEN_PURLIN
    return DOUKOU_PURLIN if made.number else SMALL_PURLIN


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


def jujia(
    places: Sequence[float], slopes: Sequence[float], scale: float = 1.0
) -> tuple[float, ...]:
    """Return heights above the eave purlin of purlins at ``places``, ridge first (举架).

    ``slopes`` are those of the steps from the eave up (五举 .5, 七举 .7 …), each times ``scale``.

    Raises:
        ValueError: not one slope a step.
    """
    steps = [low - high for high, low in zip(places, places[1:], strict=False)][::-1]
    heights = [0.0]
    for step, slope in zip(steps, slopes, strict=True):
        heights.append(heights[-1] + step * slope * scale)
    return tuple(heights[::-1])


def corner_column_rise(bays: int) -> float:
    """Return how much the corner column stands higher, metres: 2 cun at 3 bays, +2 each 2 bays."""
    cun = rulebook.rule("chi").value / 1000.0
    return max(0, bays - 1) * cun
