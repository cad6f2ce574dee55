"""Rooms: what could not have stood in them is refused for its own reason, what could is let pass."""

from __future__ import annotations

from benchmarks.gate import refusals, right, rows


def test_rooms_out_of_their_time_are_refused_for_their_own_reason() -> None:
    bad = rows("works_refused_rooms.jsonl")
    assert len(bad) >= 20
    assert [row["id"] for row in bad if not right(row, refusals(row["spec"]))] == []


def test_rooms_of_their_time_are_let_pass() -> None:
    assert [row["id"] for row in rows("works_good_rooms.jsonl") if refusals(row["spec"])] == []
