"""``sanjin case``: the way of a work through the office, step by step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.cli import main

TEXT = "《灰墙》\n第1集\n1-1 日 内 祠堂\n出场人物：林夏\n△推门。\n林夏：谁？\n"
EDITOR = ["--by", "李审", "--role", "总编辑"]


def test_a_work_goes_from_draft_to_signature(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script, found, case = tmp_path / "灰墙.txt", tmp_path / "果.json", str(tmp_path / "预审")
    script.write_text(TEXT, "utf-8")
    main(["review", str(script), "--report", str(found)])
    assert main(["case", "submit", case, str(script), *EDITOR]) == 0
    assert main(["case", "sign", case, "--note", "同意", *EDITOR]) == 1
    assert main(["case", "findings", case, str(script), *EDITOR]) == 1
    assert main(["case", "findings", case, str(found), *EDITOR]) == 0
    assert main(["case", "baseline", case, str(script), *EDITOR]) == 0
    assert main(["case", "final", case, *EDITOR]) == 0
    assert main(["case", "opine", case, "--note", "可", *EDITOR]) == 0
    assert main(["case", "sign", case, "--note", "同意", "--by", "三晋", "--role", "审"]) == 1
    assert main(["case", "sign", case, "--note", "同意", *EDITOR]) == 0
    assert main(["case", "verify", case]) == 0
    assert main(["case", "diff", case, str(script)]) == 0
    script.write_text(TEXT.replace("灰墙", "白墙"), "utf-8")
    assert main(["case", "diff", case, str(script)]) == 1
    capsys.readouterr()
    assert main(["case", "status", case, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "signed"
    assert main(["case", "log", case, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["rows"]) == 6
    log = Path(case) / "log.jsonl"
    log.write_text(log.read_text("utf-8").replace("可", "不可"), "utf-8")
    assert main(["case", "verify", case]) == 1
