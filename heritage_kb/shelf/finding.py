"""Which files were meant: those named, and those in the folders named, in one fixed order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from heritage_kb.shelf.lettering import one_line
from heritage_kb.shelf.limits import FILE_BYTES, MEGABYTE
from heritage_kb.shelf.opening import READERS
from heritage_kb.shelf.place import place_of

_SAVE_AS = {
    **dict.fromkeys(("doc", "docm", "wps", "rtf", "odt", "pages"), "docx"),
    **dict.fromkeys(("xls", "xlsm", "et", "ods", "numbers"), "xlsx"),
    **dict.fromkeys(("ppt", "pptx", "dps", "odp", "ofd", "caj", "mobi", "azw3"), "pdf"),
}
_LITTER = ("thumbs.db", "desktop.ini")  # what file managers leave in folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file that was meant. ``why`` says why it cannot be read; empty where it may be."""

    file: Path
    shown: str  # as it was given, fit for a screen
    place: str  # absolute
    why: str = ""

    @property
    def form(self) -> str:
        """Return the suffix without its dot, in lower case."""
        return self.file.suffix.lower().removeprefix(".")


def find(paths: Iterable[str | os.PathLike[str]]) -> list[Found]:
    """Return every file once, sorted by its absolute path.

    Links inside a folder that lead out of it are not followed; hidden files are passed over.
    """
    found: dict[str, Found] = {}
    for given in paths:
        path = Path(os.fspath(given).replace("\0", ""))
        for file, why in _in_folder(path) if path.is_dir() else [(path, "")]:
            one = _looked_at(file, why)
            found.setdefault(one.place, one)
    return [found[place] for place in sorted(found)]


def _in_folder(folder: Path) -> Iterator[tuple[Path, str]]:
    inside = folder.resolve()
    closed: list[OSError] = []
    for where, folders, files in os.walk(folder, onerror=closed.append, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(where)
        for name in folders:
            if (here / name).is_symlink():
                yield here / name, "是通往别处的链接，没有跟随。"
        for name in sorted(files):
            file = here / name
            if name.startswith((".", "~$")) or name.lower() in _LITTER:
                continue
            outside = file.is_symlink() and not file.resolve().is_relative_to(inside)
            yield file, "是通往文件夹外的链接，没有跟随。" if outside else ""
    for error in closed:
        yield Path(error.filename or folder), "打不开这个文件夹，请检查权限。"


def _looked_at(file: Path, why: str) -> Found:
    shown = one_line(os.fsencode(file).decode("utf-8", "replace"))
    found = Found(file=file, shown=shown, place=place_of(file), why=why)
    if why:
        return found
    return Found(file=file, shown=shown, place=found.place, why=_refusal(file, found.form))


def _refusal(file: Path, form: str) -> str:
    try:
        status = file.stat()
    except (OSError, ValueError):
        return "找不到，或没有权限，请检查路径。"
    if not stat.S_ISREG(status.st_mode):
        return "不是普通文件。"
    if form in _SAVE_AS:
        return f"不读 .{form}，请另存为 {_SAVE_AS[form]} 再试。"
    if form not in READERS:
        return (
            f"不认识的格式{f' .{form}' if form else ''}，可读 txt md docx pdf xlsx csv html epub。"
        )
    if status.st_size > FILE_BYTES:
        return f"超过 {FILE_BYTES // MEGABYTE} MB，请拆开再试。"
    return "是空文件。" if status.st_size == 0 else ""
