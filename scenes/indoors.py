"""Light within a room: what windows and doors let in, what walls hand on, what lamps give.

Out of doors one bounce is enough, for the sky is everywhere. In a room nearly all light has met a
wall first. So a room keeps a field: at points of a grid through its clear space the light that
arrives from the six sides, handed on from surface to surface a few times. Whatever ray meets a
wall then asks the field how bright that wall is. Paper windows glow by what falls on their outer
side. Strengths and the aim of the exposure are our own judgement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scenes import brush
from scenes.frame import Frame
from scenes.lamps import burning, from_lamp
from scenes.light import Light
from scenes.model import SetModel, Triangles
from scenes.palette import Pigment, pigment
from scenes.raycast import Caster, Vectors

Values = NDArray[np.float32]
Space = tuple[tuple[float, float, float], tuple[float, float, float]]

SKY_SHARE = 0.6  # of the sky that is left to a window under its eave
_PASSES = 0.34  # part of the light on it that a papered window lets through
_GROUND = 0.24  # albedo of the court before a window
_RAYS = 128  # from each point of the field
_HANDED = 4  # times that light is handed on
_FINE = (0.12, 0.35, 60)  # metres between the points that are asked: least, most, parts of a room
_OFF = 0.012
_REACH = 60.0
_FLAME = 2.4  # brightness of a flame on the finished plate
_SIX = np.concatenate([np.eye(3), -np.eye(3)]).astype(np.float32)
_SHAFT = 0.035  # tone that dust in a metre of sunlit air has on the plate
_STEPS = 10  # places along a ray where the air is asked for sun
_COARSE = 3  # pixels between rays that look for shafts
_DARK, _DAY = 0.080, 0.105  # tone of what is bright in a room by night, and what day adds
_BRIGHTER = 75  # per cent of the room that is darker than that
_LIVED = 3.2  # metres over the floor: what an eye in the room is set by
_SOFT, _ROOM_ABOVE = 0.30, 0.40  # tone from which light is held back, and how far it still rises
_PATCH, _PATCH_ABOVE = (
    1.0,
    1.3,
)  # light on a sunlit patch from which it is held back, and how far it rises
_GREY = np.array((0.30, 0.59, 0.11), np.float32)


@dataclass(frozen=True, slots=True)
class Indoors:
    """The light of one room.

    ``low`` and ``high`` (3,) are the corners of its clear space, metres; ``field`` (x, y, z, 6, 3)
    the light arriving from +x, +y, +z, −x, −y and −z at points evenly through it, handed on by
    surfaces; ``lamps`` the same with what lamps throw. ``gain`` is how far eye or camera opens.
    """

    low: Values
    high: Values
    field: Values
    lamps: Values
    light: Light
    caster: Caster
    lit: bool
    gain: float = 1.0

    def holds(self, at: Vectors, more: float = 0.0) -> NDArray[np.bool_]:
        """Return whether points (n, 3) lie in the room, or ``more`` metres round it."""
        return np.asarray(((at > self.low - more) & (at < self.high + more)).all(1))

    def arriving(self, at: Vectors, facing: Vectors) -> Vectors:
        """Return the light (n, 3) that surfaces get from all round, sun and lamps left out."""
        return _asked(self.field, self.low, self.high, at, facing)

    def around(self, at: Vectors, facing: Vectors) -> Vectors:
        """Return the light (n, 3) that surfaces get from all round and from lamps."""
        return _asked(self.lamps, self.low, self.high, at, facing)

    def own(self, paint: Pigment, at: Vectors, facing: Vectors) -> Vectors:
        """Return the light (n, 3) that a matter gives of itself towards the room.

        Paper gives what comes through it; what burns gives light where the lamps are lit.
        """
        if paint.grain == "paper":
            return through_paper(self.caster, self.light, at, facing)
        if paint.grain == "glow" and self.lit:
            return np.broadcast_to(np.array(paint.colour, np.float32) * _FLAME, at.shape)
        return np.zeros_like(at)


def sheltered(model: SetModel, light: Light) -> Light:
    """Return the light that a set is painted in: in a room nothing falls and no mist hangs."""
    if model.room is None:
        return light
    return replace(light, fog=4000.0, flakes=0.0, rain=0.0, wet=0.0, pools=0.0, snow=0.0,
                   exposure=1.0)  # fmt: skip


def lit(
    model: SetModel, triangles: Triangles, caster: Caster, light: Light, albedo: Vectors
) -> Indoors | None:
    """Return the light of a model's room, None where it is none.

    Args:
        model: its ``room`` and its lamps.
        triangles: the same, flattened.
        caster: holding them.
        light: the hour.
        albedo: (m, 3) by material index.
    """
    if model.room is None:
        return None
    low, high = (np.array(corner, np.float32) for corner in model.room)
    counts = np.clip(np.ceil((high - low) / (0.75 if max(high - low) < 12 else 1.5)), 3, 24)
    points = _grid(low, high, counts.astype(int))
    good = _within(caster, points)
    spots, toward, outer = _looked(caster, points, light)
    seen = _Seen.of(caster, triangles, spots, albedo, light, model)
    six = np.clip(toward @ _SIX.T, 0, None)
    share = six / np.maximum(six.sum(1, keepdims=True), 1e-6)
    shape = tuple(counts.astype(int))
    field = np.zeros((1, 1, 1, 6, 3), np.float32)
    for _ in range(_HANDED):
        brought = seen.brought(field, low, high) + outer
        arrived = np.einsum("prd,prc->pdc", share, brought.reshape(*toward.shape))
        field = _finer(arrived, good, shape, low, high)
    lamps = np.zeros((len(points), 6, 3), np.float32)
    for lamp, strength in burning(model, light):
        for k, way in enumerate(_SIX):
            faced = np.broadcast_to(way, points.shape)
            lamps[:, k] += strength * from_lamp(caster, points, faced, lamp)
    gain = _gain(seen, field, low, high, np.repeat(good > 0, _RAYS), light)
    with_lamps = _finer(arrived + lamps, good, shape, low, high)
    burns = any(True for _ in burning(model, light))
    return Indoors(low, high, field, with_lamps, light, caster, burns, gain)


def through_paper(caster: Caster, light: Light, at: Vectors, facing: Vectors) -> Vectors:
    """Return the light (n, 3) that comes through paper at points whose inner side faces so."""
    sky = _mean_sky(light)
    sun, out = np.array(light.sun, np.float32), -facing
    ground = _GROUND * (sun * max(float(light.toward_sun[2]), 0.0) + sky)
    arriving = SKY_SHARE * (0.5 * sky + 0.5 * ground) * np.ones_like(at)
    behind = at + out * np.float32(0.006)
    arriving[caster.blocked(behind, np.ascontiguousarray(out), 0.05)] *= 0.3  # a bar of the lattice
    slant = np.clip(out @ light.toward_sun, 0, 1)
    ask = slant > 0.01
    if ask.any() and max(light.sun) > 0:
        start = behind[ask]
        toward = np.broadcast_to(light.toward_sun, start.shape)
        slant[ask] *= ~caster.blocked(start, toward)
        arriving += slant[:, None] * sun
    return np.asarray(_PASSES * arriving, np.float32)


def gain_of(within: Indoors, frame: Frame, arriving: Values, albedo: Vectors) -> float:
    """Return how far a camera opens: by the whole room and, more, by what its picture shows of it."""
    if frame.camera.round:
        return within.gain
    some = (slice(None, None, 4), slice(None, None, 4))
    solid = frame.solid[some]
    inside = within.holds(frame.position()[some][solid], 0.4)
    if not inside.any():
        return within.gain
    colour = albedo[frame.ids(frame.triangles.material)[some][solid]]
    tone = ((colour * arriving[some][solid]) @ _GREY)[inside]
    here = _aim(within.light) / max(float(np.percentile(tone, _BRIGHTER)), 1e-5)
    return float(np.clip(within.gain**0.3 * here**0.7, 0.3, 120.0))


def _aim(light: Light) -> float:
    """Return the tone that what is bright in a room is brought to."""
    return _DARK + _DAY * float(np.clip(_mean_sky(light).mean() / 0.30, 0, 1))


def held(within: Indoors, lit: Vectors, at: Vectors, gain: float) -> Vectors:
    """Return the light (n, 3) on surfaces with a sunlit patch of the room held back.

    It is the light that is held, not the colour, so that joints and grain show in the patch.
    """
    bright = np.maximum((lit @ _GREY) * np.float32(gain), 1e-6)
    over = np.maximum(bright - _PATCH, 0)
    kept = np.minimum(bright, _PATCH) + _PATCH_ABOVE * (1 - np.exp(-over / _PATCH_ABOVE))
    part = np.where(within.holds(at, 0.3), kept / bright, 1).astype(np.float32)
    return np.asarray(lit * part[:, None], np.float32)


def exposed(within: Indoors, shown: Vectors, own: Vectors, at: Vectors, gain: float) -> Vectors:
    """Return colours (n, 3) as they are exposed: the room by ``gain``, the world outside by less.

    ``own`` is what lamps give of themselves, which no exposure changes. Lights are held below
    white, so that a window keeps its bars.
    """
    by, less = np.float32(gain), np.float32(min(gain, 1.25))
    factor = np.where(within.holds(at, 0.6), by, less)
    bright = shown * factor[:, None]
    tone = np.maximum(bright @ _GREY, 0.75 * bright.max(1))[:, None]
    over = np.maximum(tone - _SOFT, 0)
    held = _SOFT + _ROOM_ABOVE * (1 - np.exp(-over / _ROOM_ABOVE))
    bright *= np.where(over > 0, held / np.maximum(tone, 1e-6), 1)
    return np.asarray(bright + own, np.float32)


def shafts(within: Indoors, frame: Frame) -> Values:
    """Return (h, w, 3) the sun's beams in the dust of the room's air, as they are shown."""
    light = within.light
    shape = (*frame.depth.shape, 3)
    if max(light.sun) <= 0:
        return np.zeros(shape, np.float32)
    some = (slice(None, None, _COARSE), slice(None, None, _COARSE))
    at = frame.position()[some]
    solid = frame.solid[some]
    eye = np.array(frame.camera.eye, np.float32)
    ends = at[solid] - eye
    far = np.linalg.norm(ends, axis=1)
    total = np.zeros(len(ends), np.float32)
    toward = np.broadcast_to(light.toward_sun, ends.shape)
    jitter = _hashed(np.nonzero(solid))
    for k in range(_STEPS):
        place = (eye + ends * ((k + jitter) / _STEPS)[:, None]).astype(np.float32)
        inside = within.holds(place)
        total[inside] += ~within.caster.blocked(place[inside], toward[inside])
    beam = np.zeros(solid.shape, np.float32)
    beam[solid] = total / _STEPS * np.minimum(far, 12.0) * _SHAFT
    wide = brush.resize(brush.blur(beam, 1.6), shape[1], shape[0])
    sun = np.array(light.sun, np.float32)
    return np.asarray(wide[..., None] * sun / max(float(sun.max()), 1.0), np.float32)


# ---------------------------------------------------------------------------------- the field


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the rays of the field met: where, which way it faces, and its light without the field."""

    at: Vectors
    facing: Vectors
    colour: Vectors
    direct: Vectors
    own: Vectors
    met: NDArray[np.bool_]
    sky: Vectors

    @classmethod
    def of(
        cls, caster: Caster, triangles: Triangles, spots: tuple[Vectors, Vectors, NDArray[np.int32]],
        albedo: Vectors, light: Light, model: SetModel,
    ) -> _Seen:  # fmt: skip
        at, facing, triangle = spots
        met = triangle >= 0
        material = triangles.material[np.maximum(triangle, 0)]
        direct, own = np.zeros_like(at), np.zeros_like(at)
        slant = np.clip(facing @ light.toward_sun, 0, 1) * met
        ask = slant > 0.02
        toward = np.broadcast_to(light.toward_sun, at[ask].shape)
        slant[ask] *= ~caster.blocked(at[ask], toward)
        direct += slant[:, None] * np.array(light.sun, np.float32)
        for lamp, strength in burning(model, light):
            direct += strength * from_lamp(caster, at, facing, lamp)
        papers = [n for n, m in enumerate(triangles.materials) if pigment(m).grain == "paper"]
        paper = met & np.isin(material, papers)
        own[paper] = through_paper(caster, light, at[paper], facing[paper])
        return cls(at, facing, albedo[material], direct, own, met, _mean_sky(light))

    def brought(self, field: Values, low: Values, high: Values) -> Vectors:
        """Return the light (n, 3) that the rays bring back, black where they met nothing."""
        inside: NDArray[np.bool_] = np.asarray(((self.at > low) & (self.at < high)).all(1))
        from_all = np.where(
            inside[:, None], _asked(field, low, high, self.at, self.facing), 0.8 * self.sky
        )
        shown = self.colour * (self.direct + from_all) + self.own
        return np.where(self.met[:, None], shown, 0).astype(np.float32)


