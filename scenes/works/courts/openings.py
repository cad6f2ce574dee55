"""What closes the front of a house: leaves of lattice, windows over a sill, walls, arches.

``D`` four leaves, ``S`` a window over a sill, ``L`` a single door between windows, ``P`` wall,
``O`` open, ``G`` plank doors. Everything is a closed solid in metres and faces −y.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenes import lattice, solids
from scenes.lattice import Leaf
from scenes.model import SetModel
from scenes.solids import Mesh

LEAF_HIGH = 2.45  # a leaf is no higher; over it runs a transom
SILL = 0.92


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Where a row of bays is closed: its plane, foot and head, and the columns' radius.

    ``boarded`` hangs plank leaves in single doors, as before leaves of lattice were in use.
    """

    y: float
    foot: float
    head: float
    column: float
    lattice: str = "步步锦"
    wall: str = "brick"
    boarded: bool = False


def close(model: SetModel, bays: Sequence[float], kinds: Sequence[str], line: Line) -> None:
    """Fill each bay of a front with what its letter says."""
    at = -sum(bays) / 2
    for bay, kind in zip(bays, kinds, strict=True):
        name = f"bay_{kind}_{bay:.2f}"
        if kind != "O" and f"{name}_frame" not in model.parts and f"{name}_wall" not in model.parts:
            _make(model, name, kind, bay - 2 * line.column * 0.9, line)
        for part in [p for p in model.parts if p.startswith(name + "_")]:
            element = part.rsplit("_", 1)[1]
            cls = {"sill": "wall", "wall": "wall", "boards": "door", "iron": "door"}.get(
                element, "door" if kind in "DG" else "window")  # fmt: skip
            where = solids.placement(at + bay / 2, line.y, line.foot)
            model.place(part, cls, where, "court.openings")
        at += bay


def _make(model: SetModel, name: str, kind: str, wide: float, line: Line) -> None:
    high = line.head - line.foot
    if kind == "P":
        wall = solids.boxes([(-wide / 2, wide / 2, -0.17, 0.17, -0.1, high + 0.1)])
        model.add_part(f"{name}_wall", *wall, line.wall)
    elif kind == "G":
        boards, iron = plank_doors(wide - 0.24, min(high - 0.5, 2.9))
        model.add_part(f"{name}_boards", *boards, "door")
        model.add_part(f"{name}_iron", *iron, "iron")
        model.add_part(f"{name}_frame", *_frame(wide, high, min(high - 0.5, 2.9)), "dark_wood")
    else:
        _latticed(model, name, kind, wide, high, line)


def _frame(wide: float, high: float, leaf: float) -> Mesh:
    """Return jambs, head and threshold round a pair of leaves, and boards over them."""
    x = wide / 2
    return solids.boxes([
        (-x, -x + 0.13, -0.07, 0.07, 0.0, high), (x - 0.13, x, -0.07, 0.07, 0.0, high),
        (-x + 0.12, x - 0.12, -0.065, 0.065, leaf, leaf + 0.14),
        (-x + 0.12, x - 0.12, -0.065, 0.065, -0.005, 0.14),
        (-x + 0.12, x - 0.12, -0.02, 0.02, leaf + 0.13, high),
    ])  # fmt: skip


def plank_doors(wide: float, high: float, turn: float = 0.0) -> tuple[Mesh, Mesh]:
    """Return a pair of plank leaves with studs and rings, swung inwards by ``turn`` radians."""
    half = wide / 2 - 0.006
    leaf = solids.boxes([(0.0, half, -0.04, 0.04, 0.10, high)])
    stud = solids.moved(solids.lathe([(0.038, 0.0), (0.03, 0.022), (0.008, 0.035)], 8),
                        np.array([(1.0, 0, 0, 0), (0, 0, -1.0, 0), (0, 1.0, 0, 0), (0, 0, 0, 1.0)]))  # fmt: skip
    rows = [(x, -0.038, z) for z in np.linspace(0.35, high - 0.25, 5)
            for x in np.linspace(0.12, half - 0.12, 5)]  # fmt: skip
    ring = solids.boxes([(half - 0.17, half - 0.09, -0.075, -0.035, 1.12, 1.26)])
    iron = solids.merge(solids.repeated(stud, rows), ring)
    left = solids.placement(-wide / 2, 0, 0, turn)
    right = solids.placement(wide / 2, 0, 0, -turn) @ np.diag([-1.0, 1.0, 1.0, 1.0])
    return (solids.merge(solids.moved(leaf, left), solids.moved(leaf, right)),
            solids.merge(solids.moved(iron, left), solids.moved(iron, right)))  # fmt: skip


