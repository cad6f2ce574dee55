"""What encloses a room: floor, walls, frame or vault, windows and door, the court before it."""

from __future__ import annotations

import numpy as np

from scenes import lattice
from scenes.furnishings.piece import bar, box, merge, pipe
from scenes.model import SetModel
from scenes.solids import Mesh, boxes, placement, prism, shifted
from scenes.works.rooms.room import Room

FLOORS = {
    "方砖": "floor",
    "土": "floor_earth",
    "木板": "floor_board",
    "水泥": "cement",
    "条砖": "strips",
}
WALLS = {"白灰": "whitewash", "旧灰": "limewash", "泥": "mud_wall", "砖": "brick"}
EAVE = 0.9  # metres that the eave reaches before the wall
YARD = 10.0  # metres of court before the windows
STEP = -0.15  # the court lies under the floor
_HAIR = 0.002


def raise_shell(model: SetModel, room: Room) -> None:
    """Put everything that encloses a room into the model, and its clear space."""
    vault = room.fit["shell"] == "券窑"
    _floor(model, room)
    _yard(model, room)
    if vault:
        _vault(model, room)
        top = room.size["clear"]
    else:
        _walls(model, room)
        _frame(model, room)
        _front(model, room)
        flat = room.fit["shell"] == "顶棚"
        top = room.size["clear"] if flat else room.purlins()[-1][1]
    x, y = room.long / 2, room.deep / 2
    model.room = ((-x, -y, 0.0), (x, y, top))


def _put(
    model: SetModel, name: str, mesh: Mesh, material: str, element: str, said: str = ""
) -> None:
    model.add_part(name, *mesh, material)
    model.place(name, element, None, "own", said)


def _floor(model: SetModel, room: Room) -> None:
    x, y = room.long / 2 + room.size["thick"] - 0.02, room.deep / 2 + room.size["thick"] - 0.02
    slab = box(-x, x, -y, y, STEP - 0.12, 0.0)
    _put(model, "floor", slab, FLOORS[room.fit["floor"]], "floor", "地面")


def _yard(model: SetModel, room: Room) -> None:
    """Put the court that the windows look at, and the wall across it."""
    x, y = room.long / 2 + 7.0, -room.deep / 2 - room.size["thick"]
    _put(model, "yard", box(-x, x, y - YARD, y + 0.3, STEP - 0.3, STEP), "strips", "ground", "院子")
    wall = merge(box(-x, x, y - YARD - 0.4, y - YARD, STEP - 0.3, 2.6),
                 box(-x, x, y - YARD - 0.5, y - YARD + 0.1, 2.6, 2.75))  # fmt: skip
    _put(model, "yard_wall", wall, "grey_brick", "enclosure", "对面院墙")


def _roof_line(room: Room, over: float) -> list[tuple[float, float]]:
    """Return (y, z) of the roof's underside from eave to eave, ``over`` beyond the walls."""
    (y0, z0), (y1, z1), (y2, z2) = room.purlins()
    out = y0 - over
    rise = (z1 - z0) / (y1 - y0)
    lift = 0.17
    left = [(out, z0 + lift - over * rise), (y1, z1 + lift), (y2, z2 + lift)]
    return [*left, *((-y, z) for y, z in left[-2::-1])]


def roof_top(room: Room) -> float:
    """Return the height of the ridge's top."""
    if room.fit["shell"] == "券窑":
        return room.size["clear"] + 0.9
    return room.purlins()[-1][1] + 0.17 + 0.30


def _walls(model: SetModel, room: Room) -> None:
    """Put the back wall and both gables, up to the roof."""
    x, y, t = room.long / 2, room.deep / 2, room.size["thick"]
    line = _roof_line(room, 0.0)
    gable = [(-y - t + 0.01, STEP - 0.1), (y + t, STEP - 0.1), (y + t, line[-1][1] - 0.1),
             *[(a, b - 0.012) for a, b in line[::-1]], (-y - t + 0.01, line[0][1] - 0.1)]  # fmt: skip
    ends = [shifted(prism(gable, t, "yz"), x=s * (x + t / 2)) for s in (-1, 1)]
    back = box(-x - 0.02, x + 0.02, y, y + t - 0.003, STEP - 0.1, line[-1][1] - 0.02)
    material = WALLS[room.fit["wall"]]
    _put(model, "wall", merge(*ends, back), material, "wall", "墙")
    if material in ("whitewash", "limewash", "mud_wall"):
        foot = merge(*(box(s * (x + 0.01), s * (x - 0.012), -y, y - 0.011, 0.0, 0.52)
                       for s in (-1, 1)), box(-x, x, y - 0.012, y + 0.01, 0.0, 0.522))  # fmt: skip
        _put(
            model,
            "wall_foot",
            foot,
            "brick" if room.fit["floor"] != "土" else "adobe",
            "wall",
            "墙裙",
        )


