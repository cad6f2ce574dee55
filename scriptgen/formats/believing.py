"""Which row is a scene heading: what the row says, what its neighbours say, what the file does.

A number alone proves nothing; a row that is doubtful is believed where its parts follow on the
next rows, or where it is short, next in order and the file heads its scenes so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from heritage_kb.aigc import is_label_line
from heritage_kb.periods import numeral
from scriptgen.formats.grammar import signed
from scriptgen.formats.heading import (
    CAST_LABEL,
    Candidate,
    Heading,
    bare,
    candidate,
    merged,
    stands_alone,
    words_of,
)
from scriptgen.formats.layout import Layout, Row, lone_name

_EPISODE = re.compile(
    r"(?:第\s*(?P<a>\d{1,4}|[一二三四五六七八九十百两零〇]{1,6})\s*集"
    r"|(?:EP|EPISODE)\s*\.?\s*(?P<b>\d{1,4}))"
    r"(?:\s*[:：、.．\-—–|｜·]+\s*|\s+|(?=[《「【（(])|$)(?P<title>.*)",
    re.IGNORECASE,
)
_OVER = re.compile(r"(?:完|终|结束|剧?终|END)[。.]?", re.IGNORECASE)
META = re.compile(r"(?:时间|时段|地点|内外景?|内/外|场景|景别|气氛|氛围)\s*[:：]")
# What may follow a number in prose: 1-2 天后, 8-10 个群演.
_COUNTED_NOUN = re.compile(
    r"[天个名人年月日号点分秒岁次回步里米尺丈斤两层只匹张件倍%％杯盘条块元万千百度位家间楼排桌]"
)


class Rows:
    """A file's rows with a place in them; ``at`` is the row after the one in hand."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.all = rows
        self.at = 0

    def __iter__(self) -> Iterator[Row]:
        while self.at < len(self.all):
            self.at += 1
            yield self.all[self.at - 1]

    def next(self) -> Row:
        """Return the row after the one in hand; (0, "") at the end."""
        return self.all[self.at] if self.at < len(self.all) else (0, "")


