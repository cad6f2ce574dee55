"""All or nothing, and a person's files are never lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from heritage_kb.errors import RefusedInput
from heritage_kb.publish import KEPT, MARKER, publish, write_file

ROOT = Path(__file__).resolve().parents[2]


def fill(out: Path, **files: str) -> None:
    with publish(out) as staging:
        for name, text in files.items():
            (staging / f"{name}.txt").write_text(text, "utf-8")


def interrupted(out: Path) -> None:
    with publish(out) as staging:
        (staging / "a.txt").write_text("new")
        raise KeyboardInterrupt


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_the_second_run_replaces_the_first_and_leaves_nothing_beside(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    fill(out, a="1", b="1")
    fill(out, a="2")
    assert names(out) == [MARKER, "a.txt"]
    assert (out / "a.txt").read_text() == "2"
    assert [p.name for p in out.parent.iterdir()] == ["out"]


def test_an_error_leaves_the_old_output_or_none(tmp_path: Path) -> None:
    for old in (False, True):
        out = tmp_path / f"out{old}"
        if old:
            fill(out, a="old")
        with pytest.raises(KeyboardInterrupt):
            interrupted(out)
        assert out.exists() == old
        assert not old or (out / "a.txt").read_text() == "old"
        assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_an_error_in_the_swap_puts_the_old_output_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    fill(out, a="old")
    rename = Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fill(out, a="new")
    assert (out / "a.txt").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_what_a_person_added_or_changed_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    fill(out, a="1", b="1")
    (out / "notes.md").write_text("mine")
    (out / "a.txt").write_text("my change")
    fill(out, a="2", b="2")
    fill(out, a="3", b="3")
    assert (out / "notes.md").read_text() == "mine"
    assert (out / KEPT / "a.txt").read_text() == "my change"
    assert ((out / "a.txt").read_text(), (out / "b.txt").read_text()) == ("3", "3")


def test_a_folder_that_is_not_ours_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(RefusedInput, match="不是三晋写的"), publish(tmp_path):
        pass
    assert names(tmp_path) == ["thesis.doc"]


def test_a_file_as_target_is_refused_and_an_empty_folder_is_not(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(RefusedInput, match="是一个文件"), publish(file):
        pass
    with pytest.raises(RefusedInput), publish(file / "below"):
        pass
    (tmp_path / "empty").mkdir()
    fill(tmp_path / "empty", a="1")
    assert file.read_text() == "x"


SLOW = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
from heritage_kb.publish import publish
with publish(sys.argv[1]) as staging:
    (staging / "half.txt").write_text("half")
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_killed_run_leaves_the_old_output_and_the_next_run_clears_up(
    how: signal.Signals, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    fill(out, a="old")
    run = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(out)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert run.stdout is not None
    run.stdout.readline()
    time.sleep(0.05)
    run.send_signal(how)
    run.communicate(timeout=20)
    assert names(out) == [MARKER, "a.txt"]
    fill(out, a="new")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_output_moved_aside_by_a_killed_run_comes_back(tmp_path: Path) -> None:
    from heritage_kb import publish as module

    out = tmp_path / "out"
    fill(out, a="old")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    out.rename(tmp_path / f".out.old-{module._host()}-{gone.pid}-1")
    with pytest.raises(ValueError, match="stop"), publish(out):
        raise ValueError("stop")
    assert (out / "a.txt").read_text() == "old"


def test_a_file_is_whole_or_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    write_file(file, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RefusedInput, match="磁盘已满"):
        write_file(file, b"new")
    assert file.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    with pytest.raises(RefusedInput, match="文件夹"):
        write_file(tmp_path, b"x")
