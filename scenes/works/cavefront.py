"""The front of one cave: its arch, the wall and joinery that close it, the stones of its rim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes import lattice, solids
from scenes.model import SetModel
from scenes.solids import Mesh
from scenes.turned import placed

ARC = 18  # facets of an arch
_BAR = 0.035  # metres: bars of a fanlight
_DOOR = 0.95  # metres: one door of a cave
_FRAME = 0.09


@dataclass(frozen=True, kw_only=True, slots=True)
class Front:
    """A cave's front, metres: clear ``width`` and ``height``, ``spring`` where the arch begins.

    ``sill`` is the height of the window wall, ``recess`` how far the joinery stands back;
    ``matter`` is 土, 砖 or 石, ``grid`` the lattice, ``pane`` 纸 or 玻璃.
    """

    width: float
    height: float
    spring: float
    sill: float
    recess: float
    matter: str
    grid: str
    pane: str

    @property
    def facing(self) -> str:
        """Return the material of rim and sill."""
        return {"土": "adobe", "砖": "brick", "石": "stone"}[self.matter]

    @property
    def glazing(self) -> str:
        """Return the material of the panes."""
        return "window_paper" if self.pane == "纸" else "glass"


def arch(front: Front, out: float = 0.0) -> NDArray[np.float64]:
    """Return the rim (n, 2) from left foot to right foot, ``out`` metres outside the opening."""
    half, rise = front.width / 2 + out, front.height - front.spring + out
    turn = np.linspace(np.pi, 0, ARC + 1)
    line = np.column_stack([half * np.cos(turn), front.spring + rise * np.sin(turn)])
    return np.vstack([(-half, 0.0), line, (half, 0.0)])


def face(fronts: list[float], front: Front, wide: float, high: float, thick: float) -> Mesh:
    """Return a wall ``wide`` by ``high`` with arches at the places ``fronts`` along x.

    Its front is at y = 0 and it reaches back ``thick``.
    """
    outline: list[tuple[float, float]] = [(-wide / 2, -0.3)]
    for x in sorted(fronts):
        line = arch(front) + (x, 0.0)
        outline += [(float(line[0, 0]), -0.3), *((float(a), float(b)) for a, b in line[1:-1]),
                    (float(line[-1, 0]), -0.3)]  # fmt: skip
    outline += [(wide / 2, -0.3), (wide / 2, high), (-wide / 2, high)]
    return solids.shifted(solids.prism(outline, thick, "xz"), y=thick / 2)


def rim(front: Front, broad: float = 0.24) -> Mesh:
    """Return the ring of brick or stone round an arch, proud of the face by 4 cm."""
    inner, outer = arch(front, -0.005), arch(front, broad)
    outline = np.vstack([inner, outer[::-1]])
    return solids.shifted(solids.prism(outline, 0.34, "xz"), y=0.13)


def register(model: SetModel, front: Front, prefix: str) -> None:
    """Add the parts of one front once; ``place`` puts them."""
    jamb = -front.width / 2 + 0.14
    door = jamb + _DOOR + 2 * _FRAME
    right = front.width / 2 - 0.02
    add = model.add_part
    add(f"{prefix}.rim", *rim(front), front.facing)
    add(f"{prefix}.dark", *_behind(front), "dark")
    add(f"{prefix}.sill", *_sill(front, door, right), front.facing)
    add(f"{prefix}.frame", *_frame(front, jamb, door), "cave_wood")
    add(f"{prefix}.leaf", *_leaf(jamb + _FRAME), "cave_wood")
    add(f"{prefix}.lattice", *_lattice(front, door, right), "cave_wood")
    add(f"{prefix}.fan", *_fan(front), "cave_wood")
    add(f"{prefix}.pane", *_panes(front, door, right), front.glazing)


def place(model: SetModel, prefix: str, x: float, y: float, z: float, turn: float = 0.0) -> None:
    """Put one front; ``y`` is the plane of the face, ``turn`` radians about z."""
    elements = {"rim": "wall", "dark": "wall", "sill": "wall", "frame": "door", "leaf": "door",
                "lattice": "window", "fan": "window", "pane": "window"}  # fmt: skip
    for name, element in elements.items():
        model.place(f"{prefix}.{name}", element, placed(x, y, z, turn), rule="cave.width")


def _behind(front: Front) -> Mesh:
    """Return the dark of the room behind, a little larger than the opening."""
    outline = arch(front, 0.05)
    return solids.shifted(solids.prism(outline, 0.05, "xz"), y=front.recess + 0.42)


def _sill(front: Front, door: float, right: float) -> Mesh:
    """Return the wall under the window, and the step before the door."""
    y0, y1 = front.recess - 0.06, front.recess + 0.30
    left = -front.width / 2 + 0.02
    return solids.boxes([
        (door, right, y0, y1, 0.0, front.sill), (left, door, y0 - 0.45, y1, -0.05, 0.12),
    ])  # fmt: skip


def _frame(front: Front, jamb: float, door: float) -> Mesh:
    """Return posts, door head and window board."""
    y0, y1 = front.recess + 0.06, front.recess + 0.20
    head = front.spring + 0.32
    edge = float(
        np.sqrt(max(0.0, 1 - ((head - front.spring) / (front.height - front.spring)) ** 2))
    )
    half = edge * front.width / 2 - 0.01
    return solids.boxes([
        (jamb, jamb + _FRAME, y0, y1, 0.12, head), (door - _FRAME, door, y0, y1, 0.12, head),
        (-half, half, y0, y1, head, head + _FRAME),
        (door, front.width / 2 - 0.03, y0 - 0.08, y1, front.sill, front.sill + 0.07),
        (-front.width / 2 + 0.01, jamb, y0 + 0.02, y1 - 0.02, 0.12, front.spring),
    ])  # fmt: skip


def _leaf(left: float) -> Mesh:
    """Return one door of four boards with two ledges."""
    y = 0.0
    board = _DOOR / 4
    rows = [(left + k * board + 0.004, left + (k + 1) * board - 0.004, y + 0.52, y + 0.56, 0.14, 1.94)
            for k in range(4)]  # fmt: skip
    rows += [
        (left + 0.03, left + _DOOR - 0.03, y + 0.49, y + 0.53, z, z + 0.09) for z in (0.5, 1.5)
    ]
    return solids.boxes(rows)


def _lattice(front: Front, door: float, right: float) -> Mesh:
    """Return the grid of the window beside the door and of the light over it."""
    head, wide = front.spring + 0.32, right - door - 0.04
    low = front.sill + 0.07
    window = lattice.pattern(front.grid, wide, head - low)
    over = lattice.pattern("方格", _DOOR, head - 1.98)
    left = -front.width / 2 + 0.14 + _FRAME
    y = front.recess + 0.11
    rows = [(door, door + 0.05, y - 0.03, y + 0.05, low, head), (right - 0.05, right, y - 0.03, y + 0.05, low, head),
            (left, left + _DOOR, y - 0.03, y + 0.05, 1.94, 1.99)]  # fmt: skip
    return solids.merge(
        solids.shifted(window, x=door + 0.02 + wide / 2, y=y, z=low),
        solids.shifted(over, x=left + _DOOR / 2, y=y, z=1.98), solids.boxes(rows),
    )  # fmt: skip


def _fan(front: Front) -> Mesh:
    """Return the bars of the light in the arch: uprights and rails cut by the curve."""
    low, rise, half = front.spring + 0.41, front.height - front.spring, front.width / 2
    y = front.recess + 0.10
    rows = []
    count = int(front.width / 0.24)
    for x in np.linspace(-half, half, count + 1)[1:-1]:
        top = front.spring + rise * float(np.sqrt(1 - (x / half) ** 2))
        if top > low + 0.08:
            rows.append((x - _BAR / 2, x + _BAR / 2, y, y + 0.05, low, top - 0.01))
    for z in np.arange(low + 0.28, front.height - 0.15, 0.28):
        across = half * float(np.sqrt(1 - ((z - front.spring) / rise) ** 2)) - 0.01
        rows.append((-across, across, y + 0.006, y + 0.044, z - _BAR / 2, z + _BAR / 2))
    return solids.merge(solids.boxes(rows), _rib(front, y))


def _rib(front: Front, y: float) -> Mesh:
    """Return the bent frame under the arch."""
    turn = np.linspace(np.pi * 0.985, np.pi * 0.015, ARC + 1)
    low = front.spring + 0.41

    def bow(out: float) -> NDArray[np.float64]:
        half, rise = front.width / 2 + out, front.height - front.spring + out
        line = np.column_stack([half * np.cos(turn), front.spring + rise * np.sin(turn)])
        return line[line[:, 1] > low]

    outline = np.vstack([bow(-0.012), bow(-0.075)[::-1]])
    return solids.shifted(solids.prism(outline, 0.07, "xz"), y=y + 0.035)


def _panes(front: Front, door: float, right: float) -> Mesh:
    """Return what is pasted behind the lattice: window, light over the door, fanlight."""
    y = front.recess + 0.18
    head = front.spring + 0.32
    left = -front.width / 2 + 0.14 + _FRAME
    rows = [(door + 0.01, right - 0.01, y, y + 0.012, front.sill + 0.08, head - 0.01),
            (left, left + _DOOR, y, y + 0.012, 1.99, head - 0.01)]  # fmt: skip
    line = arch(front, -0.02)[1:-1]
    line = line[line[:, 1] > head + _FRAME + 0.01]
    outline = np.vstack([(line[0, 0], head + _FRAME), line, (line[-1, 0], head + _FRAME)])
    fan = solids.shifted(solids.prism(outline, 0.012, "xz"), y=y + 0.006)
    return solids.merge(solids.boxes(rows), fan)
