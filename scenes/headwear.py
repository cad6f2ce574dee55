"""Hats, caps and hair of each age, as meshes about one head; the body below is ``costume``'s."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scenes.turned import Mesh, ball, box, join, loft, ring, tube

SIDES = 20
HEAD = 1.60  # height of the head's middle, metres


def face(z: float = HEAD, forward: float = 0.0) -> Mesh:
    """Return a face and its neck; ``z`` is the head's middle."""
    round_ = ball((0, -forward - 0.005, z), 0.076, 0.088, 0.112)
    neck = tube([(0, -forward * 0.8, z - 0.20), (0, -forward, z - 0.06)], 0.052)
    return join(round_, neck)


def _hair(z: float = HEAD, back: float = 0.016) -> Mesh:
    return ball((0, back, z + 0.016), 0.090, 0.094, 0.104)


def _tails(spread: float, drop: float) -> Mesh:
    z = HEAD
    return join(*(
        tube([(s * 0.02, 0.10, z + 0.05), (s * 0.05, 0.15, z - 0.4 * drop),
              (s * spread, 0.14, z - drop)], (0.014, 0.018, 0.012), 6)
        for s in (-1, 1)
    ))  # fmt: skip


def _cap_of_gauze() -> Mesh:
    return join(ball((0, 0.012, HEAD + 0.045), 0.086, 0.096, 0.082),
                ball((0, 0.040, HEAD + 0.130), 0.058, 0.050, 0.062, 10))  # fmt: skip


def _straight() -> Mesh:
    """直脚幞头: a boxed crown and two stiff wings straight out."""
    crown = box((-0.072, -0.05, HEAD + 0.06), (0.072, 0.10, HEAD + 0.20))
    wings = [box((min(s * 0.07, s * 0.42), 0.085, HEAD + 0.045),
                 (max(s * 0.07, s * 0.42), 0.097, HEAD + 0.072)) for s in (-1, 1)]  # fmt: skip
    return join(ball((0, 0.010, HEAD + 0.045), 0.088, 0.098, 0.080), crown, *wings)


def _square_cap(wide: float, high: float) -> Mesh:
    rings = [
        np.array([(-w, -w, z), (w, -w, z), (w, w, z), (-w, w, z)]) + (0, 0.012, 0)
        for z, w in ((HEAD + 0.035, wide), (HEAD + 0.035 + high, wide * 1.10))
    ]
    return join(loft(rings), _hair(HEAD - 0.01))


def _brimmed(brim: float, high: float) -> Mesh:
    """笠: a shallow crown on a wide brim."""
    rows = [(brim, HEAD + 0.055), (brim * 0.97, HEAD + 0.075), (0.105, HEAD + 0.105),
            (0.092, HEAD + 0.105 + high), (0.03, HEAD + 0.125 + high)]  # fmt: skip
    return loft([ring(z, r, r, (0, 0.01), SIDES) for r, z in rows])


def _side_locks() -> Mesh:
    """髡发: a bare crown, hair kept at the temples and hanging before the ears."""
    locks = [tube([(s * 0.078, -0.01, HEAD + 0.03), (s * 0.098, 0.005, HEAD - 0.06),
                   (s * 0.100, 0.01, HEAD - 0.17)], (0.030, 0.026, 0.012), 6)
             for s in (-1, 1)]  # fmt: skip
    return join(ball((0, 0.045, HEAD - 0.03), 0.078, 0.058, 0.070, 10), *locks)


def _queue() -> Mesh:
    """剃发留辫: the forehead bare, one long plait down the back."""
    plait = tube([(0, 0.095, HEAD + 0.02), (0.005, 0.130, HEAD - 0.20), (0, 0.150, 1.12),
                  (0.01, 0.160, 0.78)], (0.030, 0.025, 0.020, 0.012), 7)  # fmt: skip
    return join(ball((0, 0.035, HEAD + 0.020), 0.084, 0.074, 0.094), plait)


