"""Asking again when a trouble may pass, and not asking for a while when it does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from scriptgen.models.request import ModelFailed
from scriptgen.models.speech import Passing, Poll

Got = TypeVar("Got")

_FIRST_S, _LONGEST_S = 0.5, 30.0  # of waiting between two tries; doubled each time
_WORTH_S = 60.0  # a model that asks to wait longer is not waited for
_TICK_S = 0.1
_FAILURES, _REST_S = 4, 60.0


@dataclass(slots=True)
class Breaker:
    """Refuses calls to one endpoint for ``rest_s`` after ``failures`` calls in a row that failed."""

    failures: int = _FAILURES
    rest_s: float = _REST_S
    _failed: int = 0
    _until: float = 0.0
    _hand: threading.Lock = field(default_factory=threading.Lock)

    def refuse(self, who: str) -> None:
        """Refuse while it rests.

        Raises:
            ModelFailed: the endpoint failed too often a moment ago.
        """
        with self._hand:
            left = self._until - time.monotonic()
        if left > 0:
            raise ModelFailed(
                f"模型 {who} 连着失败了 {self.failures} 次，先歇 {left:.0f} 秒再问；急用请换一个模型。",
                f"{who} failed {self.failures} times in a row; not asked for {left:.0f} s.",
            )

    def note(self, *, well: bool) -> None:
        """Count a call that went well or failed."""
        with self._hand:
            self._failed = 0 if well else self._failed + 1
            if self._failed >= self.failures:
                self._until = time.monotonic() + self.rest_s
                self._failed = self.failures - 1  # after the rest, one failure is enough


_BREAKERS: dict[str, Breaker] = {}
_HAND = threading.Lock()


def breaker_of(place: str) -> Breaker:
    """Return the breaker of an endpoint; all profiles and threads of a process share it."""
    with _HAND:
        return _BREAKERS.setdefault(place, Breaker())


def patient(
    call: Callable[[], Got], *, who: str, retries: int, breaker: Breaker, poll: Poll
) -> Got:
    """Return what a call gives, asked again at most ``retries`` times.

    Args:
        call: asks once; raises ``Passing`` for a trouble that may pass.
        who: what sentences call the model.
        retries: beside the first try.
        breaker: of the endpoint.
        poll: called while waiting; may raise to stop.

    Raises:
        ModelFailed: the trouble did not pass, or the endpoint is being left alone.
    """
    breaker.refuse(who)  # not between two tries: it would hide why they failed
    for turn in range(retries + 1):
        try:
            got = call()
        except Passing as trouble:
            breaker.note(well=False)
            pause = _pause(trouble, turn)
            if turn == retries or pause > _WORTH_S:
                raise _given_up(trouble, turn + 1) from trouble
            _wait(pause, poll)
        else:
            breaker.note(well=True)
            return got
    raise AssertionError("range() above is never empty")


def _pause(trouble: Passing, turn: int) -> float:
    if trouble.after is not None:
        return trouble.after
    return min(_LONGEST_S, _FIRST_S * 2.0**turn)


def _wait(pause: float, poll: Poll) -> None:
    until = time.monotonic() + pause
    while (left := until - time.monotonic()) > 0:
        poll()
        time.sleep(min(_TICK_S, left))


def _given_up(trouble: Passing, tries: int) -> ModelFailed:
    wait = (
        f"对方要求等 {trouble.after:.0f} 秒。" if trouble.after and trouble.after > _WORTH_S else ""
    )
    times = f"（问了 {tries} 次）" if tries > 1 else ""
    return ModelFailed(
        f"{trouble.zh.rstrip('。')}{times}。{wait}",
        f"{trouble.en.rstrip('.')} ({tries} tries).",
        said=trouble.said,
    )
