"""``sanjin doctor`` and ``sanjin models``: what is there, what is missing, how to mend it."""

from __future__ import annotations

import json

import pytest

from ui import doctor
from ui.cli import main


def test_everything_here_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["ok"]
    states = {one["name"]: one["state"] for one in said["checks"]}
    assert states["知识库"] == states["检索索引"] == states["资料目录"] == "ok"
    assert all(one["mend"] for one in said["checks"] if one["state"] != "ok")


def test_what_is_missing_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "✗ docx" in said
    assert "pip install" in said


def test_a_folder_that_cannot_be_written_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor.os, "access", lambda folder, how: False)
    assert main(["doctor"]) == 1
    assert "写不进去" in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["list", "check"])
def test_models_say_whether_they_run(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["models", verb, "--json"])
    rows = json.loads(capsys.readouterr().out)["models"]
    assert {"scaffold"} <= {row["name"] for row in rows}
    assert all(row["licence"] and row["does"] for row in rows)
