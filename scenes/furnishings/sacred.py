"""What stands in a hall of worship: dais, figures, offerings, banners, painted walls.

Figures are draped silhouettes, quiet and without a face of their own: their bearing, their drapery
and their haloes are their kind's, their likeness is left to the sculptor (source: own, low).
"""

from __future__ import annotations

import random

import numpy as np

from scenes.furnishings.piece import Mesh, Piece, ball, bar, box, merge, pipe, plate, skin, turn
from scenes.props import lotus
from scenes.solids import outward
from scenes.turned import ring


def dais(w: float, d: float, h: float) -> Piece:
    """Return an altar platform (佛坛) with waist and mouldings (须弥座), brick and painted fields."""
    steps = ((0.0, 0.14, 0.0), (0.14, 0.22, -0.05), (0.22, h - 0.20, -0.11), (h - 0.20, h - 0.12, -0.05),
             (h - 0.12, h, 0.02))  # fmt: skip
    body = [box(-w / 2 - o, w / 2 + o, -d / 2 - o, d / 2 + o, a - 0.001 * k, b) for k, (a, b, o)
            in enumerate(steps)]  # fmt: skip
    count = max(3, round(w / 1.1))
    fields = []
    for k in range(count):
        x0 = -w / 2 + 0.2 + k * (w - 0.4) / count
        fields.append(box(x0 + 0.05, x0 + (w - 0.4) / count - 0.05, -d / 2 + 0.098, -d / 2 + 0.13,
                          0.27, h - 0.25))  # fmt: skip
    return [(merge(*body), "dais"), (merge(*fields), "paint_red")]


def _lotus_seat(r: float, z: float) -> list[Mesh]:
    return [turn([(r * 1.0, z), (r * 1.02, z + 0.05), (r * 0.8, z + 0.09), (r * 0.72, z + 0.24),
                  (r * 0.8, z + 0.28)], 8), outward(lotus(r * 1.12, z + 0.27, z + 0.50, False, 12))]  # fmt: skip


def seated(h: float, robe: str, *, crown: str = "topknot", beard: bool = False) -> Piece:
    """Return a seated figure on a lotus seat, ``h`` metres from seat's foot to the halo's top.

    ``crown``: topknot (肉髻), diadem (菩萨冠), tall (道冠), board (冕旒).
    """
    s = h / 3.0
    low = 0.48
    legs = skin([ring(z, rx, ry, (0, y), 28, f, 9) for z, rx, ry, y, f in (
        (low, 0.80, 0.52, -0.05, 0.03), (low + 0.10, 0.86, 0.57, -0.06, 0.035),
        (low + 0.24, 0.74, 0.47, -0.03, 0.03), (low + 0.34, 0.50, 0.34, 0.02, 0.02))])  # fmt: skip
    trunk = skin([ring(z, rx, ry, (0, y), 28, f, 11) for z, rx, ry, y, f in (
        (low + 0.26, 0.44, 0.32, 0.04, 0.02), (low + 0.55, 0.36, 0.26, 0.06, 0.02),
        (low + 0.85, 0.42, 0.26, 0.07, 0.012), (low + 1.02, 0.43, 0.22, 0.08, 0.0),
        (low + 1.12, 0.30, 0.16, 0.08, 0.0), (low + 1.20, 0.13, 0.12, 0.07, 0.0))])  # fmt: skip
    sleeves = [pipe([(t * 0.40, 0.08, low + 0.98), (t * 0.54, 0.0, low + 0.62), (t * 0.30, -0.34,
                     low + 0.44), (t * 0.05, -0.44, low + 0.42)], (0.13, 0.16, 0.15, 0.085), 12)
               for t in (-1, 1)]  # fmt: skip
    hem = [skin([ring(low + z, r, 0.07, (t * 0.42, -0.42), 16, 0.2, 4) for z, r in
                 ((-0.20, 0.26), (0.02, 0.22), (0.16, 0.10))]) for t in (-1, 0, 1)]  # fmt: skip
    head = [ball((0, 0.03, low + 1.38), 0.155, 0.165, 0.20, 16), pipe([(0, 0.06, low + 1.15), (0, 0.04,
            low + 1.26)], 0.085, 12), *(ball((t * 0.16, 0.05, low + 1.35), 0.022, 0.04, 0.08, 8)
                                        for t in (-1, 1))]  # fmt: skip
    hands = [ball((0, -0.46, low + 0.44), 0.15, 0.08, 0.06, 10)]
    top = _headwear(crown, low + 1.50)
    halo = plate(_oval(0.40, 0.42, low + 1.38), 0.03, 0.26)
    glory = plate(_flame_outline(0.92, low, low + 2.42), 0.04, 0.34)
    ring_ = plate(_oval(0.34, 0.36, low + 1.38), 0.012, 0.242)
    made: Piece = [
        (merge(*_lotus_seat(0.74, 0.0)), "lotus_seat"), (merge(legs, trunk, *sleeves, *hem), robe),
        (merge(*head, *hands), "clay_face"), (merge(*top), "hair" if crown == "topknot" else "gold"),
        (halo, "paint_green"), (ring_, "halo"), (glory, "glory"),
    ]  # fmt: skip
    if beard:
        made.append((skin([ring(low + z, r, 0.03, (0, -0.10), 10) for z, r in
                           ((0.96, 0.01), (1.10, 0.06), (1.27, 0.10))]), "hair"))  # fmt: skip
    return [((v * s, f), m) for (v, f), m in made]


