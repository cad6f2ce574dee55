"""The straight line of a studio's files: found → checked → read → cut → into the collection."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput, UnknownName
from heritage_kb.shelf.collection import Collection
from heritage_kb.shelf.finding import Found, find
from heritage_kb.shelf.lettering import one_line
from heritage_kb.shelf.limits import Allowance
from heritage_kb.shelf.pieces import cut
from heritage_kb.shelf.place import refuse_unusable
from heritage_kb.shelf.rows import Incoming, Settled
from heritage_kb.shelf.worker import Worker

Progress = Callable[[str, float], None]
_NAME = 200  # characters of a title


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    *,
    collection: str,
    title: str = "",
    licence: str = "",
    owner: str = "",
    progress: Progress | None = None,
    home: Path | None = None,
    allowance: Allowance | None = None,
) -> dict[str, Any]:
    """Put files and folders into a collection; what cannot be read is named and passed over.

    Args:
        paths: files, and folders with everything below them.
        collection: its name; made at the first document.
        title: of the collection; needed when it is made, remembered after.
        licence: likewise.
        owner: whose documents these are.
        progress: called with (file, share done from 0 to 1).
        home: the user's folder; None for ``SANJIN_HOME`` or the platform's place.
        allowance: what reading one file may cost.

    Returns:
        ``{"collection","added","unchanged","replaced","skipped":[{"file","why"}],"passages",
        "notes":[{"file","note"}]}``; ``passages`` counts the whole collection after. A skipped
        duplicate has ``duplicate_of`` as well.

    Raises:
        RefusedInput: no file at all, a bad name, or a new collection without title or licence.
        SanjinError: the collection cannot be written; what went in before stays.
    """
    found = find(paths)
    if not found:
        raise RefusedInput("没有找到文件，请给出文件或有文件的文件夹。", "No files were found.")
    settings = {"title": title, "licence": licence, "owner": owner}
    shelf = _Shelf(collection, settings, home)
    report = _Report()
    try:
        with Worker(allowance) as worker:
            for number, one in enumerate(found):
                if progress is not None:
                    progress(one_line(one.file.name), number / len(found))
                _take(one, worker, shelf, report)
        if progress is not None:
            progress("完成", 1.0)
        return report.told(collection, shelf.count())
    finally:
        shelf.close()


def _take(one: Found, worker: Worker, shelf: _Shelf, report: _Report) -> None:
    """Bring one file in, or say why not."""
    try:
        if one.why:
            raise RefusedInput(one.why)
        incoming = Incoming(one.shown, one.place, one_line(one.file.name), _hash(one.file))
        settled = shelf.settle(incoming)
        if settled is None:
            settled = _read_in(one, worker, shelf, incoming)
    except RefusedInput as refused:
        report.skipped.append({"file": one.shown, "why": refused.zh})
    except _Unreadable as trouble:
        report.skipped.append({"file": one.shown, "why": str(trouble)})
    else:
        report.took(one.shown, settled)


def _read_in(one: Found, worker: Worker, shelf: _Shelf, incoming: Incoming) -> Settled:
    stem = one_line(one.file.stem)
    sha256, size, opened = worker.open(str(one.file.absolute()), one.form, stem)
    pieces = cut(opened.blocks)
    if not pieces:
        raise RefusedInput("里面没有文字。", "There is no text in it.")
    read = incoming._replace(
        sha256=sha256,  # of the very bytes that were read
        size=size,
        title=one_line(opened.title)[:_NAME] or stem,
        form=one.form,
        pages=opened.pages,
        note=opened.note,
    )
    return shelf.made().add_document(read, pieces)


class _Unreadable(Exception):
    """A file that the system does not let us read."""


def _hash(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise _Unreadable(f"读不了（{error.strerror or error}），请检查权限。") from error


class _Shelf:
    """The collection of one run: opened where it is, made only when something goes in."""

    def __init__(self, name: str, settings: dict[str, str], home: Path | None) -> None:
        self._name, self._settings, self._home = name, settings, home
        self._open: Collection | None = None
        try:
            self._open = Collection.open(name, home=home)
        except UnknownName:
            refuse_unusable(name, title=settings["title"], licence=settings["licence"], root=home)
        else:
            self._open.describe(**settings)

    def settle(self, incoming: Incoming) -> Settled | None:
        return self._open.settle(incoming) if self._open is not None else None

    def made(self) -> Collection:
        if self._open is None:
            self._open = Collection.create(self._name, **self._settings, home=self._home)
        return self._open

    def count(self) -> int:
        return self._open.count() if self._open is not None else 0

    def close(self) -> None:
        if self._open is not None:
            self._open.close()


@dataclass(slots=True)
class _Report:
    """What became of each file."""

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)

    def took(self, shown: str, settled: Settled) -> None:
        if settled.what == "duplicate":
            other = settled.document.path
            why = f"与已有的「{other}」内容相同，不重复收。"
            self.skipped.append({"file": shown, "why": why, "duplicate_of": other})
            return
        getattr(self, settled.what).append(shown)
        if settled.document.note and settled.what != "unchanged":
            self.notes.append({"file": shown, "note": settled.document.note})

    def told(self, collection: str, passages: int) -> dict[str, Any]:
        return {
            "collection": collection,
            "added": self.added,
            "unchanged": self.unchanged,
            "replaced": self.replaced,
            "skipped": self.skipped,
            "passages": passages,
            "notes": self.notes,
        }
