"""AI labels of pictures, the visible half: the mark drawn into the pixels, and measured there.

The rule is GB 45438-2025 §5.2: a text with the AI and the generation element at an edge or
corner, legible, no lower than 5 % of the shorter side.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from heritage_kb import label_webp
from heritage_kb.aigc import MARK
from heritage_kb.errors import RefusedInput
from heritage_kb.label_packet import PNG, Box, chunk, chunks

LEAST_SHARE = 0.05  # of the shorter side, §5.2
LEAST_CONTRAST = 4.5  # WCAG 2.2 AA for text, taken as the measure of "legible"
_EDGE = 0.25  # a mark counts as "at the edge" within this share of the shorter side
_ALIKE = 0.55  # correlation with the drawn words from which pixels count as those words
_PLATE_OPACITY = 0.84
_CARRIED = (b"tEXt", b"zTXt", b"iTXt", b"pHYs", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"eXIf")

Grey = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A mark as measured in the pixels: ink height in px, contrast ratio, bounding box in px."""

    height: int
    contrast: float
    box: Box


# ------------------------------------------------------------------------------------ drawing


def least_height(size: tuple[int, int]) -> int:
    """Return the least ink height in pixels for a picture of ``size`` (width, height)."""
    return math.ceil(LEAST_SHARE * min(size))


def mark(image: Image.Image) -> tuple[Image.Image, Box]:
    """Return the picture with the mark at bottom right, and the mark's plate in pixels.

    Every glyph, Latin capitals included, reaches the least height. The plate is light on a light
    ground and dark on a dark one, dense enough for 4.5:1 over any pixel below it.
    """
    image = image.convert("RGBA" if "A" in image.getbands() else "RGB")
    font = _font_for(least_height(image.size))
    left, top, right, bottom = font.getbbox(MARK)
    ink = (math.ceil(right - left), math.ceil(bottom - top))
    pad = max(2, round(0.22 * ink[1]))
    margin = max(2, round(0.015 * min(image.size)))
    x1, y1 = image.width - margin, image.height - margin
    box = (max(0, x1 - ink[0] - 2 * pad), max(0, y1 - ink[1] - 2 * pad), x1, y1)
    plate, words = _colours(image.crop(box))
    layer = Image.new("RGBA", image.size, (*plate, 0))
    pen = ImageDraw.Draw(layer)
    opaque = round(255 * _PLATE_OPACITY)
    last = (box[0], box[1], box[2] - 1, box[3] - 1)
    pen.rectangle(last, fill=(*plate, opaque))
    marked = Image.alpha_composite(image.convert("RGBA"), layer)
    ImageDraw.Draw(marked).text(
        (box[0] + pad - left, box[1] + pad - top), MARK, font=font, fill=(*words, 255)
    )
    marked.paste(_opaque(marked.crop(box)), box[:2])  # legible on a transparent picture too
    return (marked if image.mode == "RGBA" else marked.convert("RGB")), box


