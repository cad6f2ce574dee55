"""A view of the set in its colours and its light, before any line: what every look begins from.

Straight line: look → light from all round and from lamps → band by band: pigments, weather, sun,
what wet ground mirrors, air.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes import brush, indoors, ink, surface, weather
from scenes.bounce import gather
from scenes.frame import Frame, Points, look
from scenes.indoors import Indoors
from scenes.lamps import lamp_light
from scenes.light import Light
from scenes.model import SetModel, Triangles
from scenes.palette import Pigment, albedos, pigment, seasonal
from scenes.raycast import Caster
from scenes.view import View

Picture = NDArray[np.float32]
Progress = Callable[[str, float], None]
SAMPLES = 2  # rays along each side of a pixel

# Behind bars, and through paper: a room with a lamp in it.
_ROOM = np.array((0.62, 0.27, 0.085), np.float32)
_PAPER = np.array((0.60, 0.30, 0.095), np.float32)
_CLAY = np.array((0.66, 0.655, 0.64), np.float32)
_LEVEL = 0.95  # upward part of a normal: ground and paving
_CELLS = 3  # parts of the sun's breadth, each way, that a shadow's edge is seen by
_SOFT = 0.05  # a lamp so broad that its shadows have no edge


@dataclass(frozen=True, slots=True)
class Wash:
    """A plate before any line: linear ``colour`` times ``cover``, and what was seen.

    ``frame`` is the view at its sampling, ``small`` the same with one ray a pixel. ``veil`` is
    what smoke hides, (h, w) 0..1.
    """

    colour: Picture
    cover: Picture
    frame: Frame
    small: Frame
    veil: Picture | None = None

    def lines(self, weigh: Callable[[ink.Strokes], Picture]) -> Picture:
        """Return (h, w) the view's lines at the plate's size, crowded ones thinned."""
        view = self.small.camera
        samples = self.frame.camera.height // view.height
        lines = ink.thinned(ink.drawn(self.frame, weigh), samples)
        drawn = brush.resize(lines, view.width, view.height)
        return drawn if self.veil is None else np.asarray(drawn * (1 - self.veil), np.float32)


def washed(  # noqa: PLR0913 - each choice has its name
    model: SetModel,
    triangles: Triangles,
    caster: Caster,
    camera: View,
    light: Light,
    *,
    rays: int = 4,
    samples: int = SAMPLES,
    white: bool = False,
    progress: Progress | None = None,
) -> Wash:
    """Return the set in its colours and its light.

    Args:
        model: the set, for its lamps and where its trees stand.
        triangles: the same, flattened.
        caster: holding the triangles.
        camera: at the plate's size, or a part of a sphere.
        light: the hour, the season and the weather.
        rays: bounce rays a pixel.
        samples: rays along a pixel's side.
        white: everything of one white matter, as in a clay model.
        progress: told what is being done, and how far it is, 0..1.
    """
    say = progress or (lambda _what, _part: None)
    frame, small = seen(triangles, caster, camera, samples, say)
    say("天光与反光", 0.25)
    centres = _centres(model)
    normals = shading_normals(small, centres)
    colours = albedos(triangles.materials, light.season)
    if white:
        colours = np.broadcast_to(_CLAY, colours.shape).astype(np.float32)
    within = None if white else indoors.lit(model, triangles, caster, light, colours)
    arriving = gather(small, normals, light, colours, rays, within)
    arriving += lamp_light(small, model, light)
    mirror = None
    if light.wet or weather.WATER in triangles.materials:
        own = np.array([_glow(pigment(m), light) for m in triangles.materials], np.float32)
        mirror = weather.mirrored(small, small.normal(), light, colours, own.reshape(-1, 3))
    say("设色", 0.55)
    opened = _Opened.of(within, small, arriving, colours)
    colour, cover = _wash(frame, arriving, mirror, centres, light, white, opened)
    return Wash(colour, cover, frame, small)


@dataclass(frozen=True, slots=True)
class _Opened:
    """The light of a room, how far the camera opens, the sun's beams in its air, (h, w, 3)."""

    within: Indoors
    gain: float
    beams: Picture

    @classmethod
    def of(
        cls, within: Indoors | None, small: Frame, arriving: Picture, colours: Picture
    ) -> _Opened | None:
        if within is None:
            return None
        gain = indoors.gain_of(within, small, arriving, colours)
        return cls(within, gain, indoors.shafts(within, small))


