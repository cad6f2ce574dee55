"""Walls and gates of farms: brushwood, a small house of timber and tile, iron leaves of late.

Each is made about x = y = 0 and faces −y; metres.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from scenes import solids
from scenes.model import SetModel
from scenes.works import farmyard
from scenes.works.courts import gateway, openings, tilework
from scenes.works.courts.gateway import put

_EARTH = ("rammed", "adobe", "rubble")
_SWUNG = 1.05  # radians that open leaves are swung inwards


def wall(length: float, high: float, material: str) -> SetModel:
    """Return a yard's wall: worn earth or rubble, or brick with a coping."""
    model = SetModel()
    half = length / 2
    if material in _EARTH:
        put(model, "wall", farmyard.dry_wall(-half, half, high, 0.4, f"{length:.2f}"), material,
            "enclosure", "farm.wall")  # fmt: skip
        return model
    if material == "brick":
        return gateway.wall(length, high, material)
    put(model, "wall", solids.boxes([(-half, half, -0.12, 0.12, -0.2, high - 0.1)]), "red_brick",
        "enclosure", "farm.wall")  # fmt: skip
    put(model, "wall_cap", solids.boxes([(-half, half, -0.18, 0.18, high - 0.1, high)]), "cement",
        "enclosure", "farm.wall")  # fmt: skip
    piers = [(x - 0.19, x + 0.19, -0.17, 0.17, -0.2, high - 0.1)
             for x in np.linspace(-half + 0.2, half - 0.2, max(2, round(length / 3.5)))]  # fmt: skip
    put(model, "wall_piers", solids.boxes(piers), "red_brick", "enclosure", "farm.wall")
    return model


def gate(style: str, high: float, material: str) -> tuple[Callable[[], SetModel], float]:
    """Return what makes a gate of a style (柴门, 门楼, 铁门, 西式门楼), and half its breadth."""
    made: dict[str, tuple[Callable[[], SetModel], float]] = {
        "柴门": (partial(_brushwood, high), 1.0),
        "门楼": (partial(_gatehouse, high, material), 1.45),
        "铁门": (
            partial(_iron, high, "white_tile" if material == "white_tile" else "red_brick"),
            1.95,
        ),
        "西式门楼": (partial(_arched, high), 1.6),
    }
    return made[style]


def _brushwood(high: float) -> SetModel:
    """Return a gate of sticks between two posts under a little thatch."""
    model = SetModel()
    posts = [(s * 0.92 - 0.08, s * 0.92 + 0.08, -0.08, 0.08, -0.2, high + 0.35) for s in (-1, 1)]
    posts.append((-1.05, 1.05, -0.09, 0.09, high + 0.34, high + 0.48))
    put(model, "gate_posts", solids.boxes(posts), "cave_wood", "gate", "farm.gate")
    stick = solids.boxes([(-0.03, 0.03, -0.02, 0.02, 0.08, high - 0.15)])
    rails = solids.boxes([(0.0, 0.80, 0.015, 0.055, z, z + 0.06) for z in (0.35, high - 0.5)])
    leaf = solids.merge(
        solids.repeated(stick, [(0.05 + 0.1 * k, 0.0, 0.012 * (k % 3)) for k in range(8)]), rails
    )
    leaves = _pair(leaf, 0.82, 0.0, (_SWUNG, -0.12))
    put(model, "gate_leaves", leaves, "cave_wood", "gate", "farm.gate")
    roof = solids.prism([(-0.75, 0.0), (0.75, 0.0), (0.12, 0.42), (-0.12, 0.42)], 2.5, "yz")
    put(model, "gate_thatch", solids.shifted(roof, z=high + 0.485), "thatch", "roof", "farm.gate")
    return model


def _gatehouse(high: float, material: str) -> SetModel:
    """Return a small gatehouse: two cheeks of wall, plank leaves, a tiled roof."""
    model = SetModel()
    top = high + 0.75
    cheeks = [(s * 1.2 - 0.25, s * 1.2 + 0.25, -0.6, 0.6, -0.2, top) for s in (-1, 1)]
    put(model, "gate_cheeks", solids.boxes(cheeks), material, "gate", "farm.gate")
    wood = [(-0.95, 0.95, 0.10, 0.24, 2.28, 2.44), (-0.95, -0.83, 0.08, 0.26, 0.0, 2.3), (0.83, 0.95, 0.08, 0.26, 0.0, 2.3),
            (-0.83, 0.83, 0.10, 0.24, -0.02, 0.16), (-0.95, 0.95, -0.42, -0.28, top - 0.28, top - 0.06),
            (-0.94, 0.94, 0.14, 0.20, 2.43, top)]  # fmt: skip
    put(model, "gate_frame", solids.boxes(wood), "dark_wood", "gate", "farm.gate")
    gateway.hang_planks(model, 1.64, 2.26, _SWUNG, 0.17)
    curve = tilework.slope(0.95, 0.52, 3) + [-0.95, top + 0.02 + tilework.BED - 0.05]
    pieces = {"bed": (tilework.bed(curve, 1.6), "board"), "pans": (tilework.pans(curve, 1.6), "tile"),
              "tubes": (tilework.tubes(curve, 1.6), "tile"), "ends": (tilework.ends(curve, 1.6), "tile_edge")}  # fmt: skip
    for name, (mesh, stuff) in pieces.items():
        model.add_part(f"gate_{name}", *mesh, stuff)
        for turn in (0.0, np.pi):
            model.place(f"gate_{name}", "roof", solids.placement(turn=turn), "farm.gate")
    ridge = tilework.ridge(1.5, 0.0, float(curve[-1, 1]) - 0.03, 0.3)
    put(model, "gate_ridge", ridge, "ridge", "ridge", "farm.gate")
    return model


