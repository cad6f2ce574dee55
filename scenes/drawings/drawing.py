"""The set of drawings of a hall: views, laid out on paper, written, labelled, published."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from heritage_kb import label
from heritage_kb.errors import UnknownName
from heritage_kb.publish import publish
from scenes import rulebook
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
    titleblock,
)
from scenes.drawings.annotate import ABOVE, BELOW, LEFT, RIGHT, Writer
from scenes.drawings.sheet import BIND, EDGE, PAPERS, Area, Sheet, fit
from scenes.drawings.views import Drawing, Subject, draw_view
from scenes.model import SetModel
from scenes.work import Built, Work

FORMATS = ("svg", "pdf", "dxf")
Progress = Callable[[str, float], None]
_A3, _A2 = PAPERS
SCALES = ((_A3, 20.0), (_A3, 50.0), (_A2, 50.0), (_A3, 100.0), (_A2, 100.0), (_A2, 150.0),
          (_A2, 200.0), (_A2, 250.0), (_A2, 300.0), (_A2, 400.0), (_A2, 500.0))  # fmt: skip
_BEYOND = ("ground", "enclosure", "tree", "shrub", "grass")  # seen from a room, and not of it
_PLAN_CUT = 1.2  # metres above the floor: through doors and windows
_OFF_AXIS = 0.037  # metres by which a section misses the axis, where faces lie in its plane


@dataclass(frozen=True, slots=True)
class View:
    """A view to be drawn and how it is dimensioned."""

    outlook: outlook.Outlook
    note: Callable[[Writer, Subject], None]


def views_of(building: Built) -> tuple[View, ...]:
    """Return the views of a set in the order of its sheets."""
    front, side, rear = outlook.elevations()
    if isinstance(building, Work) and building.ground == "room":
        return (
            View(outlook.plan(building.floor + building.cut), _note_plan),
            View(outlook.cross_section(_OFF_AXIS), _note_cross),
            View(outlook.long_section(_OFF_AXIS), _note_long),
        )
    if isinstance(building, Work):
        return (
            View(outlook.plan(building.floor + building.cut), _note_plan),
            View(front, lambda w, s: annotate.annotate_upright(w, along_front=True)),
            View(side, lambda w, s: annotate.annotate_upright(w, along_front=False)),
            View(outlook.cross_section(_OFF_AXIS), _note_cross),
            View(outlook.long_section(_OFF_AXIS), _note_long),
        )
    floor = building.platform
    column = building.skirt.column if building.skirt else building.column
    return (
        View(outlook.plan(floor + _PLAN_CUT), _note_plan),
        View(outlook.reflected_plan(floor + 0.8 * column), _note_plan),
        View(front, lambda w, s: annotate.annotate_upright(w, along_front=True)),
        View(side, lambda w, s: annotate.annotate_upright(w, along_front=False)),
        View(rear, lambda w, s: annotate.annotate_upright(w, along_front=True, mirrored=True)),
        View(outlook.cross_section(_OFF_AXIS), _note_cross),
        View(outlook.long_section(_OFF_AXIS), _note_long),
    )


def _note_plan(writer: Writer, subject: Subject) -> None:
    above = writer.sheet.name == "plan"
    annotate.annotate_plan(writer, subject.eaves, seen_from_above=above)


def _note_cross(writer: Writer, subject: Subject) -> None:
    annotate.annotate_upright(writer, along_front=False)
    annotate.annotate_purlins(writer)


def _note_long(writer: Writer, subject: Subject) -> None:
    annotate.annotate_upright(writer, along_front=True)


def draw_sheets(
    building: Built,
    subject: Subject,
    cameras: Sequence[Camera] = (),
    progress: Progress | None = None,
    only: Sequence[str] = (),
) -> list[Sheet]:
    """Return the drawings of a hall on paper, all at one scale; the camera plan at its own.

    Args:
        building: axes, levels, and where each figure comes from.
        subject: the hall alone, made ready.
        cameras: shown on a plan of their own where there are any.
        progress: called with what is drawn and how far it is, 0..1; raising cancels.
        only: names of views (``plan`` …) to draw; all without it.
    """
    tell = progress or (lambda _said, _part: None)
    views = [v for v in views_of(building) if not only or v.outlook.name in only]
    drawings = []
    for k, view in enumerate(views):
        tell(f"绘{view.outlook.title}", k / (len(views) + 1))
        drawings.append(draw_view(subject, view.outlook))
    tell("排图版", len(views) / (len(views) + 1))
    paper, scale = fit(
        [_size(d, subject.eaves) for d in drawings], (LEFT + RIGHT, BELOW + ABOVE), SCALES
    )
    sheets = []
    for view, drawing in zip(views, drawings, strict=True):
        sheet = Sheet(view.outlook.name, view.outlook.title, paper, scale)
        put(sheet, drawing)
        writer = Writer(sheet, building, measures.chi_of(building), _box(sheet, drawing))
        view.note(writer, subject)
        sheets.append(sheet)
    plans = [d for d in drawings if d.outlook.name == "plan"]
    if cameras and plans:
        sheets.append(camera_plan.camera_sheet(plans[0], subject.eaves, cameras))
    _frame(sheets, building)
    return sheets


def _size(drawing: Drawing, eaves: NDArray[np.float64]) -> tuple[float, float]:
    x0, y0, x1, y1 = drawing.bounds
    if drawing.outlook.name.startswith("plan") and len(eaves):
        (x0, y0), (x1, y1) = eaves.min(axis=0), eaves.max(axis=0)
    return x1 - x0, y1 - y0


def _box(sheet: Sheet, drawing: Drawing) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = drawing.bounds
    (left, low), (right, high) = sheet.place([(x0, y0), (x1, y1)]).tolist()
    return left, low, right, high


def put(sheet: Sheet, drawing: Drawing) -> None:
    """Put a drawing in the middle of what annotation leaves free, and set the sheet's origin."""
    x0, y0, x1, y1 = drawing.bounds
    metre = 1000.0 / sheet.scale
    low = EDGE + sheet.paper.mark[1]
    free_x = (BIND + LEFT, sheet.paper.width - EDGE - RIGHT)
    free_y = (low + BELOW, sheet.paper.height - EDGE - ABOVE)
    sheet.origin = (
        (free_x[0] + free_x[1]) / 2 - (x0 + x1) / 2 * metre,
        (free_y[0] + free_y[1]) / 2 - (y0 + y1) / 2 * metre,
    )
    lay(sheet, drawing)


