"""Rooms of a house: study, bedroom, kang room, kitchen."""

from __future__ import annotations

import numpy as np

from scenes.furnishings import beds, cases, kitchen, seats, tables, trade
from scenes.furnishings.piece import box, plate, put
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
    ceiling,
    lamp,
    seat,
    standing_lamp,
    steam,
    table,
)
from scenes.works.rooms.room import Room


def study(model: SetModel, room: Room) -> None:
    """Furnish a study: desk before a scroll or screen, shelves along the back, a couch by the window."""
    x, y = -room.long / 2, room.deep / 2
    low = room.fit["seat"] == "榻"
    if low:
        put(model, "screen", cases.screen(2.4, 1.7, 3), (x + 0.35, 0.3, 0), LEFT, said="屏风")
        seat(model, room, (x + 1.0, 0.3), LEFT)
        put(model, "desk", tables.low_desk(1.2, 0.44, 0.36), (x + 1.95, 0.3, 0), LEFT, said="案")
        top, desk = 0.36, (x + 1.95, 0.3)
        put(model, "rest", seats.cushion(0.55), (x + 3.0, 0.1, 0), LEFT, said="蒲团")
    else:
        put(model, "scroll", cases.scroll(0.8, 1.75), (x + 0.02, 0.1, 2.55), LEFT, said="挂轴")
        put(
            model, "side", tables.long_table(1.9, 0.42, 0.92), (x + 0.30, 0.1, 0), LEFT, said="条案"
        )
        put(model, "vase", cases.vase(0.42), (x + 0.30, 0.75, 0.92), 0.0, element="prop", said="瓶")
        put(
            model, "stack", trade.ledgers(5), (x + 0.30, -0.5, 0.92), 1.3, element="prop", said="书"
        )
        desk = (x + 1.95, 0.1)
        top = table(model, room, desk, LEFT, "平头案")
        seat(model, room, (x + 1.2, 0.1), LEFT)
        put(model, "guest", seats.drum_stool(), (x + 2.9, -0.7, 0), 0.0, said="绣墩")
    put(
        model,
        "brushes",
        trade.brushes(),
        (desk[0] - 0.05, desk[1] + 0.35, top),
        LEFT,
        element="prop",
        said="文房",
    )
    put(
        model,
        "text",
        trade.open_book(),
        (desk[0] - 0.05, desk[1] - 0.08, top),
        LEFT,
        element="prop",
        said="书册",
    )
    lamp(model, room, (desk[0], desk[1] - 0.5, top))
    count = max(1, int((room.long - 1.6) / 1.2))
    for k in range(count):
        put(model, "shelf", cases.bookshelf(), (x + 1.2 + 1.16 * k, y - 0.22, 0), BACK, said="书架")
    if room.late and not low:
        put(
            model,
            "curio",
            cases.curio_shelf(),
            (x + 1.2 + 1.16 * count, y - 0.22, 0),
            BACK,
            said="多宝阁",
        )
    standing_lamp(model, room, x + 3.4, y - 0.8)


def bedroom(model: SetModel, room: Room) -> None:
    """Furnish a bedroom: the bed at the far end, a table under the window, cupboard and clothes stand."""
    x, y = -room.long / 2, room.deep / 2
    if room.fit["bed"] == "架子床":
        put(model, "bed", beds.canopy_bed(), (x + 0.80, y - 1.25, 0), LEFT, said="架子床")
    else:
        put(model, "screen", cases.screen(2.3, 1.75, 3), (x + 0.30, y - 1.5, 0), LEFT, said="屏风")
        put(model, "bed", seats.couch(2.0, 1.15, 0.42), (x + 1.0, y - 1.5, 0), LEFT, said="榻")
        put(
            model,
            "quilts",
            beds.quilts(2),
            (x + 1.0, y - 0.95, 0.43),
            LEFT,
            element="prop",
            said="衾",
        )
    put(model, "rack", cases.clothes_rack(), (x + 2.75, y - 0.45, 0), 0.25, said="衣架")
    if room.late:
        put(model, "cupboard", cases.cupboard(), (x + 4.3, y - 0.30, 0), BACK, said="立柜")
    under = (x + 3.4 if room.door == 0 else x + 1.5, -y + 0.62)
    top = table(model, room, under, FRONT, "矮案" if room.fit["table"] == "矮案" else "平头案")
    lamp(model, room, (under[0] - 0.55, under[1], top))
    put(model, "box", [(box(-0.16, 0.16, -0.12, 0.12, 0, 0.2), "lacquer_red")], (under[0] + 0.35, under[1], top),
        0.3, element="prop", said="镜奁")  # fmt: skip
    put(
        model,
        "vase",
        cases.vase(0.3),
        (under[0] + 0.7, under[1] + 0.05, top),
        0.0,
        element="prop",
        said="瓶",
    )
    name = "月牙凳" if room.fit["seat"] == "榻" else "方凳" if room.late else ""
    seat(model, room, (under[0] - 0.1, under[1] + 0.75), 0.3, name)
    if room.period in ("minguo", "dangdai"):
        put(model, "mirror", cases.mirror(), (x + 3.3, y - 0.55, 0), -0.2, said="穿衣镜")
        put(
            model,
            "clock",
            cases.clock(),
            (under[0] + 0.05, under[1] - 0.05, top),
            FRONT,
            element="prop",
            said="座钟",
        )


