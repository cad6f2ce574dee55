"""Fronts of shops of today: glazed doors and what is seen through them, or a roller shutter.

Panes of shops that are open are left out, so that what lies behind is seen; shapes are our own.
"""

from __future__ import annotations

import numpy as np

from scenes import solids
from scenes.works.streets import fronts
from scenes.works.streets.kit import Kit, between

ROOM = 3.4  # metres from the front to the back wall
FRONT = 0.16  # y of a front's frame
GOODS = ("shelf", "tables", "counter", "rack", "crates", "shutter", "boards")
_TINTS = ("fascia_red", "fascia_yellow", "fascia_green", "fascia_blue", "fascia_white")
Span = tuple[float, float]


def put(kit: Kit, span: Span, high: float, goods: str, frame: str) -> None:
    """Close the ground floor from x to x up to ``high`` and furnish what is behind."""
    a, c = span[0] + 0.20, span[1] - 0.20
    if goods == "shutter":
        _shutter(kit, (a, c), high)
        return
    if goods == "boards":
        _boarded(kit, (a, c), high)
        return
    _glazing(kit, (a, c), high, frame)
    _inside(kit, (a, c), high)
    _FILLED[goods](kit, (a + 0.2, c - 0.2))


def _shutter(kit: Kit, span: Span, high: float) -> None:
    """Put a roller shutter (卷帘门), its slats, its rails and its foot."""
    a, c = span
    slats = [(a + 0.06, c - 0.06, FRONT - 0.012 * (k % 2), FRONT + 0.03, z, z + 0.11)
             for k, z in enumerate(np.arange(0.10, high - 0.3, 0.11))]  # fmt: skip
    kit.boxes("slat", slats, "aluminium", "door")
    rows = [(a, a + 0.07, FRONT - 0.04, FRONT + 0.06, 0.02, high), (c - 0.07, c, FRONT - 0.04, FRONT + 0.06, 0.02, high),
            (a + 0.07, c - 0.07, FRONT - 0.02, FRONT + 0.04, 0.02, 0.10), (a, c, FRONT - 0.08, FRONT + 0.12, high - 0.30, high)]  # fmt: skip
    kit.boxes("shutter_rail", rows, "mast_grey", "door")


def _boarded(kit: Kit, span: Span, high: float) -> None:
    """Put boards up before a shop that is shut, as before there were shutters."""
    a, c = span
    kit.add(
        "planks", fronts.planks(a + 0.06, c - 0.06, 0.12, high - 0.45, FRONT), "paint_green", "door"
    )
    rows = [(a, c, FRONT - 0.06, FRONT + 0.06, 0.02, 0.12), (a, c, FRONT - 0.06, FRONT + 0.06, high - 0.45, high - 0.35),
            (a, c, FRONT - 0.02, FRONT + 0.02, high - 0.35, high), (a, a + 0.06, FRONT - 0.05, FRONT + 0.05, 0.12, high - 0.45),
            (c - 0.06, c, FRONT - 0.05, FRONT + 0.05, 0.12, high - 0.45)]  # fmt: skip
    kit.boxes("board_frame", rows, "paint_green", "door")


def _glazing(kit: Kit, span: Span, high: float, frame: str) -> None:
    """Frame a pair of doors between show windows over a low sill."""
    a, c = span
    m, y = (a + c) / 2, FRONT
    door, head = 0.92, min(2.30, high - 0.2)
    rows = [
        (a, c, y - 0.04, y + 0.04, head, head + 0.08),
        (a, c, y - 0.05, y + 0.05, high - 0.06, high + 0.01),
    ]
    rows += [(x - 0.04, x + 0.04, y - 0.045, y + 0.045, 0.02, high - 0.06) for x in (a + 0.04, m - door - 0.04, m + door + 0.04, c - 0.04)]  # fmt: skip
    for side in (-1, 1):
        p, q = sorted((m + side * 0.01, m + side * door))
        rows += [(p, p + 0.06, y - 0.03, y + 0.03, 0.04, head), (q - 0.06, q, y - 0.03, y + 0.03, 0.04, head),
                 (p + 0.06, q - 0.06, y - 0.03, y + 0.03, 0.04, 0.16), (p + 0.06, q - 0.06, y - 0.03, y + 0.03, head - 0.08, head)]  # fmt: skip
    kit.boxes("shopframe", rows, frame, "door")
    sills = [
        (a + 0.08, m - door - 0.08, y - 0.06, y + 0.06, 0.02, 0.38),
        (m + door + 0.08, c - 0.08, y - 0.06, y + 0.06, 0.02, 0.38),
    ]
    kit.boxes("shopsill", [s for s in sills if s[1] - s[0] > 0.1], "slab", "wall")
    bars = [
        (m + s * 0.16 - 0.014, m + s * 0.16 + 0.014, y - 0.09, y - 0.062, 0.85, 1.35)
        for s in (-1, 1)
    ]
    bars += [
        (m + s * 0.16 - 0.012, m + s * 0.16 + 0.012, y - 0.065, y - 0.02, z, z + 0.03)
        for s in (-1, 1)
        for z in (0.9, 1.28)
    ]
    kit.boxes("handle", bars, "pewter", "door")


