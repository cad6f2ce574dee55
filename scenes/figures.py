"""People for scale: a dress of their age on a body that stands, carries, sweeps or works."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from scenes import costume
from scenes.costume import Body, Dress
from scenes.model import SetModel
from scenes.turned import Mesh, box, join, loft, placed, ring, tube

# Of a man's height.
STATURE = {"girl": 0.94, "novice": 0.95, "woman": 0.96, "cook": 0.96, "elder": 0.95, "boy": 0.78,
           "child": 0.70, "pupil": 0.80}  # fmt: skip
SEATED = ("sit", "desk")  # poses on a seat 0.42 m high: what is higher is put under ``up``


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


def _lap(dress: Dress) -> Body:
    return _forearms(dress, (0.10, -0.29, 1.02))


def _at_desk(dress: Dress) -> Body:
    return _forearms(dress, (0.09, -0.36, 1.15))


def _forearms(dress: Dress, wrist: tuple[float, float, float]) -> Body:
    x, y, z = wrist
    arms = costume.sleeves(
        [(-0.19, 0, 1.36), (-0.245, -0.07, 1.10), (-x, y, z)],
        [(0.19, 0, 1.36), (0.245, -0.07, 1.10), (x, y, z)], min(dress.cuff, 0.07),
    )  # fmt: skip
    held = costume.hands((-x, y - 0.03, z), (x, y - 0.03, z))
    return [(arms, _sleeve(dress)), (held, "skin")]


def _pole_arms(dress: Dress) -> Body:
    """One hand on the pole across the shoulder, one swinging."""
    arms = costume.sleeves(
        [(-0.19, 0, 1.36), (-0.27, -0.16, 1.20), (-0.19, -0.34, 1.41)],
        [(0.19, 0, 1.36), (0.265, -0.03, 1.10), (0.21, -0.16, 0.92)], min(dress.cuff, 0.07),
    )  # fmt: skip
    held = costume.hands((-0.18, -0.37, 1.44), (0.20, -0.18, 0.88))
    return [(arms, _sleeve(dress)), (held, "skin")]


def _loads() -> Body:
    """担子: a springy pole and a basket at either end."""
    pole = [(-0.17, y, 1.47 - 0.09 * (y / 0.85) ** 2) for y in (-0.85, -0.4, 0.0, 0.4, 0.85)]
    made = [tube(pole, 0.018, 6)]
    baskets = []
    for y in (-0.80, 0.80):
        rows = ((0.22, 0.15), (0.34, 0.21), (0.46, 0.23))
        baskets.append(loft([ring(z, r, r, (-0.17, y), 14) for z, r in rows]))
        made += [tube([(-0.17 + dx, y + dy, 0.45), (-0.17, y, 1.39)], 0.006, 5)
                 for dx, dy in ((0.2, 0), (-0.1, 0.17), (-0.1, -0.17))]  # fmt: skip
    return [(join(*made), "timber"), (join(*baskets), "reed_mat")]


def _cane_arms(dress: Dress) -> Body:
    arms = costume.sleeves(
        [(-0.19, 0, 1.36), (-0.27, -0.06, 1.12), (-0.24, -0.26, 0.98)],
        [(0.19, 0, 1.36), (0.25, 0.05, 1.10), (0.06, 0.17, 1.02)], min(dress.cuff, 0.08),
    )  # fmt: skip
    return [(arms, _sleeve(dress)), (costume.hands((-0.24, -0.29, 0.95)), "skin")]


def _cane() -> Body:
    return [(tube([(-0.24, -0.36, 0.95), (-0.26, -0.40, 0.0)], 0.014, 6), "timber")]


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
    "sit": (_lap, 0.0, list),
    "desk": (_at_desk, 0.0, list),
    "pole": (_pole_arms, 0.0, _loads),
    "cane": (_cane_arms, 0.14, _cane),
    "watch": (lambda d: _bare_arms(d, 0.30, 1.12), 0.05, list),
}


@cache
def body(dress: Dress, pose: str) -> Body:
    """Return a whole figure, feet at z = 0, facing -y."""
    arms, lean, beside = POSES[pose]
    if pose in SEATED:
        whole = [*costume.clothes(dress), (costume.shoes(), "black_cloth")]
        still = [*costume.head(dress), *arms(dress)]
        return [(_seated(mesh), m) for mesh, m in (*whole, *still)]
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


def _seated(mesh: Mesh) -> Mesh:
    """Fold a standing body at hip and knee: what was a thigh's height lies forward."""
    points, faces = _finer(_finer(mesh))
    s = np.linspace(0.0, 2.2, 441)
    fold = np.pi / 2 * np.interp(s, (0.40, 0.54, 0.86, 0.98), (0.0, 1.0, 1.0, 0.0))
    step = s[1] - s[0]
    up, out = np.cumsum(np.cos(fold)) * step, np.cumsum(np.sin(fold)) * step
    z, turn = points[:, 2], np.interp(points[:, 2], s, fold)
    back = points[:, 1] * (1 - 0.38 * np.sin(turn))  # a lap is flatter than a skirt is deep
    y = np.interp(z, s, out) - out[-1] + back * np.cos(turn)
    return np.column_stack([points[:, 0], y, np.interp(z, s, up) - back * np.sin(turn)]), faces


def _finer(mesh: Mesh) -> Mesh:
    """Return a mesh with every triangle cut in four."""
    a, b, c = (mesh[0][mesh[1][:, k]] for k in range(3))
    ab, bc, ca = (a + b) / 2, (b + c) / 2, (c + a) / 2
    corners = np.stack([a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca], 1).reshape(-1, 3)
    points, index = np.unique(corners.round(9), axis=0, return_inverse=True)
    return points, index.reshape(-1, 3).astype(np.int32)


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
