"""Meaning: a model reads a script through for two places that contradict each other. Off unless asked.

The rules know words; a model may know what they mean. It is shown the script part by part, every
line under an id, together with the earlier lines that it asked to keep. Nothing that it says is
believed: a clash stands only where both ids are there, are two lines, and both quotes stand in them
word for word; it is a hint, says whose it is, and is left out where a rule found the same two
places. Where the model fails, or its budget is spent, the findings of the rules stand alone, and
one sentence says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field

from heritage_kb.errors import RefusedInput
from scriptgen.models.meter import Used, total
from scriptgen.models.request import Material, Model, Request
from scriptgen.models.spotlight import neutral
from scriptgen.reviewing.findings import (
    EpisodeView,
    Finding,
    Line,
    Review,
    SceneView,
    ScriptView,
    in_scene,
)

CODE = "CONTINUITY.READ"
PART = 6000  # characters of one part of the script
KEPT = 2000  # characters of earlier lines that go along
_CLASHES, _KEEP = 20, 40  # most of each in an answer
_ANSWER = 3000  # tokens
_LEAST = 2  # characters of a quote
_LONGEST_WHY = 60
_HAN = re.compile(r"[一-鿿]")


class Clash(BaseModel):
    """Two places that contradict each other, as a model answers them."""

    first: str = Field(max_length=12)
    first_quote: str = Field(max_length=200)
    second: str = Field(max_length=12)
    second_quote: str = Field(max_length=200)
    kind: str = Field(default="", max_length=20)
    why: str = Field(default="", max_length=200)


class Answer(BaseModel):
    """What a model answers of one part: the clashes, and the lines to be kept for the next ones."""

    clashes: list[Clash] = Field(max_length=_CLASHES)
    keep: list[str] = Field(default_factory=list, max_length=4 * _KEEP)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as a model is shown it; ``line`` None is the heading of a scene."""

    id: str
    shown: str
    episode: EpisodeView
    scene: SceneView
    line: Line | None


@dataclass(slots=True)
class Account:
    """What came of a reading: parts read, clashes kept and left out, why it stopped, what was used."""

    model: str
    parts: int
    read: int = 0
    kept: int = 0
    left_out: int = 0
    said: str = ""
    used: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


