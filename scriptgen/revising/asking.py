"""Asking a model for changes, and taking of its answer only what may be taken.

What names a line that is not there, touches a locked one, gives words to nobody known, rests on
nothing or is contradicted, is left out, and the proposal's notes say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, Field

from heritage_kb.records import Passage
from scriptgen.models.request import Material, Model, Request
from scriptgen.revising.desk import Desk
from scriptgen.revising.drawing import passages, worked_on
from scriptgen.revising.lengths import spine
from scriptgen.revising.proposal import Op, Proposal
from scriptgen.revising.selecting import Selection
from scriptgen.series import SOURCED_LINES, Element, LineKind
from scriptgen.story.work import PLAYABLE

_SPOKEN = ("dialogue", "vo", "os")
_SHOWN = 12  # passages that a model is shown beside the cited ones
_AROUND = 3  # lines before and after that it is shown
_TO_DO = {
    "rewrite": "改写选中的行，意思和事实不变，换更好的说法",
    "continue": "接着选中的地方往下写，不重复已有的话",
    "condense": "压短选中的部分，先去旁支，钩子、转折、卡点和引文不动",
    "expand": "展开选中的部分，让手上的活和人的来回铺开，不兑水",
    "voice": "改选中台词的口气，说的事不变",
    "place": "戏挪了地方，把只在原来的地方成立的行改成在新地方成立",
    "options": "把选中的部分换一种写法",
}


class Change(BaseModel):
    """One change as a model answers it; ``id`` is the line, of an insert the line before it."""

    do: Literal["replace", "insert", "delete"]
    id: str = Field(max_length=80)
    type: Literal["action", "dialogue", "vo", "os", "caption"] = "action"
    speaker: str = Field(default="", max_length=40)
    parenthetical: str = Field(default="", max_length=40)
    text: str = Field(default="", max_length=400)
    citations: list[str] = Field(default_factory=list, max_length=12)


class Answer(BaseModel):
    """What a model answers."""

    why: str = Field(default="", max_length=300)
    changes: list[Change] = Field(max_length=200)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is asked: the operation, the writer's own words, how long, which of several ways."""

    do: str
    said: str = ""
    length: str = "与原来相近"
    way: int = 0
    more: str = ""


def ask(desk: Desk, selection: Selection, wish: Wish, model: Model) -> Proposal:
    """Return a model's proposal for a selection.

    Args:
        desk: where it is made; its author is the model's name.
        selection: what may be changed.
        wish: what is asked.
        model: the model.

    Raises:
        ModelFailed: it gave no usable answer.
    """
    shown = _passages(desk, selection)
    answer = model.ask(_request(desk, selection, wish, shown), Answer)
    ops = _Taking(desk, selection, {p.id: p for p in shown}).ops(answer.changes)
    why = answer.why.strip().replace("\n", " ") or _TO_DO[wish.do]
    return desk.proposal(wish.do, why, ops)


# -------------------------------------------------------------------------------------- asking


def _passages(desk: Desk, selection: Selection) -> list[Passage]:
    """Return what the lines cite, and what there is to say of the work and the place."""
    lines = [desk.lines[id] for id in selection.lines]
    cited = list(dict.fromkeys(c for line in lines for c in line.citations))
    scenes = [desk.scenes[id] for id in selection.scenes]
    entries = {e.id: e for scene in scenes for e in worked_on(desk, scene)}
    entries |= {
        s.site: desk.kb.entries[s.site] for s in scenes if s.site and s.site in desk.kb.entries
    }
    more = passages(desk, entries.values(), PLAYABLE)[:_SHOWN]
    known = [p for c in cited if (p := desk.passage(c)) is not None]
    return list({p.id: p for p in (*known, *more)}.values())


def _request(desk: Desk, selection: Selection, wish: Wish, shown: Sequence[Passage]) -> Request:
    rows = [desk.lines[id] for id in selection.lines]
    before, after = _around(desk, selection)
    material = [
        *(Material(id="上文", text=_told(x)) for x in before),
        *(Material(id=x.id, text=_told(x) + ("〔锁〕" if desk.locked(x.id) else "")) for x in rows),
        *(Material(id="下文", text=_told(x)) for x in after),
        *(Material(id=p.id, text=p.text) for p in shown),
    ]
    if wish.said:
        material.append(Material(id="要求", text=wish.said))
    if selection.span:
        start, end = selection.span
        part = rows[0].text[start:end]
        material.append(Material(id="只改这一段", text=part))
    cast = dict.fromkeys(n for id in selection.scenes for n in desk.scenes[id].cast)
    return Request(
        task="revise_lines",
        slots={
            "do": _TO_DO[wish.do],
            "year": "未定" if desk.year is None else str(desk.year),
            "length": wish.length,
            "more": wish.more,
        },
        material=(
            # names and ids come from files of others: they are shown as data, never among our words
            Material(id="选中", text="、".join(selection.lines)),
            Material(id="人物", text="、".join(cast) or "没有人"),
            *material,
        ),
        most_tokens=min(6000, 600 + 120 * len(rows)),
        seed=desk.seed + wish.way,
    )


def _told(line: Element) -> str:
    speaker = f"{line.speaker}：" if line.speaker else ""
    return f"[{line.type}] {speaker}{line.text}"


