"""Prompts: files of ``scriptgen/data/prompts``, their slots, and the turns made from a request.

A slot is ``{name}``; a brace that is meant is doubled. Every slot of a file is filled, and nothing
is given that has no slot.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from string import Formatter

from heritage_kb.errors import BrokenData, UnknownName
from scriptgen.models.request import Request
from scriptgen.models.speech import Turn
from scriptgen.models.spotlight import neutral, new_mark, rule, shown

FOLDER = Path(__file__).resolve().parent.parent / "data" / "prompts"
_TASK = re.compile(r"[a-z][a-z_]{0,40}")


def tasks() -> list[str]:
    """Return the names of the prompts that ship."""
    return sorted(file.stem for file in FOLDER.glob("*.md"))


@cache
def prompt(task: str) -> str:
    """Return the text of a prompt, its slots open.

    Raises:
        UnknownName: no prompt of that name.
    """
    file = FOLDER / f"{task}.md"
    if not _TASK.fullmatch(task) or not file.is_file():
        raise UnknownName(f"没有叫“{task}”的提示。", f"No prompt {task!r}.")
    return file.read_text("utf-8").strip()


def slots(task: str) -> set[str]:
    """Return the names of a prompt's slots.

    Raises:
        BrokenData: a slot is not a plain name.
    """
    named = set()
    for _, name, how, turn in Formatter().parse(prompt(task)):
        if name is None:
            continue
        if not name.isidentifier() or how or turn:
            raise BrokenData(
                f"提示 {task} 里的空“{name}”写法不对。", f"Bad slot {name!r} in {task}."
            )
        named.add(name)
    return named


def filled(request: Request) -> str:
    """Return the prompt of a request with its slots filled.

    Raises:
        UnknownName: no such prompt.
        BrokenData: a slot stays empty, or something is given that has no slot.
    """
    wanted, given = slots(request.task), set(request.slots)
    if wanted != given:
        odd = "、".join(sorted(wanted ^ given))
        raise BrokenData(
            f"提示 {request.task} 的空与给的不符：{odd}。",
            f"Slots of {request.task} do not match: {odd}.",
        )
    # A slot stands among our own words: kept on its line, it can at least not look like one of them.
    values = {name: " ".join(neutral(value).split()) for name, value in request.slots.items()}
    return prompt(request.task).format_map(values)


def turns(request: Request, form: str = "") -> tuple[Turn, ...]:
    """Return the conversation that asks a request: our words first, then the material.

    Args:
        request: what is asked.
        form: how the answer must look, where the endpoint is not told it otherwise.
    """
    mark = new_mark()
    told = [filled(request)]
    if request.material:
        told.append(rule(mark))
    if form:
        told.append(form)
    given = shown(request.material, mark) + "\n\n" if request.material else ""
    return (
        Turn(role="system", text="\n\n".join(told)),
        Turn(role="user", text=f"{given}请按要求作答，只给出 JSON。"),
    )
