"""Painting a picture again that did not keep its building: the controls stronger, the plate nearer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from scenes.painter import painting, registry
from scenes.painter.families import ENDS, SEVERAL
from scenes.painter.painting import Asked
from scenes.painter.registry import Painter

_MORE = 0.15  # of a control's weight, at least, from one try to the next
_NEARER = 0.1  # of the strength, likewise
_LEAST = 0.2  # strength below which little is painted at all


def tighter(picture: str | Path) -> tuple[str, Asked]:
    """Return the model and the choices that paint a picture again, held to its building more tightly.

    The verdict in ``painting.json`` beside it says what was not kept and what the controls should
    be at least; from what was used each goes up by a step, within what its model bears.

    Raises:
        RefusedInput: the picture carries no recipe, no verdict lies beside it, it kept its
            building, or nothing can be held more tightly.
    """
    file = Path(picture)
    cure = _cure(file)
    model, asked = painting.recalled(file)
    painter = registry.named(model)
    used: Mapping[str, Any] = asked["controls"] or {}
    controls = _controls(painter, used, cure)
    strength = float(asked["strength"] or painter.strength)
    nearer = max(_LEAST, min(cure.get("strength", strength), strength - _NEARER))
    nearer = round(min(nearer, strength), 3)
    if nearer >= strength and all(controls[k][0] <= _pair(v)[0] for k, v in used.items()):
        raise RefusedInput(
            f"{file.name} 的控制已经最强：请换一个种子、机位或模型。",
            f"{file.name} cannot be held more tightly; try another seed or model.",
        )
    return model, asked | Asked(controls=controls, strength=nearer)


def _cure(file: Path) -> dict[str, float]:
    """Return what the verdict on a picture asks for."""
    try:
        body = json.loads((file.parent / painting.RESULT).read_text("utf-8"))
        rows = [one for render in body["renders"] for one in render["pictures"]]
        kept = next(one["kept"] for one in rows if one["file"] == file.name)
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as wrong:
        raise RefusedInput(
            f"{file.name} 旁边的 {painting.RESULT} 里没有它的核对结果：请指向画出来的那个文件夹里的图。",
            f"No verdict on {file.name} lies beside it.",
        ) from wrong
    if kept["kept"]:
        raise RefusedInput(
            f"{file.name} 守住了建筑，不用加重控制；要再画一张，请用 --recall。",
            f"{file.name} kept its building.",
        )
    return dict(kept["try_next"])


def _controls(
    painter: Painter, used: Mapping[str, Any], cure: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """Return the controls of the next try: those used, stronger, and what the verdict adds."""
    most = painter.scale_range[1]
    wanted: dict[str, float] = {k: least for k, least in cure.items() if k in painter.controls}
    kinds = [*used, *(k for k in wanted if k not in used and SEVERAL[painter.family])]
    made = {}
    for kind in kinds:
        weight, end = _pair(used[kind]) if kind in used else (0.0, 1.0)
        least = wanted.get(kind, max(wanted.values(), default=0.0) if len(kinds) == 1 else 0.0)
        stronger = max(weight + _MORE if weight else 0.0, least)
        later = 1.0 if ENDS[painter.family] and wanted else end
        made[kind] = (round(max(weight, min(stronger, most)), 3), later)
    return made


def _pair(told: Any) -> tuple[float, float]:
    weight, end = (told, 1.0) if isinstance(told, int | float) else told
    return float(weight), float(end)
