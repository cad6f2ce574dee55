"""A sheet of paper in millimetres: lines, areas, words and dimensions, before any file format.

x runs right and y up from the lower left corner. What stands in a drawing is placed by ``place``
from metres, so that every format is to the stated scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Path = NDArray[np.float64]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper size lying down, millimetres."""

    name: str
    width: float
    height: float

    @property
    def mark(self) -> Point:
        """Return width and height of the corner kept free for the AI label of a picture."""
        short = min(self.width, self.height)
        return 0.285 * short, 0.122 * short


PAPERS = (Paper("A3", 420.0, 297.0), Paper("A2", 594.0, 420.0))
BIND, EDGE = 20.0, 8.0  # millimetres of margin: left, and the other three sides


@dataclass(frozen=True, slots=True)
class Stroke:
    """A polyline (n, 2); ``pen`` in millimetres."""

    layer: str
    points: Path
    pen: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A filled area: its outer ring and its holes, (n, 2) each; ``tone`` 0 black to 1 white.

    ``colour`` is #rrggbb where a sheet shows one, such as the dye of a garment.
    """

    layer: str
    rings: tuple[Path, ...]
    tone: float = 1.0
    colour: str = ""

    @property
    def fill(self) -> str:
        """Return what it is filled with as #rrggbb: the colour, else the tone as a grey."""
        return self.colour or "#" + f"{round(255 * self.tone):02x}" * 3


@dataclass(frozen=True, slots=True)
class Words:
    """One row of text; ``size`` is the height of its square in millimetres.

    ``anchor`` is start, middle or end; ``at`` lies on the base line.
    """

    layer: str
    at: Point
    text: str
    size: float = 3.0
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Span:
    """A dimension between two points, its line drawn through ``base``.

    ``upright`` tells whether it measures along y. ``texts`` are what stands over and under the
    line (beside it, where upright).
    """

    a: Point
    b: Point
    base: Point
    upright: bool
    texts: tuple[str, str]
    size: float = 3.0

    @property
    def ends(self) -> tuple[Point, Point]:
        """Return the ends of the dimension line."""
        if self.upright:
            return (self.base[0], self.a[1]), (self.base[0], self.b[1])
        return (self.a[0], self.base[1]), (self.b[0], self.base[1])


@dataclass(slots=True)
class Sheet:
    """A drawing on its paper. ``origin`` is where 0, 0 of the drawing's metres lies."""

    name: str
    title: str
    paper: Paper
    scale: float
    origin: Point = (0.0, 0.0)
    strokes: list[Stroke] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def place(self, points: ArrayLike) -> Path:
        """Return millimetres on paper of points (…, 2) in metres."""
        metres = np.asarray(points, np.float64)
        return np.asarray(metres * (1000.0 / self.scale) + np.asarray(self.origin))

    def metres(self, points: ArrayLike) -> Path:
        """Return metres of points (…, 2) on paper."""
        paper = np.asarray(points, np.float64) - np.asarray(self.origin)
        return np.asarray(paper * (self.scale / 1000.0))

    def line(
        self, layer: str, points: ArrayLike, pen: float = 0.13, dash: tuple[float, ...] = ()
    ) -> None:
        """Draw a polyline given in millimetres."""
        self.strokes.append(Stroke(layer, np.asarray(points, np.float64).reshape(-1, 2), pen, dash))

    def box(self, layer: str, low: Point, high: Point, pen: float = 0.13) -> None:
        """Draw a rectangle."""
        (x0, y0), (x1, y1) = low, high
        self.line(layer, [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], pen)

    def circle(self, layer: str, middle: Point, radius: float, pen: float = 0.13) -> None:
        """Draw a circle as a polyline."""
        turn = np.linspace(0, 2 * np.pi, 37)
        around = np.stack([np.cos(turn), np.sin(turn)], 1)
        self.line(layer, np.asarray(middle) + radius * around, pen)

    def write(
        self, layer: str, at: Point, text: str, size: float = 3.0, anchor: str = "start"
    ) -> None:
        """Write one row; dashes and minus signs as every font has them."""
        plain = text.replace("–", "-").replace("−", "-")
        self.words.append(Words(layer, at, plain, size, anchor))

    def drawn(self) -> tuple[list[Stroke], list[Words]]:
        """Return all lines and words, those of the dimensions after the others."""
        strokes, words = [*self.strokes], [*self.words]
        for span in self.spans:
            lines, said = drawn(span)
            strokes += lines
            words += said
        return strokes, words


def drawn(span: Span) -> tuple[list[Stroke], list[Words]]:
    """Return a dimension as lines, oblique ticks and words."""
    first, last = span.ends
    strokes = [Stroke("dimension", np.array([first, last]), 0.13)]
    for foot, end in ((span.a, first), (span.b, last)):
        tick = np.array([(-0.8, -0.8), (0.8, 0.8)]) + np.asarray(end)
        strokes.append(Stroke("dimension", tick, 0.3))
        strokes.append(Stroke("dimension", _witness(foot, end), 0.09))
    return strokes, _span_words(span, first, last)


def _witness(foot: Point, end: Point) -> Path:
    """Return the line from the measured point, a little off it, to a little past the dimension."""
    a, b = np.asarray(foot), np.asarray(end)
    long = float(np.linalg.norm(b - a))
    if long < 3.0:
        return np.array([end, end])
    ahead = (b - a) / long
    return np.array([a + 1.5 * ahead, b + 1.5 * ahead])


def _span_words(span: Span, first: Point, last: Point) -> list[Words]:
    over, under = span.texts
    x, y = (first[0] + last[0]) / 2, (first[1] + last[1]) / 2
    size = span.size
    if not span.upright:
        rows = [Words("dimension", (x, y + 0.9), over, size, "middle")]
        if under:
            rows.append(
                Words("dimension", (x, y - 0.95 * size - 0.5), under, 0.86 * size, "middle")
            )
        return rows
    room = abs(last[1] - first[1])
    if not under or room < 2.2 * size:
        said = f"{over} {under}".strip()
        return [Words("dimension", (x - 1.3, y - 0.36 * size), said, 0.86 * size, "end")]
    return [
        Words("dimension", (x - 1.3, y + 0.12 * size), over, size, "end"),
        Words("dimension", (x - 1.3, y - 0.95 * size), under, 0.86 * size, "end"),
    ]


def wide(text: str, size: float) -> float:
    """Return about how wide a row is, millimetres: a full square for Chinese, half for others."""
    return sum(size if ord(sign) > 0x2E7F else 0.56 * size for sign in text)


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Return a text in rows no wider than ``room``; no row begins with a closing sign."""
    rows, row = [], ""
    for sign in text:
        if row and wide(row + sign, size) > room and sign not in "，。；：、）》”":
            rows.append(row)
            row = ""
        row += sign
    return [*rows, row] if row else rows


def fit(
    sizes: Sequence[Point], around: Point, scales: Sequence[tuple[Paper, float]]
) -> tuple[Paper, float]:
    """Return the first paper and scale that hold every drawing of a set.

    Args:
        sizes: width and height of each drawing in metres.
        around: millimetres that dimensions take, across and upwards.
        scales: what to try, the best first; the last is taken if nothing fits.
    """
    for paper, scale in scales:
        wide_mm = paper.width - BIND - EDGE - around[0]
        high_mm = paper.height - 2 * EDGE - paper.mark[1] - around[1]
        if all(w * 1000 / scale <= wide_mm and h * 1000 / scale <= high_mm for w, h in sizes):
            return paper, scale
    return scales[-1]
