"""Whether the kinds that are no halls hold: ``python -m benchmarks.works [KIND…] [--seeds N]``.

Random lawful specs of each kind (age, seed, and what of count, storeys, sides, trade, plot and
words the kind takes): what ``scenes.soundness`` finds, whether another process has the same
digest, CPU seconds and triangles, and of the heaviest its GLB and USD. ``--fuzz [N]`` asks
careless things instead: each must be built, or refused in one Chinese sentence with its cure.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import scenes
from benchmarks.measure import machine
from heritage_kb.errors import RefusedInput, UnknownName
from scenes import gate, rulebook, trades, works
from scenes.handover.usd import library, write_usd
from scenes.kinds import Kind, kinds
from scenes.soundness import inspect
from scenes.spec import SetSpec

BREAKS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError,
          ValueError)  # fmt: skip
Asked = Mapping[str, Any]
LIMITS = {
    "mansion": 3.0,
    "street": 5.0,
    "republic_street": 5.0,
    "city_street": 5.0,
    "town_street": 5.0,
    "old_town_street": 5.0,
    "rooms": 2.0,
}  # CPU seconds, of a kind or a family
# What may be built on to a kind, by name; the gate knows in which ages.
ADDED = {
    **dict.fromkeys(
        ("yamen", "temple_court", "wenmiao", "academy"), ("跨院", "东西跨院", "西别院", "抱厦")
    ),
    "mansion": ("东跨院", "西跨院"),
}
FILE_LIMIT = 2.0  # seconds of a GLB or a USD file
TRIES = 60  # draws for one that the kind takes
CURE = re.compile(r"请|可|应|改|或|写|去掉|须")  # a refusal says what to do


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one spec: seconds of CPU, triangles, faults; files of the heaviest."""

    digest: str = ""
    seconds: float = 0.0
    triangles: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Files:
    """What the files of one spec cost: CPU seconds, megabytes, pieces that are instances."""

    glb: float
    usd: float
    megabytes: float
    instances: int


def of_works() -> list[Kind]:
    """Return the kinds that are no halls."""
    return [kind for kind in kinds().values() if not kind.is_hall]


def random_specs(kind: Kind, seed: int) -> Iterator[dict[str, Any]]:
    """Yield specs of a kind that its family settles; ends where too few are found."""
    rng = np.random.default_rng(seed)
    lawful, misses = _lawful(kind), 0
    while misses < TRIES:
        spec = _drawn(kind, lawful, rng)
        try:
            works.resolve(SetSpec.from_mapping(spec))
        except (RefusedInput, UnknownName):
            misses += 1
            continue
        misses = 0
        yield spec


def _lawful(kind: Kind) -> list[str]:
    ages = [age.title for age in rulebook.ages()]
    return [age for age in ages if not gate.examine(SetSpec(period=age, type=kind.id))]


def _drawn(kind: Kind, ages: list[str], rng: np.random.Generator) -> dict[str, Any]:
    age = str(rng.choice(ages))
    spec: dict[str, Any] = {"period": age, "type": kind.id, "seed": int(rng.integers(1, 10**6))}
    draws: dict[str, Callable[[], Any]] = {
        "count": lambda: int(rng.integers(1, 21)),
        "storeys": lambda: int(rng.integers(1, 14)),
        "sides": lambda: int(rng.choice([4, 6, 8, 12])),
        "bays": lambda: int(rng.choice([3, 5, 7, 9])),
        "site_m": lambda: [round(float(side), 1) for side in rng.uniform(3.0, 70.0, 2)],
        "trade": lambda: str(rng.choice(_trades(age))),
        "signs": lambda: ["天下太平"],
    }
    for key in kind.takes:
        if key in draws and rng.random() < 0.5:
            spec[key] = draws[key]()
    if kind.id in ADDED and rng.random() < 0.6:
        spec["features"] = [str(word) for word in rng.choice(ADDED[kind.id], 2, replace=False)]
    return {key: value for key, value in spec.items() if value}


