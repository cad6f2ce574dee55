"""White stupas (喇嘛塔): a stepped base, the bowl, thirteen rings and a bronze canopy; metres."""

from __future__ import annotations

import numpy as np

from scenes.model import SetModel
from scenes.solids import Mesh, lathe, lofted, merge, shifted
from scenes.works import finials, plinths

WHITE = "lime_white"


def raise_stupa(model: SetModel, apothem: float, base: float, height: float, spire: float) -> None:
    """Put a stupa: ``apothem`` is half its square base's breadth, ``base`` that base's height.

    ``spire`` is the height of canopy and jewel over the thirteen rings.
    """
    low = 0.20 * base
    plinths.tier(model, 4, 1.25 * apothem, 0.0, low, "terrace_")
    plinths.flight(model, 1.25 * apothem, 0.0, low, 2.0, "terrace_")
    for name, out, z0, z1 in (("seat1", 1.0, low, 0.62 * base), ("seat2", 0.84, 0.62 * base, base)):
        model.add_part(name, *_stepped(out * apothem, z0 - 0.003, z1), WHITE)
        model.place(name, "platform", rule="brick.base", name="折角须弥座")
    top = height - spire
    body = top - base
    bowl = 0.50 * body
    r = 0.70 * apothem
    model.add_part("bowl", *_bowl(r, base, bowl), WHITE)
    model.place("bowl", "wall", rule="brick.taper", name="覆钵")
    z = base + bowl
    neck = 0.12 * body
    model.add_part("neck", *_stepped(0.42 * r, z - 0.3, z + neck), WHITE)
    model.place("neck", "wall", rule="own", name="塔脖子")
    model.add_part("rings", *_rings(0.40 * r, z + neck - 0.01, top), WHITE)
    model.place("rings", "wall", rule="own", name="十三天")
    disc, little = finials.canopy(0.44 * r, top - 0.05, spire - 0.27)
    for name, mesh in (("canopy", disc), ("jewel", little)):
        model.add_part(name, *mesh, "gilt_bronze")
        model.place(name, "ridge", rule="brick.spire", name="华盖" if name == "canopy" else "宝顶")
    _niche(model, r, base, bowl)


# Mouldings of a tier over a height of 1: (breadth, height).
_TIER = ((1.0, 0.0), (1.0, 0.10), (0.97, 0.14), (0.90, 0.26), (0.86, 0.30), (0.86, 0.66), (0.90, 0.70),
         (0.96, 0.82), (1.0, 0.86), (1.0, 1.0))  # fmt: skip


def _stepped(half: float, low: float, high: float) -> Mesh:
    """Return a tier whose square plan has its corners cut in two steps (折角): three bodies crossed."""
    cut = 0.13 * half
    made = []
    for x, y in ((0.0, 2 * cut), (cut, cut), (2 * cut, 0.0)):
        rings = []
        for scale, t in _TIER:
            a, c = half * scale - x, half * scale - y
            z = low + t * (high - low)
            rings.append([(-a, -c, z), (a, -c, z), (a, c, z), (-a, c, z)])
        made.append(lofted(np.array(rings)))
    return merge(*made)


def _bowl(r: float, z: float, high: float) -> Mesh:
    """Return the lotus seat and the bowl, widest at its shoulder."""
    rows = [(1.02, -0.01), (1.06, 0.03), (1.02, 0.06), (0.96, 0.075), (0.99, 0.10), (0.95, 0.13), (0.86, 0.15),
            (0.88, 0.24), (0.92, 0.38), (0.965, 0.54), (0.99, 0.66), (0.985, 0.74), (0.93, 0.83), (0.82, 0.91),
            (0.66, 0.965), (0.5, 1.0)]  # fmt: skip
    return lathe([(r * a, z + high * t) for a, t in rows], 56)


def _rings(r: float, low: float, high: float) -> Mesh:
    """Return thirteen rings that taper."""
    rows: list[tuple[float, float]] = []
    step = (high - low) / 13
    for k in range(13):
        scale = r * (1 - 0.056 * k)
        z = low + k * step
        rows += [
            (0.93 * scale, z),
            (scale, z + 0.25 * step),
            (scale, z + 0.72 * step),
            (0.91 * scale, z + 0.97 * step),
        ]
    return lathe(rows, 36)


def _niche(model: SetModel, r: float, z: float, high: float) -> None:
    """Put the flame-framed niche (眼光门) on the bowl's front."""
    wide, tall = 0.24 * r, 0.30 * high
    outer = [(0.5, 0.0), (0.56, 0.45), (0.46, 0.72), (0.22, 0.9), (0.0, 1.06), (-0.22, 0.9), (-0.46, 0.72),
             (-0.56, 0.45), (-0.5, 0.0)]  # fmt: skip
    from_wall = -0.99 * r
    for name, scale, thick, material in (
        ("niche_frame", 1.0, 0.5, "ridge_yellow"),
        ("niche", 0.66, 0.6, "paint_red"),
    ):
        shape = np.array(outer) * [wide * scale, tall * scale]
        rings = [
            np.column_stack([shape[:, 0], np.full(len(shape), y), shape[:, 1]])
            for y in (-thick / 2, thick / 2)
        ]
        model.add_part(
            name, *shifted(lofted(np.array(rings)), y=from_wall, z=z + 0.32 * high), material
        )
        model.place(name, "door", rule="own", name="眼光门")
