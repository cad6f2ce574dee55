"""The face that sheets are lettered in."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import ImageFont

from heritage_kb.typeface import font_file


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the shipped Chinese face at a size in pixels."""
    return ImageFont.truetype(BytesIO(font_file().read_bytes()), size)
