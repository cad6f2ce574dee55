"""A ledger in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scriptgen.jobs.ledger import Ledger


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "台账"


@pytest.fixture
def ledger(folder: Path) -> Iterator[Ledger]:
    with Ledger(folder, create=True) as opened:
        yield opened
