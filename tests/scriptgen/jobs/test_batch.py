"""Many briefs at once: bad ones are named, a rerun goes on, workers may die."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput, SanjinError
from scriptgen.batch import LEDGER
from scriptgen.batch_briefs import asked_of
from scriptgen.brief import read_brief
from scriptgen.draft import draft_to
from scriptgen.jobs.executors import LocalExecutor
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.worker import named, work_off

PROBES = "tests.scriptgen.jobs.probes:KINDS"


def brief(title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "logline": "纸样丢了。", "year": 1916, "episodes": 1, **more}


class Here:
    """An executor that works in this very process."""

    def __init__(self) -> None:
        self.runs = 0

    def work_off(
        self, ledger: Ledger, workers: int, kinds: str, look: Callable[[], None] = lambda: None
    ) -> None:
        self.runs += work_off(ledger, "here", named(kinds), told=lambda job: look())


def test_a_bad_brief_is_named_and_the_rest_is_done(tmp_path: Path) -> None:
    (tmp_path / "题").mkdir()
    for name in ("甲", "乙"):
        (tmp_path / "题" / f"{name}.json").write_text(json.dumps(brief(name)), "utf-8")
    (tmp_path / "题" / "坏.toml").write_text('title = "坏"\nepisode = 3\n', "utf-8")
    (tmp_path / "题" / "另.json").write_text("[1, 2", "utf-8")
    (tmp_path / "题" / "说明.txt").write_text("不是题材", "utf-8")
    said: list[float] = []
    made = scriptgen.batch(
        tmp_path / "题",
        tmp_path / "出",
        executor=Here(),
        progress=lambda what, share: said.append(share),
    )
    assert {one.brief for one in made.done} == {"甲.json", "乙.json"}
    why = {one.brief: one.why for one in made.failed}
    assert set(why) == {"坏.toml", "另.json"}
    assert "不认识的字段“episode”" in why["坏.toml"]
    assert said == sorted(said)
    assert said[-1] == 1.0
    draft_to(read_brief(brief("甲")), tmp_path / "单")
    for file in (tmp_path / "单").iterdir():
        assert file.read_bytes() == (tmp_path / "出" / "甲" / file.name).read_bytes()
    report = json.loads((tmp_path / "出" / "批量报告.json").read_text("utf-8"))
    assert [one["brief"] for one in report["done"]] == [one.brief for one in made.done]
    text = (tmp_path / "出" / "批量报告.txt").read_text("utf-8")
    assert "共 4 份题材：做完 2 份，没成 2 份" in text
    assert "没成　坏.toml：" in text


def test_a_rerun_does_only_what_is_left(tmp_path: Path) -> None:
    import shutil

    out, briefs = tmp_path / "出", [brief("甲"), brief("乙")]
    first, second, third = Here(), Here(), Here()
    scriptgen.batch(briefs[:1], out, executor=first)
    made = scriptgen.batch(briefs, out, executor=second)
    assert (first.runs, second.runs) == (1, 1)
    assert [one.before for one in made.done] == [True, False]
    assert scriptgen.batch(briefs, out, executor=third).to_text().count("先前已做完") == 1
    assert third.runs == 0
    shutil.rmtree(out / "甲")
    scriptgen.batch(briefs, out, executor=third)
    assert third.runs == 1
    assert (out / "甲" / "series.json").is_file()


def test_an_output_that_cannot_be_written_is_told_and_done_in_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "出").mkdir()
    (tmp_path / "出" / "甲").write_text("有人放了一个文件", "utf-8")
    made = scriptgen.batch([brief("甲")], tmp_path / "出", executor=Here())
    assert "是一个文件" in made.failed[0].why
    (tmp_path / "出" / "甲").unlink()
    assert scriptgen.batch([brief("甲")], tmp_path / "出", executor=Here()).failed == ()


def test_local_workers_that_die_are_replaced_and_a_deadly_job_is_put_aside(
    tmp_path: Path,
) -> None:
    trace = tmp_path / "trace"
    with Ledger(tmp_path / "台账", create=True) as ledger:
        bad = ledger.submit("deadly", {}, owner="王", title="要命")
        good = [
            ledger.submit("count", {"upto": 3, "trace": str(trace), "n": n}, owner="李", title="数")
            for n in range(4)
        ]
        LocalExecutor().work_off(ledger, 2, PROBES)
        assert "连续退出" in ledger.job(bad.id).error
        assert {ledger.job(job.id).state for job in good} == {"done"}


def test_workers_that_cannot_start_are_given_up(tmp_path: Path) -> None:
    with Ledger(tmp_path / "台账", create=True) as ledger:
        ledger.submit("count", {}, owner="王", title="数")
        with pytest.raises(SanjinError, match="接连退出"):
            LocalExecutor().work_off(ledger, 1, "no.such.module:KINDS")


def test_a_batch_in_processes_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "题.jsonl"
    lines = [json.dumps(brief(title), ensure_ascii=False) for title in "甲乙丙"]
    file.write_text("\n".join([*lines, "不是 JSON", "", '{"title": "丁"}']), "utf-8")
    made = scriptgen.batch(file, tmp_path / "出", workers=2)
    assert sorted(Path(one.out).name for one in made.done) == ["丙", "乙", "甲"]
    assert [one.brief for one in made.failed] == ["题.jsonl 第4行", "题.jsonl 第6行《丁》"]
    with Ledger(tmp_path / "出" / LEDGER) as ledger:
        assert {job.state for job in ledger.jobs()} == {"done"}
        assert {job.fence for job in ledger.jobs()} == {1}


# --------------------------------------------------------------------------- names of folders


def test_every_brief_has_a_folder_of_its_own_and_none_leaves_the_output() -> None:
    asked = asked_of(
        [
            brief("甲"),
            brief("甲", episodes=2),
            brief("../../etc"),
            brief("CON"),
            brief("  . "),
            brief("a/b\\c:d"),
            brief("名", id="第一部"),
            {},
        ]
    )
    folders = [one.folder for one in asked]
    assert len({folder.casefold() for folder in folders}) == len(folders)
    assert folders[0].startswith("甲-")
    assert folders[6] == "第一部"
    for folder in folders:
        assert folder
        assert Path(folder).name == folder
        assert folder not in (".", "..")
    assert len({one.name for one in asked}) == len(asked)


def test_nothing_to_draft_is_refused(tmp_path: Path) -> None:
    for given in (tmp_path, tmp_path / "无", []):
        with pytest.raises(RefusedInput):
            scriptgen.batch(given, tmp_path / "出")
    with pytest.raises(RefusedInput, match="至少是 1"):
        scriptgen.batch([brief("甲")], tmp_path / "出", workers=0)
    with pytest.raises(RefusedInput, match="没有执行方式"):
        scriptgen.batch([brief("甲")], tmp_path / "出", executor="云")


def test_without_ray_the_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SanjinError, match=r"sanjin\[cluster\]"):
        scriptgen.batch([brief("甲")], tmp_path / "出", executor="ray")


def test_an_edited_plan_is_obeyed_and_what_it_has_drafted_stays(tmp_path: Path) -> None:
    asked = read_brief(brief("方案", episodes=2))
    plan = scriptgen.draft(asked, episodes=[1])
    plan.episodes[0].scenes[0].elements[0].text = "人改过的一句。"
    plan.outline.episodes[1].title = "人起的集名"
    (tmp_path / "题").mkdir()
    (tmp_path / "题" / "方案.json").write_text(
        json.dumps(plan.to_json(), ensure_ascii=False), "utf-8"
    )
    made = scriptgen.batch(tmp_path / "题", tmp_path / "出", executor=Here())
    assert not made.failed
    got = scriptgen.read_series(Path(made.done[0].out) / "series.json")
    assert [episode.number for episode in got.episodes] == [1, 2]
    assert got.episodes[0].scenes[0].elements[0].text == "人改过的一句。"
    assert got.outline.episodes[1].title == "人起的集名"