def _frame(model: SetModel, room: Room) -> None:
    """Put columns, beams, purlins, rafters and roof; a paper ceiling hides what it hides."""
    line = _roof_line(room, EAVE)
    x = room.long / 2 + room.size["thick"]
    skins = [(-0.0, "beam", "roof_board", 0.03), (0.034, "tile", "roof", 0.27)]
    for low, material, name, thick in skins:
        outline = [(a, b + low) for a, b in line] + [(a, b + low + thick) for a, b in line[::-1]]
        half = x + (0.06 if name == "roof" else 0.03)
        _put(model, name, prism(outline, 2 * half, "yz"), material, "roof", "屋面")
    _columns(model, room)
    if room.fit["shell"] == "顶棚":
        _paper_ceiling(model, room)
        return
    r = 0.5 * room.size["column"]
    purlins = room.purlins()
    every = [*purlins, *((-y, z) for y, z in purlins[:2])]
    logs = [pipe([(-x + 0.1, y, z), (x - 0.1, y, z)], 0.62 * r + 0.03, 10) for y, z in every]
    _put(model, "purlin", merge(*logs), "beam", "beam", "檩")
    _trusses(model, room, purlins)
    rows = []
    for (y0, z0), (y1, z1) in zip(line[:-1], line[1:], strict=True):
        for at in np.arange(-room.long / 2 + 0.12, room.long / 2, 0.235):
            rows.append(bar((at, y0, z0 - 0.036), (at, y1, z1 - 0.036), 0.072, 0.075))
    _put(model, "rafter", merge(*rows), "beam", "rafter", "椽")


def _columns(model: SetModel, room: Room) -> None:
    r, top = 0.5 * room.size["column"], room.size["clear"] + 0.25
    y = room.deep / 2
    shafts = [
        pipe([(x, s * y, 0.08), (x, s * y, top)], (r, 0.94 * r), 14)
        for x in room.axes
        for s in (-1, 1)
    ]
    _put(model, "column", merge(*shafts), _timber(room), "column", "柱")
    bases = [box(x - 1.4 * r, x + 1.4 * r, s * y - 1.4 * r, s * y + 1.4 * r, -0.01, 0.085)
             for x in room.axes for s in (-1, 1)]  # fmt: skip
    _put(model, "column_base", merge(*bases), "stone", "column_base", "柱础")


def _timber(room: Room) -> str:
    return {"公堂": "redwood"}.get(room.type.title, "dark_wood" if room.late else "wood")


def _trusses(model: SetModel, room: Room, purlins: tuple[tuple[float, float], ...]) -> None:
    """Put a beam across each line of columns, a shorter one over it, posts between."""
    (y0, z0), (y1, z1), (_, z2) = purlins
    r = 0.5 * room.size["column"]
    made = []
    for x in room.axes:
        low, high = z0 - 0.14, z1 - 0.14
        made.append(bar((x, y0 - 0.2, low), (x, -y0 + 0.2, low), 1.7 * r, 2.1 * r))
        made.append(bar((x, y1 - 0.16, high), (x, -y1 + 0.16, high), 1.5 * r, 1.8 * r))
        made += [bar((x, s * y1, low), (x, s * y1, high), 1.3 * r, 1.4 * r) for s in (-1, 1)]
        made.append(bar((x, 0.0, high), (x, 0.0, z2), 1.25 * r, 1.35 * r))
    ties = [bar((-room.long / 2, y, z - 0.16), (room.long / 2, y, z - 0.16), 0.08, 0.14)
            for y, z in (purlins[0], (-y0, z0), purlins[2])]  # fmt: skip
    _put(model, "truss", merge(*made, *ties), "beam", "beam", "梁架")


def _paper_ceiling(model: SetModel, room: Room) -> None:
    x, y, z = room.long / 2, room.deep / 2, room.size["clear"]
    _put(model, "ceiling", box(-x - 0.01, x + 0.01, -y - 0.01, y + 0.01, z, z + 0.02), "ceiling_paper",
         "ceiling", "顶棚")  # fmt: skip
    rim = merge(*(box(-x, x, s * y, s * (y - 0.035), z - 0.04, z + 0.001) for s in (-1, 1)), *(
        box(s * x, s * (x - 0.035), -y + 0.034, y - 0.034, z - 0.039, z + 0.001) for s in (-1, 1)))  # fmt: skip
    _put(model, "ceiling_rim", rim, "dark_wood", "ceiling", "顶棚边条")


