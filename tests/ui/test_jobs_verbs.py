"""``sanjin jobs`` and ``sanjin batch``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ui.cli import main

BRIEF = {"title": "鹤", "logline": "纸样丢了。", "year": 1916, "episodes": 1}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "家"))
    (tmp_path / "题").mkdir()
    (tmp_path / "题" / "鹤.json").write_text(json.dumps(BRIEF), "utf-8")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main([*words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_job_from_the_queue_to_its_files(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "jobs", "list") == {"jobs": []}
    words = ("jobs", "add", str(home / "题" / "鹤.json"), "-o", str(home / "稿"), "--owner", "王")
    job = told(capsys, *words)
    assert (job["id"], job["state"], job["owner"]) == (1, "waiting", "王")
    assert told(capsys, *words)["id"] == 1
    assert told(capsys, "jobs", "cancel", "1")["jobs"][0]["state"] == "cancelled"
    assert told(capsys, "jobs", "run") == {"jobs": []}
    assert told(capsys, "jobs", "retry", "1")["jobs"][0]["state"] == "waiting"
    assert told(capsys, "jobs", "run", "--workers", "1")["jobs"][0]["state"] == "done"
    assert (home / "稿" / "series.json").is_file()
    shown = told(capsys, "jobs", "show", "1")
    assert shown["done"] == shown["total"] == len(shown["steps"])
    assert [e["what"] for e in shown["events"]][:4] == ["交来", "已取消", "重做", "领取"]
    assert main(["jobs", "list", "--owner", "王", "--state", "done"]) == 0
    assert "做完" in capsys.readouterr().out
    assert told(capsys, "jobs", "list", "--owner", "李") == {"jobs": []}


def test_a_batch_and_its_ledger(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "题" / "坏.toml").write_text('title = "坏"\n', "utf-8")
    out = str(home / "出")
    made = told(capsys, "batch", str(home / "题"), "-o", out, "--workers", "1", code=1)
    assert [one["brief"] for one in made["done"]] == ["鹤.json"]
    assert [one["brief"] for one in made["failed"]] == ["坏.toml"]
    assert told(capsys, "jobs", "list", "--ledger", out)["jobs"][0]["title"] == "鹤"
    (home / "题" / "坏.toml").unlink()
    assert main(["batch", str(home / "题"), "-o", out]) == 0
    assert "先前已做完" in capsys.readouterr().out


def test_a_failed_job_is_seen_in_the_exit_code(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "稿").write_text("一个文件", "utf-8")
    told(capsys, "jobs", "add", str(home / "题" / "鹤.json"), "-o", str(home / "稿"))
    assert "是一个文件" in told(capsys, "jobs", "run", "--workers", "1", code=1)["jobs"][0]["error"]
    assert told(capsys, "jobs", "show", "1", code=1)["state"] == "failed"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["jobs"], 2, "命令写法有误"),
        (["jobs", "show", "x"], 2, "不是所要的数"),
        (["jobs", "run", "--workers", "0"], 2, "至少是 1"),
        (["batch", "题"], 2, "缺少参数"),
        (["batch", "题", "-o", "出", "--executor", "云"], 2, "不能是"),
        (["jobs", "show", "7"], 1, "没有作业 7"),
        (["jobs", "cancel", "7"], 1, "没有作业 7"),
        (["jobs", "retry", "7"], 1, "没有作业 7"),
        (["jobs", "list", "--ledger", "无此处"], 1, "找不到作业台账"),
        (["batch", "无此处", "-o", "出"], 1, "找不到"),
    ],
)
def test_mistakes_are_one_sentence(
    words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err
