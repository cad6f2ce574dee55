"""The worker as a process: the verb end to end, two at once, a killed one."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes.painter import worker
from ui import cli

pytestmark = pytest.mark.filterwarnings("ignore")


def test_two_jobs_at_once_both_paint_one_after_the_other(
    render: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    done: list[dict[str, Any]] = []

    def other() -> None:
        done.append(
            scenes.paint(
                render, tmp_path / "b", "tiny-z-image", seed=2,
                progress=lambda word, part: said.append(word),
            )
        )  # fmt: skip

    thread = threading.Thread(target=other)
    thread.start()
    code = cli.main(
        [
            "scene",
            "paint",
            str(render),
            "-o",
            str(tmp_path / "a"),
            "--model",
            "tiny-z-image",
            "--json",
        ]
    )
    thread.join()
    body = json.loads(capsys.readouterr().out)
    assert code == 1  # random weights keep no building, and that is said
    assert not body["renders"][0]["pictures"][0]["kept"]["kept"]
    assert (tmp_path / "a" / "01-seed1.png").is_file()
    assert (tmp_path / "b" / "01-seed2.png").is_file()
    assert done[0]["renders"][0]["pictures"][0]["seed"] == 2


def test_one_worker_paints_on_a_device_and_the_next_says_that_it_waits(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(worker, "_BEAT", 0.01)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    first = worker._alone()
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    worker._alone().release()  # another card has its own queue
    assert "排队中" not in capsys.readouterr().out
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    waiting = threading.Thread(target=lambda: worker._alone().release())
    waiting.start()  # a lock is let go by the thread that holds it
    waiting.join(0.2)
    first.release()
    waiting.join(10)
    assert not waiting.is_alive()
    assert "排队中：别的图正在画" in capsys.readouterr().out


def test_a_worker_that_is_killed_is_one_sentence(
    render: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = subprocess.Popen

    def dies(words: list[str], **rest: Any) -> Any:
        code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
        return real([sys.executable, "-c", code], **rest)

    monkeypatch.setattr("scenes.listening.subprocess.Popen", dies)
    with pytest.raises(RefusedInput, match="SIGKILL"):
        scenes.paint(render, tmp_path / "a", "tiny-z-image")
    assert not (tmp_path / "a").exists()
