"""A process of its own that opens files, so that a hostile one can break nothing else.

One worker serves file after file: a path goes in on a line, what was read comes out on a line.
It may use so much CPU, memory and time (``Allowance``); past that it is killed, the file is
named, and the next file gets a fresh worker. It gets none of our environment and writes no file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from types import TracebackType
from typing import IO, Any

from heritage_kb.errors import RefusedInput
from heritage_kb.shelf.blocks import Block, Opened
from heritage_kb.shelf.limits import CHARACTERS, Allowance, allow_cpu, hold_down, memory_used

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from heritage_kb.shelf.worker import serve; serve(json.loads(sys.argv[2]))"
)
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL")
_SERVED = 50  # files that one worker opens before a fresh one takes over
_ANSWER_BYTES = 8 * CHARACTERS  # nothing that a worker may rightly say is longer


class Worker:
    """Opens files in a process of its own; use it in a ``with`` block.

    Args:
        allowance: what one file may cost.
    """

    def __init__(self, allowance: Allowance | None = None) -> None:
        self.allowance = allowance or Allowance()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def open(self, path: str, form: str, stem: str) -> tuple[str, int, Opened]:
        """Return (sha256, size in bytes, what was read) of a file; see ``opening.open_file``.

        Raises:
            RefusedInput: the file cannot be read, or asks for more than the allowance.
        """
        answer = self._asked({"path": path, "form": form, "stem": stem})
        if answer["spent"]:
            self._end()
        if "refused" in answer:
            raise RefusedInput(*answer["refused"])
        blocks = [Block(*row) for row in answer["blocks"]]
        opened = Opened(answer["title"], answer["pages"], blocks, answer["note"])
        return answer["sha256"], answer["size"], opened

    def _asked(self, request: dict[str, str]) -> dict[str, Any]:
        process = self._running()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(self.allowance.wall_s, stop)
        clock.start()
        try:
            line = _exchanged(process, json.dumps(request).encode() + b"\n")
        except BaseException:  # Ctrl-C too: a worker with half an answer is of no further use
            self._end()
            raise
        finally:
            clock.cancel()
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        self._end()
        raise _overrun(process.returncode, late=late.is_set())

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            words = json.dumps([self.allowance.cpu_s, self.allowance.memory])
            paths = json.dumps([os.path.abspath(folder) for folder in sys.path])  # noqa: PTH100
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-X", "utf8", "-c", _START, paths, words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)


def _environment() -> dict[str, str]:
    """Return what a worker may know of ours: no key, no proxy; one thread for number libraries."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _exchanged(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """Return the answer to a request; less than a line where the process ended."""
    if process.stdin is None or process.stdout is None:
        return b""
    try:
        process.stdin.write(request)
        process.stdin.flush()
    except OSError:
        return b""
    return process.stdout.readline(_ANSWER_BYTES)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:  # a request that nobody read is still in it
        return


def _overrun(code: int | None, *, late: bool) -> RefusedInput:
    import signal

    if late or code == -getattr(signal, "SIGXCPU", 0):
        return RefusedInput(
            "读它用的时间超过上限，已停下；请拆开或另存后再试。",
            "Reading it took too long; stopped.",
        )
    return RefusedInput(
        "读它时出了故障（内存不够或文件有问题），已跳过；请拆开或另存后再试。",
        "The reader broke down over it (memory, or a faulty file); skipped.",
    )


# ------------------------------------------------------------------------- inside the worker


def serve(allowance: tuple[float, int]) -> None:
    """Answer requests from standard input until it closes. Runs in the worker.

    Args:
        allowance: seconds of CPU for a file, bytes of memory for the process.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is not an answer
    hold_down(int(allowance[1]))
    for number, line in enumerate(sys.stdin.buffer, 1):
        allow_cpu(allowance[0])
        told = _answer(json.loads(line))
        told["spent"] = number >= _SERVED or memory_used() > allowance[1] / 3
        answers.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        answers.flush()


def _answer(request: dict[str, str]) -> dict[str, Any]:
    from heritage_kb.shelf.opening import open_file

    try:
        sha256, size, opened = open_file(**request)
    except RefusedInput as refused:
        return {"refused": [refused.zh, refused.en]}
    return {"sha256": sha256, "size": size, **opened._asdict()}
