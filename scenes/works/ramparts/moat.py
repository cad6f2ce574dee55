"""The moat before a city wall (护城河): its cut banks, its water, the bridge to the gate; metres."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scenes.model import SetModel
from scenes.solids import Mesh, boxes, merge, prism
from scenes.works.ramparts import masonry

REACH = 140.0  # how far it is seen to run to both sides
BERM = 3.6  # level ground between the foot of the outer gate and the water's edge (source: own)
LAND = -0.06  # level of the land round a work
_BATTER = 0.22  # a bank of earth leans so much of its height
_ARCH = 0.5  # half the breadth of a bridge's opening, in parts of the water's
_SIDE = 3.1  # half the breadth of the bridge
_RAIL = 0.85


@dataclass(frozen=True, slots=True)
class Moat:
    """A moat along x: ``near`` its bank towards the wall (y), ``wide``, ``deep``; ``water`` level.

    ``stone`` where the bridge is an arch of stone; a bridge of beams otherwise.
    """

    near: float
    wide: float
    deep: float
    water: float
    stone: bool

    @property
    def far(self) -> float:
        """Return y of the bank away from the wall."""
        return self.near - self.wide

    @property
    def pit(self) -> tuple[float, float, float, float]:
        """Return where the land is open for it, x0 x1 y0 y1."""
        return (-REACH, REACH, self.far, self.near)

    def wets(self, y: float, room: float = 0.4) -> bool:
        """Return whether a place lies in the moat or at its very edge."""
        return self.far - room < y < self.near + room


def dig(model: SetModel, m: Moat) -> None:
    """Lay banks and water, and bridge them before the gate."""
    bottom = LAND - m.deep
    lean = _BATTER * m.deep
    for name, y, away in (("near", m.near, -1), ("far", m.far, 1)):
        outline = [(y - away * 0.6, LAND), (y, LAND), (y + away * lean, bottom),
                   (y - away * 0.6, bottom)]  # fmt: skip
        model.add_part(f"moat.{name}", *prism(outline, 2 * REACH, "yz"), "earth")
        model.place(f"moat.{name}", "ground", rule="wall.moat.wide", name="壕岸")
    water = [(-REACH, REACH, m.far + 0.02, m.near - 0.02, m.water - 0.02, m.water)]
    model.add_part("moat.water", *boxes(water), "water")
    model.place("moat.water", "water", rule="wall.moat.deep", name="护城河")
    deck = _arched(m) if m.stone else _beams(m)
    for part, mesh, material, element in deck:
        model.add_part(f"moat.{part}", *mesh, material)
        model.place(f"moat.{part}", element, rule="own", name="护城河桥")


def _arched(m: Moat) -> list[tuple[str, Mesh, str, str]]:
    """Return a single arch of stone with solid railings, level with the road."""
    y0, y1 = m.far - 0.9, m.near + 0.9
    middle, half = (y0 + y1) / 2, _ARCH * m.wide * 0.86
    rise = min(half, LAND - m.water + 0.25 - 0.35)
    spring = max(m.water - 0.15, LAND - rise - 0.55)
    line = [(middle + half * dy, spring + rise * dz) for dy, dz in _bow()]
    body = [(y0, 0.0), (y0, LAND - m.deep), (line[0][0], LAND - m.deep), *line,
            (line[-1][0], LAND - m.deep), (y1, LAND - m.deep), (y1, 0.0)]  # fmt: skip
    rails = [(s * _SIDE - 0.16, s * _SIDE + 0.16, y0, y1, -0.01, _RAIL) for s in (-1, 1)]
    return [
        ("arch", prism(body, 2 * _SIDE + 0.2, "yz"), "stone", "wall"),
        ("deck", boxes([(-_SIDE + 0.16, _SIDE - 0.16, y0, y1, -0.02, 0.045)]), "slab", "floor"),
        ("rails", boxes(rails), "stone", "railing"),
    ]


def _bow() -> list[tuple[float, float]]:
    """Return a half circle from one springing to the other, radius 1."""
    return [(-math.cos(math.pi * k / 12), math.sin(math.pi * k / 12)) for k in range(13)]


def _beams(m: Moat) -> list[tuple[str, Mesh, str, str]]:
    """Return a bridge of logs and planks, with a hand rail."""
    y0, y1 = m.far - 1.1, m.near + 1.1
    logs = [(x - 0.17, x + 0.17, y0, y1, -0.40, -0.062) for x in (-2.4, -1.2, 0.0, 1.2, 2.4)]
    count = max(6, int((y1 - y0) / 0.26))
    step = (y1 - y0) / count
    planks = [(-_SIDE, _SIDE, y0 + k * step + 0.012, y0 + (k + 1) * step - 0.012, -0.06, 0.045)
              for k in range(count)]  # fmt: skip
    posts = [(s * _SIDE - 0.12, s * _SIDE - 0.01, y - 0.06, y + 0.06, 0.0, _RAIL)
             for s in (-1, 1) for y in (y0 + 0.2, m.near - m.wide / 2, y1 - 0.2)]  # fmt: skip
    rails = [(s * _SIDE - 0.11, s * _SIDE - 0.02, y0, y1, _RAIL - 0.01, _RAIL + 0.08)
             for s in (-1, 1)]  # fmt: skip
    return [
        ("logs", boxes(logs), "timber", "beam"),
        ("planks", boxes(planks), "timber", "floor"),
        ("rails", merge(boxes(posts), boxes(rails)), "timber", "railing"),
    ]


def before(r: masonry.Rampart, court: float, size: tuple[float, float], *, drop: float) -> Moat:
    """Return the moat of a wall whose outer gate's middle lies ``court`` before it.

    Args:
        r: the wall; its face says of what the bridge is.
        court: metres from the wall's middle to the outer gate's.
        size: breadth and depth of the moat.
        drop: how far the water lies under the land.
    """
    foot = -court - (0.72 * r.base + 2.0) / 2
    return Moat(foot - BERM, *size, LAND - drop, r.face == "brick")