def _headwear(crown: str, z: float) -> list[Mesh]:
    if crown == "topknot":
        return [ball((0, 0.05, z - 0.02), 0.165, 0.165, 0.10, 14), ball((0, 0.05, z + 0.08), 0.085, 0.085,
                0.085, 12)]  # fmt: skip
    if crown == "board":
        return [turn([(0.15, z - 0.06), (0.16, z + 0.10), (0.13, z + 0.13)], 16),
                box(-0.19, 0.19, -0.34, 0.34, z + 0.128, z + 0.155),
                *(pipe([(x, y, z + 0.13), (x, y, z - 0.10)], 0.007, 5) for y in (-0.33, 0.33)
                  for x in (-0.15, -0.075, 0.0, 0.075, 0.15))]  # fmt: skip
    if crown == "tall":
        return [turn([(0.13, z - 0.05), (0.14, z + 0.02), (0.10, z + 0.10), (0.06, z + 0.18), (0.02, z + 0.21)],
                     14)]  # fmt: skip
    leaves = [plate([(x - 0.05, z - 0.06), (x + 0.05, z - 0.06), (x + 0.06, z + 0.08), (x, z + 0.20),
                     (x - 0.06, z + 0.08)], 0.02, -0.13 + 0.9 * abs(x)) for x in (-0.11, 0.0, 0.11)]  # fmt: skip
    return [ball((0, 0.06, z), 0.13, 0.13, 0.14, 12), *leaves]


