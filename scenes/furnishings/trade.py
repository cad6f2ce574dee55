"""Gear of trades and offices: abacus and ledgers, scales, vats, stills, wheels, the magistrate's desk."""

from __future__ import annotations

import random

import numpy as np

from scenes.furnishings.piece import (
    Mesh,
    Piece,
    ball,
    bar,
    box,
    frame,
    jar,
    legs,
    merge,
    pipe,
    plate,
    skin,
    turn,
)
from scenes.turned import ring


def abacus(w: float = 0.42, d: float = 0.18) -> Piece:
    """Return an abacus of thirteen rods, two beads over five."""
    rim = [
        frame(w, d, 0.0, 0.016, 0.028),
        box(-w / 2 + 0.01, w / 2 - 0.01, 0.028, 0.04, 0.004, 0.024),
    ]
    rods, beads = [], []
    for k in range(13):
        x = -w / 2 + 0.03 + k * (w - 0.06) / 12
        rods.append(pipe([(x, -d / 2 + 0.01, 0.014), (x, d / 2 - 0.01, 0.014)], 0.0022, 5))
        for j in range(7):
            y = -d / 2 + 0.026 + 0.0135 * j if j < 5 else 0.048 + 0.0135 * (j - 5)
            beads.append(ball((x, y, 0.014), 0.0105, 0.0062, 0.0105, 6))
    return [(merge(*rim, *rods), "walnut"), (merge(*beads), "lacquer_black")]


def ledgers(count: int = 6, seed: int = 1) -> Piece:
    """Return account books in a pile, blue cloth over paper."""
    rng = random.Random(f"{seed}/ledger")
    covers, leaves = [], []
    z = 0.0
    for _ in range(count):
        x, y = rng.uniform(-0.012, 0.012), rng.uniform(-0.012, 0.012)
        high = rng.uniform(0.022, 0.034)
        covers.append(box(x - 0.09, x + 0.09, y - 0.13, y + 0.13, z, z + high))
        leaves.append(box(x - 0.092, x - 0.086, y - 0.127, y + 0.127, z + 0.004, z + high - 0.004))
        z += high + 0.001
    return [(merge(*covers), "book_blue"), (merge(*leaves), "book_paper")]


def open_book(w: float = 0.36, d: float = 0.25) -> Piece:
    """Return an open account book or text."""
    arc = [(-w / 2, 0.004), (-w / 4, 0.022), (-0.01, 0.012), (0.0, 0.004), (0.01, 0.012), (w / 4, 0.022),
           (w / 2, 0.004), (w / 2, 0.0), (-w / 2, 0.0)]  # fmt: skip
    lines = [box(s * (w / 4) + x - 0.003, s * (w / 4) + x + 0.003, -d / 2 + 0.03, d / 2 - 0.04, 0.021, 0.0232)
             for s in (-1, 1) for x in (-0.02, 0.0, 0.02)]  # fmt: skip
    return [(plate(arc[::-1], d), "book_paper"), (merge(*lines), "ink_black")]


def brushes() -> Piece:
    """Return ink stone, water dropper, brush pot with brushes, and a paperweight (文房)."""
    pot = turn([(0.05, 0.0), (0.052, 0.01), (0.048, 0.13), (0.052, 0.14), (0.044, 0.14)], 14)
    shafts = [pipe([(0.02 * np.cos(t), 0.02 * np.sin(t), 0.02), (0.05 * np.cos(t), 0.05 * np.sin(t), 0.25)],
                   0.0055, 5) for t in np.arange(5) * 1.26]  # fmt: skip
    stone = merge(
        box(0.14, 0.28, -0.09, 0.09, 0.0, 0.026), box(0.155, 0.265, -0.075, 0.03, 0.024, 0.028)
    )
    return [(pot, "porcelain_blue"), (merge(*shafts), "reed_mat"), (stone, "ink_black"),
            (box(-0.3, -0.1, -0.10, -0.075, 0.0, 0.018), "brass")]  # fmt: skip


