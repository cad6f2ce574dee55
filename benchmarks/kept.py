"""Does the edge metric tell the right building from a wrong one: ``python -m benchmarks.kept [N] [SEED]``.

N lawful halls and N other works (pagodas, towers, stages, shops, bridges, caves) are rendered at
576×1024. Against each one's passes stand, from the same camera: the same building at another hour
with other people before it (right), and others (wrong): halls with other bays, with other bays over
the same width, with the other number of eaves and with each other roof their age allows; works with
another number of storeys, sides, bays, arches or rooms. All of them as rendered, blurred, noisy,
recoloured, warped, and all four at once. A wrong one that shows nothing else within the frame is
left out, and counted. Prints, for halls and for works, the area under the ROC
curve and points of the curve by degradation, and how often the bays of halls are counted right.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
# Works by type: their ages, and what makes another building of the same kind.
WORKS: tuple[tuple[str, tuple[str, ...], dict[str, tuple[Any, ...]]], ...] = (
    ("louge_pagoda", ("唐", "北宋", "金", "明", "清"), {"storeys": (5, 7, 9), "sides": (4, 6, 8)}),
    ("miyan_pagoda", ("唐", "辽", "金"), {"storeys": (7, 9, 11, 13), "sides": (4, 8)}),
    ("glazed_pagoda", ("金", "明", "清"), {"storeys": (5, 7, 9, 13), "sides": (4, 6, 8)}),
    ("timber_pagoda", ("辽", "北宋", "明"), {"storeys": (3, 5, 7), "sides": (4, 6, 8)}),
    ("storeyed_pavilion", ("元", "明", "清"), {"storeys": (2, 3)}),
    ("terrace_tower", ("明", "清"), {"storeys": (1, 2, 3)}),
    ("bell", ("明", "清"), {"eaves": ("单檐", "重檐"), "roof": ("歇山", "攒尖")}),
    ("stage", ("元", "明", "清"), {"bays": (1, 3), "roof": ("歇山", "悬山", "硬山")}),
    ("joined_stage", ("明", "清"), {"count": (2, 3)}),
    ("shop", ("明", "清", "民国"), {"storeys": (1, 2)}),
    ("arch_bridge", ("金", "明", "清"), {"count": (1, 3, 5)}),
    ("vault_cave", ("明", "清", "民国"), {"count": (3, 5)}),
)
AIM = 0.95
APART, SEEN = 0.02, 0.02  # of its depth, a point stands elsewhere; of the frame, that many must


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


def halls(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Yield lawful halls, gates and side halls, every roof and both eaves as often as may be."""
    while True:
        given = random_hall(rng) | {
            "roof": str(rng.choice(ROOFS)), "eaves": str(rng.choice(["单檐", "单檐", "重檐"])),
        }  # fmt: skip
        yield given | _shown(rng)


