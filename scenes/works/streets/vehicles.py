"""What stands parked in a street: rickshaw, bicycle, car; of the scooter see ``farm_things``.

Each is made about x = y = 0, its wheels on z = 0, its front to −y; shapes are our own.
"""

from __future__ import annotations

import numpy as np

from scenes import solids, turned
from scenes.model import Matrix, SetModel
from scenes.solids import Mesh
from scenes.works.streets.kit import Kit


def _put(model: SetModel, name: str, kit: Kit, at: Matrix) -> None:
    model.take(kit.model("invention"), f"{name}.", at)


def wheel(x: float, y: float, r: float, rim: float, spokes: int) -> tuple[Mesh, Mesh]:
    """Return tyre and spokes of a wheel that rolls along y."""
    turn = np.linspace(0.0, 2 * np.pi, 19)
    path = [(x, y + (r - rim) * np.cos(t), r + (r - rim) * np.sin(t)) for t in turn]
    hub = solids.bars([(x - 0.05, y, r)], [(x + 0.05, y, r)], solids.circle(0.035, 8))
    rays = [
        turned.beam((x, y, r), (x, y + (r - rim) * np.cos(t), r + (r - rim) * np.sin(t)), 0.012, 0.012)
        for t in np.linspace(0.0, 2 * np.pi, spokes, endpoint=False)
    ]  # fmt: skip
    return turned.tube(path, rim, 6), solids.merge(hub, *rays)


def rickshaw(model: SetModel, at: Matrix) -> None:
    """Put a rickshaw (人力车) set down on its shafts, its hood folded back."""
    kit = Kit()
    for x in (-0.46, 0.46):
        tyre, spokes = wheel(x, 0.0, 0.45, 0.024, 12)
        kit.add("tyre", tyre, "black_cloth", "prop")
        kit.add("spokes", spokes, "lacquer_black", "prop")
    kit.add(
        "axle",
        solids.bars([(-0.47, 0, 0.45)], [(0.47, 0, 0.45)], solids.circle(0.022, 8)),
        "iron",
        "prop",
    )
    for x in (-0.30, 0.30):
        line = [(x, 0.42, 0.62), (x, -0.25, 0.50), (x, -1.2, 0.26), (x, -2.05, 0.05)]
        kit.add(
            "shaft", turned.tube(line, (0.028, 0.028, 0.024, 0.020), 7), "lacquer_black", "prop"
        )
        spring = [(x, 0.25, 0.58), (x, 0.08, 0.48), (x, -0.12, 0.53)]
        kit.add("spring", turned.tube(spring, 0.016, 5), "iron", "prop")
    kit.boxes("grip", [(-0.32, 0.32, -2.0, -1.96, 0.05, 0.085)], "lacquer_black", "prop")
    side = [
        (-0.38, 0.50),
        (0.38, 0.62),
        (0.46, 1.28),
        (0.40, 1.29),
        (0.30, 0.94),
        (-0.34, 0.84),
        (-0.36, 0.60),
    ]
    for x in (-0.33, 0.33):
        kit.add(
            "side", solids.shifted(solids.prism(side, 0.03, "yz"), x=x), "lacquer_black", "prop"
        )
    kit.boxes("floor", [(-0.315, 0.315, -0.62, 0.36, 0.50, 0.54)], "lacquer_black", "prop")
    kit.boxes("seat", [(-0.315, 0.315, -0.26, 0.30, 0.80, 0.90)], "felt_blue", "prop")
    kit.boxes("box", [(-0.315, 0.315, -0.22, 0.28, 0.54, 0.80)], "lacquer_black", "prop")
    back = solids.prism([(0.28, 0.90), (0.34, 0.90), (0.44, 1.30), (0.36, 1.30)], 0.63, "yz")
    kit.add("back", back, "felt_blue", "prop")
    for k in range(4):
        y, z = 0.50 + 0.06 * k, 1.26 - 0.05 * k
        fold = [
            (-0.36, y - 0.05, z - 0.10),
            (-0.35, y, z + 0.08),
            (0.35, y, z + 0.08),
            (0.36, y - 0.05, z - 0.10),
        ]
        kit.add("hood", turned.tube(fold, 0.045, 6), "black_cloth", "prop")
    for x in (-0.42, 0.42):
        guard = [(x, 0.52 * np.cos(t), 0.45 + 0.52 * np.sin(t)) for t in np.linspace(0.4, 2.7, 8)]
        kit.add("guard", turned.tube(guard, 0.03, 5), "lacquer_black", "prop")
        lamp = solids.lathe([(0.02, 0.97), (0.045, 0.99), (0.045, 1.09), (0.015, 1.13)], 8)
        kit.add("lamp", solids.shifted(lamp, 0.9 * x, -0.30), "pewter", "prop")
    _put(model, "rickshaw", kit, at)


