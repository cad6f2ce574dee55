"""Poles with electric wires along a street of a town after 1909."""

from __future__ import annotations

import numpy as np

from scenes import solids
from scenes.model import SetModel
from scenes.solids import placement
from scenes.works.streets.kit import Kit

APART, TALL = 26.0, 7.4  # metres


def put(
    model: SetModel, x: float, ys: tuple[float, ...], *, arms: int = 1, apart: float = APART
) -> list[float]:
    """Put poles along x from the first to the last of ``ys``, wires between them; return their ys.

    ``arms`` is how many crossarms carry wires, ``apart`` metres from pole to pole.
    """
    kit = Kit()
    kit.add("pole", solids.lathe([(0.13, -0.3), (0.085, TALL)], 9), "wood", "prop")
    heights = [TALL - 0.5 - 0.55 * k for k in range(arms)]
    bars = [(-0.55, 0.55, -0.05, 0.05, z, z + 0.10) for z in heights]
    kit.boxes("arm", bars, "wood", "prop")
    pot = solids.lathe([(0.03, 0.0), (0.05, 0.06), (0.03, 0.12)], 8)
    cups = [(dx, 0.0, z + 0.10) for z in heights for dx in _cups(arms)]
    kit.add("cup", solids.repeated(pot, cups), "plaster_white", "prop")
    one = kit.model("invention")
    places = np.arange(ys[0] + 3.0, ys[-1] + 1.0, apart)
    for y in places:
        model.take(one, "pole.", placement(x, float(y)))
    t = np.linspace(0.0, 1.0, 9)
    wires = Kit()
    for a, c in zip(places[:-1], places[1:], strict=True):
        for dx, high in [(dx, z) for z in heights for dx in _cups(arms)]:
            z = high + 0.21 - 1.6 * t * (1 - t)
            path = np.stack([np.full(9, x + dx), a + (c - a) * t, z], axis=1)
            wires.add("wire", solids.swept(path, solids.rectangle(0.014, 0.014)), "iron", "prop")
    if len(places) > 1:
        model.take(wires.model("invention"), "wire.")
    return [float(y) for y in places]


def _cups(arms: int) -> tuple[float, ...]:
    """Return where insulators stand on an arm: two, or four where wires are many."""
    return (-0.48, 0.48) if arms == 1 else (-0.48, -0.24, 0.24, 0.48)