def _trades(age: str) -> list[str]:
    known = next(one.id for one in rulebook.ages() if one.title == age)
    return [trade.names[0] for trade in trades.in_age(known)] or [""]


def look(asked: Asked) -> Seen:
    """Build a work and look for faults."""
    began = time.process_time()
    work, model = scenes.build(asked)
    seconds = time.process_time() - began
    faults = tuple(f"{fault.kind}：{fault.what}" for fault in inspect(work, model))
    triangles = sum(len(model.parts[one.part].faces) for one in model.instances)
    return Seen(model.digest(), seconds, triangles, faults)


def digest(asked: Asked) -> str:
    """Build a work and return its digest."""
    return scenes.build(asked)[1].digest()


def files(asked: Asked) -> Files:
    """Write the GLB and the USD of a work and measure them."""
    work, model = scenes.build(asked)
    usd: Any = library().Usd
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "set.usdc"
        began = time.process_time()
        data = scenes.export_glb(model, work.title)
        glb = time.process_time() - began
        began = time.process_time()
        write_usd(model, work.title, path)
        seconds = time.process_time() - began
        stage = usd.Stage.Open(str(path))  # held: its prims die with it
        instances = sum(prim.IsInstanceable() for prim in stage.Traverse())
        return Files(glb, seconds, len(data) / 1e6, instances)


def limit(kind: Kind) -> float:
    """Return the CPU seconds that the geometry of a kind may take, infinite where none is set."""
    return LIMITS.get(kind.id, LIMITS.get(kind.family, float("inf")))


def careless(seed: int) -> Iterator[dict[str, Any]]:
    """Yield specs as careless people write them, without end."""
    rng = np.random.default_rng(seed)
    chosen, numbers = of_works(), [-3, 0, 1, 2, 5, 9, 20, 99, 10**5]
    words = ["", "？", "𠮷野家", "\u200b", "LOUNGE", "木塔", "灶房", "票号", "外星商店", "x" * 190]
    sizes: list[Any] = [[-5, 20], [0, 0], [3], [2, 900], [20, 30], [1e5, 1e5], [12, 8, 4], ["宽"]]
    pool: dict[str, list[Any]] = {
        "period": ["北魏", "唐", "宋", "辽", "金", "元", "明", "清", "民国", "当代", "火星", ""],
        "year": [-500, 0, 618, 1056, 1368, 1850, 1937, 2024, 9999],
        "count": numbers, "storeys": numbers, "sides": numbers, "bays": numbers,
        "site_m": sizes, "trade": [*words, "醋", "药", "布"],
        "signs": [[word] for word in words] + [["醋"] * 40, ["丰"] * 3],
        "interior": [True, "厨房"], "kind": ["house", "shop", "kitchen", "temple"],
        "surroundings": [["灶台"], ["木塔"], ["大海"]], "hour": [-1, 6, 25, "半夜"],
        "season": ["冬", "第五季"], "weather": ["雪", "陨石雨"], "lamps": [["电灯"], ["红灯笼"]],
        "features": [["斗栱"], ["玻璃窗"], ["不认识"]], "roof": ["庑殿", "圆顶"],
        "site": ["日升昌", "没有这地方"], "dressing": [["电视"]], "seed": [-1, 0, 7],
    }  # fmt: skip
    while True:
        kind = chosen[int(rng.integers(len(chosen)))]
        spec: dict[str, Any] = {"type": kind.id, "period": _lawful(kind)[-1]}
        keys = sorted(pool) if rng.random() < 0.5 else list(kind.asks) or ["seed"]
        for key in rng.choice(keys, size=min(len(keys), int(rng.integers(1, 4))), replace=False):
            if key not in pool:
                continue
            spec[str(key)] = pool[key][int(rng.integers(len(pool[key])))]
        yield spec


