"""Light of lamps: stone lamps and lanterns in the court, and rooms lit behind their windows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.frame import Frame
from scenes.light import Light
from scenes.model import SetModel, Triangles
from scenes.palette import pigment
from scenes.raycast import Caster

Picture = NDArray[np.float32]

_BRIGHT = 0.5  # lamps by which a window is brighter than the day before it
_APART = 3.2  # metres: about a bay


def lamp_light(frame: Frame, model: SetModel, light: Light) -> Picture:
    """Return (h, w, 3) light of lamps and lit windows, with their shadows."""
    total = np.zeros((*frame.depth.shape, 3), np.float32)
    if light.lamps <= 0:
        return total
    lit = [*model.lamps, *(windows(frame.triangles) if light.lamps > _BRIGHT else ())]
    for rows in frame.bands():
        solid = frame.solid[rows]
        at, normal = frame.position(rows)[solid], frame.normal(rows)[solid]
        for lamp in lit:
            total[rows][solid] += _from_lamp(frame.caster, at, normal, lamp) * light.lamps
    return total


def windows(triangles: Triangles) -> list[dict[str, object]]:
    """Return a lamp before each lit opening of the front, as wide as the opening is.

    Openings are what is papered, or dark behind bars; those near one another are one.
    """
    kinds = [pigment(m).grain in ("paper", "room") for m in triangles.materials]
    chosen = np.flatnonzero(np.array(kinds, np.bool_)[triangles.material])
    if not len(chosen):
        return []
    corners = triangles.corners[chosen].astype(np.float64)
    square = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
    front = square[:, 1] < -0.7 * np.linalg.norm(square, axis=1)
    if not front.any():
        return []
    middles, areas = corners[front].mean(1), -square[front][:, 1]
    bay = np.rint(middles[:, 0] / _APART)
    lamps: list[dict[str, object]] = []
    for one in np.unique(bay):
        here = bay == one
        area = float(areas[here].sum())
        if area < 0.15:
            continue
        x, y, z = np.average(middles[here], axis=0, weights=areas[here])
        power = 0.16 * min(area, 6.0)
        lamps.append({"at": (x, y - 0.55, z), "power": power, "colour": (1.0, 0.60, 0.28),
                      "faces": (0.0, -1.0, 0.0)})  # fmt: skip
    return lamps


def _from_lamp(caster: Caster, at: Picture, normal: Picture, lamp: dict[str, object]) -> Picture:
    power = float(lamp.get("power", 1.0))  # type: ignore[arg-type]
    colour = np.array(lamp.get("colour", (1.0, 0.55, 0.22)), np.float32)
    place = np.array(lamp["at"], np.float32)
    got = np.zeros_like(at)
    reach = 4.0 * np.sqrt(power) + 5.0
    close = np.flatnonzero(((at - place) ** 2).sum(1) < reach**2)
    toward = place - at[close]
    distance = np.linalg.norm(toward, axis=1) + 1e-6
    toward /= distance[:, None]
    facing = np.clip((normal[close] * toward).sum(1), 0, 1)
    start = at[close] + normal[close] * 0.02
    # Rays run the whole way to the lamp, less its own body.
    ends = np.maximum(distance - 0.45, 0.01)[:, None]
    open_way = ~caster.blocked(start, toward * ends, 1.0)
    edge = np.clip(1 - (distance / reach) ** 2, 0, 1)
    amount = power * facing * open_way * edge / (distance**2 + 0.6)
    if "faces" in lamp:  # a window shines outwards, and not on its own bars
        amount = amount * np.clip(-(toward @ np.array(lamp["faces"], np.float32)), 0, 1) * 2
    got[close] = amount[:, None] * colour
    return got