def unlit(
    triangles: Triangles, caster: Caster, camera: View, samples: int = SAMPLES,
    progress: Progress | None = None,
) -> Wash:  # fmt: skip
    """Return what is seen, without any colour; for looks that are lines alone."""
    frame, small = seen(triangles, caster, camera, samples, progress)
    shape = (camera.height, camera.width)
    cover = brush.resize(frame.solid.astype(np.float32), camera.width, camera.height)
    return Wash(np.zeros((*shape, 3), np.float32), cover, frame, small)


def seen(
    triangles: Triangles, caster: Caster, camera: View, samples: int = SAMPLES,
    progress: Progress | None = None,
) -> tuple[Frame, Frame]:  # fmt: skip
    """Return the view at ``samples`` rays along a pixel's side, and with one ray a pixel."""
    (progress or (lambda _what, _part: None))("取景", 0.05)
    small = look(caster, triangles, camera)
    if samples == 1:
        return small, small
    # Where a pixel and all about it are sky, more rays would meet sky as well.
    near = brush.thicken(small.solid.astype(np.float32), 7) > 0
    finer = np.repeat(np.repeat(near, samples, 0), samples, 1)
    return look(caster, triangles, camera.scaled(samples), finer), small


def shading_normals(
    frame: Frame, centres: NDArray[np.float32], rows: slice = slice(None)
) -> NDArray[np.float32]:
    """Return (h, w, 3) normals to light by; see ``_rounded``."""
    normals = frame.normal(rows)
    solid = frame.solid[rows]
    normals[solid] = _rounded(
        frame, frame.triangle[rows][solid], frame.position(rows)[solid], normals[solid], centres
    )
    return normals


def _rounded(
    frame: Frame, triangle: NDArray[np.int32], at: Picture, flat: Picture, centres: Picture
) -> Picture:
    """Return (n, 3) normals: leaves borrow the roundness of the pad they grow on."""
    leafy = [n for n, m in enumerate(frame.triangles.materials) if pigment(m).grain == "leaf"]
    leaf = np.isin(frame.triangles.material[triangle], leafy)
    if not leaf.any():
        return flat
    normals = flat.copy()
    out = at[leaf] - centres[frame.triangles.instance[triangle[leaf]]]
    out[:, 2] = out[:, 2] * 1.6 + 0.12
    out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-6
    normals[leaf] = out
    return normals


def _centres(model: SetModel) -> NDArray[np.float32]:
    return np.array([i.matrix[:3, 3] for i in model.instances], np.float32).reshape(-1, 3)


