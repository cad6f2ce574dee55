"""The looks a designer chooses from: how one and the same view of the set is turned into pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import UnknownName
from scenes import clay, gongbi, shuimo
from scenes.light import Light
from scenes.wash import Wash


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One manner of painting.

    ``lit`` turns the hour's light into that which the look paints by; ``draw`` takes the wash, that
    light and a seed, and returns (h, w, 3) sRGB bytes. ``white`` sets are of one white matter
    and ask for ``rays`` times as many bounce rays; ``shaded`` is false where lines are all, and no light need be worked out.
    """

    id: str
    title: str
    names: tuple[str, ...]
    lit: Callable[[Light], Light]
    draw: Callable[[Wash, Light, int], NDArray[np.uint8]]
    white: bool = False
    rays: int = 1
    shaded: bool = True


def _as_it_is(light: Light) -> Light:
    return light


GONGBI = Look(
    id="gongbi", title="工笔设色", names=("工笔", "矿物彩工笔", "工笔设色", "设色", ""),
    lit=_as_it_is, draw=gongbi.drawn,
)  # fmt: skip
LOOKS = (
    GONGBI,
    Look(
        id="shuimo", title="水墨", names=("水墨", "水墨画", "淡彩", "浅绛", "ink"),
        lit=shuimo.lit, draw=shuimo.drawn,
    ),
    Look(
        id="clay", title="素模", names=("素模", "白模", "泥模"), lit=clay.lit, draw=clay.drawn,
        white=True, rays=3,
    ),
    Look(
        id="line", title="线稿", names=("线稿", "白描", "线描"), lit=_as_it_is,
        draw=clay.outlined, shaded=False,
    ),
)  # fmt: skip


def named(said: str) -> Look:
    """Return a look by id or Chinese name; 工笔 where nothing is said.

    Raises:
        UnknownName: no such look.
    """
    word = said.strip()
    for look in LOOKS:
        if word.lower() == look.id or word in look.names:
            return look
    shown = "、".join(f"{one.names[0]}（{one.id}）" for one in LOOKS)
    raise UnknownName(f"画法“{said[:20]}”不认识；请用 {shown} 之一。", f"Unknown look {said!r}.")
