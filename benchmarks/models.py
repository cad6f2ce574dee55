"""How a language model does: ``python -m benchmarks.models [--profile NAME | --folder DIR]``.

Asks for short scenes in a shape and prints seconds, tokens a second, and how many answers were
valid: at once, after a repair, never. Without a model it builds one of random weights, which tests
the machinery and says nothing of any writing. ``--asks N`` (default 10), ``--free`` without holding
a local model to the shape, ``--threads N``, ``--show`` prints the answers.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from benchmarks.measure import machine
from heritage_kb.errors import RefusedInput
from scriptgen.models import Material, ModelFailed, Request
from scriptgen.models.answering import Asked
from scriptgen.models.meter import Meter, Metered
from scriptgen.models.patience import Breaker
from scriptgen.models.profiles import AnyProfile, TransformersProfile, profiles
from scriptgen.models.speech import Ask, Channel, Heard, Poll, Said, nothing

ORDER = "夜，潞安锦云斋后间。秦望月要完成鹤颈，少一片；父亲叫她去揭老屏。转：棉絮里裹着一张信纸。"
PASSAGE = "上党堆锦以草板纸为骨，铺棉絮，外包绸缎，用拨针拨出褶纹，一片一片粘成浮雕般的画面。"


class Line(BaseModel):
    """One line of the scene that is asked for."""

    type: Literal["action", "dialogue"]
    speaker: str = Field(max_length=8)
    text: str = Field(min_length=1, max_length=30)


class Scene(BaseModel):
    """What is asked for."""

    lines: list[Line] = Field(min_length=2, max_length=8)


class Timed:
    """A channel that notes what every call took."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.calls: list[tuple[float, float, Said]] = []  # seconds to the first piece, to the end

    def say(self, ask: Ask, *, poll: Poll = nothing, heard: Heard = nothing) -> Said:
        """Return what the channel says."""
        started = time.perf_counter()
        first: list[float] = []

        def timed(piece: str) -> None:
            first.append(time.perf_counter() - started) if not first else None
            heard(piece)

        said = self._channel.say(ask, poll=poll, heard=timed)
        took = time.perf_counter() - started
        self.calls.append((first[0] if first else took, took, said))
        return said


def channel_of(profile: AnyProfile) -> Channel:
    """Return the channel to a profile's model."""
    if isinstance(profile, TransformersProfile):
        from scriptgen.models.local import Local

        return Local(profile)
    from scriptgen.models.endpoint import Endpoint

    return Endpoint(profile)


def request(number: int) -> Request:
    """Return one of the questions; each has a seed of its own."""
    return Request(
        task="scene",
        slots={"seconds": "20", "lines": "6", "longest": "20", "year": "1916年"},
        material=(Material(id="本场", text=ORDER), Material(id="duijin-3", text=PASSAGE)),
        most_tokens=900,
        seed=number,
    )


def run(name: str, profile: AnyProfile, asks: int, show: Callable[[str], Any]) -> list[str]:
    """Ask, and return the rows of the table."""
    started = time.perf_counter()
    timed = Timed(channel_of(profile))
    with tempfile.TemporaryDirectory() as folder, Meter(Path(folder) / "used.sqlite") as meter:
        model = Asked(name, profile, Metered(timed, name, profile, meter), Breaker())
        outcomes: list[str] = []
        for number in range(asks):
            before = len(timed.calls)
            try:
                show(model.ask(request(number), Scene).model_dump_json())
                tries = len(timed.calls) - before
                outcomes.append("at once" if tries == 1 else "mended")
            except ModelFailed as failed:
                show(f"{failed.zh} | {failed.said}")
                outcomes.append("never")
            if number == 0:
                loaded = time.perf_counter() - started
        used = model.used()
    return [
        f"{'合格：一次 / 改后 / 不成':<24}"
        + " / ".join(str(outcomes.count(what)) for what in ("at once", "mended", "never")),
        f"{'首次（含装载）':<26}{loaded:.1f} s",
        *_speed(timed.calls),
        f"{'用量':<30}{used.said()}",
    ]


def _speed(calls: list[tuple[float, float, Said]]) -> list[str]:
    warm = calls[1:] or calls  # the first one loads the model
    rates = [
        said.tokens_out / max(took - first, 1e-6)
        for first, took, said in warm
        if said.tokens_out and took > first
    ]
    return [
        f"{'到第一个字，中位':<26}{statistics.median(first for first, _, _ in warm):.2f} s",
        f"{'一次，中位':<28}{statistics.median(took for _, took, _ in warm):.2f} s",
        f"{'输出速度，中位':<26}{statistics.median(rates):.0f} 词元/秒" if rates else "没有报用量",
    ]


def main() -> None:
    """Measure and print."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--profile")
    told.add_argument("--folder")
    told.add_argument("--asks", type=int, default=10)
    told.add_argument("--threads", type=int)
    told.add_argument("--free", action="store_true")
    told.add_argument("--show", action="store_true")
    args = told.parse_args()
    show = print if args.show else lambda said: None
    print(machine(), f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "")
    with tempfile.TemporaryDirectory() as place:
        try:
            name, profile = _chosen(args, Path(place))
            rows = run(name, profile, args.asks, show)
        except RefusedInput as refused:
            raise SystemExit(refused.zh) from refused
    print(f"{name}：{profile.kind}，{profile.model}，问 {args.asks} 次")
    print("\n".join(rows))


def _chosen(args: argparse.Namespace, place: Path) -> tuple[str, AnyProfile]:
    if args.profile:
        return args.profile, profiles().named(args.profile)
    folder = args.folder
    if not folder:
        from benchmarks.tiny_model import build

        folder = str(build(place / "random", reach=16384))
    return "local", TransformersProfile(
        kind="transformers",
        path=folder,
        threads=args.threads,
        structured="plain" if args.free else "auto",
    )


if __name__ == "__main__":
    main()
