"""The trees of a court: which stand where, so that none hides the hall, and a bough near by."""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray

from scenes import planting, props
from scenes.blocking import Ground, hides, reach_of, upright
from scenes.camera import Camera
from scenes.model import SetModel
from scenes.planting import Tree
from scenes.turned import join

_NAMES = {"pine": "松", "cypress": "柏", "locust": "槐"}
# kinds by place, as often as they stand there
_KINDS = {
    "temple": ("pine", "pine", "cypress", "locust"), "shrine": ("cypress", "cypress", "locust"),
    "yamen": ("locust", "cypress"), "palace": ("cypress", "pine"), "stage": ("locust",),
}  # fmt: skip
_NEAR_TREE = 0.4  # how often a bough frames the picture where it hides nothing
_OLD_TREE = 21.0  # metres; the tallest old trees of temples (own)
# Of a near pine: the part of its height, the length beside the picture's half, how it rises, and
# whether it reaches into the picture (1) or out of it (-1).
_BOUGHS = (
    (0.575, 1.30, -0.10, 1.0), (0.53, 0.80, 0.25, 1.0), (0.475, 0.55, 0.16, 1.0),
    (0.60, 0.70, 0.10, -1.0), (0.44, 0.34, -0.05, -1.0),
)  # fmt: skip
_AWAY = 9.5  # metres from the camera to its trunk


def trees(ground: Ground, season: str, in_front: bool) -> list[str]:
    """Plant the court's trees and shrubs; return their kinds in Chinese.

    A tree that would stand between the camera and the hall, or meet a ridge end or a corner of it
    in the picture, is left out.
    """
    model, court, camera, seed = ground.model, ground.court, ground.lens, ground.seed
    in_front = in_front or camera.name in ("gate", "back")
    planted = []
    for tree in [*_wanted(ground, in_front, season), *_seen(ground, season)]:
        if hides(camera, court, tree.x, tree.y) or not _keeps_marks(ground, tree):
            continue
        if ground.footing.is_free(tree.x, tree.y, 0.8):
            planting.plant(model, tree, seed)
            ground.footing.take(tree.x, tree.y, 0.6)
            planted.append(_NAMES[tree.kind])
    hall = court.hall
    side = 1.0 if camera.eye[0] >= 0 else -1.0
    rng = random.Random(f"{seed}/shrubs")
    for k in range(9):
        x = side * (hall.base_x + 1.9 + rng.uniform(0, court.reach - 3.2))
        y = hall.base_y - 1.5 * k + rng.uniform(-0.8, 0.8)
        size = rng.uniform(0.35, 0.75)
        if ground.footing.is_free(x, y, size):
            planting.shrub(model, x, y, size, seed)
    return [*dict.fromkeys(planted), "灌丛"]


def _by(top: float, part: float = 1.0) -> float:
    """Return how tall trees stand beside a hall: as it, but by a pagoda no taller than old trees are."""
    return min(max(9.0, top * part), _OLD_TREE)


def _kinds(ground: Ground) -> tuple[str, ...]:
    """Return the kinds that were asked for, or else those of the place."""
    asked = tuple(k for k in _NAMES if k in ground.staging.does)
    return asked or _KINDS.get(ground.staging.place, ("locust", "cypress"))


