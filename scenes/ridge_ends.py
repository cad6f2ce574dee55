"""What ends a main ridge: 鸱尾, 鸱吻, 龙吻, 正吻 and 望兽, each over a height of 1.

A piece stands on z = 0, its back at x = 0, the ridge toward +x; the roofer scales it. Outlines are
our own reading of standing pieces and of Liang's plates, not measured (confidence medium): the
Tang tail without a mouth; the Liao–Jin mouth that swallows the ridge under a fish's tail; the
slender coiled dragon of Yuan–Ming Shanxi; the square Qing piece with its scroll, hilt and beast.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes import turned
from scenes.solids import Mesh, boxes, lofted, merge, moved, outward, prism

Stations = NDArray[np.float64]
CHEEKS = (-1.0, 1.0)


@cache
def ridge_end(kind: str) -> Mesh:
    """Return the ridge end of one kind (``Style.ridge_end``), a metre tall."""
    v, f = _KINDS.get(kind, chiwei)()
    return v / v[:, 2].max(), f


@cache
def corner_piece(kind: str) -> Mesh:
    """Return a 合角吻 after the ridge ends of its hall, a metre tall: small, so without scales."""
    trunk = {"鸱尾": _TAIL, "鸱吻": _FISH, "龙吻": _DRAGON}.get(kind, _BLOCK)
    parts = [_trunk(trunk[::2] if len(trunk) % 2 else np.concatenate([trunk[:-1:2], trunk[-1:]]))]
    parts += _fins(trunk, 0.10, 0.72, 6, 0.08)
    if kind == "鸱尾":
        return merge(*parts, *_ribs(trunk), _saddle(-0.02, 0.80, 0.165))
    thick = 0.155 if kind == "鸱吻" else 0.135 if kind == "龙吻" else 0.088
    return merge(*parts, moved(head(0.42), turned.placed(0.36, 0.0, 0.34, 0.0)),
                 _saddle(-0.01, 0.66, thick))  # fmt: skip


# Stations from the foot to the tip, each (middle x, middle z, half width, half thickness, lean of
# the section in radians).
_TAIL = np.array([
    (0.36, 0.00, 0.360, 0.150, 0.00), (0.335, 0.12, 0.335, 0.150, 0.04),
    (0.300, 0.25, 0.300, 0.143, 0.06), (0.275, 0.38, 0.262, 0.134, 0.02),
    (0.268, 0.50, 0.238, 0.124, -0.08), (0.280, 0.61, 0.222, 0.112, -0.24),
    (0.312, 0.715, 0.205, 0.099, -0.46), (0.362, 0.805, 0.180, 0.084, -0.74),
    (0.426, 0.872, 0.146, 0.068, -1.02), (0.498, 0.912, 0.103, 0.050, -1.28),
    (0.566, 0.924, 0.055, 0.033, -1.50), (0.612, 0.915, 0.014, 0.014, -1.72),
])  # fmt: skip
# The mouthed fish of Liao to Jin: heavy at the head, slim above, its tail bent in over the ridge.
_FISH = np.array([
    (0.33, 0.00, 0.290, 0.130, 0.00), (0.325, 0.14, 0.300, 0.150, 0.00),
    (0.310, 0.28, 0.300, 0.155, 0.02), (0.280, 0.40, 0.265, 0.145, 0.06),
    (0.235, 0.50, 0.215, 0.128, 0.06), (0.215, 0.60, 0.185, 0.112, -0.06),
    (0.228, 0.69, 0.168, 0.098, -0.28), (0.268, 0.775, 0.150, 0.084, -0.58),
    (0.328, 0.840, 0.128, 0.068, -0.92), (0.402, 0.875, 0.098, 0.052, -1.22),
    (0.472, 0.880, 0.060, 0.036, -1.48), (0.526, 0.868, 0.020, 0.016, -1.70),
])  # fmt: skip
# The dragon of Yuan–Ming Shanxi: chest over the mouth, a double bend, the tail thrown outward.
_DRAGON = np.array([
    (0.30, 0.00, 0.250, 0.110, 0.00), (0.295, 0.12, 0.255, 0.128, 0.00),
    (0.280, 0.25, 0.245, 0.130, 0.05), (0.245, 0.36, 0.200, 0.118, 0.10),
    (0.200, 0.46, 0.158, 0.104, 0.04), (0.190, 0.56, 0.140, 0.094, -0.22),
    (0.230, 0.65, 0.128, 0.086, -0.42), (0.282, 0.735, 0.116, 0.078, -0.24),
    (0.298, 0.815, 0.102, 0.070, 0.20), (0.268, 0.885, 0.088, 0.060, 0.70),
    (0.205, 0.930, 0.070, 0.048, 1.20), (0.140, 0.935, 0.048, 0.036, 1.62),
    (0.092, 0.905, 0.020, 0.018, 2.20),
])  # fmt: skip
# The block of Ming–Qing officials: upright and flat; its scroll is put on apart.
_BLOCK = np.array([
    (0.375, 0.00, 0.375, 0.062, 0.00), (0.370, 0.05, 0.370, 0.070, 0.00),
    (0.365, 0.40, 0.365, 0.074, 0.00), (0.345, 0.52, 0.335, 0.074, 0.00),
    (0.340, 0.64, 0.325, 0.072, 0.00), (0.345, 0.76, 0.300, 0.070, 0.00),
    (0.350, 0.86, 0.265, 0.062, 0.00), (0.355, 0.895, 0.235, 0.045, 0.00),
])  # fmt: skip


def _trunk(stations: Stations, square: float = 0.55) -> Mesh:
    a = np.linspace(0, 2 * math.pi, 17)[:-1]
    rings = []
    for x, z, w, t, lean in stations:
        c, s = math.cos(lean), math.sin(lean)
        across = np.sign(np.cos(a)) * np.abs(np.cos(a)) ** square * w
        thick = np.sign(np.sin(a)) * np.abs(np.sin(a)) ** 0.7 * t
        rings.append(np.stack([x + across * c, thick, z + across * s], axis=1))
    return lofted(np.array(rings))


def _back(stations: Stations, t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (k, 2) places on the outer edge of a trunk, t from foot 0 to tip 1."""
    x, z, w, _, lean = stations.T
    edge = np.stack([x - w * np.cos(lean), z - w * np.sin(lean)], axis=1)
    run = np.linspace(0, 1, len(stations))
    return np.stack([np.interp(t, run, edge[:, 0]), np.interp(t, run, edge[:, 1])], axis=1)


