"""The court around a hall: ground, walls, what stands there, trees, people.

The hall is evidence; the court is staging. Everything placed here is listed as invention, except
what a site's own records put there.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from scenes import (
    animals,
    boards,
    enclosure,
    furniture,
    greenery,
    hills,
    people,
    planting,
    props,
    staging,
)
from scenes.blocking import Court, Ground, court_of, stage_of
from scenes.camera import Camera, Extent
from scenes.footing import Footing
from scenes.model import SetModel
from scenes.skyline import Skyline
from scenes.solids import placement
from scenes.spec import SetSpec
from scenes.staging import Thing
from scenes.turned import Mesh, box, join


@dataclass(slots=True)
class Setting:
    """What was added to the hall: sentences for the manifest.

    ``said`` are the names under which the gate knows what stands there, ``undrawn`` the words of
    the spec that nothing was made of, ``people`` how many there are.
    """

    invented: list[str] = field(default_factory=list)
    documented: list[str] = field(default_factory=list)
    undrawn: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    people: int = 0


def dress(
    model: SetModel,
    hall: Extent,
    camera: Camera,
    spec: SetSpec,
    *,
    around: bool = False,
    lit: bool = True,
    empty: bool = False,
) -> Setting:
    """Add the court to a hall's model.

    Args:
        model: the hall; the court is added to it.
        hall: its size, from ``camera.extent``.
        camera: people and the near tree are placed where this camera wants them.
        spec: whose age, place, dressing, lamps, surroundings, season and seed count.
        around: whether the court is to be seen from all sides: trees stand in front of it too,
            and nothing frames the picture of the one camera.
        lit: whether lamps burn.
        empty: whether nobody is to be seen, whatever the spec says.

    Raises:
        RefusedInput, UnknownName: the spec's period or site cannot be read.
    """
    plan = staging.stage(spec, ("空镜",) if empty else ())
    court = court_of(hall, camera)
    ground = Ground(
        model, court, camera, stage_of(camera, court), Footing.of(model),
        None if around else Skyline.of(model, camera), plan, str(spec.seed), lit,
    )  # fmt: skip
    setting = Setting(undrawn=list(plan.undrawn), said=list(plan.said))
    _ground(model, court, plan.paving)
    enclosure.enclose(model, court, plan)
    where = "、".join(plan.texts)
    setting.invented.append(f"庭院（{where}）：按时代与场所常例设想，无测绘依据")
    _furniture(ground, setting)
    _animals(ground, setting)
    worn = people.cast(ground)
    _say_people(ground, setting, worn)
    kinds = greenery.trees(ground, spec.season, around)
    if not around and greenery.near_tree(ground):
        kinds.append("近景松枝")
    _weeds(model, court, ground.seed, spec.season)
    setting.invented.append(f"{'、'.join(kinds)}、草与远山：画面布置")
    if not around and not falls(spec):
        _birds(model, court, camera, ground.seed)
    return setting


def falls(spec: SetSpec) -> bool:
    """Return whether rain or snow is falling: no bird flies."""
    return any(word in spec.weather for word in ("雨", "雪")) and "后" not in spec.weather


def _animals(ground: Ground, setting: Setting) -> None:
    """Stand the animals that were asked for where the picture has room."""
    for number, kind in enumerate(k for k in animals.KINDS if k in ground.staging.does):
        at = ground.spot((0.24, 0.72, 0.40, 0.58)[number % 4], 0.85 * ground.near, 1.6)
        if at is not None:
            animals.flock(ground.model, kind, (*at, 0.0), animals.HERD[kind], 1.6, ground.seed)
            ground.footing.take(*at, 1.6)
            setting.invented.append(f"{animals.TITLES[kind]}：画面布置")


def _say_people(ground: Ground, setting: Setting, worn: list[str]) -> None:
    """Keep who is there, and which of their garments the dated terms of the base know."""
    plan = ground.staging
    setting.people = len({i.name for i in ground.model.instances if i.element == "person"})
    if not worn:
        if not plan.age and not plan.is_empty:
            setting.undrawn.append("清以后的人物服饰还不会画，院中无人")
        return
    setting.said += [w for d in plan.dresses if any(d.text in t for t in worn) for w in d.said]
    known = staging.dated(setting.said)
    seen = f"；见断代词 {'、'.join(known)}" if known else ""
    setting.invented.append(
        f"人物（{'、'.join(worn)}）：比例与气氛用；服饰按时代常式，编者自有知识{seen}"
    )


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


def _round(radius: float, z: float, pit: tuple[float, float, float, float]) -> Mesh:
    """Return a disc with a rectangle cut out of it."""
    x0, x1, y0, y1 = pit
    cx, cy, hx, hy = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2
    corners = np.arctan2([hy, hy, -hy, -hy], [hx, -hx, -hx, hx])
    turn = np.unique(np.concatenate([np.arange(64) * np.pi / 32 - np.pi, corners]))
    c, s = np.cos(turn), np.sin(turn)
    to = np.minimum(hx / np.maximum(np.abs(c), 1e-9), hy / np.maximum(np.abs(s), 1e-9))
    inner = np.stack([cx + to * c, cy + to * s, np.full(len(turn), z)], 1)
    outer = np.stack([cx + radius * c, cy + radius * s, np.full(len(turn), z)], 1)
    n = len(turn)
    k, after = np.arange(n), (np.arange(n) + 1) % n
    faces = np.concatenate([np.stack([k, k + n, after + n], 1), np.stack([k, after + n, after], 1)])
    return np.concatenate([inner, outer]), faces.astype(np.int32)


def lay_earth(
    model: SetModel, z: float, pit: tuple[float, float, float, float] | None = None
) -> None:
    """Lay the land as far as the hills that are painted begin, at a height in metres.

    ``pit`` is where it is open, for water: x0 x1 y0 y1.
    """
    far = hills.NEAR + 2.0
    model.add_part("ground.earth", *(_round(far, z, pit) if pit else _disc(far, z)), "earth")
    model.place("ground.earth", "ground", rule="invention", name="earth")


def lay_stream(
    model: SetModel, pit: tuple[float, float, float, float], z: float, land: float
) -> None:
    """Lay a stream along y and the earth that slopes to it from the land's level."""
    x0, x1, y0, y1 = pit
    model.add_part("ground.stream", *_level(x0, x1, y0, y1, z), "water")
    model.place("ground.stream", "water", rule="invention", name="stream")
    slope = 1.6 * (land - z)
    banks = [_sheet([(x0, y0, land), (x0 + slope, y0, z - 0.2), (x0 + slope, y1, z - 0.2), (x0, y1, land)]),
             _sheet([(x1 - slope, y0, z - 0.2), (x1, y0, land), (x1, y1, land), (x1 - slope, y1, z - 0.2)])]  # fmt: skip
    model.add_part("ground.banks", *join(*banks), "earth")
    model.place("ground.banks", "ground", rule="invention", name="banks")


