"""How far several jobs are, for whoever watches."""

from __future__ import annotations

from collections.abc import Collection

from scriptgen.jobs.ledger import Ledger


def standing(ledger: Ledger, ids: Collection[int]) -> tuple[str, float]:
    """Return in Chinese what is being done of these jobs, and the share done (0–1)."""
    jobs = [job for job in ledger.jobs() if job.id in ids]
    ended = sum(job.ended for job in jobs)
    parts = sum(1.0 if job.ended else job.done / max(1, job.total) for job in jobs)
    now = "、".join(f"《{job.title}》{job.what}" for job in jobs if job.state == "running")
    return f"{ended}/{len(jobs)} {now}".strip(), parts / max(1, len(jobs))
