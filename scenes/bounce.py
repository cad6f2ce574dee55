"""Light that comes from everywhere but the sun: sky, ground and walls, one bounce.

Under a Tang eave four metres deep hardly any sky arrives; what makes the brackets readable is
light thrown up by the court. So each ray that leaves a surface brings back either the sky or
the lit colour of what it met.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scenes.frame import Frame
from scenes.light import Light
from scenes.palette import Pigment, pigment
from scenes.raycast import Caster, Vectors


class Room(Protocol):
    """The light of a room, as ``indoors`` reckons it."""

    def holds(self, at: Vectors) -> NDArray[np.bool_]: ...  # noqa: D102
    def arriving(self, at: Vectors, facing: Vectors) -> Vectors: ...  # noqa: D102
    def around(self, at: Vectors, facing: Vectors) -> Vectors: ...  # noqa: D102
    def own(self, paint: Pigment, at: Vectors, facing: Vectors) -> Vectors: ...  # noqa: D102


_CLOSE = 0.9  # metres within which a room's surfaces are looked at one by one
_OFF = 0.015  # metres a ray starts above its surface
_REACH = 70.0
_FINE = 1000.0  # pixels a radian of a standard plate


def sky_colour(light: Light, toward: Vectors) -> Vectors:
    """Return the sky's radiance (n, 3) in directions (n, 3) of unit length."""
    up = np.clip(toward[:, 2:3], 0, 1)
    blend = np.power(up, 0.55)
    sky = (
        np.array(light.horizon, np.float32) * (1 - blend)
        + np.array(light.zenith, np.float32) * blend
    )
    near_sun = np.clip(toward @ light.toward_sun, 0, 1)[:, None] ** 3
    glow = np.array(light.glow, np.float32) * near_sun * np.clip(1 - up, 0, 1) * 0.8
    return np.asarray((sky + glow) * light.ambient, np.float32)


def gather(
    frame: Frame, normals: NDArray[np.float32], light: Light, albedo: Vectors, rays: int = 4,
    within: Room | None = None,
) -> NDArray[np.float32]:  # fmt: skip
    """Return (h, w, 3) diffuse light arriving at every pixel, denoised.

    Args:
        frame: the view, usually at half of the plate's sampling.
        normals: (h, w, 3) shading normals.
        light: the hour.
        albedo: (m, 3) by material index.
        rays: per pixel; neighbours in a 4x4 block share a set sixteen times as large.
        within: the light of the room, where the set is one.
    """
    height, width = frame.depth.shape
    arriving = np.zeros((height, width, 3), np.float32)
    for rows in frame.bands():
        solid = frame.solid[rows]
        where = np.nonzero(solid)
        at = frame.position(rows)[solid] + normals[rows][solid] * _OFF
        slot = ((where[0] + (rows.start or 0)) % 4) * 4 + where[1] % 4
        total = np.zeros_like(at)
        for turn in range(rays):
            toward = _cosine(normals[rows][solid], _PERMUTED[slot] + 16 * turn, 16 * rays)
            if within is None:
                brought, met = seen(frame, at, toward, light, albedo)
                brought[~met] = sky_colour(light, toward[~met])
            else:
                brought = _near(frame, within, at, normals[rows][solid], toward, light, albedo)
            total += brought
        arriving[rows][solid] = total / rays
    return smooth(arriving, normals, frame)


def occlusion(frame: Frame, reach: float = 3.5, rays: int = 4) -> NDArray[np.float32]:
    """Return (h, w): 1 where a surface lies open, towards 0 in corners ``reach`` metres deep."""
    normals = frame.normal()
    open_part = np.ones((*frame.depth.shape, 1), np.float32)
    for rows in frame.bands():
        solid = frame.solid[rows]
        where = np.nonzero(solid)
        n = normals[rows][solid]
        at = frame.position(rows)[solid] + n * _OFF
        slot = _PERMUTED[((where[0] + rows.start) % 4) * 4 + where[1] % 4]
        total = np.zeros(len(at), np.float32)
        for turn in range(rays):
            away = frame.caster.first(at, _cosine(n, slot + 16 * turn, 16 * rays), reach).distance
            total += np.minimum(away / reach, 1)
        open_part[rows][solid, 0] = total / rays
    return smooth(open_part, normals, frame)[..., 0]


_PERMUTED = np.array([0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5])


def _cosine(normals: Vectors, index: NDArray[np.int64], count: int) -> Vectors:
    """Return cosine-weighted directions about the normals, from a Hammersley set."""
    bits = np.array([int(f"{i:016b}"[::-1], 2) / 65536 for i in range(count)])
    turn = 2 * np.pi * bits[index % count]
    lift = (index + 0.5) / count
    out = np.sqrt(lift) * 0.999
    a, b = _tangents(normals)
    rise = np.sqrt(1 - out**2)
    local = a * (out * np.cos(turn))[:, None] + b * (out * np.sin(turn))[:, None]
    return (local + normals * rise[:, None]).astype(np.float32)


def _tangents(n: Vectors) -> tuple[Vectors, Vectors]:
    """Return two unit vectors square to the normals (Duff et al. 2017)."""
    sign = np.where(n[:, 2] >= 0, 1.0, -1.0).astype(np.float32)
    a = -1.0 / (sign + n[:, 2])
    b = n[:, 0] * n[:, 1] * a
    one = np.stack([1 + sign * n[:, 0] ** 2 * a, sign * b, -sign * n[:, 0]], 1)
    two = np.stack([b, sign + n[:, 1] ** 2 * a, -n[:, 1]], 1)
    return one, two


