"""A Word file of anybody's, read without loss: ``source_line`` counts paragraphs and table rows."""

from __future__ import annotations

from collections.abc import Mapping

from scriptgen.formats.assembling import assemble
from scriptgen.formats.layout import Row
from scriptgen.formats.word.blocks import Body, body_of
from scriptgen.formats.word.package import Package, refusing_damage
from scriptgen.reading import Loose, Reading, Role


def read_word(data: bytes, name: str = "", retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of a .docx, .docm, .dotx or .dotm.

    ``notes`` keeps what is no text of the script: comments, foot- and endnotes, headers, footers,
    hidden text, head rows of dialogue tables.

    Raises:
        RefusedInput: no Word file, an old or a locked one, a damaged one, or one that would
            unpack to more than memory should hold.
    """
    package = Package(data)
    with refusing_damage():
        body = body_of(package)
        return titled(with_notes(assemble(numbered_rows(body), retags), body), body)


def numbered_rows(body: Body) -> list[Row]:
    """Return the rows for ``assemble``."""
    return [(row.number, row.text) for row in body.rows]


def with_notes(reading: Reading, body: Body) -> Reading:
    """Give a reading the notes of its file."""
    reading.notes = body.notes
    return reading


def titled(reading: Reading, body: Body) -> Reading:
    """Take the title from the paragraph in style Title, where no row said it in words."""
    if reading.title:
        return reading
    for row in body.rows:
        text = row.text.strip()
        loose = Loose(source_line=row.number, text=text)
        if row.titled and text and loose in reading.unmapped:
            reading.unmapped.remove(loose)
            reading.title = text
            break
    return reading
