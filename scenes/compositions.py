"""Good compositions by themselves: candidate cameras, each judged by what is in its frame.

The rules of thumb (a corner on the thirds, room above for titles, a whole ridge) are the painter's
and the cinematographer's own (source: own, medium); the figures they are held against are measured
from a small picture of the set, never from how the camera was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes import shots, viewfinder
from scenes.camera import Camera, Extent, extent
from scenes.frame import Frame, look
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster
from scenes.shots import Shot
from scenes.viewfinder import Found, is_open
from scenes.work import Viewpoint

LOOK = 96  # pixels along the short side of the judged picture
_HALL = (
    "roof", "ridge", "rafter", "column", "column_base", "wall", "bracket", "beam", "door",
    "window", "platform", "step", "floor",
)  # fmt: skip
_NEITHER = 0.72
_BOARDS = 100  # triangles of a roof that could stand for it
_BEFORE = ("tree", "person", "shrub", "enclosure")  # what may stand before the hall

# Views that show a set as a whole: what a picture is taken from when nobody says from where.
HEROES = (
    Shot(), Shot(place="corner_left"), Shot(lens_mm=28), Shot(place="corner_left", lens_mm=28),
    Shot(lens_mm=50), Shot(place="corner_left", lens_mm=50),
    Shot(place="front"), Shot(place="eave"),
    Shot(angle="low", lens_mm=28), Shot(place="corner_left", angle="low", lens_mm=28),
)  # fmt: skip
CANDIDATES = (
    *HEROES,
    Shot(shot="long"), Shot(place="corner_left", shot="long"), Shot(place="front", shot="long"),
    Shot(place="gate"), Shot(place="gate", lens_mm=35), Shot(place="front", shot="medium"),
    Shot(shot="medium"), Shot(place="corner_left", shot="medium"), Shot(shot="close"),
    Shot(angle="worm"), Shot(angle="high"), Shot(place="corner_left", angle="high"),
    Shot(place="front", angle="high"), Shot(angle="bird"), Shot(shot="detail"),
    Shot(place="side"), Shot(place="back"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Composition:
    """A ranked camera: ``score`` and its ``parts`` are 0..1, ``reasons`` say them in Chinese."""

    camera: Camera
    shot: Shot
    score: float
    parts: Mapping[str, float]
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Scene:
    """A candidate's small picture: what stands at every pixel, by kind."""

    frame: Frame
    hall: Extent
    shot: Shot
    mine: NDArray[np.bool_]
    element: NDArray[np.int32]

    @property
    def camera(self) -> Camera:
        assert isinstance(self.frame.camera, Camera)
        return self.frame.camera

    @property
    def below(self) -> NDArray[np.bool_]:
        """Return where the view goes down, below the eye's level."""
        _, toward = self.camera.rays()
        return np.asarray(toward[:, 2] < 0).reshape(self.mine.shape)

    def of(self, elements: Collection[str]) -> NDArray[np.bool_]:
        return np.isin(self.element, self.frame.triangles.numbers(elements))


def compose(
    model: SetModel,
    shape: str = "9:16",
    count: int = 6,
    *,
    long: int = 1024,
    candidates: Sequence[Shot] = CANDIDATES,
) -> list[Composition]:
    """Return the best cameras for a set, best first and none too like another.

    Args:
        model: a hall, or a hall in its court (then what stands before the hall counts too).
        shape: 9:16, 16:9, 1:1, 2.39:1 or a word for it.
        count: how many to return at most.
        long: pixels along the long side of the cameras returned.
        candidates: the views to choose from.

    Raises:
        UnknownName: no such shape.
    """
    triangles = coarse(model.flatten())
    return ranked(
        triangles, Caster(triangles.corners), shots.pixels_of(shape, long), count, candidates
    )


