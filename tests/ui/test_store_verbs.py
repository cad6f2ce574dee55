"""``sanjin kb sync`` and a search through a store of the settings."""

from __future__ import annotations

import importlib.util
import json
from itertools import islice
from pathlib import Path

import pytest

import heritage_kb
from heritage_kb.finding.dense import embedded
from heritage_kb.stores import rows
from ui import plugged
from ui.cli import main


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SANJIN_SETTINGS", str(tmp_path / "settings.toml"))
    return tmp_path / "settings.toml"


def test_the_embedded_one_needs_no_sync(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.write_text('[store]\nkind = "embedded"\n', "utf-8")
    assert main(["kb", "sync", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "embedded"
    assert main(["kb", "search", "应县木塔", "--json"]) == 0


def test_a_mistake_in_the_settings_is_one_sentence(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.write_text('[store]\nkind = "qdrant"\nhots = "x"\n', "utf-8")
    for words in (["kb", "sync"], ["kb", "search", "木塔"]):
        assert main(words) == 1
        assert "不认识「hots」" in capsys.readouterr().err


@pytest.mark.extras
def test_sync_then_search(
    settings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec("langchain_qdrant") is None or embedded() is None:
        pytest.skip("needs langchain_qdrant and the embedded model")
    settings.write_text('[store]\nkind = "qdrant"\nlocation = "q"\n', "utf-8")
    some = list(islice(rows.rows_of(heritage_kb.open()), 400))
    monkeypatch.setattr(rows, "rows_of", lambda kb: some)
    assert main(["kb", "sync", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["added"] == 400
    assert main(["kb", "sync", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["added"], again["changed"], again["kept"]) == (0, 0, first["added"])
    assert main(["kb", "search", "应县木塔多高", "-k", "3", "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert "fogongsishijiata" in [hit["entry"] for hit in hits]
    plugged.retriever(heritage_kb.open()).store.close()
    plugged._fused.cache_clear()
