"""What closes the court: walls under a coping, and on its axis a 乌头门 or a brick gateway."""

from __future__ import annotations

import numpy as np

from scenes.blocking import Court
from scenes.model import SetModel
from scenes.staging import Staging
from scenes.turned import Mesh, box, join, lathe, loft, moved, placed

GATE_HALF = 1.9  # metres from the axis to a gate post
_POST, _LINTEL, _LEAF = 0.17, 3.35, 2.95  # half side; heights of the lintel's foot and the leaves


def enclose(model: SetModel, court: Court, staging: Staging) -> None:
    """Put low walls under a tile coping around the court, and a gate on its axis.

    A hall that is itself a gate stands in the wall, with open ground before it.
    """
    hall = court.hall
    x, y = hall.base_x + court.reach, hall.base_y + 7.0
    front, post = -court.front, GATE_HALF + 0.4
    if staging.type == "gate":
        front, post = 0.0, hall.base_x - 0.2
    lines = [
        ((-x, front), (-x, y)), ((x, front), (x, y)), ((-x, y), (x, y)),
        ((-x, front), (-post, front)), ((post, front), (x, front)),
    ]  # fmt: skip
    body: list[Mesh] = []
    foot: list[Mesh] = []
    coping: list[Mesh] = []
    for (x0, y0), (x1, y1) in lines:
        run = x0 == x1
        low_x, high_x, low_y, high_y = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        for made, half, z0, z1 in ((foot, 0.36, -0.1, 0.55), (body, 0.30, 0.55, 2.25)):
            made.append(
                box(
                    (low_x - half, low_y - half * (not run), z0),
                    (high_x + half, high_y + half * (not run), z1),
                )
            )
        coping.append(_coping(low_x, high_x, low_y, high_y, run))
    for name, meshes, material in (
        ("foot", foot, "brick"), ("body", body, staging.wall), ("coping", coping, "tile"),
    ):  # fmt: skip
        model.add_part(f"wall.{name}", *join(*meshes), material)
        model.place(f"wall.{name}", "enclosure", rule="invention", name=f"wall {name}")
    if staging.type != "gate":
        {"wutou": _gate, "door": _doorway}.get(staging.gate, _opening)(model, front)


def _coping(x0: float, x1: float, y0: float, y1: float, run: bool) -> Mesh:
    section = [
        (-0.55, 2.22),
        (0.55, 2.22),
        (0.50, 2.32),
        (0.09, 2.62),
        (0.09, 2.74),
        (-0.09, 2.74),
        (-0.09, 2.62),
        (-0.50, 2.32),
    ]
    ends = (y0, y1) if run else (x0, x1)
    return loft([
        np.array([(x0 + u, end, z) if run else (end, y0 + u, z) for u, z in section], float)
        for end in ends
    ])  # fmt: skip


def _opening(model: SetModel, y: float) -> None:
    """Leave the way in open."""


def _doorway(model: SetModel, y: float) -> None:
    """Stand a 随墙门: brick piers under a small tiled gable, plank leaves thrown open."""
    piers, wood = [], []
    for side in (-1, 1):
        x = side * (GATE_HALF + 0.05)
        piers.append(box((x - 0.32, y - 0.50, -0.1), (x + 0.32, y + 0.50, 3.30)))
        piers.append(box((x - 0.38, y - 0.56, -0.1), (x + 0.38, y + 0.56, 0.50)))
        piers.append(box((x - 0.36, y - 0.58, 3.10), (x + 0.36, y + 0.58, 3.30)))
        inner = side * (GATE_HALF - 0.27)
        wood.append(box((min(inner, inner - side * 0.07), y + 0.05, 0.08),
                        (max(inner, inner - side * 0.07), y + 1.55, 2.85)))  # fmt: skip
    span = GATE_HALF + 0.37
    wood.append(box((-span, y - 0.16, 2.92), (span, y + 0.16, 3.22)))
    wood.append(box((-span, y - 0.46, 3.30), (span, y + 0.46, 3.42)))
    slope = [(-0.95, 3.38), (0.95, 3.38), (0.90, 3.50), (0.12, 4.02), (0.12, 4.20), (-0.12, 4.20),
             (-0.12, 4.02), (-0.90, 3.50)]  # fmt: skip
    roof = loft([np.array([(end, y + u, z) for u, z in slope], float)
                 for end in (-span - 0.30, span + 0.30)])  # fmt: skip
    for name, mesh, material in (
        ("pier", join(*piers), "brick"), ("wood", join(*wood), "redwood"), ("roof", roof, "tile"),
    ):  # fmt: skip
        model.add_part(f"gate.{name}", *mesh, material)
        model.place(f"gate.{name}", "gate", rule="invention", name="gate")


def _gate(model: SetModel, y: float) -> None:
    """Stand a 乌头门: posts that rise past the lintel under dark caps, slatted leaves thrown open.

    Its parts are those of the kind in 营造法式 卷六 (source: own, medium); the size is chosen.
    """
    wood: list[Mesh] = []
    caps: list[Mesh] = []
    cap = lathe([(0.20, 4.75), (0.25, 4.80), (0.25, 5.25), (0.20, 5.34), (0.05, 5.42)], 12)
    for side in (-1, 1):
        x = side * GATE_HALF
        wood.append(box((x - _POST, y - _POST, -0.1), (x + _POST, y + _POST, 4.80)))
        caps.append(moved(cap, placed(x, y, 0.0)))
        wood.append(_leaf(x - side * 0.09, y + 0.05))
    wood.append(box((-GATE_HALF - 0.9, y - 0.10, _LINTEL), (GATE_HALF + 0.9, y + 0.10, 3.75)))
    wood.append(box((-GATE_HALF, y - 0.07, _LEAF + 0.04), (GATE_HALF, y + 0.07, _LEAF + 0.22)))
    model.add_part("gate.wood", *join(*wood), "redwood")
    model.place("gate.wood", "gate", rule="invention", name="gate")
    model.add_part("gate.cap", *join(*caps), "loose_tile")
    model.place("gate.cap", "gate", rule="invention", name="gate")


def _leaf(x: float, y: float) -> Mesh:
    """Return one leaf, turned square into the court: boards below, slats above."""
    wide = GATE_HALF - 0.15
    half = 0.035
    rails = [
        box((x - half, y, z), (x + half, y + wide, z + 0.12))
        for z in (0.12, 1.25, 1.55, _LEAF - 0.12)
    ]
    stiles = [
        box((x - half, y + s, 0.12), (x + half, y + s + 0.12, _LEAF)) for s in (0.0, wide - 0.12)
    ]
    boards = [box((x - 0.02, y + 0.1, 0.2), (x + 0.02, y + wide - 0.1, 1.58))]
    slats = [
        box((x - 0.02, y + s, 1.6), (x + 0.02, y + s + 0.045, _LEAF - 0.1))
        for s in np.arange(0.22, wide - 0.2, 0.13)
    ]
    return join(*rails, *stiles, *boards, *slats)
