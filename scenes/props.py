"""Things of a court: stone lamp, sutra pillar, banner, jar, timber and trestles, birds, stones."""

from __future__ import annotations

import random

import numpy as np

from scenes.model import SetModel
from scenes.turned import Mesh, beam, box, join, lathe, loft, moved, placed, ring, strip, tube

EIGHTH = np.pi / 8


def add(
    model: SetModel,
    name: str,
    element: str,
    pieces: list[tuple[Mesh, str]],
    x: float,
    y: float,
    turn: float = 0.0,
) -> None:
    """Put a thing of several (mesh, material) pieces on the court."""
    for number, (mesh, material) in enumerate(pieces):
        part = f"{name}.{number}"
        if part not in model.parts:
            model.add_part(part, mesh[0], mesh[1], material)
        model.place(part, element, placed(x, y, 0.0, turn), rule="invention", name=name)


def lotus(radius: float, low: float, high: float, down: bool, petals: int = 8) -> Mesh:
    """Return a ring of lotus petals, turned up or down, as a fluted band."""
    rings = []
    for t in np.linspace(0, 1, 5):
        swell = np.sin(np.pi * (0.25 + 0.60 * (t if down else 1 - t)))
        flute = 0.07 * (1 - t if down else t)
        rings.append(
            ring(low + (high - low) * t, radius * swell, radius * swell, (0, 0), 32, flute, petals)
        )
    return loft(rings)


def sutra_pillar(model: SetModel, x: float, y: float) -> None:
    """Put an octagonal stone sutra pillar (经幢), about 3.2 m tall.

    One of 857 stands before the East Hall of Foguang; base, octagonal shaft, lotus and canopy
    are its kind's usual parts, and the height is remembered, not surveyed (source: own).
    """
    eight = 8
    pieces = [
        (lathe([(0.66, 0.0), (0.66, 0.22), (0.58, 0.24), (0.58, 0.30)], eight, EIGHTH), "stone"),
        (lotus(0.56, 0.30, 0.52, True), "stone"),
        (lathe([(0.36, 0.50), (0.34, 0.52), (0.34, 0.66), (0.38, 0.68)], eight, EIGHTH), "stone"),
        (lotus(0.50, 0.66, 0.86, False), "stone"),
        (lathe([(0.34, 0.86), (0.32, 0.90), (0.31, 2.10), (0.32, 2.14)], eight, EIGHTH), "stone"),
        (
            lathe(
                [(0.30, 2.14), (0.52, 2.22), (0.56, 2.28), (0.55, 2.38), (0.30, 2.46)],
                eight,
                EIGHTH,
            ),
            "stone",
        ),
        (lathe([(0.26, 2.46), (0.26, 2.66)], eight, EIGHTH), "stone"),
        (lotus(0.36, 2.64, 2.80, False), "stone"),
        (
            lathe(
                [
                    (0.20, 2.80),
                    (0.24, 2.90),
                    (0.19, 3.02),
                    (0.09, 3.10),
                    (0.10, 3.16),
                    (0.01, 3.28),
                ],
                12,
            ),
            "stone",
        ),
    ]
    add(model, "sutra_pillar", "prop", pieces, x, y)


def stone_lamp(model: SetModel, x: float, y: float, lit: bool = True) -> None:
    """Put a stone lamp (石灯): lotus foot, shaft, open octagonal fire house, low roof."""
    posts = join(
        *(
            moved(
                box((-0.045, -0.045, 1.42), (0.045, 0.045, 1.80)),
                placed(0.27 * np.cos(a), 0.27 * np.sin(a), 0, a),
            )
            for a in EIGHTH + np.arange(8) * np.pi / 4
        )
    )
    pieces = [
        (lathe([(0.56, 0.0), (0.56, 0.16), (0.50, 0.18), (0.50, 0.24)], 8, EIGHTH), "stone"),
        (lotus(0.48, 0.24, 0.44, True), "stone"),
        (lathe([(0.20, 0.42), (0.175, 0.50), (0.165, 0.95), (0.175, 1.12)], 8, EIGHTH), "stone"),
        (lotus(0.42, 1.10, 1.30, False), "stone"),
        (lathe([(0.40, 1.30), (0.41, 1.33), (0.41, 1.42)], 8, EIGHTH), "stone"),
        (posts, "stone"),
        (
            lathe(
                [(0.32, 1.80), (0.52, 1.84), (0.55, 1.90), (0.40, 1.99), (0.20, 2.12)], 8, EIGHTH
            ),
            "stone",
        ),
        (lathe([(0.12, 2.12), (0.15, 2.20), (0.10, 2.28), (0.01, 2.38)], 12), "stone"),
    ]
    add(model, "stone_lamp", "lamp", pieces, x, y)
    if not lit:
        return
    flame = lathe([(0.07, 1.44), (0.115, 1.52), (0.085, 1.62), (0.01, 1.76)], 10)
    add(model, "stone_lamp.flame", "lamp", [(flame, "flame")], x, y)
    model.lamps.append({"at": (x, y, 1.60), "power": 3.2, "colour": (1.0, 0.52, 0.20)})