def ingots(rows: int = 3) -> Piece:
    """Return silver ingots (元宝) in a tray."""
    tray = frame(0.42, 0.30, 0.0, 0.014, 0.05)
    shoes = []
    for k in range(rows):
        for j in range(3):
            x, y = -0.13 + 0.13 * j, -0.09 + 0.09 * k
            line = [(x - 0.05, 0.06), (x - 0.035, 0.012), (x + 0.035, 0.012), (x + 0.05, 0.06), (x + 0.02, 0.035),
                    (x, 0.05), (x - 0.02, 0.035)]  # fmt: skip
            shoes.append(plate(line, 0.05, y))
    return [
        (merge(tray, box(-0.205, 0.205, -0.145, 0.145, 0.0, 0.012)), "walnut"),
        (merge(*shoes), "silver"),
    ]


def steelyard() -> Piece:
    """Return a money balance (戥子) hung on a stand."""
    stand = [box(-0.16, 0.16, -0.08, 0.08, 0.0, 0.025), bar((0, 0, 0.02), (0, 0, 0.42), 0.016, 0.016),
             bar((-0.14, 0, 0.42), (0.14, 0, 0.42), 0.012, 0.014)]  # fmt: skip
    beam = [pipe([(-0.22, 0, 0.34), (0.22, 0, 0.355)], 0.004, 6)]
    pans = [skin([ring(z, r, r, (-0.20, 0), 14) for z, r in ((0.12, 0.03), (0.135, 0.07), (0.138, 0.065))]),
            *(pipe([(-0.20 + 0.06 * np.cos(t), 0.06 * np.sin(t), 0.137), (-0.20, 0, 0.34)], 0.0022, 4)
              for t in np.arange(3) * 2.1), ball((0.1, 0, 0.26), 0.016, 0.016, 0.02, 8)]  # fmt: skip
    return [(merge(*stand), "hardwood"), (merge(*beam, *pans), "brass")]


def net(w: float, d: float, pitch: float = 0.22) -> Piece:
    """Return a wire net hung with bells (天网铜铃), flat about z = 0."""
    x = np.arange(-w / 2, w / 2 + 1e-6, pitch)
    y = np.arange(-d / 2, d / 2 + 1e-6, pitch)
    wires = [box(a - 0.004, a + 0.004, -d / 2, d / 2, -0.004, 0.004) for a in x]
    wires += [box(-w / 2, w / 2, b - 0.0035, b + 0.0035, -0.0035, 0.0035) for b in y]
    bells = [(turn([(0.035, -0.09), (0.03, -0.05), (0.012, -0.02), (0.006, 0.0)], 10)[0] + [a, b, 0],
              turn([(0.035, -0.09), (0.03, -0.05), (0.012, -0.02), (0.006, 0.0)], 10)[1])
             for a in x[1::4] for b in y[1::4]]  # fmt: skip
    return [(merge(*wires), "iron"), (merge(*bells), "brass")]


def grille(w: float, h: float, z: float) -> Piece:
    """Return a grille of turned bars over a counter (柜台栏)."""
    rails = [
        box(-w / 2, w / 2, -0.03, 0.03, z, z + 0.05),
        box(-w / 2, w / 2, -0.03, 0.03, z + h - 0.06, z + h),
    ]
    posts = [box(x - 0.032, x + 0.032, -0.032, 0.032, z + 0.002, z + h - 0.002)
             for x in np.linspace(-w / 2 + 0.032, w / 2 - 0.032, max(2, round(w / 1.2) + 1))]  # fmt: skip
    bars = [pipe([(x, 0, z + 0.045), (x, 0, z + h - 0.055)], 0.010, 6)
            for x in np.arange(-w / 2 + 0.12, w / 2 - 0.06, 0.11)]  # fmt: skip
    return [(merge(*rails, *posts, *bars), "counter")]


