"""The kitchen: stove, bellows, water vat, pickle jars, board and bowls, what hangs from the beam."""

from __future__ import annotations

import random

import numpy as np

from scenes.furnishings.piece import Mesh, Piece, ball, bar, box, jar, legs, merge, pipe, skin, turn
from scenes.turned import ring


def stove(w: float = 2.0, d: float = 0.95, h: float = 0.78) -> Piece:
    """Return a 灶台: two pans, fire mouths on the left end's front, smoke wall behind."""
    body = merge(box(-w / 2, w / 2, -d / 2, d / 2, 0.0, h), box(-w / 2 - 0.02, w / 2 + 0.02,
                 -d / 2 - 0.02, d / 2, h - 0.055, h + 0.004))  # fmt: skip
    back = box(-w / 2, w / 2, d / 2 - 0.14, d / 2, h + 0.003, h + 0.55)
    pans, mouths, glows = [], [], []
    for x in (-w / 4, w / 4):
        pans.append(skin([ring(h + z, r, r, (x, -0.05), 22) for z, r in
                          ((0.002, 0.31), (0.028, 0.335), (0.028, 0.31), (0.010, 0.20))]))  # fmt: skip
        mouths.append(box(x - 0.16, x + 0.16, -d / 2 - 0.005, -d / 2 + 0.03, 0.10, 0.38))
    glows.append(box(-w / 4 - 0.13, -w / 4 + 0.13, -d / 2 - 0.009, -d / 2 + 0.02, 0.11, 0.20))
    return [(body, "adobe"), (back, "whitewash"), (merge(*pans), "iron"), (merge(*mouths), "soot"),
            (merge(*glows), "embers")]  # fmt: skip


def steamer(r: float = 0.27, tiers: int = 3) -> Piece:
    """Return a steamer (笼屉) with its domed lid."""
    rows = [turn([(r, 0.11 * k), (r + 0.008, 0.11 * k + 0.01), (r + 0.008, 0.11 * k + 0.095),
                  (r - 0.004, 0.11 * k + 0.108)], 22) for k in range(tiers)]  # fmt: skip
    top = 0.11 * tiers
    lid = turn([(r + 0.012, top), (r + 0.012, top + 0.03), (0.7 * r, top + 0.10), (0.04, top + 0.13),
                (0.035, top + 0.17), (0.02, top + 0.18)], 22)  # fmt: skip
    return [(merge(*rows, lid), "timber")]


def bellows(w: float = 0.95, d: float = 0.34, h: float = 0.48) -> Piece:
    """Return a box bellows (风箱) with its two rods and handle."""
    body = merge(box(-w / 2, w / 2, -d / 2, d / 2, 0.0, h), box(-w / 2 - 0.012, w / 2 + 0.012,
                 -d / 2 - 0.012, d / 2 + 0.012, h - 0.03, h + 0.01))  # fmt: skip
    rods = [
        pipe([(w / 2 - 0.02, y, h * 0.6), (w / 2 + 0.34, y, h * 0.6)], 0.014, 7)
        for y in (-0.07, 0.07)
    ]
    grip = pipe([(w / 2 + 0.33, -0.12, h * 0.6), (w / 2 + 0.33, 0.12, h * 0.6)], 0.018, 8)
    return [(body, "timber"), (merge(*rods, grip), "walnut")]


def vat(h: float = 0.85, r: float = 0.40, lid: bool = True, material: str = "glaze_brown") -> Piece:
    """Return a big glazed vat (缸), its lid of planks laid half over."""
    made: Piece = [(jar(h, r, 0.86 * r, 0.55 * r, 26), material)]
    if lid:
        made.append((merge(skin([ring(h + z, 0.9 * r, 0.9 * r, (0.04, 0.02), 26)
                                 for z in (0.002, 0.026)]), bar((-0.5 * r, 0.02, h + 0.04),
                     (0.62 * r, 0.02, h + 0.04), 0.05, 0.03)), "timber"))  # fmt: skip
    else:
        made.append(
            (skin([ring(h * z, 0.80 * r, 0.80 * r, (0, 0), 24) for z in (0.80, 0.86)]), "water")
        )
    return made


