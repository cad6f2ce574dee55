"""The nouns of an episode: what stands in 物, 活, 件, 家伙, 坊 and the rest."""

from __future__ import annotations

import re
from random import Random

from scriptgen.story.people import dated
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Sheet

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
    own = plan.thing or token
    found |= {
        "物": token["名"],
        "一物": token["全"],
        "刻": token["记"],
        "凭": own["名"],
        "一凭": own["全"],
        "限": sheet.limit,
        "案": "案" if year is None or year < 1900 else "案子",
        "灯": "灯",
        "钱": "钱",
        "场": place_word(plan, "前"),
    }
    found["案"] = "案"
    return found


# Where people stand before a site, by the end of its name.
_GROUNDS = (
    ("窟|摩崖", "崖前"),
    ("塔", "塔下"),
    ("桥", "桥头"),
    ("长城|城墙|关|堡|寨", "城下"),
    ("大院|庄园|宅|民居|故居|老宅", "大门外"),
    ("陵|墓", "陵前"),
    ("寺|庙|观|庵|祠|宫|阁|殿", "山门外"),
)
_INDOORS, _OPEN = "坊屋库", "院前路"
_FIRST = "坊院屋前库路"  # which places a story keeps where it may have only so many


def allowed(plan: Plan, key: str) -> str:
    """Return the kind of place itself, or what stands in for it where the brief limits the sets."""
    if plan.brief.sets is None:
        return key
    kept = _FIRST[: plan.brief.sets]
    if key in kept:
        return key
    alike = _INDOORS if key in _INDOORS else _OPEN  # 景 is in the open
    return next((one for one in kept if one in alike), kept[0])


def place_word(plan: Plan, key: str) -> str:
    """Return the trade's word for a kind of place; 景 is before the site that the story comes to."""
    if key == "景" and plan.work.outing:
        title = plan.work.outing.title
        return next((word for of, word in _GROUNDS if re.search(of, title)), "门前")
    return dated(plan.work.trade.words.get(key, ("院里",)), plan.year)


def scene_place(plan: Plan, key: str, open_air: bool) -> tuple[str, str | None]:
    """Return (heading place, site id): 佛光寺·料场; an invented interior names no real site.

    Interiors of protected sites are not filmed in: they are sets, and their headings say only what
    they are.
    """
    word = place_word(plan, key)
    if key == "景" and plan.work.outing:
        outing = plan.work.outing
        return f"{short_name(outing.title)}·{word}", outing.id if outing.kind == "site" else None
    sites = [p for p in plan.work.places if p.kind in ("site", "place", "structure")]
    if sites:
        home = sites[0]
        if open_air:
            return f"{short_name(home.title)}·{word}", home.id if home.kind == "site" else None
        return word, None
    return (f"{plan.brief.places[0]}·{word}" if plan.brief.places else word), None


def short_name(title: str) -> str:
    """Return a place's name as a call sheet would have it."""
    return title.removesuffix("旧址").split("（")[0]
