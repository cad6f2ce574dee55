"""Where the plate is taken from: pinhole and orthographic cameras, and the size of what they see.

A camera here stands level, as an architectural photographer's does: upright things stay upright,
and the picture is raised by shifting the lens (``rise``). It is tilted (``pitch``) only for the
shots that ask for it: 仰拍, 俯拍, 鸟瞰, 虫视.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput
from scenes.model import Triangles

Vector = tuple[float, float, float]
FILM_MM = 36.0  # long side of the frame, so that lens figures read as on a still camera
STEEPEST = 85.0  # degrees of tilt; straight up or down leaves no bearing
LARGEST = 8192  # pixels a side


@dataclass(frozen=True, kw_only=True, slots=True)
class Camera:
    """A camera that never rolls.

    ``eye`` and ``target`` are metres in the set's frame; only the bearing of ``target`` counts.
    ``pitch`` tilts the view up from level, degrees. ``lens_mm`` is the focal length for a frame
    whose long side is 36 mm. ``rise`` shifts the picture up by that part of the long side
    (Blender's ``shift_y``). ``ortho_m`` is the height in metres of an orthographic picture, and
    None for a pinhole.
    """

    eye: Vector
    target: Vector
    lens_mm: float = 35.0
    width: int = 576
    height: int = 1024
    rise: float = 0.0
    pitch: float = 0.0
    ortho_m: float | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if not (12 <= self.lens_mm <= 300 and min(self.width, self.height) >= 16):
            raise RefusedInput(
                f"机位不能用：焦距 {self.lens_mm} mm、画幅 {self.width}×{self.height}；"
                "焦距请在 12–300 mm 之间，画幅每边不小于 16 像素。",
                "Camera refused: lens 12-300 mm, each side at least 16 px.",
            )
        if max(self.width, self.height) > 4 * LARGEST:
            raise RefusedInput(
                f"画幅 {self.width}×{self.height} 太大；每边请不超过 {LARGEST} 像素。",
                f"Picture of {self.width}x{self.height} refused: at most {LARGEST} px a side.",
            )
        if not abs(self.pitch) <= STEEPEST:
            raise RefusedInput(
                f"俯仰 {self.pitch:g} 度太陡；请在 -{STEEPEST:g} 到 {STEEPEST:g} 度之间。",
                f"Pitch of {self.pitch:g} degrees refused: at most {STEEPEST:g} up or down.",
            )
        if np.hypot(self.target[0] - self.eye[0], self.target[1] - self.eye[1]) < 1e-6:
            raise RefusedInput(
                "机位与目标在同一竖线上，看不出朝向；请把 eye 和 target 分开。",
                "Camera eye and target share one plumb line; move them apart.",
            )

    @property
    def heading(self) -> NDArray[np.float64]:
        """Return the (3,) level unit vector the camera faces."""
        ahead = np.array([self.target[0] - self.eye[0], self.target[1] - self.eye[1], 0.0])
        return np.asarray(ahead / np.linalg.norm(ahead))

    @property
    def axes(self) -> NDArray[np.float64]:
        """Return (3, 3): right, up and forward as rows."""
        ahead, plumb = self.heading, np.array([0.0, 0.0, 1.0])
        tilt = np.radians(self.pitch)
        up = np.cos(tilt) * plumb - np.sin(tilt) * ahead
        return np.stack([
            np.cross(ahead, plumb), up, np.cos(tilt) * ahead + np.sin(tilt) * plumb,
        ])  # fmt: skip

    @property
    def focal_px(self) -> float:
        """Return the focal length in pixels."""
        return self.lens_mm / FILM_MM * max(self.width, self.height)

    @property
    def centre_px(self) -> float:
        """Return the row the view axis meets, moved from the middle by ``rise``."""
        return self.height / 2 + self.rise * max(self.width, self.height)

    @property
    def horizon_px(self) -> float:
        """Return the row of the eye's level, which may lie outside the picture."""
        return self.centre_px + self.focal_px * float(np.tan(np.radians(self.pitch)))

    @property
    def brush_px(self) -> float:
        """Return the width in pixels that brushes are sized by."""
        return float(self.width)

    @property
    def round(self) -> bool:
        """Return whether the last column joins the first."""
        return False

    def repeats(self, times: float) -> float:
        """Return how often a pattern laid ``times`` across a picture is laid across this one."""
        return times

    def paper(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Return (column, row, strength) of the paper's grain, in widths of the picture."""
        u = np.arange(self.width, dtype=np.float32)[None] / np.float32(self.width)
        v = np.arange(self.height, dtype=np.float32)[:, None] / np.float32(self.width)
        return u, v, np.ones_like(v)

    def cone(self, reach: float) -> NDArray[np.float64]:
        """Return (3, 2): on plan, the eye and the left and right edge of the view.

        ``reach`` is how far to draw it, metres along the view.
        """
        half = self.width / 2 / self.focal_px * reach
        eye, right = np.array(self.eye[:2]), self.axes[0][:2]
        middle = eye + reach * self.heading[:2]
        return np.stack([eye, middle - half * right, middle + half * right])

    def onto(self, column: float, row: float, away: float) -> NDArray[np.float64]:
        """Return the point seen at parts of the picture's width and height, from the top left.

        It lies on the upright plane ``away`` metres before the camera.
        """
        right, up, ahead = self.axes
        x = (column - 0.5) * self.width / self.focal_px
        y = (self.centre_px - row * self.height) / self.focal_px
        toward = ahead + x * right + y * up
        return np.asarray(np.array(self.eye) + toward * (away / (toward @ self.heading)))

    def beside(self, column: float, away: float, height: float = 0.0) -> NDArray[np.float64]:
        """Return the point ``height`` metres above the court that is seen at ``column``.

        ``away`` is measured level along the view, metres; ``column`` is a part of the width.
        """
        right, _, ahead = self.axes
        along = away * self.heading + (0.0, 0.0, height - self.eye[2])
        slant = (column - 0.5) * self.width / self.focal_px * max(float(along @ ahead), 0.1)
        return np.asarray(np.array(self.eye) + along + slant * right)

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
        y = self.centre_px - (np.asarray(band) + 0.5)
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
            [self.width / 2 + local[:, 0] * scale, self.centre_px - local[:, 1] * scale, deep], 1
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
    ``deck`` and ``head`` are the heights of the columns' feet and heads, ``face`` the y of the
    front columns and ``bay`` half of the centre bay.
    """

    half_width: float
    half_depth: float
    eave: float
    top: float
    base_x: float
    base_y: float
    front: float
    head: float
    bay: float
    face: float
    deck: float


def extent(triangles: Triangles) -> Extent:
    """Measure a hall from its triangles, before a court is put around it."""
    roof = _corners(triangles, ("roof", "ridge", "rafter"))
    base = _corners(triangles, ("platform", "column", "wall"))
    if not len(roof) or not len(base):
        roof = base = triangles.corners.reshape(-1, 3)
    steps = _corners(triangles, ("steps", "step", "platform"))
    rim = base[np.abs(base[:, 0]) > 0.7 * np.abs(base[:, 0]).max()]
    eave = float(np.quantile(roof[:, 2], 0.02))
    base_x, base_y = float(np.abs(base[:, 0]).max()), float(-rim[:, 1].min())
    deck, head, bay, face = _columns(triangles) or (0.1 * eave, 0.7 * eave, 0.2 * base_x, -base_y)
    return Extent(
        half_width=float(np.abs(roof[:, 0]).max()),
        half_depth=float(np.abs(roof[:, 1]).max()),
        eave=eave,
        top=float(roof[:, 2].max()),
        base_x=base_x,
        base_y=base_y,
        front=float(min(steps[:, 1].min(initial=0.0), base[:, 1].min())),
        head=head,
        bay=bay,
        face=face,
        deck=deck,
    )


def _columns(triangles: Triangles) -> tuple[float, float, float, float] | None:
    """Return foot and head height, half of the centre bay and y of the front columns."""
    mine = np.isin(triangles.element, triangles.numbers(("column",)))
    if not mine.any():
        return None
    corners = triangles.corners[mine]
    spots = np.array([
        corners[triangles.instance[mine] == one].reshape(-1, 3).mean(0)
        for one in np.unique(triangles.instance[mine])
    ])  # fmt: skip
    face = float(spots[:, 1].min())
    bay = float(np.abs(spots[spots[:, 1] < face + 0.6, 0]).min())
    return float(corners[..., 2].min()), float(corners[..., 2].max()), max(bay, 0.5), face


def _corners(triangles: Triangles, elements: tuple[str, ...]) -> NDArray[np.float32]:
    mine = np.isin(triangles.element, triangles.numbers(elements))
    return triangles.corners[mine].reshape(-1, 3)
