"""What crowns a front of the Republic: parapet, posts with balls, a crest in one of four shapes.

Crests (西式山花) are our own reading of fronts at 太原, 太谷 and 平遥 (own, low): stepped, round
between scrolls, a pediment, or none; between posts a wall, an open fret of bricks or balusters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import solids
from scenes.works.streets.kit import Kit, between

CRESTS = ("step", "round", "pediment", "plain")
FILLS = ("wall", "fret", "balusters")
POST = 0.24  # half the breadth of a post


@dataclass(frozen=True, kw_only=True, slots=True)
class Parapet:
    """A parapet over posts at ``xs``: its foot, height, the crest's height over it, its face's y.

    ``crest`` is of ``CRESTS``, ``fill`` of ``FILLS``; ``wide`` is half the crest's breadth.
    """

    xs: tuple[float, ...]
    foot: float
    high: float
    rise: float
    wide: float
    crest: str
    fill: str
    y: float
    material: str
    trim: str

    @property
    def top(self) -> float:
        """Return the highest point: of the crest, or of the balls on the posts."""
        balls = self.foot + self.high + 0.12 + BALL
        crown = {"step": 0.09, "round": 0.07, "pediment": 0.13}.get(self.crest, -9.0)
        return max(balls, self.foot + self.high + self.rise + crown)

    @property
    def field(self) -> tuple[float, float, float]:
        """Return half the breadth and the two heights of the crest's field for letters."""
        low = self.foot + 0.16
        high = self.foot + self.high + (0.55 * self.rise if self.crest != "plain" else -0.10)
        return 0.72 * self.wide, low, high


BALL = 0.46  # metres from a cap to the top of its ball
_BALL = [(0.10, 0.0), (0.12, 0.05), (0.05, 0.10), (0.05, 0.14), (0.14, 0.22), (0.16, 0.30), (0.12, 0.40), (0.03, BALL)]  # fmt: skip


def crown(kit: Kit, p: Parapet) -> None:
    """Put a parapet, its posts and its crest."""
    y0, y1 = p.y, p.y + 0.30
    top = p.foot + p.high
    for x in p.xs:
        kit.boxes(
            "post", [(x - POST, x + POST, y0 - 0.05, y1, p.foot, top + 0.02)], p.material, "wall"
        )
        kit.boxes("cap", [(x - POST - 0.05, x + POST + 0.05, y0 - 0.10, y1 + 0.04, top + 0.02, top + 0.12)], p.trim, "wall")  # fmt: skip
        ball = solids.shifted(solids.lathe(_BALL, 12), x, (y0 + y1) / 2 - 0.03, top + 0.12)
        kit.add("ball", ball, p.trim, "wall")
    for a, c in zip(p.xs[:-1], p.xs[1:], strict=True):
        inside = p.crest != "plain" and abs(a + c) / 2 < p.wide
        _between(kit, p, (a + POST, c - POST), "wall" if inside else p.fill)
    if p.crest != "plain":
        _CREST[p.crest](kit, p, top)


def _between(kit: Kit, p: Parapet, span: tuple[float, float], fill: str) -> None:
    """Fill the length between two posts."""
    (a, c), y0, y1 = span, p.y + 0.02, p.y + 0.24
    top = p.foot + p.high - 0.08
    kit.boxes("coping", [(a, c, y0 - 0.06, y1 + 0.05, top, top + 0.08)], p.trim, "wall")
    if fill == "wall":
        kit.boxes("parapet", [(a, c, y0, y1, p.foot, top)], p.material, "wall")
        return
    kit.boxes("parapet", [(a, c, y0, y1, p.foot, p.foot + 0.22)], p.material, "wall")
    low = p.foot + 0.22
    if fill == "balusters":
        shape = [
            (0.07, 0.0),
            (0.045, 0.06),
            (0.085, 0.16),
            (0.05, 0.30),
            (0.04, 0.36),
            (0.07, 0.42),
        ]
        scale = (top - low) / 0.42
        one = solids.lathe([(r, low + z * scale) for r, z in shape], 8)
        spots = [(float(x), (y0 + y1) / 2, 0.0) for x in between(a, c, 0.30, 0.16)]
        kit.add("baluster", solids.repeated(one, spots), p.trim, "wall")
        return
    courses = max(3, round((top - low) / 0.13))
    high = (top - low) / courses
    bricks = []
    for k in range(courses):
        marks = between(a, c, 0.34)
        shift = 0.5 * (marks[1] - marks[0]) * (k % 2)
        bricks += [
            (max(a, x + shift - 0.10), min(c, x + shift + 0.10), y0 + 0.02, y1 - 0.02,
             low + k * high, low + (k + 1) * high)
            for x in marks if min(c, x + shift + 0.10) - max(a, x + shift - 0.10) > 0.03
        ]  # fmt: skip
    kit.boxes("fret", bricks, p.material, "wall")