def pickle_jar(h: float = 0.46) -> Piece:
    """Return a pickle jar (腌菜缸) with a stone on its cover."""
    return [(jar(h, 0.21, 0.15, 0.13, 18), "glaze_brown"),
            (skin([ring(h + z, 0.165, 0.165, (0, 0), 18) for z in (0.001, 0.02)]), "timber"),
            (ball((0.02, 0.0, h + 0.06), 0.08, 0.07, 0.045, 9), "stone")]  # fmt: skip


def board(w: float = 1.4, d: float = 0.62, h: float = 0.80, seed: int = 4) -> Piece:
    """Return a kneading board on trestles (案板) with dough, knife, bowls and a rolling pin."""
    rng = random.Random(f"{seed}/board")
    base = merge(legs(w - 0.1, d, h - 0.05, 0.07), box(-w / 2, w / 2, -d / 2, d / 2, h - 0.052, h))
    pin = pipe([(-0.05, -0.10, h + 0.022), (0.42, 0.02, h + 0.022)], (0.012, 0.022), 9)
    dough = skin([ring(h + z, r, 0.8 * r, (-0.38, -0.02), 18) for z, r in
                  ((0.0, 0.15), (0.04, 0.165), (0.09, 0.12), (0.11, 0.03))])  # fmt: skip
    bowls = []
    for k in range(5):
        v, f = bowl(0.075)[0][0]
        bowls.append(
            (v + [0.30 + 0.17 * (k % 3), 0.16 + 0.02 * rng.random(), h + 0.034 * (k // 3)], f)
        )
    knife = merge(box(-0.18, 0.02, 0.13, 0.20, h, h + 0.004), pipe([(0.01, 0.165, h + 0.012),
                  (0.13, 0.165, h + 0.012)], 0.013, 7))  # fmt: skip
    return [
        (merge(base, pin), "timber"),
        (dough, "flour"),
        (merge(*bowls), "porcelain"),
        (knife, "iron"),
    ]


def bowl(r: float = 0.075) -> Piece:
    """Return a bowl."""
    return [(turn([(0.45 * r, 0.0), (0.45 * r, 0.1 * r), (0.8 * r, 0.45 * r), (r, 0.85 * r), (0.94 * r, 0.85 * r),
                   (0.6 * r, 0.3 * r)], 16), "porcelain")]  # fmt: skip


def firewood(w: float = 0.9, seed: int = 7) -> Piece:
    """Return split wood in a heap."""
    rng = random.Random(f"{seed}/wood")
    logs: list[Mesh] = []
    for row, count in enumerate((7, 6, 5, 3)):
        for k in range(count):
            y = (k - (count - 1) / 2) * 0.105
            z = 0.05 + 0.085 * row
            s = rng.uniform(-0.05, 0.05)
            logs.append(pipe([(-w / 2 + s, y, z), (w / 2 + s, y + rng.uniform(-0.02, 0.02), z)],
                             rng.uniform(0.036, 0.050), 6))  # fmt: skip
    return [(merge(*logs), "bark")]


def hung(kind: str, long: float = 0.8, seed: int = 5) -> Piece:
    """Return a string of what is dried under the eave, hanging from z = 0: 辣椒, 玉米 or 蒜."""
    rng = random.Random(f"{seed}/{kind}")
    made: list[Mesh] = []
    step, size, material = {
        "辣椒": (0.035, (0.012, 0.012, 0.045), "chilli"), "玉米": (0.075, (0.028, 0.028, 0.075), "corn"),
        "蒜": (0.055, (0.030, 0.030, 0.028), "garlic"),
    }[kind]  # fmt: skip
    for k in range(int(long / step)):
        for _ in range(3):
            t, out = rng.uniform(0, 2 * np.pi), rng.uniform(0.02, 0.05)
            made.append(ball((out * np.cos(t), out * np.sin(t), -0.08 - k * step), *size, 6))
    return [(merge(*made), material), (pipe([(0, 0, -long), (0, 0, 0.0)], 0.006, 5), "reed_mat")]
