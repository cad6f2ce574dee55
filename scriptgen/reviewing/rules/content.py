"""Content: the eleven classes of what a micro-drama must not say (C01–C11), by sense and stance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from heritage_kb.normal import folded
from scriptgen.reviewing import frames, lexicon, wording
from scriptgen.reviewing.findings import Finding, Line, Review, in_scene
from scriptgen.reviewing.speaking import cue, voice, weighed

_ANSWER = 2  # lines after one, in which it may be stopped, punished or shown to be a play
_ANSWERS = ("answer",)
_CONDEMN = ("law", "refute", "answer")
_SUGGEST = {
    "C01": "写明法律的后果，或改成依法解决。",
    "C02": "照国家立场改写，由专人审看。",
    "C03": "删去贬损，写人不写族。",
    "C04": "改回敬重的写法，或删去。",
    "C05": "写成旧俗、骗局或传说，不写灵验；祭祖、庙会等民俗照写无妨。",
    "C06": "删去细节，换成成年人，或写明保护与劝止。",
    "C07": "删去，或写明当事人的维权。",
    "C08": "改成保护的一面，或写明后果。",
    "C09": "删去渲染，或写明是非与后果。",
    "C10": "略去手法和细节，写依法处置。",
    "C11": "删去示范，或写明劝止与求助。",
}


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding of content, in the lines, the title and the logline."""
    script = review.script
    told = [script.title, script.brief.logline if script.brief else ""]
    for text in filter(None, told):
        yield from _in_line(review, Line(type="mark", text=text), {"text": text})
    for episode, scene in script.scenes():
        for at, line in enumerate(scene.lines):
            answered = _answered(scene.lines[at + 1 : at + 1 + _ANSWER])
            yield from _in_line(review, line, in_scene(episode, scene, line), answered)


def _answered(after: Sequence[Line]) -> bool:
    """Tell whether the next lines of a scene stop or punish what was said (住手！)."""
    return any(
        lexicon.excused(_ANSWERS, folded(cue(line) + line.text), 0, reach="line") for line in after
    )


def _in_line(
    review: Review, line: Line, where: dict[str, Any], answered: bool = False
) -> Iterator[Finding]:
    said: set[str] = set()
    for code, tone, text, framed in _said(line):
        if code in said:
            continue
        said.add(code)
        rule = review.book[code]
        severity = weighed(rule.severity, tone, voice(review, line))
        if framed and severity == "error":
            severity = "warning"  # parts that stand together may still say something else
        yield review.finding(
            code,
            f"{rule.what}：“{text}”，请人看语境。",
            severity="info" if answered and tone != "hint" else severity,
            term=text,
            suggestion=_SUGGEST[code[:3]],
            evidence=[{"source": rule.source, "since": rule.effective_from, "tag": rule.tag}],
            **where,
        )


def _said(line: Line) -> Iterator[tuple[str, str, str, bool]]:
    """Yield code, tone and words of what a line says, and whether only its parts say it.

    What is told in so many words comes first; what is only worded alike adds a class at most.
    """
    said = cue(line) + line.text
    told: set[str] = set()
    for hit in lexicon.hits(line.text, "content", cue(line)):
        told.add(hit.sense.code[:3])
        yield hit.sense.code, hit.sense.tone, hit.text, False
    for one in frames.met(line.text, cue(line)):
        quiet = wording.harmless(said)
        if quiet and one.frame.tone == "hint":
            continue
        told.add(one.frame.code[:3])
        yield one.frame.code, "hint" if quiet else one.frame.tone, one.text, True
    near = wording.near(said)
    if near and near not in told and not lexicon.excused(_CONDEMN, folded(said), 0, reach="line"):
        yield f"{near}.NEAR", "hint", line.text, False
