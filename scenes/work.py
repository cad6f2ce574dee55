"""What is built and is no single hall: a pagoda, a court, a street, a cave, a room, a wall.

Each family of ``scenes.works`` settles one (``resolve``) and raises it (``raise_work``); everything
after that, light and camera, drawings and manifest, reads it through this one shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scenes.building import Building, Dimension
from scenes.camera import Vector
from scenes.kinds import Kind, kinds

Ground = Literal["court", "own", "room"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A height on a drawing: metres above the ground, what lies there, and the ledger's key."""

    z: float
    name: str
    key: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewpoint:
    """A good place to take the picture from; metres, ``lens_mm`` as ``Camera``.

    ``name`` is what a spec's camera may call it, ``pitch`` degrees up from level, ``rise`` the
    lens's shift. The first of a work is where its plate is taken from when nobody says.
    """

    name: str
    eye: Vector
    target: Vector
    lens_mm: float = 28.0
    pitch: float = 0.0
    rise: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Where someone may stand: metres, ``turn`` radians from −y, role and pose of ``figures``."""

    at: Vector
    turn: float = 0.0
    role: str = "man"
    pose: str = "down"


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """A building or a place with every dimension settled.

    Metres; x along its front, y to the back (the front looks towards −y), z up, ground at z = 0,
    centred on x = y = 0.

    ``form`` says its shape in the trade's words (八角五层六檐). ``xs`` and ``ys`` are the axes that
    plans dimension, ``heights`` the marks of elevations from the ground up, the last the top;
    ``floor`` is the height at which feet stand, ``cut`` how far above it a plan is cut.
    ``front_y`` is where the elevation is taken from when not from before everything: in a sunken
    court, behind a street's other side.
    ``pit`` is where the land is open for water, x0 x1 y0 y1; ``water`` the level of a stream that
    fills it, None where the work brings its own. ``ground``: ``court`` is dressed as a hall's court
    is, ``own`` brings its ground and all that stands on it, ``room`` is seen from within.
    ``documented`` are sentences with their sources.
    """

    kind: str
    title: str
    site: str = ""
    period: str
    year: int | None = None
    form: str
    dimensions: Mapping[str, Dimension]
    invented: tuple[str, ...] = ()
    documented: tuple[str, ...] = ()
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    heights: tuple[Mark, ...]
    floor: float = 0.0
    cut: float = 1.2
    front_y: float | None = None
    ground: Ground = "own"
    pit: tuple[float, float, float, float] | None = None
    water: float | None = None
    views: tuple[Viewpoint, ...] = ()
    spots: tuple[Spot, ...] = ()
    measures: Mapping[str, str] = field(default_factory=dict)  # name in an answer → ledger's key

    @property
    def type(self) -> Kind:
        """Return its kind of building."""
        return kinds()[self.kind]

    @property
    def width(self) -> float:
        """Return the plan along the front, outermost axis to outermost axis."""
        return self.xs[-1] - self.xs[0]

    @property
    def depth(self) -> float:
        """Return the plan front to back."""
        return self.ys[-1] - self.ys[0]

    @property
    def height(self) -> float:
        """Return ground to top."""
        return self.heights[-1].z

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """Return every settled dimension with its rule, source and range."""
        return [d.as_evidence() for d in self.dimensions.values()]


Built = Building | Work
