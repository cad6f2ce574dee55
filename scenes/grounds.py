"""What is put to a work that brings its own ground: earth round it, and the people it has room for.

Where everything else stands, down to the last jar, the work's own family has said.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scenes import animals, figures, planting, setting, staging, works
from scenes.camera import Camera
from scenes.costume import Dress
from scenes.model import SetModel
from scenes.setting import Setting
from scenes.spec import SetSpec
from scenes.work import Spot, Work

_NEAREST = 2.2  # metres: nobody stands nearer to the lens
_FAIR = re.compile(r"庙会|社火|赛会|香会|唱戏|演戏|夜戏")
_ENLISTED = {"man": "soldier", "worker": "soldier"}  # where soldiers are asked for
_TUFTS = 420  # of grass along a stream
_EARTH = -0.06  # metres; the land round a place lies a little under its own ground


def lay(
    model: SetModel, work: Work, camera: Camera, spec: SetSpec, *, empty: bool = False
) -> Setting:
    """Put earth round a work and people into it.

    Args:
        model: the work; what is added goes to it.
        work: its spots say where someone may stand.
        camera: nobody stands before its lens.
        spec: whose age, dressing and seed count.
        empty: whether nobody is to be seen, whatever the spec says.

    Raises:
        RefusedInput, UnknownName: the spec's period or site cannot be read.
    """
    plan = staging.stage(spec, ("空镜",) if empty else ())
    made = Setting(undrawn=list(plan.undrawn), documented=list(work.documented))
    if work.ground == "own":
        setting.lay_earth(model, _EARTH, work.pit)
        if work.pit is not None and work.water is not None:
            setting.lay_stream(model, work.pit, work.water, _EARTH)
            _shore(model, work, spec)
        works.dress_work(model, work, spec)
    _animals(model, work, plan, made, str(spec.seed))
    if plan.is_empty:
        return made
    if work.spots and not plan.dresses:
        made.undrawn.append("这一时代的人物服饰还不会画，场中无人")
        return made
    _people(model, plan, work.spots, camera, spec, made)
    return made


def perform(
    model: SetModel, spots: Sequence[Spot], camera: Camera, spec: SetSpec, made: Setting
) -> None:
    """Put players on a stage whose court has been dressed, where a fair is held before it.

    Raises:
        RefusedInput, UnknownName: the spec's period or site cannot be read.
    """
    plan = staging.stage(spec)
    if made.people and plan.dresses and any(_FAIR.search(word) for word in spec.dressing):
        _people(model, plan, spots, camera, spec, made)


def _people(
    model: SetModel, plan: staging.Staging, spots: Sequence[Spot], camera: Camera, spec: SetSpec,
    made: Setting,
) -> None:  # fmt: skip
    """Stand people on spots, and keep who is there."""
    worn: dict[str, int] = {}
    used: Counter[str] = Counter()
    for number, spot in enumerate(spots):
        dress = _stand(model, plan, spot, camera, f"{spec.seed}/{number}", used)
        if dress is not None:
            made.people += 1
            used[dress.id] += 1
            worn[dress.text] = worn.get(dress.text, 0) + 1
    if worn:
        who = "、".join(f"{text}×{n}" for text, n in worn.items())
        made.invented.append(f"人物（{who}）：比例与气氛用；服饰按时代常式，编者自有知识")


def _animals(model: SetModel, work: Work, plan: staging.Staging, made: Setting, seed: str) -> None:
    """Stand the animals that were asked for beside the places of people."""
    asked = [kind for kind in animals.KINDS if kind in plan.does]
    for number, kind in enumerate(asked):
        if not work.spots or work.ground == "room":
            made.undrawn.append(f"{animals.TITLES[kind]}：画里没有合适的空地")
            continue
        x, y, z = work.spots[number % len(work.spots)].at
        middle = (x + 1.6 * (-1) ** number, y - 1.8, z)
        animals.flock(model, kind, middle, animals.HERD[kind], 1.4, f"{seed}{number}")
        made.invented.append(f"{animals.TITLES[kind]}：画面布置")


def _shore(model: SetModel, work: Work, spec: SetSpec) -> None:
    """Let grass and bushes grow along a stream, and a few trees stand off it."""
    assert work.pit is not None
    x0, x1, y0, y1 = work.pit
    road, rng = (work.ys[1] - work.ys[0]) / 2 + 1.2, random.Random(f"{spec.seed}/shore")
    bare = spec.season == "冬"
    tufts = []
    for _ in range(_TUFTS):
        y = rng.choice((-1, 1)) * (road + rng.uniform(0.2, 1.0) ** 2 * 46)
        away = rng.uniform(0.1, 1.2) if rng.random() < 0.6 else rng.uniform(1.0, 9.0)
        x = x0 - away if rng.random() < 0.5 else x1 + away
        tufts.append((x, min(max(y, y0), y1), rng.uniform(0.10, 0.42) * (1.0 if away < 1 else 0.7)))
    planting.grass(model, tufts, f"{spec.seed}/shore")
    for k in range(5):
        x, y = rng.choice((x0 - 1, x1 + 1)), rng.uniform(9, 26) + 3 * k
        planting.shrub(
            model, x + rng.uniform(-1, 1), road + y, rng.uniform(0.5, 1.0), f"{spec.seed}/{k}"
        )
    for k in range(4):
        side, far = rng.choice((-1, 1)), rng.uniform(3.0, 12.0)
        x = x0 - far if side < 0 else x1 + far
        tree = planting.Tree(name=f"shore{k}", x=x, y=road + rng.uniform(6.0, 14.0) + 8.0 * k, kind="locust",
                             tall=rng.uniform(7.0, 12.0), lean=0.18, toward=0.0 if side < 0 else 3.1, bare=bare)  # fmt: skip
        planting.plant(model, tree, f"{spec.seed}/shore{k}")


def _stand(
    model: SetModel, plan: staging.Staging, spot: Spot, camera: Camera, seed: str,
    used: Mapping[str, int],
) -> Dress | None:  # fmt: skip
    """Stand one person on a spot and return what he wears, None where he has no room or no dress.

    ``used`` is how many wear each dress: no two are alike while there is another.
    """
    x, y, z = spot.at
    away = ((x - camera.eye[0]) ** 2 + (y - camera.eye[1]) ** 2) ** 0.5
    role = _ENLISTED.get(spot.role, spot.role) if "soldiers" in plan.does else spot.role
    wears = plan.wears(role) or plan.wears("man")
    uncalled = spot.role == "soldier" and "soldiers" not in plan.does
    if away < _NEAREST or not wears or uncalled:
        return None
    least = min(used.get(d.id, 0) for d in wears)
    dress = random.Random(f"{seed}/dress").choice([d for d in wears if used.get(d.id, 0) == least])
    # Nobody shoulders a carrying pole today.
    pose = "carry" if plan.age == "dangdai" and spot.pose == "pole" else spot.pose
    figures.stand(model, replace(dress, role=role), pose, (x, y), spot.turn, f"{role} {seed}", z)
    return dress
