"""运镜: a camera that moves from one place to another, as a short clip in draft quality.

A clip is an animatic: the plate's look, small, with few rays. It plays in a browser (WebP).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from heritage_kb import label_webp
from heritage_kb.errors import RefusedInput, UnknownName
from scenes import plate
from scenes.camera import Camera
from scenes.handover.order import Taken
from scenes.manifest import Written, camera_record
from scenes.viewfinder import is_open

Progress = Callable[[str, float], None]
FRAMES, RATE = 36, 12  # three seconds at twelve a second
CLIP = "move.webp"
LONG = 640  # pixels of the long side
WORDS = {
    "推": "push", "拉": "pull", "摇": "pan", "移": "track", "升": "rise", "降": "lower",
}  # fmt: skip
# How far each goes; own judgement of what reads in three seconds without haste.
_NEARER = 0.30  # of the way to the subject
_TURN = 11.0  # degrees to either side
_ASIDE = 0.055  # of the way to the subject, to either side
_UP = 0.16  # of the way to the subject
_ROOM = 0.4  # metres that a moving lens keeps clear
_SHRINK, _TRIES = 0.75, 9  # a way that is blocked is made shorter


def named(said: str) -> str:
    """Return the id of a move by its Chinese word or id; "" of none.

    Raises:
        UnknownName: no such move.
    """
    word = said.strip()
    if not word or word in WORDS.values():
        return word
    if word not in WORDS:
        raise UnknownName(
            f"运镜“{word[:20]}”不认识；请用 {'、'.join(WORDS)} 之一。",
            f"Unknown camera move {word[:20]!r}; use {', '.join(WORDS.values())}.",
        )
    return WORDS[word]


def path(move: str, camera: Camera, away: float, count: int = FRAMES) -> list[Camera]:
    """Return the cameras of a move's frames, slow at both ends.

    The plate's camera is where 推, 移, 升 and 摇 set out or pass, and where 拉 and 降 arrive.

    Args:
        move: an id.
        camera: the plate's.
        away: metres to the subject, which the length of the way is measured by.
        count: frames.
    """
    ease = np.linspace(0, 1, count)
    ease = ease * ease * (3 - 2 * ease)
    if move in ("pull", "lower"):
        ease = ease[::-1]
    return [_at(move, camera, away, float(part)) for part in ease]


def _at(move: str, camera: Camera, away: float, part: float) -> Camera:
    right, ahead = camera.axes[0], camera.heading
    if move in ("push", "pull"):
        return _moved(camera, ahead * _NEARER * away * part)
    if move == "track":
        return _moved(camera, right * _ASIDE * away * (2 * part - 1))
    if move in ("rise", "lower"):
        return _moved(camera, np.array([0.0, 0.0, _UP * away * part]))
    turn = np.radians(_TURN * (2 * part - 1))
    toward = ahead * np.cos(turn) + right * np.sin(turn)
    x, y, z = (float(v) for v in np.array(camera.eye) + 10 * toward)
    return replace(camera, target=(x, y, z))


def _moved(camera: Camera, by: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Camera:
    """Return the camera elsewhere, looking the same way."""
    ex, ey, ez = (float(a + b) for a, b in zip(camera.eye, by, strict=True))
    tx, ty, tz = (float(a + b) for a, b in zip(camera.target, by, strict=True))
    return replace(camera, eye=(ex, ey, ez), target=(tx, ty, tz))


def clear_path(move: str, taken: Taken) -> list[Camera]:
    """Return the cameras of a move that never comes near a surface, shorter where it would.

    Raises:
        RefusedInput: there is no room to move at all.
    """
    camera = _small(taken.camera)
    solid = taken.frame.depth[taken.frame.solid]
    away = float(np.median(solid)) if solid.size else 20.0
    for _ in range(_TRIES):
        cameras = path(move, camera, away)
        stays = all(one.eye == camera.eye for one in cameras)  # it stood there for the plate
        if stays or all(is_open(one.eye, taken.caster, _ROOM) for one in cameras):
            return cameras
        away *= _SHRINK
    raise RefusedInput(
        "机位四周没有空地运镜；请换机位，或改用“摇”。",
        "There is no room for the camera to move; use another place, or pan.",
    )


def film(
    move: str, taken: Taken, folder: Path, progress: Progress
) -> tuple[Written, dict[str, Any]]:
    """Write ``move.webp`` and return it, unlabelled, and what the manifest keeps of it.

    Raises:
        RefusedInput: there is no room to move.
    """
    cameras = clear_path(move, taken)
    frames = []
    for number, camera in enumerate(cameras):
        progress("运镜", number / len(cameras))
        wash = plate.washed(
            taken.model, taken.triangles, taken.caster, camera, taken.light, look=taken.look, rays=1,
            samples=2,
        )  # fmt: skip
        frames.append(Image.fromarray(plate.drawn_over(wash, taken.light, taken.seed, taken.look)))
    shown = label_webp.encoded(frames, [round(1000 / RATE)] * len(frames))
    (folder / CLIP).write_bytes(shown)
    word = next(zh for zh, id in WORDS.items() if id == move)
    record = {
        "move": move, "title": word, "frames": len(frames), "frames_a_second": RATE,
        "from": camera_record(cameras[0]), "to": camera_record(cameras[-1]),
    }  # fmt: skip
    size = (cameras[0].width, cameras[0].height)
    return Written(file=CLIP, title=f"运镜：{word}", role="clip", size=size), record


def _small(camera: Camera) -> Camera:
    scale = LONG / max(camera.width, camera.height)
    wide, high = (round(n * scale / 2) * 2 for n in (camera.width, camera.height))
    return replace(camera, width=wide, height=high)
