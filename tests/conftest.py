"""In which order tests run."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)  # of what is left to run
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests into the middle: of two workers, the second begins with them.

    They mostly wait. At the end both workers would wait at once; so one reckons meanwhile.
    """
    browser = [item for item in items if item.get_closest_marker("browser")]
    others = [item for item in items if not item.get_closest_marker("browser")]
    half = len(items) // 2
    items[:] = [*others[:half], *browser, *others[half:]]