def _opaque(patch: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", patch.size, (*_colours(patch)[0], 255))
    return Image.alpha_composite(ground, patch)


def _colours(patch: Image.Image) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    light = float(np.asarray(patch.convert("L"), dtype=float).mean()) > 127
    return ((252, 250, 244), (18, 18, 20)) if light else ((16, 16, 18), (255, 255, 255))


def _font(size: int) -> ImageFont.FreeTypeFont:
    data = resources.files("heritage_kb").joinpath("data/fonts/NotoSansSC-subset.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size)


@lru_cache(maxsize=16)
def _font_for(height: int) -> ImageFont.FreeTypeFont:
    """Return the smallest font whose capital A is at least ``height`` + 1 pixels tall."""
    size = height
    while True:
        font = _font(size)
        _, top, _, bottom = font.getbbox("A")
        if bottom - top > height:
            return font
        size += max(1, round((height + 1 - (bottom - top)) / 0.8))


# ---------------------------------------------------------------------------------- measuring


def measure(image: Image.Image, box: Box | None) -> Mark | None:
    """Find the mark in the pixels, first where the file says, then along the edges."""
    if box and _inside(box, image.size):
        found = _in_box(image, box)
        if found:
            return found
    return _along_edges(image)


def at_edge(box: Box, size: tuple[int, int]) -> bool:
    """Tell whether a box lies wholly within the outer band of a picture."""
    band = _EDGE * min(size)
    width, height = size
    return box[2] <= band or box[3] <= band or box[0] >= width - band or box[1] >= height - band


def _inside(box: Box, size: tuple[int, int]) -> bool:
    return 0 <= box[0] < box[2] <= size[0] and 0 <= box[1] < box[3] <= size[1]


def _luminance(image: Image.Image) -> Grey:
    """Return WCAG relative luminance, (height, width) in 0..1; transparency lies on mid grey."""
    if "A" in image.getbands():
        ground = Image.new("RGBA", image.size, (128, 128, 128, 255))
        image = Image.alpha_composite(ground, image.convert("RGBA"))
    rgb = np.asarray(image.convert("RGB"), dtype=float) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _in_box(image: Image.Image, box: Box) -> Mark | None:
    light = np.sqrt(_luminance(image.crop(box)))  # a root spreads the dark half evenly
    ground = float(np.median(np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])))
    away = np.abs(light - ground)
    if away.max() < 0.1:
        return None
    ink = away > away.max() / 2
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    y0, y1, x0, x1 = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    shape = _words((int(x1 - x0), int(y1 - y0)))
    if _alike(away[y0:y1, x0:x1], shape) < _ALIKE:
        return None
    contrast = _contrast(light[y0:y1, x0:x1] ** 2, shape)
    left, top = box[0] + int(x0), box[1] + int(y0)
    return Mark(height=int(y1 - y0), contrast=contrast, box=(left, top, *_end(left, top, shape)))


def _end(left: int, top: int, shape: Grey) -> tuple[int, int]:
    return left + shape.shape[1], top + shape.shape[0]


def _words(size: tuple[int, int]) -> Grey:
    """Return the words drawn in 0..1, stretched to ``size`` (width, height)."""
    font = _font(max(24, 2 * size[1]))
    left, top, right, bottom = (round(edge) for edge in font.getbbox(MARK))
    canvas = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(canvas).text((-left, -top), MARK, font=font, fill=255)
    canvas = canvas.crop(canvas.getbbox())
    return np.asarray(canvas.resize(size, Image.Resampling.BOX), dtype=float) / 255


