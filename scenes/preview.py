"""A small picture of a set while it is being chosen: the same line as the plate, and quick.

Nothing is written and nothing labelled: it is no deliverable. What a change leaves as it was is
kept from the picture before: another hour, weather or look only paints anew, another camera leaves
the building standing. Foliage is sparse and its blades are wide (``foliage``): fewer than a
pixel each, they cover what they cover in a plate. What others hide, and the backs of what is slight,
are left out (``hidden``). What is massive and far away has no more faces
than pixels (``distant``). Tiles that are smaller than a pixel give way to
the boards below them, in their colour: a tower has three hundred thousand triangles of them.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from scenes import (
    compositions,
    distant,
    foliage,
    foreground,
    hidden,
    kinds,
    looks,
    plate,
    setting,
    shots,
    standing,
    surroundings,
)
from scenes.camera import Camera, Extent
from scenes.case import kind_of
from scenes.light import Light, light
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster, face_normals
from scenes.shoot import built_of, views_of
from scenes.spec import SetSpec
from scenes.work import Built

LONG = 352  # pixels of the long side
_RAYS = 1  # of bounced light a pixel
_TILE = 0.3  # metres, about what a course of tiles is wide
_KEPT = 2  # dressed sets: a large one holds 200 MB
# What no building depends on.
_BESIDE = {"weather", "look", "camera", "title"}
_BY_THE_CLOCK = ("rooms", "caves")  # families with doors that are shut at night, hearths that smoke
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Form:
    built: Built
    model: SetModel
    bare: Triangles


@dataclass(frozen=True, slots=True)
class _Standing:
    model: SetModel
    triangles: Triangles
    caster: Caster
    camera: Camera


class _Kept(OrderedDict[str, Any]):
    """The last few things made, by what they were made of."""

    def get_or(self, key: str, make: Callable[[], _T]) -> _T:
        if key not in self:
            made = make()
            self[key] = made
            while len(self) > _KEPT:
                self.popitem(last=False)
        self.move_to_end(key)
        found: _T = self[key]
        return found


_forms, _chosen, _standing, _one = _Kept(), _Kept(), _Kept(), threading.Lock()


def preview(spec: SetSpec | Mapping[str, Any], *, long: int = LONG) -> NDArray[np.uint8]:
    """Return a draft of a set's plate, (h, w, 3) sRGB bytes.

    0.8-1.5 CPU-s on two idle cores; 0.3-0.6 where only light or look have changed.

    Args:
        spec: a SetSpec or its plain values.
        long: pixels of the long side.

    Raises:
        RefusedInput: a spec or a camera that cannot be used.
    """
    asked = spec if isinstance(spec, SetSpec) else SetSpec.from_mapping(spec)
    lit, look = light(asked.hour, asked.weather, asked.season), looks.named(asked.look)
    with _one:  # the caches hold hundreds of megabytes: one maker at a time
        formed = _key(asked, _beside(asked))
        form = _forms.get_or(formed, lambda: _formed(asked))
        seen_from = f"{formed}{sorted(asked.camera.items())}{long}"
        found = _chosen.get_or(seen_from, lambda: _choice(asked, form, long))
        lit = replace(lit, hills=kinds.hills(form.built.kind))
        sky = (lit.lamps > 0, setting.falls(asked), foreground.snows(asked), long)
        told = _key(asked, {"hour", "weather", "look", "title"}) + str(sky)
        stands = _standing.get_or(formed + told, lambda: _dressed(asked, form, lit, found))
        pixels, _ = plate.paint(
            stands.model, stands.triangles, stands.caster, stands.camera, lit,
            look=look, rays=_RAYS, seed=asked.grain,
        )  # fmt: skip
    return pixels


def forget() -> None:
    """Let go of what is kept for the next draft."""
    with _one:
        for kept in (_forms, _chosen, _standing):
            kept.clear()


def _beside(spec: SetSpec) -> set[str]:
    """Return the keys of a spec that its bare building does not ask for."""
    kind = kinds.kinds().get(kind_of(spec, standing.hall(spec.site) if spec.site else None))
    if kind is None or kind.is_hall:
        return _BESIDE | {"hour", "season", "seed"}
    return _BESIDE if kind.family in _BY_THE_CLOCK else _BESIDE | {"hour"}


def _key(spec: SetSpec, without: set[str]) -> str:
    said = {k: getattr(spec, k) for k in sorted(spec.__dataclass_fields__) if k not in without}
    return json.dumps(said, ensure_ascii=False, default=str, sort_keys=True)


def _formed(spec: SetSpec) -> _Form:
    built, model = built_of(spec)
    return _Form(built, model, model.flatten())


def _choice(spec: SetSpec, form: _Form, long: int) -> tuple[Camera, Extent]:
    shape = shots.id_of("shape", str(spec.camera.get("shape", "9:16")))
    found, size = compositions.choose(spec.camera, form.bare, shape, long, views_of(form.built))
    return found.camera, size


def _dressed(spec: SetSpec, form: _Form, lit: Light, seen_from: tuple[Camera, Extent]) -> _Standing:
    camera, size = seen_from
    model = surroundings.copied(form.model)
    plain = replace(spec, look="")
    surroundings.Stage(plain, form.built, size, camera, lit).dress(model)
    model = foliage.thinned(hidden.unseen(model, camera), camera)
    model = distant.thinned(model, camera)
    full = hidden.faced(model, _untiled(model.flatten(), camera), camera)
    return _Standing(model, full, Caster(full.corners), camera)


def _untiled(triangles: Triangles, camera: Camera) -> Triangles:
    """Return a set with bare boards of the tiles' colour wherever a tile would not fill a pixel."""
    corners, material = triangles.corners, triangles.material
    small = np.linalg.norm(corners[:, 0] - np.asarray(camera.eye), axis=1) > camera.focal_px * _TILE
    boards, tiles = (part & small for part in compositions.roofing(triangles))
    if not compositions.boarded(boards) or not tiles.any():
        return triangles
    boards &= face_normals(corners)[:, 2] > 0.0
    colour = np.bincount(material[tiles]).argmax()
    recoloured = np.where(boards, colour, material).astype(np.int32)
    return replace(triangles, material=recoloured).only(~tiles)
