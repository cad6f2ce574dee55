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
    from scriptgen.revising.adapting.adapt import adapt
    from scriptgen.revising.adapting.adaptation import Adaptation
    from scriptgen.revising.applying import apply
    from scriptgen.revising.merging import merge
    from scriptgen.revising.operations import revise
    from scriptgen.revising.proposal import Proposal
    from scriptgen.series import Series

_HOMES = {
    "Adaptation": "revising.adapting.adaptation",
    "Batch": "batch",
    "Brief": "brief",
    "Draft": "draft",
    "Heading": "formats.heading",
    "Proposal": "revising.proposal",
    "Reading": "reading",
    "Remark": "formats.lint",
    "Series": "series",
    "accept": "reading",
    "adapt": "revising.adapting.adapt",
    "apply": "revising.applying",
    "batch": "batch",
    "draft": "draft",
    "draft_to": "draft",
    "lint": "formats.lint",
    "losses": "formats.files",
    "merge": "revising.merging",
    "read": "formats.files",
    "read_any": "formats.files",
    "read_brief": "brief",
    "read_heading": "formats.heading",
    "read_series": "formats.files",
    "review": "reviewing.engine",
    "revise": "revising.operations",
    "shipped_briefs": "brief",
    "write": "formats.files",
    "write_report": "reviewing.reports.writing",
}

__all__ = [
    "Adaptation",
    "Batch",
    "Brief",
    "Draft",
    "Heading",
    "Proposal",
    "Reading",
    "Remark",
    "Series",
    "accept",
    "adapt",
    "apply",
    "batch",
    "draft",
    "draft_to",
    "lint",
    "losses",
    "merge",
    "read",
    "read_any",
    "read_brief",
    "read_heading",
    "read_series",
    "review",
    "revise",
    "shipped_briefs",
    "write",
    "write_report",
]

open_lazily(__name__, _HOMES)
