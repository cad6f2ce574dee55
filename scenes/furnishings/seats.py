"""Seats by century: couch and stool of the Tang, chairs from the Song on, the armchair of the Qing.

Seat heights come from the room's rules; other proportions are read off standing pieces by eye
(source: own, low).
"""

from __future__ import annotations

import numpy as np

from scenes.furnishings.piece import (
    Mesh,
    Piece,
    apron,
    bar,
    box,
    frame,
    legs,
    merge,
    pipe,
    plate,
    skin,
    turn,
)
from scenes.solids import outward
from scenes.turned import ring

WOOD = "hardwood"


def couch(w: float = 2.0, d: float = 0.95, h: float = 0.42) -> Piece:
    """Return a 榻: a low platform on a base with arched openings (壸门), a reed mat on it."""
    count = max(2, round(w / 0.62))
    step = w / count
    front = [
        (a[0] + [(k + 0.5) * step - w / 2, 0, 0], a[1])
        for y in (-d / 2 + 0.025, d / 2 - 0.025)
        for k, a in ((k, apron(step - 0.004, 0.05, h - 0.07, 0.028, y)) for k in range(count))
    ]
    ends = [
        (np.stack([-a[0][:, 1], a[0][:, 0], a[0][:, 2]], 1) + [x, 0, 0], a[1])
        for x in (-w / 2 + 0.025, w / 2 - 0.025)
        for a in (apron(d - 0.09, 0.05, h - 0.07, 0.028, 0.0),)
    ]
    return [
        (merge(*front, *ends, frame(w, d, 0.0, 0.05, 0.05), box(-w / 2 - 0.02, w / 2 + 0.02,
               -d / 2 - 0.02, d / 2 + 0.02, h - 0.072, h)), WOOD),
        (box(-w / 2 + 0.05, w / 2 - 0.05, -d / 2 + 0.05, d / 2 - 0.05, h - 0.002, h + 0.012),
         "reed_mat"),
    ]  # fmt: skip


def crescent_stool(h: float = 0.44) -> Piece:
    """Return a 月牙凳: a half-moon seat on three bowed legs."""
    arc = np.linspace(np.pi, 2 * np.pi, 13)
    top = [(0.26 * np.cos(a), 0.30 * np.sin(a) + 0.12) for a in arc]
    rings = [np.array([(x, y, z) for x, y in top]) for z in (h - 0.07, h)]
    feet = [
        pipe([(x, y, h - 0.05), (1.25 * x, 1.25 * y - 0.01, 0.6 * h), (0.9 * x, 0.9 * y, 0.02)],
             (0.034, 0.030, 0.038), 8)
        for x, y in ((-0.20, 0.08), (0.20, 0.08), (0.0, -0.15))
    ]  # fmt: skip
    cushion = [np.array([(0.92 * x, 0.92 * y, z) for x, y in top]) for z in (h - 0.002, h + 0.03)]
    return [(merge(skin(rings), *feet), WOOD), (skin(cushion), "quilt_red")]


def drum_stool(h: float = 0.46) -> Piece:
    """Return a 绣墩: a drum of wood with two bands of nails."""
    return [(turn([(0.14, 0.0), (0.155, 0.02), (0.155, 0.05), (0.19, 0.30 * h), (0.20, 0.55 * h),
                   (0.17, h - 0.05), (0.165, h - 0.02), (0.16, h)], 20), WOOD)]  # fmt: skip


def bench(w: float = 1.1, h: float = 0.46) -> Piece:
    """Return a 条凳: a plank on four splayed legs."""
    d = 0.15
    feet = [
        bar((sx * (w / 2 - 0.07), sy * 0.13, 0.0), (sx * (w / 2 - 0.14), sy * 0.05, h - 0.035),
            0.042, 0.036)
        for sx in (-1, 1) for sy in (-1, 1)
    ]  # fmt: skip
    ties = [bar((s * (w / 2 - 0.10), -0.09, 0.2), (s * (w / 2 - 0.10), 0.09, 0.2), 0.03, 0.03)
            for s in (-1, 1)]  # fmt: skip
    return [(merge(box(-w / 2, w / 2, -d / 2, d / 2, h - 0.04, h), *feet, *ties), "walnut")]


