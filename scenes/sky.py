"""The backdrop: sky with clouds, moon and stars, and the hills as ink washed out by mist."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes import brush, hills
from scenes.light import Light
from scenes.view import View

Picture = NDArray[np.float32]

_PINE_WASH = np.array((0.070, 0.105, 0.085), np.float32)  # near slopes: 花青 with ink
_GREEN_WASH = np.array((0.130, 0.185, 0.140), np.float32)  # middle slopes: 石绿
_SEASONS = {
    "spring": (1.10, 1.18, 0.92), "summer": (0.82, 1.06, 0.80), "autumn": (1.0, 1.0, 1.0),
    "winter": (1.25, 1.08, 1.10),
}  # fmt: skip
_MOON = 0.0115  # radians from its middle to its edge
_CELLS = 26.0  # stars' cells along half a side of the cube
_LUMA = np.array((0.2126, 0.7152, 0.0722), np.float32)
_AIR = 0.92  # of the brightness of the air behind, what the haze before a far ridge has at most
_BLUE_WASH = np.array((0.170, 0.225, 0.265), np.float32)  # far slopes: 石青


@cache
def _cloud() -> Picture:
    return brush.fbm(1024, 23, coarse=5, octaves=7, gain=0.56)


def backdrop(view: View, light: Light, seed: int = 5) -> Picture:
    """Return (h, w, 3) linear colour of everything behind the set."""
    _, toward = view.rays()
    toward = toward.reshape(view.height, view.width, 3)
    level = np.maximum(np.hypot(toward[..., 0], toward[..., 1]), 1e-5)
    rise = toward[..., 2] / level
    up = np.clip(rise, 0, None)
    tint = _clear(up, light)
    sky = _sky(tint, up, toward[..., :2] / level[..., None], light, view.focal_px)
    land = hills.stand(view, seed, light.hills)
    above = view.eye[2] + rise * np.where(np.isfinite(land.far), land.far, np.float32(0))
    return _over(sky, tint, land, light, rise, _ground_mist(land.far, above, light), toward)


def overhead(toward: Picture, light: Light) -> Picture:
    """Return (n, 3) the colour of the sky in directions (n, 3), as water shows it."""
    level = np.maximum(np.hypot(toward[:, 0], toward[:, 1]), 1e-5)
    rise = np.clip(toward[:, 2] / level, 0, None).astype(np.float32)
    tint = _clear(rise, light)
    return _sky(tint, rise, (toward[:, :2] / level[:, None]).astype(np.float32), light, 0.0)


def _sky(tint: Picture, up: Picture, level: Picture, light: Light, focal_px: float) -> Picture:
    """Return the sky over the air's own colour, by the tangent of elevation and the level direction."""
    if light.stars and focal_px:
        tint = tint + _heavens(up, level, light, focal_px)
    return _clouds(tint, up, level, light)


def _clear(up: Picture, light: Light) -> Picture:
    """Return the air's own colour by the tangent of elevation."""
    blend = (1 - np.exp(-up * 2.6))[..., None]
    low = np.exp(-(((up - 0.10) / 0.17) ** 2))[..., None]
    tint = (
        np.array(light.horizon, np.float32) * (1 - blend)
        + np.array(light.zenith, np.float32) * blend
    )
    tint = tint + (np.array(light.glow, np.float32) - tint) * 0.55 * low
    return np.asarray(tint, np.float32)


