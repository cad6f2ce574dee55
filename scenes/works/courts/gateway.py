"""Ways in and what faces them: gate blocks of brick, screen walls, walls with a coping.

Each is made about x = y = 0 and faces −y; metres.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes import signs, solids
from scenes.model import SetModel
from scenes.signs import Sign
from scenes.solids import Mesh
from scenes.works.courts import openings, tilework

OPEN = 1.25  # radians that open leaves are swung inwards


def put(
    model: SetModel, name: str, mesh: Mesh, material: str, element: str, rule: str = ""
) -> None:
    """Add a part of its own and place it once."""
    model.add_part(name, *mesh, material)
    model.place(name, element, rule=rule)


def hang_planks(model: SetModel, wide: float, high: float, turn: float, y: float = 0.0) -> None:
    """Hang a gate's plank leaves with their iron, swung by ``turn`` radians, in the plane y."""
    boards, iron = openings.plank_doors(wide, high, turn)
    at = solids.placement(0, y, 0.02)
    for name, mesh, stuff in (("gate_boards", boards, "door"), ("gate_iron", iron, "iron")):
        model.add_part(name, *mesh, stuff)
        model.place(name, "door", at)


def block(
    wide: float, deep: float, high: float, passage: float, spring: float, words: str
) -> SetModel:  # fmt: skip
    """Return a gate block: a vaulted passage through a mass of brick, crenels over it.

    Args:
        wide: of the block.
        deep: of the block.
        high: to the foot of its crenels.
        passage: clear breadth of the passage.
        spring: where its vault begins.
        words: on the plaque over its arch.
    """
    model = SetModel()
    outline = openings.arched(-wide / 2, wide / 2, passage / 2, spring, high)
    put(model, "gate_mass", solids.prism(outline, deep, "xz"), "brick", "wall", "court.gate")
    ring = [*openings.arch(passage / 2, spring)[1:-1].tolist(),
            *openings.arch(passage / 2 + 0.34, spring)[1:-1][::-1].tolist()]  # fmt: skip
    rings = solids.merge(*(solids.shifted(solids.prism(ring, 0.12, "xz"), y=s * deep / 2)
                           for s in (-1, 1)))  # fmt: skip
    put(model, "gate_rings", rings, "grey_brick", "wall")
    foot = [(s * (wide / 2 + passage / 2) / 2 - (wide - passage) / 4,
             s * (wide / 2 + passage / 2) / 2 + (wide - passage) / 4,
             f * deep / 2 - 0.05, f * deep / 2 + 0.05, -0.1, 0.75)
            for s in (-1, 1) for f in (-1, 1)]  # fmt: skip
    put(model, "gate_foot", solids.boxes(foot), "stone", "wall")
    hang_planks(model, passage - 0.02, spring + 0.35, OPEN)
    _plaque(model, -deep / 2, spring + passage / 2 + 0.42, words)
    _hood(model, -deep / 2, spring + passage / 2 + 1.55, passage / 2 + 0.75)
    _cornice(model, wide, deep, high)
    return model


def _plaque(model: SetModel, y: float, z: float, words: str) -> None:
    """Set a plaque of stone in a brick-carved frame over the arch, its words cut in."""
    put(model, "gate_frame", solids.boxes([
        (-0.98, 0.98, y - 0.09, y + 0.05, z, z + 0.09),
        (-0.98, 0.98, y - 0.09, y + 0.05, z + 0.68, z + 0.77),
        (-0.98, -0.86, y - 0.085, y + 0.05, z + 0.08, z + 0.69),
        (0.86, 0.98, y - 0.085, y + 0.05, z + 0.08, z + 0.69),
    ]), "grey_brick", "carving")  # fmt: skip
    put(model, "gate_plaque", solids.boxes([(-0.862, 0.862, y - 0.045, y + 0.04, z + 0.085,
                                             z + 0.685)]), "stone", "plaque")  # fmt: skip
    cut = Sign(text=words, form="bare", wide=1.6, high=0.46, style="stone")
    signs.hang(model, cut, solids.placement(0.0, y - 0.045, z + 0.385))


