"""Which state of its project a page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui import shown

HERE, THERE = Path("甲"), Path("乙")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    now = ["one"]
    monkeypatch.setattr(shown, "page", lambda: now[0])
    monkeypatch.setattr(shown, "_shown", type(shown._shown)())
    return now


def test_a_page_falls_behind_by_what_others_wrote_and_not_by_its_own(at: list[str]) -> None:
    for at[0] in ("one", "other"):
        shown.shows(HERE, 5)
    shown.wrote(HERE, 5, 6)
    assert shown.behind(HERE, 6) is None
    at[0] = "one"
    assert shown.behind(HERE, 6) == 5
    shown.wrote(HERE, 6, 7)  # what the other wrote is still not to be seen
    assert shown.behind(HERE, 7) == 5
    shown.shows(HERE, 7)
    assert shown.behind(HERE, 7) is None
    assert shown.behind(THERE, 3) is None  # another project than it shows
    at[0] = "new"
    assert shown.behind(HERE, 7) is None  # nothing is known of it yet
