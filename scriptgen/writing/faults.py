"""What is wrong with a line of a model's scene, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

# ``error`` may not stand: the model mends it, else the house does. ``label`` is set right by the
# house at once, without asking. ``note`` is asked for, and kept open where it is not met.
Grade = Literal["error", "label", "note"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing wrong. ``line`` counts from 0; None is the scene as a whole."""

    code: str
    grade: Grade
    message: str
    fix: str
    line: int | None = None
    text: str = ""  # the very words
    passage: str = ""  # what bears the line out, or says otherwise

    @property
    def key(self) -> tuple[str, str]:
        """Return what makes two faults of two tries the same one."""
        return self.code, self.text


def weight(faults: list[Fault]) -> tuple[int, int]:
    """Return how bad a try is: errors first, then notes."""
    return sum(f.grade == "error" for f in faults), sum(f.grade == "note" for f in faults)


def entry(fault: Fault, *, said: str, done: str, line: str = "") -> dict[str, Any]:
    """Return the record of a fault: what was said, why not, and what was done.

    Args:
        fault: what was wrong.
        said: the whole line as the model had it.
        done: a Chinese word on what was done.
        line: id of the line that stands now, where one does.
    """
    return {
        "line": line,
        "code": fault.code,
        "said": said,
        "why": fault.message,
        "done": done,
        "passage": fault.passage,
    }
