"""Pagodas, pavilions, stages and bridges at the gate: out of their age, or lawful."""

from __future__ import annotations

from benchmarks.gate import refusals, right, rows


def test_what_is_out_of_its_age_is_refused_for_its_own_reason() -> None:
    bad = rows("works_refused_towers.jsonl")
    assert len(bad) >= 40
    assert [row["id"] for row in bad if not right(row, refusals(row["spec"]))] == []


def test_what_could_stand_is_let_pass() -> None:
    good = rows("works_good_towers.jsonl")
    assert len(good) >= 30
    assert [row["id"] for row in good if refusals(row["spec"])] == []
