"""Courts: houses, halls and gates set out together on a plot."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.works.courts import mansion
from scenes.works.courts.layout import CourtWork

_MAKERS: Mapping[str, Callable[[Ledger], CourtWork]] = {"mansion": mansion.resolve}


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


def dress(model: SetModel, work: CourtWork) -> None:
    """Put the courts next door round one, so that it does not stand in a field."""
    if work.around is not None:
        work.around.raise_into(model)
