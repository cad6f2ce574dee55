"""The contact sheet: several cameras of one set on one page, with names, measures and a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from scenes import indoors, plate
from scenes.camera import Camera, Extent
from scenes.compositions import Composition
from scenes.lettering import font
from scenes.light import Light
from scenes.looks import GONGBI, Look
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster

Progress = Callable[[str, float], None]
_PAPER, _INK, _FAINT, _RED = (250, 247, 240), (32, 28, 26), (150, 142, 130), (150, 44, 32)
_AREA = 150_000  # pixels of a thumbnail, whatever its shape
_EDGE, _GAP, _CAPTION, _HEAD = 36, 24, 118, 84


def draw(  # noqa: PLR0913 - each choice has its name
    model: SetModel,
    triangles: Triangles,
    caster: Caster,
    hall: Extent,
    chosen: Sequence[Composition],
    light: Light,
    *,
    look: Look = GONGBI,
    seed: int = 5,
    progress: Progress | None = None,
) -> Image.Image:
    """Return the sheet: thumbnails in draft quality, and the plan with every camera's cone.

    Args:
        model: the set in its court.
        triangles: the same, flattened.
        caster: holding the triangles.
        hall: its size, for the plan.
        chosen: what to show, in order.
        light: the hour.
        look: how they are painted.
        seed: of mountains and paper.
        progress: told how far the sheet is, 0..1.
    """
    say = progress or (lambda _said, _part: None)
    light = indoors.sheltered(model, light)
    thumbs = []
    for number, one in enumerate(chosen):
        say("绘小样", number / len(chosen))
        camera = _small(one.camera)
        wash = plate.washed(model, triangles, caster, camera, light, look=look, rays=1, samples=1)
        thumbs.append(Image.fromarray(plate.drawn_over(wash, light, seed, look)))
    say("绘小样", 1.0)
    plan = _plan(hall, [one.camera for one in chosen])
    return _laid_out(chosen, thumbs, plan)


def _small(camera: Camera) -> Camera:
    scale = float(np.sqrt(_AREA / (camera.width * camera.height)))
    return replace(
        camera,
        width=max(16, round(camera.width * scale)),
        height=max(16, round(camera.height * scale)),
    )


# ------------------------------------------------------------------------------- the page


def _laid_out(
    chosen: Sequence[Composition], thumbs: Sequence[Image.Image], plan: Image.Image
) -> Image.Image:
    wide, high = max((t.size for t in thumbs), default=(300, 300))
    columns = _columns(len(thumbs), wide, high)
    rows = max(-(-len(thumbs) // columns), 1)
    cell = high + _CAPTION
    tall = max(rows * (cell + _GAP), plan.height + _GAP)
    page = Image.new(
        "RGB",
        (2 * _EDGE + columns * (wide + _GAP) + plan.width, _HEAD + tall + _EDGE), _PAPER,
    )  # fmt: skip
    pen = ImageDraw.Draw(page)
    pen.text((_EDGE, 26), f"机位小样　{len(chosen)} 个", fill=_INK, font=font(32))
    for number, (one, thumb) in enumerate(zip(chosen, thumbs, strict=True)):
        x = _EDGE + number % columns * (wide + _GAP)
        y = _HEAD + number // columns * (cell + _GAP)
        page.paste(thumb, (x, y))
        _caption(pen, x, y + high + 8, number + 1, one, wide)
    page.paste(plan, (_EDGE + columns * (wide + _GAP), _HEAD))
    return page


def _columns(count: int, wide: int, high: int) -> int:
    """Return how many thumbnails stand side by side: rows are filled, the page is not too long."""
    rows = max(1, round(float(np.sqrt(count * wide / (1.2 * (high + _CAPTION))))))
    return max(1, -(-count // rows))


def _caption(
    pen: ImageDraw.ImageDraw, x: int, y: int, number: int, one: Composition, wide: int
) -> None:
    camera = one.camera
    pitch = f"　俯仰 {camera.pitch:+.0f}°" if camera.pitch else ""
    rows = (
        (f"{number}　{one.shot.title}", _INK, 21),
        (f"{camera.lens_mm:.0f} 毫米　视高 {camera.eye[2]:.1f} 米{pitch}", _INK, 17),
        (f"得分 {one.score:.2f}　{one.reasons[0] if one.reasons else ''}", _FAINT, 16),
        (one.reasons[1] if len(one.reasons) > 1 else "", _FAINT, 16),
    )
    for said, colour, size in rows:
        pen.text((x, y), _fitting(said, size, wide), fill=colour, font=font(size))
        y += size + 9


def _fitting(said: str, size: int, wide: int) -> str:
    while said and font(size).getlength(said) > wide:
        said = said[:-1]
    return said


def _plan(hall: Extent, cameras: Sequence[Camera]) -> Image.Image:
    """Draw the hall from above and each camera's cone on it, the front below."""
    size = 520
    cones = [camera.cone(_reach(camera, hall)) for camera in cameras]
    spots = np.concatenate(
        [*cones, [(-hall.half_width, -hall.half_depth), (hall.half_width, hall.half_depth)]]
    )
    low, high = spots.min(0) - 3.0, spots.max(0) + 3.0
    low[1] -= 3.0
    scale = size / float((high - low).max())
    image = Image.new("RGB", (int((high - low)[0] * scale), int((high - low)[1] * scale)), _PAPER)
    pen = ImageDraw.Draw(image, "RGBA")

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - low[0]) * scale, (high[1] - y) * scale

    def rectangle(x: float, y: float, line: tuple[int, int, int], fill: int) -> None:
        corners = [at(-x, y), at(x, -y)]
        pen.rectangle([*corners[0], *corners[1]], outline=line, fill=(*line, fill), width=2)

    rectangle(hall.base_x, hall.base_y, _FAINT, 30)
    rectangle(hall.half_width, hall.half_depth, _FAINT, 0)
    rectangle(hall.base_x - (hall.base_y + hall.face), -hall.face, _INK, 60)
    pen.text(at(0, 0), "殿", fill=_INK, font=font(24), anchor="mm")
    taken: list[tuple[float, float]] = []
    for number, cone in enumerate(cones, 1):
        pen.polygon([at(*p) for p in cone], outline=_RED, fill=(*_RED, 36))
        x, y = at(*cone[0])
        while any(np.hypot(x - u, y - v) < 28 for u, v in taken):
            y += 28  # two cameras, one above the other
        taken.append((x, y))
        pen.ellipse([x - 13, y - 13, x + 13, y + 13], fill=_PAPER, outline=_RED, width=2)
        pen.text((x, y), str(number), fill=_RED, font=font(17), anchor="mm")
    return image


def _reach(camera: Camera, hall: Extent) -> float:
    """Return how long a cone is drawn: up to the hall, if it is not too far."""
    x, y = camera.eye[:2]
    away = np.hypot(max(abs(x) - hall.base_x, 0.0), max(abs(y) - hall.base_y, 0.0))
    return float(np.clip(away + 3.0, 8.0, 70.0))
