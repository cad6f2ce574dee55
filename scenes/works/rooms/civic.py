"""Rooms of school and office: classroom, court of the yamen, prison cell."""

from __future__ import annotations

import numpy as np

from scenes import boards
from scenes.furnishings import cases, kitchen, lights, seats, tables, trade
from scenes.furnishings.piece import Piece, ball, box, merge, pipe, plate, put
from scenes.model import SetModel
from scenes.turned import placed
from scenes.work import Spot, Viewpoint
from scenes.works.rooms.dressing import (
    BACK,
    FRONT,
    LEFT,
    RIGHT,
    Layout,
    across,
    against,
    along,
    ceiling,
    lamp,
    seat,
    table,
)
from scenes.works.rooms.room import Room


def classroom(model: SetModel, room: Room) -> None:
    """Furnish a school: the teacher's table before the end wall, rows of desks and benches facing it."""
    x, y = -room.long / 2, room.deep / 2
    new = room.period in ("minguo", "dangdai")
    top = table(model, room, (x + 1.45, 0.2), LEFT, "账桌" if new else "平头案")
    seat(model, room, (x + 0.75, 0.2), LEFT, "" if room.fit["seat"] != "榻" else "灯挂椅")
    put(model, "book", trade.open_book(), (x + 1.45, 0.1, top), LEFT, element="prop", said="书")
    put(model, "brushes", trade.brushes(), (x + 1.4, 0.55, top), LEFT, element="prop", said="文房")
    put(
        model,
        "ruler",
        [(box(-0.02, 0.02, -0.2, 0.2, 0, 0.012), "walnut")],
        (x + 1.6, -0.15, top),
        0.4,
        element="prop",
        said="戒尺",
    )
    if new:
        put(
            model,
            "blackboard",
            trade.blackboard(2.6, 1.15),
            (x + 0.03, 0.1, 1.05),
            LEFT,
            said="黑板",
        )
    else:
        put(
            model,
            "scroll",
            cases.scroll(0.7, 1.6),
            (x + 0.02, 0.2, 2.55),
            LEFT,
            said="先师像（未绘）",
        )
        put(
            model,
            "altar",
            tables.long_table(1.5, 0.36, 0.95),
            (x + 0.24, 0.2, 0),
            LEFT,
            said="条案",
        )
    for column in range(max(2, int((room.long - 3.2) / 1.15))):
        for row in range(3):
            at = (x + 3.1 + 1.15 * column, -y + 1.15 + 1.35 * row)
            put(
                model,
                "pupil_desk",
                tables.flat_table(1.05, 0.42, 0.70),
                (*at, 0),
                RIGHT,
                said="课桌",
            )
            put(
                model,
                "pupil_bench",
                seats.bench(1.0, 0.40),
                (at[0] + 0.48, at[1], 0),
                RIGHT,
                said="条凳",
            )
            if (column + 2 * row) % 3:
                put(
                    model,
                    "pupil_book",
                    trade.open_book(0.28, 0.2),
                    (*at, 0.70),
                    LEFT,
                    element="prop",
                    said="书",
                )
    lamp(model, room, (x + 1.5, 0.75, top), power=1.2)
    if room.fit["lamp"] == "电灯":
        lamp(model, room, (x + 4.6, 0.1, 0.7))


