"""Drawings: true to scale, hidden lines gone, cuts where the carpentry is, labelled, the same."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import ezdxf
import numpy as np
import pypdf
import pytest

import scenes
from heritage_kb import label
from heritage_kb.errors import UnknownName
from scenes.building import Building, Dimension
from scenes.camera import Camera
from scenes.drawings import (
    annotate,
    camera_plan,
    dxf,
    layers,
    linework,
    measures,
    outlook,
    pdf,
    svg,
    views,
)
from scenes.drawings.drawing import draw_sheets
from scenes.drawings.linework import Line
from scenes.drawings.outlines import CONTOUR, FINE
from scenes.drawings.sheet import Sheet
from scenes.drawings.views import Drawing, Subject, draw_view
from scenes.model import SetModel
from scenes.turned import box, placed

VIEWS = ("plan", "elevation_front", "section_cross")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def hall() -> tuple[Building, Subject]:
    building, model = scenes.build({"site": "nanchansi"})
    return building, Subject.of(model)


@pytest.fixture(scope="module")
def sheets(hall: tuple[Building, Subject]) -> dict[str, Sheet]:
    camera = Camera(eye=(12.0, -20.0, 1.6), target=(0.0, 0.0, 1.6), lens_mm=35, name="三分角")
    made = draw_sheets(*hall, [camera], only=VIEWS)
    return {sheet.name: sheet for sheet in made}


@pytest.fixture(scope="module")
def subject(boxes: SetModel) -> Subject:
    return Subject.of(boxes)


def spread(drawing: Drawing, element: str) -> tuple[float, float, float, float]:
    points = np.concatenate([one.points for one in drawing.lines if one.element == element])
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return x0, y0, x1, y1


# ------------------------------------------------------------------------------- what is seen


def test_an_outline_is_where_the_solid_ends(subject: Subject) -> None:
    front = draw_view(subject, outlook.elevations()[0])
    assert spread(front, "roof") == pytest.approx((-8.5, 5.2, 8.5, 5.6), abs=1e-3)
    assert spread(front, "ridge") == pytest.approx((-4, 5.6, 4, 8.2), abs=1e-3)
    side = draw_view(subject, outlook.elevations()[1])
    assert spread(side, "roof") == pytest.approx((-7, 5.2, 7, 5.6), abs=1e-3)


def test_what_stands_behind_is_not_drawn_and_what_is_cut_open_is(boxes: SetModel) -> None:
    model = SetModel(dict(boxes.parts), list(boxes.instances))
    model.add_part("tie", *box((-3, -1, 3.0), (3, 1, 3.4)), "wood")
    model.place("tie", "beam")  # within the walls
    inside = Subject.of(model)
    closed = draw_view(inside, outlook.elevations()[0])
    assert "beam" not in {one.element for one in closed.lines}
    opened = draw_view(inside, outlook.cross_section(0.1))
    (rings,) = opened.pieces["beam"]
    assert np.ptp(rings[0], axis=0) == pytest.approx((2.0, 0.4))
    assert "beam" not in draw_view(inside, outlook.cross_section(4.0)).pieces


def test_a_column_let_into_a_wall_shows_where_they_meet(subject: Subject) -> None:
    front = draw_view(subject, outlook.elevations()[0])
    upright = {
        round(float(one.points[0][0]), 2)
        for one in front.lines
        if np.ptp(one.points[:, 0]) < 1e-3 and np.ptp(one.points[:, 1]) > 3.0
    }
    assert {-2.25, -1.75, 1.75, 2.25} <= upright


def test_no_beam_of_the_roof_shows_through_it(hall: tuple[Building, Subject]) -> None:
    building, subject = hall
    above = building.eave_purlin_back + 0.4
    seams = subject.seams
    beams = seams.element == seams.elements.index("beam")
    inside = np.abs(seams.a[:, 1]) < 0.6 * building.depth / 2
    assert (beams & inside & (seams.a[:, 2] > above)).sum() > 50  # they are there
    front = draw_view(subject, outlook.elevations()[0])
    shown = [one for one in front.lines if one.element == "beam" and one.points[:, 1].min() > above]
    middle = [one for one in shown if np.abs(one.points[:, 0]).max() < building.width / 4]
    assert not middle
    through = draw_view(subject, outlook.cross_section(0.037))
    assert any(one.element == "beam" and one.points[:, 1].min() > above for one in through.lines)


def test_an_elevation_shows_nothing_below_the_court(hall: tuple[Building, Subject]) -> None:
    front = draw_view(hall[1], outlook.elevations()[0])
    assert front.bounds[1] > -0.01


# -------------------------------------------------------------------------------- what is cut


def test_a_plan_cuts_every_column(subject: Subject) -> None:
    plan = draw_view(subject, outlook.plan(1.5))
    assert len(plan.pieces["column"]) == 8
    for rings in plan.pieces["column"]:
        assert np.ptp(rings[0], axis=0) == pytest.approx((0.5, 0.5), abs=1e-6)
    assert "roof" not in {one.element for one in plan.lines}


def test_a_hole_stays_a_hole() -> None:
    model = SetModel()
    outer, inner = box((-2, -2, 0), (2, 2, 3)), box((-1, -1, 0.5), (1, 1, 2.5))
    faces = np.concatenate([outer[1], inner[1][:, ::-1] + len(outer[0])])
    model.add_part("shell", np.concatenate([outer[0], inner[0]]), faces, "stone")
    model.place("shell", "wall", placed(5, 0, 0))
    (rings,) = draw_view(Subject.of(model), outlook.plan(1.0)).pieces["wall"]
    assert len(rings) == 2
    assert np.ptp(rings[1], axis=0) == pytest.approx((2, 2), abs=1e-6)


def test_a_part_with_nothing_in_it_is_no_fault(boxes: SetModel) -> None:
    model = SetModel(dict(boxes.parts), list(boxes.instances))
    model.add_part("nothing", [], [], "wood")
    model.place("nothing", "beam")
    bare = Subject.of(model)
    assert "beam" not in draw_view(bare, outlook.plan(1.5)).pieces
    assert "beam" not in {one.element for one in draw_view(bare, outlook.elevations()[0]).lines}
    assert scenes.export_glb(model, "匣")
    assert draw_view(Subject.of(SetModel()), outlook.plan(1.5)).bounds == (0, 0, 0, 0)


def test_the_section_shows_the_roof_curve(hall: tuple[Building, Subject]) -> None:
    building, subject = hall
    cut = draw_view(subject, outlook.cross_section(0.037))
    tops = np.array([
        (rings[0][:, 0].mean(), rings[0][:, 1].max())
        for rings in cut.pieces["beam"]
    ])  # fmt: skip
    for place, height in building.purlins:
        for side in (-place, place):
            gap = np.abs(tops - (side, building.eave_purlin_back + height))
            assert (gap < 0.03).all(axis=1).any(), (side, height)


# ------------------------------------------------------------------------------- true to scale


def platform(subject: Subject) -> np.ndarray:
    triangles = subject.triangles
    rows = triangles.element == triangles.elements.index("platform")
    return triangles.corners[rows].reshape(-1, 3)[:, :2]


def drawn_points(root: ET.Element, layer: str) -> np.ndarray:
    group = next(one for one in root if one.get("id") == layer)
    data = " ".join(one.get("d", "") for one in group.iter(f"{SVG}path"))
    return np.array(re.findall(r"(-?\d+\.\d+) (-?\d+\.\d+)", data), float)


def test_a_bay_measures_true_on_the_svg(
    hall: tuple[Building, Subject], sheets: dict[str, Sheet]
) -> None:
    building = hall[0]
    root = ET.fromstring(svg.write_svg(sheets["plan"]))
    scale = float(root.get("data-scale", "0"))
    assert root.get("width") == f"{sheets['plan'].paper.width:g}mm"
    origin = np.array(root.get("data-origin", "").split(), float)
    ends = (drawn_points(root, "dimension") - origin) * scale / 1000
    for axis in building.xs:
        assert np.abs(ends[:, 0] - axis).min() < 0.001
    edge = (drawn_points(root, "platform") - origin) * scale / 1000
    assert np.ptp(edge, axis=0) == pytest.approx(np.ptp(platform(hall[1]), axis=0), abs=0.001)


def test_the_dxf_is_in_metres_with_real_dimensions(
    hall: tuple[Building, Subject], sheets: dict[str, Sheet]
) -> None:
    building = hall[0]
    doc = ezdxf.read(io.StringIO(dxf.write_dxf(sheets["plan"])))
    audit = doc.audit()
    assert not audit.errors
    assert not audit.fixes
    assert doc.units == 6
    measured = [one.get_measurement() for one in doc.modelspace().query("DIMENSION")]
    for width in (*building.bays, building.width, *building.depth_bays, building.depth):
        assert min(abs(m - width) for m in measured) < 0.001
    lines = doc.modelspace().query('LWPOLYLINE[layer=="platform-阶基"]')
    corners = np.array([p for one in lines for p in one.get_points("xy")])
    assert corners.max(axis=0) == pytest.approx(platform(hall[1]).max(axis=0), abs=0.001)
    assert {"column-柱", "wall-墙壁", "dimension-尺寸"} <= {one.dxf.name for one in doc.layers}


def test_every_sheet_keeps_within_its_frame(sheets: dict[str, Sheet]) -> None:
    assert set(sheets) == {*VIEWS, "plan_cameras"}
    for sheet in sheets.values():
        for stroke in sheet.strokes:
            assert stroke.points.min() >= 0
            assert (stroke.points <= (sheet.paper.width, sheet.paper.height)).all()
        for words in sheet.words:
            assert words.at[0] < sheet.paper.width - 8


def test_rows_of_dimensions_do_not_run_into_each_other(sheets: dict[str, Sheet]) -> None:
    from scenes.drawings.sheet import drawn, wide

    for sheet in sheets.values():
        boxes = []
        for span in sheet.spans:
            for words in drawn(span)[1]:
                long = wide(words.text, words.size)
                left = words.at[0] - {"start": 0.0, "middle": long / 2, "end": long}[words.anchor]
                boxes.append((left, left + long, words.at[1], words.at[1] + 0.8 * words.size))
        for k, (a0, a1, b0, b1) in enumerate(boxes):
            for c0, c1, d0, d1 in boxes[k + 1 :]:
                assert a1 <= c0 or c1 <= a0 or b1 <= d0 or d1 <= b0


# ------------------------------------------------------------------------------- what it says


def row(rule: str, value: float = 5.0) -> Dimension:
    return Dimension(
        item="心间广", value=value, unit="米", low=value, high=value, rule=rule, source="own",
        confidence="high",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "sign"),
    [("measured:x:bay", "测"), ("bay.centre", "规"), ("derived:通面阔", "推"), ("asked", "定")],
)
def test_a_dimension_tells_where_it_comes_from(rule: str, sign: str) -> None:
    assert measures.mark(row(rule)) == sign
    assert measures.said(5.0, measures.Chi(metres=0.312, text=""), sign) == (
        "5.00",
        f"16.0尺 {sign}",
    )


def test_the_foot_is_the_buildings_own(hall: tuple[Building, Subject]) -> None:
    from dataclasses import replace

    building = hall[0]
    assert measures.chi_of(building).metres == pytest.approx(0.298)
    own = Dimension(
        item="营造尺", value=32.0, unit="cm", low=32, high=32, rule="chi.qing", source="own",
        confidence="medium", text="清营造尺",
    )  # fmt: skip
    other = replace(building, dimensions={**building.dimensions, "chi": own})
    assert measures.chi_of(other).metres == pytest.approx(0.32)
    assert "32.0" in measures.chi_of(other).said()


def test_heights_add_up(hall: tuple[Building, Subject]) -> None:
    parts, whole = annotate.heights_of(hall[0])
    assert sum(p.end - p.start for p in parts) == pytest.approx(whole.end)
    assert whole.end == pytest.approx(hall[0].height)


def test_a_lens_cone_is_as_wide_as_the_picture() -> None:
    camera = Camera(eye=(0, -20, 1.6), target=(0, 0, 1.6), lens_mm=36, width=1000, height=500)
    eye, left, right = camera_plan._cone(camera, np.zeros(2))
    assert eye == pytest.approx((0, -20))
    assert right - left == pytest.approx((20, 0))  # a 36 mm lens over 36 mm of film
    assert left[1] == pytest.approx(0)


def test_parallels_are_thinned_and_other_lines_kept() -> None:
    crowd = [
        Line("roof", FINE, np.array([(0.002 * k, 0.0), (0.002 * k, 3.0)])) for k in range(200)
    ]  # 2 mm apart
    sky = Line("roof", CONTOUR, np.array([(0.0005, 0.0), (0.0005, 3.0)]))
    wall = Line("wall", FINE, np.array([(0.1, 0.0), (0.1, 3.0)]))
    kept = linework.thinned([*crowd, sky, wall], 100)
    assert sky in kept
    assert wall in kept
    at = sorted(one.points[0][0] for one in kept if one.element == "roof" and one is not sky)
    assert 3 <= len(at) <= 0.4 / (linework.SPACING / 10) + 1
    assert min(np.diff(at)) > 0.5 * linework.SPACING / 10


def test_a_row_of_tiles_becomes_one_line() -> None:
    tiles = [
        Line("roof", FINE, np.array([(0.004, 0.3 * k), (0.0, 0.3 * k + 0.29)])) for k in range(9)
    ]
    (row_,) = linework.thinned(tiles, 100)
    assert np.ptp(row_.points[:, 1]) == pytest.approx(8 * 0.3 + 0.29)


def test_a_class_without_a_name_of_its_own_keeps_it() -> None:
    assert layers.title("column") == "柱"
    assert layers.title("paifang") == "paifang"


def test_eaves_are_found_to_the_edge(subject: Subject) -> None:
    assert np.abs(views.eave_outline(subject.triangles)).max(axis=0) == pytest.approx((8.5, 7.0))


# ------------------------------------------------------------------------------------- files


def test_the_pdf_has_a_page_a_sheet_and_text_to_search(sheets: dict[str, Sheet]) -> None:
    data = pdf.write_pdf(list(sheets.values()), "南禅寺大殿 图纸")
    assert data == pdf.write_pdf(list(sheets.values()), "南禅寺大殿 图纸")
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert len(reader.pages) == len(sheets)
    wide = float(reader.pages[0].mediabox.width) / 72 * 25.4
    assert wide == pytest.approx(next(iter(sheets.values())).paper.width, abs=0.1)
    text = reader.pages[0].extract_text()
    for said in ("南禅寺大殿", "平面图", "通面阔 11.62", "782", "五铺作双杪", "1 尺 = 29.8"):
        assert said in text
    assert "U+" not in text


def test_svg_and_dxf_are_the_same_twice_and_keep_text(sheets: dict[str, Sheet]) -> None:
    sheet = sheets["elevation_front"]
    assert svg.write_svg(sheet) == svg.write_svg(sheet)
    assert dxf.write_dxf(sheet) == dxf.write_dxf(sheet)
    classes = re.findall(r"CLASS\n +1\n(\w+)\n", dxf.write_dxf(sheet))
    assert len(classes) > 5
    assert classes == sorted(classes)  # in the next process too
    root = ET.fromstring(svg.write_svg(sheet))
    said = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert "4.99" in said
    assert any("测" in one for one in said)
    names = {one.get("id") for one in root.iter(f"{SVG}g")}
    assert {"column", "bracket", "roof", "door", "dimension", "title"} <= names


def test_a_set_is_published_labelled_and_whole(boxes: SetModel, tmp_path: Path) -> None:
    building, _ = scenes.build({"site": "nanchansi"})
    heard: list[float] = []
    names = scenes.draw(building, boxes, tmp_path / "图", progress=lambda _s, p: heard.append(p))
    assert heard == sorted(heard)
    assert "set.pdf" in names
    assert {"plan.svg", "section_long.dxf", "plan_reflected.svg"} <= set(names)
    for name in names:
        assert label.verify(tmp_path / "图" / name).status == "compliant", name


def test_an_unknown_format_or_a_stop_leaves_nothing(boxes: SetModel, tmp_path: Path) -> None:
    building, _ = scenes.build({"site": "nanchansi"})
    with pytest.raises(UnknownName, match="dwg"):
        scenes.draw(building, boxes, tmp_path / "out", formats=("svg", "dwg"))

    def stop(_said: str, part: float) -> None:
        if part > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scenes.draw(building, boxes, tmp_path / "out", progress=stop)
    assert list(tmp_path.iterdir()) == []