def _alike(patch: Grey, shape: Grey) -> float:
    a, b = patch - patch.mean(), shape - shape.mean()
    scale = math.sqrt(float((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 0 else 0.0


def _contrast(luminance: Grey, shape: Grey) -> float:
    words, ground = luminance[shape > 0.9], luminance[shape < 0.1]
    if not words.size or not ground.size:
        return 1.0
    a, b = float(np.median(words)), float(np.median(ground))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def _along_edges(image: Image.Image) -> Mark | None:
    """Search the words at 5–12 % of the shorter side, in a reduced copy of about 480 px."""
    factor = min(1.0, 480 / min(image.size))
    size = (max(8, round(image.width * factor)), max(8, round(image.height * factor)))
    light = np.sqrt(_luminance(image.resize(size, Image.Resampling.BOX)))
    best: tuple[float, Box] = (0.0, (0, 0, 0, 0))
    aspect = _words((400, 100)).shape[1] / 100
    left, top, right, bottom = _font(200).getbbox(MARK)
    aspect = (right - left) / (bottom - top)
    for share in (0.05, 0.056, 0.062, 0.069, 0.077, 0.086, 0.096, 0.107, 0.12):
        tall = max(6, round(share * min(size)))
        wide = round(aspect * tall)
        if wide < size[0] and tall < size[1]:
            score, x, y = _match(light, _words((wide, tall)))
            box = (x, y, x + wide, y + tall)
            if score > best[0] and at_edge(box, size):
                best = (score, box)
    if best[0] < _ALIKE:
        return None
    x0, y0, x1, y1 = (round(edge / factor) for edge in best[1])
    full = (x0, y0, min(x1, image.width), min(y1, image.height))
    shape = _words((full[2] - full[0], full[3] - full[1]))
    return Mark(
        height=full[3] - full[1],
        contrast=_contrast(_luminance(image.crop(full)), shape),
        box=full,
    )


def _match(light: Grey, shape: Grey) -> tuple[float, int, int]:
    """Return the best absolute correlation of ``shape`` in ``light`` and its x, y."""
    tall, wide = shape.shape
    pattern = shape - shape.mean()
    spectrum = np.fft.rfft2(light) * np.conj(np.fft.rfft2(pattern, light.shape))
    cross = np.fft.irfft2(spectrum, light.shape)[: -tall + 1 or None, : -wide + 1 or None]
    mean = _window(light, tall, wide) / shape.size
    spread = np.maximum(_window(light * light, tall, wide) - shape.size * mean**2, 1e-9)
    score = np.abs(cross) / np.sqrt(spread * float((pattern * pattern).sum()))
    score[spread < 1e-3 * shape.size] = 0  # a flat patch is like nothing
    y, x = np.unravel_index(int(score.argmax()), score.shape)
    return float(score[y, x]), int(x), int(y)


def _window(values: Grey, tall: int, wide: int) -> Grey:
    total = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    return np.asarray(
        total[tall:, wide:] - total[:-tall, wide:] - total[tall:, :-wide] + total[:-tall, :-wide]
    )


# ---------------------------------------------------------------------------------- re-encoding


def drawn(data: bytes) -> tuple[bytes, Box]:
    """Return the file with the mark in its pixels (PNG lossless, JPEG at quality 95, WebP 88) and its box.

    Raises:
        RefusedInput: the picture has 16 bits a channel or is too small for a legible mark.
    """
    image = Image.open(io.BytesIO(data))
    if image.mode.startswith(("I", "F")):
        raise RefusedInput(
            "16 位或浮点图不能画可见标识；若是控制图，请按控制图标识（control=True）。",
            "A 16-bit picture cannot carry a drawn mark; label it as a control image.",
        )
    if min(image.size) < 64:
        raise RefusedInput(
            f"图片只有 {image.width}×{image.height}，画不下清楚的标识；"
            "请用短边不小于 64 像素的图。",
            "The picture is too small for a legible mark (shorter side under 64 px).",
        )
    if label_webp.is_webp(data):
        return _in_every_frame(image)
    marked, box = mark(image)
    encode: Callable[[Image.Image, Image.Image, bytes], bytes]
    encode = _encode_png if data.startswith(PNG) else _encode_jpeg
    return encode(marked, image, data), box


def _in_every_frame(image: Image.Image) -> tuple[bytes, Box]:
    """Return a WebP picture or clip with the mark in each frame, all at one place."""
    shown, long = label_webp.frames(image)
    marked = [mark(frame) for frame in shown]
    return label_webp.encoded([one for one, _ in marked], long), marked[0][1]


def _encode_png(marked: Image.Image, _: Image.Image, data: bytes) -> bytes:
    out = io.BytesIO()
    marked.save(out, "PNG", compress_level=6)
    fresh = [(kind, body) for kind, body in chunks(out.getvalue()) if kind not in _CARRIED]
    fresh[1:1] = [(kind, body) for kind, body in chunks(data) if kind in _CARRIED]
    return PNG + b"".join(chunk(kind, body) for kind, body in fresh)


def _encode_jpeg(marked: Image.Image, original: Image.Image, _: bytes) -> bytes:
    out = io.BytesIO()
    kept = {
        key: original.info[key] for key in ("exif", "icc_profile", "dpi") if key in original.info
    }
    marked.convert("RGB").save(out, "JPEG", quality=95, subsampling=0, **kept)
    return out.getvalue()
