"""What a farm keeps in its yard: pen, privy, vegetable bed, tools; of late, what is bought.

Each is made about x = y = 0, its foot at z = 0, and faces −y; metres.
"""

from __future__ import annotations

import random

import numpy as np

from scenes import animals, solids, turned
from scenes.model import SetModel
from scenes.solids import Mesh
from scenes.works import farmyard

HEATER = 1.53  # metres from the roof to the top of a solar heater
_Piece = tuple[str, Mesh, str, str]  # part, mesh, material, element


def _of(*pieces: _Piece) -> SetModel:
    model = SetModel()
    for name, mesh, material, element in pieces:
        model.add_part(name, *mesh, material)
        model.place(name, element, rule="invention", name=name)
    return model


def _tilted(mesh: Mesh, lean: float) -> Mesh:
    """Return a mesh turned about x: its top towards +y."""
    matrix = np.eye(4)
    c, s = np.cos(lean), np.sin(lean)
    matrix[1:3, 1:3] = [(c, s), (-s, c)]
    return solids.moved(mesh, matrix)


def pen(wall: str, cover: str, seed: str) -> SetModel:
    """Return a pigpen 3.2 by 2.6 m: low walls, a sty under a small roof, a trough."""
    x, y = 1.6, 1.3
    front = solids.shifted(farmyard.dry_wall(-x, 0.5, 0.95, 0.3, seed + "p"), y=-y + 0.15)
    sides = [solids.moved(farmyard.dry_wall(-y + 0.31, y, 0.95, 0.3, f"{seed}{s}"),
                          solids.placement(s * (x - 0.15), 0, 0, np.pi / 2)) for s in (-1, 1)]  # fmt: skip
    low = solids.merge(front, *sides)
    rails = solids.boxes([(0.5, x - 0.3, -y + 0.11, -y + 0.17, z, z + 0.09)
                          for z in (0.2, 0.48, 0.76)])  # fmt: skip
    posts = solids.boxes([(s * 1.24 - 0.06, s * 1.24 + 0.06, -0.06, 0.06, -0.1, 1.42)
                          for s in (-1, 1)])  # fmt: skip
    roof = solids.prism([(-0.35, 1.40), (y + 0.15, 1.92), (y + 0.15, 2.06), (-0.35, 1.56)], 2 * x + 0.2,
                        "yz")  # fmt: skip
    back = solids.boxes([(-x + 0.31, x - 0.31, y - 0.3, y, -0.1, 1.84)])
    cheeks = [solids.shifted(solids.prism([(0.0, 0.9), (y, 0.9), (y, 1.86), (0.0, 1.50)], 0.28,
                                          "yz"), s * (x - 0.15)) for s in (-1, 1)]  # fmt: skip
    trough = solids.boxes([(-0.95, -0.25, -0.75, -0.45, -0.02, 0.22)])
    return _of(("pen", solids.merge(low, back, *cheeks), wall, "enclosure"),
               ("pen_wood", solids.merge(rails, posts), "cave_wood", "prop"),
               ("pen_roof", roof, cover, "roof"), ("pen_trough", trough, "stone", "prop"))  # fmt: skip


def privy(wall: str, cover: str) -> SetModel:
    """Return a privy 1.7 m square: walls on three sides, a screen before the way in, a lean roof."""
    a, t = 0.85, 0.24
    rows = [(-a, a, a - t, a, -0.1, 1.95), (-a, -a + t, -a, a - t + 0.01, -0.1, 1.9),
            (a - t, a, -a, a - t + 0.01, -0.1, 1.9), (-a + t - 0.01, 0.05, -a, -a + t, -0.1, 1.75)]  # fmt: skip
    roof = solids.prism([(-a - 0.2, 1.90), (a + 0.2, 2.12), (a + 0.2, 2.24), (-a - 0.2, 2.02)],
                        2 * a + 0.3, "yz")  # fmt: skip
    return _of(("privy", solids.boxes(rows), wall, "wall"), ("privy_roof", roof, cover, "roof"))


