"""The camera card: the plate with its safe areas, what the camera is, and the colours; one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scenes.camera import FILM_MM, Camera
from scenes.handover.colours import Swatch
from scenes.lettering import font

_PAPER, _INK, _FAINT, _RED = (250, 247, 240), (32, 28, 26), (120, 112, 100), (150, 44, 32)
_GUIDE, _SHADE = (255, 255, 255, 220), (20, 18, 16, 110)
_TALL = 1200  # pixels of the picture on the card, whatever its shape, at most so wide as well
_EDGE, _COLUMN, _HEAD = 40, 470, 100
# What players of upright drama lay over the picture, as parts of it: own knowledge, medium.
TOP, FOOT, SIDE = 0.10, 0.22, 0.14
ACTION, TITLE = 0.93, 0.90  # SMPTE ST 2046-1: the safe parts of a picture


def record(camera: Camera, away: float | None) -> dict[str, Any]:
    """Return what a camera crew sets: lens, frame, angle of view, height, distance, safe areas.

    ``away`` is how far the subject is, metres.
    """
    across = 2 * np.degrees(np.arctan(camera.width / 2 / camera.focal_px))
    upright = camera.height > camera.width
    sensor = [FILM_MM * n / max(camera.width, camera.height) for n in (camera.width, camera.height)]
    return {
        "lens_mm": round(camera.lens_mm, 1),
        "sensor_mm": [round(v, 2) for v in sensor],
        "super35_lens_mm": round(camera.lens_mm * 24.89 / FILM_MM, 1),
        "fov_deg": [round(float(across), 1), round(_upright_angle(camera), 1)],
        "eye_height_m": round(camera.eye[2], 2), "pitch_deg": round(camera.pitch, 1),
        "shift_part": round(camera.rise, 4),
        "distance_m": None if away is None else round(away, 2),
        "heading_deg": round(float(np.degrees(np.arctan2(*camera.heading[:2]))), 1),
        "size_px": [camera.width, camera.height],
        "safe": {
            "action": ACTION, "title": TITLE,
            "player": {"top": TOP, "foot": FOOT, "right": SIDE} if upright else None,
        },
    }  # fmt: skip


def rows(body: dict[str, Any]) -> list[tuple[str, str]]:
    """Return a camera record as (item, figure) in the crew's words."""
    wide, high = body["sensor_mm"]
    across, up = body["fov_deg"]
    away = "—" if body["distance_m"] is None else f"{body['distance_m']:.2f} 米"
    lines = [
        ("焦距", f"{body['lens_mm']:g} mm（片门长边 36 mm）"),
        ("Super 35 相当", f"{body['super35_lens_mm']:g} mm（长边 24.89 mm）"),
        ("片门", f"{wide:g} × {high:g} mm"),
        ("视角", f"横 {across:g}°　竖 {up:g}°"),
        ("视高", f"{body['eye_height_m']:g} 米"),
        ("机位到主体", away),
        ("俯仰", f"{body['pitch_deg']:+g}°"),
        ("移轴", f"{body['shift_part'] * 100:+.1f} % 长边"),
        ("朝向", f"{body['heading_deg']:g}°（自殿后起顺时针）"),
        ("画幅", "{} × {} 像素".format(*body["size_px"])),
        ("动作安全区", f"{body['safe']['action']:.0%}"),
        ("字幕安全区", f"{body['safe']['title']:.0%}"),
    ]
    player = body["safe"]["player"]
    if player:
        said = f"上 {player['top']:.0%}　下 {player['foot']:.0%}　右 {player['right']:.0%}"
        lines.append(("竖屏播放器遮挡", said))
    return lines


def draw(
    title: str, pixels: NDArray[np.uint8], body: dict[str, Any], swatches: Sequence[Swatch],
    light: str,
) -> Image.Image:  # fmt: skip
    """Return the card: the picture with its safe areas left, figures and colours right."""
    picture = Image.fromarray(pixels)
    scale = min(_TALL / picture.height, 1.6 * _TALL / picture.width)
    picture = picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
    )
    tall = max(picture.height, 1060)
    page = Image.new(
        "RGB", (picture.width + 3 * _EDGE + _COLUMN, tall + _HEAD + _EDGE), _PAPER
    )  # fmt: skip
    pen = ImageDraw.Draw(page)
    pen.text((_EDGE, 34), f"{title}　机位卡与色彩脚本", fill=_INK, font=font(34))
    page.paste(_guided(picture, body), (_EDGE, _HEAD))
    x = picture.width + 2 * _EDGE
    y = _figures(pen, x, _HEAD, body, light)
    _strip(pen, x, y + 26, swatches)
    return page


def _upright_angle(camera: Camera) -> float:
    above = (camera.centre_px) / camera.focal_px
    below = (camera.height - camera.centre_px) / camera.focal_px
    return float(np.degrees(np.arctan(above) + np.arctan(below)))


def _guided(picture: Image.Image, body: dict[str, Any]) -> Image.Image:
    """Return the picture with what players cover shaded, and the safe areas framed."""
    over = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(over)
    wide, high = picture.size
    if body["safe"]["player"]:
        pen.rectangle([0, 0, wide, TOP * high], fill=_SHADE)
        pen.rectangle([0, (1 - FOOT) * high, wide, high], fill=_SHADE)
        pen.rectangle([(1 - SIDE) * wide, TOP * high, wide, (1 - FOOT) * high], fill=_SHADE)
        pen.text((14, 12), "播放器顶栏", fill=_GUIDE, font=font(20))
        pen.text((14, (1 - FOOT) * high + 10), "播放器标题、进度条", fill=_GUIDE, font=font(20))
    for part, line in ((ACTION, 2), (TITLE, 1)):
        left, top = (1 - part) / 2 * wide, (1 - part) / 2 * high
        pen.rectangle([left, top, wide - left, high - top], outline=_GUIDE, width=line)
    for k in (1, 2):
        for ends in (
            [(k * wide / 3, 0), (k * wide / 3, high)], [(0, k * high / 3), (wide, k * high / 3)],
        ):  # fmt: skip
            pen.line(ends, fill=(255, 255, 255, 90), width=1)
    return Image.alpha_composite(picture.convert("RGBA"), over).convert("RGB")


def _figures(pen: ImageDraw.ImageDraw, x: int, y: int, body: dict[str, Any], light: str) -> int:
    for item, said in (*rows(body), ("光", light)):
        pen.text((x, y), item, fill=_FAINT, font=font(20))
        pen.text((x + 152, y), said, fill=_INK, font=font(20))
        y += 36
    return y


def _strip(pen: ImageDraw.ImageDraw, x: int, y: int, swatches: Sequence[Swatch]) -> None:
    """Draw one bar of all colours by their shares, and each with its name and number below."""
    total, left = sum(one.share for one in swatches), float(x)
    for one in swatches:
        right = left + _COLUMN * one.share / total
        pen.rectangle([left, y, right, y + 54], fill=one.srgb)
        left = right
    y += 74
    for one in swatches:
        pen.rectangle([x, y, x + 58, y + 42], fill=one.srgb, outline=_FAINT)
        near = one.name if one.off < 10 else f"近 {one.name}"
        pen.text((x + 76, y + 6), near, fill=_INK, font=font(22))
        pen.text((x + 230, y + 8), f"{one.hex}　{one.share:.0%}", fill=_FAINT, font=font(20))
        y += 56
