"""Cupboards, chests, shelves and screens; the clock and the glass that came late."""

from __future__ import annotations

import random

import numpy as np

from scenes.furnishings.piece import (
    Mesh,
    Piece,
    ball,
    bar,
    box,
    frame,
    jar,
    legs,
    merge,
    plate,
    turn,
)


def cupboard(w: float = 1.05, d: float = 0.52, h: float = 1.75) -> Piece:
    """Return a 立柜: two doors, a brass plate on them."""
    body = [box(-w / 2 + 0.03, w / 2 - 0.03, -d / 2 + 0.03, d / 2 - 0.01, 0.16, h - 0.03),
            legs(w, d, h - 0.02, 0.05), box(-w / 2 - 0.02, w / 2 + 0.02, -d / 2 - 0.02, d / 2, h - 0.03,
            h), frame(w, d, 0.16, 0.04, 0.05, 0.005)]  # fmt: skip
    doors = [box(s * 0.006, s * (w / 2 - 0.055), -d / 2 + 0.012, -d / 2 + 0.04, 0.24, h - 0.07)
             for s in (-1, 1)]  # fmt: skip
    disc = plate([(0.10 * np.cos(t), h * 0.55 + 0.10 * np.sin(t))
                  for t in np.linspace(0, 2 * np.pi, 19)[:-1]], 0.012, -d / 2 + 0.008)  # fmt: skip
    return [(merge(*body), "walnut"), (merge(*doors), "lacquer_red"), (disc, "brass")]


def long_chest(w: float = 1.7, d: float = 0.55, h: float = 0.86) -> Piece:
    """Return a 躺柜: a long chest that opens at the top, painted front, iron hasp."""
    body = merge(box(-w / 2, w / 2, -d / 2, d / 2, 0.14, h - 0.045), legs(w, d, 0.16, 0.07, 0.01),
                 box(-w / 2 - 0.02, w / 2 + 0.02, -d / 2 - 0.02, d / 2, h - 0.046, h))  # fmt: skip
    panels = [box(-w / 2 + 0.06 + k * (w - 0.12) / 3 + 0.02, -w / 2 + 0.06 + (k + 1) * (w - 0.12) / 3
                  - 0.02, -d / 2 - 0.008, -d / 2 + 0.01, 0.22, h - 0.12) for k in range(3)]  # fmt: skip
    hasp = merge(box(-0.05, 0.05, -d / 2 - 0.014, -d / 2, h - 0.16, h - 0.04), ball((0, -d / 2 - 0.02,
                 h - 0.17), 0.02, 0.02, 0.03, 8))  # fmt: skip
    return [(body, "lacquer_black"), (merge(*panels), "lacquer_red"), (hasp, "brass")]


def curio_shelf(w: float = 1.1, d: float = 0.36, h: float = 1.75, seed: int = 3) -> Piece:
    """Return a 多宝阁: uneven shelves with vases and stones."""
    rng = random.Random(f"{seed}/curio")
    body = [legs(w, d, h, 0.035), box(-w / 2, w / 2, -d / 2, d / 2, h - 0.03, h),
            box(-w / 2, w / 2, -d / 2, d / 2, 0.10, 0.14),
            box(-w / 2 + 0.02, w / 2 - 0.02, d / 2 - 0.014, d / 2 - 0.002, 0.12, h - 0.02)]  # fmt: skip
    cells = [(-w / 2, 0.02, 0.14, 0.55), (0.02, w / 2, 0.14, 0.82), (-w / 2, -0.12, 0.55, 1.10),
             (-0.12, w / 2, 0.82, 1.22), (-w / 2, 0.20, 1.22, h), (0.20, w / 2, 1.22, h)]  # fmt: skip
    pots: list[Mesh] = []
    for x0, x1, z0, z1 in cells:
        body.append(
            box(x0 + 0.012, x1 - 0.012, -d / 2 + 0.004, d / 2 - 0.015, z0 - 0.024, z0 - 0.002)
        )
        body.append(
            box(x1 - 0.011, x1 + 0.011, -d / 2 + 0.006, d / 2 - 0.016, z0 - 0.001, z1 - 0.026)
        )
        high = min(0.7 * (z1 - z0), 0.34)
        v, f = jar(high, 0.26 * high + 0.03, 0.05, 0.06, 14)
        pots.append((v + [(x0 + x1) / 2 + rng.uniform(-0.06, 0.06), 0.0, z0 - 0.002], f))
    return [(merge(*body), "hardwood"), (merge(*pots[::2]), "porcelain_blue"),
            (merge(*pots[1::2]), "porcelain")]  # fmt: skip


