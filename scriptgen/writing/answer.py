"""The shape in which a model answers, and how it becomes lines of a scene."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from scriptgen.formats.grammar import TRIANGLES
from scriptgen.series import Element, ElementType, LineKind

_SPOKEN = ("dialogue", "os", "vo")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACE = re.compile(r"\s+")
_BOX = re.compile(r"^[【〔\[［](.*)[】〕\]］]$", re.DOTALL)
_BRACKETS = re.compile(r"^[（(](.*)[）)]$", re.DOTALL)
_CLOSING = re.compile(r"卡点|(?:本集)?(?:完|终)|未完待续")  # the house sets these itself


class SaidLine(BaseModel):
    """One line as a model gives it."""

    model_config = ConfigDict(extra="ignore")

    type: ElementType = Field(
        description="action 画面、dialogue 台词、os 内心、vo 画外、caption 字幕"
    )
    text: str = Field(min_length=1, max_length=400, description="只写话或画面，不带△、人名和括号")
    speaker: str = Field(default="", max_length=16, description="说话人的全名；画面与字幕留空")
    parenthetical: str = Field(default="", max_length=24, description="怎么说：低声、背对她")
    citations: list[str] = Field(
        default_factory=list, max_length=6, description="这一行所据文段的编号，只用给出的"
    )
    claim: LineKind = Field(default="虚构", description="史实、传说、民俗都必须有文段；其余是虚构")


class WrittenScene(BaseModel):
    """A scene as a model gives it."""

    model_config = ConfigDict(extra="ignore")

    lines: list[SaidLine] = Field(min_length=1, max_length=240)


def elements_of(answer: WrittenScene, scene: str, author: str) -> list[Element]:
    """Return the lines of an answer as elements, bare of the marks that formats put on.

    Args:
        answer: what the model gave.
        scene: id of the scene; lines are numbered in it.
        author: stands on every line.
    """
    made = [one for line in answer.lines if (one := _element(line, author)) is not None]
    number(made, scene)
    return made


def number(elements: list[Element], scene: str) -> dict[str, str]:
    """Give the lines of a scene their ids, in place; return old id → new id."""
    moved = {}
    for at, element in enumerate(elements, 1):
        old, element.id = element.id, f"{scene}l{at:02d}"
        moved[old] = element.id
    return moved


def _element(line: SaidLine, author: str) -> Element | None:
    text, speaker = _plain(line.text), _plain(line.speaker)
    if line.type == "mark":
        text = _inside(_BOX, text)
        if _CLOSING.fullmatch(text):
            return None
    elif line.type == "caption":
        text = _inside(_BOX, text).removeprefix("字幕：").removeprefix("字幕:").strip()
    elif line.type in _SPOKEN:
        text = _without_cue(text, speaker)
    else:
        text = text.lstrip(TRIANGLES).strip()
    if not text:
        return None
    return Element(
        id="",
        type=line.type,
        text=text,
        speaker=(speaker or None) if line.type in _SPOKEN else None,
        parenthetical=_inside(_BRACKETS, _plain(line.parenthetical)) or None,
        citations=list(dict.fromkeys(_plain(name) for name in line.citations if name.strip())),
        claim_kind=line.claim,
        author=author,
    )


def _plain(text: str) -> str:
    """Return a text on one line without characters that nobody sees."""
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip()


def _inside(marks: re.Pattern[str], text: str) -> str:
    found = marks.match(text)
    return found[1].strip() if found else text


def _without_cue(text: str, speaker: str) -> str:
    """Return a spoken text without a name before it: 石抱拙（低声）：左边 → 左边."""
    if not speaker:
        return text
    return re.sub(rf"^{re.escape(speaker)}\s*(?:[（(][^（）()]*[）)])?\s*[：:]\s*", "", text)
