"""Cameras by the words of the set: 景别, 角度, 机位, 画幅, eye height and lens.

The words and their figures are data (``data/shots.toml``); here they become one camera.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput, UnknownName
from scenes.camera import FILM_MM, Camera, Extent

KINDS = {
    "shot": "景别", "angle": "角度", "place": "机位", "shape": "画幅", "eye": "视高",
    "lens": "焦段",
}  # fmt: skip
NEAREST = 1.2  # metres from what is taken; nearer, a lens of this kind does not focus
FARTHEST = 140.0  # metres; the level ground of the set ends a little beyond


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """A view in words: ids of the table, ``""`` where nothing is said.

    ``eye_m`` and ``lens_mm`` are None where the words above decide.
    """

    place: str = "corner"
    shot: str = "full"
    angle: str = "level"
    eye_m: float | None = None
    lens_mm: float | None = None

    @property
    def title(self) -> str:
        """Return the shot in Chinese, as on a shot list."""
        said = [("shot", self.shot), ("angle", self.angle), ("place", self.place)]
        return "·".join(word_of(kind, id) for kind, id in said)


def court_front(hall: Extent) -> float:
    """Return how far before the hall's middle the court's front wall and its gate stand, metres.

    Far enough that a whole front can be taken from inside.
    """
    return hall.half_depth + 12.0 + 2.6 * hall.top


@cache
def _table() -> dict[str, Any]:
    text = (files("scenes") / "data" / "shots.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _ids(kind: str) -> dict[str, str]:
    rows: Mapping[str, Any] = _table()[kind]
    return {word: id for id, row in rows.items() for word in (id, *row["words"])}


def word_of(kind: str, id: str) -> str:
    """Return the first Chinese word of an id; the id itself where it is none."""
    row = _table()[kind].get(id)
    return str(row["words"][0]) if row else id


def words_of(kind: str) -> tuple[str, ...]:
    """Return the first Chinese word of every id of a kind, in the order of the table."""
    return tuple(str(row["words"][0]) for row in _table()[kind].values())


def id_of(kind: str, said: str) -> str:
    """Return the id of a film word.

    Args:
        kind: shot, angle, place, shape, eye or lens.
        said: a Chinese word or an English id.

    Raises:
        UnknownName: no such word; the sentence lists those there are.
    """
    found = _ids(kind).get(said.strip().lower().replace("：", ":").replace("-", "_"))
    if found is None:
        raise UnknownName(
            f"{KINDS[kind]}“{said[:40]}”不认识；请用 {'、'.join(words_of(kind))} 之一。",
            f"Unknown {kind} {said[:40]!r}; use one of {', '.join(_table()[kind])}.",
        )
    return found


def figure_of(kind: str, said: str | float) -> float:
    """Return the metres of an eye height or the millimetres of a lens, by word or number.

    Raises:
        UnknownName: neither a number nor a word of the kind.
        RefusedInput: an eye height outside 0.05–400 m.
    """
    key = {"eye": "eye_m", "lens": "lens_mm"}[kind]
    try:
        number = float(said)
    except ValueError:
        number = float(_table()[kind][id_of(kind, str(said))][key])
    if kind == "eye" and not 0.05 <= number <= 400:
        raise RefusedInput(
            f"视高 {number:g} 米不能用，机位会在地下或看不见殿；请在 0.05 到 400 米之间。",
            f"Eye height of {number:g} m refused: 0.05-400 m.",
        )
    return number


def pixels_of(shape: str, long: int) -> tuple[int, int]:
    """Return (width, height) of a picture shape whose long side is ``long`` pixels, both even."""
    ratio = float(_table()["shape"][id_of("shape", shape)]["ratio"])
    short = round(long * min(ratio, 1 / ratio) / 2) * 2
    return (long, short) if ratio >= 1 else (short, long)


# ------------------------------------------------------------------------------- framing


def frame(hall: Extent, shot: Shot, width: int, height: int) -> Camera:
    """Return the camera of a shot of a hall, at a picture size.

    A level shot keeps uprights upright and moves the picture by its lens; a tilted one aims.
    """
    place, angle = _table()["place"][shot.place], _table()["angle"][shot.angle]
    subject = _subject(hall, shot, place)
    place = {**place, "corner": _corner(shot, place, angle)}
    if angle.get("centred"):
        subject = replace(subject, near=np.zeros(2), far=0.0)
    lens = shot.lens_mm
    if lens is None:
        lens = angle.get("lens_mm") or _usual_lens(shot, place)
    focal = float(lens) / FILM_MM * max(width, height)
    eye = shot.eye_m or _eye(hall, shot, place, angle)
    row = _table()["shot"][shot.shot]
    # How far the shape is from upright to wide: a wide picture takes a hall closer.
    wide = float(np.clip((width / height - 0.5625) / 1.04, 0, 1))
    farther = place.get("farther", 1.0) * angle.get("farther", 1.0)
    spans = row["covers"] * farther / (1 + 0.42 * wide) * subject.tall
    if shot.place in ("gate", "back"):
        at, heading = _fixed(hall, shot, focal / width)
    else:
        away = max(spans * focal / height * 0.80, NEAREST)
        if angle.get("centred"):
            away = max(away, 2.2 * hall.half_width * focal / width)
        away = min(away, FARTHEST)
        at, heading = _around(subject, place, away, width / focal, eye)
    camera = Camera(
        eye=(float(at[0]), float(at[1]), float(eye)),
        target=(float(at[0] + 20 * heading[0]), float(at[1] + 20 * heading[1]), float(eye)),
        lens_mm=float(lens), width=width, height=height, name=shot.place,
    )  # fmt: skip
    top = row["top"] * (1 - 0.38 * wide)
    aimed = _tilted if angle["tilt"] or _must_tilt(camera, subject, top) else _risen
    return aimed(camera, subject, top)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a shot is of, metres.

    ``near`` (x, y) faces the camera; the top stands ``far`` behind it; ``low`` and ``high`` are
    heights.
    """

    near: NDArray[np.float64]
    far: float
    low: float
    high: float

    @property
    def tall(self) -> float:
        return self.high - self.low