def timber_pile(model: SetModel, x: float, y: float, turn: float, seed: str) -> None:
    """Stack squared beams and round logs on bearers."""
    rng = random.Random(f"{seed}/pile")
    round_: list[Mesh] = []
    squared = [beam((x0, -1.0, 0.09), (x0, 1.0, 0.09), 0.18, 0.18) for x0 in (-1.7, 0.0, 1.7)]
    for row, count in enumerate((4, 3)):
        for k in range(count):
            y0 = (k - (count - 1) / 2) * 0.42
            slide = rng.uniform(-0.35, 0.35)
            z0 = 0.36 + 0.36 * row
            squared.append(beam((-2.5 + slide, y0, z0), (2.5 + slide, y0, z0), 0.30, 0.34))
    for k in range(2):
        slide = rng.uniform(-0.3, 0.3)
        y0 = (k - 0.5) * 0.40
        round_.append(
            tube(
                [(-2.7 + slide, y0, 1.06), (0, y0, 1.07), (2.6 + slide, y0, 1.06)],
                (0.19, 0.175, 0.15),
                14,
            )
        )
    pieces = [(join(*squared), "timber"), (join(*round_), "wood")]
    add(model, "timber_pile", "prop", pieces, x, y, turn)


def trestles(model: SetModel, x: float, y: float, turn: float) -> None:
    """Put a beam on two trestles, a frame saw leaning, shavings and offcuts below."""
    parts = [
        beam((end + d, s * 0.42, 0.0), (end + d * 0.4, s * 0.10, 0.74), 0.07, 0.07)
        for end in (-1.25, 1.25) for s in (-1, 1) for d in (-0.16, 0.16)
    ]  # fmt: skip
    parts += [beam((end, -0.40, 0.74), (end, 0.40, 0.74), 0.11, 0.11) for end in (-1.25, 1.25)]
    work = beam((-2.1, 0.02, 0.94), (2.0, -0.03, 0.94), 0.26, 0.30)
    saw = join(
        beam((-0.55, 0.62, 0.10), (0.60, 0.50, 0.46), 0.03, 0.05),
        beam((-0.55, 0.62, 0.02), (-0.70, 0.58, 0.62), 0.035, 0.05),
        beam((0.60, 0.50, 0.38), (0.45, 0.46, 0.98), 0.035, 0.05),
    )
    chips = join(
        *(
            moved(
                box((-0.09, -0.04, 0.0), (0.09, 0.04, 0.03)),
                placed(1.5 * np.cos(2.4 * k) * (k % 5) / 4, 0.8 * np.sin(2.4 * k), 0.0, 1.7 * k),
            )
            for k in range(26)
        )
    )
    pieces = [(join(*parts), "wood"), (work, "timber"), (saw, "wood"), (chips, "timber")]
    add(model, "trestles", "prop", pieces, x, y, turn)


