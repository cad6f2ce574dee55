"""What a drawing says about itself: axes, dimensions in metres and chi, levels, eave lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.building import Building, Dimension
from scenes.drawings import measures
from scenes.drawings.layers import DASH_DOT, EAVE_DASH
from scenes.drawings.measures import Chi
from scenes.drawings.sheet import Path, Point, Sheet, Span
from scenes.work import Built, Work

ROWS = (11.0, 21.0, 31.0)  # millimetres from the drawing: bays, whole, bubbles of the axes
LEFT, RIGHT, BELOW, ABOVE = 52.0, 34.0, 38.0, 22.0  # millimetres that annotation takes
_SIZE = 3.1
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and O, which look like figures


@dataclass(frozen=True, slots=True)
class Part:
    """One length of a chain: where it ends (metres along the chain) and the ledger's row."""

    start: float
    end: float
    row: Dimension | None
    name: str = ""


@dataclass(slots=True)
class Writer:
    """Writes on a sheet for a building; ``box`` is the drawing on paper (x0, y0, x1, y1)."""

    sheet: Sheet
    building: Built
    chi: Chi
    box: tuple[float, float, float, float]

    def chain(self, parts: Sequence[Part], at: float, *, upright: bool, foot: float) -> None:
        """Draw a row of dimensions at ``at`` millimetres, measured from the line ``foot``."""
        for part in parts:
            if abs(part.end - part.start) < 1e-6:
                continue
            a, b = self._ends(part, upright, foot)
            base = (at, a[1]) if upright else (a[0], at)
            over, under = measures.said(
                abs(part.end - part.start), self.chi, measures.mark(part.row)
            )
            if part.name:
                over = f"{part.name} {over}"
            self.sheet.spans.append(Span(a, b, base, upright, (over, under), _SIZE))

    def _ends(self, part: Part, upright: bool, foot: float) -> tuple[Point, Point]:
        along = 1 if upright else 0
        places = self.sheet.place([(part.start,) * 2, (part.end,) * 2])[:, along].tolist()
        first, last = ((foot, p) if upright else (p, foot) for p in places)
        return first, last

    def axes(self, places: Sequence[float], names: Sequence[str], *, upright: bool) -> None:
        """Draw axis lines through the drawing and their bubbles at the edge."""
        x0, y0, x1, y1 = self.box
        for place, name in zip(places, names, strict=True):
            p = float(self.sheet.place((place, place))[1 if upright else 0])
            if upright:  # at the right, since dimensions fill the left
                line, middle = [(x0 - 3, p), (x1 + 9.5, p)], (x1 + 13.0, p)
            else:
                line, middle = [(p, y0 - ROWS[2] + 3.5), (p, y1 + 3)], (p, y0 - ROWS[2])
            self._axis(line, middle, name)

    def feet(self, places: Sequence[float], names: Sequence[str]) -> None:
        """Draw the axes under an upright drawing, whose own lines they leave clear."""
        y0 = self.box[1]
        for place, name in zip(places, names, strict=True):
            p = float(self.sheet.place((place, 0.0))[0])
            self._axis([(p, y0 - ROWS[2] + 3.5), (p, y0 - 1.0)], (p, y0 - ROWS[2]), name)

    def _axis(self, line: list[Point], middle: Point, name: str) -> None:
        self.sheet.line("axis", line, 0.09, DASH_DOT)
        self.sheet.circle("axis", middle, 3.5)
        self.sheet.write("axis", (middle[0], middle[1] - 1.25), name, 3.4, "middle")

    def level(self, height: float, floor: float, name: str) -> None:
        """Mark a level at the right: its height over the floor, and what it is."""
        x = self.box[2] + 4
        y = float(self.sheet.place((0.0, height))[1])
        self.sheet.line("level", [(self.box[2] + 1, y), (x + 26, y)], 0.09)
        self.sheet.line("level", [(x + 2, y), (x + 0.6, y + 1.9), (x + 3.4, y + 1.9), (x + 2, y)])
        above = height - floor
        said = "±0.000" if abs(above) < 5e-4 else f"{above:+.3f}"
        self.sheet.write("level", (x + 4.6, y + 0.7), f"{said}　{name}", 2.5)


