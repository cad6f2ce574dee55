"""The desk a revision is made on: the series, what is known, and what a new line must pass.

A line that is changed or added passes here, whoever wrote it: it fits its year and what the brief
avoids; what it states is borne out by what it cites, or by a passage found for it; what is
contradicted is left out with a note, and what nothing bears out is never called a fact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from heritage_kb import KnowledgeBase
from heritage_kb.errors import UnknownName
from heritage_kb.records import Claim, Passage
from scriptgen import duration
from scriptgen.brief import Brief
from scriptgen.grounding import ground_line
from scriptgen.revising.applying import apply
from scriptgen.revising.origins import origins
from scriptgen.revising.proposal import (
    SCAFFOLD,
    Op,
    Proposal,
    line_values,
    new_id,
    scene_values,
)
from scriptgen.series import FACTUAL, Element, Episode, EpisodePlan, Scene, Series
from scriptgen.story.gate import Gate
from scriptgen.story.people import story_year


class Desk:
    """What every operation works with.

    Args:
        series: the series; never changed.
        kb: the knowledge base.
        author: who writes the lines.
        seed: chooses among what fits.
    """

    def __init__(
        self, series: Series, kb: KnowledgeBase, *, author: str = SCAFFOLD, seed: int = 0
    ) -> None:
        self.series, self.kb, self.author, self.seed = series, kb, author, seed
        self.year = story_year(series.brief, kb)
        self.gate = _gate(series.brief, kb, self.year)
        self.notes: list[str] = []
        self.lines = {x.id: x for e in series.episodes for s in e.scenes for x in s.elements}
        self.scenes = {s.id: s for e in series.episodes for s in e.scenes}
        self.homes = {s.id: e for e in series.episodes for s in e.scenes}
        self.scene_of = {x.id: s for s in self.scenes.values() for x in s.elements}
        self.texts = Counter(line.text for line in self.lines.values())
        self.cited = Counter(c for line in self.lines.values() for c in line.citations)
        self.own = {c.name for c in series.bible.characters}
        self.own |= {name for scene in self.scenes.values() for name in scene.cast}
        self.asked: set[int] = set()  # episodes that are measured where nothing is changed
        self._taken = {*self.lines, *self.scenes}

    # -- what is there ----------------------------------------------------------------------

    def plan_of(self, episode: Episode) -> EpisodePlan | None:
        """Return the outline's row of an episode."""
        rows = self.series.outline.episodes
        return next((row for row in rows if row.number == episode.number), None)

    def passage(self, id: str) -> Passage | None:
        """Return a cited passage; None where the knowledge base has it no more."""
        try:
            return self.kb.passage(id)
        except UnknownName:
            return None

    def locked(self, id: str) -> bool:
        """Tell whether a line or scene, or what holds it, is locked."""
        if id in self.lines:
            return self.lines[id].locked or self.locked(self.scene_of[id].id)
        return self.scenes[id].locked or self.homes[id].locked

    def note(self, text: str) -> None:
        """Say something to the writer, once."""
        if text not in self.notes:
            self.notes.append(text)

    # -- a new line -------------------------------------------------------------------------

    def passed(self, element: Element, scene: Scene) -> Element | None:
        """Return a new line with its grounds, or None with a note where it may not stand.

        Args:
            element: the line.
            scene: where it is to stand; what may not be done at a protected site is not done.
        """
        text = element.text
        if not text.strip() or "\n" in text:
            self.note("有一行是空的或不止一行，没有采用。")
            return None
        if not self.gate.lets(text):
            self.note(f"“{text}”有不合年代或题材要避开的字词，没有采用。")
            return None
        where = (scene.site or "", scene.place, scene.int_ext, scene.time)
        if (
            scene.site
            and element.type == "action"
            and (why := _forbidden(self.series.brief, text, *where))
        ):
            self.note(f"“{text}”在{scene.place}做不得（{why}），没有采用。")
            return None
        line = replace(element, citations=self._known(element.citations), author=self.author)
        if line.claim_kind in FACTUAL and not line.citations:
            line.claim_kind = "虚构"
        ground_line(line, self.own, self.kb)
        return self._checked(line) if line.type != "mark" else line

    def _known(self, citations: Sequence[str]) -> list[str]:
        found = [id for id in citations if self.passage(id) is not None]
        for id in citations:
            if id not in found:
                self.note(f"引文“{id}”知识库里没有，已去掉。")
        return found

    def _checked(self, line: Element) -> Element | None:
        if self._is_stamp(line) or self._is_shipped(line):
            return line
        claims = _claims(self.kb, line.text)
        if wrong := next((c for c in claims if c.verdict == "contradicted"), None):
            self.note(f"“{line.text}”与所知不合（{wrong.why}），没有采用。")
            return None
        borne = [c.passage for c in claims if c.verdict == "supported" and c.passage]
        if borne and line.claim_kind not in FACTUAL:
            self._cite(line, list(dict.fromkeys(borne)))
        open_ = any(c.verdict == "not_in_kb" for c in claims)
        if open_ and (not line.citations or (line.claim_kind in FACTUAL and not borne)):
            line.claim_kind = "合理虚构"
            self.note(f"“{line.text}”没有出处，按合理虚构标。")
        return line

    def _is_shipped(self, line: Element) -> bool:
        """Tell whether a line stands so in the stock or in what it cites, where it was checked."""
        if origins().of(line) is not None:
            return True
        told = [self.kb.passage(id) for id in line.citations]
        shipped = {raw for p in told for raw in (*p.actions, *p.says)}
        bare = line.text.rstrip("。")
        return any(
            raw.replace("{who}", name).rstrip("。") == bare for raw in shipped for name in self.own
        )

    def _is_stamp(self, line: Element) -> bool:
        """Tell whether a caption only says when and where we are, which claims nothing of a place."""
        if line.type != "caption":
            return False
        rest = line.text
        for when in self.kb.calendar.years_in(line.text):
            rest = rest.replace(when.text, "")
        for _, _, entry in self.kb.names_in(line.text):
            for name in (entry.title, *entry.aliases):
                rest = rest.replace(name, "")
        return len(rest.strip(" ·，。")) <= 1

    def _cite(self, line: Element, passages: list[str]) -> None:
        if not self.kb.check_against(line.text, passages):
            line.citations = passages
            line.claim_kind = self.kb.passage(passages[0]).claim_kind

    # -- operations -------------------------------------------------------------------------

    def replacing(self, old: Element, new: Element, why: str = "") -> Op:
        """Return the operation that puts one line in another's place; the id stays."""
        return Op(
            kind="replace",
            id=old.id,
            within=self.scene_of[old.id].id,
            before=line_values(old),
            after=line_values(replace(new, id=old.id, locked=False)),
            why=why,
        )

    def deleting(self, old: Element, why: str = "") -> Op:
        """Return the operation that takes a line out."""
        return Op(
            kind="delete",
            id=old.id,
            within=self.scene_of[old.id].id,
            before=line_values(old),
            why=why,
        )

    def inserting(
        self, lines: Sequence[Element], scene: str, behind: str, why: str = ""
    ) -> list[Op]:
        """Return the operations that put lines into a scene, one behind the other."""
        ops = []
        for line in lines:
            made = replace(line, id=new_id(scene, line, self._taken), locked=False)
            ops.append(
                Op(
                    kind="insert",
                    id=made.id,
                    within=scene,
                    behind=behind,
                    after=line_values(made),
                    why=why,
                )
            )
            behind = made.id
        return ops

    def heading(self, scene: Scene, **changes: object) -> Op:
        """Return the operation that changes a scene's heading or cast."""
        values = scene_values(scene)
        return Op(
            kind="replace",
            what="scene",
            id=scene.id,
            within=str(self.homes[scene.id].number),
            before=values,
            after=values | changes,
        )

    # -- the proposal -----------------------------------------------------------------------

    def proposal(self, do: str, why: str, ops: Sequence[Op], said: str = "") -> Proposal:
        """Return the proposal, with what it does to seconds; casts follow the lines."""
        made = Proposal(
            do=do,
            why=why,
            author=self.author,
            ops=(*ops, *self._casts(ops)),
            notes=tuple(self.notes),
            said=said,
        )
        touched = self._touched(made) or self.asked
        after = apply(self.series, made).series
        before = [e for e in self.series.episodes if e.number in touched]
        later = [e for e in after.episodes if e.number in touched]
        return replace(made, seconds=(_seconds(before), _seconds(later)))

    def _casts(self, ops: Sequence[Op]) -> list[Op]:
        """Return headings whose cast gained a speaker, or lost one who is in no line any more."""
        headed = {op.id for op in ops if op.what == "scene"}
        found = []
        for id in dict.fromkeys(op.within for op in ops if op.what == "line"):
            scene = self.scenes.get(id)
            if scene is None or id in headed:
                continue
            lines = [o.after for o in ops if o.what == "line" and o.within == id and o.after]
            cast = self._cast(scene, ops, [str(line["speaker"] or "") for line in lines])
            if cast != scene.cast:
                found.append(self.heading(scene, cast=cast))
        return found

    def _cast(self, scene: Scene, ops: Sequence[Op], speakers: Sequence[str]) -> list[str]:
        gone = {op.id for op in ops if op.kind in ("delete", "replace")}
        told = [e for e in scene.elements if e.id not in gone]
        told += [
            Element(**o.after) for o in ops if o.what == "line" and o.within == scene.id and o.after
        ]

        def is_in(name: str) -> bool:
            return any(name == e.speaker or name in e.text for e in told)

        was_in = {
            name
            for name in scene.cast
            if any(name == e.speaker or name in e.text for e in scene.elements)
        }
        kept = [name for name in scene.cast if name not in was_in or is_in(name)]
        new = [n for n in dict.fromkeys(speakers) if n and n not in kept]
        return kept + [n for n in new if n in self.own or n not in scene.cast]

    def judged(self, proposal: Proposal) -> Proposal:
        """Return the proposal with the findings of its episodes and their neighbours."""
        from scriptgen.reviewing.engine import review

        touched = self._touched(proposal) or self.asked
        near = {n + step for n in touched for step in (-1, 0, 1)}
        pair = []
        for series in (self.series, apply(self.series, proposal).series):
            some = [e for e in series.episodes if e.number in near]
            found = review(replace(series, episodes=some))["findings"] if some else []
            pair.append([one for one in found if one["episode"] in near])
        return replace(proposal, findings=(pair[0], pair[1]))

    def _touched(self, proposal: Proposal) -> set[int]:
        found = {int(op.id) for op in proposal.ops if op.what == "episode"}
        found |= {int(op.within) for op in proposal.ops if op.what == "scene"}
        return found | {
            self.homes[op.within].number
            for op in proposal.ops
            if op.what == "line" and op.within in self.homes
        }