def _ground(model: SetModel, court: Court, paving: str) -> None:
    hall = court.hall
    side, back = hall.base_x + court.reach, hall.base_y + 7.0
    steps = hall.front
    lay_earth(model, -0.06)
    model.add_part("ground.paving", *_level(-side, side, -court.front, back, 0.0), paving)
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


_PUT: dict[str, tuple[Callable[..., None], float, float]] = {
    # how it is made, radius of its foot and height, metres
    "sutra_pillar": (lambda m, x, y, _lit: props.sutra_pillar(m, x, y), 0.75, 3.3),
    "stone_lamp": (props.stone_lamp, 0.65, 2.4),
    "stone_censer": (furniture.stone_censer, 0.55, 1.5),
    "censer": (furniture.censer, 0.75, 2.2),
    "stele": (furniture.stele, 0.80, 3.0),
    "banner": (lambda m, x, y, _lit: props.banner(m, x, y), 0.3, 7.5),
    "lions": (furniture.lion, 0.7, 1.9),
    "flagpole": (furniture.flagpole, 0.6, 8.7),
    "lantern_post": (furniture.lantern_post, 0.5, 2.9),
}


_MARGINS = (0.12, 0.24, 0.88, 0.36)  # parts of the width where a thing stands least in the way


def _furniture(ground: Ground, setting: Setting) -> None:
    """Put the things of the court in their places, and what was asked for by word."""
    plan, hall = ground.staging, ground.court.hall
    for thing in plan.things:
        if thing.id == "jars":
            _jars(ground)
        elif not _put(ground, thing):
            setting.undrawn.append(f"{thing.name}：画里没有合适的空地")
            continue
        told = setting.documented if thing.documented else setting.invented
        told.append(thing.text if thing.documented else f"{thing.text}：画面布置")
    if "oil_lamps" in plan.does:
        _oil_lamps(ground)
        setting.invented.append("铁灯台油盏：画面布置")
    if "couplets" in plan.does:
        low = hall.deck + 0.9
        y = hall.face - 0.38
        long = max(1.2, min(hall.head - 0.7 - low, 3.2))
        boards.hang_couplet(ground.model, "temple", 2 * hall.bay, 0.34, long, placement(y=y, z=low))
        setting.invented.append(f"前檐柱对联一副：画面布置；{boards.TOLD}")
    if "stalls" in plan.does and "fair" not in plan.does:
        people.stalls(ground)
    if {"stalls", "fair"} & plan.does:
        setting.invented.append("货摊、布棚、幌子与彩旗：画面布置，幌上不写字")