# ------------------------------------------------------------------------------ windows, door


def _front(model: SetModel, room: Room) -> None:
    """Close the front bay by bay: sill and windows, or the door; a board over all."""
    y, r = -room.deep / 2, 0.5 * room.size["column"]
    sill, top = room.size["sill"], room.size["clear"] - 0.10
    walls, wood = [], []
    for k, (a, b) in enumerate(zip(room.axes[:-1], room.axes[1:], strict=True)):
        x0, x1 = a + 0.85 * r, b - 0.85 * r
        if k == room.door:
            _door(model, room, (x0, x1), y, top)
        else:
            walls.append(box(x0, x1, y - 0.16, y + 0.14, STEP - 0.1, sill - 0.06))
            wood.append(box(x0, x1, y - 0.20, y + 0.18, sill - 0.061, sill))
            _leaves(model, room, (x0, x1), y, (sill, top))
        wood.append(box(x0, x1, y - 0.09, y + 0.09, top, top + 0.16))
        walls.append(
            box(x0 - 0.1, x1 + 0.1, y - 0.05, y + 0.05, top + 0.159, room.purlins()[0][1] + 0.3)
        )
    _put(model, "sill", merge(*walls), "brick" if sill > 0.3 else "limewash", "wall", "槛墙")
    _put(model, "front_rail", merge(*wood), _timber(room), "window", "窗榻板、上槛")


def _leaves(
    model: SetModel, room: Room, span: tuple[float, float], y: float, rise: tuple[float, float]
) -> None:
    """Hang windows: lattice and paper, or, late, wooden sashes for glass."""
    wide, high = span[1] - span[0], rise[1] - rise[0]
    count = max(2, round(wide / 0.78))
    for k in range(count):
        at = span[0] + (k + 0.5) * wide / count
        _hang(model, room, round(wide / count, 3), round(high, 3), (at, y, rise[0]))


def _hang(
    model: SetModel, room: Room, wide: float, high: float, at: tuple[float, float, float],
    make: str = "一扇", element: str = "window",
) -> None:  # fmt: skip
    name = f"leaf.{make}.{wide}.{high}"
    if room.fit["window"] == "玻璃":
        made = [("frame", _sash(wide, high), "leaf_frame")]
    else:
        leaf = lattice.leaf(make, room.fit["window"], wide, high)
        made = [("frame", leaf.frame, _timber(room)), ("lattice", leaf.lattice, _timber(room)),
                ("board", leaf.board, _timber(room)), ("paper", leaf.paper, "window_paper")]  # fmt: skip
    for part, mesh, material in made:
        if not len(mesh[1]):
            continue
        if f"{name}.{part}" not in model.parts:
            model.add_part(f"{name}.{part}", *mesh, material)
        model.place(
            f"{name}.{part}", element, placement(*at, np.pi), "own", "窗" if part == "frame" else ""
        )


def _sash(wide: float, high: float) -> Mesh:
    """Return a sash of wood whose panes are clear: rails, stiles, bars."""
    x = wide / 2
    rows = [(-x, -x + 0.055, -0.03, 0.03, 0, high), (x - 0.055, x, -0.03, 0.03, 0, high),
            (-x + 0.054, x - 0.054, -0.028, 0.028, 0, 0.06), (-x + 0.054, x - 0.054, -0.028, 0.028, high - 0.06, high)]  # fmt: skip
    rows += [
        (-x + 0.053, x - 0.053, -0.016, 0.016, z - 0.014, z + 0.014)
        for z in high * np.array((0.33, 0.66))
    ]
    rows.append((-0.014, 0.014, -0.014, 0.014, 0.055, high - 0.055))
    return boxes(rows)


def _door(model: SetModel, room: Room, span: tuple[float, float], y: float, top: float) -> None:
    """Put a door of four leaves with paper, the two in the middle open where it stands open."""
    head = min(2.35, top - 0.42)
    x0, x1 = span
    step = round((x1 - x0) / 4, 3)
    for k in range(4):
        at = x0 + (k + 0.5) * (x1 - x0) / 4
        _hang(model, room, step, round(top - head - 0.10, 3), (at, y, head + 0.10))
        if k in (0, 3) or not room.opened:
            _hang(model, room, step, round(head - 0.06, 3), (at, y, 0.06), "四抹", "door")
    wood = merge(
        box(x0, x1, y - 0.08, y + 0.08, head, head + 0.10),
        box(x0, x1, y - 0.10, y + 0.10, -0.02, 0.06),
    )
    _put(model, "door_frame", wood, _timber(room), "door", "门框")


