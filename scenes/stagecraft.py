"""What parts the players' room from the stage: a hanging, or a screen with its two doors.

Cloth hung across is what Jin and Yuan had (忠都秀 mural, 明应王殿, 1324); a wooden screen with doors
for coming on and going off (出将、入相) is of Ming and Qing. Sizes are our own.
"""

from __future__ import annotations

import numpy as np

from scenes.building import LATE, Building
from scenes.model import SetModel
from scenes.solids import Mesh, boxes, lofted, merge, prism
from scenes.work import Built, Spot, Work

FOLDS = 9  # of the cloth, a metre
ON_STAGE = 0.8  # metres over the court: whoever stands higher is on the boards
DOOR = (1.0, 2.15)  # metres


def players(built: Built) -> tuple[Spot, ...]:
    """Return where players stand on a stage: two who sing, and musicians behind; none elsewhere."""
    if isinstance(built, Work):
        return tuple(spot for spot in built.spots if spot.at[2] > ON_STAGE)
    return spots_on(built) if built.kind == "stage" else ()


def spots_on(b: Building) -> tuple[Spot, ...]:
    """Return the players' places on the boards of one stage."""
    rows = ((-0.14, -0.16, 0.5, "man", "joined"), (0.12, -0.20, -0.6, "woman", "joined"),
            (-0.30, 0.04, 0.9, "man", "carry"), (0.30, 0.02, -0.9, "man", "down"))  # fmt: skip
    return tuple(
        Spot(at=(x * b.width, y * b.depth, b.platform), turn=turn, role=role, pose=pose)
        for x, y, turn, role, pose in rows
    )


def divide(model: SetModel, b: Building) -> None:
    """Hang or build the division of a stage, a third of its depth before the back wall."""
    r = b.column_diameter / 2
    y = b.depth / 2 - (0.36 if len(b.depth_bays) == 1 else 0.34) * b.depth
    x = b.width / 2 - 1.5 * r - 0.1
    z, top = b.platform, b.platform + min(0.86 * b.column, 3.4)
    if b.period in LATE:
        _screen(model, (x, y), z, min(top, z + 3.0))
    else:
        _cloth(model, (x, y), z, top)


def _cloth(model: SetModel, at: tuple[float, float], z: float, top: float) -> None:
    x, y = at
    rod = boxes([(-x, x, y - 0.03, y + 0.03, top, top + 0.06)])
    model.add_part("stage_rod", *rod, "wood")
    model.place("stage_rod", "screen", rule="own", name="横杆")
    gap = 0.5
    for name, a, c, low, colour in (
        ("hang_left", -x, -gap, 0.06, "robe_ochre"), ("hang_right", gap, x, 0.06, "robe_ochre"),
        ("hang_top", -x + 0.02, x - 0.02, None, "robe_crimson"),
    ):  # fmt: skip
        foot = top - 0.55 if low is None else z + low
        model.add_part(name, *_folds(a, c, y - (0.07 if low is None else 0.0), foot, top), colour)
        model.place(name, "screen", rule="own", name="帐额" if low is None else "布幔")


def _folds(a: float, c: float, y: float, low: float, top: float) -> Mesh:
    """Return a hanging cloth in folds, as one closed body."""
    n = max(8, int((c - a) * FOLDS) * 2)
    xs = np.linspace(a, c, n + 1)
    wave = 0.035 * np.cos(np.arange(n + 1) * np.pi)
    rings = np.empty((n + 1, 4, 3))  # one ring a fold: its ends stay four-cornered
    rings[:, :, 0] = xs[:, None]
    for k, (off, z, part) in enumerate((
        (-0.012, low, 1.0), (0.012, low, 1.0), (0.012, top - 0.01, 0.6), (-0.012, top - 0.01, 0.6),
    )):  # fmt: skip
        rings[:, k, 1] = y + off + part * wave
        rings[:, k, 2] = z
    return lofted(rings)


def _screen(model: SetModel, at: tuple[float, float], z: float, top: float) -> None:
    """Put a boarded screen with a door at each end and a board over each door."""
    x, y = at
    wide, tall = DOOR
    tall, wide = min(tall, top - z - 0.5), min(wide, x - 0.65)  # a narrow stage has narrow doors
    posts, boards, cloths, signs = [], [], [], []
    edges = sorted((-x, -x + 0.35, -x + 0.35 + wide, x - 0.35 - wide, x - 0.35, x))
    for e in edges:
        posts.append((e - 0.07, e + 0.07, y - 0.07, y + 0.07, z - 0.02, top))
    posts.append((-x, x, y - 0.06, y + 0.06, top - 0.002, top + 0.16))
    for k, (a, c) in enumerate(zip(edges, edges[1:], strict=False)):
        door = k in (1, 3)
        boards.append((a + 0.06, c - 0.06, y - 0.02, y + 0.02, z + tall + 0.1 if door else z, top))
        if door:
            posts.append((a + 0.06, c - 0.06, y - 0.055, y + 0.055, z + tall, z + tall + 0.11))
            cloths.append((a + 0.08, c - 0.08, z + 0.12, z + tall - 0.01))
            middle = (a + c) / 2
            signs.append(
                (
                    middle - 0.34,
                    middle + 0.34,
                    y - 0.09,
                    y - 0.058,
                    z + tall + 0.13,
                    z + tall + 0.41,
                )
            )
    panels = _panels(edges[2], edges[3], y, z, top)
    for name, mesh, material, said in (
        ("screen_posts", boxes(posts), "dark_wood", "隔断框"),
        ("screen_boards", boxes(boards), "leaf_board", "隔断板"),
        ("screen_panels", boxes(panels), "leaf_frame", "隔断条环"),
        ("screen_signs", boxes(signs), "paint_gold", "出将、入相匾"),
        ("screen_cloth", merge(*(_folds(a, c, y + 0.02, low, high) for a, c, low, high in cloths)),
         "robe_crimson", "门帘"),
    ):  # fmt: skip
        model.add_part(name, *mesh, material)
        model.place(name, "screen", rule="own", name=said)
    shelf = prism([(-x, y - 0.22), (x, y - 0.22), (x, y + 0.1), (-x, y + 0.1)], 0.05, "xy")
    model.add_part("screen_head", shelf[0] + [0, 0, top + 0.19], shelf[1], "leaf_frame")
    model.place("screen_head", "screen", rule="own", name="隔断楣")


def _panels(a: float, c: float, y: float, z: float, top: float) -> list[tuple[float, ...]]:
    """Return the raised fields of the screen between its doors."""
    count = max(2, round((c - a) / 0.9))
    out: list[tuple[float, ...]] = []
    for k in range(count):
        bare = min(0.12, 0.3 * (c - a) / count)
        x0, x1 = a + (c - a) * k / count + bare, a + (c - a) * (k + 1) / count - bare
        for low, high in ((0.10, 0.32), (0.38, 0.92)):
            out.append((x0, x1, y - 0.045, y - 0.015, z + low * (top - z), z + high * (top - z)))
    return out