def vat_row(count: int, step: float = 0.95, h: float = 0.9, r: float = 0.42) -> Piece:
    """Return vats in a row under conical hats of straw (醋缸)."""
    vats, hats = [], []
    for k in range(count):
        v, f = jar(h, r, 0.8 * r, 0.5 * r, 22)
        x = (k - (count - 1) / 2) * step
        vats.append((v + [x, 0, 0], f))
        hats.append(skin([ring(h + z, q, q, (x, 0), 20) for z, q in
                          ((0.0, 0.95 * r), (0.03, 0.93 * r), (0.26, 0.04), (0.30, 0.03))]))  # fmt: skip
    return [(merge(*vats), "glaze_brown"), (merge(*hats), "reed_mat")]


def sunk_vats(rows: int, cols: int, step: float = 0.85) -> Piece:
    """Return vats sunk in the floor to their rims, stone lids on some (地缸)."""
    rims, mash, lids = [], [], []
    for k in range(cols):
        for j in range(rows):
            x, y = (k - (cols - 1) / 2) * step, (j - (rows - 1) / 2) * step
            rims.append(turn([(0.36, -0.05), (0.36, 0.07), (0.31, 0.07), (0.30, 0.03)], 22))
            rims[-1] = (rims[-1][0] + [x, y, 0], rims[-1][1])
            if (k + 2 * j) % 3:
                lids.append(skin([ring(z, 0.345, 0.345, (x, y), 20) for z in (0.071, 0.115)]))
            else:
                mash.append(skin([ring(z, 0.305, 0.305, (x, y), 20) for z in (0.02, 0.055)]))
    made: Piece = [(merge(*rims), "glaze_brown"), (merge(*lids), "stone")]
    return [*made, (merge(*mash), "mash")] if mash else made


def still() -> Piece:
    """Return a still: brick furnace, wooden steaming tub (甑), tin cooler with its spout."""
    base = turn([(0.85, 0.0), (0.85, 0.55), (0.80, 0.62), (0.60, 0.62)], 20)
    tub = turn([(0.60, 0.615), (0.66, 1.45), (0.62, 1.46)], 20)
    hoops = [turn([(0.615 + 0.05 * t, 0.62 + 0.8 * t), (0.632 + 0.05 * t, 0.63 + 0.8 * t),
                   (0.632 + 0.05 * t, 0.66 + 0.8 * t), (0.617 + 0.05 * t, 0.67 + 0.8 * t)], 20)
             for t in (0.2, 0.8)]  # fmt: skip
    top = turn(
        [(0.63, 1.455), (0.64, 1.50), (0.46, 1.72), (0.46, 1.95), (0.50, 1.97), (0.44, 1.97)], 20
    )
    spout = pipe(
        [(0.4, -0.1, 1.62), (0.95, -0.2, 1.42), (1.15, -0.24, 1.20)], (0.035, 0.03, 0.022), 8
    )
    jar_ = jar(0.5, 0.2, 0.12, 0.13, 16)
    glow = box(-0.16, 0.16, -0.86, -0.80, 0.08, 0.22)
    mouth = box(-0.2, 0.2, -0.855, -0.78, 0.06, 0.40)
    return [(base, "brick"), (tub, "timber"), (merge(*hoops), "iron"), (merge(top, spout), "pewter"),
            ((jar_[0] + [1.15, -0.25, 0.0], jar_[1]), "glaze_brown"), (mouth, "soot"), (glow, "embers")]  # fmt: skip


def leach_pool(w: float = 2.2, d: float = 1.1, h: float = 0.8) -> Piece:
    """Return a leaching trough (淋醋池) of brick with spouts into jars."""
    body = [box(-w / 2, w / 2, -d / 2, d / 2, 0.0, h - 0.10), frame(w, d, h - 0.101, 0.14, 0.10)]
    mash = box(-w / 2 + 0.13, w / 2 - 0.13, -d / 2 + 0.13, d / 2 - 0.13, h - 0.102, h - 0.05)
    spouts, jars = [], []
    for x in (-w / 4, w / 4):
        spouts.append(pipe([(x, -d / 2 + 0.02, 0.52), (x, -d / 2 - 0.16, 0.49)], 0.028, 8))
        v, f = jar(0.40, 0.20, 0.16, 0.13, 16)
        jars.append((v + [x, -d / 2 - 0.26, 0.0], f))
    return [
        (merge(*body), "brick"),
        (mash, "mash"),
        (merge(*spouts), "reed_mat"),
        (merge(*jars), "glaze_brown"),
    ]