def _wanted(ground: Ground, in_front: bool, season: str) -> list[Tree]:
    """Return trees behind the hall and at its sides, their number and kinds by the seed."""
    hall, court = ground.court.hall, ground.court
    dice = ground.dice("trees")
    kinds = _kinds(ground)
    side = 1.0 if ground.lens.eye[0] >= 0 else -1.0
    inward = 2.6 if side > 0 else 0.5
    behind, tall, wide = hall.base_y, _by(hall.top, 0.95), hall.base_x
    places = [
        ("rear", side * (wide + dice.uniform(4.0, 5.6)), behind + 2.0, 1.0, 0.16, 3.1 - inward),
        ("side", side * (wide + court.reach - dice.uniform(2.5, 4.0)), dice.uniform(-4, 3), 0.74,
         0.20, inward),
        ("far", -side * (wide + 5.0), behind + 3.0, 1.1, 0.12, 0.0),
        ("rear2", side * wide * dice.uniform(0.2, 0.6), behind + 12.0, 1.25, 0.12, 0.0),
        ("rear3", -side * wide * dice.uniform(0.25, 0.7), behind + 14.0, 1.3, 0.12, 0.0),
        ("wing", -side * (wide + court.reach - 3.0), -court.front * 0.45, 0.8, 0.12, 1.0),
    ]  # fmt: skip
    if in_front:
        # Not between the court and a low sun, whose light needles would break up.
        places += [
            (f"gate{k}", x, -court.front - y, high, 0.12, 0.0)
            for k, (x, y, high) in enumerate(
                ((-31.0, 5.0, 0.36), (-25.0, 8.0, 0.30), (9.0, 6.0, 0.95), (21.0, 10.0, 1.2))
            )
        ]
    return [
        Tree(name=name, kind=dice.choice(kinds), x=x, y=y, tall=tall * high * dice.uniform(0.85, 1.1),
             lean=lean, toward=toward, low=0.40, bare=season == "冬")
        for name, x, y, high, lean, toward in places
    ]  # fmt: skip


def _seen(ground: Ground, season: str) -> list[Tree]:
    """Return up to three trees behind the hall that the picture shows, by the seed.

    A picture's sides see little of a court: these stand where the roof leaves room for them.
    """
    skyline, camera, hall = ground.skyline, ground.lens, ground.court.hall
    if skyline is None or camera.heading[1] < 0.15:
        return []
    dice = ground.dice("seen")
    kinds = _kinds(ground)
    found: list[Tree] = []
    for k in range(90):
        kind, tall = dice.choice(kinds), _by(hall.top) * dice.uniform(0.6, 1.35)
        column = dice.uniform(0.02, 0.98)
        x, y, _ = camera.beside(column, ground.near + dice.uniform(8.0, 46.0))
        tree = Tree(name=f"seen{k}", kind=kind, x=float(x), y=float(y), tall=tall, lean=0.10,
                    toward=dice.uniform(0, 6.28), bare=season == "冬")  # fmt: skip
        top = camera.project(np.array([[x, y, 0.9 * tall]]))[0, 1]
        roof = skyline.top[min(int(column * len(skyline.top)), len(skyline.top) - 1)]
        shown = np.isnan(roof) or top < roof - 0.035 * camera.height
        behind = tree.y > hall.half_depth + 2.0 or abs(tree.x) > hall.half_width + 3.0
        apart = all(np.hypot(t.x - tree.x, t.y - tree.y) > 5.0 for t in found)
        if shown and behind and apart and _keeps_marks(ground, tree):
            found.append(tree)
        if len(found) == 3:
            break
    return found


def _keeps_marks(ground: Ground, tree: Tree) -> bool:
    """Tell whether a tree's crown stays clear of the hall's ridge ends and corners."""
    if ground.skyline is None:
        return True
    points = upright(tree.x, tree.y, tree.tall, 0.3 * tree.tall)
    wide = 0.14 if tree.kind == "cypress" else 0.24
    return not ground.skyline.hits_mark(points, np.full(len(points), wide * tree.tall))


