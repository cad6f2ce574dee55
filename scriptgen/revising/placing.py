"""Moving scenes to another place: the heading, the set, and every line that was the old place's.

A line that cites the old place gives way to one of the new place where there is one; a bare name is
exchanged; what cannot hold any more and has no substitute goes, or is shown to a person where the
episode stands on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from heritage_kb.errors import RefusedInput
from heritage_kb.records import Entry
from scriptgen.reviewing.context import Context
from scriptgen.reviewing.engine import view
from scriptgen.reviewing.rules.places import on_a_set, protected_site
from scriptgen.revising.desk import Desk
from scriptgen.revising.drawing import AIR, hands, known, passages, unused
from scriptgen.revising.lengths import spine
from scriptgen.revising.proposal import Op, Proposal
from scriptgen.revising.selecting import Selection
from scriptgen.series import Element, Episode, Scene, Series
from scriptgen.story.setting import is_outside
from scriptgen.story.things import short_name

_KINDS = ("site", "structure", "place")
_SET = "（虚拟制景）"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where to: the name before the ·, the word behind it, and the entry where it is a real one."""

    name: str
    word: str
    entry: Entry | None


def change_place(desk: Desk, selection: Selection, to: str) -> Proposal:
    """Return a proposal that moves the selected scenes.

    Args:
        desk: where it is made.
        selection: scenes; of lines the scenes that hold them.
        to: ``晋祠``, ``晋祠·献殿前``, or a place that is invented.

    Raises:
        RefusedInput: nothing was named, or what was named did not stand yet in the story's year.
    """
    place = _place(desk, to)
    ops: list[Op] = []
    for id in selection.scenes:
        scene = desk.scenes[id]
        if desk.locked(id):
            desk.note(f"{scene.number or id} 已锁定，没有挪。")
            continue
        ops += _Move(desk, desk.homes[id], scene, place).ops()
    if place.entry is None:
        desk.note(f"“{place.name}”不在知识库里，按虚构的地方写，不带引文。")
    if desk.series.brief.places and place.name not in desk.series.brief.places:
        desk.note("题材书里的 places 没有改；往后的集要在新地方，请同时改题材书。")
    return desk.proposal("place", f"挪到{place.name}：场景标题、引文和地名一并换过。", ops)


def _place(desk: Desk, to: str) -> Place:
    name, _, word = to.strip().partition("·")
    if not name:
        raise RefusedInput("请写挪到哪里，如 晋祠·献殿前。", "Say where to, e.g. 晋祠·献殿前.")
    entry = known(desk, name, _KINDS)
    if entry is not None and desk.year is not None and entry.start_year is not None:
        if entry.kind == "structure" and entry.start_year > desk.year:
            raise RefusedInput(
                f"{entry.title}建于{entry.start_year}年，故事在{desk.year}年，还没有它；请换一处。",
                f"{entry.id} was built in {entry.start_year}; the story is in {desk.year}.",
            )
        if entry.start_year > desk.year:
            desk.note(
                f"知识库里{entry.title}的年代自{entry.start_year}年起，故事在{desk.year}年，请核。"
            )
    return Place(name=short_name(entry.title) if entry else name, word=word, entry=entry)


