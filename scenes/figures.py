"""People of the Tang for scale: robes, caps and hair of the ninth century, in few faces.

Dress after what tomb murals and the donor figures of the age commonly show: 圆领袍 with 幞头 for
men, short coats and trousers for workmen, 高腰裙 with 披帛 for ladies, a 袈裟 over the robe for
monks. Height 1.6-1.7 m. They face -y and are turned by their instance.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scenes.model import SetModel
from scenes.turned import Mesh, Point, ball, box, join, loft, placed, ring, tube

Body = list[tuple[Mesh, str]]
SIDES = 20


def _robe(rows: list[tuple[float, ...]], folds: float = 0.05) -> Mesh:
    """Return cloth over (z, rx, ry[, forward]) rows; folds die out upwards."""
    top = rows[-1][0]
    rings = []
    for row in rows:
        z, rx, ry = row[:3]
        at = (0.0, -row[3] if len(row) > 3 else 0.0)
        rings.append(ring(z, rx, ry, at, SIDES, folds * max(0.0, 1 - z / (0.62 * top))))
    return loft(rings)


def _head(z: float, forward: float = 0.0) -> Mesh:
    face = ball((0, -forward - 0.005, z), 0.076, 0.088, 0.112)
    neck = tube([(0, -forward * 0.8, z - 0.20), (0, -forward, z - 0.06)], 0.052)
    return join(face, neck)


def _sleeves(left: list[Point], right: list[Point], cuff: float = 0.085) -> Mesh:
    wide = [0.068, 0.072, cuff]
    return join(tube(left, wide[: len(left)], 10), tube(right, wide[: len(right)], 10))


def _hands(*at: Point) -> Mesh:
    return join(*(ball(p, 0.036, 0.036, 0.046, 8) for p in at))


def _boots(apart: float = 0.09) -> Mesh:
    return join(
        *(box((s * apart - 0.045, -0.16, 0.0), (s * apart + 0.045, 0.09, 0.10)) for s in (-1, 1))
    )


def _futou(z: float, forward: float = 0.0) -> Mesh:
    """Return a 幞头: cap, raised crown behind, two hanging tails."""
    cap = ball((0, -forward + 0.012, z + 0.045), 0.086, 0.096, 0.082)
    crown = ball((0, -forward + 0.040, z + 0.130), 0.058, 0.050, 0.062, 10)
    tails = [
        tube(
            [
                (s * 0.02, 0.10 - forward, z + 0.05),
                (s * 0.05, 0.15 - forward, z - 0.08),
                (s * 0.06, 0.14 - forward, z - 0.20),
            ],
            (0.014, 0.018, 0.012),
            6,
        )
        for s in (-1, 1)
    ]
    return join(cap, crown, *tails)


_GOWN: list[tuple[float, ...]] = [
    (0.07, 0.255, 0.205),
    (0.35, 0.215, 0.175),
    (0.70, 0.188, 0.150),
    (0.98, 0.165, 0.125),
    (1.02, 0.160, 0.122),
    (1.20, 0.185, 0.132),
    (1.34, 0.198, 0.122),
    (1.42, 0.150, 0.095),
    (1.47, 0.070, 0.065),
]


def official(colour: str = "robe_indigo") -> Body:
    """Return a man in a round-collared gown, hands joined in his sleeves."""
    arms = _sleeves(
        [(-0.19, 0, 1.36), (-0.25, -0.08, 1.12), (-0.03, -0.25, 1.16)],
        [(0.19, 0, 1.36), (0.25, -0.08, 1.12), (0.03, -0.25, 1.16)],
        0.10,
    )
    belt = loft([ring(z, 0.170, 0.130, (0, 0), SIDES) for z in (0.985, 1.025)])
    return [
        (_robe(_GOWN), colour),
        (arms, colour),
        (belt, "black_cloth"),
        (_head(1.60), "skin"),
        (_futou(1.60), "black_cloth"),
        (_boots(), "black_cloth"),
    ]


def monk() -> Body:
    """Return a monk with his staff, a 袈裟 slung from the left shoulder."""
    robe = _robe([(0.05, 0.250, 0.205), *_GOWN[1:]], 0.06)
    slung = loft(
        [
            ring(z, 0.222 - 0.02 * k, 0.176 - 0.014 * k, (0, 0), SIDES, 0.03, tilt=-0.55 * k / 4)
            for k, z in enumerate((0.34, 0.62, 0.88, 1.08, 1.24))
        ]
    )
    arms = _sleeves(
        [(-0.18, 0, 1.36), (-0.26, -0.06, 1.12), (-0.26, -0.24, 1.20)],
        [(0.18, 0, 1.36), (0.23, -0.08, 1.12), (0.06, -0.22, 1.14)],
        0.11,
    )
    staff = tube([(-0.27, -0.30, 0.0), (-0.27, -0.28, 1.98)], 0.015, 6)
    turn = np.linspace(0, 2 * np.pi, 13)
    loop = tube(
        [(-0.27 + 0.075 * np.sin(t), -0.28, 2.04 - 0.085 * np.cos(t)) for t in turn], 0.010, 5
    )
    return [
        (robe, "robe_grey"),
        (slung, "robe_ochre"),
        (arms, "robe_grey"),
        (_head(1.60), "skin"),
        (_hands((-0.265, -0.285, 1.20), (0.02, -0.25, 1.15)), "skin"),
        (staff, "timber"),
        (loop, "iron"),
        (_boots(0.08), "black_cloth"),
    ]


def lady() -> Body:
    """Return a lady: skirt tied above the breast, shawl, hair piled high."""
    skirt = _robe(
        [
            (0.00, 0.36, 0.34, -0.10),
            (0.18, 0.30, 0.27, -0.06),
            (0.60, 0.225, 0.20, -0.02),
            (1.00, 0.175, 0.150),
            (1.20, 0.150, 0.120),
            (1.26, 0.155, 0.120),
        ],
        0.07,
    )
    bodice = _robe(
        [
            (1.22, 0.152, 0.118),
            (1.32, 0.170, 0.112),
            (1.39, 0.125, 0.085),
            (1.44, 0.062, 0.058),
        ],
        0.0,
    )
    arms = _sleeves(
        [(-0.16, 0, 1.33), (-0.24, -0.05, 1.05), (-0.06, -0.22, 1.08)],
        [(0.16, 0, 1.33), (0.24, -0.05, 1.05), (0.06, -0.22, 1.08)],
        0.13,
    )
    shawl = join(
        *(
            tube(
                [
                    (s * 0.05, 0.12, 1.34),
                    (s * 0.19, 0.03, 1.37),
                    (s * 0.27, -0.08, 1.05),
                    (s * 0.24, -0.20, 0.80),
                    (s * 0.22, -0.16, 0.34),
                ],
                (0.035, 0.040, 0.045, 0.035, 0.045),
                7,
            )
            for s in (-1, 1)
        )
    )
    hair = join(
        ball((0, 0.018, 1.605), 0.098, 0.098, 0.098),
        ball((0, 0.020, 1.735), 0.066, 0.060, 0.098, 10),
        ball((0.03, 0.03, 1.80), 0.052, 0.046, 0.055, 8),
    )
    return [
        (skirt, "robe_crimson"),
        (bodice, "robe_white"),
        (arms, "robe_white"),
        (shawl, "robe_green"),
        (_head(1.565, 0.025), "skin"),
        (hair, "hair"),
        (_hands((0, -0.25, 1.08)), "skin"),
    ]


def maid() -> Body:
    """Return a maid with two coils of hair, carrying a box."""
    skirt = _robe(
        [
            (0.02, 0.27, 0.25),
            (0.50, 0.200, 0.175),
            (1.00, 0.155, 0.130),
            (1.16, 0.140, 0.112),
        ],
        0.07,
    )
    bodice = _robe(
        [
            (1.12, 0.146, 0.114),
            (1.26, 0.165, 0.108),
            (1.33, 0.115, 0.08),
            (1.38, 0.058, 0.055),
        ],
        0.0,
    )
    arms = _sleeves(
        [(-0.15, 0, 1.27), (-0.20, -0.10, 1.02), (-0.08, -0.27, 1.04)],
        [(0.15, 0, 1.27), (0.20, -0.10, 1.02), (0.08, -0.27, 1.04)],
        0.075,
    )
    hair = join(
        ball((0, 0.016, 1.525), 0.090, 0.092, 0.092),
        *(ball((s * 0.088, 0.01, 1.590), 0.044, 0.040, 0.056, 8) for s in (-1, 1)),
    )
    carried = box((-0.15, -0.40, 1.02), (0.15, -0.24, 1.14))
    return [
        (skirt, "robe_green"),
        (bodice, "robe_hemp"),
        (arms, "robe_hemp"),
        (_head(1.49, 0.02), "skin"),
        (hair, "hair"),
        (carried, "timber"),
    ]


def workman(lean: float = 0.0, colour: str = "robe_hemp", reach: float = 0.42) -> Body:
    """Return a carpenter in a short coat, bending by ``lean`` (tangent) over his work."""
    coat = _robe(
        [
            (0.58, 0.205, 0.165),
            (0.80, 0.180, 0.145),
            (0.97, 0.160, 0.122),
            (1.18, 0.185, 0.130),
            (1.33, 0.196, 0.120),
            (1.41, 0.145, 0.092),
            (1.46, 0.068, 0.062),
        ],
        0.05,
    )
    hand = 1.02 + 0.10 * (lean < 0.2)
    arms = join(
        *(tube([(s * 0.185, 0, 1.35), (s * 0.23, -0.14, 1.14)], (0.066, 0.060), 9) for s in (-1, 1))
    )
    bare = join(
        *(
            tube([(s * 0.23, -0.14, 1.14), (s * 0.13, -reach, hand)], (0.042, 0.034), 8)
            for s in (-1, 1)
        )
    )
    legs = join(
        *(
            tube(
                [(s * 0.085, 0, 0.72), (s * 0.105, -0.05 * s, 0.40), (s * 0.115, 0.02 * s, 0.08)],
                (0.088, 0.075, 0.058),
                9,
            )
            for s in (-1, 1)
        )
    )
    belt = loft([ring(z, 0.168, 0.130, (0, 0), SIDES) for z in (0.955, 0.995)])
    bound = join(
        ball((0, 0.012, 1.635), 0.084, 0.092, 0.070), ball((0, 0.05, 1.70), 0.04, 0.04, 0.045, 8)
    )
    body: Body = [
        (coat, colour),
        (arms, colour),
        (belt, "black_cloth"),
        (_head(1.60), "skin"),
        (bound, "black_cloth"),
        (bare, "skin"),
        (_hands((-0.13, -reach - 0.02, hand), (0.13, -reach - 0.02, hand)), "skin"),
    ]
    bent: Body = [(_bent(mesh, lean), material) for mesh, material in body]
    return [*bent, (legs, "robe_grey"), (_boots(0.115), "black_cloth")]


def _bent(mesh: Mesh, lean: float) -> Mesh:
    """Lean everything above the hip forward, keeping its length."""
    v = mesh[0].copy()
    above = np.clip(v[:, 2] - 0.90, 0, None)
    angle = np.arctan(lean)
    v[:, 1] -= above * np.sin(angle)
    v[:, 2] -= above * (1 - np.cos(angle))
    return v, mesh[1]


def sweeper() -> Body:
    """Return a novice sweeping the court."""
    body = workman(0.28, "robe_grey", 0.36)
    hidden = [(m, c) for m, c in body if c != "black_cloth"]
    skirt = _robe([(0.22, 0.215, 0.18), (0.60, 0.195, 0.16), (0.95, 0.165, 0.13)], 0.06)
    pole = tube([(-0.10, -0.46, 1.28), (0.16, -0.74, 0.28)], 0.014, 6)
    brush = loft(
        [
            ring(z, r, r * 0.5, (0.17 + (0.30 - z) * 0.28, -0.75 - (0.30 - z) * 0.3), 8)
            for z, r in ((0.02, 0.20), (0.16, 0.12), (0.32, 0.03))
        ]
    )
    return [
        *hidden,
        (skirt, "robe_grey"),
        (pole, "timber"),
        (brush, "timber"),
        (_boots(0.10), "black_cloth"),
    ]


PEOPLE: dict[str, Callable[[], Body]] = {
    "monk": monk,
    "lady": lady,
    "maid": maid,
    "official": official,
    "sweeper": sweeper,
    "carpenter": lambda: workman(0.55),
    "sawyer": lambda: workman(0.35, "robe_indigo"),
    "apprentice": lambda: workman(0.05, "robe_green", 0.30),
}
STATURE = {"apprentice": 0.90, "maid": 0.98}


def stand(model: SetModel, who: str, x: float, y: float, z: float, facing: float) -> None:
    """Put a person in the set, feet at (x, y, z), turned by ``facing`` radians from -y."""
    matrix = placed(x, y, z, facing, STATURE.get(who, 1.0))
    for number, (mesh, material) in enumerate(PEOPLE[who]()):
        part = f"person.{who}.{number}"
        if part not in model.parts:
            model.add_part(part, mesh[0], mesh[1], material)
        model.place(part, "person", matrix, rule="invention", name=who)