def _heavens(up: Picture, level: Picture, light: Light, focal_px: float) -> Picture:
    """Return the moon where it stands and the stars, points never finer than a pixel."""
    tilt = 1 / np.sqrt(1 + up**2)
    toward = np.stack([level[..., 0] * tilt, level[..., 1] * tilt, up * tilt], -1).astype(
        np.float32
    )
    clear = np.clip(up * 5 - 0.25, 0, 1) * light.stars
    shine = _stars(toward, focal_px) * clear
    off = np.arccos(np.clip(toward @ light.toward_sun, -1, 1))
    # Drawn twice its true breadth, as every painter does.
    soft = max(0.0012, 0.8 / focal_px)
    disc = np.clip((_MOON - off) / soft + 0.5, 0, 1)
    u, v = toward[..., 0] * 21, toward[..., 2] * 21
    face = 0.80 + 0.35 * (brush.sample(_cloud(), u, v) - 0.35)
    halo = 0.12 * np.exp(-off / 0.035) + 0.05 * np.exp(-off / 0.16)
    moon = (disc * face * 1.35 + halo * (1 - disc)) * np.clip(light.stars * 1.5, 0, 1)
    shine = shine * (1 - disc) * np.clip(off / 0.22, 0, 1)
    tints = shine[..., None] * np.array((0.92, 0.97, 1.10), np.float32)
    return np.asarray(tints + moon[..., None] * np.array((1.0, 0.96, 0.84), np.float32))


def _stars(toward: Picture, focal_px: float) -> Picture:
    """Return the light of stars: one at most in each cell of a cube about the eye."""
    axis = np.abs(toward).argmax(-1)
    big = np.take_along_axis(toward, axis[..., None], -1)[..., 0]
    face = axis * 2 + (big < 0)
    others = np.array([(1, 2), (2, 0), (0, 1)])[axis]
    cell = np.take_along_axis(toward, others, -1) / np.abs(big)[..., None] * _CELLS
    corner = np.floor(cell)
    key = corner[..., 0] * 12.9898 + corner[..., 1] * 78.233 + face * 37.719
    draw = [_part(np.sin(key + k) * 43758.5453) for k in (0.0, 1.7, 3.1)]
    at = corner + 0.15 + 0.7 * np.stack(draw[:2], -1)
    # Few are bright; a third of the cells have one.
    bright = np.clip(1.5 * draw[2] - 1.0, 0, None) ** 2 * 3.2 + 0.10 * (draw[2] > 0.66)
    reach = max(0.85 * _CELLS / focal_px, 0.035)
    away = ((cell - at) ** 2).sum(-1)
    return np.asarray(bright * np.exp(-away / (reach * reach)), np.float32)


def _part(number: Picture) -> Picture:
    return number - np.floor(number)


def _clouds(sky: Picture, up: Picture, level: Picture, light: Light) -> Picture:
    """Lay strata in perspective: level sheets of cloud far overhead, lit from below."""
    deep = 1.0 / (up + 0.16)
    u = (level[..., 0] + 0.06 * np.sin(deep)) * deep * 0.20 + 0.17
    v = level[..., 1] * deep * 0.30 + 0.63
    body = brush.sample(_cloud(), u, v)
    wisps = brush.sample(_cloud(), u * 2.7 + 0.4, v * 5.1)
    thick = np.clip((0.70 * body + 0.30 * wisps - (1 - light.cloud)) * 3.6, 0, 1)
    thick = thick * thick * (3 - 2 * thick)
    fade = np.clip(up * 7.0, 0, 1)
    lit = np.clip(1.20 - up * 1.25, 0.18, 1)[..., None]
    under = (
        np.array(light.glow, np.float32) * lit
        + np.array(light.zenith, np.float32) * (1 - lit) * 1.18
    )
    core = np.clip((thick - 0.55) * 1.6, 0, 1)[..., None]
    colour = under * (1 - 0.34 * core) + np.array(light.zenith, np.float32) * 0.30 * core
    amount = (0.74 * thick * fade)[..., None]
    return np.asarray(sky * (1 - amount) + colour * amount, np.float32)


def _ground_mist(far: Picture, above: Picture, light: Light) -> Picture:
    """Return how much of the land the air on the plain hides.

    At the land's foot it is all that the level ground before it loses, so that one runs into
    the other; some metres up it is none.
    """
    lost = 1 - np.exp(-np.clip(far - 14, 0, None) / (light.fog * 2.6) * 1.3)
    return np.asarray(lost * np.exp(-np.clip(above, 0, None) / 9.0), np.float32)


