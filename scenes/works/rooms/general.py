"""Rooms that every drama asks for: parlour, office, meeting room, ward."""

from __future__ import annotations

from scenes import boards
from scenes.furnishings import cases, kitchen, modern, seats, tables, trade
from scenes.furnishings.piece import box, put
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
    lamp,
    seat,
    table,
)
from scenes.works.rooms.room import Room


def parlour(model: SetModel, room: Room) -> None:
    """Furnish the chief room of a house: seats of honour before the end wall, guests down its length."""
    if room.period == "dangdai":
        _sitting_room(model, room)
        return
    if room.fit["seat"] == "榻":
        _mats(model, room)
        return
    x = -room.long / 2
    put(model, "scroll", cases.scroll(0.9, 1.6), (x + 0.02, 0.0, 2.75), LEFT, said="中堂山水")
    lines = placed(x + 0.012, 0.0, 1.15, LEFT)
    boards.hang_couplet(model, "parlour", 1.4, 0.26, 1.6, lines, style="white")
    put(model, "long", tables.long_table(2.4, 0.46, 1.0), (x + 0.32, 0.0, 0), LEFT, said="条案")
    for s in (-1, 1):
        put(
            model,
            "vase",
            cases.vase(0.42),
            (x + 0.32, s * 0.85, 1.0),
            0.0,
            element="prop",
            said="瓶",
        )
    if room.late:
        put(model, "clock", cases.clock(), (x + 0.30, 0.0, 1.0), LEFT, element="prop", said="座钟")
    top = table(model, room, (x + 1.10, 0.0), LEFT)
    for s in (-1, 1):
        seat(model, room, (x + 1.05, s * 0.95), LEFT)
    lamp(model, room, (x + 1.10, 0.25, top))
    for k in range(max(1, int((room.long - 3.2) / 1.7))):
        for s, turn in ((1, BACK), (-1, FRONT)):
            y = s * (room.deep / 2 - 0.75)
            if s < 0 and k == 0:
                continue  # where one comes in
            seat(model, room, (x + 2.7 + 1.7 * k, y), turn)
            put(
                model,
                "side",
                tables.flat_table(0.5, 0.42, 0.76),
                (x + 3.45 + 1.7 * k, y, 0),
                turn,
                said="茶几",
            )