def smoking_stove(w: float = 2.6, d: float = 1.1, h: float = 0.9) -> Piece:
    """Return a smoking stove (熏灶): a row of vats set in brick over small fires."""
    body = box(-w / 2, w / 2, -d / 2, d / 2, 0.0, h)
    vats, holes, glows = [], [], []
    count = max(2, round(w / 0.85))
    for k in range(count):
        x = (k - (count - 1) / 2) * w / count
        vats.append(
            turn([(0.33, h - 0.03), (0.34, h + 0.13), (0.29, h + 0.13), (0.28, h + 0.05)], 20)
        )
        vats[-1] = (vats[-1][0] + [x, 0.05, 0], vats[-1][1])
        holes.append(box(x - 0.12, x + 0.12, -d / 2 - 0.004, -d / 2 + 0.02, 0.12, 0.36))
        glows.append(box(x - 0.09, x + 0.09, -d / 2 - 0.008, -d / 2 + 0.01, 0.13, 0.20))
    return [
        (body, "brick"),
        (merge(*vats), "glaze_brown"),
        (merge(*holes), "soot"),
        (merge(*glows), "embers"),
    ]


def potters_wheel() -> Piece:
    """Return a potter's wheel with a pot on it, and a seat plank."""
    wheel = [turn([(0.48, 0.10), (0.50, 0.12), (0.50, 0.17), (0.48, 0.19)], 28), turn([(0.06, 0.0), (0.06, 0.45)],
             10), turn([(0.20, 0.44), (0.21, 0.45), (0.21, 0.48), (0.2, 0.49)], 22)]  # fmt: skip
    pot = turn(
        [(0.11, 0.489), (0.17, 0.60), (0.16, 0.76), (0.10, 0.84), (0.12, 0.88), (0.10, 0.88)], 20
    )
    seat = merge(box(-0.5, 0.5, 0.52, 0.80, 0.36, 0.41), box(-0.48, -0.40, 0.54, 0.78, 0, 0.361),
                 box(0.40, 0.48, 0.54, 0.78, 0, 0.361))  # fmt: skip
    return [(merge(*wheel, seat), "timber"), (pot, "wet_clay")]


def pot_rack(w: float = 2.2, h: float = 1.9, seed: int = 3) -> Piece:
    """Return planks on posts with raw pots drying."""
    rng = random.Random(f"{seed}/rack")
    wood = [bar((x, y, 0), (x, y, h), 0.06, 0.06) for x in (-w / 2, w / 2) for y in (-0.2, 0.2)]
    pots: list[Mesh] = []
    for z in (0.3, 0.85, 1.4):
        wood.append(box(-w / 2 - 0.1, w / 2 + 0.1, -0.24, 0.24, z - 0.04, z))
        for x in np.arange(-w / 2 + 0.18, w / 2 - 0.05, 0.34):
            high = rng.uniform(0.22, 0.34)
            v, f = jar(high, 0.13, 0.07, 0.08, 14)
            pots.append((v + [x, rng.uniform(-0.05, 0.05), z], f))
    return [(merge(*wood), "timber"), (merge(*pots), "wet_clay")]


