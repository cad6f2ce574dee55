"""The ledger: handed in once, served in turn, never done by two, whatever the clock says."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from heritage_kb.errors import RefusedInput, SanjinError
from scriptgen.jobs.claims import DEATHS, LEASE_S, TRIES
from scriptgen.jobs.job import Job
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.presence import Presence, is_gone
from scriptgen.jobs.shift import Shift
from scriptgen.jobs.worker import do, work_off

FAR = "elsewhere-1-x"  # a worker of another machine: only its heartbeat can be seen


def submit(ledger: Ledger, what: str, owner: str = "王", **inputs: Any) -> Job:
    return ledger.submit("try", {"what": what, **inputs}, owner=owner, title=what)


def steps_of(*names: str):
    def work(inputs, shift: Shift):
        shift.expect(len(names))
        return {"made": [shift.step(name, name, lambda name=name: name.upper()) for name in names]}

    return work


def test_the_same_submission_is_the_same_job(ledger: Ledger) -> None:
    first = submit(ledger, "甲", year=857, more={"b": 1, "a": 2})
    again = ledger.submit(
        "try", {"more": {"a": 2, "b": 1}, "year": 857, "what": "甲"}, owner="王", title="别名"
    )
    assert again == first
    assert submit(ledger, "乙").id != first.id
    assert submit(ledger, "甲", owner="李", year=857, more={"b": 1, "a": 2}).id != first.id
    work_off(ledger, FAR, {"try": steps_of("a")})
    assert submit(ledger, "甲", year=857, more={"b": 1, "a": 2}).state == "done"
    with pytest.raises(RefusedInput, match="是谁的"):
        submit(ledger, "丙", owner=" ")


def test_progress_result_and_history_are_kept(ledger: Ledger) -> None:
    job = submit(ledger, "甲")
    assert work_off(ledger, FAR, {"try": steps_of("a", "b")}) == 1
    done = ledger.job(job.id)
    assert (done.state, done.done, done.total, done.result) == ("done", 2, 2, {"made": ["A", "B"]})
    assert [step["name"] for step in ledger.steps(job.id)] == ["a", "b"]
    assert [e["what"] for e in ledger.events(job.id)] == ["交来", "领取", "一步", "一步", "做完"]


def test_owners_are_served_in_turn(ledger: Ledger) -> None:
    for number in range(5):
        submit(ledger, f"王{number}", "王")
    submit(ledger, "李0", "李")
    submit(ledger, "张0", "张")
    submit(ledger, "李1", "李")
    order: list[str] = []
    work_off(ledger, FAR, {"try": steps_of("a")}, told=lambda job: order.append(job.title))
    assert order == ["王0", "李0", "张0", "王1", "李1", "王2", "王3", "王4"]


def test_how_many_are_ahead_is_how_many_are_taken_first(ledger: Ledger) -> None:
    asked = [(owner, n) for owner, count in (("甲", 4), ("乙", 2), ("丙", 1)) for n in range(count)]
    jobs = [ledger.submit("add", {"turns": n}, owner=o, title=f"{o}{n}") for o, n in asked]
    foretold = {ledger.ahead(one.id): one.id for one in jobs}
    taken = [ledger.claim(f"w{n}", ("add",)) for n in range(len(jobs))]
    assert [one.id for one in taken if one] == [foretold[n] for n in range(len(jobs))]
    assert ledger.ahead(jobs[0].id) == 0  # it waits no more


def test_a_failed_step_is_tried_again_and_what_was_finished_stays(ledger: Ledger) -> None:
    made: list[str] = []
    faults = iter([OSError(5, "坏盘"), SanjinError("模型没有回答。"), None])

    def work(inputs, shift: Shift):
        shift.step("a", "一", lambda: made.append("a"))

        def second() -> str:
            made.append("b")
            if fault := next(faults):
                raise fault
            return "好"

        return {"b": shift.step("b", "二", second)}

    job = submit(ledger, "甲")
    work_off(ledger, FAR, {"try": work})
    assert ledger.job(job.id).result == {"b": "好"}
    assert made == ["a", "b", "b", "b"]


def test_tries_are_bounded_and_retry_goes_on_from_there(ledger: Ledger) -> None:
    made: list[str] = []

    def broken(inputs, shift: Shift):
        shift.step("a", "一", lambda: made.append("a"))
        return shift.step("b", "二", lambda: 1 / 0)

    job = submit(ledger, "甲")
    work_off(ledger, FAR, {"try": broken})
    failed = ledger.job(job.id)
    assert failed.state == "failed"
    assert failed.error == "出了没有料到的错，这一步没有完成。"
    assert [e["what"] for e in ledger.events(job.id)].count("领取") == TRIES
    assert ledger.retry(job.id).state == "waiting"
    work_off(ledger, FAR, {"try": steps_of("a", "b")})
    assert ledger.job(job.id).result == {"made": [None, "B"]}
    assert made == ["a"]
    with pytest.raises(RefusedInput, match="不用再试"):
        ledger.retry(job.id)
    assert ledger.retry(job.id, also_done=True).state == "waiting"


def test_refused_input_is_not_tried_again(ledger: Ledger) -> None:
    def refusing(inputs, shift: Shift):
        raise RefusedInput("题材缺少字段 title。", "No title.")

    job = submit(ledger, "甲")
    work_off(ledger, FAR, {"try": refusing})
    failed = ledger.job(job.id)
    assert (failed.state, failed.error, failed.error_en) == (
        "failed",
        "题材缺少字段 title。",
        "No title.",
    )
    assert [e["what"] for e in ledger.events(job.id)].count("领取") == 1


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_inside_its_step(
    ledger: Ledger, folder: Path
) -> None:
    reached: list[str] = []

    def work(inputs, shift: Shift):
        shift.step("a", "一", lambda: reached.append("a"))

        def long() -> None:
            with Ledger(folder) as other:
                assert other.cancel(shift.job.id).state == "running"
            shift._looked = float("-inf")
            shift.check()
            reached.append("never")

        return shift.step("b", "二", long)

    first, second = submit(ledger, "甲"), submit(ledger, "乙")
    assert ledger.cancel(second.id).state == "cancelled"
    work_off(ledger, FAR, {"try": work})
    assert ledger.job(first.id).state == "cancelled"
    assert reached == ["a"]
    assert ledger.cancel(first.id).state == "cancelled"
    ledger.retry(first.id)
    work_off(ledger, FAR, {"try": steps_of("a", "b")})
    assert ledger.job(first.id).result == {"made": [None, "B"]}


def test_a_halted_worker_gives_its_job_back(ledger: Ledger) -> None:
    halt = threading.Event()

    def work(inputs, shift: Shift):
        shift.step("a", "一", halt.set)
        return shift.step("b", "二", lambda: "好")

    job = submit(ledger, "甲")
    work_off(ledger, FAR, {"try": work}, halt=halt)
    assert ledger.job(job.id).state == "waiting"
    assert [step["name"] for step in ledger.steps(job.id)] == ["a"]


# ------------------------------------------------------------------------------ who has a job


def test_a_job_is_free_when_the_lock_of_its_worker_falls(ledger: Ledger, folder: Path) -> None:
    job = submit(ledger, "甲")
    with Ledger(folder) as other:
        with Presence(other.hands) as there:
            assert other.claim(there.name, ["try"]) is not None
            assert ledger.claim(FAR, ["try"]) is None
            assert not is_gone(there.name, ledger.hands)
        assert is_gone(there.name, ledger.hands)
        taken = ledger.claim(FAR, ["try"])
        assert taken is not None
        assert taken.id == job.id
    assert [e["what"] for e in ledger.events(job.id)] == ["交来", "领取", "接手"]


def test_a_far_worker_is_gone_when_its_heart_stands_still_on_our_clock(folder: Path) -> None:
    """The wall clock jumps about all the while; only the observer's steady clock counts."""
    steady = [100.0]
    walls = iter(
        datetime(year, 1, 1, tzinfo=UTC) for year in (2030, 1999, 2050, 1970, 2031, 2001) * 20
    )
    with (
        Ledger(folder, create=True, clock=lambda: next(walls)) as far,
        Ledger(folder, monotonic=lambda: steady[0], clock=lambda: next(walls)) as ours,
    ):
        submit(far, "甲")
        job = far.claim(FAR, ["try"])
        assert job is not None
        for _ in range(5):  # it beats: never ours, however long that goes on
            steady[0] += LEASE_S * 0.9
            assert ours.claim("us", ["try"]) is None
            assert far.beat(job, "写第1集") == "go on"
        assert ours.claim("us", ["try"]) is None
        steady[0] += LEASE_S * 0.9
        assert ours.claim("us", ["try"]) is None
        steady[0] += LEASE_S * 0.2
        mine = ours.claim("us", ["try"])
        assert mine is not None
        # the old one wakes up: it may write nothing any more
        assert far.beat(job, "") == "lost"
        assert not far.record(job, "a", 1, base="", seconds=0.0, progress=(1, 1, ""))
        assert not far.finish(job, {})
        assert not far.fail(job, "错", "", again=True)
        assert not far.stop(job)
        assert not far.give_back(job)
        assert ours.job(job.id).state == "running"
        assert ours.finish(mine, {"ok": True})
        assert ours.job(job.id).result == {"ok": True}
        assert len(ours.jobs()) == 1


