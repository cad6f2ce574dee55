"""From a brief to a series of screenplays that cite; reading, writing and reviewing scripts.

Everything here is loaded at first use, so that importing the package costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scriptgen.brief import Brief, read_brief, shipped_briefs
    from scriptgen.draft import Draft, draft, draft_to
    from scriptgen.files import read, read_any, read_series, write
    from scriptgen.heading import Heading, read_heading
    from scriptgen.reading import Reading, accept
    from scriptgen.review import review
    from scriptgen.series import Series

_HOMES = {
    "Brief": "brief",
    "Draft": "draft",
    "Heading": "heading",
    "Reading": "reading",
    "Series": "series",
    "accept": "reading",
    "draft": "draft",
    "draft_to": "draft",
    "read": "files",
    "read_any": "files",
    "read_brief": "brief",
    "read_heading": "heading",
    "read_series": "files",
    "review": "review",
    "shipped_briefs": "brief",
    "write": "files",
}

__all__ = [
    "Brief",
    "Draft",
    "Heading",
    "Reading",
    "Series",
    "accept",
    "draft",
    "draft_to",
    "read",
    "read_any",
    "read_brief",
    "read_heading",
    "read_series",
    "review",
    "shipped_briefs",
    "write",
]


class _Package(ModuleType):
    """Keeps ``scriptgen.review`` the verb: importing the module ``review`` does not replace it."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    """Load a public name from its module at first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'scriptgen' has no attribute {name!r}")
    value = getattr(import_module(f"scriptgen.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