def standing(h: float, robe: str, under: str, *, crown: str = "diadem") -> Piece:
    """Return a standing attendant with joined hands, ``h`` metres to the top of the head."""
    s = h / 1.86
    body = skin([ring(z, rx, ry, (0, 0.0), 24, f, 8) for z, rx, ry, f in (
        (0.12, 0.29, 0.23, 0.07), (0.5, 0.25, 0.20, 0.06), (0.95, 0.21, 0.165, 0.04),
        (1.12, 0.20, 0.15, 0.02), (1.36, 0.235, 0.14, 0.0), (1.48, 0.15, 0.10, 0.0),
        (1.53, 0.07, 0.06, 0.0))])  # fmt: skip
    skirt = skin(
        [ring(z, r, 0.85 * r, (0, 0), 24, 0.05, 8) for z, r in ((0.06, 0.31), (0.13, 0.27))]
    )
    arms = [pipe([(t * 0.21, 0.0, 1.36), (t * 0.28, -0.05, 1.12), (t * 0.04, -0.24, 1.20)],
                 (0.075, 0.085, 0.07), 10) for t in (-1, 1)]  # fmt: skip
    fall = [skin([ring(z, r, 0.05, (t * 0.20, -0.14), 12, 0.15, 3) for z, r in
                  ((0.55, 0.10), (0.8, 0.09), (1.10, 0.06))]) for t in (-1, 1)]  # fmt: skip
    scarf = [pipe([(t * 0.22, -0.02, 1.30), (t * 0.36, -0.04, 0.95), (t * 0.31, -0.10, 0.40),
                   (t * 0.38, -0.12, 0.10)], (0.02, 0.03, 0.028, 0.02), 7) for t in (-1, 1)]  # fmt: skip
    head = [
        ball((0, -0.01, 1.66), 0.085, 0.095, 0.115, 14),
        ball((0, -0.25, 1.20), 0.055, 0.05, 0.05, 8),
    ]
    hat = [(np.array(v) * 0.62 + [0, 0, 1.74 - 0.62 * 1.0], f) for v, f in _headwear(crown, 1.0)]
    halo = plate(_oval(0.21, 0.21, 1.68), 0.014, 0.10)
    base = turn([(0.36, 0.0), (0.37, 0.05), (0.31, 0.07)], 12)
    made: Piece = [(merge(body, *arms), robe), (merge(skirt, *fall, *scarf), under),
                   (merge(*head), "clay_face"), (merge(*hat), "hair" if crown == "topknot" else "gold"),
                   (halo, "paint_green"), (base, "lotus_seat")]  # fmt: skip
    return [((v * s, f), m) for (v, f), m in made]


def _oval(rx: float, rz: float, z: float, sides: int = 28) -> list[tuple[float, float]]:
    return [(rx * np.cos(t), z + rz * np.sin(t)) for t in np.linspace(0, 2 * np.pi, sides + 1)[:-1]]


def _flame_outline(wide: float, low: float, top: float) -> list[tuple[float, float]]:
    """Return a pointed oval (身光)."""
    t = np.linspace(0.0, 1.0, 15)
    half = wide * np.sin(np.pi * (0.16 + 0.84 * t)) ** 0.75 * (1 - 0.15 * t)
    right = [(float(a), float(low + (top - low) * b)) for a, b in zip(half, t, strict=True)]
    return [*right[:-1], (0.0, top), *((-x, z) for x, z in right[:-1][::-1])]


def five_offerings() -> Piece:
    """Return a censer between two candlesticks and two vases (五供), in pewter and brass."""
    burner = [turn([(0.13, 0.10), (0.17, 0.16), (0.19, 0.24), (0.15, 0.31), (0.18, 0.34), (0.18, 0.36),
                    (0.14, 0.36)], 20)]  # fmt: skip
    burner += [pipe([(0.12 * np.cos(t), 0.12 * np.sin(t), 0.14), (0.15 * np.cos(t), 0.15 * np.sin(t), 0.0)],
                    (0.03, 0.026), 8) for t in np.pi / 2 + np.arange(3) * 2 * np.pi / 3]  # fmt: skip
    vases = [_at(turn([(0.06, 0.0), (0.035, 0.05), (0.075, 0.16), (0.03, 0.26), (0.065, 0.34)], 14), x)
             for x in (-0.82, 0.82)]  # fmt: skip
    sticks = [
        pipe([(0.02 * k, 0.01 * k, 0.34), (0.03 * k, 0.0, 0.66)], 0.006, 5) for k in (-1, 0, 1)
    ]
    flowers = [ball((x + 0.07 * np.cos(t), 0.07 * np.sin(t), 0.44 + 0.05 * (k % 3)), 0.05, 0.05, 0.045, 7)
               for x in (-0.82, 0.82) for k, t in enumerate(np.arange(6) * 1.1)]  # fmt: skip
    return [(merge(*burner, *vases), "bronze"), (merge(*sticks), "robe_crimson"), (merge(*flowers),
                                                                                   "quilt_flower")]  # fmt: skip


def _at(mesh: Mesh, x: float) -> Mesh:
    return mesh[0] + [x, 0, 0], mesh[1]


