"""Projects on disk: each browser has its own, in the data home, and none is ever overwritten.

``projects/<owner>/<id>/`` holds ``project.sanjin`` (every accepted text, see
``scriptgen.keeping``), ``desk.json`` (its name, the job in hand) and the files made of it. The
owner's folder is the hash of a word that only the browser keeps, so that neither guesses nor
lists reach it. Nothing of a project is held in memory: an app that is killed loses nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import RefusedInput
from heritage_kb.publish import write_file
from ui import shown
from ui.signed import signed_in

if TYPE_CHECKING:
    from scriptgen.keeping.project import Project as Store

PERSON = "编剧"  # who stands in a project's revisions: the app knows no names
LONGEST_NAME = 40
_STORE = "project.sanjin"
_DESK = "desk.json"
_SET = "场景·"
_WORD = re.compile(r"[A-Za-z0-9_-]{20,40}")
_ACCOUNT = "account:"  # no browser's own word can begin so
_REMEMBERED = 64  # projects, of some 1 MB each
_hand = threading.Lock()
_read_last: dict[Path, tuple[int, Any]] = {}  # project → revision and what it held


@dataclass(frozen=True, slots=True)
class Desk:
    """What a browser keeps: the word that opens its projects, and which one is open.

    Where people sign in, the word is the account's, and no browser is told of it.
    """

    who: str
    project: str = ""

    @classmethod
    def of(cls, sent: object) -> Desk:
        """Return the desk that a browser sent; a new one for whatever is none."""
        told = sent if isinstance(sent, dict) else {}
        who, project = str(told.get("who", "")), str(told.get("project", ""))
        account = signed_in()
        if account is not None:
            who = f"{_ACCOUNT}{account}"
        elif not _WORD.fullmatch(who):
            return cls(secrets.token_urlsafe(18))
        return cls(who, project if _WORD.fullmatch(project) else "")

    @property
    def owner(self) -> str:
        """Return what others may know of the word: the name of the folder, the owner of jobs."""
        return hashlib.sha256(self.who.encode()).hexdigest()[:24]

    def to_json(self) -> dict[str, str]:
        """Return what the browser is to keep."""
        who = "" if self.who.startswith(_ACCOUNT) else self.who
        return {"who": who, "project": self.project}

    def at(self, project: Project | None) -> Desk:
        """Return the desk with another project open."""
        return replace(self, project=project.id if project else "")


@dataclass(frozen=True, slots=True)
class Project:
    """One brief and everything made of it."""

    folder: Path

    @property
    def id(self) -> str:
        """Return its id, which cannot be guessed."""
        return self.folder.name

    @property
    def owner(self) -> str:
        """Return whose it is."""
        return self.folder.parent.name

    @contextmanager
    def open(self) -> Iterator[Store]:
        """Open the file of its texts; what is written into it the page at hand knows of.

        Raises:
            RefusedInput: the file is gone, damaged, or of a newer Sanjin.
        """
        from scriptgen.keeping.project import Project as Store

        with Store(self.folder / _STORE, who=PERSON, create=True) as store:
            before = store.latest()
            try:
                yield store
            finally:
                shown.wrote(self.folder, before, store.latest())

    # -- what is in it ----------------------------------------------------------------------

    @property
    def revision(self) -> int:
        """Return the number of its newest revision."""
        with self.open() as store:
            return store.latest()

    @property
    def series(self) -> Any | None:
        """Return what it holds now; None before there is a plan. Nobody may change the value."""
        return series_at(self.folder, self.revision)

    @property
    def review(self) -> dict[str, Any] | None:
        """Return the review that was filed last."""
        return _read(self.script_folder / "review.json")

    def manifest(self, name: str) -> dict[str, Any] | None:
        """Return the manifest of a set."""
        return _read(self.set_folder(name) / "manifest.json")

    @property
    def out(self) -> Path:
        """Return the folder of the files that are given away."""
        return self.folder / "成稿"

    @property
    def script_folder(self) -> Path:
        """Return the folder of the script's files."""
        return self.out / "剧本"

    def set_folder(self, name: str) -> Path:
        """Return the folder of a set."""
        return self.out / f"{_SET}{name}"

    @property
    def sets(self) -> list[str]:
        """Return the names of the sets that were made, the newest first."""
        made = sorted(
            self.out.glob(f"{_SET}*/manifest.json"), key=lambda one: -one.stat().st_mtime_ns
        )
        return [one.parent.name.removeprefix(_SET) for one in made]

    # -- the desk ---------------------------------------------------------------------------

    @property
    def desk(self) -> dict[str, Any]:
        """Return what is noted of it: name, job, shown, filed, trashed."""
        return _read(self.folder / _DESK) or {}

    def note(self, **changes: Any) -> None:
        """Note something of it; other notes stay.

        Raises:
            RefusedInput: it cannot be written.
        """
        with _hand:
            told = {**self.desk, **changes}
            write_file(self.folder / _DESK, json.dumps(told, ensure_ascii=False).encode())

    @property
    def name(self) -> str:
        """Return what it is called: a name that was given, else the brief's title."""
        given = str(self.desk.get("name") or "")
        series = None if given else self.series
        return given or (series.brief.title if series else "") or "没有名字的项目"

    @property
    def touched(self) -> float:
        """Return when its text was changed last, in seconds of the system's clock."""
        return (self.folder / _STORE).stat().st_mtime

    @property
    def behind(self) -> bool:
        """Tell whether the text was changed since its files were made."""
        filed = self.desk.get("filed")
        return filed is not None and filed != self.revision