def _iron(high: float, facing: str) -> SetModel:
    """Return sheet-iron leaves between faced piers, a beam over them."""
    model = SetModel()
    top = max(high, 2.6) + 0.5
    piers = [(s * 1.7 - 0.25, s * 1.7 + 0.25, -0.3, 0.3, -0.2, top) for s in (-1, 1)]
    piers.append((-1.46, 1.46, -0.26, 0.26, top - 0.62, top - 0.01))
    put(model, "gate_piers", solids.boxes(piers), facing, "gate", "farm.gate")
    cap = [
        (-2.1, 2.1, -0.42, 0.42, top, top + 0.09),
        (-1.9, 1.9, -0.34, 0.34, top + 0.09, top + 0.22),
    ]
    put(model, "gate_cap", solids.boxes(cap), "redplaster", "gate", "farm.gate")
    high_leaf = top - 0.66
    rows: list[tuple[float, ...]] = [(0.0, 1.42, -0.025, 0.025, 0.06, high_leaf)]
    rows += [(0.10, 1.32, -0.05, -0.02, z0, z1) for z0, z1 in ((0.2, 0.9), (1.0, high_leaf - 0.15))]
    leaf = solids.boxes(rows)
    leaves = _pair(leaf, 1.44, 0.1, (1.25, -0.05))
    put(model, "gate_leaves", leaves, "lacquer_red", "door", "farm.gate")
    knobs = solids.boxes([(x, x + 0.06, -0.09, -0.045, z, z + 0.06)
                          for x in np.linspace(0.2, 1.2, 5) for z in np.linspace(1.1, high_leaf - 0.3, 4)])  # fmt: skip
    studs = _pair(knobs, 1.44, 0.1, (1.25, -0.05))
    put(model, "gate_studs", studs, "brass", "door", "farm.gate")
    return model


def _pair(leaf: solids.Mesh, half: float, y: float, turns: tuple[float, float]) -> solids.Mesh:
    """Return a leaf hinged at -half and its mirror image at half, each swung by its turn."""
    left, right = (
        solids.placement(side * half, y, 0, turn) for side, turn in zip((-1, 1), turns, strict=True)
    )
    mirrored = right @ np.diag([-1.0, 1.0, 1.0, 1.0])
    return solids.merge(solids.moved(leaf, left), solids.moved(leaf, mirrored))


def _arched(high: float) -> SetModel:
    """Return a gate of plastered brick with a little Western detail: arch, pilasters, a stepped crown."""
    model = SetModel()
    top = max(high, 2.7) + 0.9
    outline = openings.arched(-1.6, 1.6, 0.85, 1.85, top)
    put(model, "gate_mass", solids.prism(outline, 0.6, "xz"), "brick", "gate", "farm.gate")
    crown = [(-1.35, top), (1.35, top), (1.35, top + 0.35), (0.85, top + 0.35), (0.85, top + 0.75), (0.45, top + 0.95),
             (-0.45, top + 0.95), (-0.85, top + 0.75), (-0.85, top + 0.35), (-1.35, top + 0.35)]  # fmt: skip
    put(
        model,
        "gate_crown",
        solids.shifted(solids.prism(crown, 0.42, "xz"), z=-0.002),
        "plaster_white",
        "gate",
        "farm.gate",
    )
    ring = [
        *openings.arch(0.85, 1.85)[1:-1].tolist(),
        *openings.arch(1.05, 1.85)[1:-1][::-1].tolist(),
    ]
    put(
        model,
        "gate_ring",
        solids.shifted(solids.prism(ring, 0.10, "xz"), y=-0.31),
        "plaster_white",
        "carving",
    )
    trim = [(s * 1.38 - 0.2, s * 1.38 + 0.2, -0.38, -0.29, -0.1, top - 0.12) for s in (-1, 1)]
    trim += [
        (-1.7, 1.7, -0.42, 0.36, top - 0.12, top - 0.004),
        (-0.62, 0.62, -0.345, -0.29, 2.98, 3.32),
    ]
    put(model, "gate_trim", solids.boxes(trim), "plaster_white", "carving", "farm.gate")
    gateway.hang_planks(model, 1.66, 2.2, _SWUNG)
    return model
