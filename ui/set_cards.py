"""A set while it is chosen and once it is made: the gate, measures, what fits, the record. HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ui import cards
from ui.rendering import notice, safe
from ui.set_form import as_in_the_form
from ui.set_work import Judged, Way

_NAMES = cards.MEASURES | {"doukou_cm": "斗口", "rise_ratio": "举高比"}


def gate(found: Judged) -> str:
    """Return what the gate says of a set, each refusal with the ways out as buttons."""
    if found.sentence:
        return notice(found.sentence, "bad")
    if not found.refused:
        odd = "".join(notice(as_in_the_form(one)) for one in found.odd)
        return notice("合这个年代的规矩，可以造。", "good") + odd
    # Two rules may refuse one thing: the ways out stand once.
    offered: list[Sequence[Way]] = []
    rows = ""
    for one, ways in found.refused:
        rows += _refusal(one, [] if ways in offered else ways)
        offered.append(ways)
    return f'<ul class="sj-gate" aria-label="不合年代的地方">{rows}</ul>'


def _refusal(one: Any, ways: Sequence[Way]) -> str:
    buttons = "".join(
        f'<button type="button" data-fix="{safe(json.dumps(way.changes, ensure_ascii=False))}">'
        f"{safe(way.said)}</button>"
        for way in ways
    )
    does = f'<p class="sj-does">{buttons}</p>' if buttons else ""
    return (
        f'<li><p class="sj-notice sj-bad" role="alert"><span class="sj-sign" aria-hidden="true">！</span>'
        f"<span>{safe(one.message)}。</span><span>{safe(as_in_the_form(one.instead))}。</span></p>"
        f'<p class="sj-hint">依据：{safe(one.source)}　规则 {safe(one.rule)}</p>{does}</li>'
    )


def measures(found: Judged) -> str:
    """Return a set's measures with the range that rule or survey allows, and where it comes from."""
    if found.measured is None:
        return ""
    data = found.measured
    known = [key for key in _NAMES if key in data["measures"]]
    own = [key for key in data["measures"] if key not in known and key in data["rules"]]
    rows = "".join(_measure(key, data) for key in (*known, *own))
    return (
        '<table class="sj-measures sj-ranges"><caption>尺寸，轴线到轴线</caption>'
        f"<tbody>{rows}</tbody></table>"
    )


def _measure(key: str, data: Mapping[str, Any]) -> str:
    from scenes.rulebook import CONFIDENCE

    value, unit = data["measures"][key], _unit(key)
    low, high = data["range"].get(key, (value, value))
    rule = data["rules"].get(key) or {}
    span = f"{low:.2f}–{high:.2f}" if high > low else "定数"
    at = 50.0 if high <= low else min(100.0, max(0.0, 100 * (value - low) / (high - low)))
    bar = f'<span class="sj-range" aria-hidden="true"><i style="left:{at:.0f}%"></i></span>'
    text, origin = str(rule.get("text") or ""), str(rule.get("source") or "")
    said = text if origin in text else f"{text}（{origin}）"
    source = f"{said}　{CONFIDENCE.get(str(rule.get('confidence')), '未标')}"
    return (
        f"<tr><th scope=row>{safe(_NAMES.get(key) or str(rule.get('item') or key))}<small>{safe(source)}</small></th>"
        f"<td>{value:.2f}{unit}</td><td>{bar}<small>{span}</small></td></tr>"
    )


def _unit(key: str) -> str:
    return "" if key.endswith("_ratio") else " 厘米" if key.endswith("_cm") else " 米"


def matches(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return real places and shipped sets that fit a heading, each with its reasons."""
    if not rows:
        return notice("没有贴近的实景，也没有贴近的随附布景。")
    items = "".join(_match(row) for row in rows)
    return f'<ol class="sj-matches">{items}</ol>'


def _match(row: Mapping[str, Any]) -> str:
    from scenes.match import shelf
    from scenes.proposal import hall_at

    real = row["kind"] == "site"
    kind = "实景" if real else "随附布景"
    reasons = "；".join(str(one) for one in row["reasons"])
    entry = row["entry"]
    link = (
        f'<button type="button" class="sj-link" data-entry="{safe(entry)}">看史料 →</button>'
        if entry
        else ""
    )
    inside = row.get("interior") or {}
    use = f'<button type="button" data-set="{safe(row["id"])}">用这套</button>'
    if real:
        hall = hall_at("", row["id"])
        use = f'<button type="button" data-site="{safe(hall.id)}">照它造</button>' if hall else ""
    ban = ""
    if inside.get("allowed") is False:
        instead = str(inside.get("set") or "")
        named = shelf()[instead].title if instead in shelf() else ""
        ban = notice(f"{inside['what']}（{inside['source']}）。{inside['instead']}。", "bad")
        if named:
            use += f'<button type="button" data-set="{safe(instead)}">改用虚拟布景「{safe(named)}」</button>'
    return (
        f'<li><p><span class="sj-kind">{kind}</span><b>{safe(row["title"])}</b></p>'
        f'<p class="sj-hint">{safe(reasons)}</p>{ban}<p class="sj-does">{use}{link}</p></li>'
    )


_MOST_REDRESSED = 6


def seen(manifest: Mapping[str, Any]) -> str:
    """Return how a set was taken, and what its own proportions say of its age."""
    return _camera(manifest) + _dated(manifest) + _traced(manifest) + _redressed(manifest)


def _traced(manifest: Mapping[str, Any]) -> str:
    """Return why a traced picture that was asked for is not there."""
    said = (manifest.get("beauty") or {}).get("said")
    return notice(f"精绘没有做成：{said}", "bad") if said else ""


def _redressed(manifest: Mapping[str, Any]) -> str:
    """Return which other shipped sets stand on the same fabric, and what is to be changed."""
    from scenes import library

    title = str((manifest.get("spec") or {}).get("title") or "")
    mine = next((one.id for one in library.shelved().values() if one.spec.title == title), "")
    rows = library.redress(mine)[:_MOST_REDRESSED] if mine else []
    if not rows:
        return ""
    items = "".join(f"<li>{safe(row['title'])}：{safe(row['change'])}</li>" for row in rows)
    return f"<details><summary>这一堂景还能改作 {len(rows)} 场</summary><ul>{items}</ul></details>"


def _dated(manifest: Mapping[str, Any]) -> str:
    dated = manifest.get("dated")
    if not dated:
        return ""
    said = "、".join(f"{p['title']} {p['probability']:.0%}" for p in dated["periods"])
    agrees = "与所造年代相合" if dated["agrees"] else "与所造年代不合"
    return notice(f"只看网格的比例断代：{said}；{agrees}。", "good" if dated["agrees"] else "bad")


def _camera(manifest: Mapping[str, Any]) -> str:
    camera = manifest.get("camera") or {}
    named = (camera.get("words") or {}).items()
    words = "　".join(value if key == "机位" else f"{key}：{value}" for key, value in named)
    chosen = (camera.get("chosen") or {}).get("reasons") or ()
    why = f"自己构图，因为{'，'.join(chosen)}" if chosen else ""
    eye = camera.get("eye_m")
    size = f"{camera.get('lens_mm', 0):g} 毫米，视高 {eye[2]:.2f} 米" if eye else ""
    said = "；".join(part for part in (words, size, why) if part)
    return notice(f"机位　{said}。") if said else ""
