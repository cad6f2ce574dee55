"""Hearing an answer piece by piece, within a time, and stopping at a word.

The model is heard on a thread of its own: the asking one calls ``poll`` ten times a second, also
while nothing comes. What is stopped is closed at its next piece, at the latest after its timeout.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from scriptgen.models.request import ModelFailed
from scriptgen.models.speech import Heard, Passing, Poll, Said

_TICK_S = 0.1


def listened(
    pieces: Callable[[], Iterator[Any]], *, timeout_s: float, poll: Poll, heard: Heard
) -> Said:
    """Return an answer once it is whole.

    Args:
        pieces: starts the answer; gives LangChain message chunks.
        timeout_s: how long it may take altogether.
        poll: called while waiting; may raise to stop.
        heard: told each piece.

    Raises:
        Passing: it took too long, or ended without an end.
        Broken: the model's side failed.
        ModelFailed: the provider's filter stopped the answer.
    """
    came: queue.Queue[Any] = queue.Queue()
    stopped = threading.Event()
    threading.Thread(target=_hear, args=(pieces, came, stopped), daemon=True).start()
    answer = _Answer()
    until = time.monotonic() + timeout_s
    try:
        while True:
            poll()
            if time.monotonic() > until:
                raise Passing(
                    f"模型 {timeout_s:g} 秒没有答完；请稍后再试，或把 timeout_s 调大。",
                    f"No complete answer within {timeout_s:g} s.",
                    said=answer.text,
                )
            with suppress(queue.Empty):
                if answer.take(came.get(timeout=_TICK_S), heard):
                    return answer.whole()
    finally:
        stopped.set()


def _hear(
    pieces: Callable[[], Iterator[Any]], came: queue.Queue[Any], stopped: threading.Event
) -> None:
    """Put every piece, then None or what was raised, into the queue."""
    end: Exception | None = None
    try:
        running = pieces()
        for piece in running:
            if stopped.is_set():
                close = getattr(running, "close", None)
                if close is not None:
                    close()
                return
            came.put(piece)
    except Exception as why:  # noqa: BLE001 - carried to the thread that asked
        end = why
    came.put(_End(end))


class Broken(Exception):
    """What a model's side raised while answering, and what had been heard until then."""

    def __init__(self, why: Exception, said: str) -> None:
        super().__init__(str(why))
        self.why, self.said = why, said


class _End:
    def __init__(self, why: Exception | None) -> None:
        self.why = why


class _Answer:
    """An answer as it grows."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._called: list[str] = []  # the arguments of a called tool
        self._used: Any = None
        self._why = ""

    @property
    def text(self) -> str:
        return "".join(self._called) or "".join(self._text)

    def take(self, piece: Any, heard: Heard) -> bool:
        """Add a piece; tell whether it was the end.

        Raises:
            Broken: the model's side failed.
        """
        if isinstance(piece, _End):
            if piece.why is not None:
                raise Broken(piece.why, self.text)
            return True
        called = "".join(part.get("args") or "" for part in getattr(piece, "tool_call_chunks", ()))
        text = str(piece.text)
        self._called.append(called)
        self._text.append(text)
        if called or text:
            heard(called or text)
        self._used = piece.usage_metadata or self._used
        self._why = piece.response_metadata.get("finish_reason") or self._why
        return False

    def whole(self) -> Said:
        if not self._why:
            raise Passing(
                "模型的回答中途断了；请稍后再试。", "The answer broke off.", said=self.text
            )
        if self._why == "content_filter":
            raise ModelFailed(
                "模型的服务方拦下了这段内容；请改写材料里它不肯写的部分，或换一个模型。",
                "The provider's content filter stopped the answer.",
                said=self.text,
            )
        used = self._used or {}
        return Said(
            text=self.text,
            tokens_in=used.get("input_tokens") or None,
            tokens_out=used.get("output_tokens") or None,
            cut=self._why == "length",
        )
