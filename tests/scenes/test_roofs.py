"""Roofs, ridges, doors, platforms and paint of every age: what must hold whatever the style."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from scenes import joinery, lattice, platform
from scenes.building import RING, Building, Style, ring_of
from scenes.hall import raise_hall
from scenes.model import SetModel
from scenes.palette import PIGMENTS
from scenes.raycast import Caster
from scenes.ridge_ends import ridge_end
from scenes.roofline import Roofline
from scenes.tiles import GLAZES
from tests.scenes.typical import typical

KINDS = ("鸱尾", "鸱吻", "龙吻", "正吻", "望兽")
SHEETS = {"wall_closer", "figures_", "seven_red"}  # cut by the roof above; films of paint


def _told(name: str, doors: str = "", back: str = "", **style: object) -> Building:
    """Return a typical hall with other doors or another style."""
    b = typical()[name]
    return replace(
        b, style=replace(b.style, **style), doors=tuple(doors) or b.doors,  # type: ignore[arg-type]
        back_doors=tuple(back) or b.back_doors,
    )  # fmt: skip


@cache
def samples() -> dict[str, Building]:
    """Return halls of each roof and age, every ridge end, tile and painting among them."""
    imperial = {"ridge_end": "正吻", "tile": "黄琉璃", "painting": "和玺", "railing": True}
    return {
        "唐庑殿": _told("唐·佛光寺"),
        "唐歇山": _told("唐·南禅寺"),
        "辽庑殿": _told("辽·大殿", painting="解绿"),
        "辽山门": _told("辽·山门"),
        "宋重檐": _told("宋·圣母殿", railing=True),
        "金悬山": _told("金·减柱", "WGGGW", "PPDPP", painting="碾玉"),
        "元庑殿": _told("元·三清殿", tile="方心", painting="五彩"),
        "明庑殿": _told("明·七踩", "SSGGGSS", **imperial),
        "清歇山": _told("清·歇山", "SGGGS", tile="孔雀蓝", painting="旋子"),
        "清硬山": _told("清·硬山", "HGH", painting="苏式", ridge_end="望兽"),
        "清小式": _told("清·小式"),
        "清攒尖": _told("清·一斗三升", painting="素", beasts=3),
        "清钟楼": _told("清·钟楼"),
        "清重檐": _told("清·九间重檐"),
    }


NAMES = tuple(samples())


@cache
def raised(name: str) -> SetModel:
    return raise_hall(samples()[name])


def storeys(b: Building) -> list[tuple[str, Building]]:
    return [("", b), *([("skirt_", ring_of(b))] if b.skirt else [])]


def is_closed(faces: np.ndarray) -> bool:
    """Tell whether every edge is run through once each way."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).astype(np.int64)
    n = int(faces.max(initial=0)) + 1
    there, back = edges[:, 0] * n + edges[:, 1], edges[:, 1] * n + edges[:, 0]
    return bool(len(faces)) and np.array_equal(np.sort(there), np.sort(back))


@pytest.mark.parametrize("name", NAMES)
def test_solids_are_closed_finite_and_of_known_matter(name: str) -> None:
    model = raised(name)
    leaky = []
    for part_name, part in model.parts.items():
        assert np.isfinite(part.vertices).all(), part_name
        plain = part_name.removeprefix("skirt_")
        if not is_closed(part.faces) and not any(plain.startswith(s) for s in SHEETS):
            leaky.append(part_name)
    assert leaky == []
    ours = {p.material for p in model.parts.values()}
    known = {m for m in ours if m in PIGMENTS}
    assert ours - known <= {"timber_red", "tile_end", "plaster_red", "lattice_green"}


@pytest.mark.parametrize("name", NAMES)
def test_left_mirrors_right(name: str) -> None:
    b = samples()[name]
    if b.moved or b.omitted:
        b = replace(b, moved=(), omitted=())
    tri = (raised(name) if b is samples()[name] else raise_hall(b)).flatten()
    for n, element in enumerate(tri.elements):
        corners = tri.corners[tri.element == n].astype(np.float64)
        x = corners[..., 0]
        assert x.min() == pytest.approx(-x.max(), abs=0.02), element
        areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0],
                                        corners[:, 2] - corners[:, 0]), axis=1)  # fmt: skip
        assert abs(float((areas * x.mean(axis=1)).sum() / areas.sum())) < 0.02, element


@pytest.mark.parametrize("name", NAMES)
def test_from_above_only_roof_and_ridges_are_seen(name: str) -> None:
    b, tri = samples()[name], raised(name).flatten()
    caster = Caster(tri.corners)
    for _, storey in storeys(b):
        line = Roofline(storey)
        hx, hy = line.half_x - 0.25, line.half_y - 0.25
        x, y = np.meshgrid(np.arange(0.0137 - hx, hx, 0.31), np.arange(0.0071 - hy, hy, 0.31))
        eyes = np.stack([x.ravel(), y.ravel(), np.full(x.size, 60.0)], 1).astype(np.float32)
        hit = caster.first(eyes, np.tile(np.array([0, 0, -1], np.float32), (len(eyes), 1)))
        assert (hit.triangle >= 0).all()
        met = [raised(name).instances[n] for n in np.unique(tri.instance[hit.triangle])]
        # the upper roof's corner beams may show their tips over the ring
        seen = {i.element for i in met if i.part != "corner_beam"}
        assert seen <= {"roof", "ridge"}, seen