def court(model: SetModel, room: Room) -> None:
    """Furnish a magistrate's hall: dais, draped desk, sun over waves behind, boards and drum beside."""
    y = room.deep / 2
    put(model, "dais", [(box(-2.3, 2.3, -1.7, 1.7, 0.0, 0.32), "floor"), (box(-2.34, 2.34, -1.74, 1.72, 0.0, 0.05), "stone")],
        (0, y - 1.75, 0), BACK, said="暖阁台")  # fmt: skip
    _waves(model, (0.0, y - 0.28, 0.32))
    put(
        model,
        "desk",
        tables.draped(2.1, 0.85, 0.95, "quilt_red"),
        (0, y - 2.2, 0.32),
        BACK,
        said="公案",
    )
    put(
        model,
        "seat.court",
        seats.grand_chair(0.54) if room.late else seats.folding_chair(0.5),
        (0, y - 1.25, 0.32),
        BACK,
        said="椅",
    )
    put(
        model,
        "gavel",
        trade.gavel_set(),
        (0.1, y - 2.2, 1.274),
        BACK,
        element="prop",
        said="签筒、印、醒木",
    )
    put(
        model, "brushes", trade.brushes(), (-0.6, y - 2.2, 1.274), BACK, element="prop", said="文房"
    )
    over = placed(0.0, y - 1.9, ceiling(room, y - 1.9) - 1.15)
    boards.hang_plaque(model, "court_room", 2.4, 0.7, over)
    for s in (-1, 1):
        for k in range(3):
            put(model, f"notice.{k % 2}", trade.notice(material=("lacquer_red", "lacquer_black")[k % 2]),
                (s * 1.78, y - 3.85 - 0.85 * k, 0), -s * 0.6, said=("肃静牌", "回避牌")[k % 2])  # fmt: skip
        posts = [box(-0.03, 0.03, -0.03, 0.03, 0, 2.4)]
        for k in range(4):
            put(
                model,
                "staff",
                [(posts[0], "lacquer_red")],
                (s * 2.35, y - 3.7 - 0.35 * k, 0),
                0,
                element="prop",
                said="水火棍",
            )
    put(model, "drum", trade.drum(), (room.long / 2 - 1.1, -0.4, 0), -0.9, said="堂鼓")
    put(
        model,
        "kneel",
        [(box(-0.45, 0.45, -0.45, 0.45, 0.0, 0.03), "stone")],
        (0, -0.9, 0),
        0.0,
        said="跪石",
    )
    put(model, "desk2", tables.flat_table(1.4, 0.6, 0.8), (-2.7, y - 4.6, 0), LEFT, said="书吏案")
    put(model, "stool", seats.stool(), (-3.35, y - 4.6, 0), LEFT, said="方凳")
    for s in (-1, 1):
        lights.candles(model, (s * 0.85, y - 2.35, 1.272), power=1.2, red=True)
        z = 2.55
        lights.lantern(model, (s * 2.2, -0.6, z), ceiling(room, 0.6) - z, power=1.8)


def _waves(model: SetModel, at: tuple[float, float, float]) -> None:
    """Put the screen of sun over waves (海水朝日) behind the magistrate."""
    wide, high = 3.6, 2.5
    board = box(-wide / 2, wide / 2, -0.02, 0.02, 0.12, high)
    rim = cases.screen(wide + 0.1, high + 0.1, 3)[0]
    waves = []
    t = np.linspace(-1, 1, 19)
    for row in range(5):
        for k in range(9):
            x = (k - 4 + 0.5 * (row % 2)) * 0.40
            if abs(x) > wide / 2 - 0.24:
                continue
            arc = [(x + 0.2 * a, 0.22 + 0.16 * row + 0.15 * np.sqrt(1 - a * a)) for a in t]
            waves.append(
                plate(
                    [*arc[::-1], (x - 0.2, 0.14 + 0.16 * row), (x + 0.2, 0.14 + 0.16 * row)],
                    0.004,
                    -0.034 + 0.002 * row,
                )
            )
    ring = np.linspace(0, 2 * np.pi, 33)[:-1]
    sun = plate([(0.34 * np.cos(a), 1.75 + 0.34 * np.sin(a)) for a in ring], 0.006, -0.026)
    made = [(board, "sea_screen"), rim, (merge(*waves), "paint_pale_blue"), (sun, "sun_red")]
    put(model, "waves", made, at, BACK, said="海水朝日屏")