def vegetables(wide: float, deep: float, seed: str, *, bare: bool) -> SetModel:
    """Return a bed of ridges with a low wattle round it; ``bare`` ones have only their ridges."""
    rng = random.Random(f"{seed}/bed")
    rows = np.linspace(-deep / 2 + 0.35, deep / 2 - 0.35, max(2, round(deep / 0.6)))
    ridge = [(-0.22, -0.05), (0.22, -0.05), (0.10, 0.13), (-0.10, 0.13)]
    soil = solids.merge(*(solids.shifted(solids.prism(ridge, wide - 0.5, "yz"), y=float(y))
                          for y in rows))  # fmt: skip
    stakes: list[tuple[float, float, float]] = []
    for x in np.arange(-wide / 2, wide / 2 + 0.01, 0.22):
        stakes += [(float(x), s * deep / 2, 0.0) for s in (-1, 1)]
    for y in np.arange(-deep / 2 + 0.22, deep / 2 - 0.1, 0.22):
        stakes += [(s * wide / 2, float(y), 0.0) for s in (-1, 1)]
    stake = turned.tube([(0, 0, -0.1), (0.01, 0, 0.55)], (0.022, 0.014), 5)
    rails = solids.boxes([(-wide / 2, wide / 2, s * deep / 2 - 0.012, s * deep / 2 + 0.012, 0.3, 0.335)
                          for s in (-1, 1)])  # fmt: skip
    pieces: list[_Piece] = [
        ("vegetables", soil, "earth", "ground"),
        ("vegetables_wattle", solids.merge(solids.repeated(stake, stakes), rails), "cave_wood", "prop"),
    ]  # fmt: skip
    if not bare:
        leaf = solids.boxes([(-0.05, 0.11, -0.055, 0.055, -0.006, 0.006)])
        leaves = []
        for y in rows:
            for x in np.arange(-wide / 2 + 0.4, wide / 2 - 0.3, 0.34):
                for k in range(7):
                    turn, up = 0.9 * k + rng.uniform(0, 0.5), rng.uniform(0.02, 0.20)
                    at = solids.placement(float(x) + 0.07 * np.cos(turn), float(y) + 0.07 * np.sin(turn),
                                          0.14 + up, turn)  # fmt: skip
                    leaves.append(solids.moved(_tilted(leaf, rng.uniform(-0.6, 0.6)), at))
        pieces.append(("vegetables_leaves", solids.merge(*leaves), "leaves", "grass"))
    return _of(*pieces)


def tools(*, iron: str = "iron") -> SetModel:
    """Return a hoe, a fork, a flail and a broom that lean on a wall behind them."""
    long = [turned.tube([(x, -0.42 + 0.03 * k, 0.0), (x + 0.06, -0.06, 1.65 - 0.1 * k)], (0.019, 0.016), 6)
            for k, x in enumerate((-0.45, -0.15, 0.18))]  # fmt: skip
    blade = solids.boxes(
        [(-0.50, -0.30, -0.14, -0.05, 1.60, 1.64), (-0.50, -0.30, -0.15, -0.12, 1.46, 1.64)]
    )
    tines = solids.bars([(-0.09 + d, -0.05, 1.52) for d in (-0.1, 0.0, 0.1)],
                        [(-0.08 + 1.5 * d, -0.03, 1.80) for d in (-0.1, 0.0, 0.1)], solids.circle(0.012, 5))  # fmt: skip
    flail = turned.tube([(0.25, -0.08, 1.46), (0.38, -0.11, 0.85)], (0.03, 0.03), 6)
    broom = turned.tube([(0.55, -0.30, 0.02), (0.57, -0.12, 0.62)], (0.15, 0.03), 8)
    stick = turned.tube([(0.57, -0.12, 0.6), (0.58, -0.05, 1.25)], (0.014, 0.012), 5)
    return _of(("tools", solids.merge(*long, stick, flail), "timber", "prop"),
               ("tools_iron", solids.merge(blade, tines), iron, "prop"),
               ("tools_broom", broom, "straw", "prop"))  # fmt: skip


def stack(tall: float = 1.9) -> SetModel:
    """Return a round stack of straw with a cap of mud."""
    body = solids.lathe([(0.95, 0.0), (1.10, 0.35), (1.02, 0.9), (0.70, 1.35), (0.18, 1.62),
                         (0.05, 1.66)], 22)  # fmt: skip
    scale = np.diag([tall / 1.66, tall / 1.66, tall / 1.66, 1.0])
    return _of(("straw_stack", solids.moved(body, scale), "straw", "prop"))


