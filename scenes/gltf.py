"""A set as one GLB file: metres, y up, a node for every piece, one mesh for pieces alike.

The only module that imports trimesh.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heritage_kb.label import NOTICE
from scenes.drawings import layers
from scenes.model import Part, SetModel
from scenes.palette import pigment
from scenes.solids import lowest_linked

ROOT = "hall"
SOFT = 40.0  # degrees between faces up to which a surface counts as round
# Roughness and metalness by grain; our own judgement of worn matter, not measurements.
_FINISH: Mapping[str, tuple[float, float]] = {
    "metal": (0.55, 0.8), "glow": (0.9, 0.0), "tile": (0.82, 0.0), "timber": (0.78, 0.0),
    "stone": (0.9, 0.0), "leaf": (0.85, 0.0), "cloth": (0.95, 0.0),
}  # fmt: skip
_PLAIN = (0.92, 0.0)
# From x right, y back, z up to glTF's x right, y up, z towards the viewer.
Y_UP = np.array([[1.0, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0], [0, 0, 0, 1]])


def export_glb(model: SetModel, title: str) -> bytes:
    """Return a model as GLB 2.0 bytes; the same model gives the same bytes.

    The tree is root → class (``column`` …) → piece. Pieces alike share one mesh. ``extras`` of a
    class: ``class``, ``class_id``, ``title_zh``; of a piece also ``rule`` and ``name_zh``; of the
    asset: title, unit and the AI notice. Nodes are in the set's own axes (z up); the root turns
    them to glTF's. No label record is written: ``label.stamp`` does that.
    """
    import trimesh
    from trimesh.exchange import gltf

    scene: Any = trimesh.Scene()
    for name in sorted({i.part for i in model.instances if len(model.parts[i.part].faces)}):
        scene.geometry[name] = _mesh(trimesh, model.parts[name])
    scene.graph.update(frame_from=scene.graph.base_frame, frame_to=ROOT, matrix=Y_UP)
    extras = _hang(scene, model)
    materials = sorted({model.parts[n].material for n in scene.geometry})

    def finish(tree: dict[str, Any]) -> None:
        tree["asset"] = {
            "version": "2.0", "generator": "Sanjin",
            "extras": {"title": title, "unit": "metre", "AI提示": NOTICE},
        }  # fmt: skip
        for node in tree["nodes"]:
            if node["name"] in extras:
                node["extras"] = extras[node["name"]]
        # Given to trimesh, materials of one colour would become one and lose their names.
        tree["materials"] = [_material(name) for name in materials]
        for mesh in tree["meshes"]:
            for primitive in mesh["primitives"]:
                primitive["material"] = materials.index(model.parts[mesh["name"]].material)

    write: Any = gltf.export_glb
    return bytes(write(scene, include_normals=True, tree_postprocessor=finish))


def _hang(scene: Any, model: SetModel) -> dict[str, dict[str, Any]]:
    """Hang every instance into the tree; return node → extras."""
    extras: dict[str, dict[str, Any]] = {}
    elements = sorted({i.element for i in model.instances})
    counts = dict.fromkeys(elements, 0)
    for number, element in enumerate(elements):
        scene.graph.update(frame_from=ROOT, frame_to=element)
        extras[element] = {
            "class": element, "class_id": number, "title_zh": layers.title(element),
        }  # fmt: skip
    for inst in model.instances:
        if inst.part not in scene.geometry:
            continue  # a part that has nothing in this hall
        counts[inst.element] += 1
        node = f"{inst.element}_{counts[inst.element]:04d}"
        scene.graph.update(
            frame_from=inst.element, frame_to=node, matrix=inst.matrix, geometry=inst.part
        )
        extras[node] = {
            "class": inst.element, "class_id": elements.index(inst.element),
            "rule": inst.rule, "name_zh": inst.name,
        }  # fmt: skip
    return extras


def _material(name: str) -> dict[str, Any]:
    colour, rough, metal = finish_of(name)
    return {
        "name": name,
        "pbrMetallicRoughness": {
            "baseColorFactor": [*colour, 1.0], "roughnessFactor": rough, "metallicFactor": metal,
        },
    }  # fmt: skip


def finish_of(material: str) -> tuple[tuple[float, ...], float, float]:
    """Return a material's linear colour as light sees it, half aged; roughness and metalness."""
    paint = pigment(material)
    rough, metal = _FINISH.get(paint.grain, _PLAIN)
    mixed = 0.65 * np.array(paint.colour) + 0.35 * np.array(paint.aged)
    return tuple(round(float(c), 4) for c in mixed), rough, metal


def _mesh(trimesh: Any, part: Part) -> Any:
    vertices, faces, normals = split(part)
    return trimesh.Trimesh(
        vertices=vertices, faces=faces, vertex_normals=normals, process=False, validate=False
    )


def split(
    part: Part,
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Return vertices, faces and unit normals, corners parted where the surface is folded.

    A vertex is shared by the faces around it that meet at less than ``SOFT`` degrees, so that
    round things look round and edges stay hard. Faces keep their order and direction.
    """
    f = part.faces.astype(np.int64)
    corner = part.vertices[f]
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    length = np.linalg.norm(across, axis=1, keepdims=True)
    unit = np.divide(across, length, out=np.zeros_like(across), where=length > 0)
    one, other = _soft_edges(f, unit, len(part.vertices))
    label = lowest_linked(f.size, one, other)
    first = label == np.arange(f.size)
    kept, index = np.flatnonzero(first), (np.cumsum(first) - 1)[label]
    weighted = np.repeat(unit, 3, axis=0) * _angles(corner).reshape(-1, 1)
    normals = np.stack([np.bincount(index, weighted[:, k], len(kept)) for k in range(3)], axis=1)
    size = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.divide(normals, size, out=np.tile([0.0, 0.0, 1.0], (len(kept), 1)), where=size > 0)
    return part.vertices[f.ravel()[kept]], index.reshape(-1, 3), normals


def _angles(corner: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the angle (m, 3) of each triangle at each corner, by which normals are weighed."""
    ahead = np.roll(corner, -1, 1) - corner
    length = np.linalg.norm(ahead, axis=2)
    before = -np.roll(ahead, 1, 1)
    size = np.maximum(length * np.roll(length, 1, 1), 1e-18)
    cosines = np.einsum("ijk,ijk->ij", ahead, before) / size
    return np.asarray(np.arccos(np.clip(cosines, -1, 1)))


def _soft_edges(
    f: NDArray[np.int64], unit: NDArray[np.float64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of corners (numbered 3 a face) that lie together over a soft edge."""
    after = np.roll(f, -1, 1)
    key = (np.minimum(f, after) * count + np.maximum(f, after)).ravel()
    order = np.argsort(key, kind="stable")
    twin = np.flatnonzero(key[order][:-1] == key[order][1:])
    a, b = order[twin], order[twin + 1]
    soft = np.einsum("ij,ij->i", unit[a // 3], unit[b // 3]) > np.cos(np.radians(SOFT))
    a, b = a[soft], b[soft]
    # Edge k of a face starts at its corner k; its twin runs the other way.
    next_a, next_b = _next(a), _next(b)
    return np.concatenate([a, next_a]), np.concatenate([next_b, b])


def _next(corner: NDArray[np.int64]) -> NDArray[np.int64]:
    return corner // 3 * 3 + (corner % 3 + 1) % 3
