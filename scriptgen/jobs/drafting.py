"""Drafting as a job: the plan, each episode, the review and each file are steps.

The straight line of ``scriptgen.draft``, with what each step gave kept in the ledger. What the
writer remembers behind each episode is kept with it, so that a later process writes the next
episode as if it had written the ones before.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

import heritage_kb
from heritage_kb.publish import MARKER, publish
from scriptgen.brief import Brief
from scriptgen.draft import asked_episodes, draft_files, filed, judged
from scriptgen.jobs.files import digest, holds
from scriptgen.jobs.job import Job
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.shift import Shift
from scriptgen.planner import plan
from scriptgen.reviewing.waivers import Waiver
from scriptgen.series import Episode, Series
from scriptgen.standing import standing
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Sheet
from scriptgen.writer import OpensWriter, Writer
from scriptgen.writing.opening import SCAFFOLD, writer_named

_EPISODE = TypeAdapter(Episode)
_FILES = 5  # of a whole draft
_FILES_AN_EPISODE = 2


def submit_draft(
    ledger: Ledger,
    brief: Brief,
    out: str | os.PathLike[str],
    *,
    owner: str,
    episodes: Sequence[int] | None = None,
    seed: int | None = None,
    writer: str = SCAFFOLD,
    planned: Series | None = None,
) -> Job:
    """Hand in a draft of a brief into a folder; ``episodes=[]`` is the plan alone.

    ``writer`` is the name of a model's profile; whoever does the work opens it. ``planned`` is a
    plan to obey, as it was edited: its brief is taken, and what it has drafted stays as it is.

    Raises:
        RefusedInput: an episode that the brief does not have; or as for ``Ledger.submit``.
    """
    brief = planned.brief if planned else brief
    inputs = {
        "brief": brief.model_dump(mode="json", exclude_none=True),
        "out": str(Path(out).expanduser().absolute()),
        "episodes": sorted(asked_episodes(brief, episodes)),
        "seed": brief.seed if seed is None else seed,
        "sanjin": version("sanjin"),
    }
    if writer != SCAFFOLD:
        inputs["writer"] = writer
    if planned:
        inputs["planned"] = planned.to_json()
    kind = "draft" if inputs["episodes"] else "plan"
    return ledger.submit(kind, inputs, owner=owner, title=brief.title)


def draft_job(
    inputs: Mapping[str, Any],
    shift: Shift,
    *,
    opens: Callable[[str], OpensWriter] = writer_named,
) -> dict[str, Any]:
    """Draft a series into a folder: the same bytes, however often the work was broken off.

    Args:
        inputs: of ``submit_draft``.
        shift: the worker's.
        opens: makes the writer of a name.
    """
    asked = inputs["episodes"]
    shift.expect(1 + max(asked, default=0) + filing_steps(len(asked)))
    planned = Series.from_json(inputs["planned"]) if "planned" in inputs else None
    stands = planned.episodes if planned else ()
    series = drafted(inputs, shift, opens=opens, stands=stands, planned=planned)
    if planned:
        series = _beside(planned, series)
    return filed_away(series, Path(inputs["out"]), shift)


def _beside(planned: Series, written: Series) -> Series:
    """Return what was written, and beside it, unchanged, what the plan had drafted before."""
    there = {episode.number: episode for episode in planned.episodes}
    episodes = {episode.number: episode for episode in written.episodes} | there
    return replace(
        written, episodes=[episodes[n] for n in sorted(episodes)], planning=planned.planning
    )


def drafted(
    inputs: Mapping[str, Any],
    shift: Shift,
    *,
    opens: Callable[[str], OpensWriter] = writer_named,
    stands: Sequence[Episode] = (),
    planned: Series | None = None,
) -> Series:
    """Plan and write, a step each; see ``draft_job``.

    Args:
        inputs: of ``submit_draft``.
        shift: the worker's.
        opens: makes the writer of a name.
        stands: episodes that were accepted before; they are not written, but a writer knows them.
        planned: a plan to obey, as it was edited, instead of a fresh one.
    """
    asked = inputs["episodes"]
    kb = heritage_kb.open()
    brief, seed = Brief.model_validate(inputs["brief"]), inputs["seed"]
    made = standing(planned, kb, seed) if planned else plan(brief, kb, seed)
    shift.base = _base(made)
    shift.step("plan", "读题材，排大纲", lambda: _planned(made))
    writer = opens(inputs.get("writer", SCAFFOLD))(made, kb, inputs["seed"], poll=shift.check)
    known = {episode.number: episode for episode in stands}
    return filed(made, _written(writer, made, asked, known, shift), writer)


def filing_steps(episodes: int) -> int:
    """Return how many steps ``filed_away`` takes for so many episodes."""
    return 2 + _FILES + _FILES_AN_EPISODE * episodes


def filed_away(
    series: Series, out: Path, shift: Shift, waivers: Sequence[Waiver] = ()
) -> dict[str, Any]:
    """Review a series, write its files and swap them in, a step each; return what is told of it."""
    findings = shift.step("review", "审读", lambda: judged(series, waivers))
    files = _file_steps(series, findings, shift)
    names = shift.step(
        "publish",
        "换上成稿",
        lambda: _published(files, shift.folder, out),
        still=lambda _: (out / MARKER).is_file(),
    )
    return {"out": str(out), "files": names, "review": findings["summary"]}


def _written(
    writer: Writer,
    made: Plan,
    asked: Sequence[int],
    known: Mapping[int, Episode],
    shift: Shift,
) -> list[Episode]:
    """Write the episodes asked for, or take from the ledger what was written before."""
    episodes: list[Episode] = []
    memory = writer.memory()
    for sheet in made.sheets[: max(asked, default=0)]:
        kept = shift.step(
            f"episode {sheet.number:03d}",
            f"写第{sheet.number}集",
            partial(_one_written, writer, sheet, memory, known, wanted=sheet.number in asked),
        )
        memory = _with(memory, kept["memory"])
        if kept["episode"] is not None:
            episodes.append(_EPISODE.validate_python(kept["episode"]))
    writer.recall(memory)
    return episodes


def _one_written(
    writer: Writer,
    sheet: Sheet,
    memory: dict[str, Any],
    known: Mapping[int, Episode],
    *,
    wanted: bool,
) -> dict[str, Any]:
    """Write one episode or pass it over; return it with what it added to the writer's memory."""
    writer.recall(memory)
    episode = None
    if wanted:
        episode = asdict(writer.episode(sheet))
    else:
        writer.pass_over(sheet, known.get(sheet.number))
    return {"episode": episode, "memory": _gained(memory, writer.memory())}


