"""Archways across a street (牌坊): four pillars, three openings, beams with words, small roofs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import lattice, signs, solids
from scenes.model import Matrix, SetModel
from scenes.signs import Sign
from scenes.solids import placement
from scenes.works.streets import roofing
from scenes.works.streets.kit import Kit
from scenes.works.streets.roofing import Cover


@dataclass(frozen=True, kw_only=True, slots=True)
class Archway:
    """Metres: clear widths, height of the middle pillars; ``text`` stands on its plaque."""

    span: float
    side: float
    tall: float
    text: str
    back: str
    leftward: bool = True

    @property
    def xs(self) -> tuple[float, float, float, float]:
        """Return the axes of the pillars."""
        inner = self.span / 2 + 0.2
        outer = inner + self.side + 0.4
        return (-outer, -inner, inner, outer)

    @property
    def top(self) -> float:
        """Return the height of the middle ridge's ends."""
        return roofing.ridge_top(True, False, self._line(self.tall + 1.55))

    @property
    def low(self) -> float:
        """Return the height of the outer pillars."""
        return 0.80 * self.tall

    @staticmethod
    def _line(z: float) -> roofing.Profile:
        line = roofing.double(1.3, 0.45, 0.45, z, 0.55, round_=False)
        return np.asarray(line - np.array([0.65, 0.0]), np.float64)

    def raised(self) -> SetModel:
        """Return the timber, stone and tile of it, without words."""
        kit = Kit()
        for x in self.xs:
            high = self.tall if abs(x) < self.xs[3] else self.low
            _pillar(kit, x, high)
        _bay(kit, self.xs[1], self.xs[2], self.tall)
        for a, c in ((self.xs[0], self.xs[1]), (self.xs[2], self.xs[3])):
            _bay(kit, a, c, self.low)
        spans = (
            (self.xs[1] - 0.5, self.xs[2] + 0.5, self.tall),
            (self.xs[0] - 0.6, self.xs[1] - 0.25, self.low),
            (self.xs[2] + 0.25, self.xs[3] + 0.6, self.low),
        )
        for x0, x1, z in spans:
            line = self._line(z + 1.55)
            _clusters(kit, x0 + 0.35, x1 - 0.35, z + 0.62)
            peak = (0.0, float(line[:, 1].max()))
            roofing.lay(kit, Cover(x0=x0, x1=x1, line=line, ridge=peak, back=True))
            ends = roofing.under(line, -0.9, 0.9, roofing.BED + 0.004)
            board = solids.prism([*ends, *[(y, z - 0.22) for y, z in ends[::-1]]], 0.05, "yz")
            for x in (x0 + 0.04, x1 - 0.04):
                kit.add("barge", solids.shifted(board, x=x), "redwood", "roof")
        return kit.model("archway.span")


def _pillar(kit: Kit, x: float, high: float) -> None:
    kit.add(
        "pillar",
        solids.shifted(solids.lathe([(0.20, 0.5), (0.18, high + 0.6)], 14), x),
        "column_late",
        "column",
    )
    drum = [
        (-0.62, 0.0),
        (0.62, 0.0),
        (0.62, 0.55),
        (0.36, 0.72),
        (0.24, 1.35),
        (-0.24, 1.35),
        (-0.36, 0.72),
        (-0.62, 0.55),
    ]
    kit.add("clamp", solids.shifted(solids.prism(drum, 0.52, "yz"), x), "stone", "platform")
    kit.boxes("foot", [(x - 0.42, x + 0.42, -0.85, 0.85, -0.3, 0.16)], "slab", "platform")
    brace = [(-0.22, high * 0.55), (-1.25, 0.14), (-1.10, 0.14), (-0.20, high * 0.50)]
    kit.add("brace", solids.shifted(solids.prism(brace, 0.14, "yz"), x), "column_late", "column")
    other = [(-y, z) for y, z in brace][::-1]
    kit.add("brace", solids.shifted(solids.prism(other, 0.14, "yz"), x), "column_late", "column")


def _bay(kit: Kit, a: float, c: float, z: float) -> None:
    """Put two beams with a board between, painted, and spandrels."""
    kit.boxes("lower_beam", [(a, c, -0.12, 0.12, z - 0.62, z - 0.30)], "paint_green", "beam")
    kit.boxes("upper_beam", [(a, c, -0.14, 0.14, z + 0.26, z + 0.56)], "paint_blue", "beam")
    kit.boxes("flat_plate", [(a - 0.3, c + 0.3, -0.2, 0.2, z + 0.56, z + 0.64)], "redwood", "beam")
    field = lattice.pattern("方格", c - a - 0.36, 0.54)
    kit.add(
        "field_lattice", solids.shifted(field, (a + c) / 2, 0.0, z - 0.29), "leaf_lattice", "beam"
    )
    shape = [(0.0, 0.0), (0.62, 0.0), (0.50, -0.10), (0.30, -0.14), (0.16, -0.30), (0.0, -0.40)]
    for x, s in ((a + 0.17, 1), (c - 0.17, -1)):
        outline = [(x + s * u, z - 0.61 + v) for u, v in shape]
        kit.add("spandrel", solids.prism(outline, 0.09, "xz"), "paint_green", "beam")


def _clusters(kit: Kit, x0: float, x1: float, z: float) -> None:
    """Put bracket clusters in three tiers under a small roof, as stacked blocks and arms."""
    count = max(2, round((x1 - x0) / 0.55))
    for x in np.linspace(x0, x1, count + 1):
        for k in range(3):
            reach, up = 0.18 + 0.17 * k, z + 0.27 * k
            wide = 0.16 + 0.03 * k
            kit.boxes(
                "arm",
                [(x - 0.05, x + 0.05, -reach, reach, up + 0.02, up + 0.13)],
                "paint_green",
                "bracket",
            )
            kit.boxes(
                "tie",
                [(x - wide, x + wide, -0.05, 0.05, up + 0.03, up + 0.12)],
                "paint_blue",
                "bracket",
            )
            for y in (-reach + 0.05, 0.0, reach - 0.05):
                kit.boxes(
                    "block",
                    [(x - 0.075, x + 0.075, y - 0.07, y + 0.07, up + 0.13, up + 0.25)],
                    "paint_blue",
                    "bracket",
                )
    kit.boxes(
        "purlin",
        [(x0 - 0.2, x1 + 0.2, y - 0.07, y + 0.07, z + 0.79, z + 0.90) for y in (-0.5, 0.0, 0.5)],
        "redwood",
        "beam",
    )


def put(model: SetModel, one: Archway, at: Matrix) -> None:
    """Put an archway into a set, its words on both faces."""
    model.take(one.raised(), "archway.", at)
    wide = min(0.9 * one.span, 0.78 * max(len(one.text), 3))
    for text, turn in ((one.text, 0.0), (one.back, np.pi)):
        sign = Sign(
            text=text, form="plaque", wide=wide, high=0.80, style="black", leftward=one.leftward
        )
        face = at @ placement(turn=turn) @ placement(0.0, -0.17, one.tall - 0.02)
        signs.hang(model, sign, face)
