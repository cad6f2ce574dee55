"""Furniture of the last hundred years: sofa, steel cabinet, swivel chair, screens, iron beds.

Measures are of common makes; own knowledge.
"""

from __future__ import annotations

import numpy as np

from scenes.furnishings.piece import Mesh, Piece, ball, bar, box, merge, pipe, turn


def sofa(w: float = 1.9, d: float = 0.86) -> Piece:
    """Return a sofa with arms, its front towards −y."""
    base = box(-w / 2, w / 2, -d / 2 + 0.03, d / 2, 0.06, 0.26)
    arms = [box(s * (w / 2 - 0.19), s * w / 2, -d / 2, d / 2 - 0.01, 0.05, 0.60) for s in (-1, 1)]
    back = box(-w / 2 + 0.195, w / 2 - 0.195, d / 2 - 0.24, d / 2 - 0.02, 0.27, 0.86)
    half = (w / 2 - 0.21) / 2
    pads = [
        box(
            s * half - half + 0.012,
            s * half + half - 0.012,
            -d / 2 + 0.01,
            d / 2 - 0.25,
            0.27,
            0.43,
        )
        for s in (-1, 1)
    ]
    return [(merge(base, *arms, back), "felt_blue"), (merge(*pads), "quilt_blue")]


def tea_table(w: float = 1.15, d: float = 0.6, h: float = 0.43) -> Piece:
    """Return a low table with a shelf."""
    posts = [box(x - 0.025, x + 0.025, y - 0.025, y + 0.025, 0.0, h - 0.031)
             for x in (-w / 2 + 0.06, w / 2 - 0.06) for y in (-d / 2 + 0.06, d / 2 - 0.06)]  # fmt: skip
    top, shelf = (
        box(-w / 2, w / 2, -d / 2, d / 2, h - 0.03, h),
        box(-w / 2 + 0.1, w / 2 - 0.1, -d / 2 + 0.1, d / 2 - 0.1, 0.14, 0.16),
    )
    return [(merge(*posts, top, shelf), "walnut")]


def television(w: float = 1.1) -> Piece:
    """Return a flat screen on its low cabinet, its face towards −y."""
    cabinet = [
        box(-0.8, 0.8, -0.2, 0.2, 0.05, 0.46),
        *(box(x - 0.37, x + 0.37, -0.212, -0.201, 0.09, 0.42) for x in (-0.39, 0.39)),
    ]
    high = 0.5625 * w
    frame = [
        box(-w / 2, w / 2, -0.02, 0.03, 0.54, 0.54 + high),
        box(-0.16, 0.16, -0.1, 0.1, 0.461, 0.475),
        box(-0.03, 0.03, 0.0, 0.03, 0.476, 0.56),
    ]
    face = box(-w / 2 + 0.015, w / 2 - 0.015, -0.024, -0.0205, 0.555, 0.525 + high)
    return [(merge(*cabinet), "walnut"), (merge(*frame), "black_cloth"), (face, "ink_black")]


def cabinet(w: float = 0.9, d: float = 0.42, h: float = 1.82) -> Piece:
    """Return a steel filing cabinet with glazed doors above and plain ones below."""
    body = box(-w / 2, w / 2, -d / 2 + 0.02, d / 2, 0.05, h)
    doors = [box(s * w / 4 - w / 4 + 0.012, s * w / 4 + w / 4 - 0.012, -d / 2 + 0.004, -d / 2 + 0.019, z0, z1)
             for s in (-1, 1) for z0, z1 in ((0.07, 0.80), (0.83, h - 0.02))]  # fmt: skip
    panes = [
        box(
            s * w / 4 - w / 4 + 0.05,
            s * w / 4 + w / 4 - 0.05,
            -d / 2,
            -d / 2 + 0.003,
            0.88,
            h - 0.07,
        )
        for s in (-1, 1)
    ]
    pulls = [
        box(s * 0.035 - 0.008, s * 0.035 + 0.008, -d / 2 - 0.012, -d / 2 + 0.003, z, z + 0.09)
        for s in (-1, 1)
        for z in (0.44, 1.25)
    ]
    return [(merge(body, *doors), "aluminium"), (merge(*panes), "glass"), (merge(*pulls), "iron")]


def swivel_chair(h: float = 0.46) -> Piece:
    """Return an office chair on a star of five feet; one sits with one's face towards −y."""
    t = np.arange(5) * 2 * np.pi / 5
    feet = [
        bar((0.0, 0.0, 0.075), (0.30 * np.cos(a), 0.30 * np.sin(a), 0.06), 0.045, 0.035) for a in t
    ]
    wheels = [ball((0.30 * np.cos(a), 0.30 * np.sin(a), 0.028), 0.03, 0.03, 0.028, 8) for a in t]
    stem = turn([(0.03, 0.09), (0.03, h - 0.05)], 12)
    seat = [
        box(-0.24, 0.24, -0.25, 0.23, h - 0.05, h + 0.03),
        box(-0.22, 0.22, 0.22, 0.27, h + 0.16, h + 0.60),
        box(-0.05, 0.05, 0.235, 0.26, h - 0.03, h + 0.17),
    ]
    return [(merge(*feet, *wheels, stem), "iron"), (merge(*seat), "black_cloth")]


