"""The gate of a housing estate of today (小区门口): piers, a beam with its name, a booth, barriers.

Shapes are our own; the gate faces −y, the pavement before it is z = 0.
"""

from __future__ import annotations

import numpy as np

from scenes import signs
from scenes.model import Matrix, SetModel
from scenes.signs import Sign
from scenes.solids import placement
from scenes.works.streets.kit import Kit

WIDE = 12.6  # metres of street that a gate takes
HIGH = 5.3


def put(model: SetModel, name: str, at: Matrix, *, lit: bool) -> None:
    """Put a gate with a name over it."""
    kit = Kit()
    w = WIDE / 2
    kit.boxes("apron", [(-w, w, 0.0, 30.0, -0.4, -0.012)], "asphalt_dark", "ground")
    piers = [
        (s * (w - 0.75) - 0.65, s * (w - 0.75) + 0.65, 0.3, 1.5, -0.3, HIGH - 0.9) for s in (-1, 1)
    ]
    kit.boxes("pier", piers, "slab", "wall")
    kit.boxes(
        "pier_foot",
        [(a - 0.06, c + 0.06, y0 - 0.06, y1 + 0.06, -0.3, 0.5) for a, c, y0, y1, *_ in piers],
        "stone",
        "wall",
    )
    kit.boxes("beam", [(-w + 0.05, w - 0.05, 0.2, 1.6, HIGH - 0.9, HIGH)], "render_grey", "wall")
    kit.boxes(
        "beam_cap", [(-w - 0.1, w + 0.1, 0.05, 1.75, HIGH, HIGH + 0.16)], "cement_pale", "wall"
    )
    kit.boxes("booth", [(-1.25, 1.25, 1.0, 3.2, -0.3, 1.0)], "render_cream", "wall")
    kit.boxes("booth_glass", [(-1.20, 1.20, 1.05, 3.15, 1.0, 2.15)], "glass_lit", "window")
    posts = [
        (x - 0.06, x + 0.06, y - 0.06, y + 0.06, 1.0, 2.16)
        for x in (-1.19, 0.0, 1.19)
        for y in (1.06, 3.14)
    ]
    kit.boxes("booth_post", posts, "aluminium", "window")
    kit.boxes("booth_lid", [(-1.5, 1.5, 0.75, 3.45, 2.15, 2.42)], "cement_pale", "roof")
    kit.boxes(
        "booth_post",
        [(s * 1.32 - 0.05, s * 1.32 + 0.05, 0.84, 0.94, -0.1, 2.15) for s in (-1, 1)],
        "aluminium",
        "window",
    )
    _barriers(kit, w)
    _grilles(kit, w)
    model.take(kit.model("invention"), "gatehouse.", at)
    letters = Sign(
        text=name,
        form="fascia",
        wide=0.78 * len(name) + 0.6,
        high=0.78,
        style="fascia_black",
        leftward=False,
    )
    signs.hang(model, letters, at @ placement(0.0, 0.19, HIGH - 0.45))
    if lit:
        for x, y, z in ((0.0, -0.6, HIGH - 0.9), (0.0, 0.4, 2.6)):
            spot = (at @ (x, y, z, 1.0))[:3].tolist()
            model.lamps.append({"at": tuple(spot), "power": 2.0, "colour": (1.0, 0.88, 0.72)})


def _barriers(kit: Kit, w: float) -> None:
    """Put a boom across each lane, in red and white."""
    for s in (-1, 1):
        x = s * 1.75
        kit.boxes(
            "boom_box", [(x - 0.17, x + 0.17, 0.7, 1.05, -0.1, 1.05)], "fascia_yellow", "prop"
        )
        marks = np.linspace(x + s * 0.12, s * (w - 1.9), 9)
        for k, (p, q) in enumerate(zip(marks[:-1], marks[1:], strict=True)):
            a, c = sorted((float(p), float(q)))
            kit.boxes(
                "boom",
                [(a, c, 0.60, 0.66, 0.88, 0.98)],
                "fascia_white" if k % 2 else "fascia_red",
                "prop",
            )
        end = s * (w - 1.9)
        kit.boxes(
            "boom_post", [(end - 0.05, end + 0.05, 0.58, 0.68, -0.1, 0.87)], "mast_grey", "prop"
        )


def _grilles(kit: Kit, w: float) -> None:
    """Put a grille for walkers beside each pier."""
    for s in (-1, 1):
        a, c = sorted((s * (w - 1.82), s * (w - 1.42)))
        bars = [(x - 0.01, x + 0.01, 0.89, 0.91, 0.0, 2.0) for x in np.linspace(a, c, 4)]
        bars += [(a, c, 0.885, 0.915, z, z + 0.04) for z in (0.15, 1.9)]
        kit.boxes("grille", bars, "sign_black", "door")