def cell(model: SetModel, room: Room) -> None:
    """Furnish a prison cell: timber bars across it, straw, a bench, a bucket, one lamp outside the bars."""
    x, y = room.long / 2, room.deep / 2
    line = -0.15 * room.deep
    wide, high = room.long - 0.02, room.size["spring"] + 0.1
    put(model, "bars", trade.bars_rails(wide, high), (0, line, 0), FRONT, said="牢栅")
    for at in trade.bars_at(wide):
        put(model, "bar", trade.prison_bar(high), (at, line, 0), FRONT)
    put(
        model,
        "straw",
        trade.straw(room.long - 0.5, 1.5),
        (0.05, y - 1.0, 0),
        0,
        element="prop",
        said="草铺",
    )
    put(
        model,
        "mat",
        [(box(-0.9, 0.9, -0.45, 0.45, 0, 0.012), "reed_mat")],
        (-0.3, y - 0.9, 0.055),
        0.08,
        element="prop",
        said="破席",
    )
    put(model, "bench", seats.bench(1.2, 0.34), (x - 0.28, line + 1.1, 0), LEFT, said="条凳")
    put(
        model,
        "bucket",
        kitchen.vat(0.42, 0.2, lid=True),
        (-x + 0.35, line + 0.5, 0),
        0,
        element="prop",
        said="桶",
    )
    put(model, "bowl", kitchen.bowl(), (x - 0.3, line + 1.0, 0.34), 0, element="prop", said="碗")
    put(
        model,
        "shackles",
        _shackles(),
        (-x + 0.02, y - 1.6, 1.35),
        LEFT,
        element="prop",
        said="铁索",
    )
    put(
        model,
        "stand",
        tables.flat_table(0.8, 0.45, 0.8),
        (x - 0.55, line - 0.9, 0),
        0,
        said="牢头桌",
    )
    lights.oil_lamp(model, (x - 0.6, line - 0.9, 0.8), power=1.0, day=True)


def _shackles() -> Piece:
    links = [
        ball((0, -0.03, -0.045 * k), 0.02 if k % 2 else 0.012, 0.012 if k % 2 else 0.02, 0.032, 6)
        for k in range(14)
    ]
    t = np.linspace(0, 2 * np.pi, 17)
    rings = [
        pipe([(s * 0.09 + 0.06 * np.cos(a), -0.05, -0.70 + 0.06 * np.sin(a)) for a in t], 0.012, 6)
        for s in (-1, 1)
    ]
    return [(merge(*links, *rings), "iron")]


def _court_views(room: Room) -> tuple[Viewpoint, ...]:
    y = room.deep / 2
    return (across(room, x=0.0, lens=24, high=1.55), Viewpoint(name="侧看", eye=(room.long / 2 - 0.6, -1.4, 1.6),
            target=(-1.4, y - 1.4, 1.6), lens_mm=26), Viewpoint(name="堂上", eye=(0.0, y - 0.75, 1.75),
            target=(0.0, -y, 1.75), lens_mm=24, rise=-0.05))  # fmt: skip


def _cell_views(room: Room) -> tuple[Viewpoint, ...]:
    y = room.deep / 2
    return (Viewpoint(name="栅内", eye=(-0.3 * room.long, y - 0.35, 1.35), target=(0.12 * room.long, -y, 1.35), lens_mm=22),
            Viewpoint(name="栅外", eye=(-0.34 * room.long, -y + 0.55, 1.5), target=(0.2 * room.long, y, 1.5), lens_mm=22),
            Viewpoint(name="草铺", eye=(0.3 * room.long, -0.1 * room.deep + 0.3, 0.8), target=(-0.2 * room.long, y, 0.8), lens_mm=26))  # fmt: skip


def _class(room: Room) -> tuple[Spot, ...]:
    """Return the teacher before the end wall and pupils on most of the benches."""
    x, y = -room.long / 2, room.deep / 2
    pupils = [
        Spot(at=(x + 3.62 + 1.15 * column, -y + 1.15 + 1.35 * row + side, 0.04), turn=-1.57,
             role="pupil", pose="desk")
        for column in range(max(2, int((room.long - 3.2) / 1.15)) - 1) for row in range(3)
        for side in (-0.25, 0.25) if (3 * column + row + (side > 0)) % 4
    ]  # fmt: skip
    return (Spot(at=(x + 0.85, -0.55, 0.0), turn=1.45), *pupils)


LAYOUTS = {
    "classroom": Layout(classroom, lambda r: (along(r, lens=28, at=0.02, aim=0.03, high=1.62, rise=-0.10), Viewpoint(
        name="讲台", eye=(-r.long / 2 + 0.5, 0.22 * r.deep, 1.6), target=(r.long / 2, -0.1 * r.deep, 1.6), lens_mm=24),
        against(r, x=0.38 * r.long, aim=-0.1 * r.long)), _class),
    "yamen_court": Layout(court, _court_views),
    "prison_cell": Layout(cell, _cell_views),
}  # fmt: skip
