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
_WALLS_APART = 2.5  # metres between openings one behind another that are of two walls
_SIDES = ((0.0, -1.0), (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0))
Numbers = NDArray[np.float64]


def lamp_light(frame: Frame, model: SetModel, light: Light) -> Picture:
    """Return (h, w, 3) light of lamps and lit windows, with their shadows."""
    total = np.zeros((*frame.depth.shape, 3), np.float32)
    if light.lamps <= 0:
        return total
    lit = [*model.lamps, *(windows(frame.triangles, model) if light.lamps > _BRIGHT else ())]
    for rows in frame.bands():
        solid = frame.solid[rows]
        at, normal = frame.position(rows)[solid], frame.normal(rows)[solid]
        for lamp in lit:
            total[rows][solid] += _from_lamp(frame.caster, at, normal, lamp) * light.lamps
    return total


def windows(triangles: Triangles, model: SetModel) -> list[dict[str, object]]:
    """Return a lamp before each lit opening, as wide as the opening is, on the side it looks to.

    Openings are what is papered, or dark behind bars; those near one another are one. What fills
    an opening is made to face −y and turned with its house, so that its instance says which of
    its two sides is outside.
    """
    kinds = [pigment(m).grain in ("paper", "room") for m in triangles.materials]
    chosen = np.flatnonzero(np.array(kinds, np.bool_)[triangles.material])
    if not len(chosen):
        return []
    corners = triangles.corners[chosen].astype(np.float64)
    square = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
    ahead = np.array([-i.matrix[:3, 1] for i in model.instances])[triangles.instance[chosen]]
    outside = (square * ahead).sum(1) > 0.7 * np.linalg.norm(square, axis=1)
    lamps: list[dict[str, object]] = []
    for x, y in _SIDES:
        facing = square @ (x, y, 0.0)
        front = outside & (facing > 0.7 * np.linalg.norm(square, axis=1))
        if front.any():
            lamps += _before(corners[front].mean(1), facing[front], (x, y))
    return lamps


def _before(middles: Numbers, areas: Numbers, side: tuple[float, float]) -> list[dict[str, object]]:
    """Return the lamps of the openings of one side: by the wall they stand in, then by bay."""
    out = np.array(side)
    depth = middles[:, :2] @ out
    order = np.argsort(depth)
    wall = np.zeros(len(depth), np.int64)
    wall[order[1:]] = np.cumsum(np.diff(depth[order]) > _WALLS_APART)
    bay = np.rint(middles[:, :2] @ np.array([-out[1], out[0]]) / _APART).astype(np.int64)
    lamps: list[dict[str, object]] = []
    for one in sorted(set(zip(wall.tolist(), bay.tolist(), strict=True))):
        here = (wall == one[0]) & (bay == one[1])
        area = float(areas[here].sum())
        if area < 0.15:
            continue
        x, y, z = np.average(middles[here], axis=0, weights=areas[here])
        power = 0.16 * min(area, 6.0)
        at = (x + 0.55 * out[0], y + 0.55 * out[1], z)
        lamps.append({"at": at, "power": power, "colour": (1.0, 0.60, 0.28),
                      "faces": (*side, 0.0)})  # fmt: skip
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
