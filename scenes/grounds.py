"""What is put to a work that brings its own ground: earth round it, and the people it has room for.

Where everything else stands, down to the last jar, the work's own family has said.
"""

from __future__ import annotations

import random

from scenes import figures, setting, staging, works
from scenes.camera import Camera
from scenes.model import SetModel
from scenes.setting import Setting
from scenes.spec import SetSpec
from scenes.work import Spot, Work

_NEAREST = 2.2  # metres: nobody stands nearer to the lens
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
        setting.lay_earth(model, _EARTH)
        works.dress_work(model, work, spec)
    if plan.is_empty:
        return made
    if work.spots and not plan.dresses:
        made.undrawn.append("这一时代的人物服饰还不会画，场中无人")
        return made
    worn: dict[str, int] = {}
    for number, spot in enumerate(work.spots):
        text = _stand(model, plan, spot, camera, f"{spec.seed}/{number}")
        if text:
            made.people += 1
            worn[text] = worn.get(text, 0) + 1
    if worn:
        who = "、".join(f"{text}×{n}" for text, n in worn.items())
        made.invented.append(f"人物（{who}）：比例与气氛用；服饰按时代常式，编者自有知识")
    return made


def _stand(model: SetModel, plan: staging.Staging, spot: Spot, camera: Camera, seed: str) -> str:
    """Stand one person on a spot and return what he wears, "" where he has no room or no dress."""
    x, y, z = spot.at
    away = ((x - camera.eye[0]) ** 2 + (y - camera.eye[1]) ** 2) ** 0.5
    wears = plan.wears(spot.role) or plan.wears("man")
    if away < _NEAREST or not wears:
        return ""
    dress = random.Random(f"{seed}/dress").choice(wears)
    figures.stand(model, dress, spot.pose, (x, y), spot.turn, f"{spot.role} {seed}", z)
    return dress.text
