"""Plain text and Markdown: read any of the trade's forms, write the canonical one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from heritage_kb.aigc import is_notice
from scriptgen.formats.assembling import assemble
from scriptgen.formats.grammar import Line, read_line, written
from scriptgen.formats.heading import Heading, read_heading
from scriptgen.formats.titlepage import TitlePage, plain_rows
from scriptgen.reading import ReadEpisode, Reading, ReadScene, Role
from scriptgen.textin import decode

__all__ = ["heading_row", "read_line", "read_markdown", "read_text", "write_markdown", "write_text"]

Front = list[str]

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|<])")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(r"([\\`*_<\[\]~|])")


def read_text_file(data: bytes, name: str, retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of a text file.

    Raises:
        RefusedInput: no text, or in no known encoding.
    """
    return read_text(decode(data, name), retags)


def read_markdown_file(data: bytes, name: str, retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of a Markdown file; raises as ``read_text_file``."""
    return read_markdown(decode(data, name), retags)


def write_text_file(reading: Reading, page: TitlePage) -> bytes:
    """Return the canonical text file, UTF-8."""
    return write_text(reading, plain_rows(page)).encode()


def write_markdown_file(reading: Reading, page: TitlePage) -> bytes:
    """Return the Markdown file, UTF-8; the AI notice is the label's to write."""
    rows = [row for row in plain_rows(page) if row != page.notice]
    return write_markdown(reading, rows).encode()


def read_text(text: str, retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of a text; see ``Reading``."""
    return assemble(enumerate(text.split("\n"), 1), retags)


def read_markdown(text: str, retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of a Markdown text; front matter counts as lines and is not read."""
    rows = text.split("\n")
    skipped, record = _front_matter(rows)
    numbered = [(number, _unescaped(row)) for number, row in enumerate(rows, 1) if number > skipped]
    reading = assemble(numbered, retags)
    if record and not reading.labels:
        reading.labels.append("AIGC")
    return reading


def write_text(reading: Reading, front: Front = ()) -> str:  # type: ignore[assignment]
    """Return the canonical text: a title page, then episodes, scenes and lines."""
    rows = [*front, *([""] if front else [])]
    for episode in reading.episodes:
        rows += [episode_row(episode), ""]
        for scene in episode.scenes:
            rows += [*_scene_rows(scene), ""]
    return "\n".join(rows).rstrip() + "\n"


def write_markdown(reading: Reading, front: Front = ()) -> str:  # type: ignore[assignment]
    """Return Markdown: episodes and scenes as headings, cues bold, a paragraph a line."""
    rows = list(front)
    for episode in reading.episodes:
        rows.append(f"## {_escaped(episode_row(episode))}")
        for scene in episode.scenes:
            heading, *body = _scene_rows(scene)
            rows.append(f"### {_escaped(heading)}")
            rows += [_bold(_escaped(row)) for row in body]
    return "\n\n".join(row for row in rows if row) + "\n"


def episode_row(episode: ReadEpisode) -> str:
    """Return ``第N集 标题``."""
    return f"第{episode.number}集 {one_row(episode.title)}".rstrip()


def heading_row(scene: ReadScene) -> str:
    """Return ``集-场 时 内/外 地点``, or the labelled form where that would not read back."""
    time, place = one_row(scene.time), one_row(scene.place)
    words = " ".join(word for word in (scene.number, time, scene.int_ext, place) if word)
    wanted = Heading(number=scene.number, int_ext=scene.int_ext, time=time, place=place)
    if read_heading(words) == wanted:
        return words
    if scene.number:
        words = f"场次：{words}"
    elif place or time or scene.int_ext:
        words = f"场景：{words}"
    if read_heading(words) == wanted:
        return words
    number = f"场次：{scene.number} " if scene.number else "场景：；"
    return f"{number}时间：{time}；内外：{scene.int_ext or '无'}；地点：{place}"


def one_row(text: str) -> str:
    """Return a text on one row: line breaks become spaces; what no file can hold is left out."""
    text = _UNWRITABLE.sub("", text)
    return re.sub(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*", " ", text).strip()


def _scene_rows(scene: ReadScene) -> Iterator[str]:
    yield heading_row(scene)
    if scene.cast:
        yield f"出场人物：{'、'.join(map(one_row, scene.cast))}"
    for line in scene.lines:
        aside = one_row(line.parenthetical) if line.parenthetical else None
        speaker = one_row(line.speaker) if line.speaker else None
        yield written(Line(line.type, speaker, aside, one_row(line.text)))


def _bold(row: str) -> str:
    if row.startswith(("△", "【", "出场人物：")):
        return row
    return re.sub(r"^([^（：]+)", r"**\1**", row)


def _escaped(row: str) -> str:
    return _SPECIAL.sub(r"\\\1", row)


def _unescaped(row: str) -> str:
    row = re.sub(r"^\s*(?:>\s?)+", "", row)
    row = re.sub(r"^(\s*)[-*+]\s+(?=\S)", r"\1", row)
    row = re.sub(r"^\s*(\*{1,3}|_{1,3})(?=\S)([^*_]+)(?<=\S)\1\s*$", r"\2", row)
    bold = re.sub(r"^\*\*((?:[^*\\]|\\.)+?)([:：]?)\*\*", r"\1\2", row.strip())
    return _ESCAPED.sub(r"\1", bold)


def _front_matter(rows: list[str]) -> tuple[int, bool]:
    """Return how many rows the front matter takes, and whether it holds an AI label."""
    if not rows or rows[0].strip() != "---":
        return 0, False
    for number, row in enumerate(rows[1:], 2):
        if row.strip() == "---":
            return number, any(head.startswith("AIGC") for head in rows[1:number])
    return 0, False


def has_notice(reading: Reading) -> bool:
    """Tell whether the file said that it was made with AI."""
    return any(is_notice(label) or label == "AIGC" for label in reading.labels)
