"""The gate on kinds that are no halls: refused for their own reason, the good ones let pass."""

from __future__ import annotations

import pytest

from benchmarks.gate import JUDGED, refusals, right, rows
from scenes.kinds import kinds, names
from scenes.spec import SetSpec

REFUSED = sorted(file.name for file in JUDGED.glob("works_refused_*.jsonl"))
GOOD = sorted(file.name for file in JUDGED.glob("works_good_*.jsonl"))


@pytest.mark.parametrize("file", REFUSED)
def test_what_is_out_of_its_time_is_refused_for_its_own_reason(file: str) -> None:
    assert [row["id"] for row in rows(file) if not right(row, refusals(row["spec"]))] == []


@pytest.mark.parametrize("file", GOOD)
def test_no_good_spec_of_a_family_is_refused(file: str) -> None:
    assert [row["id"] for row in rows(file) if refusals(row["spec"])] == []


def test_enough_of_each_is_judged() -> None:
    assert sum(len(rows(file)) for file in REFUSED) >= 15
    good = [SetSpec.from_mapping(row["spec"]) for file in GOOD for row in rows(file)]
    assert len(good) >= 10
    assert {kinds()[names()[spec.type]].family for spec in good} - {"halls"}
