"""Places: what may not be filmed at a protected site, what needs a permit, and what a set lifts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import heritage_kb
from heritage_kb.errors import UnknownName
from heritage_kb.filming import BANNED_INSIDE, NATIONAL, interior_rule
from scriptgen.reviewing import lexicon
from scriptgen.reviewing.context import Context
from scriptgen.reviewing.findings import Finding, Line, Review, SceneView, in_scene
from scriptgen.reviewing.speaking import cue

_HERITAGE = re.compile(r"古建|古墓|石窟|石刻|革命|近现代|遗址|文物|古镇|古城|古村|寺|庙|塔|宫")
_SET = re.compile(
    r"影棚|摄影棚|棚内|棚拍|虚拟|(?<![a-z])led|绿幕|蓝幕|搭景|搭建|置景|布景|制景|实景棚|片场|"
    r"影视城|影视基地|影视园|复原景|复建景|仿古街|仿建|样板间|三维|数字",
    re.IGNORECASE,
)
_FEATURES = re.compile(r"壁画|彩塑|悬塑|泥塑|浮雕|雕龙柱|盘龙柱|龙柱|楠木|塑像|藻井")
_INSIDE = re.compile(r"内|INT", re.IGNORECASE)
_IN_PROSE = (
    re.compile(r"(?:殿|塔|窟|寺|庙|祠|堂|楼|院|屋|馆|厅|洞|宫)(?:内|里|中|中央)|内景"),
    re.compile(r"(?:殿|塔|窟|寺|庙|祠|堂|楼|院|门|宫|墙)(?:外|前|下)|外景|台阶下|山门前"),
)
_SUGGEST = {
    "SITE_FIRE": "用电子灯烛，火与烟后期合成。",
    "SITE_STUNT": "改在影棚搭景或虚拟制景里做。",
    "SITE_LIGHT": "用散射冷光，灯具落地，离开文物。",
    "SITE_RELIC": "用复制品。",
    "SITE_TOUCH": "不要碰到，或拍复制品。",
    "SITE_DRONE": "先向管理使用单位和空域管理部门报批。",
    "SITE_CROWD": "分批进场或后期合成，另报安全方案。",
}
_ANYWHERE = ("SITE_RELIC",)  # a museum's piece is one wherever the scene is


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A protected place a scene is at; ``level`` is empty where nobody has said."""

    name: str
    level: str
    category: str
    inside: bool
    murals: bool = False
    entry: str | None = None

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """Return the entry and its level, where the knowledge base has it."""
        return [{"entry": self.entry, "level": self.level}] if self.entry else []


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding about sites."""
    for episode, scene in review.script.scenes():
        site = protected_site(scene, review.context)
        where = in_scene(episode, scene)
        waived = on_a_set(scene, review.context)
        if site is not None and not waived:
            yield from _standing(review, scene, site, where)
        if waived:
            continue
        for line in scene.lines:
            here = in_scene(episode, scene, line)
            yield from _doing(review, line, site, here)


def on_a_set(scene: SceneView, context: Context) -> bool:
    """Tell whether the scene is filmed on a set: said so, or written in its heading or line."""
    loose = scene.number is None and len(scene.lines) == 1
    told = scene.place + (scene.lines[0].text if loose else "")
    return context.virtual_set or bool(_SET.search(told))


def protected_site(scene: SceneView, context: Context) -> Site | None:
    """Return the protected site a scene is at: its own, its heading's, or the context's."""
    entry = _entry(scene, context)
    level = context.protected_level or (entry.level if entry else "")
    category = str((entry and entry.fields.get("category")) or "")
    if context.category and _HERITAGE.search(context.category):
        category = context.category
    if not level and not (entry and context.site and BANNED_INSIDE.search(category)):
        return None
    if level in ("无", "非文物", "none") or "自然保护" in level:
        return None
    return Site(
        name=entry.title if entry else (context.site or scene.place or "此处"),
        level=level,
        category=category,
        inside=_inside(scene, context),
        murals=bool(entry and entry.fields.get("murals")),
        entry=entry.id if entry else None,
    )


def _entry(scene: SceneView, context: Context) -> heritage_kb.Entry | None:
    """Return the entry of the scene's place; what stands inside a site counts as the site."""
    kb = heritage_kb.open()
    told = [scene.place, *(one.text for one in scene.lines if scene.number is None)]
    given = scene.site or context.site
    entry = None
    if given:
        try:
            entry = kb.resolve(given)
        except UnknownName:
            told.insert(0, given)
    if entry is None:
        named = [
            found
            for text in told
            for _, _, found in kb.names_in(text)
            if found.kind in ("site", "structure")
        ]
        entry = named[0] if named else None
    if entry is not None and entry.kind == "structure":
        entry = kb.entries.get(str(entry.fields.get("site_id", "")), entry)
    return entry


