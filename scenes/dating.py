"""The age of a hall from its own proportions, read from the finished mesh alone.

Each measure of ``scenes.gauge`` has a mean and a spread by age, each sign a share of halls
(``data/dating.toml``); ages near one another in time share what is uncertain.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from scenes import rulebook
from scenes.case import AGES
from scenes.gauge import Ratios, gauge
from scenes.model import SetModel

_TEMPER = 0.7  # the measures hang together, so their likelihoods count for less than their product
_BLUR = 0.12  # what an age shares with the one before and the one after


def table() -> Mapping[str, Any]:
    """Return the measures and signs that date a hall."""
    return rulebook.table("dating")


def date(model: SetModel) -> list[tuple[str, float]]:
    """Return (period id, probability) of a mesh, the likeliest first; they sum to one.

    Raises:
        RefusedInput: nothing to measure.
    """
    return dated(gauge(model))


def dated(ratios: Ratios) -> list[tuple[str, float]]:
    """Return (period id, probability) of measured proportions, the likeliest first."""
    ages = rulebook.periods()
    logs = [_TEMPER * _likelihood(ratios, age.title) for age in ages]
    top = max(logs)
    plain = [math.exp(one - top) for one in logs]
    shared = [
        sum(_share(here.title, there.title) * one for there, one in zip(ages, plain, strict=True))
        for here in ages
    ]
    whole = sum(shared)
    found = [(age.id, one / whole) for age, one in zip(ages, shared, strict=True)]
    return sorted(found, key=lambda row: -row[1])


def record(model: SetModel, period: str) -> dict[str, Any]:
    """Return what a mesh's proportions say, for a manifest, against the period it was built for.

    ``{"periods":[{"period","title","probability"}],"agrees","ratios"}``; ``agrees`` is whether the
    likeliest age is ``period`` or stands beside it in time.
    """
    ratios = gauge(model)
    found = dated(ratios)
    titles = rulebook.titles()
    names = [row["id"] for row in (*table()["measure"], *table()["sign"])]
    return {
        "periods": [
            {"period": id, "title": titles[id], "probability": round(p, 4)} for id, p in found[:3]
        ],
        "agrees": abs(AGES[titles[found[0][0]]] - AGES[titles[period]]) <= 1,
        "ratios": {name: round(float(getattr(ratios, name)), 4) for name in names},
    }  # fmt: skip


def _share(here: str, there: str) -> float:
    """Return the part of one age's likelihood that another has a share in."""
    apart = abs(AGES[here] - AGES[there])
    return 1.0 if here == there else _BLUR if apart <= 1 else 0.0


def _likelihood(ratios: Ratios, age: str) -> float:
    """Return the logarithm of how likely the measures are for a hall of an age."""
    sets = ratios.arm > 0
    total = 0.0
    for row in table()["measure"]:
        if sets or not row.get("timber"):
            mean, spread = row["ages"][age]
            off = (float(getattr(ratios, row["id"])) - mean) / spread
            total -= min(0.5 * off * off, 8.0) + math.log(spread)
    for row in table()["sign"]:
        if sets or not row.get("timber"):
            total += math.log(row["ages"][age][_sign(ratios, row["id"])])
    return total


def _sign(ratios: Ratios, id: str) -> int:
    if id == "levers":
        return int(ratios.levers)
    return 0 if ratios.plate == 0 else 1 if ratios.plate > 1.05 else 2
