"""``sanjin revise`` and ``sanjin adapt``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import scriptgen
from ui import revise_verbs
from ui.cli import main

NOVEL = Path(__file__).parents[1] / "scriptgen" / "revising" / "sources" / "chapter.txt"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    brief = scriptgen.read_brief(scriptgen.shipped_briefs()["foguang"])
    file = tmp_path_factory.mktemp("稿") / "series.json"
    scriptgen.write(scriptgen.draft(brief, episodes=[1, 2, 3]), file)
    return file


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main([*words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_propose_accept_and_take_back(
    drafted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    series, kept = str(drafted), tmp_path / "提案.json"
    before = drafted.read_bytes()
    data = told(
        capsys, "revise", series, "--do", "condense", "--at", "3", "--to", "60秒", "-o", str(kept)
    )
    [proposal] = data["proposals"]
    assert set(proposal) >= {"do", "why", "author", "ops", "seconds", "findings", "notes", "said"}
    assert data["accepted"] is None
    assert drafted.read_bytes() == before
    new, undo, back = (str(tmp_path / n) for n in ("新.json", "撤.json", "回.json"))
    words = ("revise", series, "--proposal", str(kept), "--accept", "-o", new, "--undo", undo)
    assert told(capsys, *words)["accepted"]["taken"] == list(range(len(proposal["ops"])))
    shorter = scriptgen.read_series(new).episodes[2].seconds
    assert 57 <= shorter <= 63
    told(capsys, "revise", new, "--proposal", undo, "--accept", "-o", back)
    assert scriptgen.read_series(back) == scriptgen.read_series(series)
    again = told(capsys, "revise", new, "--proposal", str(kept), "--accept", "-o", back, code=1)
    assert "过期" in again["error"]


def test_one_of_three_and_some_of_its_lines(
    drafted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = str(tmp_path / "新.json")
    words = ("revise", str(drafted), "--do", "options", "--at", "3-2", "--accept", "-o", new)
    data = told(capsys, *words, "--pick", "2", "--take", "0")
    assert len(data["proposals"]) == 3
    assert data["accepted"]["pick"] == 2
    kept = str(tmp_path / "三.json")
    told(capsys, *words[:6], "-o", kept)
    one = told(
        capsys, "revise", str(drafted), "--proposal", kept, "--accept", "-o", new, "--pick", "3"
    )
    assert one["accepted"]["pick"] == 3
    Path(kept).write_text('{"proposals": 3}', "utf-8")
    assert (
        "不是 revise" in told(capsys, "revise", str(drafted), "--proposal", kept, code=1)["error"]
    )
    assert "只有 3 个方案" in told(capsys, *words, "--pick", "9", code=1)["error"]
    assert main(["revise", str(drafted), "--do", "options", "--at", "3-2"]) == 0
    assert "方案 3" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--do", "condense"], 2, "--at"),
        (["--do", "condense", "--at", "3", "--accept"], 2, "-o"),
        (["--do", "condense", "--at", "99"], 1, "没有“99”"),
        (["--do", "voice", "--at", "3-1", "--to", "猫"], 1, "没有“猫”"),
        (["--do", "condense", "--at", "3", "--to", "短"], 1, "看不懂"),
        (["--do", "condense", "--at", "3", "--accept", "-o", "x", "--take", "一"], 2, "--take"),
        (["--at", "3"], 2, "--do"),
        (["--proposal", "没有.json"], 1, "找不到"),
    ],
)
def test_mistakes_are_one_sentence(
    drafted: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert main(["revise", str(drafted), *words]) == code
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_without_models_a_model_is_refused(
    drafted: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revise_verbs, "import_module", lambda name: object())
    assert main(["revise", str(drafted), "--do", "rewrite", "--at", "3", "--model", "甲"]) == 1
    assert "接不上模型" in capsys.readouterr().err


def test_adapt_writes_what_draft_can_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "出"
    data = told(capsys, "adapt", str(NOVEL), "-o", str(out), "--episodes", "2", "--seconds", "60")
    assert set(data) >= {"source", "brief", "outline", "episodes", "age", "found", "cast",
                         "dialogue", "scenes", "author", "traces", "questions", "out", "files"}  # fmt: skip
    assert scriptgen.read_brief(out / "brief.toml").seconds == 60
    assert main(["adapt", str(NOVEL), "-o", str(out), "--seconds", "5"]) == 1
    assert main(["adapt", str(NOVEL), "-o", str(out), "--episodes", "500"]) == 1
    assert main(["adapt", str(tmp_path / "无.txt"), "-o", str(out)]) == 1
    assert main(["adapt", str(NOVEL), "-o", str(out)]) == 0
    assert "接着：sanjin draft" in capsys.readouterr().out