def cart(model: SetModel, x: float, y: float, turn: float) -> None:
    """Stand a two-wheeled cart (大车), its shafts let down before it: the bed's middle is at x, y."""
    frame = [
        beam((s * 0.42, -2.9, 0.06), (s * 0.50, 1.35, 0.92), 0.08, 0.09) for s in (-1, 1)
    ] + [
        beam((-0.62, y0, z), (0.62, y0, z), 0.07, 0.05)
        for y0, z in ((-1.0, 0.47), (-0.35, 0.60), (0.35, 0.74), (1.2, 0.92))
    ]  # fmt: skip
    floor = loft([
        np.array([(-0.48, -1.0, z), (0.48, -1.0, z), (0.48, 1.3, z + 0.44), (-0.48, 1.3, z + 0.44)])
        for z in (0.50, 0.54)
    ])  # fmt: skip
    rails = [beam((s * 0.56, -0.9, 0.80), (s * 0.56, 1.25, 1.22), 0.05, 0.05) for s in (-1, 1)]
    stakes = [
        beam((s * 0.54, t, 0.52 + 0.2 * (t + 0.9)), (s * 0.56, t, 0.80 + 0.2 * (t + 0.9)), 0.04, 0.04)
        for s in (-1, 1) for t in (-0.8, -0.1, 0.6, 1.2)
    ]  # fmt: skip
    angle = np.linspace(0, 2 * np.pi, 19)
    wheels = []
    for side in (-0.72, 0.72):
        rim = [(side, 0.30 + 0.62 * np.cos(a), 0.63 + 0.62 * np.sin(a)) for a in angle]
        wheels.append(tube(rim, 0.035, 6))
        wheels += [
            beam((side, 0.30, 0.63), (side, 0.30 + 0.6 * np.cos(a), 0.63 + 0.6 * np.sin(a)), 0.04, 0.05)
            for a in angle[:-1:2]
        ]  # fmt: skip
    axle = tube([(-0.86, 0.30, 0.63), (0.86, 0.30, 0.63)], 0.055, 8)
    pieces = [(join(*frame, floor, *rails, *stakes, axle), "timber"), (join(*wheels), "wood")]
    add(model, "cart", "prop", pieces, x, y, turn)


def banner(model: SetModel, x: float, y: float, tall: float = 7.5) -> None:
    """Raise a Buddhist banner (幡) on a pole: head, body in four panels, two tails."""
    pole = tube([(0, 0, 0), (0.02, 0, tall * 0.5), (0, 0, tall)], (0.055, 0.048, 0.030), 8)
    arm = tube([(-0.05, 0, tall - 0.20), (0.62, 0, tall - 0.12)], 0.022, 6)
    t = np.linspace(0, 1, 22)
    drift = 0.32 * t**1.6
    wave = 0.10 * np.sin(7 * t) * t
    z = tall - 0.30 - 3.4 * t

    def cloth(left: float, right: float, first: int, last: int) -> Mesh:
        k = slice(first, last)
        a = np.stack([left + drift[k], wave[k], z[k]], 1)
        b = np.stack([right + drift[k], wave[k] + 0.05, z[k]], 1)
        return strip(a, b)

    pieces: list[tuple[Mesh, str]] = [(join(pole, arm), "wood")]
    for number, (first, last) in enumerate(((0, 5), (4, 9), (8, 13), (12, 16))):
        colour = ("robe_crimson", "robe_ochre", "robe_green", "robe_white")[number]
        pieces.append((cloth(0.14, 0.60, first, last), colour))
    pieces.append((join(cloth(0.16, 0.30, 15, 22), cloth(0.42, 0.56, 15, 22)), "robe_crimson"))
    add(model, "banner", "prop", pieces, x, y, 0.25)


def brick_stack(model: SetModel, x: float, y: float, turn: float, seed: str) -> None:
    """Stack grey bricks, a few fallen beside them."""
    rng = random.Random(f"{seed}/bricks")
    lying = box((-0.09, -0.18, 0.0), (0.09, 0.18, 0.07))
    bricks = [
        moved(lying, placed((k - 2) * 0.20 + 0.09 * (row % 2) + rng.uniform(-0.012, 0.012), side,
                            0.075 * row))
        for row in range(6) for k in range(5 - (row > 3)) for side in (-0.19, 0.19)
    ]  # fmt: skip
    bricks += [
        moved(lying, placed(0.9 + 0.22 * k, rng.uniform(-0.4, 0.4), 0, rng.uniform(0, 3)))
        for k in range(4)
    ]
    add(model, "brick_stack", "prop", [(join(*bricks), "grey_brick")], x, y, turn)


