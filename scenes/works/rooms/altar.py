"""The inside of a hall of worship, or of a yamen's hall: the real hall, its doors open, furnished."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes.building import Building
from scenes.framing import underside
from scenes.furnishings import lights, sacred, seats, tables
from scenes.furnishings.piece import box, put
from scenes.joinery import dado
from scenes.model import SetModel
from scenes.raising import raise_hall
from scenes.solids import placement
from scenes.walls import BATTER
from scenes.work import Viewpoint
from scenes.works.rooms.dressing import BACK, LEFT, RIGHT, Layout
from scenes.works.rooms.room import Room

_SHUT = ("door_leaf", "door_stud", "door_ring", "window_back")
TAOIST = ("三清", "玉皇", "道", "观", "宫", "老君", "纯阳", "重阳", "真武")
SHRINE = ("庙", "祠", "关帝", "岳", "圣母", "后土", "城隍", "水神", "明应", "娘娘", "崇宁", "殿阁")


def faith_of(*said: str) -> str:
    """Return who is worshipped, by a hall's names: 佛, 道 or 神."""
    told = "".join(said)
    if any(word in told for word in ("寺", "庵", "佛", "大雄", "弥陀", "观音", "菩萨")):
        return "佛"
    if any(word in told for word in TAOIST):
        return "道"
    return "神" if any(word in told for word in SHRINE) else "佛"


def raise_altar(model: SetModel, room: Room) -> None:
    """Put the hall with its doors open, the court before it, and all that stands within."""
    b = room.hall
    if b is None:
        raise ValueError("an altar hall without a hall")
    whole = raise_hall(b)
    bay = max(b.bays) / 2
    whole.instances = [
        i for i in whole.instances
        if i.part.removeprefix("back_") not in _SHUT and not (
            i.part.startswith("leaf") and i.element == "door" and abs(i.matrix[0, 3]) < bay)
    ]  # fmt: skip
    model.take(whole, "")
    x, y = b.width / 2, b.depth / 2
    model.add_part("yard", *box(-x - 12, x + 12, -y - 17, y + 6, -0.3, -0.02), "strips")
    model.place("yard", "ground", None, "own", "殿前院子")
    model.add_part("yard_wall", *box(-x - 12, x + 12, -y - 17.5, -y - 17, -0.3, 3.2), "redplaster")
    model.place("yard_wall", "enclosure", None, "own", "对面院墙")
    inside = SetModel()
    _furnish(inside, room, b)
    model.take(inside, "in_", placement(0, 0, b.platform))
    top = b.platform + b.column + b.bracket + b.rise
    model.room = ((-x, b.ys[b.door_row], b.platform), (x, y, top))


def inner(b: Building) -> tuple[float, float]:
    """Return half the clear width, and how far behind the middle the back wall's face is."""
    r = b.column_diameter / 2
    if b.roof == "硬山":
        return b.width / 2 - r, b.depth / 2
    tall = b.skirt.column if b.skirt else b.column
    back = r + (BATTER + b.lean[0]) * tall + 0.03
    return (b.width / 2 - max(0.55, 1.7 * r) + 0.78 * r,
            b.depth / 2 + back - max(0.55, 1.25 * b.column_diameter))  # fmt: skip


