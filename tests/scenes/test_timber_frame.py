"""Columns, bracket sets and roof frames of every age: what stands, what carries, what fits."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import trimesh

import scenes
from scenes import framing
from scenes.brackets import Stack, between
from scenes.building import Building, ring_of
from scenes.framing.sections import plate_height
from scenes.gauge import solids
from scenes.model import Instance, Part, SetModel
from scenes.raycast import Caster
from scenes.roofline import Roofline
from scenes.solids import volume
from scenes.soundness import inspect
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
        y = -storey.depth / 2 - storey.reach
        back = _met(purlin, y, down=True)
        foot = storey.platform + storey.column
        assert back - foot == pytest.approx(storey.bracket, rel=0.02, abs=0.01)
        column = model.parts[prefix + "puzuo_column"].vertices
        near = np.abs(column[:, 1] + storey.reach) < 9 * storey.fen
        carried = prefix + "eave_beam"
        above = model.parts[carried if carried in model.parts else prefix + "eave_purlin"]
        low = _met(above, y, down=False) - foot
        assert column[near, 2].max() >= low - 0.005
        assert column[near, 2].max() <= storey.bracket - 0.3 * storey.purlin_diameter


def _met(part: Part, y: float, *, down: bool) -> float:
    """Return the height at which a plumb line in the middle of the hall meets the part."""
    caster = Caster(part.vertices[part.faces].astype(np.float32))
    start, way = (50.0, -1.0) if down else (-1.0, 1.0)
    hit = caster.first(
        np.array([[0.013, y, start]], np.float32), np.array([[0, 0, way]], np.float32)
    )
    return start + way * float(hit.distance[0])


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


@pytest.mark.parametrize(("period", "rafters"), [("唐", 8), ("元", 6), ("元", 8), ("明", 6)])
def test_a_square_hall_of_five_bays_stands_on_two_rings_of_columns(
    period: str, rafters: int
) -> None:
    b, model = scenes.build(
        {
            "period": period,
            "type": "钟楼",
            "bays": 5,
            "roof": "攒尖",
            "eaves": "单檐",
            "rafters": rafters,
        }
    )
    heads = np.array(
        [i.matrix[:2, 3] + i.matrix[:2, 2] for i in model.instances if i.part == "column"]
    )
    inner = heads[np.abs(heads).max(axis=1) < b.width / 2 - 0.5]
    assert len(heads) == 32
    assert len(inner) == 12
    assert np.abs(inner).max(axis=1) == pytest.approx(b.xs[-2], abs=1e-6)  # the middle is free
    assert inspect(b, model) == []


def test_columns_of_a_small_bell_tower_leave_its_middle_free() -> None:
    asked = {"period": "元", "type": "钟楼", "bays": 5, "eaves": "重檐", "rafters": 6}
    for roof in ("攒尖", "歇山"):
        b, _ = scenes.build({**asked, "roof": roof})
        assert len(b.bays) == 3
        assert not b.inner_ring


@pytest.mark.parametrize(("bays", "rafters"), [(3, 6), (5, 6), (5, 8)])
def test_every_square_of_a_pyramid_lies_on_the_one_below(bays: int, rafters: int) -> None:
    b, model = scenes.build(
        {
            "period": "元",
            "type": "钟楼",
            "bays": bays,
            "roof": "攒尖",
            "eaves": "单檐",
            "rafters": rafters,
        }
    )
    beams, tall = model.parts["roof_beam"], model.parts["hump"]
    caster = Caster(beams.vertices[beams.faces].astype(np.float32))
    feet = [s.reshape(-1, 3).min(axis=0) for s in solids(tall.vertices[tall.faces].astype(float))]
    middles = [
        s.reshape(-1, 3).mean(axis=0) for s in solids(tall.vertices[tall.faces].astype(float))
    ]
    eyes = np.array([(*m[:2], f[2] + 0.1) for f, m in zip(feet, middles, strict=True)], np.float32)
    hit = caster.first(eyes, np.tile(np.array([0, 0, -1], np.float32), (len(eyes), 1)))
    assert len(b.purlins) == rafters // 2 + 1
    assert (hit.distance < 0.15).all()


def test_a_column_rises_to_a_beam_that_reaches_over_it() -> None:
    # the purlin lies 0.35 m inside the gable's column, and its beam passes it by ten fen only
    b, model = scenes.build({"period": "明", "type": "钟楼", "bays": 5, "roof": "悬山"})
    inside = [p for p, _ in b.purlins if p < abs(b.ys[1])]
    assert abs(b.ys[1]) - max(inside) > 10 * b.fen
    assert [f for f in inspect(b, model) if f.kind == "post"] == []
