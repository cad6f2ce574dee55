"""Rooms that every drama asks for: parlour, shop, store, office, meeting room, ward, tool shop."""

from __future__ import annotations

import numpy as np

from scenes.furnishings import beds, cases, kitchen, modern, seats, tables, trade
from scenes.furnishings.piece import Piece, box, put
from scenes.model import SetModel
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

_NEW = ("minguo", "dangdai")
_DRUGS, _CLOTH = tuple("药医"), tuple("布绸缎衣")


def parlour(model: SetModel, room: Room) -> None:
    """Furnish the chief room of a house: seats of honour before the end wall, guests down its length."""
    if room.period == "dangdai":
        _sitting_room(model, room)
        return
    if room.fit["seat"] == "榻":
        _mats(model, room)
        return
    x = -room.long / 2
    put(model, "scroll", cases.scroll(0.9, 1.6), (x + 0.02, 0.0, 2.6), LEFT, said="中堂画（未绘）")
    for s in (-1, 1):
        put(
            model,
            "couplet",
            cases.scroll(0.26, 1.6, 2),
            (x + 0.02, s * 0.68, 2.6),
            LEFT,
            said="对联（未书）",
        )
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
    put(
        model, "scroll", cases.scroll(1.5, 0.8, 1), (x + 0.02, 0.25, 2.2), LEFT, said="挂画（未绘）"
    )
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


