"""The whole sphere about an eye as one equirectangular plate, band by band to bound memory.

Each band is painted by ``plate`` as any picture is, with rows and columns beyond its own so that
brushes find their neighbours; across the seam these are the columns of the other end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput
from scenes import indoors, plate, sky
from scenes.camera import LARGEST, Extent, Vector
from scenes.light import Light
from scenes.looks import GONGBI, Look
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster
from scenes.view import Sphere
from scenes.viewfinder import is_open

Progress = Callable[[str, float], None]
EYE = 1.6  # metres: a stage camera at a standing man's eye
RAYS = 2  # bounce rays a pixel
FAR_CM = 65535  # sky, and what is farther than 655 m
_AT_ONCE = 1_300_000  # pixels painted at a time
_CROWDED = 1.4  # metres kept clear all round, so that nobody's back fills the sphere


def wide_of(wide: int) -> int:
    """Return a panorama's width if it can be painted.

    Raises:
        RefusedInput: not 128–8192 pixels, or not a multiple of four.
    """
    if not 128 <= wide <= LARGEST or wide % 4:
        raise RefusedInput(
            f"全景宽 {wide} 像素不能用；请在 128 到 {LARGEST} 之间取四的倍数，高为宽的一半。",
            f"Panorama width {wide} refused: a multiple of four from 128 to {LARGEST}.",
        )
    return wide


def eye_in_court(hall: Extent, caster: Caster, height: float = EYE) -> Vector:
    """Return an eye in the court before the hall with open air about it.

    Raises:
        RefusedInput: nowhere before the hall is open at that height.
    """
    for off in (0.0, 1.5, -1.5, 3.0, -3.0, 4.5, -4.5):
        for away in (1.05, 0.9, 1.2, 0.75, 1.4):
            eye = (off, hall.front - away * hall.top * 0.85, height)
            if is_open(eye, caster, _CROWDED):
                return eye
    raise RefusedInput(
        f"殿前在 {height:g} 米高处找不到空地放全景机位；请给 camera 的 eye 写三个数。",
        "No open place for a panorama before the hall; give the camera's eye as three numbers.",
    )


def paint(  # noqa: PLR0913 - each choice has its name
    model: SetModel,
    triangles: Triangles,
    caster: Caster,
    eye: Vector,
    light: Light,
    *,
    look: Look = GONGBI,
    wide: int = 2048,
    seed: int = 5,
    progress: Progress | None = None,
) -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """Return (plate (wide / 2, wide, 3) sRGB bytes, distance (wide / 2, wide) centimetres).

    The middle column looks at the hall's back wall (+y), the ends meet behind the camera.

    Args:
        model: the set.
        triangles: the same, flattened.
        caster: holding the triangles.
        eye: metres.
        light: the hour.
        look: how it is painted.
        wide: pixels round, a multiple of four.
        seed: of the mountains and the paper.
        progress: told what is being done, and how far it is, 0..1.

    Raises:
        RefusedInput: a size that cannot be painted.
    """
    say = progress or (lambda _said, _part: None)
    light = indoors.sheltered(model, light)
    picture = np.empty((wide // 2, wide, 3), np.uint8)
    distance = np.empty((wide // 2, wide), np.uint16)
    for rows, own, view in _views(eye, wide, light):
        say("绘全景", rows.start / (wide // 2))
        wash = plate.washed(model, triangles, caster, view, light, look=look, rays=RAYS)
        picture[rows] = plate.drawn_over(wash, light, seed, look)[own]
        distance[rows] = _centimetres(wash.small.depth[own])
    say("绘全景", 1.0)
    return picture, distance


def radiance(
    model: SetModel,
    triangles: Triangles,
    caster: Caster,
    eye: Vector,
    light: Light,
    *,
    wide: int = 2048,
    seed: int = 5,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return (linear colour (wide / 2, wide, 3), cover (wide / 2, wide)) of the same sphere.

    Colour before any line, paper or curve, without the sun's own disc; cover is 1 where something
    stands before the sky. Arguments as ``paint``.
    """
    picture = np.empty((wide // 2, wide, 3), np.float32)
    cover = np.empty((wide // 2, wide), np.float32)
    for rows, own, view in _views(eye, wide, light):
        wash = plate.washed(model, triangles, caster, view, light, rays=RAYS)
        behind = sky.backdrop(view, light, seed) * (1 - wash.cover[..., None])
        picture[rows], cover[rows] = (wash.colour + behind)[own], wash.cover[own]
    return picture, cover


def _views(
    eye: Vector, wide: int, light: Light
) -> Iterator[tuple[slice, tuple[slice, slice], Sphere]]:
    """Yield (rows of the whole, rows and columns of the view that are those, the view)."""
    whole = Sphere(eye=eye, wide=wide_of(wide), top=0, bottom=wide // 2)
    margin = _margin(whole, light)
    for band in _bands(whole, margin):
        top, bottom = max(band.start - margin, 0), min(band.stop + margin, wide // 2)
        view = Sphere(eye=eye, wide=wide, top=top, bottom=bottom, margin=margin)
        yield band, (slice(band.start - top, band.stop - top), slice(margin, margin + wide)), view


def _margin(whole: Sphere, light: Light) -> int:
    """Return how far brushes reach, pixels: the halo of lamps farthest. A multiple of four."""
    reach = 0.06 * whole.brush_px if light.lamps > 0 else 0.0
    return int(max(reach, 20.0) // 4 + 1) * 4


def _bands(whole: Sphere, margin: int) -> list[slice]:
    rows = max(_AT_ONCE // (whole.wide + 2 * margin) - 2 * margin, 32) // 4 * 4
    return [slice(t, min(t + rows, whole.bottom)) for t in range(0, whole.bottom, rows)]


def _centimetres(depth: NDArray[np.float32]) -> NDArray[np.uint16]:
    return np.rint(np.minimum(depth * 100, FAR_CM)).astype(np.uint16)
