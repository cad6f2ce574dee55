"""Planning, reviewing and exporting as jobs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.brief import read_brief
from scriptgen.jobs.drafting import submit_draft
from scriptgen.jobs.kinds import KINDS
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.papers import submit_export, submit_review
from scriptgen.jobs.worker import work_off

SCRIPT = "1-1 日 内 灶房\n人物：阿桃\n△她把辣椒撒进锅里。\n阿桃：开饭了。\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "灶.txt"
    file.write_text(SCRIPT, "utf-8")
    return file


def test_a_plan_alone(ledger: Ledger, tmp_path: Path) -> None:
    brief = read_brief({"title": "鹤", "logline": "纸样丢了。", "year": 1916, "episodes": 3})
    job = submit_draft(ledger, brief, tmp_path / "方案", owner="王", episodes=[])
    assert job.kind == "plan"
    work_off(ledger, "us", KINDS)
    series = json.loads((tmp_path / "方案" / "series.json").read_text("utf-8"))
    assert len(series["outline"]["episodes"]) == 3
    assert series["episodes"] == []
    with pytest.raises(RefusedInput, match="没有第9集"):
        submit_draft(ledger, brief, tmp_path, owner="王", episodes=[9])


def test_review_and_export(ledger: Ledger, tmp_path: Path, script: Path) -> None:
    review = submit_review(
        ledger, script, tmp_path / "报告.json", owner="王", context={"year": 857}
    )
    export = submit_export(ledger, script, tmp_path / "出", ["docx", "fountain"], owner="王")
    work_off(ledger, "us", KINDS)
    result = ledger.job(review.id).result
    assert result is not None
    assert result["review"]["total"] > 0
    assert "辣椒" in (tmp_path / "报告.json").read_text("utf-8")
    told = ledger.job(export.id).result
    assert told is not None
    assert told["files"] == ["灶.docx", "灶.fountain"]
    (tmp_path / "出" / "灶.docx").unlink()
    ledger.retry(export.id, also_done=True)
    work_off(ledger, "us", KINDS)
    assert (tmp_path / "出" / "灶.docx").is_file()
    assert {s["name"]: s["shift"] for s in ledger.steps(export.id)} == {
        "export docx": 2,
        "export fountain": 1,
    }


def test_a_script_that_was_changed_meanwhile_is_refused(
    ledger: Ledger, tmp_path: Path, script: Path
) -> None:
    job = submit_export(ledger, script, tmp_path / "出", ["md"], owner="王")
    script.write_text(SCRIPT + "阿桃：趁热。\n", "utf-8")
    work_off(ledger, "us", KINDS)
    assert "改过了" in ledger.job(job.id).error
    with pytest.raises(RefusedInput, match="不能导出成“doc”"):
        submit_export(ledger, script, tmp_path, ["doc"], owner="王")
    with pytest.raises(RefusedInput):
        submit_review(ledger, tmp_path / "无.txt", tmp_path / "r.json", owner="王")
