"""Which sets a training set shows: lawful ones of every age and kind, drawn by seed and number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from heritage_kb.errors import SanjinError
from scenes import gate, kinds
from scenes.case import AGES, FIRST, HALL_AGES, LAST
from scenes.spec import SetSpec

# Halls are what models get wrong most, and vary most; the rest is shared among all other kinds.
_HALLS = 0.6
_BAYS, _RAFTERS = (3, 3, 3, 5, 5, 7, 9), {3: (4, 6), 5: (6, 8), 7: (8, 10), 9: (8, 10)}
_ROOFS = ("歇山", "歇山", "庑殿", "悬山", "硬山", "攒尖")
_HOURS = ((6.0, 8.0), (8.5, 16.0), (8.5, 16.0), (16.5, 18.6), (19.5, 21.5))
_WEATHER = {
    "春": ("晴", "晴", "多云", "雾", "雨", "雨后"), "夏": ("晴", "晴", "多云", "雨", "雨后"),
    "秋": ("晴", "晴", "多云", "阴", "雾"), "冬": ("晴", "晴", "阴", "雪", "雪后"),
}  # fmt: skip
_PLACES = (*("正面", "三分之四角", "三分之四左角") * 3, "侧面")
_SHOTS = (*("全景",) * 4, *("远景",) * 3, "中景", "中景", "近景")
_ANGLES = (*("平视",) * 7, "仰拍", "仰拍", "俯拍", "俯拍", "鸟瞰")
_ASKED = 0.75  # of halls: the others stand as the best composition has them
_DARK = 18.0  # the hour from which a set that may have lamps gets them
_TRIES = 200


def drawn(seed: int, number: int) -> Iterator[SetSpec]:
    """Yield lawful specs for one number of a training set, the next where one cannot be seen well.

    The same seed and number always yield the same, whatever else is drawn.
    """
    rng = np.random.default_rng([seed, number])
    for _ in range(_TRIES):
        given = _hall(rng) if rng.random() < _HALLS else _other(rng)
        given |= _sky(rng) | {"seed": int(rng.integers(1_000_000))}
        if given["hour"] > _DARK:
            given["lamps"] = ["油灯"]
        if "bays" in given and rng.random() < _ASKED:
            given["camera"] = {
                "name": str(rng.choice(_PLACES)), "shot": str(rng.choice(_SHOTS)),
                "angle": str(rng.choice(_ANGLES)),
            }  # fmt: skip
        try:
            spec = SetSpec.from_mapping(given)
            lawful = not gate.examine(spec)
        except SanjinError:
            continue
        if lawful:
            yield spec


def _hall(rng: np.random.Generator) -> dict[str, Any]:
    bays = int(rng.choice(_BAYS))
    return {
        "type": str(rng.choice(["殿", "殿", "殿", "山门", "配殿", "钟楼", "戏台"])),
        "period": str(rng.choice(HALL_AGES)), "bays": bays,
        "rafters": int(rng.choice(_RAFTERS[bays])), "roof": str(rng.choice(_ROOFS)),
        "eaves": "重檐" if bays > 3 and rng.random() < 0.2 else "单檐",
    }  # fmt: skip


def _other(rng: np.random.Generator) -> dict[str, Any]:
    every = [one for one in kinds.kinds().values() if not one.is_hall]
    one = every[int(rng.integers(len(every)))]
    first, last = AGES[one.since or "唐"], AGES[one.until or LAST]
    ages = [age for age, order in AGES.items() if first <= order <= last and age != FIRST]
    return {"type": one.title, "period": str(rng.choice(ages or list(HALL_AGES)))}


def _sky(rng: np.random.Generator) -> dict[str, Any]:
    season = str(rng.choice(list(_WEATHER)))
    low, high = _HOURS[int(rng.integers(len(_HOURS)))]
    return {
        "season": season, "weather": str(rng.choice(_WEATHER[season])),
        "hour": round(float(rng.uniform(low, high)), 2),
    }  # fmt: skip
