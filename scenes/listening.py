"""A worker process is listened to: its own lines, marked ``@``, and a beat while it is silent."""

from __future__ import annotations

import queue
import subprocess
import threading
import time
from collections.abc import Iterator

from heritage_kb.errors import RefusedInput

Lines = queue.Queue[bytes | None]
_BEAT = 0.5  # seconds between two looks at whether somebody cancels


def to(child: subprocess.Popen[bytes]) -> Lines:
    """Return a queue of what a worker writes, line by line, None at its end."""
    lines: Lines = queue.Queue()

    def listen() -> None:
        assert child.stdout is not None
        with child.stdout:
            for line in child.stdout:
                lines.put(line)
        lines.put(None)

    threading.Thread(target=listen, daemon=True).start()
    return lines


def heard(lines: Lines, until: float, late: RefusedInput) -> Iterator[str]:
    """Yield the worker's own lines without their mark, and "" each beat in between.

    Args:
        lines: of :func:`to`.
        until: monotonic seconds.
        late: raised when the time is up.
    """
    while True:
        if time.monotonic() > until:
            raise late
        try:
            line = lines.get(timeout=_BEAT)
        except queue.Empty:
            yield ""
            continue
        if line is None:
            lines.put(None)  # for whoever waits for the end as well
            return
        if line.startswith(b"@"):
            yield line[1:].decode("utf-8", "replace").strip()


def drained(lines: Lines) -> None:
    """Wait until the listener has closed the pipe of a worker that has ended."""
    while lines.get() is not None:
        pass


def share(word: str) -> float:
    """Return how far a worker says it is, 0..1."""
    try:
        return min(1.0, max(0.0, float(word)))
    except ValueError:
        return 0.0