def bookshelf(w: float = 1.1, d: float = 0.36, h: float = 1.8, seed: int = 1) -> Piece:
    """Return a 书架: open shelves, thread-bound books laid flat in their cases."""
    rng = random.Random(f"{seed}/books")
    body = [legs(w, d, h, 0.036)]
    books: dict[str, list[Mesh]] = {"book_blue": [], "book_paper": []}
    levels = [0.14 + k * (h - 0.18) / 4 for k in range(5)]
    for z in levels:
        body.append(box(-w / 2 + 0.004, w / 2 - 0.004, -d / 2 + 0.004, d / 2 - 0.004, z - 0.022, z))
    for z in levels[:-1]:
        x = -w / 2 + 0.07
        while x < w / 2 - 0.22:
            wide, high, up = rng.uniform(0.15, 0.19), rng.uniform(0.05, 0.07), z
            for _ in range(rng.randint(2, 4)):
                turned = rng.uniform(-0.008, 0.008)
                books["book_blue"].append(
                    box(x + turned, x + wide + turned, -0.10, 0.13, up, up + high)
                )
                books["book_paper"].append(box(x + turned + 0.004, x + wide + turned - 0.004, -0.106,
                                               -0.099, up + 0.006, up + high - 0.006))  # fmt: skip
                up += high + 0.0015
            x += wide + rng.uniform(0.015, 0.06)
    return [(merge(*body), "walnut"), *((merge(*m), k) for k, m in books.items())]


def drawers(w: float, h: float, d: float = 0.45, step: float = 0.24) -> Piece:
    """Return a wall of small drawers with rings (抽屉柜)."""
    body = [box(-w / 2, w / 2, -d / 2 + 0.01, d / 2, 0.0, h)]
    pulls = []
    across, up = max(1, round(w / step)), max(1, round((h - 0.2) / step))
    for k in range(across):
        for j in range(up):
            x0, z0 = -w / 2 + k * w / across, 0.14 + j * (h - 0.2) / up
            body.append(box(x0 + 0.012, x0 + w / across - 0.012, -d / 2 - 0.006, -d / 2 + 0.012,
                            z0 + 0.012, z0 + (h - 0.2) / up - 0.012))  # fmt: skip
            pulls.append(ball((x0 + w / across / 2, -d / 2 - 0.014, z0 + (h - 0.2) / up / 2), 0.014,
                              0.014, 0.018, 6))  # fmt: skip
    return [(merge(*body), "walnut"), (merge(*pulls), "brass")]


def silver_chest(w: float = 1.0, d: float = 0.7, h: float = 0.95) -> Piece:
    """Return a 银柜: thick planks bound with iron straps, a heavy lock."""
    body = box(-w / 2, w / 2, -d / 2, d / 2, 0.06, h)
    straps = [box(x - 0.03, x + 0.03, -d / 2 - 0.006, d / 2 + 0.006, 0.05, h + 0.006)
              for x in (-w / 2 + 0.14, 0.0, w / 2 - 0.14)]  # fmt: skip
    straps += [box(-w / 2 - 0.0065, w / 2 + 0.0065, -d / 2 - 0.0065, d / 2 + 0.0065, z, z + 0.05)
               for z in (0.12, h - 0.16)]  # fmt: skip
    lock = merge(box(-0.07, 0.07, -d / 2 - 0.04, -d / 2, h - 0.30, h - 0.22), *(
        ball((x, -d / 2 - 0.008, z), 0.012, 0.010, 0.012, 6)
        for x in (-w / 2 + 0.14, w / 2 - 0.14) for z in np.arange(0.25, h - 0.2, 0.11)))  # fmt: skip
    return [(merge(body, legs(w, d, 0.08, 0.1)), "lacquer_black"), (merge(*straps), "iron"),
            (lock, "brass")]  # fmt: skip