def kang_room(model: SetModel, room: Room) -> None:
    """Furnish a kang room: the kang at the window, its hearth, chests, jars, lamp on the kang table."""
    half, y = room.long / 2, room.deep / 2
    vault = room.fit["shell"] == "券窑"
    x0 = -half + 1.12 if vault else room.axes[1] + 0.12
    deep, high = room.size["kang_deep"], room.size["kang"]
    wide = half - x0
    front = -y + (0.24 if vault else 0.16) + deep  # the kang's open edge
    at = (x0 + wide / 2, front - deep / 2)
    put(
        model,
        "kang",
        beds.kang(wide, deep, high),
        (*at, 0),
        FRONT,
        said="炕",
        rule="room.kang_high",
    )
    put(
        model,
        "felt",
        beds.felt(wide - 0.5, deep - 0.5),
        (at[0] - 0.1, at[1], high),
        0,
        element="prop",
        said="炕毡",
    )
    put(
        model,
        "quilts",
        beds.quilts(5),
        (half - 0.52, front - deep + 0.42, high + 0.012),
        FRONT,
        element="prop",
        said="被垛",
    )
    middle = (at[0] - 0.12, at[1] + 0.18)
    put(model, "kang_table", tables.kang_table(), (*middle, high + 0.012), 0.0, said="炕桌")
    top = high + 0.312
    lamp(model, room, (middle[0] + 0.22, middle[1] - 0.05, top), power=1.5)
    put(
        model,
        "bowl",
        kitchen.bowl(),
        (middle[0] - 0.2, middle[1] + 0.08, top),
        0,
        element="prop",
        said="碗",
    )
    put(
        model,
        "bowl",
        kitchen.bowl(0.075),
        (middle[0] - 0.05, middle[1] - 0.12, top),
        1,
        element="prop",
        said="碗",
    )
    put(
        model,
        "hearth",
        beds.hearth(h=high + 0.02),
        (half - 0.46, front + 0.42, 0),
        FRONT,
        said="锅台",
    )
    model.lamps.append(
        {
            "at": (half - 0.46, front + 1.05, 0.22),
            "power": 0.35,
            "colour": (1.0, 0.36, 0.09),
            "body": 0.1,
        }
    )
    put(model, "chest", cases.long_chest(), (half - 0.32, front + 1.95, 0), RIGHT, said="躺柜")
    for k in range(2):
        put(
            model,
            "pickle",
            kitchen.pickle_jar(),
            (-half + 0.32, front + 0.9 + 0.52 * k, 0),
            0,
            element="prop",
            said="瓮",
        )
    put(
        model,
        "vat",
        kitchen.vat(0.78, 0.34),
        (-half + 0.42, front + 2.2, 0),
        0,
        element="prop",
        said="水缸",
    )
    put(model, "stool", seats.stool(0.32), (-half + 0.95, front + 0.55, 0), 0.3, said="小凳")
    put(
        model,
        "corn",
        kitchen.hung("玉米", 0.7),
        (-half + 0.12, front + 0.35, 2.0),
        0,
        element="prop",
        said="玉米",
    )
    put(
        model,
        "chilli",
        kitchen.hung("辣椒", 0.7),
        (-half + 0.12, front + 0.62, 1.95),
        0,
        element="prop",
        said="辣椒",
    )
    if room.late:
        _paper_cuts(model, (x0, half - 0.1), -y + (0.122 if vault else 0.02), room.size["sill"])
    if room.period == "minguo" or room.period == "dangdai":
        put(
            model,
            "clock",
            cases.clock(),
            (half - 0.32, front + 1.6, 0.86),
            RIGHT,
            element="prop",
            said="座钟",
        )


def _paper_cuts(model: SetModel, span: tuple[float, float], y: float, sill: float) -> None:
    """Paste red paper cuts (窗花) on the window's paper: rosettes in rows."""
    t = np.linspace(0, 2 * np.pi, 33)[:-1]
    r = 0.062 * (1 + 0.22 * np.cos(8 * t))
    flower = plate(list(zip(r * np.cos(t), r * np.sin(t), strict=True)), 0.002)
    for k in range(4):
        x = span[0] + (k + 0.7) * (span[1] - span[0]) / 4.4
        for z in (sill + 0.36, sill + 0.82):
            put(
                model,
                "paper_cut",
                [(flower, "quilt_red")],
                (x, y, z),
                0.0,
                element="prop",
                said="窗花",
            )


