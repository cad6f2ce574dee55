"""Where things and people may stand: the court, its camera, and places that are free and seen."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.camera import Camera, Extent
from scenes.footing import Footing
from scenes.model import SetModel
from scenes.shots import Shot, court_front, frame
from scenes.skyline import Skyline
from scenes.staging import Staging

ROOM_FOR_MORE, ROOM_FOR_MEETING = 20.0, 11.0  # metres from the camera to the platform
NEAREST = 8.0  # metres: nobody comes nearer to the camera, where he would fill the picture
_ABOVE = 8.0  # metres: an eye higher than this looks over walls and trees


@dataclass(frozen=True, slots=True)
class Court:
    """The level ground: ``reach`` metres of paving beyond the platform, axis path half width."""

    hall: Extent
    reach: float
    front: float
    path: float


_STRETCH = 36.0  # metres a court grows to take a camera in; farther off it looks in from outside


def court_of(hall: Extent, camera: Camera) -> Court:
    """Return the court, grown so that its wall does not stand just before the camera.

    A camera that looks through the gate, or from well beyond the walls, stays outside.
    """
    reach, front = hall.half_width * 0.35 + 6.0, court_front(hall)
    wider, deeper = abs(camera.eye[0]) - hall.base_x + 7.0, 8.0 - camera.eye[1]
    outside = camera.name == "gate" or wider > reach + _STRETCH or deeper > front + _STRETCH
    if outside or camera.eye[2] > _ABOVE:
        return Court(hall, reach, front, 2.3)
    return Court(hall, max(reach, wider), max(front, deeper), 2.3)


def stage_of(camera: Camera, court: Court) -> Camera:
    """Return the camera that people are placed for: one in the court, where this one is not."""
    hall = court.hall
    inside = abs(camera.eye[0]) < hall.base_x + court.reach and camera.eye[1] > -court.front
    if camera.eye[2] <= _ABOVE and (inside or camera.name == "gate"):
        return camera
    place = "corner" if camera.eye[0] >= 0 else "corner_left"
    return frame(hall, Shot(place=place), camera.width, camera.height)


def hides(camera: Camera, court: Court, x: float, y: float) -> bool:
    """Return whether a tree at a point would stand between a low camera and the hall."""
    hall, eye = court.hall, np.array(camera.eye[:2])
    toward = np.array([x, y]) - eye
    away = float(np.linalg.norm(toward))
    if camera.eye[2] > _ABOVE or away < 0.1 or toward @ camera.heading[:2] < 0:
        return False
    aside = np.array([-toward[1], toward[0]]) / away * 2.2
    for shift in (-1, 0, 1):
        ray = np.array([x, y]) + shift * aside - eye
        beyond = eye + ray * np.linspace(1.0, 12.0, 60)[:, None]
        inside = (np.abs(beyond[:, 0]) < hall.base_x) & (np.abs(beyond[:, 1]) < hall.base_y)
        if inside.any():
            return True
    return False


def facing(x: float, y: float, to: tuple[float, float]) -> float:
    """Return the turn that makes a -y facing figure look at a point."""
    return float(np.arctan2(to[0] - x, -(to[1] - y)))


def reach_of(camera: Camera, court: Court) -> float:
    """Return how far the platform's near edge is along the view, metres."""
    hall = court.hall
    if camera.heading[1] < 0:
        return 24.0  # it looks away from the hall, into the court
    corner = np.array([np.sign(camera.eye[0]) * min(hall.base_x, abs(camera.eye[0])), -hall.base_y])
    return float(np.linalg.norm(np.array(camera.eye[:2]) - corner))


@dataclass(frozen=True, slots=True)
class Ground:
    """A court that is being dressed.

    ``stage`` is the camera that people are placed for, ``lens`` the one that takes the picture;
    ``skyline`` is what the hall covers in that picture, and None where the court is dressed for
    all sides. ``lit`` tells whether lamps burn.
    """

    model: SetModel
    court: Court
    lens: Camera
    stage: Camera
    footing: Footing
    skyline: Skyline | None
    staging: Staging
    seed: str
    lit: bool = False

    @property
    def near(self) -> float:
        """Return metres from the stage's camera to the platform."""
        return reach_of(self.stage, self.court)

    def dice(self, about: str) -> random.Random:
        """Return dice that fall the same for a seed and a subject."""
        return random.Random(f"{self.seed}/{about}")

    def is_open(self, x: float, y: float, radius: float) -> bool:
        """Tell whether someone may stand there: free, within the walls, not before the lens."""
        hall, court = self.court.hall, self.court
        inside = abs(x) < hall.base_x + court.reach - 0.8
        inside &= -court.front + 0.8 < y < hall.base_y + 6.0
        eyes = (self.lens, self.stage)
        clear = all(np.hypot(x - e.eye[0], y - e.eye[1]) >= NEAREST + radius for e in eyes)
        return bool(inside and clear and self.footing.is_free(x, y, radius))

    def spot(self, column: float, away: float, radius: float = 0.5) -> tuple[float, float] | None:
        """Return open ground near what is seen at a part of the width, ``away`` metres off.

        None where there is none within a few metres.
        """
        for step in (0.0, -1.0, 1.0, -2.0, 2.0, -3.5, 3.5, -5.0, -7.0, -9.0):
            for aside in (0.0, -0.06, 0.06, -0.12, 0.12):
                if away + step < NEAREST or not 0.03 < column + aside < 0.97:
                    continue
                x, y, _ = self.stage.beside(column + aside, away + step)
                if self.is_open(float(x), float(y), radius):
                    return float(x), float(y)
        return None

    def shows(self, x: float, y: float) -> bool:
        """Tell whether the stage's camera has a point of the court well within its picture."""
        seen = self.stage.project(np.array([[x, y, 1.2]]))[0]
        inside = 0.05 < seen[0] / self.stage.width < 0.95 and seen[2] > NEAREST
        return bool(inside and seen[1] < self.stage.height)

    def spares(self, x: float, y: float, tall: float, wide: float) -> bool:
        """Tell whether something upright leaves ridge ends and corners of the hall in sight."""
        if self.skyline is None:
            return True
        points = upright(x, y, tall)
        return not self.skyline.hits_mark(points, np.full(len(points), wide))


def upright(x: float, y: float, tall: float, low: float = 0.0) -> NDArray[np.float64]:
    """Return points (n, 3) up a plumb line, half a metre apart."""
    z = np.arange(low, tall + 0.25, 0.5)
    return np.column_stack([np.full(len(z), x), np.full(len(z), y), z])