def series_at(folder: Path, revision: int) -> Any | None:
    """Return the series of a project after a revision; None where it had no plan yet.

    The one that was read last of each project is remembered: with forty people at work, forty are
    asked for again and again, and each has its next revision every few seconds.
    """
    from scriptgen.keeping.series_parts import give_out

    known, series = _read_last.get(folder, (-1, None))
    if known != revision:
        with Project(folder).open() as store:
            kinds = store.kinds("project", revision=revision)
            series = give_out(store, revision=revision) if "brief" in kinds else None
    with _hand:
        _read_last.pop(folder, None)
        _read_last[folder] = (revision, series)  # behind those that were asked for before it
        while len(_read_last) > _REMEMBERED:
            _read_last.pop(next(iter(_read_last)))
    return series


class Projects:
    """All projects of a home.

    Args:
        root: their folder.
        shared: whether everyone who reaches the app works on all of them.
    """

    def __init__(self, root: Path, *, shared: bool = False) -> None:
        self.root, self.shared = root, shared

    def all(self, desk: Desk, *, trashed: bool = False) -> list[Project]:
        """Return a desk's projects, those in the trash or those that are not, the newest first."""
        found = [one for one in self._of(desk) if bool(one.desk.get("trashed")) == trashed]
        return sorted(found, key=lambda one: one.touched, reverse=True)

    def find(self, desk: Desk, id: str | None = None) -> Project | None:
        """Return a desk's project: the open one, or that of an id; None where there is none."""
        wanted = desk.project if id is None else id
        if not _WORD.fullmatch(wanted):
            return None
        return next((one for one in self._of(desk) if one.id == wanted), None)

    def new(self, desk: Desk) -> Project:
        """Return a fresh project.

        Raises:
            RefusedInput: its folder cannot be made.
        """
        project = Project(self.root / desk.owner / secrets.token_urlsafe(18).replace("-", "_"))
        try:
            project.folder.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise RefusedInput(
                f"建不了项目的文件夹（{error.strerror}）；请检查磁盘空间和权限。",
                f"Cannot make the project's folder ({error.strerror}).",
            ) from error
        with project.open():
            pass
        return project

    def duplicate(self, project: Project, desk: Desk) -> Project:
        """Return a copy of a project, its history with it; its jobs stay with the original."""
        copy = self.new(desk)
        (copy.folder / _STORE).unlink()
        with project.open() as store:
            store.back_up(copy.folder / _STORE)
        for folder in (one for one in project.folder.iterdir() if one.is_dir()):
            shutil.copytree(folder, copy.folder / folder.name)
        filed = copy.revision if not project.behind and project.desk.get("filed") else None
        copy.note(name=f"{project.name}（副本）"[:LONGEST_NAME], filed=filed)
        return copy

    def _of(self, desk: Desk) -> Iterator[Project]:
        owners = self.root.glob("*") if self.shared else [self.root / desk.owner]
        for owner in owners:
            for folder in owner.glob("*"):
                if (folder / _STORE).is_file():
                    yield Project(folder)


def named(project: Project, name: str) -> None:
    """Give a project a name.

    Raises:
        RefusedInput: the name is empty.
    """
    plain = " ".join(name.split())[:LONGEST_NAME]
    if not plain:
        raise RefusedInput("请给项目写个名字。", "Give the project a name.")
    project.note(name=plain)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