def _gained(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return what ``after`` has new or otherwise; nothing is ever forgotten in between."""
    return {
        key: _gained(before.get(key, {}), value) if isinstance(value, dict) else value
        for key, value in after.items()
        if before.get(key) != value
    }


def _with(before: dict[str, Any], gained: dict[str, Any]) -> dict[str, Any]:
    both = {
        key: _with(before.get(key, {}), value) if isinstance(value, dict) else value
        for key, value in gained.items()
    }
    return before | both


def _planned(made: Plan) -> dict[str, Any]:
    return {"bible": asdict(made.bible), "outline": asdict(made.outline)}


def _base(made: Plan) -> str:
    text = json.dumps([version("sanjin"), _planned(made)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# --------------------------------------------------------------------------------------- files


def _file_steps(series: Series, findings: dict[str, Any], shift: Shift) -> list[str]:
    """Write each file of the draft beside the ledger, and return their names."""
    names: list[str] = []
    for name, write in draft_files(series, findings):
        place = shift.folder / name
        shift.step(
            f"file {name}", f"写{name}", partial(_filed, write, place), still=partial(holds, place)
        )
        names.append(name)
    return names


def _filed(write: Callable[[Path], None], place: Path) -> dict[str, str]:
    write(place)
    return {"sha256": digest(place)}


def _published(names: list[str], origin: Path, out: Path) -> list[str]:
    """Swap the whole folder in at once."""
    with publish(out) as folder:
        for name in names:
            shutil.copyfile(origin / name, folder / name)
    return sorted(names)
