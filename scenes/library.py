"""The shelf of shipped sets: named, placed, with their mood and what they rest on; found by words."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import heritage_kb
from heritage_kb.errors import RefusedInput
from scenes import rulebook, standing
from scenes.case import age_of, kind_of
from scenes.kinds import kinds, names
from scenes.spec import SetSpec

# What a set is built of; sets that agree in these are one set, redressed.
FABRIC = ("site", "period", "type", "kind", "bays", "roof", "eaves", "brackets", "storeys", "sides", "count",
          "trade", "interior", "features")  # fmt: skip
_SKY = {"hour": "时辰", "season": "季节", "weather": "天气", "dressing": "陈设", "lamps": "灯",
        "signs": "招牌", "year": "年份"}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelved:
    """A set of the library: ``region`` where its story lies, ``entry`` of the knowledge base."""

    id: str
    spec: SetSpec
    region: str = ""
    mood: tuple[str, ...] = ()
    entry: str = ""

    @property
    def kind(self) -> str:
        """Return the id of its kind of building."""
        return kind_of(self.spec, self._known)

    @property
    def age(self) -> str:
        """Return the title of the age that its fabric has."""
        return age_of(self.spec, self._known).title

    @property
    def _known(self) -> standing.StandingHall | None:
        return standing.hall(self.spec.site) if self.spec.site else None

    def as_row(self) -> dict[str, Any]:
        """Return it as plain values, with the passages it rests on and what it can become."""
        kb = heritage_kb.open()
        rests = [p.id for p in kb.passages_of(self.entry)][:3] if self.entry else []
        return {
            "id": self.id, "title": self.spec.title, "type": kinds()[self.kind].title,
            "period": self.age, "region": self.region, "mood": list(self.mood), "entry": self.entry,
            "passages": rests,
            "rests_on": kb.entry(self.entry).title if self.entry else f"{self.age}的规矩，无实物可依",
            "redress": redress(self.id),
        }  # fmt: skip


@cache
def shelved() -> Mapping[str, Shelved]:
    """Return every shipped set by its id, in order of ids."""
    folder = files("scenes") / "data" / "sets"
    found = {}
    for file in folder.iterdir():
        if file.name.endswith(".toml"):
            id = file.name.removesuffix(".toml")
            spec = SetSpec.from_mapping(tomllib.loads(file.read_text(encoding="utf-8")))
            found[id] = Shelved(id=id, spec=spec)
    for row in rulebook.table("library")["set"]:
        if ("spec" in row) == (row["id"] in found):
            raise ValueError(f"library: {row['id']} has no spec, or two")
        told: dict[str, Any] = {k: row[k] for k in ("region", "entry") if k in row}
        told["mood"] = tuple(row.get("mood", ()))
        if "spec" in row:
            spec = SetSpec.from_mapping({"title": row["title"], **row["spec"]})
            found[row["id"]] = Shelved(id=row["id"], spec=spec, **told)
        else:
            found[row["id"]] = replace(found[row["id"]], **told)
    return {id: found[id] for id in sorted(found)}


def named(id: str) -> SetSpec:
    """Return the spec of a shipped set.

    Raises:
        RefusedInput: no such set; names the nearest.
    """
    if id in shelved():
        return shelved()[id].spec
    titles = {one.spec.title: one for one in shelved().values()}
    if id in titles:
        return titles[id].spec
    near = difflib.get_close_matches(id, [*shelved(), *titles], 3, 0.3)
    hint = f"相近的有 {'、'.join(near)}" if near else "请用 sanjin scene library 找"
    raise RefusedInput(f"没有随附布景“{id[:40]}”：{hint}。", f"No shipped set {id[:40]!r}.")


def search(
    text: str = "", *, type: str = "", period: str = "", region: str = "", mood: str = ""
) -> list[dict[str, Any]]:
    """Return the sets that fit every word given, as rows; those that fit more of ``text`` first.

    Args:
        text: words that stand in title, kind, age, region or mood.
        type: a kind of building by any of its names.
        period: an age or a name of one.
        region: city, county or place.
        mood: one of the library's words.

    Raises:
        RefusedInput: a kind or a mood that the library does not know.
        UnknownName: no such period.
    """
    kind = _kind(type)
    age = rulebook.age(period).title if period else ""
    if mood and mood not in moods():
        raise RefusedInput(
            f"情调“{mood[:20]}”不认识；可写 {'、'.join(moods())}。", f"Unknown mood {mood[:20]!r}."
        )
    rows = []
    for one in shelved().values():
        fits = (not kind or one.kind == kind) and (not age or one.age == age)
        if fits and region in one.region and (not mood or mood in one.mood):
            told = "".join(
                (one.spec.title, kinds()[one.kind].title, one.age, one.region, *one.mood)
            )
            score = sum(word in told for word in _words(text))
            if score or not text.strip():
                rows.append((-score, one.id))
    return [shelved()[id].as_row() for _, id in sorted(rows)]


def _words(text: str) -> list[str]:
    """Return the words of a query: as spaced, and its pairs of characters where it is not."""
    spaced = text.split()
    return spaced if len(spaced) > 1 else [text[k : k + 2] for k in range(max(len(text) - 1, 1))]


def _kind(type: str) -> str:
    if type and type not in names():
        raise RefusedInput(
            f"建筑类型“{type[:20]}”不认识；可写 {'、'.join(k.title for k in kinds().values())}。",
            f"Unknown kind {type[:20]!r}.",
        )
    return names()[type] if type else ""


@cache
def moods() -> tuple[str, ...]:
    """Return the words of mood, the commonest first."""
    said = [word for one in shelved().values() for word in one.mood]
    return tuple(sorted(set(said), key=lambda word: (-said.count(word), word)))


def redress(id: str) -> list[dict[str, str]]:
    """Return what else can be shot on a set: sets of one fabric, and what is to be changed for each.

    Raises:
        KeyError: no such set.
    """
    mine = shelved()[id]
    found = []
    for other in shelved().values():
        if other.id != id and _fabric(other.spec) == _fabric(mine.spec):
            found.append(
                {"set": other.id, "title": other.spec.title, "change": _change(mine, other)}
            )
    return found


def _fabric(spec: SetSpec) -> tuple[Any, ...]:
    plain = {key: getattr(spec, key) for key in FABRIC}
    plain["type"] = names().get(spec.type, spec.type)
    return tuple(plain[key] for key in FABRIC)


def _change(mine: Shelved, other: Shelved) -> str:
    """Return what differs between two dressings of one set, in a sentence."""
    said = []
    for key, title in _SKY.items():
        here, there = getattr(mine.spec, key), getattr(other.spec, key)
        if here != there:
            shown = "、".join(there) if isinstance(there, tuple) else f"{there}"
            said.append(f"{title}改为{shown}" if there not in (None, "", ()) else f"{title}去掉")
    return "；".join(said) or "照旧"