def _stage(b: Building) -> tuple[float, float, float]:
    """Return width of the dais, the y of its front and of its back."""
    n, front = len(b.bays), b.ys[b.door_row]
    wide = sum(b.bays[1:-1]) - 0.8 if n >= 5 else b.bays[n // 2] + (1.6 if n > 1 else -0.6)
    _, back = inner(b)
    clear = back - front
    return min(wide, 17.0), front + 0.56 * clear, back - (0.16 * clear if n >= 5 else 0.35)


def _furnish(model: SetModel, room: Room, b: Building) -> None:
    _paint_walls(model, room, b)
    wide, front, back = _stage(b)
    middle, high = (front + back) / 2, room.size["dais"]
    put(
        model,
        "dais",
        sacred.dais(wide, back - front, high),
        (0, middle, 0),
        BACK,
        said="坛",
        rule="altar.dais_high",
    )
    tall = b.column
    if len(b.bays) >= 5:
        put(model, "fan_wall", [(box(-wide / 2 - 0.3, wide / 2 + 0.3, 0, 0.4, 0, 0.86 * tall), "redplaster")],
            (0, back + 0.02, 0), BACK, said="扇面墙")  # fmt: skip
        if room.size["mural"]:
            made = sacred.procession(wide + 0.2, 0.86 * tall - high - 0.1, f"{room.seed}/fan")
            put(model, "fan_mural", made, (0, back + 0.008, high + 0.05), BACK, element="mural", said="扇面墙壁画",
                rule="altar.mural")  # fmt: skip
    _figures(model, room, b, (wide, front, back))
    _offerings(model, room, b, front)


def _figures(model: SetModel, room: Room, b: Building, stage: tuple[float, float, float]) -> None:
    """Seat the principal figures and stand attendants between and before them."""
    wide, front, back = stage
    h = min(0.74 * b.column, 4.4)
    robes = {"佛": ("clay_red", "clay_gold", "clay_green"), "道": ("clay_blue", "clay_red", "clay_ochre"),
             "神": ("clay_red", "clay_green", "clay_blue")}[room.faith]  # fmt: skip
    crown = {"佛": "topknot", "道": "tall", "神": "board"}[room.faith]
    xs = (0.0,) if wide < 7 else (0.0, -0.31 * wide, 0.31 * wide)
    y = back - 0.34 * h / 3.0 - 0.55
    for k, x in enumerate(xs):
        scale = h if k == 0 else 0.93 * h
        put(model, f"seated{k}", sacred.seated(scale, robes[k], crown=crown, beard=room.faith != "佛"),
            (x, y, room.size["dais"]), BACK, element="statue", said="塑像（只作形廓）", rule="altar.figure")  # fmt: skip
        put(model, "canopy", sacred.canopy(0.24 * h), (x, y - 0.1, min(room.size["dais"] + h + 0.85, 0.97 * b.column + 0.5)),
            BACK, element="prop", said="华盖")  # fmt: skip
    small = 0.56 * h
    places = [(s * (abs(x) + 0.30 * h + 0.05), front + 0.75) for x in {0.0} for s in (-1, 1)]
    if len(xs) > 1:
        places += [
            (s * (0.31 * wide + t * 0.31 * h), front + 0.7) for s in (-1, 1) for t in (-1, 1)
        ]
    for k, (x, at) in enumerate(sorted(places)):
        if abs(x) < wide / 2 - 0.3:
            made = sacred.standing(
                small,
                robes[k % 3],
                robes[(k + 1) % 3],
                crown="diadem" if room.faith == "佛" else "tall",
            )
            put(model, f"standing{k % 3}", made, (x, at, room.size["dais"]), -0.25 * np.sign(x), element="statue",
                said="胁侍（只作形廓）", rule="altar.figure")  # fmt: skip


def _offerings(model: SetModel, room: Room, b: Building, front: float) -> None:
    """Set the offering table before the dais: five offerings, candles, cushions; hang banners and lamp."""
    long = min(3.2, 0.6 * b.bays[len(b.bays) // 2])
    y = front - 0.75
    put(model, "offering", tables.draped(long, 0.8, 1.0), (0, y, 0), BACK, said="供桌")
    put(model, "five", sacred.five_offerings(), (0, y, 1.004), BACK, element="prop", said="五供")
    for s in (-1, 1):
        lights.candles(model, (s * 0.42 * long, y, 1.004), power=1.3, red=True, day=True)
        put(model, "cushion", seats.cushion(0.6), (s * 0.8, y - 1.1, 0), 0, said="蒲团")
    put(model, "cushion", seats.cushion(0.6), (0, y - 1.25, 0), 0, said="蒲团")
    put(
        model,
        "fish",
        sacred.bell_and_drum(),
        (0.36 * long + 1.0, y - 0.2, 0),
        -0.4,
        element="prop",
        said="木鱼、磬" if room.faith == "佛" else "磬",
    )
    z = 0.52 * b.column
    lights.everlasting(model, (0, y - 0.15, z + 0.35), b.column - z + 0.2, power=2.2)
    for x in _banner_places(b):
        put(
            model,
            "banner",
            sacred.banner(min(0.62 * b.column, 3.4)),
            (x, front - 0.25, 0.98 * b.column),
            BACK,
            element="prop",
            said="幡",
        )


def _banner_places(b: Building) -> Sequence[float]:
    middle = b.bays[len(b.bays) // 2] / 2
    places = [-middle + 0.12, middle - 0.12]
    return places if len(b.bays) < 5 else [*places, -middle - 1.35, middle + 1.35]


def _paint_walls(model: SetModel, room: Room, b: Building) -> None:
    """Lay painted walls on the side and back walls, leaning as those lean."""
    tall = b.skirt.column if b.skirt else b.column
    top = tall - underside(b) - 0.30
    foot = dado(b) + 0.05
    high = top - foot
    if not room.size["mural"] or high < 1.2:
        return
    lean = (0.004 if b.roof == "硬山" else BATTER) * tall * high / tall
    half, back = inner(b)
    front = b.ys[b.door_row] + 0.9
    off = 0.012 - (0.004 if b.roof == "硬山" else BATTER) * foot
    side, rear = back - front - 0.1, 2 * half - 0.1
    left = sacred.procession(side, high, f"{room.seed}/left", lean)
    put(
        model,
        "mural_left",
        left,
        (-half + off, (back + front) / 2, foot),
        LEFT,
        element="mural",
        said="壁画",
        rule="altar.mural",
    )
    right = sacred.procession(side, high, f"{room.seed}/right", lean)
    put(
        model,
        "mural_right",
        right,
        (half - off, (back + front) / 2, foot),
        RIGHT,
        element="mural",
        said="壁画",
        rule="altar.mural",
    )
    if not b.back_doors:
        rear_wall = sacred.procession(rear, high, f"{room.seed}/back", lean)
        put(
            model,
            "mural_back",
            rear_wall,
            (0, back - off, foot),
            BACK,
            element="mural",
            said="壁画",
            rule="altar.mural",
        )


def views(room: Room) -> tuple[Viewpoint, ...]:
    """Return where to look from: before the altar, along the painted wall, from beside the dais."""
    b = room.hall
    if b is None:
        raise ValueError("an altar hall without a hall")
    half, back = inner(b)
    wide, front, _ = _stage(b)
    eye, door = b.platform + 1.6, b.ys[b.door_row]
    bay = b.bays[len(b.bays) // 2]
    side = min(0.34 * bay, 1.3)
    return (
        Viewpoint(name="拜位", eye=(side, door + 0.75, eye), target=(-0.2, back, eye), lens_mm=22, rise=0.10),
        Viewpoint(name="壁画", eye=(-half + 0.42 * b.bays[0] + 2.4, door + 0.9, eye), target=(-half + 0.6, back, eye), lens_mm=24, rise=0.08),
        Viewpoint(name="侧看", eye=(half - 1.2, door + 1.4, eye), target=(-0.5 * wide, back - 1.5, eye), lens_mm=24, rise=0.06),
        Viewpoint(name="坛前", eye=(0.9, front - 3.2, eye), target=(0, back, eye), lens_mm=30, rise=0.16),
        Viewpoint(name="回望殿门", eye=(-0.6 * wide / 2, front - 0.6, eye), target=(0.4, door, eye), lens_mm=24, rise=0.05),
    )  # fmt: skip


LAYOUTS = {"altar_hall": Layout(raise_altar, views)}


def top_of(b: Building) -> float:
    """Return how high a hall's topmost ornament reaches: known only from what is raised."""
    whole = raise_hall(b)
    return max(
        float((whole.parts[i.part].vertices @ i.matrix[2, :3]).max() + i.matrix[2, 3]) for i in whole.instances
    )  # fmt: skip