def paper_vat(w: float = 1.9, d: float = 1.2, h: float = 0.85) -> Piece:
    """Return a paper maker's vat of stone slabs, its mould resting on the rim."""
    body = [
        frame(w, d, 0.0, 0.12, h),
        box(-w / 2 + 0.1, w / 2 - 0.1, -d / 2 + 0.1, d / 2 - 0.1, 0.0, 0.1),
    ]
    pulp = box(-w / 2 + 0.11, w / 2 - 0.11, -d / 2 + 0.11, d / 2 - 0.11, 0.099, h - 0.12)
    mould = merge(frame(0.9, 0.6, h + 0.002, 0.03, 0.03), *(
        box(-0.42, 0.42, y - 0.003, y + 0.003, h + 0.012, h + 0.018) for y in np.arange(-0.26, 0.27, 0.04)))  # fmt: skip
    return [(merge(*body), "stone"), (pulp, "pulp"), (mould, "reed_mat")]


def paper_stack(h: float = 0.5) -> Piece:
    """Return a press with a block of wet sheets under its beam."""
    wood = [bar((x, 0.0, 0.0), (x, 0.0, 1.3), 0.12, 0.12) for x in (-0.55, 0.55)]
    wood += [
        box(-0.7, 0.7, -0.4, 0.4, 0.0, 0.16),
        bar((-0.75, 0, 0.25 + h), (1.5, 0, 0.25 + h), 0.12, 0.12),
    ]
    return [
        (merge(*wood), "timber"),
        (box(-0.42, 0.42, -0.3, 0.3, 0.158, 0.19 + h), "paper_sheets"),
    ]


def anvil_bench(seed: int = 2) -> Piece:
    """Return a coppersmith's stump with its stake, a half-beaten basin and hammers."""
    stump = turn([(0.24, 0.0), (0.22, 0.1), (0.21, 0.55)], 14)
    iron = merge(box(-0.09, 0.09, -0.06, 0.06, 0.54, 0.66), pipe([(0.05, 0, 0.64), (0.30, 0, 0.66)], (0.05, 0.03)),
                 box(-0.02, 0.02, -0.13, 0.13, 0.70, 0.74))  # fmt: skip
    basin = turn([(0.12, 0.66), (0.26, 0.74), (0.28, 0.80), (0.265, 0.80)], 22)
    return [(stump, "bark"), (iron, "iron"), (basin, "copper")]


def copper_wares(seed: int = 6) -> Piece:
    """Return copper pots, basins and a hot-pot on the floor and in nests."""
    rng = random.Random(f"{seed}/copper")
    wares: list[Mesh] = []
    for k in range(7):
        x, y, r = -0.7 + 0.24 * k, rng.uniform(-0.2, 0.2), rng.uniform(0.11, 0.2)
        rows = [
            (0.5 * r, 0.0),
            (r, 0.7 * r),
            (0.9 * r, 1.5 * r),
            (0.45 * r, 1.9 * r),
            (0.5 * r, 2.2 * r),
            (0.4 * r, 2.2 * r),
        ]
        v, f = turn(rows, 18)
        wares.append((v + [x, y, 0.0], f))
    return [(merge(*wares), "copper")]


def lacquer_frames() -> Piece:
    """Return boards and boxes in the drying room of a lacquer shop, black and red."""
    rack = [bar((x, y, 0), (x, y, 1.7), 0.05, 0.05) for x in (-0.9, 0.9) for y in (-0.25, 0.25)]
    rack += [box(-0.95, 0.95, -0.28, 0.28, z - 0.03, z) for z in (0.35, 0.8, 1.25, 1.7)]
    black = [
        box(x - 0.13, x + 0.13, -0.18, 0.18, z, z + 0.2)
        for z in (0.35, 1.25)
        for x in (-0.6, -0.2, 0.2, 0.6)
    ]
    red = [turn([(0.13, 0.0), (0.15, 0.03), (0.15, 0.16), (0.05, 0.20)], 20) for _ in range(4)]
    red = [(v + [x, 0.0, 0.8], f) for (v, f), x in zip(red, (-0.6, -0.2, 0.2, 0.6), strict=True)]
    return [
        (merge(*rack), "timber"),
        (merge(*black), "lacquer_black"),
        (merge(*red), "lacquer_red"),
    ]