def banner(long: float, wide: float = 0.42, cloth: str = "brocade") -> Piece:
    """Return a hanging banner (幡) below z = 0: head, body in fields, tails."""
    head = plate([(-wide / 2, -0.28), (wide / 2, -0.28), (0.0, 0.0)], 0.016)
    fields = [box(-wide / 2 + 0.02, wide / 2 - 0.02, -0.006, 0.006, z - step + 0.02, z)
              for step in ((long - 0.9) / 4,) for z in (-0.30 - step * np.arange(4))]  # fmt: skip
    bars = [box(-wide / 2 - 0.02, wide / 2 + 0.02, -0.012, 0.012, -0.30 - k * (long - 0.9) / 4,
                -0.278 - k * (long - 0.9) / 4) for k in range(5)]  # fmt: skip
    z = -0.30 - (long - 0.9)
    tails = [
        box(x - 0.05, x + 0.05, -0.005, 0.005, -long, z + 0.001) for x in (-wide / 3, 0, wide / 3)
    ]
    marks = [plate(_oval(0.28 * wide, 0.28 * wide, a - step / 2, 16), 0.016)
             for step in ((long - 0.9) / 4,) for a in (-0.30 - step * np.arange(4))]  # fmt: skip
    sides = [box(s * (wide / 2 + 0.045) - 0.02, s * (wide / 2 + 0.045) + 0.02, -0.004, 0.004, z, -0.29)
             for s in (-1, 1)]  # fmt: skip
    return [
        (merge(head, *tails), cloth),
        (merge(*fields), "silk"),
        (merge(*marks), "felt_red"),
        (merge(*bars, *sides), "quilt_green"),
    ]


def canopy(r: float = 0.6) -> Piece:
    """Return a canopy (华盖) hanging below z = 0, with its valance."""
    top = turn([(r, -0.30), (r, -0.26), (0.5 * r, -0.10), (0.08, 0.0)], 8)
    falls = [bar((r * np.cos(t), r * np.sin(t), -0.72), (r * np.cos(t), r * np.sin(t), -0.27), 0.20 * r, 0.012)
             for t in np.arange(24) * np.pi / 12]  # fmt: skip
    return [(top, "quilt_red"), (merge(*falls), "brocade")]


def bell_and_drum() -> Piece:
    """Return a wooden fish on its cushion and a stone chime bowl (木鱼、磬)."""
    fish = ball((-0.35, 0, 0.30), 0.19, 0.16, 0.16, 14)
    bowl = turn([(0.08, 0.12), (0.16, 0.18), (0.20, 0.34), (0.185, 0.36)], 18)
    v, f = bowl
    return [(fish, "lacquer_red"), ((v + [0.3, 0, 0.0], f), "bronze"),
            (merge(box(-0.56, -0.14, -0.2, 0.2, 0.0, 0.15), box(0.1, 0.5, -0.2, 0.2, 0.0, 0.125)),
             "walnut")]  # fmt: skip


# ------------------------------------------------------------------------------------- murals

_ROBES = ("mural_green", "mural_blue", "mural_red", "mural_white", "mural_ochre")


def procession(w: float, h: float, seed: str, lean: float = 0.0) -> Piece:
    """Return a wall painting ``w`` by ``h`` on the plane y = 0, facing −y: ranks of robed figures.

    Toned shapes for 朝元图 and its kin, not copies: a ground, clouds, haloes, robes, faces, all as
    thin relief. ``lean`` is how far the top lies behind the foot.
    """
    rng = random.Random(seed)
    fields: dict[str, list[Mesh]] = {}
    ground = [(-w / 2, 0.0), (w / 2, 0.0), (w / 2, h), (-w / 2, h)]
    fields["mural_ground"] = [_relief(ground, 0.010, 0.0)]
    for z0, z1, material in ((0.0, 0.13, "mural_red"), (0.135, 0.17, "mural_white"),
                             (h - 0.16, h, "mural_blue"), (h - 0.21, h - 0.165, "mural_white")):  # fmt: skip
        fields.setdefault(material, []).append(_relief(
            [(-w / 2, z0), (w / 2, z0), (w / 2, z1), (-w / 2, z1)], 0.003, -0.007))  # fmt: skip
    rows = max(1, round((h - 1.0) / 0.85))
    tall = min(1.75, 0.72 * (h - 0.4))
    for row in range(rows - 1, -1, -1):
        z = 0.19 + row * (h - 0.45 - tall) / max(rows - 1, 1)
        step = 0.52
        count = int((w - 0.5) / step)
        for k in range(count):
            x = (k - (count - 1) / 2 + 0.5 * (row % 2)) * step
            if abs(x) < w / 2 - 0.38:
                _figure(fields, rng, (x, z), tall, (rows - row, k))
    for _ in range(int(1.1 * w)):
        _cloud(fields, rng, rng.uniform(-w / 2 + 0.5, w / 2 - 0.5), rng.uniform(h - 0.75, h - 0.35))
    leaned = {m: merge(*meshes) for m, meshes in fields.items()}
    for v, _ in leaned.values():
        v[:, 1] += lean * v[:, 2] / h
    return [(mesh, material) for material, mesh in leaned.items()]