def choose(
    given: Mapping[str, Any], triangles: Triangles, shape: str, long: int,
    views: Sequence[Viewpoint] = (),
) -> tuple[Found, Extent]:  # fmt: skip
    """Return the camera a spec asks for, or, where it names none, the best composition.

    A work's own ``views`` come first: the one that the spec names, or where it names nothing the
    first.

    Args:
        given: the spec's ``camera``.
        triangles: the hall alone.
        shape: of the picture.
        long: pixels along its long side.
        views: those of a work.

    Raises:
        UnknownName: a word that is not in the table.
        RefusedInput: a camera that cannot be used.
    """
    hall, size = extent(triangles), shots.pixels_of(shape, long)
    if (own := viewfinder.own_view(given, views, size)) is not None:
        return own, hall
    rough = coarse(triangles)
    caster = Caster(rough.corners)
    best = [] if viewfinder.is_named(given) else ranked(rough, caster, size, 1, HEROES)
    if not best:
        return viewfinder.find(given, hall, caster, size), hall
    why = {"score": best[0].score, "parts": dict(best[0].parts), "reasons": list(best[0].reasons)}
    return Found(camera=best[0].camera, words=viewfinder.words(best[0].shot), chosen=why), hall


def of_views(views: Sequence[Viewpoint], size: tuple[int, int]) -> list[Composition]:
    """Return a work's own views as compositions, in their own order."""
    found = []
    for view in views:
        own = viewfinder.own_view({"name": view.name}, views, size)
        assert own is not None
        found.append(Composition(
            camera=own.camera, shot=Shot(place=view.name), score=1.0, parts={}, reasons=[view.name],
        ))  # fmt: skip
    return found


def coarse(triangles: Triangles) -> Triangles:
    """Return a set without its tiles, where boards lie under them: the same shape, quick to trace.

    Four triangles of a hall in five are tiles.
    """
    boards, tiles = roofing(triangles)
    return triangles.only(~tiles) if boarded(boards) else triangles


def roofing(triangles: Triangles) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which triangles of the roof lie under its tiles, and which are tiles."""
    named = [n for n, m in enumerate(triangles.materials) if m.startswith("tile")]
    roof = np.isin(triangles.element, triangles.numbers(("roof",)))
    tiled = np.isin(triangles.material, named)
    return roof & ~tiled, roof & tiled


def boarded(boards: NDArray[np.bool_]) -> bool:
    """Return whether what is left of a roof, a mask of triangles, could stand for it."""
    return int(boards.sum()) >= _BOARDS


def ranked(
    triangles: Triangles,
    caster: Caster,
    size: tuple[int, int],
    count: int,
    candidates: Sequence[Shot] = CANDIDATES,
) -> list[Composition]:
    """Return what ``compose`` does, for a set already made ready for rays.

    ``size`` is width and height of the cameras, pixels.
    """
    hall = extent(triangles)
    tiny_size = (size[0] * LOOK // min(size), size[1] * LOOK // min(size))
    judged = []
    for shot in candidates:
        camera = shots.frame(hall, shot, *size)
        if not is_open(camera.eye, caster):
            continue
        tiny = shots.frame(hall, shot, *tiny_size)
        judged.append(_judged(_scene(caster, triangles, tiny, hall, shot), camera))
    return _unlike(sorted(judged, key=lambda c: -c.score), count)


def _unlike(best: list[Composition], count: int) -> list[Composition]:
    """Pick one after another, each held back by how like it is to those already picked."""
    left, picked = list(best), list[Composition]()
    while left and len(picked) < count:
        held = [c.score - max((_alike(c.shot, p.shot) for p in picked), default=0.0) for c in left]
        picked.append(left.pop(int(np.argmax(held))))
    return picked


def _alike(one: Shot, other: Shot) -> float:
    mirrored = one.place.removesuffix("_left") == other.place.removesuffix("_left")
    same = (one.shot == other.shot) + (one.angle == other.angle)
    return 0.06 * (one.place == other.place) + 0.10 * mirrored * (same == 2) + 0.02 * same


def _scene(
    caster: Caster, triangles: Triangles, camera: Camera, hall: Extent, shot: Shot
) -> _Scene:
    frame = look(caster, triangles, camera)
    element = frame.ids(triangles.element)
    mine = np.isin(element, triangles.numbers(_HALL))
    return _Scene(frame, hall, shot, mine, element)


def _judged(scene: _Scene, camera: Camera) -> Composition:
    score, weight = 0.0, 0.0
    parts: dict[str, float] = {}
    said: list[tuple[float, str]] = []
    for name, rule in RULES.items():
        verdict = rule.judge(scene)
        if verdict is None:
            # Not its case: neither helped nor held back by a rule it cannot meet.
            score, weight = score + rule.weight * _NEITHER, weight + rule.weight
            continue
        value, sentence = float(np.clip(verdict[0], 0, 1)), verdict[1]
        parts[name] = round(value, 3)
        said.append((rule.weight * (value - 0.5), sentence))
        score, weight = score + rule.weight * value, weight + rule.weight
    said.sort(key=lambda row: -abs(row[0]))
    reasons = [sentence for _, sentence in said[:4]]
    return Composition(
        camera=camera, shot=scene.shot, score=round(score / weight, 4), parts=parts, reasons=reasons
    )


# ------------------------------------------------------------------------------- the rules


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of thumb: how much it weighs, and what it says of a picture (None: not its case)."""

    weight: float
    judge: Callable[[_Scene], tuple[float, str] | None]


