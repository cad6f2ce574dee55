"""The front elevation: an orthographic line drawing with its measures in metres."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scenes import brush, ink
from scenes.building import Building
from scenes.camera import Camera, Extent, extent
from scenes.drawings.annotate import axes_of, bays_of, heights_of
from scenes.frame import Frame, bands, look
from scenes.lettering import font
from scenes.model import Triangles
from scenes.raycast import Caster, face_normals
from scenes.work import Built, Work

WIDTH, DRAFT_WIDTH = 1800, 1600  # pixels
SHORTEST = 0.35  # metres that a figure is written at
_NARROW = 16.0  # half of a drawing in which scale bar and title stand side by side
_LEAST = 40.0  # pixels a metre below which figures would run into one another
_BESIDE = 6.0  # metres of ground and hill shown beside a work
_INSIDE = 0.6  # metres behind the front wall of a room that its elevation is taken from
_MARGIN = (5.3, 2.4, 3.0, 5.0)  # metres of paper: left, right, above, below
_PAPER, _INK, _RED = (250, 247, 240), (32, 28, 26), (150, 44, 32)


class Sheet:
    """A drawing in metres: x along the front, z up, put on paper at ``scale`` pixels a metre."""

    def __init__(self, image: Image.Image, scale: float, left: float, top: float) -> None:
        self.draw = ImageDraw.Draw(image)
        self.scale, self.left, self.top = scale, left, top
        self.unit = _unit(scale)

    def at(self, x: float, z: float) -> tuple[float, float]:
        """Return the pixel of a point."""
        return (x - self.left) * self.scale, (self.top - z) * self.scale

    def line(self, a: tuple[float, float], b: tuple[float, float], weight: int = 2) -> None:
        """Draw a thin dimension line between two points in metres."""
        self.draw.line([self.at(*a), self.at(*b)], fill=_RED, width=weight)

    def text(self, x: float, z: float, said: str, size: int = 26, anchor: str = "mm") -> None:
        """Write at a point."""
        self.draw.text(self.at(x, z), said, fill=_RED, font=font(size), anchor=anchor)

    def level(self, x0: float, x1: float, z: float, marks: list[float], names: list[str]) -> None:
        """Draw a chain of dimensions along x at height ``z``."""
        self.line((x0, z), (x1, z))
        for x in marks:
            self.line((x, z - 0.16 * self.unit), (x, z + 0.16 * self.unit))
        for a, b, name in zip(marks[:-1], marks[1:], names, strict=True):
            self.text((a + b) / 2, z + 0.42 * self.unit, name)

    def upright(self, x: float, marks: list[float], names: list[str]) -> None:
        """Draw a chain of dimensions up the drawing at ``x``."""
        self.line((x, marks[0]), (x, marks[-1]))
        for z in marks:
            self.line((x - 0.16 * self.unit, z), (x + 0.16 * self.unit, z))
        for a, b, name in zip(marks[:-1], marks[1:], names, strict=True):
            self.text(x - 0.26 * self.unit, (a + b) / 2, name, 24, "rm")


def front_elevation(triangles: Triangles, building: Built, *, draft: bool = False) -> Image.Image:
    """Draw the hall square from the front, without its court, with scale bar and dimensions.

    Args:
        triangles: the hall alone.
        building: for axes and levels, metres.
        draft: smaller, and one ray a pixel.
    """
    hall = extent(triangles)
    outermost = float(np.abs(triangles.corners[..., 0]).max())
    if isinstance(building, Work):
        outermost = min(outermost, building.xs[-1] + _BESIDE)
    pixels, samples = (DRAFT_WIDTH, 1) if draft else (WIDTH, 2)
    slim = 2 * outermost / _top(building, hall)
    if slim < 1:  # a tower: as many pixels as a hall has, upright
        pixels = round(pixels * (0.6 * slim) ** 0.5)
    unit = _unit(pixels / (2 * outermost + _MARGIN[0] + _MARGIN[1]))
    left, right, above, below = (part * unit for part in _MARGIN)
    wide, high = 2 * outermost + left + right, _top(building, hall) + above + below
    scale = pixels / wide
    camera = Camera(
        eye=((right - left) / 2, _before(building, triangles), (high - 2 * below) / 2),
        target=((right - left) / 2, 1e3, 0.0),
        width=pixels,
        height=round(high * scale),
        ortho_m=round(high * scale) / scale,
        name="elevation",
    )
    front = _turned_here(building, triangles)
    image = _drawn(look(Caster(front.corners), front, camera.scaled(samples)), camera)
    top = camera.eye[2] + high / 2
    _annotate(Sheet(image, scale, camera.eye[0] - wide / 2, top), building, outermost)
    return image


def _turned_here(building: Built, triangles: Triangles) -> Triangles:
    """Return the triangles that the drawing can show; of what is cut open, all."""
    if isinstance(building, Building):
        return facing_front(triangles)
    if building.ground == "room" or building.front_y is not None:
        return triangles
    return triangles.only(face_normals(triangles.corners)[:, 1] < 0.02)


def _top(building: Built, hall: Extent) -> float:
    return building.height if isinstance(building, Work) else hall.top


def _before(building: Built, triangles: Triangles) -> float:
    """Return the y that the drawing is taken from: before everything, or where a work says."""
    if isinstance(building, Work):
        if building.front_y is not None:
            return building.front_y
        if building.ground == "room":  # the wall that is looked at is the one behind
            return building.ys[0] + _INSIDE
    return float(triangles.corners[..., 1].min()) - 40.0


def facing_front(triangles: Triangles) -> Triangles:
    """Return the triangles that a front elevation can show.

    A hall is made of closed solids and its rear half mirrors the front one in outline, so faces
    turned away and whatever stands behind the ridge only cost time.
    """
    normals = face_normals(triangles.corners)
    keep = (normals[:, 1] < 0.02) & (triangles.corners[:, :, 1].min(axis=1) < 1.5)
    return triangles.only(keep)


def _drawn(frame: Frame, camera: Camera) -> Image.Image:
    """Return lines on paper, with a breath of tone for depth."""
    width, height = camera.width, camera.height
    marks = _lines(frame, frame.camera.width // width)
    ink_of = np.clip(brush.resize(marks, width, height) * 1.25, 0, 1)[..., None]
    tone = np.clip(brush.resize(_tone(frame), width, height), 0, 1)[..., None]
    paper = np.array(_PAPER, np.float32) * (1 - 0.17 * tone)
    pixels = paper * (1 - ink_of) + np.array(_INK, np.float32) * ink_of
    return Image.fromarray(np.rint(pixels).astype(np.uint8))


def _lines(frame: Frame, samples: int) -> NDArray[np.float32]:
    """Return 0..1 strength: outlines and steps of depth full, folds lighter, crowds thinned."""
    deep = np.where(frame.solid, frame.depth, np.float32(1e3))
    step = np.zeros(deep.shape, np.float32)
    # The joints of a door let a ray slip through; they are no part of the outline.
    body = brush.closed(frame.solid.astype(np.float32), 4 * samples + 1)
    outline = ink.differs(body.astype(np.int32))
    for axis in (0, 1):
        jump = np.abs(np.diff(deep, axis=axis))
        part = np.where(jump > 0.035, np.float32(0.62), np.float32(0))
        here = [slice(None), slice(None)]
        here[axis] = slice(None, -1)
        step[tuple(here)] = np.maximum(step[tuple(here)], part)
    joints = 0.5 * ink.differs(frame.ids(frame.triangles.element))
    folds = np.zeros(deep.shape, np.float32)
    for rows in bands(len(deep)):
        wide = slice(rows.start, rows.stop + 1)
        folds[rows] = 0.42 * ink.folds(frame, wide)[: rows.stop - rows.start] * frame.solid[rows]
    heavy = brush.thicken(outline, samples + 1)
    fine = ink.thinned(np.maximum(np.maximum(step, joints), folds).astype(np.float32), samples)
    return np.asarray(np.maximum(heavy, fine), np.float32)


def _tone(frame: Frame) -> NDArray[np.float32]:
    """Return a light wash: faces turned down or standing back are darker."""
    deep = np.where(frame.solid, frame.depth, np.float32(0))
    if not frame.solid.any():
        return deep
    first, last = np.percentile(frame.depth[frame.solid], (1, 99))
    back = np.clip((deep - first) / max(float(last - first), 1e-3), 0, 1)
    faces = frame.caster.normals[:, 2] * np.where(frame.caster.normals[:, 1] > 0, -1, 1)
    down = np.clip(-faces[frame.triangle], 0, 1)
    return np.asarray((0.55 * back + 0.8 * down) * frame.solid, np.float32)


def _reach(building: Built, outermost: float) -> float:
    """Return how far eaves or walls stand out beyond the last axis; all ends at ``outermost``."""
    if isinstance(building, Work):
        return max(outermost - building.xs[-1], 0.0)
    skirt = building.skirt
    return max(building.eave - (skirt.bay if skirt else 0.0), skirt.eave if skirt else 0.0)


def _annotate(sheet: Sheet, building: Built, outermost: float) -> None:
    xs = list(axes_of(building, across=True))
    reach = xs[-1] + _reach(building, outermost)
    u = sheet.unit
    sheet.level(xs[0], xs[-1], -1.15 * u, xs, _said(xs, u))
    sheet.level(
        xs[0], xs[-1], -2.15 * u, [xs[0], xs[-1]], [f"{_whole(building)} {xs[-1] - xs[0]:.2f} 米"]
    )
    for x in (xs[0], xs[-1]):
        sheet.line((x, -0.15 * u), (x, -2.3 * u), 1)
    parts, whole = heights_of(building)
    marks = [0.0, *(part.end for part in parts)]
    side = -reach - u
    sheet.upright(side, marks, _said(marks, u))
    sheet.upright(side - 1.75 * u, [0.0, whole.end], [f"{whole.end:.2f}"])
    sheet.line((-reach - 3.0 * u, 0.0), (reach + 1.2 * u, 0.0), 3)
    _scale_bar(sheet, xs[0])
    year = f"（{building.year} 年）" if building.year else ""
    said = f"{building.title}{year}正立面  单位：米"
    if reach > _NARROW * u:
        sheet.text(xs[-1], -3.35 * u, said, 34, "rm")
    else:  # no room beside the scale bar: under it, and clear of the label in the right corner
        sheet.text(-reach - 3.0 * u, -4.4 * u, said, 34, "lm")


def _whole(building: Built) -> str:
    return bays_of(building, across=True)[1].name


def _unit(scale: float) -> float:
    """Return metres that annotation counts in: one, or more where a metre is few pixels."""
    return max(1.0, _LEAST / scale)


def _said(marks: list[float], unit: float) -> list[str]:
    """Return the lengths between marks; one too short to be written at is left to the drawings."""
    lengths = [b - a for a, b in zip(marks[:-1], marks[1:], strict=True)]
    return [f"{length:.2f}" if length > SHORTEST * unit else "" for length in lengths]


def _scale_bar(sheet: Sheet, x: float) -> None:
    """Draw five equal parts, of a metre each or of as many as can be told apart."""
    u = sheet.unit
    z, part = -3.35 * u, next(m for m in (1, 2, 5, 10, 20, 50) if m >= u - 0.05)
    for k in range(5):
        box = [sheet.at(x + k * part, z + 0.11 * u), sheet.at(x + (k + 1) * part, z - 0.11 * u)]
        sheet.draw.rectangle(box, fill=_RED if k % 2 == 0 else _PAPER, outline=_RED)
    for k in (0, 1, 5):
        sheet.text(x + k * part, z + 0.40 * u, str(k * part), 22)
    sheet.text(x + 5 * part + 0.35 * u, z, "米", 24, "lm")
