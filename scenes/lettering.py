"""The face that sheets are lettered in."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import ImageFont


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the shipped Chinese face at a size in pixels."""
    source = files("heritage_kb") / "data" / "fonts" / "NotoSansSC-subset.ttf"
    return ImageFont.truetype(BytesIO(source.read_bytes()), size)
