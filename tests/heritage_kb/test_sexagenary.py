"""Sexagenary years agree with a calendar library over three thousand years."""

import pytest

from heritage_kb.sexagenary import sexagenary_of, years_called


def test_agrees_with_the_calendar_library():
    library = pytest.importorskip("lunar_python", reason="make test installs it")
    for year in range(-900, 2101, 7):  # seven and sixty share no factor: every name comes up
        if year:
            astronomical = year + 1 if year < 0 else year
            told = library.LunarYear.fromYear(astronomical).getGanZhi()
            assert sexagenary_of(year) == told, year


def test_years_of_two_signs():
    assert years_called("乙卯", 1522, 1567) == [1555]
    assert years_called("甲子", -60, 10) == [-57, 4]
