"""A job as the ledger has it, and how work on one may end early."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from scriptgen.jobs.shift import Shift

Work = Callable[[Mapping[str, Any], "Shift"], dict[str, Any]]

State = Literal["waiting", "running", "done", "failed", "cancelled"]
STATES: dict[str, str] = {
    "waiting": "等候",
    "running": "在做",
    "done": "做完",
    "failed": "没成",
    "cancelled": "已取消",
}
ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One job. ``done`` of ``total`` steps; ``what`` is a Chinese word on what is going on.

    ``key`` is the hash of owner, kind and inputs; ``fence`` numbers the shifts that were begun,
    and only the newest may write; ``seconds`` is what the recorded steps took.
    """

    id: int
    key: str
    kind: str
    owner: str
    title: str
    inputs: dict[str, Any]
    state: State
    done: int
    total: int
    what: str
    fence: int
    seconds: float
    queued_at: str
    ended_at: str | None = None
    result: dict[str, Any] | None = None
    error: str = ""
    error_en: str = ""

    @property
    def ended(self) -> bool:
        """Tell whether nothing more happens by itself."""
        return self.state in ENDED

    def to_json(self) -> dict[str, Any]:
        """Return what programs are told of it."""
        keys = (
            "id", "key", "kind", "owner", "title", "state", "done", "total", "what", "seconds",
            "queued_at", "ended_at", "result", "error",
        )  # fmt: skip
        return {key: getattr(self, key) for key in keys} | {"shifts": self.fence}


class Interrupted(BaseException):
    """The shift ends before the job. Not an Exception, so that no ``except Exception`` eats it."""


class Cancelled(Interrupted):
    """Somebody cancelled the job."""


class TakenOver(Interrupted):
    """Another worker has the job now; nothing of this one counts any more."""


class Halted(Interrupted):
    """The worker is to stop; the job goes back to the queue as it stands."""