def computer() -> Piece:
    """Return a screen and keys for a desk, the screen's face towards +y, where one sits."""
    stand = [box(-0.12, 0.12, -0.13, 0.05, 0.0, 0.012), box(-0.02, 0.02, -0.07, -0.04, 0.012, 0.16)]
    frame = box(-0.27, 0.27, -0.05, -0.015, 0.13, 0.46)
    keys = box(-0.22, 0.22, 0.12, 0.27, 0.0, 0.022)
    return [
        (merge(*stand, frame, keys), "black_cloth"),
        (box(-0.255, 0.255, -0.0145, -0.012, 0.15, 0.445), "sign_blue"),
    ]


def iron_bed(w: float = 0.95, long: float = 1.95) -> Piece:
    """Return a bed of iron tubes with mattress, pillow and folded quilt, its head at +y."""
    made = []
    for y, high in ((long / 2, 1.0), (-long / 2, 0.72)):
        made.append(
            pipe([(-w / 2, y, 0.0), (-w / 2, y, high), (w / 2, y, high), (w / 2, y, 0.0)], 0.019, 8)
        )
        made += [
            pipe([(x, y, 0.42), (x, y, high)], 0.009, 6)
            for x in np.linspace(-w / 2, w / 2, 6)[1:-1]
        ]
    rails = [box(s * (w / 2 - 0.02), s * w / 2, -long / 2, long / 2, 0.36, 0.41) for s in (-1, 1)]
    mattress = box(-w / 2 + 0.03, w / 2 - 0.03, -long / 2 + 0.03, long / 2 - 0.03, 0.412, 0.52)
    pillow = ball((0.0, long / 2 - 0.24, 0.56), 0.28, 0.17, 0.06, 14)
    quilt = box(-w / 2 + 0.02, w / 2 - 0.02, -long / 2 + 0.05, 0.28, 0.5205, 0.58)
    return [
        (merge(*made, *rails), "enamel_white"),
        (merge(mattress, pillow), "linen"),
        (quilt, "robe_white"),
    ]


def drip_stand() -> Piece:
    """Return a stand with a bottle that hangs from it."""
    t = np.arange(4) * np.pi / 2
    feet = [
        bar((0.0, 0.0, 0.04), (0.24 * np.cos(a), 0.24 * np.sin(a), 0.02), 0.03, 0.02) for a in t
    ]
    pole = [
        pipe([(0.0, 0.0, 0.03), (0.0, 0.0, 1.85)], 0.011, 8),
        pipe([(0.0, 0.0, 1.84), (0.14, 0.0, 1.84)], 0.006, 6),
    ]
    bottle = turn([(0.012, 1.52), (0.045, 1.58), (0.045, 1.74), (0.015, 1.80)], 14)
    bottle = (bottle[0] + (0.14, 0.0, 0.0), bottle[1])
    return [(merge(*feet, *pole), "aluminium"), (bottle, "glass")]


def locker(w: float = 0.42, h: float = 0.72) -> Piece:
    """Return a bedside cabinet with a drawer and a door."""
    body = [box(-w / 2, w / 2, -0.18, 0.2, 0.04, h), box(-w / 2 + 0.02, w / 2 - 0.02, -0.195, -0.181, 0.50, h - 0.03),
            box(-w / 2 + 0.02, w / 2 - 0.02, -0.195, -0.181, 0.07, 0.48)]  # fmt: skip
    return [(merge(*body), "enamel_white")]


def goods_shelf(w: float = 1.2, h: float = 1.8, seed: int = 0) -> Piece:
    """Return open shelves with boxes and bottles in rows."""
    dice = np.random.default_rng(700 + seed)
    boards = [box(-w / 2, w / 2, -0.2, 0.2, z, z + 0.025) for z in np.linspace(0.12, h - 0.05, 5)]
    ends = [box(s * w / 2 - s * 0.025, s * w / 2, -0.2, 0.2, 0.0, h) for s in (-1, 1)]
    rows: list[list[Mesh]] = [[], [], []]
    for z in np.linspace(0.12, h - 0.05, 5)[:-1]:
        x = -w / 2 + 0.05
        while x < w / 2 - 0.14:
            wide, tall = dice.uniform(0.07, 0.16), dice.uniform(0.14, 0.30)
            rows[int(dice.integers(3))].append(
                box(x, x + wide, -0.15, 0.1, z + 0.026, z + 0.026 + tall)
            )
            x += wide + 0.012
    goods = [
        (merge(*row), stuff)
        for row, stuff in zip(rows, ("paper_sheets", "quilt_red", "sign_blue"), strict=True)
        if row
    ]
    return [(merge(*boards, *ends), "aluminium"), *goods]


def sack(seed: int = 0) -> Piece:
    """Return a sack of grain, tied at its mouth."""
    lean = 0.02 * (seed % 3 - 1)
    body = turn(
        [
            (0.20, 0.0),
            (0.27, 0.12),
            (0.28, 0.38),
            (0.22, 0.60),
            (0.07, 0.70),
            (0.11, 0.80),
            (0.02, 0.81),
        ],
        16,
    )
    return [((body[0] + np.outer(body[0][:, 2], (lean, 0.01, 0.0)), body[1]), "linen")]