def _around(desk: Desk, selection: Selection) -> tuple[list[Element], list[Element]]:
    """Return the lines of the episode right before and right behind the selection."""
    first, last = selection.lines[0], selection.lines[-1]
    rows = [
        x
        for number in (selection.episodes[0], selection.episodes[-1])
        for e in desk.series.episodes
        if e.number == number
        for s in e.scenes
        for x in s.elements
    ]
    ids = [x.id for x in rows]
    at, end = ids.index(first), len(ids) - 1 - ids[::-1].index(last)
    return rows[max(0, at - _AROUND) : at], rows[end + 1 : end + 1 + _AROUND]


# -------------------------------------------------------------------------------------- taking


@dataclass(slots=True)
class _Taking:
    """Takes of an answer what may be taken."""

    desk: Desk
    selection: Selection
    shown: dict[str, Passage]
    done: set[str] = field(default_factory=set)

    def ops(self, changes: Sequence[Change]) -> list[Op]:
        """Return the operations that stand; the desk's notes say what does not."""
        ops: list[Op] = []
        last: dict[str, str] = {}  # behind which line → the last one put there
        for change in changes:
            if not self._may(change):
                continue
            if change.do == "delete":
                ops.append(self.desk.deleting(self.desk.lines[change.id]))
            elif (line := self._line(change)) is not None:
                if change.do == "replace":
                    ops.append(self.desk.replacing(self.desk.lines[change.id], line))
                else:
                    scene = self.desk.scene_of[change.id].id
                    new = self.desk.inserting([line], scene, last.get(change.id, change.id))
                    last[change.id] = new[-1].id
                    ops += new
            else:
                continue
            self.done |= {change.id} if change.do != "insert" else set()
        return ops

    def _may(self, change: Change) -> bool:
        """Tell whether a change is of a line that is selected, free, and not one that must stay."""
        id = change.id
        where = f"模型要改的“{id}”"
        if id not in self.desk.lines:
            return self._no(f"{where}剧本里没有，没有采用。")
        scene = self.desk.scene_of[id]
        if change.do == "insert":
            if scene.id not in self.selection.scenes or self.desk.locked(scene.id):
                return self._no(f"模型要在“{id}”之后添行，那里不在选中的场里或已锁定，没有采用。")
            return True
        if id not in self.selection.lines:
            return self._no(f"{where}不在选中的部分里，没有采用。")
        if self.desk.locked(id):
            return self._no(f"{where}已锁定，没有采用。")
        if id in self.done:
            return self._no(f"{where}改了不止一次，只取第一次。")
        return change.do != "delete" or self._may_go(id)

    def _may_go(self, id: str) -> bool:
        episode = self.desk.homes[self.desk.scene_of[id].id]
        kept = spine(episode, self.desk.plan_of(episode)).get(id)
        if kept:
            return self._no(f"模型要删的“{id}”是{kept}，没有采用。")
        facts = [x for s in episode.scenes for x in s.elements if x.sourced]
        gone = sum(x.id in self.done for x in facts)
        if self.desk.lines[id].sourced and len(facts) - gone <= SOURCED_LINES:
            return self._no(f"模型要删的“{id}”是最后几处引文之一，没有采用。")
        return True

    def _no(self, why: str) -> bool:
        self.desk.note(why)
        return False

    def _line(self, change: Change) -> Element | None:
        old = self.desk.lines[change.id] if change.do == "replace" else None
        text = change.text.strip()
        if old is not None and not self._keeps_the_rest(old, text):
            return None
        speaker = change.speaker.strip() or (old.speaker if old and change.type == old.type else "")
        if change.type in _SPOKEN and speaker not in self.desk.own:
            self.desk.note(f"“{text}”派给了“{speaker or '没有人'}”，剧中没有这个人，没有采用。")
            return None
        if old is not None and (text, change.type) == (old.text, old.type):
            return None
        cites = self._cites(change, text, old)
        kind: LineKind = cites[0].claim_kind if cites else "虚构"
        return self.desk.passed(
            Element(
                id=change.id,
                type=change.type,
                text=text,
                speaker=(speaker or None) if change.type in _SPOKEN else None,
                parenthetical=change.parenthetical.strip("（）() ") or None,
                citations=[p.id for p in cites],
                claim_kind=kind,
            ),
            self.desk.scene_of[change.id],
        )

    def _keeps_the_rest(self, old: Element, text: str) -> bool:
        """Tell whether only the selected part of a line is changed."""
        if self.selection.span is None:
            return True
        start, end = self.selection.span
        head, tail = old.text[:start], old.text[end:]
        fits = text.startswith(head) and text.endswith(tail) and len(text) >= len(head) + len(tail)
        return fits or self._no(f"模型动了“{old.id}”没有选中的字，没有采用。")

    def _cites(self, change: Change, text: str, old: Element | None) -> list[Passage]:
        """Return the passages that a line may cite: shown ones that speak of what it says."""
        found = []
        for id in change.citations:
            passage = self.shown.get(id)
            if passage is None:
                self.desk.note(f"模型引的“{id}”不在给它的文段里，已去掉。")
            elif not _speaks_of(passage, text):
                self.desk.note(f"“{text}”与所引“{id}”说的不是一件事，引文已去掉。")
            else:
                found.append(passage)
        if not found and old is not None:
            kept = [p for c in old.citations if (p := self.desk.passage(c)) is not None]
            found = [p for p in kept if _speaks_of(p, text)]
        return found


def _speaks_of(passage: Passage, text: str) -> bool:
    told = "".join((passage.text, *passage.actions, *passage.says))
    return len(_pairs(told) & _pairs(text)) >= 2


def _pairs(text: str) -> set[str]:
    bare = [c for c in text if "一" <= c <= "鿿"]
    return {a + b for a, b in zip(bare, bare[1:], strict=False)}