def _skullcap() -> Mesh:
    """瓜皮帽: six gores and a knot."""
    dome = loft([ring(HEAD + z, r, r * 1.06, (0, 0.004), SIDES) for z, r in
                 ((0.035, 0.091), (0.070, 0.089), (0.105, 0.070), (0.130, 0.034))])  # fmt: skip
    return join(dome, ball((0, 0.004, HEAD + 0.142), 0.018, 0.018, 0.018, 8))


def _knot(wide: float, z: float, y: float = 0.0) -> Mesh:
    return join(_hair(), ball((0, y, HEAD + z), wide, wide * 0.9, wide * 1.1, 10))


def _high_chignon() -> Mesh:
    return join(ball((0, 0.018, HEAD + 0.005), 0.098, 0.098, 0.098),
                ball((0, 0.020, HEAD + 0.135), 0.066, 0.060, 0.098, 10),
                ball((0.03, 0.03, HEAD + 0.20), 0.052, 0.046, 0.055, 8))  # fmt: skip


def _bound() -> Mesh:
    return join(ball((0, 0.012, HEAD + 0.035), 0.084, 0.092, 0.070),
                ball((0, 0.05, HEAD + 0.10), 0.040, 0.040, 0.045, 8))  # fmt: skip


def _wrapped_chignon() -> Mesh:
    """包髻: the chignon tied up in a cloth."""
    return ball((0, 0.028, HEAD + 0.115), 0.072, 0.068, 0.066, 10)


def _two_coils() -> Mesh:
    coils = (ball((s * 0.088, 0.01, HEAD + 0.065), 0.044, 0.040, 0.056, 8) for s in (-1, 1))
    return join(_hair(), *coils)


def _cone_chignon() -> Mesh:
    """䯼髻: a low cone of net over the knot."""
    cone = loft([ring(HEAD + z, r, r, (0, 0.015), 12) for z, r in
                 ((0.085, 0.060), (0.150, 0.040), (0.195, 0.012))])  # fmt: skip
    return join(_hair(), cone)


def _short_hair() -> Mesh:
    return ball((0, 0.022, HEAD + 0.032), 0.088, 0.092, 0.092)


def _bob() -> Mesh:
    """齐耳短发: cut level at the jaw, with a fringe."""
    sides = [ball((s * 0.074, 0.02, HEAD - 0.02), 0.026, 0.066, 0.085, 8) for s in (-1, 1)]
    back = ball((0, 0.060, HEAD - 0.015), 0.078, 0.046, 0.090, 10)
    return join(ball((0, 0.010, HEAD + 0.036), 0.092, 0.096, 0.090), back, *sides)


def _ponytail() -> Mesh:
    tail = tube([(0, 0.10, HEAD + 0.05), (0, 0.165, HEAD - 0.02), (0, 0.150, HEAD - 0.20)],
                (0.022, 0.032, 0.012), 7)  # fmt: skip
    return join(_hair(), tail)


def _two_plaits() -> Mesh:
    plaits = [tube([(s * 0.075, 0.03, HEAD - 0.03), (s * 0.105, -0.02, HEAD - 0.16),
                    (s * 0.100, -0.09, HEAD - 0.33)], (0.024, 0.021, 0.011), 6)
              for s in (-1, 1)]  # fmt: skip
    return join(_hair(), *plaits)


def _peaked() -> Mesh:
    """军帽、学生帽: a low crown and a short peak."""
    crown = loft([ring(HEAD + z, r, r * 1.05, (0, 0.006), SIDES) for z, r in
                  ((0.035, 0.092), (0.085, 0.094), (0.125, 0.086), (0.132, 0.040))])  # fmt: skip
    return join(crown, box((-0.062, -0.150, HEAD + 0.036), (0.062, -0.070, HEAD + 0.046)))


