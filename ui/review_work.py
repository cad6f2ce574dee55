"""The review of a project as its writer answers it: what stands, what was explained, and why.

Plain functions over the project's folder; nothing here knows of widgets. What was explained lies in
``审读/说明.json`` and goes along when the project is copied or taken away.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import RefusedInput
from ui.projects import PERSON, Project

if TYPE_CHECKING:
    from scriptgen.reviewing.waivers import Waiver

_LONGEST = 200  # characters of a reason


def waivers(project: Project) -> list[Waiver]:
    """Return what the writer has explained.

    Raises:
        RefusedInput: the file of it is damaged.
    """
    from scriptgen.reviewing.waivers import read_waivers

    return read_waivers(_file(project))


def told(project: Project | None) -> dict[str, Any] | None:
    """Return the review that was filed last, with what was explained since; None before there is one.

    Every finding has a ``key`` by which it can be named.
    """
    from scriptgen.reviewing.waivers import marked

    review = project.review if project else None
    if project is None or review is None:
        return None
    made = marked(review, waivers(project))
    found = [one | {"key": _key(one)} for one in made["findings"]]
    return {**made, "findings": found}


def by_line(review: dict[str, Any] | None) -> dict[str, list[dict[str, Any]]]:
    """Return line id → the findings about it that nobody has explained."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for one in (review or {"findings": []})["findings"]:
        if one["line"] is not None and not one["waived"]:
            rows.setdefault(str(one["line"]), []).append(one)
    return rows


def explain(project: Project, key: str, reason: str) -> None:
    """Let a finding stand for a reason.

    Raises:
        RefusedInput: there is no such finding, or no reason.
    """
    from scriptgen.reviewing.waivers import waive, write_waivers

    found = _named(project, key)
    if len(reason) > _LONGEST:
        raise RefusedInput(
            f"理由请写在 {_LONGEST} 字以内；收到 {len(reason)} 字。", "The reason is too long."
        )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = waive(found, reason=" ".join(reason.split()), by=PERSON, when=now)
    _file(project).parent.mkdir(exist_ok=True)
    write_waivers(_file(project), [*waivers(project), made])


def unexplain(project: Project, key: str) -> None:
    """Take back what was explained of a finding.

    Raises:
        RefusedInput: there is no such finding, or nothing was explained of it.
    """
    from scriptgen.reviewing.findings import Finding
    from scriptgen.reviewing.waivers import write_waivers

    row = _named(project, key)
    finding = Finding(**{name: value for name, value in row.items() if name != "key"})
    there = waivers(project)
    left = [one for one in there if not one.covers(finding)]
    if len(left) == len(there):
        raise RefusedInput("这一条没有写过理由。", "Nothing was explained of this finding.")
    write_waivers(_file(project), left)


def _named(project: Project, key: str) -> dict[str, Any]:
    review = told(project) or {"findings": []}
    found = next((one for one in review["findings"] if one["key"] == key), None)
    if found is None:
        raise RefusedInput(
            "这一条已不在了；请重新审读，再看一遍。", "The finding is gone; review anew."
        )
    return dict(found)


def _key(finding: dict[str, Any]) -> str:
    named = ("code", "episode", "scene", "line", "term", "message")
    said = "|".join(str(finding[name]) for name in named)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _file(project: Project) -> Path:
    return project.folder / "审读" / "说明.json"
