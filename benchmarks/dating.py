"""How well a hall is dated from its mesh: ``python -m benchmarks.dating [HALLS] [SEED]``.

Random halls of every age: bays, rafters, roof, eaves, kind and seed are drawn, the cai within the
range its rule allows; what the gate or the resolver refuses is drawn again. The classifier sees the mesh only.
Right within one age counts; Liao and Northern Song, side by side in time, are one step.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import Any

import numpy as np

import scenes
from heritage_kb.errors import RefusedInput
from scenes import gate, rulebook
from scenes.case import AGES, HALL_AGES
from scenes.dating import date
from scenes.spec import SetSpec

ROOFS = ("庑殿", "歇山", "歇山", "悬山", "硬山")
RAFTERS = {3: (4, 6, 8), 5: (6, 8), 7: (8, 10), 9: (8, 10)}


def random_hall(rng: np.random.Generator) -> dict[str, Any]:
    """Return a lawful spec as plain values."""
    while True:
        bays = int(rng.choice([3, 3, 3, 5, 5, 5, 7, 7, 9]))
        given: dict[str, Any] = {
            "period": str(rng.choice(HALL_AGES)), "bays": bays,
            "rafters": int(rng.choice(RAFTERS[bays])), "roof": str(rng.choice(ROOFS)),
            "eaves": "重檐" if bays > 3 and rng.random() < 0.15 else "单檐",
            "type": str(rng.choice(["殿", "殿", "殿", "山门", "配殿"])),
            "seed": int(rng.integers(1_000_000)),
        }  # fmt: skip
        if given["type"] != "殿" and (bays > 5 or given["rafters"] > 6):
            continue
        if gate.examine(SetSpec.from_mapping(given)):
            continue
        try:
            low, high = scenes.measure(**given)["range"]["cai_cm"]
        except RefusedInput:  # the resolver found that its roof or its rafters do not come out
            continue
        return given | {"cai_cm": round(float(rng.uniform(low, high)), 2)}


def main() -> None:
    """Build, date, count and print."""
    numbers = [int(word) for word in sys.argv[1:]]
    count, seed = (*numbers, 200, 7)[0], (*numbers[1:], 7)[0]
    rng, began = np.random.default_rng(seed), time.process_time()
    titles = rulebook.titles()
    apart: Counter[int] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for _ in range(count):
        given = random_hall(rng)
        try:
            _, model = scenes.build(given)
        except (ValueError, IndexError) as fault:  # counts as wrong, and is worth knowing
            print(f"造不成（{fault}）：{given}", flush=True)
            continue
        said = titles[date(model)[0][0]]
        off = abs(AGES[said] - AGES[given["period"]])
        apart[off] += 1
        seen[given["period"], said] += 1
        if off > 1:
            print(f"断为{said}：{given}", flush=True)
    print("年代　　" + "".join(f"{age:>6}" for age in HALL_AGES))
    for age in HALL_AGES:
        print(f"{age:<6}　" + "".join(f"{seen[age, said]:>7}" for said in HALL_AGES))
    near = (apart[0] + apart[1]) / count
    print(f"{count} 座：正中 {apart[0] / count:.1%}，差一代以内 {near:.1%}")
    print(f"{time.process_time() - began:.0f} CPU-s")


if __name__ == "__main__":
    main()
