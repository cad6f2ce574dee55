"""From a brief to a series of screenplays that cite; reading, writing and reviewing scripts.

Everything here is loaded at first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb.lazy import open_lazily

if TYPE_CHECKING:
    from scriptgen.batch import Batch, batch
    from scriptgen.brief import Brief, read_brief, shipped_briefs
    from scriptgen.draft import Draft, draft, draft_to
    from scriptgen.formats.files import losses, read, read_any, read_series, write
    from scriptgen.formats.heading import Heading, read_heading
    from scriptgen.formats.lint import Remark, lint
    from scriptgen.reading import Reading, accept
    from scriptgen.reviewing.engine import review
    from scriptgen.reviewing.reports.writing import write_report
    from scriptgen.series import Series

_HOMES = {
    "Batch": "batch",
    "Brief": "brief",
    "Draft": "draft",
    "Heading": "formats.heading",
    "Reading": "reading",
    "Remark": "formats.lint",
    "Series": "series",
    "accept": "reading",
    "batch": "batch",
    "draft": "draft",
    "draft_to": "draft",
    "lint": "formats.lint",
    "losses": "formats.files",
    "read": "formats.files",
    "read_any": "formats.files",
    "read_brief": "brief",
    "read_heading": "formats.heading",
    "read_series": "formats.files",
    "review": "reviewing.engine",
    "shipped_briefs": "brief",
    "write": "formats.files",
    "write_report": "reviewing.reports.writing",
}

__all__ = [
    "Batch",
    "Brief",
    "Draft",
    "Heading",
    "Reading",
    "Remark",
    "Series",
    "accept",
    "batch",
    "draft",
    "draft_to",
    "lint",
    "losses",
    "read",
    "read_any",
    "read_brief",
    "read_heading",
    "read_series",
    "review",
    "shipped_briefs",
    "write",
    "write_report",
]

open_lazily(__name__, _HOMES)
