"""Two local workers of Ray, one of them killed: the same as on this machine."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

import pytest

from scriptgen.jobs.executors import executor
from scriptgen.jobs.ledger import Ledger

PROBES = "tests.scriptgen.jobs.probes:KINDS"


@pytest.mark.extras
@pytest.mark.filterwarnings("default")  # Ray warns about its own use of the system
def test_a_killed_worker_of_ray_takes_its_job_up_again(tmp_path: Path) -> None:
    try:
        import ray  # noqa: F401
    except ImportError:
        reason = "ray is not installed (extra cluster)"
        if os.environ.get("SANJIN_NEEDS_EXTRAS"):
            pytest.fail(reason)
        pytest.skip(reason)
    trace, killed = tmp_path / "trace", list[int]()

    def look() -> None:
        if not killed and trace.is_file() and (lines := trace.read_text("utf-8").splitlines()):
            killed.append(int(lines[-1].split()[0]))
            os.kill(killed[0], signal.SIGKILL)

    with Ledger(tmp_path / "台账", create=True) as ledger:
        for number in range(4):
            inputs = {"upto": 60, "trace": str(trace), "turns": 12, "number": number}
            ledger.submit("count", inputs, owner="王", title=str(number))
        executor("ray").work_off(ledger, 2, PROBES, look)
        assert all(job.result == {"total": 1830} for job in ledger.jobs())
        assert sum(job.fence for job in ledger.jobs()) in (4, 5)
    assert killed
    lines = [line.split(" ", 3) for line in trace.read_text("utf-8").splitlines()]
    ended = Counter((job, name) for _, what, job, name in lines if what == "end")
    assert len(ended) == 240
    assert sum(ended.values()) <= 241  # a step that ended just before it could be recorded
