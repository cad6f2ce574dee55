"""置景单: what a set is made of, how much of it, and which of it must really stand on the stage."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.frame import Frame
from scenes.handover import names
from scenes.model import Instance, SetModel, Triangles

REACH = 6.0  # metres before the camera that are built where no wall says otherwise; own judgement
_LAID = ("ground", "floor")
_FAR, UNSEEN = "LED／后期", "不入画"


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """Pieces of one class and one matter.

    ``area`` is all of their surface in square metres, backs too; ``size`` one piece's width, depth
    and height in metres, the middle one's; ``seen`` their share of the picture; ``nearest`` how
    near the camera comes to what it sees of them, metres, None where it sees nothing; ``how`` is
    实搭, 实铺, 群演, LED／后期 or 不入画.
    """

    element: str
    piece: str
    matter: str
    made: str
    count: int
    area: float
    size: tuple[float, float, float]
    seen: float
    nearest: float | None
    how: str
    rules: tuple[str, ...]


def items(
    model: SetModel, triangles: Triangles, frame: Frame, real: Collection[int], reach: float
) -> list[Item]:
    """Return the list of a set, what is seen most first.

    Args:
        model: the set in its court.
        triangles: the same, flattened.
        frame: what the plate's camera sees, one ray a pixel.
        real: indices of the instances that stand before the wall.
        reach: metres before the camera that are the stage.
    """
    count = len(model.instances)
    area, low, high = _measured(triangles, count)
    seen, nearest = _seen(frame, triangles, count)
    groups: dict[tuple[str, str, str], list[int]] = {}
    for number, one in enumerate(model.instances):
        if np.isfinite(low[number, 0]):
            groups.setdefault(_key(model, one), []).append(number)
    found = []
    for (element, piece, material), members in groups.items():
        title, made = names.matter(material)
        near = float(nearest[members].min())
        pieces = _pieces(model, element, members)
        middle = sorted(pieces, key=lambda one: area[one].sum())[len(pieces) // 2]
        size = high[middle].max(0) - low[middle].min(0)
        built = [number for number in members if number in real]
        found.append(Item(
            element=names.element(element), piece=piece, matter=title, made=made,
            count=len(pieces), area=round(float(area[members].sum()), 2),
            size=(round(float(size[0]), 2), round(float(size[1]), 2), round(float(size[2]), 2)),
            seen=round(float(seen[members].sum()), 4),
            nearest=round(near, 2) if np.isfinite(near) else None,
            how=_how(element, (len(built), len(members)), near, reach),
            rules=tuple(sorted({r for n in members if (r := model.instances[n].rule)})),
        ))  # fmt: skip
    return sorted(found, key=lambda one: (-one.seen, -one.area, one.element, one.matter, one.piece))


def _key(model: SetModel, one: Instance) -> tuple[str, str, str]:
    if one.element == "person":  # whatever they wear; the costume list has that
        return one.element, "", "skin"
    court = one.element in ("prop", "lamp")
    return one.element, names.piece(one.name) if court else "", model.parts[one.part].material


def _pieces(model: SetModel, element: str, members: list[int]) -> list[list[int]]:
    """Return the instances of each piece: of a person all that he is made of."""
    if element != "person":
        return [[number] for number in members]
    whole: dict[str, list[int]] = {}
    for number in members:
        whole.setdefault(model.instances[number].name, []).append(number)
    return list(whole.values())


def _how(element: str, built: tuple[int, int], near: float, reach: float) -> str:
    if not np.isfinite(near) and not built[0]:
        return UNSEEN
    if element == "person":
        return "群演"
    if element in _LAID:
        return "实铺（近处）" if near < reach else _FAR
    if not built[0] or element == "bird":
        return _FAR
    return "实搭" if built[0] == built[1] else f"实搭 {built[0]} 件，余 {_FAR}"


def _measured(
    triangles: Triangles, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return area (n,), lowest and highest corner (n, 3) of every instance."""
    corners, mine = triangles.corners.astype(np.float64), triangles.instance
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    halves = np.asarray(np.linalg.norm(across, axis=1) / 2, np.float64)
    area = np.asarray(np.bincount(mine, halves, count), np.float64)
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    np.minimum.at(low, mine, corners.min(1))
    np.maximum.at(high, mine, corners.max(1))
    return area, low, high


def _seen(
    frame: Frame, triangles: Triangles, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the share of the picture and the least depth of every instance."""
    solid = frame.solid
    which = triangles.instance[frame.triangle[solid]]
    share = np.bincount(which, minlength=count) / frame.depth.size
    nearest = np.full(count, np.inf)
    np.minimum.at(nearest, which, frame.depth[solid].astype(np.float64))
    return share, nearest