@pytest.mark.parametrize("name", NAMES)
def test_what_carries_the_roof_stays_under_it(name: str) -> None:
    b, model = samples()[name], raised(name)
    for prefix, storey in storeys(b):
        line = Roofline(storey)
        for i in model.instances:
            if i.element not in ("bracket", "beam", "rafter", "column"):
                continue
            if i.part.startswith("skirt_") != bool(prefix):
                continue
            p = model.parts[i.part].vertices @ i.matrix[:3, :3].T + i.matrix[:3, 3]
            if prefix:  # inside the body's columns the ring has no roof
                p = p[
                    (np.abs(p[:, 0]) > b.width / 2 + 0.05) | (np.abs(p[:, 1]) > b.depth / 2 + 0.05)
                ]
            away = storey.corner_push * line.corner(p[:, 0], p[:, 1])
            p = p[away < 0.03]  # drawn-out corners lie over other points of the plan
            over = p[:, 2] - line.height(p[:, 0], p[:, 1])
            assert over.max(initial=-1.0) < 0.03, (i.part, i.name)


@pytest.mark.parametrize("name", NAMES)
def test_ridge_ends_and_beasts_are_as_asked(name: str) -> None:
    b, model = samples()[name], raised(name)
    for prefix, storey in storeys(b):
        placed = [i for i in model.instances if i.part.startswith("skirt_") == bool(prefix)]
        said = Counter(i.name for i in placed)
        if storey.roof == RING:
            assert said["合角吻"] == 8
        elif storey.roof == "攒尖":
            assert said["宝顶"] == 1
            assert said["正脊"] == 0
        else:
            ends = [i for i in placed if i.part == "chiwei"]
            assert [i.name for i in ends] == [b.style.ridge_end] * 2
            reach = max(abs(i.matrix[0, 3]) for i in ends)
            assert reach <= Roofline(storey).half_x
        assert said["蹲兽"] == 4 * b.style.beasts
        assert said["仙人"] == (4 if b.style.beasts else 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_ridge_end_is_a_metre_tall_and_grips_the_ridge(kind: str) -> None:
    v, f = ridge_end(kind)
    assert is_closed(f)
    assert v[:, 2].max() == pytest.approx(1.0, abs=0.05)
    assert v[:, 0].max() > 0.6
    assert v[:, 1].max() == pytest.approx(-v[:, 1].min(), abs=0.02)
    assert len(f) < 4500


def test_no_two_ages_share_a_ridge_end() -> None:
    outlines = {kind: ridge_end(kind)[0] for kind in KINDS}
    for kind in KINDS:
        for other in KINDS:
            if kind < other:
                a, c = outlines[kind], outlines[other]
                assert a.shape != c.shape or not np.allclose(a, c)


def _leaves(model: SetModel, prefix: str = "leaf") -> Counter[str]:
    rows = [i for i in model.instances if i.part.startswith(prefix) and i.part.endswith("_frame")]
    return Counter(i.name for i in rows)


def test_every_bay_has_its_leaves_and_the_row_of_doors_is_kept() -> None:
    b = samples()["清歇山"]
    found = _leaves(raised("清歇山"))
    for bay, o in enumerate(joinery.openings(b, 0, Roofline(b))):
        title = {"G": "隔扇", "S": "槛窗"}[b.doors[bay]]
        assert found[f"{title} {bay}"] == joinery.leaves_in(o)
    moved = replace(b, door_row=1)
    model = raise_hall(moved)
    hung = [i for i in model.instances if i.part.startswith("leaf") and i.element == "door"]
    assert {round(float(i.matrix[1, 3]), 3) for i in hung} == {round(b.ys[1], 3)}
    # a porch: nothing closes its ends
    walls = model.parts["wall"].vertices
    assert walls[:, 1].min() > b.ys[0] + 0.5


def test_a_back_door_opens_the_rear_wall() -> None:
    closed = typical()["清·歇山"]
    one = raise_hall(replace(closed, back_doors=tuple("PPDPP")))
    names = {i.part for i in one.instances}
    assert "back_door_leaf" in names
    leaf = one.parts["back_door_leaf"].vertices
    assert leaf[:, 1].mean() == pytest.approx(closed.depth / 2, abs=0.2)
    tri = one.flatten()
    eye = np.array([[0.3, 30.0, closed.platform + 1.2]], np.float32)
    hit = Caster(tri.corners).first(eye, np.array([[0, -1, 0]], np.float32))
    assert tri.elements[tri.element[hit.triangle[0]]] == "door"


@pytest.mark.parametrize("letter", ["D", "W", "G", "S", "H", "P"])
@pytest.mark.parametrize("name", ["唐·南禅寺", "清·小式"])
def test_any_letter_closes_a_bay_of_any_age(letter: str, name: str) -> None:
    b = typical()[name]
    model = SetModel()
    joinery.close_bays(model, replace(b, doors=(letter,) * len(b.bays)))
    tri = model.flatten()
    o = joinery.openings(b, b.door_row, Roofline(b))[1]
    x, z = np.meshgrid(np.linspace(o.x0, o.x1, 40), np.linspace(o.floor + 0.02, o.top - 0.02, 40))
    eyes = np.stack([x.ravel(), np.full(x.size, o.y - 5), z.ravel()], 1).astype(np.float32)
    hit = Caster(tri.corners).first(eyes, np.tile(np.array([0, 1, 0], np.float32), (len(eyes), 1)))
    assert (hit.triangle >= 0).mean() > 0.93
    heights = tri.corners[..., 2]
    assert heights.max() < b.platform + b.column


@pytest.mark.parametrize("pattern", lattice.PATTERNS)
def test_a_lattice_fills_its_panel_and_is_light(pattern: str) -> None:
    v, f = lattice.pattern(pattern, 0.62, 1.45)
    assert is_closed(f)
    assert np.abs(v[:, 0]).max() < 0.34
    assert -0.03 < v[:, 2].min() < 0.05
    assert 1.40 < v[:, 2].max() < 1.48
    assert len(f) < 2000


@pytest.mark.parametrize("tile", GLAZES)
def test_a_glaze_colours_edge_field_and_ridge(tile: str) -> None:
    b = replace(typical()["唐·南禅寺"], style=Style(tile=tile))
    matter = {p.material for n, p in raise_hall(b).parts.items() if n.startswith("tube_tiles")}
    field, edge, outer, inner = GLAZES[tile]
    assert matter == {field, edge, outer, inner}


def test_the_hips_of_a_late_hip_roof_bend_outward() -> None:
    b = samples()["明庑殿"]
    line, early = Roofline(b), Roofline(replace(b, period="yuan"))
    assert float(line.on_side(line.half_y)) < float(early.on_side(line.half_y)) - 0.2
    d = np.linspace(0, line.half_y, 30)
    assert np.allclose(line.on_front(line.on_side(d)), d, atol=1e-6)
    x, y, z = line.hip(d[5:-5], 1.0, -1.0).T
    assert np.allclose(line.height(x, y)[10:], z[10:], atol=0.02)


def test_flying_rafters_lie_on_the_rafters_and_reach_the_eave() -> None:
    b, model = samples()["辽庑殿"], raised("辽庑殿")
    line = Roofline(b)
    flying, round_ = (model.parts[n].vertices for n in ("flying_rafter", "eave_rafter"))
    front = lambda v: v[np.abs(v[:, 0]) < 2]  # noqa: E731 - one line, twice
    assert front(flying)[:, 1].min() == pytest.approx(-line.half_y + 0.02, abs=0.05)
    assert front(round_)[:, 1].min() == pytest.approx(-line.half_y + line.flying, abs=0.08)


def test_a_terrace_carries_the_steps_and_leaves_the_ridge_alone() -> None:
    b = samples()["元庑殿"]
    ahead = platform.terrace(b)
    assert ahead is not None
    steps = raised("元庑殿").parts["steps"].vertices
    assert steps[:, 1].max() == pytest.approx(-b.platform_half[1] - ahead.out, abs=0.1)
    assert steps[:, 2].max() <= b.platform
    assert platform.terrace(samples()["唐庑殿"]) is None


def test_paint_tells_rank_and_age() -> None:
    def colours(name: str) -> set[str]:
        return {p.material for p in raised(name).parts.values()}

    gold = sum(len(p.faces) for p in raised("明庑殿").parts.values() if p.material == "paint_gold")
    less = sum(len(p.faces) for p in raised("清歇山").parts.values() if p.material == "paint_gold")
    assert gold > 1.5 * less
    assert not {c for c in colours("唐庑殿") if c.startswith("paint_")}
    assert "bracket" not in colours("清歇山")
    assert "wood" in colours("清攒尖")


@pytest.mark.parametrize("name", NAMES)
def test_a_hall_is_not_too_heavy(name: str) -> None:
    area = sum(4 * Roofline(s).half_x * Roofline(s).half_y for _, s in storeys(samples()[name]))
    count = sum(len(raised(name).parts[i.part].faces) for i in raised(name).instances)
    assert count < 220_000 + 470 * area


@pytest.mark.parametrize("name", ["唐歇山", "清歇山", "金悬山", "清硬山"])
def test_the_gable_boards_of_the_two_slopes_meet_at_the_point(name: str) -> None:
    model = raised(name)
    part = "gable_brick_board" if name == "清硬山" else "gable_board"
    y = model.parts[part].vertices[:, 1]
    assert y[y > 0].min() - y[y < 0].max() < 0.005  # or rain falls on what closes the gable
