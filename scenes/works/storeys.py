"""Timber storeys over regular plans: columns, ties, bracket sets, what closes the bays, balconies.

Everything is made for the front side (it looks to −y) and turned round; metres.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from scenes import lattice
from scenes.brackets import Stack, sets
from scenes.brackets.arms import SINK
from scenes.brackets.levers import level, levers, wedges
from scenes.building import Building
from scenes.model import SetModel
from scenes.railings import rail
from scenes.resolve import resolve
from scenes.solids import (
    Mesh,
    bars,
    boxes,
    lathe,
    merge,
    moved,
    placement,
    prism,
    rectangle,
    shifted,
)  # fmt: skip
from scenes.spec import SetSpec
from scenes.works.ngon import around, corner, drum, half_side

_SHAFT = ((1.0, 0.0), (1.0, 0.5), (0.96, 0.9), (0.86, 0.985), (0.78, 1.0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Craft:
    """The carpentry of one age at one size: a hall of one bay whose bracket sets are borrowed."""

    model: Building

    @property
    def stack(self) -> Stack:
        """Return the heights of its bracket sets, fen; a tower has so many that each is plain."""
        return replace(Stack.of(self.model), coarse=True)

    @property
    def fen(self) -> float:
        """Return one fen in metres."""
        return self.model.fen

    @property
    def reach(self) -> float:
        """Return the eave purlin's distance from the wall."""
        return self.model.reach

    @property
    def high(self) -> float:
        """Return the foot of the sets to the back of the eave purlin."""
        return self.model.bracket


def craft(period: str, brackets: str, cai_cm: float, bay: float, between: int = 1) -> Craft:
    """Return the carpentry of an age with one bracket set, at any size of cai.

    The hall is resolved at its own age's size and then brought to ``cai_cm``; ``bay`` metres and
    the sets ``between`` two columns say how much room an arm has.
    """
    made = resolve(SetSpec(period=period, bays=3, rafters=4, roof="歇山", brackets=brackets))
    k = cai_cm / 100 / made.cai
    bays, rows = (max(bay, 0.8),) * 3, (between,) * 3
    return Craft(model=replace(
        made, cai=made.cai * k, cai_width=made.cai_width * k, jumps=tuple(j * k for j in made.jumps),
        bracket=made.bracket * k, bays=bays, depth_bays=bays, between=between, between_front=rows,
        between_side=rows,
    ))  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Storey:
    """One storey: ``floor`` and the ``apothem`` of its columns, ``bays`` a side.

    ``column`` reaches from the floor to the foot of the bracket sets, ``fills`` say what closes
    each bay of a side: D doors, W window, P wall, O open; sides are taken in turn from them.
    """

    sides: int
    apothem: float
    floor: float
    column: float
    diameter: float
    bays: int
    between: int
    craft: Craft
    fills: tuple[str, ...]
    wall: str = "plaster_red"
    late: bool = False
    wood: tuple[str, str, str] = ("timber_red", "bracket", "bracket_eye_red")  # frame, sets, 栱眼

    @property
    def head(self) -> float:
        """Return the height of the foot of the bracket sets."""
        return self.floor + self.column

    @property
    def top(self) -> float:
        """Return the back of the eave purlin."""
        return self.head + self.craft.high

    @property
    def plate(self) -> float:
        """Return the thickness of 普拍枋."""
        return 9.0 * self.craft.fen

    @property
    def tie(self) -> float:
        """Return the height of 阑额."""
        return 26.0 * self.craft.fen

    @property
    def axes(self) -> list[float]:
        """Return the columns' places along a side, corners included."""
        half = half_side(self.sides, self.apothem)
        return [float(u) for u in np.linspace(-half, half, self.bays + 1)]


def raise_storey(model: SetModel, s: Storey, name: str, sets_of: str) -> None:
    """Put columns, ties, bracket sets and what closes the bays; ``sets_of`` names shared sets."""
    _columns(model, s, name)
    _ties(model, s, name)
    set_round(model, s, s.head, sets_of, name)
    for n, fill in enumerate(dict.fromkeys(s.fills)):
        only = [k for k in range(s.sides) if s.fills[k % len(s.fills)] == fill]
        close(model, s, fill, f"{name}side{n}_", only)


