"""Review: a series, a reading or a text goes in, findings with evidence come out.

Every finding is a hint for a person and never a verdict of a reviewing authority.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import RefusedInput
from scriptgen.reviewing.context import Context
from scriptgen.reviewing.findings import (
    SEVERITIES,
    EpisodeView,
    Finding,
    Line,
    Review,
    SceneView,
    ScriptView,
)
from scriptgen.reviewing.rulebook import RuleBook
from scriptgen.reviewing.rules import CONCERNS
from scriptgen.reviewing.waivers import Waiver, apply
from scriptgen.series import Series

if TYPE_CHECKING:
    from scriptgen.models.meter import Used
    from scriptgen.models.request import Model

MAX_CHARACTERS = 3_000_000


def review(
    what: Any,
    *,
    context: dict[str, Any] | None = None,
    waivers: Sequence[Waiver] = (),
    model: Model | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> dict[str, Any]:
    """Review a Series, a Reading or a text.

    Args:
        what: a ``Series``; a ``Reading`` of an imported file; or a text: a whole script when it
            has scene headings, otherwise loose lines (``context["kind"]`` may say ``title``).
        context: see ``Context``.
        waivers: findings that stand for a reason; they are marked, and counted apart.
        model: reads a whole script through for contradictions, beside the rules (``meaning``); what
            came of it is told under ``summary["reader"]``. None asks nobody.
        progress: told how far the model has read, and the share (0–1); may raise to stop it.

    Returns:
        ``{"findings": […], "summary": {…}}`` of the contract, worst first within an episode.
        ``summary`` counts what is open, and under ``waived`` what is not; ``lapsed`` are waivers
        that speak of no finding any more.

    Raises:
        RefusedInput: the context is off, the period is unknown, or the text is too long.
    """
    given = Context.of(_from_series(what) | (context or {}))
    case = Review(script=view(what, given), context=given, book=RuleBook(given.profile, given.date))
    found = [one for one in _findings(case) if one.code in case.book]
    reader: dict[str, Any] = {}
    if model is not None and case.script.whole:
        # Imported here: what is asked of models is loaded only where one is asked.
        from scriptgen.reviewing.meaning import read_through

        read, account = read_through(case, found, model, progress)
        found += [one for one in read if one.code in case.book]
        reader = {"reader": account.to_json()}
    found.sort(key=_order)
    lapsed = apply(found, waivers)
    counts = Counter(one.severity for one in found if not one.waived)
    return {
        "findings": [one.to_json() for one in found],
        "summary": {severity: counts[severity] for severity in SEVERITIES}
        | {
            "total": len(found),
            "codes": dict(sorted(Counter(f.code for f in found).items())),
            "waived": sum(bool(one.waived) for one in found),
            "lapsed": [asdict(waiver) for waiver in lapsed],
            "book": case.book.to_json(),
        }
        | reader,
    }


def reading_cost(what: Any, model: Any, *, context: dict[str, Any] | None = None) -> Used:
    """Return the most that a reading by a model can use; nothing is asked.

    Args:
        what: as for ``review``.
        model: an opened model (``scriptgen.models.open_model``).
        context: as for ``review``.

    Raises:
        RefusedInput: as for ``review``.
    """
    from scriptgen.reviewing.meaning import cost

    script = view(what, Context.of(_from_series(what) | (context or {})))
    return cost(script if script.whole else replace(script, episodes=()), model)


def _findings(case: Review) -> Iterator[Finding]:
    for name in CONCERNS:
        yield from import_module(f"scriptgen.reviewing.rules.{name}").check(case)


def view(what: Any, context: Context) -> ScriptView:
    """Return the flat view that rules read."""
    if isinstance(what, Series):
        return _series_view(what)
    if isinstance(what, str):
        return _text_view(what, context)
    return _reading_view(what)


def _from_series(what: Any) -> dict[str, Any]:
    """Return the context that a series carries with it."""
    if not isinstance(what, Series):
        return {}
    brief = what.brief
    return {"period": brief.period or None, "year": brief.year, "seconds": brief.seconds}


def _series_view(series: Series) -> ScriptView:
    episodes = []
    for episode in series.episodes:
        scenes = tuple(
            SceneView(
                number=scene.number,
                int_ext=scene.int_ext,
                time=scene.time,
                place=scene.place,
                cast=tuple(scene.cast),
                site=scene.site,
                lines=tuple(
                    Line(
                        type=e.type,
                        text=e.text,
                        speaker=e.speaker,
                        parenthetical=e.parenthetical,
                        where=e.id,
                        citations=tuple(e.citations),
                        claim_kind=e.claim_kind,
                    )
                    for e in scene.elements
                ),
            )
            for scene in episode.scenes
        )
        episodes.append(EpisodeView(number=episode.number, title=episode.title, scenes=scenes))
    return ScriptView(
        title=series.brief.title,
        episodes=tuple(episodes),
        brief=series.brief,
        bible=series.bible,
        outline=series.outline,
    )


def _reading_view(reading: Any) -> ScriptView:
    """Return the view of an imported script; its lines say nothing of claims."""
    data = reading.to_json()
    episodes = tuple(
        EpisodeView(
            number=episode["number"],
            title=episode["title"] or "",
            scenes=tuple(
                SceneView(
                    number=scene["number"],
                    int_ext=scene["int_ext"],
                    time=scene["time"] or "",
                    place=scene["place"] or "",
                    cast=tuple(scene["cast"]),
                    lines=tuple(
                        Line(
                            type=line["type"],
                            text=line["text"],
                            speaker=line["speaker"],
                            parenthetical=line["parenthetical"],
                            where=line["source_line"],
                        )
                        for line in scene["lines"]
                    ),
                )
                for scene in episode["scenes"]
            ),
        )
        for episode in data["episodes"]
    )
    return ScriptView(title=data.get("title") or "", episodes=episodes)


def _text_view(text: str, context: Context) -> ScriptView:
    """A text with scene headings is a script; a title is a title; the rest are loose lines."""
    if len(text) > MAX_CHARACTERS:
        raise RefusedInput(
            "文字超过 300 万字，请分集审。", "The text is longer than 3M characters."
        )
    if not text.strip():
        raise RefusedInput("没有可审的文字。", "There is no text to review.")
    if context.kind == "title":
        return ScriptView(title=text.strip(), episodes=(), whole=False)
    from scriptgen.formats.textfile import read_text

    reading = read_text(text)
    script = _reading_view(reading)
    if any(True for _ in script.scenes()):
        return script
    lines = tuple(
        _loose_line(row.strip(), number, context)
        for number, row in enumerate(text.splitlines(), 1)
        if row.strip()
    )
    scene = SceneView(
        number=None,
        int_ext=context.int_ext,
        time="",
        place=context.site or "",
        cast=(),
        lines=lines,
    )
    return ScriptView(
        title="",
        whole=False,
        episodes=(EpisodeView(number=context.episode, title="", scenes=(scene,)),),
    )


def _loose_line(row: str, number: int, context: Context) -> Line:
    """Return a line that stands alone: action by its mark, dialogue by its colon, else action."""
    from scriptgen.formats.grammar import read_line

    found = read_line(row)
    kind, speaker, text = found.type, found.speaker, found.text
    if context.speaker and speaker is None:
        kind, speaker = "dialogue", context.speaker
    return Line(
        type=kind, text=text, speaker=speaker, parenthetical=found.parenthetical, where=number
    )


def _order(found: Finding) -> tuple[int, int, str]:
    return (found.episode or 0, SEVERITIES.index(found.severity), found.code)
