"""Weather on things and in the air: snow that lies, water that stands, rain and flakes that fall."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes import bounce, brush, sky, surface
from scenes.frame import Frame, Points
from scenes.light import Light
from scenes.palette import Pigment
from scenes.view import View

Picture = NDArray[np.float32]

_SNOW = np.array((0.86, 0.88, 0.92), np.float32)
_FLAT = 0.96  # cosine above which water stands on a face
# How steep a face snow still clings to, by grain: tiles hold it in their channels, needles in tufts.
_HOLDS = {"tile": 0.10, "leaf": 0.28, "bark": 0.45}
_USUALLY = 0.50
WATER = "water"  # the material of ponds and streams, which mirror in any weather
_DRY = ("glow", "room", "paper", "cloth", "plain")  # what is indoors, and people, who shake it off
_THICK = 0.10  # metres of snow, as seen on edges


@dataclass(frozen=True, slots=True)
class Exposed:
    """How points stand to what falls, 0..1 (n,): ``open`` overhead; ``lip`` just under an edge.

    A lip is the side of what snow lies on: the snow's own thickness is seen there.
    """

    open: Picture
    lip: Picture

    def at(self, here: NDArray[np.int64]) -> Exposed:
        """Return some of the points."""
        return Exposed(self.open[here], self.lip[here])


def exposed(frame: Frame, points: Points, light: Light) -> Exposed:
    """Return how the points of a view stand to what falls from the sky."""
    at, up = points.at, points.normal[:, 2]
    # Drops and flakes drift: the shelter of an eave ends in a wandering line.
    wander = [
        brush.sample(surface.cloudy(), at[:, 0] / 3.1 + k, at[:, 1] / 3.1) - 0.5
        for k in (0.0, 0.43)
    ]
    drift = np.stack([0.5 * wander[0], 0.5 * wander[1] + 0.06, np.ones_like(up)], 1)
    bare = np.zeros(len(at), np.float32)
    faces = np.flatnonzero(up > 0.05)
    start = at[faces] + points.normal[faces] * np.float32(0.02)
    bare[faces] = ~frame.caster.blocked(start, drift[faces].astype(np.float32), 60.0)
    lip = np.zeros(len(at), np.float32)
    if light.snow >= 1:
        steep = np.flatnonzero((up < 0.5) & (up > -0.6))
        thick = _THICK * (0.7 + 0.6 * (wander[0][steep] + 0.5))
        # From above and a little inside, looking down: is there a top that snow lies on?
        above = at[steep] - 0.06 * points.normal[steep]
        above[:, 2] = at[steep, 2] + thick
        down = np.broadcast_to(np.array((0, 0, -1), np.float32), above.shape)
        hits = frame.caster.first(above, down, _THICK * 1.4)
        top = hits.triangle >= 0
        flat = np.abs(frame.caster.normals[hits.triangle[top], 2]) > 0.35
        open_up = ~frame.caster.blocked(above[top], -down[top], 60.0)
        lip[steep[top]] = flat & open_up & (hits.distance[top] < thick[top])
    return Exposed(bare, lip)


def weathered(
    colour: Picture, spots: surface.Spots, normal: Picture, paint: Pigment, light: Light,
    out: Exposed,
) -> Picture:  # fmt: skip
    """Return (n, 3) albedo under snow and water.

    Args:
        colour: dry albedo.
        spots: where it is.
        normal: (n, 3) shading normals, rounder than the faces of leaves.
        paint: of what.
        light: the weather.
        out: what of it stands under the open sky.
    """
    if paint.grain in _DRY:
        return colour
    if light.wet:
        # Water fills the pores: darker, and of fuller colour; most where it falls, less on walls.
        soaked = light.wet * (0.14 + 0.28 * np.clip(spots.normal[:, 2], 0, 1) * out.open)[:, None]
        mean = colour.mean(1, keepdims=True)
        colour = (mean + (colour - mean) * (1 + 0.5 * soaked)) * (1 - soaked)
    if light.snow:
        lies = lying(spots, normal, paint, light.snow)
        lies = lies * (out.open if paint.grain != "leaf" else 1.0)
        lies = np.maximum(lies, 0.94 * out.lip)[:, None]
        colour = colour * (1 - lies) + _SNOW * lies
    return np.asarray(colour, np.float32)


def lying(spots: surface.Spots, normal: Picture, paint: Pigment, amount: float) -> Picture:
    """Return 0..1 (n,): how far snow hides a face; thin snow lies in patches."""
    u, v = spots.at[:, 0], spots.at[:, 1]
    broken = brush.sample(surface.cloudy(), u / 2.3, v / 2.3)
    up = normal[:, 2] if paint.grain == "leaf" else spots.normal[:, 2]
    least = _HOLDS.get(paint.grain, _USUALLY)
    held = np.clip((up - least + 0.30 * (broken - 0.5)) * 4.5, 0, 1)
    if amount < 1:
        drift = brush.sample(surface.cloudy(), u / 11.0 + 0.3, v / 11.0)
        held = held * np.clip((0.75 * drift + 0.25 * broken - (1 - 0.62 * amount)) * 7, 0, 1)
    # Feet and brooms have thinned it on the flat; the rounds of tiles show through a little.
    worn = 0.10 * broken if paint.grain != "tile" else 0.06 + 0.22 * np.clip(0.8 - up, 0, 1)
    return np.asarray(held * (1 - worn), np.float32)


def mirrored(
    frame: Frame, normals: Picture, light: Light, albedo: Picture, glow: Picture
) -> tuple[Picture, Picture]:
    """Return (amount (h, w), colour (h, w, 3)) of what wet level ground reflects.

    Pools and open water give a sharp image, wet stone a long soft one. Both grow towards grazing
    view (Schlick).

    Args:
        frame: the view, one ray a pixel.
        normals: (h, w, 3) of its faces.
        light: the weather.
        albedo: (m, 3) by material.
        glow: (m, 3) own light by material.
    """
    amount = np.zeros(frame.depth.shape, np.float32)
    colour = np.zeros((*frame.depth.shape, 3), np.float32)
    pool = np.zeros(frame.depth.shape, np.float32)
    open_water = [n for n, m in enumerate(frame.triangles.materials) if m == WATER]
    for rows in frame.bands():
        ask = frame.solid[rows] & (normals[rows][..., 2] > _FLAT)
        if not light.wet:
            ask &= np.isin(frame.ids(frame.triangles.material, rows), open_water)
        if not ask.any():
            continue
        at = frame.position(rows)[ask]
        _, toward = frame.camera.rays(rows)
        toward = toward.reshape(*ask.shape, 3)[ask]
        toward = toward / np.linalg.norm(toward, axis=1, keepdims=True)
        out = ~frame.caster.blocked((at + _up(at) * np.float32(0.02)), _up(at), 60.0)
        water = np.isin(frame.ids(frame.triangles.material, rows)[ask], open_water)
        stands = np.maximum(standing(at, light) * out, water)
        ripple = (0.004 + 0.010 * light.rain) * stands + 0.035 * (1 - stands)
        away = toward * (1.0, 1.0, -1.0)
        away[:, :2] += ripple[:, None] * _ripples(at)
        away /= np.linalg.norm(away, axis=1, keepdims=True)
        grazing = (1 - np.clip(-toward[:, 2], 0, 1)) ** 5
        amount[rows][ask] = (0.05 + 0.95 * grazing) * (0.30 * light.wet * out + 0.66 * stands)
        colour[rows][ask] = _reflected(frame, at, away.astype(np.float32), light, albedo, glow)
        pool[rows][ask] = stands
    return amount, _spread(colour, amount, pool, frame.camera)


def standing(at: Picture, light: Light) -> Picture:
    """Return 0..1 (n,): where water stands on level ground, in hollows of some metres."""
    broad = brush.sample(surface.cloudy(), at[:, 0] / 14.0 + 0.21, at[:, 1] / 9.0 + 0.4)
    small = brush.sample(surface.cloudy(), at[:, 0] / 2.9, at[:, 1] / 2.9)
    low = np.clip((0.78 * broad + 0.22 * small - (1.0 - 0.52 * light.pools)) * 16, 0, 1)
    return np.asarray(low * (at[:, 2] < 0.4), np.float32)


def _up(at: Picture) -> Picture:
    return np.broadcast_to(np.array((0, 0, 1), np.float32), at.shape)


def _ripples(at: Picture) -> Picture:
    one = brush.sample(surface.speckle(), at[:, 0] / 1.7, at[:, 1] / 1.7) - 0.5
    two = brush.sample(surface.speckle(), at[:, 0] / 1.7 + 0.5, at[:, 1] / 1.7 + 0.37) - 0.5
    return np.stack([one, two], 1)


def _reflected(
    frame: Frame, at: Picture, away: Picture, light: Light, albedo: Picture, glow: Picture
) -> Picture:
    start = at + np.array((0, 0, 0.015), np.float32)
    brought, met = bounce.seen(frame, start, away, light, albedo, glow)
    brought[~met] = sky.overhead(away[~met], light)
    return brought


def _spread(colour: Picture, amount: Picture, pool: Picture, view: View) -> Picture:
    """Return the reflection, drawn out up and down where the ground is only wet."""
    wide = view.brush_px / 300
    here = (amount > 0).astype(np.float32)
    weight = brush.blur(here, wide, 9 * wide) + 1e-4
    soft = brush.blur(colour, wide, 9 * wide) / weight[..., None]
    return np.asarray(soft + (colour - soft) * pool[..., None], np.float32)


def falling(view: View, light: Light) -> Picture | None:
    """Return (h, w) 0..1: streaks of rain or flakes of snow in the air, None where none fall."""
    if not (light.rain or light.flakes):
        return None
    u, v, _ = view.paper()
    tile, times = (_streaks(), 1.6) if light.rain else (_flakes(), 1.3)
    lean = 0.10 if light.rain else 0.0
    total = np.zeros((view.height, view.width), np.float32)
    # Three curtains, one behind another; the nearest is the coarsest.
    for size, strength, aside in ((1.0, 1.0, 0.0), (1.9, 0.75, 0.37), (3.4, 0.5, 0.71)):
        times_here = view.repeats(times * size)
        across = u * times_here + lean * v * times_here + aside
        down = v * times_here + aside
        layer = brush.sample(tile, *np.broadcast_arrays(across, down))
        total = np.maximum(total, strength * layer)
    return total * np.float32(light.rain or light.flakes)


@cache
def _streaks() -> Picture:
    """Return a tile of fine upright streaks of uneven length."""
    size = 512
    rng = np.random.default_rng(61)
    tile = np.zeros((size, size), np.float32)
    rows = np.arange(size)
    for x, y, long, strong in zip(
        rng.integers(0, size, 190), rng.integers(0, size, 190), rng.uniform(26, 78, 190),
        rng.uniform(0.25, 1.0, 190), strict=True,
    ):  # fmt: skip
        along = np.mod(rows - y, size) / long
        part = np.where(along < 1, np.sin(np.pi * np.clip(along, 0, 1)), 0) * strong
        tile[:, x] = np.maximum(tile[:, x], part)
    wide = np.concatenate([tile[:, -4:], tile, tile[:, :4]], 1)
    return np.ascontiguousarray(brush.blur(wide, 0.55, 0.01)[:, 4:-4]) * np.float32(1.5)


@cache
def _flakes() -> Picture:
    """Return a tile of soft flakes of three sizes."""
    size = 512
    rng = np.random.default_rng(67)
    rows = np.arange(size)
    tile = np.zeros((size, size), np.float32)
    for _ in range(170):
        x, y, radius = rng.uniform(0, size), rng.uniform(0, size), rng.choice((1.5, 2.2, 3.4))
        near = np.minimum(np.mod(rows - x, size), np.mod(x - rows, size))
        down = np.minimum(np.mod(rows - y, size), np.mod(y - rows, size))
        away = np.hypot(near[None], down[:, None] * rng.uniform(0.75, 1.0))
        tile = np.maximum(tile, np.clip(1.3 - away / radius, 0, 1).astype(np.float32))
    return tile
