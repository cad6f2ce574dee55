"""Rooms where goods are sold, kept and made: shop, store, the room of a craft without tools of its own."""

from __future__ import annotations

import numpy as np

from scenes.furnishings import beds, cases, kitchen, modern, seats, tables, trade
from scenes.furnishings.piece import Piece, box, put
from scenes.model import SetModel
from scenes.work import Spot
from scenes.works.rooms.dressing import BACK, FRONT, LEFT, RIGHT, Layout, lamp
from scenes.works.rooms.general import staff, views
from scenes.works.rooms.room import Room

_DRUGS, _CLOTH = tuple("药医"), tuple("布绸缎衣")


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


LAYOUTS = {
    "store_room": Layout(store, views, lambda r: (Spot(at=(-r.long / 2 + 2.1, 0.9, 0.0), turn=1.9, role="worker"),)),
    "shop_room": Layout(shop, views, staff),
    "tool_shop": Layout(tool_shop, views, lambda r: (Spot(at=(-r.long / 2 + 2.1, 0.75, 0.0), turn=0.1, role="worker"),)),
}  # fmt: skip
