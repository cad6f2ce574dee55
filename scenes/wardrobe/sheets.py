"""Sheets for the wall of a costume or prop department: A3, four garments or six props each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from heritage_kb import label
from heritage_kb.publish import publish
from scenes import rulebook
from scenes.drawings import layers, pdf, svg, titleblock
from scenes.drawings.sheet import BIND, EDGE, PAPERS, Area, Point, Sheet, wide, wrapped
from scenes.wardrobe import choice, covering, plate
from scenes.wardrobe.items import AGES, KINDS, Item, Years, colours, sources, years_of
from scenes.wardrobe.outline import DARK, PALE, SEAM, Gauge, View
from scenes.wardrobe.outline import EDGE as EDGE_PEN

TITLES = {"garment": "服饰图", "prop": "道具图"}
GRIDS = {"garment": (2, 2), "prop": (3, 2)}  # columns and rows of a sheet
SCALES = (0.2, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0)
_PENS = {EDGE_PEN: 0.28, SEAM: 0.15, "fold": 0.09}
_PAD, _GAP, _ROW, _SIDE = 4.0, 9.0, 7.0, 21.0  # millimetres: of a cell, between views, of measures
_HEAD, _FOOT = 11.0, 32.0  # millimetres over and under the drawing of a cell
_SLOTS = ("冠帽", "发式", "袍", "上衣", "内衣", "裙", "裤", "披", "带", "甲", "履")


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a sheet, millimetres: left, top, width, height."""

    x: float
    top: float
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Series:
    """What a series of sheets is of: the age, whom it dresses, what is shown."""

    when: Years
    roles: tuple[str, ...]
    foot: tuple[float, str]  # chi in metres, and what is known of it

    @property
    def title(self) -> str:
        """Return the title, such as 唐　官员."""
        return "　".join((self.when.title, *self.roles))


def draw_sheets(
    period: str = "", year: int | None = None, roles: Sequence[str] = (), season: str = "",
    kind: str = "",
) -> list[Sheet]:  # fmt: skip
    """Return the sheets of an age, of some roles or of all, garments before props.

    Raises:
        UnknownName, RefusedInput: as ``choice.for_scene``.
    """
    when = years_of(period, year)
    found = choice.for_scene(period=period, year=year, roles=roles, season=season, kind=kind)
    named = {row["id"] for row in found["garments"] + found["props"]}
    fit = [one.item for one in choice.fitting(when) if one.item.id in named]
    series = Series(when, tuple(roles), choice.chi_of(when.age))
    sheets: list[Sheet] = []
    for what in KINDS:
        rows = sorted((i for i in fit if i.kind == what and i.cut), key=_place)
        across, down = GRIDS[what]
        for start in range(0, len(rows), across * down):
            name = f"{when.age}-{what}-{start // (across * down) + 1:02d}"
            sheet = Sheet(name, TITLES[what], PAPERS[0], 1.0)
            _fill(sheet, rows[start : start + across * down], what, series)
            sheets.append(sheet)
    for number, sheet in enumerate(sheets, 1):
        _titled(sheet, series, number, len(sheets))
    return sheets


def _place(item: Item) -> tuple[int, str, str]:
    return (_SLOTS.index(item.slot) if item.slot in _SLOTS else 99, item.slot, item.id)


