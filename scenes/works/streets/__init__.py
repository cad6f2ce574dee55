"""Shops, bankers' houses, streets of them, markets, and archways across the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.work import Work
from scenes.works.streets import avenue, crossing, republic, single, street, today

OLD = re.compile(
    r"古城|老街|古街|古镇|老城|旧街|修复"
)  # of a street that today keeps its old shops


def _street(book: Ledger) -> Work:
    """Return a street in the manner of its age."""
    if book.period == "minguo":
        return republic.resolve(book)
    if book.period == "dangdai":
        old = OLD.search(book.spec.type + book.spec.title) is not None
        book.case["kind"] = "old_town_street" if old else "city_street"
        return street.resolve(book) if old else today.resolve(book)
    return street.resolve(book)


_RESOLVERS: dict[str, Callable[[Ledger], Work]] = {
    "shop": single.resolve_shop,
    "bank": single.resolve_bank,
    "street": _street,
    "republic_street": republic.resolve,
    "city_street": today.resolve,
    "town_street": today.resolve,
    "old_town_street": street.resolve,
    "market": street.resolve,
    "archway": crossing.resolve,
}
_RAISERS: dict[type[Work], Callable[[Any], SetModel]] = {
    single.ShopWork: single.raise_shop_work,
    single.BankWork: single.raise_bank,
    street.StreetWork: street.raise_street,
    republic.RepublicWork: republic.raise_street,
    today.TodayWork: avenue.raise_street,
    crossing.ArchwayWork: crossing.raise_archway,
}


def resolve(book: Ledger) -> Work:
    """Return the shop, house, street or archway that the ledger's spec asks for."""
    return _RESOLVERS[str(book.case["kind"])](book)


def raise_work(work: Work) -> SetModel:
    """Return its geometry."""
    return _RAISERS[type(work)](work)