def _mats(model: SetModel, room: Room) -> None:
    """Furnish a parlour where one sits low: couch before a screen, mats for guests."""
    x = -room.long / 2
    put(model, "screen", cases.screen(2.6, 1.8, 4), (x + 0.32, 0.0, 0), LEFT, said="屏风")
    seat(model, room, (x + 1.05, 0.0), LEFT)
    put(model, "desk", tables.low_desk(1.2, 0.44, 0.36), (x + 2.05, 0.0, 0), LEFT, said="案")
    for k in range(4):
        at = (x + 2.9 + 1.2 * (k // 2), (-1.2, 1.2)[k % 2], 0.0)
        put(model, "mat", seats.cushion(0.6), at, 0.0, said="蒲团")
    lamp(model, room, (x + 2.05, 0.4, 0.36))


def _sitting_room(model: SetModel, room: Room) -> None:
    """Furnish today's parlour: sofas round a low table, the screen across."""
    x, y = -room.long / 2, room.deep / 2
    put(model, "sofa", modern.sofa(2.1), (x + 0.55, 0.25, 0), LEFT, said="沙发")
    put(model, "tea", modern.tea_table(), (x + 1.65, 0.25, 0), LEFT, said="茶几")
    put(model, "television", modern.television(), (x + 3.9, y - 0.25, 0), BACK, said="电视柜与电视")
    put(model, "sofa1", modern.sofa(0.95), (x + 1.55, y - 0.62, 0), BACK, said="单人沙发")
    put(model, "scroll", cases.scroll(1.5, 0.8, 1), (x + 0.02, 0.25, 2.2), LEFT, said="挂画")
    put(
        model,
        "pot",
        cases.vase(0.5, "glaze_brown"),
        (x + 0.35, -1.35, 0),
        0.0,
        element="prop",
        said="花盆",
    )
    put(model, "fruit", kitchen.bowl(), (x + 1.65, 0.15, 0.43), 0.0, element="prop", said="碗")
    for at in (x + 1.7, x + 4.2):
        lamp(model, room, (at, 0.2, 0.5))


def office(model: SetModel, room: Room) -> None:
    """Furnish an office: the desk before the end wall, cabinets along the back, a bench for visitors."""
    x, y = -room.long / 2, room.deep / 2
    new = room.period == "dangdai"
    put(model, "desk", tables.desk(1.5, 0.72, 0.78), (x + 1.75, 0.1, 0), RIGHT, said="办公桌")
    chair = modern.swivel_chair() if new else seats.round_chair(0.48)
    put(model, "chair", chair, (x + 0.98, 0.1, 0), LEFT, said="椅")
    if new:
        put(
            model,
            "computer",
            modern.computer(),
            (x + 1.72, -0.25, 0.78),
            RIGHT,
            element="prop",
            said="电脑",
        )
    else:
        put(
            model,
            "brushes",
            trade.brushes(),
            (x + 1.7, 0.55, 0.78),
            LEFT,
            element="prop",
            said="文房",
        )
    put(
        model,
        "papers",
        trade.ledgers(5, 4),
        (x + 1.75, 0.6 if new else -0.5, 0.78),
        0.2,
        element="prop",
        said="文件",
    )
    put(model, "map", [(box(-0.85, 0.85, -0.012, 0.0, 0.0, 1.1), "book_paper"), (box(-0.9, 0.9, -0.008, 0.0, -0.04, 1.14), "walnut")],
        (x + 0.015, 0.1, 1.25), LEFT, said="地图框（未绘）")  # fmt: skip
    for k in range(max(2, int((room.long - 1.8) / 1.1))):
        made = modern.cabinet() if new else cases.bookshelf()
        put(
            model,
            "cabinet",
            made,
            (x + 1.3 + 1.08 * k, y - 0.24, 0),
            BACK,
            said="文件柜" if new else "书架",
        )
    if new:
        put(model, "sofa", modern.sofa(1.7), (x + 4.3, -y + 0.62, 0), FRONT, said="沙发")
    else:
        put(model, "bench", seats.bench(1.6, 0.46), (x + 4.3, -y + 0.55, 0), FRONT, said="条凳")
    put(model, "visitor", seats.stool(0.46), (x + 2.7, -0.3, 0), RIGHT, said="方凳")
    lamp(model, room, (x + 1.7, 0.35, 0.78), power=1.6)
    if room.fit["lamp"] == "电灯":
        lamp(model, room, (x + 4.4, 0.1, 0.7))


def meeting(model: SetModel, room: Room) -> None:
    """Furnish a meeting room: one long table, chairs on both sides, a board at the end wall."""
    x = -room.long / 2
    long = room.long - 3.2
    middle = x + 1.9 + long / 2
    put(model, "board", trade.blackboard(2.2, 1.1), (x + 0.03, 0.0, 1.05), LEFT, said="黑板")
    put(model, "table", tables.flat_table(long, 1.15, 0.76), (middle, 0.0, 0), 0.0, said="会议桌")
    for k in range(max(2, int(long / 0.75))):
        at = middle - long / 2 + 0.45 + k * (long - 0.9) / max(1, int(long / 0.75) - 1)
        for s, turn in ((1, BACK), (-1, FRONT)):
            made = modern.swivel_chair() if room.period == "dangdai" else seats.lamp_chair(0.48)
            put(model, "chair", made, (at, s * 0.95, 0), turn, said="椅")
        put(
            model,
            "cup",
            cases.vase(0.14, "enamel_white"),
            (at, 0.32, 0.76),
            0.0,
            element="prop",
            said="搪瓷杯",
        )
    for part in (-0.3, 0.3):
        lamp(model, room, (middle + part * long, 0.0, 0.77), power=1.6)


def ward(model: SetModel, room: Room) -> None:
    """Furnish a ward: iron beds with their heads to the back wall, lockers between them."""
    x, y = -room.long / 2, room.deep / 2
    count = max(2, int((room.long - 0.4) / 2.0))
    for k in range(count):
        at = x + 1.0 + 2.0 * k
        put(model, "bed", modern.iron_bed(), (at, y - 1.06, 0), BACK, said="铁床")
        put(model, "locker", modern.locker(), (at + 0.80, y - 0.26, 0), BACK, said="床头柜")
    put(
        model,
        "drip",
        modern.drip_stand(),
        (x + 0.38, y - 0.45, 0),
        0.4,
        said="输液架" if room.period == "dangdai" else "吊瓶架",
    )
    put(model, "stool", seats.stool(0.45), (x + 1.75, y - 1.6, 0), 0.3, said="方凳")
    put(
        model,
        "basin",
        kitchen.bowl(0.18),
        (x + 1.8, y - 0.24, 0.72),
        0.0,
        element="prop",
        said="搪瓷盆",
    )
    for k in range(count):
        lamp(model, room, (x + 1.8 + 2.0 * k, y - 0.3, 0.72))


def views(room: Room) -> tuple[Viewpoint, ...]:
    """Return a room along its length, from aside, from the windows and from the back."""
    return (
        along(room, lens=26, at=-0.02, aim=0.02, high=1.5),
        along(room, name="侧看", lens=28, at=-0.22, aim=0.12, high=1.45),
        across(room, x=0.22 * room.long, aim=-0.15 * room.long),
        against(room, x=0.30 * room.long, aim=-0.15 * room.long),
    )


def _honour(room: Room) -> tuple[Spot, ...]:
    x = -room.long / 2
    return (
        Spot(at=(x + 2.3, 0.95, 0.0), turn=0.9),
        Spot(at=(x + 2.45, -1.05, 0.0), turn=2.2, role="woman"),
    )


def staff(room: Room) -> tuple[Spot, ...]:
    """Return one behind the desk or counter and a visitor."""
    x = -room.long / 2
    return (
        Spot(at=(x + 0.95, -0.55, 0.0), turn=1.45),
        Spot(at=(x + 3.0, 1.15, 0.0), turn=-1.9, role="woman"),
    )


LAYOUTS = {
    "parlour": Layout(parlour, views, _honour),
    "office": Layout(office, views, staff),
    "meeting_room": Layout(meeting, views),
    "ward": Layout(ward, views, lambda r: (Spot(at=(-r.long / 2 + 2.0, -0.5, 0.0), turn=2.6, role="woman"),)),
}  # fmt: skip