def store(model: SetModel, room: Room) -> None:
    """Furnish a store: vats and chests along the walls, sacks, a rack, firewood."""
    x, y = -room.long / 2, room.deep / 2
    put(
        model,
        "vats",
        trade.vat_row(max(3, int(room.long / 1.3)), 0.98),
        (x + 0.7, y - 0.5, 0),
        0.0,
        said="缸",
    )
    put(
        model,
        "rack",
        cases.shelf_of_jars(1.7, 1.6, "glaze_brown", 5),
        (x + 0.32, -0.35, 0),
        LEFT,
        said="架子",
    )
    for k in range(7):
        at = (x + 1.4 + 0.55 * (k % 4), -y + 0.55 + 0.52 * (k // 4), 0.0)
        put(model, f"sack{k % 3}", modern.sack(k % 3), at, 0.7 * k, said="粮袋")
    put(model, "sack0", modern.sack(0), (x + 1.9, -y + 0.8, 0.62), 0.4, said="粮袋")
    put(
        model,
        "chest",
        cases.silver_chest(1.0, 0.6, 0.7),
        (x + 4.4, -y + 0.55, 0),
        FRONT,
        said="木箱",
    )
    put(
        model,
        "wood",
        kitchen.firewood(1.1),
        (x + 4.9, y - 1.2, 0),
        RIGHT,
        element="prop",
        said="柴",
    )
    put(model, "straw", trade.straw(1.6, 1.0), (x + 3.4, 0.1, 0), 0.3, element="prop", said="草")
    lamp(model, room, (x + 4.4, -y + 0.55, 0.70))


def shop(model: SetModel, room: Room) -> None:
    """Furnish a shop: the counter across it, goods of its trade on the wall behind."""
    x, y = -room.long / 2, room.deep / 2
    wide, high, at = room.deep - 1.25, room.size["counter"], x + 1.75
    if room.period == "dangdai":
        high = 0.95
    put(
        model,
        "counter",
        tables.counter(wide, 0.6, high),
        (at, y - 0.05 - wide / 2, 0),
        LEFT,
        said="柜台",
        rule="room.counter_high",
    )
    _goods(model, room, x, y)
    calculator = (at, -0.2, high)
    put(model, "abacus", trade.abacus(), calculator, LEFT, element="prop", said="算盘")
    put(model, "ledger", trade.open_book(), (at, 0.45, high), LEFT, element="prop", said="账簿")
    for k in range(2):
        put(
            model,
            "seat",
            seats.bench(1.2, 0.44),
            (at + 1.5 + 1.7 * k, y - 0.45, 0),
            BACK,
            said="条凳",
        )
    put(model, "tea", tables.eight_seat(0.8, 0.76), (at + 2.4, y - 1.35, 0), 0.1, said="方桌")
    lamp(model, room, (at, 0.95, high), power=1.5)
    if room.fit["lamp"] == "电灯":
        lamp(model, room, (at + 2.4, 0.0, 0.8))


def _goods(model: SetModel, room: Room, x: float, y: float) -> None:
    """Fill the wall behind the counter: drug drawers, bolts of cloth, jars, or today's shelves."""
    title = room.title
    if room.period == "dangdai" and not any(mark in title for mark in _DRUGS):
        for k in range(max(2, int(room.deep / 1.25))):
            put(
                model,
                f"goods{k % 3}",
                modern.goods_shelf(1.18, 1.85, k % 3),
                (x + 0.24, -y + 0.75 + 1.22 * k, 0),
                LEFT,
                said="货架",
            )
        return
    if any(mark in title for mark in _DRUGS):
        put(
            model,
            "drawers",
            cases.drawers(room.deep - 0.9, 1.9),
            (x + 0.24, 0.0, 0),
            LEFT,
            said="药柜",
        )
        put(
            model,
            "jars",
            cases.vase(0.26, "porcelain_blue"),
            (x + 0.24, -0.6, 1.9),
            0.0,
            element="prop",
            said="药罐",
        )
        put(
            model,
            "jars",
            cases.vase(0.26, "porcelain_blue"),
            (x + 0.24, 0.5, 1.9),
            0.0,
            element="prop",
            said="药罐",
        )
        return
    if any(mark in title for mark in _CLOTH):
        _bolts(model, room, x)
        return
    for k in range(max(2, int((room.deep - 0.6) / 1.7))):
        put(
            model,
            f"jars{k % 2}",
            cases.shelf_of_jars(1.6, 1.8, "glaze_brown", 3 + k % 2),
            (x + 0.26, -y + 1.1 + 1.7 * k, 0),
            LEFT,
            said="货架",
        )


def _bolts(model: SetModel, room: Room, x: float) -> None:
    """Lay bolts of cloth on shelves."""
    wide = room.deep - 1.0
    boards = [(box(-wide / 2, wide / 2, -0.24, 0.22, z, z + 0.03)) for z in (0.5, 1.0, 1.5, 1.95)]
    put(
        model,
        "boards",
        [(board, "timber") for board in boards],
        (x + 0.26, 0.0, 0),
        LEFT,
        said="布架",
    )
    cloth = ("robe_indigo", "robe_crimson", "robe_green", "robe_ochre", "robe_white", "robe_brown")
    for row, z in enumerate((0.53, 1.03, 1.53)):
        for k in range(int(wide / 0.42)):
            stuff = cloth[(2 * row + k) % len(cloth)]
            roll = [
                (box(-0.17, 0.17, -0.19, 0.15, 0.13 * n, 0.13 * n + 0.115), stuff) for n in range(3)
            ]
            put(
                model,
                f"bolt.{stuff}",
                roll,
                (x + 0.26, -wide / 2 + 0.25 + 0.42 * k, z),
                LEFT,
                element="prop",
                said="布匹",
            )


def tool_shop(model: SetModel, room: Room) -> None:
    """Furnish a craft's room whose trade has no tools of its own here: benches, racks, lamps."""
    x, y = -room.long / 2, room.deep / 2
    for k in range(max(1, int((room.long - 1.4) / 2.6))):
        at = x + 2.1 + 2.6 * k
        put(model, "bench", tables.workbench(2.0, 0.8), (at, -0.2, 0), 0.0, said="工作台")
        put(model, "stool", seats.stool(0.42), (at - 0.4, -0.95, 0), 0.2, said="方凳")
        put(model, "stool", seats.stool(0.42), (at + 0.5, 0.55, 0), -0.3, said="方凳")
        put(model, "work", _work(), (at + 0.45, -0.2, 0.78), 0.2, element="prop", said="活计")
        lamp(model, room, (at - 0.6, -0.3, 0.78), power=1.3)
    for k in range(max(2, int((room.long - 1.0) / 1.9))):
        put(
            model,
            "rack",
            trade.pot_rack(1.8, 1.8),
            (x + 1.3 + 1.9 * k, y - 0.34, 0),
            BACK,
            said="成品架",
        )
    put(model, "chest", cases.long_chest(1.5), (x + 0.35, 0.4, 0), LEFT, said="料柜")
    put(model, "mat", beds.felt(1.2, 0.8), (x + 0.9, -y + 0.8, 0), 0.1, said="毡")


def _work() -> Piece:
    """Return a tray with small things in the making, and a jar of tools."""
    dice = np.random.default_rng(41)
    tray = box(-0.26, 0.26, -0.18, 0.18, 0.0, 0.025)
    bits = []
    for x, y in ((-0.16, -0.08), (-0.02, 0.07), (0.13, -0.05), (0.17, 0.09), (-0.14, 0.1)):
        w, h = dice.uniform(0.025, 0.045), dice.uniform(0.03, 0.07)
        bits.append((box(x - w, x + w, y - w, y + w, 0.026, 0.026 + h), "lacquer_red"))
    return [(tray, "timber"), *bits]


def _views(room: Room) -> tuple[Viewpoint, ...]:
    return (
        along(room, lens=26, at=-0.02, aim=0.02, high=1.5),
        along(room, name="侧看", lens=28, at=-0.22, aim=0.12, high=1.45),
        across(room, x=0.22 * room.long, aim=-0.15 * room.long),
        against(room, x=0.30 * room.long, aim=-0.15 * room.long),
    )


def _honour(room: Room) -> tuple[Spot, ...]:
    x = -room.long / 2
    return (
        Spot(at=(x + 2.4, 0.15, 0.0), turn=np.pi / 2),
        Spot(at=(x + 3.2, -0.6, 0.0), turn=1.2, role="woman"),
    )


def _staff(room: Room) -> tuple[Spot, ...]:
    x = -room.long / 2
    return (
        Spot(at=(x + 0.95, -0.55, 0.0), turn=1.45),
        Spot(at=(x + 3.0, 1.15, 0.0), turn=-1.9, role="woman"),
    )


LAYOUTS = {
    "parlour": Layout(parlour, _views, _honour),
    "office": Layout(office, _views, _staff),
    "meeting_room": Layout(meeting, _views),
    "ward": Layout(ward, _views, lambda r: (Spot(at=(-r.long / 2 + 2.0, -0.5, 0.0), turn=2.6, role="woman"),)),
    "store_room": Layout(store, _views, lambda r: (Spot(at=(-r.long / 2 + 2.1, 0.9, 0.0), turn=1.9, role="worker"),)),
    "shop_room": Layout(shop, _views, _staff),
    "tool_shop": Layout(tool_shop, _views, lambda r: (Spot(at=(-r.long / 2 + 2.1, 0.75, 0.0), turn=0.1, role="worker"),)),
}  # fmt: skip