class HeadingReader:
    """Believes or doubts what may be a heading.

    ``episode`` is the number of the episode in hand, ``last`` the numbers of the last heading,
    ``taken`` the rows after a heading that belong to it (emptied by who asked).
    """

    def __init__(self, rows: Rows, layout: Layout) -> None:
        self.rows = rows
        self.layout = layout
        self.episode: int | None = None
        self.last = (0, 0)
        self.headed = {read[0] for _, text in rows.all if (read := episode_row(text))}
        self.taken: list[Row] = []

    def read(self, text: str) -> Heading | None:
        """Return the heading that a row opens, with what the rows after it add; else None."""
        found = candidate(text)
        if found is None:
            return self._labelled(text)
        if not found.words and found.form == "worded" and not found.heading.place:
            return self._with_next(found) or self.numbered(found)
        if stands_alone(found):
            return self.numbered(found) if self._believable(found) else None
        if found.form in ("dash", "worded") and self._in_order(found):
            return self._with_next(found) or self._by_habit(found)
        return self._by_habit(found) or self._labelled(text)

    def _labelled(self, text: str) -> Heading | None:
        """A scene whose parts stand on rows of their own: 地点：…, 时间：…, 人物：…."""
        if not re.match(r"(?:地点|时间|场景)\s*[:：]", bare(text)):
            return None
        _, after = self.rows.next()
        if not META.match(bare(after)):
            return None
        return words_of(bare(text))

    def _by_habit(self, found: Candidate) -> Heading | None:
        """A doubtful heading, short and next in order, in a file that heads its scenes so."""
        if self.layout.forms[found.form] < 2 or not self._follows(found):
            return None
        if len(found.rest) > 20 or re.search(r"[。！？!?…“”：:]", found.rest):
            return None
        if not found.words and _COUNTED_NOUN.match(found.rest):
            return None
        if found.form in ("plain", "dot") and not found.words:
            return None
        return self.numbered(found)

    def _follows(self, found: Candidate) -> bool:
        scene = int(re.sub(r"\D", "", found.scene or "0") or 0)
        episode, before = self.last
        if found.episode is None or found.episode == episode:
            return scene == before + 1 or (scene == before and found.scene != str(scene))
        return found.episode == episode + 1 and scene == 1

    def _with_next(self, found: Candidate) -> Heading | None:
        """A number, perhaps with a place, whose other parts are on the rows after it."""
        number, row = self.rows.next()
        row = row.strip()
        if not row or signed(row) or episode_row(row) is not None:
            return self.numbered(found) if row and not found.rest and opens_body(row) else None
        if CAST_LABEL.fullmatch(bare(row)):
            return self.numbered(found) if _may_be_place(found.rest) else None
        more = words_of(bare(row))
        if more.time or more.int_ext or META.match(bare(row)):
            self._take(number, row)
            return self._and_place(merged(self.numbered(found), more))
        if not found.rest and _may_be_place(row):
            self._take(number, row)
            return self._and_words(merged(self.numbered(found), Heading(place=row)))
        return None

    def _and_words(self, heading: Heading) -> Heading:
        """Take the row after a place, where it holds nothing but time and inside/outside."""
        number, row = self.rows.next()
        more = words_of(bare(row))
        if row and not more.place and (more.time or more.int_ext) and not signed(row):
            self._take(number, row)
            return merged(heading, more)
        return heading

    def _and_place(self, heading: Heading) -> Heading:
        """Take the row after time and inside/outside as the place, where none was said."""
        number, row = self.rows.next()
        if heading.place or not row or signed(row) or is_structure(row):
            return heading
        if META.match(bare(row)) or CAST_LABEL.match(bare(row)) or not _may_be_place(row):
            return heading
        if lone_name(row) in self.layout.names:
            return heading
        self._take(number, row)
        return replace(heading, place=row.strip())

    def _take(self, number: int, row: str) -> None:
        self.rows.at += 1
        self.taken.append((number, row))

    def _believable(self, found: Candidate) -> bool:
        if found.form == "dot":
            return self._in_order(found)
        return found.form not in ("dash", "plain") or found.words == 2 or self._in_order(found)

    def _in_order(self, found: Candidate) -> bool:
        """Numbers do not jump backward, nor past an episode that has its own row."""
        scene = int(re.sub(r"\D", "", found.scene or "0") or 0)
        if found.episode is None:
            return True
        episode, before = self.last
        if self.headed and self.episode is not None:
            return found.episode == episode and scene >= before
        if found.episode == episode:
            return scene >= before
        return found.episode > episode and (
            episode == 0 or found.episode <= episode + 1 or scene == 1
        )

    def numbered(self, found: Candidate) -> Heading:
        """Count a heading that gives the scene only (场次（1）) within its episode."""
        heading = found.heading
        if heading.number is None and found.scene and found.form in ("worded", "plain"):
            episode = self.episode or 1
            return replace(heading, number=f"{episode}-{found.scene}")
        return heading


def episode_row(text: str) -> tuple[int, str] | None:
    """Return number and title of an episode row."""
    found = _EPISODE.fullmatch(re.sub(r"^【([^【】]{1,10}集)】\s*", r"\1 ", bare(text)))
    if not found:
        return None
    number = numeral(found["a"] or found["b"])
    title = found["title"].strip()
    if number is None or _OVER.fullmatch(title) or re.search(r"[。！？]$", title):
        return None
    if re.match(
        r"第?\s*[\d一二三四五六七八九十]+\s*[A-Za-z]?\s*场|(?:SC|S|场)\s*\d", title, re.IGNORECASE
    ):
        return None
    quoted = re.fullmatch(r"《([^《》]+)》|「([^「」]+)」|【([^【】]+)】", title)
    return number, next(part for part in quoted.groups() if part) if quoted else title


def is_structure(text: str) -> bool:
    """Tell whether a row is an episode, a label or a heading by itself."""
    return episode_row(text) is not None or is_label_line(text) or believed(text) is not None


def _may_be_place(row: str) -> bool:
    return len(row) <= 24 and not re.search(r"[。！？，；…“”]", row)


def opens_body(row: str) -> bool:
    """Tell whether a row is plainly the first line of a scene."""
    line = signed(row)
    return line is not None and line.type in ("action", "caption", "mark")


def believed(text: str) -> Candidate | None:
    """Return the heading that a row is by itself."""
    found = candidate(text)
    return found if found and stands_alone(found) else None