def press() -> Piece:
    """Return a hand press of iron for printing: bed, platen, lever, toggles."""
    iron = [box(-0.45, 0.45, -0.3, 0.3, 0.0, 0.08), bar((-0.4, 0, 0.06), (-0.4, 0, 1.75), 0.14, 0.14),
            bar((0.4, 0, 0.06), (0.4, 0, 1.75), 0.14, 0.14), box(-0.52, 0.52, -0.12, 0.12, 1.68, 1.92),
            pipe([(0, 0, 1.0), (0, 0, 1.7)], 0.06, 10), box(-0.32, 0.32, -0.24, 0.24, 0.93, 1.02),
            bar((0.0, -0.1, 1.25), (0.75, -0.55, 1.15), 0.05, 0.05)]  # fmt: skip
    bed = box(-0.36, 0.36, -1.0, 0.5, 0.76, 0.84)
    rails = merge(bar((-0.3, -1.0, 0.0), (-0.3, -1.0, 0.77), 0.07, 0.07), bar((0.3, -1.0, 0.0), (0.3, -1.0, 0.77),
                                                                              0.07, 0.07))  # fmt: skip
    return [
        (merge(*iron), "iron"),
        (merge(bed, rails), "walnut"),
        (box(-0.3, 0.3, -0.94, -0.4, 0.839, 0.862), "lead"),
    ]


def type_case(w: float = 1.4, h: float = 1.5) -> Piece:
    """Return sloping cases of lead type (字架)."""
    from_top = []
    cells = []
    for k in range(4):
        z = 0.5 + k * (h - 0.5) / 4
        y = -0.2 + 0.12 * k
        from_top.append(box(-w / 2, w / 2, y, y + 0.10, z, z + (h - 0.5) / 4 - 0.01))
        cells += [box(x + 0.008, x + 0.082, y - 0.004, y + 0.01, z + 0.02 + 0.08 * j, z + 0.09 + 0.08 * j)
                  for x in np.arange(-w / 2 + 0.02, w / 2 - 0.08, 0.09) for j in range(2)]  # fmt: skip
    return [(merge(legs(w, 0.5, 0.52, 0.06), *from_top), "walnut"), (merge(*cells), "lead")]


def notice(w: float = 0.5, h: float = 1.5, material: str = "lacquer_red") -> Piece:
    """Return a board on a pole and foot (肃静、回避牌), a tiger-head top in outline."""
    panel = [(-w / 2, 1.2), (w / 2, 1.2), (w / 2, 1.2 + h * 0.5), (w / 4, 1.35 + h * 0.5), (-w / 4, 1.35 + h * 0.5),
             (-w / 2, 1.2 + h * 0.5)]  # fmt: skip
    pole = merge(bar((0, 0.03, 0.03), (0, 0.03, 1.9), 0.05, 0.05), bar((-0.25, 0.03, 0.03), (0.25, 0.03, 0.03), 0.06,
                 0.06), bar((0, -0.22, 0.03), (0, 0.28, 0.03), 0.06, 0.059))  # fmt: skip
    signs = merge(*(box(-0.11, 0.11, -0.022, -0.016, z, z + 0.24) for z in (1.28, 1.60)))
    return [(plate(panel, 0.03), material), (pole, "walnut"), (signs, "gold")]