def corn_frame(long: float = 2.6) -> SetModel:
    """Return a rack of maize to dry: posts, rails and the cobs between them."""
    rng = random.Random("corn")
    posts = [(s * long / 2, 0.0) for s in (-1, 1)]
    wood = solids.boxes([(x - 0.05, x + 0.05, -0.05, 0.05, -0.1, 1.9) for x, _ in posts]
                        + [(-long / 2, long / 2, -0.03, 0.03, z, z + 0.06) for z in (0.5, 1.15, 1.8)])  # fmt: skip
    cob = solids.lathe(
        [(0.012, -0.12), (0.035, -0.09), (0.042, 0.0), (0.03, 0.09), (0.01, 0.12)], 7
    )
    at = [(x + rng.uniform(-0.02, 0.02), s * rng.uniform(0.06, 0.10), z + rng.uniform(-0.03, 0.03))
          for x in np.arange(-long / 2 + 0.1, long / 2 - 0.05, 0.10)
          for z in np.arange(0.62, 1.80, 0.19) for s in (-1, 1)]  # fmt: skip
    return _of(("corn_frame", wood, "cave_wood", "prop"),
               ("corn_cobs", solids.repeated(cob, at), "corn", "prop"))  # fmt: skip


def hens(seed: str) -> SetModel:
    """Return a few hens about the origin."""
    model = SetModel()
    animals.flock(model, "hen", (0.0, 0.0, 0.0), 4, 1.0, seed)
    return model


# --- bought, of late -----------------------------------------------------------------------------


def solar_heater() -> SetModel:
    """Return a solar water heater: a rack of tubes that leans back, its tank along the top."""
    tube = turned.tube([(0.0, -0.75, 0.22), (0.0, 0.35, 1.20)], (0.03, 0.03), 6)
    tubes = solids.repeated(tube, [(x, 0.0, 0.0) for x in np.linspace(-0.75, 0.75, 16)])
    tank = solids.bars([(-0.92, 0.42, 1.30)], [(0.92, 0.42, 1.30)], solids.circle(0.23, 16))
    legs = solids.bars(
        [(s * 0.8, -0.80, 0.0) for s in (-1, 1)] + [(s * 0.8, 0.50, 0.0) for s in (-1, 1)],
        [(s * 0.8, 0.40, 1.12) for s in (-1, 1)] + [(s * 0.8, 0.42, 1.20) for s in (-1, 1)],
        solids.rectangle(0.035, 0.035),
    )
    return _of(("solar_heater", tank, "enamel_white", "prop"), ("solar_tubes", tubes, "ink_black", "prop"),
               ("solar_legs", legs, "aluminium", "prop"))  # fmt: skip


def dish() -> SetModel:
    """Return a small satellite dish on its post."""
    bowl = solids.lathe([(0.03, -0.03), (0.20, 0.0), (0.38, 0.10), (0.37, 0.11), (0.20, 0.02),
                         (0.03, -0.01)], 20)  # fmt: skip
    aim = np.eye(4)
    c, s = np.cos(0.95), np.sin(0.95)
    aim[1:3, 1:3] = [(c, -s), (s, c)]
    aim[2, 3] = 0.85
    post = turned.tube([(0, 0.05, 0.0), (0, 0.05, 0.85)], (0.03, 0.03), 8)
    arm = solids.bars([(0, -0.05, 0.62)], [(0, -0.42, 1.08)], solids.rectangle(0.02, 0.02))
    return _of(("dish", solids.moved(bowl, aim), "enamel_white", "prop"),
               ("dish_post", solids.merge(post, arm), "iron", "prop"))  # fmt: skip


def _wheel(x: float, r: float, thick: float) -> Mesh:
    turn = np.linspace(0, 2 * np.pi, 18, endpoint=False)
    ring = np.column_stack([r * np.cos(turn), r * np.sin(turn)])
    return solids.shifted(solids.prism(ring, thick, "xz"), x, 0.0, r)


