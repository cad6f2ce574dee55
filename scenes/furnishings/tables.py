"""Tables by century: the low desk, the long table, the square table of eight, the kang table."""

from __future__ import annotations

import numpy as np

from scenes.furnishings.piece import (
    Mesh,
    Piece,
    apron,
    bar,
    box,
    frame,
    legs,
    merge,
    plate,
    skin,
)
from scenes.solids import prism, shifted
from scenes.turned import ring

WOOD = "hardwood"


def low_desk(w: float = 1.1, d: float = 0.42, h: float = 0.34) -> Piece:
    """Return a 案 of the age of mats: a top with turned-up ends on rows of bent legs."""
    feet = [bar((sx * (w / 2 - 0.12), -d / 2 + 0.05 + k * (d - 0.1) / 4, 0.03),
                (sx * (w / 2 - 0.10), -d / 2 + 0.05 + k * (d - 0.1) / 4, h - 0.03), 0.026, 0.026)
            for sx in (-1, 1) for k in range(5)]  # fmt: skip
    shoes = [box(s * (w / 2 - 0.12) - 0.03, s * (w / 2 - 0.12) + 0.03, -d / 2, d / 2, 0.0, 0.04)
             for s in (-1, 1)]  # fmt: skip
    return [(merge(_upturned(w, d, h), *feet, *shoes), "lacquer_black")]


def _upturned(w: float, d: float, h: float) -> Mesh:
    """Return a top whose ends turn up (翘头)."""
    line = [(-w / 2, h + 0.055), (-w / 2 - 0.015, h + 0.05), (-w / 2 + 0.03, h - 0.03),
            (w / 2 - 0.03, h - 0.03), (w / 2 + 0.015, h + 0.05), (w / 2, h + 0.055),
            (w / 2 - 0.055, h), (-w / 2 + 0.055, h)]  # fmt: skip
    return plate(line, d)


def flat_table(w: float = 1.7, d: float = 0.62, h: float = 0.82) -> Piece:
    """Return a 平头案: a plain top, round legs set in, a spandrelled apron."""
    feet = legs(w - 0.36, d - 0.08, h - 0.03, 0.05, 0.0, 0.012)
    rails = [
        apron(w - 0.36, h - 0.12, h - 0.028, 0.016, s * (d / 2 - 0.065), 0.75) for s in (-1, 1)
    ]
    ties = [bar((s * (w / 2 - 0.20), -d / 2 + 0.06, z), (s * (w / 2 - 0.20), d / 2 - 0.06, z), 0.03,
                0.036) for s in (-1, 1) for z in (0.30, 0.44)]  # fmt: skip
    top = box(-w / 2, w / 2, -d / 2, d / 2, h - 0.032, h)
    return [(merge(top, feet, *rails, *ties), WOOD)]


def long_table(w: float = 2.4, d: float = 0.48, h: float = 0.98) -> Piece:
    """Return a 翘头条案: long and high, ends turned up, its legs boards with a cloud opening."""
    sides = []
    for s in (-1, 1):
        for y in (-1, 1):
            sides.append(bar((s * (w / 2 - 0.30), y * (d / 2 - 0.06), 0.06),
                             (s * (w / 2 - 0.30), y * (d / 2 - 0.06), h - 0.03), 0.055, 0.05))  # fmt: skip
        sides.append(
            box(s * (w / 2 - 0.30) - 0.035, s * (w / 2 - 0.30) + 0.035, -d / 2, d / 2, 0, 0.07)
        )
        sides.append(box(s * (w / 2 - 0.30) - 0.012, s * (w / 2 - 0.30) + 0.012, -d / 2 + 0.08,
                         d / 2 - 0.08, 0.30, h - 0.10))  # fmt: skip
    rails = [apron(w - 0.10, h - 0.14, h - 0.028, 0.02, s * (d / 2 - 0.04), 0.7) for s in (-1, 1)]
    return [(merge(_upturned(w, d, h), *sides, *rails), WOOD)]


def eight_seat(w: float = 0.96, h: float = 0.84) -> Piece:
    """Return an 八仙桌: square, an apron set back under the top, a hump rail below."""
    feet = legs(w - 0.02, w - 0.02, h - 0.03, 0.056)
    waist = frame(w - 0.10, w - 0.10, h - 0.075, 0.02, 0.045)
    rails = frame(w - 0.03, w - 0.03, h - 0.16, 0.026, 0.075, 0.006)
    humps = []
    for s in (-1, 1):
        humps += [bar((-w / 2 + 0.05, s * (w / 2 - 0.05), h - 0.24),
                      (w / 2 - 0.05, s * (w / 2 - 0.05), h - 0.24), 0.026, 0.034),
                  bar((s * (w / 2 - 0.05), -w / 2 + 0.05, h - 0.238),
                      (s * (w / 2 - 0.05), w / 2 - 0.05, h - 0.238), 0.026, 0.034)]  # fmt: skip
    top = box(-w / 2, w / 2, -w / 2, w / 2, h - 0.032, h)
    return [(merge(top, feet, waist, rails, *humps), WOOD)]


