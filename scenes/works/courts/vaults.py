"""Vaulted rooms in a row (锢窑): brick arches closed with lattice, a terrace over them.

Centred on x = y = 0, facing −y; metres; the court lies at z = 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import lattice, solids
from scenes.model import SetModel
from scenes.solids import Mesh
from scenes.works.courts import openings, tilework

FACE = 0.55  # thickness of the front wall
RECESS = 0.34  # how far doors stand behind its face
OUT = 0.9  # face to the edge of the platform


@dataclass(frozen=True, kw_only=True, slots=True)
class Vaults:
    """``count`` vaults of clear breadth ``wide``, ``pier`` apart, under a flat roof.

    ``spring`` is where the arches begin over the floor, ``deck`` the terrace's height over the
    court, ``parapet`` what stands round it; ``breadth`` the whole from gable to gable. ``eave``
    puts a tiled eave (窑檐) under the parapet.
    """

    count: int
    wide: float
    pier: float
    depth: float
    floor: float
    spring: float
    deck: float
    parapet: float
    breadth: float
    eave: bool = True

    @property
    def face(self) -> float:
        """Return the y of the front wall's face."""
        return -self.depth / 2

    @property
    def rect(self) -> tuple[float, float, float, float]:
        """Return the ground it takes."""
        return -self.breadth / 2, self.breadth / 2, self.face - OUT, self.depth / 2

    @property
    def places(self) -> list[float]:
        """Return the middles of the vaults."""
        step = self.wide + self.pier
        return [(k - (self.count - 1) / 2) * step for k in range(self.count)]


def raise_vaults(v: Vaults) -> SetModel:
    """Return the geometry of a row of vaults."""
    model = SetModel()
    _body(model, v)
    _fill(model, v)
    _terrace(model, v)
    if v.eave:
        _eave(model, v)
    return model


def _put(
    model: SetModel, name: str, mesh: Mesh, material: str, element: str, rule: str = ""
) -> None:
    model.add_part(name, *mesh, material)
    model.place(name, element, rule=rule)


def _body(model: SetModel, v: Vaults) -> None:
    x = v.breadth / 2
    _put(model, "vault_podium", solids.boxes([
        (-x - 0.02, x + 0.02, v.face - OUT + 0.02, v.face + 0.2, -0.3, v.floor - 0.12)]),
        "brick", "platform")  # fmt: skip
    _put(model, "vault_rim", solids.boxes([
        (-x - 0.04, x + 0.04, v.face - OUT, v.face + RECESS + 0.1, v.floor - 0.13, v.floor)]),
        "slab", "platform")  # fmt: skip
    count = max(1, round(v.floor / 0.16))
    steps = [(-1.3, 1.3, v.face - OUT - 0.3 * (count - k), v.face - OUT + 0.02, -0.2,
              v.floor * (k + 1) / (count + 1)) for k in range(count)]  # fmt: skip
    _put(model, "vault_steps", solids.boxes(steps), "slab", "step")
    top = v.deck - 0.02
    pieces = []
    edges = [-x, *[m + s * (v.wide + v.pier) / 2 for m in v.places for s in (-1, 1)], x]
    for m in v.places:
        step = (v.wide + v.pier) / 2
        outline = openings.arched(-step, step, v.wide / 2, v.spring, top - v.floor)
        pieces.append(solids.shifted(solids.prism(outline, FACE, "xz"), m, v.face + FACE / 2,
                                     v.floor))  # fmt: skip
    pieces.append(solids.boxes([
        (a, b, v.face + 0.0, v.face + FACE, v.floor - 0.1, top)
        for a, b in ((edges[0], edges[1]), (edges[-2], edges[-1])) if b - a > 0.02
    ]))  # fmt: skip
    pieces.append(solids.boxes([(-x, x, v.face + FACE - 0.01, v.depth / 2, -0.3, top)]))
    _put(model, "vault_walls", solids.merge(*pieces), "brick", "wall", "court.vault.wide")


def _ring(half: float, spring: float, out: float) -> Mesh:
    """Return the ring of headers round an arch, standing a little out of the wall."""
    inner, outer = openings.arch(half, spring)[1:-1], openings.arch(half + out, spring)[1:-1]
    # the outer line keeps the inner one's spring
    return solids.prism([*inner.tolist(), *outer[::-1].tolist()], 0.10, "xz")


