"""A worker process, attended from its start to its end: its own lines are marked ``@``.

``@0.42 what`` tells how far it is, ``@error what`` why it stopped.
"""

from __future__ import annotations

import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from heritage_kb.errors import RefusedInput

Lines = queue.Queue[bytes | None]
Progress = Callable[[str, float], None]
_BEAT = 0.5  # seconds between two looks at whether somebody cancels


def attend(
    words: Sequence[str], folder: Path, env: Mapping[str, str], progress: Progress, *,
    limit: float, late: RefusedInput,
) -> tuple[int, str]:  # fmt: skip
    """Run a worker to its end and return its exit code and what it said went wrong.

    Args:
        words: the command.
        folder: where it runs; ``log.txt`` in it takes what it writes to standard error.
        env: its environment.
        progress: told what it does and how far it is, 0..1, at every beat as well, so that whoever
            cancels by raising is heard; the worker is killed then.
        limit: seconds after which it is killed.
        late: raised then.

    Raises:
        OSError: it cannot be started.
    """
    with (folder / "log.txt").open("wb") as log:
        child = subprocess.Popen(
            words, cwd=folder, env=dict(env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=log,
        )  # fmt: skip
    failed, does, done, lines = "", "", 0.0, _listening(child)
    try:
        for line in _heard(lines, time.monotonic() + limit, late):
            word, _, rest = line.partition(" ")
            if word == "error":
                failed = rest
            elif word:
                does, done = rest, _share(word)
            progress(does, done)
        code = child.wait()
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        while lines.get() is not None:
            pass  # until the listener has closed the pipe
    return code, failed


def signal_of(code: int) -> str:
    """Return the name of the signal that ended a worker, "" where none did."""
    return signal.Signals(-code).name if code < 0 else ""


def _listening(child: subprocess.Popen[bytes]) -> Lines:
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


def _heard(lines: Lines, until: float, late: RefusedInput) -> Iterator[str]:
    """Yield the worker's own lines without their mark, and "" each beat in between.

    Args:
        lines: of a worker.
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


def _share(word: str) -> float:
    """Return how far a worker says it is, 0..1."""
    try:
        return min(1.0, max(0.0, float(word)))
    except ValueError:
        return 0.0