def answered(asked: Asked) -> tuple[str, str]:
    """Return built, refused or broken, and what was said.

    Broken: an exception of another kind, or a refusal that is no single Chinese sentence with
    its cure.
    """
    try:
        scenes.build(asked)
    except (RefusedInput, UnknownName) as no:
        said = no.zh
        single = said.endswith(("。", "？", "）")) and "\n" not in said
        good = single and CURE.search(said) and "Traceback" not in said
        return ("refused" if good else "broken"), said
    except BREAKS as fault:
        return "broken", f"{type(fault).__name__}: {fault}"
    return "built", ""


def fuzz(count: int, seed: int = 7) -> list[tuple[dict[str, Any], str, str]]:
    """Ask ``count`` careless things; return each with what came of it."""
    drawn = careless(seed)
    specs = [next(drawn) for _ in range(count)]
    return [(spec, *answered(spec)) for spec in specs]


def _table(chosen: list[Kind], seeds: int) -> None:
    fresh = multiprocessing.get_context("spawn")
    print("类　份　有误　散列不同　几何 CPU-s（限）　三角形　GLB 秒　USD 秒　GLB MB　USD 实例")
    with ProcessPoolExecutor(1, fresh) as one, ProcessPoolExecutor(1, fresh) as other:
        for kind in chosen:
            drawn = random_specs(kind, seeds * 1000 + 7)
            specs = [spec for _, spec in zip(range(seeds), drawn, strict=False)]
            looks = [one.submit(look, spec) for spec in specs]
            again = [other.submit(digest, spec) for spec in specs]
            _row(kind, specs, looks, again, other)


def _row(kind: Kind, specs: list[dict[str, Any]], looks: Any, again: Any, other: Any) -> None:
    seen, twins, broken = [], [], []
    for spec, first, second in zip(specs, looks, again, strict=True):
        try:
            seen.append((first.result(), spec))
            twins.append(second.result())
        except BREAKS as fault:
            broken.append(f"造坏　{spec}：{type(fault).__name__}: {fault}")
    faulty = [(spec, one.faults) for one, spec in seen if one.faults]
    apart = sum(one.digest != twin for (one, _), twin in zip(seen, twins, strict=False))
    slowest, heaviest = max(one.seconds for one, _ in seen), max(one.triangles for one, _ in seen)
    cost: Files = other.submit(files, max(seen, key=lambda row: row[0].triangles)[1]).result()
    over = " 超" if slowest > limit(kind) or max(cost.glb, cost.usd) > FILE_LIMIT else ""
    allowed = f"（{limit(kind):.0f}）" if limit(kind) < float("inf") else ""
    print(f"{kind.title}　{len(specs)}　{len(faulty) + len(broken)}　{apart}　"
          f"{slowest:.2f}{allowed}　{heaviest}　{cost.glb:.2f}　{cost.usd:.2f}　"
          f"{cost.megabytes:.1f}　{cost.instances}{over}", flush=True)  # fmt: skip
    for line in [*broken, *(f"    {spec}：{f[0]} 等 {len(f)} 处" for spec, f in faulty)]:
        print(line, flush=True)


def main() -> None:
    """Build, look, compare and print."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.works")
    asked.add_argument("kinds", nargs="*", help="id or title")
    asked.add_argument("--seeds", type=int, default=20)
    asked.add_argument("--fuzz", type=int, nargs="?", const=300)
    given = asked.parse_args()
    began = time.perf_counter()
    print(machine())
    if given.fuzz:
        found = fuzz(given.fuzz)
        for spec, came, said in found:
            if came == "broken":
                print(f"{spec}\n    {said}")
        counts = {came: sum(row[1] == came for row in found) for came in ("built", "refused", "broken")}  # fmt: skip
        print(f"{len(found)} 份：造成 {counts['built']}，一句话拒了 {counts['refused']}，坏 {counts['broken']}")  # fmt: skip
    else:
        chosen = [k for k in of_works() if not given.kinds or {k.id, k.title} & {*given.kinds}]
        _table(chosen, given.seeds)
    print(f"{time.perf_counter() - began:.0f} 秒")


if __name__ == "__main__":
    main()