def _put(ground: Ground, thing: Thing) -> bool:
    """Put one thing, or a pair of it, where it belongs; tell whether any of it stands."""
    make, radius, tall = _PUT[thing.id]
    spots = _places(ground, thing, radius)
    stood = False
    for x, y in spots:
        free = ground.footing.is_free(x, y, radius) if thing.documented else ground.is_open(
            x, y, radius)  # fmt: skip
        if free and (thing.documented or ground.spares(x, y, tall, 0.35 * radius)):
            make(ground.model, x, y, ground.lit)
            ground.footing.take(x, y, radius)
            stood = True
    return stood


def _places(ground: Ground, thing: Thing, radius: float) -> list[tuple[float, float]]:
    """Return where a thing belongs; one on the axis moves into the picture where that misses it."""
    court = ground.court
    y = court.hall.front - thing.away
    if thing.at == "steps":
        across = max(2.6, court.hall.bay + 0.9)
        return [(-across, y), (across, y)]
    if thing.at == "pair":
        across = court.path + 1.4 + radius
        return [(-across, y), (across, y)]
    if thing.documented:
        return [(0.0, y)]
    if thing.at == "axis":
        for part in (1.0, 0.75, 0.55):
            y = court.hall.front - max(thing.away * part, radius + 1.2)
            if ground.shows(0.0, y) and ground.is_open(0.0, y, radius):
                return [(0.0, y)]
    for column in _MARGINS:
        found = ground.spot(column, 0.92 * ground.near, radius)
        if found and ground.spares(*found, _PUT[thing.id][2], radius):
            return [found]
    return []


def _oil_lamps(ground: Ground) -> None:
    """Set oil lamps on either side of the steps, or where the picture has room for one."""
    hall = ground.court.hall
    y = hall.front - 0.7
    spots = [(side * (hall.bay + 0.9), y) for side in (-1, 1)]
    if not any(ground.shows(*at) for at in spots):
        found = ground.spot(0.24, 0.96 * ground.near, 0.3)
        spots += [found] if found else []
    for at in spots:
        if ground.footing.is_free(*at, 0.25):
            furniture.oil_lamp(ground.model, *at, ground.lit)
            ground.footing.take(*at, 0.25)


def _jars(ground: Ground) -> None:
    hall = ground.court.hall
    for number, (out, back, tall) in enumerate(((0.75, 1.0, 0.80), (0.70, 1.9, 0.62)), 1):
        props.jar(ground.model, hall.base_x + out, -hall.base_y + back, tall, number)
        ground.footing.take(hall.base_x + out, -hall.base_y + back, 0.4)


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
    if rng.random() < 0.5:
        return  # not in every picture
    if camera.onto(0.3, 0.255, 50.0)[2] < court.hall.top:
        return  # no sky there to fly in
    for k in range(7):
        away = rng.uniform(58, 100)
        column = 0.09 + 0.050 * k + rng.uniform(-0.02, 0.02)
        row = 0.255 - 0.012 * k + rng.uniform(-0.022, 0.022)
        at = camera.onto(column, row, away)
        turn, size = rng.uniform(-0.6, 0.6) + 1.0, rng.uniform(1.0, 1.3)
        props.bird(model, (float(at[0]), float(at[1]), float(at[2])), turn, size,
                   rng.choice((0.0, 0.4, 0.8)))  # fmt: skip