def bicycle(model: SetModel, at: Matrix, colour: str = "lacquer_black") -> None:
    """Put a bicycle on its stand."""
    kit = Kit()
    for y in (-0.53, 0.53):
        tyre, spokes = wheel(0.0, y, 0.34, 0.02, 10)
        kit.add("tyre", tyre, "black_cloth", "prop")
        kit.add("spokes", spokes, "aluminium", "prop")
    seat, head, foot = (0.0, 0.22, 0.84), (0.0, -0.34, 0.86), (0.0, 0.06, 0.30)
    pairs = [(head, seat), (seat, foot), (foot, (0.0, -0.36, 0.66)), (foot, (0.0, 0.53, 0.34)),
             ((0.0, 0.18, 0.72), (0.0, 0.53, 0.34)), (head, (0.0, -0.53, 0.34))]  # fmt: skip
    kit.add(
        "frame", solids.merge(*(turned.beam(a, c, 0.03, 0.03) for a, c in pairs)), colour, "prop"
    )
    bars = [turned.beam((0, -0.33, 0.84), (0, -0.30, 1.0), 0.024, 0.024),
            turned.tube([(-0.27, -0.18, 0.96), (-0.22, -0.30, 1.0), (0.22, -0.30, 1.0), (0.27, -0.18, 0.96)], 0.014, 6)]  # fmt: skip
    rack = solids.boxes([(-0.07, 0.07, 0.36, 0.74, 0.70, 0.725), (-0.10, -0.07, 0.50, 0.53, 0.0, 0.36), (0.07, 0.10, 0.50, 0.53, 0.0, 0.36),
                         (-0.10, 0.10, 0.505, 0.525, 0.30, 0.33)])  # fmt: skip
    kit.add("bars", solids.merge(*bars, rack), "aluminium", "prop")
    saddle = solids.prism([(0.08, 0.86), (0.36, 0.86), (0.36, 0.93), (0.08, 0.90)], 0.15, "yz")
    kit.add("saddle", saddle, "walnut", "prop")
    kit.add("crank", solids.bars([(-0.14, 0.06, 0.30)], [(0.14, 0.06, 0.30)], solids.circle(0.012, 6)), "aluminium", "prop")  # fmt: skip
    _put(model, f"bicycle.{colour}", kit, at)


_SECTIONS = (  # y, z of the belt, of the foot, half the breadth
    (-2.12, 0.62, 0.36, 0.68), (-2.02, 0.74, 0.28, 0.78), (-1.30, 0.86, 0.24, 0.86), (-0.75, 0.92, 0.22, 0.88),
    (0.60, 0.95, 0.22, 0.88), (1.45, 0.98, 0.24, 0.86), (2.02, 0.94, 0.30, 0.78), (2.12, 0.76, 0.40, 0.70),
)  # fmt: skip


def car(model: SetModel, at: Matrix, colour: str) -> None:
    """Put a parked saloon car of no maker: body, glazed cabin, wheels, lamps."""
    kit = Kit()
    rings = [
        [(-w, y, low), (w, y, low), (w + 0.02, y, 0.5 * (low + z)), (w - 0.05, y, z), (0.0, y, z + 0.03), (-w + 0.05, y, z), (-w - 0.02, y, 0.5 * (low + z))]
        for y, z, low, w in _SECTIONS
    ]  # fmt: skip
    kit.add("body", solids.lofted(np.array(rings)), colour, "prop")
    cabin = [
        [(-w, y0, 0.90), (w, y0, 0.90), (w, y1, 0.90), (-w, y1, 0.90)] if z is None
        else [(-w, y0, z), (w, y0, z), (w, y1, z), (-w, y1, z)]
        for w, y0, y1, z in ((0.80, -0.82, 1.62, None), (0.64, -0.10, 1.12, 1.40))
    ]  # fmt: skip
    kit.add("cabin", solids.lofted(np.array(cabin)), "car_glass", "prop")
    roof = [[(-w, y0, z), (w, y0, z), (w, y1, z), (-w, y1, z)]
            for w, y0, y1, z in ((0.655, -0.15, 1.17, 1.38), (0.62, -0.04, 1.06, 1.455))]  # fmt: skip
    kit.add("roof", solids.lofted(np.array(roof)), colour, "prop")
    posts = []
    for s in (-1, 1):
        posts += [turned.beam((s * 0.805, -0.84, 0.90), (s * 0.645, -0.11, 1.40), 0.05, 0.05),
                  turned.beam((s * 0.805, 1.64, 0.90), (s * 0.645, 1.13, 1.40), 0.06, 0.06),
                  turned.beam((s * 0.81, 0.42, 0.90), (s * 0.65, 0.46, 1.40), 0.05, 0.07)]  # fmt: skip
    kit.add("posts", solids.merge(*posts), colour, "prop")
    ring = np.stack(
        [
            0.31 * np.cos(t := np.linspace(0, 2 * np.pi, 16, endpoint=False)),
            0.31 + 0.31 * np.sin(t),
        ],
        1,
    )
    hub = np.stack([0.18 * np.cos(t), 0.31 + 0.18 * np.sin(t)], 1)
    for s in (-1, 1):
        for y in (-1.32, 1.30):
            kit.add(
                "tyre",
                solids.shifted(solids.prism(ring, 0.20, "yz"), s * 0.80, y),
                "ink_black",
                "prop",
            )
            kit.add(
                "hub",
                solids.shifted(solids.prism(hub, 0.22, "yz"), s * 0.80, y),
                "aluminium",
                "prop",
            )
    lamps = [(s * 0.52 - 0.17, s * 0.52 + 0.17, y - 0.04, y + 0.04, z, z + 0.11)
             for s in (-1, 1) for y, z in ((-2.08, 0.58),)]  # fmt: skip
    kit.boxes("lamps", lamps, "enamel_white", "prop")
    rear = [(s * 0.56 - 0.15, s * 0.56 + 0.15, 2.05, 2.12, 0.74, 0.85) for s in (-1, 1)]
    kit.boxes("rear", rear, "paint_red", "prop")
    kit.boxes(
        "plate",
        [(-0.22, 0.22, y, y + 0.03, 0.46, 0.60) for y in (-2.155, 2.13)],
        "sign_blue",
        "prop",
    )
    _put(model, f"car.{colour}", kit, at)