def _gain(
    seen: _Seen, field: Values, low: Values, high: Values, good: NDArray[np.bool_], light: Light
) -> float:  # fmt: skip
    """Return what a room's light is multiplied by, as an eye or a camera opens to it.

    What is brighter than three quarters of the room comes to a middle grey by day, to less by
    night; it is the same for every view, so that pictures of one room agree.
    """
    top = np.minimum(high, [high[0], high[1], low[2] + _LIVED])
    matter = seen.met & good & (seen.own.sum(1) == 0) & ((seen.at > low) & (seen.at < top)).all(1)
    if not matter.any():
        return 1.0
    tone = np.maximum(seen.brought(field, low, high)[matter] @ _GREY, 1e-5)
    return float(np.clip(_aim(light) / np.percentile(tone, _BRIGHTER), 0.3, 80.0))


def _grid(low: Values, high: Values, counts: NDArray[np.int64]) -> Vectors:
    """Return points (n, 3) evenly through a space, half a step from its sides."""
    axes = [
        a + (b - a) * (np.arange(n) + 0.5) / n for a, b, n in zip(low, high, counts, strict=True)
    ]
    return np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3).astype(np.float32)


def _within(caster: Caster, points: Vectors) -> Values:
    """Return 1 for points in the open under a roof, 0 for those in a solid or above it all."""
    up = np.broadcast_to(_SIX[2], points.shape)
    covered = caster.blocked(points, up)
    behind = np.zeros(len(points))
    for way in _SIX:
        hits = caster.first(points, np.broadcast_to(way, points.shape))
        met = hits.triangle >= 0
        behind[met] += caster.normals[hits.triangle[met]] @ way > 0
    return (covered & (behind < 2)).astype(np.float32)