def kitchen_room(model: SetModel, room: Room) -> None:
    """Furnish a kitchen: stove and bellows at the back, vat, board by the window, jars, hung crops."""
    x, y = -room.long / 2, room.deep / 2
    put(model, "stove", kitchen.stove(), (x + 1.75, y - 0.50, 0), BACK, said="灶台")
    model.lamps.append({"at": (x + 1.25, y - 1.25, 0.25), "power": 0.55, "colour": (1.0, 0.36, 0.09), "body": 0.1,
                        "day": True})  # fmt: skip
    put(
        model,
        "steamer",
        kitchen.steamer(),
        (x + 2.25, y - 0.55, 0.80),
        0,
        element="prop",
        said="笼屉",
    )
    steam(model, x + 2.25, y - 0.55, 1.35)
    put(model, "bellows", kitchen.bellows(), (x + 0.42, y - 0.75, 0), LEFT, said="风箱")
    put(
        model,
        "firewood",
        kitchen.firewood(),
        (x + 0.55, y - 1.95, 0),
        LEFT,
        element="prop",
        said="柴",
    )
    put(model, "vat", kitchen.vat(), (x + 3.35, y - 0.50, 0), 0, element="prop", said="水缸")
    put(
        model,
        "vat_open",
        kitchen.vat(0.7, 0.33, lid=False),
        (x + 4.2, y - 0.45, 0),
        0,
        element="prop",
        said="水缸",
    )
    put(
        model,
        "board",
        kitchen.board(),
        (x + 2.0 if room.door else room.axes[1] + 0.95, -y + 0.62, 0),
        FRONT,
        said="案板",
    )
    put(model, "jars", cases.shelf_of_jars(), (x + 0.28, -0.35, 0), LEFT, said="瓶罐架")
    for k in range(3):
        put(
            model,
            "pickle",
            kitchen.pickle_jar(),
            (x + 0.4 + 0.5 * k, -y + 0.50, 0),
            0,
            element="prop",
            said="腌菜缸",
        )
    top = min(ceiling(room, 0.9) - 0.2, 2.75)
    for k, kind in enumerate(("辣椒", "玉米", "蒜", "玉米", "辣椒")):
        if kind == "辣椒" and room.period not in ("qing", "minguo", "dangdai"):
            kind = "蒜"
        if kind == "玉米" and room.period not in ("qing", "minguo", "dangdai"):
            continue
        put(model, f"hung.{kind}", kitchen.hung(kind, 0.75, 5 + k), (x + 1.1 + 0.42 * k, y - 0.28, top - 0.15), 0,
            element="prop", said=kind)  # fmt: skip
    lamp(model, room, (x + 2.75, y - 0.16, 1.33), power=1.4)
    put(model, "stool", seats.stool(0.30), (x + 1.2, y - 1.5, 0), 0.5, said="烧火凳")


def _study_views(room: Room) -> tuple[Viewpoint, ...]:
    return (along(room, lens=28, at=-0.04, aim=0.10), along(room, name="案前", lens=40, at=-0.02, aim=0.02, high=1.3),
            against(room, x=0.4 * room.long - 0.6, aim=-0.3 * room.long), across(room, x=-0.1 * room.long, lens=20))  # fmt: skip


def _bedroom_views(room: Room) -> tuple[Viewpoint, ...]:
    return (along(room, lens=28, at=-0.05, aim=0.16), along(room, name="床前", lens=38, at=0.18, aim=0.24, high=1.3),
            against(room, x=0.38 * room.long, aim=-0.1 * room.long))  # fmt: skip


def _kang_views(room: Room) -> tuple[Viewpoint, ...]:
    half, y = room.long / 2, room.deep / 2
    near = min(y - 0.3, -y + room.size["kang_deep"] + 3.4)
    left = -half + 0.5
    return (
        Viewpoint(name="进屋", eye=(left + 0.1, near, 1.55), target=(0.28 * half, -y, 1.55), lens_mm=24, rise=-0.04),
        Viewpoint(name="炕沿", eye=(left + 0.2, -y + room.size["kang_deep"] + 1.7, 1.3),
                  target=(0.4 * half, -y + 0.8, 1.3), lens_mm=32, rise=-0.05),
        Viewpoint(name="窗下回看", eye=(half - 0.8, -y + 0.7, 1.45), target=(-0.1 * half, y, 1.45), lens_mm=24),
    )  # fmt: skip


def _kitchen_views(room: Room) -> tuple[Viewpoint, ...]:
    return (along(room, lens=26, at=-0.08, aim=0.20), along(room, name="灶前", lens=38, at=0.0, aim=0.25, high=1.25),
            against(room, x=0.35 * room.long, aim=-0.1 * room.long))  # fmt: skip


LAYOUTS = {
    "study": Layout(study, _study_views),
    "bedroom": Layout(bedroom, _bedroom_views),
    "kang_room": Layout(kang_room, _kang_views, lambda r: (
        Spot(at=(-r.long / 2 + 0.62, -r.deep / 2 + r.size["kang_deep"] + 0.1, 0.0), turn=2.2, role="woman", pose="carry"),
        Spot(at=(0.16 * r.long, -r.deep / 2 + r.size["kang_deep"], r.size["kang"] - 0.41),
             turn=3.14, role="elder", pose="sit"))),
    "kitchen": Layout(kitchen_room, _kitchen_views, lambda r: (
        Spot(at=(-r.long / 2 + 2.3, r.deep / 2 - 1.35, 0.0), turn=3.0, role="cook"),)),
}  # fmt: skip
