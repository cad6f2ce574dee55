"""SetSpec → Building: what is measured first, what is asked next, what is ruled last."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scenes import gate, rulebook, standing
from scenes.building import Building
from scenes.carcass import (
    choose_brackets,
    settle_column,
    settle_frame,
    settle_sets,
    settle_shaft,
    skirt_sets,
    system,
)  # fmt: skip
from scenes.finish import added, back_of, doors_of, invented, settle_style, title_of
from scenes.ledger import Ledger
from scenes.pitch import body_column, settle_corners, settle_pitch, settle_skirt
from scenes.plan import settle_module, settle_plan
from scenes.spec import EAVES, ROOFS, TYPES, SetSpec, eaves_of
from scenes.timber import CAI

PALACE = ("palace", "宫殿", "皇宫", "行宫")


def resolve(spec: SetSpec, *, without: str = "") -> Building:
    """Return the building with every number settled.

    A standing hall gives its record and measures; what it leaves open, and every other building,
    follows the rules of its period. Nothing is built that the gate refuses.

    Args:
        spec: what is asked for.
        without: id of a hall whose survey the rules may not draw on, to test them on it.

    Raises:
        RefusedInput: the spec asks for what could not have stood, or what cannot be built yet.
        UnknownName: a period or site that is not known.
    """
    gate.require(spec)
    book = _opened(spec, without)
    made = choose_brackets(book)
    settle_module(book)
    plan = settle_plan(book)
    sets = settle_sets(book, made, plan)
    lower = skirt_sets(book, plan) if plan.ring else None
    pitch = settle_pitch(book, plan, sets)
    column = settle_column(book, (lower or sets).brackets, plan)
    shaft = settle_shaft(book, column)
    style = settle_style(book, pitch.eave - sets.reach)
    plate = style.plate[1] if style.plate else 0.0
    body, skirt, lowest = column + plate, None, pitch.eave
    if lower:
        skirt = settle_skirt(book, plan, lower, column + plate, shaft["column_diameter"])
        body = body_column(book, skirt)
        lowest = skirt.eave
        shaft["column_diameter"] *= 1.15  # a taller column is thicker
    rest: dict[str, Any] = {**shaft, **settle_frame(book, plan), **settle_corners(book, lowest)}
    rest["platform_out"] += plan.ring
    doors = doors_of(book)
    whole = Building(
        title=book.hall.title if book.hall else title_of(book),
        site=book.hall.id if book.hall else "", period=book.period, year=_year(book),
        kind=book.kind, system=system(book), roof=book.case["roof"], rafters=book.rafters,
        brackets=made, between=min(1, max(sets.front)), between_front=sets.front,
        between_side=sets.side, doors=doors, back_doors=back_of(book), bays=plan.bays,
        depth_bays=plan.depth_bays, cai=book.fen * CAI, cai_width=book.rows["cai_width"].value,
        column=body, jumps=(sets.jump,) * made.jumps, lever_slope=book.rows["lever"].value,
        bracket=sets.height, eave=pitch.eave, rise=pitch.rise, purlins=pitch.purlins, style=style,
        skirt=skirt, dimensions=book.rows, invented=invented(book), **rest,
    )  # fmt: skip
    return replace(whole, invented=whole.invented + added(whole))


def _year(book: Ledger) -> int | None:
    return book.spec.year or (book.hall.year if book.hall else None)


def _opened(spec: SetSpec, without: str) -> Ledger:
    """Return the ledger with what narrows rules settled: age, kind, eaves, bays, rafters, roof."""
    known = standing.hall(spec.site) if spec.site else None
    age = known.period if known else rulebook.period(spec.period, spec.year).id
    book = Ledger(spec, known, without)
    palace = spec.kind in PALACE or bool(known and known.use)
    book.case = {
        "period": age,
        "kind": known.kind if known else TYPES[spec.type],
        "use": "palace" if palace else "temple",
        "module": "ruled" if spec.grade is None and spec.cai_cm is None else "asked",
        "year": (known.year if known else None) or spec.year,
        "roof": (known.roof if known else "") or ROOFS.get(spec.roof, ""),
    }
    book.case["eaves"] = _eaves(book)
    book.case["bays"] = _bays(book)
    book.case["rafters"] = (known.rafters if known else 0) or spec.rafters or int(
        book.rule("rafters").value)  # fmt: skip
    book.case["roof"] = _roof(book)
    return book


def _eaves(book: Ledger) -> str:
    said = (book.hall.eaves if book.hall else "") or EAVES.get(eaves_of(book.spec), "")
    return book.form("eaves", "檐", said) if said else book.chosen("eaves")


def _bays(book: Ledger) -> int:
    """Return the bays of the hall's own body; a spec counts the ring of a double-eaved one too."""
    if book.hall and book.hall.bays:
        return book.hall.bays
    asked = book.spec.bays or len(book.spec.bay_widths) or int(book.rule("bays").value)
    ring = 2 if book.case["eaves"] == "重檐" and not book.hall else 0
    return max(1, asked - ring)


def _roof(book: Ledger) -> str:
    said = str(book.case["roof"])
    return book.form("roof", "屋顶", said) if said else book.chosen("roof")
