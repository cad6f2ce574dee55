"""What a dimension says: metres and the chi of its time, and where the figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scenes import rulebook
from scenes.building import Building, Dimension
from scenes.work import Built

MEASURED, RULED, DERIVED, ASKED = "测", "规", "推", "定"
LEGEND = (
    f"尺寸旁：{MEASURED} 实测常引值　{RULED} 依年代规矩　{DERIVED} 由他项推得　{ASKED} 制景单所定"
)
_UNITS = {"米": 1.0, "厘米": 0.01, "cm": 0.01}
_NEAR = 5e-4  # metres within which a bay is the bay of the ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class Chi:
    """The foot of a building's time: metres, and what is known of it."""

    metres: float
    text: str

    def said(self) -> str:
        """Return it as a note for a title block."""
        return f"1 尺 = {self.metres * 100:.1f} 厘米（{self.text}）"


def chi_of(building: Built) -> Chi:
    """Return the foot by which a building is measured: its own, else that of its period."""
    own = building.dimensions.get("chi")
    if own:
        return Chi(metres=own.value * _UNITS[own.unit], text=own.text or own.source)
    case: dict[str, Any] = {"period": building.period}
    if isinstance(building, Building):
        case |= {"bays": len(building.bays), "rafters": building.rafters}
    rule = rulebook.rule("chi", case)
    return Chi(metres=rule.value * _UNITS[rule.unit], text=rule.text)


def mark(row: Dimension | None) -> str:
    """Return the sign of where a figure comes from."""
    if row is None or row.rule.startswith("derived:"):
        return DERIVED
    if row.rule.startswith("measured:"):
        return MEASURED
    return ASKED if row.rule == "asked" else RULED


def bay_row(building: Built, width: float, whole: str) -> Dimension | None:
    """Return the ledger's row for a bay of that width: its own, or where all were asked."""
    for key, row in building.dimensions.items():
        if key.startswith(("bay", "depth_bay")) and abs(row.value - width) < _NEAR:
            return row
    total = building.dimensions.get(whole)
    return total if total is not None and total.rule == "asked" else None


def said(metres: float, chi: Chi, sign: str) -> tuple[str, str]:
    """Return a length as a dimension shows it: metres, and chi with its sign."""
    return f"{metres:.2f}", f"{metres / chi.metres:.1f}尺 {sign}"
