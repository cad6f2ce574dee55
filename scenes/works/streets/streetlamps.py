"""Lamps of streets: a kerosene lantern on its post, a bulb under enamel, sodium and LED heads.

太原 had a power works in 1909; county towns had light in the 1920s and 30s (own, medium). Shapes
are our own. A lamp's foot, or where it is fixed, is at the origin and it leans out to −y.
"""

from __future__ import annotations

import numpy as np

from scenes import solids, turned
from scenes.model import Matrix, SetModel
from scenes.works.streets.kit import Kit

MAST = 7.6  # metres of a mast, and how far its arm rises over it
ARM = 0.38
WARM, BULB = (1.0, 0.60, 0.28), (1.0, 0.68, 0.36)
SODIUM, WHITE = (1.0, 0.62, 0.26), (1.0, 0.90, 0.76)


def _placed(model: SetModel, name: str, kit: Kit, at: Matrix) -> None:
    model.take(kit.model("invention"), f"{name}.", at)


def _shine(model: SetModel, at: Matrix, spot: tuple[float, float, float], power: float, colour: tuple[float, float, float]) -> None:  # fmt: skip
    place = (at @ (*spot, 1.0))[:3].tolist()
    model.lamps.append({"at": tuple(place), "power": power, "colour": colour})


def kerosene(model: SetModel, at: Matrix, *, lit: bool = True) -> None:
    """Put a glazed lantern with a kerosene lamp in it on a wooden post (煤油路灯)."""
    kit = Kit()
    kit.add(
        "post",
        solids.lathe([(0.10, -0.3), (0.10, 0.5), (0.07, 0.55), (0.055, 2.62)], 10),
        "dark_wood",
        "prop",
    )
    kit.boxes("bar", [(-0.26, 0.26, -0.02, 0.02, 2.30, 2.34)], "iron", "prop")
    kit.add("plate", solids.lathe([(0.07, 2.60), (0.17, 2.66), (0.17, 2.69)], 8), "iron", "prop")
    rings = [
        [(-a, -a, z), (a, -a, z), (a, a, z), (-a, a, z)] for a, z in ((0.12, 2.692), (0.20, 3.10))
    ]
    kit.add("glass", solids.lofted(np.array(rings)), "lantern_light" if lit else "glass", "lamp")
    bars = [turned.beam((sx * 0.12, sy * 0.12, 2.69), (sx * 0.20, sy * 0.20, 3.11), 0.03, 0.03)
            for sx in (-1, 1) for sy in (-1, 1)]  # fmt: skip
    kit.add("frame", solids.merge(*bars), "iron", "prop")
    kit.add(
        "cap",
        solids.lathe([(0.28, 3.11), (0.10, 3.30), (0.10, 3.36), (0.03, 3.42)], 8),
        "iron",
        "prop",
    )
    _placed(model, "lamp.kerosene" + ("" if lit else "0"), kit, at)
    if lit:
        _shine(model, at, (0.0, 0.0, 2.45), 2.2, WARM)


def bulb(model: SetModel, at: Matrix, *, lit: bool = True) -> None:
    """Put a bulb under an enamelled shade on an iron arm; the arm is fixed at the origin."""
    kit = Kit()
    path = np.array([(0.0, 0.06, 0.0), (0.0, -0.30, 0.22), (0.0, -0.80, 0.26), (0.0, -1.04, 0.16)])
    kit.add("arm", turned.tube(path, 0.018, 6), "iron", "prop")
    kit.add("stay", turned.tube([(0, 0.06, -0.42), (0, -0.52, 0.24)], 0.010, 5), "iron", "prop")
    shade = [
        (0.05, 0.16),
        (0.06, 0.10),
        (0.20, 0.02),
        (0.235, -0.035),
        (0.215, -0.035),
        (0.05, 0.06),
    ]
    kit.add("shade", solids.shifted(solids.lathe(shade[::-1], 14), y=-1.06), "enamel_white", "lamp")
    globe = solids.lathe([(0.02, -0.12), (0.055, -0.09), (0.06, -0.04), (0.03, 0.05)], 10)
    kit.add("bulb", solids.shifted(globe, y=-1.06), "lantern_light" if lit else "porcelain", "lamp")
    _placed(model, "lamp.bulb" + ("" if lit else "0"), kit, at)
    if lit:
        _shine(model, at, (0.0, -1.06, -0.35), 3.2, BULB)


