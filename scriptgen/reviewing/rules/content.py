"""Content: the eleven classes of what a micro-drama must not say (C01–C11), by sense and stance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scriptgen.reviewing import lexicon
from scriptgen.reviewing.findings import Finding, Line, Review, in_scene
from scriptgen.reviewing.speaking import cue, voice, weighed

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
    for episode, scene, line in script.lines():
        yield from _in_line(review, line, in_scene(episode, scene, line))


def _in_line(review: Review, line: Line, where: dict[str, Any]) -> Iterator[Finding]:
    said: set[str] = set()
    for hit in lexicon.hits(line.text, "content", cue(line)):
        code = hit.sense.code
        if code in said:
            continue
        said.add(code)
        rule = review.book[code]
        yield review.finding(
            code,
            f"{rule.what}：“{hit.text}”，请人看语境。",
            severity=weighed(rule.severity, hit.sense.tone, voice(review, line)),
            term=hit.text,
            suggestion=_SUGGEST[code[:3]],
            evidence=[{"source": rule.source, "since": rule.effective_from, "tag": rule.tag}],
            **where,
        )