def axes_of(building: Built, *, across: bool) -> tuple[float, ...]:
    """Return the axes along the front or from front to back, a lower ring's included."""
    if isinstance(building, Work):
        return building.xs if across else building.ys
    axes = building.xs if across else building.ys
    ring = building.skirt
    return axes if ring is None else (axes[0] - ring.bay, *axes, axes[-1] + ring.bay)


def bays_of(building: Built, *, across: bool) -> tuple[list[Part], Part]:
    """Return the bays, along the front or from front to back, and their sum."""
    key = "width" if across else "depth"
    axes = axes_of(building, across=across)
    parts = [
        Part(a, b, measures.bay_row(building, b - a, key))
        for a, b in zip(axes[:-1], axes[1:], strict=True)
    ]
    wide, deep = ("通面阔", "通进深") if isinstance(building, Building) else ("总宽", "总深")
    name = wide if across else deep
    row = building.dimensions.get(key)
    same = row is not None and abs(row.value - (axes[-1] - axes[0])) < 1e-3
    return parts, Part(axes[0], axes[-1], row if same else None, name)


def heights_of(building: Built) -> tuple[list[Part], Part]:
    """Return the chain of heights at the central bay, from the court up, and their sum."""
    if isinstance(building, Work):
        return _stacked(building), Part(0.0, building.height, None)
    rows, floor = building.dimensions, building.platform
    column, ring = rows["column"], building.skirt
    foot = floor + (ring.column if ring else building.column)  # of the lowest bracket sets
    marks = [
        (floor, rows.get("platform")),
        (floor + column.value, column),
        (foot, rows.get("plate_high")),
    ]
    if ring is not None:
        marks.append((foot + ring.bracket, rows.get("skirt_bracket")))
        marks.append((floor + building.column, None))
    marks.append((building.eave_purlin_back, rows.get("bracket")))
    marks.append((building.eave_purlin_back + building.rise, rows.get("rise")))
    marks.append((building.height, None))
    starts = [0.0, *(height for height, _ in marks)]
    parts = [Part(a, b, row) for a, (b, row) in zip(starts[:-1], marks, strict=True)]
    return parts, Part(0.0, building.height, None)


def _stacked(work: Work) -> list[Part]:
    starts = [0.0, *(mark.z for mark in work.heights)]
    return [
        Part(a, mark.z, work.dimensions.get(mark.key))
        for a, mark in zip(starts, work.heights, strict=False)
    ]


def levels_of(building: Built) -> list[tuple[float, str]]:
    """Return heights above the court and what lies there."""
    if isinstance(building, Work):
        return [(0.0, "地面"), *((mark.z, mark.name) for mark in building.heights)]
    floor, ring = building.platform, building.skirt
    head = floor + building.dimensions["column"].value
    columns = [(head, "柱头（明间）")] if ring is None else [
        (head, "下檐柱头"), (floor + ring.column + ring.bracket, "下檐檐槫背"),
        (floor + building.column, "上檐铺作底"),
    ]  # fmt: skip
    marks = [
        (0.0, "庭院地面"), (floor, "阶基面"), *columns,
        (building.eave_purlin_back, "檐槫背"),
        (building.eave_purlin_back + building.rise, "脊槫背"), (building.height, "正脊顶"),
    ]  # fmt: skip
    kept: list[tuple[float, str]] = []
    for height, name in marks:
        if not kept or height - kept[-1][0] > 0.05:
            kept.append((height, name))
    return kept


def _numbers(count: int) -> list[str]:
    return [str(n + 1) for n in range(count)]


