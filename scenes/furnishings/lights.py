"""Lamps by century: oil lamp and candle, paper lantern, kerosene lamp, electric bulb.

Each lamp that burns is also a light of the model: its place, its strength and how big its flame is.
"""

from __future__ import annotations

import numpy as np

from scenes.furnishings.piece import (
    Mesh,
    Piece,
    Point,
    ball,
    bar,
    box,
    merge,
    pipe,
    put,
    skin,
    turn,
)
from scenes.model import SetModel
from scenes.turned import ring

FLAME = (1.0, 0.50, 0.17)
CANDLE = (1.0, 0.54, 0.21)
KEROSENE = (1.0, 0.60, 0.27)
ELECTRIC = (1.0, 0.74, 0.46)


def flame(z: float, high: float = 0.05, at: tuple[float, float] = (0.0, 0.0)) -> Mesh:
    """Return a flame with its foot at ``z``."""
    rows = ((0.0, 0.14), (0.18, 0.30), (0.40, 0.27), (0.72, 0.12), (1.0, 0.01))
    return skin([ring(z + t * high, r * high, r * high, at, 8) for t, r in rows])


def shine(model: SetModel, at: Point, power: float, colour: tuple[float, float, float],
          body: float = 0.06, *, day: bool = False) -> None:  # fmt: skip
    """Make a light of a lamp."""
    model.lamps.append(
        {"at": tuple(at), "power": power, "colour": colour, "body": body, "day": day}
    )


def oil_lamp(model: SetModel, at: Point, *, power: float = 0.9, day: bool = False) -> None:
    """Put a saucer of oil on a turned foot (油灯), burning."""
    x, y, z = at
    stem = turn([(0.055, 0.0), (0.058, 0.012), (0.018, 0.03), (0.014, 0.13), (0.022, 0.145),
                 (0.055, 0.165), (0.058, 0.175), (0.046, 0.172)], 14)  # fmt: skip
    put(model, "oil_lamp", [(stem, "glaze_brown")], at, element="lamp", said="油灯")
    put(model, "oil_lamp.flame", [(flame(0.172, 0.05, (0.03, 0)), "flame")], at, element="lamp")
    shine(model, (x + 0.03, y, z + 0.215), power, FLAME, 0.05, day=day)


def lamp_stand(model: SetModel, at: Point, *, power: float = 1.4, day: bool = False) -> None:
    """Put a tall lamp stand (灯檠) with a saucer."""
    x, y, z = at
    made = merge(turn([(0.17, 0.0), (0.18, 0.03), (0.05, 0.07), (0.022, 0.12), (0.02, 1.05),
                       (0.05, 1.10), (0.10, 1.13), (0.105, 1.15), (0.09, 1.145)], 16))  # fmt: skip
    put(model, "lamp_stand", [(made, "iron")], at, element="lamp", said="灯檠")
    put(model, "lamp_stand.flame", [(flame(1.14, 0.06), "flame")], at, element="lamp")
    shine(model, (x, y, z + 1.19), power, FLAME, 0.06, day=day)


def candles(model: SetModel, at: Point, *, power: float = 1.0, day: bool = False,
            red: bool = False) -> None:  # fmt: skip
    """Put a candlestick with a burning candle."""
    x, y, z = at
    stick = turn([(0.06, 0.0), (0.062, 0.012), (0.02, 0.03), (0.016, 0.16), (0.045, 0.175),
                  (0.047, 0.182), (0.012, 0.184)], 14)  # fmt: skip
    wax = turn([(0.015, 0.18), (0.016, 0.33), (0.012, 0.335)], 10)
    wick = "candle_red" if red else "candle_wax"
    put(
        model,
        f"candlestick.{wick}",
        [(stick, "brass"), (wax, wick)],
        at,
        element="lamp",
        said="烛台",
    )
    put(model, "candle.flame", [(flame(0.335, 0.045), "flame")], at, element="lamp")
    shine(model, (x, y, z + 0.37), power, CANDLE, 0.05, day=day)