def _fins(stations: Stations, first: float, last: float, count: int, size: float) -> list[Mesh]:
    """Return a row of fins along the back between two parts of its length."""
    out, each = [], (last - first) / count * 0.95
    for k in np.linspace(first, last, count):
        p, q = _back(stations, np.array([k, k + each]))
        ahead = q - p
        away = np.array([-ahead[1], ahead[0]]) / max(float(np.linalg.norm(ahead)), 1e-6)
        grow = size * (1.0 - 0.45 * k)
        tip = p + ahead * 1.35 + away * grow
        root_a, root_b = p - away * 0.05, q - away * 0.05
        outline = [root_a, root_b, q + away * grow * 0.35, tip, p + ahead * 0.5 + away * grow * 0.8,
                   p + away * grow * 0.25]  # fmt: skip
        thick = float(np.interp(k, np.linspace(0, 1, len(stations)), stations[:, 3]))
        out.append(prism(np.array(outline), 0.9 * thick, "xz"))
    return out


def _ribs(stations: Stations, off: float = -0.52) -> list[Mesh]:
    """Return the raised line that parts the fins from the body, on both cheeks."""
    x, z, w, t, lean = stations[:-1].T
    out = []
    for s in CHEEKS:
        path = np.stack([x + off * w * np.cos(lean), s * t * 0.93, z + off * w * np.sin(lean)],
                        axis=1)  # fmt: skip
        width = 0.020 * (1 - 0.5 * np.linspace(0, 1, len(x)))
        rings = []
        for k in range(len(path)):
            c, sn, d = math.cos(lean[k]), math.sin(lean[k]), width[k]
            rings.append([path[k] + [a * c, s * h, a * sn]
                          for a, h in ((-d, -d), (d, -d), (d, d), (-d, d))])  # fmt: skip
        out.append(lofted(np.array(rings)))
    return out


def _saddle(x0: float, x1: float, thick: float) -> Mesh:
    """Return the low block that seats the piece over the ridge."""
    return boxes(np.array([[x0, x1, -thick, thick, -0.16, 0.05]]))


