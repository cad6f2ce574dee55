"""The nouns of an episode: what stands in 物, 活, 件, 家伙, 坊 and the rest."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from scriptgen.story.people import dated
from scriptgen.story.sheets import Sheet

if TYPE_CHECKING:
    from scriptgen.planner import Plan

_KEYS = ("活", "件", "家伙", "料", "坊", "院", "前", "屋", "库", "路", "病", "行")


def things(plan: Plan, sheet: Sheet, rng: Random) -> dict[str, str]:
    """Return the slot values of one episode."""
    words = plan.work.trade.words
    year = plan.year
    found = {key: dated(words.get(key, ("",)), year) for key in _KEYS}
    options = [w for w in words.get("家伙", ()) if dated((w, ""), year)]
    if options:
        found["家伙"] = rng.choice(options).partition("@")[0]
    token = sheet.arc.token
    found |= {"物": token["名"], "一物": token["全"], "刻": token["记"], "限": sheet.limit,
              "案": "案" if year is None or year < 1900 else "案子", "灯": "灯",
              "钱": "钱", "场": place_word(plan, "前")}
    found["案"] = "案"
    return found


def place_word(plan: Plan, key: str) -> str:
    """Return the trade's word for a kind of place."""
    return dated(plan.work.trade.words.get(key, ("院里",)), plan.year)


def scene_place(plan: Plan, key: str) -> tuple[str, str | None]:
    """Return (heading place, site id): 佛光寺·木作棚."""
    word = place_word(plan, key)
    homes = [p for p in plan.work.places if p.kind in ("site", "place")] or plan.work.places
    if homes:
        home = homes[0]
        return f"{short_name(home.title)}·{word}", home.id if home.kind == "site" else None
    names = [name for name in plan.brief.places if name]
    return (f"{short_name(names[0])}·{word}", None) if names else (word, None)


def short_name(title: str) -> str:
    """Return a place's name as a call sheet would have it."""
    return title.removesuffix("旧址").split("（")[0]
