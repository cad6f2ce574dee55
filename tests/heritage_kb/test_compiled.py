"""The compiled index: keyed by content, whole or built again, and never in the way."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import heritage_kb
from heritage_kb.finding import compiled as module
from heritage_kb.finding.compiled import compiled
from heritage_kb.finding.retrieval import HybridRetriever

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def kb(tmp_path):
    """A small knowledge base of its own beside what ships would take too long; this is whole."""
    return heritage_kb.open()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def index_of(home):
    return [f for f in (home / "cache/index").iterdir() if not f.name.startswith("building-")]


def test_it_is_built_once_and_opened_after(kb, home, monkeypatch):
    compiled(kb, None)
    (folder,) = index_of(home)
    built = folder.stat().st_mtime_ns
    monkeypatch.setattr(module, "_build", lambda *a: pytest.fail("built twice"))
    compiled(kb, None)
    assert index_of(home)[0].stat().st_mtime_ns == built


def test_other_content_has_another_key(kb, home, tmp_path):
    compiled(kb, None)
    (tmp_path / "entries").mkdir()
    row = {"id": "x-si", "kind": "site", "title": "某某寺", "sources": ["own"]}
    (tmp_path / "entries/a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    more = heritage_kb.open((tmp_path,))
    assert HybridRetriever(more, dense=False).search("某某寺")[0].entry.id == "x-si"
    assert len(index_of(home)) == 2


@pytest.mark.parametrize("harm", ["cut", "noise", "missing", "manifest"])
def test_a_damaged_index_is_built_again(kb, home, harm):
    compiled(kb, None)
    (folder,) = index_of(home)
    big = max((f for f in folder.rglob("*") if f.is_file()), key=lambda f: f.stat().st_size)
    if harm == "cut":
        big.write_bytes(big.read_bytes()[:100])
    elif harm == "noise":
        data = bytearray(big.read_bytes())
        data[len(data) // 2] ^= 255
        big.write_bytes(bytes(data))
    elif harm == "missing":
        big.unlink()
    else:
        (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert HybridRetriever(kb, dense=False).search("应县木塔")[0].entry.title == "佛宫寺释迦塔"


def test_where_nothing_can_be_written_it_is_kept_in_memory(kb, home, tmp_path):
    (tmp_path / "home").write_text("a file where the folder should be", encoding="utf-8")
    assert HybridRetriever(kb, dense=False).search("应县木塔")


def test_two_processes_at_once_both_answer(home):
    code = (
        "import heritage_kb\n"
        "from heritage_kb.finding.retrieval import HybridRetriever\n"
        "found = HybridRetriever(heritage_kb.open(), dense=False).search('应县木塔')\n"
        "print(found[0].entry.id)"
    )
    env = os.environ | {"SANJIN_HOME": str(home)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert {p.communicate()[0].strip() for p in both} == {"fogongsishijiata"}
    assert len(index_of(home)) == 1


def test_old_indexes_and_dead_builders_are_tidied_away(kb, home):
    root = home / "cache/index"
    for name in ("a", "b", "c", "d", "building-x"):
        (root / name).mkdir(parents=True)
        os.utime(root / name, (1, 1))
    compiled(kb, None)
    assert len(index_of(home)) == 3
    assert not (root / "building-x").exists()


def test_shipped_vectors_fit_the_shipped_texts(kb):
    known = module.shipped_vectors("multilingual-e5-small-q4")
    texts = module.meant_texts(kb)
    missing = [text for text in texts if module.text_key(text) not in known]
    assert len(missing) == 0, f"run python -m heritage_kb.finding.vectors: {missing[:3]}"
