"""The Chinese face that Sanjin prints with: its file, its letters, and how a PDF embeds it.

The only module that imports fontTools.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

FAMILY = "sc"


def font_file() -> Any:
    """Return the font as a resource; a path only inside ``importlib.resources.as_file``."""
    return files("heritage_kb").joinpath("data", "fonts", "NotoSansSC-subset.ttf")


@lru_cache(maxsize=1)
def letters() -> frozenset[int]:
    """Return the code points that the font holds."""
    from fontTools.ttLib import TTFont

    with as_file(font_file()) as file, TTFont(file) as font:
        return frozenset(font.getBestCmap())


def printable(text: str) -> str:
    """Return a text whose missing letters are told by their code points."""
    known = letters()
    return "".join(one if ord(one) in known else f"［U+{ord(one):04X}］" for one in text)


def prepare(sheet: Any, title: str) -> Any:
    """Give an fpdf2 document the font (family ``FAMILY``), a title and a fixed date.

    With them the same content gives the same bytes. Returns the document.
    """
    import logging
    from datetime import UTC, datetime

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    sheet.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))
    sheet.set_producer("Sanjin")
    sheet.set_title(title)
    with as_file(font_file()) as file:
        sheet.add_font(FAMILY, "", str(file))
    return sheet