# ---------------------------------------------------------------------------------- the vault


def arch(room: Room, out: float = 0.0, steps: int = 22) -> list[tuple[float, float]]:
    """Return (x, z) of a vault from its left springing to its right, ``out`` metres outside."""
    half, spring = room.long / 2 + out, room.size["spring"]
    rise = room.size["clear"] - spring + out
    return [
        (-half * np.cos(t), spring + rise * np.sin(t)) for t in np.linspace(0, np.pi, steps + 1)
    ]


def _half(room: Room, z: float) -> float:
    """Return the half width of a vault at a height."""
    over = (z - room.size["spring"]) / (room.size["clear"] - room.size["spring"])
    return float(room.long / 2 * np.sqrt(max(1 - max(over, 0.0) ** 2, 0.0)))


def _vault(model: SetModel, room: Room) -> None:
    """Put a vault of brick, adobe or loess with its lining, back wall and front."""
    t, d, top = room.size["thick"], room.deep, roof_top(room)
    x = room.long / 2 + t + 0.3
    lining = _ring(room, 0.0, 0.05, d)
    _put(model, "lining", lining, WALLS[room.fit["wall"]], "wall", "窑壁")
    mass = [(-x, STEP - 0.1), (-room.long / 2 - 0.049, STEP - 0.1), *arch(room, 0.049), (room.long / 2 + 0.049,
            STEP - 0.1), (x, STEP - 0.1), (x, top), (-x, top)]  # fmt: skip
    whole = prism(mass, d + 0.5, "xz")
    _put(model, "mass", whole, "brick", "wall", "窑身")
    back = box(-x + 0.01, x - 0.01, d / 2, d / 2 + t, STEP - 0.1, top - 0.01)
    _put(model, "back", back, WALLS[room.fit["wall"]], "wall", "后墙")
    dado = merge(*(box(s * (room.long / 2 + 0.01), s * (room.long / 2 - 0.008), -d / 2 + 0.2, d / 2 - 0.008,
                       0.0, 0.75) for s in (-1, 1)), box(-room.long / 2, room.long / 2, d / 2 - 0.009, d / 2 + 0.01,
                       0.0, 0.752))  # fmt: skip
    _put(model, "dado", dado, "mural_green" if room.late else "adobe", "wall", "墙围")
    if room.type.id == "prison_cell":
        _blind_front(model, room)
    else:
        _arched_front(model, room)


def _ring(room: Room, inner: float, outer: float, d: float) -> Mesh:
    inside, outside = arch(room, inner), arch(room, outer)
    foot = STEP
    line = [(outside[0][0], foot), *outside, (outside[-1][0], foot), (inside[-1][0], foot), *inside[::-1],
            (inside[0][0], foot)]  # fmt: skip
    return prism(line, d, "xz")


def _arched_front(model: SetModel, room: Room) -> None:
    """Fill the vault's mouth: door at the left, a wide window over its sill, a fan over both."""
    y, half = -room.deep / 2 + 0.10, room.long / 2
    head, sill = 2.05, room.size["sill"]
    left, door = -half + 0.06, min(0.95, 0.3 * room.long)
    mid = left + door
    wood = [box(left, half - 0.02, y - 0.05, y + 0.05, head, head + 0.09), box(left - 0.06, left, y - 0.05, y + 0.05, 0, head),
            box(mid, mid + 0.08, y - 0.05, y + 0.05, 0, head + 0.01),
            box(mid + 0.07, half, y - 0.12, y + 0.14, sill - 0.05, sill)]  # fmt: skip
    _put(
        model,
        "sill",
        box(mid + 0.08, half + 0.02, y - 0.14, y + 0.12, STEP, sill - 0.049),
        "brick",
        "wall",
        "窗台墙",
    )
    fan = [(x, z) for x, z in arch(room, -0.07, 40) if z > head + 0.085]
    low = _half(room, head + 0.09) - 0.075
    outline = [(-low, head + 0.085), *fan, (low, head + 0.085)]
    glass = room.fit["window"] == "玻璃"
    rim = [(a, b) for a, b in arch(room, 0.03, 40) if b > head]
    inner = [(a, b) for a, b in arch(room, -0.075, 40) if b > head]
    wood.append(shifted(prism([*rim, *inner[::-1]], 0.10, "xz"), y=y))
    if not glass:
        papers = merge(shifted(prism(outline[::-1], 0.004, "xz"), y=y - 0.024),
                       box(mid + 0.07, half - 0.03, y - 0.026, y - 0.022, sill - 0.01, head + 0.01))  # fmt: skip
        _put(model, "window_sheet", papers, "window_paper", "window", "窗纸")
    bars = _window_bars(room, (mid + 0.08, half - 0.03), (sill, head), glass)
    bars += _fan_bars(room, low, head + 0.09, 0.30 if glass else 0.15)
    made = merge(*wood, *(shifted(b, y=y) for b in bars))
    _put(model, "front_frame", made, "leaf_frame" if room.late else "dark_wood", "window", "窗棂")
    if not room.opened:
        leaf = merge(box(left, mid, y - 0.03, y + 0.02, 0.05, head), *(
            box(left + 0.05, mid - 0.05, y + 0.019, y + 0.04, z, z + 0.10) for z in (0.3, 1.05, 1.75)))  # fmt: skip
        _put(model, "door_leaf", leaf, "door", "door", "门")


