"""Columns, bracket sets and roof frames of every age: what stands, what carries, what fits."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import trimesh

from scenes import framing
from scenes.brackets import Stack, between
from scenes.building import Building, ring_of
from scenes.framing.sections import plate_height
from scenes.model import Instance, Part, SetModel
from scenes.raycast import Caster
from scenes.roofline import Roofline
from scenes.solids import volume
from tests.scenes.typical import typical

NAMES = tuple(typical())
SETS = ("柱头铺作", "转角铺作", "内柱铺作", "抱头梁头")


@cache
def framed(name: str) -> tuple[Building, SetModel]:
    b, model = typical()[name], SetModel()
    for prefix, storey in storeys(b):
        part = SetModel()
        framing.raise_frame(part, storey, Roofline(storey))
        model.take(part, prefix)
    return b, model


def points(model: SetModel, i: Instance) -> np.ndarray:
    return model.parts[i.part].vertices @ i.matrix[:3, :3].T + i.matrix[:3, 3]


def storeys(b: Building) -> list[tuple[str, Building]]:
    return [("", b), *([("skirt_", ring_of(b))] if b.skirt else [])]


@pytest.mark.parametrize("name", NAMES)
def test_solids_are_closed_and_finite(name: str) -> None:
    _, model = framed(name)
    bad = []
    for part_name, part in model.parts.items():
        assert np.isfinite(part.vertices).all(), part_name
        mesh = trimesh.Trimesh(part.vertices, part.faces)
        if not mesh.is_watertight or volume((part.vertices, part.faces)) <= 0:
            bad.append(part_name)
    assert bad == []


@pytest.mark.parametrize("name", NAMES)
def test_every_column_stands_under_what_it_carries(name: str) -> None:
    b, model = framed(name)
    tri = model.flatten()
    caster = Caster(tri.corners)
    seats = np.array([i.matrix[:3, 3] for i in model.instances if i.name.startswith(SETS)])
    for i in (i for i in model.instances if i.element == "column" and i.part.endswith("column")):
        head = i.matrix[:3, 3] + i.matrix[:3, 2]
        apart = np.abs(seats - head)
        over = (apart[:, :2].max(axis=1) < 0.005) & (apart[:, 2] < plate_height(b) + 0.005)
        if over.any():
            continue
        # one without a set carries the beam itself
        up = caster.first(
            (head + [0.01, 0.01, 0.004])[None].astype(np.float32),
            np.array([[0, 0, 1]], np.float32),
        )
        assert up.triangle[0] >= 0, i.name
        assert tri.elements[tri.element[up.triangle[0]]] == "beam", i.name
        inside = up.distance[0] < 0.9  # the head is let into the beam, or meets its underside
        assert inside, (i.name, float(up.distance[0]))


@pytest.mark.parametrize("name", NAMES)
def test_left_mirrors_right(name: str) -> None:
    b, model = framed(name)
    if b.moved or b.omitted:
        pytest.skip("its plan is not symmetric")
    tri = model.flatten()
    for n, element in enumerate(tri.elements):
        corners = tri.corners[tri.element == n].astype(np.float64)
        x = corners[..., 0]
        assert x.min() == pytest.approx(-x.max(), abs=0.012), element
        areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0],
                                        corners[:, 2] - corners[:, 0]), axis=1)  # fmt: skip
        lever = float((areas * x.mean(axis=1)).sum() / areas.sum())
        assert abs(lever) < 0.01, element


@pytest.mark.parametrize("name", NAMES)
def test_nothing_rises_above_the_underside_of_the_rafters(name: str) -> None:
    b, model = framed(name)
    for prefix, storey in storeys(b):
        line = Roofline(storey)
        for i in model.instances:
            if i.part.startswith("skirt_") != bool(prefix) or i.element not in (
                "bracket",
                "beam",
                "column",
            ):
                continue
            p = points(model, i)
            if prefix:  # within the body's columns the ring has no roof
                out = (np.abs(p[:, 0]) > b.width / 2 + 0.05) | (
                    np.abs(p[:, 1]) > b.depth / 2 + 0.05
                )
                p = p[out]
            if i.part.endswith("purlin_wedge"):
                continue  # it follows the corner that is pushed out, which ``height`` does not
            under = line.height(p[:, 0], p[:, 1]) - line.rafter
            # purlins are let into the rafters where these fold or kick up
            deep = 0.85 * line.rafter if i.element == "beam" else 0.02
            assert (p[:, 2] - under).max(initial=-1.0) < deep, (i.part, i.name)


@pytest.mark.parametrize("name", NAMES)
def test_a_set_is_as_high_as_the_hall_says(name: str) -> None:
    b, model = framed(name)
    for prefix, storey in storeys(b):
        s = Stack.of(storey)
        if s.kind == "无":
            continue
        purlin = model.parts[prefix + "eave_purlin"]
        x0 = storey.xs[len(storey.xs) // 2]
        back = _top_at(purlin, x0, -storey.depth / 2 - storey.reach)
        foot = storey.platform + storey.column
        assert back - foot == pytest.approx(storey.bracket, rel=0.02, abs=0.01)
        column = model.parts[prefix + "puzuo_column"].vertices
        near = np.abs(column[:, 1] + storey.reach) < 9 * storey.fen
        carried = prefix + "eave_beam"
        above = model.parts[carried if carried in model.parts else prefix + "eave_purlin"]
        low = above.vertices[np.abs(above.vertices[:, 0]) < storey.width / 4, 2].min() - foot
        assert column[near, 2].max() >= low - 0.015
        assert column[near, 2].max() <= storey.bracket - 0.3 * storey.purlin_diameter


def _top_at(part: Part, x: float, y: float) -> float:
    caster = Caster(part.vertices[part.faces].astype(np.float32))
    eye = np.array([[x + 0.013, y, 50.0]], np.float32)
    hit = caster.first(eye, np.array([[0, 0, -1]], np.float32))
    return 50.0 - float(hit.distance[0])


@pytest.mark.parametrize("name", NAMES)
def test_as_many_sets_stand_between_columns_as_asked(name: str) -> None:
    b, model = framed(name)
    for prefix, storey in storeys(b):
        sides = ("front",) if storey.roof in ("悬山", "硬山") else ("front", "left")
        wanted = 2 * sum(sum(between(storey, side)) for side in sides)
        if Stack.of(storey).kind == "无":
            wanted = 0
        assert sum(i.part == prefix + "puzuo_between" for i in model.instances) == wanted


@pytest.mark.parametrize("name", NAMES)
def test_neighbouring_sets_keep_clear_of_each_other(name: str) -> None:
    b, model = framed(name)
    for prefix, storey in storeys(b):
        row = []
        for i in model.instances:
            ours = i.element == "bracket" and i.part.startswith(prefix + "puzuo")
            if ours and abs(i.matrix[1, 3] + storey.depth / 2) < 0.01:
                p = points(model, i)  # what is inside may pass behind the next set
                x = p[p[:, 1] < -storey.depth / 2 + 9 * storey.fen, 0]
                row.append((float(i.matrix[0, 3]), float(x.min()), float(x.max())))
        row.sort()
        assert len(row) == sum(between(storey, "front")) + len(storey.xs) or not row
        for (_, _, end), (_, start, _) in zip(row, row[1:], strict=False):
            assert end < start + 0.001, (end, start)


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_stays_light(name: str) -> None:
    _, model = framed(name)
    count = sum(len(model.parts[i.part].faces) for i in model.instances)
    assert count < 350_000
