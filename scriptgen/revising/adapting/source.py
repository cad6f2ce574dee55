"""The text that is adapted: read whole, with its chapters, paragraphs and sentences as spans.

Every span counts characters of ``SourceText.text``; that text is kept beside the adaptation, so
that whoever reads an anchor can look it up.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from heritage_kb.errors import RefusedInput
from scriptgen.textin import MEGABYTE, decode, read_bytes

LIMIT = 20 * MEGABYTE
MOST = 2_000_000  # characters that are adapted at once
_PLAIN = (".txt", ".text", ".md", ".markdown")
_OTHERS = (".docx", ".pdf", ".epub", ".html", ".htm")
_CHAPTER = re.compile(
    r"[ \t　]*(?:#{1,6}[ \t]*)?(第[一二三四五六七八九十百千零〇两\d]{1,6}[章回节集卷幕])(?:[ \t　：:、.]+(.*)|([^，。！？；：“”]*))"
)
_TITLE = re.compile(r"[ \t　]*#{1,6}[ \t]+(.+)")
_SEPARATOR = re.compile(r"[ \t　]*(?:(?:[*＊※·•◇◆—–\-=_~]|…)[ \t　]*){3,}")
_SENTENCE = re.compile(
    r"(?:“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|[^。！？!?…\n])*(?:[。！？!?…]+[”’」』）)\"]*|\n|$)"
)
_ENDED = re.compile(r"[。！？!?…；;：:，,”」』]$")
_HEADING = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of the source, and what stands there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph; ``kind`` tells text from a chapter's heading and a separator."""

    start: int
    end: int
    kind: str  # text, chapter, separator
    title: str = ""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source: its name, its text, and its paragraphs."""

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def sha256(self) -> str:
        """Return the digest of the text as UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def span(self, start: int, end: int) -> Span:
        """Return a span without the blanks at its ends."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        return Span(start=start, end=start + len(text.strip()), text=text.strip())

    def sentences(self, start: int, end: int) -> Iterator[Span]:
        """Yield the sentences between two places, none across a paragraph."""
        at = start
        while at < end:
            found = _SENTENCE.match(self.text, at, end)
            stop = max(found.end() if found else end, at + 1)
            one = self.span(at, stop)
            if one.text:
                yield one
            at = stop

    def texts(self) -> list[Paragraph]:
        """Return the paragraphs that tell something."""
        return [p for p in self.paragraphs if p.kind == "text"]


def read_source(given: str | Path) -> SourceText:
    """Read a file (txt, md, docx, pdf, epub, html), or take a text as it is.

    Args:
        given: a ``Path``, or a text; a text of one line that names a file is read as that file.

    Raises:
        RefusedInput: no such file, another format, no text, or more than two million characters.
    """
    is_path = isinstance(given, Path) or ("\n" not in given and _names_a_file(given))
    name, text = _read(Path(given)) if is_path else ("", str(given))
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if len(text) > MOST:
        raise RefusedInput(
            f"原文有 {len(text)} 字，超过 {MOST // 10_000} 万字；请按章拆开再改编。",
            f"The source has {len(text)} characters; the limit is {MOST}.",
        )
    found = SourceText(name, text, tuple(_paragraphs(text)))
    if not found.texts():
        raise RefusedInput(
            f"“{name or '原文'}”里没有可改编的文字；请检查文件。", "The source holds no text."
        )
    return found


def _names_a_file(given: str) -> bool:
    return len(given) < 500 and Path(given).suffix.lower() in (*_PLAIN, *_OTHERS)


def _read(path: Path) -> tuple[str, str]:
    suffix = path.suffix.lower()
    if suffix not in (*_PLAIN, *_OTHERS):
        known = "、".join(s[1:] for s in (*_PLAIN, *_OTHERS))
        raise RefusedInput(
            f"“{path.name}”不是能改编的格式；可以用：{known}。",
            f"“{path.name}” cannot be adapted; use {known}.",
        )
    data = read_bytes(path, limit=LIMIT)
    if suffix in _PLAIN:
        return path.name, decode(data, path.name)
    from heritage_kb.shelf.worker import Worker

    with Worker() as worker:
        try:
            _, _, opened = worker.open(str(path.resolve()), suffix[1:], path.stem)
        except RefusedInput as refused:
            raise RefusedInput(f"“{path.name}”{refused.zh}", refused.en) from refused
    return path.name, "\n".join(block.text for block in opened.blocks)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    at, any_yet = 0, False
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        bare = line.strip(" \t　")
        if not bare:
            continue
        chapter = _CHAPTER.fullmatch(line) if len(bare) <= _HEADING else None
        title = _TITLE.fullmatch(line)
        if chapter:
            said = (chapter[2] or chapter[3] or "").strip()
            yield Paragraph(start=start, end=end, kind="chapter", title=said or chapter[1])
        elif title and len(bare) <= _HEADING:
            yield Paragraph(start=start, end=end, kind="chapter", title=title[1].strip())
        elif _SEPARATOR.fullmatch(line):
            yield Paragraph(start=start, end=end, kind="separator")
        elif not any_yet and len(bare) <= _HEADING and not _ENDED.search(bare) and at < len(text):
            yield Paragraph(start=start, end=end, kind="chapter", title=bare)
        else:
            yield Paragraph(start=start, end=end, kind="text")
        any_yet = True
