"""``sanjin plan`` and ``sanjin genres``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import scriptgen
from ui.cli import main

BRIEF = 'title = "鹤颈"\ngenre = "悬疑"\nyear = 1916\ncrafts = ["上党堆锦"]\nepisodes = 4\n'


@pytest.fixture
def brief(tmp_path: Path) -> str:
    file = tmp_path / "题材.toml"
    file.write_text(BRIEF, encoding="utf-8")
    return str(file)


@pytest.fixture
def plan(brief: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    file = str(tmp_path / "方案.json")
    assert main(["plan", brief, "--choose", "1", "-o", file]) == 0
    capsys.readouterr()
    return file


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main([*words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_choose_a_logline_and_plan_by_it(brief: str, plan: str, capsys: Any) -> None:
    rows = told(capsys, "plan", brief, "--loglines", "2")["loglines"]
    assert len(rows) == 2
    series = scriptgen.read_series(plan)
    assert series.brief.engine == rows[0]["engine"]
    assert len(series.outline.episodes) == 4
    assert series.episodes == []
    assert "logline" in told(capsys, "plan", brief, code=1)["error"]
    assert "1–8" in told(capsys, "plan", brief, "--choose", "9", code=1)["error"]


def test_propose_accept_in_part_and_take_back(plan: str, tmp_path: Path, capsys: Any) -> None:
    before = Path(plan).read_bytes()
    kept, new, undo, back = (
        str(tmp_path / n) for n in ("提.json", "新.json", "撤.json", "回.json")
    )
    words = ("plan", plan, "--element", "第2集.卡点")
    data = told(capsys, *words, "--edit", "谁开的门？", "-o", kept)
    [proposal] = data["proposals"]
    assert data["accepted"] is None
    assert Path(plan).read_bytes() == before
    assert {"episode.2.cliffhanger", "episode.3.hook_in"} <= {op["id"] for op in proposal["ops"]}
    words = ("plan", plan, "--proposal", kept, "--accept", "-o", new, "--undo", undo)
    assert told(capsys, *words, "--take", "0,1")["accepted"]["taken"] == [0, 1]
    assert scriptgen.read_series(new).outline.episodes[1].cliffhanger == "谁开的门？"
    told(capsys, "plan", new, "--proposal", undo, "--accept", "-o", back)
    assert Path(back).read_bytes() == before
    assert (
        "过期"
        in told(capsys, "plan", new, "--proposal", kept, "--accept", "-o", back, code=1)["error"]
    )


def test_a_person_is_added_and_deleted_and_both_are_only_proposed(
    plan: str, tmp_path: Path, capsys: Any
) -> None:
    before, new = Path(plan).read_bytes(), str(tmp_path / "新.json")
    words = ("plan", plan, "--element", "人物", "--add", "程青禾：要回旧账")
    [proposal] = told(capsys, *words)["proposals"]
    assert proposal["do"] == "add"
    assert main(list(words)) == 0
    assert "程青禾" in capsys.readouterr().out
    told(capsys, *words, "--accept", "-o", new)
    assert scriptgen.read_series(new).bible.characters[-1].want == "要回旧账"
    gone = ("plan", new, "--element", "人物.程青禾", "--delete", "--accept", "-o", new)
    told(capsys, *gone)
    assert Path(new).read_bytes() == before == Path(plan).read_bytes()
    assert (
        "故事少不了"
        in told(capsys, "plan", plan, "--element", "人物.1", "--delete", code=1)["error"]
    )


def test_locks_are_kept_in_the_file(plan: str, capsys: Any) -> None:
    words = ("plan", plan, "--element", "第2集.卡点")
    told(capsys, *words, "--lock", "--accept", "-o", plan)
    rows = told(capsys, "plan", plan)["elements"]
    assert [row["address"] for row in rows if row["locked"]] == ["episode.2.cliffhanger"]
    assert "锁" in told(capsys, *words, "--regenerate", code=1)["error"]
    told(capsys, *words, "--unlock", "--accept", "-o", plan)
    assert told(capsys, *words, "--regenerate")["proposals"][0]["ops"]


def test_what_is_said_reads_as_a_difference(plan: str, capsys: Any) -> None:
    assert main(["plan", plan, "--element", "第2集.卡点", "--edit", "谁开的门？"]) == 0
    said = capsys.readouterr().out
    assert " → 谁开的门？" in said
    assert "下一集要接上" in said


def test_a_draft_is_made_of_a_plan(plan: str, tmp_path: Path, capsys: Any) -> None:
    words = ("plan", plan, "--element", "第1集.集名", "--edit", "另起一名", "--accept", "-o", plan)
    told(capsys, *words)
    told(capsys, "draft", plan, "-o", str(tmp_path / "出"), "--episodes", "1")
    assert scriptgen.read_series(tmp_path / "出" / "series.json").episodes[0].title == "另起一名"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--edit", "甲"], 2),
        (["--element", "第2集.卡点"], 2),
        (["--element", "第2集.卡点", "--lock", "--accept"], 2),
        (["--element", "第99集.卡点", "--lock"], 1),
        (["--loglines", "3"], 1),
    ],
)
def test_wrong_words_are_told(plan: str, capsys: Any, words: list[str], code: int) -> None:
    assert main(["plan", plan, *words]) == code
    assert "Traceback" not in capsys.readouterr().err


def test_genres_are_listed_and_shown(capsys: Any) -> None:
    names = [row["name"] for row in told(capsys, "genres", "list")["genres"]]
    assert {"甜宠", "悬疑", "公案"} <= set(names)
    shown = told(capsys, "genres", "show", "探案")
    assert shown["name"] == "悬疑"
    assert shown["faults"] == []
    assert "悬疑" in told(capsys, "genres", "show", "蒸汽朋克", code=1)["error"]


def test_a_seed_stays_with_the_plan(brief: str, tmp_path: Path, capsys: Any) -> None:
    file = str(tmp_path / "别.json")
    told(capsys, "plan", brief, "--choose", "1", "--seed", "5", "-o", file)
    series = scriptgen.read_series(file)
    assert series.brief.seed == 5
    assert scriptgen.draft(series.brief, episodes=[], planned=series).outline == series.outline
