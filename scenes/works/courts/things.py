"""What stands about a house: hitching posts, mounting stones, well, mill, woodpile, jars, lamps."""

from __future__ import annotations

import random

import numpy as np

from scenes import solids
from scenes.model import SetModel
from scenes.solids import Mesh

WARM = (1.0, 0.58, 0.26)


def _of(*pieces: tuple[str, Mesh, str], element: str = "prop") -> SetModel:
    model = SetModel()
    for name, mesh, material in pieces:
        model.add_part(name, *mesh, material)
        model.place(name, element, rule="invention", name=name)
    return model


def hitching_post() -> SetModel:
    """Return a stone hitching post (拴马桩), a lion's round mass on its head."""
    post = solids.boxes([(-0.13, 0.13, -0.13, 0.13, -0.2, 1.45), (-0.16, 0.16, -0.16, 0.16, 1.43,
                         1.55), (-0.18, 0.18, -0.18, 0.18, -0.2, 0.18)])  # fmt: skip
    head = solids.shifted(
        solids.lathe([(0.06, 0.0), (0.15, 0.05), (0.17, 0.18), (0.12, 0.30), (0.04, 0.36)], 9),
        z=1.53,
    )
    snout = solids.boxes([(-0.07, 0.07, -0.22, -0.05, 1.60, 1.74)])
    return _of(("hitching_post", solids.merge(post, head, snout), "stone"))


def mounting_stone() -> SetModel:
    """Return a mounting stone (上马石) of two steps."""
    stone = solids.boxes([(-0.55, 0.55, -0.26, 0.26, -0.1, 0.52), (-0.98, -0.54, -0.24, 0.24, -0.1,
                          0.27)])  # fmt: skip
    return _of(("mounting_stone", stone, "stone"))


def well() -> SetModel:
    """Return a well under its windlass: a round kerb, two posts, a roller with rope and bucket."""
    kerb = solids.lathe([(0.62, -0.1), (0.62, 0.46), (0.56, 0.52), (0.40, 0.52), (0.36, 0.44),
                         (0.36, 0.30)], 20)  # fmt: skip
    water = solids.shifted(solids.lathe([(0.34, 0.0), (0.34, 0.02)], 20), z=0.302)
    posts = solids.merge(
        solids.bars([(-0.95, -0.3, -0.1), (-0.95, 0.3, -0.1)], [(-0.9, 0, 1.35), (-0.9, 0, 1.35)],
                    solids.circle(0.055, 8)),
        solids.bars([(-1.1, 0, 1.22)], [(0.45, 0, 1.22)], solids.circle(0.045, 8)),
        solids.bars([(-0.3, 0, 1.22)], [(0.3, 0, 1.22)], solids.circle(0.12, 12)),
        solids.bars([(0.45, -0.28, 1.22)], [(0.451, 0.28, 1.22)], solids.circle(0.025, 6)),
    )  # fmt: skip
    bucket = solids.shifted(solids.lathe([(0.12, 0.0), (0.16, 0.28), (0.15, 0.285)], 12), z=0.60)
    rope = solids.boxes([(-0.012, 0.012, -0.012, 0.012, 0.86, 1.12)])
    return _of(("well_kerb", kerb, "stone"), ("well_water", water, "dark"),
               ("well_frame", posts, "wood"), ("well_bucket", bucket, "timber"),
               ("well_rope", rope, "timber"))  # fmt: skip


def mill() -> SetModel:
    """Return a roller mill (石碾): a round bed, its roller, and the pole that turns it."""
    bed = solids.lathe([(0.75, -0.1), (0.75, 0.42), (1.05, 0.46), (1.08, 0.64), (1.04, 0.66)], 28)
    axle = solids.shifted(solids.lathe([(0.06, 0.0), (0.06, 0.55)], 10), z=0.62)
    roller = solids.lathe([(0.30, 0.0), (0.34, 0.10), (0.34, 0.52), (0.30, 0.62)], 18)
    lie = np.eye(4)
    lie[:3, :3] = np.array([(0, 0, 1.0), (0, 1.0, 0), (-1.0, 0, 0)])
    lie[:3, 3] = (0.28, 0.0, 1.0)
    pole = solids.boxes(
        [(-0.12, 1.9, -0.05, 0.05, 0.96, 1.05), (0.22, 0.27, -0.42, 0.42, 0.94, 1.04)]
    )
    return _of(("mill_bed", bed, "stone"), ("mill_roller", solids.moved(roller, lie), "stone"),
               ("mill_frame", solids.merge(axle, pole), "wood"))  # fmt: skip