def lay(sheet: Sheet, drawing: Drawing) -> None:
    """Draw the lines and cuts of a view."""
    pens = layers.PENS if drawing.outlook.cut is None else layers.BEYOND
    for line in linework.thinned(drawing.lines, sheet.scale):
        crowded = line.element in linework.CROWDED and line.weight
        sheet.line(line.element, sheet.place(line.points), pens[2 if crowded else line.weight])
    for element, areas in drawing.pieces.items():
        tone = layers.TONES.get(element, layers.OTHER_TONE)
        for rings in areas:
            placed = tuple(sheet.place(ring) for ring in rings)
            sheet.areas.append(Area(element, placed, tone))
            if element not in linework.CROWDED:
                for ring in placed:
                    sheet.line(element, ring, layers.PIECE)
    for rings in drawing.whole:
        for ring in rings:
            sheet.line("cut", sheet.place(ring), layers.CUT)


def _frame(sheets: Sequence[Sheet], building: Built) -> None:
    for number, sheet in enumerate(sheets, 1):
        issue = titleblock.Issue(
            building=building, chi=measures.chi_of(building),
            period=rulebook.titles().get(building.period, building.period),
            number=number, of=len(sheets),
        )  # fmt: skip
        titleblock.frame(sheet, issue)


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of a set of drawings: its name in the folder and what it shows."""

    file: str
    title: str


def known_formats(asked: Sequence[str]) -> tuple[str, ...]:
    """Return the formats in their own order.

    Raises:
        UnknownName: one that drawings are not written in.
    """
    for name in asked:
        if name not in FORMATS:
            raise UnknownName(
                f"图纸没有“{name}”这种格式；请用 {'、'.join(FORMATS)}。",
                f"Drawings are not written as {name!r}; use {', '.join(FORMATS)}.",
            )
    return tuple(name for name in FORMATS if name in asked)


def write_set(
    building: Built,
    model: SetModel,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    cameras: Sequence[Camera] = (),
    progress: Progress | None = None,
) -> list[Filed]:
    """Write a set of drawings into a folder that is there, and return its files, unlabelled.

    SVG and DXF are one file a sheet, named for the view; the PDF is ``set.pdf``.

    Raises:
        UnknownName: a format that is not known.
    """
    wanted = known_formats(formats)
    tell = progress or (lambda _said, _part: None)
    sheets = draw_sheets(
        building,
        Subject.of(_alone(building, model)),
        cameras,
        lambda said, part: tell(said, 0.7 * part),
    )
    filed = []
    for k, name in enumerate(wanted):
        tell(f"写 {name.upper()}", 0.7 + 0.3 * k / len(wanted))
        filed += _written(sheets, name, folder, building.title)
    tell("图纸已成", 1.0)
    return filed


def _alone(building: Built, model: SetModel) -> SetModel:
    """Return a model without what only stands before its windows."""
    if not isinstance(building, Work) or building.ground != "room":
        return model
    kept = [one for one in model.instances if one.element not in _BEYOND]
    return SetModel(dict(model.parts), kept)


def _written(sheets: Sequence[Sheet], name: str, folder: Path, title: str) -> list[Filed]:
    if name == "pdf":
        (folder / "set.pdf").write_bytes(pdf.write_pdf(sheets, f"{title} 图纸"))
        return [Filed("set.pdf", "全套图纸")]
    write = svg.write_svg if name == "svg" else dxf.write_dxf
    for sheet in sheets:
        text = write(sheet)
        (folder / f"{sheet.name}.{name}").write_text(text, encoding="utf-8", newline="\n")
    return [Filed(f"{s.name}.{name}", f"{s.title}（{name.upper()}）") for s in sheets]


def draw(
    building: Built,
    model: SetModel,
    out_dir: str | os.PathLike[str],
    *,
    formats: Sequence[str] = FORMATS,
    cameras: Sequence[Camera] = (),
    progress: Progress | None = None,
) -> list[str]:
    """Draw a hall: plan, reflected plan, three elevations, two sections, camera plan.

    Of a work there is no reflected plan and no rear elevation; of a room no elevation at all.

    The folder appears whole or not at all; every file carries its label.

    Args:
        building: the resolved hall, for axes, levels and sources.
        model: its geometry alone, without a court.
        out_dir: where to; not a folder that holds files of others.
        formats: any of svg, pdf (one file, all sheets) and dxf.
        cameras: where there are any, a camera plan with their lens cones is added.
        progress: called with what is being done and how far it is, 0..1; raising cancels.

    Returns:
        The names of the files in ``out_dir``.

    Raises:
        UnknownName: a format that is not known.
        RefusedInput: the folder cannot be used, or the disk is full.
    """
    known_formats(formats)
    with publish(out_dir) as folder:
        filed = write_set(building, model, folder, formats, cameras, progress)
        for one in filed:
            label.stamp(folder / one.file)
    return [one.file for one in filed]
