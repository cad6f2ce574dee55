"""Does the edge metric tell the right building from a wrong one: ``python -m benchmarks.kept [N] [SEED]``.

N lawful halls are rendered at 576×1024. Against each one's passes stand, from the same camera: the
same hall at another hour with other people before it (right), and the same hall with other bays,
with other bays over the same width, and with each other roof its age allows (wrong); all of them
as rendered, blurred, noisy, recoloured, warped, and all four at once. Prints the area under the
ROC curve and points of the curve by degradation, and how often the bays are counted right.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.dating import random_hall
from heritage_kb.errors import SanjinError
from scenes import brush, gate, manifest
from scenes.kept import bays, lines
from scenes.kept.edges import TOLERANCE
from scenes.kept.judge import CHANCE, WEAKEST
from scenes.kept.seen import Seen
from scenes.snapshot import Snapshot, snap
from scenes.spec import SetSpec

Pixels = NDArray[np.uint8]
ROOFS = ("歇山", "庑殿", "悬山", "硬山")
AIM = 0.95


def blurred(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Return it out of focus, sigma 1.0–2.2 px."""
    return _bytes(brush.blur(picture.astype(np.float32), float(rng.uniform(1.0, 2.2))))


def noisy(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Return it with noise of 10–25 grey levels."""
    return _bytes(picture + rng.normal(0, rng.uniform(10, 25), picture.shape))


def recoloured(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Return it with channels mixed, another gamma and a cast."""
    mixed = np.eye(3) + rng.normal(0, 0.25, (3, 3))
    light = 255 * (picture / 255) ** rng.uniform(0.6, 1.5)
    return _bytes(light @ mixed.T + rng.normal(0, 15, 3))


def warped(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Return it bent smoothly by one to two and a half pixels (one sigma)."""
    high, wide = picture.shape[:2]
    by = rng.uniform(1.0, 2.5)
    bend = [
        brush.resize(rng.normal(0, 1, (6, 4)).astype(np.float32), wide, high) * by for _ in range(2)
    ]
    return _bytes(brush.shifted(picture.astype(np.float32), bend[0], bend[1]))


def everything(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Return it warped, recoloured, blurred and noisy."""
    for way in (warped, recoloured, blurred, noisy):
        picture = way(picture, rng)
    return picture


def _bytes(picture: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(np.rint(picture), 0, 255), np.uint8)


WAYS: dict[str, Callable[[Pixels, np.random.Generator], Pixels]] = {
    "原样": lambda picture, _rng: picture, "模糊": blurred, "噪点": noisy, "改色": recoloured,
    "扭曲": warped, "四样俱全": everything,
}  # fmt: skip


def seen_of(one: Snapshot) -> Seen:
    """Return a snapshot as what a render's folder would give."""
    frame, triangles = one.frame, one.frame.triangles
    return Seen(
        depth=frame.depth, element=frame.ids(triangles.element),
        instance=frame.ids(triangles.instance), material=frame.ids(triangles.material),
        elements=dict(enumerate(triangles.elements)), materials=dict(enumerate(triangles.materials)),
        plate=one.pixels,
        body={
            "camera": manifest.camera_record(one.found.camera),
            "building": manifest.building_record(one.building),
            "measures": manifest.measures(one.building),
        },
    )  # fmt: skip


def others(
    given: dict[str, Any], one: Snapshot, rng: np.random.Generator
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the right building once more, and wrong ones, as specs."""
    built: Any = one.building
    yield "对", given | {"seed": given["seed"] + 1, "hour": float(rng.uniform(7, 18))}
    count = int(rng.choice([n for n in (3, 5, 7) if n != len(built.bays)]))
    yield "间数", given | {"bays": count}
    parts = np.ones(count)
    parts[count // 2] = 1.15
    widths = np.round(parts / parts.sum() * sum(built.bays), 3)
    yield "间数（通面阔同）", given | {"bays": count, "bay_widths": [float(w) for w in widths]}
    for roof in ROOFS:
        if roof != built.roof:
            yield "屋顶", given | {"roof": roof}


def area(right: list[float], wrong: list[float]) -> float:
    """Return the area under the ROC curve."""
    a, b = np.array(right)[:, None], np.array(wrong)
    return float((a > b).mean() + 0.5 * (a == b).mean())


def main() -> None:
    """Render, spoil, judge and print."""
    numbers = [int(word) for word in sys.argv[1:]]
    wanted, seed = (*numbers, 12)[0], (*numbers[1:], 23)[0]
    rng, began = np.random.default_rng(seed), time.process_time()
    scores: dict[str, dict[str, list[float]]] = {way: {} for way in WAYS}
    counted: dict[str, list[bool]] = {way: [] for way in WAYS}
    sure: list[bool] = []
    done = 0
    while done < wanted:
        given = random_hall(rng) | {
            "hour": float(rng.uniform(7, 18)), "season": str(rng.choice(list("春夏秋冬"))),
            "weather": str(rng.choice(["晴", "阴", "多云"])), "type": "殿",
        }  # fmt: skip
        if gate.examine(SetSpec.from_mapping(given)):
            continue
        one = snap(given, 1024, "9:16")
        seen = seen_of(one)
        drawn = lines.drawing(seen)
        if not {"column", "ridge"} <= set(drawn.parts):
            continue
        done += 1
        for kind, spec in others(given, one, rng):
            try:
                if kind != "对" and gate.examine(SetSpec.from_mapping(spec)):
                    continue
                other = snap(spec, 1024, "9:16", camera=one.found.camera)
            except SanjinError:
                continue
            built: Any = other.building
            for way, spoil in WAYS.items():
                shown = spoil(other.pixels, rng)
                marks = lines.marks(shown)
                lift = lines.above_chance(drawn, marks, TOLERANCE)
                met = lines.weakest(drawn, marks, TOLERANCE) if lift >= CHANCE else 0.0
                scores[way].setdefault(kind, []).append(met)
                told = bays.count(seen, shown) if kind in ("对", "间数（通面阔同）") else None
                if told:
                    counted[way].append(told.told == len(built.bays))
                    sure += [counted[way][-1]] if told.sure else []
        print(f"{done}/{wanted}　{given['period']} {given['bays']} 间 {given['roof']}", flush=True)
    _print(scores, counted, sure)
    print(f"{time.process_time() - began:.0f} CPU 秒")


def _print(
    scores: dict[str, dict[str, list[float]]], counted: dict[str, list[bool]], sure: list[bool]
) -> None:
    right = {way: rows["对"] for way, rows in scores.items()}
    wrong = {
        way: [v for k, row in rows.items() if k != "对" for v in row]
        for way, rows in scores.items()
    }
    kinds = [k for k in scores["原样"] if k != "对"]
    print(
        f"\n{'':8}　AUC　误放 5% 时放行　误放 10% 时放行　门槛 {WEAKEST}：对的放行、错的拦下　间数数对"
    )
    for way in WAYS:
        r, w = np.array(right[way]), np.array(wrong[way])
        rates = [float((r > np.quantile(w, 1 - part)).mean()) for part in (0.05, 0.10)]
        each = "　".join(f"{k} {area(right[way], scores[way][k]):.3f}" for k in kinds)
        bays_right = f"{np.mean(counted[way]):.0%}（{len(counted[way])}）" if counted[way] else "—"
        print(f"{way:8}　{area(list(r), list(w)):.3f}　{rates[0]:.0%}　{rates[1]:.0%}　"
              f"{(r >= WEAKEST).mean():.0%}、{(w < WEAKEST).mean():.0%}　{bays_right}　{each}")  # fmt: skip
    single = [way for way in WAYS if way != "四样俱全"]
    pooled = area(
        [v for way in single for v in right[way]], [v for way in single for v in wrong[way]]
    )
    print(f"四种毁损与原样合计 AUC {pooled:.3f}（目标 {AIM}），对 {sum(len(right[w]) for w in single)} 张、"
          f"错 {sum(len(wrong[w]) for w in single)} 张；间数说得准的 {len(sure)} 张里对 {np.mean(sure or [0]):.0%}")  # fmt: skip


if __name__ == "__main__":
    main()
