"""Cutting text into passages: whole sentences, some 40 to 300 characters, never across pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from heritage_kb.shelf.blocks import Block
from heritage_kb.shelf.lettering import cleaned, one_line

SHORT, LONG = 40, 300  # characters of a passage, about
ROW = 1_000  # a row of a table stays whole up to here
_HEADING = 120

_SENTENCE = re.compile(r"[^。！？!?；;…\n]*(?:[。！？!?；;…]+[”’」』）)\"]*|\n|$)")
_LATIN_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")
_PAUSE = re.compile(r"[，、：,:]|\s")
_ENDED = re.compile(r"[。！？!?；;：:…][”’」』）)\"]*$")
_CHAPTER = re.compile(r"第[一二三四五六七八九十百零〇\d]{1,5}([编卷部章回集篇节])(?![^\s：:、])")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")
_ITEM = re.compile(r"\s{2,}|[\u3000•·●○■◆▪\-*+]|\d{1,3}[.．、)）]|[（(]\d{1,3}[)）]")


class Piece(NamedTuple):
    """A passage to be, with its place; see ``Block`` for what the numbers count."""

    text: str
    page: int | None
    paragraph: int
    heading: str


def cut(blocks: Iterable[Block]) -> list[Piece]:
    """Return the passages of a document, in reading order.

    A heading becomes the ``heading`` of what follows (``章 › 节``); one with nothing under it is
    text, so that no word of a document is lost.
    """
    cutter = _Cutter()
    for block in _with_bare_headings(list(_clean(blocks))):
        cutter.take(block)
    cutter.flush()
    return cutter.pieces


def _clean(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        lines = (" ".join(line.split()) for line in cleaned(block.text).split("\n"))
        text = "\n".join(line for line in lines if line)
        if text:
            yield block._replace(text=text)


def _with_bare_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Turn each heading that no text or deeper heading follows into text."""
    for number, block in enumerate(blocks):
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        bare = after is None or (after.level and after.level <= block.level)
        yield block._replace(level=0) if block.level and bare else block


@dataclass(slots=True)
class _Cutter:
    """Holds the headings in force and what waits to become a passage."""

    pieces: list[Piece] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    waiting: list[Block] = field(default_factory=list)

    def take(self, block: Block) -> None:
        if block.level:
            self.flush()
            kept = [one for one in self.headings if one[0] < block.level]
            self.headings = [*kept, (block.level, one_line(block.text)[:_HEADING])]
        elif block.row:
            self.flush()
            self._put(block, _split(block.text, ROW))
        else:
            self._take_text(block)

    def _take_text(self, block: Block) -> None:
        if self.waiting and self.waiting[0].page != block.page:
            self.flush()
        size = sum(len(one.text) for one in self.waiting)
        if size >= SHORT or (size and size + len(block.text) > LONG):
            self.flush(last=False)
        self.waiting.append(block)

    def flush(self, *, last: bool = True) -> None:
        """Make passages of what waits; a short rest joins the passage before it."""
        if not self.waiting:
            return
        first = self.waiting[0]
        text = "\n".join(block.text for block in self.waiting)
        self.waiting = []
        before = self.pieces[-1] if self.pieces else None
        if (
            last
            and before is not None
            and len(text) < SHORT
            and (before.page, before.heading) == (first.page, self.heading)
            and len(before.text) + len(text) < LONG
        ):
            self.pieces[-1] = before._replace(text=f"{before.text}\n{text}")
        else:
            self._put(first, _split(text, LONG))

    def _put(self, block: Block, texts: Iterable[str]) -> None:
        for text in texts:
            self.pieces.append(Piece(text, block.page, block.paragraph, self.heading))

    @property
    def heading(self) -> str:
        return " › ".join(text for _, text in self.headings)[-2 * _HEADING :]


def _split(text: str, most: int) -> Iterator[str]:
    """Yield parts of at most ``most`` characters, at ends of sentences where there are any."""
    if len(text) <= most:
        yield text
        return
    parts = -(-len(text) // most)
    wanted = len(text) / parts  # parts of like size, rather than full ones and a crumb
    held = ""
    for sentence in _sentences(text, most):
        if held and (len(held) + len(sentence) > most or len(held) >= wanted):
            yield held.strip()
            held = ""
        held += sentence
    if held.strip():
        yield held.strip()


def _sentences(text: str, most: int) -> Iterator[str]:
    for found in _SENTENCE.findall(text):
        for sentence in _latin_sentences(found):
            yield from _broken(sentence, most)


def _latin_sentences(text: str) -> Iterator[str]:
    at = 0
    for gap in _LATIN_SENTENCE.finditer(text):
        yield text[at : gap.end()]
        at = gap.end()
    yield text[at:]


def _broken(sentence: str, most: int) -> Iterator[str]:
    """Yield a sentence that is too long in parts, at a pause where there is one."""
    while len(sentence) > most:
        pauses = [found.end() for found in _PAUSE.finditer(sentence, most // 2, most)]
        end = pauses[-1] if pauses else most
        yield sentence[:end]
        sentence = sentence[end:]
    if sentence:
        yield sentence


# ------------------------------------------------------------------------------------- lines


def chapter_level(line: str) -> int:
    """Return the level of a line of plain text that reads as a heading; 0 for any other.

    >>> chapter_level("第一章 总论"), chapter_level("二、选址"), chapter_level("第一章讲的是选址。")
    (2, 4, 0)
    """
    line = line.strip()
    if not line or len(line) > SHORT or _ENDED.search(line):
        return 0
    if found := _CHAPTER.match(line):
        return {"编": 1, "卷": 1, "部": 1, "节": 3}.get(found[1], 2)
    if _NUMBERED.match(line) and len(line) <= 24 and not re.search("[，,]", line):
        return 5 if line.startswith("（") else 4
    return 0


def unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Yield paragraphs: lines that were broken only because the page ended there are joined.

    Blank lines always part. Lines part too where the text shows no common width.
    """
    widths = sorted(_width(line) for line in lines if line.strip())
    full = widths[len(widths) * 9 // 10] if widths else 0
    wraps = len(widths) >= 3 and 36 <= full <= 200
    held, before = "", ""
    for line in lines:
        if held and wraps and line.strip() and _runs_on(before, line, full):
            held = _joined(held, line)
        else:
            if held.strip():
                yield held.strip()
            held = line
        before = line
    if held.strip():
        yield held.strip()


def _runs_on(before: str, line: str, full: int) -> bool:
    """Tell whether a line only goes on because the one before it was full."""
    return not (
        _ENDED.search(before.rstrip())
        or chapter_level(before)
        or chapter_level(line)
        or _ITEM.match(line)
        or _width(before) < 0.75 * full
    )


def _joined(held: str, line: str) -> str:
    before, after = held.rstrip(), line.strip()
    if before.endswith("-") and after[:1].islower():
        return f"{before[:-1]}{after}"
    return f"{before} {after}" if before[-1:] < "\u2e80" or after[:1] < "\u2e80" else before + after


def _width(line: str) -> int:
    """Return the columns a line takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.strip())
