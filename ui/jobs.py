"""Long work beside the page: a short queue, progress, and a stop that the work itself obeys.

Stopping is cooperative: the next time the work reports progress, :class:`Stopped` is raised
inside it, so that it unwinds through its own clean-up and publishes nothing half-made.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal

from heritage_kb.errors import SanjinError

State = Literal["waiting", "running", "done", "stopped", "failed"]
Progress = Callable[[str, float], None]
Work = Callable[[Progress], Any]

_log = logging.getLogger("sanjin.ui")
_UNEXPECTED = "出了没有料到的错，这一步没有完成，原有内容没有改动；请再试一次。"


class Stopped(BaseException):
    """The person stopped the work. Not an Exception, so that no ``except Exception`` eats it."""


@dataclass(slots=True)
class Job:
    """One piece of work: ``share`` is 0–1, ``error`` a Chinese sentence where it failed."""

    title: str
    state: State = "waiting"
    what: str = ""
    share: float = 0.0
    result: Any = None
    error: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.state in ("done", "stopped", "failed")

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def step(self, what: str, share: float) -> None:
        """Take down progress; this is the callable that the work is given.

        Raises:
            Stopped: the person asked for it.
        """
        if self._stop.is_set():
            raise Stopped
        self.what, self.share = what, min(1.0, max(0.0, share))

    def run(self, work: Work) -> None:
        """Do the work here and now, and keep what came of it."""
        try:
            self.step("", 0.0)
            self.state = "running"
            self.result = work(self.step)
            self.state = "done"
        except Stopped:
            self.state = "stopped"
        except SanjinError as error:
            self.error, self.state = error.zh, "failed"
        except OSError as error:
            self.error, self.state = _disk(error), "failed"
        except MemoryError:
            self.error, self.state = "内存不够，请换「草图」再试。", "failed"
        except Exception:  # noqa: BLE001 - a fault of ours becomes a sentence; the log has it
            _log.exception("job failed: %s", self.title)
            self.error, self.state = _UNEXPECTED, "failed"


class Jobs:
    """A queue worked off by a few hands.

    Args:
        hands: how many jobs run at the same time; pictures and drafts are CPU-bound.
    """

    def __init__(self, hands: int = 2) -> None:
        self._pool = ThreadPoolExecutor(hands, thread_name_prefix="sanjin-job")

    def start(self, title: str, work: Work) -> Job:
        """Queue the work and return at once."""
        job = Job(title)
        self._pool.submit(job.run, work)
        return job

    def close(self) -> None:
        """Take no more work; what runs is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)


async def follow(job: Job, every: float = 0.4) -> AsyncIterator[Job]:
    """Yield the job whenever its progress has changed, and once more when it has ended.

    ``every`` is seconds between looks: two or three page updates a second are enough.
    """
    seen: tuple[Any, ...] = ()
    while not job.ended:
        now = (job.state, job.what, round(job.share, 2))
        if now != seen:
            seen = now
            yield job
        await asyncio.sleep(every)
    yield job


def _disk(error: OSError) -> str:
    return f"读写文件出错：{error.strerror or '原因不明'}。请检查磁盘空间后再试。"