def _over(
    sky: Picture,
    tint: Picture,
    land: hills.Hills,
    light: Light,
    up: Picture,
    low: Picture,
    toward: Picture,
) -> Picture:
    """Lay the land over the sky: each ridge dark at its crest, lost in mist at its foot."""
    met = np.isfinite(land.far)
    far = np.where(met, land.far, 1e4).astype(np.float32)
    colour = _washed(land, light, far)
    foot = 1 - np.exp(-((land.below / 0.075) ** 1.25))
    air = 1 - np.exp(-far / (light.fog * 21.0))
    drift = brush.sample(_cloud(), *_drift(up, toward))
    lying = foot * (0.35 + 0.62 * np.clip((far - 250) / 1300, 0, 1)) * (0.72 + 0.56 * drift)
    mist = np.clip(air * 0.80 + (1 - air) * lying, 0, 0.97)[..., None]
    rise = np.clip(up / 0.34, 0, 1)[..., None]
    haze = (
        np.array(light.glow, np.float32) * (1 - rise) + np.array(light.horizon, np.float32) * rise
    )
    haze = haze * 0.30 + np.array(light.mist, np.float32) * 0.72
    haze = _no_brighter(haze, tint)
    shown = colour * (1 - mist) + haze * mist
    shown = shown + (np.array(light.mist, np.float32) - shown) * low[..., None]
    edge = (land.crest * np.exp(-far / 3000) * 0.30)[..., None]
    shown = shown * (1 - 0.6 * edge)
    return np.asarray(np.where(met[..., None], shown, sky), np.float32)


def _no_brighter(haze: Picture, air: Picture) -> Picture:
    """Return haze no brighter than the air at its height: what it takes its light from."""
    most = _AIR * (air @ _LUMA) / np.maximum(haze @ _LUMA, 1e-5)
    return np.asarray(haze * np.minimum(most, 1)[..., None], np.float32)


def _drift(up: Picture, toward: Picture) -> tuple[Picture, Picture]:
    """Return where the mist is looked up: once round is six tiles, so that it meets itself."""
    turn = np.arctan2(toward[..., 0], toward[..., 1])
    return turn * np.float32(6 / (2 * np.pi)), np.arctan(up) * np.float32(-2.6)


def _washed(land: hills.Hills, light: Light, far: Picture) -> Picture:
    """Return the slopes' own colour: three washes by distance, modelled like 皴 strokes."""
    near = np.clip((far - 350) / 900, 0, 1)[..., None]
    deep = np.clip((far - 1200) / 2200, 0, 1)[..., None]
    wash = _PINE_WASH * (1 - near) + _GREEN_WASH * near
    wash = wash * (1 - deep) + _BLUE_WASH * deep
    sun = light.toward_sun
    tilt = 1 / np.sqrt(1 + (land.slope**2).sum(-1))
    facing = (-land.slope[..., 0] * sun[0] - land.slope[..., 1] * sun[1] + sun[2]) * tilt
    lit = np.clip(facing * 1.1 + 0.18, 0, 1)[..., None]
    wash = wash * np.array(_SEASONS[light.season], np.float32)
    dots = 1 - 0.60 * np.clip((land.wood - 0.30) * 2.2, 0, 1) * np.exp(-far / 1500)
    shade = np.array(light.zenith, np.float32) * 1.9 * light.ambient + 0.02
    tone = shade + lit * np.array(light.sun, np.float32) * 0.42
    painted = wash * dots[..., None] * tone * 1.25
    if light.snow:
        white = np.clip(tilt * 1.6 - 0.55, 0, 1)[..., None] * light.snow * 0.8
        painted = painted * (1 - white) + np.array(light.horizon, np.float32) * 0.75 * white
    return np.asarray(painted, np.float32)