def kang_table(w: float = 0.86, d: float = 0.58, h: float = 0.30) -> Piece:
    """Return a 炕桌."""
    feet = legs(w, d, h - 0.02, 0.052, 0.01)
    rails = [apron(w - 0.10, h - 0.11, h - 0.02, 0.018, s * (d / 2 - 0.022), 0.6) for s in (-1, 1)]
    ends = frame(w - 0.06, d - 0.04, h - 0.075, 0.018, 0.055, 0.012)
    return [(merge(feet, *rails, ends, box(-w / 2 - 0.02, w / 2 + 0.02, -d / 2 - 0.02, d / 2 + 0.02,
                                           h - 0.022, h)), "lacquer_red")]  # fmt: skip


def desk(w: float = 1.35, d: float = 0.66, h: float = 0.82) -> Piece:
    """Return a desk with two banks of drawers (账桌)."""
    body = []
    pulls = []
    for s in (-1, 1):
        x0, x1 = sorted((s * (w / 2 - 0.02), s * (w / 2 - 0.44)))
        body += [box(x0, x1, -d / 2 + 0.02, d / 2 - 0.02, 0.16, h - 0.032)]
        for k in range(3):
            z0 = 0.20 + k * (h - 0.28) / 3
            z1 = z0 + (h - 0.28) / 3 - 0.03
            body.append(box(x0 + 0.02, x1 - 0.02, -d / 2 + 0.004, -d / 2 + 0.03, z0, z1))
            pulls.append(box((x0 + x1) / 2 - 0.03, (x0 + x1) / 2 + 0.03, -d / 2 - 0.008,
                             -d / 2 + 0.006, (z0 + z1) / 2 - 0.01, (z0 + z1) / 2 + 0.01))  # fmt: skip
    feet = legs(w, d, 0.17, 0.05, 0.02)
    top = box(-w / 2, w / 2, -d / 2, d / 2, h - 0.034, h)
    drawer = box(-w / 2 + 0.44, w / 2 - 0.44, -d / 2 + 0.03, -d / 2 + 0.06, h - 0.16, h - 0.033)
    return [(merge(top, *body, feet, drawer), "walnut"), (merge(*pulls), "brass")]


def draped(w: float = 2.2, d: float = 0.8, h: float = 1.0, cloth: str = "quilt_red") -> Piece:
    """Return an offering table under its cloth (供桌、桌围): flat top, folds falling in front."""
    top = box(-w / 2, w / 2, -d / 2, d / 2, h - 0.05, h)
    feet = legs(w - 0.05, d - 0.06, h - 0.045, 0.07)
    count = max(8, int(w / 0.14))
    x = np.linspace(-w / 2 - 0.01, w / 2 + 0.01, 2 * count + 1)
    fold = -d / 2 - 0.012 - 0.014 * (np.arange(len(x)) % 2)
    line = [*zip(x, fold, strict=True), *zip(x[::-1], fold[::-1] - 0.012, strict=True)]
    skirt = shifted(prism(line, h - 0.14, "xy"), z=0.08 + (h - 0.14) / 2)
    band = box(-w / 2 - 0.014, w / 2 + 0.014, -d / 2 - 0.045, -d / 2 + 0.002, h - 0.20, h + 0.004)
    return [(merge(top, feet), "lacquer_red"), (skirt, cloth), (band, "brocade")]


def counter(w: float, d: float = 0.62, h: float = 1.12) -> Piece:
    """Return a shop's counter (柜台): panelled front, a thick worn top."""
    count = max(2, round(w / 0.75))
    step = w / count
    body = [box(-w / 2 + 0.03, w / 2 - 0.03, -d / 2 + 0.03, d / 2 - 0.03, 0.0, h - 0.05)]
    for k in range(count):
        x0 = -w / 2 + k * step
        for z0, z1 in ((0.10, 0.34 * h), (0.38 * h, h - 0.12)):
            body.append(box(x0 + 0.07, x0 + step - 0.07, -d / 2 + 0.012, -d / 2 + 0.04, z0, z1))
    plinth = box(-w / 2 + 0.01, w / 2 - 0.01, -d / 2 + 0.01, d / 2 - 0.01, 0.0, 0.08)
    return [(merge(*body, plinth), "counter"), (box(-w / 2, w / 2, -d / 2, d / 2, h - 0.052, h),
                                                "walnut")]  # fmt: skip


def workbench(w: float = 2.0, d: float = 0.7, h: float = 0.78) -> Piece:
    """Return a heavy bench of planks on trestles."""
    feet = legs(w - 0.2, d, h - 0.06, 0.09, 0.0, 0.03)
    planks = [box(-w / 2, w / 2, -d / 2 + k * d / 4 + 0.003, -d / 2 + (k + 1) * d / 4 - 0.003,
                  h - 0.065, h - 0.002 * (k % 2)) for k in range(4)]  # fmt: skip
    ties = frame(w - 0.2, d, 0.18, 0.05, 0.06, 0.02)
    return [(merge(feet, *planks, ties), "timber")]


def round_tray(r: float = 0.5) -> Piece:
    """Return a flat round tray of willow (簸箩)."""
    rings = [ring(z, k * r, k * r, (0, 0), 22) for z, k in
             ((0.0, 0.9), (0.06, 1.0), (0.075, 1.0), (0.075, 0.94), (0.02, 0.86))]  # fmt: skip
    return [(skin(rings), "reed_mat")]