def _between(value: float, low: float, high: float, slack: float) -> float:
    """Return 1 inside a range, falling to 0 ``slack`` outside it."""
    return float(1 - max(low - value, value - high, 0.0) / slack)


def _share(scene: _Scene) -> tuple[float, str]:
    share = float(scene.mine.mean())
    low, high = {"detail": (0.7, 1.0), "medium": (0.5, 0.9), "long": (0.10, 0.28)}.get(
        scene.shot.shot, (0.28, 0.44)
    )
    return _between(share, low, high, 0.22), f"殿占画面 {share:.0%}"


def _whole(scene: _Scene) -> tuple[float, str] | None:
    """Judge whether the ridge ends and the near eave corners are in the picture."""
    if scene.shot.shot in ("detail", "medium") or scene.shot.place == "back":
        return None
    triangles = scene.frame.triangles
    mine = np.isin(triangles.element, triangles.numbers(("ridge",)))
    ridge = triangles.corners[mine].reshape(-1, 3)
    high = ridge[ridge[:, 2] > 0.5 * (scene.hall.top + scene.hall.eave)]
    if not len(high):
        return None
    ends = np.array([high[np.argmin(high[:, 0])], high[np.argmax(high[:, 0])]], float)
    ends[:, 2] = scene.hall.top
    inside = _in_picture(scene, ends)
    return float(inside.mean()), ("正脊两端都在画内" if inside.all() else "正脊一端出了画")


def _eaves(scene: _Scene) -> tuple[float, str] | None:
    if scene.shot.shot == "detail" or scene.shot.place == "back":
        return None
    hall = scene.hall
    reach = [(x, -hall.half_depth * y, hall.eave) for x in (-hall.half_width, 0.0, hall.half_width)
             for y in (1, 0.5)]  # fmt: skip
    inside = float(_in_picture(scene, np.array(reach)).mean())
    return 0.35 + 0.65 * inside, f"前檐 {inside:.0%} 在画内"


def _thirds(scene: _Scene) -> tuple[float, str] | None:
    if scene.shot.place in ("front", "gate", "back") or scene.shot.angle == "bird":
        return None
    hall, side = scene.hall, 1.0 if scene.camera.eye[0] >= 0 else -1.0
    corner = scene.camera.project(np.array([[side * hall.base_x, -hall.base_y, hall.eave * 0.5]]))
    at = float(corner[0, 0] / scene.camera.width)
    off = min(abs(at - 1 / 3), abs(at - 2 / 3))
    return 1 - off / 0.25, f"殿角在画面横向 {at:.0%} 处"


def _sky(scene: _Scene) -> tuple[float, str] | None:
    """Judge the room for titles: sky, and the roof's top below the upper third when upright."""
    if scene.shot.shot == "detail":
        return None
    sky = float((~scene.frame.solid & ~scene.below).mean())
    upright = scene.camera.height > scene.camera.width
    low, high = (0.25, 0.50) if upright else (0.14, 0.50)
    value = _between(sky, low, high, 0.20)
    rows = np.flatnonzero(scene.of(("roof", "ridge")).any(1))
    if upright and len(rows) and scene.shot.place != "back":
        top = rows[0] / scene.camera.height
        value = 0.6 * value + 0.4 * _between(top, 0.20, 0.50, 0.18)
    return value, f"天空 {sky:.0%}，{'上部可放片名' if value > 0.7 else '片名位置不足'}"


