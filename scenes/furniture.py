"""Furniture of later courts: censers, steles, stone lions, flagpoles, lantern posts, oil lamps.

Forms are those of their kind as commonly seen, sizes chosen by eye (source: own, low); inscriptions
are left blank.
"""

from __future__ import annotations

import numpy as np

from scenes.model import SetModel
from scenes.props import EIGHTH, add, lotus
from scenes.turned import Mesh, ball, box, join, lathe, loft, moved, placed, ring, strip, tube

WARM = (1.0, 0.52, 0.20)


def censer(model: SetModel, x: float, y: float, lit: bool = False) -> None:
    """Put a cast-iron censer: three legs, belly, six-posted pavilion under a bell-shaped roof."""
    legs = [
        tube([(0.30 * np.cos(a), 0.30 * np.sin(a), 0.62), (0.40 * np.cos(a), 0.40 * np.sin(a), 0.40),
              (0.34 * np.cos(a), 0.34 * np.sin(a), 0.20)], (0.085, 0.075, 0.090), 8)
        for a in np.pi / 2 + np.arange(3) * 2 * np.pi / 3
    ]  # fmt: skip
    belly = lathe([(0.20, 0.48), (0.42, 0.58), (0.50, 0.76), (0.46, 0.94), (0.52, 1.00),
                   (0.52, 1.06), (0.40, 1.06)], 20)  # fmt: skip
    posts = [
        tube([(0.36 * np.cos(a), 0.36 * np.sin(a), 1.05), (0.36 * np.cos(a), 0.36 * np.sin(a), 1.56)],
             0.028, 6)
        for a in np.arange(6) * np.pi / 3
    ]  # fmt: skip
    roof = lathe([(0.40, 1.55), (0.60, 1.58), (0.58, 1.64), (0.36, 1.76), (0.24, 1.92),
                  (0.10, 2.00), (0.12, 2.08), (0.02, 2.22)], 6)  # fmt: skip
    base = join(box((-0.55, -0.55, 0.0), (0.55, 0.55, 0.12)),
                box((-0.46, -0.46, 0.12), (0.46, 0.46, 0.22)))  # fmt: skip
    add(
        model, "censer", "prop", [(base, "stone"), (join(*legs, belly, *posts, roof), "iron")], x, y
    )


def stone_censer(model: SetModel, x: float, y: float, lit: bool = False) -> None:
    """Put a stone stand with a lotus top that carries a basin of ash."""
    eight = 8
    pieces = [
        (lathe([(0.46, 0.0), (0.46, 0.14), (0.40, 0.18)], eight, EIGHTH), "stone"),
        (lotus(0.40, 0.18, 0.34, True), "stone"),
        (lathe([(0.20, 0.32), (0.19, 0.40), (0.19, 0.66), (0.22, 0.70)], eight, EIGHTH), "stone"),
        (lotus(0.42, 0.68, 0.88, False), "stone"),
        (lathe([(0.30, 0.88), (0.36, 0.96), (0.37, 1.12), (0.32, 1.12), (0.28, 1.04)], 16), "stone"),
        (join(*(tube([(0.03 * k, 0.02 * k, 1.02), (0.04 * k, 0.02, 1.42)], 0.008, 5)
                for k in (-1, 0, 1))), "robe_crimson"),
    ]  # fmt: skip
    add(model, "stone_censer", "prop", pieces, x, y)


def stele(model: SetModel, x: float, y: float, lit: bool = False) -> None:
    """Put a stele on a stepped base, its head rounded by dragons in outline; the face is blank."""
    base = join(box((-0.62, -0.36, 0.0), (0.62, 0.36, 0.20)),
                box((-0.52, -0.28, 0.20), (0.52, 0.28, 0.62)))  # fmt: skip
    slab = box((-0.42, -0.11, 0.62), (0.42, 0.11, 2.30))
    t = np.linspace(0, np.pi, 15)
    swell = 1 + 0.05 * np.cos(6 * t)
    arch = [
        (0.47 * np.cos(a) * s, 2.30 + 0.62 * np.sin(a) * s) for a, s in zip(t, swell, strict=True)
    ]
    outline = np.array([(0.47, 2.26), *arch, (-0.47, 2.26)])
    rings = [np.column_stack([outline[:, 0], np.full(len(outline), d), outline[:, 1]])
             for d in (0.14, -0.14)]  # fmt: skip
    tablet = box((-0.15, -0.155, 2.38), (0.15, -0.13, 2.66))
    add(model, "stele", "prop", [(join(base, slab, loft(rings), tablet), "stone")], x, y)


def lion(model: SetModel, x: float, y: float, lit: bool = False) -> None:
    """Put a seated stone lion on its plinth, facing -y; the left and right ones are alike."""
    plinth = join(box((-0.42, -0.56, 0.0), (0.42, 0.56, 0.16)), box((-0.36, -0.50, 0.16),
                  (0.36, 0.50, 0.72)), box((-0.40, -0.54, 0.72), (0.40, 0.54, 0.82)))  # fmt: skip
    body = [
        ball((0, 0.20, 1.08), 0.27, 0.32, 0.28), ball((0, -0.04, 1.30), 0.22, 0.22, 0.34),
        ball((0, -0.16, 1.68), 0.23, 0.22, 0.23), ball((0, -0.34, 1.62), 0.13, 0.12, 0.11, 10),
        *(tube([(s * 0.15, -0.14, 1.34), (s * 0.16, -0.28, 1.05), (s * 0.16, -0.32, 0.84)],
               (0.10, 0.075, 0.09), 8) for s in (-1, 1)),
        *(ball((s * 0.24, 0.10, 0.96), 0.12, 0.24, 0.15, 10) for s in (-1, 1)),
        *(ball((0.19 * np.cos(a), -0.02 + 0.06 * np.cos(2 * a), 1.66 + 0.21 * np.sin(a)), 0.075,
               0.09, 0.075, 8) for a in np.linspace(-0.6, np.pi + 0.6, 9)),
    ]  # fmt: skip
    add(model, "lion", "prop", [(join(plinth, *body), "stone")], x, y)