def _columns(model: SetModel, s: Storey, name: str) -> None:
    r = s.diameter / 2
    high = s.column - s.plate
    model.add_part(f"{name}column", *lathe([(r * a, high * b) for a, b in _SHAFT], 14), s.wood[0])
    base = [(1.5 * r, -0.12), (1.5 * r, 0.0), (1.35 * r, 0.05), (1.02 * r, 0.075)]
    model.add_part(f"{name}base", *lathe(base, 14), "stone")
    for k in range(s.sides):
        turn = 2 * math.pi * k / s.sides
        for u in s.axes[:-1]:
            at = placement(turn=turn) @ placement(u, -s.apothem, s.floor)
            model.place(f"{name}column", "column", at, "pagoda.column", "檐柱")
            model.place(f"{name}base", "column_base", at, "own", "柱础")


def _ties(model: SetModel, s: Storey, name: str) -> None:
    """Put 阑额 and 普拍枋 along a side, and the ties that lie over them between the sets."""
    a, c, fen = s.axes[0], s.axes[-1], s.craft.fen
    z = s.head - s.plate
    wide = 0.55 * s.diameter
    rows = [bars([(a, -s.apothem, z - s.tie / 2)], [(c, -s.apothem, z - s.tie / 2)],
                 rectangle(wide, s.tie)),
            bars([(a - 0.3, -s.apothem, z + s.plate / 2)], [(c + 0.3, -s.apothem, z + s.plate / 2)],
                 rectangle(21 * fen, s.plate - 0.002))]  # fmt: skip
    stack = s.craft.stack
    if stack.kind == "出跳":
        reach, back = s.craft.reach, s.head + s.craft.high
        grow = half_side(s.sides, reach)
        thick = s.craft.model.purlin_diameter
        rows += [bars([(a - grow, -s.apothem - reach, back - thick / 2)],
                      [(c + grow, -s.apothem - reach, back - thick / 2)], rectangle(0.8 * thick, thick)),
                 bars([(a - grow, -s.apothem - reach, back - 1.4 * thick)],
                      [(c + grow, -s.apothem - reach, back - 1.4 * thick)],
                      rectangle(10 * fen, 0.8 * thick))]  # fmt: skip
    rows.append(bars([(a, -s.apothem, s.top - 12 * fen)], [(c, -s.apothem, s.top - 12 * fen)],
                     rectangle(10 * fen, 24 * fen)))  # fmt: skip
    model.add_part(f"{name}ties", *merge(*rows), s.wood[0])
    around(model, f"{name}ties", "beam", s.sides, rule="own", name="阑额、普拍枋、柱头枋")
    behind = boxes([(a, c, -s.apothem + 0.005, -s.apothem + 0.06, s.head + 0.003, s.top - 0.01)])
    model.add_part(f"{name}eyes", *behind, s.wood[2])
    around(model, f"{name}eyes", "wall", s.sides, rule="own", name="栱眼壁")


def set_round(model: SetModel, s: Storey, foot: float, sets_of: str, name: str) -> None:
    """Put bracket sets on every corner, over the columns of a side and between them."""
    stack = s.craft.stack
    if stack.kind == "无":
        return
    _parts(model, s, sets_of, stack)
    places = np.array(s.axes)
    for k in range(s.sides):
        turn = placement(turn=2 * math.pi * k / s.sides)
        for u in places[1:-1]:
            model.place(f"{sets_of}column", "bracket", turn @ placement(u, -s.apothem, foot),
                        "pagoda.brackets", f"{name} 柱头铺作")  # fmt: skip
        for u0, u1 in zip(places, places[1:], strict=False):
            for n in range(s.between):
                u = u0 + (u1 - u0) * (n + 1) / (s.between + 1)
                model.place(f"{sets_of}between", "bracket", turn @ placement(u, -s.apothem, foot),
                            "pagoda.brackets", f"{name} 补间铺作")  # fmt: skip
        x, y = corner(s.sides, s.apothem, k)
        at = placement(x, y, foot, 2 * math.pi * (k + 0.5) / s.sides)
        model.place(f"{sets_of}corner", "bracket", at, "pagoda.brackets", f"{name} 转角铺作")


