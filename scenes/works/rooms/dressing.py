"""What every layout of a room asks for: seat, table and lamp of its age, things against its walls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scenes.camera import Vector
from scenes.furnishings import lights, seats, tables
from scenes.furnishings.piece import Piece, put
from scenes.model import SetModel
from scenes.smoke import Plume
from scenes.work import Spot, Viewpoint
from scenes.works.rooms.room import Room

LEFT, RIGHT, BACK, FRONT = np.pi / 2, -np.pi / 2, 0.0, np.pi  # the wall a piece stands against


@dataclass(frozen=True, slots=True)
class Layout:
    """How a kind of room is furnished, looked at and peopled."""

    furnish: Callable[[SetModel, Room], None]
    views: Callable[[Room], tuple[Viewpoint, ...]]
    spots: Callable[[Room], tuple[Spot, ...]] = lambda _room: ()


_SEATS: Mapping[str, Callable[[float], Piece]] = {
    "榻": lambda h: seats.couch(1.9, 0.9, h), "月牙凳": seats.crescent_stool, "灯挂椅": seats.lamp_chair,
    "交椅": seats.folding_chair, "官帽椅": seats.official_chair, "圈椅": seats.round_chair,
    "太师椅": seats.grand_chair, "条凳": lambda h: seats.bench(1.1, h), "方凳": seats.stool,
}  # fmt: skip
_TABLES: Mapping[str, Callable[[float], Piece]] = {
    "矮案": lambda h: tables.low_desk(1.2, 0.46, 0.42 * h), "平头案": lambda h: tables.flat_table(1.7, 0.66, h),
    "八仙桌": lambda h: tables.eight_seat(0.96, h), "账桌": lambda h: tables.desk(1.35, 0.68, h),
}  # fmt: skip


def seat(model: SetModel, room: Room, at: Sequence[float], turn: float, name: str = "") -> None:
    """Put a seat of the room's age, or the one named."""
    word = name or room.fit["seat"]
    put(model, f"seat.{word}", _SEATS[word](room.size["seat"]), (at[0], at[1], 0.0), turn, said=word,
        rule="room.seat_high")  # fmt: skip


def table(model: SetModel, room: Room, at: Sequence[float], turn: float, name: str = "") -> float:
    """Put a table of the room's age, or the one named, and return how high its top lies."""
    word = name or room.fit["table"]
    high = room.size["table"]
    put(model, f"table.{word}", _TABLES[word](high), (at[0], at[1], 0.0), turn, said=word,
        rule="room.table_high")  # fmt: skip
    return 0.42 * high if word == "矮案" else high


def lamp(model: SetModel, room: Room, at: Vector, power: float = 1.2, day: bool = False) -> None:
    """Light a place with the lamp of the room's age: on the table at ``at``, or hung above it."""
    word = room.fit["lamp"]
    if word == "电灯":
        top = ceiling(room, at[1]) - 0.02
        z = min(top - 0.5, 2.15)
        lights.bulb(model, (at[0], at[1], z), top - z, power=power, day=day)
    elif word == "煤油灯":
        lights.kerosene_lamp(model, at, power=power, day=day)
    elif word == "烛台":
        lights.candles(model, at, power=power, day=day)
    else:
        lights.oil_lamp(model, at, power=power, day=day)


def standing_lamp(
    model: SetModel, room: Room, x: float, y: float, power: float = 1.2, day: bool = False
) -> None:
    """Put a tall lamp on the floor, or what hangs in its stead where that is of the age."""
    if room.fit["lamp"] in ("电灯", "煤油灯"):
        lamp(model, room, (x, y, 0.0), power=power, day=day) if room.fit["lamp"] == "电灯" else None
    else:
        lights.lamp_stand(model, (x, y, 0.0), power=power, day=day)


def steam(model: SetModel, x: float, y: float, z: float) -> None:
    """Let steam rise over a hot pan or vat."""
    model.plumes.append(
        Plume(at=(x, y, z), tall=1.5, mouth=0.2, wind=(0.25, -0.2), thick=0.7, kind="steam")
    )


def ceiling(room: Room, y: float) -> float:
    """Return the height of beam or ceiling over a place, where things can hang."""
    if room.fit["shell"] == "券窑":
        return room.size["clear"] - 0.06
    if room.fit["shell"] == "顶棚":
        return room.size["clear"]
    (y0, z0), (y1, z1), (y2, z2) = room.purlins()
    return float(np.interp(-abs(y), (y0, y1, y2), (z0, z1, z2)))


def along(room: Room, *, name: str = "顺看", lens: float = 30.0, at: float = 0.12, aim: float = 0.05,
          high: float = 1.5, rise: float = 0.0) -> Viewpoint:  # fmt: skip
    """Return the view from the right end along the room: windows at the left, back wall at the right.

    ``at`` and ``aim`` are parts of the depth behind the middle.
    """
    x = room.long / 2 - 0.30
    return Viewpoint(name=name, eye=(x, at * room.deep, high), target=(-x, aim * room.deep, high),
                     lens_mm=lens, rise=rise)  # fmt: skip


def across(room: Room, *, name: str = "门口", lens: float = 22.0, x: float = 0.0, aim: float = 0.0,
           high: float = 1.5) -> Viewpoint:  # fmt: skip
    """Return the view from the windows to the back wall."""
    y = -room.deep / 2 + 0.45
    return Viewpoint(name=name, eye=(x, y, high), target=(aim, -y, high), lens_mm=lens)


def against(room: Room, *, name: str = "逆光", lens: float = 22.0, x: float = 0.0, aim: float = 0.0,
            high: float = 1.45) -> Viewpoint:  # fmt: skip
    """Return the view from the back wall to the windows."""
    y = room.deep / 2 - 0.35
    return Viewpoint(name=name, eye=(x, y, high), target=(aim, -y, high), lens_mm=lens)
