"""New lines from what is known: a passage's pictures and words that the script has not used yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from heritage_kb.errors import UnknownName
from heritage_kb.records import Entry, Passage
from scriptgen.revising.desk import Desk
from scriptgen.series import Element, Scene
from scriptgen.story.facts import Fact
from scriptgen.story.setting import Setting, misfit
from scriptgen.story.work import PLAYABLE

WORK = ("process", "tool", "sense", "material", "test", "error", "hurt", "irreversible", "mark")
AIR = ("sense", "place", "overview", "custom", "deadline", "history", "conflict")
_NOT_FOR_PLAY = ("mistake", "filming", "measure")
_ENDED = re.compile(r"[。！？…”」]$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hands:
    """Who does it and who says it, in one scene."""

    doer: str
    teller: str


def hands(desk: Desk, scene: Scene, near: str = "") -> Hands:
    """Return who is at work in a scene and who speaks of it.

    Args:
        desk: the desk.
        scene: the scene.
        near: id of a passage; who does what it tells goes on doing it.
    """
    people = [n for n in scene.cast if n] or sorted(
        {e.speaker for e in scene.elements if e.speaker}
    )
    told = [e for e in scene.elements if e.type == "action" and near and near in e.citations]
    told += [e for e in scene.elements if e.type == "action" and e.citations]
    doer = next((n for e in told for n in people if n in e.text), people[0] if people else "")
    said = [e.speaker for e in scene.elements if e.citations and e.speaker and e.speaker != doer]
    others = [n for n in people if n != doer]
    teller = next((n for n in said if n in people), others[0] if others else "")
    return Hands(doer=doer, teller=str(teller or ""))


def unused(desk: Desk, passage: Passage, scene: Scene, who: Hands) -> Iterator[Element]:
    """Yield the pictures of a passage that the script has not used, and one word to them."""
    if passage.topic in _NOT_FOR_PLAY:
        return
    setting = Setting.of(scene)
    fact = Fact.of(passage, desk.kb.entries[passage.entry], passage.topic)
    for raw in passage.actions:
        if "{who}" in raw and not who.doer:
            continue
        text = raw.replace("{who}", who.doer)
        if used(desk, raw) or misfit(fact, raw, setting):
            continue
        yield line(passage, text if _ENDED.search(text) else text + "。")
    said = next((t for t in passage.says if who.teller and not desk.texts[t]), None)
    if said:
        yield line(passage, said, speaker=who.teller)


def used(desk: Desk, raw: str) -> bool:
    """Tell whether a passage's picture stands in the script, whoever does it there."""
    before, slot, after = raw.partition("{who}")
    if not slot:
        return bool(desk.texts[raw] or desk.texts[raw + "。"])
    return any(
        desk.texts[f"{before}{n}{after}"] or desk.texts[f"{before}{n}{after}。"] for n in desk.own
    )


def line(passage: Passage, text: str, speaker: str | None = None) -> Element:
    """Return a line that cites a passage."""
    return Element(
        id="",
        type="dialogue" if speaker else "action",
        text=text,
        speaker=speaker,
        citations=[passage.id],
        claim_kind=passage.claim_kind,
    )


def passages(
    desk: Desk, entries: Iterable[Entry], topics: Sequence[str] = PLAYABLE
) -> list[Passage]:
    """Return playable passages of entries: those not cited yet first, then by topic and step."""
    rows = [
        p
        for entry in entries
        for p in desk.kb.passages_of(entry)
        if p.actions and p.topic in topics and p.topic not in _NOT_FOR_PLAY
    ]
    return sorted(rows, key=lambda p: (desk.cited[p.id], topics.index(p.topic), p.step or 0, p.id))


def worked_on(desk: Desk, scene: Scene) -> list[Entry]:
    """Return what the work of a scene is: what it cites, else the brief's crafts and places."""
    kb, brief = desk.kb, desk.series.brief
    ids = [kb.passage(c).entry for e in scene.elements for c in e.citations if desk.passage(c)]
    found = [kb.entries[i] for i in dict.fromkeys(ids) if i in kb.entries]
    crafts = [e for e in found if e.kind in ("craft", "opera", "custom", "product")]
    if crafts:
        return crafts
    asked = [
        *((name, ("craft", "opera", "custom")) for name in brief.crafts),
        *((name, ("site", "structure", "place")) for name in brief.places),
    ]
    return found + [e for name, kinds in asked if (e := known(desk, name, kinds)) is not None]


def known(desk: Desk, name: str, kinds: Sequence[str]) -> Entry | None:
    """Return the entry of a name; None where the knowledge base has none, or several."""
    try:
        return desk.kb.resolve(name, kinds)
    except UnknownName:
        return None