def _fill(model: SetModel, v: Vaults) -> None:
    """Close each arch: a door beside a window over a sill, a fan of lattice over both."""
    half, rail = v.wide / 2 - 0.002, min(2.15, v.spring + 0.25)
    y = v.face + RECESS
    door = 1.05
    line = openings.arch(half, v.spring)
    pane = solids.prism(line, 0.012, "xz")
    bars = _bars(half, v.spring, rail, door)
    left = -half + door + 0.12
    frame = [(left - 0.10, left, -0.05, 0.05, 0.0, rail), (-half, half, -0.05, 0.05, rail,
             rail + 0.10), (-half, -half + 0.08, -0.05, 0.05, 0.0, v.spring),
             (half - 0.08, half, -0.05, 0.05, openings.SILL, v.spring)]  # fmt: skip
    hood = solids.prism([*line[1:-1].tolist(),
                         *openings.arch(half - 0.09, v.spring)[1:-1][::-1].tolist()], 0.10, "xz")  # fmt: skip
    leaf = lattice.leaf("四抹", "方格", door - 0.02, rail - 0.01)
    sill = [(left, half, -0.10, 0.12, 0.0, openings.SILL)]
    parts = {
        "pane": (solids.shifted(pane, y=0.045), "window_paper", "window"),
        "bars": (bars, "dark_wood", "window"),
        "frame": (solids.merge(solids.boxes(frame), hood), "dark_wood", "window"),
        "leaf": (_at(leaf.frame, left - 0.11 - door / 2), "door", "door"),
        "leaf_lattice": (_at(leaf.lattice, left - 0.11 - door / 2), "dark_wood", "door"),
        "leaf_board": (_at(leaf.board, left - 0.11 - door / 2), "door", "door"),
        "sill": (solids.boxes(sill), "brick", "wall"),
        "ring": (solids.shifted(_ring(v.wide / 2, v.spring, 0.30), y=-RECESS + 0.02),
                 "grey_brick", "wall"),
    }  # fmt: skip
    for name, (mesh, material, element) in parts.items():
        model.add_part(f"vault_{name}", *mesh, material)
        for m in v.places:
            model.place(f"vault_{name}", element, solids.placement(m, y, v.floor),
                        "court.vault.wide")  # fmt: skip


def _at(mesh: Mesh, x: float) -> Mesh:
    return solids.shifted(mesh, x, 0.01, 0.005)


def _bars(half: float, spring: float, rail: float, door: float) -> Mesh:
    """Return the lattice of a window over its sill and of the fan over door and window."""
    starts: list[tuple[float, float]] = []
    stops: list[tuple[float, float]] = []
    left = -half + door + 0.12

    def top(x: float) -> float:
        return spring + float(np.sqrt(max(half**2 - x**2, 0.0))) - 0.03

    for x in np.arange(-half + 0.16, half - 0.1, 0.14):
        starts.append((x, rail + 0.09))
        stops.append((x, max(top(x), rail + 0.12)))
        if x > left + 0.05:
            starts.append((x, openings.SILL))
            stops.append((x, rail + 0.01))
    for z in np.arange(openings.SILL + 0.16, rail, 0.16):
        starts.append((left, z))
        stops.append((half - 0.05, z))
    for z in np.arange(rail + 0.24, spring + half - 0.15, 0.16):
        reach = half if z < spring else float(np.sqrt(half**2 - (z - spring) ** 2))
        starts.append((-reach + 0.04, z))
        stops.append((reach - 0.04, z))
    return lattice.planks(starts, stops, np.array([(-0.5, -1), (0.5, -1), (0.5, 1), (-0.5, 1)]),
                          lattice.BAR)  # fmt: skip


def _terrace(model: SetModel, v: Vaults) -> None:
    x = v.breadth / 2
    _put(model, "vault_deck", solids.boxes([(-x + 0.02, x - 0.02, v.face + 0.02, v.depth / 2 - 0.02,
                                             v.deck - 0.06, v.deck)]), "strips", "platform")  # fmt: skip
    bands = [(-x - o, x + o, v.face - o, v.face + 0.3, z, z + 0.09)
             for o, z in ((0.06, v.deck - 0.30), (0.11, v.deck - 0.20), (0.16, v.deck - 0.11))]  # fmt: skip
    _put(model, "vault_bands", solids.boxes(bands), "grey_brick", "wall")
    frame, cross = tilework.pierced(-x, x, v.deck - 0.03, v.parapet + 0.03)
    at = solids.placement(0, v.face + 0.16, 0)
    model.add_part("vault_parapet", *frame, "brick")
    model.add_part("vault_cross", *cross, "grey_brick")
    for part in ("vault_parapet", "vault_cross"):
        model.place(part, "railing", at, "court.vault.parapet")


def _eave(model: SetModel, v: Vaults) -> None:
    """Put a narrow tiled eave on brackets of wood over the arches."""
    curve = tilework.slope(1.05, 0.42, 3) + [v.face - 1.0, v.deck - 0.92]
    half = v.breadth / 2 - 0.02
    pieces = {
        "eave_bed": (tilework.bed(curve, half), "board", "roof"),
        "eave_pans": (tilework.pans(curve, half), "tile", "roof"),
        "eave_tubes": (tilework.tubes(curve, half), "tile", "roof"),
        "eave_ends": (tilework.ends(curve, half), "tile_edge", "roof"),
    }
    for name, (mesh, material, element) in pieces.items():
        _put(model, name, mesh, material, element)
    xs = np.array([m + s * (v.wide + v.pier) / 2 for m in v.places for s in (-1, 1)])
    xs = np.unique(np.round(np.clip(xs, -half + 0.1, half - 0.1), 6))
    z = v.deck - 1.18
    arms = [(x - 0.06, x + 0.06, v.face - 0.86, v.face + 0.05, z - 0.08, z + 0.08) for x in xs]
    arms.append((-half, half, v.face - 0.88, v.face - 0.74, z + 0.081, z + 0.20))
    braces = solids.bars([(x, v.face + 0.02, z - 0.75) for x in xs],
                         [(x, v.face - 0.7, z - 0.06) for x in xs],
                         solids.rectangle(0.10, 0.12))  # fmt: skip
    _put(model, "eave_arms", solids.merge(solids.boxes(arms), braces), "dark_wood", "beam")
