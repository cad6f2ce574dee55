"""``sanjin kb add|collections|remove``: JSON, exit codes, one sentence when refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ui.cli import main


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "家"))
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "a.txt").write_text("第一章 总论\n佛光寺东大殿面阔七间。", "utf-8")
    (folder / "b.md").write_text("# 记\n\n晋祠圣母殿有鱼沼飞梁。", "utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    code = main(["kb", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def add(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code, out, _ = run(capsys, "add", *words, "--collection", "素材", "--json")
    return code, json.loads(out)


NEW = ("--title", "本剧素材", "--licence", "自有")


def test_add_gives_the_contract(capsys: pytest.CaptureFixture[str], papers: Path) -> None:
    (papers / "坏.pdf").write_bytes(b"%PDF")
    code, data = add(capsys, str(papers), *NEW)
    assert code == 0
    assert {"collection", "added", "unchanged", "replaced", "skipped", "passages"} <= set(data)
    assert data["added"] == [str(papers / "a.txt"), str(papers / "b.md")]
    assert set(data["skipped"][0]) == {"file", "why"}
    code, data = add(capsys, str(papers))
    assert (code, len(data["unchanged"]), data["passages"]) == (0, 2, 2)


def test_add_exits_1_only_where_every_file_was_refused(
    capsys: pytest.CaptureFixture[str], papers: Path
) -> None:
    assert add(capsys, str(papers / "无.txt"), *NEW)[0] == 1
    assert add(capsys, str(papers / "a.txt"), *NEW)[0] == 0
    (papers / "c.txt").write_bytes((papers / "a.txt").read_bytes())
    code, data = add(capsys, str(papers / "c.txt"))
    assert (code, data["skipped"][0]["duplicate_of"]) == (0, str(papers / "a.txt"))


def test_text_tells_counts_and_what_was_passed_over(
    capsys: pytest.CaptureFixture[str], papers: Path
) -> None:
    (papers / "x.png").write_bytes(b"x")
    (papers / "[red][b].png").write_bytes(b"x")
    code, out, err = run(capsys, "add", str(papers), "--collection", "素材", *NEW)
    assert code == 0
    assert "新收 2" in out
    assert "x.png：不认识的格式" in out
    assert "收入资料 · [red][b].png" in err


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["add", "x", "--collection", "新"], "--licence"),
        (["add", "x", "--collection", "../x", *NEW], "资料夹名"),
        (["remove", "--collection", "无", "--all"], "没有资料夹"),
        (["remove", "--collection", "素材"], "--all"),
    ],
)
def test_refusals_are_one_sentence(
    capsys: pytest.CaptureFixture[str], papers: Path, words: list[str], part: str
) -> None:
    code, _, err = run(capsys, *words)
    assert code == 1
    assert part in err
    assert len(err.strip().splitlines()) == 1


def test_collections_and_remove(capsys: pytest.CaptureFixture[str], papers: Path) -> None:
    assert "还没有资料夹" in run(capsys, "collections")[1]
    add(capsys, str(papers), *NEW, "--owner", "某社")
    (row,) = json.loads(run(capsys, "collections", "--json")[1])["collections"]
    assert (row["name"], row["title"], row["owner"]) == ("素材", "本剧素材", "某社")
    assert (row["documents"], row["passages"]) == (2, 2)

    code, out, _ = run(capsys, "remove", "--collection", "素材", "a.txt", "无.txt")
    assert code == 1  # nothing goes where one name is wrong
    code, out, _ = run(capsys, "remove", "--collection", "素材", "a.txt", "--json")
    assert (code, json.loads(out)["removed"]) == (0, [str(papers / "a.txt")])
    assert json.loads(out)["passages"] == 1
    code, out, _ = run(capsys, "remove", "--collection", "素材", "--all")
    assert code == 0
    assert json.loads(run(capsys, "collections", "--json")[1]) == {"collections": []}
