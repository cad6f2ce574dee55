"""The plate: one view of the set in one light, turned into pixels by a look.

Straight line: look's light → wash → look's drawing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scenes import indoors, smoke
from scenes import wash as washes
from scenes.frame import Frame
from scenes.light import Light
from scenes.looks import GONGBI, Look
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster
from scenes.view import View
from scenes.wash import SAMPLES, Wash

Progress = Callable[[str, float], None]


def paint(  # noqa: PLR0913 - each choice has its name
    model: SetModel,
    triangles: Triangles,
    caster: Caster,
    camera: View,
    light: Light,
    *,
    look: Look = GONGBI,
    rays: int = 4,
    seed: int = 5,
    progress: Progress | None = None,
) -> tuple[NDArray[np.uint8], Frame]:
    """Return (the finished plate (h, w, 3) sRGB bytes, the view it shows, one ray a pixel).

    Args:
        model: the set, for its lamps and where its trees stand.
        triangles: the same, flattened.
        caster: holding the triangles.
        camera: at the plate's size, or a part of a sphere.
        light: the hour, the season and the weather.
        look: how it is painted.
        rays: bounce rays a pixel.
        seed: of the mountains and the paper.
        progress: told what is being done, and how far the plate is, 0..1.
    """
    say = progress or (lambda _what, _part: None)
    light = indoors.sheltered(model, light)
    wash = washed(model, triangles, caster, camera, light, look=look, rays=rays, progress=say)
    say("落墨", 0.80)
    return drawn_over(wash, light, seed, look), wash.small


def washed(  # noqa: PLR0913 - each choice has its name
    model: SetModel,
    triangles: Triangles,
    caster: Caster,
    camera: View,
    light: Light,
    *,
    look: Look = GONGBI,
    rays: int = 4,
    samples: int = SAMPLES,
    progress: Progress | None = None,
) -> Wash:
    """Return what a look begins from; ``samples`` are rays along a pixel's side."""
    light = indoors.sheltered(model, light)
    if look.shaded:
        wash = washes.washed(
            model, triangles, caster, camera, look.lit(light),
            rays=rays * look.rays, samples=samples, white=look.white, progress=progress,
        )  # fmt: skip
        if look.white:
            return wash
        within = model.room is not None
        return smoke.veiled(wash, model.plumes, look.lit(light), indoors=within)
    return washes.unlit(triangles, caster, camera, samples, progress)


def drawn_over(wash: Wash, light: Light, seed: int, look: Look = GONGBI) -> NDArray[np.uint8]:
    """Return the pixels of a wash: land and sky behind it, the look's lines and paper."""
    return look.draw(wash, look.lit(light), seed)
