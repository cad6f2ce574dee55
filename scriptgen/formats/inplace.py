"""Changing a text file where it was changed and nowhere else.

The file is read again, compared with what is wanted, and only the rows that differ are written
anew: every other byte – spaces, signs, line ends, encoding – stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from scriptgen.formats.grammar import Line, read_line, written
from scriptgen.formats.layout import dashed
from scriptgen.formats.textfile import heading_row, one_row, read_markdown_file, read_text_file
from scriptgen.reading import Reading, ReadLine, ReadScene
from scriptgen.textin import encoding_of

Reader = Callable[[bytes, str], Reading]
Key = tuple[object, ...]
Item = tuple[Key, int, ReadScene | ReadLine]  # what it is, the row where it stands, itself


def edit_text_file(data: bytes, wanted: Reading) -> tuple[bytes, list[str]] | None:
    """Return a text file with the wanted changes; see ``edit_text``."""
    return edit_text(data, wanted, read_text_file)


def edit_markdown_file(data: bytes, wanted: Reading) -> tuple[bytes, list[str]] | None:
    """Return a Markdown file with the wanted changes; see ``edit_text``."""
    return edit_text(data, wanted, read_markdown_file)


def edit_text(data: bytes, wanted: Reading, reader: Reader) -> tuple[bytes, list[str]] | None:
    """Return the file with the wanted changes, and what could not be placed.

    None where the changes cannot be made row by row (a whole other script, episodes moved, rows
    of mixed encodings): the file is then to be written anew.
    """
    encoding = encoding_of(data)
    if encoding is None:
        return None
    before = reader(data, "")
    old, new = list(_items(before)), list(_items(wanted))
    if [e.number for e in before.episodes] != [e.number for e in wanted.episodes]:
        return None
    rows = _Rows(data.decode(encoding))
    matcher = SequenceMatcher(None, [i[0] for i in old], [i[0] for i in new], autojunk=False)
    if matcher.ratio() < 0.5:
        return None
    for tag, a, b, c, d in reversed(matcher.get_opcodes()):
        if tag != "equal" and not _changed(rows, old, new, (a, b, c, d)):
            return None
    edited = rows.text().encode(encoding)
    return edited, [] if _same(reader(edited, ""), wanted) else ["有改动没能写回原处。"]


class _Rows:
    """The rows of a text with their own line ends; numbered from 1."""

    def __init__(self, text: str) -> None:
        self.rows = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", text)
        self.end = next((end[0] for row in self.rows if (end := re.search(r"[\r\n]+$", row))), "\n")

    def text(self) -> str:
        return "".join(self.rows)

    def at(self, number: int) -> str:
        return str(self.rows[number - 1]).rstrip("\r\n")

    def put(self, number: int, text: str) -> None:
        row = self.rows[number - 1]
        self.rows[number - 1] = text + row[len(row.rstrip("\r\n")) :]

    def insert_after(self, number: int, text: str) -> None:
        if number and not self.rows[number - 1].endswith(("\r", "\n")):
            self.rows[number - 1] += self.end
        self.rows.insert(number, text + self.end)

    def drop(self, number: int) -> None:
        del self.rows[number - 1]


def _items(reading: Reading) -> Iterator[Item]:
    for episode in reading.episodes:
        for scene in episode.scenes:
            key = ("scene", scene.number, scene.int_ext, scene.time, scene.place, *scene.cast)
            yield key, scene.source_line or 0, scene
            for line in scene.lines:
                said = (line.type, line.speaker, line.parenthetical or None, line.text)
                yield said, line.source_line or 0, line


def _changed(rows: _Rows, old: list[Item], new: list[Item], span: tuple[int, ...]) -> bool:
    """Write one run of differences, last row first so that the numbers before it still hold.

    Headings answer headings; the lines between them are changed, put in or taken out.
    """
    a, b, c, d = span
    was = [n for n in range(a, b) if isinstance(old[n][2], ReadScene)]
    now = [n for n in range(c, d) if isinstance(new[n][2], ReadScene)]
    if len(was) != len(now):
        return False
    done = True
    ends = zip(
        [*was, b], [*now, d], [a, *(n + 1 for n in was)], [c, *(n + 1 for n in now)], strict=True
    )
    for end, new_end, start, new_start in reversed(list(ends)):
        if end < b:
            done &= _replaced(rows, old[end][1], old[end][2], new[new_end][2])
        after = old[start - 1][1] if start else 0
        done &= _lines_changed(rows, old[start:end], new[new_start:new_end], after)
    return done


def _lines_changed(rows: _Rows, old: list[Item], new: list[Item], after: int) -> bool:
    pairs = min(len(old), len(new))
    after = old[pairs - 1][1] if pairs else after
    for _, _, line in reversed(new[pairs:]):
        assert isinstance(line, ReadLine)
        rows.insert_after(after, _row(line))
    for _, number, _ in reversed(old[pairs:]):
        rows.drop(number)
    return all(
        _replaced(rows, was[1], was[2], now[2])
        for was, now in reversed(list(zip(old, new, strict=False)))
    )


def _replaced(
    rows: _Rows, number: int, was: ReadScene | ReadLine, now: ReadScene | ReadLine
) -> bool:
    if not number:
        return False
    row = rows.at(number)
    if isinstance(was, ReadLine) and isinstance(now, ReadLine):
        kept = _words_changed(row, was, now)
        wanted = Line(now.type, now.speaker, now.parenthetical or None, now.text)
        rows.put(number, kept if kept and _says(kept, was, wanted) else _row(now))
        return True
    if isinstance(was, ReadScene) and isinstance(now, ReadScene):
        edited = _field_changed(row, was, now)
        rows.put(number, edited if edited is not None else heading_row(replace(now, lines=[])))
        return was.cast == now.cast
    return False


def _says(row: str, was: ReadLine, wanted: Line) -> bool:
    """Tell whether a row is read as a line; one after a dash still is while its speaker stays."""
    if read_line(row) == wanted:
        return True
    found = dashed(row)
    told = Line("dialogue", found.name, found.mood, found.text) if found else None
    return told == wanted and was.speaker == wanted.speaker


def _words_changed(row: str, was: ReadLine, now: ReadLine) -> str | None:
    """Return the row with only the changed words replaced; None where they do not stand once."""
    for before, after in (
        (was.text, now.text),
        (was.speaker or "", now.speaker or ""),
        (was.parenthetical or "", now.parenthetical or ""),
    ):
        if before == after:
            continue
        if not before or row.count(before) != 1:
            return None
        row = row.replace(before, one_row(after))
    return row


def _field_changed(row: str, was: ReadScene, now: ReadScene) -> str | None:
    for before, after in (
        (was.place, now.place),
        (was.time, now.time),
        (was.number or "", now.number or ""),
        (was.int_ext or "", now.int_ext or ""),
    ):
        if before == after:
            continue
        if not before or row.count(before) != 1:
            return None
        row = row.replace(before, one_row(after))
    return row


def _row(line: ReadLine) -> str:
    aside = one_row(line.parenthetical) if line.parenthetical else None
    speaker = one_row(line.speaker) if line.speaker else None
    return written(Line(line.type, speaker, aside, one_row(line.text)))


def _same(found: Reading, wanted: Reading) -> bool:
    return [i[0] for i in _items(found)] == [i[0] for i in _items(wanted)]
