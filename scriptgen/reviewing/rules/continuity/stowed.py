"""Stowed: what is hidden in one place and said to be in another, and a debt told with two sums."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scriptgen.reviewing.rules.continuity.things import measured, nouns, prop
from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    yield from _hidden(story)
    yield from _owed(story)


_PUT = re.compile(
    r"(?:把)?([一-鿿]{0,3}[一-鿿])(?:就|都|还)?(?:埋|藏|锁|压|塞|缝|供)(?:在|进|到)(?:了)?([一-鿿]{1,4}?)(?:的)?"
    r"(?:底下|下面|下头|里面|里头|下|里|中|后|上|内|旁)"
)
_TAKEN = re.compile(
    r"取出|拿出|挖出|掏出|摸出|挪|搬|转移|换个地方|取走|拿走|挖走|打开|翻出|找到|不在|假"
)


def _hidden(story: Told) -> Iterator[Break]:
    """Yield what is hidden in one place and said to be in another."""
    known: dict[str, tuple[str, Spot]] = {}
    for spot in story.spots:
        if spot.back or spot.line.type not in ("action", "dialogue"):
            continue
        if _TAKEN.search(spot.text):
            known = {k: v for k, v in known.items() if k not in spot.text}
            continue
        found = _PUT.search(spot.text)
        thing = found[1].removeprefix("把")[-2:] if found else ""
        if found is None or thing not in nouns(story, spot.text) | measured(story, spot.text):
            continue
        first = known.setdefault(thing, (found[2], spot))
        if not set(first[0]) & set(found[2]):
            yield Break(
                code="CONTINUITY.PLACE", spot=spot, other=first[1], term=found[2],
                what=f"{thing}前面在{first[0]}，没有写挪动，这里在{found[2]}",
            )  # fmt: skip


_SUM = r"([一二三四五六七八九十百千万两\d]{1,7})(两|块|文|元|贯|吊|大洋|石|担|亩)"
_DEBT = re.compile(
    rf"(?:欠|该|借)(?:了|下)?[^，。]{{0,6}}?{_SUM}|{_SUM}[^，。]{{0,4}}?(?:的)?(?:债|欠款|欠账|借据|欠条)"
)


def _owed(story: Told) -> Iterator[Break]:
    """Yield a debt that one creditor names with two sums."""
    known: dict[tuple[str, str], tuple[str, Spot]] = {}
    for spot in story.spots:
        found = _DEBT.search(spot.text)
        if found is None or not spot.spoken or spot.back:
            continue
        if re.search(r"还了|利|滚|涨|又借|再借|先还|剩", spot.text):
            known.clear()
            continue
        amount, unit = found[1] or found[3], found[2] or found[4]
        first = known.setdefault((spot.line.speaker or "", unit), (amount, spot))
        if first[0] != amount:
            yield prop(spot, first[1], "债", f"前面是{first[0]}{unit}，这里是{amount}{unit}")
