"""Where people sleep: the canopied bed, the kang with its mats, quilts and hearth."""

from __future__ import annotations

import numpy as np

from scenes.furnishings.piece import Mesh, Piece, apron, bar, box, frame, legs, merge, pipe, skin
from scenes.lattice import pattern
from scenes.turned import ring


def canopy_bed(w: float = 2.1, d: float = 1.35, h: float = 2.15) -> Piece:
    """Return an 架子床: four posts and two at the door, low rails of lattice, curtains."""
    seat = 0.46
    posts = [bar((x, y, 0.0), (x, y, h - 0.08), 0.055, 0.055)
             for x in (-w / 2 + 0.04, w / 2 - 0.04) for y in (-d / 2 + 0.04, d / 2 - 0.04)]  # fmt: skip
    posts += [bar((s * 0.46, -d / 2 + 0.04, seat), (s * 0.46, -d / 2 + 0.04, h - 0.08), 0.045, 0.045)
              for s in (-1, 1)]  # fmt: skip
    base = [frame(w, d, seat - 0.09, 0.06, 0.09), box(-w / 2 + 0.05, w / 2 - 0.05, -d / 2 + 0.05,
            d / 2 - 0.05, seat - 0.05, seat - 0.012),
            apron(w - 0.12, 0.20, seat - 0.088, 0.024, -d / 2 + 0.03)]  # fmt: skip
    roof = [frame(w + 0.06, d + 0.06, h - 0.10, 0.05, 0.10),
            box(-w / 2, w / 2, -d / 2, d / 2, h - 0.02, h)]  # fmt: skip
    rails: list[Mesh] = []
    for x0, x1, y in ((-w / 2 + 0.06, -0.49, -d / 2 + 0.04), (0.49, w / 2 - 0.06, -d / 2 + 0.04),
                      (-w / 2 + 0.06, w / 2 - 0.06, d / 2 - 0.04)):  # fmt: skip
        rails += _rail(x0, x1, y, seat + 0.05, seat + 0.36)
        rails += _rail(x0, x1, y, h - 0.34, h - 0.12)
    cloth = [
        _curtain(s * (w / 2 - 0.24), -d / 2 + 0.12, 0.34, seat + 0.02, h - 0.12) for s in (-1, 1)
    ]
    cloth.append(box(-w / 2 + 0.06, w / 2 - 0.06, d / 2 - 0.085, d / 2 - 0.075, seat, h - 0.12))
    bed = box(-w / 2 + 0.07, w / 2 - 0.07, -d / 2 + 0.09, d / 2 - 0.10, seat - 0.013, seat + 0.05)
    quilt = box(-w / 2 + 0.5, w / 2 - 0.10, -d / 2 + 0.12, d / 2 - 0.12, seat + 0.048, seat + 0.13)
    pillow = pipe(
        [(-w / 2 + 0.28, -0.30, seat + 0.13), (-w / 2 + 0.28, 0.30, seat + 0.13)], 0.075, 10
    )
    return [(merge(*posts, *base, *roof, *rails), "hardwood"), (merge(*cloth), "curtain"),
            (bed, "linen"), (quilt, "quilt_red"), (pillow, "quilt_blue")]  # fmt: skip


def _rail(x0: float, x1: float, y: float, z0: float, z1: float) -> list[Mesh]:
    """Return a low panel of lattice between posts."""
    v, f = pattern("方格", x1 - x0, z1 - z0)
    made: Mesh = (v * [1, 0.6, 1] + [(x0 + x1) / 2, y, z0], f)
    return [made, box(x0 - 0.01, x1 + 0.01, y - 0.02, y + 0.02, z0 - 0.03, z0 + 0.002),
            box(x0 - 0.01, x1 + 0.01, y - 0.02, y + 0.02, z1 - 0.002, z1 + 0.03)]  # fmt: skip


def _curtain(x: float, y: float, wide: float, low: float, top: float) -> Mesh:
    """Return a drawn curtain, gathered at a third of its height."""
    rings = []
    for t in np.linspace(0, 1, 8):
        pinch = 1 - 0.55 * np.exp(-(((t - 0.36) / 0.14) ** 2))
        rings.append(
            ring(low + (top - low) * t, wide / 2 * pinch, 0.05 * pinch, (x, y), 24, 0.16, 6)
        )
    return skin(rings)