def chiwei() -> Mesh:
    """Return a 鸱尾: a fish's tail with fins, no mouth (Tang)."""
    return merge(_trunk(_TAIL), *_fins(_TAIL, 0.03, 0.84, 13, 0.085), *_ribs(_TAIL),
                 _saddle(-0.02, 0.80, 0.165))  # fmt: skip


def _tube(path: object, radii: object, sides: int = 7) -> Mesh:
    return outward(turned.tube(path, radii, sides))


def _jaw(points: list[tuple[float, float, float, float]]) -> Mesh:
    """Return a jaw along x: each station (x, middle z, half height, half thickness)."""
    rings = [[(x, s * t, z + u * h) for s, u in ((-1, -0.7), (-0.6, -1), (0.6, -1), (1, -0.7),
                                                 (1, 0.6), (0.5, 1), (-0.5, 1), (-1, 0.6))]
             for x, z, h, t in points]  # fmt: skip
    return lofted(np.array(rings))


def _teeth(xs: tuple[float, ...], z: float, drop: float, thick: float) -> list[Mesh]:
    return [_tube([(x, s * thick, z), (x + 0.008, s * thick, z + drop)], [0.022, 0.004], 5)
            for x in xs for s in CHEEKS]  # fmt: skip


def _swallowing(lip: float, reach: float, thick: float) -> list[Mesh]:
    """Return the head that swallows the ridge: jaws, teeth, eyes, brows, mane, beard.

    ``lip`` is the height of the upper jaw's underside, ``reach`` how far along the ridge it bites.
    """
    upper = _jaw([(0.30, lip + 0.09, 0.10, thick), (0.50, lip + 0.085, 0.085, thick),
                  (reach - 0.10, lip + 0.055, 0.055, 0.85 * thick),
                  (reach - 0.02, lip + 0.070, 0.055, 0.7 * thick),
                  (reach + 0.02, lip + 0.125, 0.035, 0.5 * thick),
                  (reach + 0.035, lip + 0.165, 0.012, 0.3 * thick)])  # fmt: skip
    lower = _jaw([(0.34, 0.04, 0.075, 0.98 * thick), (0.54, 0.03, 0.06, thick),
                  (reach - 0.06, 0.025, 0.045, 0.8 * thick),
                  (reach, 0.055, 0.018, 0.5 * thick)])  # fmt: skip
    forehead = _jaw(
        [
            (0.16, lip + 0.15, 0.15, 0.96 * thick),
            (0.40, lip + 0.165, 0.15, thick),
            (0.54, lip + 0.14, 0.115, 0.95 * thick),
            (0.64, lip + 0.10, 0.06, 0.8 * thick),
        ]
    )
    out = [upper, lower, forehead, *_teeth((reach - 0.20, reach - 0.11, reach - 0.04), lip + 0.01, -0.085,
                                 0.72 * thick)]  # fmt: skip
    out += _teeth((reach - 0.09,), 0.05, 0.09, 0.7 * thick)
    for s in CHEEKS:
        eye = (0.46, s * thick * 0.98, lip + 0.205)
        out.append(outward(turned.ball(eye, 0.052, 0.036, 0.050, 8)))
        brow = [(0.56, s * thick * 0.95, lip + 0.215), (0.50, s * thick * 1.1, lip + 0.275),
                (0.42, s * thick * 1.1, lip + 0.285), (0.34, s * thick, lip + 0.25)]  # fmt: skip
        out.append(_tube(brow, [0.014, 0.028, 0.026, 0.01]))
        for k in range(3):
            z = lip + 0.10 - 0.105 * k
            mane = [(0.30, s * thick * 1.0, z), (0.20, s * thick * 1.16, z + 0.03),
                    (0.11, s * thick * 1.1, z + 0.075), (0.075, s * thick, z + 0.13)]  # fmt: skip
            out.append(_tube(mane, [0.03, 0.034, 0.022, 0.006]))
    return out


