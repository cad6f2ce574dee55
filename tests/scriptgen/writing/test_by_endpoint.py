"""A draft by a model behind a wire: settings file, endpoint, prompt, scene, files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scriptgen.models.request import Material, Request
from tests.scriptgen.models.endpoint import Endpoint, Reply
from tests.scriptgen.writing.fake import BRIEF, good
from ui.cli import main

pytest.importorskip("langchain_openai")
pytest.importorskip("json_repair")


def request_of(body: dict[str, Any]) -> Request:
    """Return the request that a conversation was made from, as a model would understand it."""
    system, user = (message["content"] for message in body["messages"][:2])
    mark = re.search(r"“〔材料 (\w+)”", system)[1]  # type: ignore[index]
    blocks = re.findall(rf"〔材料 {mark} 编号：([^\n]+)〕\n(.*?)\n〔完 {mark}〕", user, re.DOTALL)
    return Request(
        task="scene",
        slots={"seconds": re.search(r"约 (\d+) 秒", system)[1]},  # type: ignore[index]
        material=tuple(
            Material(id=id, text=re.sub(rf"^{mark}│", "", text, flags=re.MULTILINE))
            for id, text in blocks
        ),
        seed=body["seed"],
    )


def scene(body: dict[str, Any]) -> Any:
    return {"lines": good(request_of(body))}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SANJIN_SETTINGS", raising=False)
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "题材.json").write_text(json.dumps(BRIEF, ensure_ascii=False), "utf-8")
    return tmp_path


def drafted(files: Path, endpoint: Endpoint) -> tuple[int, Path]:
    (files / "home" / "settings.toml").write_text(
        f'[models.main]\nkind = "openai"\nbase_url = "{endpoint.url}"\nmodel = "drama-1"\nretries = 0\n',
        encoding="utf-8",
    )
    out = files / "出"
    words = ["draft", str(files / "题材.json"), "-o", str(out), "--writer", "main"]
    return main([*words, "--episodes", "1"]), out


def test_the_lines_of_the_endpoint_stand_in_the_series(files: Path) -> None:
    with Endpoint(scene) as endpoint:
        code, out = drafted(files, endpoint)
        assert code == 0
        assert endpoint.bodies
    series = json.loads((out / "series.json").read_text("utf-8"))
    elements = [e for s in series["episodes"][0]["scenes"] for e in s["elements"]]
    said = {line["text"] for body in endpoint.bodies for line in scene(body)["lines"]}
    assert sum(e["text"] in said for e in elements) > len(elements) / 2
    assert any(e["citations"] for e in elements)


def test_an_endpoint_that_fails_leaves_a_whole_draft_and_no_traceback(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Endpoint(Reply(status=500)) as endpoint:
        code, out = drafted(files, endpoint)
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert code == 0
    series = json.loads((out / "series.json").read_text("utf-8"))
    assert all(s["elements"] for s in series["episodes"][0]["scenes"])
    assert "500" in (out / "series.json").read_text("utf-8") + said.out + said.err