def test_what_was_taken_over_stops_at_its_next_step(ledger: Ledger, folder: Path) -> None:
    job = submit(ledger, "甲")

    def work(inputs, shift: Shift):
        shift.step("a", "一", lambda: "A")
        with Ledger(folder) as other:
            assert other.claim(FAR, ["try"]) is not None  # the same name: its later life
        return shift.step("b", "二", lambda: pytest.fail("done twice"))

    claimed = ledger.claim(FAR, ["try"])
    assert claimed is not None
    do(ledger, claimed, work)
    assert ledger.job(job.id).state == "running"
    assert [step["name"] for step in ledger.steps(job.id)] == ["a"]


def test_a_job_that_kills_its_workers_is_put_aside(ledger: Ledger) -> None:
    job = submit(ledger, "甲")
    for _ in range(DEATHS):
        assert ledger.claim(FAR, ["try"]) is not None
    assert ledger.claim(FAR, ["try"]) is None
    assert "连续退出" in ledger.job(job.id).error


def test_a_cancelled_job_whose_worker_died_is_not_taken_up(ledger: Ledger, folder: Path) -> None:
    job = submit(ledger, "甲")
    with Ledger(folder) as other, Presence(other.hands) as there:
        other.claim(there.name, ["try"])
        assert ledger.cancel(job.id).state == "running"
    assert ledger.claim(FAR, ["try"]) is None
    assert ledger.job(job.id).state == "cancelled"


