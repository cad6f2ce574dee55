"""Brick terraces with a vaulted gate, such as carry drum towers; metres."""

from __future__ import annotations

import math

import numpy as np

from scenes.model import SetModel
from scenes.solids import Mesh, boxes, merge, prism, shifted

BATTER = 0.06


def raise_terrace(model: SetModel, half: float, high: float, gate: float) -> None:
    """Put a terrace, ``half`` its side, a vault of breadth ``gate`` running through it along y."""
    spring = min(0.52 * high - gate / 2 + 0.6, high - gate / 2 - 1.0)
    lean = BATTER * high
    line = _vault(gate, spring)
    outline = [
        (-half - lean, -0.3),
        *line,
        (half + lean, -0.3),
        (half, high - 0.05),
        (-half, high - 0.05),
    ]
    model.add_part("terrace", *prism(outline, 2 * half, "xz"), "brick")
    model.place("terrace", "platform", rule="pavilion.terrace", name="砖台")
    ring = [*_vault(gate + 0.7, spring, 17), *_vault(gate, spring, 17)[::-1]]
    hoop = prism(ring, 0.12, "xz")
    model.add_part(
        "vault_ring", *merge(*(shifted(hoop, y=s * (half + 0.02)) for s in (-1, 1))), "stone"
    )
    model.place("vault_ring", "wall", rule="own", name="券脸石")
    stone = [(-half - lean - 0.06, half + lean + 0.06, -half - 0.06, half + 0.06, -0.3, 0.55)]
    cut = gate / 2
    base = [(x0, x1, y0, y1, z0, z1) for (_, _, y0, y1, z0, z1) in stone
            for x0, x1 in ((-half - lean - 0.06, -cut), (cut, half + lean + 0.06))]  # fmt: skip
    model.add_part("terrace_foot", *boxes(base), "stone")
    model.place("terrace_foot", "platform", rule="own", name="石基")
    model.add_part("terrace_top", *_coping(half, high), "grey_brick")
    model.place("terrace_top", "platform", rule="own", name="台顶挑檐砖")
    model.add_part("parapet", *_parapet(half, high), "grey_brick")
    model.place("parapet", "wall", rule="own", name="垛口")
    floor = boxes([(-half + 0.5, half - 0.5, -half + 0.5, half - 0.5, high - 0.1, high + 0.004)])
    model.add_part("terrace_floor", *floor, "floor")
    model.place("terrace_floor", "floor", rule="own", name="台面砖")
    _plaque(model, half, spring + gate / 2 + 0.5, gate)
    road = boxes([(-gate / 2 + 0.02, gate / 2 - 0.02, -half - 6, half + 6, -0.2, 0.04)])
    model.add_part("gate_road", *road, "slab")
    model.place("gate_road", "floor", rule="own", name="券洞石路")


def _vault(wide: float, spring: float, steps: int = 13) -> list[tuple[float, float]]:
    """Return the line of a vault from its left foot to its right, springing at a height."""
    r = wide / 2
    turn = np.linspace(math.pi, 0, steps)
    crown = [(r * math.cos(t), spring + r * math.sin(t)) for t in turn]
    return [(-r, -0.3), *crown, (r, -0.3)]


def _coping(half: float, high: float) -> Mesh:
    rows = []
    for k, out in enumerate((0.05, 0.11)):
        z0 = high - 0.16 + 0.08 * k
        a = half + out
        rows += [(-a, a, -a, -half + 0.3, z0, z0 + 0.08), (-a, a, half - 0.3, a, z0, z0 + 0.08),
                 (-a, -half + 0.3, -half + 0.3, half - 0.3, z0, z0 + 0.08),
                 (half - 0.3, a, -half + 0.3, half - 0.3, z0, z0 + 0.08)]  # fmt: skip
    return boxes(rows)


def _parapet(half: float, high: float) -> Mesh:
    """Return a parapet with crenels round the top."""
    low, tall, thick = high + 0.75, high + 1.45, 0.42
    a, c = half, half - thick
    rows = [(-a, a, -a, -c, high - 0.02, low), (-a, a, c, a, high - 0.02, low),
            (-a, -c, -c, c, high - 0.02, low), (c, a, -c, c, high - 0.02, low)]  # fmt: skip
    count = max(3, int(2 * half / 1.7))
    step = 2 * half / count
    for k in range(count):
        x0, x1 = -half + k * step + 0.22 * step, -half + (k + 1) * step - 0.22 * step
        rows += [(x0, x1, -a, -c, low - 0.002, tall), (x0, x1, c, a, low - 0.002, tall),
                 (-a, -c, x0, x1, low - 0.002, tall), (c, a, x0, x1, low - 0.002, tall)]  # fmt: skip
    return boxes(rows)


def _plaque(model: SetModel, half: float, z: float, gate: float) -> None:
    wide = min(0.8 * gate, 2.4)
    frame = boxes([(-wide / 2, wide / 2, -half - 0.09, -half + 0.02, z, z + 0.8)])
    field = boxes(
        [(-wide / 2 + 0.1, wide / 2 - 0.1, -half - 0.105, -half - 0.05, z + 0.1, z + 0.7)]
    )
    for name, mesh, material in (("plaque_frame", frame, "stone"), ("plaque", field, "grey_brick")):
        model.add_part(name, *mesh, material)
        model.place(name, "signboard", rule="own", name="石匾")