def _seconds(episodes: Sequence[Episode]) -> float:
    return round(
        sum(duration.seconds(line for s in e.scenes for line in s.elements) for e in episodes), 1
    )


@lru_cache(maxsize=4096)
def _forbidden(
    brief: Brief,
    text: str,
    site: str,
    place: str,
    int_ext: Literal["内", "外", "内外"] | None,
    time: str,
) -> str:
    """Return why something may not be done on a scene's site; empty where it may."""
    from scriptgen.reviewing.engine import review

    line = Element(id="new", type="action", text=text)
    scene = Scene(
        id="here", number="1-1", int_ext=int_ext, time=time, place=place, site=site, elements=[line]
    )
    alone = Series(brief=brief, episodes=[Episode(number=1, title="", scenes=[scene])])
    found = review(alone, context={"check_len": False})["findings"]
    wrong = [f for f in found if f["line"] == "new" and f["severity"] == "error"]
    return str(wrong[0]["message"]).rstrip("。") if wrong else ""


@lru_cache(maxsize=4)
def _gate(brief: Brief, kb: KnowledgeBase, year: int | None) -> Gate:
    """Return a brief's gate; it remembers what it let pass."""
    return Gate(brief, kb, year)


@lru_cache(maxsize=4096)
def _claims(kb: KnowledgeBase, text: str) -> tuple[Claim, ...]:
    """Return the claims of a line; a line comes by more than once while one is looking."""
    return tuple(kb.check(text))
