"""A set seen once, in memory: its plate, its passes and what was built, and no file.

For whoever takes very many views and wants neither elevation nor manifest: training sets, benches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes import compositions, kinds, looks, plate, surroundings
from scenes.camera import Camera
from scenes.frame import Frame
from scenes.light import Light, light
from scenes.looks import Look
from scenes.raycast import Caster
from scenes.setting import Setting
from scenes.shoot import built_of, views_of
from scenes.spec import SetSpec
from scenes.viewfinder import Found
from scenes.work import Built, Viewpoint


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """What was asked and built, how it was seen, and the picture, (h, w, 3) sRGB bytes.

    ``frame`` is the view at one ray a pixel; ``subject`` the elements of the bare building.
    """

    spec: SetSpec
    building: Built
    court: Setting
    found: Found
    light: Light
    look: Look
    frame: Frame
    pixels: NDArray[np.uint8]
    subject: tuple[str, ...]


def snap(
    spec: SetSpec | Mapping[str, Any], long: int, shape: str = "1:1", *,
    camera: Camera | None = None, view: float | None = None, rays: int = 2, people: bool = True,
) -> Snapshot:  # fmt: skip
    """Build, dress, light and paint a set.

    Args:
        spec: what is asked.
        long: pixels along the picture's long side.
        shape: a shape's id, such as 1:1 or 9:16.
        camera: where the picture is taken from; where None, where the spec says.
        view: which of a work's own views is taken where the spec names none, 0..1 of their number;
            where None, the first.
        rays: bounce rays a pixel.
        people: whether anyone stands there.

    Raises:
        RefusedInput, UnknownName: as ``scenes.render``.
    """
    asked = spec if isinstance(spec, SetSpec) else SetSpec.from_mapping(spec)
    building, model = built_of(asked)
    asked = _seen_from(asked, views_of(building), view)
    hall = model.flatten()
    found, size = compositions.choose(asked.camera, hall, shape, long, views_of(building))
    if camera is not None:
        found = Found(camera=camera, words=found.words)
    sky, look = light(asked.hour, asked.weather, asked.season), looks.named(asked.look)
    sky = replace(sky, hills=kinds.hills(building.kind))
    stage = surroundings.Stage(asked, building, size, found.camera, sky, look, people)
    court = stage.dress(model)
    full = model.flatten()
    pixels, seen = plate.paint(
        model, full, Caster(full.corners), found.camera, sky, look=look, rays=rays,
        seed=asked.grain,
    )  # fmt: skip
    return Snapshot(
        spec=asked, building=building, court=court, found=found, light=sky, look=look, frame=seen,
        pixels=pixels, subject=tuple(hall.elements),
    )  # fmt: skip


def _seen_from(asked: SetSpec, views: Sequence[Viewpoint], view: float | None) -> SetSpec:
    """Return a spec that names one of a work's views, where it names none itself."""
    if view is None or not views or asked.camera.get("name"):
        return asked
    chosen = views[min(int(view * len(views)), len(views) - 1)]
    return replace(asked, camera={**asked.camera, "name": chosen.name})