def _looked(
    caster: Caster, points: Vectors, light: Light
) -> tuple[tuple[Vectors, Vectors, NDArray[np.int32]], Vectors, Vectors]:
    """Cast rays all round from the points.

    Returns what they met (where, facing, triangle), their directions (p, r, 3), and the sky's light
    of those that met nothing (p · r, 3).
    """
    n = np.arange(_RAYS)
    z, turn = 1 - (2 * n + 1) / _RAYS, n * np.pi * (3 - 5**0.5)
    spin = turn[None] + 2.4 * np.arange(len(points))[:, None]
    flat = np.sqrt(1 - z**2)
    toward = np.stack(
        [flat * np.cos(spin), flat * np.sin(spin), np.broadcast_to(z, spin.shape)], -1
    )
    toward = toward.astype(np.float32)
    ways = toward.reshape(-1, 3)
    start = np.repeat(points, _RAYS, 0)
    hits = caster.first(start, ways, _REACH)
    met = hits.triangle >= 0
    facing = caster.normals[np.maximum(hits.triangle, 0)].copy()
    facing[np.einsum("ij,ij->i", facing, ways) > 0] *= -1
    at = start + ways * np.where(met, hits.distance, 0)[:, None] + facing * np.float32(_OFF)
    blend = np.power(np.clip(ways[:, 2:3], 0, 1), 0.55)
    horizon, zenith = (np.array(c, np.float32) for c in (light.horizon, light.zenith))
    sky = (horizon * (1 - blend) + zenith * blend) * light.ambient
    return (at, facing, hits.triangle), toward, np.where(met[:, None], 0, sky).astype(np.float32)