def ebike() -> SetModel:
    """Return an electric scooter: two wheels, a stepped body, seat, handlebar and mirrors."""
    wheels = solids.merge(_wheel(-0.62, 0.21, 0.09), _wheel(0.62, 0.21, 0.09))
    side = [(-0.38, 0.20), (0.34, 0.20), (0.66, 0.44), (0.60, 0.94), (0.50, 0.94), (0.40, 0.44),
            (0.26, 0.30), (-0.38, 0.30)]  # fmt: skip
    body = solids.prism(side, 0.26, "xz")
    rear = solids.prism(
        [(-0.86, 0.46), (-0.40, 0.30), (-0.10, 0.34), (-0.08, 0.66), (-0.80, 0.68)], 0.25, "xz"
    )
    seat = solids.boxes([(-0.82, -0.10, -0.14, 0.14, 0.682, 0.76)])
    bars = solids.merge(solids.bars([(0.56, -0.32, 1.02)], [(0.56, 0.32, 1.02)], solids.circle(0.018, 6)),
                        solids.bars([(0.58, 0, 0.85)], [(0.56, 0, 1.02)], solids.circle(0.03, 6)),
                        solids.boxes([(0.53, 0.55, s * 0.30 - 0.05, s * 0.30 + 0.05, 1.10, 1.18)
                                      for s in (-1, 1)]))  # fmt: skip
    return _of(("ebike", solids.merge(body, rear), "lacquer_red", "prop"),
               ("ebike_black", solids.merge(wheels, seat, bars), "ink_black", "prop"))  # fmt: skip


def tricycle() -> SetModel:
    """Return a farm tricycle (农用三轮车): a small cab front, its bed of sheet iron behind."""
    wheels = solids.merge(_wheel(1.15, 0.28, 0.12), *(
        solids.shifted(_wheel(-0.75, 0.30, 0.14), y=s * 0.56) for s in (-1, 1)))  # fmt: skip
    bed = solids.boxes([(-1.45, 0.25, -0.62, 0.62, 0.55, 0.62), (-1.45, 0.25, -0.62, -0.58, 0.61, 0.95),
                        (-1.45, 0.25, 0.58, 0.62, 0.61, 0.95), (-1.45, -1.41, -0.58, 0.58, 0.61, 0.95),
                        (0.21, 0.25, -0.58, 0.58, 0.61, 1.05)])  # fmt: skip
    nose = solids.merge(
        solids.boxes([(0.30, 1.05, -0.10, 0.10, 0.42, 0.56), (0.85, 1.15, -0.22, 0.22, 0.55, 0.98)]),
        solids.bars([(0.98, -0.38, 1.10)], [(0.98, 0.38, 1.10)], solids.circle(0.02, 6)),
        solids.bars([(1.15, 0, 0.28)], [(1.0, 0, 1.10)], solids.circle(0.035, 6)),
    )  # fmt: skip
    seat = solids.boxes([(0.32, 0.72, -0.2, 0.2, 0.565, 0.72)])
    return _of(("tricycle", bed, "sign_blue", "prop"), ("tricycle_nose", nose, "lacquer_red", "prop"),
               ("tricycle_black", solids.merge(wheels, seat), "ink_black", "prop"))  # fmt: skip


def clothes_line(long: float = 3.6) -> SetModel:
    """Return a line between two posts with a few clothes and a quilt on it."""
    posts = [turned.tube([(s * long / 2, 0, -0.1), (s * long / 2, 0, 1.95)], (0.035, 0.03), 7)
             for s in (-1, 1)]  # fmt: skip
    line = solids.boxes([(-long / 2, long / 2, -0.006, 0.006, 1.84, 1.85)])
    cloths = {
        "quilt_flower": (-1.5, -0.1, 0.85),
        "robe_blue": (0.15, 0.65, 1.15),
        "robe_white": (0.9, 1.5, 1.2),
    }
    pieces: list[_Piece] = [("clothes_line", solids.merge(*posts, line), "iron", "prop")]
    for number, (material, (x0, x1, low)) in enumerate(cloths.items()):
        sheet = solids.boxes([(x0, x1, -0.03, -0.012, low, 1.86), (x0, x1, 0.012, 0.03, low + 0.15, 1.86),
                              (x0, x1, -0.03, 0.03, 1.855, 1.875)])  # fmt: skip
        pieces.append((f"clothes{number}", sheet, material, "prop"))
    return _of(*pieces)
