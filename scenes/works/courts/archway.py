"""Things that stand on an axis: archways of stone or timber, the half-moon pool, a stele.

Each is made about x = y = 0 and faces −y; metres.
"""

from __future__ import annotations

import numpy as np

from scenes import solids
from scenes.model import SetModel
from scenes.works.courts import tilework
from scenes.works.courts.gateway import put

_RAIL = 0.85


def archway(bays: tuple[float, ...], high: float, *, tall_posts: bool, roofed: bool) -> SetModel:
    """Return an archway (坊): posts on stone blocks, two lintels, boards between them.

    Args:
        bays: clear from post to post, left to right; the middle one stands highest.
        high: to the upper lintel of the middle bay.
        tall_posts: whether posts pass the lintels (冲天, as of a 棂星门).
        roofed: whether each bay carries a small tiled roof.
    """
    model = SetModel()
    axes = np.concatenate([[0.0], np.cumsum(bays)]) - sum(bays) / 2
    middle = len(bays) // 2
    tops = [high - 0.5 * abs(k - middle) for k in range(len(bays))]
    stone = "stone" if tall_posts or not roofed else "redwood"
    blocks, posts, lintels, boards = [], [], [], []
    for k, x in enumerate(axes):
        top = max(tops[max(k - 1, 0)], tops[min(k, len(tops) - 1)])
        end = top + (1.25 if tall_posts else 0.12)
        posts.append((x - 0.2, x + 0.2, -0.2, 0.2, -0.2, end))
        blocks += [
            (x - 0.27, x + 0.27, s * 0.52 - 0.33, s * 0.52 + 0.33, -0.2, 0.42) for s in (-1, 1)
        ]
        blocks += [
            (x - 0.23, x + 0.23, s * 0.42 - 0.22, s * 0.42 + 0.22, 0.41, 1.2) for s in (-1, 1)
        ]
    for k, top in enumerate(tops):
        a, b = axes[k] + 0.19, axes[k + 1] - 0.19
        lintels += [
            (a, b, -0.14, 0.14, top - 0.34, top),
            (a, b, -0.13, 0.13, top - 1.25, top - 0.97),
        ]
        boards.append((a, b, -0.06, 0.06, top - 0.98, top - 0.33))
    put(model, "arch_blocks", solids.boxes(blocks), "stone", "platform")
    put(model, "arch_posts", solids.boxes(posts), stone, "column", "axis.arch")
    put(model, "arch_lintels", solids.boxes(lintels), stone, "beam")
    put(
        model,
        "arch_boards",
        solids.boxes(boards),
        "slab" if stone == "stone" else "board",
        "plaque",
    )
    if roofed:
        for k, top in enumerate(tops):
            _roof(model, k, axes[k] - 0.05, axes[k + 1] + 0.05, top + 0.1, len(tops))
    return model


def _roof(model: SetModel, k: int, x0: float, x1: float, z: float, of: int) -> None:
    half = (x1 - x0) / 2 + (0.35 if of == 1 else -0.08)
    curve = tilework.slope(0.85, 0.5, 4) + [-0.85, z + 0.42]
    pieces = {
        "bed": (tilework.bed(curve, half), "board"), "pans": (tilework.pans(curve, half), "tile"),
        "tubes": (tilework.tubes(curve, half), "tile"),
        "ends": (tilework.ends(curve, half), "tile_edge"),
    }  # fmt: skip
    at = solids.placement((x0 + x1) / 2)
    for name, (mesh, material) in pieces.items():
        part = f"arch_{name}_{half:.2f}_{z:.2f}"
        model.add_part(part, *mesh, material)
        model.place(part, "roof", at)
        model.place(part, "roof", at @ solids.placement(turn=np.pi))
    put(model, f"arch_ridge_{k}",
        solids.shifted(tilework.ridge(half - 0.04, 0.0, z + 0.9, 0.28), (x0 + x1) / 2), "ridge",
        "ridge")  # fmt: skip
    rows = [(x0 + 0.1 - 0.02 * j, x1 - 0.1 + 0.02 * j, -0.16 - 0.13 * j, 0.16 + 0.13 * j,
             z + 0.02 + 0.13 * j, z + 0.155 + 0.13 * j) for j in range(3)]  # fmt: skip
    put(model, f"arch_sets_{k}", solids.boxes(rows), "paint_jielv", "bracket")