def _subject(hall: Extent, shot: Shot, place: Mapping[str, Any]) -> _Subject:
    side = float(np.sign(place["bearing"])) if 0 < abs(place["bearing"]) < 90 else 0.0
    if place["bearing"] > 80:
        corner = np.array([hall.base_x, 0.0])
        column = np.array([hall.base_x - (hall.base_y + hall.face), 0.0])
        ridge = hall.half_width
    else:
        corner = np.array([side * hall.base_x, -hall.base_y])
        column = np.array([side * (hall.base_x - hall.base_y - hall.face), hall.face])
        ridge = hall.half_depth * 0.62
    kind = _table()["shot"][shot.shot]["subject"]
    if kind == "hall" or shot.place in ("gate", "back"):
        return _Subject(corner, ridge, 0.0, hall.top)
    if kind == "bays":
        return _Subject(column, 0.0, 0.0, hall.eave + 0.12 * (hall.top - hall.eave))
    if kind == "bay":
        aside = np.array([side * -hall.bay, 0.0]) if side else np.zeros(2)
        return _Subject(column + aside, 0.0, hall.deck, hall.eave)
    return _Subject(column, 0.0, hall.head - 0.3, hall.eave + 0.3)


def _corner(shot: Shot, place: Mapping[str, Any], angle: Mapping[str, Any]) -> float:
    """Return where the subject's near edge stands across the picture, 0..1 from the left."""
    at = float(_table()["shot"][shot.shot].get("corner", place["corner"]))
    if angle.get("centred") or place["corner"] == 0.5:
        return 0.5
    return at if place["corner"] > 0.5 else 1.0 - max(at, 1.0 - at)


def _usual_lens(shot: Shot, place: Mapping[str, Any]) -> float:
    """Return the lens of a place, longer for close shots: that is how details are taken."""
    longer = {"close": 1.25, "detail": 1.9}.get(shot.shot, 1.0)
    return float(place["lens_mm"]) * longer


def _eye(hall: Extent, shot: Shot, place: Mapping[str, Any], angle: Mapping[str, Any]) -> float:
    if shot.place == "back":
        return hall.deck + float(angle.get("eye_m", place["eye_m"]))
    if "eye_m" in angle:
        return float(angle["eye_m"])
    if "eye_part" in angle:
        return float(angle["eye_part"]) * hall.top
    return (
        min(float(place["eye_m"]), 1.6)
        if shot.shot in ("medium", "close", "detail")
        else place["eye_m"]
    )


def _fixed(
    hall: Extent, shot: Shot, narrow: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where a camera stands that something frames: outside the gate, or under the eave.

    ``narrow`` is how many metres off a metre fills the picture's width.
    """
    if shot.place == "gate":
        away = float(np.clip(7.4 * narrow, 6.0, 34.0))
        return np.array([0.0, -court_front(hall) - away]), np.array([0.0, 1.0])
    return np.array([0.0, hall.face - 0.55 * (hall.base_y + hall.face)]), np.array([0.0, -1.0])


def _around(
    subject: _Subject, place: Mapping[str, Any], away: float, wide: float, eye: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (x, y) and level heading of a camera ``away`` metres from what it takes."""
    turn = np.radians(place["bearing"])
    drop = max(eye - subject.high, 0.0)
    away = float(np.sqrt(max(away**2 - drop**2, (0.55 * away) ** 2)))
    at = subject.near + away * np.array([np.sin(turn), -np.cos(turn)])
    aside = np.arctan((place["corner"] - 0.5) * wide)
    bearing = np.arctan2(subject.near[0] - at[0], subject.near[1] - at[1]) - aside
    return at, np.array([np.sin(bearing), np.cos(bearing)])


def _must_tilt(camera: Camera, subject: _Subject, top: float) -> bool:
    """Return whether a level lens would have to be moved farther than any can be."""
    return abs(_risen(camera, subject, top).rise) > 0.62


def _risen(camera: Camera, subject: _Subject, top: float) -> Camera:
    away = _distance(camera, subject) + subject.far
    horizon = top * camera.height + (subject.high - camera.eye[2]) * camera.focal_px / away
    if camera.name == "back":
        horizon = 0.56 * camera.height
    rise = (horizon - camera.height / 2) / max(camera.width, camera.height)
    return replace(camera, rise=float(rise))


def _tilted(camera: Camera, subject: _Subject, top: float) -> Camera:
    """Aim so that the subject's middle lies where a level picture would have it, or near."""
    away = _distance(camera, subject) + 0.4 * subject.far
    middle = 0.5 * (subject.low + subject.high) - camera.eye[2]
    if camera.name == "back":
        middle, away = 2.0 - camera.eye[2], 30.0
    below = 0.04 * camera.height / camera.focal_px
    pitch = np.degrees(np.arctan2(middle, max(away, 0.5)) + np.arctan(below))
    return replace(camera, pitch=float(np.clip(pitch, -80, 80)))


def _distance(camera: Camera, subject: _Subject) -> float:
    return float(np.linalg.norm(subject.near - np.array(camera.eye[:2])))
