"""Who stands where: people and their work, blocked for the camera that will see them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import figures, props
from scenes.camera import Camera, Extent
from scenes.model import SetModel

ROOM_FOR_WORK, ROOM_FOR_MEETING = 20.0, 11.0  # metres from the camera to the platform
_WORK = ("营造", "施工", "木作", "工地", "匠", "上梁", "立架")


@dataclass(frozen=True, slots=True)
class Court:
    """The level ground: ``reach`` metres of paving beyond the platform, axis path half width."""

    hall: Extent
    reach: float
    front: float
    path: float


def spot(camera: Camera, court: Court, column: float, away: float) -> tuple[float, float]:
    """Return the ground point seen at a part of the picture's width, ``away`` metres off.

    The point is brought nearer until it stands clear of the platform and its steps.
    """
    right, _, ahead = camera.axes
    slant = (column - 0.5) * camera.width / camera.focal_px
    hall = court.hall
    while away > 3.0:
        point = np.array(camera.eye) + away * (ahead + slant * right)
        inside = abs(point[0]) < hall.base_x + 1.0 and hall.front - 0.8 < point[1] < hall.base_y + 1
        front = point[1] > -hall.base_y - 1.0 or abs(point[0]) < 4.5
        if not (inside and front):
            break
        away -= 0.5
    return float(point[0]), float(point[1])


def facing(x: float, y: float, to: tuple[float, float]) -> float:
    """Return the turn that makes a -y facing figure look at a point."""
    return float(np.arctan2(to[0] - x, -(to[1] - y)))


def reach_of(camera: Camera, court: Court) -> float:
    """Return how far the platform's near edge is along the view, metres."""
    hall = court.hall
    corner = np.array([np.sign(camera.eye[0]) * min(hall.base_x, abs(camera.eye[0])), -hall.base_y])
    return float(np.linalg.norm(np.array(camera.eye[:2]) - corner))


def cast(model: SetModel, court: Court, camera: Camera, *, work: bool, seed: str) -> list[str]:
    """Put people into the court, as many as the camera leaves room for, and say who.

    A meeting of a monk and a donor stands on the left; on the right, where there is room and
    ``work`` is wanted, carpenters are at their timber.
    """
    near = reach_of(camera, court)
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
