"""From where a drawing is taken: an orthographic view, with the plane that cuts it open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """An orthographic view of the set's frame (metres).

    ``right`` and ``up`` are the paper's axes, ``toward`` points from the set to the viewer; all
    are unit vectors. ``cut`` is the place of the cutting plane along ``toward``: what lies
    nearer to the viewer is taken away. Without it nothing is cut.
    """

    name: str
    title: str
    right: tuple[float, float, float]
    up: tuple[float, float, float]
    toward: tuple[float, float, float]
    cut: float | None = None

    def flat(self, points: ArrayLike) -> Points:
        """Return the place on paper (…, 2) of points (…, 3), metres."""
        places = np.asarray(points, np.float64)
        return np.stack([places @ np.array(self.right), places @ np.array(self.up)], -1)

    def near(self, points: ArrayLike) -> Points:
        """Return how near to the viewer points (…, 3) are, metres along ``toward``."""
        return np.asarray(np.asarray(points, np.float64) @ np.array(self.toward))


X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
_LEFT, _FRONT, _DOWN = (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, -1.0)


def elevations() -> tuple[Outlook, ...]:
    """Return the views square to front, side and rear; nothing is cut."""
    return (
        Outlook(name="elevation_front", title="正立面图", right=X, up=Z, toward=_FRONT),
        Outlook(name="elevation_side", title="侧立面图", right=Y, up=Z, toward=X),
        Outlook(name="elevation_rear", title="背立面图", right=_LEFT, up=Z, toward=Y),
    )


def plan(height: float) -> Outlook:
    """Return the plan cut at ``height`` metres above the court, the front below."""
    return Outlook(name="plan", title="平面图", right=X, up=Y, toward=Z, cut=height)


def reflected_plan(height: float) -> Outlook:
    """Return what is overhead from ``height`` metres, laid out as the plan is."""
    return Outlook(
        name="plan_reflected", title="仰视平面图", right=X, up=Y, toward=_DOWN, cut=-height
    )


def cross_section(x: float) -> Outlook:
    """Return the section across the hall at ``x``, the front to the left."""
    return Outlook(name="section_cross", title="横剖面图", right=Y, up=Z, toward=X, cut=x)


def long_section(y: float) -> Outlook:
    """Return the section along the hall at ``y``, seen towards the back."""
    return Outlook(name="section_long", title="纵剖面图", right=X, up=Z, toward=_FRONT, cut=-y)
