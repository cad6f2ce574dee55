"""Telling a writer what matters of all that was told, within a budget of characters.

Works the same at the second episode and at the eightieth: the newest ending, how it stands with
those who are in the scene, what is open, and of all earlier lines those about the same names and
things.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from scriptgen.memory.memory import Line, Memory, PersonNow

BUDGET = 1200
_PEOPLE, _THINGS, _EPISODES = 0.2, 0.15, 0.25  # shares of the budget
_NEWER = 0.3  # what being told last is worth, against likeness of 1
_HANZI = re.compile(r"[一-鿿]")
_LEAST = 0.08  # likeness below which an old line has nothing to say


def told_for(memory: Memory, about: str, *, names: Sequence[str] = (), budget: int = BUDGET) -> str:
    """Return what a writer should know of earlier episodes, at most ``budget`` characters.

    Args:
        memory: of the episodes that stand.
        about: what is to be written: the step of the plan.
        names: who is in it; how it stands with them comes first.
        budget: in characters.
    """
    if not memory.episodes:
        return ""
    ending = _cut(["【上一集结尾】", *memory.episodes[-1].last], budget // 4)
    people = _cut(["【人物现状】", *_people(memory, names)], int(budget * _PEOPLE))
    open_ = _cut(["【物件与悬念】", *_things(memory, about)], int(budget * _THINGS))
    before = _recent(memory, int(budget * _EPISODES))
    used = sum(len(part) + 1 for part in (ending, people, open_, before) if part)
    old = _cut(["【旧戏里的话】", *_lines(memory, about)], budget - used - 1)
    return "\n".join(part for part in (before, old, people, open_, ending) if part)


def alike(memory: Memory, about: str, most: int = 12) -> list[Line]:
    """Return the earlier lines that are about the same names and things, best first.

    Lines of the last episode's ending are left out: they are told anyway.
    """
    last = memory.last
    pairs = {line.id: _pairs(line.text) for line in memory.lines}
    seen: Counter[str] = Counter(pair for found in pairs.values() for pair in found)
    asked = _pairs(about)
    weights = {
        pair: math.log(1 + len(pairs) / count)
        for pair, count in seen.items()
        if pair in asked and count < len(pairs) / 4 + 2
    }
    whole = sum(sorted(weights.values(), reverse=True)[:4]) or 1.0
    rows = []
    for number, line in enumerate(memory.lines):
        score = min(1.0, sum(weights.get(pair, 0.0) for pair in pairs[line.id]) / whole)
        if score >= _LEAST:
            rows.append((-(score + _NEWER * line.episode / max(1, last)), -number, line))
    return [line for *_, line in sorted(rows, key=lambda row: row[:2])[:most]]


def _lines(memory: Memory, about: str) -> Iterable[str]:
    told = set(memory.episodes[-1].last)
    for line in alike(memory, about):
        if line.shown not in told:
            told.add(line.shown)
            yield f"第{line.episode}集 {line.shown}"


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(_HANZI.findall(text))
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1))


def _people(memory: Memory, names: Sequence[str]) -> Iterable[str]:
    first = [p for p in memory.people if p.name in names]
    rest = [p for p in memory.people if p.name not in names and (p.dead or p.hurt)]
    return [_person(person) for person in (*first, *rest)]


def _person(one: PersonNow) -> str:
    parts = ["已死，不再出场说话" if one.dead else f"上次在{one.where}（第{one.seen}集）"]
    parts += [f"伤在{'、'.join(one.hurt)}"] if one.hurt else []
    parts += [f"知道：{one.knows[-1]}"] if one.knows else []
    return f"{one.name}：{'；'.join(parts)}"


def _things(memory: Memory, about: str) -> list[str]:
    rows = [(-hook.opened, f"未答（第{hook.opened}集）：{hook.question}") for hook in memory.hooks]
    told = [text for _, text in sorted(rows, key=lambda row: row[0])]
    props = [
        f"{prop.name}：{'没了' if prop.lost else f'在{prop.holder}手里' if prop.holder else '还在'}"
        for prop in memory.props
        if prop.name in about
    ]
    return [*told[:1], *props, *told[1:]]


def _recent(memory: Memory, budget: int) -> str:
    """Return the episodes in short, the newest first to be kept, in the order of the story."""
    kept: list[str] = []
    room = budget - len("【前情】")
    for one in reversed(memory.episodes):
        said = f"第{one.number}集《{one.title}》：{one.summary}"
        if len(said) + 1 > room:
            break
        kept.insert(0, said)
        room -= len(said) + 1
    return "\n".join(["【前情】", *kept]) if kept else ""


def _cut(rows: Sequence[str], budget: int) -> str:
    """Return whole rows within a budget; nothing where not one fits under the heading."""
    kept: list[str] = []
    room = budget
    for row in rows:
        if len(row) + 1 > room:
            break
        kept.append(row)
        room -= len(row) + 1
    return "\n".join(kept) if len(kept) > 1 else ""