def _window_bars(
    room: Room, span: tuple[float, float], rise: tuple[float, float], glass: bool
) -> list[Mesh]:
    wide, high = span[1] - span[0], rise[1] - rise[0]
    if glass:
        x0, z0 = span[0], rise[0]
        made = [
            box(x0 + k * wide / 3 - 0.02, x0 + k * wide / 3 + 0.02, -0.02, 0.02, z0, z0 + high)
            for k in (1, 2)
        ]
        return [*made, box(x0, span[1], -0.019, 0.019, z0 + 0.62 * high, z0 + 0.62 * high + 0.04)]
    v, f = lattice.pattern(room.fit["window"], wide, high)
    posts = [
        box(span[0] + k * wide / 3 - 0.02, span[0] + k * wide / 3 + 0.02, -0.03, 0.012, *rise)
        for k in (1, 2)
    ]
    return [(v + [sum(span) / 2, -0.004, rise[0]], f), *posts]


def _fan_bars(room: Room, low: float, z0: float, pitch: float) -> list[Mesh]:
    """Return upright and level bars that fill the arch over a head rail."""
    made = []
    for x in np.arange(-low + pitch, low - 0.3 * pitch, pitch):
        top = _height(room, float(x)) - 0.06
        if top > z0 + 0.05:
            made.append(box(x - 0.011, x + 0.011, -0.018, 0.011, z0 - 0.01, top))
    for z in np.arange(z0 + pitch, room.size["clear"] - 0.12, pitch):
        half = _half(room, float(z)) - 0.06
        made.append(box(-half, half, -0.0175, 0.0105, z - 0.011, z + 0.011))
    return made


def _height(room: Room, x: float) -> float:
    rise = room.size["clear"] - room.size["spring"]
    return float(room.size["spring"] + rise * np.sqrt(max(1 - (x / (room.long / 2)) ** 2, 0.0)))


def _blind_front(model: SetModel, room: Room) -> None:
    """Close a cell's mouth with brick: a low door of planks, a small barred window high up."""
    y, half = -room.deep / 2 + 0.10, room.long / 2 + 0.02
    a, b = -half + 0.35, -half + 1.10
    c, e = 0.05, 0.75
    z1, z2 = 1.95, 2.35
    rows = [box(-half, a, y - 0.2, y + 0.2, STEP, z1), box(b, half, y - 0.2, y + 0.2, STEP, z1),
            box(a - 0.01, b + 0.01, y - 0.199, y + 0.199, 1.62, z1), box(-half, c, y - 0.2, y + 0.2, z1, z2),
            box(e, half, y - 0.2, y + 0.2, z1, z2)]  # fmt: skip
    cap = [(x, z) for x, z in arch(room, 0.02, 40) if z > z2]
    low = _half(room, z2) + 0.03
    rows.append(shifted(prism([(-low, z2), *cap, (low, z2)][::-1], 0.4, "xz"), y=y))
    _put(model, "front", merge(*rows), "brick", "wall", "前墙")
    irons = [
        pipe([(x, y, z1 - 0.02), (x, y, z2 + 0.02)], 0.014, 7) for x in np.arange(c + 0.10, e, 0.12)
    ]
    _put(model, "window_bars", merge(*irons), "iron", "window", "铁棂")
    leaf = merge(box(a, b, y - 0.05, y + 0.03, -0.02, 1.63), *(box(a + 0.02, b - 0.02, y + 0.029, y + 0.05, z, z + 0.1)
                                                              for z in (0.2, 0.8, 1.4)))  # fmt: skip
    _put(model, "door_leaf", leaf, "walnut", "door", "牢门")