def tile_stack(model: SetModel, x: float, y: float, turn: float, seed: str) -> None:
    """Stand pan tiles on edge in rows, as tilers leave them."""
    rng = random.Random(f"{seed}/tiles")
    arc = np.linspace(-0.95, 0.95, 7)
    outer = np.stack([0.17 * np.sin(arc), 0.17 * np.cos(arc) - 0.10], 1)
    inner = np.stack([0.15 * np.sin(arc), 0.15 * np.cos(arc) - 0.10], 1)[::-1]
    profile = np.concatenate([outer, inner])[::-1]
    tiles = []
    for row in range(3):
        for k in range(15 - 2 * row):
            lean = rng.uniform(-0.012, 0.012)
            x0, z0 = -0.60 + 0.085 * k + 0.08 * row, 0.37 * row
            rings = [
                np.stack(
                    [
                        x0 + lean * t + profile[:, 1],
                        profile[:, 0],
                        np.full(len(profile), z0 + 0.36 * t),
                    ],
                    1,
                )
                for t in (0.0, 1.0)
            ]
            tiles.append(loft(rings))
    add(model, "tile_stack", "prop", [(join(*tiles), "loose_tile")], x, y, turn)


def jar_body() -> Mesh:
    """Return an earthen jar 0.86 m tall."""
    return lathe(
        [
            (0.16, 0),
            (0.30, 0.22),
            (0.36, 0.48),
            (0.30, 0.70),
            (0.20, 0.80),
            (0.23, 0.86),
            (0.16, 0.84),
        ],
        18,
    )


def jar(model: SetModel, x: float, y: float, tall: float, number: int) -> None:
    """Put an earthen water jar."""
    scaled = moved(jar_body(), placed(0, 0, 0, 0, tall / 0.86))
    add(model, f"jar.{number}", "prop", [(scaled, "earthenware")], x, y)


def bird(
    model: SetModel, at: tuple[float, float, float], turn: float, span: float, flap: float
) -> None:
    """Put a flying crow: two bent wings and a body."""
    name = f"bird.{round(flap * 100)}"
    if name not in model.parts:
        wings = []
        for s in (-1, 1):
            root, mid = (0.04 * s, 0.0, 0.0), (0.26 * s, 0.03, 0.10 + 0.22 * flap)
            tip = (0.50 * s, 0.14, 0.04 + 0.10 * flap)
            back = (0.05 * s, 0.17, 0.0)
            back_mid = (0.28 * s, 0.17, 0.08 + 0.20 * flap)
            v = np.array([root, mid, tip, back_mid, back])
            wings.append((v, np.array([(0, 1, 3), (1, 2, 3), (0, 3, 4)], np.int32)))
        body = tube([(0, -0.16, 0.0), (0, 0.02, 0.0), (0, 0.30, -0.02)], (0.03, 0.055, 0.02), 6)
        model.add_part(name, *join(*wings, body), "hair")
    model.place(name, "bird", placed(*at, turn, span), rule="invention", name="bird")


def stone(model: SetModel, x: float, y: float, size: float, turn: float, number: int) -> None:
    """Put a weathered stone half sunk in the ground."""
    name = f"stone.{number}"
    if name not in model.parts:
        model.add_part(name, *_boulder(number), "fieldstone")
    model.place(name, "stone", placed(x, y, 0, turn, size), rule="invention", name="stone")


def _boulder(number: int) -> Mesh:
    """Return a rounded lump of radius about 1 with a few planed sides."""
    rng = np.random.default_rng(900 + number)
    cuts = rng.normal(size=(9, 3))
    cuts /= np.linalg.norm(cuts, axis=1, keepdims=True)
    depth = rng.uniform(0.62, 0.95, 9)
    rings = []
    for t in np.linspace(-0.25, 0.5 * np.pi - 0.12, 14):
        around = 2 * np.pi * np.arange(28) / 28
        ray = np.stack(
            [np.cos(t) * np.cos(around), np.cos(t) * np.sin(around), np.full(28, np.sin(t))], 1
        )
        reach = np.min(depth / np.maximum(ray @ cuts.T, 0.35), axis=1).clip(0.5, 1.15)
        rings.append(ray * reach[:, None] * (1.0, 0.85, 0.72))
    return loft(rings)