def _scales(stations: Stations, rows: tuple[int, int], thick: float = 0.016) -> list[Mesh]:
    """Return rows of scales in relief over part of a trunk, both cheeks."""
    out = []
    for k in range(*rows):
        x, z, w, t, lean = stations[k]
        c, s = math.cos(lean), math.sin(lean)
        for side in CHEEKS:
            for u in (-0.30, 0.05, 0.40) if k % 2 else (-0.12, 0.22):
                at = (x + u * w * c, side * t * 0.90, z + u * w * s)
                out.append(outward(turned.ball(at, 0.17 * w + 0.012, thick + 0.012, 0.035, 6)))
    return out


def chiwen() -> Mesh:
    """Return a 鸱吻: jaws that swallow the ridge under a fish's tail (Liao to Jin)."""
    fork = np.array([
        (0.30, 0.80, 0.085, 0.055, -0.35), (0.345, 0.880, 0.070, 0.046, -0.45),
        (0.395, 0.945, 0.048, 0.034, -0.65), (0.452, 0.985, 0.014, 0.014, -0.90),
    ])  # fmt: skip
    return merge(
        _trunk(_FISH), _trunk(fork), *_fins(_FISH, 0.10, 0.86, 12, 0.080), *_ribs(_FISH, -0.45),
        *_scales(_FISH, (4, 9)), *_swallowing(0.345, 0.74, 0.155), _saddle(-0.01, 0.66, 0.155),
    )  # fmt: skip


def longwen() -> Mesh:
    """Return a 龙吻: a slender dragon coiled upright, its tail thrown outward (Yuan–Ming Shanxi)."""
    x, z, _, t, _ = _DRAGON.T
    coils = []
    for s in CHEEKS:  # a young dragon climbs each cheek
        wave = np.linspace(0, 1, 14)
        path = np.stack([np.interp(wave, np.linspace(0, 1, 9), x[2:11]) + 0.075 * np.sin(9 * wave),
                         s * np.interp(wave, np.linspace(0, 1, 9), t[2:11]) * 0.98,
                         np.interp(wave, np.linspace(0, 1, 9), z[2:11])], axis=1)  # fmt: skip
        coils.append(_tube(path, np.linspace(0.034, 0.014, 14)))
    crest = [_tube([(0.15, 0, 0.92), (0.20, 0, 0.985), (0.29, 0, 1.0)], [0.04, 0.028, 0.006])]
    return merge(
        _trunk(_DRAGON), *_fins(_DRAGON, 0.10, 0.72, 12, 0.062), *_scales(_DRAGON, (4, 10)),
        *coils, *crest, *_swallowing(0.33, 0.66, 0.135), _saddle(-0.01, 0.60, 0.13),
    )  # fmt: skip


def _scroll(at: tuple[float, float], radius: float, thick: float, turns: float) -> list[Mesh]:
    """Return a rolled tail: a disc with its spiral raised on both cheeks."""
    a = np.linspace(0, 2 * math.pi, 21)[:-1]
    flat = np.stack([at[0] + radius * np.cos(a), at[1] + radius * np.sin(a)], axis=1)
    out = [prism(flat, 2 * thick * 0.86, "xz")]
    t = np.linspace(0, 1, 30)
    r, angle = radius * (1.0 - 0.86 * t), 0.35 + 2 * math.pi * turns * t
    for s in CHEEKS:
        path = np.stack([at[0] + r * np.cos(angle), np.full_like(t, s * thick * 0.86),
                         at[1] + r * np.sin(angle)], axis=1)  # fmt: skip
        out.append(_tube(path, np.linspace(0.034, 0.02, 30), 6))
    return out


def zhengwen() -> Mesh:
    """Return a 正吻: square, its tail scrolled outward, with hilt and back beast (Ming–Qing)."""
    grip = [(0.425, 0.82), (0.515, 0.82), (0.525, 0.90), (0.575, 0.955), (0.555, 1.0),
            (0.485, 0.985), (0.425, 1.0), (0.395, 0.955), (0.425, 0.90)]  # fmt: skip
    hilt = prism(np.array(grip), 0.075, "xz")
    limbs = []
    for s in CHEEKS:
        body = [(0.20, s * 0.078, 0.16), (0.10, s * 0.084, 0.27), (0.15, s * 0.086, 0.38),
                (0.28, s * 0.086, 0.44), (0.33, s * 0.084, 0.56), (0.22, s * 0.084, 0.60),
                (0.13, s * 0.08, 0.66)]  # fmt: skip
        limbs.append(_tube(body, [0.03, 0.036, 0.036, 0.034, 0.03, 0.026, 0.012]))
        leg = [(0.40, s * 0.076, 0.62), (0.50, s * 0.084, 0.66), (0.56, s * 0.082, 0.74)]
        limbs.append(_tube(leg, [0.034, 0.03, 0.012]))
    beast = moved(head(0.17), turned.placed(-0.035, 0.0, 0.50, math.pi))
    return merge(
        _trunk(_BLOCK, 0.28), *_scroll((0.175, 0.785), 0.200, 0.082, 1.7), hilt, *limbs, beast,
        *_fins(_BLOCK, 0.20, 0.62, 6, 0.05), *_swallowing(0.33, 0.80, 0.088),
        _saddle(-0.01, 0.76, 0.085),
    )  # fmt: skip


