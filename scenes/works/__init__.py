"""Kinds of building that are no single hall; a family is a module here and a file of data/works."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from scenes import gate, rulebook, standing
from scenes.case import age_of, kind_of
from scenes.kinds import kinds
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.spec import SetSpec
from scenes.work import Work


def opened(spec: SetSpec) -> Ledger:
    """Return the ledger of a work: what stands there, and what narrows its rules.

    The gate has been asked. ``case`` holds period, kind, year, trade and storeys; the chi is that
    of the age.

    Raises:
        RefusedInput, UnknownName: as ``gate.require``.
    """
    gate.require(spec)
    known = standing.hall(spec.site) if spec.site else None
    kind = kind_of(spec, known)
    year = (known.year if known else None) or spec.year
    form: dict[str, Any] = dict(known.form) if known else {}
    book = Ledger(spec, known)
    book.case = {
        "period": age_of(spec, known).id, "kind": kind, "year": year,
        "trade": form.get("trade", spec.trade) or None,
        "storeys": form.get("storeys", spec.storeys),
    }  # fmt: skip
    book.chi = rulebook.rule("chi", period=book.period).value / 100
    return book


def resolve(spec: SetSpec) -> Work:
    """Return the work of a spec with every number settled, by its own family.

    Raises:
        RefusedInput: the spec asks for what could not have stood, or what cannot be built.
        UnknownName: a period or site that is not known.
    """
    book = opened(spec)
    made: Work = _family(str(book.case["kind"])).resolve(book)
    return made


def raise_work(work: Work) -> SetModel:
    """Return the geometry of a settled work."""
    made: SetModel = _family(work.kind).raise_work(work)
    return made


def dress_work(model: SetModel, work: Work, spec: SetSpec) -> None:
    """Put round a work what its family has for pictures only: neighbours, trees, distant walls."""
    put = getattr(_family(work.kind), "dress", None)
    if put is not None:
        put(model, work, spec)


def _family(kind: str) -> Any:
    return import_module(f"scenes.works.{kinds()[kind].family}")
