"""What today adds to an old street that visitors walk: lamps, benches, tubs, parasols, a signpost.

The shops are those of the Ming and Qing; the paving is relaid without ruts (own, medium).
"""

from __future__ import annotations

from random import Random

import numpy as np

from scenes import planting, signs, solids, turned
from scenes.model import Matrix, SetModel
from scenes.signs import Sign
from scenes.solids import placement
from scenes.works.streets import streetlamps
from scenes.works.streets.kit import Kit

SINCE = 1990  # from which year an old street is dressed so, where the year is known
_TINTS = ("robe_hemp", "robe_crimson", "sign_blue", "robe_hemp")


def is_dressed(period: str, year: int | None) -> bool:
    """Return whether an old street of an age and a year is dressed for visitors."""
    return period == "dangdai" and (year is None or year >= SINCE)


def dress(model: SetModel, half: float, ys: tuple[float, ...], seed: int, *, lit: bool) -> None:
    """Put what stands along an old street today, half its breadth from its middle."""
    dice = Random(f"touring/{seed}")
    near, far = ys[0], ys[-1]
    x = half - 0.40
    for k, y in enumerate(np.arange(near + 3.5, far - 2.0, 9.5)):
        side = (1, -1)[k % 2]
        streetlamps.antique(model, placement(side * x, float(y)), lit=lit)
        _bench(
            model,
            placement(
                -side * (half - 0.42), float(y) + dice.uniform(-0.5, 0.5), 0.0, side * np.pi / 2
            ),
        )
        _bin(model, placement(side * x, float(y) + 1.1))
    for k, y in enumerate(np.arange(near + 6.5, far - 3.0, 6.2)):
        side = (-1, 1)[k % 2]
        at = placement(side * (half - 0.36), float(y))
        if k % 3 == 1:
            _parasol(model, placement(side * (half - 1.15), float(y)), _TINTS[k % 4])
        else:
            _tub(model, at, f"{seed}/{k}")
    _signpost(model, placement(x, near + 5.2, 0.0, -np.pi / 2))


def furnish(model: SetModel, half: float, ys: tuple[float, ...], seed: int, *, z: float) -> None:
    """Put benches, bins and tubs along a street for walkers, its pavement at height ``z``."""
    for k, y in enumerate(np.arange(ys[0] + 8.0, ys[-1] - 3.0, 8.5)):
        side = (1, -1)[k % 2]
        x = half - 0.9
        _bench(model, placement(side * x, float(y), z, side * np.pi / 2))
        _bin(model, placement(side * x, float(y) + 1.5, z, np.pi / 2))
        _tub(model, placement(side * x, float(y) - 1.4, z), f"{seed}/{k}")


def _take(model: SetModel, name: str, kit: Kit, at: Matrix) -> None:
    model.take(kit.model("invention"), f"{name}.", at)


def _bench(model: SetModel, at: Matrix) -> None:
    """Put a bench of timber on stone feet."""
    kit = Kit()
    kit.boxes(
        "foot",
        [(x - 0.12, x + 0.12, -0.20, 0.20, -0.05, 0.38) for x in (-0.6, 0.6)],
        "slab",
        "prop",
    )
    kit.boxes(
        "seat",
        [(-0.85, 0.85, y - 0.055, y + 0.055, 0.38, 0.43) for y in (-0.15, 0.0, 0.15)],
        "walnut",
        "furniture",
    )
    _take(model, "bench", kit, at)


def _bin(model: SetModel, at: Matrix) -> None:
    """Put a pair of bins in a wooden case."""
    kit = Kit()
    kit.boxes("case", [(-0.42, 0.42, -0.20, 0.20, 0.06, 0.86)], "walnut", "prop")
    kit.boxes(
        "lid",
        [(-0.46, 0.46, -0.24, 0.24, 0.86, 0.92), (-0.40, 0.40, -0.18, 0.18, -0.02, 0.06)],
        "sign_black",
        "prop",
    )
    kit.boxes("mouth", [(x - 0.13, x + 0.13, s * 0.205 - 0.006, s * 0.205 + 0.006, 0.62, 0.76) for x in (-0.2, 0.2) for s in (-1, 1)], "ink_black", "prop")  # fmt: skip
    _take(model, "bin", kit, at)


def _tub(model: SetModel, at: Matrix, seed: str) -> None:
    """Put a tub with a shrub."""
    kit = Kit()
    kit.add("tub", solids.lathe([(0.20, 0.0), (0.26, 0.10), (0.30, 0.42), (0.33, 0.44), (0.33, 0.50), (0.26, 0.50)], 14), "earthenware", "prop")  # fmt: skip
    _take(model, "tub", kit, at)
    grown = SetModel()
    planting.shrub(grown, 0.0, 0.0, 0.34, seed)
    model.take(grown, "", at @ placement(z=0.48))


def _parasol(model: SetModel, at: Matrix, tint: str) -> None:
    """Put a parasol over a table with stools."""
    kit = Kit()
    kit.add("pole", solids.lathe([(0.022, 0.0), (0.022, 2.45)], 8), "walnut", "prop")
    kit.add("foot", solids.lathe([(0.26, 0.0), (0.26, 0.06), (0.06, 0.10)], 12), "slab", "prop")
    kit.add("shade", solids.lathe([(1.02, 2.08), (1.04, 2.10), (0.50, 2.40), (0.04, 2.52), (0.03, 2.49), (0.48, 2.37)][::-1], 8), tint, "prop")  # fmt: skip
    kit.add(
        "table",
        solids.lathe([(0.05, 0.0), (0.05, 0.70), (0.42, 0.71), (0.42, 0.75), (0.03, 0.75)], 14),
        "walnut",
        "furniture",
    )
    stool = solids.lathe([(0.15, 0.0), (0.13, 0.2), (0.17, 0.44), (0.16, 0.46)], 10)
    turns = np.linspace(0.4, 2 * np.pi + 0.4, 3, endpoint=False)
    kit.add(
        "stool",
        solids.repeated(stool, [(0.72 * np.cos(t), 0.72 * np.sin(t), 0.0) for t in turns]),
        "timber",
        "furniture",
    )
    _take(model, f"parasol.{tint}", kit, at)


def _signpost(model: SetModel, at: Matrix) -> None:
    """Put a post with two boards that show the way."""
    kit = Kit()
    kit.add("post", solids.lathe([(0.06, -0.2), (0.05, 2.55)], 10), "walnut", "prop")
    kit.add("cap", turned.ball((0.0, 0.0, 2.58), 0.08, 0.08, 0.07, 10), "walnut", "prop")
    _take(model, "signpost", kit, at)
    for number, (text, z) in enumerate((("游客中心", 2.25), ("卫生间", 1.90))):
        board = Sign(
            text=text, form="plaque", wide=0.95, high=0.24, style="fascia_wood", leftward=False
        )
        signs.hang(model, board, at @ placement((0.30, -0.30)[number], -0.045, z))


def lay(kit: Kit, half: float, y0: float, y1: float) -> None:
    """Lay level slabs between drains under stone grates, as old streets are relaid."""
    edge = half - 0.34
    kit.boxes("way", [(-edge, edge, y0, y1, -0.45, 0.0)], "slab", "ground")
    for side in (-1, 1):
        a, c = sorted((side * edge, side * half))
        kit.boxes("drain", [(a, c, y0, y1, -0.45, -0.03)], "brick", "ground")
        marks = np.arange(y0 + 0.2, y1 - 0.6, 0.62)
        kit.boxes(
            "grate",
            [(a + 0.02, c - 0.02, y, y + 0.54, -0.2, 0.006) for y in marks],
            "stone",
            "ground",
        )