def drum(r: float = 0.55) -> Piece:
    """Return a big drum (堂鼓) on its stand."""
    y = np.linspace(-0.42, 0.42, 9)
    rings = []
    for v in y:
        q = r * (1 + 0.12 * (1 - (v / 0.42) ** 2))
        rings.append(
            np.array(
                [
                    (q * np.cos(t), v, 1.25 + q * np.sin(t))
                    for t in np.linspace(0, 2 * np.pi, 29)[:-1]
                ]
            )
        )
    heads = [skin([np.array([(0.96 * r * np.cos(t), s * a, 1.25 + 0.96 * r * np.sin(t))
                             for t in np.linspace(0, 2 * np.pi, 29)[:-1]]) for a in (0.415, 0.432)]) for s in (-1, 1)]  # fmt: skip
    stand = [
        bar((sx * 0.62, sy * 0.34, 0), (sx * 0.50, sy * 0.2, 1.0), 0.07, 0.07)
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    stand += [bar((-0.6, s * 0.30, 0.3), (0.6, s * 0.30, 0.3), 0.05, 0.06) for s in (-1, 1)]
    return [
        (skin(rings), "lacquer_red"),
        (merge(*heads), "drumskin"),
        (merge(*stand), "lacquer_black"),
    ]


def gavel_set() -> Piece:
    """Return what lies on a magistrate's desk: tally tubes, seal, wake-up block."""
    tubes = [turn([(0.06, 0.0), (0.062, 0.20), (0.055, 0.20)], 12) for _ in range(2)]
    tubes = [(v + [x, 0, 0], f) for (v, f), x in zip(tubes, (-0.35, -0.18), strict=True)]
    slips = [bar((x + 0.015 * k, 0.0, 0.05), (x + 0.03 * k, 0.01 * k, 0.33), 0.02, 0.004)
             for x in (-0.35, -0.18) for k in (-2, -1, 0, 1, 2)]  # fmt: skip
    seal = merge(box(0.24, 0.38, -0.07, 0.07, 0.0, 0.12), box(0.27, 0.35, -0.04, 0.04, 0.119, 0.17))
    return [(merge(*tubes), "lacquer_black"), (merge(*slips), "reed_mat"), (seal, "brocade"),
            (box(0.0, 0.14, -0.03, 0.03, 0.0, 0.035), "hardwood")]  # fmt: skip


def bars_at(w: float) -> list[float]:
    """Return where along a cell's front of ``w`` metres its upright timbers stand."""
    return [float(x) for x in np.arange(-w / 2 + 0.05, w / 2, 0.185)]


def prison_bar(h: float) -> Piece:
    """Return one of the upright timbers of a cell's front (牢栅)."""
    return [(box(-0.045, 0.045, -0.045, 0.045, 0.0, h), "walnut")]


def bars_rails(w: float, h: float) -> Piece:
    """Return the rails that hold a cell's upright timbers, and the chain of its door."""
    rails = [
        box(-w / 2, w / 2, -0.062, 0.062, z, z + 0.12) for z in (0.05, 0.42 * h, 0.72 * h, h - 0.13)
    ]
    chain = [
        ball((0.02 * (k % 2), -0.085, 0.42 * h + 0.02 + 0.035 * k), 0.018, 0.012, 0.026, 6)
        for k in range(7)
    ]
    return [(merge(*rails), "walnut"), (merge(*chain), "iron")]


def straw(w: float, d: float, seed: int = 9) -> Piece:
    """Return a bed of strewn straw."""
    rng = random.Random(f"{seed}/straw")
    stalks = []
    for _ in range(260):
        x, y, t = rng.uniform(-w / 2, w / 2), rng.uniform(-d / 2, d / 2), rng.uniform(0, np.pi)
        a, b = 0.18 * np.cos(t), 0.18 * np.sin(t)
        z = rng.uniform(0.01, 0.05)
        stalks.append(
            bar((x - a, y - b, z), (x + a, y + b, z + rng.uniform(0, 0.02)), 0.012, 0.006)
        )
    return [(merge(*stalks), "straw")]


def blackboard(w: float = 2.2, h: float = 1.1) -> Piece:
    """Return a blackboard hung on a wall, with a chalk ledge; its foot at z = 0."""
    rim = [box(-w / 2 - 0.04, w / 2 + 0.04, -0.02, 0.02, z, z + 0.05) for z in (-0.05, h)]
    rim += [box(s * w / 2, s * (w / 2 + 0.04), -0.019, 0.019, -0.049, h + 0.049) for s in (-1, 1)]
    rim.append(box(-w / 2, w / 2, -0.07, -0.019, -0.045, -0.02))
    return [
        (box(-w / 2 + 0.001, w / 2 - 0.001, -0.012, 0.012, 0.001, h - 0.001), "blackboard"),
        (merge(*rim), "walnut"),
    ]
