"""A room with every number settled: its shell, what it is furnished with, where to look from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenes.building import Building
from scenes.work import Work

FITTINGS = ("shell", "wall", "floor", "window", "seat", "table", "bed", "lamp")
SIZES = (
    "bay", "depth", "clear", "thick", "column", "sill", "spring", "seat", "table", "kang", "kang_deep",
    "counter",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Room(Work):
    """A room; the clear space is centred on x = y = 0 over the floor at z = 0, its windows at −y.

    ``bays`` are the widths of its bays, ``fit`` the forms chosen for it by name (``FITTINGS``),
    ``size`` its measures in metres (``SIZES``). ``door`` is the bay of the door, ``opened`` whether it
    stands open. ``hall`` is the hall whose inside it is; its axes are then the hall's own.
    """

    bays: tuple[float, ...]
    fit: Mapping[str, str]
    size: Mapping[str, float]
    trade: str = ""
    door: int = 0
    opened: bool = True
    seed: int = 0
    late: bool = False
    hall: Building | None = None
    faith: str = ""

    @property
    def long(self) -> float:
        """Return the clear width."""
        return sum(self.bays)

    @property
    def deep(self) -> float:
        """Return the clear depth."""
        return self.size["depth"]

    @property
    def axes(self) -> tuple[float, ...]:
        """Return where its bays meet, along x."""
        at, out = -self.long / 2, []
        for wide in (*self.bays, 0.0):
            out.append(at)
            at += wide
        return tuple(out)

    def purlins(self) -> tuple[tuple[float, float], ...]:
        """Return (y, z) of the purlins' middles from the front eave to the ridge (举架)."""
        low = self.size["clear"] + 0.30
        step = self.deep / 4
        return ((-2 * step, low), (-step, low + 0.5 * step), (0.0, low + 1.25 * step))
