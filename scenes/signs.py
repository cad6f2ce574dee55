"""Signboards, couplets and shop cloths with real words: letters of the shipped faces, raised.

Words are traditional before 1956 and run from right to left before 1949. A sign's frame has its
origin in the middle of its back, x to the reader's right, z up, and is read from −y.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from heritage_kb.errors import RefusedInput
from heritage_kb.normal import traditional
from heritage_kb.typeface import Face, letters
from scenes import solids
from scenes.glyphs import glyph
from scenes.model import Matrix, SetModel
from scenes.solids import Mesh

Form = Literal["plaque", "upright", "cloth", "lightbox", "bare", "blade", "fascia"]
REFORM, LEFTWARD = 1956, 1949  # years: simplified characters; boards read from the left
RAISED = 0.012  # metres a letter stands out of its board
LONGEST = 24  # letters on one sign

# style: ground, letters, frame ("" for none)
STYLES: Mapping[str, tuple[str, str, str]] = {
    "black": ("sign_black", "paint_gold", "board"),
    "gilt": ("paint_gold", "paint_ink", "sign_black"),
    "red": ("paint_red", "paint_gold", "paint_gold"),
    "plain": ("timber", "paint_ink", "board"),
    "paper": ("robe_crimson", "paint_ink", ""),
    "white": ("sign_cloth", "paint_ink", ""),
    "blue": ("sign_blue", "sign_cloth", ""),
    "stone": ("stone", "paint_ink", "slab"),
    "cement": ("cement", "cement_pale", "cement_pale"),
    "modern": ("robe_white", "robe_crimson", "iron"),
    "box": ("lightbox", "robe_crimson", "iron"),
    # of streets of today: ground, letters that burn by night, edge
    "fascia_red": ("fascia_red", "letter_white", "aluminium"),
    "fascia_blue": ("fascia_blue", "letter_white", "aluminium"),
    "fascia_green": ("fascia_green", "letter_white", "aluminium"),
    "fascia_yellow": ("fascia_yellow", "letter_red", "aluminium"),
    "fascia_white": ("fascia_white", "letter_red", "aluminium"),
    "fascia_black": ("fascia_black", "letter_gold", "aluminium"),
    "fascia_wood": ("walnut", "letter_white", "sign_black"),
    "painted_red": ("robe_white", "robe_crimson", "iron"),
    "painted_blue": ("fascia_blue", "enamel_white", "iron"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """A sign as it hangs; ``wide`` and ``high`` metres.

    ``plaque`` has its letters in a row, ``upright`` one below the other; ``cloth`` hangs from a
    rod and is read from both sides, as a ``lightbox`` and a ``blade`` are, which stand out from a
    front; ``bare`` are letters without a board, a ``fascia`` is the box over a shop of today.
    ``text`` is as it is read; ``leftward`` sets a row from right to left.
    """

    text: str
    form: Form
    wide: float
    high: float
    style: str = "black"
    leftward: bool = True

    @property
    def in_row(self) -> bool:
        """Return whether letters stand side by side."""
        return self.form in ("plaque", "fascia") or (self.form == "bare" and self.wide > self.high)


def worded(text: str, period: str, year: int | None, *, old: bool = False) -> str:
    """Return what stands on a sign of an age: traditional characters before 1956.

    Args:
        text: as it was asked for, in either script.
        period: id of the age.
        year: the year, where it is known.
        old: traditional in any age, as on a restored street.

    Raises:
        RefusedInput: nothing to write, too much for a sign, or a letter no face holds.
    """
    plain = "".join(text.split())
    if not plain or len(plain) > LONGEST:
        raise RefusedInput(
            f"招牌上的字“{plain[:12]}”写不下：每块请写 1 到 {LONGEST} 个字。",
            f"A sign holds 1-{LONGEST} letters.",
        )
    early = period != "dangdai" or (year is not None and year < REFORM)
    made = traditional(plain) if early or old else plain
    missing = [one for one in made if not any(ord(one) in letters(f) for f in ("kai", "sans"))]
    if missing:
        raise RefusedInput(
            f"招牌上的“{'、'.join(missing[:5])}”随附字体里没有：请换常用字。",
            f"The shipped faces do not hold {missing[:5]}.",
        )
    return made


def leftward(period: str, year: int | None) -> bool:
    """Return whether a row of letters is read from the right, as before 1949."""
    return period != "dangdai" or (year is not None and year < LEFTWARD)


def face_of(text: str, *, printed: bool = False) -> Face:
    """Return the brush face where it holds every letter, else the printing one.

    ``printed`` wants the printing face where that holds every letter.
    """
    if printed and all(ord(one) in letters("sans") for one in text):
        return "sans"
    return "kai" if all(ord(one) in letters("kai") for one in text) else "sans"


def hang(model: SetModel, sign: Sign, at: Matrix, rule: str = "invention") -> None:
    """Put a sign and its letters into a set, its frame at ``at`` (4, 4)."""
    ground, ink, frame = STYLES[sign.style]
    name = f"sign.{sign.form}.{sign.style}.{sign.wide:.2f}x{sign.high:.2f}"
    for part, mesh, material in _bodies(sign, ground, frame):
        if f"{name}.{part}" not in model.parts:
            model.add_part(f"{name}.{part}", *mesh, material)
        model.place(f"{name}.{part}", "sign", at, rule, sign.text if part == "ground" else "")
    thick = _thickness(sign)
    write(model, sign, ink, at @ solids.placement(y=-thick))
    if sign.form in ("cloth", "lightbox", "blade"):
        write(model, sign, ink, at @ solids.placement(turn=np.pi))


def write(model: SetModel, sign: Sign, ink: str, at: Matrix) -> None:
    """Put a sign's letters alone, raised from the plane y = 0 of ``at``."""
    face = face_of(sign.text, printed=sign.form == "fascia")
    raised = 0.004 if sign.form == "cloth" else RAISED  # paint on cloth, carving on a board
    for letter, x, z, size in _set(sign):
        name = f"glyph.{face}.{ord(letter):x}.{ink}"
        if name not in model.parts:
            mesh = glyph(letter, face)
            if not len(mesh[1]):
                continue
            model.add_part(name, *mesh, ink)
        put = solids.placement(x, 0.0, z, scale=(size, 2 * raised, size))
        model.place(name, "sign", at @ put, "invention", letter)


