"""Who stands where: people and their work, blocked for the camera that will see them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import figures, props
from scenes.camera import Camera, Extent
from scenes.model import SetModel
from scenes.shots import Shot, court_front, frame

ROOM_FOR_WORK, ROOM_FOR_MEETING, ROOM_FOR_ANYONE = (
    20.0,
    11.0,
    8.0,
)  # metres from the camera to the platform
_ABOVE = 8.0  # metres: an eye higher than this looks over walls and trees
_WORK = ("营造", "施工", "木作", "工地", "匠", "上梁", "立架")


@dataclass(frozen=True, slots=True)
class Court:
    """The level ground: ``reach`` metres of paving beyond the platform, axis path half width."""

    hall: Extent
    reach: float
    front: float
    path: float


_STRETCH = 24.0  # metres a court grows to take a camera in; farther off it looks in from outside


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


def spot(camera: Camera, court: Court, column: float, away: float) -> tuple[float, float]:
    """Return the ground point seen at a part of the picture's width, ``away`` metres off.

    The point is brought nearer until it stands clear of the platform and its steps.
    """
    hall = court.hall
    while True:
        point = camera.beside(column, away)
        inside = abs(point[0]) < hall.base_x + 1.0 and hall.front - 0.8 < point[1] < hall.base_y + 1
        front = point[1] > -hall.base_y - 1.0 or abs(point[0]) < 4.5
        if not (inside and front) or away <= 3.0:
            break
        away -= 0.5
    return float(point[0]), float(point[1])


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


def cast(model: SetModel, court: Court, camera: Camera, *, work: bool, seed: str) -> list[str]:
    """Put people into the court, as many as the camera leaves room for, and say who.

    A meeting of a monk and a donor stands on the left; on the right, where there is room and
    ``work`` is wanted, carpenters are at their timber. Nobody comes so near that he fills the
    picture.
    """
    near = reach_of(camera, court)
    if near < ROOM_FOR_ANYONE:
        return []
    broom = spot(camera, court, 0.50, near * 0.95)
    figures.stand(model, "sweeper", *broom, 0.0, 1.1)
    said = ["扫院沙弥"]
    if near >= ROOM_FOR_MEETING:
        _meeting(model, spot(camera, court, 0.15, near * (0.66 if near > 24 else 0.78)))
        said.append("僧、女供养人与侍女")
    if work and near >= ROOM_FOR_WORK:
        _working(model, spot(camera, court, 0.66, near * 0.66))
        _materials(model, court, camera, near, seed)
        said.append("匠人、学徒与木料砖瓦")
    return said


def wants_work(dressing: tuple[str, ...]) -> bool:
    """Return whether carpenters belong in the picture: asked for, or nothing else asked."""
    return not dressing or any(word in asked for asked in dressing for word in _WORK)


def wants_people(dressing: tuple[str, ...]) -> bool:
    """Return whether anyone does."""
    return not any(word in asked for asked in dressing for word in ("无人", "空镜"))


def _meeting(model: SetModel, at: tuple[float, float]) -> None:
    x, y = at
    lady = (x + 0.55, y + 0.2)
    figures.stand(model, "monk", x - 0.6, y, 0.0, facing(x - 0.6, y, lady) + 0.5)
    figures.stand(model, "lady", *lady, 0.0, facing(*lady, at) - 0.6)
    figures.stand(model, "maid", x + 1.30, y + 0.75, 0.0, facing(*lady, at) - 0.3)


def _working(model: SetModel, at: tuple[float, float], turn: float = 0.5) -> None:
    props.trestles(model, *at, turn)
    c, s = np.cos(turn), np.sin(turn)

    def by(u: float, v: float) -> tuple[float, float]:
        return float(at[0] + c * u - s * v), float(at[1] + s * u + c * v)

    for who, u, v in (("carpenter", -0.7, -0.60), ("sawyer", 0.8, 0.62), ("apprentice", 2.5, -0.5)):
        x, y = by(u, v)
        looked_at = by(0.6, 0.0) if who == "apprentice" else by(u, 0.0)
        figures.stand(model, who, x, y, 0.0, facing(x, y, looked_at))


def _materials(model: SetModel, court: Court, camera: Camera, near: float, seed: str) -> None:
    """Stack timber beside the platform, bricks and tiles at the picture's near left."""
    props.timber_pile(model, *spot(camera, court, 0.90, near * 0.86), 0.35, seed)
    props.brick_stack(model, *spot(camera, court, 0.115, max(5.2, 0.27 * near)), 0.9, seed)
    props.tile_stack(model, *spot(camera, court, 0.02, max(6.2, 0.32 * near)), 0.7, seed)
