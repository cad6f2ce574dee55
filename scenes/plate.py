"""The plate: tinted ink on silk (工笔设色), from a view of the set and a light.

Straight line: look → light → wash (colour by band) → backdrop → ink → silk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes import brush, ink, sky, surface
from scenes.bounce import gather
from scenes.frame import Frame, look
from scenes.light import Light
from scenes.model import SetModel, Triangles
from scenes.palette import albedos, pigment
from scenes.raycast import Caster
from scenes.view import View

Picture = NDArray[np.float32]
Progress = Callable[[str, float], None]
SAMPLES = 2  # rays along each side of a pixel

_INK = np.array((0.022, 0.018, 0.016), np.float32)
_ROOM = np.array((0.62, 0.27, 0.085), np.float32)  # a lamplit room behind a lattice, at dusk
_SILK = np.array((0.905, 0.835, 0.700), np.float32)


def paint(
    model: SetModel,
    triangles: Triangles,
    caster: Caster,
    camera: View,
    light: Light,
    *,
    rays: int = 4,
    seed: int = 5,
    progress: Progress | None = None,
) -> NDArray[np.uint8]:
    """Return the finished plate, (h, w, 3) sRGB bytes.

    Args:
        model: the set, for its lamps and where its trees stand.
        triangles: the same, flattened.
        caster: holding the triangles.
        camera: at the plate's size, or a part of a sphere.
        light: the hour.
        rays: bounce rays a pixel.
        seed: of the mountains and the silk.
        progress: told what is being done, and how far the plate is, 0..1.
    """
    say = progress or (lambda _what, _part: None)
    wash = washed(model, triangles, caster, camera, light, rays=rays, progress=say)
    return drawn_over(wash, light, seed, say)


@dataclass(frozen=True, slots=True)
class Wash:
    """A plate before any line: linear ``colour`` times ``cover``, and what was seen.

    ``frame`` is the view at its sampling, ``small`` the same with one ray a pixel.
    """

    colour: Picture
    cover: Picture
    frame: Frame
    small: Frame


def washed(
    model: SetModel,
    triangles: Triangles,
    caster: Caster,
    camera: View,
    light: Light,
    *,
    rays: int = 4,
    samples: int = SAMPLES,
    progress: Progress | None = None,
) -> Wash:
    """Return the set in its colours and its light; ``samples`` are rays along a pixel's side.

    The other arguments are those of ``paint``.
    """
    say = progress or (lambda _what, _part: None)
    say("取景", 0.05)
    frame = look(caster, triangles, camera.scaled(samples))
    small = look(caster, triangles, camera) if samples > 1 else frame
    say("天光与反光", 0.25)
    centres = _centres(model)
    normals, colours = shading_normals(small, centres), albedos(triangles.materials)
    arriving = gather(small, normals, light, colours, rays)
    arriving += lamp_light(small, model, light)
    say("设色", 0.55)
    return Wash(*_wash(frame, arriving, centres, light), frame, small)


def drawn_over(
    wash: Wash, light: Light, seed: int, progress: Progress | None = None
) -> NDArray[np.uint8]:
    """Return the plate of a wash: land and sky behind it, ink over it, silk under it."""
    say = progress or (lambda _what, _part: None)
    say("远山与天", 0.80)
    view = wash.small.camera
    picture = wash.colour + sky.backdrop(view, light, seed) * (1 - wash.cover[..., None])
    say("勾线", 0.90)
    return finish(picture, wash.frame, wash.cover, light, view, seed)


def shading_normals(
    frame: Frame, centres: NDArray[np.float32], rows: slice = slice(None)
) -> NDArray[np.float32]:
    """Return normals to light by: leaves borrow the roundness of the pad they grow on."""
    normals = frame.normal(rows)
    leafy = [i for i, m in enumerate(frame.triangles.materials) if pigment(m).grain == "leaf"]
    if not leafy:
        return normals
    seen = frame.triangle[rows]
    leaf = np.isin(frame.triangles.material[seen], leafy) & (seen >= 0)
    if leaf.any():
        middle = centres[frame.triangles.instance[seen[leaf]]]
        out = frame.position(rows)[leaf] - middle
        out[:, 2] = out[:, 2] * 1.6 + 0.12
        out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-6
        normals[leaf] = out
    return normals


def _centres(model: SetModel) -> NDArray[np.float32]:
    return np.array([i.matrix[:3, 3] for i in model.instances], np.float32).reshape(-1, 3)


def lamp_light(frame: Frame, model: SetModel, light: Light) -> Picture:
    """Return (h, w, 3) light of lamps and lit doors, with their shadows."""
    total = np.zeros((*frame.depth.shape, 3), np.float32)
    if light.lamps <= 0 or not model.lamps:
        return total
    for rows in frame.bands():
        solid = frame.solid[rows]
        at, normal = frame.position(rows)[solid], frame.normal(rows)[solid]
        for lamp in model.lamps:
            total[rows][solid] += _from_lamp(frame.caster, at, normal, lamp) * light.lamps
    return total


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
    got[close] = amount[:, None] * colour
    return got


def _wash(
    frame: Frame, arriving: Picture, centres: NDArray[np.float32], light: Light
) -> tuple[Picture, Picture]:
    """Return (colour times cover, cover) at the plate's size."""
    height, width = arriving.shape[:2]
    samples = frame.camera.height // height
    colour = np.empty((height, width, 3), np.float32)
    cover = np.empty((height, width), np.float32)
    for rows in frame.bands():
        small = slice(rows.start // samples, -(-rows.stop // samples))
        band = _band(frame, arriving[small], centres, light, rows)
        solid = frame.solid[rows].astype(np.float32)
        size = (width, small.stop - small.start)
        colour[small] = brush.resize(band * solid[..., None], *size)
        cover[small] = brush.resize(solid, *size)
    return colour, cover


def _band(
    frame: Frame, arriving: Picture, centres: NDArray[np.float32], light: Light, rows: slice
) -> Picture:
    at = frame.position(rows)
    normal = shading_normals(frame, centres, rows)
    flat = frame.normal(rows)
    own, glow = _pigments(frame, at, flat, light, rows)
    ambient = brush.resize(arriving, frame.camera.width, rows.stop - rows.start)
    lit = ambient + _sunlight(frame, at, normal, flat, light, rows)[..., None] * np.array(
        light.sun, np.float32
    )
    return np.asarray(_aired(own * lit + glow, frame, at, light, rows), np.float32)


def _sunlight(
    frame: Frame, at: Picture, normal: Picture, flat: Picture, light: Light, rows: slice
) -> Picture:
    """Return cosine times visibility of the sun, (h, w)."""
    facing = np.clip(normal @ light.toward_sun, 0, 1)
    ask = (facing > 0.01) & frame.solid[rows]
    start = at[ask] + flat[ask] * 0.012
    across, up = _tangent(light)
    line, column = np.nonzero(ask)
    spread = 0.016
    jitter = np.stack([_dither(line, column, 0), _dither(line, column, 1)], 1) - 0.5
    toward = light.toward_sun + spread * (jitter[:, :1] * across + jitter[:, 1:] * up)
    lit = np.zeros(ask.shape, np.bool_)
    lit[ask] = ~frame.caster.blocked(start, toward.astype(np.float32))
    # Needles let the sun through in specks finer than a pixel; dapples are painted instead.
    return np.asarray(facing * brush.settled(lit, ask), np.float32)


def _tangent(light: Light) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    sun = light.toward_sun
    across = np.cross(sun, (0, 0, 1))
    across /= np.linalg.norm(across)
    return across.astype(np.float32), np.cross(across, sun).astype(np.float32)


def _dither(line: NDArray[np.int64], column: NDArray[np.int64], which: int) -> Picture:
    """Return a low-discrepancy 0..1 value a pixel (interleaved gradient noise, Jimenez 2014)."""
    turn = 0.06711056 * (column + 17 * which) + 0.00583715 * (line + 31 * which)
    return np.asarray(np.mod(52.9829189 * np.mod(turn, 1.0), 1.0), np.float32)


def _pigments(
    frame: Frame, at: Picture, normal: Picture, light: Light, rows: slice
) -> tuple[Picture, Picture]:
    """Return (albedo with its joints, own light) of a band."""
    seen = frame.triangle[rows]
    material = np.where(seen >= 0, frame.triangles.material[seen], -1)
    foot = _footprint(frame, normal, rows)
    own = np.zeros_like(at)
    glow = np.zeros_like(at)
    for number in np.flatnonzero(np.bincount(material.ravel() + 1)[1:]):
        here = material == number
        paint_of = pigment(frame.triangles.materials[number])
        spots = surface.Spots(at[here], normal[here], foot[here])
        seen_as = surface.look_of(paint_of, spots)
        fresh, aged = np.array(paint_of.colour), np.array(paint_of.aged)
        mixed = fresh + (aged - fresh) * seen_as.age[:, None]
        mixed = mixed * seen_as.tone[:, None] * (1 - seen_as.joint[:, None])
        if light.snow:
            mixed = _snowed(mixed, spots, light)
        if light.wet:
            mixed = mixed * (1 - 0.35 * light.wet * np.clip(spots.normal[:, 2:3], 0, 1))
        own[here] = mixed
        if paint_of.grain == "glow":
            glow[here] = fresh * (0.25 + 3.2 * light.lamps)
        elif paint_of.grain == "room":
            glow[here] = _ROOM * light.lamps
    return own.astype(np.float32), glow.astype(np.float32)


def _footprint(frame: Frame, normal: Picture, rows: slice) -> Picture:
    """Return the metres of surface a pixel covers the long way, stretched where it is grazed."""
    _, toward = frame.camera.rays(rows)
    toward = toward.reshape(normal.shape)
    cosine = np.abs(np.einsum("ijk,ijk->ij", normal, toward)) / np.linalg.norm(toward, axis=-1)
    return np.asarray(frame.depth[rows] / frame.camera.focal_px / np.maximum(cosine, 0.06))


def _snowed(colour: Picture, spots: surface.Spots, light: Light) -> Picture:
    broken = brush.sample(surface.cloudy(), spots.at[:, 0] / 2.3, spots.at[:, 1] / 2.3)
    lies = np.clip((spots.normal[:, 2] - 0.55 + 0.35 * (broken - 0.5)) * 5, 0, 1) * light.snow
    return np.asarray(colour * (1 - lies[:, None]) + np.array((0.74, 0.76, 0.80)) * lies[:, None])


def _aired(colour: Picture, frame: Frame, at: Picture, light: Light, rows: slice) -> Picture:
    """Return the colour behind its depth of air, thicker near the ground."""
    deep = np.linalg.norm(at - np.array(frame.camera.eye, np.float32), axis=-1)
    deep = np.where(frame.solid[rows], deep, np.float32(0))
    low = 0.55 + 0.75 * np.exp(-np.clip(at[..., 2], 0, None) / 4.0)
    lost = 1 - np.exp(-np.clip(deep - 14, 0, None) / (light.fog * 2.6) * low)
    aired = colour + (np.array(light.mist, np.float32) - colour) * lost[..., None]
    return np.asarray(aired, np.float32)


def finish(
    picture: Picture, frame: Frame, cover: Picture, light: Light, paper: View, seed: int
) -> NDArray[np.uint8]:
    """Return the colour as bytes: tone, ink over it, silk under it (``paper`` is the plate's)."""
    height, width = cover.shape
    view = frame.camera
    samples = view.height // height
    lines = ink.thinned(ink.drawn(frame, _weighted), samples)
    drawn = brush.resize(lines, width, height)
    toned = _toned(_bloomed(picture, light, paper.brush_px) * light.exposure)
    toned = _granulated(toned, cover, paper, seed)
    pooled = brush.blur(drawn, paper.brush_px / 240) * 0.22
    toned = toned * (1 - pooled[..., None])
    strength = np.clip(drawn * 1.40, 0, 0.88)[..., None]
    inked = toned * (1 - strength) + (_INK + 0.16 * toned) * strength
    return _encoded(_on_silk(inked, paper, seed))


def _weighted(marks: ink.Strokes) -> Picture:
    """Return one line picture: contours thickened, folds left thin."""
    heavy = brush.thicken(marks.contour, 3)
    return np.asarray(np.maximum(np.maximum(heavy, marks.joint * 0.85), marks.fold * 0.6))


def _bloomed(picture: Picture, light: Light, across: float) -> Picture:
    """Let flames and lit paper glow into the air around them."""
    if light.lamps <= 0:
        return picture
    hot = np.clip(picture[..., :1] - 1.15, 0, 3) * (picture[..., :1] > 1.6 * picture[..., 2:])
    spill = np.asarray(hot * np.array((1.0, 0.55, 0.22)), np.float32)
    halo = brush.blur(spill, across / 40) * 2.2 + brush.blur(spill, across / 160) * 0.8
    return np.asarray(picture + halo * light.lamps, np.float32)


def _toned(linear: Picture) -> Picture:
    """Return display-linear colour with a shoulder, keeping hue (a soft filmic curve)."""
    x = np.maximum(linear, 0) * 1.42
    shoulder = (x * (1.0 + x * 0.10)) / (1.0 + 0.72 * x)
    # A gentle toe: ink painting keeps its darks.
    return np.asarray(shoulder * (0.72 + 0.28 * np.clip(shoulder * 2.6, 0, 1)), np.float32)


def _granulated(picture: Picture, cover: Picture, paper: View, seed: int) -> Picture:
    u, v, calm = paper.paper()
    grain = _laid(surface.speckle(), u, v, paper.repeats(2.6))
    broad = _laid(surface.cloudy(), u, v, paper.repeats(0.9), 0.07 * seed)
    amount = 1 + calm * (0.13 * (grain - 0.5) + 0.05 * (broad - 0.5)) * (0.12 + 0.88 * cover)
    return np.asarray(picture * amount[..., None], np.float32)


def _laid(texture: Picture, u: Picture, v: Picture, times: float, aside: float = 0.0) -> Picture:
    """Return a tiling texture laid ``times`` across the paper."""
    across, down = np.broadcast_arrays(u * times + aside, v * times)
    return brush.sample(texture, across, down)


@cache
def _weave() -> Picture:
    """Return a tile of silk: crossing threads of uneven thickness, mean near 1."""
    size = 256
    rng = np.random.default_rng(41)
    warp = rng.normal(1, 0.5, (1, size)) * np.sin(np.arange(size) * np.pi / 1.0 + 0.5)[None]
    weft = rng.normal(1, 0.5, (size, 1)) * np.sin(np.arange(size) * np.pi / 1.0 + 0.5)[:, None]
    flecks = brush.fbm(size, 43, coarse=32, octaves=3) - 0.5
    return np.asarray(1 + 0.010 * (warp + weft) + 0.020 * flecks, np.float32)


def _on_silk(picture: Picture, paper: View, seed: int) -> Picture:
    """Return the picture on warm silk, its corners, if it has any, a little darker and older."""
    u, v, calm = paper.paper()
    cloth = 1 + calm * (_laid(_weave(), u, v, paper.repeats(paper.brush_px / 256)) - 1)
    age = _laid(surface.cloudy(), u, v, paper.repeats(0.6), 0.13 * seed)
    shade = 0.05 * calm * (age - 0.5)
    if not paper.round:
        down = v * paper.width / paper.height
        across = (u - 0.5) ** 2 + 0.77 * (down - 0.5) ** 2
        shade = shade + 0.42 * np.clip(across - 0.08, 0, 1)
    warm = 0.90 + 0.10 * _SILK
    lifted = picture * 0.965 + 0.010 * _SILK
    return np.asarray(lifted * warm * (cloth * (1 - shade))[..., None], np.float32)


def _encoded(linear: Picture) -> NDArray[np.uint8]:
    """Return sRGB bytes."""
    x = np.clip(linear, 0, 1)
    curve = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(x, 1 / 2.4) - 0.055)
    return np.asarray(np.rint(curve * 255), np.uint8)
