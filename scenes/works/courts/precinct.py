"""What lies between the halls of an axis: side halls, things of the court, walls, paving."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from scenes import solids
from scenes.building import Building
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.siteplan import QUARTER, Member
from scenes.works.courts import archway, gateway, house, layout
from scenes.works.courts.house import House

Step = Mapping[str, Any]
GALLERY = 3.6  # metres, front columns to the back of the rear wall
PATH = 1.7  # half the breadth of the way on the axis


@dataclass(frozen=True, slots=True)
class Court:
    """A court before a hall: from and to along y, half its breadth, whose court it is."""

    y0: float
    y1: float
    half: float
    name: str


def flank(
    members: list[Member], court: Court, halls: Sequence[tuple[Step, Building | None]],
    member: Callable[..., Member],
) -> None:  # fmt: skip
    """Put side halls on both sides of a court, one behind another, facing its axis."""
    length = sum(2 * b.platform_half[0] + 1.6 for _, b in halls if b) - 1.6
    y = (court.y0 + court.y1) / 2 - length / 2
    for step, b in halls:
        if b is None:
            continue
        wide, deep = b.platform_half
        for side, word in ((1, "东"), (-1, "西")):
            one = member(step, b, (side * (court.half + deep), y + wide), -side * QUARTER)
            members.append(Member(f"{word}{one.name}", *_rest(one)))
        y += 2 * wide + 1.6


def _rest(one: Member) -> tuple[Any, ...]:
    return one.make, one.rect, one.part, one.at, one.turn, one.solid


def furnish(members: list[Member], court: Court, wanted: Sequence[Step], book: Ledger) -> None:
    """Put the things of a court on its axis; ``at`` is a part of the court's depth."""
    for thing in wanted:
        if thing["thing"] == "pool":
            radius = book.ruled("pool", "axis.pool")
            y = court.y0 + float(thing["at"]) * (court.y1 - court.y0)
            pool = partial(archway.pool, radius, 1.5)
            rect = (-radius - 1, radius + 1, -radius / 2 - 1, radius / 2 + 1)
            members.append(Member(thing["name"], pool, rect, "pool", (0.0, y, 0.0)))
            continue
        make, deep = standing(thing)
        y = court.y0 + float(thing["at"]) * (court.y1 - court.y0)
        members.append(Member(thing["name"], make, (-1.8, 1.8, -deep / 2, deep / 2),
                              thing["thing"], (0.0, y, 0.0)))  # fmt: skip


def standing(step: Step) -> tuple[Callable[[], SetModel], float]:
    """Return what makes a thing on the axis, and how deep it is."""
    kind = step["thing"]
    if kind == "screen":
        return partial(gateway.screen, float(step.get("wide", 9.0)), 4.6, False), 1.0
    if kind == "stele":
        return partial(archway.stele, 2.5), 1.0
    stone = kind == "gate_arch"
    bays = tuple(float(b) for b in step.get("bays", (3.2,)))
    return partial(archway.archway, bays, float(step.get("high", 4.4)), tall_posts=stone,
                   roofed=not stone), 1.8  # fmt: skip


def enclose(
    members: list[Member], half: float, lines: Sequence[tuple[float, float]], back: float,
    high: float, material: str, doors: Mapping[int, Sequence[tuple[float, float]]] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Put walls round a precinct and across it at each gate.

    Args:
        members: taken to.
        half: of the precinct's breadth.
        lines: y of each gate and half of the opening it leaves, the outer gate first.
        back: y where the precinct ends.
        high: of the walls.
        material: what they are faced with.
        doors: by side (1 east, −1 west) the lengths of its wall that stand, where doors part it.
    """
    put = layout.putter(members)
    front = lines[0][0]
    for s in (-1, 1):
        for a, b in doors.get(s, ((front, back),)):
            part = "wall_side" if s not in doors else f"wall_side_{s}_{a:.1f}"
            side = partial(gateway.wall, b - a, high, material)
            put("院墙", part, side, s * (half + 0.3), (a + b) / 2, 0.0, QUARTER)
    put(
        "院墙", "wall_back", partial(gateway.wall, 2 * half + 0.02, high, material), 0.0, back + 0.3
    )
    for number, (y, gap) in enumerate(lines):
        length = half - gap
        make = partial(gateway.wall, length, high, material)
        for s in (-1, 1):
            put("院墙", f"wall_front_{number}", make, s * (gap + length / 2), y)


def galleries(members: list[Member], half: float, front: float, back: float) -> None:
    """Put an open gallery (廊) along both sides of a precinct, as a 廊院 has."""
    count = max(3, round((back - front) / 3.4))
    bay = (back - front - 2 * (house.COLUMN + 0.3)) / count
    one = House(
        bays=(bay,) * count, depth=GALLERY, floor=0.35, column=3.0, rise=1.05, roof="双坡",
        front=("O",) * count, rich=False, wall="plaster_white", gable_out=0.4, timber="redwood",
        steps=False,
    )  # fmt: skip
    for side, word in ((1, "东"), (-1, "西")):
        members.append(layout.built(f"{word}廊", one, "gallery", side * (half - one.depth / 2 - 0.1),
                                    (front + back) / 2, -side * QUARTER))  # fmt: skip


def pave(
    members: list[Member], half: float, front: float, back: float, holes: Sequence[Member]
) -> None:
    """Lay the precinct's ground, and the way on its axis; both leave a pool open."""
    put = layout.putter(members)
    spans = [(front - 14.0, back)]
    for hole in holes:
        y0, y1 = float(hole.corners[:, 1].min()), float(hole.corners[:, 1].max())
        wide = float(hole.corners[:, 0].max())
        last = spans.pop()
        spans += [(last[0], y0), (y1, last[1])]
        for s in (-1, 1):
            a, b = sorted((s * wide, s * half))
            make = partial(gateway.ground, a, b, y0, y1, "paving")
            put("院地", f"yard_{s}_{y0:.1f}", make, 0.0, 0.0)
    for number, (a, b) in enumerate(spans):
        ground = partial(gateway.ground, -half, half, a, b, "paving")
        put("院地", f"yard_{number}", ground, 0.0, 0.0)
        put("甬路", f"path_{number}", partial(_path, a, b), 0.0, 0.0)


def _path(a: float, b: float) -> SetModel:
    """Return the way on the axis: slabs between kerbs."""
    model = SetModel()
    gateway.put(model, "path", solids.boxes([(-PATH, PATH, a + 0.05, b - 0.05, -0.1, 0.012)]), "slab",
                "ground")  # fmt: skip
    kerbs = [(s * PATH - 0.09, s * PATH + 0.09, a + 0.04, b - 0.04, -0.1, 0.016) for s in (-1, 1)]
    gateway.put(model, "kerb", solids.boxes(kerbs), "stone", "ground")
    return model