def head(long: float) -> Mesh:
    """Return a beast's head looking along +x from its neck at the origin, ``long`` metres (套兽、背兽)."""
    k = long
    skull = _jaw([(-0.1 * k, 0.08 * k, 0.30 * k, 0.32 * k), (0.32 * k, 0.13 * k, 0.32 * k, 0.37 * k),
                  (0.58 * k, 0.05 * k, 0.17 * k, 0.32 * k), (0.82 * k, 0.07 * k, 0.14 * k, 0.26 * k),
                  (0.95 * k, 0.17 * k, 0.08 * k, 0.17 * k)])  # fmt: skip
    chin = _jaw([(0.0, -0.20 * k, 0.16 * k, 0.28 * k), (0.45 * k, -0.27 * k, 0.09 * k, 0.25 * k),
                 (0.78 * k, -0.21 * k, 0.05 * k, 0.16 * k)])  # fmt: skip
    out = [skull, chin]
    for s in CHEEKS:
        eye = [(0.45 * k, s * y * k, 0.27 * k) for y in (0.24, 0.34, 0.40)]
        out.append(_tube(eye, [0.12 * k, 0.10 * k, 0.03 * k], 6))
        ear = [(0.10 * k, s * 0.28 * k, 0.30 * k), (-0.12 * k, s * 0.37 * k, 0.42 * k),
               (-0.34 * k, s * 0.36 * k, 0.56 * k)]  # fmt: skip
        out.append(_tube(ear, [0.12 * k, 0.10 * k, 0.02 * k], 5))
    return merge(*out)


def wangshou() -> Mesh:
    """Return a 望兽: a maned beast on the ridge's end that looks outward, swallowing nothing."""
    trunk = np.array([
        (0.42, 0.00, 0.330, 0.130, 0.00), (0.41, 0.12, 0.320, 0.140, 0.00),
        (0.38, 0.28, 0.285, 0.140, 0.06), (0.34, 0.44, 0.255, 0.135, 0.14),
        (0.31, 0.58, 0.235, 0.130, 0.20), (0.30, 0.72, 0.195, 0.110, 0.24),
        (0.30, 0.82, 0.110, 0.060, 0.24),
    ])  # fmt: skip
    face = moved(head(0.44), turned.placed(0.30, 0.0, 0.58, math.pi))
    mane = []
    for s in CHEEKS:
        for k in range(4):
            z = 0.70 - 0.17 * k
            lock = [
                (0.36 + 0.03 * k, s * 0.12, z),
                (0.52 + 0.03 * k, s * 0.135, z),
                (0.63 + 0.03 * k, s * 0.12, z + 0.05),
                (0.66 + 0.03 * k, s * 0.10, z + 0.12),
            ]
            mane.append(_tube(lock, [0.05, 0.062, 0.045, 0.008]))
    horns = [_tube([(0.26, s * 0.07, 0.78), (0.38, s * 0.09, 0.89), (0.48, s * 0.10, 0.93),
                    (0.56, s * 0.10, 1.0)], [0.036, 0.032, 0.022, 0.006]) for s in CHEEKS]  # fmt: skip
    return merge(_trunk(trunk), face, *mane, *horns, _saddle(0.08, 0.72, 0.12))


_KINDS: dict[str, Callable[[], Mesh]] = {
    "鸱尾": chiwei, "鸱吻": chiwen, "龙吻": longwen, "正吻": zhengwen, "望兽": wangshou,
}  # fmt: skip
