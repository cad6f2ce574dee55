from __future__ import annotations

import copy

import pytest

import heritage_kb
from scriptgen.brief import read_brief, shipped_briefs
from scriptgen.draft import draft
from scriptgen.series import Series


@pytest.fixture(scope="session")
def kb() -> heritage_kb.KnowledgeBase:
    return heritage_kb.open()


@pytest.fixture(scope="session")
def _drafted() -> Series:
    return draft(read_brief(shipped_briefs()["foguang"]))


@pytest.fixture
def series(_drafted: Series) -> Series:
    """The shipped brief, drafted; a copy of its own for every test."""
    return copy.deepcopy(_drafted)
