"""An LED wall: how many pixels it has, and the camera whose picture belongs on it.

The wall is flat, stands on the stage's floor and is square to the stage camera, which looks at
its middle. Seen from there, what the wall shows is in perspective with what stands before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from heritage_kb.errors import RefusedInput
from scenes.camera import FILM_MM, Camera
from scenes.model import SetModel

CABINET = 0.5  # metres: the usual cabinet is 500 by 500 mm (industry.md 5.2)
LARGEST = 4096  # pixels a side that are painted here; larger walls get a whole fraction
EYE = 1.6  # metres: a stage camera, where the set's own floats in the air
_STANDING = 3.0  # metres up to which a camera of the set can stand on a stage
_FORM = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*[x×*]\s*(\d+(?:\.\d+)?)\s*@\s*(\d+(?:\.\d+)?)\s*(?:/\s*(\d+(?:\.\d+)?))?\s*"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wall:
    """``width`` and ``height`` metres, ``pitch`` millimetres from pixel to pixel.

    ``away`` is how far the stage camera stands before it, metres.
    """

    width: float
    height: float
    pitch: float
    away: float

    @property
    def pixels(self) -> tuple[int, int]:
        """Return the wall's own columns and rows."""
        return round(self.width * 1000 / self.pitch), round(self.height * 1000 / self.pitch)

    @property
    def divisor(self) -> int:
        """Return by what whole number the picture painted here is smaller than the wall."""
        return -(-max(self.pixels) // LARGEST)


def read(said: str) -> Wall:
    """Return a wall of ``6x3.5@2.6`` or ``6x3.5@2.6/4``: metres, pitch in mm, camera's distance.

    Where no distance is said it is three quarters of the width: a lens of 27 mm.

    Raises:
        RefusedInput: another form, or a wall that no camera takes in.
    """
    form = _FORM.fullmatch(said)
    if form is None:
        raise RefusedInput(
            f"LED 墙“{said[:30]}”看不懂；请写 宽x高@点距，如 6x3.5@2.6，米与毫米；"
            "机位离墙另写 /4。",
            f"LED wall {said[:30]!r} refused: WIDTHxHEIGHT@PITCH, as 6x3.5@2.6 or 6x3.5@2.6/4.",
        )
    width, height, pitch = (float(form[k]) for k in (1, 2, 3))
    wall = Wall(width=width, height=height, pitch=pitch, away=float(form[4] or 0.75 * width))
    if not (0.5 <= width <= 60 and 0.5 <= height <= 20 and 0.5 <= pitch <= 20):
        raise RefusedInput(
            f"LED 墙 {width:g}×{height:g} 米、点距 {pitch:g} 毫米不能用；"
            "宽 0.5–60 米，高 0.5–20 米，点距 0.5–20 毫米。",
            "LED wall refused: 0.5-60 m wide, 0.5-20 m high, pitch 0.5-20 mm.",
        )
    if not 12 <= FILM_MM * wall.away / max(width, height) <= 300:
        raise RefusedInput(
            f"机位离 LED 墙 {wall.away:g} 米，看不全 {width:g} 米宽的墙或太远；"
            f"请取 {max(width, height) / 3:.1f} 到 {max(width, height) * 8:.0f} 米。",
            "The stage camera is too near the LED wall or too far from it.",
        )
    return wall


def camera_for(wall: Wall, taken: Camera) -> Camera:
    """Return the camera of a wall's picture: where the set's stands, its frame the wall's edge."""
    eye = taken.eye[2] if taken.eye[2] <= _STANDING else EYE
    columns, rows = (n // wall.divisor for n in wall.pixels)
    focal = wall.away / wall.width * columns
    return replace(
        taken, width=columns, height=rows, pitch=0.0, ortho_m=None, name="led_wall",
        lens_mm=focal / max(columns, rows) * FILM_MM,
        rise=(wall.height / 2 - eye) / wall.away * focal / max(columns, rows),
    )  # fmt: skip


def before(model: SetModel, camera: Camera, away: float) -> list[int]:
    """Return the indices of what the camera has within ``away`` metres before it.

    On a stage that must be built or brought. Ground is not among it: it goes on into the picture.
    """
    right, _, ahead = camera.axes
    half, found = camera.width / 2 / camera.focal_px, []
    for number, one in enumerate(model.instances):
        if one.element in ("ground", "floor"):
            continue
        points = model.parts[one.part].vertices @ one.matrix[:3, :3].T + one.matrix[:3, 3]
        across, deep = ((points - camera.eye) @ np.stack([right, ahead]).T).T
        if 0 < deep.mean() < away and (np.abs(across) < half * deep).any():
            found.append(number)
    return found


def without(model: SetModel, taken: list[int]) -> SetModel:
    """Return the set less some of its instances."""
    gone = set(taken)
    kept = [one for number, one in enumerate(model.instances) if number not in gone]
    return SetModel(dict(model.parts), kept, list(model.lamps))


def record(wall: Wall, camera: Camera) -> dict[str, Any]:
    """Return a wall as plain values: its size, its pixels, and what was painted for it."""
    columns, rows = wall.pixels
    return {
        "width_m": wall.width, "height_m": wall.height, "pitch_mm": wall.pitch,
        "pixels": [columns, rows], "painted_px": [camera.width, camera.height],
        "scale_up": wall.divisor, "camera_away_m": round(wall.away, 3),
        "lens_mm": round(camera.lens_mm, 3),
        "cabinets": [round(wall.width / CABINET, 2), round(wall.height / CABINET, 2)],
        # Nearer than this the pixels beat with the sensor's: a rule of thumb, one to two metres
        # a millimetre of pitch.
        "moire_free_from_m": [wall.pitch, 2 * wall.pitch],
        "too_near": wall.away < wall.pitch,
    }  # fmt: skip
