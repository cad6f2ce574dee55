"""The lock of a model's folder: which files make it up, their digests, revision and licence.

A model is only loaded from a folder whose files are those of its lock, byte for byte, and whose
weights are safetensors: nothing in it can run code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from heritage_kb.errors import RefusedInput
from heritage_kb.home import cache
from heritage_kb.publish import write_file

LOCK = "lock.json"
BASE, CONTROL, REFERENCE = "base", "control", "reference"  # folders within a model's folder
Progress = Callable[[str, float], None]
_RUNS_CODE = (
    ".bin",
    ".pt",
    ".pth",
    ".ckpt",
    ".pkl",
    ".pickle",
    ".py",
    ".so",
    ".dll",
    ".npy",
    ".msgpack",
)
_WITH_CODE = ("config.json", "tokenizer_config.json", "model_index.json")


class Locked(BaseModel):
    """One file: its path within the folder, size in bytes, and SHA-256."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Lock(BaseModel):
    """What a folder holds, and under which licence it came."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = 1
    model: str
    family: str
    licence: str
    vram_gb: float
    revisions: dict[str, str]  # repository → commit, or "local"
    files: tuple[Locked, ...]

    @property
    def digest(self) -> str:
        """Return one digest for the whole model: what a recipe names."""
        told = "\n".join(f"{f.sha256} {f.path}" for f in sorted(self.files, key=lambda f: f.path))
        return hashlib.sha256(told.encode()).hexdigest()


def read(folder: Path) -> Lock:
    """Return the lock of a folder.

    Raises:
        RefusedInput: no folder, no lock in it, or one that cannot be read.
    """
    path = folder / LOCK
    if not path.is_file():
        what = "里没有锁文件" if folder.is_dir() else "还没有下载"
        raise RefusedInput(
            f"绘图模型 {folder.name} {what}；请运行 sanjin models pull {folder.name}。",
            f"{folder.name} is not pulled: sanjin models pull {folder.name}.",
        )
    try:
        lock = Lock.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as wrong:
        raise RefusedInput(
            f"绘图模型 {folder.name} 的锁文件读不了；请重新运行 sanjin models pull {folder.name}。",
            f"The lock of {folder.name} cannot be read; pull it again.",
        ) from wrong
    for one in lock.files:
        _within(one.path, folder.name)
    return lock


def write(folder: Path, lock: Lock) -> None:
    """Write a folder's lock."""
    body = json.dumps(lock.model_dump(mode="json"), ensure_ascii=False, indent=1)
    write_file(folder / LOCK, (body + "\n").encode())


def seal(folder: Path, progress: Progress | None = None) -> tuple[Locked, ...]:
    """Return size and digest of every file of a folder but its lock.

    Raises:
        RefusedInput: one that could run code, or a link.
    """
    paths = [p for p in sorted(folder.rglob("*")) if p != folder / LOCK and not p.is_dir()]
    rows = []
    for n, path in enumerate(paths):
        name = path.relative_to(folder).as_posix()
        refuse_code(path, name)
        if progress:
            progress(f"核对 {name}", n / len(paths))
        rows.append(Locked(path=name, size=path.stat().st_size, sha256=digest(path)))
    return tuple(rows)


def verify(folder: Path, *, whole: bool = True, progress: Progress | None = None) -> Lock:
    """Return a folder's lock after checking that the folder is what it says.

    Args:
        folder: of the model.
        whole: read every byte; else sizes only (gigabytes take a minute to read).
        progress: told which file is looked at, and how far it is, 0..1.

    Raises:
        RefusedInput: a file that is missing, too many, changed, or could run code.
    """
    lock = read(folder)
    here = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
    for name in sorted(here):
        refuse_code(folder / name, name)
    strange = sorted(here - {f.path for f in lock.files} - {LOCK})
    if strange:
        raise RefusedInput(
            f"绘图模型 {folder.name} 里多出 {strange[0]}，不在锁文件里；请移走它。",
            f"{folder.name} holds {strange[0]}, which its lock does not name.",
        )
    for n, one in enumerate(lock.files):
        path = folder / one.path
        if progress:
            progress(f"核对 {one.path}", n / len(lock.files))
        if not path.is_file():
            raise _pull(folder, f"缺少 {one.path}", f"lacks {one.path}")
        if path.stat().st_size != one.size or (whole and _known(path) != one.sha256):
            raise _pull(folder, f"的 {one.path} 与锁文件不符", f"has a changed {one.path}")
    return lock


def _known(path: Path) -> str:
    """Return a file's SHA-256; one untouched since is not read again: gigabytes take a minute."""
    stat = path.stat()
    key, kept = f"{path.absolute()}|{stat.st_size}|{stat.st_mtime_ns}", cache() / "painting"
    if key not in (told := _told(kept / "digests.json")):
        told = {**told, key: digest(path)}
        kept.mkdir(parents=True, exist_ok=True)
        write_file(kept / "digests.json", json.dumps(told).encode())
    return told[key]


def _told(file: Path) -> dict[str, str]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refuse_code(path: Path, name: str) -> None:
    """Refuse a file of a model that could run code: pickled weights, sources, links, ``auto_map``.

    Raises:
        RefusedInput: it could.
    """
    if path.is_symlink():
        raise RefusedInput(
            f"绘图模型里的 {name} 是链接，不读；请换成文件本身。", f"{name} is a link."
        )
    if path.suffix.lower() in _RUNS_CODE:
        raise RefusedInput(
            f"绘图模型里的 {name} 能夹带代码，不读；请只留 safetensors 权重。",
            f"{name} could run code; only safetensors are read.",
        )
    if path.name in _WITH_CODE and path.is_file() and _names_code(path, name):
        raise RefusedInput(
            f"绘图模型的 {name} 要运行自带的代码，不读；请换一个 diffusers 自己认得的模型。",
            f"{name} wants to run code of its own.",
        )


def _names_code(path: Path, name: str) -> bool:
    try:
        body: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as why:
        raise RefusedInput(
            f"绘图模型的 {name} 读不了；请重新下载。", f"Cannot read {name}."
        ) from why
    return isinstance(body, dict) and "auto_map" in body


def _within(name: str, model: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise RefusedInput(
            f"绘图模型 {model} 的锁文件指到文件夹外面（{name}），不用；请重新下载。",
            f"The lock of {model} points outside its folder.",
        )


def _pull(folder: Path, zh: str, en: str) -> RefusedInput:
    return RefusedInput(
        f"绘图模型 {folder.name} {zh}；请运行 sanjin models pull {folder.name} 补齐。",
        f"{folder.name} {en}: sanjin models pull {folder.name}.",
    )