def over_sign(model: SetModel, at: Matrix, *, lit: bool = True) -> None:
    """Put a small lamp on a bent pipe over a signboard; what light it gives is the shop's."""
    kit = Kit()
    path = np.array([(0.0, 0.05, 0.0), (0.0, -0.20, 0.16), (0.0, -0.42, 0.14), (0.0, -0.50, 0.02)])
    kit.add("pipe", turned.tube(path, 0.012, 6), "iron", "prop")
    shade = [(0.02, 0.05), (0.03, 0.05), (0.12, -0.05), (0.11, -0.055)]
    kit.add("shade", solids.shifted(solids.lathe(shade[::-1], 10), y=-0.50), "enamel_white", "lamp")
    globe = solids.lathe([(0.012, -0.075), (0.035, -0.06), (0.02, 0.0)], 8)
    kit.add("bulb", solids.shifted(globe, y=-0.50), "lantern_light" if lit else "porcelain", "lamp")
    _placed(model, "lamp.sign" + ("" if lit else "0"), kit, at)


def mast(model: SetModel, at: Matrix, *, led: bool, lit: bool = True, high: float = MAST) -> None:
    """Put a steel mast with one arm over the road, its head of sodium or of LED."""
    kit = Kit()
    kit.add(
        "mast",
        solids.lathe([(0.15, -0.3), (0.15, 0.9), (0.09, 0.95), (0.055, high)], 12),
        "mast_grey",
        "prop",
    )
    path = np.array([(0.0, 0.0, high - 0.15), (0.0, -0.5, high + 0.18), (0.0, -1.7, high + 0.34)])
    kit.add("arm", turned.tube(path, (0.05, 0.045, 0.035), 8), "mast_grey", "prop")
    z = high + 0.30
    kit.boxes(
        "head", [(-0.15, 0.15, -2.35, -1.62, z, z + (0.07 if led else 0.16))], "mast_grey", "lamp"
    )
    kit.boxes(
        "light",
        [(-0.12, 0.12, -2.30, -1.75, z - 0.02, z + 0.01)],
        "lamp_white" if lit else "glass",
        "lamp",
    )
    _placed(model, f"lamp.mast{int(led)}{int(lit)}{high:.2f}", kit, at)
    if lit:
        _shine(model, at, (0.0, -2.0, z - 0.5), 16.0, WHITE if led else SODIUM)


def antique(model: SetModel, at: Matrix, *, lit: bool = True) -> None:
    """Put a lamp of today in the old manner (仿古路灯): an iron post, a palace lantern of glass."""
    kit = Kit()
    kit.add(
        "post",
        solids.lathe([(0.16, -0.3), (0.16, 0.25), (0.09, 0.32), (0.06, 2.75)], 12),
        "sign_black",
        "prop",
    )
    kit.add(
        "collar", solids.lathe([(0.06, 2.74), (0.15, 2.80), (0.15, 2.84)], 6), "sign_black", "prop"
    )
    kit.add("glass", solids.lathe([(0.13, 2.842), (0.20, 3.05), (0.15, 3.27)], 6), "lantern_light" if lit else "porcelain", "lamp")  # fmt: skip
    kit.add("cap", solids.lathe([(0.17, 3.272), (0.30, 3.26), (0.31, 3.29), (0.12, 3.42), (0.03, 3.55)], 6), "sign_black", "prop")  # fmt: skip
    _placed(model, "lamp.antique" + ("" if lit else "0"), kit, at)
    if lit:
        _shine(model, at, (0.0, 0.0, 2.5), 3.0, BULB)