# ---------------------------------------------------------------------------- what can go wrong


def test_a_full_disk_is_one_sentence_and_loses_nothing(ledger: Ledger, folder: Path) -> None:
    job = submit(ledger, "甲")
    pages = ledger._link.execute("PRAGMA page_count").fetchone()[0]
    ledger._link.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(RefusedInput, match="存不进去"):
        submit(ledger, "乙" * 100_000)
    claimed = ledger.claim("us", ["try"])
    assert claimed is not None

    def big(inputs, shift: Shift):
        return shift.step("a", "一", lambda: "大" * 100_000)

    do(ledger, claimed, big)
    assert "存不进去" in ledger.job(job.id).error
    ledger._link.execute("PRAGMA max_page_count = 100000")
    ledger.retry(job.id)
    work_off(ledger, "us", {"try": big})
    assert ledger.job(job.id).state == "done"


def test_a_read_only_ledger_is_one_sentence(ledger: Ledger) -> None:
    ledger._link.execute("PRAGMA query_only = ON")
    with pytest.raises(RefusedInput, match=r"存不进去.*只读"):
        submit(ledger, "甲")


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="找不到作业台账"):
        Ledger(tmp_path / "无")
    link = sqlite3.connect(tmp_path / "ledger.sqlite")
    link.execute("CREATE TABLE other (x)")
    link.close()
    with pytest.raises(RefusedInput, match="别的程序"):
        Ledger(tmp_path, create=True)
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 200)
    with pytest.raises(RefusedInput, match="已损坏"):
        Ledger(tmp_path, create=True)
    with pytest.raises(RefusedInput, match="建不了"):
        Ledger(tmp_path / "ledger.sqlite" / "x", create=True)


def test_the_ledger_of_a_newer_sanjin_is_left_alone(folder: Path) -> None:
    with Ledger(folder, create=True) as ledger:
        ledger._link.execute("PRAGMA user_version = 99")
    with pytest.raises(RefusedInput, match="更新版本"):
        Ledger(folder)
