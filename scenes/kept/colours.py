"""A picture's colours against the period's: part by part, once the light's own tint is taken off.

The plate is painted in the pigments that the rules give the period, so it is the measure. A
picture may be warmer or cooler as a whole, and paler or deeper; a part that leaves its hue while
the others stay is of another paint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput
from scenes import brush, gate, rulebook
from scenes.drawings import layers
from scenes.kept.seen import Seen
from scenes.spec import SetSpec

PARTS = ("roof", "wall", "column", "bracket", "door", "platform", "ground")
FAR = 16.0  # CIE a*b* units by which a part may leave the colour of the plate
_TITLES = {"ground": "地面"}  # drawings call theirs otherwise
_SEEN = 0.004  # part of the picture a part must cover


@dataclass(frozen=True, slots=True)
class Tint:
    """A part's colour: ``meant`` and ``seen`` hue words, how ``far`` apart, and what refuses it."""

    part: str
    title: str
    meant: str
    seen: str
    far: float
    why: str

    @property
    def fails(self) -> bool:
        """Return whether the part is of another paint."""
        return self.far > FAR and (self.meant != self.seen or bool(self.why))


def tints(seen: Seen, picture: NDArray[np.uint8]) -> list[Tint]:
    """Return the colour of each part that is seen well enough, the farthest off first."""
    ours, theirs = brush.lab(seen.plate), brush.lab(picture)
    least = _SEEN * seen.element.size
    masks = {part: seen.of(part) for part in PARTS}
    masks = {part: mask for part, mask in masks.items() if mask.sum() >= least}
    if not masks:
        return []
    meant = np.array([np.median(ours[mask], 0) for mask in masks.values()])
    found = np.array([np.median(theirs[mask], 0) for mask in masks.values()])
    cast = np.median(found[:, 1:] - meant[:, 1:], 0)
    out = []
    for part, (_, a, b), (_, c, d) in zip(masks, meant, found, strict=True):
        far = float(np.hypot(c - cast[0] - a, d - cast[1] - b))
        hue = named(c - cast[0], d - cast[1])
        why = _refused(seen.body, part, hue) if far > FAR else ""
        out.append(Tint(part, _TITLES.get(part) or layers.title(part), named(a, b), hue, far, why))
    return sorted(out, key=lambda tint: -tint.far)


def named(a: float, b: float) -> str:
    """Return what a colour is called: 灰, 红, 黄, 绿, 蓝 or 紫."""
    table = rulebook.table("hues")
    if np.hypot(a, b) < table["grey"]:
        return "灰"
    turn = float(np.degrees(np.arctan2(b, a)) % 360)
    return next(str(row["name"]) for row in table["hue"] if row["from"] <= turn < row["to"])


def _refused(body: Mapping[str, Any], part: str, hue: str) -> str:
    """Return why the gate would not let such a part stand in this period; "" where it would."""
    rows = rulebook.table("hues")["thing"]
    said = [row["said"] for row in rows if (row["part"], row["hue"]) == (part, hue)]
    if not said:
        return ""
    asked = {
        k: v for k, v in body["spec"].items() if k in ("period", "year", "site", "kind", "type")
    }
    try:
        spec = SetSpec.from_mapping(asked | {"features": said})
        found = [one for one in gate.examine(spec) if one.field == "features"]
    except RefusedInput:
        return ""
    return found[0].sentence() if found else ""
