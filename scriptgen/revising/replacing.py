"""Finding words in a series, and putting others in their place: a proposal, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import heritage_kb
from heritage_kb import KnowledgeBase
from heritage_kb.errors import RefusedInput
from scriptgen.grounding import ground_line
from scriptgen.keeping.parts import PERSON
from scriptgen.revising.desk import Desk
from scriptgen.revising.proposal import Op, Proposal, lines_of
from scriptgen.revising.selecting import select
from scriptgen.series import Element, Series

LONGEST = 40  # characters that are looked for, or put in
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A line with the words in it: where, and the spans of its text in characters from 0."""

    episode: int
    scene: str
    line: Element
    spans: tuple[tuple[int, int], ...]


def find_words(series: Series, words: str, at: str = "全剧") -> list[Found]:
    """Return every line whose text or parenthetical has some words, in the order of the script.

    Args:
        series: the series.
        words: letter for letter.
        at: where to look; see ``selecting.select``.

    Raises:
        RefusedInput: no words, too many, or no such part.
    """
    _refuse(words, "要找的字")
    if not words.strip():
        raise RefusedInput("先写要找的字。", "Write what to look for.")
    within = set(select(series, at).lines)
    return [
        Found(episode=episode.number, scene=str(scene.number or scene.id), line=line,
              spans=tuple(_spans(line.text, words)))
        for episode, scene, line in lines_of(series)
        if line.id in within and line.type != "mark" and _holds(line, words)
    ]  # fmt: skip


def replace_words(
    series: Series, old: str, new: str, at: str = "全剧", *, kb: KnowledgeBase | None = None
) -> Proposal:
    """Return what putting other words in the place of some comes to; nothing is changed by it.

    A line that then says more than its passages becomes 合理虚构; locked lines and names of
    characters are left, and said so. Speakers and casts are not words: a name is changed in the plan.

    Args:
        series: the series.
        old: the words, letter for letter.
        new: what comes instead; empty takes them out.
        at: where; see ``selecting.select``.
        kb: the knowledge base; by default the shipped one.

    Raises:
        RefusedInput: nothing to look for, nothing found, or all of it is locked.
    """
    _refuse(new, "换成的字")
    found = find_words(series, old, at)
    if old == new:
        raise RefusedInput("换成的和要找的一样，没有可换的。", "Both are the same.")
    if not found:
        raise RefusedInput(f"没有找到“{old}”。", f"“{old}” is nowhere.")
    desk = Desk(series, kb or heritage_kb.open(), author=PERSON)
    if old in desk.own:
        desk.note(f"“{old}”是人物的名字，出场与说话人没有动；要改名，请在「方案」的人物里改。")
    ops = [op for one in found for op in _ops(desk, one, old, new)]
    if not ops:
        raise RefusedInput(
            f"“{old}”所在的行换不了：{'；'.join(desk.notes)}", f"“{old}” cannot be replaced."
        )
    count = sum(_count(desk.lines[op.id], old) for op in ops)
    put = f"换成“{new}”" if new else "删去"
    made = desk.proposal("replace", f"“{old}”{put}：{len(ops)} 行 {count} 处", ops)
    return desk.judged(made)


def _ops(desk: Desk, one: Found, old: str, new: str) -> Iterator[Op]:
    line = one.line
    if desk.locked(line.id):
        desk.note(f"场{one.scene}有一行锁着，没有动：“{line.text[:30]}”")
        return
    text = line.text.replace(old, new).strip()
    if not text:
        desk.note(f"场{one.scene}的“{line.text}”换了就空了，没有动；不要这一行请在改稿里删。")
        return
    manner = (line.parenthetical or "").replace(old, new).strip() or None
    made = replace(
        line, text=text, parenthetical=manner, citations=list(line.citations), author=PERSON
    )
    ground_line(made, desk.own, desk.kb)
    softer = made.claim_kind != line.claim_kind and bool(line.citations)
    yield desk.replacing(line, made, "所引的文段里没有这样说，改标合理虚构" if softer else "")


def _holds(line: Element, words: str) -> bool:
    return words in line.text or words in (line.parenthetical or "")


def _count(line: Element, words: str) -> int:
    return line.text.count(words) + (line.parenthetical or "").count(words)


def _spans(text: str, words: str) -> Iterator[tuple[int, int]]:
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + len(words))


def _refuse(words: str, what: str) -> None:
    if len(words) > LONGEST or _CONTROL.search(words):
        raise RefusedInput(
            f"{what}要写成一行、{LONGEST} 字以内；收到 {len(words)} 字。",
            f"One line of at most {LONGEST} characters, please.",
        )