def seen(
    frame: Frame, at: Vectors, toward: Vectors, light: Light, albedo: Vectors,
    glow: Vectors | None = None, within: Room | None = None,
) -> tuple[Vectors, NDArray[np.bool_]]:  # fmt: skip
    """Return (colour (n, 3), met (n,)): the lit colour of what rays meet, black where nothing.

    Args:
        frame: whose set it is.
        at: (n, 3) starts, metres.
        toward: (n, 3) unit directions.
        light: the hour.
        albedo: (m, 3) by material index.
        glow: (m, 3) own light by material; none where it is to be left out.
        within: the light of the room, where the set is one.
    """
    caster: Caster = frame.caster
    hits = caster.first(at, toward, _REACH)
    met = hits.triangle >= 0
    brought = np.zeros_like(at)
    there = hits.triangle[met]
    facing = caster.normals[there]
    facing[np.einsum("ij,ij->i", facing, toward[met]) > 0] *= -1
    spot = at[met] + toward[met] * hits.distance[met][:, None] + facing * _OFF
    sunny = np.clip(facing @ light.toward_sun, 0, 1)
    ask = sunny > 0.02
    sunny[ask] *= ~caster.blocked(spot[ask], np.broadcast_to(light.toward_sun, spot[ask].shape))
    # What further bounces would bring: less in tight corners, where the next surface is near.
    ambient = 0.72 + 0.25 * facing[:, 2:3]
    ambient = ambient * np.clip(hits.distance[met] / 2.5, 0.22, 1.0)[:, None]
    mean_sky = (
        (np.array(light.zenith, np.float32) + np.array(light.horizon, np.float32))
        * 0.5
        * light.ambient
    )
    colour = albedo[frame.triangles.material[there]]
    around = ambient * mean_sky
    if within is not None:
        inside = within.holds(spot)
        around[inside] = within.around(spot[inside], facing[inside])
    brought[met] = colour * (sunny[:, None] * np.array(light.sun, np.float32) + around)
    if within is not None:
        brought[met] += _shining(frame, within, there, spot, facing)
    if glow is not None:
        brought[met] += glow[frame.triangles.material[there]]
    return brought.astype(np.float32), met


def _near(
    frame: Frame, within: Room, at: Vectors, normal: Vectors, toward: Vectors, light: Light,
    albedo: Vectors,
) -> Vectors:  # fmt: skip
    """Return what rays in a room bring back: what they meet close by, else the room's own light.

    The field is even, where rays that now meet a spot of sun and now miss it are not.
    """
    brought = within.arriving(at, normal)
    outside = np.flatnonzero(~within.holds(at))
    close = np.flatnonzero(frame.caster.blocked(at, toward, _CLOSE))
    for some in (close, outside):
        if len(some):
            found, met = seen(frame, at[some], toward[some], light, albedo, within=within)
            found[~met] = sky_colour(light, toward[some][~met])
            brought[some] = found
    return brought


def _shining(
    frame: Frame, within: Room, triangle: NDArray[np.int32], at: Vectors, facing: Vectors
) -> Vectors:
    """Return the light (n, 3) that paper windows of a room hand on."""
    names = frame.triangles.materials
    papers = [n for n, name in enumerate(names) if pigment(name).grain == "paper"]
    material = frame.triangles.material[triangle]
    shines = np.zeros_like(at)
    for number in papers:
        here = material == number
        shines[here] = within.own(pigment(names[number]), at[here], facing[here])
    return shines


def smooth(
    noisy: NDArray[np.float32], normals: NDArray[np.float32], frame: Frame
) -> NDArray[np.float32]:
    """Return the light averaged along surfaces but not across their edges (à trous)."""
    deep = np.where(frame.solid, frame.depth, np.float32(1e6))
    # The wider the angle of a pixel, the more one surface recedes from one to the next.
    near = 0.012 * max(1.0, _FINE / frame.camera.focal_px)
    # How far off the plane of each face passes: one number for all of a floor seen edge on.
    level = np.zeros_like(deep)
    eye = np.array(frame.camera.eye, np.float32)
    for rows in frame.bands():
        level[rows] = np.einsum("ijk,ijk->ij", normals[rows], frame.position(rows) - eye)
    out = noisy
    for step in (1, 2, 4):
        for axis in (0, 1):
            out = _pass(out, normals, (deep, level), near, step, axis)
    return out


def _pass(
    light: NDArray[np.float32],
    normals: NDArray[np.float32],
    lie: tuple[NDArray[np.float32], NDArray[np.float32]],
    near: float,
    step: int,
    axis: int,
) -> NDArray[np.float32]:
    deep, level = lie
    total = light * np.float32(6)
    weight = np.full(deep.shape, 6, np.float32)
    for shift, tap in ((step, 4.0), (2 * step, 1.0)):
        here: list[slice] = [slice(None), slice(None)]
        there = list(here)
        here[axis], there[axis] = slice(shift, None), slice(None, -shift)
        a, b = tuple(here), tuple(there)
        alike = np.einsum("ijk,ijk->ij", normals[a], normals[b])
        alike = np.clip(alike, 0, 1) ** 8 * np.float32(tap)
        apart = np.minimum(np.abs(deep[a] - deep[b]), np.abs(level[a] - level[b]))
        alike *= np.exp(-apart / (near * shift * np.minimum(deep[a], deep[b])))
        total[a] += alike[..., None] * light[b]
        weight[a] += alike
        total[b] += alike[..., None] * light[a]
        weight[b] += alike
    return total / weight[..., None]