def _hood(model: SetModel, y: float, z: float, half: float) -> None:
    """Put a brick-carved hood with a tiled eave over the plaque, two drops at its ends."""
    curve = tilework.slope(0.72, 0.36, 3) + [y - 0.70, z + 0.34]
    put(model, "hood_bed", tilework.bed(curve, half), "grey_brick", "roof")
    put(model, "hood_pans", tilework.pans(curve, half), "tile", "roof")
    put(model, "hood_tubes", tilework.tubes(curve, half), "tile", "roof")
    put(model, "hood_ends", tilework.ends(curve, half), "tile_edge", "roof")
    put(model, "hood_ridge", tilework.ridge(half, y - 0.02, z + 0.68, 0.24), "ridge", "ridge")
    steps = [(-half + 0.1 + 0.04 * k, half - 0.1 - 0.04 * k, y - 0.50 + 0.12 * k, y + 0.05,
              z + 0.14 - 0.11 * k, z + 0.245 - 0.11 * k) for k in range(4)]  # fmt: skip
    drops = [(s * (half - 0.24) - 0.09, s * (half - 0.24) + 0.09, y - 0.36, y - 0.15, z - 0.62, z + 0.1)
             for s in (-1, 1)]  # fmt: skip
    knobs = [solids.shifted(solids.lathe([(0.05, -0.16), (0.13, -0.06), (0.12, 0.0)], 10),
                            s * (half - 0.24), y - 0.255, z - 0.60) for s in (-1, 1)]  # fmt: skip
    put(model, "hood_carving", solids.merge(solids.boxes(steps), solids.boxes(drops), *knobs),
        "grey_brick", "carving")  # fmt: skip
    blocks = [(x - 0.08, x + 0.08, y - 0.22, y + 0.02, z - 0.42, z - 0.22)
              for x in np.linspace(-half + 0.55, half - 0.55, 7)]  # fmt: skip
    put(model, "hood_blocks", solids.boxes(blocks), "grey_brick", "carving")


def _cornice(model: SetModel, wide: float, deep: float, high: float) -> None:
    """Put corbelled courses and crenels round the top of a block, and its deck."""
    courses = [(-wide / 2 - o, wide / 2 + o, -deep / 2 - o, deep / 2 + o, high - z, high - z + 0.09)
               for o, z in ((0.05, 0.28), (0.10, 0.19), (0.15, 0.10))]  # fmt: skip
    put(model, "gate_courses", solids.boxes(courses), "grey_brick", "wall")
    put(model, "gate_deck", solids.boxes([(-wide / 2 + 0.1, wide / 2 - 0.1, -deep / 2 + 0.1,
                                           deep / 2 - 0.1, high - 0.02, high + 0.03)]),
        "strips", "platform")  # fmt: skip
    for name, span, off in (("x", wide, deep), ("y", deep - 0.62, wide)):
        row = tilework.crenels(-span / 2 - 0.1, span / 2 + 0.1, high - 0.02, 1.0)
        model.add_part(f"gate_crenels_{name}", *row, "brick")
        turn = 0.0 if name == "x" else np.pi / 2
        for s in (-1, 1):
            y = s * (off / 2 - 0.06)
            where = solids.placement(0 if name == "x" else -y, y if name == "x" else 0, 0, turn)
            model.place(f"gate_crenels_{name}", "railing", where, "court.gate")


