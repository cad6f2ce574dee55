"""People for scale: a dress of their age on a body that stands, carries, sweeps or works."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from scenes import costume
from scenes.costume import Body, Dress
from scenes.model import SetModel
from scenes.turned import Mesh, box, join, loft, placed, ring, tube

STATURE = {"girl": 0.94, "novice": 0.95, "woman": 0.96}  # of a man's height


def _joined(dress: Dress) -> Body:
    """Hands joined in the sleeves."""
    arms = costume.sleeves(
        [(-0.19, 0, 1.36), (-0.25, -0.08, 1.12), (-0.03, -0.25, 1.16)],
        [(0.19, 0, 1.36), (0.25, -0.08, 1.12), (0.03, -0.25, 1.16)], dress.cuff,
    )  # fmt: skip
    return [(arms, _sleeve(dress)), (costume.hands((0, -0.262, 1.165)), "skin")]


def _down(dress: Dress) -> Body:
    """Arms at the sides, one a little before the body."""
    arms = costume.sleeves(
        [(-0.19, 0, 1.36), (-0.265, -0.01, 1.08), (-0.245, -0.06, 0.86)],
        [(0.19, 0, 1.36), (0.265, -0.03, 1.10), (0.20, -0.16, 0.92)], dress.cuff,
    )  # fmt: skip
    held = costume.hands((-0.24, -0.07, 0.81), (0.19, -0.18, 0.88))
    return [(arms, _sleeve(dress)), (held, "skin")]


def _carrying(dress: Dress) -> Body:
    """Both forearms forward under a box of offerings."""
    arms = costume.sleeves(
        [(-0.17, 0, 1.32), (-0.22, -0.10, 1.04), (-0.10, -0.27, 1.05)],
        [(0.17, 0, 1.32), (0.22, -0.10, 1.04), (0.10, -0.27, 1.05)], min(dress.cuff, 0.09),
    )  # fmt: skip
    held = costume.hands((-0.12, -0.30, 1.04), (0.12, -0.30, 1.04))
    return [(arms, _sleeve(dress)), (held, "skin"),
            (box((-0.15, -0.42, 1.05), (0.15, -0.24, 1.17)), "timber")]  # fmt: skip


def _incense(dress: Dress) -> Body:
    """Sticks of incense held up before the brow."""
    arms = costume.sleeves(
        [(-0.18, 0, 1.36), (-0.22, -0.16, 1.18), (-0.03, -0.30, 1.38)],
        [(0.18, 0, 1.36), (0.22, -0.16, 1.18), (0.03, -0.30, 1.38)], dress.cuff,
    )  # fmt: skip
    sticks = join(*(
        tube([(0.008 * k, -0.31, 1.38), (0.02 * k, -0.34, 1.72)], 0.005, 5) for k in (-1, 0, 1)
    ))  # fmt: skip
    return [(arms, _sleeve(dress)), (costume.hands((0, -0.315, 1.40)), "skin"),
            (sticks, "robe_crimson")]  # fmt: skip


def _staff(dress: Dress) -> Body:
    """One hand on a ringed staff (锡杖), one before the breast."""
    arms = costume.sleeves(
        [(-0.18, 0, 1.36), (-0.26, -0.06, 1.12), (-0.26, -0.24, 1.20)],
        [(0.18, 0, 1.36), (0.23, -0.08, 1.12), (0.06, -0.22, 1.14)], dress.cuff,
    )  # fmt: skip
    rod = tube([(-0.27, -0.30, 0.0), (-0.27, -0.28, 1.98)], 0.015, 6)
    turn = np.linspace(0, 2 * np.pi, 13)
    loop = tube(
        [(-0.27 + 0.075 * np.sin(t), -0.28, 2.04 - 0.085 * np.cos(t)) for t in turn], 0.010, 5
    )
    held = costume.hands((-0.265, -0.285, 1.20), (0.02, -0.25, 1.15))
    return [(arms, _sleeve(dress)), (held, "skin"), (rod, "timber"), (loop, "iron")]


def _bare_arms(dress: Dress, reach: float, hand: float) -> Body:
    upper = join(
        *(tube([(s * 0.185, 0, 1.35), (s * 0.23, -0.14, 1.14)], (0.066, 0.060), 9) for s in (-1, 1))
    )
    fore = join(
        *(
            tube([(s * 0.23, -0.14, 1.14), (s * 0.13, -reach, hand)], (0.042, 0.034), 8)
            for s in (-1, 1)
        )
    )
    held = costume.hands((-0.13, -reach - 0.02, hand), (0.13, -reach - 0.02, hand))
    return [(upper, _sleeve(dress)), (fore, "skin"), (held, "skin")]


def _sleeve(dress: Dress) -> str:
    """Return the sleeves' material: the coat's over the robe where that has sleeves."""
    return dress.colours[2] if dress.over in ("beizi", "magua") else dress.colours[0]


def _broom() -> Body:
    pole = tube([(-0.10, -0.46, 1.28), (0.16, -0.74, 0.28)], 0.014, 6)
    brush = loft(
        [
            ring(z, r, r * 0.5, (0.17 + (0.30 - z) * 0.28, -0.75 - (0.30 - z) * 0.3), 8)
            for z, r in ((0.02, 0.20), (0.16, 0.12), (0.32, 0.03))
        ]
    )
    return [(pole, "timber"), (brush, "timber")]


# pose → arms, lean (tangent) of the upper body, and what stands beside the body unbent
POSES: dict[str, tuple[Callable[[Dress], Body], float, Callable[[], Body]]] = {
    "joined": (_joined, 0.0, list),
    "down": (_down, 0.0, list),
    "carry": (_carrying, 0.0, list),
    "incense": (_incense, 0.04, list),
    "staff": (_staff, 0.0, list),
    "sweep": (lambda d: _bare_arms(d, 0.36, 1.02), 0.28, _broom),
    "plane": (lambda d: _bare_arms(d, 0.42, 1.02), 0.55, list),
    "saw": (lambda d: _bare_arms(d, 0.42, 1.02), 0.35, list),
    "watch": (lambda d: _bare_arms(d, 0.30, 1.12), 0.05, list),
}


@cache
def body(dress: Dress, pose: str) -> Body:
    """Return a whole figure, feet at z = 0, facing -y."""
    arms, lean, beside = POSES[pose]
    upper = [*costume.clothes(dress), *costume.head(dress), *arms(dress)]
    bent = [(_bent(mesh, lean), material) for mesh, material in upper] if lean else upper
    return [*bent, *beside(), (costume.shoes(), "black_cloth")]


def _bent(mesh: Mesh, lean: float) -> Mesh:
    """Lean everything above the hip forward, keeping its length."""
    v = mesh[0].copy()
    above = np.clip(v[:, 2] - 0.90, 0, None)
    angle = np.arctan(lean)
    v[:, 1] -= above * np.sin(angle)
    v[:, 2] -= above * (1 - np.cos(angle))
    return v, mesh[1]


def stand(
    model: SetModel, dress: Dress, pose: str, at: tuple[float, float], facing: float, name: str,
    up: float = 0.0,
) -> None:  # fmt: skip
    """Put a person in the set, feet at (x, y), turned by ``facing`` radians from -y.

    ``name`` tells one person from another; ``up`` is how high he stands over the court, metres.
    """
    matrix = placed(*at, up, facing, STATURE.get(dress.role, 1.0))
    for number, (mesh, material) in enumerate(body(dress, pose)):
        part = f"person.{dress.id}.{pose}.{number}"
        if part not in model.parts:
            model.add_part(part, mesh[0], mesh[1], material)
        model.place(part, "person", matrix, rule="invention", name=name)
