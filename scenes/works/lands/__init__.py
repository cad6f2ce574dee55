"""Open country where no building stands: roads, banks, fields, floors, woods and graves.

The land lies about x = y = 0 and is looked at towards +y; metres. What grows follows the season.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from scenes.kinds import kinds
from scenes.ledger import Ledger
from scenes.model import LIFE, SetModel
from scenes.spec import SetSpec
from scenes.work import Mark, Spot, Viewpoint
from scenes.works.lands import country, farmland, roads, shores
from scenes.works.lands.land import Land
from scenes.works.naming import title_of

REACH = 30.0  # metres: what a plan shows to either side of the middle
_INVENTED = ("地势、草木与石头：画面布置，不指任何一处实地",)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a kind of land is made: its rules (key → name, item), its geometry, views and people."""

    raised: Callable[[SetModel, Land], None]
    form: Callable[[Land], str]
    views: Callable[[Land], tuple[Viewpoint, ...]]
    spots: Callable[[Land], tuple[Spot, ...]]
    pit: Callable[[Land], tuple[float, float, float, float] | None] = lambda _land: None
    rules: tuple[str, ...] = ()


_ROAD = _Way(roads.road, roads.form, roads.views, roads.spots, rules=("way", "tree"))
_WAYS: Mapping[str, _Way] = {
    "open_road": _ROAD,
    "highway": _ROAD,
    "mountain_path": _Way(roads.path, roads.form, roads.path_views, roads.spots, rules=("way", "tree")),
    "riverbank": _Way(shores.bank, shores.form, shores.views, shores.spots, shores.pit, ("river", "tree")),
    "ferry": _Way(shores.ferry, shores.form, shores.ferry_views, shores.ferry_spots, shores.pit,
                  ("river", "jetty", "tree")),
    "field": _Way(farmland.field, farmland.form, farmland.views, farmland.spots, rules=("ridge", "crop", "tree")),
    "orchard": _Way(farmland.orchard, farmland.form, farmland.views, farmland.spots, rules=("row", "tree")),
    "threshing_floor": _Way(farmland.floor, farmland.form, farmland.floor_views, farmland.floor_spots,
                            rules=("floor", "tree")),
    "wilds": _Way(country.wilds, country.form, country.views, country.spots, rules=("tree",)),
    "wood": _Way(country.wood, country.form, country.views, country.spots, rules=("way", "tree")),
    "graveyard": _Way(country.graves, country.form, country.grave_views, country.grave_spots,
                      rules=("mound", "stele", "tree")),
}  # fmt: skip


def resolve(book: Ledger) -> Land:
    """Return the land that the ledger's spec asks for."""
    kind = str(book.case["kind"])
    way = _WAYS[kind]
    size = {key: book.ruled(key, f"land.{key}") for key in way.rules}
    bare = Land(
        kind=kind, title=title_of(book, kinds()[kind].title), period=book.period, year=book.case["year"], form="",
        dimensions=book.rows, xs=(), ys=(), heights=(), size=size, season=book.spec.season, seed=book.spec.seed,
    )  # fmt: skip
    low, high = extent(raise_work(bare))
    return bare.settled(
        form=way.form(bare), heights=(Mark(z=0.0, name="地面"), Mark(z=high[2], name="最高处")),
        xs=(max(low[0], -REACH), min(high[0], REACH)), ys=(max(low[1], -REACH), min(high[1], REACH)),
        views=way.views(bare), spots=way.spots(bare), pit=way.pit(bare),
        water=shores.LEVEL if way.pit(bare) else None, invented=_INVENTED,
        measures={f"{key}_m": key for key in way.rules},
    )  # fmt: skip


def extent(model: SetModel) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the lowest and the highest corner of what is no plant."""
    points = np.concatenate([
        model.parts[i.part].vertices @ i.matrix[:3, :3].T + i.matrix[:3, 3]
        for i in model.instances if i.element not in LIFE
    ])  # fmt: skip
    return tuple(map(float, points.min(axis=0))), tuple(map(float, points.max(axis=0)))


def raise_work(land: Land) -> SetModel:
    """Return the geometry of a piece of open country, with what grows and lies on it."""
    model = SetModel()
    _WAYS[land.kind].raised(model, land)
    return model


def dress(model: SetModel, land: Land, spec: SetSpec) -> None:
    """Put what is there for pictures only: tufts and trees farther off."""
    country.distance(model, land, spec)