def quern() -> SetModel:
    """Return a quern (石磨) on its round tray."""
    tray = solids.lathe([(0.42, -0.05), (0.40, 0.50), (0.68, 0.54), (0.70, 0.62), (0.66, 0.62)], 22)
    stone = solids.shifted(solids.lathe([(0.36, 0.0), (0.36, 0.17), (0.365, 0.175), (0.365, 0.36),
                                         (0.33, 0.38)], 20), z=0.60)  # fmt: skip
    arm = solids.boxes([(0.2, 0.95, -0.035, 0.035, 0.82, 0.89)])
    return _of(("quern_stone", solids.merge(tray, stone), "stone"), ("quern_arm", arm, "wood"))


def woodpile(seed: str, long: float = 2.4, high: float = 1.1) -> SetModel:
    """Return split wood stacked along x, its ends towards −y."""
    rng = random.Random(f"{seed}/wood")
    logs = []
    z, row = 0.07, 0
    while z < high:
        for x in np.arange(-long / 2 + 0.06 * (row % 2), long / 2, 0.145):
            r = rng.uniform(0.055, 0.078)
            ring = [(r * np.cos(a), r * np.sin(a)) for a in np.arange(6) + rng.uniform(0, 1)]
            logs.append(solids.shifted(solids.prism(ring, rng.uniform(0.8, 0.95), "xz"), x,
                                       rng.uniform(-0.05, 0.05), z))  # fmt: skip
        z += 0.125
        row += 1
    return _of(("woodpile", solids.merge(*logs), "timber"))


def jar(tall: float = 0.8) -> SetModel:
    """Return a glazed storage jar."""
    shape = [(0.24, 0.0), (0.38, 0.30), (0.42, 0.58), (0.34, 0.86), (0.27, 0.94), (0.31, 1.0),
             (0.27, 1.01), (0.2, 0.9)]  # fmt: skip
    return _of(("jar", solids.lathe([(r * tall, z * tall) for r, z in shape], 18), "earthenware"))


def flower_pot(seed: str) -> SetModel:
    """Return a pot with a pomegranate bush, round masses of small leaves as closed pieces."""
    rng = random.Random(f"{seed}/pot")
    pot = solids.lathe([(0.18, 0.0), (0.30, 0.34), (0.33, 0.36), (0.33, 0.42), (0.28, 0.42),
                        (0.25, 0.36)], 16)  # fmt: skip
    stem = solids.bars([(0, 0, 0.3), (0, 0, 0.75), (0, 0, 0.75)],
                       [(0.02, 0.01, 0.8), (0.2, 0.1, 1.15), (-0.18, -0.06, 1.2)],
                       solids.circle(0.028, 5))  # fmt: skip
    leaf = solids.boxes([(-0.05, 0.05, -0.022, 0.022, -0.006, 0.006)])
    leaves = []
    for _ in range(150):
        a, b, r = rng.uniform(0, 6.28), rng.uniform(-1, 1), rng.uniform(0.25, 0.46)
        at = solids.placement(r * np.cos(a) * (1 - b * b) ** 0.5, r * np.sin(a) * (1 - b * b) ** 0.5,
                              1.15 + 0.9 * r * b, rng.uniform(0, 6.28))  # fmt: skip
        tilt = np.eye(4)
        c, s = np.cos(rng.uniform(-0.9, 0.9)), np.sin(rng.uniform(-0.9, 0.9))
        tilt[1:3, 1:3] = np.array([(c, -s), (s, c)]) / np.hypot(c, s)
        leaves.append(solids.moved(leaf, at @ tilt))
    return _of(("pot", pot, "earthenware"), ("pot_stem", stem, "bark"),
               ("pot_leaves", solids.merge(*leaves), "leaves"))  # fmt: skip


def lantern(material: str = "lantern_lit", power: float = 1.1) -> SetModel:
    """Return a small gauze lantern whose hook is at the origin, and its light."""
    profile = [(0.07, -0.62), (0.13, -0.58), (0.18, -0.46), (0.18, -0.32), (0.13, -0.20),
               (0.07, -0.16)]  # fmt: skip
    caps = solids.merge(
        solids.shifted(solids.lathe([(0.085, 0.0), (0.085, 0.035)], 10), z=-0.655),
        solids.shifted(solids.lathe([(0.085, 0.0), (0.085, 0.035)], 10), z=-0.158),
        solids.boxes([(-0.006, 0.006, -0.006, 0.006, -0.13, 0.02)]),
    )
    model = _of(("lantern_skin", solids.lathe(profile, 12), material),
                ("lantern_caps", caps, "dark_wood"), element="lamp")  # fmt: skip
    model.lamps.append({"at": (0.0, 0.0, -0.4), "power": power, "colour": WARM})
    return model
