"""Workshops by trade: vinegar, spirits, lacquer, pottery, paper, copper."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenes.furnishings import cases, kitchen, seats, tables, trade
from scenes.furnishings.piece import Piece, bar, box, merge, pipe, put, turn
from scenes.model import SetModel
from scenes.work import Spot, Viewpoint
from scenes.works.rooms.dressing import BACK, FRONT, LEFT, Layout, across, along, lamp, steam
from scenes.works.rooms.room import Room


def _fire(model: SetModel, x: float, y: float, power: float = 0.5) -> None:
    model.lamps.append(
        {"at": (x, y, 0.28), "power": power, "colour": (1.0, 0.36, 0.09), "body": 0.1, "day": True}
    )


def vinegar(model: SetModel, room: Room) -> None:
    """Furnish a vinegar shop: fermenting vats, leaching troughs, the smoking stove at the back."""
    x, y = -room.long / 2, room.deep / 2
    put(model, "smoke", trade.smoking_stove(3.4), (x + 2.1, y - 0.62, 0), BACK, said="熏灶")
    for k in range(3):
        _fire(model, x + 1.0 + 1.1 * k, y - 1.5, 0.35)
    for k in range(4):
        steam(model, x + 0.83 + 0.85 * k, y - 0.57, 1.05)
    put(model, "leach", trade.leach_pool(), (x + 0.70, -0.2, 0), LEFT, said="淋醋池")
    for row in range(2):
        put(
            model,
            f"vats{row}",
            trade.vat_row(3 + row, 0.98),
            (x + 4.3 + 0.4 * row, -y + 0.75 + 1.1 * row, 0),
            0,
            said="醋缸",
        )
    put(model, "open", kitchen.vat(0.9, 0.42, lid=False), (x + 4.7, y - 0.6, 0), 0, said="醋缸")
    put(model, "open", kitchen.vat(0.9, 0.42, lid=False), (x + 5.65, y - 0.62, 0), 0, said="醋缸")
    for k, (a, b) in enumerate(((1.75, -1.35), (3.45, y - 1.95))):
        put(
            model,
            "tray",
            tables.round_tray(0.5),
            (x + a, b, 0.0),
            0.4 * k,
            element="prop",
            said="簸箩",
        )
    heap = [(turn([(0.62, 0.0), (0.50, 0.16), (0.24, 0.31), (0.05, 0.36)], 20), "straw")]
    put(model, "heap", heap, (x + 1.75, -y + 0.95, 0.0), 0, element="prop", said="醋醅")
    for k, a in enumerate((2.55, 3.0)):
        put(model, "pail", _pail(), (x + a, -0.55 - 0.1 * k, 0.0), k, element="prop", said="木桶")
    put(model, "ladle", _ladle(), (x + 0.95, -0.1, 0.80), 0.3, element="prop", said="木勺")
    put(model, "shovels", _tools(), (x + 0.05, 1.35, 0), LEFT, element="prop", said="木锨、木耙")
    for k in range(3):
        put(
            model,
            "pickle",
            kitchen.pickle_jar(0.5),
            (x + 4.1 + 0.55 * k, y - 1.55, 0),
            k,
            element="prop",
            said="醋坛",
        )


def _pail(r: float = 0.19, h: float = 0.36) -> Piece:
    """Return a stave pail with two hoops and a bar across its ears."""
    body = turn([(0.86 * r, 0.0), (r, h), (0.92 * r, h), (0.80 * r, 0.05)], 18)
    hoops = merge(*(turn([(s * r, z), (s * r + 0.006, z + 0.015), (s * r, z + 0.03)], 18)
                    for s, z in ((0.895, 0.06), (0.975, 0.27))))  # fmt: skip
    ears = merge(*(box(s * 0.97 * r - 0.015, s * 0.97 * r + 0.015, -0.03, 0.03, h - 0.1, h + 0.16)
                   for s in (-1, 1)), bar((-r, 0, h + 0.13), (r, 0, h + 0.13), 0.03, 0.03))  # fmt: skip
    return [(merge(body, ears), "timber"), (hoops, "iron")]


def _ladle() -> Piece:
    """Return a long-handled wooden ladle laid across an edge."""
    bowl = turn([(0.05, 0.0), (0.09, 0.03), (0.10, 0.09), (0.085, 0.09), (0.07, 0.04)], 14)
    return [(merge(bowl, bar((0.09, 0, 0.08), (0.95, 0, 0.16), 0.025, 0.025)), "timber")]


def _tools() -> Piece:
    """Return wooden shovels and a rake leaning on a wall."""
    poles = [pipe([(a, -0.42, 0.0), (a + 0.08, -0.03, 1.7)], 0.017, 7) for a in (-0.3, 0.0, 0.3)]
    blades = [bar((a, -0.40, 0.02), (a + 0.02, -0.30, 0.42), 0.24, 0.02) for a in (-0.3, 0.3)]
    return [
        (merge(*poles, *blades, bar((-0.2, -0.42, 0.06), (0.2, -0.42, 0.06), 0.05, 0.05)), "timber")
    ]


def spirits(model: SetModel, room: Room) -> None:
    """Furnish a distillery: vats sunk in the floor, the still at the end wall, jars of spirits."""
    x, y = -room.long / 2, room.deep / 2
    put(model, "still", trade.still(), (x + 1.25, y - 1.25, 0), LEFT, said="甑锅")
    _fire(model, x + 2.4, y - 1.2, 0.6)
    steam(model, x + 1.25, y - 1.25, 1.9)
    put(model, "sunk", trade.sunk_vats(4, 4), (x + 4.6, -0.55, 0.0), 0, said="地缸")
    for k in range(3):
        put(
            model, "jar", kitchen.vat(0.75, 0.30), (x + 3.2 + 0.75 * k, y - 0.42, 0), 0, said="酒缸"
        )
    put(
        model,
        "tray",
        tables.round_tray(0.6),
        (x + 1.7, -y + 1.3, 0.0),
        0,
        element="prop",
        said="簸箩",
    )
    put(model, "wood", kitchen.firewood(), (x + 0.6, -0.5, 0), LEFT, element="prop", said="柴")


def lacquer(model: SetModel, room: Room) -> None:
    """Furnish a lacquer shop: bench by the window, racks of boxes in the damp room, jars of lacquer."""
    x, y = -room.long / 2, room.deep / 2
    for k in range(max(2, int((room.long - 1.6) / 2.1))):
        put(
            model,
            "rack",
            trade.lacquer_frames(),
            (x + 1.3 + 2.1 * k, y - 0.36, 0),
            BACK,
            said="荫房架",
        )
    put(model, "bench", tables.workbench(2.4, 0.72), (x + 4.6, -y + 0.70, 0), FRONT, said="漆案")
    put(
        model,
        "screen",
        cases.screen(2.0, 1.6, 4, "lacquer_red"),
        (x + 0.5, 0.0, 0),
        LEFT,
        said="漆屏",
    )
    put(
        model,
        "jars",
        cases.shelf_of_jars(1.6, 1.3, "glaze_brown", 8),
        (x + 0.4, -1.7, 0),
        LEFT,
        said="漆罐架",
    )
    put(model, "table", tables.eight_seat(0.9, 0.8), (x + 2.4, -0.5, 0), 0.1, said="作案")
    put(
        model,
        "vase",
        cases.vase(0.4, "lacquer_red"),
        (x + 2.4, -0.5, 0.8),
        0,
        element="prop",
        said="漆瓶",
    )
    put(model, "stool", seats.stool(), (x + 4.6, -y + 1.4, 0), FRONT, said="方凳")


def pottery(model: SetModel, room: Room) -> None:
    """Furnish a pottery: wheel by the window, planks of raw pots, clay heaped in a corner."""
    x, y = -room.long / 2, room.deep / 2
    put(model, "wheel", trade.potters_wheel(), (x + 2.6, -0.6, 0), LEFT, said="轮车")
    for k in range(max(2, int((room.long - 1.2) / 2.5))):
        put(model, "rack", trade.pot_rack(), (x + 1.5 + 2.5 * k, y - 0.38, 0), BACK, said="晾坯架")
    put(model, "rack", trade.pot_rack(), (x + 0.42, -0.3, 0), LEFT, said="晾坯架")
    for k in range(3):
        put(
            model,
            "jar",
            [(kitchen.vat(0.8, 0.36, False)[0][0], "wet_clay")],
            (x + 4.4 + 0.9 * k, -y + 0.75, 0),
            0,
            said="缸坯",
        )
    put(model, "water", kitchen.vat(0.6, 0.28, False), (x + 3.3, -1.3, 0), 0, said="水缸")


def paper(model: SetModel, room: Room) -> None:
    """Furnish a paper mill: vat and mould, the press, sheets brushed on the wall to dry."""
    x, y = -room.long / 2, room.deep / 2
    put(model, "vat", trade.paper_vat(), (x + 2.3, -0.3, 0), LEFT, said="抄纸槽")
    put(model, "press", trade.paper_stack(), (x + 4.7, y - 1.0, 0), 0, said="榨")
    for k in range(max(3, int((room.long - 1.5) / 0.72))):
        put(
            model,
            "sheet",
            [(box(-0.31, 0.31, -0.004, 0.004, 0, 0.68), "book_paper")],
            (x + 0.8 + 0.70 * k, y - 0.018, 0.75),
            0,
            element="prop",
            said="焙纸",
        )
        put(
            model,
            "sheet",
            [(box(-0.31, 0.31, -0.004, 0.004, 0, 0.68), "book_paper")],
            (x + 0.8 + 0.70 * k, y - 0.018, 1.55),
            0,
            element="prop",
            said="焙纸",
        )
    put(model, "tray", tables.round_tray(), (x + 1.0, -y + 1.0, 0), 0, element="prop", said="簸箩")
    put(model, "bench", tables.workbench(2.0), (x + 4.9, -y + 0.7, 0), FRONT, said="案")
    put(
        model,
        "ream",
        [(trade.paper_stack(0.25)[1][0], "paper_sheets")],
        (x + 4.9, -y + 0.7, 0.62),
        0,
        element="prop",
        said="纸",
    )
    put(model, "pulp", kitchen.vat(0.8, 0.4, False), (x + 0.65, y - 1.2, 0), 0, said="浆缸")


def copper(model: SetModel, room: Room) -> None:
    """Furnish a coppersmith's: stumps and stakes, a forge, wares on floor and shelf."""
    x, y = -room.long / 2, room.deep / 2
    for k in range(2):
        put(
            model,
            "anvil",
            trade.anvil_bench(),
            (x + 2.6 + 1.7 * k, -0.4 + 0.3 * k, 0),
            LEFT + k,
            said="砧墩",
        )
        put(
            model,
            "stool",
            seats.stool(0.32),
            (x + 2.0 + 1.7 * k, -0.5 + 0.3 * k, 0),
            0.3,
            said="小凳",
        )
    put(model, "forge", kitchen.stove(1.3, 0.9, 0.7), (x + 0.65, y - 1.2, 0), LEFT, said="炉")
    put(model, "bellows", kitchen.bellows(), (x + 0.55, y - 2.4, 0), LEFT, said="风箱")
    _fire(model, x + 1.4, y - 1.5, 0.7)
    for k in range(3):
        put(
            model,
            f"wares{k}",
            trade.copper_wares(6 + k),
            (x + 2.3 + 1.75 * k, y - 0.35, 0),
            0,
            said="铜器",
        )
        put(
            model,
            f"wares{k}",
            trade.copper_wares(6 + k),
            (x + 2.3 + 1.75 * k, y - 0.22, 1.2),
            0,
            said="铜器",
        )
        put(
            model,
            "ledge",
            [(tables.workbench(1.7, 0.4, 0.07)[0][0], "timber")],
            (x + 2.3 + 1.75 * k, y - 0.22, 1.13),
            0,
            said="搁板",
        )
    put(model, "bench", tables.workbench(2.2), (x + 4.9, -y + 0.7, 0), FRONT, said="案")


