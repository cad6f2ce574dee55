"""What crowns pagodas: spires of iron rings, jewels, the canopies of white stupas; metres."""

from __future__ import annotations

import numpy as np

from scenes.solids import Mesh, bars, circle, lathe, merge, shifted


def iron(high: float) -> Mesh:
    """Return a 塔刹 of iron: lotus, bowl, rings round a mast, canopy, moon and jewels."""
    u = high
    lotus = lathe([(0.030 * u, 0.0), (0.075 * u, 0.03 * u), (0.085 * u, 0.055 * u), (0.055 * u, 0.075 * u),
                   (0.080 * u, 0.10 * u), (0.088 * u, 0.125 * u), (0.05 * u, 0.15 * u)], 16)  # fmt: skip
    bowl = lathe([(0.045 * u, 0.145 * u), (0.062 * u, 0.17 * u), (0.066 * u, 0.215 * u), (0.045 * u, 0.255 * u),
                  (0.02 * u, 0.27 * u)], 16)  # fmt: skip
    mast = lathe([(0.013 * u, 0.26 * u), (0.010 * u, 0.9 * u), (0.004 * u, 1.0 * u)], 8)
    rings = [_ring((0.064 - 0.0055 * k) * u, (0.31 + 0.062 * k) * u, 0.010 * u) for k in range(6)]
    canopy = lathe(
        [
            (0.012 * u, 0.69 * u),
            (0.055 * u, 0.70 * u),
            (0.050 * u, 0.72 * u),
            (0.014 * u, 0.745 * u),
        ],
        12,
    )
    jewels = [lathe([(0.006 * u, z * u), (r * u, (z + 0.018) * u), (r * u, (z + 0.034) * u), (0.006 * u, (z + 0.055) * u)], 12)
              for r, z in ((0.026, 0.80), (0.022, 0.865), (0.018, 0.925))]  # fmt: skip
    return merge(lotus, bowl, mast, *rings, canopy, *jewels)


def _ring(r: float, z: float, thick: float) -> Mesh:
    """Return an open ring with four spokes: a wheel of 相轮."""
    a = np.linspace(0, 2 * np.pi, 25)
    path = np.stack([r * np.cos(a), r * np.sin(a), np.full(len(a), z)], 1)
    hoop = bars(path[:-1], path[1:], circle(thick, 5))
    turn = np.arange(4) * np.pi / 2
    hub, far = np.zeros((4, 3)), np.stack([r * np.cos(turn), r * np.sin(turn), np.zeros(4)], 1)
    return merge(hoop, bars(hub + [0, 0, z], far + [0, 0, z], circle(0.5 * thick, 4)))


def chain(start: tuple[float, float, float], end: tuple[float, float, float]) -> Mesh:
    """Return a stay of chain that hangs a little between two points."""
    t = np.linspace(0, 1, 9)[:, None]
    a, c = np.array(start), np.array(end)
    path = a + (c - a) * t
    path[:, 2] -= 0.05 * np.linalg.norm(c - a) * np.sin(np.pi * t[:, 0])
    return bars(path[:-1], path[1:], circle(0.035, 4))


def jewel(high: float) -> Mesh:
    """Return a 宝珠 on its lotus: the finial of a small tower of brick or stone."""
    u = high
    profile = [(0.22, 0.0), (0.34, 0.08), (0.36, 0.16), (0.20, 0.22), (0.14, 0.27), (0.26, 0.34), (0.30, 0.44),
               (0.22, 0.55), (0.12, 0.60), (0.12, 0.64), (0.20, 0.70), (0.22, 0.78), (0.15, 0.88), (0.05, 0.96),
               (0.01, 1.0)]  # fmt: skip
    return lathe([(r * u, z * u) for r, z in profile], 16)


def lotus(high: float) -> Mesh:
    """Return a stone finial: a seat of upturned leaves, two lotuses and a jewel."""
    u = high
    profile = [(0.36, 0.0), (0.36, 0.05), (0.42, 0.08), (0.50, 0.17), (0.50, 0.20), (0.28, 0.23), (0.26, 0.29),
               (0.40, 0.34), (0.45, 0.41), (0.43, 0.44), (0.22, 0.47), (0.20, 0.52), (0.33, 0.57), (0.36, 0.63),
               (0.20, 0.66), (0.24, 0.72), (0.27, 0.79), (0.22, 0.87), (0.10, 0.95), (0.01, 1.0)]  # fmt: skip
    return lathe([(0.72 * r * u, z * u) for r, z in profile], 24)


def canopy(radius: float, z: float, high: float) -> tuple[Mesh, Mesh]:
    """Return the bronze canopy (华盖) of a stupa with the bells at its rim, and its small stupa."""
    disc = lathe([(0.25 * radius, z), (radius, z + 0.02), (radius, z + 0.10), (0.86 * radius, z + 0.16),
                  (0.3 * radius, z + 0.30), (0.2 * radius, z + 0.34)], 36)  # fmt: skip
    bell = lathe([(0.01, 0.16), (0.07, 0.10), (0.10, -0.06), (0.12, -0.16)][::-1], 8)
    a = np.arange(36) * np.pi / 18
    at = np.stack([0.96 * radius * np.cos(a), 0.96 * radius * np.sin(a), np.full(36, z - 0.22)], 1)
    stem = lathe([(0.015, 0.12), (0.015, 0.26)], 4)
    bells = merge(*(shifted(merge(bell, stem), *p) for p in at))
    little = shifted(jewel(high), z=z + 0.32)
    return merge(disc, bells), little
