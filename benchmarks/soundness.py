"""Whether halls are sound: ``python -m benchmarks.soundness [HALLS] [SEED]``.

Random lawful halls of every age, kind, roof and eaves, and every hall of ``data/halls.toml``: what
``scenes.soundness`` finds wrong, what the resolver refuses, what breaks; each is built a second
time in another process, and must have the same digest there.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

import scenes
from benchmarks.measure import machine
from heritage_kb.errors import RefusedInput, UnknownName
from scenes import gate, standing
from scenes.case import HALL_AGES
from scenes.soundness import KINDS, inspect
from scenes.spec import SetSpec

Asked = Mapping[str, Any]
TYPES = ("殿", "殿", "殿", "殿", "山门", "配殿", "钟楼", "戏台")
ROOFS = ("", "庑殿", "歇山", "歇山", "悬山", "硬山", "攒尖")
KIND = ("temple", "temple", "palace")
BREAKS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
SETS = ("", "", "", "斗口跳", "把头绞项造", "四铺作单杪", "五铺作双杪", "五铺作单杪单下昂",
        "六铺作单杪双下昂", "七铺作双杪双下昂", "三踩单昂", "五踩单翘单昂", "七踩单翘重昂",
        "一斗三升", "不用斗栱")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one hall; ``refused`` or ``broken`` is the sentence, where there is one."""

    digest: str = ""
    faults: tuple[tuple[str, str], ...] = ()
    refused: str = ""
    broken: str = ""


def random_halls(seed: int) -> Iterator[dict[str, Any]]:
    """Yield specs that the gate lets pass, without end."""
    rng = np.random.default_rng(seed)
    while True:
        given: dict[str, Any] = {
            "period": str(rng.choice(HALL_AGES)), "type": str(rng.choice(TYPES)),
            "bays": int(rng.choice([1, 3, 3, 3, 5, 5, 5, 7, 7, 9, 11])),
            "roof": str(rng.choice(ROOFS)), "brackets": str(rng.choice(SETS)),
            "eaves": str(rng.choice(["", "", "单檐", "重檐"])), "kind": str(rng.choice(KIND)),
        }  # fmt: skip
        if rng.random() < 0.5:
            given["rafters"] = int(rng.choice([4, 6, 8, 10, 12]))
        if rng.random() < 0.3:
            given["grade"] = int(rng.integers(1, 9))
        if rng.random() < 0.15:
            given["features"] = [str(rng.choice(["减柱", "移柱"]))]
        if not gate.examine(SetSpec.from_mapping(given)):
            yield {key: value for key, value in given.items() if value}


def look(asked: Asked) -> Seen:
    """Build a hall and look for faults."""
    try:
        building, model = scenes.build(asked)
    except (RefusedInput, UnknownName) as no:
        return Seen(refused=no.zh)
    except BREAKS as fault:
        return Seen(broken=f"{type(fault).__name__}: {fault}")
    found = tuple((f.kind, f.what) for f in inspect(building, model))
    return Seen(digest=model.digest(), faults=found)


def digest(asked: Asked) -> str:
    """Build a hall and return its digest, empty where it cannot be built."""
    try:
        return scenes.build(asked)[1].digest()
    except (RefusedInput, UnknownName, *BREAKS):  # told by the other process
        return ""


def main() -> None:
    """Build, look, compare and print."""
    numbers = [int(word) for word in sys.argv[1:]]
    count, seed = (*numbers, 200, 7)[0], (*numbers[1:], 7)[0]
    drawn = random_halls(seed)
    halls: list[dict[str, Any]] = [{"site": h.id} for h in standing.halls()]
    halls += [next(drawn) for _ in range(count)]
    began, counts = time.perf_counter(), Counter[str]()
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, fresh) as one, ProcessPoolExecutor(1, fresh) as other:
        looks: list[Future[Seen]] = [one.submit(look, asked) for asked in halls]
        again = [other.submit(digest, asked) for asked in halls]
        for asked, seen, twin in zip(halls, looks, again, strict=True):
            _tell(asked, seen.result(), twin.result(), counts)
    print(machine())
    print(f"{len(halls)} 座（{len(halls) - count} 座有记录，{count} 座随机，种子 {seed}）："
          + "，".join(f"{what} {counts[what]}" for what in ("完好", "有误", "不造", "造坏", "散列不同")))  # fmt: skip
    print("　".join(f"{title} {counts[kind]}" for kind, title in KINDS.items() if counts[kind]))
    print(f"{time.perf_counter() - began:.0f} 秒")


def _tell(asked: Asked, seen: Seen, twin: str, counts: Counter[str]) -> None:
    said = " ".join(str(v) for v in asked.values())
    if seen.refused or seen.broken:
        counts["不造" if seen.refused else "造坏"] += 1
        print(
            f"{'不造' if seen.refused else '造坏'}　{said}：{seen.refused or seen.broken}",
            flush=True,
        )
        return
    counts["散列不同"] += seen.digest != twin
    counts["有误" if seen.faults else "完好"] += 1
    for kind in {k for k, _ in seen.faults}:
        what = [w for k, w in seen.faults if k == kind]
        counts[kind] += 1
        print(f"{KINDS[kind]}　{said}：{what[0]}{f' 等 {len(what)} 处' if len(what) > 1 else ''}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
