"""Who works a ledger off: processes on this machine, or a cluster behind the same few words."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from heritage_kb.errors import RefusedInput, SanjinError
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.worker import KINDS

ExecutorName = Literal["local", "ray"]
EXECUTORS = ("local", "ray")
_LOOK_S = 0.2
_GRACE_S = 10.0  # for a worker that was asked to stop, before it is killed
_BARREN = 6  # deaths of workers in a row over which nothing happened in the ledger


class Executor(Protocol):
    """Works a ledger off with some workers; the ledger says what came of it."""

    def work_off(
        self, ledger: Ledger, workers: int, kinds: str = KINDS, look: Callable[[], None] = ...
    ) -> None:
        """Return when every job has ended.

        Args:
            ledger: where the jobs stand.
            workers: how many at the same time.
            kinds: ``module:NAME`` of a mapping kind → work.
            look: called now and then, to show progress; what it raises ends the work.

        Raises:
            SanjinError: workers cannot be started, or die one after the other.
        """


class LocalExecutor:
    """Workers in processes of their own on this machine; one that dies is replaced.

    They are started as programs, not forked or spawned, so that a script that calls ``batch`` needs
    no ``if __name__ == "__main__"``; they end when this process does, however it ends.
    """

    def work_off(
        self,
        ledger: Ledger,
        workers: int,
        kinds: str = KINDS,
        look: Callable[[], None] = lambda: None,
    ) -> None:
        """See ``Executor``."""
        hands = [_started(ledger.folder, kinds) for _ in range(workers)]
        deaths, before = 0, -1
        try:
            while ledger.open_jobs():
                if all(hand.poll() == 0 for hand in hands):
                    return  # what is left is of kinds that these workers do not know
                for at in [n for n, hand in enumerate(hands) if hand.poll() not in (None, 0)]:
                    moves = ledger.moves()
                    deaths, before = (deaths + 1 if moves == before else 0), moves
                    _refuse_barren(deaths)
                    _dismissed([hands[at]])
                    hands[at] = _started(ledger.folder, kinds)
                look()
                time.sleep(_LOOK_S)
            look()
        finally:
            _dismissed(hands)


def _refuse_barren(deaths: int) -> None:
    if deaths >= _BARREN:
        raise SanjinError(
            "工作进程接连退出，没有进展，已停下；做完的都在台账里，请看上面的出错提示再重跑。",
            "Workers die one after the other without progress.",
        )


def executor(name: str) -> Executor:
    """Return an executor by its name.

    Raises:
        RefusedInput: there is none of that name.
    """
    if name == "local":
        return LocalExecutor()
    if name == "ray":
        from scriptgen.jobs.cluster import RayExecutor

        return RayExecutor()
    raise RefusedInput(
        f"没有执行方式“{name}”；可选：{'、'.join(EXECUTORS)}。",
        f"No executor “{name}”; known: {', '.join(EXECUTORS)}.",
    )


def _started(folder: Path, kinds: str) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(dict.fromkeys(path or str(Path.cwd()) for path in sys.path))
    words = [sys.executable, "-m", "scriptgen.jobs.worker", str(folder), "--kinds", kinds]
    return subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": paths},
    )


def _dismissed(hands: list[subprocess.Popen[bytes]]) -> None:
    """Let the workers go: each gives its job back at the next look, or is killed."""
    for hand in hands:
        if hand.stdin is not None:
            hand.stdin.close()
    for hand in hands:
        try:
            hand.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            hand.kill()
            hand.wait()
