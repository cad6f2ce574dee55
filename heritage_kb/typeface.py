"""The Chinese faces that Sanjin prints with: files, letters, outlines, and how a PDF embeds them.

``sans`` prints everything; ``kai`` (楷书, with traditional characters) letters plaques and signs.

The only module that imports fontTools.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from io import BytesIO
from typing import Any, Literal

FAMILY = "sc"
Face = Literal["sans", "kai"]
Contour = list[tuple[float, float]]
_FILES: dict[Face, str] = {"sans": "NotoSansSC-subset.ttf", "kai": "SanjinKai-subset.ttf"}
_FOOT = 0.12  # of an em: how far the square of a Chinese letter goes below the baseline
_BENDS = 4  # straight pieces that a curve is drawn with


def font_file(face: Face = "sans") -> Any:
    """Return a font as a resource; a path only inside ``importlib.resources.as_file``."""
    return files("heritage_kb").joinpath("data", "fonts", _FILES[face])


@lru_cache(maxsize=2)
def letters(face: Face = "sans") -> frozenset[int]:
    """Return the code points that a font holds."""
    return frozenset(_opened(face).getBestCmap())


@lru_cache(maxsize=2)
def _opened(face: Face) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(BytesIO(font_file(face).read_bytes()), lazy=True)


def outline(letter: str, face: Face = "sans") -> list[Contour]:
    """Return the closed contours of a letter, curves as straight pieces, in parts of an em.

    As in TrueType what is filled lies to the right of a contour: bodies run clockwise, holes
    counter-clockwise. A letter fills the square from (0, 0) to (1, 1) less its margins; the
    origin is the lower left.

    Raises:
        KeyError: the font does not hold the letter.
    """
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    font = _opened(face)
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[font.getBestCmap()[ord(letter)]].draw(pen)
    em = font["head"].unitsPerEm
    made: list[Contour] = []
    for step, points in pen.value:
        if step == "moveTo":
            made.append([points[0]])
        elif step == "lineTo":
            made[-1].append(points[0])
        elif step == "qCurveTo":
            made[-1] += _bent(made[-1][-1], points)
    return [[(x / em, y / em + _FOOT) for x, y in one] for one in made]


def _bent(start: tuple[float, float], points: Any) -> Contour:
    """Return the points of a TrueType spline after its start."""
    from fontTools.pens.basePen import decomposeQuadraticSegment

    made: Contour = []
    for (cx, cy), (x, y) in decomposeQuadraticSegment(points):
        sx, sy = made[-1] if made else start
        for k in range(1, _BENDS + 1):
            t = k / _BENDS
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            made.append((a * sx + b * cx + c * x, a * sy + b * cy + c * y))
    return made


def printable(text: str) -> str:
    """Return a text whose missing letters are told by their code points."""
    known = letters()
    return "".join(one if ord(one) in known else f"［U+{ord(one):04X}］" for one in text)


def prepare(sheet: Any, title: str) -> Any:
    """Give an fpdf2 document the font (family ``FAMILY``), a title and a fixed date.

    With them the same content gives the same bytes. Returns the document.
    """
    import logging
    from datetime import UTC, datetime

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    sheet.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))
    sheet.set_producer("Sanjin")
    sheet.set_title(title)
    with as_file(font_file()) as file:
        sheet.add_font(FAMILY, "", str(file))
    return sheet
