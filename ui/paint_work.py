"""Painting over a set of a project by diffusion: what is ready, what was painted. No widgets here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput, SanjinError
from ui.projects import Project

_FOLDER = "概念图_"
# Topics that tell what can be seen, those that tell most of it first; what scripts get wrong and
# what filming needs is not for a picture.
_SEEN = (
    "place", "sense", "measure", "material", "custom", "tool", "mark", "process", "overview",
    "history", "date",
)  # fmt: skip
_SHORT = 36  # characters of a passage that a person chooses by


@dataclass(frozen=True, kw_only=True, slots=True)
class Painted:
    """One picture: where it lies, by which model and seed, and what it did not keep."""

    path: Path
    model: str
    seed: int
    kept: bool
    why: tuple[str, ...]


def ready() -> tuple[list[tuple[str, str]], str]:
    """Return the painters that can paint now as (title, name), and a sentence where there is none."""
    from scenes.painter import standing

    try:
        found = standing.listed()
    except SanjinError as error:
        return [], error.zh
    good = [(one.painter.title, one.painter.name) for one in found if one.state == "ok"]
    if good:
        return good, ""
    broken = next((one for one in found if one.state == "broken"), None)
    if broken is not None:
        return [], broken.said
    return (
        [],
        "还没有可用的绘图模型，设定图照常出；要接的话，请管三晋的人运行 sanjin models pull 看有哪些。",
    )


def parts() -> list[str]:
    """Return the names of what alone may be repainted."""
    from scenes.painter.region import PARTS

    return list(PARTS)


def citable(project: Project, name: str) -> list[tuple[str, str]]:
    """Return passages that can be cited in a set's prompt, as (what it says, id).

    Those of its site, of the building itself and of the project's crafts; what the script cites
    of them stands first. What tells of a later age than the set's is not among them.
    """
    import heritage_kb
    from scenes.painter import prompts
    from scriptgen.evidence import evidence

    manifest, series = project.manifest(name) or {}, project.series
    kb = heritage_kb.open()
    told = [p for entry in _entries(kb, manifest, series) for p in kb.passages_of(entry)]
    cited = evidence(series)["passages"] if series else {}
    seen = {p.id: p for p in told if not p.derived and p.topic in _SEEN}
    try:
        good = prompts.fit(manifest, [{"id": p.id, "text": p.text} for p in seen.values()])
    except RefusedInput:  # no manifest of ours: painting will say so
        return []
    good.sort(key=lambda id: (id not in cited, _SEEN.index(seen[id].topic)))
    return [(_said(kb, seen[id], cited=id in cited), id) for id in good]


def _entries(kb: Any, manifest: Mapping[str, Any], series: Any) -> list[str]:
    """Return the ids of what a set shows and what its project's story is about."""
    site = str(manifest.get("spec", {}).get("site") or "")
    names = [site, str(manifest.get("building", {}).get("title") or "")] if site else []
    found = []
    for name in [*names, *(series.brief.crafts if series else ())]:
        try:
            found.append(kb.resolve(name).id)
        except SanjinError:  # a hall that has no entry of its own, a craft that nothing is known of
            continue
    return list(dict.fromkeys(found))


def _said(kb: Any, passage: Any, *, cited: bool) -> str:
    """Return a passage in the words it is chosen by."""
    text = passage.text if len(passage.text) <= _SHORT else f"{passage.text[:_SHORT]}…"
    return f"{kb.entry(passage.entry).title}：{text}" + ("（剧本引过）" if cited else "")


def inputs(project: Project, name: str, model: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs of a painting job: each run has a folder of its own, none is painted over.

    Raises:
        RefusedInput: no such set or model, or a number that cannot be used.
    """
    from scenes.painter import orders, registry

    if name not in project.sets:
        raise RefusedInput("先造一套布景，再依它画概念图。", "Make a set first.")
    asked = {key: value for key, value in told.items() if value not in (None, "")}
    orders.order(registry.named(model), **asked)
    runs = _runs(project, name)
    number = 1 + max((int(one.name) for one in runs), default=0)
    return {
        "manifest": str(project.set_folder(name)), "model": model, "asked": asked,
        "out": str(_place(project, name) / f"{number:02d}"), "set": name,
    }  # fmt: skip


def failed(pictures: Sequence[Painted]) -> Painted | None:
    """Return the picture of the newest run that did not keep its building, the first of them."""
    newest = pictures[0].path.parent if pictures else None
    return next((one for one in pictures if one.path.parent == newest and not one.kept), None)


def again(project: Project, name: str) -> dict[str, Any]:
    """Return the inputs of a job that paints what failed once more, held more tightly.

    Raises:
        RefusedInput: nothing failed, or it cannot be held more tightly.
    """
    from scenes.painter.tighter import tighter

    one = failed(painted(project, name))
    if one is None:
        raise RefusedInput("最近画的都守住了建筑，不用再画。", "Nothing to paint again.")
    model, asked = tighter(one.path)
    return inputs(project, name, model, asked)


def painted(project: Project, name: str) -> list[Painted]:
    """Return the pictures that were painted over a set, the newest run first."""
    found = []
    for folder in sorted(_runs(project, name), reverse=True):
        try:
            body = json.loads((folder / "painting.json").read_text("utf-8"))
        except (OSError, ValueError):
            continue
        for row in (one for render in body["renders"] for one in render["pictures"]):
            path = folder / row["file"]
            if path.is_file():
                found.append(
                    Painted(
                        path=path, model=body["painter"], seed=row["seed"],
                        kept=row["kept"]["kept"], why=tuple(row["kept"]["why"]),
                    )
                )  # fmt: skip
    return found


def _place(project: Project, name: str) -> Path:
    return project.out / f"{_FOLDER}{name}"


def _runs(project: Project, name: str) -> list[Path]:
    place = _place(project, name)
    return [one for one in place.iterdir() if one.name.isdigit()] if place.is_dir() else []
