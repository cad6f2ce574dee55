"""Courts: houses, halls and gates set out together on a plot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from scenes import planting
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.spec import SetSpec
from scenes.works.courts import compound, farm, mansion
from scenes.works.courts.layout import CourtWork

_MAKERS: Mapping[str, Callable[[Ledger], CourtWork]] = {
    "mansion": mansion.resolve,
    "yamen": compound.resolve,
    "temple_court": compound.resolve,
    "wenmiao": compound.resolve,
    "academy": compound.resolve,
    "farm_court": farm.resolve,
    "hill_farm": farm.resolve,
    "vault_farm": farm.resolve,
}


def resolve(book: Ledger) -> CourtWork:
    """Return the court that the ledger's spec asks for.

    Raises:
        RefusedInput: it does not fit its plot.
    """
    return _MAKERS[str(book.case["kind"])](book)


def raise_work(work: CourtWork) -> SetModel:
    """Return the geometry of a court."""
    model = SetModel()
    work.plan.raise_into(model)
    return model


def dress(model: SetModel, work: CourtWork, spec: SetSpec) -> None:
    """Put the courts next door round one, so that it stands in no field, and its trees in it."""
    if work.around is not None:
        work.around.raise_into(model)
    for tree in work.trees:
        bare = spec.season == "冬" and tree.kind == "locust"
        planting.plant(model, replace(tree, bare=bare), str(spec.seed))