def screen(w: float = 2.2, h: float = 1.9, panels: int = 3, face: str = "silk") -> Piece:
    """Return a standing screen (屏风) of panels on shoes; its face of silk or painted waves."""
    step = w / panels
    wood: list[Mesh] = []
    cloth = []
    for k in range(panels):
        x0, x1 = -w / 2 + k * step + 0.004, -w / 2 + (k + 1) * step - 0.004
        wood += [box(x0, x0 + 0.05, -0.03, 0.03, 0.10, h), box(x1 - 0.05, x1, -0.03, 0.03, 0.10, h),
                 box(x0 + 0.048, x1 - 0.048, -0.028, 0.028, 0.16, 0.24),
                 box(x0 + 0.048, x1 - 0.048, -0.028, 0.028, h - 0.06, h - 0.002)]  # fmt: skip
        cloth.append(box(x0 + 0.046, x1 - 0.046, -0.010, 0.010, 0.235, h - 0.055))
    wood += [
        bar((x, -0.26, 0.05), (x, 0.26, 0.05), 0.08, 0.10) for x in (-w / 2 + 0.1, w / 2 - 0.1)
    ]
    return [(merge(*wood), "hardwood"), (merge(*cloth), face)]


def clock(h: float = 0.55) -> Piece:
    """Return a mantel clock (座钟): arched case, white dial."""
    turn_ = np.linspace(0, np.pi, 11)
    case = [
        (-0.15, 0.05),
        (0.15, 0.05),
        *((0.15 * np.cos(t), h - 0.15 + 0.15 * np.sin(t)) for t in turn_),
    ]
    dial = plate([(0.105 * np.cos(t), h - 0.17 + 0.105 * np.sin(t))
                  for t in np.linspace(0, 2 * np.pi, 25)[:-1]], 0.012, -0.102)  # fmt: skip
    hands = merge(box(-0.005, 0.005, -0.114, -0.107, h - 0.175, h - 0.10),
                  box(-0.005, 0.06, -0.1145, -0.1075, h - 0.175, h - 0.165))  # fmt: skip
    door = box(-0.09, 0.09, -0.106, -0.095, 0.09, 0.22)
    return [(merge(plate(case, 0.2), box(-0.19, 0.19, -0.12, 0.12, 0.0, 0.055)), "walnut"),
            (dial, "porcelain"), (hands, "ink_black"), (door, "brass")]  # fmt: skip


def mirror(w: float = 0.75, h: float = 1.7) -> Piece:
    """Return a dressing glass (穿衣镜) swung in a stand."""
    stand = [bar((s * (w / 2 + 0.05), 0, 0.05), (s * (w / 2 + 0.05), 0, h - 0.2), 0.05, 0.05)
             for s in (-1, 1)]  # fmt: skip
    stand += [bar((s * (w / 2 + 0.05), -0.26, 0.035), (s * (w / 2 + 0.05), 0.26, 0.035), 0.06, 0.07)
              for s in (-1, 1)]  # fmt: skip
    stand.append(bar((-w / 2 - 0.05, 0, 0.2), (w / 2 + 0.05, 0, 0.2), 0.04, 0.05))
    rim = [box(-w / 2, w / 2, -0.022, 0.022, 0.30, 0.35), box(-w / 2, w / 2, -0.022, 0.022, h - 0.05, h),
           *(box(s * w / 2, s * (w / 2 - 0.05), -0.021, 0.021, 0.349, h - 0.049)
             for s in (-1, 1))]  # fmt: skip
    return [(merge(*stand, *rim), "walnut"), (box(-w / 2 + 0.048, w / 2 - 0.048, -0.012, 0.012, 0.348,
                                                  h - 0.048), "mirror")]  # fmt: skip


def clothes_rack(w: float = 1.5, h: float = 1.55) -> Piece:
    """Return a clothes stand (衣架) with a robe thrown over it."""
    wood = [bar((s * w / 2, 0, 0.0), (s * w / 2, 0, h), 0.045, 0.045) for s in (-1, 1)]
    wood += [bar((s * w / 2, -0.22, 0.03), (s * w / 2, 0.22, 0.03), 0.07, 0.06) for s in (-1, 1)]
    wood += [bar((-w / 2 - 0.14, 0, h - 0.02), (w / 2 + 0.14, 0, h - 0.02), 0.045, 0.04),
             bar((-w / 2, 0, 0.62), (w / 2, 0, 0.62), 0.035, 0.035)]  # fmt: skip
    robe = [box(-0.30, 0.34, -0.045, -0.026, 0.55, h - 0.01), box(-0.30, 0.34, 0.026, 0.045, 0.8, h - 0.01),
            box(-0.30, 0.34, -0.044, 0.044, h - 0.012, h + 0.012)]  # fmt: skip
    return [(merge(*wood), "hardwood"), (merge(*robe), "robe_blue")]


