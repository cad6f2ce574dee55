"""Shops, bankers' houses, streets of them, markets, and archways across the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.work import Work
from scenes.works.streets import crossing, republic, single, street


def _street(book: Ledger) -> Work:
    """Return a street in the manner of its age."""
    own = {"minguo": republic.resolve}.get(book.period, street.resolve)
    return own(book)


_RESOLVERS: dict[str, Callable[[Ledger], Work]] = {
    "shop": single.resolve_shop,
    "bank": single.resolve_bank,
    "street": _street,
    "republic_street": republic.resolve,
    "market": street.resolve,
    "archway": crossing.resolve,
}
_RAISERS: dict[type[Work], Callable[[Any], SetModel]] = {
    single.ShopWork: single.raise_shop_work,
    single.BankWork: single.raise_bank,
    street.StreetWork: street.raise_street,
    republic.RepublicWork: republic.raise_street,
    crossing.ArchwayWork: crossing.raise_archway,
}


def resolve(book: Ledger) -> Work:
    """Return the shop, house, street or archway that the ledger's spec asks for."""
    return _RESOLVERS[str(book.case["kind"])](book)


def raise_work(work: Work) -> SetModel:
    """Return its geometry."""
    return _RAISERS[type(work)](work)