def pool(radius: float, deep: float) -> SetModel:
    """Return a half-moon pool (泮池) with its round side to the front, its rim and a bridge.

    It fills a square hole of the ground, ``2 * radius`` plus two metres wide and ``radius`` plus
    two deep, whose middle is at x = y = 0.

    Args:
        radius: of the half moon.
        deep: from its rim to its floor.
    """
    model = SetModel()
    wide, half_deep = radius + 1.0, radius / 2 + 1.0
    back = half_deep - 1.0
    turn = np.linspace(-np.pi / 2, 0.0, 13)
    arc = np.column_stack([radius * np.cos(turn), back + radius * np.sin(turn)])
    right = [(0.0, -half_deep), (wide, -half_deep), (wide, half_deep), (0.0, half_deep), (0.0, back),
             *arc[::-1].tolist()]  # fmt: skip
    block = solids.shifted(solids.prism(right, deep, "xy"), z=-deep / 2)
    left = solids.moved(block, np.diag([-1.0, 1.0, 1.0, 1.0]))
    put(model, "pool_rim", solids.merge(block, left), "slab", "ground", "axis.pool")
    water = [(-wide + 0.5, wide - 0.5, -half_deep + 0.5, half_deep - 0.5, -deep, -0.025)]
    put(model, "pool_water", solids.boxes(water), "water", "ground")
    _bridge(model, radius, back)
    _rails(model, _round(radius, back))
    return model


def _round(radius: float, back: float) -> list[np.ndarray]:
    """Return the runs of railing round a pool: both quarters, and both halves of its back."""
    runs = []
    for side in (-1.0, 1.0):
        turn = np.linspace(-np.pi / 2 + 1.5 / radius, -0.02, 9)
        runs.append(np.column_stack([side * (radius + 0.25) * np.cos(turn),
                                     back + (radius + 0.25) * np.sin(turn)]))  # fmt: skip
        runs.append(np.array([(side * 1.5, back + 0.25), (side * (radius + 0.25), back + 0.25)]))
    return runs


def _rails(model: SetModel, runs: list[np.ndarray]) -> None:
    posts, slabs = [], []
    for run in runs:
        for a, b in zip(run[:-1], run[1:], strict=True):
            count = max(1, round(float(np.hypot(*(b - a))) / 1.4))
            for t in np.arange(count) / count:
                x, y = a + t * (b - a)
                posts.append((x - 0.08, x + 0.08, y - 0.08, y + 0.08, -0.05, _RAIL + 0.12))
            slabs.append(solids.bars([(*a, 0.42)], [(*b, 0.42)], solids.rectangle(0.09, 0.72)))
    kerbs = [solids.swept(np.column_stack([run, np.full(len(run), 0.05)]),
                          solids.rectangle(0.42, 0.28)) for run in runs]  # fmt: skip
    put(model, "pool_kerb", solids.merge(*kerbs), "slab", "platform")
    put(model, "pool_posts", solids.boxes(posts), "stone", "railing")
    put(model, "pool_rails", solids.merge(*slabs), "marble", "railing")


def _bridge(model: SetModel, radius: float, back: float) -> None:
    """Span the pool on the axis with one arch."""
    wide = 2.4
    y0, y1 = back - radius - 0.15, back + 0.15
    t = np.linspace(0, 1, 13)
    top = np.column_stack([y0 + (y1 - y0) * t, 0.06 + 0.55 * np.sin(np.pi * t)])
    under = np.column_stack([y0 + 0.5 + (y1 - y0 - 1.0) * t,
                             -1.2 + 1.35 * np.sqrt(np.clip(1 - (2 * t - 1) ** 2, 0, 1))])  # fmt: skip
    outline = [*top.tolist(), (y1, -1.2), *under[::-1].tolist(), (y0, -1.2)]
    put(model, "pool_bridge", solids.prism(outline, wide, "yz"), "stone", "ground")
    rails = []
    for s in (-1, 1):
        line = np.column_stack([np.full(13, s * (wide / 2 - 0.1)), top[:, 0], top[:, 1] + 0.42])
        rails.append(solids.swept(line, solids.rectangle(0.12, 0.85)))
    put(model, "pool_bridge_rails", solids.merge(*rails), "marble", "railing")


def stele(high: float) -> SetModel:
    """Return a stone tablet on a plain foot, as of the warning stone of an office (戒石)."""
    model = SetModel()
    put(
        model, "stele_foot", solids.boxes([(-0.75, 0.75, -0.42, 0.42, -0.1, 0.45)]), "stone", "prop"
    )
    slab = [(-0.5, 0.44), (0.5, 0.44), (0.5, high - 0.25), (0.28, high), (-0.28, high),
            (-0.5, high - 0.25)]  # fmt: skip
    put(model, "stele_slab", solids.prism(slab, 0.22, "xz"), "slab", "prop")
    return model