def _relief(outline: list[tuple[float, float]], thick: float, y: float) -> Mesh:
    return plate(outline, thick, y)


def _figure(
    fields: dict[str, list[Mesh]], rng: random.Random, at: tuple[float, float], tall: float,
    rank: tuple[int, int],
) -> None:  # fmt: skip
    """Lay one figure of a procession: halo, robe, sleeve, face, headdress; nearer ranks overlap."""
    x, z = at
    lift = -0.008 - 0.010 * rank[0] - 0.0034 * (rank[1] % 2)
    s = tall / 1.75 * rng.uniform(0.93, 1.04)
    turn_ = rng.choice((-1, 1))
    robe, sleeve = rng.sample(_ROBES, 2)

    def lay(material: str, points: list[tuple[float, float]], step: int) -> None:
        line = [(x + s * turn_ * a, z + s * b) for a, b in points]
        if turn_ < 0:
            line = line[::-1]
        fields.setdefault(material, []).append(_relief(line, 0.0016, lift - 0.0011 * step))

    lay("mural_green" if rng.random() < 0.5 else "mural_gold", _oval(0.21, 0.21, 1.53, 18), 0)
    lay(robe, [(-0.27, 0.0), (0.25, 0.0), (0.29, 0.10), (0.20, 0.65), (0.21, 1.05), (0.15, 1.30),
               (0.05, 1.38), (-0.06, 1.38), (-0.17, 1.30), (-0.20, 1.0), (-0.19, 0.6), (-0.30, 0.08)], 1)  # fmt: skip
    lay(sleeve, [(-0.16, 1.26), (-0.05, 1.16), (0.16, 1.10), (0.20, 0.98), (0.14, 0.62), (0.04, 0.55),
                 (0.00, 0.86), (-0.20, 0.98)], 2)  # fmt: skip
    lay(
        "mural_white", [(-0.03, 0.02), (0.03, 0.02), (0.035, 0.55), (-0.01, 0.84), (-0.03, 0.55)], 2
    )
    lay("mural_skin", _oval(0.075, 0.10, 1.50, 12), 2)
    hat = rng.choice((
        [(-0.08, 1.56), (0.08, 1.56), (0.06, 1.70), (-0.06, 1.70)],
        [(-0.09, 1.55), (0.09, 1.55), (0.05, 1.66), (0.0, 1.76), (-0.05, 1.66)],
        [(-0.16, 1.63), (0.16, 1.63), (0.15, 1.67), (-0.15, 1.67)],
    ))  # fmt: skip
    lay("mural_ink", hat, 3)


def _cloud(fields: dict[str, list[Mesh]], rng: random.Random, x: float, z: float) -> None:
    """Lay a curl of cloud."""
    wide = rng.uniform(0.25, 0.5)
    n = 13
    top = [
        (x - wide + 2 * wide * k / n, z + 0.10 * abs(np.sin(np.pi * 3 * k / n)) + 0.02)
        for k in range(n + 1)
    ]
    line = [(x - wide, z - 0.03), (x + wide, z - 0.03), *top[::-1]]
    fields.setdefault("mural_white", []).append(_relief(line, 0.002, -0.006))