def _inside(kit: Kit, span: Span, high: float) -> None:
    """Line a shop: back wall, ceiling with its lights, a tiled floor."""
    a, c = span[0] - 0.12, span[1] + 0.12
    kit.boxes("lining", [(a, c, ROOM, ROOM + 0.08, 0.02, high + 0.30)], "whitewash", "wall")
    kit.boxes("ceiling", [(a, c, 0.27, ROOM, high + 0.10, high + 0.14)], "whitewash", "ceiling")
    kit.boxes("shopfloor", [(a, c, 0.23, ROOM, 0.021, 0.032)], "white_tile", "floor")
    lights = [(x - 0.30, x + 0.30, y - 0.09, y + 0.09, high + 0.05, high + 0.098)
              for x in between(a, c, 1.7, 0.6) for y in (1.0, 2.4)]  # fmt: skip
    kit.boxes("tube", lights, "lamp_white", "lamp")


def _shelf(kit: Kit, span: Span) -> None:
    """Put shelves along the back wall and one across, goods in five colours on them."""
    a, c = span
    for y0, x0, x1 in ((ROOM - 0.42, a, c), (1.7, a + 0.5, c - 1.1)):
        levels = (0.12, 0.52, 0.92, 1.32, 1.72)[: 5 if y0 > 2 else 4]
        boards = [(x0, x1, y0, y0 + 0.40, z, z + 0.03) for z in levels]
        ends = [(x - 0.02, x + 0.02, y0, y0 + 0.40, 0.033, levels[-1] + 0.32) for x in (x0, x1)]
        kit.boxes("shelving", [*boards, *ends], "enamel_white", "furniture")
        for n, z in enumerate(levels):
            marks = between(x0, x1, 0.34, 0.08)
            for k, (p, q) in enumerate(zip(marks[:-1], marks[1:], strict=True)):
                tall = (0.20, 0.26, 0.15, 0.29)[(k * 3 + n) % 4]
                kit.boxes("ware", [(p + 0.02, q - 0.02, y0 + 0.05, y0 + 0.33, z + 0.03, z + 0.03 + tall)], _TINTS[(k + 2 * n) % 5], "prop")  # fmt: skip


def _tables(kit: Kit, span: Span) -> None:
    """Put tables with stools, a counter and a bill of fare behind it."""
    a, c = span
    for x in between(a, c, 1.5, 0.7):
        for y in (1.0, 2.1):
            kit.boxes(
                "table",
                [(x - 0.55, x + 0.55, y - 0.30, y + 0.30, 0.72, 0.76)],
                "walnut",
                "furniture",
            )
            kit.boxes("table_leg", [(x + s * 0.45 - 0.025, x + s * 0.45 + 0.025, y - 0.2, y + 0.2, 0.033, 0.72) for s in (-1, 1)], "mast_grey", "furniture")  # fmt: skip
            kit.boxes("stool", [(x + u - 0.15, x + u + 0.15, y + v - 0.15, y + v + 0.15, 0.033, 0.44) for u in (-0.3, 0.3) for v in (-0.50, 0.50)], "fascia_red", "furniture")  # fmt: skip
    kit.boxes(
        "fare", [(a + 0.3, c - 0.3, ROOM - 0.04, ROOM + 0.01, 1.55, 2.25)], "fascia_red", "prop"
    )
    lines = [
        (a + 0.45, c - 0.45, ROOM - 0.046, ROOM - 0.03, z, z + 0.05)
        for z in (1.68, 1.82, 1.96, 2.10)
    ]
    kit.boxes("fare_line", lines, "fascia_white", "prop")


