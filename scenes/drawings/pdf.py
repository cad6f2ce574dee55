"""A set of sheets as one PDF: vector lines, the font inside, text that can be searched and copied.

Of the two modules that import fpdf2 the one for drawings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from heritage_kb.typeface import FAMILY, prepare, printable
from scenes.drawings.sheet import Area, Sheet, Stroke, Words

_POINT = 72.0 / 25.4  # points in a millimetre
_INK = 26


def write_pdf(sheets: Sequence[Sheet], title: str) -> bytes:
    """Return the PDF, a page of its own size for each sheet; the same sheets give the same bytes.

    A character that the font lacks is printed as its code point.
    """
    from fpdf import FPDF

    paper = prepare(FPDF(unit="mm"), title)
    paper.set_auto_page_break(auto=False)
    paper.set_margin(0)
    for sheet in sheets:
        _page(paper, sheet)
    return bytes(paper.output())


def _page(paper: Any, sheet: Sheet) -> None:
    size = sheet.paper
    paper.add_page(orientation="landscape", format=(size.height, size.width))
    strokes, words = sheet.drawn()
    paper.set_text_color(_INK)
    for area in sheet.areas:
        _fill(paper, area, size.height)
    paper.set_draw_color(_INK)
    for stroke in sorted(strokes, key=lambda one: (one.pen, one.dash)):
        _stroke(paper, stroke, size.height)
    paper.set_dash_pattern()
    for one in words:
        _write(paper, one, size.height)


def _fill(paper: Any, area: Area, height: float) -> None:
    from fpdf.drawing import PaintedPath
    from fpdf.enums import IntersectionRule, PathPaintRule

    with paper.drawing_context() as context:
        path = PaintedPath()
        for ring in area.rings:
            points = [(x, height - y) for x, y in ring.tolist()]
            path.move_to(*points[0])
            for point in points[1:]:
                path.line_to(*point)
            path.close()
        path.style.fill_color = area.fill
        path.style.paint_rule = PathPaintRule.FILL_EVENODD
        path.style.intersection_rule = IntersectionRule.EVENODD
        path.style.stroke_color = None
        context.add_item(path)


def _stroke(paper: Any, stroke: Stroke, height: float) -> None:
    paper.set_line_width(stroke.pen)
    if stroke.dash:
        paper.set_dash_pattern(*stroke.dash[:2])  # a dash and a gap; fpdf2 knows no third
    else:
        paper.set_dash_pattern()
    paper.polyline([(x, height - y) for x, y in stroke.points.tolist()])


def _write(paper: Any, words: Words, height: float) -> None:
    text = printable(words.text)
    paper.set_font(FAMILY, size=words.size * _POINT)
    wide = paper.get_string_width(text)
    back = {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    paper.text(words.at[0] - back, height - words.at[1], text)
