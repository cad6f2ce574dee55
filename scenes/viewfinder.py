"""From the camera of a set spec to the camera that takes the picture, standing clear of things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from heritage_kb.errors import RefusedInput
from scenes import shots
from scenes.camera import Camera, Extent
from scenes.raycast import Caster
from scenes.shots import Shot
from scenes.work import Viewpoint

KEYS = (
    "name", "shot", "angle", "shape", "lens", "eye", "target", "rise", "pitch", "lens_mm",
    "panorama", "compositions",
)  # fmt: skip
_BESIDES = ("shape", "panorama", "compositions")  # these do not say from where
_GROUND = 160.0  # metres from the hall's middle; beyond, the painted land begins
_CLEAR = 0.15  # metres a lens keeps from any surface
_FARTHEST_MOVE, _STEP = 8.0, 0.25
# Fourteen ways out of a point: six faces and eight corners of a cube.
_AROUND = np.array(
    [(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1)
     if abs(x) + abs(y) + abs(z) in (1, 3)], np.float32,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A camera, the words it answers to, and how far it had to step back, metres.

    ``chosen`` is why it was chosen, where nobody named one: score, parts and reasons.
    """

    camera: Camera
    words: Mapping[str, Any]
    moved: float = 0.0
    chosen: Mapping[str, Any] = field(default_factory=dict)


def is_named(given: Mapping[str, Any]) -> bool:
    """Return whether a spec's camera says from where."""
    return any(key not in _BESIDES for key in given)


def find(given: Mapping[str, Any], hall: Extent, caster: Caster, size: tuple[int, int]) -> Found:
    """Return the camera that a spec's words and figures ask for.

    Args:
        given: the spec's ``camera``: words (``name`` 机位, ``shot`` 景别, ``angle`` 角度, ``lens``,
            ``eye``) and figures (``eye`` three metres or a height, ``target``, ``rise``,
            ``pitch`` degrees, ``lens_mm``).
        hall: its size.
        caster: holding the hall, to keep out of its walls and columns.
        size: width and height in pixels.

    Raises:
        UnknownName: a word that is not in the table.
        RefusedInput: a key or a figure that cannot be used, or no room to stand.
    """
    shot = read(given)
    camera = shots.frame(hall, shot, *size)
    points: dict[str, Any] = {
        k: _point(k, given[k]) for k in ("eye", "target") if _is_point(given.get(k))
    }
    if "eye" in points and "target" not in points:
        points["target"] = (0.0, 0.0, points["eye"][2])
    numbers: dict[str, Any] = {k: _number(k, given[k]) for k in ("rise", "pitch") if k in given}
    camera = replace(camera, **points, **numbers)
    stands = clear(camera, caster)
    moved = float(np.linalg.norm(np.subtract(stands.eye, camera.eye)))
    return Found(camera=stands, words=words(shot), moved=round(moved, 2))


def own_view(
    given: Mapping[str, Any], views: Sequence[Viewpoint], size: tuple[int, int]
) -> Found | None:
    """Return the camera of one of a work's own views, with what the spec says of it otherwise.

    None where the work has none, or where the spec asks for something else.

    Raises:
        RefusedInput: a figure that cannot be used.
    """
    named = given.get("name")
    others = [k for k in given if k not in (*_BESIDES, "name", "lens", "lens_mm", "rise", "pitch")]
    fits = [v for v in views if named in (None, v.name)]
    if not fits or others:
        return None
    view = fits[0]
    lens = given.get("lens_mm", given.get("lens", view.lens_mm))
    numbers = {k: _number(k, given[k]) if k in given else getattr(view, k)
               for k in ("rise", "pitch")}  # fmt: skip
    camera = Camera(
        eye=view.eye, target=view.target, width=size[0], height=size[1], name=view.name,
        lens_mm=shots.figure_of("lens", _figure("lens", lens)), **numbers,
    )  # fmt: skip
    return Found(camera=camera, words={"机位": view.name})


