"""What kinds of job there are: the inputs and a shift go in, what is told of the result comes out.

Other packages add their own: ``work_off(ledger, name, {**KINDS, "render": render_job})``.
"""

from __future__ import annotations

from scriptgen.jobs.drafting import draft_job
from scriptgen.jobs.job import Work
from scriptgen.jobs.papers import export_job, review_job

KINDS: dict[str, Work] = {
    "plan": draft_job,
    "draft": draft_job,
    "review": review_job,
    "export": export_job,
}
