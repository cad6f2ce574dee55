"""Foliage in small pictures: fewer blades of grass, needles and leaves, each as many times wider.

What is covered, and the shape of it, stay: blades are fewer than a pixel wide. Foliage is most of
a court's triangles, and nearly all of a wood's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scenes.camera import Camera
from scenes.model import Part, SetModel

_KEPT = (1, 2, 5, 10, 20, 40)  # one blade in so many is kept
_USUAL = 5  # where a pad, a clump or a tuft covers more pixels than it has blades
_DENSE = 0.5  # blades for each pixel that it covers
_FEWEST = 3  # blades: with fewer, nothing of its shape is left
_WIDEST = 9.0  # pixels: of broader blades each would be seen

# Vertices of one blade, and the pairs of them across which it is wide.
_TUFT = (5, ((0, 1), (2, 3)))
_BLADES = {
    "pine.pad": (3, ((0, 1),)), "pine.fine": (3, ((0, 1),)), "shrub.clump": (4, ((1, 3),)),
    "grass.tuft": _TUFT, "near.tuft": _TUFT, "near.sod": _TUFT, "near.joint": _TUFT,
}  # fmt: skip
# Under whatever prefix a set took it over, and whichever of its shapes.
_NAMED = re.compile(rf"(?:^|\.)({'|'.join(map(re.escape, _BLADES))})(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class _Leaves:
    """A part of foliage: its blades (n, k, 3), and how wide they are over its own size."""

    mesh: Part
    blades: NDArray[np.float64]
    pairs: tuple[tuple[int, int], ...]
    breadth: float

    @classmethod
    def of(cls, mesh: Part, form: str) -> _Leaves:
        each, pairs = _BLADES[form]
        blades = mesh.vertices.reshape(-1, each, 3)
        one, other = pairs[0]
        wide = float(np.linalg.norm(blades[:, one] - blades[:, other], axis=1).mean())
        radius = float(np.linalg.norm(np.ptp(mesh.vertices, axis=0))) / 2
        return cls(mesh, blades, pairs, wide / radius)

    def one_in(self, size: float) -> int:
        """Return which blades to keep where it has a radius of so many pixels."""
        spare = len(self.blades) / max(_DENSE * np.pi * size**2, _FEWEST)
        most = min(max(spare, _USUAL), _WIDEST / (self.breadth * size))
        return max(of for of in _KEPT if of <= max(most, 1))

    def sparse(self, of: int) -> Part:
        """Return it with one blade in ``of``, as many times as wide."""
        kept = self.blades[::of].copy()
        for one, other in self.pairs:
            middle = (kept[:, one] + kept[:, other]) / 2
            half = (kept[:, one] - kept[:, other]) / 2 * of
            kept[:, one], kept[:, other] = middle + half, middle - half
        faces = len(self.mesh.faces) // len(self.blades)
        return Part(kept.reshape(-1, 3), self.mesh.faces[: len(kept) * faces], self.mesh.material)


def thinned(model: SetModel, camera: Camera) -> SetModel:
    """Return a set with no more blades than a camera's pixels can show.

    Args:
        model: a set, which stays as it is.
        camera: at the small picture's size.
    """
    leaves = {name: _Leaves.of(part, found[1]) for name, part in model.parts.items()
              if (found := _NAMED.search(name))}  # fmt: skip
    leafy = [n for n, one in enumerate(model.instances) if one.part in leaves]
    if not leafy:
        return model
    some = [model.instances[n] for n in leafy]
    middles, radii = model.balls(some)
    away = np.linalg.norm(middles - np.asarray(camera.eye), axis=1)
    sizes = camera.focal_px * radii / np.maximum(away, radii + 1e-6)
    parts, instances = dict(model.parts), list(model.instances)
    for n, one, size in zip(leafy, some, sizes.tolist(), strict=True):
        of = leaves[one.part].one_in(size)
        if (name := f"{one.part}/{of}") not in parts:
            parts[name] = leaves[one.part].sparse(of)
        instances[n] = replace(one, part=name)
    return replace(model, parts=parts, instances=instances)
