"""Outlines of the counties: every site with coordinates lies in its own."""

import heritage_kb
from heritage_kb.counties import counties, county_at


def test_every_county_has_an_outline():
    kb = heritage_kb.open()
    places = {e.fields["code"]: e for e in kb.entries.values() if e.fields.get("code")}
    assert len(counties()) == 117
    for county in counties().values():
        assert places[county.code].title == county.name
        assert places[county.code].city == county.city
        assert sum(map(len, county.outline)) <= 40


def test_points_and_distances():
    foguang = heritage_kb.open().entry("foguangsi")
    assert county_at(foguang.lat, foguang.lon).name == "五台县"
    assert county_at(39.9, 116.4) is None
    pingyao = counties()["晋中市", "平遥县"]
    assert pingyao.km_outside(37.2, 112.17) == 0
    assert 60 < pingyao.km_outside(37.86, 112.55) < 75  # Taiyuan


def test_counties_do_not_hold_each_others_sites():
    kb = heritage_kb.open()
    for entry in kb.entries.values():
        if entry.kind == "site" and entry.lat is not None:
            county = counties().get((entry.city, entry.county))
            if county:
                assert county.km_outside(entry.lat, entry.lon) < 1, entry.id
