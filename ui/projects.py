"""What a writer has on the desk: brief, series, review and sets, held for one run of the app.

A project is reached by an id that cannot be guessed; its files live in a private folder that
goes when the app ends (the page says so). A page that is loaded again finds it by that id.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ui.jobs import Job, Jobs

KEPT = 200  # projects at most; the one untouched longest goes first


@dataclass(slots=True)
class Project:
    """One brief and everything made of it. ``sets`` maps an episode to its set's manifest."""

    id: str
    folder: Path
    brief: Any = None
    series: Any = None
    review: dict[str, Any] | None = None
    sets: dict[int, dict[str, Any]] = field(default_factory=dict)
    drafts: int = 0
    job: Job | None = None
    submitted: Any = None  # a script that somebody brought, see ui.prereview_work

    @property
    def busy(self) -> bool:
        """Tell whether a job of this project is waiting or running."""
        return self.job is not None and not self.job.ended

    @property
    def script_folder(self) -> Path:
        """Return the folder of the present draft's files."""
        return self.folder / f"稿{self.drafts}" / "剧本"

    def set_folder(self, episode: int) -> Path:
        """Return the folder of an episode's set."""
        return self.folder / f"稿{self.drafts}" / f"场景·第{episode}集"

    def begin(self, brief: Any, series: Any) -> None:
        """Put a new plan on the desk; files of an earlier draft stay where they are."""
        self.brief, self.series, self.review = brief, series, None
        self.sets = {}
        self.drafts += 1


class Projects:
    """Every project of this run, by id."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._all: dict[str, Project] = {}

    def find(self, id: object) -> Project | None:
        """Return the project of an id that a browser sent, or None."""
        if not isinstance(id, str) or not re.fullmatch(r"[A-Za-z0-9_-]{20,40}", id):
            return None
        with self._lock:
            project = self._all.pop(id, None)
            if project is not None:
                self._all[id] = project  # the newest touched stands last
        return project

    def new(self) -> Project:
        """Return a fresh project with its own folder."""
        id = secrets.token_urlsafe(18)
        folder = Path(tempfile.mkdtemp(prefix="p-", dir=self._root))
        project = Project(id, folder)
        with self._lock:
            self._all[id] = project
            idle = [key for key, one in self._all.items() if not one.busy and key != id]
            gone = [self._all.pop(key) for key in idle[: max(0, len(self._all) - KEPT)]]
        for old in gone:
            shutil.rmtree(old.folder, ignore_errors=True)
        return project

    def of(self, id: object) -> Project:
        """Return the project of an id, a new one where there is none."""
        return self.find(id) or self.new()


@dataclass(slots=True)
class Room:
    """What every page shares: the projects and the hands that work."""

    projects: Projects
    jobs: Jobs


def open_room(root: Path) -> Room:
    """Return the room of one app, its files under ``root``."""
    return Room(Projects(root), Jobs())