def screen(wide: float, high: float, bosses: bool = True) -> SetModel:
    """Return a free-standing screen wall (照壁): foot, framed field, small tiled roof.

    ``bosses`` sets a hundred medallions in its field, as screens of long life have (百寿图); no
    character is cut in them.
    """
    model = SetModel()
    x, body = wide / 2, high - 0.55
    put(model, "screen_foot", solids.boxes([
        (-x - 0.10, x + 0.10, -0.42, 0.42, -0.1, 0.24), (-x - 0.02, x + 0.02, -0.36, 0.36, 0.23, 0.62),
        (-x - 0.08, x + 0.08, -0.40, 0.40, 0.61, 0.76)]), "stone", "wall")  # fmt: skip
    put(model, "screen_body", solids.boxes([(-x, x, -0.28, 0.28, 0.7, body)]), "brick", "wall")
    field = (x - 0.42, 1.05, body - 0.42)
    rim = [(-field[0] - 0.1, field[0] + 0.1, -0.32, -0.2, z, z + 0.1)
           for z in (field[1] - 0.1, field[2])]  # fmt: skip
    rim += [(s * (field[0] + 0.05) - 0.05, s * (field[0] + 0.05) + 0.05, -0.318, -0.2, field[1] - 0.01,
             field[2] + 0.01) for s in (-1, 1)]  # fmt: skip
    put(model, "screen_rim", solids.boxes(rim), "grey_brick", "carving")
    put(model, "screen_field", _field(field, bosses), "grey_brick", "carving")
    cap = tilework.wall_cap(-x - 0.16, x + 0.16, body - 0.02, 0.30)
    put(model, "screen_cap", cap, "tile", "roof", "court.screen")
    curve = tilework.slope(0.42, 0.20, 2) + [-0.56, body + 0.26]
    for name, mesh in (("tubes", tilework.tubes(curve, x + 0.14)),
                       ("ends", tilework.ends(curve, x + 0.14))):  # fmt: skip
        model.add_part(f"screen_{name}", *mesh, "tile" if name == "tubes" else "tile_edge")
        model.place(f"screen_{name}", "roof")
        model.place(f"screen_{name}", "roof", solids.placement(turn=np.pi))
    put(model, "screen_ridge", tilework.ridge(x + 0.1, 0.0, body + 0.42, 0.3), "ridge", "ridge")
    return model


def _field(field: tuple[float, float, float], bosses: bool) -> Mesh:
    """Return the relief of a screen's field: rows of medallions, or a diamond in a frame."""
    x, low, top = field
    if not bosses:
        middle = (low + top) / 2
        size = min(x, top - middle) * 0.8
        diamond = solids.prism([(size, middle), (0, middle + size), (-size, middle),
                                (0, middle - size)], 0.10, "xz")  # fmt: skip
        return solids.shifted(diamond, y=-0.27)
    turn = np.arange(8) * np.pi / 4 + np.pi / 8
    across = 10
    step = 2 * x / across
    up = max(1, round((top - low) / step))
    disc = solids.prism(0.40 * step * np.column_stack([np.cos(turn), np.sin(turn)]), 0.07, "xz")
    return solids.repeated(disc, [
        (-x + (i + 0.5) * step, -0.27, low + (j + 0.5) * (top - low) / up)
        for i in range(across) for j in range(up)
    ])  # fmt: skip


def wall(length: float, high: float, material: str = "brick") -> SetModel:
    """Return a wall along x with a stone foot and a tiled coping."""
    model = SetModel()
    half = length / 2
    put(model, "wall_foot", solids.boxes([(-half, half, -0.29, 0.29, -0.2, 0.42)]), "stone",
        "enclosure")  # fmt: skip
    put(model, "wall_body", solids.boxes([(-half, half, -0.24, 0.24, 0.41, high - 0.45)]), material,
        "enclosure")  # fmt: skip
    put(model, "wall_cap", tilework.wall_cap(-half, half, high - 0.47), "tile", "enclosure",
        "court.wall")  # fmt: skip
    return model


def ground(x0: float, x1: float, y0: float, y1: float, material: str, z: float = 0.0) -> SetModel:
    """Return a level of paving, its top at ``z``."""
    model = SetModel()
    put(model, "paving", solids.boxes([(x0, x1, y0, y1, z - 0.25, z)]), material, "ground")
    return model


def stairs(rise: float, wide: float, run: float) -> SetModel:
    """Return a brick flight against a wall, up along +x from its foot at x = 0."""
    model = SetModel()
    count = max(2, round(rise / 0.2))
    steps: Sequence[tuple[float, ...]] = [
        (run * k / count, run * (k + 1) / count + (0.002 if k < count - 1 else 0.0), -wide / 2,
         wide / 2, -0.1, rise * (k + 1) / count)
        for k in range(count)
    ]  # fmt: skip
    put(model, "stairs", solids.boxes(steps), "strips", "step")
    return model
