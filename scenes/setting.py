"""The court around a hall: ground, walls, trees, people at work.

The hall is evidence; the court is staging. Everything placed here is listed as invention, except
what a site's own records put there.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np

from scenes import enclosure, hills, planting, props
from scenes.blocking import (
    ROOM_FOR_MEETING,
    ROOM_FOR_WORK,
    Court,
    cast,
    court_of,
    hides,
    reach_of,
    spot,
    stage_of,
    wants_people,
    wants_work,
)
from scenes.camera import Camera, Extent
from scenes.model import SetModel
from scenes.planting import Pine
from scenes.turned import Mesh, box, join, tube


@dataclass(slots=True)
class Setting:
    """What was added to the hall: sentences for the manifest."""

    invented: list[str] = field(default_factory=list)
    documented: list[str] = field(default_factory=list)
    smoke: list[tuple[float, float, float]] = field(default_factory=list)


def dress(
    model: SetModel,
    hall: Extent,
    camera: Camera,
    *,
    seed: str = "857",
    site: str = "",
    season: str = "秋",
    dressing: tuple[str, ...] = (),
    around: bool = False,
) -> Setting:
    """Add the court to a hall's model.

    Args:
        model: the hall; the court is added to it.
        hall: its size, from ``camera.extent``.
        camera: people and the near pine are placed where this camera wants them.
        seed: text; the same seed plants the same court.
        site: entry id of the real place, for what its records put in the court.
        season: 春 夏 秋 冬, for the grass.
        dressing: what the spec asks to see; 营造 words bring carpenters, 空镜 nobody.
        around: whether the court is to be seen from all sides: trees stand in front of it too,
            and nothing frames the picture of the one camera.
    """
    court = court_of(hall, camera)
    setting = Setting()
    _ground(model, court)
    setting.invented.append("庭院铺地、甬道、院墙与乌头门：按唐代寺院常例设想，无测绘依据")
    enclosure.enclose(model, court)
    stage = stage_of(camera, court)
    _furniture(model, court, stage, setting, site, seed)
    _trees(model, court, camera, seed, around or camera.name in ("gate", "back"))
    setting.invented.append("松树、灌丛、草与远山：画面布置")
    _weeds(model, court, seed, season)
    if wants_people(dressing):
        who = cast(model, court, stage, work=wants_work(dressing), seed=seed)
        if who:
            setting.invented.append(f"人物（{'、'.join(who)}）：比例与气氛用，服饰取晚唐常式")
    if not around:
        _near_pine(model, court, camera, seed)
        _birds(model, court, camera, seed)
    return setting


def _sheet(corners: list[tuple[float, float, float]]) -> Mesh:
    return np.array(corners, float), np.array([(0, 1, 2), (0, 2, 3)], np.int32)


def _level(x0: float, x1: float, y0: float, y1: float, z: float) -> Mesh:
    return _sheet([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)])


def _disc(radius: float, z: float, sides: int = 64) -> Mesh:
    turn = np.arange(sides) * 2 * np.pi / sides
    rim = np.stack([radius * np.cos(turn), radius * np.sin(turn), np.full(sides, z)], 1)
    k = np.arange(sides)
    faces = np.stack([np.full(sides, sides), k, (k + 1) % sides], 1).astype(np.int32)
    return np.vstack([rim, [(0.0, 0.0, z)]]), faces


def _ground(model: SetModel, court: Court) -> None:
    hall = court.hall
    side, back = hall.base_x + court.reach, hall.base_y + 7.0
    steps = hall.front
    model.add_part("ground.earth", *_disc(hills.NEAR + 2.0, -0.06), "earth")
    model.place("ground.earth", "ground", rule="invention", name="earth")
    model.add_part("ground.paving", *_level(-side, side, -court.front, back, 0.0), "paving")
    model.place("ground.paving", "ground", rule="invention", name="paving")
    half = court.path
    slabs = join(
        box((-half, -court.front - 3, -0.05), (half, steps + 0.02, 0.035)),
        box((-hall.base_x - 1.1, -hall.base_y - 1.1, -0.05), (-half, -hall.base_y + 0.1, 0.030)),
        box((half, -hall.base_y - 1.1, -0.05), (hall.base_x + 1.1, -hall.base_y + 0.1, 0.030)),
        box(
            (hall.base_x - 0.1, -hall.base_y + 0.1, -0.05),
            (hall.base_x + 1.1, hall.base_y + 1.1, 0.030),
        ),
        box(
            (-hall.base_x - 1.1, -hall.base_y + 0.1, -0.05),
            (-hall.base_x + 0.1, hall.base_y + 1.1, 0.030),
        ),
    )
    model.add_part("ground.path", *slabs, "slab")
    model.place("ground.path", "ground", rule="invention", name="path")
    kerb = [
        box((s * half - 0.11, -court.front - 3, -0.05), (s * half + 0.11, steps, 0.075))
        for s in (-1, 1)
    ]
    model.add_part("ground.kerb", *join(*kerb), "stone")
    model.place("ground.kerb", "ground", rule="invention", name="kerb")


def _furniture(
    model: SetModel, court: Court, camera: Camera, setting: Setting, site: str, seed: str
) -> None:
    hall = court.hall
    axis = hall.front - 2.6
    if site.startswith("foguang"):
        props.sutra_pillar(model, 0.0, axis)
        setting.documented.append("殿前石经幢：大中十一年（857）立，存；此处形制与位置为示意")
    near = reach_of(camera, court)
    if near >= ROOM_FOR_MEETING:
        props.stone_lamp(model, *spot(camera, court, 0.40, (0.56 if near > 24 else 0.80) * near))
        setting.invented.append("石灯：唐式，位置为画面布置")
    if near >= ROOM_FOR_WORK:
        props.banner(model, *spot(camera, court, 0.27, 0.90 * near), 0.80 * hall.eave + 0.6)
        setting.invented.append("长幡一竿")
    props.jar(model, hall.base_x + 0.75, -hall.base_y + 1.0, 0.80, 1)
    props.jar(model, hall.base_x + 0.70, -hall.base_y + 1.9, 0.62, 2)


def _trees(model: SetModel, court: Court, camera: Camera, seed: str, in_front: bool) -> None:
    hall = court.hall
    side = 1.0 if camera.eye[0] >= 0 else -1.0
    behind = hall.base_y
    tall = max(9.0, hall.top * 0.95)
    inward = 2.6 if side > 0 else 0.5
    pines = [
        Pine(name="rear", x=side * (hall.base_x + 5.6), y=behind + 1.5, tall=tall, lean=0.16,
             toward=3.1 - inward, full=1.1),
        Pine(name="side", x=side * (hall.base_x + 8.2), y=-1.5, tall=tall * 0.74, lean=0.22,
             toward=inward, low=0.36),
        Pine(name="far", x=-side * (hall.base_x + 5.0), y=behind + 3.0, tall=tall * 1.1),
        Pine(name="rear2", x=side * hall.base_x * 0.35, y=behind + 11.0, tall=tall * 1.25),
        Pine(name="rear3", x=-side * hall.base_x * 0.45, y=behind + 13.0, tall=tall * 1.3),
    ]  # fmt: skip
    if in_front:
        # Not between the court and a low sun, whose light needles would break up.
        pines += [
            Pine(name=f"gate{k}", x=x, y=-court.front - y, tall=tall * high)
            for k, (x, y, high) in enumerate(
                ((-31.0, 5.0, 0.36), (-25.0, 8.0, 0.30), (9.0, 6.0, 0.95), (21.0, 10.0, 1.2))
            )
        ]
    for pine in pines:
        if not hides(camera, court, pine.x, pine.y):
            planting.plant(model, pine, seed)
    rng = random.Random(f"{seed}/shrubs")
    for k in range(9):
        x = side * (hall.base_x + 1.9 + rng.uniform(0, court.reach - 3.2))
        planting.shrub(
            model, x, hall.base_y - 1.5 * k + rng.uniform(-0.8, 0.8), rng.uniform(0.35, 0.75), seed
        )


def _near_pine(model: SetModel, court: Court, camera: Camera, seed: str) -> None:
    """Stand an old pine at the picture's edge, one bough reaching in over the sky."""
    if abs(camera.pitch) > 25 or camera.name in ("back", "gate") or reach_of(camera, court) < 11.0:
        return  # it would stand nearer than what the picture is of
    side = 1.0 if camera.eye[0] >= 0 else -1.0
    ridge = camera.project(np.array([[0.0, 0.0, court.hall.top]]))[0, 1] / camera.height
    crowded = ridge < (0.24 if camera.width < camera.height else 0.32)
    if crowded:
        side = -side  # no room for a bough above the roof: it reaches in on the other side
    right, ahead, up = camera.axes[0], camera.heading, np.array([0.0, 0.0, 1.0])
    away = 9.5
    edge = 0.5 + 0.5 * side
    foot = camera.beside(edge, away)
    half = abs(float((camera.beside(edge, away, camera.eye[2]) - camera.eye) @ right))
    lift = float(camera.onto(0.5, 0.115, away)[2])
    if not 3.0 < lift < 14.0:
        return  # the picture's top shows no sky that a pine could reach
    rng = random.Random(f"{seed}/bough")
    tall = lift * 1.75
    trunk = planting.wander(rng, foot - (0, 0, 0.1), -side * 0.012 * right + up, tall, 0.055, 16)
    girth = np.linspace(0.27, 0.10, len(trunk))
    girth[:2] += (0.10, 0.02)
    wood = [tube(trunk, girth, 12)]
    for part, long, droop in ((0.575, 1.30, -0.10), (0.475, 0.55, 0.16)):
        root = planting.along(trunk, part)
        heading = -side * right + 0.12 * ahead + droop * up
        reach = min(half, 0.30 * away) * long * (0.75 if crowded else 1.0)
        wood += planting.bough(model, rng, root, heading, reach, "near pine")
    model.add_part("pine.wood.near", *join(*wood), "bark")
    model.place("pine.wood.near", "tree", rule="invention", name="near pine")
    _stones(model, foot, right, ahead, side, seed)