def _counter(kit: Kit, span: Span) -> None:
    """Put a glass counter and a lit board behind it."""
    a, c = span
    kit.boxes("counter", [(a + 0.2, c - 0.9, 1.9, 2.35, 0.033, 0.92)], "enamel_white", "furniture")
    kit.boxes("counter_top", [(a + 0.15, c - 0.85, 1.86, 2.39, 0.92, 0.96)], "walnut", "furniture")
    kit.boxes(
        "board", [(a + 0.2, c - 0.2, ROOM - 0.05, ROOM + 0.01, 1.30, 2.10)], "fascia_blue", "prop"
    )
    kit.boxes("poster", [(x - 0.28, x + 0.28, ROOM - 0.07, ROOM - 0.04, 1.40, 2.0) for x in between(a, c, 0.9, 0.6)], "fascia_white", "prop")  # fmt: skip


def _rack(kit: Kit, span: Span) -> None:
    """Put rails with clothes, and some folded on a table."""
    a, c = span
    for y in (1.1, 2.5):
        kit.boxes(
            "rail", [(a + 0.2, c - 0.2, y - 0.015, y + 0.015, 1.55, 1.58)], "pewter", "furniture"
        )
        kit.boxes("rail_leg", [(x - 0.015, x + 0.015, y - 0.25, y + 0.25, 0.033, 0.06) for x in (a + 0.25, c - 0.25)], "pewter", "furniture")  # fmt: skip
        kit.boxes("rail_post", [(x - 0.015, x + 0.015, y - 0.015, y + 0.015, 0.05, 1.55) for x in (a + 0.25, c - 0.25)], "pewter", "furniture")  # fmt: skip
        marks = between(a + 0.4, c - 0.4, 0.13)
        for k, x in enumerate(marks):
            tint = ("robe_blue", "robe_white", "robe_crimson", "robe_grey", "robe_ochre", "robe_green")[(k * 5 + int(y)) % 6]  # fmt: skip
            low = 0.62 + 0.16 * (k % 3)
            kit.boxes(
                "garment", [(x - 0.035, x + 0.035, y - 0.24, y + 0.24, low, 1.54)], tint, "prop"
            )


def _crates(kit: Kit, span: Span) -> None:
    """Put sloping stands with fruit or flowers in crates."""
    a, c = span
    fruit = solids.lathe([(0.02, 0.0), (0.055, 0.03), (0.055, 0.07), (0.02, 0.10)], 7)
    for row, (y, z) in enumerate(((0.9, 0.45), (1.35, 0.70), (1.8, 0.95))):
        kit.boxes(
            "stand", [(a + 0.1, c - 0.1, y - 0.22, y + 0.22, 0.033, z)], "walnut", "furniture"
        )
        marks = between(a + 0.1, c - 0.1, 0.55)
        for k, (p, q) in enumerate(zip(marks[:-1], marks[1:], strict=True)):
            tint = ("fascia_red", "fascia_yellow", "fascia_green", "robe_ochre")[(k + row) % 4]
            spots = [
                (x, y + v, z)
                for x in np.linspace(p + 0.09, q - 0.09, 4)
                for v in (-0.13, 0.0, 0.13)
            ]
            kit.add("fruit", solids.repeated(fruit, spots), tint, "prop")
    kit.boxes("lamp_bar", [(a + 0.2, c - 0.2, 1.2, 1.24, 2.1, 2.14)], "lamp_white", "lamp")
    kit.boxes(
        "lamp_rod",
        [(x - 0.01, x + 0.01, 1.21, 1.23, 2.14, 2.80) for x in (a + 0.3, c - 0.3)],
        "iron",
        "lamp",
    )


_FILLED = {
    "shelf": _shelf,
    "tables": _tables,
    "counter": _counter,
    "rack": _rack,
    "crates": _crates,
}
