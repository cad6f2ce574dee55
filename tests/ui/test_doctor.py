"""``sanjin doctor`` and ``sanjin models``: what is there, what is missing, how to mend it."""

from __future__ import annotations

import json
from pathlib import Path

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


def test_a_model_of_the_settings_is_listed_with_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANJIN_SETTINGS", str(tmp_path / "s.toml"))
    monkeypatch.delenv("DRAMA_KEY", raising=False)
    endpoint = 'kind = "openai"\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "m"\n'
    (tmp_path / "s.toml").write_text(
        f'[models.far]\n{endpoint}api_key_env = "DRAMA_KEY"\nretries = 0\n'
        f'[models.mine]\nkind = "transformers"\npath = "{tmp_path.as_posix()}/none"\n',
        encoding="utf-8",
    )
    assert main(["models", "list", "--json"]) == 1
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["models"]}
    assert rows["far"]["state"] == "missing"
    assert "DRAMA_KEY" in rows["far"]["mend"]
    assert (rows["mine"]["state"], "none" in rows["mine"]["mend"]) in (
        ("broken", True), ("missing", False),
    )  # fmt: skip
    assert main(["doctor"]) == 1
    assert "✗ 语言模型 far" in capsys.readouterr().out
    monkeypatch.setenv("DRAMA_KEY", "k")
    assert main(["models", "check", "far", "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)["models"]
    assert (row["state"], "连不上" in row["does"]) == ("broken", True)
    assert main(["models", "check", "nobody"]) == 1
    assert "没有叫“nobody”的模型" in capsys.readouterr().err


def test_settings_that_cannot_be_read_are_one_line_of_the_doctor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANJIN_SETTINGS", str(tmp_path / "s.toml"))
    (tmp_path / "s.toml").write_text('[models.m]\nkind = "x"\n', encoding="utf-8")
    assert main(["doctor"]) == 1
    assert "✗ 语言模型　s.toml 的 [models.m] 要写 kind" in capsys.readouterr().out
    assert main(["models", "list"]) == 1


def test_painters_are_listed_and_one_that_is_damaged_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from scenes.painter import lock

    monkeypatch.setenv("SANJIN_HOME", str(tmp_path))
    assert main(["models", "list", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["models"]}
    assert rows["z-image-turbo"]["state"] == "optional"
    assert rows["z-image-turbo"]["mend"] == "sanjin models pull z-image-turbo"
    folder = tmp_path / "models" / "z-image-turbo"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    made = lock.Lock(
        model="z-image-turbo", family="z-image", licence="Apache-2.0", vram_gb=16, revisions={},
        files=lock.seal(folder),
    )  # fmt: skip
    lock.write(folder, made)
    (folder / "config.json").write_text("[]", encoding="utf-8")
    assert main(["models", "check", "z-image-turbo"]) == 1
    assert "与锁文件不符" in capsys.readouterr().out
