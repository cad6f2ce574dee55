"""Giving a file to a page: a copy in a private folder, so that no address leads into a project."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

_KEPT_S = 86_400.0  # as long as Gradio keeps its own copies
_LOOK_S = 600.0
_looked: dict[Path, float] = {}


def give(path: Path, folder: Path) -> str:
    """Return the path of a copy that may be served; the same file is copied once."""
    state = path.stat()
    key = f"{path}|{state.st_mtime_ns}|{state.st_size}"
    target = folder / hashlib.sha256(key.encode()).hexdigest()[:32] / path.name
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{os.urandom(4).hex()}")
        shutil.copyfile(path, part)
        part.replace(target)
    return str(target)


def sweep(folder: Path) -> None:
    """Delete copies that nobody was given for a day; called often, it looks seldom."""
    now = time.monotonic()
    if now - _looked.get(folder, 0.0) < _LOOK_S and folder in _looked:
        return
    _looked[folder] = now
    for one in folder.glob("*"):
        if time.time() - one.stat().st_mtime > _KEPT_S:
            shutil.rmtree(one, ignore_errors=True)
