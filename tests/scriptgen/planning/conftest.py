from __future__ import annotations

import copy

import pytest

import heritage_kb
from scriptgen.brief import read_brief
from scriptgen.draft import draft
from scriptgen.series import Series

BRIEF = {
    "title": "鹤颈",
    "logline": "学徒秦望月在老屏里揭出一个名字，师父秦老锦拦着不让看。",
    "genre": "悬疑·传承",
    "year": 1916,
    "crafts": ["上党堆锦"],
    "episodes": 8,
    "seed": 3,
}


@pytest.fixture(scope="session")
def kb() -> heritage_kb.KnowledgeBase:
    return heritage_kb.open()


@pytest.fixture(scope="session")
def _planned() -> Series:
    return draft(read_brief(BRIEF), episodes=[])


@pytest.fixture(scope="session")
def _drafted() -> Series:
    return draft(read_brief(BRIEF), episodes=[1, 2, 3])


@pytest.fixture
def planned(_planned: Series) -> Series:
    """A plan without a drafted episode; a copy of its own for every test."""
    return copy.deepcopy(_planned)


@pytest.fixture
def drafted(_drafted: Series) -> Series:
    """The plan with the first three episodes drafted."""
    return copy.deepcopy(_drafted)