def near_tree(ground: Ground) -> bool:
    """Stand an old pine at the picture's edge, one bough reaching in over the sky.

    Only in some pictures, and only where nothing of it comes before the hall.
    """
    camera, court, skyline = ground.lens, ground.court, ground.skyline
    dice = ground.dice("bough")
    side = 1.0 if camera.eye[0] >= 0 else -1.0
    wanted = dice.random() < _NEAR_TREE and ground.staging.place in ("temple", "shrine")
    if not wanted or skyline is None or abs(camera.pitch) > 25 or camera.name in ("back", "gate"):
        return False
    if reach_of(camera, court) < 11.0:
        return False  # it would stand nearer than what the picture is of
    for edge in (side, -side):
        x, y, _ = camera.beside(0.5 + 0.5 * edge, _AWAY)
        trunk = upright(float(x), float(y), court.hall.top)
        if skyline.covers(trunk, np.full(len(trunk), 0.3)) > 0.0:
            continue
        grown = _bough(camera, edge, random.Random(f"{ground.seed}/bough/{edge}"))
        if grown is None:
            continue
        tree, foot = grown
        points, radii = _balls(tree)
        clear = skyline.covers(points, radii) == 0.0 and not skyline.hits_mark(points, radii)
        if clear and ground.footing.is_free(float(foot[0]), float(foot[1]), 0.6):
            ground.model.parts.update(tree.parts)
            ground.model.instances += tree.instances
            _stones(ground, foot, edge)
            return True
    return False


def _bough(
    camera: Camera, side: float, rng: random.Random
) -> tuple[SetModel, NDArray[np.float64]] | None:
    """Return a near pine as a model of its own, and its foot; None where no sky is left."""
    right, ahead, up = camera.axes[0], camera.heading, np.array([0.0, 0.0, 1.0])
    away = _AWAY
    edge = 0.5 + 0.5 * side
    foot = camera.beside(edge, away)
    half = abs(float((camera.beside(edge, away, camera.eye[2]) - camera.eye) @ right))
    lift = float(camera.onto(0.5, 0.115, away)[2])
    if not 3.0 < lift < 14.0:
        return None
    tree = SetModel()
    tall = lift * 1.75
    trunk, wood = planting.old_stem(rng, foot, -side * right, tall, 0.27)
    for part, long, droop, way in _BOUGHS:
        root = planting.along(trunk, part)
        heading = -way * side * right + 0.12 * ahead + droop * up
        reach = min(half, 0.30 * away) * long * rng.uniform(0.8, 1.15)
        wood += planting.bough(tree, rng, root, heading, reach, "near pine")
    tree.add_part("pine.wood.near", *join(*wood), "bark")
    tree.place("pine.wood.near", "tree", rule="invention", name="near pine")
    return tree, foot


def _balls(tree: SetModel) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a tree as balls: middles (n, 3) and radii (n,), metres."""
    points, radii = [], []
    for one in tree.instances:
        if one.part == "pine.wood.near":
            some = tree.parts[one.part].vertices[::4]
            points.append(some)
            radii.append(np.full(len(some), 0.05))
        else:
            points.append(one.matrix[None, :3, 3])
            radii.append(np.array([abs(one.matrix[:3, :3]).max()]))
    return np.concatenate(points), np.concatenate(radii)


def _stones(ground: Ground, foot: NDArray[np.float64], side: float) -> None:
    """Put weathered stones and grass about the foot of the near pine."""
    right, ahead = ground.lens.axes[0], ground.lens.heading
    rng = random.Random(f"{ground.seed}/stones")
    tufts = []
    for k in range(rng.choice((2, 3, 5))):
        at = (
            foot
            - side * right * (0.5 + 0.55 * k + rng.uniform(-0.2, 0.2))
            - ahead * rng.uniform(-0.5, 0.9)
        )
        size = rng.uniform(0.16, 0.42) * (1.0 if k < 3 else 0.6)
        x, y = float(at[0]), float(at[1])
        props.stone(ground.model, x, y, size, rng.uniform(0, 6.28), k)
        for _ in range(9):
            around, out = rng.uniform(0, 6.28), size * rng.uniform(0.9, 1.6)
            tufts.append((x + out * np.cos(around), y + out * np.sin(around),
                          rng.uniform(0.12, 0.34)))  # fmt: skip
    planting.grass(ground.model, [(float(u), float(v), h) for u, v, h in tufts],
                   f"{ground.seed}/near")  # fmt: skip
