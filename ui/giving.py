"""Giving files to a page: copies in a private folder, so that no address leads into a project."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

_KEPT_S = 86_400.0  # as long as Gradio keeps its own copies
_LOOK_S = 600.0
_looked: dict[Path, float] = {}


def give(path: Path, folder: Path) -> str:
    """Return the path of a copy that may be served; the same file is copied once."""
    state = path.stat()
    key = f"{path}|{state.st_mtime_ns}|{state.st_size}"
    target = folder / hashlib.sha256(key.encode()).hexdigest() / path.name
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{os.urandom(4).hex()}")
        shutil.copyfile(path, part)
        part.replace(target)
    return str(target)


def address(given: str | Path) -> str:
    """Return the address, from the page, of a file that was given."""
    return f"gradio_api/file={quote(str(given), safe='/:')}"


def thumbnail(path: Path, folder: Path, side: int = 420) -> str:
    """Return the path of a small labelled copy of a picture that may be served, made once."""
    from PIL import Image

    from heritage_kb import label

    state = path.stat()
    key = f"{path}|{state.st_mtime_ns}|{side}"
    target = folder / hashlib.sha256(key.encode()).hexdigest() / f"{path.stem}.webp"
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{os.urandom(4).hex()}.webp")
        with Image.open(path) as whole:
            small: Image.Image = whole
            if whole.mode.startswith("I"):  # 16 bits
                small = whole.convert("I").point(lambda grey: grey / 256).convert("L")
            small = small.convert("RGB")
            small.thumbnail((side, side))
            small.save(part, quality=84)
        # Where the picture shows a mark, it shows it here as well: only the hidden half is written.
        label.stamp(part, control=True)
        part.replace(target)
    return str(target)


def zipped(target: Path, members: Iterable[tuple[Path, str]]) -> Path:
    """Write files into one zip, each under a name, and return the zip.

    Member times are fixed, so that the same files give the same zip.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in members:
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, path.read_bytes())
    return target


def sweep(folder: Path) -> None:
    """Delete copies that nobody was given for a day; called often, it looks seldom."""
    now = time.monotonic()
    if now - _looked.get(folder, 0.0) < _LOOK_S and folder in _looked:
        return
    _looked[folder] = now
    for one in folder.glob("*"):
        if time.time() - one.stat().st_mtime > _KEPT_S:
            shutil.rmtree(one, ignore_errors=True)