def _set(sign: Sign) -> Iterator[tuple[str, float, float, float]]:
    """Yield (letter, x, z, size) of each letter."""
    text, n = sign.text, len(sign.text)
    along, across = (sign.wide, sign.high) if sign.in_row else (sign.high, sign.wide)
    margin = 1.0 if sign.form == "bare" else 0.90
    pitch = margin * along / n
    size = min(0.94 * pitch, (0.98 if sign.form == "bare" else 0.70) * across)
    pitch = min(pitch, 1.5 * size)
    for k, letter in enumerate(text):
        place = (k - (n - 1) / 2) * pitch
        if sign.in_row:
            yield letter, -place if sign.leftward else place, 0.0, size
        else:
            yield letter, 0.0, -place, size


def _thickness(sign: Sign) -> float:
    return {"cloth": 0.010, "lightbox": 0.16, "bare": 0.0, "blade": 0.06, "fascia": 0.16}.get(
        sign.form, 0.045
    )


def _bodies(sign: Sign, ground: str, frame: str) -> Iterator[tuple[str, Mesh, str]]:
    """Yield (part, mesh, material) of board, frame and rods."""
    if sign.form == "bare":
        return
    w, h, t = sign.wide / 2, sign.high / 2, _thickness(sign)
    yield "ground", solids.boxes([(-w, w, -t, 0.0, -h, h)]), ground
    if sign.form == "cloth":
        bars = [(-w - 0.05, w + 0.05, -t / 2 - 0.014, -t / 2 + 0.014, z - 0.014, z + 0.014)
                for z in (-h, h)]  # fmt: skip
        yield "rod", solids.boxes(bars), "wood"
    elif frame:
        edge = min(0.09, 0.10 * min(sign.wide, sign.high) + 0.02)
        out, back = t + 0.022, 0.012
        yield "frame", solids.boxes([
            (-w - edge / 2, w + edge / 2, -out, back, h - edge / 2, h + edge / 2),
            (-w - edge / 2, w + edge / 2, -out, back, -h - edge / 2, -h + edge / 2),
            (-w - edge / 2, -w + edge / 2, -out, back, -h + edge / 2, h - edge / 2),
            (w - edge / 2, w + edge / 2, -out, back, -h + edge / 2, h - edge / 2),
        ]), frame  # fmt: skip
