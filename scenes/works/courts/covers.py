"""What a farm's roof is laid of where it is not tiles: thatch, slabs of stone, a flat deck.

All lie on the slope (k, 2) of (y, z) that a house gives; metres, facing −y.
"""

from __future__ import annotations

import random

import numpy as np

from scenes import solids
from scenes.model import SetModel
from scenes.solids import Mesh
from scenes.works.courts.tilework import BED, Curve

THATCH = 0.30  # thickness of a thatch
_ROW, _PIECE = 0.42, 0.62  # a course of slabs up the slope, and one slab along it


def thatch(model: SetModel, curve: Curve, half: float) -> None:
    """Lay a thatch on both slopes, ragged at its edges, and bind its ridge."""
    low = curve - [0.0, BED]
    outline = [*(low + [0.0, THATCH]).tolist(), *low[::-1].tolist()]
    fringe = _fringe(curve, half)
    top = float(curve[-1, 1]) + THATCH - BED
    model.add_part("thatch", *solids.prism(outline, 2 * half, "yz"), "thatch")
    model.add_part("thatch_fringe", *fringe, "straw")
    for turn in (0.0, np.pi):
        for part in ("thatch", "thatch_fringe"):
            model.place(part, "roof", solids.placement(turn=turn), "farm.cover")
    path = np.array([(-half - 0.04, 0.0, top), (half + 0.04, 0.0, top)])
    model.add_part("thatch_ridge", *solids.swept(path, solids.circle(0.16, 8)), "straw")
    model.place("thatch_ridge", "ridge", rule="farm.cover")


def _fringe(curve: Curve, half: float) -> Mesh:
    """Return the ends of straw that hang at an eave."""
    rng = random.Random("fringe")
    y, z = float(curve[0, 0]), float(curve[0, 1]) + THATCH - BED
    xs = np.arange(-half + 0.05, half, 0.11)
    return solids.boxes([
        (x - 0.05, x + 0.05, y - rng.uniform(0.03, 0.12), y + 0.02,
         z - THATCH - rng.uniform(0.0, 0.09), z - rng.uniform(0.03, 0.12)) for x in xs
    ])  # fmt: skip


def slabs(model: SetModel, curve: Curve, half: float, seed: str) -> None:
    """Lay courses of stone slabs, each over the one below it, on both slopes."""
    rng = random.Random(f"{seed}/slabs")
    low = curve - [0.0, BED]
    bed = solids.prism([*(curve - [0.0, 0.02]).tolist(), *low[::-1].tolist()], 2 * half, "yz")
    model.add_part("slab_bed", *bed, "board")
    run = float(curve[-1, 0] - curve[0, 0])
    made: list[Mesh] = []
    for k in range(max(2, int(run / _ROW))):
        y0 = float(curve[0, 0]) + k * run / int(run / _ROW) - 0.05
        y1 = min(y0 + _ROW + 0.16, float(curve[-1, 0]))
        z0, z1 = (float(np.interp(y, curve[:, 0], curve[:, 1])) for y in (y0, y1))
        x = -half - rng.uniform(0.0, 0.05)
        while x < half:
            wide = min(rng.uniform(0.75, 1.25) * _PIECE, half + 0.05 - x)
            lift = 0.06 + rng.uniform(0.0, 0.02)
            plate = solids.prism([(y0, z0 + lift - 0.04), (y1, z1 - 0.015), (y1, z1 + 0.015),
                                  (y0 - rng.uniform(0, 0.05), z0 + lift)], wide - 0.012, "yz")  # fmt: skip
            made.append(solids.shifted(plate, x + wide / 2))
            x += wide
    model.add_part("slabs", *solids.merge(*made), "slab")
    for turn in (0.0, np.pi):
        for part in ("slab_bed", "slabs"):
            model.place(part, "roof", solids.placement(turn=turn), "farm.cover")
    cap = [(-half, half, -0.24, 0.24, float(curve[-1, 1]) + 0.005, float(curve[-1, 1]) + 0.075)]
    model.add_part("slab_ridge", *solids.boxes(cap), "slab")
    model.place("slab_ridge", "ridge", rule="farm.cover")


def deck(model: SetModel, curve: Curve, half: float, parapet: float, material: str) -> None:
    """Lay a flat deck with an edge that stands out, and a parapet round it."""
    y, z = float(curve[0, 0]), float(curve[-1, 1])
    parts = {
        "deck": ([(-half - 0.06, half + 0.06, y, -y, z - BED, z)], "cement", "roof"),
        "deck_edge": ([(-half - 0.10, half + 0.10, y - 0.04, y + 0.12, z - BED - 0.03, z + 0.05)],
                      "cement_pale", "roof"),
        "deck_parapet": ([
            (-half, half, y + 0.13, y + 0.37, z - 0.02, z + parapet - 0.05),
            (-half, half, -y - 0.37, -y - 0.13, z - 0.02, z + parapet - 0.05),
            (-half, -half + 0.24, y + 0.36, -y - 0.36, z - 0.02, z + parapet - 0.05),
            (half - 0.24, half, y + 0.36, -y - 0.36, z - 0.02, z + parapet - 0.05),
        ], material, "railing"),
        "deck_coping": ([
            (-half - 0.05, half + 0.05, y + 0.08, y + 0.42, z + parapet - 0.052, z + parapet),
            (-half - 0.05, half + 0.05, -y - 0.42, -y - 0.08, z + parapet - 0.052, z + parapet),
        ], "cement_pale", "railing"),
    }  # fmt: skip
    for name, (rows, stuff, element) in parts.items():
        model.add_part(name, *solids.boxes(rows), stuff)
        model.place(name, element, rule="farm.cover")
