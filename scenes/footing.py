"""Which ground of a court is taken: footprints in plan, so that nothing is put into another."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from scenes.model import SetModel

_SOLID = ("platform", "step", "railing", "column", "wall")
_LOW = 0.15  # metres; what is lower is walked over


@dataclass(slots=True)
class Footing:
    """Rectangles (x0, y0, x1, y1) and discs (x, y, radius), metres."""

    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    discs: list[tuple[float, float, float]] = field(default_factory=list)

    @classmethod
    def of(cls, model: SetModel) -> Footing:
        """Return what a bare hall stands on: platform, terrace, steps, walls and columns."""
        found = cls()
        for one in model.instances:
            if one.element not in _SOLID:
                continue
            part = model.parts[one.part]
            at = part.vertices @ one.matrix[:3, :3].T + one.matrix[:3, 3]
            if len(at) and at[:, 2].max() > _LOW:
                low, high = at[:, :2].min(0), at[:, :2].max(0)
                found.boxes.append((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
        return found

    def is_free(self, x: float, y: float, radius: float) -> bool:
        """Tell whether a disc touches nothing that stands there."""
        for x0, y0, x1, y1 in self.boxes:
            out = np.hypot(max(x0 - x, x - x1, 0.0), max(y0 - y, y - y1, 0.0))
            if out < radius:
                return False
        return all(np.hypot(x - a, y - b) >= radius + r for a, b, r in self.discs)

    def take(self, x: float, y: float, radius: float) -> None:
        """Keep a disc from being given away again."""
        self.discs.append((x, y, radius))
