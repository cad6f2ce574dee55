"""What the brief must have: each item gets an episode, and history gets a picture with a source."""

from __future__ import annotations

from heritage_kb import KnowledgeBase
from heritage_kb.periods import numeral
from heritage_kb.records import Entry, Passage
from scriptgen.clashes import EPISODE
from scriptgen.story.facts import Fact
from scriptgen.story.gate import Gate
from scriptgen.story.pieces import Part, Piece
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Sheet

_KINDS = ("event", "site", "structure", "craft", "opera", "custom", "person", "product", "word")


def place_musts(plan: Plan, kb: KnowledgeBase) -> None:
    """Give every ``must`` an episode; those that the knowledge base knows also a fact to play."""
    asked = [m for m in plan.brief.must if not m.startswith("需人工判断")]
    used: set[str] = set()
    for number, must in enumerate(asked):
        sheet = _sheet_for(plan.sheets, must, number, len(asked))
        sheet.musts.append(must)
        if any(person.name in must for person in plan.cast.people.values()):
            if must.startswith(("虚构", "人物")):
                continue
        elif must.startswith(("虚构", "人物")):
            plan.unplayed.append(f"第{sheet.number}集：{must}")
            continue
        passage = _best(must, kb, used)
        if passage:
            used.add(passage.id)
            fact = Fact.of(passage, kb.entries[passage.entry], "must")
            _home(plan, sheet, fact, kb).facts.append(fact)
        else:
            plan.unplayed.append(f"第{sheet.number}集：{must}")


def _sheet_for(sheets: list[Sheet], must: str, number: int, count: int) -> Sheet:
    found = EPISODE.search(must)
    wanted = numeral(found[1]) if found else None
    if found and wanted and 1 <= wanted <= len(sheets):
        before = must[found.end() : found.end() + 1] == "前"
        return sheets[max(0, wanted - 1 - before)]
    return sheets[min(len(sheets) - 1, number * len(sheets) // max(1, count))]


def _home(plan: Plan, sheet: Sheet, fact: Fact, kb: KnowledgeBase) -> Sheet:
    """What stands finished is seen late; what was long before is glimpsed early."""
    last = len(plan.sheets)
    if past(fact, kb, plan.year):
        wanted = min(sheet.number, max(1, last // 2))
    elif kb.entries[fact.entry].kind in ("structure", "event"):
        wanted = max(sheet.number, last - last // 4)
    else:
        wanted = sheet.number
    room = [s for s in plan.sheets if len(s.facts) < 1] or plan.sheets
    return min(room, key=lambda s: (abs(s.number - wanted), s.number))


def _best(must: str, kb: KnowledgeBase, used: set[str]) -> Passage | None:
    named = [entry for _, _, entry in kb.names_in(must, kinds=_KINDS)]
    near = [e for entry in named for e in _neighbours(entry, kb)]
    rows = [
        (_overlap(must, p.text), p.id, p)
        for entry in (*named, *near)
        for p in kb.passages_of(entry)
        if p.actions and p.id not in used and p.topic not in ("mistake", "filming")
    ]
    best = max(rows, default=None, key=lambda row: row[:2])
    return best[2] if best and best[0] >= 3 else None


def _neighbours(entry: Entry, kb: KnowledgeBase) -> list[Entry]:
    return [
        kb.entries[name]
        for name in entry.related
        if name in kb.entries and kb.entries[name].kind in ("event", "custom", "structure")
    ]


def _overlap(a: str, b: str) -> int:
    pairs = {a[n : n + 2] for n in range(len(a) - 1)}
    return len(pairs & {b[n : n + 2] for n in range(len(b) - 1)})


def past(fact: Fact, kb: KnowledgeBase, year: int | None) -> bool:
    """Tell whether a fact happened before the story."""
    entry = kb.entries[fact.entry]
    end = entry.end_year if entry.end_year is not None else entry.start_year
    return entry.kind == "event" and year is not None and end is not None and end < year


def show_musts(sheet: Sheet, parts: list[Part], plan: Plan, kb: KnowledgeBase, gate: Gate) -> None:
    """Show the history that the brief asks for, in place: at once, or as a glimpse of what was."""
    for fact in sheet.facts:
        was = past(fact, kb, plan.year)
        known = kb.entries[fact.entry].kind == "person"
        who = "一个后生" if was else plan.cast["友"].name
        lines = [
            t
            for a in fact.actions
            if gate.stages(t := a.replace("{who}", who)) and not (known and "{who}" in a)
        ]
        pieces = [
            Piece(type="action", text=text, kind=fact.kind, fact=fact, citations=[fact.passage])
            for text in lines[:2]
        ]
        if was and pieces:
            before, after = (Piece(type="mark", text=t) for t in ("闪回", "闪回结束"))
            pieces = [before, *pieces, after]
        part = parts[min(1, len(parts) - 1)]
        at = 0 if part.is_tail else len(part.pieces)
        part.pieces[at:at] = pieces
