"""What is built on to an axis of halls: a porch before the main hall (抱厦), courts beside it (跨院)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from scenes import platform, raising, solids
from scenes.building import Building
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.siteplan import QUARTER, Member
from scenes.solids import Mesh, placement
from scenes.spec import SetSpec
from scenes.works.courts import gateway, house, layout, tilework
from scenes.works.courts.house import House
from scenes.works.courts.precinct import Court

_PORCH, _SIDE = ("抱厦", "龟头殿"), ("跨院", "偏院", "别院")
_UNDER = 0.45  # metres that a porch's rear columns stand behind the edge of the hall's eave
_HEAD = 0.62  # from a porch's column heads to the hall's eave over them, at least
_TALLEST = 3.7  # metres of a porch's columns
_TREAD, _RISER = 0.32, 0.155
_LONG = 2.2  # times as deep as it is broad, a side court is at most
_DOOR = 0.85  # half the breadth of a door into a side court
_WALL = 0.6  # metres of ground that a wall of the precinct takes


@dataclass(frozen=True, kw_only=True, slots=True)
class Porch:
    """A porch in its hall's own frame, metres.

    ``bays`` are its front bays; ``rear`` and ``front`` the y of its rows of columns, ``foot`` the
    heights they stand at, ``head`` where they end; ``edge`` the y of the hall's platform. ``base``
    tells whether it brings a platform of its own: on a terrace it needs none.
    """

    bays: tuple[float, ...]
    rear: float
    front: float
    foot: tuple[float, float]
    head: float
    edge: float
    base: bool
    round: bool
    timber: str

    @property
    def outermost(self) -> float:
        """Return the y of its lowest step, or of its front columns where it has no steps."""
        count = max(2, round(self.foot[1] / _RISER))
        return self.front - house.OUT - (_TREAD * count if self.base else 0.0)


def asks_porch(book: Ledger, recorded: bool) -> bool:
    """Tell whether a porch stands before the main hall: recorded, or asked for by name."""
    return recorded or any(word in said for said in book.spec.features for word in _PORCH)


def porch_of(book: Ledger, b: Building, eave: float) -> Porch:
    """Return the porch of a hall: as broad as its middle bays, tucked under its eave.

    Args:
        book: its depth is entered.
        b: the hall.
        eave: the height of the hall's eave, metres, at its lowest.
    """
    deep = book.ruled("porch", "axis.porch")
    middle = len(b.bays) // 2
    bays = b.bays[middle - 1 : middle + 2] if len(b.bays) >= 5 else (b.bays[middle],)
    edge, rear = -b.platform_half[1], -(b.depth / 2 + b.eave) + _UNDER
    ahead = platform.terrace(b)
    if ahead is not None:
        deep = min(deep, ahead.out + max(rear - edge, 0.0) - 0.6)
        bays = bays if sum(bays) / 2 + 0.4 < ahead.half else (b.bays[middle],)
    low = ahead.high if ahead else b.platform - 0.02
    foot = b.platform if rear > edge else low
    head = min(eave - _HEAD, foot + _TALLEST)
    return Porch(
        bays=tuple(bays), rear=rear, front=rear - deep, foot=(foot, low), head=head, edge=edge,
        base=ahead is None, round=book.period in ("yuan", "ming", "qing", "minguo", "dangdai"),
        timber="old_timber" if book.case["kind"] == "yamen" else "redwood",
    )  # fmt: skip


def lowest_eave(model: SetModel, b: Building) -> float:
    """Return how low the front eave of a raised hall hangs over its middle, metres."""
    line = -(b.depth / 2 + b.eave)
    lows = []
    for one in model.instances:
        if one.element in ("rafter", "roof"):
            at = model.parts[one.part].vertices @ one.matrix[:3, :3].T + one.matrix[:3, 3]
            near = at[(np.abs(at[:, 0]) < b.width / 3) & (np.abs(at[:, 1] - line) < 0.35)]
            lows += [float(near[:, 2].min())] if len(near) else []
    return min(lows)


def raise_porch(p: Porch) -> SetModel:
    """Return the geometry of a porch: columns, beams, a roof of two slopes, its base and steps."""
    model = SetModel()
    axes = np.concatenate([[0.0], np.cumsum(p.bays)]) - sum(p.bays) / 2
    deep, middle = p.rear - p.front, (p.rear + p.front) / 2
    for number, (y, foot) in enumerate(zip((p.rear, p.front), p.foot, strict=True)):
        _columns(model, p, axes, y, foot, number)
    _beams(model, p, axes)
    roof = House(
        bays=p.bays, depth=deep, floor=0.0, column=p.head, rise=0.29 * deep, front=(),
        roof="卷棚" if p.round else "双坡", gable_out=0.35, timber=p.timber,
    )  # fmt: skip
    over = SetModel()
    house.lay_roof(over, roof)
    model.take(over, "porch_", placement(y=middle))
    ends = solids.prism(_pediment(roof), 0.05, "yz")
    at = [(s * (sum(p.bays) / 2 - 0.02), middle, 0.0) for s in (-1, 1)]
    gateway.put(model, "porch_pediment", solids.repeated(ends, at), p.timber, "wall")
    if p.base:
        _base(model, p)
    return model


def _columns(
    model: SetModel, p: Porch, axes: np.ndarray, y: float, foot: float, number: int
) -> None:  # fmt: skip
    high = p.head - foot
    column = solids.lathe([(0.17, 0.0), (0.155, high - 0.12)], 12)
    model.add_part(f"porch_column_{number}", *column, p.timber)
    base = solids.lathe([(0.27, -0.02), (0.29, 0.06), (0.26, 0.15), (0.20, 0.18)], 12)
    model.add_part("porch_stone", *base, "stone")
    for x in axes:
        model.place(f"porch_column_{number}", "column", placement(float(x), y, foot), "axis.porch")
        model.place("porch_stone", "column", placement(float(x), y, foot), "axis.porch")


def _beams(model: SetModel, p: Porch, axes: np.ndarray) -> None:
    """Put architraves and purlins along both rows, beams across, and posts under the ridge."""
    x, top = float(axes[-1]), p.head
    rows = [(-x + 0.01, x - 0.01, y - 0.10, y + 0.10, top - 0.42, top - 0.16)
            for y in (p.rear, p.front)]  # fmt: skip
    rows += [(float(a) - 0.11, float(a) + 0.11, p.front - 0.25, p.rear + 0.25, top - 0.17, top)
             for a in axes]  # fmt: skip
    middle, rise = (p.rear + p.front) / 2, 0.29 * (p.rear - p.front)
    rows += [(float(a) - 0.09, float(a) + 0.09, middle - 0.09, middle + 0.09, top - 0.002, top + 0.7 * rise)
             for a in axes]  # fmt: skip
    purlins = solids.bars([(-x - 0.3, y, top + 0.11) for y in (p.rear, p.front)],
                          [(x + 0.3, y, top + 0.11) for y in (p.rear, p.front)], solids.circle(0.12, 10))  # fmt: skip
    gateway.put(model, "porch_beams", solids.merge(solids.boxes(rows), purlins), p.timber, "beam",
                "axis.porch")  # fmt: skip


def _pediment(roof: House) -> list[tuple[float, float]]:
    """Return the outline (y, z) of the board under a porch's gable."""
    low = roof.curve - [0.0, tilework.BED + 0.03]
    keep = low[(low[:, 0] > roof.face + 0.05) & (low[:, 0] < -0.5)]
    line = [(float(y), float(z)) for y, z in keep]
    foot = roof.column + 0.005
    outline = [
        (roof.face + 0.05, foot),
        *line,
        *[(-y, z) for y, z in line[::-1]],
        (-roof.face - 0.05, foot),
    ]
    return outline[::-1]


