"""Pieces collected by what they are, so that a whole shop becomes a few shared parts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scenes import solids
from scenes.model import SetModel
from scenes.solids import Mesh


@dataclass(slots=True)
class Kit:
    """Meshes by (part, material, element); ``model`` makes one part of each."""

    pieces: dict[tuple[str, str, str], list[Mesh]] = field(default_factory=dict)

    def add(self, name: str, mesh: Mesh, material: str, element: str) -> None:
        """Add a mesh to a part."""
        self.pieces.setdefault((name, material, element), []).append(mesh)

    def boxes(self, name: str, bounds: ArrayLike, material: str, element: str) -> None:
        """Add boxes, rows of x0 x1 y0 y1 z0 z1, to a part."""
        self.add(name, solids.boxes(bounds), material, element)

    def model(self, rule: str = "own", *, joined: bool = False) -> SetModel:
        """Return everything as a model, one part a name; ``joined``, one a matter and class."""
        made, pieces = SetModel(), self._joined() if joined else self.pieces
        for (name, material, element), meshes in pieces.items():
            part = f"{name}.{material}.{element}"
            made.add_part(part, *solids.merge(*meshes), material)
            made.place(part, element, rule=rule)
        return made

    def _joined(self) -> dict[tuple[str, str, str], list[Mesh]]:
        """Return the meshes of one matter and class together, named after the first of them."""
        found: dict[tuple[str, str], list[Mesh]] = {}
        names: dict[tuple[str, str], str] = {}
        for (name, material, element), meshes in self.pieces.items():
            found.setdefault((material, element), []).extend(meshes)
            names.setdefault((material, element), name)
        return {(names[key], *key): meshes for key, meshes in found.items()}


def arc(x: float, z: float, radius: float, steps: int = 12, rise: float = 1.0) -> list[list[float]]:
    """Return an arch from right to left about (x, z): a half circle, flattened by ``rise``."""
    angle = np.linspace(0.0, np.pi, steps + 1)
    line = np.stack([x + radius * np.cos(angle), z + rise * radius * np.sin(angle)], axis=1)
    return line.tolist()  # type: ignore[no-any-return]


def between(a: float, b: float, pitch: float, inset: float = 0.0) -> NDArray[np.float64]:
    """Return places from a to b about ``pitch`` apart, even about the middle."""
    count = max(1, round((b - a - 2 * inset) / pitch))
    return np.linspace(a + inset, b - inset, count + 1)
