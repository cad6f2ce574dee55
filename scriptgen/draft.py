"""The straight line: brief → plan → episodes → files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import heritage_kb
from heritage_kb import label
from heritage_kb.errors import RefusedInput
from heritage_kb.publish import publish, write_file
from heritage_kb.store import KnowledgeBase
from scriptgen.brief import Brief
from scriptgen.planner import plan
from scriptgen.reviewing.waivers import Waiver
from scriptgen.scaffold import Scaffold
from scriptgen.series import Episode, Series
from scriptgen.standing import standing
from scriptgen.story.plan import Plan
from scriptgen.writer import OpensWriter, Writer

Progress = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What ``draft_to`` wrote: the series, its review, the names of the files."""

    series: Series
    review: dict[str, Any]
    files: tuple[str, ...]


def draft(
    brief: Brief,
    kb: KnowledgeBase | None = None,
    *,
    episodes: Sequence[int] | None = None,
    seed: int | None = None,
    writer: OpensWriter = Scaffold,
    progress: Progress | None = None,
    planned: Series | None = None,
) -> Series:
    """Return a series: the plan of all episodes, the screenplay of those asked for.

    Args:
        brief: what is asked for.
        kb: the knowledge base; by default the shipped one.
        episodes: which to write (1-based); None all, empty none.
        seed: instead of the brief's own.
        writer: makes whoever writes; by default what needs nothing plugged in.
        progress: told what is being done, and the share done (0–1); may raise to stop the work.
        planned: a plan to obey, as it was edited (its brief is taken); episodes that it has drafted
            already stay as they are.

    Raises:
        RefusedInput: an episode that the brief does not have.
        UnknownName: something the knowledge base does not carry.
    """
    kb = kb or heritage_kb.open()
    say = _Heard(progress or (lambda what, share: None))
    say("读题材，排大纲", 0.0)
    brief = planned.brief if planned else brief
    asked = asked_episodes(brief, episodes)
    made = standing(planned, kb, seed) if planned else plan(brief, kb, seed)
    there = {episode.number: episode for episode in planned.episodes} if planned else {}
    by = writer(made, kb, brief.seed if seed is None else seed, poll=say.again)
    written: list[Episode] = [e for e in there.values() if e.number not in asked]
    for number in range(1, max(asked, default=0) + 1):
        say(f"写第{number}集", number / (max(asked) + 1))
        if number in asked and number in there:
            by.pass_over(made.sheets[number - 1])
            written.append(there[number])
        elif number in asked:
            written.append(by.episode(made.sheets[number - 1]))
        else:
            by.pass_over(made.sheets[number - 1])
    say("写完", 1.0)
    series = filed(made, sorted(written, key=lambda episode: episode.number), by)
    return replace(series, planning=planned.planning) if planned else series


def filed(made: Plan, episodes: list[Episode], by: Writer) -> Series:
    """Return the series of a plan with the episodes that its writer wrote."""
    return Series(
        brief=made.brief,
        bible=made.bible,
        outline=made.outline,
        episodes=episodes,
        draft_note=by.note,
        trace=by.trace(),
    )


def judged(series: Series, waivers: Sequence[Waiver] = ()) -> dict[str, Any]:
    """Return the review of a draft; beside it what was asked and came, and the ledger of hooks.

    They stand under ``obeyed`` and ``hooks``.

    Args:
        series: the draft.
        waivers: findings that stand for a reason.
    """
    from scriptgen.obeying import obeyed_json
    from scriptgen.reviewing.engine import review
    from scriptgen.reviewing.hooks import hook_ledger

    found = review(series, waivers=waivers)
    return found | {"obeyed": obeyed_json(series), "hooks": hook_ledger(series)}


class _Heard:
    """Progress that can be told again, so that whoever listens may stop the work in between."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = ("", 0.0)

    def __call__(self, what: str, share: float) -> None:
        self._last = (what, share)
        self._progress(what, share)

    def again(self) -> None:
        self._progress(*self._last)


def asked_episodes(brief: Brief, episodes: Sequence[int] | None) -> set[int]:
    """Return the numbers of the episodes to write; None asks for all.

    Raises:
        RefusedInput: one that the brief does not have.
    """
    if episodes is None:
        return set(range(1, brief.episodes + 1))
    wrong = sorted(n for n in episodes if not 1 <= n <= brief.episodes)
    if wrong:
        raise RefusedInput(
            f"没有第{wrong[0]}集：题材一共{brief.episodes}集，请在1到{brief.episodes}里选。",
            f"There is no episode {wrong[0]}; the brief has {brief.episodes}.",
        )
    return set(episodes)


def draft_to(
    brief: Brief,
    out: str | os.PathLike[str],
    kb: KnowledgeBase | None = None,
    *,
    episodes: Sequence[int] | None = None,
    seed: int | None = None,
    writer: OpensWriter = Scaffold,
    progress: Progress | None = None,
    planned: Series | None = None,
) -> Draft:
    """Draft and write everything into a folder, all or nothing, each file labelled.

    Raises:
        RefusedInput: as for ``draft``; or a folder that cannot be written.
    """
    series = draft(
        brief, kb, episodes=episodes, seed=seed, writer=writer, progress=progress, planned=planned
    )
    findings = judged(series)
    with publish(out) as folder:
        for name, write in draft_files(series, findings):
            write(folder / name)
        files = tuple(sorted(p.name for p in folder.iterdir() if not p.name.startswith(".")))
    return Draft(series=series, review=findings, files=files)


def draft_files(
    series: Series, findings: dict[str, Any]
) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Yield every file of a draft: its name, and what writes it, labelled, to a path."""
    from scriptgen.evidence import evidence

    yield "series.json", partial(_write_script, series)
    yield "剧本.docx", partial(_write_script, series)
    for episode in series.episodes:
        one = replace(series, episodes=[episode])
        yield f"第{episode.number:02d}集.txt", partial(_write_script, one)
        yield f"第{episode.number:02d}集.docx", partial(_write_script, one)
    yield "evidence.json", lambda path: _write_json(evidence(series), path)
    yield "review.json", lambda path: _write_json(findings, path)
    yield "考据表.xlsx", partial(_write_table, series)


def _write_script(series: Series, path: Path) -> None:
    from scriptgen.formats.files import write

    write(series, path)


def _write_json(data: dict[str, Any], path: Path) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False)
    write_file(path, (text + "\n").encode())
    label.stamp(path)


def _write_table(series: Series, path: Path) -> None:
    from scriptgen.evidence import write_evidence_table

    write_evidence_table(series, path)
    label.stamp(path)