def read(given: Mapping[str, Any]) -> Shot:
    """Return the words of a spec's camera as ids.

    Raises:
        UnknownName: a word that is not in the table.
        RefusedInput: a key that does not exist, or a lens or height that cannot be used.
    """
    strange = [k for k in given if k not in KEYS]
    if strange:
        raise RefusedInput(
            f"机位里没有“{strange[0]}”这一项；可写 {'、'.join(KEYS)}。",
            f"The camera has no key {strange[0]!r}.",
        )
    said = {
        "place": given.get("name"), "shot": given.get("shot"), "angle": given.get("angle"),
    }  # fmt: skip
    ids = {kind: shots.id_of(kind, _word(kind, word)) for kind, word in said.items() if word}
    lens = given.get("lens_mm", given.get("lens"))
    eye = given.get("eye")
    return Shot(
        **ids,
        lens_mm=None if lens is None else shots.figure_of("lens", _figure("lens", lens)),
        eye_m=None
        if eye is None or _is_point(eye)
        else shots.figure_of("eye", _figure("eye", eye)),
    )


def words(shot: Shot) -> dict[str, str]:
    """Return the Chinese words of a shot, for the manifest."""
    return {
        "景别": shots.word_of("shot", shot.shot), "角度": shots.word_of("angle", shot.angle),
        "机位": shots.word_of("place", shot.place),
    }  # fmt: skip


def clear(camera: Camera, caster: Caster) -> Camera:
    """Return the camera, moved straight back until it stands in the open.

    Raises:
        RefusedInput: the eye is below the ground or off it, or nothing within eight metres is open.
    """
    if camera.eye[2] < 0.05:
        raise RefusedInput(
            f"机位在地面以下（视高 {camera.eye[2]:g} 米）；请把 eye 的高度改到 0.05 米以上。",
            "The camera is below the ground; raise its eye above 0.05 m.",
        )
    if np.hypot(*camera.eye[:2]) > _GROUND:
        raise RefusedInput(
            f"机位离殿心 {np.hypot(*camera.eye[:2]):.0f} 米，出了布景的地面；请放在 {_GROUND:.0f} 米以内。",
            f"The camera stands off the set's ground; keep it within {_GROUND:.0f} m of the hall.",
        )
    for back in np.arange(0.0, _FARTHEST_MOVE + _STEP, _STEP):
        eye = np.array(camera.eye) - back * camera.heading
        if is_open(eye, caster):
            target = np.array(camera.target) - back * camera.heading
            return replace(camera, eye=_triple(eye), target=_triple(target))
    x, y, z = camera.eye
    raise RefusedInput(
        f"机位（{x:.1f}，{y:.1f}，{z:.1f}）在墙、柱或台基里面，退后八米也没有空处；请换一处 eye。",
        "The camera stands inside a wall, column or platform; move its eye.",
    )


def is_open(eye: Any, caster: Caster, room: float = _CLEAR) -> bool:
    """Return whether a point is neither inside a solid nor nearer than ``room`` metres to one."""
    toward = _AROUND / np.linalg.norm(_AROUND, axis=1, keepdims=True)
    hits = caster.first(np.asarray(eye, np.float32), toward.astype(np.float32))
    met = hits.triangle >= 0
    if not met.any():
        return True
    behind = np.einsum("ij,ij->i", caster.normals[hits.triangle[met]], toward[met]) > 0
    return bool(hits.distance.min() > room and behind.sum() < 8)


def _triple(point: Any) -> tuple[float, float, float]:
    return float(point[0]), float(point[1]), float(point[2])


def _is_point(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _point(key: str, value: Any) -> tuple[float, float, float]:
    if len(value) != 3 or not all(_is_number(v) for v in value):
        raise _wrong(key, "三个以米计的数")
    return _triple(value)


def _number(key: str, value: Any) -> float:
    if not _is_number(value):
        raise _wrong(key, "一个数")
    return float(value)


def _figure(key: str, value: Any) -> str | float:
    if isinstance(value, str) and len(value) <= 40:
        return value
    if not _is_number(value):
        raise _wrong(key, "一个数或一个词")
    return float(value)


def _word(kind: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong("name" if kind == "place" else kind, "一个词")
    return value


def _is_number(value: Any) -> bool:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return bool(good and abs(value) < 1e4)


def _wrong(key: str, wanted: str) -> RefusedInput:
    return RefusedInput(
        f"机位的“{key}”应是{wanted}。", f"Camera {key!r} has a value of the wrong kind."
    )