def shelf_of_jars(
    w: float = 1.6, h: float = 1.7, material: str = "glaze_brown", seed: int = 2
) -> Piece:
    """Return a shelf with jars and pots in rows."""
    rng = random.Random(f"{seed}/jars")
    body = [legs(w, 0.38, h, 0.05)]
    pots = []
    for z in (0.22, 0.22 + (h - 0.3) / 2, h - 0.05):
        body.append(box(-w / 2 - 0.02, w / 2 + 0.02, -0.21, 0.21, z - 0.035, z))
        x = -w / 2 + 0.14
        while x < w / 2 - 0.1:
            high = rng.uniform(0.18, 0.34)
            v, f = jar(high, 0.38 * high + 0.02, 0.055, 0.07, 14)
            pots.append((v + [x, rng.uniform(-0.03, 0.03), z], f))
            x += 0.8 * high + 0.09
    return [(merge(*body), "timber"), (merge(*pots), material)]


def vase(h: float = 0.4, material: str = "porcelain_blue") -> Piece:
    """Return a vase with a wide shoulder (梅瓶)."""
    return [(turn([(0.16 * h, 0.0), (0.15 * h, 0.05 * h), (0.22 * h, 0.45 * h), (0.29 * h, 0.72 * h),
                   (0.22 * h, 0.88 * h), (0.08 * h, 0.93 * h), (0.10 * h, h)], 18), material)]  # fmt: skip


def scroll(w: float = 0.62, h: float = 1.5, seed: int = 0) -> Piece:
    """Return a hanging scroll (挂轴): silk mount, hills in three washes over mist, rods; top at z = 0."""
    rng = random.Random(f"{seed}/scroll")
    x = np.linspace(-w / 2 + 0.07, w / 2 - 0.07, 33)
    washes: dict[str, list[Mesh]] = {"ink_mist": [], "ink_wash": [], "ink_deep": []}
    for k, (ink, foot, tall) in enumerate((("ink_mist", 0.52, 0.26), ("ink_wash", 0.66, 0.20), ("ink_deep", 0.80, 0.10))):  # fmt: skip
        at, steep = rng.uniform(0.10, 0.26) * w * (-1) ** k, rng.uniform(0.13, 0.20) * w
        ridge = np.exp(-(((x - at) / steep) ** 2)) + 0.4 * np.exp(
            -(((x + 0.9 * at) / (0.7 * steep)) ** 2)
        )
        rough = sum(np.sin(x / w * f + rng.uniform(0, 6.3)) / f for f in (13.0, 29.0, 53.0))
        top = -foot * h + tall * h * np.maximum(ridge + 0.9 * rough, 0.03)
        line = [(float(x[0]), -foot * h - 0.03 * h), (float(x[-1]), -foot * h - 0.03 * h),
                *((float(a), float(b)) for a, b in zip(x[::-1], top[::-1], strict=True))]  # fmt: skip
        washes[ink].append(plate(line, 0.001, -0.0065 - 0.0015 * k))
    washes["ink_deep"] += [
        bar((a, -0.011, -0.80 * h), (a + 0.02 * w, -0.011, (-0.71 - 0.02 * k) * h), 0.008, 0.001)
        for k, a in enumerate(rng.uniform(-0.3, 0.3) * w + 0.06 * w * np.arange(3))
    ]
    rods = [bar((-w / 2 - 0.04, 0, z), (w / 2 + 0.04, 0, z), 0.022, 0.022) for z in (0.0, -h)]
    seal = box(w / 2 - 0.12, w / 2 - 0.09, -0.0065, 0.0, -0.84 * h, -0.84 * h + 0.03)
    return [(box(-w / 2, w / 2, -0.003, 0.003, -h, 0.0), "silk"),
            (box(-w / 2 + 0.06, w / 2 - 0.06, -0.005, 0.0, -0.86 * h, -0.14 * h), "map_paper"),
            *((merge(*made), ink) for ink, made in washes.items()), (seal, "paint_red"),
            (merge(*rods), "hardwood")]  # fmt: skip
