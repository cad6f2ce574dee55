"""Which state of its project each open page shows, so that two pages see each other's changes.

A page that wrote something itself goes on showing what it wrote; one whose project was written to
elsewhere has fallen behind, and :class:`ui.catching_up.CatchUp` brings it what is new.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from ui.signed import page

_MOST = 4000  # pages that are remembered
_hand = threading.Lock()
_shown: OrderedDict[str, tuple[Path, int]] = OrderedDict()  # page → project and its revision


def shows(project: Path, revision: int) -> None:
    """Note that the page at hand shows a revision of a project, whole."""
    me = page()
    if me is None:
        return
    with _hand:
        _shown.pop(me, None)
        _shown[me] = (project, revision)
        while len(_shown) > _MOST:
            _shown.popitem(last=False)


def wrote(project: Path, before: int, after: int) -> None:
    """Note that the page at hand took a project from one revision to another.

    What others wrote before stays unseen: a page that had fallen behind still is.
    """
    me = page()
    if me is None or before == after:
        return
    with _hand:
        if _shown.get(me) == (project, before):
            _shown[me] = (project, after)


def behind(project: Path, revision: int) -> int | None:
    """Return the revision that the page at hand shows where it is not this one, else None."""
    with _hand:
        folder, seen = _shown.get(page() or "", (project, revision))
    return seen if folder == project and seen != revision else None
