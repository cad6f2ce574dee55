"""The map of the knowledge base: where an entry is drawn, what a county lists."""

from __future__ import annotations

import re

import heritage_kb
from heritage_kb.counties import counties
from ui import kb_map


def test_every_county_is_drawn_once_and_every_located_entry_within_the_province() -> None:
    kb = heritage_kb.open()
    page = kb_map.drawn(kb)
    shapes = re.findall(r'data-city="([^"]+)" data-county="([^"]+)"', page)
    assert sorted(shapes) == sorted(counties())
    _, _, _, high = kb_map._frame()
    dots = re.findall(r'<circle cx="([\d.-]+)" cy="([\d.-]+)"', page)
    located = [one for one in kb.records.entries.values() if one.lat is not None]
    assert len(dots) == len(located) > 500
    assert all(-5 <= float(x) <= 565 and -5 <= float(y) <= high + 5 for x, y in dots)


def test_an_entry_is_drawn_inside_its_county() -> None:
    kb = heritage_kb.open()
    one = kb.entry("foguangsi")
    x, y = kb_map._at(one.lon or 0, one.lat or 0)
    ring = counties()[(one.city, one.county)].outline[0]
    xs, ys = zip(*(kb_map._at(*p) for p in ring), strict=True)
    assert min(xs) < x < max(xs)
    assert min(ys) < y < max(ys)
    north, south = kb_map._at(112.5, 40.0), kb_map._at(112.5, 35.0)
    assert north[1] < south[1]


def test_a_county_lists_its_own_entries_by_kind() -> None:
    kb = heritage_kb.open()
    one = kb.entry("foguangsi")
    page = kb_map.listed(kb, one.city, one.county)
    assert 'data-entry="foguangsi"' in page
    ids = set(re.findall(r'data-entry="([^"]+)"', page))
    assert ids == {
        e.id for e in kb.records.entries.values() if (e.city, e.county) == (one.city, one.county)
    }
    assert "没有这个县" in kb_map.listed(kb, "<b>", "x")