def _finer(
    arrived: Values, good: Values, shape: tuple[int, ...], low: Values, high: Values
) -> Values:
    """Return the field at points close enough to be asked without reckoning between them."""
    step = float(np.clip(max(high - low) / _FINE[2], *_FINE[:2]))
    weighed = (arrived * good[:, None, None]).reshape(*shape, 18)
    weight = good.reshape(*shape, 1)
    for axis in range(3):
        matrix = _between(shape[axis], max(2, round(float(high[axis] - low[axis]) / step)))
        weighed = np.moveaxis(np.tensordot(matrix, weighed, (1, axis)), 0, axis)
        weight = np.moveaxis(np.tensordot(matrix, weight, (1, axis)), 0, axis)
    mean = arrived.reshape(-1, 18)[good > 0].mean(0) if (good > 0).any() else arrived.mean((0,))
    known = weighed / np.maximum(weight, 1e-4)
    full = np.where(weight > 0.02, known, np.asarray(mean).reshape(18))
    return full.reshape(*full.shape[:3], 6, 3).astype(np.float32)


def _between(few: int, many: int) -> Values:
    """Return (many, few) weights that put even points between even points."""
    at = np.clip((np.arange(many) + 0.5) / many * few - 0.5, 0, few - 1)
    before = np.minimum(at.astype(int), max(few - 2, 0))
    part = at - before
    out = np.zeros((many, few), np.float32)
    rows = np.arange(many)
    out[rows, before] += 1 - part
    out[rows, np.minimum(before + 1, few - 1)] += part
    return out


def _asked(field: Values, low: Values, high: Values, at: Vectors, facing: Vectors) -> Vectors:
    """Return the field's light (n, 3) on surfaces, by how far they face each of the six sides."""
    counts = np.array(field.shape[:3])
    step = np.clip((at - low) / (high - low) * counts, 0, counts - 1).astype(np.int32)
    here = field[step[:, 0], step[:, 1], step[:, 2]]
    out = np.zeros_like(at)
    for axis in range(3):
        side = np.where(facing[:, axis] >= 0, axis, axis + 3)
        out += here[np.arange(len(at)), side] * facing[:, axis : axis + 1] ** 2
    return out


def _mean_sky(light: Light) -> Values:
    both = np.array(light.zenith, np.float32) + np.array(light.horizon, np.float32)
    return np.asarray(0.5 * light.ambient * both, np.float32)


def _hashed(places: tuple[NDArray[np.int64], ...]) -> Values:
    """Return a 0..1 number a pixel, unlike its neighbours'."""
    turn = 52.9829189 * np.mod(0.06711056 * places[1] + 0.00583715 * places[0], 1.0)
    return np.asarray(np.mod(turn, 1.0), np.float32)