TRADES: Mapping[str, Callable[[SetModel, Room], None]] = {
    "醋": vinegar, "酒": spirits, "漆": lacquer, "陶": pottery, "纸": paper, "铜": copper,
}  # fmt: skip


def workshop(model: SetModel, room: Room) -> None:
    """Furnish a workshop by its trade, and hang a lamp in it."""
    TRADES[room.trade](model, room)
    x, y = -room.long / 2, room.deep / 2
    put(
        model,
        "lamp_shelf",
        [(tables.round_tray(0.14)[0][0], "timber")],
        (x + 3.2, y - 0.16, 1.62),
        0,
        said="灯台",
    )
    lamp(model, room, (x + 3.2, y - 0.16, 1.63), power=1.8)


def _worker(r: Room) -> tuple[Spot, ...]:
    """Return one at work on the clear floor: before the still, or in the middle of the shop."""
    x = 2.45 if r.trade == "酒" else 3.1
    pose = {"醋": "sweep", "酒": "carry"}.get(r.trade, "watch")
    return (Spot(at=(-r.long / 2 + x, 0.25, 0), turn=1.8, role="worker", pose=pose),)


LAYOUTS = {
    "workshop_room": Layout(workshop, lambda r: (
        along(r, lens=28, at=-0.10, aim=0.10), along(r, name="工位", lens=38, at=-0.02, aim=0.04, high=1.3),
        across(r, x=0.35 * r.long, aim=-0.2 * r.long), Viewpoint(
            name="逆光", eye=(-r.long / 2 + 0.6, r.deep / 2 - 0.5, 1.5), target=(0.35 * r.long, -r.deep / 2, 1.5), lens_mm=24)),
        _worker),
}  # fmt: skip
