"""From a brief to a series of screenplays that cite; reading, writing and reviewing scripts.

Everything here is loaded at first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb.lazy import open_lazily

if TYPE_CHECKING:
    from scriptgen.adopting import as_series
    from scriptgen.batch import Batch, batch
    from scriptgen.brief import Brief, read_brief, shipped_briefs
    from scriptgen.draft import Draft, draft, draft_to
    from scriptgen.elements import PlanElement, plan_elements, to_redraft
    from scriptgen.formats.files import losses, read, read_any, read_series, write
    from scriptgen.formats.heading import Heading, read_heading
    from scriptgen.formats.lint import Remark, lint
    from scriptgen.genres import Pack, genre, genres
    from scriptgen.planning.loglines import Logline, choose, loglines
    from scriptgen.planning.verbs import replan
    from scriptgen.reading import Reading, accept
    from scriptgen.reviewing.engine import reading_cost, review
    from scriptgen.reviewing.hooks import hook_ledger
    from scriptgen.reviewing.reports.writing import write_report
    from scriptgen.revising.adapting.adapt import adapt
    from scriptgen.revising.adapting.adaptation import Adaptation
    from scriptgen.revising.applying import apply
    from scriptgen.revising.merging import merge
    from scriptgen.revising.operations import revise
    from scriptgen.revising.proposal import Proposal
    from scriptgen.revising.replacing import replace_words
    from scriptgen.series import Series

_HOMES = {
    "Adaptation": "revising.adapting.adaptation",
    "Batch": "batch",
    "Brief": "brief",
    "Draft": "draft",
    "Heading": "formats.heading",
    "Logline": "planning.loglines",
    "Pack": "genres",
    "PlanElement": "elements",
    "Proposal": "revising.proposal",
    "Reading": "reading",
    "Remark": "formats.lint",
    "Series": "series",
    "accept": "reading",
    "adapt": "revising.adapting.adapt",
    "apply": "revising.applying",
    "as_series": "adopting",
    "batch": "batch",
    "choose": "planning.loglines",
    "draft": "draft",
    "draft_to": "draft",
    "genre": "genres",
    "genres": "genres",
    "hook_ledger": "reviewing.hooks",
    "lint": "formats.lint",
    "loglines": "planning.loglines",
    "losses": "formats.files",
    "merge": "revising.merging",
    "plan_elements": "elements",
    "read": "formats.files",
    "read_any": "formats.files",
    "read_brief": "brief",
    "read_heading": "formats.heading",
    "read_series": "formats.files",
    "replace_words": "revising.replacing",
    "replan": "planning.verbs",
    "reading_cost": "reviewing.engine",
    "review": "reviewing.engine",
    "revise": "revising.operations",
    "shipped_briefs": "brief",
    "to_redraft": "elements",
    "write": "formats.files",
    "write_report": "reviewing.reports.writing",
}

__all__ = [
    "Adaptation",
    "Batch",
    "Brief",
    "Draft",
    "Heading",
    "Logline",
    "Pack",
    "PlanElement",
    "Proposal",
    "Reading",
    "Remark",
    "Series",
    "accept",
    "adapt",
    "apply",
    "as_series",
    "batch",
    "choose",
    "draft",
    "draft_to",
    "genre",
    "genres",
    "hook_ledger",
    "lint",
    "loglines",
    "losses",
    "merge",
    "plan_elements",
    "read",
    "read_any",
    "read_brief",
    "read_heading",
    "read_series",
    "reading_cost",
    "replace_words",
    "replan",
    "review",
    "revise",
    "shipped_briefs",
    "to_redraft",
    "write",
    "write_report",
]

open_lazily(__name__, _HOMES)
