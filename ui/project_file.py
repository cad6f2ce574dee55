"""A whole project as one file: packed to be taken away, unpacked as a new project.

What comes in is somebody else's: its members are few, small and well named, and its texts lie in
tables that are ours to the letter, or nothing of it is kept.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from heritage_kb import label
from heritage_kb.errors import RefusedInput
from heritage_kb.shelf.limits import FILE_BYTES, UNPACKED_BYTES, open_archive
from scriptgen.textin import read_bytes
from ui.projects import LONGEST_NAME, Desk, Project, Projects

SUFFIX = ".sanjin.zip"
_STORE, _NAME = "project.sanjin", "名字.json"
_FOLDERS = ("成稿", "来稿", "审读")
_PICTURES = "场景·"  # folders of sets: the only large ones, and they can be rendered again


def pack(project: Project, target: Path) -> None:
    """Write a project with its history, its files and its name to a file.

    Where all of it is more than :func:`unpack` takes, the sets stay behind.

    Raises:
        RefusedInput: it cannot be written.
    """
    with tempfile.TemporaryDirectory() as place:
        store = Path(place) / _STORE
        with project.open() as texts:
            texts.back_up(store)
        label.stamp(store)
        kept = list(_files(project))
        if sum(path.stat().st_size for path in (*kept, store)) > UNPACKED_BYTES:
            kept = [one for one in kept if not one.parent.name.startswith(_PICTURES)]
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(place).iterdir()):
                archive.write(path, path.name)
            archive.writestr(_NAME, json.dumps({"name": project.name}, ensure_ascii=False))
            for path in kept:
                archive.write(path, path.relative_to(project.folder).as_posix())


def unpack(projects: Projects, desk: Desk, file: Path) -> Project:
    """Return the new project that a packed one became.

    Raises:
        RefusedInput: no project that was packed here, damaged, or too large.
    """
    archive = open_archive(read_bytes(file, limit=FILE_BYTES))
    with archive, tempfile.TemporaryDirectory() as place:
        names = {one.filename for one in archive.infolist() if not one.is_dir()}
        if _STORE not in names:
            raise _no_project()
        for name in names:
            _extract(archive, name, Path(place))
        store = Path(place) / _STORE
        from scriptgen.keeping.schema import refuse_foreign

        refuse_foreign(store)
        project = projects.new(desk)
        shutil.move(store, project.folder / _STORE)
        for folder in _FOLDERS:
            if (Path(place) / folder).is_dir():
                shutil.move(Path(place) / folder, project.folder / folder)
        project.note(name=_name(Path(place) / _NAME), filed=project.revision)
    if project.series is None and not (project.folder / _FOLDERS[1]).is_dir():
        project.note(filed=None)
    return project


def _extract(archive: zipfile.ZipFile, name: str, place: Path) -> None:
    """Write a member to its place, where it is one that a project has."""
    path = PurePosixPath(name)
    if name not in (_STORE, _NAME) and path.parts[0] not in _FOLDERS:
        return
    target = place.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.write_bytes(archive.read(name))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _no_project() from error


def _files(project: Project) -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from (one for one in sorted((project.folder / folder).rglob("*")) if one.is_file())


def _name(file: Path) -> str:
    try:
        told: Any = json.loads(file.read_bytes())
        return " ".join(str(told["name"]).split())[:LONGEST_NAME]
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _no_project() -> RefusedInput:
    return RefusedInput(
        "这不是三晋导出的项目，没有收；请用「导出整个项目」存下的文件。",
        "This is no project that Sanjin exported.",
    )
