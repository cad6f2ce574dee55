"""The camera plan: the hall from above, each camera with what its lens takes in."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from scenes.camera import Camera
from scenes.drawings import layers, linework
from scenes.drawings.sheet import BIND, EDGE, PAPERS, Area, Path, Sheet, fit
from scenes.drawings.views import Drawing

_A3, _A2 = PAPERS
SCALES = ((_A3, 100.0), (_A3, 200.0), (_A2, 200.0), (_A2, 500.0), (_A2, 1000.0), (_A2, 2000.0))
_AROUND = 24.0  # millimetres kept free around everything shown
_NEAREST = 6.0  # metres of a lens cone at least


def camera_sheet(plan: Drawing, eaves: Path, cameras: Sequence[Camera]) -> Sheet:
    """Return the plan with every camera's place, lens cone, lens, eye height and distance.

    Args:
        plan: the plan as drawn for the set.
        eaves: the roof's edge, metres; may be empty.
        cameras: level pinhole cameras of the set's frame.
    """
    x0, y0, x1, y1 = plan.bounds
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    cones = [_cone(camera, middle) for camera in cameras]
    shown = np.concatenate([np.array([(x0, y0), (x1, y1)]), *cones, eaves])
    low, high = shown.min(axis=0), shown.max(axis=0)
    size = (float(high[0] - low[0]), float(high[1] - low[1]))
    paper, scale = fit([size], (2 * _AROUND, 2 * _AROUND), SCALES)
    sheet = Sheet("plan_cameras", "机位平面图", paper, scale)
    foot = EDGE + paper.mark[1]
    centre = np.array([(BIND + paper.width - EDGE) / 2, (foot + paper.height - EDGE) / 2])
    origin = centre - (low + high) / 2 * (1000.0 / scale)
    sheet.origin = (float(origin[0]), float(origin[1]))
    _lay_plan(sheet, plan)
    if len(eaves):
        sheet.line("eave", sheet.place(eaves), 0.13, layers.EAVE_DASH)
    for number, (camera, cone) in enumerate(zip(cameras, cones, strict=True), 1):
        _put(sheet, camera, cone, number)
    _list(sheet, cameras, middle)
    return sheet


def _lay_plan(sheet: Sheet, plan: Drawing) -> None:
    for line in linework.thinned(plan.lines, sheet.scale):
        sheet.line(line.element, sheet.place(line.points), 0.09)
    for element, areas in plan.pieces.items():
        for rings in areas:
            placed = tuple(sheet.place(ring) for ring in rings)
            sheet.areas.append(Area(element, placed, layers.TONES.get(element, layers.OTHER_TONE)))
    for rings in plan.whole:
        for ring in rings:
            sheet.line("cut", sheet.place(ring), layers.PIECE)


def _cone(camera: Camera, middle: Path) -> Path:
    """Return the eye and the two ends of what the lens takes in (3, 2), metres."""
    eye, ahead = np.array(camera.eye[:2]), np.asarray(camera.axes[2][:2])
    half = half_angle(camera)
    reach = max(_NEAREST, float(np.linalg.norm(middle - eye))) / math.cos(half)
    c, s = math.cos(half), math.sin(half)
    left = np.array([c * ahead[0] - s * ahead[1], s * ahead[0] + c * ahead[1]])
    right = np.array([c * ahead[0] + s * ahead[1], -s * ahead[0] + c * ahead[1]])
    return np.array([eye, eye + reach * left, eye + reach * right])


def half_angle(camera: Camera) -> float:
    """Return half the angle that a camera takes in from left to right, radians."""
    return math.atan(camera.width / 2 / camera.focal_px)


def _put(sheet: Sheet, camera: Camera, cone: Path, number: int) -> None:
    eye, left, right = sheet.place(cone)
    sheet.line("camera", [left, eye, right], 0.25)
    sheet.line("camera", [eye, (left + right) / 2], 0.13, layers.DASH_DOT)
    sheet.line("camera", [left, right], 0.13, (2.0, 1.5))
    back = eye - (left + right) / 2
    x, y = (eye + 3.2 * back / np.linalg.norm(back)).tolist()
    sheet.circle("camera", (x, y), 3.2, 0.35)
    sheet.write("camera", (x, y - 1.15), str(number), 3.2, "middle")


def _list(sheet: Sheet, cameras: Sequence[Camera], middle: Path) -> None:
    x, y = BIND + 5, sheet.paper.height - EDGE - 8
    for number, camera in enumerate(cameras, 1):
        away = float(np.hypot(camera.eye[0] - middle[0], camera.eye[1] - middle[1]))
        said = (
            f"{number}　{camera.name or '机位'}：焦距 {camera.lens_mm:g} mm（长边 36 mm），"
            f"水平视角 {math.degrees(2 * half_angle(camera)):.1f}°，视高 {camera.eye[2]:.2f} 米，"
            f"眼位 x {camera.eye[0]:.2f}、y {camera.eye[1]:.2f} 米，距殿心 {away:.2f} 米"
        )
        sheet.write("camera", (x, y), said, 2.6)
        y -= 4.2