def _parts(model: SetModel, s: Storey, sets_of: str, stack: Stack) -> None:
    if f"{sets_of}column" in model.parts:
        return
    b = s.craft.model
    scale = [b.fen, b.fen, b.fen * stack.squeeze]
    made = {
        "column": sets.column_set(stack, 42.0), "between": sets.between_set(stack, b, 42.0),
        "corner": corner_set(stack, s.sides),
    }  # fmt: skip
    for what, mesh in made.items():
        model.add_part(sets_of + what, mesh[0] * scale, mesh[1], s.wood[1])


def corner_set(s: Stack, sides: int) -> Mesh:
    """Return the set of a blunt corner, in fen: what faces both sides, and the corner line's own.

    It looks to −y on the corner line; members on that line are as much longer as it is farther.
    """
    seat = s.block("corner" if s.kind == "出跳" else "seat")
    if s.kind != "出跳":
        return merge(seat, *sets.wall_arms(s))
    lean = math.pi / sides
    front = [*sets.wall_arms(s), *sets.eave_end(s), *levers(s, (30.0,) * s.real), *wedges(s)]
    for k in range(s.flat):
        front += level(s, k, sets.BLUNT, answered=False)
    front += sets.filled(s)
    whole = merge(*front)
    stretch = 1.0 / math.cos(lean)
    far = replace(s, places=tuple(p * stretch for p in s.places), slope=s.slope / stretch)
    line = []
    for k in range(far.flat):
        line += level(far, k, far.places[k] if k == 0 else sets.BLUNT, answered=k == 0)
    line += [*levers(far, (36.0,) * far.real), *wedges(far)]
    return merge(
        seat, moved(whole, placement(turn=lean)),
        shifted(moved(whole, placement(turn=-lean)), z=1.5 * SINK),
        shifted(merge(*line), z=3 * SINK),
    )  # fmt: skip


def close(model: SetModel, s: Storey, fill: str, name: str, only: list[int]) -> None:
    """Put what closes the bays of one kind of side; ``fill`` has a letter a bay."""
    r, top = s.diameter / 2, s.head - s.plate - s.tie
    pieces: dict[tuple[str, str], list[Mesh]] = {}
    for letter, a, c in zip(_spread(fill, s.bays), s.axes, s.axes[1:], strict=False):
        if letter == "O":
            continue
        x0, x1 = a + 0.8 * r, c - 0.8 * r
        for key, mesh in _bay(s, letter, x0, x1, top):
            pieces.setdefault(key, []).append(shifted(mesh, y=-s.apothem, z=s.floor))
    for (material, element), meshes in sorted(pieces.items()):
        part = f"{name}{material}_{element}"
        model.add_part(part, *merge(*meshes), material)
        around(model, part, element, s.sides, only=only, rule="own", name="门窗墙")