def _seat(w: float, d: float, h: float) -> Mesh:
    """Return legs, seat frame, stretchers and arched aprons of a chair."""
    low = [(-w / 2, w / 2, -d / 2, h * 0.18), (-w / 2, w / 2, d / 2, h * 0.32)]
    ties = [
        bar((a + 0.02, y * 0.94, z), (b - 0.02, y * 0.94, z), 0.028, 0.034) for a, b, y, z in low
    ]
    ties += [bar((s * (w / 2 - 0.02), -d / 2 + 0.02, h * 0.27),
                 (s * (w / 2 - 0.02), d / 2 - 0.02, h * 0.27), 0.026, 0.032) for s in (-1, 1)]  # fmt: skip
    return merge(
        legs(w, d, h - 0.035, 0.038, 0.0, 0.012), box(-w / 2 - 0.015, w / 2 + 0.015, -d / 2 - 0.015,
        d / 2 + 0.015, h - 0.036, h), apron(w - 0.075, h - 0.13, h - 0.034, 0.014, -d / 2 + 0.02),
        *ties,
    )  # fmt: skip


def _splat(h: float, high: float, y: float, wide: float = 0.17) -> Mesh:
    """Return the S of a back splat."""
    z = np.linspace(h - 0.004, high, 9)
    bow = y + 0.035 * np.sin(np.linspace(0, 2 * np.pi, 9)) + 0.04 * np.linspace(0, 1, 9)
    rings = [
        np.array([(-wide / 2, a - 0.006, b), (wide / 2, a - 0.006, b), (wide / 2, a + 0.006, b),
                  (-wide / 2, a + 0.006, b)]) for a, b in zip(bow, z, strict=True)
    ]  # fmt: skip
    return skin(rings)


def lamp_chair(h: float = 0.48) -> Piece:
    """Return a 灯挂椅: a high back with a yoke that reaches out, and no arms."""
    w, d, top = 0.50, 0.42, h + 0.56
    posts = [pipe([(s * 0.225, d / 2 - 0.02, h - 0.02), (s * 0.22, d / 2, h + 0.3),
                   (s * 0.215, d / 2 + 0.05, top - 0.01)], 0.017, 8) for s in (-1, 1)]  # fmt: skip
    yoke = pipe([(-0.30, d / 2 + 0.04, top - 0.012), (-0.15, d / 2 + 0.055, top),
                 (0.0, d / 2 + 0.06, top + 0.018), (0.15, d / 2 + 0.055, top),
                 (0.30, d / 2 + 0.04, top - 0.012)], 0.020, 8)  # fmt: skip
    return [(merge(_seat(w, d, h), *posts, yoke, _splat(h, top, d / 2 - 0.005)), WOOD)]


def official_chair(h: float = 0.50) -> Piece:
    """Return a 官帽椅: yoke, splat and curved arms."""
    w, d = 0.58, 0.47
    back = lamp_chair(h)[0][0]
    arms = []
    for s in (-1, 1):
        arms += [
            pipe([(s * 0.24, d / 2 - 0.02, h + 0.27), (s * 0.28, 0.0, h + 0.255),
                  (s * 0.27, -d / 2 + 0.0, h + 0.225)], 0.017, 8),
            pipe([(s * 0.27, -d / 2 + 0.03, h - 0.02), (s * 0.275, -d / 2 + 0.02, h + 0.12),
                  (s * 0.27, -d / 2 + 0.025, h + 0.225)], 0.016, 8),
        ]  # fmt: skip
    return [(merge(_seat(w, d, h), back, *arms), WOOD)]


def round_chair(h: float = 0.50) -> Piece:
    """Return a 圈椅: back and arms one bow."""
    w, d = 0.58, 0.46
    a = np.linspace(-0.10 * np.pi, 1.10 * np.pi, 25)
    bow = [(0.31 * np.cos(t), 0.29 * np.sin(t) - 0.04 + 0.05 * max(0.0, np.sin(t)),
            h + 0.24 + 0.20 * max(0.0, np.sin(t))) for t in a]  # fmt: skip
    posts = [pipe([(s * 0.25, d / 2 - 0.03, h - 0.02), (s * 0.225, d / 2 + 0.015, h + 0.375)], 0.016)
             for s in (-1, 1)]  # fmt: skip
    posts += [pipe([(s * 0.26, -d / 2 + 0.03, h - 0.02), (s * 0.285, -0.10, h + 0.235)], 0.016)
              for s in (-1, 1)]  # fmt: skip
    return [(merge(_seat(w, d, h), pipe(bow, 0.019, 8), *posts,
                   _splat(h, h + 0.45, d / 2 - 0.02)), WOOD)]  # fmt: skip


