"""The elements of a plan by address: every text, number and name of the bible and the outline.

An address says where an element stands and stays the same whatever is written there:
``character.2.secret``, ``episode.3.beat.4.what``, ``hook.h003.question``. A person may say it by
names and in Chinese as well: ``人物.石抱拙.秘密``, ``第3集.卡点``.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.brief import Brief
from scriptgen.planrows import (
    locked_row,
    moved,
    put_rows,
    renumber,
    renumber_told,
    rows_at,
)
from scriptgen.series import Bible, Outline, Planning, Scene, Series
from scriptgen.story.plan import Plan

Value = str | float | int | bool | None
_CHARACTER = {
    "name": "名字", "role": "身份", "want": "要", "need": "缺", "secret": "秘密", "voice": "口气",
    "wound": "伤口", "note": "附注",
}  # fmt: skip
_HEADS = {
    "人物": "character", "关系": "relation", "地点": "place", "规矩": "rule", "物件": "prop",
    "知情": "knows", "钩子": "hook", "幕": "act", "总纲": "premise", "集": "episode",
    "题材": "brief", "题材书": "brief", "虚构": "invented", "史有": "documented", "待核": "question",
}  # fmt: skip
_TAILS = {
    **{zh: en for en, zh in _CHARACTER.items()}, "姓名": "name", "卡点": "cliffhanger",
    "钩": "hook_in", "接上": "hook_in", "集名": "title", "片名": "title", "梗概": "logline",
    "付费点": "paywall", "拍": "beat", "秒": "seconds", "秒数": "seconds", "写什么": "what",
    "内容": "what", "问题": "question", "答在": "answered", "谁": "who", "第几集": "episode",
    "必须": "must", "避免": "avoid", "类": "kind",
}  # fmt: skip
_EPISODE = {"title": "集名", "logline": "梗概", "hook_in": "接上", "cliffhanger": "卡点"}
_LISTS = {
    "relation": "relations", "place": "places", "prop": "props", "knows": "knows", "rule": "rules",
    "question": "questions",
}  # fmt: skip
_TABLES = (
    ("relation", ("from", "to", "what"), "关系·{from}→{to}"),
    ("place", ("name", "what"), "地点·{name}"),
    ("prop", ("name", "what"), "物件·{name}"),
    ("knows", ("who", "what", "episode"), "知情{n}（第{episode}集）"),
)
_NTH = re.compile(r"第?(\d{1,4})集?")


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanElement:
    """One element of a plan.

    Args:
        address: where it stands; what ``replan`` takes.
        label: the same for a person to read.
        value: a text, a number (seconds, episode) or whether an episode is a paid place.
        citations: passage ids, of a beat.
        locked: it, or what holds it, is locked.
    """

    address: str
    label: str
    value: Value
    citations: tuple[str, ...] = ()
    locked: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    address: str
    label: str
    owner: Any  # what holds the value: an object, a mapping, a list
    key: Any

    def get(self) -> Any:
        """Return the value."""
        held = isinstance(self.owner, (dict, list))
        return self.owner[self.key] if held else getattr(self.owner, self.key)

    def set(self, value: Any) -> None:
        """Put another value in."""
        if isinstance(self.owner, (dict, list)):
            self.owner[self.key] = value
        else:
            setattr(self.owner, self.key, value)


def plan_elements(of: Series | Plan) -> list[PlanElement]:
    """Return every element of a plan, in the order in which one reads it.

    Args:
        of: a series, drafted or not, or a plan.
    """
    locks = of.planning.locks if isinstance(of, Series) else []
    return [
        PlanElement(
            address=spot.address,
            label=spot.label,
            value=spot.get(),
            citations=tuple(getattr(spot.owner, "citations", ())) if _cites(spot) else (),
            locked=is_held(spot.address, locks),
        )
        for spot in _spots(of.brief.model_dump(), of.bible, of.outline)
    ]


def is_held(address: str, locks: list[str]) -> bool:
    """Tell whether an address, or what holds it, is among the locked ones."""
    return any(address == one or address.startswith(f"{one}.") for one in locks)


def find(series: Series, said: str) -> str:
    """Return the address that somebody means.

    Args:
        series: whose plan it is.
        said: an address, with numbers or names, in English or Chinese; or what holds several
            elements (``character.2``, ``第3集``).

    Raises:
        RefusedInput: there is no such element; the sentence says what there is.
    """
    known = [element.address for element in plan_elements(series)]
    parts = _read(series, [part for part in re.split(r"[.．·/]", said.strip()) if part])
    address = ".".join(parts)
    if any(one == address or one.startswith(f"{address}.") for one in known) and address:
        return address
    near = [one for one in known if parts and one.startswith(f"{parts[0]}.")][:6]
    shown = "、".join(near or sorted({one.split(".")[0] for one in known}))
    raise RefusedInput(
        f"方案里没有“{said}”；这一类有：{shown} 等，全部见 sanjin plan 文件 --elements。",
        f"The plan has no element “{said}”.",
    )


def _read(series: Series, parts: list[str]) -> list[str]:
    if parts and (nth := _NTH.fullmatch(parts[0])):
        parts = ["episode", nth[1], *parts[1:]]
    if not parts:
        return []
    head = _HEADS.get(parts[0], parts[0])
    rest = [_TAILS.get(part, part) for part in parts[1:]]
    if head == "episode" and rest and (nth := _NTH.fullmatch(rest[0])):
        rest[0] = nth[1]
    names = {
        "character": [one.name for one in series.bible.characters],
        "place": [one["name"] for one in series.bible.places],
        "prop": [one["name"] for one in series.bible.props],
        "act": [str(one["name"]) for one in series.outline.acts],
    }.get(head, [])
    if rest and rest[0] in names:
        rest[0] = str(names.index(rest[0]) + 1)
    if head == "relation" and len(rest) > 1:
        pairs = [(row["from"], row["to"]) for row in series.bible.relations]
        if (rest[0], rest[1]) in pairs:
            rest = [str(pairs.index((rest[0], rest[1])) + 1), *rest[2:]]
    return [head, *rest]


# ---------------------------------------------------------------------------- what stands where


def _spots(brief: dict[str, Any], bible: Bible, outline: Outline) -> Iterator[_Spot]:
    yield from _of_brief(brief)
    yield _Spot("premise", "总纲", outline, "premise")
    yield from _of_bible(bible)
    for n, act in enumerate(outline.acts, 1):
        yield _Spot(f"act.{n}.what", f"幕·{act['name']}", act, "what")
    for row in outline.episodes:
        here, name = f"episode.{row.number}", f"第{row.number}集"
        for key, label in _EPISODE.items():
            yield _Spot(f"{here}.{key}", f"{name}·{label}", row, key)
        for n, beat in enumerate(row.beats, 1):
            yield _Spot(f"{here}.beat.{n}.what", f"{name}·第{n}拍（{beat.kind}）", beat, "what")
            yield _Spot(f"{here}.beat.{n}.kind", f"{name}·第{n}拍·类", beat, "kind")
            yield _Spot(f"{here}.beat.{n}.seconds", f"{name}·第{n}拍·秒", beat, "seconds")
        yield _Spot(f"{here}.paywall", f"{name}·付费点", row, "paywall")


def _of_brief(brief: dict[str, Any]) -> Iterator[_Spot]:
    yield _Spot("brief.title", "题材·片名", brief, "title")
    yield _Spot("brief.logline", "题材·梗概", brief, "logline")
    for key, label in (("must", "必须"), ("avoid", "避免")):
        brief[key] = list(brief[key])
        for n in range(len(brief[key])):
            yield _Spot(f"brief.{key}.{n + 1}", f"题材·{label}{n + 1}", brief[key], n)


def _of_bible(bible: Bible) -> Iterator[_Spot]:
    for n, person in enumerate(bible.characters, 1):
        for key, label in _CHARACTER.items():
            yield _Spot(f"character.{n}.{key}", f"人物·{person.name}·{label}", person, key)
    for hook in bible.hooks:
        yield _Spot(f"hook.{hook.id}.question", f"钩子·第{hook.opened}集的问题", hook, "question")
        yield _Spot(f"hook.{hook.id}.answered", f"钩子·第{hook.opened}集·答在", hook, "answered")
    for head, keys, label in _TABLES:
        for n, row in enumerate(getattr(bible, _LISTS[head]), 1):
            for key in keys:
                yield _Spot(f"{head}.{n}.{key}", label.format(n=n, **row), row, key)
    for head, label in (
        ("rule", "规矩"),
        ("documented", "史有"),
        ("invented", "虚构"),
        ("question", "待核"),
    ):
        rows = getattr(bible, _LISTS.get(head, head))
        for n in range(len(rows)):
            yield _Spot(f"{head}.{n + 1}", f"{label}{n + 1}", rows, n)


def _cites(spot: _Spot) -> bool:
    return ".beat." in spot.address and spot.key == "what"


# ------------------------------------------------------------------------------ reading, writing


def held(series: Series, address: str) -> dict[str, Any] | None:
    """Return what stands at an address, as values of an operation; None where there is nothing.

    ``lock:…``, ``todo:…`` and ``refused:…`` are what was decided about an element: that it is
    locked, to be written anew, which takes nobody wants. ``rows:…`` is a whole list (``planrows``).
    """
    kind, _, about = address.rpartition(":")
    if kind == "lock":
        return {"value": True} if about in series.planning.locks else None
    if kind in ("todo", "refused"):
        rows: Mapping[str, Any] = getattr(series.planning, kind)
        return {"value": copy.deepcopy(rows[about])} if about in rows else None
    if kind == "rows":
        listed = rows_at(series, about)
        return None if listed is None else {"value": listed}
    return all_held(series).get(address)


def all_held(series: Series) -> dict[str, dict[str, Any]]:
    """Return what stands at every address of the plan, as ``held`` returns it of one."""
    return {
        spot.address: {"value": spot.get()}
        | ({"citations": list(spot.owner.citations)} if _cites(spot) else {})
        for spot in _spots(series.brief.model_dump(), series.bible, series.outline)
    }


def changed(series: Series, changes: Mapping[str, dict[str, Any] | None]) -> Series:
    """Return the series with elements changed; what is not of the plan is the very same value.

    Args:
        series: stays as it is.
        changes: address to values as ``held`` returns them; None takes a lock, a mark off.
    """
    brief = series.brief.model_dump()
    bible, outline = copy.deepcopy(series.bible), copy.deepcopy(series.outline)
    planning = copy.deepcopy(series.planning)
    spots = {spot.address: spot for spot in _spots(brief, bible, outline)}
    for address, values in changes.items():
        kind, _, about = address.rpartition(":")
        if kind == "rows":
            listed = (values or {})["value"]
            numbers = moved(about, rows_at(series, about) or [], listed)
            renumber(planning, about, numbers)
            put_rows(bible, outline, about, listed)
            if about == "episode":
                renumber_told(bible, numbers)
        elif kind:
            _decide(planning, kind, about, values)
        elif values is not None:
            spots[address].set(values["value"])
            if "citations" in values:
                spots[address].owner.citations = list(values["citations"])
    return replace(
        series,
        brief=Brief.model_validate(brief) if _of(changes, "brief.") else series.brief,
        bible=bible,
        outline=outline,
        planning=planning,
    )


def lock_broken(series: Series, address: str, values: dict[str, Any] | None) -> str:
    """Return the lock that other rows for a list (``rows:…``) would break; empty for none."""
    head = address.partition(":")[2]
    before = rows_at(series, head) or []
    return locked_row(head, before, (values or {}).get("value") or [], series.planning.locks)


def _of(changes: Mapping[str, Any], head: str) -> bool:
    return any(address.startswith(head) for address in changes)


def _decide(planning: Planning, kind: str, about: str, values: dict[str, Any] | None) -> None:
    if kind == "lock":
        kept = {one for one in planning.locks if one != about} | ({about} if values else set())
        planning.locks = sorted(kept)
        return
    rows = {**getattr(planning, kind)}
    rows.pop(about, None)
    if values is not None:
        rows[about] = copy.deepcopy(values["value"])
    setattr(planning, kind, dict(sorted(rows.items())))


# ---------------------------------------------------------------------------------- to be written


def print_of(series: Series, target: str) -> str:
    """Return a fingerprint of an element, or of the text of a scene (``scene.e003s02``).

    Names are left out: another name is no new writing.
    """
    if target.startswith("scene."):
        scene = scene_of(series, target.removeprefix("scene."))
        told = [f"{x.type}|{x.speaker}|{x.text}" for x in scene.elements] if scene else []
    else:
        told = [str(held(series, target))]
    text = "\n".join(told)
    for n, person in enumerate(series.bible.characters):
        text = text.replace(person.name, f"〔{n}〕")
    return sha256(text.encode()).hexdigest()[:16]


def scene_of(series: Series, id: str) -> Scene | None:
    """Return a scene by its id."""
    return next((s for e in series.episodes for s in e.scenes if s.id == id), None)


def to_redraft(series: Series) -> dict[str, str]:
    """Return what is still to be written anew after changes of the plan: target and why.

    A target is a scene (``scene.e003s02``) or an element of the plan. What was written anew since
    it was marked is done, and left out.
    """
    return {
        target: str(mark["why"])
        for target, mark in series.planning.todo.items()
        if print_of(series, target) == mark["was"]
    }