def _letters(count: int) -> list[str]:
    """Return A … Z without I and O, then AA, AB and so on."""
    few = len(_LETTERS)
    return [(_LETTERS[n // few - 1] if n >= few else "") + _LETTERS[n % few] for n in range(count)]


def annotate_plan(writer: Writer, eaves: Path, *, seen_from_above: bool) -> None:
    """Dimension a plan: bays both ways, axes, the floor's levels and the eaves overhead."""
    b, sheet = writer.building, writer.sheet
    x0, _, _, y1 = writer.box
    _rows(writer, bays_of(b, across=True), upright=False)
    _rows(writer, bays_of(b, across=False), upright=True)
    xs, ys = axes_of(b, across=True), axes_of(b, across=False)
    writer.axes(xs, _numbers(len(xs)), upright=False)
    writer.axes(ys, _letters(len(ys)), upright=True)
    if len(eaves) and seen_from_above:
        sheet.line("eave", sheet.place(eaves), 0.13, EAVE_DASH)
    if isinstance(b, Building):
        _annotate_floor(writer, b, eaves, seen_from_above=seen_from_above)
    sheet.write("note", (x0, y1 + 4.0), "正面在下；方位未载，不绘指北针", 2.5)


def _annotate_floor(writer: Writer, b: Building, eaves: Path, *, seen_from_above: bool) -> None:
    sheet = writer.sheet
    if len(eaves):
        right, axis = float(eaves[:, 0].max()), axes_of(b, across=True)[-1]
        if abs(right - axis - b.eave) < 0.6:
            at = float(sheet.place((0.0, float(eaves[:, 1].max())))[1])
            at = max(at, writer.box[3]) + 7
            foot = float(sheet.place((0.0, axes_of(b, across=False)[-1]))[1])
            part = Part(axis, axis + b.eave, b.dimensions.get("eave"), "檐出")
            writer.chain([part], at, upright=False, foot=foot)
    if seen_from_above:
        x, y = sheet.place((0.35 * b.bays[len(b.bays) // 2], 0.2 * b.depth)).tolist()
        sheet.write("level", (x, y), "±0.000", 3.0)


def _rows(writer: Writer, chains: tuple[list[Part], Part], *, upright: bool) -> None:
    """Draw a chain and the sum beyond it, at the left or below."""
    x0, y0, *_ = writer.box
    edge, step = (x0, -12.0) if upright else (y0, 0.0)
    parts, whole = chains
    writer.chain(parts, edge - ROWS[0] + step / 2, upright=upright, foot=edge)
    writer.chain([whole], edge - ROWS[1] + step, upright=upright, foot=edge - ROWS[0] + step / 2)


def annotate_upright(writer: Writer, *, along_front: bool, mirrored: bool = False) -> None:
    """Dimension an elevation or a section: bays below, heights at the left, levels at the right."""
    b = writer.building
    parts, whole = bays_of(b, across=along_front)
    axes = axes_of(b, across=along_front)
    names = _numbers(len(axes)) if along_front else _letters(len(axes))
    if mirrored:
        parts = [Part(-p.end, -p.start, p.row) for p in reversed(parts)]
        axes, names = tuple(-x for x in reversed(axes)), names[::-1]
    _rows(writer, (parts, whole), upright=False)
    _rows(writer, heights_of(b), upright=True)
    writer.feet(axes, names)
    x0, _, x1, _ = writer.box
    ground = float(writer.sheet.place((0.0, 0.0))[1])
    writer.sheet.line("ground", [(x0 - 6, ground), (x1 + 6, ground)], 0.5)
    for height, name in levels_of(b):
        writer.level(height, b.floor if isinstance(b, Work) else b.platform, name)


def annotate_purlins(writer: Writer) -> None:
    """Dimension the roof's curve on a cross section: steps between purlins, and their rise."""
    b = writer.building
    if not isinstance(b, Building):
        return
    steps = [p for p, _ in b.purlins]
    run = b.dimensions.get("rafter_run")
    places = sorted({-p for p in steps} | set(steps))
    at = writer.box[3] + 8
    parts = [Part(a, c, run) for a, c in zip(places[:-1], places[1:], strict=True)]
    foot = writer.box[3] + 1
    writer.chain(parts, at, upright=False, foot=foot)
    for place in places:
        x, y = writer.sheet.place((place, b.eave_purlin_back + _rise(b, place))).tolist()
        writer.sheet.line("axis", [(x, y - 3), (x, at - 1)], 0.09, DASH_DOT)
        writer.sheet.circle("axis", (x, y), 0.5, 0.13)


def _rise(b: Building, place: float) -> float:
    return next(h for p, h in b.purlins if abs(p - abs(place)) < 1e-9)
