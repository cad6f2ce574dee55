"""Where things are: known counties, coordinates inside them, measures that can be true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from heritage_kb.counties import counties
from heritage_kb.records import Entry
from heritage_kb.rules.complaint import Complaint, error
from heritage_kb.store import KnowledgeBase, distance_km

# The outlines are good to about 2 km; places on the border lie a few hundred metres off them.
_SLACK_KM = 2.0
_BESIDE_KM = 3.0  # a building and the point given for its site
_PRECISIONS = ("", "poi", "geocode", "manual-checked", "rejected", "none")
_UNUSABLE = ("rejected", "none")

# Bounds of what stands in Shanxi: the widest hall, the highest pagoda, with room to spare.
_BOUNDS: Mapping[str, tuple[float, float, str]] = {
    "width_m": (2, 90, "通面阔"),
    "depth_m": (1.5, 60, "通进深"),
    "height_m": (1.5, 100, "高"),
    "bays_wide": (1, 11, "面阔间数"),
    "bays_deep": (1, 11, "进深间数"),
    "rafters": (2, 14, "椽数"),
}
_SAID_BOUNDS = (
    # The Yellow River leaves at about 180 m; the north terrace of Wutai is 3061 m high.
    (re.compile(r"海拔(?:约|为|达|高)?(\d+(?:\.\d+)?)米"), 180, 3100, "海拔"),
    (re.compile(r"(?:通高|塔高|殿高|楼高|像高|全高)(?:约)?(\d+(?:\.\d+)?)米"), 0.2, 100, "高度"),
    (re.compile(r"(?:相距|距[^，。；]{1,8}?|相隔)(?:约)?(\d+(?:\.\d+)?)公里"), 0.05, 1500, "距离"),
    (re.compile(r"(?:面阔|通面阔)(?:约)?(\d+(?:\.\d+)?)米"), 2, 90, "面阔"),
)


def entry_place(entry: Entry, kb: KnowledgeBase) -> Iterator[Complaint]:
    """Complain of an unknown county, of coordinates outside it, of a site that is not there."""
    if entry.fields.get("outside"):
        return
    yield from _named(entry)
    yield from _precision(entry)
    if entry.lat is not None and entry.lon is not None:
        yield from _inside(entry, entry.lat, entry.lon)
    yield from _on_its_site(entry, kb)


def _named(entry: Entry) -> Iterator[Complaint]:
    known = counties()
    if entry.city and entry.city not in {city for city, _ in known}:
        yield error("CITY", f"山西没有「{entry.city}」这个地级市")
    elif entry.county and entry.county != entry.city and _county(entry) not in known:
        yield error("COUNTY", f"{entry.city or '（未写市）'}没有「{entry.county}」")


def _county(entry: Entry) -> tuple[str, str]:
    return entry.city, entry.county.removesuffix("等")


def _precision(entry: Entry) -> Iterator[Complaint]:
    if entry.coord_precision not in _PRECISIONS:
        yield error("PRECISION", f"坐标精度 {entry.coord_precision} 不认识")
    if (entry.lat is None) != (entry.lon is None):
        yield error("COORDINATES", "经纬度只写了一个")
    elif entry.lat is None and entry.coord_precision not in ("", *_UNUSABLE):
        yield error("PRECISION", f"没有坐标，精度却写 {entry.coord_precision}")
    elif entry.lat is not None and entry.coord_precision in ("", *_UNUSABLE):
        yield error("PRECISION", "有坐标而没有写可信到什么程度（poi geocode manual-checked）")


def _inside(entry: Entry, lat: float, lon: float) -> Iterator[Complaint]:
    county = counties().get(_county(entry))
    around = [county] if county else list(counties().values())
    off = min(one.km_outside(lat, lon) for one in around)
    if off > _SLACK_KM:
        where = county.name if county else "山西"
        yield error("COORDINATES", f"坐标 {lat}, {lon} 在{where}之外约 {off:.0f} 公里")


def _on_its_site(entry: Entry, kb: KnowledgeBase) -> Iterator[Complaint]:
    id = entry.fields.get("site_id")
    if id is None:
        return
    site = kb.records.entries.get(str(id))
    if site is None or site.kind != "site":
        yield error("LINK", f"所在遗产点 {id} 不存在")
        return
    if (entry.city, entry.county) != (site.city, site.county):
        yield error("SITE_COUNTY", f"所在县与遗产点 {id}（{site.county}）不同")
    if entry.lat is not None and site.lat is not None:
        off = distance_km(entry, site)
        if off > _BESIDE_KM:
            yield error("FAR_FROM_SITE", f"离遗产点 {id} {off:.1f} 公里")


def entry_measures(entry: Entry) -> Iterator[Complaint]:
    """Complain of a measure in the fields that nothing in Shanxi has."""
    for name, (low, high, what) in _BOUNDS.items():
        value = entry.fields.get(name)
        if isinstance(value, int | float) and not low <= value <= high:
            yield error("MEASURE", f"{what} {value:g} 不合常理（{low:g}—{high:g}）")


def said_measures(text: str) -> Iterator[Complaint]:
    """Complain of a height, distance or width in a text that cannot be."""
    for pattern, low, high, what in _SAID_BOUNDS:
        for match in pattern.finditer(text):
            if not low <= float(match.group(1)) <= high:
                yield error("MEASURE", f"{what} {match.group(1)} 不合常理：{match.group()}")