def couch_bed(w: float = 2.0, d: float = 1.0, h: float = 0.46) -> Piece:
    """Return a 罗汉床: a couch with three low screens."""
    seat = [frame(w, d, h - 0.09, 0.06, 0.09), box(-w / 2 + 0.05, w / 2 - 0.05, -d / 2 + 0.05,
            d / 2 - 0.05, h - 0.06, h - 0.004), legs(w, d, h - 0.08, 0.09),
            apron(w - 0.17, 0.18, h - 0.085, 0.03, -d / 2 + 0.035)]  # fmt: skip
    back = [box(-w / 2, w / 2, d / 2 - 0.045, d / 2, h, h + 0.38)]
    back += [box(s * (w / 2 - 0.022) - 0.022, s * (w / 2 - 0.022) + 0.022, -d / 2 + 0.10, d / 2 - 0.046,
                 h, h + 0.28) for s in (-1, 1)]  # fmt: skip
    mat = box(-w / 2 + 0.06, w / 2 - 0.06, -d / 2 + 0.06, d / 2 - 0.06, h - 0.005, h + 0.05)
    return [(merge(*seat, *back), "hardwood"), (mat, "quilt_blue")]


def kang(w: float, d: float, h: float) -> Piece:
    """Return a 炕: brick front, timber edge, a reed mat over it."""
    body = box(-w / 2, w / 2, -d / 2 + 0.012, d / 2, 0.0, h - 0.085)
    edge = box(-w / 2, w / 2, -d / 2 - 0.012, -d / 2 + 0.085, h - 0.086, h + 0.004)
    top = box(-w / 2, w / 2, -d / 2 + 0.084, d / 2, h - 0.086, h - 0.012)
    mat = box(-w / 2 + 0.012, w / 2 - 0.012, -d / 2 + 0.10, d / 2 - 0.012, h - 0.013, h + 0.002)
    hole = box(-0.16, 0.16, -d / 2 + 0.002, -d / 2 + 0.02, 0.08, 0.34)
    return [(body, "brick"), (edge, "walnut"), (top, "adobe"), (mat, "kang_mat"), (hole, "soot")]


def felt(w: float, d: float) -> Piece:
    """Return a painted oilcloth or felt laid on a mat (炕围中的炕毡)."""
    return [(box(-w / 2, w / 2, -d / 2, d / 2, 0.0, 0.006), "felt_red"),
            (box(-w / 2 + 0.10, w / 2 - 0.10, -d / 2 + 0.10, d / 2 - 0.10, 0.005, 0.010), "felt_blue"),
            (box(-w / 2 + 0.16, w / 2 - 0.16, -d / 2 + 0.16, d / 2 - 0.16, 0.009, 0.0135), "felt_red")]  # fmt: skip


def quilts(count: int = 4, w: float = 0.95) -> Piece:
    """Return folded quilts in a stack, a bolster before them."""
    rows: dict[str, list[Mesh]] = {}
    colours = ("quilt_red", "quilt_blue", "quilt_flower", "quilt_green")
    for k in range(count):
        z, wide = 0.11 * k, w / 2 - 0.012 * (k % 2)
        rings = []
        for t in (0.0, 0.012, 0.088, 0.104):
            swell = 0.0 if t in (0.0, 0.104) else 0.018
            x, y = wide + swell, 0.25 + swell
            rings.append(np.array([(-x, -y, z + t), (x, -y, z + t), (x, y, z + t), (-x, y, z + t)]))
        rows.setdefault(colours[k % 4], []).append(skin(rings))
    made: Piece = [(merge(*meshes), material) for material, meshes in rows.items()]
    bolster = pipe([(-0.3, -0.36, 0.085), (0.3, -0.36, 0.085)], 0.083, 12)
    return [*made, (bolster, "quilt_blue")]


def hearth(w: float = 0.85, d: float = 0.75, h: float = 0.62) -> Piece:
    """Return the small stove at the foot of a kang (锅台), an iron pan set in it, fire within."""
    body = merge(box(-w / 2, w / 2, -d / 2, d / 2, 0.0, h), box(-w / 2 - 0.015, w / 2 + 0.015,
                 -d / 2 - 0.015, d / 2 + 0.015, h - 0.05, h + 0.004))  # fmt: skip
    mouth = box(-0.15, 0.15, -d / 2 - 0.004, -d / 2 + 0.03, 0.10, 0.36)
    glow = box(-0.12, 0.12, -d / 2 - 0.008, -d / 2 + 0.02, 0.11, 0.19)
    pan = skin([ring(h + z, r, r, (0, 0.02), 20) for z, r in
                ((0.0, 0.29), (0.022, 0.31), (0.022, 0.29), (0.006, 0.20))])  # fmt: skip
    lid = skin([ring(h + z, r, r, (0, 0.02), 20) for z, r in
                ((0.018, 0.27), (0.05, 0.26), (0.055, 0.05), (0.085, 0.045))])  # fmt: skip
    return [(body, "adobe"), (mouth, "soot"), (glow, "embers"), (pan, "iron"), (lid, "timber")]