class _Move:
    """One scene being moved."""

    def __init__(self, desk: Desk, episode: Episode, scene: Scene, place: Place) -> None:
        self._desk, self._scene, self._place = desk, scene, place
        self._spine = spine(episode, desk.plan_of(episode))
        self._old = list(self._family())
        self._names = sorted(
            {n for e in self._old for n in (*e.names, short_name(e.title)) if len(n) > 1},
            key=len,
            reverse=True,
        )
        site = place.entry.id if place.entry and place.entry.kind == "site" else None
        self._moved = replace(scene, place=self.heading_place(), site=site)
        self._fresh = self._new_lines()

    def _family(self) -> Iterator[Entry]:
        """Yield the old place and what stands in it."""
        kb = self._desk.kb
        told = self._scene.place.split("·")[0]
        id = self._scene.site
        home = kb.entries.get(id) if id else known(self._desk, told, _KINDS)
        if home is None and not id:
            home = next((e for n in self._desk.series.brief.places
                         if (e := known(self._desk, n, _KINDS))), None)  # fmt: skip
        new = self._place.entry
        if home is None or (new is not None and new.id == home.id):
            return
        yield home
        for entry in kb.records.entries.values():
            if entry.kind == "structure" and entry.fields.get("site_id") == home.id:
                yield entry

    def _new_lines(self) -> list[Element]:
        """Return the lines that the new place offers this scene, the unused ones."""
        entry = self._place.entry
        if entry is None:
            return []
        desk, moved = self._desk, self._moved
        who = hands(desk, self._scene)
        found = [
            line
            for passage in passages(desk, [entry], AIR)
            for line in unused(desk, passage, moved, who)
        ]
        return [line for line in found if line.type == "action"]

    # -- heading ----------------------------------------------------------------------------

    def heading_place(self) -> str:
        """Return the heading's place: its own word is kept where none is given."""
        word = self._place.word
        if not word:
            parts = self._scene.place.removesuffix(_SET).split("·")
            word = parts[-1] if len(parts) > 1 or not self._old_names(parts[0]) else ""
        return f"{self._place.name}·{word}" if word else self._place.name

    def _old_names(self, text: str) -> bool:
        return any(name in text for name in self._names)

    def _heading(self) -> list[Op]:
        place, entry = self.heading_place(), self._place.entry
        if self._is_nowhere():
            self._desk.note(f"{self._scene.number}是虚构的内景，标题不挂地名，没有改。")
            return []
        inside = self._scene.int_ext
        if self._place.word:
            inside = "外" if is_outside(place) else "内"
        site = entry.id if entry and entry.kind == "site" else None
        if entry and entry.kind == "structure":
            site = str(entry.fields.get("site_id") or "") or None
        moved = replace(self._scene, place=place, site=site, int_ext=inside, elements=[])
        if self._banned_inside(moved):
            place += _SET
            self._desk.note(f"{self._scene.number}是文物建筑的内景，不得实拍，标题写明虚拟制景。")
        op = self._desk.heading(self._scene, place=place, site=site, int_ext=inside)
        return [op] if op.after != op.before else []

    def _is_nowhere(self) -> bool:
        """Tell whether the scene plays in an invented room, which names no real place."""
        bare = "·" not in self._scene.place and not self._old_names(self._scene.place)
        return bare and not self._place.word and self._scene.int_ext == "内"

    def _banned_inside(self, scene: Scene) -> bool:
        """Tell whether the review would not let this be filmed there."""
        given = Context.of({"year": self._desk.year})
        one = Series(
            brief=self._desk.series.brief, episodes=[Episode(number=1, title="", scenes=[scene])]
        )
        seen = view(one, given).episodes[0].scenes[0]
        site = protected_site(seen, given)
        return site is not None and site.inside and not on_a_set(seen, given)

    # -- lines ------------------------------------------------------------------------------

    def ops(self) -> list[Op]:
        """Return the heading and what becomes of each line of the old place."""
        ops = self._heading()
        count = len(ops)
        for line in self._scene.elements:
            if line.type != "mark" and self._is_of_old(line):
                if self._desk.locked(line.id):
                    self._desk.note(f"{line.id} 说的是原来的地方，已锁定，没有动：“{line.text}”")
                else:
                    ops += self._line(line)
        if count and not any(op.what == "line" and op.after for op in ops):
            ops += self._first_sight()
        return ops

    def _first_sight(self) -> list[Op]:
        """Show the new place once, out of doors, where no line of the scene did it yet."""
        rows = self._scene.elements
        while rows and self._scene.int_ext == "外" and self._fresh:
            made = self._desk.passed(self._fresh.pop(0), self._moved)
            if made is not None and not self._desk.texts[made.text]:
                self._desk.texts[made.text] += 1
                return self._desk.inserting([made], self._scene.id, rows[0].id, "新地方的画面")
        return []

    def _is_of_old(self, line: Element) -> bool:
        if self._old_names(line.text):
            return True
        ids = {entry.id for entry in self._old}
        return any(self._entry_of(c) in ids for c in line.citations)

    def _entry_of(self, passage: str) -> str:
        found = self._desk.passage(passage)
        return found.entry if found else ""

    def _line(self, line: Element) -> list[Op]:
        if self._old_names(line.text) and (made := self._renamed(line)):
            return [self._desk.replacing(line, made, "地名换过，引文重找")]
        while line.type == "action" and self._fresh:
            made = self._desk.passed(self._fresh.pop(0), self._moved)
            if made is not None:
                self._desk.texts[made.text] += 1
                return [self._desk.replacing(line, made, "原来的地方的画面，换成新地方的")]
        if line.id in self._spine:
            self._desk.note(
                f"{line.id} 是{self._spine[line.id]}，说的是原来的地方，要由人改：“{line.text}”"
            )
            return []
        return [self._desk.deleting(line, "只在原来的地方成立")]

    def _renamed(self, line: Element) -> Element | None:
        """Return the line with the new place's name, its grounds found anew; None where it fails."""
        text = line.text
        for name in self._names:
            text = text.replace(name, self._place.name)
        if text == line.text:
            return None
        ids = {entry.id for entry in self._old}
        kept = [c for c in line.citations if self._entry_of(c) not in ids]
        if line.type == "caption" and self._place.entry is not None:
            told = self._desk.kb.passages_of(self._place.entry)
            kept += [p.id for p in told if p.topic in ("place", "date")][:2]
        factual = line.claim_kind if kept else "虚构"
        return self._desk.passed(
            replace(line, text=text, citations=kept, claim_kind=factual), self._moved
        )
