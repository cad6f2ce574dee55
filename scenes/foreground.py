"""What lies and grows on the ground just before a camera: grass, stones, leaves, what was put down.

The near ground is seen with a few rays of the picture itself, so that things stand on what is
shown of it, on any set. Rows are data (``data/foreground.toml``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes import brush, clutter, kinds, rulebook, staging, surface, things
from scenes.camera import Camera
from scenes.case import case_of
from scenes.clock import season_of
from scenes.model import SetModel
from scenes.palette import pigment
from scenes.raycast import Caster
from scenes.spec import SetSpec

Numbers = NDArray[np.float64]
_REACH = 21.0, 30.0  # metres that small things are seen at, by a lens of so many millimetres
_HIGHEST = 9.0  # metres of the eye over the ground: from higher up nothing is near
_COLUMNS = 96  # rays across the picture
_LEVEL = 0.94  # upward part of a normal: what something stands on
_EDGE = 0.55  # metres from what stands there, where nobody treads
_CELL = 0.1  # metres: how finely the way to what stands there is told
_MOST = 620  # of one kind of cover
_SIDES = (0.10, 0.18, 0.27, 0.70, 0.79, 0.88)  # parts of the width where a thing is put down
_AWAY = (1.25, 1.6, 2.0, 2.5, 3.1)  # times as far as the nearest ground shown
_CLOSEST = 3.4  # metres: what lies nearer fills the picture
_APART = 0.24  # part of the width between two things put down
# What is no obstacle, or overhead.
_OPEN = ("grass", "smoke", "bird", "roof", "ridge", "rafter", "bracket", "beam")
_WALKS = ("person", "animal")  # beside what nothing grows
_BROAD = "shrub.clump"  # the part that crowns of broad leaves are made of
_TRAILS, _STEP = 3, 0.36  # of feet in snow; metres from one foot to the next
_AXIS = {"temple": 2.3, "shrine": 2.3, "yamen": 2.3, "palace": 2.3}  # metres kept free each way
_THINGS = 2  # put down in one picture
_SNOW = ("雪",)


@dataclass(frozen=True, slots=True)
class Near:
    """The ground that a picture shows close by.

    ``at`` (n, 3) metres with ``material`` (n,) by name and ``area`` (n,) square metres each stands
    for, ``step`` (n,) metres to its neighbour, ``edge`` (n,) metres to what is built or grows
    there; ``others`` (m, 2) where anything else stands.
    """

    at: Numbers
    material: NDArray[np.str_]
    area: Numbers
    step: Numbers
    edge: Numbers
    others: Numbers


def strew(model: SetModel, camera: Camera, spec: SetSpec, type: str) -> list[str]:
    """Let grow and lie on the near ground what belongs there; return what was put, in Chinese.

    Args:
        model: a set out of doors, dressed; what is added goes to it.
        camera: the plate's.
        spec: whose age, season, weather and seed count.
        type: the id of the kind of building.
    """
    near = seen(model, camera)
    if near is None:
        return []
    season = season_of(spec.season) if spec.season else "秋"
    snow = snows(spec)
    made = _cover(model, near, type, season, snow, str(spec.seed))
    said = ["近处的草、石子与落叶" if "leaf" in made else "近处的草与石子"] if made else []
    if snow and _prints(model, near, camera):
        said.append("雪地的脚印")
    put = [] if snow else _things(model, near, camera, spec, type, season)
    return [f"{'、'.join([*said, *put])}：画面布置"] if said or put else []


def snows(spec: SetSpec) -> bool:
    """Return whether snow lies or falls."""
    return any(word in spec.weather for word in _SNOW)


def _prints(model: SetModel, near: Near, camera: Camera) -> bool:
    """Let those who stand in snow have walked there from beside the camera; tell whether any has."""
    people = {tuple(i.matrix[:3, 3]) for i in model.instances if i.element == "person"}
    eye = np.asarray(camera.eye)
    nearest = sorted(people, key=lambda p: float(np.hypot(*(p - eye)[:2])))[:_TRAILS]
    made = False
    for column, foot in zip((0.30, 0.82, 0.08), nearest, strict=False):
        start = camera.beside(column, 2.0, float(foot[2]))
        count = max(3, round(float(np.linalg.norm(start - foot)) / _STEP))
        line = np.linspace(start, np.array(foot), count)[:-1]
        line += np.sin(np.linspace(0.0, 3.1, len(line)))[:, None] * camera.axes[0] * 0.5
        away = [np.hypot(*(near.at - p)[:, :2].T) for p in line]
        on = [n for n, far in enumerate(away) if far.min() < 0.6]
        line[on, 2] = [near.at[int(away[n].argmin()), 2] for n in on]
        clutter.prints(model, line[on])
        made = made or bool(on)
    return made


def seen(model: SetModel, camera: Camera) -> Near | None:
    """Return the near ground of a picture, None where it shows none."""
    if camera.ortho_m is not None:
        return None
    tri = _close(model, camera).flatten()
    # No ray that looks down meets what is wholly above the eye: half of a hall, most of a tower.
    tri = tri.only(tri.corners[:, :, 2].min(1) <= camera.eye[2])
    toward, size = _rays(camera)
    if not len(tri.corners) or not len(toward):
        return None
    caster = Caster(tri.corners)
    hits = caster.first(np.asarray(camera.eye, np.float32), toward, _reach(camera))
    met = hits.triangle >= 0
    number, deep = hits.triangle[met], hits.distance[met].astype(np.float64)
    at = np.asarray(camera.eye) + toward[met].astype(np.float64) * deep[:, None]
    over = camera.eye[2] - at[:, 2]
    ground = np.isin(tri.element[number], tri.numbers(("ground",)))
    ground &= np.abs(caster.normals[number, 2]) > _LEVEL
    ground &= (over > 0.3) & (over < _HIGHEST)
    if not ground.any():
        return None
    pitch = size * deep / camera.focal_px
    area = pitch**2 * deep / np.maximum(over, 0.3)
    materials = np.array(tri.materials)[tri.material[number]]
    walks = np.isin(tri.element[number], tri.numbers(_WALKS))
    edge = _apart(at[ground][:, :2], at[~ground & ~walks][:, :2])
    return Near(
        at[ground], materials[ground], area[ground], pitch[ground], edge, at[~ground][:, :2]
    )


def _reach(camera: Camera) -> float:
    return _REACH[0] * max(1.0, camera.lens_mm / _REACH[1])


def _apart(points: Numbers, others: Numbers) -> Numbers:
    """Return the metres (n,) from points (n, 2) to the nearest of others (m, 2)."""
    if not len(others):
        return np.full(len(points), np.inf)
    low = np.concatenate([points, others]).min(0)
    spots, taken = (((p - low) / _CELL).astype(int) for p in (points, others))
    held = np.zeros(np.concatenate([spots, taken]).max(0) + 1, np.bool_)
    held[taken[:, 0], taken[:, 1]] = True
    far = brush.distance_to(held) * _CELL
    return np.asarray(far[spots[:, 0], spots[:, 1]], np.float64)


def _close(model: SetModel, camera: Camera) -> SetModel:
    """Return what of a model reaches into the near part of a view."""
    leafy = {name for name, part in model.parts.items() if pigment(part.material).grain == "leaf"}
    kept = [i for i in model.instances if i.element not in _OPEN and i.part not in leafy]
    middle, reach = model.balls(kept)
    far = _reach(camera)
    heart = np.asarray(camera.eye) + 0.5 * far * camera.heading
    inside = np.linalg.norm((middle - heart)[:, :2], axis=1) < reach + 0.62 * far
    some = [one for one, keep in zip(kept, inside, strict=True) if keep]
    return SetModel(parts={i.part: model.parts[i.part] for i in some}, instances=some)


def _rays(camera: Camera) -> tuple[NDArray[np.float32], float]:
    """Return directions (n, 3) of a coarse grid over what lies below the horizon, and its step in pixels."""
    size = camera.width / _COLUMNS
    top = max(camera.horizon_px + size, 0.0)
    columns, rows = np.arange(size / 2, camera.width, size), np.arange(top, camera.height, size)
    right, up, ahead = camera.axes
    x = ((columns - camera.width / 2) / camera.focal_px)[None, :, None]
    y = ((camera.centre_px - rows) / camera.focal_px)[:, None, None]
    toward = np.asarray(ahead + x * right + y * up).reshape(-1, 3)
    return toward.astype(np.float32), size


def _rows(kind: str, type: str, season: str) -> Iterator[Mapping[str, Any]]:
    for row in rulebook.table("foreground")[kind]:
        fits = season in row.get("seasons", (season,)) and type in row.get("kinds", (type,))
        if fits and type not in row.get("not_kinds", ()):
            yield row


def _cover(
    model: SetModel, near: Near, type: str, season: str, snow: bool, seed: str
) -> set[str]:  # fmt: skip
    """Strew what covers the ground; return the ids of what was strewn."""
    leafy = any(i.part == _BROAD and i.element == "tree" for i in model.instances)
    made = set()
    for number, row in enumerate(_rows("cover", type, season)):
        if (row["id"] == "leaf" and not leafy) or (snow and not row.get("snow")):
            continue
        rng = np.random.default_rng(clutter.hash_of(f"{seed}/cover/{number}"))
        dice = random.Random(f"{seed}/strewn/{number}")
        least, most = row["size"]
        for x, y, z in _places(near, row, rng):
            size = least + (most - least) * dice.random() ** 1.8
            clutter.strew(model, row["id"], (x, y, z), size, dice)
            made.add(str(row["id"]))
    return made


def _places(
    near: Near, row: Mapping[str, Any], rng: np.random.Generator
) -> list[tuple[float, float, float]]:
    """Return points where one kind of cover lies, as thick as its row says."""
    where = np.flatnonzero(np.isin(near.material, row["on"]))
    if not len(where):
        return []
    thick = row["per_m2"] * near.area[where]
    at = near.at[where]
    if row["where"] == "patches":
        lies = brush.sample(surface.cloudy(), at[:, 0] / 13.0 + 0.7, at[:, 1] / 13.0)
        fine = brush.sample(surface.cloudy(), at[:, 0] / 3.9, at[:, 1] / 3.9 + 0.4)
        thick = thick * np.clip((0.6 * lies + 0.4 * fine - 0.46) * 6.0, 0.0, 1.0)
    elif row["where"] == "edge":
        thick = thick * np.clip(1.0 - near.edge[where] / _EDGE, 0.0, 1.0)
    count = rng.poisson(thick)
    some = np.repeat(where, count)
    if len(some) > _MOST:
        some = rng.choice(some, _MOST, replace=False)
    spread = np.stack([near.step[some], near.area[some] / np.maximum(near.step[some], 1e-6)], 1)
    off = np.minimum(spread, 0.6) * rng.uniform(-0.5, 0.5, (len(some), 2))
    found = near.at[some] + np.column_stack([off, np.zeros(len(some))])
    return [(float(x), float(y), float(z)) for x, y, z in found]


def _things(
    model: SetModel, near: Near, camera: Camera, spec: SetSpec, type: str, season: str
) -> list[str]:  # fmt: skip
    """Put down a few things at the picture's sides; return what they are."""
    case = case_of(spec, things.house_of(spec))
    age, one = staging.age_of(spec, case), kinds.kinds()[type]
    place = staging.place_of(spec, case) if one.is_hall else one.place
    rows = [
        row for row in _rows("thing", type, season)
        if age in row.get("ages", (age,)) and ("kinds" in row or place in row.get("places", ()))
        and staging.lawful(case, row["said"])
    ]  # fmt: skip
    dice = random.Random(f"{spec.seed}/near things")
    dice.shuffle(rows)
    people = np.array([i.matrix[:3, 3] for i in model.instances if i.element == "person"]).reshape(
        -1, 3
    )
    taken: list[tuple[Numbers, float]] = []
    said = []
    for row in rows:
        spot = _spot(near, camera, row["radius"], people, taken, dice, _AXIS.get(place, 0.0))
        if spot is not None:
            clutter.put(
                model,
                row["id"],
                (float(spot[0]), float(spot[1]), float(spot[2])),
                dice.uniform(0, 6.28),
            )
            taken.append((spot, row["radius"]))
            said.append(str(row["text"]))
        if len(said) == _THINGS:
            break
    return said