def _ground(scene: _Scene) -> tuple[float, str] | None:
    if scene.shot.shot in ("detail", "medium") or scene.shot.angle == "worm":
        return None
    bare = ~scene.frame.solid & scene.below  # a hall without its court stands on nothing
    ground = float((bare | scene.of(("ground", "grass", "step"))).mean())
    return _between(ground, 0.10, 0.38, 0.25), f"地面与踏道 {ground:.0%}"


def _open_view(scene: _Scene) -> tuple[float, str]:
    """Judge how much of the hall's own face is hidden by what stands before it."""
    kinds_before = (*_BEFORE,) if scene.shot.place == "gate" else (*_BEFORE, "gate")
    before = scene.of(kinds_before)
    triangles = scene.frame.triangles
    faces = np.flatnonzero(np.isin(triangles.element, triangles.numbers(("roof", "wall", "door"))))
    some = triangles.corners[faces[:: max(1, len(faces) // 600)]].mean(1).astype(np.float64)
    some = some[_in_picture(scene, some)]
    if not len(some) or not before.any():
        return 1.0, "殿前无遮挡"
    eye = np.array(scene.camera.eye)
    hits = scene.frame.caster.first(eye.astype(np.float32), (some - eye).astype(np.float32))
    met = hits.triangle >= 0
    kinds = triangles.element[hits.triangle[met]]
    blocked = np.isin(kinds, triangles.numbers(kinds_before)) & (hits.distance[met] < 0.995)
    shown = np.isin(kinds, triangles.numbers(_HALL)) & (hits.distance[met] > 0.97)
    hidden = float(blocked.sum() / max(blocked.sum() + shown.sum(), 1))
    return 1 - hidden / 0.35, f"殿身被树石墙人遮住 {hidden:.0%}"


def _symmetry(scene: _Scene) -> tuple[float, str] | None:
    if scene.shot.place not in ("front", "gate"):
        return None
    mine = scene.mine
    same = float((mine & mine[:, ::-1]).sum() / max(mine.sum(), 1))
    return (same - 0.7) / 0.3, f"左右对称 {same:.0%}"


def _layers(scene: _Scene) -> tuple[float, str]:
    deep = scene.frame.depth[scene.frame.solid]
    if not deep.size:
        return 0.0, "画里什么也没有"
    near, far = np.percentile(deep, (4, 96))
    ratio = float(far / max(near, 0.1))
    return np.log(ratio) / np.log(8), f"前后景深相差 {ratio:.1f} 倍"


def _corner_seen(scene: _Scene) -> tuple[float, str] | None:
    """Judge how far two faces of the hall are told apart: a corner shows the frame's depth."""
    if scene.shot.place in ("gate", "back") or scene.shot.shot == "detail":
        return None
    eye = np.array(scene.camera.eye)
    around = float(np.degrees(np.arctan2(abs(eye[0]), -eye[1])))
    return _between(around, 32, 52, 40), (
        "看得见正面与山面" if 15 < around < 75 else "只看得见一面"
    )


RULES: Mapping[str, Rule] = {
    "share": Rule(1.6, _share), "ridge": Rule(1.2, _whole), "eaves": Rule(0.8, _eaves),
    "thirds": Rule(1.0, _thirds), "sky": Rule(1.4, _sky), "ground": Rule(0.7, _ground),
    "open": Rule(1.4, _open_view), "symmetry": Rule(1.0, _symmetry), "layers": Rule(0.7, _layers),
    "faces": Rule(1.2, _corner_seen),
}  # fmt: skip


def _in_picture(scene: _Scene, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    seen, camera = scene.camera.project(points), scene.camera
    margin = 0.012 * camera.width
    across = (seen[:, 0] > margin) & (seen[:, 0] < camera.width - margin)
    down = (seen[:, 1] > margin) & (seen[:, 1] < camera.height - margin)
    return np.asarray(across & down & (seen[:, 2] > 0.1))
