"""Rough outlines of the counties: does a coordinate lie where its county is?

The outlines have at most 40 points a county and are good to about 2 km; they are for checking, not
for drawing a border (``data/sources/counties.jsonl`` says where they are from).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from heritage_kb.reading import DATA

Point = tuple[float, float]  # longitude, latitude, WGS-84 degrees

_KM_A_DEGREE = 111.2
_FLAT = math.cos(math.radians(37.5))  # degrees of longitude are that much shorter in Shanxi


@dataclass(frozen=True, kw_only=True, slots=True)
class County:
    """A county with its outline: closed rings of points, the last joined to the first."""

    code: str
    name: str
    city: str
    outline: tuple[tuple[Point, ...], ...]

    def km_outside(self, lat: float, lon: float) -> float:
        """Return how far outside the outline a place lies, in km; 0 inside."""
        if any(_within((lon, lat), ring) for ring in self.outline):
            return 0.0
        return min(_km_to((lon, lat), a, b) for ring in self.outline for a, b in _edges(ring))


@lru_cache(maxsize=1)
def counties() -> Mapping[tuple[str, str], County]:
    """Return the counties of the province by (city, county)."""
    lines = (DATA / "counties.jsonl").read_text(encoding="utf-8").splitlines()
    return {(one.city, one.name): one for one in map(_county, lines)}


def county_at(lat: float, lon: float) -> County | None:
    """Return the county that holds a place in WGS-84 degrees, None outside the province."""
    return next((one for one in counties().values() if one.km_outside(lat, lon) == 0), None)


def _county(line: str) -> County:
    row = json.loads(line)
    outline = tuple(tuple((lon, lat) for lon, lat in ring) for ring in row["outline"])
    return County(code=row["code"], name=row["name"], city=row["city"], outline=outline)


def _edges(ring: tuple[Point, ...]) -> Iterator[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _within(place: Point, ring: tuple[Point, ...]) -> bool:
    """Count the edges that a ray to the east crosses: odd is inside."""
    x, y = place
    crossed = (
        (b[1] > y) != (a[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
        for a, b in _edges(ring)
    )
    return sum(crossed) % 2 == 1


def _km_to(place: Point, start: Point, end: Point) -> float:
    px, py = place[0] * _FLAT, place[1]
    ax, ay, bx, by = start[0] * _FLAT, start[1], end[0] * _FLAT, end[1]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, ((px - ax) * dx + (py - ay) * dy) / length))
    return math.hypot(px - ax - along * dx, py - ay - along * dy) * _KM_A_DEGREE