def flagpole(model: SetModel, x: float, y: float, lit: bool = False) -> None:
    """Raise a pole between two clasping stones, with one 斗 and a gilt knob, 8.6 m tall."""
    stones = join(*(box((min(s * 0.12, s * 0.34), -0.22, 0.0), (max(s * 0.12, s * 0.34), 0.22, 1.45))
                    for s in (-1, 1)), box((-0.55, -0.45, 0.0), (0.55, 0.45, 0.18)))  # fmt: skip
    pole = tube([(0, 0, 0.1), (0, 0, 4.5), (0, 0, 8.4)], (0.115, 0.10, 0.065), 10)
    peck = loft([
        np.array([(-w, -w, z), (w, -w, z), (w, w, z), (-w, w, z)])
        for z, w in ((5.9, 0.24), (6.05, 0.30), (6.30, 0.42))
    ])  # fmt: skip
    knob = lathe([(0.03, 8.35), (0.12, 8.48), (0.05, 8.60), (0.01, 8.68)], 10)
    pieces = [(stones, "stone"), (join(pole, peck), "column_late"), (knob, "gold")]
    add(model, "flagpole", "prop", pieces, x, y)


def lantern(at: tuple[float, float, float]) -> list[tuple[Mesh, str]]:
    """Return a ribbed lantern of oiled gauze hanging at a point, about 0.5 m tall."""
    x, y, z = at
    rows = ((0.0, 0.09), (-0.05, 0.17), (-0.20, 0.22), (-0.35, 0.17), (-0.40, 0.09))
    skin = [ring(z + dz, r, r, (x, y), 16, 0.03, 8) for dz, r in rows[::-1]]
    caps = [lathe([(0.10, z + dz), (0.10, z + dz + 0.04)], 12) for dz in (-0.44, 0.0)]
    wood = [moved(cap, placed(x, y, 0.0)) for cap in caps]
    tassel = tube([(x, y, z - 0.44), (x, y, z - 0.70)], (0.016, 0.034), 6)
    return [(loft(skin), "lantern"), (join(*wood), "wood"), (tassel, "robe_crimson")]


def lantern_post(model: SetModel, x: float, y: float, lit: bool = True) -> None:
    """Put a post with one lantern on its arm."""
    post = join(tube([(0, 0, 0), (0, 0, 2.9)], (0.055, 0.045), 8),
                tube([(-0.06, 0, 2.78), (0.42, 0, 2.84)], 0.026, 6),
                box((-0.28, -0.05, 0.0), (0.28, 0.05, 0.12)),
                box((-0.05, -0.28, 0.0), (0.05, 0.28, 0.12)))  # fmt: skip
    pieces = [(post, "wood"), *lantern((0.38, 0.0, 2.74))]
    add(model, "lantern_post", "lamp", pieces, x, y)
    if lit:
        model.lamps.append({"at": (x + 0.38, y, 2.50), "power": 2.6, "colour": WARM})


def oil_lamp(model: SetModel, x: float, y: float, lit: bool = True) -> None:
    """Put an oil dish on a slim iron stand."""
    stand = join(*(tube([(0, 0, 0.16), (0.20 * np.cos(a), 0.20 * np.sin(a), 0.0)], 0.016, 5)
                   for a in np.arange(3) * 2 * np.pi / 3),
                 tube([(0, 0, 0.12), (0, 0, 1.12)], 0.018, 6))  # fmt: skip
    dish = lathe([(0.03, 1.10), (0.13, 1.14), (0.15, 1.19), (0.11, 1.17)], 14)
    add(model, "oil_lamp", "lamp", [(stand, "iron"), (dish, "iron")], x, y)
    if lit:
        flame = lathe([(0.022, 1.18), (0.038, 1.23), (0.024, 1.29), (0.004, 1.36)], 8)
        add(model, "oil_lamp.flame", "lamp", [(flame, "flame")], x, y)
        model.lamps.append({"at": (x, y, 1.30), "power": 1.5, "colour": WARM})


def pennant(model: SetModel, x: float, y: float, tall: float, turn: float, colour: str) -> None:
    """Raise a long swallow-tailed flag on a bamboo pole, as fairs set along the way."""
    pole = tube([(0, 0, 0), (0.03, 0, tall * 0.5), (0, 0, tall)], (0.04, 0.034, 0.016), 7)
    t = np.linspace(0, 1, 14)
    wave = 0.10 * np.sin(6 * t) * t
    x0, z = 0.03 + 0 * t, tall - 0.25 - 2.2 * t
    wide = 0.55 * (1 - 0.30 * t)
    cloth = strip(
        np.stack([x0, wave, z], 1), np.stack([x0 + wide, wave + 0.10 * t, z + 0.1 * t], 1)
    )
    name = f"pennant.{colour}"
    add(model, name, "prop", [(pole, "wood"), (cloth, colour)], x, y, turn)
