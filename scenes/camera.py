"""Where the plate is taken from: pinhole and orthographic cameras, and framing by name.

A camera here stands level, as an architectural photographer's does: upright things stay upright,
and the picture is raised by shifting the lens (``rise``), not by tilting it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput, UnknownName
from scenes.model import Triangles

Vector = tuple[float, float, float]
FILM_MM = 36.0  # long side of the frame, so that lens figures read as on a still camera


@dataclass(frozen=True, kw_only=True, slots=True)
class Camera:
    """A level camera.

    ``eye`` and ``target`` are metres in the set's frame; only the bearing of ``target`` counts.
    ``lens_mm`` is the focal length for a frame whose long side is 36 mm. ``rise`` shifts the
    picture up by that part of the long side (Blender's ``shift_y``). ``ortho_m`` is the height
    in metres of an orthographic picture, and None for a pinhole.
    """

    eye: Vector
    target: Vector
    lens_mm: float = 35.0
    width: int = 576
    height: int = 1024
    rise: float = 0.0
    ortho_m: float | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if not (12 <= self.lens_mm <= 300 and min(self.width, self.height) >= 16):
            raise RefusedInput(
                f"机位不能用：焦距 {self.lens_mm} mm、画幅 {self.width}×{self.height}；"
                "焦距请在 12–300 mm 之间，画幅每边不小于 16 像素。",
                "Camera refused: lens 12-300 mm, each side at least 16 px.",
            )
        if np.hypot(self.target[0] - self.eye[0], self.target[1] - self.eye[1]) < 1e-6:
            raise RefusedInput(
                "机位与目标在同一竖线上，看不出朝向；请把 eye 和 target 分开。",
                "Camera eye and target share one plumb line; move them apart.",
            )

    @property
    def axes(self) -> NDArray[np.float64]:
        """Return (3, 3): right, up and forward as rows."""
        ahead = np.array([self.target[0] - self.eye[0], self.target[1] - self.eye[1], 0.0])
        ahead /= np.linalg.norm(ahead)
        up = np.array([0.0, 0.0, 1.0])
        return np.stack([np.cross(ahead, up), up, ahead])

    @property
    def focal_px(self) -> float:
        """Return the focal length in pixels."""
        return self.lens_mm / FILM_MM * max(self.width, self.height)

    @property
    def horizon_px(self) -> float:
        """Return the row of the eye's level, which may lie outside the picture."""
        return self.height / 2 + self.rise * max(self.width, self.height)

    def scaled(self, factor: int) -> Camera:
        """Return the same view with ``factor`` times the pixels a side."""
        return replace(self, width=self.width * factor, height=self.height * factor)

    def rays(self, rows: slice | None = None) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return (origins, directions) of the pixels, row by row.

        Directions have length 1 along the view axis, so a distance along them is planar depth.
        Origins are one (3,) point for a pinhole and (n, 3) for an orthographic camera.
        """
        right, up, ahead = self.axes
        band = range(self.height)[rows or slice(None)]
        x = np.arange(self.width) + 0.5 - self.width / 2
        y = self.horizon_px - (np.asarray(band) + 0.5)
        if self.ortho_m is not None:
            metre = self.ortho_m / self.height
            plane = (x * metre)[None, :, None] * right + (y * metre)[:, None, None] * up
            origins = (np.asarray(self.eye) + plane).reshape(-1, 3).astype(np.float32)
            return origins, np.broadcast_to(ahead.astype(np.float32), origins.shape)
        x, y = x / self.focal_px, y / self.focal_px
        toward = ahead + x[None, :, None] * right + y[:, None, None] * up
        return np.asarray(self.eye, np.float32), toward.reshape(-1, 3).astype(np.float32)

    def project(self, points: NDArray[Any]) -> NDArray[np.float64]:
        """Return (n, 3): column, row and planar depth of world points."""
        local = (np.asarray(points, np.float64) - self.eye) @ self.axes.T
        deep = local[:, 2]
        scale = self.focal_px / np.maximum(deep, 1e-6)
        if self.ortho_m is not None:
            scale = np.full_like(deep, self.height / self.ortho_m)
        return np.stack(
            [self.width / 2 + local[:, 0] * scale, self.horizon_px - local[:, 1] * scale, deep], 1
        )

    def matrix(self) -> NDArray[np.float64]:
        """Return the (4, 4) camera-to-world matrix; x right, y up, the view along -z."""
        right, up, ahead = self.axes
        placed = np.eye(4)
        placed[:3, :3] = np.stack([right, up, -ahead], 1)
        placed[:3, 3] = self.eye
        return placed


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """A hall's outer size in metres, the front at -y.

    ``half_width`` and ``half_depth`` reach to the eaves, ``base_x`` and ``base_y`` to the
    platform's edge, ``front`` is the y of the lowest step, ``eave`` and ``top`` are heights.
    """

    half_width: float
    half_depth: float
    eave: float
    top: float
    base_x: float
    base_y: float
    front: float


def extent(triangles: Triangles) -> Extent:
    """Measure a hall from its triangles, before a court is put around it."""
    roof = _corners(triangles, ("roof", "ridge", "rafter"))
    base = _corners(triangles, ("platform", "column", "wall"))
    if not len(roof) or not len(base):
        roof = base = triangles.corners.reshape(-1, 3)
    steps = _corners(triangles, ("steps", "step", "platform"))
    rim = base[np.abs(base[:, 0]) > 0.7 * np.abs(base[:, 0]).max()]
    return Extent(
        half_width=float(np.abs(roof[:, 0]).max()),
        half_depth=float(np.abs(roof[:, 1]).max()),
        eave=float(np.quantile(roof[:, 2], 0.02)),
        top=float(roof[:, 2].max()),
        base_x=float(np.abs(base[:, 0]).max()),
        base_y=float(-rim[:, 1].min()),
        front=float(min(steps[:, 1].min(initial=0.0), base[:, 1].min())),
    )


def _corners(triangles: Triangles, elements: tuple[str, ...]) -> NDArray[np.float32]:
    wanted = [n for n, e in enumerate(triangles.elements) if e in elements]
    return triangles.corners[np.isin(triangles.element, wanted)].reshape(-1, 3)


@dataclass(frozen=True, kw_only=True, slots=True)
class Framing:
    """How a named camera stands.

    ``bearing``: degrees from square in front, to the viewer's right of the hall; ``eye``: metres
    above the court; ``corner``: where the near platform corner stands, as a part of the picture's
    width; ``top``: where the roof's top stands, as a part of its height from above; ``span``: how
    much of the picture's height (upright) or width (wide) the hall takes.
    """

    bearing: float
    eye: float
    lens_mm: float
    corner: float
    top: float
    span: float


FRAMINGS = {
    "corner": Framing(bearing=44, eye=2.6, lens_mm=35, corner=0.74, top=0.265, span=0.425),
    "front": Framing(bearing=0, eye=2.2, lens_mm=34, corner=0.5, top=0.30, span=0.34),
    "eave": Framing(bearing=58, eye=1.6, lens_mm=26, corner=0.60, top=0.20, span=0.58),
}
NAMES = {
    "三分角": "corner",
    "转角": "corner",
    "corner": "corner",
    "": "corner",
    "正面": "front",
    "front": "front",
    "檐下": "eave",
    "eave": "eave",
}


def frame_hall(hall: Extent, name: str = "corner", width: int = 576, height: int = 1024) -> Camera:
    """Return the named camera for a hall, at a picture size.

    Raises:
        UnknownName: no such framing.
    """
    if name not in NAMES:
        raise UnknownName(
            f"机位“{name}”不认识；请用 三分角、正面、檐下 之一。", f"Unknown camera {name!r}."
        )
    how = FRAMINGS[NAMES[name]]
    wide = width > height
    focal = how.lens_mm / FILM_MM * max(width, height)
    span = how.span * (1.42 if wide else 1.0) * height
    away = hall.top * focal / span
    around = np.radians(how.bearing)
    near = np.array([hall.base_x if how.bearing else 0.0, -hall.base_y])
    eye = near + away * 0.80 * np.array([np.sin(around), -np.cos(around)])
    aside = np.arctan((how.corner - 0.5) * width / focal)
    heading = np.arctan2(near[0] - eye[0], near[1] - eye[1]) - aside
    top = (0.16 if wide else how.top) * height
    ridge = away * 0.80 + hall.half_depth * 0.62
    horizon = top + (hall.top - how.eye) * focal / ridge
    return Camera(
        eye=(float(eye[0]), float(eye[1]), how.eye),
        target=(
            float(eye[0] + 20 * np.sin(heading)),
            float(eye[1] + 20 * np.cos(heading)),
            how.eye,
        ),
        lens_mm=how.lens_mm,
        width=width,
        height=height,
        rise=float((horizon - height / 2) / max(width, height)),
        name=NAMES[name],
    )
