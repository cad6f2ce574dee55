"""Reading the shelf: plain text that a writer can read and mend.

One grammar for patterns, engines and trades, close to the screenplay's own::

    # 夜工                      a new sheet
    求: 甲要在天亮前做完         a field
    --                          a new take (patterns), with its conditions after the dashes
    △{甲}没有抬头。             action; ``·`` before a line makes it the first to be cut
    甲（轻）：放着。｜别动。      dialogue, phrasings apart by ｜
    △《process|tool 甲》         a fact done by 甲;  甲：《test》 a fact said by 甲
    【字幕：…】                  a caption
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from heritage_kb.errors import BrokenData
from scriptgen.story.forms import ROLES, SEATS, Line, Take

_FIELD = re.compile(r"^([一-鿿]{1,3}):\s*(.*)$")
_FACT = re.compile(r"^《([a-z|]+)(?:\s+([一-鿿]))?》$")
_SPEECH = re.compile(rf"^([{ROLES}{SEATS}])(?:（([^（）]*)）)?：(.+)$")
_SIDE = {"OS": "os", "画外": "vo"}


@dataclass(slots=True)
class Sheet:
    """One ``#`` block: its fields and its groups of script lines."""

    name: str
    where: str
    fields: dict[str, str] = field(default_factory=dict)
    groups: list[tuple[str, list[str]]] = field(default_factory=list)

    def get(self, key: str, default: str = "") -> str:
        """Return a field's text."""
        return self.fields.get(key, default)

    def need(self, key: str) -> str:
        """Return a field that must be there.

        Raises:
            BrokenData: it is not.
        """
        if key not in self.fields:
            raise BrokenData(f"{self.where} “{self.name}”缺少“{key}”。", f"{self.where}: no {key}")
        return self.fields[key]


def sheets(text: str, where: str, mark: str = "# ") -> Iterator[Sheet]:
    """Yield the sheets of a file; lines before the first sheet are remarks."""
    sheet: Sheet | None = None
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith(mark):
            if sheet:
                yield sheet
            sheet = Sheet(name=line[len(mark) :].strip(), where=where)
        elif sheet and line:
            _take_in(sheet, line)
    if sheet:
        yield sheet


def _take_in(sheet: Sheet, line: str) -> None:
    if line.startswith("--"):
        sheet.groups.append((line[2:].strip(), []))
    elif sheet.groups:
        sheet.groups[-1][1].append(line)
    elif found := _FIELD.match(line):
        sheet.fields[found[1]] = found[2].strip()
    else:
        raise BrokenData(f"{sheet.where} “{sheet.name}”读不懂这一行：{line}")


def script_line(raw: str, where: str) -> Line:
    """Read one script line.

    Raises:
        BrokenData: the line follows no rule of the grammar.
    """
    optional = raw.startswith("·")
    text = raw.lstrip("·").strip()
    if text.startswith("△"):
        return _action(text[1:], optional)
    if text.startswith("【字幕："):
        return Line(type="caption", text=(text[4:-1],), optional=optional)
    if text.startswith(("【音效：", "【空镜：")):
        return Line(type="mark", text=(text[1:-1],), optional=optional)
    found = _SPEECH.match(text)
    if not found:
        raise BrokenData(f"{where}读不懂这一行：{raw}")
    return _speech(found[1], found[2] or "", found[3], optional)


def _action(text: str, optional: bool) -> Line:
    if fact := _FACT.match(text):
        return Line(
            type="fact", who=fact[2] or "甲", topics=tuple(fact[1].split("|")), optional=optional
        )
    return Line(type="action", text=tuple(text.split("｜")), optional=optional)


def _speech(who: str, manner: str, text: str, optional: bool) -> Line:
    if fact := _FACT.match(text):
        return Line(
            type="fact",
            who=who,
            topics=tuple(fact[1].split("|")),
            spoken=True,
            manner=manner,
            optional=optional,
        )
    parts = manner.split("，", 1)
    kind = _SIDE.get(parts[0], "dialogue")
    if kind != "dialogue":
        manner = parts[1] if len(parts) > 1 else ""
    return Line(
        type=kind,  # type: ignore[arg-type]  # a key of _SIDE or dialogue
        who=who,
        manner=manner,
        text=tuple(text.split("｜")),
        optional=optional,
    )


def take(name: str, number: int, head: str, raw: list[str], where: str) -> Take:
    """Read one take with its conditions (``年>=1950``, ``年<1911``, ``调=喜``)."""
    lows = [int(n) for n in re.findall(r"年>=(-?\d+)", head)]
    highs = [int(n) - 1 for n in re.findall(r"年<(-?\d+)", head)]
    tones = tuple("".join(re.findall(r"调=(\S+)", head)))
    return Take(
        id=f"{name}-{number}",
        lines=tuple(script_line(line, f"{where} “{name}”") for line in raw),
        year_from=lows[0] if lows else None,
        year_to=highs[0] if highs else None,
        tones=tones,
        heavy="重" in head,
    )


def listed(text: str) -> tuple[str, ...]:
    """Split a field on ｜, 、 or spaces, whichever it uses."""
    for mark in ("｜", "、", " "):
        if mark in text:
            return tuple(part.strip() for part in text.split(mark) if part.strip())
    return (text,) if text else ()


def bars(text: str) -> tuple[str, ...]:
    """Split a field on ｜ only."""
    return tuple(part.strip() for part in text.split("｜") if part.strip())