def _stones(
    model: SetModel, foot: np.ndarray, right: np.ndarray, ahead: np.ndarray, side: float, seed: str
) -> None:
    """Put weathered stones and grass about the foot of the near pine."""
    rng = random.Random(f"{seed}/stones")
    tufts = []
    for k in range(5):
        at = (
            foot
            - side * right * (0.5 + 0.55 * k + rng.uniform(-0.2, 0.2))
            - ahead * rng.uniform(-0.5, 0.9)
        )
        size = rng.uniform(0.16, 0.42) * (1.0 if k < 3 else 0.6)
        props.stone(model, float(at[0]), float(at[1]), size, rng.uniform(0, 6.28), k)
        for _ in range(9):
            around, out = rng.uniform(0, 6.28), size * rng.uniform(0.9, 1.6)
            tufts.append(
                (
                    at[0] + out * np.cos(around),
                    at[1] + out * np.sin(around),
                    rng.uniform(0.12, 0.34),
                )
            )
    planting.grass(model, [(float(x), float(y), h) for x, y, h in tufts], f"{seed}/near")


def _weeds(model: SetModel, court: Court, seed: str, season: str) -> None:
    """Let grass grow where feet do not pass: along walls, kerbs and the platform's foot."""
    rng = random.Random(f"{seed}/weeds")
    hall = court.hall
    high = 0.55 if season == "冬" else 1.0
    spots: list[tuple[float, float, float]] = []
    side = hall.base_x + court.reach
    for _ in range(260):
        s = rng.choice((-1, 1))
        y = rng.uniform(-court.front, hall.base_y + 6)
        spots.append((s * (side - abs(rng.gauss(0, 0.5)) - 0.4), y, rng.uniform(0.12, 0.36) * high))
        spots.append(
            (
                s * (hall.base_x + 1.15 + abs(rng.gauss(0, 0.16))),
                rng.uniform(-hall.base_y, hall.base_y),
                rng.uniform(0.06, 0.18) * high,
            )
        )
    for _ in range(210):
        s = rng.choice((-1, 1))
        x = s * (court.path + 0.16 + abs(rng.gauss(0, 0.10)))
        spots.append((x, rng.uniform(-court.front, hall.front), rng.uniform(0.05, 0.15) * high))
    for _ in range(220):
        # In a joint of the square paving, 0.44 m apart.
        x = round(rng.uniform(-side, side) / 0.44) * 0.44
        if abs(x) > court.path + 0.3:
            spots.append(
                (x, rng.uniform(-court.front, -hall.base_y - 1.2), rng.uniform(0.03, 0.10) * high)
            )
    planting.grass(model, spots, seed)


def _birds(model: SetModel, court: Court, camera: Camera, seed: str) -> None:
    rng = random.Random(f"{seed}/birds")
    if camera.onto(0.3, 0.255, 50.0)[2] < court.hall.top:
        return  # no sky there to fly in
    for k in range(7):
        away = rng.uniform(38, 62)
        column = 0.09 + 0.050 * k + rng.uniform(-0.02, 0.02)
        row = 0.255 - 0.012 * k + rng.uniform(-0.022, 0.022)
        at = camera.onto(column, row, away)
        turn, size = rng.uniform(-0.6, 0.6) + 1.0, rng.uniform(1.0, 1.3)
        props.bird(model, (float(at[0]), float(at[1]), float(at[2])), turn, size,
                   rng.choice((0.0, 0.4, 0.8)))  # fmt: skip