def _spread(fill: str, bays: int) -> str:
    """Return a letter a bay: the middle one of three stands for the middle bay, the first for all others."""
    if len(fill) == bays:
        return fill
    middle = {bays // 2} if bays % 2 else {bays // 2 - 1, bays // 2}
    return "".join(fill[len(fill) // 2] if k in middle else fill[0] for k in range(bays))


def _bay(
    s: Storey, letter: str, x0: float, x1: float, top: float
) -> list[tuple[tuple[str, str], Mesh]]:
    """Return what closes one bay between x0 and x1, standing on z = 0 in the plane y = 0."""
    high = top - s.floor
    if letter == "P":
        return [((s.wall, "wall"), boxes([(x0, x1, -0.14, 0.14, 0.0, high)])),
                (("grey_brick", "wall"), boxes([(x0, x1, -0.16, 0.16, -0.01, 0.16 * high)]))]  # fmt: skip
    early = s.craft.model.period in ("tang", "wudai")  # no lattice doors yet
    if letter == "B" or (letter == "D" and early):
        return _board_doors(s, x0, x1, high)
    if letter == "W" and not s.late:
        return _barred(s, x0, x1, high)
    return _leaves(s, x0, x1, high)


def _board_doors(
    s: Storey, x0: float, x1: float, high: float
) -> list[tuple[tuple[str, str], Mesh]]:
    mid, half = (x0 + x1) / 2, min((x1 - x0) / 2 - 0.25, 0.36 * high)
    lintel = min(0.78 * high, 2.2 * half + 0.4)
    frame = [(mid - half - 0.14, mid - half, -0.11, 0.11, 0.0, lintel + 0.14),
             (mid + half, mid + half + 0.14, -0.11, 0.11, 0.0, lintel + 0.14),
             (mid - half, mid + half, -0.11, 0.11, lintel, lintel + 0.14),
             (mid - half, mid + half, -0.11, 0.11, 0.0, 0.15)]  # fmt: skip
    wall = [(x0, mid - half - 0.14, -0.16, 0.16, 0.0, high), (mid + half + 0.14, x1, -0.16, 0.16, 0.0, high),
            (mid - half - 0.14, mid + half + 0.14, -0.16, 0.16, lintel + 0.14, high)]  # fmt: skip
    leaves = [(mid - half, mid - 0.006, -0.03, 0.03, 0.15, lintel),
              (mid + 0.006, mid + half, -0.03, 0.03, 0.15, lintel)]  # fmt: skip
    studs = [(mid + e * (0.12 + 0.22 * k) * half * 1.15 - 0.03, mid + e * (0.12 + 0.22 * k) * half * 1.15 + 0.03,
              -0.055, -0.025, z - 0.03, z + 0.03)
             for e in (-1, 1) for k in range(4) for z in np.linspace(0.5, lintel - 0.3, 4)]  # fmt: skip
    return [((s.wood[0], "door"), boxes(frame)), ((s.wall, "wall"), boxes(wall)),
            (("door", "door"), boxes(leaves)), (("iron", "door"), boxes(studs))]  # fmt: skip


def _barred(s: Storey, x0: float, x1: float, high: float) -> list[tuple[tuple[str, str], Mesh]]:
    """Return a wall with a 破子棂 window in it."""
    low, top = 0.36 * high, 0.86 * high
    a, c = x0 + 0.14 * (x1 - x0), x1 - 0.14 * (x1 - x0)
    wall = [(x0, x1, -0.14, 0.14, 0.0, low), (x0, x1, -0.14, 0.14, top, high),
            (x0, a, -0.14, 0.14, low, top), (c, x1, -0.14, 0.14, low, top)]  # fmt: skip
    f = 0.09
    frame = [(a, c, -0.16, 0.0, low, low + f), (a, c, -0.16, 0.0, top - f, top),
             (a, a + f, -0.16, 0.0, low + f, top - f), (c - f, c, -0.16, 0.0, low + f, top - f)]  # fmt: skip
    count = max(5, int((c - a - 2 * f) / 0.15))
    at = np.linspace(a + f, c - f, count + 2)[1:-1]
    rods = [(x - 0.035, x + 0.035, -0.12, -0.05, low + f, top - f) for x in at]
    back = [(a + 0.01, c - 0.01, 0.03, 0.08, low - 0.01, top + 0.01)]
    return [((s.wall, "wall"), boxes(wall)), ((s.wood[0], "window"), boxes(frame)),
            (("lattice", "window"), boxes(rods)), (("dark", "window"), boxes(back))]  # fmt: skip


def _leaves(s: Storey, x0: float, x1: float, high: float) -> list[tuple[tuple[str, str], Mesh]]:
    """Return 格子门 or 隔扇 in their frame, a transom over tall ones."""
    jamb, sill = 0.10, 0.10
    tall = min(high - sill - 0.10, 3.1)
    count = max(2, 2 * round((x1 - x0 - 2 * jamb) / 1.5))
    wide = (x1 - x0 - 2 * jamb) / count
    one = lattice.leaf(
        "六抹" if s.late else "格子门", "三交六椀" if s.late else "毬文", wide - 0.012, tall
    )
    frame = [(x0, x0 + jamb, -0.09, 0.09, 0.0, high), (x1 - jamb, x1, -0.09, 0.09, 0.0, high),
             (x0 + jamb, x1 - jamb, -0.09, 0.09, 0.0, sill - 0.004),
             (x0 + jamb, x1 - jamb, -0.09, 0.09, sill + tall + 0.004, high)]  # fmt: skip
    at = [x0 + jamb + wide * (k + 0.5) for k in range(count)]
    row = [("leaf_frame", one.frame), ("leaf_lattice", one.lattice), ("leaf_board", one.board),
           ("window_paper", one.paper)]  # fmt: skip
    out = [((m, "door"), merge(*(shifted(mesh, x, 0.0, sill) for x in at))) for m, mesh in row]
    return [((s.wood[0], "door"), boxes(frame)), *out]


def lay_floor(model: SetModel, sides: int, apothem: float, z: float, thick: float, name: str,
              material: str = "board") -> None:  # fmt: skip
    """Put a floor over the whole plan, its top at a height."""
    model.add_part(name, *drum(sides, [(apothem, z - thick), (apothem, z)]), material)
    model.place(name, "floor", rule="own", name="楼面")


def balcony(model: SetModel, s: Storey, foot: float, out: float, name: str, sets_of: str) -> None:
    """Put a 平坐 under a storey: a low wall, its sets, the floor's edge and the railing.

    ``foot`` is where it stands behind the roof below, ``out`` how far its edge passes the columns.
    """
    band(model, s, foot - 0.5, s.floor - 0.10 - s.craft.high - s.plate, name)
    post = replace(s, floor=foot, column=s.floor - 0.10 - s.craft.high - foot, fills=("P",))
    half = half_side(s.sides, s.apothem)
    a, c, fen = -half, half, s.craft.fen
    plate = bars([(a - 0.2, -s.apothem, post.head - s.plate / 2)], [(c + 0.2, -s.apothem, post.head - s.plate / 2)],
                 rectangle(24 * fen, s.plate - 0.002))  # fmt: skip
    model.add_part(f"{name}plate", *plate, s.wood[0])
    around(model, f"{name}plate", "beam", s.sides, rule="own", name="平坐普拍枋")
    eyes = boxes([(a, c, -s.apothem + 0.005, -s.apothem + 0.06, post.head, s.floor - 0.1)])
    model.add_part(f"{name}eyes", *eyes, s.wood[2])
    around(model, f"{name}eyes", "wall", s.sides, rule="own", name="栱眼壁")
    set_round(model, post, post.head, sets_of, "平坐")
    edge = s.apothem + out
    lay_floor(model, s.sides, edge, s.floor, 0.10, f"{name}floor")
    skirt = _edge_board(s.sides, edge, s.floor)
    model.add_part(f"{name}edge", *skirt, s.wood[0])
    around(model, f"{name}edge", "beam", s.sides, rule="own", name="雁翅版")
    fence = SetModel()
    reach = half_side(s.sides, edge - 0.12)
    rail(fence, [((-reach, -edge + 0.12, s.floor), (reach, -edge + 0.12, s.floor))], False)
    fence.parts = {key: replace(part, material=s.wood[0]) for key, part in fence.parts.items()}
    for k in range(s.sides):
        model.take(fence, f"{name}", placement(turn=2 * math.pi * k / s.sides))


def band(model: SetModel, s: Storey, low: float, top: float, name: str) -> None:
    """Put a boarded band round the tower between a roof and what stands over it."""
    half = half_side(s.sides, s.apothem)
    made = boxes([(-half, half, -s.apothem - 0.10, -s.apothem + 0.10, low, top)])
    model.add_part(f"{name}band", *made, "over_board" if s.wood[0] == "timber_red" else s.wood[2])
    around(model, f"{name}band", "wall", s.sides, rule="own", name="平坐暗层壁")


def close_with(model: SetModel, s: Storey, axes: list[float], name: str, high: float) -> None:
    """Put leaves between columns at given axes on every side, ``high`` metres tall."""
    r = s.diameter / 2
    pieces: dict[str, list[Mesh]] = {}
    for a, c in zip(axes, axes[1:], strict=False):
        letter = "D" if a <= 0.0 <= c else "W"
        if s.craft.model.period not in ("tang", "wudai"):
            letter = "D"
        for (material, _), mesh in _bay(s, letter, a + 0.8 * r, c - 0.8 * r, s.floor + high):
            pieces.setdefault(material, []).append(shifted(mesh, y=-s.apothem, z=s.floor))
    for material, meshes in sorted(pieces.items()):
        model.add_part(f"{name}{material}", *merge(*meshes), material)
        around(model, f"{name}{material}", "door", s.sides, rule="own", name="隔扇")


def _edge_board(sides: int, edge: float, z: float) -> Mesh:
    half = half_side(sides, edge + 0.03)
    return shifted(prism([(-half, z - 0.34), (half, z - 0.34), (half, z + 0.01), (-half, z + 0.01)], 0.06),
                   y=-edge)  # fmt: skip
