"""What a collection keeps: documents and passages; what comes in, and what became of it."""

from __future__ import annotations

from typing import Literal, NamedTuple

What = Literal["added", "unchanged", "replaced", "duplicate"]


class Document(NamedTuple):
    """A file that is in a collection. ``path`` is as it was given, ``place`` absolute.

    ``size`` is in bytes; ``form`` is the suffix; ``pages`` is None where the form has none;
    ``added`` is UTC; ``passages`` is their count; ``note`` says what was not taken in.
    """

    id: str
    path: str
    place: str
    name: str
    sha256: str
    size: int
    title: str
    form: str
    pages: int | None
    added: str
    passages: int
    note: str


class StoredPassage(NamedTuple):
    """A passage as its collection keeps it. ``rowid`` is never given to another passage."""

    rowid: int
    id: str
    document: str
    text: str
    page: int | None
    paragraph: int
    heading: str
    revision: int


class Incoming(NamedTuple):
    """A file on its way in; see ``Document`` for the fields."""

    path: str
    place: str
    name: str
    sha256: str
    size: int = 0
    title: str = ""
    form: str = ""
    pages: int | None = None
    note: str = ""


class Settled(NamedTuple):
    """What became of a file, and the document that now holds its content."""

    what: What
    document: Document