def _latticed(model: SetModel, name: str, kind: str, wide: float, high: float, line: Line) -> None:
    leaf_high = min(LEAF_HIGH, high - 0.12)
    inner = wide - 0.16
    frame: list[tuple[float, ...]] = [
             (-wide / 2, -wide / 2 + 0.085, -0.06, 0.06, 0.0, high),
             (wide / 2 - 0.085, wide / 2, -0.06, 0.06, 0.0, high),
             (-inner / 2, inner / 2, -0.055, 0.055, leaf_high, leaf_high + 0.10),
             (-inner / 2, inner / 2, -0.055, 0.055, -0.005, 0.07)]  # fmt: skip
    leaves: list[tuple[Leaf, float, float]] = []
    sill: list[tuple[float, ...]] = []
    if kind == "D":
        one = lattice.leaf("六抹", line.lattice, inner / 4 - 0.004, leaf_high - 0.075)
        leaves += [(one, (k - 1.5) * inner / 4, 0.073) for k in range(4)]
    elif kind == "L":
        _door_between(leaves, sill, frame, inner, leaf_high, line)
    else:
        sill.append((-wide / 2, wide / 2, -0.15, 0.15, -0.1, SILL))
        frame.append((-inner / 2, inner / 2, -0.17, 0.17, SILL - 0.002, SILL + 0.06))
        one = lattice.leaf("一扇", line.lattice, inner / 2 - 0.004, leaf_high - SILL - 0.065)
        leaves += [(one, s * inner / 4, SILL + 0.062) for s in (-1, 1)]
    rest = high - leaf_high - 0.10
    if rest > 0.2:
        transom = lattice.leaf("一扇", line.lattice, inner / 3 - 0.004, rest - 0.002)
        leaves += [(transom, k * inner / 3, leaf_high + 0.101) for k in (-1, 0, 1)]
    _add(model, name, leaves)
    model.add_part(f"{name}_frame", *solids.boxes(frame), "dark_wood")
    if sill:
        model.add_part(f"{name}_sill", *solids.boxes(sill), line.wall)


def _door_between(
    leaves: list[tuple[Leaf, float, float]], sill: list[tuple[float, ...]],
    frame: list[tuple[float, ...]], inner: float, high: float, line: Line,
) -> None:  # fmt: skip
    door = min(1.25, 0.42 * inner)
    side = (inner - door) / 2
    wide, tall, pattern = door / 2 - 0.004, high - 0.075, line.lattice
    one = _planked(wide, tall) if line.boarded else lattice.leaf("六抹", pattern, wide, tall)
    leaves += [(one, s * door / 4, 0.073) for s in (-1, 1)]
    pane = lattice.leaf("一扇", pattern, side - 0.064, high - SILL - 0.065)
    for s in (-1, 1):
        leaves.append((pane, s * (door + side) / 2 + s * 0.03, SILL + 0.062))
        near, far = sorted((s * (door / 2 + 0.05), s * inner / 2 + s * 0.08))
        sill.append((near, far, -0.15, 0.15, -0.1, SILL))
        frame.append((near, far, -0.17, 0.17, SILL - 0.002, SILL + 0.06))
        x = s * (door / 2 + 0.03)
        frame.append((x - 0.03, x + 0.03, -0.05, 0.05, 0.06, high))


def _planked(wide: float, high: float) -> Leaf:
    """Return a leaf of three planks on two battens (板门), without lattice."""
    each, x = wide / 3, wide / 2
    planks = [(k * each - x + 0.003, (k + 1) * each - x - 0.003, -0.025, 0.025, 0.0, high)
              for k in range(3)]  # fmt: skip
    battens = [(0.02 - x, x - 0.02, -0.045, -0.020, f * high, f * high + 0.08)
               for f in (0.18, 0.76)]  # fmt: skip
    return Leaf(solids.EMPTY, solids.EMPTY, solids.boxes([*planks, *battens]), solids.EMPTY)


def _add(model: SetModel, name: str, leaves: list[tuple[Leaf, float, float]]) -> None:
    rows = {"stile": "dark_wood", "lattice": "dark_wood", "panel": "board", "pane": "window_paper"}
    for part, material in rows.items():
        key = {"stile": "frame", "panel": "board", "pane": "paper"}.get(part, part)
        made = [solids.shifted(getattr(one, key), x, 0.0, z) for one, x, z in leaves]
        whole = solids.merge(*made)
        if len(whole[1]):
            model.add_part(f"{name}_{part}", *whole, material)


def holed(
    x0: float, x1: float, half: float, head: float, top: float, foot: float = -0.1
) -> list[tuple[float, float]]:
    """Return the outline (x, z) of a wall with a square opening on its middle."""
    return [(x0, foot), (-half, foot), (-half, head), (half, head), (half, foot), (x1, foot),
            (x1, top), (x0, top)]  # fmt: skip


def arch(half: float, spring: float, steps: int = 16) -> np.ndarray:
    """Return the line (steps + 3, 2) of a round-headed opening, from its left foot over to right."""
    angle = np.linspace(np.pi, 0.0, steps + 1)
    over = np.column_stack([half * np.cos(angle), spring + half * np.sin(angle)])
    return np.vstack([[(-half, 0.0)], over, [(half, 0.0)]])


def arched(
    x0: float, x1: float, half: float, spring: float, top: float
) -> list[tuple[float, float]]:
    """Return the outline (x, z) of a wall with a round-headed opening at x = 0, foot at z = 0."""
    return [(x0, 0.0), *map(tuple, arch(half, spring).tolist()), (x1, 0.0), (x1, top), (x0, top)]
