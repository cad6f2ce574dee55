"""How a figure is taken: CPU seconds of a fresh process, so that a busy machine lies less."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: CPU and wall seconds, peak resident memory in MB."""

    cpu_s: float
    wall_s: float
    peak_mb: float


def process(*words: str) -> Run:
    """Run a command to its end and return what it cost ."""
    started = time.perf_counter()
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(words)} failed")
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def python(code: str) -> Run:
    """Run a snippet in a fresh interpreter."""
    return process(sys.executable, "-c", code)


def median(runs: list[Run]) -> Run:
    """Return the medians of several runs."""
    return Run(
        *(
            statistics.median(getattr(run, name) for run in runs)
            for name in ("cpu_s", "wall_s", "peak_mb")
        )
    )


def machine() -> str:
    """Return one line that names the machine."""
    name = platform.processor() or platform.machine()
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as info:
            name = next(line.split(":")[1].strip() for line in info if "model name" in line)
    except (OSError, StopIteration):
        pass
    return (
        f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    )
