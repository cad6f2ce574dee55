"""What masons put on towers: corbelled eaves, blind doors and windows, engaged columns; metres.

Made for the front side (it looks to −y) whose face is at y = −apothem.
"""

from __future__ import annotations

import math

import numpy as np

from scenes.model import SetModel
from scenes.solids import Mesh, boxes, lathe, merge, placement, prism, shifted
from scenes.works import eaves
from scenes.works.ngon import around, corner, drum, half_side


def corbels(sides: int, apothem: float, low: float, high: float, out: float, courses: int) -> Mesh:
    """Return courses of brick that step out under an eave (叠涩), the widest on top."""
    rows: list[tuple[float, float]] = [(apothem - 0.05, low)]
    for k in range(courses):
        t = (k + 1) / courses
        step = apothem + out * t**1.25
        z0, z1 = (low + (high - low) * k / courses, low + (high - low) * (k + 1) / courses)
        rows += [(step, z0 + 0.004), (step, z1)]
    rows.append((apothem - 0.05, high + 0.002))
    return drum(sides, rows)


def stepped(
    sides: int, apothem: float, low: float, high: float, least: float, courses: int
) -> Mesh:
    """Return courses of brick that step in over an eave to a seat (反叠涩), steeper as they rise."""
    rows: list[tuple[float, float]] = []
    for k in range(courses):
        t, rise = k / (courses - 1), (high - low) / courses
        step = least + (apothem - least) * (1 - t) ** 1.35
        rows += [(step, low + rise * k), (step, low + rise * (k + 1) - 0.001)]
    return drum(sides, rows)


def teeth(sides: int, apothem: float, z: float, high: float) -> Mesh:
    """Return a course of bricks laid cornerwise (菱角牙子) along a side."""
    half = half_side(sides, apothem) - 0.05
    count = max(2, int(2 * half / 0.34))
    at = np.linspace(-half, half, count, endpoint=False) + half / count
    w = half / count * 0.8
    return merge(*(shifted(prism([(-w, 0.06), (0.0, -0.10), (w, 0.06)], high, "xy"), x=float(x),
                           y=-apothem, z=z + high / 2) for x in at))  # fmt: skip


def arch(wide: float, high: float, steps: int = 9) -> list[tuple[float, float]]:
    """Return the outline of a round-headed opening on z = 0, from its foot at the right."""
    r = wide / 2
    spring = max(high - r, 0.05)
    turn = np.linspace(0, math.pi, steps)
    head = [(r * math.cos(t), spring + r * math.sin(t)) for t in turn]
    return [(r, 0.0), *head, (-r, 0.0)]


def opening(wide: float, high: float, *, leaves: bool) -> list[tuple[str, str, Mesh]]:
    """Return a round-headed opening in a wall at y = 0: its hood, and what is seen in it."""
    inner, outer = arch(wide, high), arch(wide + 0.36, high + 0.18)
    hood = prism([*outer, *inner[::-1]], 0.16, "xz")
    if not leaves:
        return [("grey_brick", "wall", hood), ("dark", "door", prism(inner, 0.05, "xz"))]
    seam = [(-0.012, 0.0), (0.012, 0.0), (0.012, high - 0.02), (-0.012, high - 0.02)]
    return [("grey_brick", "wall", hood), ("door", "door", prism(inner, 0.05, "xz")),
            ("dark", "door", prism(seam, 0.075, "xz"))]  # fmt: skip


def stone_door(wide: float, high: float, half: float, tall: float) -> list[tuple[str, str, Mesh]]:
    """Return a stone door with its hood, a guardian in a niche on either side of it."""
    hood, _, seam = opening(wide, high, leaves=True)
    leaves = ("grey_brick", "door", prism(arch(wide, high), 0.05, "xz"))
    at = (wide / 2 + half) / 2 + 0.05
    niche = arch(0.62 * (half - wide / 2), 0.62 * tall)
    body = lathe([(0.05, 0.0), (0.10, 0.03), (0.075, 0.32), (0.10, 0.5), (0.12, 0.62), (0.10, 0.72), (0.045, 0.76),
                  (0.065, 0.83), (0.05, 0.92), (0.02, 0.95)], 10)  # fmt: skip
    figure = (body[0] * [1.5, 0.9, 0.56 * tall], body[1])
    rows = [hood, leaves, seam]
    for s in (-1, 1):
        rows.append(("grey_brick", "wall", shifted(prism(niche, 0.02, "xz"), x=s * at, z=0.04)))
        rows.append(("stone", "wall", shifted(figure, x=s * at, z=0.05)))
    return rows


