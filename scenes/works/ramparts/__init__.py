"""City walls with gates and towers, and the gates of passes."""

from __future__ import annotations

from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.work import Work
from scenes.works.ramparts import city, mountain
from scenes.works.ramparts.mountain import PassGate


def resolve(book: Ledger) -> Work:
    """Return the wall or the pass that the ledger's spec asks for."""
    return mountain.resolve(book) if book.kind == "pass_gate" else city.resolve(book)


def raise_work(work: Work) -> SetModel:
    """Return its geometry."""
    if isinstance(work, PassGate):
        return mountain.raise_pass(work)
    assert isinstance(work, city.CityWall)
    return city.raise_wall(work)
