"""What hangs at a shop's door to say its trade without letters (幌子), and lanterns.

Shapes are our own reading of 招幌 as old pictures show them (编者自有知识, medium).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from scenes import solids, turned
from scenes.model import Matrix, SetModel
from scenes.solids import Mesh

Body = list[tuple[Mesh, str]]
HANG = 0.9  # metres that an arm holds a pendant away from the front

LANTERN = 0.62  # metres from its hook to its tassel


def _cord(high: float) -> tuple[Mesh, str]:
    return solids.boxes([(-0.008, 0.008, -0.008, 0.008, -high, 0.0)]), "wood"


def _gourd() -> Body:
    body = solids.lathe(
        [
            (0.03, -0.86),
            (0.17, -0.80),
            (0.215, -0.64),
            (0.15, -0.48),
            (0.075, -0.42),
            (0.12, -0.32),
            (0.10, -0.22),
            (0.035, -0.15),
        ],
        14,
    )
    tail = solids.boxes([(-0.06, 0.06, -0.006, 0.006, -1.22, -0.86)])
    return [_cord(0.15), (body, "robe_ochre"), (tail, "robe_crimson")]


def _plasters() -> Body:
    """膏药: a string of square plasters, a black round on each, fish below."""
    made: Body = [_cord(0.12)]
    for k in range(3):
        z = -0.36 - 0.44 * k
        square = [(0.0, z - 0.21), (0.21, z), (0.0, z + 0.21), (-0.21, z)]
        made.append((solids.prism(square, 0.02, "xz"), "sign_cloth"))
        spot = solids.prism(solids.circle(0.085, 12) + [0.0, z], 0.034, "xz")
        made.append((spot, "sign_black"))
    made.append((solids.boxes([(-0.05, 0.05, -0.006, 0.006, -1.7, -1.44)]), "robe_crimson"))
    return made


def _strips() -> Body:
    rod = solids.boxes([(-0.30, 0.30, -0.014, 0.014, -0.13, -0.10)])
    made: Body = [_cord(0.12), (rod, "wood")]
    for k, colour in enumerate(
        ("robe_blue", "robe_crimson", "sign_cloth", "sign_blue", "robe_ochre")
    ):
        x = -0.24 + 0.12 * k
        low = -1.05 + 0.05 * (k % 2)
        made.append((solids.boxes([(x - 0.05, x + 0.05, -0.005, 0.005, low, -0.13)]), colour))
    return made


def _measure() -> Body:
    """斗: a square measure, wider above."""
    rings = [
        [(-a, -a, z), (a, -a, z), (a, a, z), (-a, a, z)] for a, z in ((0.15, -0.62), (0.25, -0.22))
    ]
    tail = solids.boxes([(-0.05, 0.05, -0.006, 0.006, -0.98, -0.63)])
    return [_cord(0.22), (solids.lofted(np.array(rings)), "timber"), (tail, "robe_crimson")]


def _kettle() -> Body:
    body = solids.lathe(
        [
            (0.10, -0.68),
            (0.19, -0.62),
            (0.22, -0.48),
            (0.12, -0.36),
            (0.05, -0.33),
            (0.05, -0.28),
            (0.02, -0.26),
        ],
        12,
    )
    spout = solids.bars([(0.16, 0, -0.56)], [(0.36, 0, -0.36)], solids.circle(0.028, 6))
    return [_cord(0.27), (body, "iron"), (spout, "iron")]


def _hoops() -> Body:
    """铁活: links and a horseshoe on a chain."""
    made: Body = []
    turn = np.linspace(0.0, 2 * np.pi, 17)
    for k, r in enumerate((0.10, 0.13, 0.17)):
        z = -0.22 - 0.31 * k
        path = np.stack([r * np.sin(turn), np.zeros(17), z + r * np.cos(turn)], axis=1)
        parts = [turned.beam(a, c, 0.026, 0.026) for a, c in zip(path[:-1], path[1:], strict=True)]
        made.append((solids.merge(*parts), "iron"))
    return [_cord(0.14), *made]


def _paper() -> Body:
    """纸扎: a many-coloured paper lantern with streamers."""
    made: Body = [_cord(0.15)]
    for k, colour in enumerate(("robe_crimson", "robe_green", "robe_ochre")):
        z = -0.15 - 0.22 * k
        ring = [(0.08, z - 0.21), (0.19, z - 0.11), (0.08, z)]
        made.append((solids.lathe(ring, 8), colour))
    for k, x in enumerate((-0.10, 0.0, 0.10)):
        made.append(
            (
                solids.boxes([(x - 0.03, x + 0.03, -0.005, 0.005, -1.25 + 0.04 * k, -0.81)]),
                ("robe_white", "robe_crimson", "robe_blue")[k],
            )
        )
    return made


def _pennant() -> Body:
    """镖旗: a three-cornered flag."""
    edge = [(-0.36, -0.12), (0.36, -0.12), (-0.36, -0.95)]
    rim = [(-0.40, -0.08), (0.42, -0.08), (0.36, -0.12), (-0.36, -0.12)]
    return [
        _cord(0.10),
        (solids.prism(edge, 0.010, "xz"), "robe_ochre"),
        (solids.prism(rim, 0.016, "xz"), "robe_crimson"),
    ]


_BODIES: dict[str, Callable[[], Body]] = {
    "gourd": _gourd,
    "plasters": _plasters,
    "strips": _strips,
    "measure": _measure,
    "kettle": _kettle,
    "hoops": _hoops,
    "paper": _paper,
    "pennant": _pennant,
}
SHAPES = tuple(_BODIES)


@cache
def _made(shape: str) -> Body:
    return _BODIES[shape]()


def hang(model: SetModel, shape: str, at: Matrix) -> None:
    """Hang a pendant from a hook at the origin of ``at``, seen from its −y and +y."""
    for number, (mesh, material) in enumerate(_made(shape)):
        name = f"pendant.{shape}.{number}"
        if name not in model.parts:
            model.add_part(name, *mesh, material)
        model.place(name, "sign", at, "invention", "幌子" if number == 1 else "")


def lantern(model: SetModel, at: Matrix, *, lit: bool, red: bool = False) -> None:
    """Hang a paper lantern from the origin of ``at``; what light it gives is for ``shine``."""
    tint = "lantern_red" if red else "lantern_light"
    paper = tint if lit else ("robe_crimson" if red else "lantern")
    for name, mesh, material in (
        ("body", _PAPER, paper),
        ("caps", _CAPS, "board"),
        ("cord", _CORD, "board"),
    ):
        part = f"lantern.{name}.{material}"
        if part not in model.parts:
            model.add_part(part, *mesh, material)
        model.place(part, "lamp", at, "invention", "灯笼" if name == "body" else "")


def shine(model: SetModel, at: Matrix, power: float, *, red: bool = False) -> None:
    """Let light come from under the origin of ``at``, as from lanterns that hang there."""
    x, y, z = (at @ (0.0, 0.0, -0.34, 1.0))[:3].tolist()
    colour = (1.0, 0.42, 0.18) if red else (1.0, 0.60, 0.28)
    model.lamps.append({"at": (x, y, z), "power": power, "colour": colour})


_PAPER = solids.lathe(
    [
        (0.09, -0.50),
        (0.145, -0.465),
        (0.18, -0.40),
        (0.195, -0.32),
        (0.18, -0.24),
        (0.145, -0.175),
        (0.09, -0.14),
    ],
    22,
)
_CAPS = solids.merge(
    solids.lathe([(0.10, -0.545), (0.10, -0.501)], 14),
    solids.lathe([(0.10, -0.139), (0.10, -0.095)], 14),
)
_CORD = solids.boxes(
    [(-0.006, 0.006, -0.006, 0.006, -0.096, 0.0), (-0.02, 0.02, -0.02, 0.02, -0.66, -0.546)]
)