def _wash(
    frame: Frame, arriving: Picture, mirror: tuple[Picture, Picture] | None,
    centres: NDArray[np.float32], light: Light, white: bool, opened: _Opened | None = None,
) -> tuple[Picture, Picture]:  # fmt: skip
    """Return (colour times cover, cover) at the plate's size."""
    height, width = arriving.shape[:2]
    samples = frame.camera.height // height
    colour = np.zeros((height, width, 3), np.float32)
    cover = np.zeros((height, width), np.float32)
    for rows in frame.bands():
        solid = frame.solid[rows]
        if not solid.any():
            continue
        small = slice(rows.start // samples, -(-rows.stop // samples))
        size = (frame.camera.width, rows.stop - rows.start)
        points = frame.points(rows)
        ambient = brush.resize(arriving[small], *size)[solid]
        normal = _rounded(frame, points.triangle, points.at, points.normal, centres)
        lit = ambient + _sunlight(frame, points, normal, light, solid)
        if opened is not None:
            lit = indoors.held(opened.within, lit, points.at, opened.gain)
        own, glow = _pigments(frame, points, normal, light, white, opened)
        shown = own * lit + glow
        if opened is not None:
            alight = brush.resize(opened.beams[small], *size)[solid]
            alight += _flames(frame, points, opened.within)
            shown = indoors.exposed(opened.within, shown, alight, points.at, opened.gain)
        if mirror is not None:
            amount, image = (brush.resize(m[small], *size)[solid] for m in mirror)
            shown += (image - shown) * amount[:, None]
        band = np.zeros((*solid.shape, 3), np.float32)
        band[solid] = _aired(shown, frame, points, light)
        thumb = (width, small.stop - small.start)
        colour[small] = brush.resize(band, *thumb)
        cover[small] = brush.resize(solid.astype(np.float32), *thumb)
    return colour, cover


def _sunlight(
    frame: Frame, points: Points, normal: Picture, light: Light, solid: NDArray[np.bool_]
) -> Picture:
    """Return (n, 3) what the sun gives: its colour by cosine and visibility."""
    if max(light.sun) <= 0:
        return np.zeros_like(points.at)
    facing = np.clip(normal @ light.toward_sun, 0, 1)
    ask = facing > 0.01
    start = points.at[ask] + points.normal[ask] * np.float32(0.012)
    across, up = _tangent(light)
    line, column = (axis[ask] for axis in np.nonzero(solid))
    jitter = np.stack([_dither(line, column, 0), _dither(line, column, 1)], 1) - np.float32(0.5)
    toward = light.toward_sun + np.float32(light.spread) * (
        jitter[:, :1] * across + jitter[:, 1:] * up
    )
    lit = np.zeros(solid.shape, np.bool_)
    asked = np.zeros(solid.shape, np.bool_)
    asked[solid] = ask
    lit[asked] = ~frame.caster.blocked(start, toward.astype(np.float32))
    if light.spread > _SOFT:
        reach = max(5, round(frame.camera.brush_px / 80))
        share = brush.box(asked.astype(np.float32), reach) + np.float32(1e-3)
        visible = (brush.box(lit.astype(np.float32), reach) / share)[solid]
    else:
        # Needles let the sun through in specks finer than a pixel; dapples are painted instead.
        shown = brush.settled(lit, asked).astype(np.float32)
        _soften(shown, lit, asked, frame, points, light, solid)
        visible = shown[solid]
    return np.asarray((facing * visible)[:, None] * np.array(light.sun, np.float32), np.float32)


def _soften(
    shown: Picture, lit: NDArray[np.bool_], asked: NDArray[np.bool_], frame: Frame,
    points: Points, light: Light, solid: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Even out, in place, the edges of shadows on level ground: one ray leaves bristles there."""
    reach = max(5, round(frame.camera.brush_px / 80))
    share = brush.box(asked.astype(np.float32), reach) + np.float32(1e-3)
    part = brush.box(lit.astype(np.float32), reach) / share
    level = np.zeros(solid.shape, np.bool_)
    level[solid] = points.normal[:, 2] > _LEVEL
    edge = asked & level & (part > 0.02) & (part < 0.98)
    some = edge[solid]
    start = points.at[some] + points.normal[some] * np.float32(0.012)
    across, up = _tangent(light)
    line, column = np.nonzero(edge)
    offset = np.stack([_dither(line, column, 2), _dither(line, column, 3)], 1)
    total = np.zeros(len(start), np.float32)
    for cell in np.ndindex(_CELLS, _CELLS):
        at = (np.array(cell, np.float32) + offset) / np.float32(_CELLS) - np.float32(0.5)
        toward = light.toward_sun + np.float32(light.spread) * (at[:, :1] * across + at[:, 1:] * up)
        total += ~frame.caster.blocked(start, toward.astype(np.float32))
    shown[edge] = total / np.float32(_CELLS**2)


def _tangent(light: Light) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    sun = light.toward_sun
    across = np.cross(sun, (0, 0, 1))
    across /= np.linalg.norm(across)
    return across.astype(np.float32), np.cross(across, sun).astype(np.float32)


def _dither(line: NDArray[np.int64], column: NDArray[np.int64], which: int) -> Picture:
    """Return a low-discrepancy 0..1 value a pixel (interleaved gradient noise, Jimenez 2014)."""
    across, down = np.float32(0.06711056), np.float32(0.00583715)
    turn = across * (column + 17 * which).astype(np.float32)
    turn += down * (line + 31 * which).astype(np.float32)
    turn -= np.floor(turn)
    turn *= np.float32(52.9829189)
    return np.asarray(turn - np.floor(turn), np.float32)


def _pigments(
    frame: Frame, points: Points, normal: Picture, light: Light, white: bool,
    opened: _Opened | None = None,
) -> tuple[Picture, Picture]:  # fmt: skip
    """Return (albedo with its joints and its weather, own light) of points, (n, 3) each."""
    if white:
        return np.broadcast_to(_CLAY, points.at.shape), np.zeros_like(points.at)
    material = frame.triangles.material[points.triangle]
    foot = _footprint(frame, points)
    own = np.zeros_like(points.at)
    glow = np.zeros_like(points.at)
    out = weather.exposed(frame, points, light) if light.snow or light.wet else None
    for number in np.flatnonzero(np.bincount(material)):
        here = np.flatnonzero(material == number)
        paint = seasonal(frame.triangles.materials[number], light.season)
        spots = surface.Spots(points.at[here], points.normal[here], foot[here])
        seen_as = surface.look_of(paint, spots)
        fresh, aged = np.array(paint.colour, np.float32), np.array(paint.aged, np.float32)
        mixed = fresh + (aged - fresh) * seen_as.age[:, None]
        mixed = mixed * (seen_as.tone * (1 - seen_as.joint))[:, None]
        if out is not None:
            mixed = weather.weathered(mixed, spots, normal[here], paint, light, out.at(here))
        own[here] = mixed
        if opened is None:
            glow[here] = _glow(paint, light)
        elif paint.grain == "paper":
            glow[here] = opened.within.own(paint, points.at[here], points.normal[here])
    return own, glow


def _flames(frame: Frame, points: Points, within: Indoors) -> Picture:
    """Return (n, 3) the light of what burns in a room, as bright as it is to be shown."""
    names, material = frame.triangles.materials, frame.triangles.material[points.triangle]
    flames = np.zeros_like(points.at)
    for number, name in enumerate(names):
        if pigment(name).grain == "glow":
            here = material == number
            flames[here] = within.own(pigment(name), points.at[here], points.normal[here])
    return flames


def _glow(paint: Pigment, light: Light) -> Picture:
    """Return (3,) the light that a matter gives of itself at an hour."""
    if paint.grain == "glow":
        return np.array(paint.colour, np.float32) * np.float32(0.25 + 3.2 * light.lamps)
    room = {"room": _ROOM, "paper": _PAPER}.get(paint.grain, np.zeros(3, np.float32))
    return room * np.float32(light.lamps)


def _footprint(frame: Frame, points: Points) -> Picture:
    """Return the metres of surface a pixel covers the long way, stretched where it is grazed."""
    away = np.linalg.norm(points.toward, axis=1)
    cosine = np.abs(np.einsum("ij,ij->i", points.normal, points.toward)) / away
    return np.asarray(
        points.depth / np.float32(frame.camera.focal_px) / np.maximum(cosine, 0.06), np.float32
    )


def _aired(colour: Picture, frame: Frame, points: Points, light: Light) -> Picture:
    """Return the colour behind its depth of air, thicker near the ground."""
    deep = np.linalg.norm(points.at - np.array(frame.camera.eye, np.float32), axis=1)
    low = 0.55 + 0.75 * np.exp(-np.clip(points.at[:, 2], 0, None) / 4.0)
    lost = 1 - np.exp(-np.clip(deep - 14, 0, None) / np.float32(light.fog * 2.6) * low)
    return np.asarray(
        colour + (np.array(light.mist, np.float32) - colour) * lost[:, None], np.float32
    )
