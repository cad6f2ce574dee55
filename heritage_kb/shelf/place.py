"""Where collections live, and what they may be called."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from pathlib import Path

from heritage_kb.errors import RefusedInput, UnknownName
from heritage_kb.home import home

_NAME = re.compile(
    r"[0-9A-Za-z_\u3007\u3400-\u4dbf\u4e00-\u9fff][0-9A-Za-z_\-\u3007\u3400-\u4dbf\u4e00-\u9fff]{0,39}"
)
_DEVICES = re.compile(r"CON|PRN|AUX|NUL|(?:COM|LPT)[0-9]", re.IGNORECASE)  # Windows keeps these


def checked_name(name: str) -> str:
    """Return the name of a collection as it may stand in a path and in an id.

    Raises:
        RefusedInput: empty, longer than 40, or holding anything but Chinese characters, Latin
            letters, digits, ``-`` and ``_``; or a name that Windows keeps for devices.
    """
    if not _NAME.fullmatch(name) or _DEVICES.fullmatch(name):
        raise RefusedInput(
            f"资料夹名「{name[:40]}」不能用：请用 1 到 40 个汉字、字母、数字、- 或 _，不以 - 开头。",
            f"{name[:40]!r} cannot name a collection: use 1-40 Chinese characters, letters, "
            "digits, - or _.",
        )
    return name


def collection_file(name: str, root: Path | None = None) -> Path:
    """Return the database file of a collection; see ``checked_name`` for what is refused."""
    return _folder(root) / f"{checked_name(name)}.db"


def index_folder(name: str, root: Path | None = None) -> Path:
    """Return the folder in which a search index derived from the collection may live."""
    return _folder(root) / f"{checked_name(name)}.index"


def delete_files(file: Path) -> None:
    """Delete the database of a collection, its logs, and the index derived from it.

    Raises:
        OSError: one of them cannot be deleted.
    """
    for end in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    index = index_folder(file.stem, file.parent.parent)
    if index.is_dir():
        shutil.rmtree(index)


def collection_names(root: Path | None = None) -> list[str]:
    """Return the names of the collections there are, sorted.

    Args:
        root: the user's folder; None for ``home()``.
    """
    try:
        files = sorted(file.stem for file in _folder(root).glob("*.db"))
    except OSError:
        return []
    return [name for name in files if _NAME.fullmatch(name)]


def refuse_unusable(name: str, *, title: str, licence: str, root: Path | None = None) -> None:
    """Refuse what a collection cannot be made with.

    Raises:
        RefusedInput: a bad name, one that differs from another only in case, no title or licence.
    """
    checked_name(name)
    for other in collection_names(root):
        if other != name and other.casefold() == name.casefold():
            raise RefusedInput(
                f"已有资料夹「{other}」，与「{name}」只差大小写，请用原来的写法。",
                f"There is a collection {other!r}; use that spelling.",
            )
    if not title.strip() or not licence.strip():
        raise RefusedInput(
            f"新建资料夹「{name}」要写明标题与许可：--title 书名或用途 --licence 许可或授权情况。",
            f"A new collection {name!r} needs --title and --licence.",
        )


def place_of(path: Path) -> str:
    """Return the absolute path under which a file is known, as text that can be stored."""
    text = os.fsencode(path.absolute()).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", os.path.normpath(text))


def unknown(name: str, root: Path | None) -> UnknownName:
    """Return the sentence for a collection that there is not, with those there are."""
    there = "、".join(collection_names(root)[:10])
    return UnknownName(
        f"没有资料夹「{name}」" + (f"；现有：{there}。" if there else "；用 kb add 新建。"),
        f"No collection {name!r}." + (f" There are: {there}." if there else ""),
    )


def identity(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from another that has taken its name; None where it is gone."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _folder(root: Path | None) -> Path:
    return (root or home()) / "collections"
