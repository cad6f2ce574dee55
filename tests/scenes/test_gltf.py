"""GLB: metres, y up, pieces alike share a mesh, hard edges hard, classes and sources within."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh

import scenes
from heritage_kb import label
from heritage_kb.errors import RefusedInput
from scenes import gltf, solids
from scenes.model import Part, SetModel
from scenes.turned import box


def tree_of(data: bytes) -> dict[str, Any]:
    (size,) = struct.unpack_from("<I", data, 12)
    return dict(json.loads(data[20 : 20 + size]))


@pytest.fixture(scope="module")
def built() -> tuple[SetModel, bytes]:
    _, model = scenes.build({"site": "nanchansi"})
    return model, scenes.export_glb(model, "南禅寺大殿")


def test_it_opens_in_metres_with_y_up(built: tuple[SetModel, bytes]) -> None:
    model, data = built
    points = model.flatten().corners.reshape(-1, 3)
    low, high = points.min(axis=0), points.max(axis=0)
    bounds = trimesh.load(io.BytesIO(data), file_type="glb").bounds
    np.testing.assert_allclose(bounds[0], (low[0], low[2], -high[1]), atol=1e-4)
    np.testing.assert_allclose(bounds[1], (high[0], high[2], -low[1]), atol=1e-4)


def test_pieces_alike_share_one_mesh(built: tuple[SetModel, bytes]) -> None:
    model, data = built
    tree = tree_of(data)
    placed = [node for node in tree["nodes"] if "mesh" in node]
    assert len(placed) == len(model.instances)
    assert len(tree["meshes"]) == len({i.part for i in model.instances})
    columns = [node for node in placed if node["name"].startswith("column_0")]
    assert len(columns) == 12
    assert len({node["mesh"] for node in columns}) == 1
    assert all(node["name"].isascii() for node in tree["nodes"])


def test_a_piece_tells_its_class_rule_and_name(built: tuple[SetModel, bytes]) -> None:
    tree = tree_of(built[1])
    nodes = {node["name"]: node for node in tree["nodes"]}
    extras = nodes["column_0001"]["extras"]
    assert extras["class"] == "column"
    assert extras["rule"] == "column.height"
    assert nodes["bracket"]["extras"]["title_zh"] == "铺作"
    assert nodes["bracket"]["extras"]["class_id"] == nodes["bracket_0001"]["extras"]["class_id"]
    assert tree["asset"]["extras"]["title"] == "南禅寺大殿"


def test_every_mesh_keeps_its_own_paint(built: tuple[SetModel, bytes]) -> None:
    model, data = built
    tree = tree_of(data)
    assert len(tree["materials"]) == len({model.parts[i.part].material for i in model.instances})
    for mesh in tree["meshes"]:
        (primitive,) = mesh["primitives"]
        assert {"POSITION", "NORMAL"} <= set(primitive["attributes"])
        material = tree["materials"][primitive["material"]]
        assert material["name"] == model.parts[mesh["name"]].material
        rough = material["pbrMetallicRoughness"]
        assert 0 < rough["baseColorFactor"][0] < 0.6  # linear, as the palette has it
        assert 0.4 < rough["roughnessFactor"] <= 1


def test_the_same_model_gives_the_same_bytes(built: tuple[SetModel, bytes]) -> None:
    assert built[1] == scenes.export_glb(built[0], "南禅寺大殿")


@pytest.mark.parametrize("name", ["column", "puzuo_column", "main_ridge"])
def test_solids_stay_closed(built: tuple[SetModel, bytes], name: str) -> None:
    mesh = trimesh.load(io.BytesIO(built[1]), file_type="glb").geometry[name]
    mesh.merge_vertices(merge_norm=True, merge_tex=True)
    assert mesh.is_watertight
    assert mesh.volume > 0


def test_a_box_stays_hard_and_a_turned_post_round() -> None:
    vertices, faces, normals = gltf.split(Part(*box((0, 0, 0), (1, 2, 3)), "stone"))
    assert len(vertices) == 24
    assert np.sort(np.abs(normals), axis=1)[:, 2] == pytest.approx(1.0)
    post = solids.lathe([(0.3, 0.0), (0.3, 3.0)], 16)
    vertices, faces, normals = gltf.split(Part(*post, "redwood"))
    assert len(faces) == len(post[1])
    assert len(vertices) == 64  # each ring once for the side and once for its cap
    side = np.abs(normals[:, 2]) < 0.5
    outward = vertices[side][:, :2] / 0.3
    np.testing.assert_allclose(normals[side][:, :2], outward, atol=1e-6)


def test_the_label_lives_in_the_asset(built: tuple[SetModel, bytes], tmp_path: Path) -> None:
    path = tmp_path / "hall.glb"
    path.write_bytes(built[1])
    assert label.verify(path).status == "noncompliant"  # the sentence alone
    assert label.stamp(path).status == "compliant"
    once = path.read_bytes()
    assert label.stamp(path).record == label.verify(path).record
    assert path.read_bytes() == once
    assert trimesh.load(path).bounds is not None
    path.write_bytes(once[:-8])
    with pytest.raises(RefusedInput, match="GLB"):
        label.verify(path)


# ------------------------------------------------------------------------------- the same hall


def copied(model: SetModel, move: float = 0.0) -> SetModel:
    parts = {
        name: Part(p.vertices + (move, 0, 0), p.faces, p.material)
        for name, p in reversed(model.parts.items())
    }
    return SetModel(parts, list(reversed(model.instances)))


def test_the_hash_tells_geometry_from_order(boxes: SetModel) -> None:
    assert copied(boxes).digest() == boxes.digest()
    assert copied(boxes, 0.00001).digest() == boxes.digest()
    assert copied(boxes, 0.001).digest() != boxes.digest()