def _inside(scene: SceneView, context: Context) -> bool:
    said = scene.int_ext or context.int_ext
    if said:
        return bool(_INSIDE.search(said))
    told = scene.place + "".join(line.text for line in scene.lines[:1])
    inner, outer = _IN_PROSE
    return bool(inner.search(told)) and not outer.search(told)


def _standing(
    review: Review, scene: SceneView, site: Site, where: dict[str, Any]
) -> Iterator[Finding]:
    """Say what the place itself asks: a ban inside, a permit elsewhere."""
    more = where | {"term": site.name, "evidence": site.evidence}
    counted = not site.category or bool(BANNED_INSIDE.search(site.category))
    if site.inside and counted:
        yield _interior(review, scene, site, more)
        if NATIONAL.search(site.level):
            return
    yield review.finding(
        "PERMIT",
        f"在{site.name}取景，须先报文物行政部门和管理使用单位。",
        suggestion="至少提前一个月递交拍摄与防火方案。",
        **more,
    )


def _interior(review: Review, scene: SceneView, site: Site, more: dict[str, Any]) -> Finding:
    told = "".join(line.text for line in scene.lines) + scene.place
    seen = _FEATURES.search(told)
    code = interior_rule(site.level, features=bool(seen or site.murals))
    what = seen[0] if seen else "壁画或彩塑"
    said = {
        "SITE_INTERIOR": f"{site.name}是全国重点文物保护单位，内景不得作为拍摄场景。",
        "SITE_INTERIOR.FEATURES": f"{site.name}是省级文物保护单位，有{what}的内景不得作为拍摄场景。",
        "SITE_INTERIOR.PROVINCE": f"{site.name}（{site.level or '级别待考'}）的内景能否拍摄，"
        "由省里按同一原则定。",
    }[code]
    asked = "先问省文物部门；来不及就用虚拟制景。"
    suggestion = asked if code == "SITE_INTERIOR.PROVINCE" else "改用影棚或虚拟制景。"
    return review.finding(code, said, suggestion=suggestion, **more)


def _doing(
    review: Review, line: Line, site: Site | None, where: dict[str, Any]
) -> Iterator[Finding]:
    """Say what people do there; talk of an act is not the act."""
    if line.type not in ("action", "caption", "mark"):
        return
    said: set[str] = set()
    site = site or _named_in(review, line)
    for hit in lexicon.hits(line.text, "places", cue(line)):
        code = hit.sense.code
        if code in said or (site is None and code not in _ANYWHERE):
            continue
        said.add(code)
        yield review.finding(
            code,
            f"{review.book[code].what}（“{hit.text}”）。",
            term=hit.text,
            suggestion=_SUGGEST[code],
            evidence=site.evidence if site else [],
            **where,
        )


def _named_in(review: Review, line: Line) -> Site | None:
    """Return the protected site that a line itself names as the place of what it tells."""
    for _, _, entry in review.kb.names_in(line.text):
        if entry.kind in ("site", "structure") and NATIONAL.search(entry.level):
            return Site(
                name=entry.title, level=entry.level, category="", inside=False, entry=entry.id
            )
    return None
