"""A studio's own material behind its panel: uploads taken over, read, indexed, removed again.

An upload is moved to ``uploads/<collection>/<name>`` below the user's folder before it is read,
so that the same name sent again replaces the older content; it is deleted once it has been read.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import heritage_kb
from heritage_kb.errors import RefusedInput, SanjinError, UnknownName
from heritage_kb.home import home

if TYPE_CHECKING:
    from heritage_kb.finding.retrieval import HybridRetriever

Progress = Callable[[str, float], None]
Work = Callable[[Progress], Any]

MOST_FILES = 50  # in one go
_AT_ONCE = 40  # passages that are indexed within a search; some seconds
_READING = 0.5  # share of the bar that reading takes; indexing takes the rest


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What is said of a collection; title and licence are needed when it is made."""

    name: str
    title: str = ""
    licence: str = ""
    owner: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A collection as the panel shows it; ``trouble`` says why it cannot be read."""

    settings: Settings
    documents: tuple[Any, ...] = ()
    passages: int = 0
    trouble: str = ""


def names() -> list[str]:
    """Return the names of the collections there are."""
    from heritage_kb.shelf import collection_names

    return collection_names()


def kept(name: str) -> Kept | None:
    """Return a collection; None where there is none of that name."""
    try:
        one = heritage_kb.open().collection(name)
        settings = Settings(name=name, title=one.title, licence=one.licence, owner=one.owner)
        documents = tuple(sorted(one.documents(), key=lambda row: (row.added, row.name)))
        return Kept(settings=settings, documents=documents, passages=one.count())
    except UnknownName:
        return None
    except SanjinError as trouble:
        known = name in names()
        return Kept(settings=Settings(name=name), trouble=trouble.zh) if known else None


def settled(name: str, title: str, licence: str, owner: str) -> Settings:
    """Return the settings as they can be used.

    Raises:
        RefusedInput: a name that cannot be used, or a new collection without title or licence.
    """
    from heritage_kb.shelf.place import checked_name

    if not (name or "").strip():
        raise RefusedInput("请先选一个资料夹，或起个新名字。", "Name the collection first.")
    texts = [(one or "").strip()[:200] for one in (title, licence, owner)]
    said = Settings(name=checked_name((name or "").strip()), title=texts[0], licence=texts[1],
                    owner=texts[2])  # fmt: skip
    if said.name not in names() and not (said.title and said.licence):
        raise RefusedInput(
            f"「{said.name}」是新的资料夹，请写上标题和许可（如 自有、本村授权）。",
            "A new collection needs a title and a licence.",
        )
    return said


def received(name: str, files: Sequence[str]) -> tuple[list[Path], list[dict[str, str]]]:
    """Move uploads to the place from which they are read.

    Args:
        name: of the collection, already checked.
        files: temporary files; none is left behind.

    Returns:
        The files to read, and the skipped as ``{"file","why"}``.
    """
    folder = _folder(name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    taken: dict[str, Path] = {}
    skipped = []
    for number, upload in enumerate(map(Path, files)):
        key = upload.name.casefold()
        if number >= MOST_FILES or key in taken:
            why = "这一批里有同名的文件，只收第一个。"
            skipped.append({"file": upload.name, "why": why if key in taken else _TOO_MANY})
            upload.unlink(missing_ok=True)
        else:
            taken[key] = folder / upload.name
            shutil.move(upload, taken[key])
        with suppress(OSError):  # the folder of one upload; others may have theirs in it
            upload.parent.rmdir()
    return list(taken.values()), skipped


_TOO_MANY = f"一次最多 {MOST_FILES} 个文件，请分几次。"


def putting(settings: Settings, files: Sequence[str]) -> Work:
    """Return the work that reads uploads into a collection and indexes them.

    Its result is the report of ``heritage_kb.shelf.ingest``, with the files' bare names.
    """

    def work(step: Progress) -> dict[str, Any]:
        from heritage_kb.shelf import ingest

        try:
            step("接收文件", 0.0)
            taken, skipped = received(settings.name, files)
            report = ingest(
                taken, collection=settings.name, title=settings.title, licence=settings.licence,
                owner=settings.owner,
                progress=lambda file, share: step(
                    f"读 {file}" if share < 1 else "编索引", share * _READING
                ),
            )  # fmt: skip
            report["skipped"] += skipped
            shelf = _retriever().shelf(settings.name) if report["passages"] else None
            if shelf is not None:
                shelf.follow(_indexing(step, _READING))
        finally:
            shutil.rmtree(_folder(settings.name), ignore_errors=True)
            discard(files)
        return bare(report)

    return work


def indexing(name: str) -> Work:
    """Return the work that indexes what a stop or a crash left unindexed."""

    def work(step: Progress) -> str:
        _retriever().shelf(name).follow(_indexing(step, 0.0))
        return f"「{name}」的索引编好了，可以查了。"

    return work


def behind(name: str) -> bool:
    """Tell whether so much of a collection is unindexed that nobody should wait for it."""
    return _retriever().shelf(name).waiting() > _AT_ONCE


def removing(name: str, document: str) -> Work:
    """Return the work that removes a document; its text leaves file and index."""

    def work(step: Progress) -> str:
        step("移出", 0.0)
        gone = heritage_kb.open().collection(name).remove_document(document)
        _retriever().shelf(name).purge(_indexing(step, 0.0))
        return f"已移出「{gone.name}」，它的文字和索引都删掉了。"

    return work


def dropping(name: str) -> Work:
    """Return the work that removes a whole collection."""

    def work(step: Progress) -> str:
        step("移除", 0.0)
        collection = heritage_kb.open().collection(name)
        count = len(collection.documents())
        _retriever().forget(name)
        collection.drop()
        return f"已移除资料夹「{name}」和其中 {count} 个文件的文字。"

    return work


def discard(files: Sequence[str]) -> None:
    """Delete temporary uploads that are still there."""
    for file in map(Path, files):
        with suppress(OSError):
            file.unlink(missing_ok=True)
            file.parent.rmdir()


def bare(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report that names files without their folders."""

    def name(file: str) -> str:
        return file.replace("\\", "/").rpartition("/")[2]

    said: dict[str, Any] = dict(report)
    for key in ("added", "unchanged", "replaced"):
        said[key] = [name(file) for file in report[key]]
    for key in ("skipped", "notes"):
        said[key] = [{**row, "file": name(row["file"])} for row in report[key]]
    for row in said["skipped"]:
        other = row.get("duplicate_of", "")
        row["why"] = row["why"].replace(other, name(other)) if other else row["why"]
    return said


def _indexing(step: Progress, start: float) -> Callable[[int, int], None]:
    def told(done: int, whole: int) -> None:
        step(f"编索引 {done}/{whole} 段", start + (1.0 - start) * done / max(whole, 1))

    return told


def _retriever() -> HybridRetriever:
    """Return the retriever that the pages search with, so that its open index follows."""
    return heritage_kb.open().retriever


def _folder(name: str) -> Path:
    return home() / "uploads" / name
