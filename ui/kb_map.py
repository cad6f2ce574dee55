"""The knowledge base on a map: the counties of the province, drawn from the outlines that we hold.

Nothing is fetched. The outlines are good to about 2 km (``heritage_kb.counties``), so the map says
that it is a sketch; a place that is only known to its county is drawn hollow.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from heritage_kb.counties import counties
from ui.kb_cards import KINDS
from ui.rendering import notice, safe

if TYPE_CHECKING:
    from heritage_kb.records import Entry

_WIDE = 560.0  # units of the drawing, of which the province fills all
_MIDDLE = 37.5  # degrees north: where a degree of longitude is taken from
_SHADES = (1, 5, 12, 25, 60)  # entries of a county from which on it is a shade darker
_POINTED = ("poi", "manual-checked")  # precisions that name the spot; others know the county


def drawn(kb: Any) -> str:
    """Return the map: counties shaded by how much is known of them, every located entry a dot."""
    held = Counter((one.city, one.county) for one in kb.records.entries.values())
    high = _frame()[3]
    shapes = "".join(_county(key, held[key]) for key in counties())
    dots = "".join(_dot(one) for one in kb.records.entries.values() if _placed(one))
    names = "".join(
        f'<text x="{x:.0f}" y="{y:.0f}">{safe(name.removesuffix("市"))}</text>'
        for name, (x, y) in _cities().items()
    )
    return (
        '<figure class="sj-map"><svg viewBox="0 0 '
        f'{_WIDE:.0f} {high:.0f}" role="group" aria-label="山西各县示意图，深浅是条目多少">'
        f'<g class="sj-counties">{shapes}</g><g class="sj-names" aria-hidden="true">{names}</g>'
        f'<g class="sj-dots">{dots}</g></svg>'
        '<figcaption><p class="sj-hint" role="status" data-said>点一个县，列出那里的条目；'
        "查到的条目在图上点亮，点它就打开。</p>"
        '<p class="sj-hint">示意图，由约 2 公里精度的县界轮廓画成，不作划界依据；空心点只知道在哪个县。'
        "用键盘的，请用上面的「市县」。</p></figcaption></figure>"
    )


def listed(kb: Any, city: str, county: str) -> str:
    """Return what is known of a county, by kind, each entry opening; a sentence where it is little.

    Args:
        kb: the knowledge base.
        city: as the map names it.
        county: likewise.
    """
    if (city, county) not in counties():
        return notice("地图上没有这个县。", "bad")
    order = list(KINDS)
    found = sorted(
        (one for one in kb.records.entries.values() if (one.city, one.county) == (city, county)),
        key=lambda one: (order.index(one.kind), one.title),
    )
    if not found:
        return notice(f"{city}{county}还没有条目。")
    body = ""
    for kind, rows in groupby(found, key=lambda one: one.kind):
        items = "".join(
            f'<li><button type="button" class="sj-link" data-entry="{safe(one.id)}">'
            f"{safe(one.title)}</button>{_facts(one)}</li>"
            for one in rows
        )
        body += f"<h4>{safe(KINDS[kind])}</h4><ul>{items}</ul>"
    return (
        f'<div class="sj-county"><h3>{safe(city)}{safe(county)}</h3>'
        f'<p class="sj-count" role="status">{len(found)} 条</p>{body}</div>'
    )


def _facts(one: Entry) -> str:
    said = "　".join(part for part in (one.level, one.batch) if part)
    return f"<small>{safe(said)}</small>" if said else ""


# ------------------------------------------------------------------------------------- drawing


@lru_cache(maxsize=1)
def _frame() -> tuple[float, float, float, float]:
    """Return (western edge, northern edge, units a degree of latitude, height)."""
    points = [p for one in counties().values() for ring in one.outline for p in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    scale = _WIDE / ((east - west) * _flat())
    return west, north, scale, (north - south) * scale


def _flat() -> float:
    return math.cos(math.radians(_MIDDLE))


def _at(lon: float, lat: float) -> tuple[float, float]:
    west, north, scale, _ = _frame()
    return (lon - west) * _flat() * scale, (north - lat) * scale


def _county(key: tuple[str, str], held: int) -> str:
    city, county = key
    rings = "".join(
        f"M{' '.join(f'{x:.1f},{y:.1f}' for x, y in (_at(*p) for p in ring))}Z"
        for ring in counties()[key].outline
    )
    shade = sum(held >= least for least in _SHADES)
    return (
        f'<path d="{rings}" data-city="{safe(city)}" data-county="{safe(county)}" '
        f'class="sj-shade-{shade}"><title>{safe(city)} {safe(county)}　{held} 条</title></path>'
    )


def _placed(one: Entry) -> bool:
    return one.lat is not None and one.lon is not None


def _dot(one: Entry) -> str:
    x, y = _at(one.lon or 0.0, one.lat or 0.0)
    hollow = "" if one.coord_precision in _POINTED else ' class="sj-hollow"'
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2"{hollow} data-entry="{safe(one.id)}">'
        f"<title>{safe(one.title)}</title></circle>"
    )


@lru_cache(maxsize=1)
def _cities() -> Mapping[str, tuple[float, float]]:
    """Return where the name of each city stands: in the middle of its counties."""
    found: dict[str, tuple[float, float]] = {}
    for city, shapes in _by_city():
        points = [_at(*p) for rings in shapes for ring in rings for p in ring]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        found[city] = (sum(xs) / len(xs), sum(ys) / len(ys))
    return found


def _by_city() -> Iterator[tuple[str, list[Any]]]:
    rows = sorted(counties().values(), key=lambda one: one.city)
    for city, group in groupby(rows, key=lambda one: one.city):
        yield city, [one.outline for one in group]
