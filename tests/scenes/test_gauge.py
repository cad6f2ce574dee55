"""The mesh measured and dated: what is measured is what was built, whatever the parts are called."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes import dating, rulebook
from scenes.building import Building
from scenes.case import AGES
from scenes.gauge import Ratios, gauge, section, solids
from scenes.model import SetModel

HALLS = [
    {"site": "foguangsi"},
    {"site": "nanchansi"},
    {"site": "zhenguosi"},
    {"period": "唐", "bays": 3, "roof": "悬山"},
    {"period": "五代", "bays": 3, "rafters": 4, "brackets": "斗口跳"},
]


@cache
def built(number: int) -> tuple[Building, SetModel]:
    return scenes.build(HALLS[number])


@cache
def measured(number: int) -> Ratios:
    return gauge(built(number)[1])


@pytest.mark.parametrize("number", range(len(HALLS)))
def test_what_is_measured_is_what_was_built(number: int) -> None:
    b, _ = built(number)
    got = measured(number)
    assert got.bays == len(b.bays)
    assert got.width == pytest.approx(b.width, rel=1e-3)
    assert got.depth == pytest.approx(b.depth, rel=1e-3)
    assert got.column == pytest.approx(b.column, rel=0.01)
    assert got.diameter == pytest.approx(b.column_diameter, rel=0.02)
    assert got.bracket == pytest.approx(b.bracket / b.column, rel=0.02)
    assert got.rise == pytest.approx(b.rise / b.purlin_span, rel=0.01)
    assert got.span == pytest.approx(b.purlin_span, rel=0.01)
    (_, ridge), (run, second) = b.purlins[:2]
    assert got.steepness == pytest.approx((ridge - second) / run, rel=0.01)
    assert b.eave < got.eave * b.column < b.eave + 0.2  # to the tile's edge
    assert got.between == (b.between_front[len(b.bays) // 2] if b.between_front else b.between)
    assert got.levers == (b.brackets.levers > 0)
    assert got.plate == 0.0
    assert got.corner == pytest.approx(b.corner_rise / b.column, abs=0.006)


def test_neither_names_nor_rules_of_parts_are_read() -> None:
    _, model = built(1)
    plain = SetModel()
    for number, (name, part) in enumerate(model.parts.items()):
        plain.parts[f"p{number}"] = part
        plain.instances += [
            replace(one, part=f"p{number}", name="", rule="")
            for one in model.instances if one.part == name
        ]  # fmt: skip
    assert gauge(plain) == measured(1)
    assert dating.date(plain) == dating.dated(measured(1))


@pytest.mark.parametrize("number", range(3))
def test_the_standing_halls_are_dated_within_one_age(number: int) -> None:
    found = dating.dated(measured(number))
    titles = {p.id: p.title for p in rulebook.periods()}
    assert abs(AGES[titles[found[0][0]]] - AGES[titles[built(number)[0].period]]) <= 1
    assert found[0][1] > 0.3
    assert sum(p for _, p in found) == pytest.approx(1.0)


def test_the_record_says_whether_the_mesh_agrees_with_what_was_asked() -> None:
    _, model = built(1)
    record = dating.record(model, "tang")
    assert record["agrees"]
    assert record["periods"][0]["title"] == "唐"
    assert not dating.record(model, "qing")["agrees"]


def test_a_steep_roof_on_slender_columns_is_dated_late() -> None:
    late = replace(
        measured(1), bracket=0.18, eave=0.42, rise=0.335, between=6, plate=0.73, corner=0.0,
        diameter=measured(1).column / 10.8, steepness=0.9, flatness=0.5, levers=False,
    )  # fmt: skip
    assert dating.dated(late)[0][0] in ("qing", "ming")


def test_a_model_without_a_hall_is_refused() -> None:
    with pytest.raises(RefusedInput, match="量不出比例"):
        gauge(SetModel())


def test_a_plane_cuts_a_box_into_its_outline() -> None:
    low, high = np.array([0.0, 0, 0]), np.array([1.0, 2, 3])
    corners = np.array(
        [[[0, 0, 0], [0, 0, 3], [1, 0, 0]], [[1, 0, 0], [0, 0, 3], [1, 0, 3]]], float
    )
    ends = section(corners, 0, 0.5).reshape(-1, 2)
    assert ends.min(0) == pytest.approx([0, low[2]])
    assert ends.max(0) == pytest.approx([0, high[2]])
    assert len(solids(np.concatenate([corners, corners + 9]))) == 2


def test_the_table_covers_every_age() -> None:
    titles = {p.title for p in rulebook.periods()}
    assert titles < set(AGES)
    for row in dating.table()["measure"]:
        assert set(row["ages"]) == titles
        assert all(spread > 0 for _, spread in row["ages"].values())
    for row in dating.table()["sign"]:
        assert all(sum(shares) == pytest.approx(1.0) for shares in row["ages"].values())
        assert row["source"] in dating.table()["source"]