def grand_chair(h: float = 0.52) -> Piece:
    """Return a 太师椅 of the Qing: square, its back and arms stepped panels."""
    w, d = 0.66, 0.52
    back = [(-0.30, h), (-0.30, h + 0.36), (-0.19, h + 0.36), (-0.19, h + 0.44), (-0.09, h + 0.44),
            (-0.09, h + 0.50), (0.09, h + 0.50), (0.09, h + 0.44), (0.19, h + 0.44), (0.19, h + 0.36),
            (0.30, h + 0.36), (0.30, h)]  # fmt: skip
    side = [(-0.22, h), (-0.22, h + 0.20), (-0.10, h + 0.20), (-0.10, h + 0.28), (0.20, h + 0.28),
            (0.20, h)]  # fmt: skip
    arms = []
    for s in (-1, 1):
        v, f = plate(side, 0.03)
        arms.append(outward((np.stack([s * 0.30 + 0 * v[:, 0] + v[:, 1], v[:, 0], v[:, 2]], 1), f)))
    stone = plate([(0.11 * np.cos(t), h + 0.25 + 0.11 * np.sin(t)) for t in _round()], 0.012, 0.205)
    return [(merge(_seat(w, d, h), plate(back[::-1], 0.034, 0.23), *arms), WOOD),
            (stone, "marble")]  # fmt: skip


def folding_chair(h: float = 0.48) -> Piece:
    """Return a 交椅: crossed legs, a woven seat and a bowed back."""
    cross = []
    for s in (-1, 1):
        cross += [pipe([(s * 0.26, -0.26, 0.02), (s * 0.26, 0.22, h)], 0.017),
                  pipe([(s * 0.285, 0.26, 0.02), (s * 0.285, -0.24, h)], 0.017)]  # fmt: skip
    ties = [pipe([(-0.29, y, z), (0.29, y, z)], 0.017)
            for y, z in ((-0.26, 0.03), (0.26, 0.03), (0.22, h), (-0.24, h))]  # fmt: skip
    a = np.linspace(-0.05 * np.pi, 1.05 * np.pi, 19)
    bow = pipe([(0.31 * np.cos(t), 0.30 * np.sin(t) - 0.02, h + 0.26 + 0.22 * max(0.0, np.sin(t)))
                for t in a], 0.018)  # fmt: skip
    posts = [
        pipe([(s * 0.285, 0.10, 0.62 * h), (s * 0.255, 0.20, h + 0.36)], 0.016) for s in (-1, 1)
    ]
    weave = box(-0.25, 0.25, -0.235, 0.215, h - 0.03, h - 0.018)
    return [(merge(*cross, *ties, bow, *posts, _splat(h, h + 0.48, 0.22)), "lacquer_red"),
            (weave, "reed_mat")]  # fmt: skip


def _round() -> np.ndarray:
    return np.linspace(0, 2 * np.pi, 17)[:-1]


def cushion(w: float = 0.5) -> Piece:
    """Return a round rush cushion (蒲团)."""
    rings = [ring(z, r, r, (0, 0), 18) for z, r in
             ((0.0, 0.44 * w), (0.03, 0.5 * w), (0.09, 0.5 * w), (0.12, 0.42 * w))]  # fmt: skip
    return [(skin(rings), "reed_mat")]


def stool(h: float = 0.45) -> Piece:
    """Return a 方凳: square seat, stretchers all round."""
    return [(merge(legs(0.40, 0.40, h - 0.03, 0.038), frame(0.40, 0.40, 0.12, 0.026, 0.032),
                   frame(0.40, 0.40, h - 0.09, 0.022, 0.062, 0.008),
                   box(-0.21, 0.21, -0.21, 0.21, h - 0.031, h)), "walnut")]  # fmt: skip