def read_through(
    case: Review,
    found: Sequence[Finding],
    model: Model,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[list[Finding], Account]:
    """Return the clashes that a model reads out of a script, and what came of it.

    Args:
        case: the review under way.
        found: what the rules found; it is not told twice.
        model: who is asked; once a part.
        progress: told before each part what is read, and the share (0–1) that was; may raise to stop.
    """
    rows = list(shown_rows(case.script))
    parts = split(rows)
    account = Account(model=model.name, parts=len(parts))
    taking = _Taking(case, {row.id: row for row in rows}, _pairs_of(found), account)
    before: list[Row] = []
    say = progress or (lambda _what, _share: None)
    for part in parts:
        say(
            f"{account.model} 通读第 {account.read + 1} 段，共 {account.parts} 段",
            account.read / account.parts,
        )
        try:
            answer = model.ask(_request(part, kept_for(before, part)), Answer)
        except RefusedInput as failed:
            account.said = _stopped(account, failed)
            break
        account.read += 1
        account.model = model.name
        taking.take(answer.clashes, {row.id for row in (*before, *part)})
        before += _nominated(answer.keep, part)
    if not account.said:
        account.said = f"模型 {account.model} 通读了 {account.read} 段，提出 {account.kept + account.left_out} 处，{account.kept} 处两边原文核对得上。"
    used = getattr(model, "used", None)
    account.used = used().to_json() if used is not None else {}
    return taking.kept, account


def cost(script: ScriptView, model: Any) -> Used:
    """Return the most that reading a script can use; nothing is asked.

    Args:
        script: what would be read.
        model: an opened model, which can estimate.
    """
    parts = split(list(shown_rows(script)))
    before: list[Row] = []
    asked = []
    for part in parts:
        asked.append(model.estimate(_request(part, kept_for(before, part)), Answer))
        before += part  # at most as much as fits is kept
    return total(asked)


# -------------------------------------------------------------------------------------- showing


def shown_rows(script: ScriptView) -> Iterator[Row]:
    """Yield every heading and line of a script, each with its id: ``h1``, ``a1``, ``a2``."""
    number = 0
    for at, (episode, scene) in enumerate(script.scenes(), 1):
        cast = "、".join(scene.cast)
        head = " ".join(filter(None, (scene.number, scene.time, scene.int_ext, scene.place)))
        yield Row(f"h{at}", f"场 {head}　{cast}".strip(), episode, scene, None)
        for line in scene.lines:
            number += 1
            yield Row(f"a{number}", _told(line), episode, scene, line)


_MARKS = {"action": "△", "caption": "字幕：", "vo": "VO ", "os": "OS "}


def _told(line: Line) -> str:
    told = _before(line) + _plain(line.text)
    return f"【{told}】" if line.type == "mark" else told


def _before(line: Line) -> str:
    """Return what stands before the words of a line: its mark, who says it and how."""
    aside = f"（{line.parenthetical}）" if line.parenthetical else ""
    speaker = f"{line.speaker}{aside}：" if line.speaker else ""
    return _plain(_MARKS.get(line.type, "") + speaker)


def _plain(text: str) -> str:
    return " ".join(neutral(text).split())


def split(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the parts that are shown one at a time: whole scenes where they fit, in order."""
    parts: list[list[Row]] = []
    room = 0
    for row in rows:
        need = len(row.shown) + len(row.id) + 4
        if not parts or need > room or (row.line is None and room < PART // 10):
            parts.append([])
            room = PART
        parts[-1].append(row)
        room -= need
    return parts


def kept_for(before: Sequence[Row], part: Sequence[Row]) -> list[Row]:
    """Return the earlier lines that go along with a part, in order, as many as there is room for.

    Where there is no room for all, those go that share the fewest rare characters with the part.
    """
    if sum(len(row.shown) for row in before) <= KEPT:
        return list(before)
    seen = Counter(sign for row in before for sign in set(_HAN.findall(row.shown)))
    here = set(_HAN.findall("".join(row.shown for row in part)))
    worth = {
        row.id: (sum(1 / seen[sign] for sign in here & set(row.shown)), at)
        for at, row in enumerate(before)
    }
    room, chosen = KEPT, set()
    for row in sorted(before, key=lambda one: worth[one.id], reverse=True):
        if len(row.shown) <= room:
            chosen.add(row.id)
            room -= len(row.shown)
    return [row for row in before if row.id in chosen]


def _request(part: Sequence[Row], before: Sequence[Row]) -> Request:
    episodes = [row.episode.number or 0 for row in part]
    material = [Material(id="剧本", text=_listed(part))]
    if before:
        material.insert(0, Material(id="前文", text=_listed(before)))
    return Request(
        task="read_series",
        slots={
            "first": str(episodes[0]),
            "last": str(episodes[-1]),
            "most": str(_CLASHES),
            "keep": str(_KEEP),
        },
        material=tuple(material),
        most_tokens=_ANSWER,
    )


def _listed(rows: Sequence[Row]) -> str:
    return "\n".join(f"[{row.id}] {row.shown}" for row in rows)


def _nominated(keep: Sequence[str], part: Sequence[Row]) -> list[Row]:
    """Return the lines of a part that are to be kept, in order; ids that are not there count for nothing."""
    asked = set([one.strip("[] ") for one in keep][:_KEEP])
    return [row for row in part if row.id in asked]


def _stopped(account: Account, failed: RefusedInput) -> str:
    """Return the sentence that says where and why a reading stopped."""
    if not account.read:
        return f"模型通读没有读成，其余只按规则审：{failed.zh}"
    return (
        f"模型通读只读了前 {account.read} 段（共 {account.parts} 段），其余只按规则审：{failed.zh}"
    )


# -------------------------------------------------------------------------------------- taking


@dataclass(slots=True)
class _Taking:
    """Takes of the answers what stands in the script word for word."""

    case: Review
    rows: dict[str, Row]
    told: list[set[Any]]
    account: Account
    kept: list[Finding] = field(default_factory=list)

    def take(self, clashes: Sequence[Clash], shown: set[str]) -> None:
        """Keep the clashes that hold; ``shown`` are the ids that the model was shown."""
        for clash in clashes:
            finding = self._finding(clash, shown)
            if finding is None:
                self.account.left_out += 1
            else:
                self.account.kept += 1
                self.kept.append(finding)

    def _finding(self, clash: Clash, shown: set[str]) -> Finding | None:
        first = self._row(clash.first, clash.first_quote, shown)
        second = self._row(clash.second, clash.second_quote, shown)
        if first is None or second is None or first.id == second.id:
            return None
        if second.line is None or (first.line is not None and _at(first) > _at(second)):
            first, second = second, first
            clash = clash.model_copy(
                update={"first_quote": clash.second_quote, "second_quote": clash.first_quote}
            )
        pair = {_place(first), _place(second)}
        if second.line is None or any(pair <= told for told in self.told):
            return None
        self.told.append(pair)
        why = _plain(clash.why)[:_LONGEST_WHY]
        kind = _plain(clash.kind)
        return self.case.finding(
            CODE,
            f"模型读出（{kind or '前后'}）：“{clash.first_quote}”与“{clash.second_quote}”像是不合。{why}",
            term=clash.second_quote,
            severity="info",
            suggestion="这是模型的看法，两处原文已核对，是不是矛盾请人定。",
            evidence=[
                in_scene(first.episode, first.scene, first.line)
                | {"text": first.shown, "model": self.account.model}
            ],
            **in_scene(second.episode, second.scene, second.line),
        )

    def _row(self, id: str, quote: str, shown: set[str]) -> Row | None:
        """Return the line of an id where it was shown and has the quote word for word."""
        row = self.rows.get(id.strip("[] ")) if id.strip("[] ") in shown else None
        return row if row and _stands(quote, row) else None


def _stands(quote: str, row: Row) -> bool:
    """Tell whether a quote is in a line word for word; who says it and the mark are no quote."""
    words = quote.strip()
    if row.line is None:
        return len(words) >= _LEAST and words in row.shown
    if words in row.shown:
        words = words.removeprefix(_before(row.line)).strip()
    return len(words) >= _LEAST and words in _plain(row.line.text)


def _at(row: Row) -> int:
    return int(row.id[1:])


def _place(row: Row) -> tuple[Any, ...]:
    """Return what tells a line from every other one, as a finding has it."""
    return (row.episode.number, row.scene.number, row.line.where if row.line else None)


def _pairs_of(found: Sequence[Finding]) -> list[set[Any]]:
    """Return the places of each finding of continuity, its own and its evidence's."""
    return [
        {(one.episode, one.scene, one.line)}
        | {(e.get("episode"), e.get("scene"), e.get("line")) for e in one.evidence}
        for one in found
        if one.code.startswith("CONTINUITY")
    ]