def _fill(sheet: Sheet, rows: Sequence[Item], what: str, series: Series) -> None:
    across, down = GRIDS[what]
    left, low = BIND, EDGE + sheet.paper.mark[1]
    wide_mm = (sheet.paper.width - EDGE - left) / across
    high_mm = (sheet.paper.height - EDGE - low) / down
    for k, item in enumerate(rows):
        cell = Cell(left + wide_mm * (k % across), sheet.paper.height - EDGE - high_mm * (k // across),
                    wide_mm, high_mm)  # fmt: skip
        _cell(sheet, item, cell, series)
    for k in range(1, across):
        x = left + wide_mm * k
        sheet.line("frame", [(x, low), (x, sheet.paper.height - EDGE)], 0.13)
    y = low + high_mm
    sheet.line("frame", [(left, y), (sheet.paper.width - EDGE, y)], 0.13)


# ----------------------------------------------------------------------------------- one cell


def _cell(sheet: Sheet, item: Item, cell: Cell, series: Series) -> None:
    views = plate.views_of(item)
    scale = _scale(views, cell)
    sheet.write("title", (cell.x + _PAD, cell.top - 7.5), item.name, 5.2)
    also = wide(item.name, 5.2) + _PAD + 3
    room = cell.wide - also - 34
    if item.aliases:
        said = wrapped("又：" + "、".join(item.aliases), 2.4, room)[0]
        sheet.write("title", (cell.x + also, cell.top - 7.0), said, 2.4)
    ratio = f"{1 / scale:g}:1" if scale < 1 else f"1:{scale:g}"
    right = cell.x + cell.wide - _PAD
    sheet.write("title", (right, cell.top - 5.4), f"{ratio}　{item.slot}", 2.6, "end")
    sheet.write("title", (right, cell.top - 9.2), f"{'、'.join(item.roles[:4])}", 2.2, "end")
    _views(sheet, item, views, scale, cell, series)
    _words(sheet, item, cell)


def _margins(view: View) -> tuple[float, float, float, float]:
    """Return the millimetres that measures take: left, below, right, above."""
    rows = {side: max((g.row + 1 for g in view.gauges if g.side == side), default=0)
            for side in ("left", "below", "right", "above")}  # fmt: skip
    return (_SIDE if rows["left"] else 2.0, rows["below"] * _ROW + 5.0,
            _SIDE if rows["right"] else 2.0, rows["above"] * _ROW)  # fmt: skip


def _size(views: Sequence[View], scale: float) -> tuple[float, float]:
    """Return what views side by side take on paper, measures included, millimetres."""
    across = _GAP * (len(views) - 1)
    for view in views:
        x0, _, x1, _ = view.bounds()
        left, _, right, _ = _margins(view)
        across += (x1 - x0) * 1000 / scale + left + right
    low, top, below, above = _levels(views)
    return across, (top - low) * 1000 / scale + below + above


def _levels(views: Sequence[View]) -> tuple[float, float, float, float]:
    """Return lowest and highest metre of all views, which share their level, and the margins."""
    bounds = [view.bounds() for view in views]
    margins = [_margins(view) for view in views]
    return (min(b[1] for b in bounds), max(b[3] for b in bounds),
            max(m[1] for m in margins), max(m[3] for m in margins))  # fmt: skip


def fits(item: Item) -> bool:
    """Return whether the plate of an item fits its field of a sheet at one of the scales."""
    across, down = GRIDS[item.kind]
    paper = PAPERS[0]
    wide_mm = (paper.width - EDGE - BIND) / across
    cell = Cell(0.0, 0.0, wide_mm, (paper.height - 2 * EDGE - paper.mark[1]) / down)
    views = plate.views_of(item)
    taken = _size(views, _scale(views, cell))
    return taken[0] <= cell.wide - 2 * _PAD and taken[1] <= cell.high - _HEAD - _FOOT


def _scale(views: Sequence[View], cell: Cell) -> float:
    room = cell.wide - 2 * _PAD, cell.high - _HEAD - _FOOT
    for scale in SCALES:
        across, high = _size(views, scale)
        if across <= room[0] and high <= room[1]:
            return scale
    return SCALES[-1]


def _views(
    sheet: Sheet, item: Item, views: Sequence[View], scale: float, cell: Cell, series: Series
) -> None:
    across, high = _size(views, scale)
    metre = 1000.0 / scale
    x = cell.x + (cell.wide - across) / 2
    lowest, _, below, _ = _levels(views)
    foot = cell.top - _HEAD - (cell.high - _HEAD - _FOOT) / 2 - high / 2 + below
    for view in views:
        x0, y0, x1, _ = view.bounds()
        left, _, right, _ = _margins(view)
        origin = (x + left - x0 * metre, foot - lowest * metre)
        low = y0 * metre + origin[1]
        _draw(sheet, item, view, origin, metre)
        for gauge in view.gauges:
            _gauge(sheet, gauge, view, origin, metre, (item, series))
        centre = origin[0] + (x0 + x1) / 2 * metre
        sheet.write("note", (centre, low - _margins(view)[1] + 0.4), view.name, 2.4, "middle")
        x += (x1 - x0) * metre + left + right + _GAP


def _tint(code: str, part: float) -> str:
    """Return a colour laid thin on white paper, so that lines over it read."""
    parts = (int(code[k : k + 2], 16) for k in (1, 3, 5))
    return "#" + "".join(f"{round(255 - part * (255 - v)):02x}" for v in parts)


def _fills(item: Item) -> dict[int, str]:
    dyes = [colours()[name] for name in item.colours]
    inks = {k: _tint(dyes[min(k, len(dyes) - 1)], 0.62) for k in range(3)}
    return inks | {DARK: "#4a4540", PALE: "#fbf8f1"}


def _draw(sheet: Sheet, item: Item, view: View, origin: Point, metre: float) -> None:
    areas, lines = covering.visible(view.shapes, half=view.half)
    fills = _fills(item)
    for rings, fill in areas:
        placed = tuple(ring * metre + origin for ring in rings)
        sheet.areas.append(Area("thing", placed, colour=fills[fill]))
    for path, pen in lines:
        sheet.line("thing", path * metre + origin, _PENS[pen])
    if view.half:
        _, y0, _, y1 = view.bounds()
        axis = np.array([(0.0, y0 - 0.06), (0.0, y1 + 0.06)]) * metre + origin
        sheet.line("axis", axis, 0.13, layers.DASH_DOT)
    for x, y, text, high in view.words:
        at = (x * metre + origin[0], y * metre + origin[1])
        sheet.write("note", at, text, max(1.6, high * metre), "middle")


# ------------------------------------------------------------------------------------ measures


def _gauge(
    sheet: Sheet, gauge: Gauge, view: View, origin: Point, metre: float, about: tuple[Item, Series]
) -> None:
    """Draw a measure: its line with oblique ticks, its witnesses, metres and chi."""
    x0, y0, x1, y1 = view.bounds()
    off = 4.0 + gauge.row * _ROW
    a, b = ((p[0] * metre + origin[0], p[1] * metre + origin[1]) for p in (gauge.a, gauge.b))
    upright = gauge.side in ("left", "right")
    edge = {"left": x0, "right": x1, "below": y0, "above": y1}[gauge.side]
    away = off if gauge.side in ("right", "above") else -off
    line = edge * metre + origin[0 if upright else 1] + away
    ends = [(line, p[1]) if upright else (p[0], line) for p in (a, b)]
    sheet.line("dimension", ends, 0.13)
    for foot, end in zip((a, b), ends, strict=True):
        sheet.line("dimension", [(end[0] - 0.7, end[1] - 0.7), (end[0] + 0.7, end[1] + 0.7)], 0.28)
        sheet.line("dimension", [_near(foot, end), end], 0.07)
    over, under = _said(gauge, *about)
    x, y = (ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2
    if upright:
        x, anchor = (x - 1.4, "end") if gauge.side == "left" else (x + 1.4, "start")
        sheet.write("dimension", (x, y + 0.6), over, 2.5, anchor)
        sheet.write("dimension", (x, y - 2.5), under, 2.1, anchor)
    else:
        up = gauge.side == "above"
        sheet.write("dimension", (x, y + (0.8 if up else -2.9)), f"{over}　{under}", 2.4, "middle")


def _near(foot: Point, end: Point) -> Point:
    """Return where a witness line begins: a little off the thing, never past its end."""
    dx, dy = end[0] - foot[0], end[1] - foot[1]
    long = max((dx * dx + dy * dy) ** 0.5, 1e-9)
    off = min(1.0, long)
    return foot[0] + dx / long * off, foot[1] + dy / long * off


def _said(gauge: Gauge, item: Item, series: Series) -> tuple[str, str]:
    """Return a measure in metres and in the chi of its age, with where it is from."""
    long = ((gauge.b[0] - gauge.a[0]) ** 2 + (gauge.b[1] - gauge.a[1]) ** 2) ** 0.5
    chi = long / series.foot[0]
    digits = 3 if long < 0.1 else 2
    unit = f"{chi:.1f}尺" if chi >= 1 else f"{chi * 10:.1f}寸"
    sign = "常引" if item.sized and item.sized != "own" else "拟"
    return f"{gauge.name} {long:.{digits}f}", f"{unit} {sign}"


# --------------------------------------------------------------------------------------- words


def _words(sheet: Sheet, item: Item, cell: Cell) -> None:
    """Write what stands under a drawing: dyes, what it is, of what, what goes wrong, whence."""
    y = cell.top - cell.high + _FOOT - 3.0
    x = cell.x + _PAD
    for name in item.colours:
        box = ((x, y - 1.0), (x + 5.0, y - 1.0), (x + 5.0, y + 2.4), (x, y + 2.4))
        sheet.areas.append(Area("swatch", (np.array(box),), colour=colours()[name]))
        sheet.box("swatch", box[0], box[2], 0.13)
        said = f"{name} {colours()[name]}"
        sheet.write("note", (x + 6.2, y), said, 2.3)
        x += 6.2 + wide(said, 2.3) + 4.0
    titles = sources()
    known = rulebook.CONFIDENCE[item.confidence]
    rows = [
        f"{item.dates()}　{item.text}", f"料　{item.materials}",
        f"忌　{'；'.join(item.mistakes)}",
        f"据　{'；'.join(titles[s]['title'] for s in item.sources)}（{known}）",
    ]  # fmt: skip
    if item.unknown:
        rows.append(f"待考　{item.unknown}")
    size, parts = _set(rows, cell.wide - 2 * _PAD, _FOOT - 9.5)
    for k, part in enumerate(parts):
        sheet.write("note", (cell.x + _PAD, y - 5.0 - 1.42 * size * k), part, size)


def _set(rows: Sequence[str], room: float, high: float) -> tuple[float, list[str]]:
    """Return the largest letters, millimetres, in which rows fit a field, and the rows broken."""
    for size in (2.8, 2.6, 2.4, 2.2, 2.0):
        parts = [part for row in rows for part in wrapped(row, size, room)]
        most = int(high / (1.42 * size))
        if len(parts) <= most:
            return size, parts
    return size, [*parts[: most - 1], "……余见 wardrobe.json"]


def _titled(sheet: Sheet, series: Series, number: int, of: int) -> None:
    """Fill the title block: whose sheet it is, how to read it, and what is ours."""
    named, legend, ours = titleblock.ruled(sheet)
    x, top, room = named
    title = f"{series.title}　{sheet.title}"
    sheet.write("title", (x, top - 8.0), title, min(6.0, 6.0 * room / wide(title, 6.0)))
    chi, text = series.foot
    rows = [
        f"A3 横幅　比例各注于图　第 {number:02d} 张，共 {of:02d} 张",
        f"尺寸：米与当时尺；1 尺 = {chi * 100:.1f} 厘米（{text}）",
        "衣物平铺，穿者之右在图左；身高按 1.65–1.70 米",
    ]
    y = top - 14.0
    for row in rows:
        for part in wrapped(row, 2.5, room):
            sheet.write("title", (x, y), part, 2.5)
            y -= 3.8
    titleblock.column(sheet, *legend, [
        "尺寸旁：常引 有出处的常引值　拟 编者拟定供裁制打样，须按演员与实物改",
        "色块为编者目测的 sRGB，印刷与染色前请打样；图中衣色按七成淡染，以便看线。",
        "器物半剖：左半为剖面，右半为外形。",
    ], "册内")  # fmt: skip
    titleblock.column(sheet, *ours, [
        "图中想象的部分　尺寸（标“拟”者）、纹样位置、褶数与色值为编者拟定；形制依各条所据。",
        "馆藏文物不得用作服装道具，一律用复制品。",
        "每条出处与可信度见同夹 wardrobe.json。",
    ], "wardrobe.json")  # fmt: skip


# --------------------------------------------------------------------------------------- files


def write_set(
    out_dir: str | os.PathLike[str], *, period: str = "", year: int | None = None,
    roles: Sequence[str] = (), season: str = "", kind: str = "", asked: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """Write the sheets (SVG one a sheet, one PDF) and the list as JSON into a folder, labelled.

    Returns:
        What ``choice.for_scene`` tells, with ``files``: the names in the folder.

    Raises:
        UnknownName, RefusedInput: as ``choice.for_scene``; the folder cannot be used.
    """
    import json

    data = choice.for_scene(
        period=period, year=year, roles=roles, season=season, kind=kind, asked=asked,
    )  # fmt: skip
    sheets = draw_sheets(period, year, roles, season, kind)
    title = f"{AGES[years_of(period, year).age]} {'、'.join(roles) or '服化道'} 图册"
    with publish(out_dir) as folder:
        names = _written(sheets, folder, title)
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (folder / "wardrobe.json").write_text(text, encoding="utf-8", newline="\n")
        names.append("wardrobe.json")
        for name in names:
            label.stamp(folder / name)
    return {**data, "files": names}


def _written(sheets: Sequence[Sheet], folder: Path, title: str) -> list[str]:
    names = []
    for sheet in sheets:
        names.append(f"{sheet.name}.svg")
        (folder / names[-1]).write_text(svg.write_svg(sheet), encoding="utf-8", newline="\n")
    if sheets:
        names.append("wardrobe.pdf")
        (folder / "wardrobe.pdf").write_bytes(pdf.write_pdf(sheets, title))
    return names
