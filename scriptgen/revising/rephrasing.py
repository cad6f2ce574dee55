"""Other words for lines, as far as the stock has them, and a voice, as far as rules can give one.

What is invented word by word has no other wording offline: that takes a model or a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from heritage_kb.errors import RefusedInput
from scriptgen.revising.desk import Desk
from scriptgen.revising.drawing import Hands, hands, unused
from scriptgen.revising.origins import origins
from scriptgen.revising.proposal import Proposal
from scriptgen.revising.selecting import Selection
from scriptgen.series import Element
from scriptgen.story.voices import voice_for

_SPOKEN = ("dialogue", "vo", "os")
_ROLES = {
    "主角": "主", "师长": "师", "对手": "敌", "同伴": "友", "主事人": "东", "长者": "长",
}  # fmt: skip
_FILLERS = re.compile(r"^(?:嗯|哎|唉|啊|那个|这个|其实|我说|你看|是这样)[，、。！…]+")
_PARTICLES = re.compile(r"(?<=[\u4e00-\u9fff])[啊呀呢嘛哦呗啦]+(?=[。，！？]|$)")
_SAYS = re.compile(r"^我(?=说了算|来|去|做|看|等|记着|知道|不|没)")
_STOP = re.compile(r"(?<=[\u4e00-\u9fff])。(?=[\u4e00-\u9fff])")


def rewrite(desk: Desk, selection: Selection) -> Proposal:
    """Return a proposal that puts the selected lines in other words of the stock."""
    ops, left = [], []
    for line in _spoken_or_seen(desk, selection):
        made = next(others(desk, line), None)
        if made is None:
            left.append(line)
        else:
            desk.texts[made.text] += 1
            ops.append(desk.replacing(line, made))
    _say_left(desk, left, "别的说法")
    return desk.proposal("rewrite", f"换说法：{len(ops)} 行有现成的别的说法。", ops)


def change_voice(desk: Desk, selection: Selection, to: str) -> Proposal:
    """Return a proposal that lets the selected speech sound like a role or a character.

    Args:
        desk: where it is made.
        selection: the lines; only speech is touched.
        to: a role (主 师 敌 友 东 长, or 主角 师长 …) or a character's name.

    Raises:
        RefusedInput: no such role or character.
    """
    role = _role(desk, to)
    ops, left = [], []
    for line in _spoken_or_seen(desk, selection):
        if line.type not in _SPOKEN:
            continue
        made = _voiced(desk, line, role)
        if made is None:
            left.append(line)
        else:
            ops.append(desk.replacing(line, made))
    _say_left(desk, left, "这种口气的说法")
    return desk.proposal("voice", f"换成{to}的口气：{len(ops)} 行按规则能换。", ops)


def others(desk: Desk, line: Element) -> Iterator[Element]:
    """Yield the line in other words: of its passage, of its place in the stock, as a pause."""
    scene = desk.scene_of[line.id]
    told = [p for c in line.citations[:1] if (p := desk.passage(c)) is not None]
    for passage in told if line.type in ("action", "dialogue") else []:
        who = hands(desk, scene, passage.id)
        if line.speaker:
            who = Hands(doer=who.doer, teller=line.speaker)
        same = bool(line.speaker)
        for one in unused(desk, passage, scene, who):
            made = desk.passed(one, scene) if bool(one.speaker) == same else None
            if made is not None:
                yield made
    origin = origins().of(line)
    for text in origin.others if origin else ():
        made = desk.passed(replace(line, text=text), scene) if not desk.texts[text] else None
        if made is not None:
            yield made


def _voiced(desk: Desk, line: Element, role: str) -> Element | None:
    origin = origins().of(line)
    options = (line.text, *(origin.others if origin and origin.kind != "spare" else ()))
    habits = {c.name: c.voice for c in desk.series.bible.characters}
    voice = voice_for(role, habits.get(line.speaker or "", ""))
    best = voice.prefers(options)[0]
    year = desk.series.brief.year
    text = best if best != line.text else voice.says(_RULES[role](line.text), year)
    if text == line.text or not text.strip("。！？…，"):
        return None
    return desk.passed(replace(line, text=text), desk.scene_of[line.id])


def _terse(text: str) -> str:
    """Short, done before it is said: no fillers, no particles, no subject where it is known."""
    return _SAYS.sub("", _PARTICLES.sub("", _FILLERS.sub("", text)))


def _quick(text: str) -> str:
    """In one breath: what was two sentences runs on."""
    return _STOP.sub("，", text)


def _slow(text: str) -> str:
    """With pauses: a comma becomes a silence."""
    return text.replace("，", "……", 1) if len(text) > 6 else text


_RULES: dict[str, Callable[[str], str]] = {
    "主": _terse,
    "师": _terse,
    "友": _quick,
    "敌": _quick,
    "东": _slow,
    "长": _slow,
}


def _role(desk: Desk, to: str) -> str:
    wanted = to.strip()
    for character in desk.series.bible.characters:
        if character.name == wanted:
            wanted = character.role.split("·")[0]
    role = _ROLES.get(wanted, wanted)
    if role not in _RULES:
        known = "、".join([*_ROLES, *(c.name for c in desk.series.bible.characters)])
        raise RefusedInput(
            f"没有“{to}”这种口气；请写角色或人物：{known}。", f"There is no voice “{to}”."
        )
    return role


def _spoken_or_seen(desk: Desk, selection: Selection) -> list[Element]:
    rows = [desk.lines[id] for id in selection.lines if desk.lines[id].type != "mark"]
    free = [line for line in rows if not desk.locked(line.id)]
    if len(free) < len(rows):
        desk.note(f"锁定的 {len(rows) - len(free)} 行没有动。")
    return free


def _say_left(desk: Desk, left: Sequence[Element], what: str) -> None:
    if left:
        first = left[0].text
        desk.note(f"{len(left)} 行离线没有{what}（如“{first}”）；要改写这些，请接模型。")
