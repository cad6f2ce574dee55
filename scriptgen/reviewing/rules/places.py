"""Places: what may not be filmed at a protected site, and whom to ask; and the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import heritage_kb
from heritage_kb.errors import RefusedInput
from scriptgen.reviewing.context import Context
from scriptgen.reviewing.findings import EpisodeView, Finding, Review, SceneView, in_scene

# The 1985 rule counts these as 古建筑; modern memorials by their own kind of heritage.
_BANNED_INSIDE = ("古建筑", "古墓葬", "石窟寺", "石窟", "革命", "近现代")
_ACT = re.compile(r"跃|跳|攀|爬|打斗|格斗|撞|踹|翻上|飞身|厮打|劈")
_OBJECT = re.compile(r"屋顶|屋脊|屋面|墙脊|脊上|房顶|瓦上|壁画|塔|古树|石碑|碑|檐上|殿顶|佛像|塑像")
_FIRE = re.compile(r"点燃|点着|火把|燃起|烧|焚|蜡烛|烛火|香火|上香|烟饼|篝火|火盆|油灯|鞭炮|放炮")
_MARKS = re.compile(r"^[^\w《“]|[！!？?。，,~～…—]$")


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding about sites and the title."""
    script, context = review.script, review.context
    if script.title:
        yield from _title(review, script.title)
    for episode, scene in script.scenes():
        site = protected_site(scene, context)
        if site is not None:
            yield from _at_site(review, episode, scene, site)


def protected_site(scene: SceneView, context: Context) -> dict[str, Any] | None:
    """Return name, level, category and inside/outside of the protected site a scene is at."""
    kb = heritage_kb.open()
    name = scene.site or context.site
    entry = _known(kb, name)
    if entry is None:
        named = [
            found for _, _, found in kb.names_in(scene.place) if found.kind in ("site", "structure")
        ]
        entry = named[0] if named else None
    if entry is not None and entry.kind == "structure":
        entry = kb.entries.get(str(entry.fields.get("site_id", "")), entry)
    level = context.protected_level or (entry.level if entry else "")
    if not level:
        return None
    return {
        "name": entry.title if entry else (name or scene.place),
        "level": level,
        "category": context.category or (entry and entry.fields.get("category")) or "",
        "int_ext": scene.int_ext or context.int_ext,
        "entry": entry and entry.id,
    }


def _known(kb: Any, name: str | None) -> Any:
    """Return the entry of a name; None for a place that is the story's own."""
    try:
        return kb.resolve(name) if name else None
    except RefusedInput:
        return None


def _at_site(
    review: Review, episode: EpisodeView, scene: SceneView, site: dict[str, Any]
) -> Iterator[Finding]:
    where = in_scene(episode, scene)
    evidence = [{"entry": site["entry"], "level": site["level"]}] if site["entry"] else []
    if review.context.virtual_set:
        return
    national = "国" in site["level"]
    heritage = any(word in site["category"] for word in _BANNED_INSIDE) or not site["category"]
    if "内" in (site["int_ext"] or "") and heritage:
        code = "SITE_INTERIOR" if national else "SITE_INTERIOR.PROVINCE"
        said = (
            f"{site['name']}是全国重点文物保护单位，内景不得作为拍摄场景。"
            if national
            else f"{site['name']}的内景能否拍摄，由省里按同一原则定。"
        )
        yield review.finding(
            code,
            said,
            term=site["name"],
            suggestion="改用影棚或虚拟制景。",
            evidence=evidence,
            **where,
        )
    else:
        yield review.finding(
            "PERMIT",
            f"在{site['name']}取景，须先报文物行政部门和管理使用单位。",
            term=site["name"],
            suggestion="至少提前一个月递交拍摄与防火方案。",
            evidence=evidence,
            **where,
        )
    for line in scene.lines:
        if line.type != "action":
            continue
        here = in_scene(episode, scene, line)
        if _ACT.search(line.text) and _OBJECT.search(line.text):
            yield review.finding(
                "SITE_STUNT",
                "文物建筑上不得攀登、跳跃、格斗、碰撞。",
                suggestion="改在影棚搭景或虚拟制景里做。",
                evidence=evidence,
                **here,
            )
        if fire := _FIRE.search(line.text):
            yield review.finding(
                "SITE_FIRE",
                f"文物建筑处有明火（{fire[0]}）。",
                term=fire[0],
                suggestion="用电子灯烛或后期合成。",
                evidence=evidence,
                **here,
            )


def _title(review: Review, title: str) -> Iterator[Finding]:
    for word in review.limit("TITLE.BANNED"):
        if word in title:
            yield review.finding(
                "TITLE.BANNED",
                f"片名里有“{word}”。",
                text=title,
                term=word,
                suggestion="换一个片名。",
            )
    if len(title) > review.limit("TITLE.LENGTH"):
        yield review.finding(
            "TITLE.LENGTH",
            f"片名 {len(title)} 字，偏长。",
            text=title,
            measured=len(title),
            suggestion="十五字以内。",
        )
    if _MARKS.search(title):
        yield review.finding(
            "TITLE.ENDS", "片名首尾有符号。", text=title, suggestion="去掉首尾符号。"
        )
