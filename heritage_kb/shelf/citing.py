"""How what a collection holds is cited: as a passage, an entry and a source of the knowledge base.

A studio's text is a source, not a fact that was checked: its passages have low confidence.
Ids: document ``NAME/DOC``; passage ``NAME/DOC-N``; source ``NAME/DOC@PAGE``,
``NAME/DOC@.PARAGRAPH`` where there are no pages, ``NAME/DOC@SHEET.ROW`` for a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from heritage_kb.records import Entry, Passage, Source
from heritage_kb.shelf.rows import Document, StoredPassage

_SHEETS = ("xlsx",)
_TABLES = ("xlsx", "csv", "tsv")
_ID = re.compile(
    r"(?P<document>[0-9a-f]{8,64})(?:-(?P<number>\d{1,9})|@(?P<page>\d{0,9})(?:\.(?P<paragraph>\d{1,9}))?)?"
)


class Reference(NamedTuple):
    """An id taken apart; the collection's own name is left off."""

    document: str
    number: int | None = None
    page: int | None = None
    paragraph: int | None = None


def reference(name: str, id: str) -> Reference | None:
    """Return an id of a collection taken apart; None where it is none of its ids.

    >>> reference("素材", "素材/0a1b2c3d-4")
    Reference(document='0a1b2c3d', number=4, page=None, paragraph=None)
    """
    collection, _, rest = id.partition("/")
    found = _ID.fullmatch(rest)
    if collection != name or found is None:
        return None
    numbers = (
        int(found[part]) if found[part] else None for part in ("number", "page", "paragraph")
    )
    return Reference(found["document"], *numbers)


def passage_of(name: str, row: StoredPassage, form: str) -> Passage:
    """Return a stored passage as one that can be cited."""
    return Passage(
        id=row.id,
        entry=f"{name}/{row.document}",
        text=row.text,
        confidence="low",
        sources=(_source_id(name, row, form),),
    )


def _source_id(name: str, row: StoredPassage, form: str) -> str:
    page = "" if row.page is None else str(row.page)
    paragraph = f".{row.paragraph}" if row.page is None or form in _SHEETS else ""
    return f"{name}/{row.document}@{page}{paragraph}"


def entry_of(name: str, document: Document, meta: Mapping[str, str]) -> Entry:
    """Return a document as an entry of kind ``document``."""
    said: dict[str, Any] = {
        "collection": meta.get("title", ""),
        "licence": meta.get("licence", ""),
        "owner": meta.get("owner", ""),
        "file": document.name,
        "pages": document.pages,
    }
    return Entry(
        id=f"{name}/{document.id}",
        kind="document",
        title=document.title,
        fields=MappingProxyType({key: value for key, value in said.items() if value}),
        sources=(f"{name}/{document.id}",),
        confidence="low",
        note=document.note,
    )


def source_of(
    id: str, document: Document, meta: Mapping[str, str], where: Reference, heading: str
) -> Source:
    """Return where a passage, or a whole document, is from."""
    return Source(
        id=id,
        title=document.title,
        where=_where(document, where, heading),
        licence=meta.get("licence", ""),
        used_for=meta.get("title", ""),
    )


def _where(document: Document, at: Reference, heading: str) -> str:
    unit = "行" if document.form in _TABLES else "段"
    paragraph = f"第{at.paragraph}{unit}" if at.paragraph is not None else ""
    if at.page is None:
        return paragraph
    if document.form in _SHEETS:
        return f"表「{heading}」{paragraph}" if heading else f"第{at.page}张表{paragraph}"
    return f"第{at.page}页"