def lantern(
    model: SetModel, at: Point, drop: float, *, power: float = 1.6, day: bool = False
) -> None:
    """Hang a paper lantern (纱灯) with its foot at ``at``, from ``drop`` metres above it."""
    x, y, z = at
    ribs = [bar((0.15 * np.cos(t), 0.15 * np.sin(t), 0.0), (0.15 * np.cos(t), 0.15 * np.sin(t), 0.42),
                0.014, 0.014) for t in np.arange(6) * np.pi / 3 + 0.3]  # fmt: skip
    rims = [turn([(0.14, h), (0.17, h + 0.005), (0.17, h + 0.025), (0.14, h + 0.03)], 6)
            for h in (-0.01, 0.40)]  # fmt: skip
    cord = pipe([(0, 0, 0.42), (0, 0, drop)], 0.005, 5)
    tassel = skin(
        [ring(h, r, r, (0, 0), 8) for h, r in ((-0.26, 0.020), (-0.08, 0.014), (0.0, 0.006))]
    )
    put(model, f"lantern.{drop:.3f}", [(merge(*ribs, *rims, cord), "hardwood"),
        (tassel, "quilt_red")], at, element="lamp", said="纱灯")  # fmt: skip
    sides = turn([(0.128, 0.02), (0.128, 0.40)], 6)
    put(model, "lantern.silk", [(sides, "lamp_silk")], at, element="lamp")
    shine(model, (x, y, z + 0.21), power, CANDLE, 0.20, day=day)


def kerosene_lamp(model: SetModel, at: Point, *, power: float = 1.7, day: bool = False) -> None:
    """Put a kerosene lamp (煤油灯): glass font, burner, chimney drawn as its rims and flame."""
    x, y, z = at
    font = turn([(0.075, 0.0), (0.078, 0.012), (0.025, 0.05), (0.03, 0.075), (0.07, 0.10), (0.072, 0.14),
                 (0.03, 0.165)], 16)  # fmt: skip
    burner = turn([(0.03, 0.163), (0.034, 0.18), (0.034, 0.20), (0.012, 0.205)], 14)
    rims = [turn([(r, h), (r + 0.004, h + 0.002), (r + 0.004, h + 0.006), (r, h + 0.008)], 14)
            for h, r in ((0.205, 0.030), (0.25, 0.040), (0.36, 0.020))]  # fmt: skip
    put(model, "kerosene", [(font, "glass_green"), (merge(burner, *rims), "brass")], at, element="lamp",
        said="煤油灯")  # fmt: skip
    put(model, "kerosene.flame", [(flame(0.205, 0.06), "flame")], at, element="lamp")
    shine(model, (x, y, z + 0.245), power, KEROSENE, 0.05, day=day)


def bulb(model: SetModel, at: Point, drop: float, *, power: float = 3.2, day: bool = False) -> None:
    """Hang an electric bulb under an enamel shade, from ``drop`` metres above it."""
    x, y, z = at
    shade = turn([(0.17, 0.0), (0.172, 0.006), (0.06, 0.075), (0.025, 0.10), (0.02, 0.14), (0.018, 0.14)],
                 20)  # fmt: skip
    cord = pipe([(0, 0, 0.14), (0, 0, drop)], 0.004, 5)
    put(model, f"bulb.{drop:.3f}", [(shade, "enamel_white"), (cord, "ink_black")], at, element="lamp",
        said="电灯")  # fmt: skip
    put(model, "bulb.glass", [(ball((0, 0, -0.035), 0.032, 0.032, 0.04, 10), "lamp_silk")], at,
        element="lamp")  # fmt: skip
    shine(model, (x, y, z - 0.06), power, ELECTRIC, 0.08, day=day)


def everlasting(model: SetModel, at: Point, drop: float, *, power: float = 2.0) -> None:
    """Hang the lamp that never goes out before an altar (长明灯), from ``drop`` metres above it."""
    x, y, z = at
    bowl = turn([(0.03, 0.0), (0.10, 0.03), (0.16, 0.10), (0.17, 0.13), (0.15, 0.125)], 18)
    chains = [pipe([(0.15 * np.cos(t), 0.15 * np.sin(t), 0.12), (0.0, 0.0, 0.62)], 0.006, 5)
              for t in np.arange(3) * 2 * np.pi / 3]  # fmt: skip
    cord = pipe([(0, 0, 0.60), (0, 0, drop)], 0.007, 5)
    put(model, f"everlasting.{drop:.3f}", [(merge(bowl, *chains, cord), "brass")], at, element="lamp",
        said="长明灯")  # fmt: skip
    put(model, "everlasting.flame", [(flame(0.12, 0.07), "flame")], at, element="lamp")
    shine(model, (x, y, z + 0.20), power, FLAME, 0.12, day=True)


def box_lamp(w: float = 0.22, h: float = 0.34) -> Piece:
    """Return a desk lamp of paper in a wooden frame (方灯), without its light."""
    posts = [box(x - 0.01, x + 0.01, y - 0.01, y + 0.01, 0, h) for x in (-w / 2, w / 2)
             for y in (-w / 2, w / 2)]  # fmt: skip
    return [(merge(*posts), "hardwood"), (box(-w / 2 + 0.012, w / 2 - 0.012, -w / 2 + 0.012,
                                              w / 2 - 0.012, 0.02, h - 0.02), "lamp_silk")]  # fmt: skip