def _towel() -> Mesh:
    """羊肚手巾: a towel round the head, knotted before the brow."""
    band = loft([ring(HEAD + z, r, r * 1.05, (0, 0.004), SIDES) for z, r in
                 ((0.030, 0.094), (0.075, 0.099), (0.110, 0.084), (0.122, 0.030))])  # fmt: skip
    ends = [tube([(0, -0.098, HEAD + 0.065), (s * 0.035, -0.120, HEAD + 0.080)], (0.016, 0.011), 6)
            for s in (-1, 1)]  # fmt: skip
    return join(band, *ends)


def _wind_cap() -> Mesh:
    """风帽: a round high crown, its cloth falling over nape and ears."""
    crown = ball((0, 0.014, HEAD + 0.062), 0.092, 0.098, 0.094)
    rows = ((-0.17, 0.128), (-0.08, 0.108), (0.05, 0.094))
    fall = loft([ring(HEAD + z, r, 0.070, (0, 0.052), SIDES, 0.02) for z, r in rows])
    return join(crown, fall)


# Every head has its face; pieces are (mesh, material).
HEADS: dict[str, Callable[[], list[tuple[Mesh, str]]]] = {
    "bare": list,  # 僧: shaven
    "soft_futou": lambda: [(join(_cap_of_gauze(), _tails(0.06, 0.20)), "black_cloth")],
    "straight_futou": lambda: [(_straight(), "black_cloth")],
    "side_locks": lambda: [(_side_locks(), "hair")],
    "felt_hat": lambda: [(_brimmed(0.165, 0.085), "robe_hemp"), (_side_locks(), "hair")],
    "scarf": lambda: [(_bound(), "black_cloth")],
    "dongpo": lambda: [(_square_cap(0.074, 0.17), "black_cloth")],
    "fangjin": lambda: [(_square_cap(0.084, 0.13), "black_cloth")],
    "net": lambda: [(_knot(0.036, 0.125, 0.02), "hair")],
    "topknot": lambda: [(_knot(0.042, 0.130), "hair"),
                        (box((-0.075, -0.006, HEAD + 0.125), (0.075, 0.006, HEAD + 0.137)),
                         "timber")],
    "skullcap": lambda: [(_skullcap(), "black_cloth"), (_queue(), "hair")],
    "queue": lambda: [(_queue(), "hair")],
    "high_chignon": lambda: [(_high_chignon(), "hair")],
    "wrapped": lambda: [(_hair(), "hair"), (_wrapped_chignon(), "robe_crimson")],
    "cone_chignon": lambda: [(_cone_chignon(), "hair")],
    "nape_chignon": lambda: [(join(_hair(), ball((0, 0.115, HEAD - 0.03), 0.055, 0.045, 0.055, 8)),
                              "hair")],
    "short": lambda: [(_short_hair(), "hair")],
    "grey": lambda: [(_short_hair(), "robe_grey")],
    "grey_knot": lambda: [(join(_hair(), ball((0, 0.11, HEAD - 0.02), 0.05, 0.04, 0.05, 8)),
                           "robe_grey")],
    "bob": lambda: [(_bob(), "hair")],
    "ponytail": lambda: [(_ponytail(), "hair")],
    "two_plaits": lambda: [(_two_plaits(), "hair")],
    "fedora": lambda: [(_brimmed(0.145, 0.095), "robe_brown"), (_short_hair(), "hair")],
    "army_cap": lambda: [(_peaked(), "robe_grey"), (_hair(HEAD - 0.02), "hair")],
    "student_cap": lambda: [(_peaked(), "black_cloth"), (_hair(HEAD - 0.02), "hair")],
    "towel": lambda: [(_towel(), "robe_white"), (_hair(HEAD - 0.02), "hair")],
    "skullcap_short": lambda: [(_skullcap(), "black_cloth"), (_hair(HEAD - 0.02), "hair")],
    "wind_cap": lambda: [(_wind_cap(), "black_cloth")],
    "two_coils": lambda: [(_two_coils(), "hair")],
}  # fmt: skip
