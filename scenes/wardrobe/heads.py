"""Hats and hair-dresses on a head, from the front and from its left side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenes.wardrobe import skull
from scenes.wardrobe.hair import HAIR
from scenes.wardrobe.hats import HATS
from scenes.wardrobe.outline import Gauge, View

KINDS = {**HATS, **HAIR}


def draw_head(cut: Mapping[str, Any]) -> list[View]:
    """Return a hat or hair-dress from the front and the side; ``kind`` is a key of ``KINDS``."""
    front, side = View("正面"), View("侧面")
    skull.face(front)
    skull.profile(side)
    KINDS[cut["kind"]](front, side, cut)
    x0, _, x1, top = front.bounds()
    front.gauges.append(Gauge("阔", (x0, top), (x1, top), "above"))
    _, _, right, top = side.bounds()
    side.high("高", right, skull.BROW, top, "right")
    return [front, side]