def panel(half: float, tall: float) -> list[tuple[str, str, Mesh]]:
    """Return a plain sunk-looking field framed on a stone wall."""
    w, h, f = 0.78 * half, 0.62 * tall, 0.06
    low = 0.18 * tall
    frame = [(-w, w, -0.04, 0.04, low, low + f), (-w, w, -0.04, 0.04, low + h - f, low + h),
             (-w, -w + f, -0.04, 0.04, low + f, low + h - f), (w - f, w, -0.04, 0.04, low + f, low + h - f)]  # fmt: skip
    return [("stone", "wall", boxes(frame))]


def barred(wide: float, high: float) -> list[tuple[str, str, Mesh]]:
    """Return a blind 直棂 window of brick in a wall at y = 0, its foot on z = 0."""
    w, f = wide / 2, 0.10
    frame = [(-w, w, -0.08, 0.08, 0.0, f), (-w, w, -0.08, 0.08, high - f, high),
             (-w, -w + f, -0.08, 0.08, f, high - f), (w - f, w, -0.08, 0.08, f, high - f)]  # fmt: skip
    at = np.linspace(-w + f, w - f, max(4, int(wide / 0.2)) + 1)[1:-1]
    rods = [(x - 0.035, x + 0.035, -0.06, 0.06, f, high - f) for x in at]
    back = [(-w + 0.02, w - 0.02, -0.03, 0.03, 0.02, high - 0.02)]
    return [("grey_brick", "window", boxes([*frame, *rods])), ("dark", "window", boxes(back))]


def onto_sides(
    model: SetModel, name: str, pieces: list[tuple[str, str, Mesh]], sides: int, apothem: float,
    z: float, only: list[int],
) -> None:  # fmt: skip
    """Put pieces that were made at the origin on the middle of some sides' faces."""
    for n, (material, element, mesh) in enumerate(pieces):
        part = f"{name}{n}"
        model.add_part(part, *shifted(mesh, y=-apothem, z=z), material)
        around(model, part, element, sides, only=only, rule="own", name="门窗")


def corner_shafts(
    model: SetModel, name: str, sides: int, apothem: float, low: float, high: float, r: float,
    material: str,
) -> None:  # fmt: skip
    """Put engaged columns on the corners."""
    model.add_part(name, *lathe([(r, low), (r, high - 0.02), (0.9 * r, high)], 10), material)
    for k in range(sides):
        x, y = corner(sides, apothem - 0.35 * r, k)
        model.place(name, "column", placement(x, y), "own", "倚柱")


def band(sides: int, apothem: float, low: float, high: float, out: float) -> Mesh:
    """Return a band round the tower that stands ``out`` proud of its face."""
    return drum(sides, [(apothem - 0.05, low), (apothem + out, low + 0.003), (apothem + out, high),
                        (apothem - 0.05, high + 0.003)])  # fmt: skip


def tiled(
    model: SetModel, name: str, sides: int, edge: float, inner: float, z: float, slope: float,
    tiles: tuple[str, str, str],
) -> None:  # fmt: skip
    """Put the small tiled roof of an eave, from its edge in to the wall above."""
    deep = edge - inner - 0.01
    rows = eaves.curve(0.35 * deep, 0.65 * deep, 0.75 * slope, (1.15 * slope,))
    eave = eaves.Eave(
        sides=sides, apothem=edge, z=z, curve=rows, pitch=0.23, ridge=0.15,
        beast=False, tiles=tiles,
    )  # fmt: skip
    eaves.lay(model, eave, name, "brick.eave")
