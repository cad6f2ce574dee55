"""A model that answers as a test tells it to, and what it may say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from scriptgen.duration import line_seconds
from scriptgen.models.request import ModelFailed, Request

BRIEF = {
    "title": "梁上名",
    "logline": "女徒要把父亲的名字写进大殿。",
    "period": "唐",
    "year": 857,
    "places": ["佛光寺"],
    "crafts": ["大木作"],
    "episodes": 3,
    "seconds": 90,
    "avoid": ["红灯笼"],
    "seed": 7,
}
_TALK = (
    "看清了没有？", "看清了。", "那你说。", "我不说。", "为什么不说？", "说了就没有回头路。",
    "手别抖。", "没抖。", "门外有人。", "让他站着。", "东西呢？", "还在老地方。", "谁动过？",
    "没人敢动。", "天快亮了。", "那就快些。", "你怕什么？", "怕您问我。", "我不问。", "您已经问了。",
)  # fmt: skip
_SEEN = (
    "{0}回过头，没有出声。", "{0}把手收进袖子里。", "{0}退了半步，背抵着墙。", "{0}慢慢蹲下去。",
    "{0}看着地上的影子。", "{0}伸出手，又停在半空。", "{0}把脸转向暗处。", "{0}站起来，挡在前面。",
)  # fmt: skip

_HOURS = re.compile("夜|日头|天亮|天光")  # a picture of another hour than the scene's


class Fake:
    """A model driven by a script: ``answers`` are given in turn, the last one for ever.

    An answer is the lines of a scene, a callable of the request that returns them, or a
    ``ModelFailed``; whatever is no scene fails like a real model that never gets it right.
    """

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers) or [good]
        self.requests: list[Request] = []

    @property
    def name(self) -> str:
        return "试用/假模型"

    def ask(self, request: Request, shape: Any, *, poll: Any = None, heard: Any = None) -> Any:
        self.requests.append(request)
        if poll:
            poll()
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if isinstance(answer, ModelFailed):
            raise answer
        lines = answer(request) if callable(answer) else answer
        try:
            return shape.model_validate(lines if isinstance(lines, dict) else {"lines": lines})
        except ValidationError as error:
            raise ModelFailed(
                "模型没有给出合用的回答。", "No valid answer.", said=json.dumps(lines)
            ) from error


def people(request: Request) -> list[str]:
    """Return who is in the scene that a request asks for."""
    order = next(m.text for m in request.material if m.id == "本场")
    return re.search(r"出场：(.+)", order)[1].split("、")


def passages(request: Request) -> dict[str, str]:
    return {m.id: m.text for m in request.material if re.match(r"[\w-]+[.:]", m.id)}


def talk(request: Request) -> list[dict[str, Any]]:
    """Return plain lines that state nothing, as long as was asked for."""
    return _filled(request, [])


def good(request: Request) -> list[dict[str, Any]]:
    """Return a scene of the asked length with pictures that its passages bear out, cited."""
    pictures = [
        {
            "type": "action", "text": shown[0].replace("某人", people(request)[0]),
            "citations": [id], "claim": "史实",
        }
        for id, text in passages(request).items()
        if (shown := [one for one in re.findall(r"可拍：(.+)", text) if not _HOURS.search(one)])
    ]  # fmt: skip
    return _filled(request, pictures)


def _filled(request: Request, pictures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names, room = people(request), float(request.slots["seconds"])
    lines: list[dict[str, Any]] = []
    while sum(line_seconds(one["type"], one["text"]) for one in lines) < room - 1:
        n = len(lines)
        who, at = names[n % len(names)], request.seed + n
        if n % 4 == 1 and pictures:
            lines.append(pictures.pop(0))
        elif n % 4 == 0:
            lines.append({"type": "action", "text": _SEEN[at % len(_SEEN)].format(who)})
        else:
            text = _TALK[at % len(_TALK)]
            lines.append({"type": "dialogue", "speaker": who, "text": text})
    return lines


def with_line(line: dict[str, Any]) -> Callable[[Request], list[dict[str, Any]]]:
    """Return answers that are good but for one line."""

    def answer(request: Request) -> list[dict[str, Any]]:
        lines = good(request)
        one = dict(line)
        if one["type"] == "dialogue":
            one.setdefault("speaker", people(request)[0])
        lines[2:4] = [one]
        return lines

    return answer
