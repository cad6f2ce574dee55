"""Sheets as SVG: real lines in millimetres, a group for each class of things, editable text."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from heritage_kb.label import MARK
from scenes.drawings import layers
from scenes.drawings.sheet import EDGE, Area, Path, Sheet, Stroke, Words, wide

_FONTS = "Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
_INK = "#1c1a18"


def write_svg(sheet: Sheet) -> str:
    """Return the sheet as SVG text, sized in millimetres.

    Every class is a layer (``<g id>``, named for Inkscape); the drawing stands at the stated
    scale, so that a length in millimetres times the scale is the thing's own. ``data-origin`` of
    the root tells where 0, 0 of the set's metres lies.
    """
    paper = sheet.paper
    height = paper.height
    strokes, words = sheet.drawn()
    words = [one for one in words if one.layer != "mark"]
    names = _order(sheet.areas, strokes, words)
    body = []
    for name in names:
        body.append(f'<g id="{name}" inkscape:groupmode="layer" inkscape:label='
                    f"{quoteattr(f'{layers.title(name)} {name}')}>")  # fmt: skip
        body += [_area(one, height) for one in sheet.areas if one.layer == name]
        body += _paths([one for one in strokes if one.layer == name], height)
        body += [_text(one, height) for one in words if one.layer == name]
        body.append("</g>")
    x, y = sheet.origin
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        f'width="{paper.width:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {paper.width:g} {height:g}" font-family={quoteattr(_FONTS)} '
        f'data-scale="{sheet.scale:g}" data-origin="{x:.4f} {height - y:.4f}">'
    )
    back = f'<rect width="{paper.width:g}" height="{height:g}" fill="#ffffff"/>'
    body.append(_mark(sheet))
    return "\n".join([head, f"<title>{escape(sheet.title)}</title>", back, *body, "</svg>", ""])


def _mark(sheet: Sheet) -> str:
    """Return the words that the label of a picture asks for, in the corner kept for them.

    Its letters stand a twentieth of the short side high; grey of 4.5:1 on white.
    """
    paper = sheet.paper
    size = 0.0735 * min(paper.width, paper.height)
    x = paper.width - EDGE - paper.mark[0] / 2 - wide(MARK, size) / 2
    y = paper.height - EDGE - paper.mark[1] / 2 + 0.36 * size
    return (
        f'<text id="mark" x="{x:.3f}" y="{y:.3f}" font-size="{size:.3f}" '
        f'fill="#767676">{MARK}</text>'
    )


def _order(areas: Iterable[Area], strokes: Iterable[Stroke], words: Iterable[Words]) -> list[str]:
    """Return layer names: what is seen, then what is cut, then what is written."""
    over = ("eave", "ground", "axis", "level", "dimension", "camera", "note", "title", "frame")
    filled = {one.layer for one in areas}
    seen = sorted({one.layer for one in strokes} | filled)
    all_ = [*seen, *sorted({one.layer for one in words} - set(seen))]
    last = ("cut", *over)
    return [n for n in all_ if n not in last] + [n for n in last if n in all_]


def _paths(strokes: list[Stroke], height: float) -> list[str]:
    """Return one path for all strokes of a pen, so that a file stays light."""
    by_pen: dict[tuple[float, tuple[float, ...]], list[str]] = {}
    for one in strokes:
        by_pen.setdefault((one.pen, one.dash), []).append(_data(one.points, height))
    return [
        f'<path fill="none" stroke="{_INK}" stroke-width="{pen:g}" stroke-linecap="round" '
        f'stroke-linejoin="round"{_dash(dash)} d="{" ".join(data)}"/>'
        for (pen, dash), data in sorted(by_pen.items())
    ]


def _dash(dash: tuple[float, ...]) -> str:
    return f' stroke-dasharray="{" ".join(f"{d:g}" for d in dash)}"' if dash else ""


def _data(points: Path, height: float) -> str:
    return "M" + "L".join(f"{x:.4f} {height - y:.4f}" for x, y in points.tolist())


def _area(area: Area, height: float) -> str:
    data = " ".join(_data(ring, height) + "Z" for ring in area.rings)
    return f'<path fill="{area.fill}" fill-rule="evenodd" d="{data}"/>'


def _text(words: Words, height: float) -> str:
    x, y = words.at
    anchor = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
    return (
        f'<text x="{x:.3f}" y="{height - y:.3f}" font-size="{words.size:.2f}"{anchor} '
        f'fill="{_INK}">{escape(words.text)}</text>'
    )