def works(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Yield other works, one type after another in an order of chance."""
    while True:
        for number in rng.permutation(len(WORKS)):
            type, ages, choices = WORKS[number]
            made = {key: rng.choice(values).item() for key, values in choices.items()}
            yield {
                "type": type, "period": str(rng.choice(ages)), "seed": int(rng.integers(1_000_000)),
                **made, **_shown(rng),
            }  # fmt: skip


def _shown(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "hour": float(rng.uniform(7, 18)), "season": str(rng.choice(list("春夏秋冬"))),
        "weather": str(rng.choice(["晴", "阴", "多云"])),
    }  # fmt: skip


def other_halls(
    given: dict[str, Any], one: Snapshot, rng: np.random.Generator
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the right hall once more, and wrong ones, as specs."""
    built: Any = one.building
    yield RIGHT, given | {"seed": given["seed"] + 1, "hour": float(rng.uniform(7, 18))}
    count = int(rng.choice([n for n in (3, 5, 7) if n != len(built.bays)]))
    yield "间数", given | {"bays": count}
    parts = np.ones(count)
    parts[count // 2] = 1.15
    widths = np.round(parts / parts.sum() * sum(built.bays), 3)
    yield "间数（通面阔同）", given | {"bays": count, "bay_widths": [float(w) for w in widths]}
    yield "檐", given | {"eaves": "单檐" if given["eaves"] == "重檐" else "重檐"}
    for roof in ROOFS:
        if roof != built.roof:
            yield "屋顶", given | {"roof": roof}


def other_works(
    given: dict[str, Any], _one: Snapshot, rng: np.random.Generator
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the right work once more, and wrong ones, as specs."""
    yield RIGHT, given | {"hour": float(rng.uniform(7, 18))}
    choices = next(rows for type, _, rows in WORKS if type == given["type"])
    for key, values in choices.items():
        for value in values:
            if value != given[key]:
                yield TITLES[key], given | {key: value}


TITLES = {
    "storeys": "层数", "sides": "边数", "bays": "间数", "count": "孔数", "roof": "屋顶", "eaves": "檐",
}  # fmt: skip
RIGHT = "对"


@dataclass(slots=True)
class Tally:
    """Scores by degradation and by what is other, and whether bays were counted right."""

    scores: dict[str, dict[str, list[float]]] = field(default_factory=lambda: {w: {} for w in WAYS})
    counted: dict[str, list[bool]] = field(default_factory=lambda: {w: [] for w in WAYS})
    sure: list[bool] = field(default_factory=list)
    alike: int = 0  # others that show nothing else in this frame, so that nobody could tell them


def area(right: list[float], wrong: list[float]) -> float:
    """Return the area under the ROC curve."""
    a, b = np.array(right)[:, None], np.array(wrong)
    return float((a > b).mean() + 0.5 * (a == b).mean())


def shows(one: Snapshot, other: Snapshot) -> bool:
    """Tell whether another building is another one in this frame: a row of caves may run out of it."""
    near, far = one.frame.depth, other.frame.depth
    both = np.isfinite(near) & np.isfinite(far)
    apart = np.zeros(near.shape, bool)
    apart[both] = np.abs(near[both] - far[both]) > APART * near[both]
    return float((apart | (np.isfinite(near) != np.isfinite(far))).mean()) >= SEEN


def held(
    given: dict[str, Any], tally: Tally, rng: np.random.Generator,
    others: Callable[[dict[str, Any], Snapshot, np.random.Generator], Iterator[tuple[str, dict[str, Any]]]],
) -> bool:  # fmt: skip
    """Hold a building's passes to right and wrong pictures; False where it cannot be made or seen."""
    try:
        if gate.examine(SetSpec.from_mapping(given)):
            return False
        one = snap(given, 1024, "9:16")
    except SanjinError:
        return False
    seen = seen_of(one)
    drawn = lines.drawing(seen)
    if not lines.judged(drawn):
        return False
    for kind, spec in others(given, one, rng):
        try:
            if kind != RIGHT and gate.examine(SetSpec.from_mapping(spec)):
                continue
            other = snap(
                spec,
                1024,
                "9:16",
                camera=one.found.camera,
                people=kind != RIGHT or rng.random() < 0.5,
            )
        except SanjinError:
            continue
        if kind != RIGHT and not shows(one, other):
            tally.alike += 1
            continue
        for way, spoil in WAYS.items():
            shown = spoil(other.pixels, rng)
            marks = lines.marks(shown)
            lift = lines.above_chance(drawn, marks, TOLERANCE)
            met = lines.weakest(drawn, marks, TOLERANCE) if lift >= CHANCE else 0.0
            tally.scores[way].setdefault(kind, []).append(met)
            _count(seen, other, shown, way, tally) if kind in (RIGHT, "间数（通面阔同）") else None
    return True


def _count(seen: Seen, other: Snapshot, shown: Pixels, way: str, tally: Tally) -> None:
    built: Any = other.building
    told = bays.count(seen, shown)
    if told:
        right = told.told == len(built.bays)
        tally.counted[way].append(right)
        tally.sure += [right] if told.sure else []


def main() -> None:
    """Render, spoil, judge and print."""
    numbers = [int(word) for word in sys.argv[1:]]
    wanted, seed = (*numbers, 12)[0], (*numbers[1:], 23)[0]
    began = time.process_time()
    for name, drawn, others in (("殿宇", halls, other_halls), ("其余各类", works, other_works)):
        rng, tally, done = np.random.default_rng(seed), Tally(), 0
        for given in drawn(rng):
            if held(given, tally, rng, others):
                done += 1
                said = " ".join(str(given[k]) for k in ("period", "type", *TITLES) if k in given)
                print(f"{done}/{wanted}　{said}", flush=True)
            if done == wanted:
                break
        print(f"\n{name} {wanted} 座，种子 {seed}")
        _print(tally)
    print(f"{time.process_time() - began:.0f} CPU 秒")


def _print(tally: Tally) -> None:
    scores, counted, sure = tally.scores, tally.counted, tally.sure
    right = {way: rows[RIGHT] for way, rows in scores.items()}
    wrong = {
        way: [v for k, row in rows.items() if k != RIGHT for v in row]
        for way, rows in scores.items()
    }
    kinds = [k for k in scores["原样"] if k != RIGHT]
    print(
        f"{'':8}　AUC　误放 5% 时放行　误放 10% 时放行　门槛 {WEAKEST}：对的放行、错的拦下　间数数对"
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
    print(
        f"四种毁损与原样合计 AUC {pooled:.3f}（目标 {AIM}），"
        f"对 {sum(len(right[w]) for w in single)} 张、错 {sum(len(wrong[w]) for w in single)} 张"
        + (f"；另有 {tally.alike} 座错的在画面里看不出不同，没有算" if tally.alike else "")
        + (f"；间数说得准的 {len(sure)} 张里对 {np.mean(sure):.0%}" if sure else "")
    )


if __name__ == "__main__":
    main()
