"""Why a hit is a hit: what of the query it answers, and where in the passage."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from heritage_kb.finding.ranking import CLOSE, COLUMNS
from heritage_kb.normal import normal
from heritage_kb.records import Entry, Hit, Passage
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    from heritage_kb.finding.retrieval import Sought

_MEANT = 3.0  # standard deviations of meaning that count as near by themselves
_SHARE = 0.45  # of the query's weight that must be found for a hit to be near by its words


def explain(
    entry: Entry, passage: Passage | None, score: float, sought: Sought, number: int
) -> Hit:
    """Return the hit with its reasons, the spans to mark, and whether it is near enough."""
    text = passage.text if passage else ""
    wanted = [t for t in dict.fromkeys(tokens(sought.asked.words)) if len(t) > 1]
    spans = spans_of(wanted, text)
    row = dict(zip(COLUMNS, sought.table[number].tolist(), strict=True))
    reasons = [
        *_named(entry, sought),
        *_words(spans, text),
        *_circumstances(entry, sought, row),
    ]
    names, plain = normal(" ".join(entry.names)), normal(text)
    held = [t for t in wanted if t in names or t in plain]
    near = CLOSE[0] if sought.dense else CLOSE[1]
    close = bool(row["whole"] or row["titled"] or score >= near or holds_most(held, wanted))
    if row["meaning"] >= _MEANT:
        reasons.append("意思相近")
    return Hit(
        entry=entry,
        passage=passage,
        score=round(score, 4),
        why=tuple(dict.fromkeys(reasons)),
        spans=spans,
        close=close,
    )


def holds_most(held: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether enough of the query's pairs are held to call it an answer by its words."""
    return bool(wanted) and len(held) >= _SHARE * len(wanted)


def _named(entry: Entry, sought: Sought) -> list[str]:
    query = normal(sought.asked.words)
    held = [name for name in entry.names if len(name) > 1 and normal(name) in query]
    if held:
        return [f"名称：{max(held, key=len)}"]
    return [f"名称：{entry.title}"] if entry.id in sought.asked.named else []


def spans_of(wanted: list[str], text: str) -> tuple[tuple[int, int], ...]:
    """Return where the words of the query stand in the text, neighbours joined."""
    plain = normal(text)
    found = sorted(m.span() for token in wanted for m in re.finditer(re.escape(token), plain))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _words(spans: tuple[tuple[int, int], ...], text: str) -> list[str]:
    words = list(dict.fromkeys(text[start:end] for start, end in spans))
    return [f"用词：{'、'.join(words[:4])}"] if words else []


def _circumstances(entry: Entry, sought: Sought, row: Mapping[str, float]) -> list[str]:
    asked = sought.asked
    reasons = []
    if row["place"]:
        reasons.append(f"地点：{asked.place or '、'.join(asked.region)}")
    if row["near"]:
        reasons.append("地点相近")
    if row["age"] and asked.ages:
        reasons.append(f"年代：{'、'.join(age.title for age in asked.ages)}")
    if row["year"]:
        reasons.append(f"年份：{entry.start_year}")
    if row["standing"]:
        reasons.append(f"级别：{'、'.join(sorted(asked.standings))}")
    if row["sounds"] and asked.sounds:
        reasons.append("读音相合")
    return reasons