def _spot(
    near: Near, camera: Camera, radius: float, people: Numbers, taken: Sequence[tuple[Numbers, float]],
    dice: random.Random, axis: float,
) -> Numbers | None:  # fmt: skip
    """Return free level ground at a side of the picture, before nobody's feet, None where there is none.

    ``axis`` is half of the breadth about x = 0 that stays free, 0 for none.
    """
    columns = camera.project(people)[:, 0] / camera.width if len(people) else np.zeros(0)
    level = float(np.median(near.at[:, 2]))
    nearest = max(float(((near.at - camera.eye) @ camera.heading).min()), _CLOSEST)
    wanted = [(c, nearest * a) for a in _AWAY for c in _SIDES]
    held = [float(camera.project(t[None])[0, 0]) / camera.width for t, _ in taken]
    for column, away in sorted(wanted, key=lambda _: dice.random()):
        foot = camera.beside(column, away, level)
        close = int(np.argmin(np.hypot(*(near.at - foot)[:, :2].T)))
        at = near.at[close]
        wide = radius / away * camera.focal_px / camera.width
        if axis and abs(at[0]) < axis + radius:
            continue
        if np.hypot(*(at - foot)[:2]) > 0.4 or not wide < column < 1 - 0.6 * wide:
            continue
        if any(abs(column - other) < _APART for other in held):
            continue
        if len(columns) and np.abs(columns - column).min() < 0.6 * wide + 0.05:
            continue
        round_ = near.at[np.hypot(*(near.at - at)[:, :2].T) < radius]
        flat = len(round_) > 3 and np.ptp(round_[:, 2]) < 0.05
        apart = all(np.hypot(*(at - t)[:2]) > radius + r + 0.6 for t, r in taken)
        clear = np.hypot(*(near.others - at[:2]).T).min(initial=np.inf) > radius + 0.1
        if flat and apart and clear:
            return np.asarray(at)
    return None