def _step(kit: Kit, p: Parapet, top: float) -> None:
    """Put a crest in three steps."""
    y0, y1 = p.y - 0.01, p.y + 0.27
    low = p.foot + 0.004
    for k, (part, up) in enumerate(((1.0, 0.34), (0.72, 0.70), (0.42, 1.0))):
        w, z = part * p.wide, top + up * p.rise
        deep = 0.004 * k
        kit.boxes("crest", [(-w, w, y0 - deep, y1 + deep, low, z)], p.material, "wall")
        kit.boxes("crest_cap", [(-w - 0.06, w + 0.06, y0 - 0.07 - deep, y1 + 0.05 + deep, z, z + 0.09)], p.trim, "wall")  # fmt: skip


def _round(kit: Kit, p: Parapet, top: float) -> None:
    """Put a round crest between scrolls."""
    y = p.y + 0.13
    shoulder, inner = top + 0.36 * p.rise, 0.62 * p.wide
    t = np.linspace(0.0, np.pi, 15)
    head = [(inner * np.cos(a), shoulder + (p.rise - 0.36 * p.rise) * np.sin(a)) for a in t]
    side = [(inner + (p.wide - inner) * u, top + 0.02 + 0.34 * p.rise * (1 - u) ** 2) for u in (1.0, 0.7, 0.4, 0.15)]  # fmt: skip
    line = [(p.wide, p.foot + 0.004), *side, *head, *[(-x, z) for x, z in side[::-1]], (-p.wide, p.foot + 0.004)]  # fmt: skip
    kit.add("crest", solids.shifted(solids.prism(line, 0.28, "xz"), y=y), p.material, "wall")
    path = np.array([(x, y, z + 0.02) for x, z in head[1:-1]])
    kit.add("crest_cap", solids.swept(path, solids.rectangle(0.40, 0.10)), p.trim, "wall")
    for s in (-1, 1):
        scroll = solids.prism(
            solids.circle(0.17, 14) + [s * (inner + 0.20), top + 0.20], 0.36, "xz"
        )
        kit.add("scroll", solids.shifted(scroll, y=y), p.trim, "wall")


def _pediment(kit: Kit, p: Parapet, top: float) -> None:
    """Put a pediment over a low attic."""
    y, eave = p.y + 0.13, top + 0.40 * p.rise
    attic = [(-p.wide, p.foot + 0.004), (p.wide, p.foot + 0.004), (p.wide, eave), (0.0, top + p.rise), (-p.wide, eave)]  # fmt: skip
    kit.add("crest", solids.shifted(solids.prism(attic, 0.28, "xz"), y=y), p.material, "wall")
    w = p.wide
    kit.boxes(
        "crest_cap", [(-w - 0.05, w + 0.05, y - 0.21, y + 0.17, eave - 0.10, eave)], p.trim, "wall"
    )
    for s in (-1, 1):
        rake = [(s * (w + 0.12), eave - 0.004), (s * (w + 0.12), eave + 0.10), (0.0, top + p.rise + 0.13), (0.0, top + p.rise)]  # fmt: skip
        kit.add("rake", solids.shifted(solids.prism(rake, 0.40, "xz"), y=y - 0.01), p.trim, "wall")


_CREST = {"step": _step, "round": _round, "pediment": _pediment}
