"""Rooms of trade and custom: counting room, tea house, print shop."""

from __future__ import annotations

import numpy as np

from scenes import boards
from scenes.furnishings import cases, kitchen, lights, seats, tables, trade
from scenes.furnishings.piece import Piece, box, merge, pipe, put, turn
from scenes.model import SetModel
from scenes.turned import placed
from scenes.work import Spot, Viewpoint
from scenes.works.rooms.dressing import (
    BACK,
    FRONT,
    LEFT,
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


def counting_room(model: SetModel, room: Room) -> None:
    """Furnish a counting room: counter and grille across it, drawers, desk and silver chests behind."""
    x, y = -room.long / 2, room.deep / 2
    at = x + 0.48 * room.long
    wide, high = room.deep - 1.25, room.size["counter"]
    middle = y - 0.05 - wide / 2
    put(
        model,
        "counter",
        tables.counter(wide, 0.62, high),
        (at, middle, 0),
        LEFT,
        said="柜台",
        rule="room.counter_high",
    )
    half = 0.5 * wide
    put(
        model,
        "grille",
        trade.grille(half, 1.15, high),
        (at - 0.12, y - 0.05 - half / 2, 0),
        LEFT,
        said="柜栏",
    )
    put(
        model,
        "abacus",
        trade.abacus(),
        (at + 0.04, middle - 0.75, high),
        LEFT,
        element="prop",
        said="算盘",
    )
    put(
        model,
        "ledgers",
        trade.ledgers(4, 2),
        (at, middle - 1.25, high),
        LEFT + 0.2,
        element="prop",
        said="账簿",
    )
    put(
        model,
        "balance",
        trade.steelyard(),
        (at - 0.02, middle - 0.30, high),
        LEFT,
        element="prop",
        said="戥子",
    )
    put(
        model,
        "drawers",
        cases.drawers(room.deep - 1.6, 1.55),
        (x + 0.24, 0.55, 0),
        LEFT,
        said="抽屉柜",
    )
    put(
        model,
        "shelf_ledgers",
        trade.ledgers(9, 5),
        (x + 0.24, 0.1, 1.55),
        LEFT,
        element="prop",
        said="账簿",
    )
    put(
        model,
        "shelf_ledgers2",
        trade.ledgers(6, 7),
        (x + 0.24, 0.5, 1.55),
        LEFT,
        element="prop",
        said="账簿",
    )
    boards.hang_plaque(model, "counting_room", 1.5, 0.5, placed(x + 0.02, 0.0, 2.35, LEFT))
    desk = (x + 1.65, -0.55)
    top = table(model, room, desk, LEFT, "账桌")
    seat(model, room, (x + 0.92, -0.55), LEFT)
    put(
        model,
        "open_book",
        trade.open_book(),
        (desk[0], desk[1] + 0.12, top),
        LEFT,
        element="prop",
        said="账簿",
    )
    put(
        model,
        "abacus",
        trade.abacus(),
        (desk[0] + 0.05, desk[1] - 0.28, top),
        LEFT,
        element="prop",
        said="算盘",
    )
    put(
        model,
        "brushes",
        trade.brushes(),
        (desk[0] - 0.05, desk[1] + 0.5, top),
        LEFT,
        element="prop",
        said="文房",
    )
    lamp(model, room, (desk[0] + 0.15, desk[1] - 0.55, top), power=1.2)
    for k in range(2):
        put(
            model,
            "silver",
            cases.silver_chest(),
            (x + 1.0 + 1.15 * k, y - 0.42, 0),
            BACK,
            said="银柜",
        )
    put(
        model,
        "ingots",
        trade.ingots(),
        (x + 1.0, y - 0.42, 0.956),
        BACK,
        element="prop",
        said="元宝",
    )
    put(model, "bench", seats.bench(1.5), (at + 1.9, y - 0.25, 0), BACK, said="条凳")
    put(model, "scroll", cases.scroll(0.6, 1.4), (at + 1.9, y - 0.03, 2.5), BACK, said="挂轴")
    if room.fit["lamp"] != "电灯":
        z = 2.25
        lights.lantern(model, (at - 0.9, 0.3, z), ceiling(room, 0.3) - z, power=1.5)
    net = trade.net(room.long + 2.0, 7.6)
    put(model, "net", net, (0, -y - 4.6, 3.4), 0, element="prop", said="天网铜铃")


def teahouse(model: SetModel, room: Room) -> None:
    """Furnish a tea house: square tables and benches, a counter with jars, a stove of kettles."""
    x, y = -room.long / 2, room.deep / 2
    square = room.fit["table"] if room.fit["table"] == "八仙桌" else "平头案"
    for column in range(max(2, int((room.long - 2.6) / 2.4))):
        for row in range(2):
            at = (x + 3.3 + 2.35 * column, -y + 1.55 + 2.45 * row)
            top = table(model, room, at, 0.04 * ((column + row) % 3 - 1), square)
            reach = 0.78 if square == "八仙桌" else 0.66
            for side in (-1, 1):
                put(
                    model,
                    "bench",
                    seats.bench(1.1),
                    (at[0], at[1] + side * reach, 0),
                    0.05 * side,
                    said="条凳",
                )
                if square == "八仙桌":
                    put(
                        model,
                        "bench",
                        seats.bench(1.1),
                        (at[0] + side * reach, at[1], 0),
                        LEFT,
                        said="条凳",
                    )
            put(
                model,
                "pot",
                _teapot(),
                (at[0] - 0.1, at[1] + 0.1, top),
                column,
                element="prop",
                said="茶壶",
            )
            for k in range(3):
                spread = (at[0] + 0.28 * np.cos(2.1 * k), at[1] + 0.26 * np.sin(2.1 * k), top)
                put(model, "bowl", kitchen.bowl(0.06), spread, 0, element="prop", said="茶碗")
    put(
        model,
        "counter",
        tables.counter(2.6, 0.55, room.size["counter"]),
        (x + 1.25, y - 1.9, 0),
        LEFT,
        said="柜台",
    )
    put(
        model,
        "wall_jars",
        cases.shelf_of_jars(2.2, 1.9, "porcelain", 4),
        (x + 0.26, y - 1.9, 0),
        LEFT,
        said="茶叶架",
    )
    put(model, "stove", kitchen.stove(1.6, 0.8, 0.75), (x + 1.2, -y + 1.2, 0), LEFT, said="茶炉")
    model.lamps.append(
        {
            "at": (x + 1.85, -y + 0.8, 0.3),
            "power": 0.4,
            "colour": (1.0, 0.36, 0.09),
            "body": 0.1,
            "day": True,
        }
    )
    put(
        model,
        "steamer",
        kitchen.steamer(0.24, 2),
        (x + 1.15, -y + 0.8, 0.77),
        0,
        element="prop",
        said="笼屉",
    )
    for column in range(2):
        at = (x + 3.3 + 3.2 * column, 0.1)
        if room.fit["lamp"] == "电灯":
            lamp(model, room, (*at, 0.8))
        else:
            z = 2.3
            lights.lantern(model, (*at, z), ceiling(room, 0.1) - z, power=2.0)
    for k in range(2):
        put(
            model,
            "scroll",
            cases.scroll(0.6, 1.3),
            (x + 4.2 + 2.6 * k, y - 0.03, 2.45),
            BACK,
            said="挂轴",
        )


def _teapot() -> Piece:
    body = turn(
        [
            (0.05, 0.0),
            (0.085, 0.04),
            (0.09, 0.08),
            (0.05, 0.13),
            (0.052, 0.135),
            (0.012, 0.15),
            (0.014, 0.165),
        ],
        16,
    )
    spout = pipe([(0.08, 0, 0.06), (0.12, 0, 0.09), (0.135, 0, 0.125)], (0.016, 0.012, 0.009), 7)
    grip = pipe([(-0.06, 0, 0.12), (-0.03, 0, 0.20), (0.03, 0, 0.20), (0.06, 0, 0.12)], 0.006, 6)
    return [(merge(body, spout, grip), "glaze_brown")]


def print_shop(model: SetModel, room: Room) -> None:
    """Furnish a print shop of the Republic: hand press, cases of type, paper, drying lines."""
    x, y = -room.long / 2, room.deep / 2
    put(model, "press", trade.press(), (x + 2.1, 0.4, 0), LEFT + 0.3, said="手扳印机")
    for k in range(max(2, int((room.long - 2.2) / 1.55))):
        put(model, "type", trade.type_case(), (x + 1.2 + 1.5 * k, y - 0.36, 0), BACK, said="字架")
    put(model, "bench", tables.workbench(2.2), (x + 4.6, -y + 0.75, 0), FRONT, said="拣字台")
    for k in range(3):
        put(
            model,
            "ream",
            [(box(-0.28, 0.28, -0.2, 0.2, 0, 0.30), "paper_sheets")],
            (x + 4.0 + 0.62 * k, -y + 0.75, 0.78),
            0.05 * k,
            element="prop",
            said="纸",
        )
    put(
        model,
        "floor_ream",
        [(box(-0.45, 0.45, -0.33, 0.33, 0, 0.62), "paper_sheets")],
        (x + 0.75, -0.9, 0),
        0.1,
        element="prop",
        said="纸垛",
    )
    for k in range(6):
        put(
            model,
            "sheet",
            [(box(-0.2, 0.2, -0.001, 0.001, -0.55, 0), "book_paper")],
            (x + 2.9 + 0.45 * k, 0.2, 2.35),
            0.0,
            element="prop",
            said="湿纸",
        )
    put(
        model,
        "line",
        [(box(-1.6, 1.6, -0.003, 0.003, 0, 0.006), "reed_mat")],
        (x + 4.0, 0.2, 2.35),
        0,
        element="prop",
        said="晾绳",
    )
    seat(model, room, (x + 4.6, -y + 1.45), FRONT, "方凳")
    lamp(model, room, (x + 4.7, -y + 0.95, 0.78), power=1.8)
    lamp(model, room, (x + 2.2, 0.2, 1.93), power=1.6) if room.fit["lamp"] == "电灯" else None


LAYOUTS = {
    "counting_room": Layout(counting_room, lambda r: (
        along(r, lens=24, at=-0.30, aim=0.10, high=1.95, rise=-0.16), along(r, name="柜前", lens=38, at=-0.10, aim=0.06),
        Viewpoint(name="柜内", eye=(-r.long / 2 + 0.55, -r.deep / 2 + 0.5, 1.6), target=(r.long / 2, 0.35 * r.deep, 1.6), lens_mm=24),
        against(r, x=0.05 * r.long, aim=0.2 * r.long)), lambda r: (
        Spot(at=(-r.long / 2 + 2.45, 0.55, 0), turn=1.57, pose="down"),
        Spot(at=(-r.long / 2 + 0.48 * r.long + 0.75, 0.05 * r.deep, 0), turn=-1.45))),
    "teahouse": Layout(teahouse, lambda r: (along(r, lens=28, at=-0.02, aim=0.04), across(r, x=0.3 * r.long, aim=-0.2 * r.long),
                                            against(r, x=0.36 * r.long, aim=0.0)),
                       lambda r: (Spot(at=(-r.long / 2 + 2.15, 0.25, 0), turn=1.4, pose="carry"),)),
    "print_shop": Layout(print_shop, lambda r: (along(r, lens=28, at=-0.06, aim=0.10), along(r, name="印机", lens=38, at=0.0, aim=0.06),
                                                across(r, x=0.3 * r.long, aim=-0.2 * r.long))),
}  # fmt: skip
