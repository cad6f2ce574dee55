"""Do jobs outlive a kill? ``python -m benchmarks.jobs [--points 20] [--episodes 200] [--ray]``.

Kills drafting workers with SIGKILL at random points, then lets another go on: what was finished may
not be done again, and the files must be the same to the byte. Then a batch with faults in it:
failing steps, workers that are killed, bad briefs; every job ends exactly once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import scriptgen
from benchmarks.measure import machine
from heritage_kb.errors import SanjinError
from scriptgen.batch import LEDGER
from scriptgen.jobs.drafting import draft_job, submit_draft
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.shift import Shift

KILLED_EPISODES = 8
A_SERIES = 4  # episodes of one brief of the batch
TRACE, FAULTS = "SANJIN_BENCH_TRACE", "SANJIN_BENCH_FAULTS"
_TRADES = ("上党堆锦", "平遥推光漆器髹饰技艺", "清徐老陈醋酿制技艺", "晋剧", "大木作")


class Traced:
    """A shift that writes down each step it does, and fails or dies where chance says so."""

    def __init__(self, shift: Shift) -> None:
        self.__dict__["_shift"] = shift
        self.__dict__["_chance"] = random.Random(f"{os.getpid()}{time.time_ns()}")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shift, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._shift, name, value)

    def step(self, name: str, what: str, make: Callable[[], Any], **more: Any) -> Any:
        """Do a step as ``Shift`` does, between two lines in the trace."""

        def traced() -> Any:
            note("begin", self._shift.job.id, name)
            share = float(os.environ.get(FAULTS, "0"))
            if self._chance.random() < share / 2:
                os.kill(os.getpid(), signal.SIGKILL)
            if self._chance.random() < share / 2:
                note("fault", self._shift.job.id, name)
                raise SanjinError("有意弄错的一步。")
            made = make()
            note("end", self._shift.job.id, name)
            return made

        return self._shift.step(name, what, traced, **more)


def note(what: str, job: int, name: str) -> None:
    """Write one line to the trace; one write, so that lines of several workers stay whole."""
    with Path(os.environ[TRACE]).open("ab", buffering=0) as out:
        out.write(f"{os.getpid()}\t{what}\t{job}\t{name}\n".encode())


def traced_draft(inputs: Mapping[str, Any], shift: Shift) -> dict[str, Any]:
    """Draft with a trace."""
    return draft_job(inputs, Traced(shift))  # type: ignore[arg-type]


KINDS = {"draft": traced_draft}
NAMED = "benchmarks.jobs:KINDS"


@dataclass(slots=True)
class Trace:
    """What a trace tells: how often each step was begun and ended, and whether two ever overlapped."""

    begun: Counter[tuple[str, str]] = field(default_factory=Counter)
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: int = 0
    workers: set[str] = field(default_factory=set)
    overlaps: int = 0

    @classmethod
    def of(cls, file: Path) -> Trace:
        """Read a trace. Two overlap where one goes on with a job after another took it up."""
        found, at_work = cls(), dict[str, str]()
        for line in file.read_text("utf-8").splitlines():
            worker, what, job, name = line.split("\t")
            found.workers.add(worker)
            if what == "begin":
                found.begun[job, name] += 1
                at_work[job] = worker
                continue
            found.overlaps += at_work[job] != worker
            if what == "fault":
                found.faults += 1
            else:
                found.ended[job, name] += 1
        return found

    @property
    def redone(self) -> int:
        """Return how many steps were worked out more than once."""
        return sum(times - 1 for times in self.ended.values())


# ------------------------------------------------------------------------------ one draft, killed


def kill_points(points: int, seed: int) -> None:
    """Kill a drafting worker once at each of many random points and let another go on."""
    rng = random.Random(seed)
    brief = scriptgen.read_brief(
        {"title": "鹤颈", "logline": "一片纸样不见了。", "year": 1916, "crafts": ["上党堆锦"],
         "episodes": KILLED_EPISODES}
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "一气呵成"
        scriptgen.draft_to(brief, whole)
        wanted = digest(whole)
        span, tally = None, Counter[str]()
        for number in range(points):
            folder = Path(place) / str(number)
            wait = None if span is None else rng.random() * span
            span_seen, found = _killed_once(folder, brief, wait, wanted)
            span = span_seen or span
            tally.update(found)
            tally["midway"] += found["steps"] > 0
            print(f"\r  {number + 1}/{points}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    print(f"一份 {KILLED_EPISODES} 集的起草，kill -9 于随机一刻，{points} 次（种子 {seed}）")
    print(f"  接着做完且逐字节相同   {tally['same']}/{points}")
    print(f"  杀时已有步骤做完的     {tally['midway']}/{points}（共 {tally['steps']} 步）")
    print(f"  入了账的步骤又做一遍   {tally['redone']}")
    print(f"  杀断、因而重做的一步   {tally['broken']}（每次至多一步）")
    print(f"  算完、未及入账就被杀的 {tally['unrecorded']}（也重做，结果相同）")


def _killed_once(
    folder: Path, brief: Any, wait: float | None, wanted: str
) -> tuple[float | None, Counter[str]]:
    """Do one draft, killed after ``wait`` seconds of work; None lets it run to tell how long it is."""
    os.environ[TRACE] = str(folder / "trace")
    with Ledger(folder / "台账", create=True) as ledger:
        job = submit_draft(ledger, brief, folder / "稿", owner="试")
        Path(os.environ[TRACE]).touch()
        hand = _hand(ledger.folder)
        while ledger.job(job.id).fence == 0:
            time.sleep(0.002)
        started = time.perf_counter()
        if wait is not None:
            time.sleep(wait)
            hand.kill()
        _ended(hand)
        spent = time.perf_counter() - started
        recorded = {step["name"] for step in ledger.steps(job.id)} if wait is not None else set()
        before = Trace.of(folder / "trace")
        if not ledger.job(job.id).ended:
            _ended(_hand(ledger.folder))
        trace = Trace.of(folder / "trace")
        same = ledger.job(job.id).state == "done" and digest(folder / "稿") == wanted
    again = trace.begun - before.begun
    told = {
        "same": int(same),
        "steps": len(recorded),
        "redone": sum(name in recorded for _, name in again),
        "broken": sum(before.begun.values()) - sum(before.ended.values()),
        "unrecorded": sum(name not in recorded for _, name in before.ended)
        if wait is not None
        else 0,
    }
    return (spent if wait is None else None), Counter(told)


def _hand(folder: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "scriptgen.jobs.worker", str(folder), "--kinds", NAMED]
    return subprocess.Popen(words, stdin=subprocess.PIPE)


def _ended(hand: subprocess.Popen[bytes]) -> None:
    hand.wait()
    if hand.stdin is not None:
        hand.stdin.close()


# ------------------------------------------------------------------------------ a batch of faults


def batch_with_faults(episodes: int, executor: str, faults: float, seed: int) -> None:
    """Draft a batch in which steps fail, workers die and briefs are bad; run it until all is done."""
    count = max(1, episodes // A_SERIES)
    briefs: list[dict[str, Any]] = [
        {"title": f"第{n}部", "logline": "一片纸样不见了。", "year": 1900 + n % 30,
         "crafts": [_TRADES[n % len(_TRADES)]], "episodes": A_SERIES, "seed": n}
        for n in range(count)
    ]  # fmt: skip
    bad = [{"title": "没有集数", "logline": "x", "year": 1900}, {"title": "查无此艺", "logline": "x",
           "year": 1900, "episodes": 1, "crafts": ["不存在的手艺"]}]  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        out, trace = Path(place) / "出", Path(place) / "trace"
        trace.touch()
        os.environ[TRACE], os.environ[FAULTS] = str(trace), str(faults)
        started, runs = time.perf_counter(), 0
        killer = _Killer(trace, seed) if executor == "ray" else None
        while True:
            runs += 1
            made = scriptgen.batch(
                [*briefs, *bad], out, workers=2, executor=executor, kinds=NAMED, progress=_shown
            )
            if len(made.done) == count or runs == 10:
                break
        spent = time.perf_counter() - started
        killed = killer.close() if killer else []
        print(file=sys.stderr)
        os.environ[FAULTS] = "0"
        _tell_batch(made, Trace.of(trace), out, executor, count, runs, spent, killed, briefs)


def _tell_batch(  # noqa: PLR0913 - a table of many figures
    made: Any, trace: Trace, out: Path, executor: str, count: int, runs: int, spent: float,
    killed: list[int], briefs: list[dict[str, Any]],
) -> None:  # fmt: skip
    with Ledger(out / LEDGER) as ledger:
        jobs = ledger.jobs()
        ends = Counter(event["what"] for job in jobs for event in ledger.events(job.id))
        entered = Counter(
            (job.id, event["detail"])
            for job in jobs
            for event in ledger.events(job.id)
            if event["what"] == "一步"
        )
    same = 0
    for brief in briefs[:10]:
        whole = out.parent / f"对照{brief['title']}"
        scriptgen.draft_to(scriptgen.read_brief(brief), whole)
        same += digest(whole) == digest(out / brief["title"])
    print(f"成批起草 {count} 部 × {A_SERIES} 集 = {count * A_SERIES} 集，{executor}，2 个进程")
    print(f"  做完                   {len(made.done)}/{count}（“做完”记了 {ends['做完']} 次）")
    print(f"  点名跳过的坏题材       {len(made.failed)}/2")
    print(
        f"  进程被杀后接手         {ends['接手']}"
        + (f"（外来的 kill -9 {len(killed)} 次）" if killed else "")
    )
    print(f"  步骤出错后再试         {trace.faults}")
    twice = sum(times - 1 for times in entered.values())
    print(f"  入账的步骤             {len(entered)}，入了两次的 {twice}，算了两遍的 {trace.redone}")
    print(f"  两个进程同做一份       {trace.overlaps}")
    print(f"  与不断的一稿逐字节相同 {same}/{min(10, count)}（抽前十部）")
    print(f"  跑了几次 batch         {runs}，共 {spent:.0f} 秒，出过 {len(trace.workers)} 个进程")


class _Killer(threading.Thread):
    """Kills a worker that is at it, twice, while a batch runs."""

    def __init__(self, trace: Path, seed: int) -> None:
        super().__init__(daemon=True)
        self._trace, self._rng, self._killed = trace, random.Random(seed), list[int]()
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        while len(self._killed) < 2 and not self._over.wait(3 + self._rng.random()):
            lines = self._trace.read_text("utf-8").splitlines()
            if lines:
                pid = int(lines[-1].split("\t")[0])
                os.kill(pid, signal.SIGKILL)
                self._killed.append(pid)

    def close(self) -> list[int]:
        self._over.set()
        self.join()
        return self._killed


def _shown(what: str, share: float) -> None:
    print(f"\r  {share:4.0%}", end="", file=sys.stderr, flush=True)


def digest(folder: Path) -> str:
    """Return one hash of every file of a folder and its name."""
    every = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        every.update(file.relative_to(folder).as_posix().encode())
        every.update(hashlib.sha256(file.read_bytes()).digest())
    return every.hexdigest()


def main() -> None:
    """Run and print."""
    words = argparse.ArgumentParser()
    words.add_argument("--points", type=int, default=20)
    words.add_argument("--episodes", type=int, default=200)
    words.add_argument("--faults", type=float, default=0.02)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--ray", action="store_true", help="只跑 Ray：两个进程，杀两次")
    args = words.parse_args()
    print(machine())
    if args.ray:
        batch_with_faults(args.episodes, "ray", 0.0, args.seed)
        return
    if args.points:
        kill_points(args.points, args.seed)
    if args.episodes:
        batch_with_faults(args.episodes, "local", args.faults, args.seed)


if __name__ == "__main__":
    main()
