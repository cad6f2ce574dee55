"""``sanjin draft``: who writes, and what it would cost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.cli import main

BRIEF = {
    "title": "鹤颈",
    "logline": "一片纸样不见了。",
    "year": 1916,
    "crafts": ["上党堆锦"],
    "episodes": 3,
}


@pytest.fixture
def brief(tmp_path: Path) -> str:
    file = tmp_path / "题材.json"
    file.write_text(json.dumps(BRIEF, ensure_ascii=False), "utf-8")
    return str(file)


def test_a_writer_that_is_not_there_is_refused(brief, tmp_path, capsys) -> None:
    code = main(["draft", brief, "-o", str(tmp_path / "出"), "--writer", "没有的模型"])
    assert code == 1
    said = capsys.readouterr()
    assert "没有的模型" in said.out + said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "出").exists()


def test_the_estimate_asks_no_model_and_writes_nothing(brief, tmp_path, capsys) -> None:
    words = ["draft", brief, "-o", str(tmp_path / "出"), "--estimate", "--json", "--episodes", "2"]
    assert main(words) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["least_calls"] == data["scenes"] > 0
    assert data["most_calls"] == 3 * data["scenes"]
    assert not (tmp_path / "出").exists()
