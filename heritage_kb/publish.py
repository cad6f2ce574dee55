"""All or nothing: a folder or a file appears whole, or not at all.

``with publish(out) as staging:`` hands out a fresh folder beside the target. When the block ends
well, the folder is flushed to disk and swapped in; when it does not (an error, Ctrl-C), the old
output stands untouched. What a person added to or changed in an earlier output is carried over.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from heritage_kb.errors import RefusedInput

MARKER = ".sanjin-output"  # names the files we wrote; its absence means: not our folder
KEPT = "旧稿"  # where a person's changed copy of one of our files goes
_RETRIES = 5
_serial = count(1)


@contextmanager
def publish(out_dir: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield an empty folder that becomes ``out_dir`` when the block ends without error.

    Files in an earlier output that a person added stay where they were; files that she changed
    are kept under ``旧稿/``.

    Raises:
        RefusedInput: the target is a file, cannot be written, is a folder with content that
            Sanjin did not write, or the disk is full.
    """
    target = Path(out_dir).expanduser().absolute()
    if target.is_symlink():
        target = target.resolve()
    _refuse_unusable(target)
    created = _make_parents(target)
    try:
        _recover(target)
        staging = _new_folder(target, "new")
        try:
            yield staging
            _finish(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise _said(error, target) from error
    finally:
        for folder in created:
            with suppress(OSError):
                folder.rmdir()  # only what we made, and only while empty


def write_file(path: str | os.PathLike[str], data: bytes) -> None:
    """Write ``data`` to ``path`` so that the file is never seen half-written.

    Raises:
        RefusedInput: ``path`` is a folder, cannot be written, or the disk is full.
    """
    target = Path(path)
    if target.is_dir():
        raise RefusedInput(
            f"“{target}”是文件夹，不能写成文件；请换一个文件名。",
            f"“{target}” is a folder, not a file; choose another file name.",
        )
    part = target.with_name(f".{target.name}.{os.getpid()}-{next(_serial)}.part")
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except OSError as error:
        raise _said(error, target) from error
    finally:
        part.unlink(missing_ok=True)


# ---------------------------------------------------------------------------------- refusing


def _refuse_unusable(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise RefusedInput(
            f"输出位置“{target}”是一个文件；请换一个文件夹名。",
            f"The output “{target}” is a file; name a folder.",
        )
    if not target.is_dir():
        return
    try:
        foreign = not (target / MARKER).is_file() and any(target.iterdir())
    except OSError as error:
        raise _said(error, target) from error
    if foreign:
        raise RefusedInput(
            f"文件夹“{target}”里已有不是三晋写的文件，不会覆盖；请换一个空文件夹。",
            f"“{target}” holds files that Sanjin did not write; choose an empty folder.",
        )


def _said(error: OSError, target: Path) -> RefusedInput:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return RefusedInput(
            f"磁盘已满，没有写出“{target}”（原有文件未动）；请腾出空间后再试。",
            f"The disk is full; “{target}” was not written and what was there is untouched.",
        )
    return RefusedInput(
        f"写不了“{target}”（{error.strerror or error}）；请检查权限或换一个位置。",
        f"Cannot write “{target}” ({error.strerror or error}); check permissions or choose "
        "another place.",
    )


def _make_parents(target: Path) -> list[Path]:
    """Create the missing parents and return them, deepest first."""
    missing = [folder for folder in target.parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _said(error, target) from error
    return missing


# ---------------------------------------------------------------------------------- swapping


def _finish(staging: Path, target: Path) -> None:
    listing = {name: _digest(staging / name) for name in _files(staging)}
    if target.is_dir():
        _carry_over(target, staging)
    text = json.dumps({"by": "sanjin", "files": listing}, ensure_ascii=False, indent=1)
    (staging / MARKER).write_text(text + "\n", encoding="utf-8")
    _flush(staging)
    _swap(staging, target)


def _swap(staging: Path, target: Path) -> None:
    for _ in range(_RETRIES):  # another run may publish to the same place meanwhile
        aside = _name(target, "old")
        try:
            with suppress(FileNotFoundError):
                target.rename(aside)
            staging.rename(target)
        except BaseException as error:
            if aside.exists() and not target.exists():
                aside.rename(target)
            if not isinstance(error, OSError) or error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            shutil.rmtree(aside, ignore_errors=True)
            continue
        shutil.rmtree(aside, ignore_errors=True)
        _flush_folder(target.parent)
        return
    raise RefusedInput(
        f"另一个程序正在写“{target}”；请等它结束再试。",
        f"Another run is writing “{target}”; wait for it to end.",
    )


def _carry_over(old: Path, new: Path) -> None:
    """Copy into ``new`` what a person added to or changed in ``old``."""
    written = _listing(old)
    for name in _files(old):
        if name == MARKER or written.get(name) == _digest(old / name):
            continue
        place = new / name
        if name in written or place.exists():
            place = _free(new / KEPT / name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(old / name, place)


def _listing(folder: Path) -> dict[str, str]:
    try:
        data = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in data["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # then everything counts as a person's and is kept


def _free(path: Path) -> Path:
    if not path.exists():
        return path
    stems = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in count(2))
    return next(stem for stem in stems if not stem.exists())


def _files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _digest(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _flush(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as data:
                os.fsync(data.fileno())
        else:
            _flush_folder(path)
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    with suppress(OSError):  # Windows cannot open a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# ------------------------------------------------------------------------------ left by dead runs


def _host() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _name(target: Path, role: str) -> Path:
    return target.with_name(f".{target.name}.{role}-{_host()}-{os.getpid()}-{next(_serial)}")


def _new_folder(target: Path, role: str) -> Path:
    while True:
        folder = _name(target, role)
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder


def _recover(target: Path) -> None:
    """Put back an output that a killed run had moved aside; clear what dead runs left."""
    for path in _left_by_dead_runs(target, "old"):
        if target.exists():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.rename(target)
    for path in _left_by_dead_runs(target, "new"):
        shutil.rmtree(path, ignore_errors=True)


def _left_by_dead_runs(target: Path, role: str) -> list[Path]:
    pattern = re.compile(rf"\.{re.escape(target.name)}\.{role}-{_host()}-(\d+)-\d+")
    found = sorted(path for path in target.parent.iterdir() if path.is_dir())
    matches = ((path, pattern.fullmatch(path.name)) for path in found)
    return [path for path, match in matches if match and not _alive(int(match[1]))]


def _alive(pid: int) -> bool:
    if sys.platform == "win32":  # there os.kill(pid, 0) would end the process
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)
        if handle:
            kernel.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return False
    except PermissionError:
        return True
    return True
