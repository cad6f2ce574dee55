"""Where a picture may be seen: what its words ask of a scene, against what the scene has.

What pictures ask is read by rule from their own words; the rules are data, in
``scriptgen/data/story/needs.toml``, and each says in Chinese what it is for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from heritage_kb.errors import BrokenData
from scriptgen.brief import Brief
from scriptgen.series import Scene
from scriptgen.story.facts import Fact

_HOMELY = re.compile("碗|筷|盅|茶|馍|糕|鸡叫")  # what is on any table, heard in any house
_MADE = re.compile(
    "漆|釉|胎|窑|坯|砖|匠|刀口|摊主|人发|油碗|磨石|浆|红水|药|蜡|墨|笔|客人|柜"
)  # how a thing is made is seen where it is made
_SLOT = re.compile(r"\{who\}")
# What ends like this is in the open air.
_OUTSIDE_ENDS = tuple("场院外口路道心前滩")
_OUTSIDE_ENDS += (
    "场上",
    "田头",
    "船上",
    "码头",
    "院里",
    "街上",
    "台下",
    "路上",
    "料堆",
    "地头",
    "田埂",
    "城里",
    "矿上",
)
_INSIDE_ENDS = ("炉前",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """A scene as a picture meets it. What is empty is not known, and asks nothing.

    ``place`` is the heading's word without the name of the town or the site; ``site`` the id of
    the site that it is at; ``hour`` one of 晨日昏夜; ``season`` one of 春夏秋冬. ``shows`` says what
    is seen: where the story's people are at work only what is their own, at home also what is on
    the table, before a site nothing else; empty, as in a street, whatever there is.
    """

    place: str
    open_air: bool
    hour: str = ""
    season: str = ""
    site: str = ""
    shows: Literal["own", "home", "site", ""] = ""

    @classmethod
    def of(cls, scene: Scene, season: str = "") -> Setting:
        """Return the setting that a heading tells of."""
        place = scene.place.split("·")[-1]
        return cls(
            place=place,
            open_air=scene.int_ext == "外" or (scene.int_ext != "内" and is_outside(place)),
            hour=(scene.time or "")[:1],
            season=season,
            site=scene.site or "",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """One rule: pictures that say ``cue`` ask this of a scene."""

    name: str
    cue: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    by: Literal["own", "air", ""] = ""
    kinds: tuple[str, ...] = ()
    when: Literal["内", "外", ""] = ""
    open: bool | None = None
    where: re.Pattern[str] | None = None
    bar: re.Pattern[str] | None = None
    dim: re.Pattern[str] | None = None
    hours: str = ""
    bar_hours: str = ""

    def concerns(self, fact: Fact, text: str) -> bool:
        """Tell whether the rule is about such a picture."""
        return (
            (not self.by or (self.by == "air") == fact.air)
            and (not self.kinds or fact.sort in self.kinds)
            and bool(self.cue.search(text))
            and not (self.unless and self.unless.search(text))
        )

    def met(self, setting: Setting) -> bool:
        """Tell whether a scene has what the rule asks for."""
        if self.when and (self.when == "外") != setting.open_air:
            return True
        return self._placed(setting) and self._timed(setting)

    def _placed(self, setting: Setting) -> bool:
        if not setting.place:
            return True
        if self.bar and self.bar.search(setting.place):
            return False
        if self.open is None and self.where is None:
            return True
        there = self.open is not None and self.open == setting.open_air
        return there or bool(self.where and self.where.search(setting.place))

    def _timed(self, setting: Setting) -> bool:
        if not setting.hour or (self.dim and self.dim.search(setting.place)):
            return True
        if self.hours and setting.hour not in self.hours:
            return False
        return setting.hour not in self.bar_hours


@dataclass(frozen=True, slots=True)
class _Rules:
    needs: tuple[Need, ...]
    seasons: tuple[tuple[str, re.Pattern[str]], ...]
    hours: tuple[tuple[re.Pattern[str], re.Pattern[str] | None, str], ...]


def misfit(fact: Fact, raw: str, setting: Setting) -> str:
    """Return the name of the rule that a picture breaks in a scene; empty where it fits.

    Args:
        fact: what the picture is of; what is invented answers to the same rules.
        raw: the picture, with or without a doer put in.
        setting: the scene.
    """
    text = _SLOT.sub("", raw)
    if fact.at and setting.place and fact.at != setting.site:
        return "那一处的样子，到了那里才看得见"
    if setting.shows == "site" and not fact.at:
        return "到了那一处，看的是那一处"
    if fact.air and fact.sort in ("site", "structure") and setting.site not in ("", fact.stands):
        return "在这一处，看不见别处的房子"
    homely = setting.shows == "home" and _HOMELY.search(text) and not _MADE.search(text)
    if fact.air and setting.shows and not homely:
        return "旁人的事，走在路上才看得见"
    for need in _rules().needs:
        if need.concerns(fact, text) and not need.met(setting):
            return need.name
    asked = season_of(text)
    if setting.season and asked and asked != setting.season:
        return f"时令是{asked}，这一集是{setting.season}"
    return ""


def season_of(text: str) -> str:
    """Return the one season that a text speaks of; empty where it is none, or more than one."""
    found = [name for name, cue in _rules().seasons if cue.search(text)]
    return found[0] if len(found) == 1 else ""


def hours_of(texts: Iterable[str]) -> str:
    """Return the hours, of 晨日昏夜, at which all of some pictures may be seen.

    Where two of them ask for hours that no scene has, the first has its way.
    """
    left = "晨日昏夜"
    for text in texts:
        for cue, unless, hours in _rules().hours:
            if cue.search(text) and not (unless and unless.search(text)):
                left = "".join(h for h in left if h in hours) or left
    return left


def season_asked(brief: Brief) -> str:
    """Return the season that a brief tells its story in, where it names just one."""
    return season_of("".join((brief.title, brief.logline, *brief.must)))


def is_outside(word: str) -> bool:
    """Tell whether a word for a place means the open air."""
    return word.endswith(_OUTSIDE_ENDS) and not word.endswith(_INSIDE_ENDS)


@cache
def _rules() -> _Rules:
    path = files("scriptgen") / "data" / "story" / "needs.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return _Rules(
            tuple(_need(row) for row in data["need"]),
            tuple((row["name"], re.compile(row["cue"])) for row in data["season"]),
            tuple(
                (
                    re.compile(row["cue"]),
                    re.compile(row["unless"]) if "unless" in row else None,
                    row["hours"],
                )
                for row in data["hour"]
            ),
        )
    except (KeyError, TypeError, re.error) as error:
        raise BrokenData(f"needs.toml 有一条读不了：{error}。") from error


def _need(row: dict[str, Any]) -> Need:
    made = {
        key: re.compile(value) if key in ("cue", "unless", "where", "bar", "dim") else value
        for key, value in row.items()
    }
    return Need(**made | {"kinds": tuple(row.get("kinds", ()))})
