"""Workers in processes of their own, killed without warning: nothing lost, nothing done twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from scriptgen.brief import read_brief
from scriptgen.draft import draft_to
from scriptgen.jobs.drafting import submit_draft
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.worker import work_off

ROOT = Path(__file__).resolve().parents[3]
PROBES = "tests.scriptgen.jobs.probes:KINDS"
BRIEF: dict[str, Any] = {
    "title": "鹤颈",
    "logline": "一片纸样不见了。",
    "year": 1916,
    "crafts": ["上党堆锦"],
    "episodes": 3,
}


def worker(folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "scriptgen.jobs.worker", str(folder), "--kinds", PROBES],
        stdin=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


def end(process: subprocess.Popen[bytes]) -> int:
    assert process.stdin is not None
    code = process.wait(timeout=120)
    process.stdin.close()
    return code


def traces(file: Path) -> list[list[str]]:
    return [line.split(" ", 3) for line in file.read_text("utf-8").splitlines()]


def test_two_workers_never_do_one_job_at_once(folder: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    with Ledger(folder, create=True) as ledger:
        for number in range(12):
            inputs = {"upto": 4, "trace": str(trace), "number": number}
            ledger.submit("count", inputs, owner=f"人{number % 3}", title=str(number))
        hands = [worker(folder) for _ in range(2)]
        assert [end(hand) for hand in hands] == [0, 0]
        assert {job.state for job in ledger.jobs()} == {"done"}
        assert all(job.result == {"total": 10} for job in ledger.jobs())
    open_steps: dict[str, str] = {}
    for process, what, job, _ in traces(trace):
        if what == "begin":
            assert job not in open_steps
            open_steps[job] = process
        else:
            assert open_steps.pop(job) == process
    begun = Counter((job, name) for _, what, job, name in traces(trace) if what == "begin")
    assert len(begun) == 48
    assert set(begun.values()) == {1}


def test_killed_at_random_moments_it_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    trace, rng = tmp_path / "trace", random.Random(11)
    with Ledger(folder, create=True) as ledger:
        inputs = {"upto": 40, "trace": str(trace), "turns": 12}
        job = ledger.submit("count", inputs, owner="王", title="数")
        kills = 0
        while kills < 4:
            hand = worker(folder)
            before = len(ledger.steps(job.id))
            while len(ledger.steps(job.id)) == before and hand.poll() is None:
                time.sleep(0.005)
            time.sleep(rng.random() * 0.15)
            hand.kill()
            end(hand)
            kills += 1
        assert not ledger.job(job.id).ended
        assert end(worker(folder)) == 0
        assert ledger.job(job.id).result == {"total": 820}
        shifts = ledger.job(job.id).fence
    ended = Counter(name for _, what, _, name in traces(trace) if what == "end")
    begun = Counter(name for _, what, _, name in traces(trace) if what == "begin")
    assert len(ended) == 40
    assert sum(begun.values()) - 40 <= kills  # only the step in hand when it was killed
    assert shifts == kills + 1


@pytest.mark.parametrize("die_at", [0, 2, 4, 7, 14])
def test_a_draft_that_was_killed_is_the_same_to_the_byte(
    folder: Path, tmp_path: Path, die_at: int
) -> None:
    brief, trace = read_brief(BRIEF), tmp_path / "trace"
    draft_to(brief, tmp_path / "一气呵成")
    with Ledger(folder, create=True) as ledger:
        job = submit_draft(ledger, brief, tmp_path / "断过", owner="王")
        dying = {"SANJIN_TEST_TRACE": str(trace), "SANJIN_TEST_DIE_AT": str(die_at)}
        assert end(worker(folder, **dying)) < 0
        assert len(ledger.steps(job.id)) == die_at
        assert end(worker(folder, SANJIN_TEST_TRACE=str(trace))) == 0
        done = ledger.job(job.id)
        assert done.state == "done"
        assert done.done == done.total == len(ledger.steps(job.id))
        assert not ledger.files_of(job.id).exists()
    assert contents(tmp_path / "断过") == contents(tmp_path / "一气呵成")
    begun = Counter(name for _, what, _, name in traces(trace) if what == "begin")
    assert sum(begun.values()) == done.total + 1
    assert [name for name, times in begun.items() if times > 1] == [list(begun)[die_at]]


def test_a_draft_whose_output_was_thrown_away_is_put_back_without_writing_anew(
    folder: Path, tmp_path: Path
) -> None:
    import shutil

    brief = read_brief(BRIEF | {"episodes": 1})
    with Ledger(folder, create=True) as ledger:
        job = submit_draft(ledger, brief, tmp_path / "稿", owner="王")
        from scriptgen.jobs.kinds import KINDS

        work_off(ledger, "us", KINDS)
        before = contents(tmp_path / "稿")
        shutil.rmtree(tmp_path / "稿")
        ledger.retry(job.id, also_done=True)
        work_off(ledger, "us", KINDS)
        assert contents(tmp_path / "稿") == before
        written = [s for s in ledger.steps(job.id) if s["name"].startswith(("episode", "review"))]
        assert {step["shift"] for step in written} == {1}


def test_a_worker_stops_with_whoever_started_it(folder: Path, tmp_path: Path) -> None:
    with Ledger(folder, create=True) as ledger:
        inputs = {"upto": 100_000, "trace": str(tmp_path / "trace")}
        job = ledger.submit("count", inputs, owner="王", title="数")
        hand = worker(folder)
        while not ledger.steps(job.id):
            time.sleep(0.01)
        assert hand.stdin is not None
        hand.stdin.close()
        assert hand.wait(timeout=60) == 0
        assert ledger.job(job.id).state == "waiting"


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
