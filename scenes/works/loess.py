"""Loess: cliffs that split upright, faces cut smooth, the plateau above."""

from __future__ import annotations

import numpy as np

from scenes import planting, solids
from scenes.model import SetModel
from scenes.solids import Mesh
from scenes.turned import placed

_SIDES = 10  # corners of one pillar's face
# Parts of a pillar's height, how broad it still is there, how far it has weathered back: wide at its
# foot, where what has fallen lies, rounded off above.
_WORN = ((0.0, 1.34, -0.75), (0.10, 1.16, -0.30), (0.22, 1.04, 0.02), (0.5, 1.0, 0.16), (0.74, 0.93, 0.26),
         (0.88, 0.82, 0.48), (0.96, 0.64, 0.85), (1.0, 0.34, 1.35))  # fmt: skip
_LEDGE = 0.35  # metres of grass hanging over the edge


def pillars(
    rng: np.random.Generator, x0: float, x1: float, y: float, low: float, high: float, *,
    rough: float = 0.5, wide: float = 1.0,
) -> Mesh:  # fmt: skip
    """Return a row of upright pillars of loess from ``x0`` to ``x1``, their faces about ``y``.

    ``high`` is the height of the tallest, ``rough`` how far faces stand before and behind one
    another, ``wide`` the mean width of one, all metres.
    """
    made, at = [], x0
    while at < x1:
        across = wide * float(rng.uniform(0.55, 1.5))
        top = high - abs(float(rng.normal(0, 0.09 * min(high - low, 9.0))))
        made.append(_pillar(rng, at + across / 2, y, across, low, top, rough))
        at += across * 0.66
    return solids.merge(*made)


def _pillar(
    rng: np.random.Generator, x: float, y: float, across: float, low: float, top: float,
    rough: float,
) -> Mesh:  # fmt: skip
    """Return one pillar: a face worn round, that reaches well back into the hill."""
    turn = np.linspace(0, np.pi, _SIDES)
    bulge = np.convolve(rng.uniform(0.2, 1.0, _SIDES + 2), (0.25, 0.5, 0.25), "valid")
    at = np.array([x, y + float(rng.uniform(-rough, rough))])
    rings = []
    for part, broad, worn in _WORN:
        wander = 1 + rng.uniform(-0.10, 0.10, _SIDES)
        out = 0.34 * across * bulge * wander - worn * min(1.0, 0.5 * across)
        face = np.column_stack([np.cos(turn) * across / 2 * broad, -np.sin(turn) * out])
        back = np.array([(-across / 2 * broad, 2.6), (across / 2 * broad, 2.6)])
        ring = np.concatenate([face, back]) + at
        rings.append(np.column_stack([ring, np.full(len(ring), low + (top - low) * part)]))
    return solids.lofted(np.array(rings))


def tufts(
    model: SetModel, rng: np.random.Generator, line: list[tuple[float, float, float]], seed: str
) -> None:
    """Let grass hang along an edge given as points (x, y, z)."""
    spots = []
    for x, y, z in line:
        for _ in range(2):
            spots.append((x + rng.normal(0, 0.25), y + abs(rng.normal(0, _LEDGE)), z))
    first = len(model.instances)
    planting.grass(model, [(x, y, float(rng.uniform(0.10, 0.28))) for x, y, _ in spots], seed)
    for instance, (_, _, z) in zip(model.instances[first:], spots, strict=True):
        instance.matrix[2, 3] = z


def tree(
    model: SetModel, x: float, y: float, z: float, tall: float, seed: str, *, bare: bool
) -> None:
    """Plant a locust or a jujube at a height."""
    grown = SetModel()
    planting.plant(
        grown, planting.Tree(name=f"{x:.1f},{y:.1f}", x=0, y=0, kind="locust", tall=tall, bare=bare), seed
    )  # fmt: skip
    model.take(grown, f"tree{x:.1f}.{y:.1f}.", placed(x, y, z))


def slab(x0: float, x1: float, y0: float, y1: float, z0: float, z1: float) -> Mesh:
    """Return a block of earth."""
    return solids.boxes([(x0, x1, y0, y1, z0, z1)])
