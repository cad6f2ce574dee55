"""A set as geometry: named parts, instances of them, materials and classes.

Metres; x to the right along the front, y to the back (the front looks towards −y), z up; ground
of the court at z = 0. Everything that draws, measures or exports a set reads this and nothing
else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Faces = NDArray[np.int32]
Matrix = NDArray[np.float64]
LIFE = ("tree", "shrub", "grass", "person", "animal", "smoke")  # what grows or walks is no solid


@dataclass(frozen=True, slots=True)
class Part:
    """A triangle mesh in its own frame.

    ``vertices`` is (n, 3) metres, ``faces`` (m, 3) indices, counter-clockwise seen from outside.
    ``material`` names a row of the palette.
    """

    vertices: Points
    faces: Faces
    material: str


@dataclass(frozen=True, slots=True)
class Instance:
    """A part put in place: ``matrix`` is (4, 4), ``element`` the semantic class.

    ``element`` is the trade's word in English (column, bracket, beam, rafter, roof, ridge, wall,
    door, window, platform, ground, tree, person, lamp …). ``rule`` names the rule or fact that
    shaped it, ``name`` the single piece where it has one.
    """

    part: str
    matrix: Matrix
    element: str
    rule: str = ""
    name: str = ""


@dataclass(slots=True)
class Triangles:
    """Instances flattened for casting rays: one row a triangle.

    ``corners`` (t, 3, 3) float32 metres; ``material``, ``element``, ``instance`` (t,) int32
    indices into ``materials``, ``elements`` and the model's instances.
    """

    corners: NDArray[np.float32]
    material: NDArray[np.int32]
    element: NDArray[np.int32]
    instance: NDArray[np.int32]
    materials: list[str]
    elements: list[str]

    def numbers(self, elements: Collection[str]) -> list[int]:
        """Return the indices of some classes of element; those that are not here are left out."""
        return [n for n, e in enumerate(self.elements) if e in elements]

    def only(self, keep: NDArray[np.bool_]) -> Triangles:
        """Return some of the triangles, ``keep`` (t,), under the same indices."""
        return replace(
            self, corners=self.corners[keep], material=self.material[keep],
            element=self.element[keep], instance=self.instance[keep],
        )  # fmt: skip


@dataclass(slots=True)
class SetModel:
    """Parts and where they stand.

    ``room`` is the clear space of a room that is seen from within, its lowest and highest corner in
    metres; None out of doors. A lamp is ``{"at": (x, y, z), "power", "colour"}`` and may say how
    big it is (``body``, metres; its shadows are as soft) and whether it burns by ``day``.
    """

    parts: dict[str, Part] = field(default_factory=dict)
    instances: list[Instance] = field(default_factory=list)
    lamps: list[dict[str, Any]] = field(default_factory=list)
    room: tuple[tuple[float, float, float], tuple[float, float, float]] | None = None
    plumes: list[Any] = field(default_factory=list)  # of smoke.Plume

    def add_part(self, name: str, vertices: Any, faces: Any, material: str) -> None:
        """Register a part once; a second registration of the name must be the same object."""
        self.parts[name] = Part(
            np.asarray(vertices, np.float64).reshape(-1, 3),
            np.asarray(faces, np.int32).reshape(-1, 3),
            material,
        )

    def place(
        self, part: str, element: str, matrix: Matrix | None = None, rule: str = "", name: str = ""
    ) -> None:
        """Put an instance of a registered part."""
        self.instances.append(
            Instance(part, np.eye(4) if matrix is None else matrix, element, rule, name)
        )

    def place_both(self, part: str, element: str, rule: str = "", name: str = "") -> None:
        """Put a part and its like on the other side, turned half round: a roof's equal slopes."""
        self.place(part, element, None, rule, name)
        self.place(part, element, np.diag([-1.0, -1.0, 1.0, 1.0]), rule, name)

    @property
    def triangle_count(self) -> int:
        """Return how many triangles the instances have together."""
        return sum(len(self.parts[i.part].faces) for i in self.instances)

    def balls(self, some: Sequence[Instance]) -> tuple[Points, NDArray[np.float64]]:
        """Return the middles (n, 3) and radii (n,) of balls that hold some of the instances, metres."""
        middles, radii = {}, {}
        for name in {i.part for i in some}:
            v = self.parts[name].vertices
            low, high = (v.min(0), v.max(0)) if len(v) else (np.zeros(3), np.zeros(3))
            middles[name], radii[name] = (low + high) / 2, float(np.linalg.norm(high - low)) / 2
        matrices = np.array([i.matrix for i in some]).reshape(-1, 4, 4)
        own = np.array([middles[i.part] for i in some]).reshape(-1, 3)
        scale = np.linalg.norm(matrices[:, :3, :3], axis=1).max(1)
        middle = np.einsum("ijk,ik->ij", matrices[:, :3, :3], own) + matrices[:, :3, 3]
        return middle, np.array([radii[i.part] for i in some]) * scale

    def digest(self) -> str:
        """Return the SHA-256 of the geometry, to a tenth of a millimetre.

        Parts and instances are taken in sorted order, so that it does not matter in which
        they were made; rules and names of single pieces are no geometry and do not count.
        """
        whole = hashlib.sha256()
        for name in sorted({i.part for i in self.instances}):
            part = self.parts[name]
            whole.update(f"{name}\0{part.material}\0".encode())
            whole.update(_tenths(part.vertices))
            whole.update(np.ascontiguousarray(part.faces, "<i4").tobytes())
        rows = sorted(
            f"{i.part}\0{i.element}\0".encode() + _tenths(i.matrix) for i in self.instances
        )
        for row in rows:
            whole.update(row)
        return whole.hexdigest()

    def take(self, other: SetModel, prefix: str, matrix: Matrix | None = None) -> None:
        """Take over another model's parts, renamed with ``prefix``, and all that it placed.

        ``matrix`` (4, 4) moves what is taken; it turns and shifts, and never mirrors. The same
        model taken twice under one prefix shares its parts.
        """
        at = np.eye(4) if matrix is None else matrix
        self.parts.update({prefix + name: part for name, part in other.parts.items()})
        self.instances += [
            Instance(prefix + i.part, at @ i.matrix, i.element, i.rule, i.name)
            for i in other.instances
        ]
        for lamp in other.lamps:
            moved = {**lamp, "at": tuple((at @ (*lamp["at"], 1.0))[:3].tolist())}
            if "faces" in lamp:
                moved["faces"] = tuple((at[:3, :3] @ lamp["faces"]).tolist())
            self.lamps.append(moved)
        self.plumes += [plume.moved(at) for plume in other.plumes]

    def flatten(self) -> Triangles:
        """Return every triangle in world metres."""
        materials = sorted({p.material for p in self.parts.values()})
        elements = sorted({i.element for i in self.instances})
        counts = [len(self.parts[i.part].faces) for i in self.instances]
        corners, start = np.empty((sum(counts), 3, 3), np.float32), 0
        for inst, count in zip(self.instances, counts, strict=True):
            part = self.parts[inst.part]
            world = part.vertices @ inst.matrix[:3, :3].T + inst.matrix[:3, 3]
            corners[start : start + count] = world.astype(np.float32)[part.faces]
            start += count
        mats = [materials.index(self.parts[i.part].material) for i in self.instances]
        els = [elements.index(i.element) for i in self.instances]
        material, element, instance = (
            np.repeat(np.asarray(one, np.int32), counts) for one in (mats, els, range(len(counts)))
        )
        return Triangles(corners, material, element, instance, materials, elements)


def _tenths(values: NDArray[np.float64]) -> bytes:
    """Return metres as whole tenths of a millimetre, byte by byte the same on every machine."""
    return np.rint(values * 1e4).astype("<i8").tobytes()