def _base(model: SetModel, p: Porch) -> None:
    """Put the platform that a porch brings, up to the hall's own, and steps before it."""
    half, high = sum(p.bays) / 2 + 0.55, p.foot[1]
    y0 = p.front - house.OUT
    gateway.put(model, "porch_base", solids.boxes([(-half, half, y0 + 0.03, p.edge - 0.002, -0.28, high - 0.12)]),
                "brick", "platform")  # fmt: skip
    floor = [(-half - 0.02, half + 0.02, y0, p.edge - 0.003, high - 0.13, high)]
    gateway.put(model, "porch_floor", solids.boxes(floor), "stone", "platform")
    count = max(2, round(high / _RISER))
    wide = p.bays[len(p.bays) // 2] / 2 + 0.1
    steps = [(-wide, wide, y0 - _TREAD * (count - k), y0 + 0.02, -0.2, (high - 0.01) * (k + 1) / (count + 1))
             for k in range(count)]  # fmt: skip
    gateway.put(model, "porch_steps", solids.boxes(steps), "slab", "step")


# --- side courts ---------------------------------------------------------------------------------


def sides(spec: SetSpec) -> tuple[int, ...]:
    """Return on which sides of the axis courts are asked for: 1 east, −1 west."""
    said = "".join(one for one in spec.features if any(word in one for word in _SIDE))
    if not said:
        return ()
    found = tuple(s for s, words in ((1, "东左"), (-1, "西右")) if any(w in said for w in words))
    both = any(word in said for word in ("两侧", "两边", "两路"))
    return (1, -1) if both else found or (1,)


@dataclass(frozen=True, kw_only=True, slots=True)
class SideCourt:
    """A court beside the axis, metres: ``side`` 1 east or −1 west, from ``x0`` outward ``wide``."""

    side: int
    x0: float
    wide: float
    y0: float
    y1: float

    @property
    def door(self) -> float:
        """Return the y of its door into the precinct."""
        return self.y0 + 2.6

    @property
    def middle(self) -> float:
        """Return the x of its middle."""
        return self.side * (self.x0 + self.wide / 2)


def laid_out(book: Ledger, court: Court, back: float, half: float, b: Building) -> list[SideCourt]:
    """Return the side courts that are asked for, beside the main court and its hall.

    Args:
        book: their breadth is entered.
        court: the main hall's.
        back: y behind the main hall.
        half: of the precinct's breadth.
        b: the house that stands at a side court's end.
    """
    wanted = sides(book.spec)
    if not wanted:
        return []
    wide = max(book.ruled("side_court", "axis.side"), 2 * b.platform_half[0] + 2.2)
    need = 2 * b.platform_half[1] + 2 * b.platform_half[0] + 6.0
    y0 = min(max(court.y0 + 0.4, back - _LONG * wide), back - need)
    return [SideCourt(side=s, x0=half + _WALL, wide=wide, y0=y0, y1=back) for s in wanted]


def put_side(
    members: list[Member], one: SideCourt, b: Building, high: float, material: str,
    rect: tuple[float, float, float, float],
) -> None:  # fmt: skip
    """Put a side court: its house at the end, a wing on the outer side, walls, ground and door."""
    put = layout.putter(members)
    make: Callable[[], SetModel] = partial(raising.raise_hall, b)
    word = "东" if one.side > 0 else "西"
    s, outer = one.side, one.side * (one.x0 + one.wide)
    members.append(
        Member(
            f"{word}跨院正房", make, rect, "side_house", (one.middle, one.y1 - rect[3] - 0.4, 0.0)
        )
    )
    wing_y = one.y0 + 1.0 + b.platform_half[0]
    members.append(Member(f"{word}跨院厢房", make, rect, "side_house",
                          (outer - s * (b.platform_half[1] + 0.3), wing_y, 0.0), -s * QUARTER))  # fmt: skip
    long = one.y1 - one.y0
    put("院墙", "wall_side_court", partial(gateway.wall, long, high, material), outer + s * 0.3,
        (one.y0 + one.y1) / 2, 0.0, QUARTER)  # fmt: skip
    across = partial(gateway.wall, one.wide + _WALL + 0.02, high, material)
    for y in (one.y0 - 0.3, one.y1 + 0.3):
        put("院墙", "wall_side_end", across, one.middle + s * 0.29, y)
    a, c = sorted((s * (one.x0 - 0.3), outer))
    put(
        "跨院地",
        f"yard_side_{s}",
        partial(gateway.ground, a, c, one.y0, one.y1, "strips", -0.004),
        0.0,
        0.0,
    )
    put(
        "随墙门",
        "side_door",
        partial(doorway, high, material),
        s * (one.x0 - 0.3),
        one.door,
        0.0,
        QUARTER,
    )


def doorway(high: float, material: str) -> SetModel:
    """Return what spans a door in a wall along x: jambs, a lintel, wall and coping over it, two leaves."""
    model = SetModel()
    top = 2.25
    frame = [(s * _DOOR - 0.09, s * _DOOR + 0.09, -0.2, 0.2, 0.0, top) for s in (-1, 1)]
    frame.append((-_DOOR - 0.2, _DOOR + 0.2, -0.21, 0.21, top - 0.005, top + 0.18))
    gateway.put(model, "side_frame", solids.boxes(frame), "dark_wood", "gate")
    over = solids.boxes([(-_DOOR - 0.01, _DOOR + 0.01, -0.24, 0.24, top + 0.175, high - 0.45)])
    gateway.put(model, "side_over", over, material, "enclosure")
    gateway.put(
        model,
        "side_cap",
        tilework.wall_cap(-_DOOR - 0.01, _DOOR + 0.01, high - 0.47),
        "tile",
        "enclosure",
    )
    leaf: Mesh = solids.boxes([(-0.03, 0.03, -_DOOR + 0.1, 0.0, 0.06, top - 0.03)])
    for s in (-1, 1):
        name = "side_leaf"
        if name not in model.parts:
            model.add_part(name, *solids.shifted(leaf, y=-0.22), "door")
        model.place(name, "gate", placement(s * (_DOOR - 0.13)))
    sill = [(-_DOOR + 0.09, _DOOR - 0.09, -0.25, 0.25, -0.1, 0.05)]
    gateway.put(model, "side_sill", solids.boxes(sill), "stone", "gate")
    return model


def broken(a: float, b: float, doors: Sequence[float]) -> list[tuple[float, float]]:
    """Return the lengths of a wall from a to b that doors at some y leave standing."""
    cuts = [a, *(v for y in sorted(doors) for v in (y - _DOOR, y + _DOOR)), b]
    return list(zip(cuts[::2], cuts[1::2], strict=True))
