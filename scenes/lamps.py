"""Light of lamps: stone lamps and lanterns in the court, and rooms lit behind their windows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.bounce import smooth
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
_KINDLED = 0.15  # lamps of an hour from which rooms are lit
# Sixteen places on a ball, taken in turn by neighbouring pixels, so that shadows have soft edges.
_BALL = np.array([
    (np.sqrt(1 - z * z) * np.cos(2.4 * k), np.sqrt(1 - z * z) * np.sin(2.4 * k), z)
    for k, z in ((k, 1 - (2 * (7 * k % 16) + 1) / 16) for k in range(16))
], np.float32)  # fmt: skip


def lamp_light(frame: Frame, model: SetModel, light: Light) -> Picture:
    """Return (h, w, 3) light of lamps and lit windows, with their shadows."""
    total = np.zeros((*frame.depth.shape, 3), np.float32)
    lit = list(burning(model, light))
    if model.room is None and light.lamps > _BRIGHT:
        lit += [(lamp, light.lamps) for lamp in windows(frame.triangles, model)]
    for rows in frame.bands() if lit else ():
        solid = frame.solid[rows]
        at, normal = frame.position(rows)[solid], frame.normal(rows)[solid]
        line, column = np.nonzero(solid)
        which = (line % 4) * 4 + column % 4
        arriving = np.zeros_like(at)
        for (lamp, strength), near in zip(lit, _near(at, [one for one, _ in lit]), strict=True):
            found = from_lamp(frame.caster, at[near], normal[near], lamp, which[near])
            arriving[near] += found * np.float32(strength)
        total[rows][solid] = arriving
    if lit and model.room is not None:
        return smooth(total, frame.normal(), frame)
    return total


def _near(at: Picture, lit: list[dict[str, Any]]) -> Iterator[NDArray[np.int64]]:
    """Yield, for each lamp, which points its light may reach; a few more than it does."""
    order = np.argsort(at[:, 0], kind="stable")
    across = at[order, 0]
    for lamp in lit:
        x, y, _ = lamp["at"]
        far = _reach(lamp) + 0.1
        some = order[slice(*np.searchsorted(across, (x - far, x + far)))]
        yield np.sort(some[np.abs(at[some, 1] - np.float32(y)) < far])


def _reach(lamp: dict[str, Any]) -> np.float64:
    """Return how far a lamp shines, metres."""
    return np.float64(4.0 * np.sqrt(float(lamp.get("power", 1.0))) + 5.0)


def burning(model: SetModel, light: Light) -> Iterator[tuple[dict[str, Any], float]]:
    """Yield the lamps that are lit at an hour, with their strength.

    In a room a lamp is lit or is not: from dusk to dawn, or by day as well where it says so.
    """
    for lamp in model.lamps:
        if model.room is None and light.lamps > 0:
            yield lamp, light.lamps
        elif model.room is not None and (light.lamps > _KINDLED or lamp.get("day")):
            yield lamp, 1.0


def windows(triangles: Triangles, model: SetModel) -> list[dict[str, Any]]:
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
    lamps: list[dict[str, Any]] = []
    for x, y in _SIDES:
        facing = square @ (x, y, 0.0)
        front = outside & (facing > 0.7 * np.linalg.norm(square, axis=1))
        if front.any():
            lamps += _before(corners[front].mean(1), facing[front], (x, y))
    return lamps


def _before(middles: Numbers, areas: Numbers, side: tuple[float, float]) -> list[dict[str, Any]]:
    """Return the lamps of the openings of one side: by the wall they stand in, then by bay."""
    out = np.array(side)
    depth = middles[:, :2] @ out
    order = np.argsort(depth)
    wall = np.zeros(len(depth), np.int64)
    wall[order[1:]] = np.cumsum(np.diff(depth[order]) > _WALLS_APART)
    bay = np.rint(middles[:, :2] @ np.array([-out[1], out[0]]) / _APART).astype(np.int64)
    lamps: list[dict[str, Any]] = []
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


def from_lamp(
    caster: Caster, at: Picture, normal: Picture, lamp: dict[str, Any],
    which: NDArray[np.int64] | None = None,
) -> Picture:  # fmt: skip
    """Return the light (n, 3) of one lamp on surfaces, with its shadows.

    ``which`` (n,) picks the part of a lamp's body that shines on each point; its middle without.
    """
    power = float(lamp.get("power", 1.0))
    colour = np.array(lamp.get("colour", (1.0, 0.55, 0.22)), np.float32)
    place = np.array(lamp["at"], np.float32)
    got = np.zeros_like(at)
    reach = _reach(lamp)
    close = np.flatnonzero(((at - place) ** 2).sum(1) < reach**2)
    body = float(lamp.get("body", 0.0))
    source = place if which is None or not body else place + body * _BALL[which[close]]
    toward = source - at[close]
    distance = np.linalg.norm(toward, axis=1) + 1e-6
    toward /= distance[:, None]
    facing = np.clip((normal[close] * toward).sum(1), 0, 1)
    shone = facing > 0
    if "faces" in lamp:  # a window shines outwards, and not on its own bars
        ahead = np.clip(-(toward @ np.array(lamp["faces"], np.float32)), 0, 1)
        shone &= ahead > 0
    some = np.flatnonzero(shone)
    close, toward, distance, facing = close[some], toward[some], distance[some], facing[some]
    start = at[close] + normal[close] * 0.02
    # Rays run the whole way to the lamp, less its own body.
    ends = np.maximum(distance - (1.2 * body or 0.45), 0.01)[:, None]
    open_way = ~caster.blocked(start, toward * ends, 1.0)
    edge = np.clip(1 - (distance / reach) ** 2, 0, 1)
    amount = power * facing * open_way * edge / (distance**2 + 0.6)
    if "faces" in lamp:
        amount = amount * ahead[some] * 2
    got[close] = amount[:, None] * colour
    return got
