"""Fountain 1.1: what Western programs write, and what they read back with the Chinese whole.

Everything is forced (``.`` heading, ``@`` cue, ``!`` action), since no Chinese letter is upper-case.
A heading is the canonical row with its number as a scene number; captions, marks and the cast line
are action rows in their own brackets, so that other programs show them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from heritage_kb.aigc import is_label_line
from scriptgen.formats.believing import episode_row
from scriptgen.formats.grammar import Line, lines_of, read_line, signed, written
from scriptgen.formats.heading import CAST_LABEL, Heading, candidate, people, read_heading
from scriptgen.formats.textfile import episode_row as episode_text
from scriptgen.formats.textfile import heading_row, one_row
from scriptgen.formats.titlepage import TitlePage, plain_rows
from scriptgen.reading import (
    Loose,
    ReadEpisode,
    Reading,
    ReadLine,
    ReadScene,
    Role,
    SourceRow,
)
from scriptgen.textin import decode

_KEY = re.compile(r"([A-Za-z][A-Za-z ]{0,30})\s*:\s*(.*)")
_NUMBER = re.compile(r"^(?P<text>.*?)\s*#(?P<number>[^#\s]{1,12})#\s*$")
_SLUG = re.compile(r"(?:INT|EXT|EST|INT\.?/EXT|I/E)[. ]", re.IGNORECASE)
_CUE = re.compile(r"(?P<name>[^(（]+?)\s*(?P<more>(?:[(（][^()（）]*[)）]\s*)*)\^?")
_SHOUT = re.compile(r"[^a-z一-鿿]*[A-Z][^a-z一-鿿]*")
_TO = re.compile(r"[^a-z]*\bTO:")
_ASIDE = re.compile(r"[(（](.*)[)）]")
_OS = re.compile(r"O\.?S\.?", re.IGNORECASE)
_VO = re.compile(r"V\.?O\.?", re.IGNORECASE)
_SPECIAL = re.compile(r"([\\*_]|\[\[|/\*|\]\]|\*/)")
_BONEYARD = re.compile(r"(?<!\\)/\*.*?(?<!\\)\*/", re.DOTALL)


# -------------------------------------------------------------------------------------- writing


def write_fountain(reading: Reading, page: TitlePage) -> bytes:
    """Return the Fountain file, UTF-8."""
    rows = [*_title_page(page), *([""] if page.title or page.facts or page.rows else [])]
    for episode in reading.episodes:
        rows += [f"# {episode_text(episode)}", ""]
        for scene in episode.scenes:
            rows += _scene_rows(scene)
    return ("\n".join(rows).rstrip() + "\n").encode()


def _title_page(page: TitlePage) -> Iterator[str]:
    if page.title:
        yield f"Title: {one_row(page.title)}"
    notes = [one_row(row) for row in plain_rows(replace(page, title="", notice=""))]
    if notes:
        yield "Notes:"
        yield from (f"    {row}" for row in notes)


def _scene_rows(scene: ReadScene) -> Iterator[str]:
    number = (
        f" #{scene.number}#" if scene.number and re.fullmatch(r"[^#\s]{1,12}", scene.number) else ""
    )
    yield f".{heading_row(scene)}{number}"
    yield ""
    if scene.cast:
        yield f"!出场人物：{'、'.join(map(one_row, scene.cast))}"
        yield ""
    for line in scene.lines:
        yield from _line_rows(line)
        yield ""


def _line_rows(line: ReadLine) -> Iterator[str]:
    text = one_row(line.text)
    if line.type == "action":
        yield f"!{_escaped(text)}"
    elif line.type in ("caption", "mark"):
        yield f"!{_escaped(written(Line(line.type, None, None, text)))}"
    else:
        sign = {"os": " (O.S.)", "vo": " (V.O.)"}.get(line.type, "")
        default = {"os": "内心独白", "vo": "旁白"}.get(line.type, "众人")
        yield f"@{one_row(line.speaker or default)}{sign}"
        if line.parenthetical:
            yield f"({_escaped(one_row(line.parenthetical))})"
        yield _escaped(text) if not re.match(r"[(（]", text) else f"\\{_escaped(text)}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), text)


# -------------------------------------------------------------------------------------- reading


def read_fountain(data: bytes, name: str, retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of a Fountain file; ``source_line`` counts its lines.

    Notes, synopses, cut passages and sections that are no episode are kept as unmapped.

    Raises:
        RefusedInput: no text, or in no known encoding.
    """
    return _Reader(decode(data, name), retags or {}).run()


class _Reader:
    """Walks the rows; a cue opens a speech that lasts to the next empty row."""

    def __init__(self, text: str, retags: Mapping[int, Role]) -> None:
        self.rows, self.cut = _without_boneyard(text)
        self.retags = retags
        self.reading = Reading()
        self.scene: ReadScene | None = None
        self.cue: Line | None = None
        self.aside: str | None = None

    def run(self) -> Reading:
        start = self._title_page()
        for at in range(start, len(self.rows)):
            self._row(at)
        self.reading.unmapped += self.cut
        self.reading.unmapped.sort(key=lambda loose: loose.source_line)
        return self.reading

    def _title_page(self) -> int:
        """Read ``Key: value`` rows at the top; return where the script begins."""
        at, key = 0, ""
        if not self.rows or not _KEY.fullmatch(self.rows[0].strip()):
            return 0
        while at < len(self.rows) and self.rows[at].strip():
            row = self.rows[at]
            found = _KEY.fullmatch(row.strip()) if not row.startswith((" ", "\t")) else None
            key = found[1].lower() if found else key
            value = (found[2] if found else row).strip()
            self._fact(at + 1, key, value)
            at += 1
        return at

    def _fact(self, number: int, key: str, value: str) -> None:
        if not value:
            return
        if is_label_line(value):
            self.reading.labels.append(value)
        elif key == "title" and not self.reading.title:
            self.reading.title = value.strip("*_《》 ")
        else:
            said = value if key in ("notes", "title") else f"{key}：{value}"
            self.reading.front.append(Loose(source_line=number, text=said))
        self._note(number, value, "title" if key == "title" else "front")

    def _note(self, number: int, text: str, role: Role) -> None:
        self.reading.rows.append(SourceRow(source_line=number, text=text, role=role))

    def _blank(self, at: int) -> bool:
        return not 0 <= at < len(self.rows) or not self.rows[at].strip()

    def _row(self, at: int) -> None:
        number, row = at + 1, self.rows[at]
        text = row.strip()
        if not text:
            self.cue = self.aside = None
        elif is_label_line(text):
            self.reading.labels.append(text)
            self._note(number, text, "label")
        elif self.cue is not None:
            self._speech(number, text, self.cue)
        elif text.startswith(("#", "=", "[[")):
            self._outside(number, text)
        elif (heading := self._heading(at, text)) is not None:
            self._open(number, heading)
            self._note(number, text, "heading")
        elif not self._blank(at + 1) and (
            cue := _cue(text, forced=text.startswith("@"), alone=self._blank(at - 1))
        ):
            self.cue = cue
            self._note(number, text, "cue")
        else:
            self._body(number, text)

    def _outside(self, number: int, text: str) -> None:
        episode = episode_row(text) if text.startswith("#") else None
        if episode is not None:
            self.reading.episodes.append(
                ReadEpisode(number=episode[0], title=episode[1], source_line=number)
            )
            self.scene = None
            self._note(number, text, "episode")
        elif re.fullmatch(r"={3,}", text):
            self._note(number, text, "separator")
        else:
            self._loose(number, text)

    def _loose(self, number: int, text: str) -> None:
        self.reading.unmapped.append(Loose(source_line=number, text=text))
        self._note(number, text, "unmapped")

    def _heading(self, at: int, text: str) -> Heading | None:
        forced = text.startswith(".") and not text.startswith("..")
        alone = self._blank(at - 1) or at == 0
        body = text[1:].strip() if forced else text
        found = _NUMBER.match(body)
        number, body = (found["number"], found["text"]) if found else (None, body)
        heading = read_heading(body) if forced or alone else None
        if heading is None and not forced and not (alone and _SLUG.match(body)):
            return None
        said = heading or (made.heading if (made := candidate(body)) else Heading(place=body))
        return replace(said, number=said.number or self._counted(number))

    def _counted(self, number: str | None) -> str | None:
        if number is None or re.fullmatch(r"\d{1,3}-\d{1,3}\w*", number):
            return number
        episode = self.reading.episodes[-1].number if self.reading.episodes else 1
        return f"{episode}-{number}" if re.fullmatch(r"\d{1,3}[A-Za-z]?", number) else number

    def _open(self, number: int, heading: Heading) -> None:
        said = re.match(r"(\d+)-", heading.number or "")
        episodes = self.reading.episodes
        if not episodes or (said and int(said[1]) > episodes[-1].number and episodes[-1].scenes):
            episodes.append(ReadEpisode(number=int(said[1]) if said else 1))
        self.scene = ReadScene(
            number=heading.number,
            int_ext=heading.int_ext,
            time=heading.time,
            place=heading.place,
            cast=list(heading.cast),
            source_line=number,
        )
        episodes[-1].scenes.append(self.scene)

    def _speech(self, number: int, text: str, cue: Line) -> None:
        aside = _ASIDE.fullmatch(text)
        if aside and self.scene is not None:
            self.aside = _plain(aside[1])
            self._note(number, text, "cue")
            return
        mood = "，".join(part for part in (cue.parenthetical, self.aside) if part) or None
        self._add(number, Line(cue.type, cue.speaker, mood, _plain(text)), text)
        self.aside = None
        self.cue = cue._replace(parenthetical=None)

    def _body(self, number: int, text: str) -> None:
        forced = text.startswith("!")
        body = text[1:].strip() if forced else text
        cast = CAST_LABEL.fullmatch(body)
        if cast and self.scene is not None and not self.scene.lines:
            self.scene.cast.extend(people(cast["names"]))
            self._note(number, text, "cast")
            return
        for line in _lines(body, forced=forced):
            self._add(number, line, text)

    def _add(self, number: int, line: Line, text: str) -> None:
        if self.scene is None:
            self._loose(number, text)
            return
        role = self.retags.get(number)
        if role in ("action", "dialogue", "vo", "os", "caption", "mark"):
            line = line._replace(type=role)
        self.scene.lines.append(
            ReadLine(
                type=line.type,
                speaker=line.speaker,
                parenthetical=line.parenthetical,
                text=line.text,
                source_line=number,
            )
        )
        self._note(number, text, line.type)


def _without_boneyard(text: str) -> tuple[list[str], list[Loose]]:
    """Return the rows with what is cut out (/* … */) blank, and that itself with its row."""
    cut: list[Loose] = []

    def blanked(found: re.Match[str]) -> str:
        first = text.count("\n", 0, found.start()) + 1
        for n, row in enumerate(found[0].split("\n")):
            if row.strip():
                cut.append(Loose(source_line=first + n, text=row.strip()))
        return re.sub(r"[^\n]", " ", found[0])

    return _BONEYARD.sub(blanked, text).split("\n"), cut


def _cue(text: str, *, forced: bool, alone: bool) -> Line | None:
    """Return the cue that a row is: forced, or all in capitals after an empty row."""
    body = text[1:].strip() if forced else text
    found = _CUE.fullmatch(body)
    if not found or not (forced or (alone and _SHOUT.fullmatch(body) and not _TO.search(body))):
        return None
    kind, moods = "dialogue", []
    for inner in re.findall(r"[(（]([^()（）]*)[)）]", found["more"]):
        if _OS.fullmatch(inner.strip()):
            kind = "os"
        elif _VO.fullmatch(inner.strip()):
            kind = "vo"
        elif inner.strip():
            moods.append(inner.strip())
    return Line(kind, found["name"].strip(), "，".join(moods) or None, "")  # type: ignore[arg-type]


def _lines(text: str, *, forced: bool) -> list[Line]:
    """Return the lines of an action row; a forced one is action, but for what is in 【】."""
    if forced:
        plain = _plain(text)
        boxed = re.fullmatch(r"【.*】", plain)
        return [read_line(plain)] if boxed else [Line("action", None, None, plain)]
    centred = re.fullmatch(r">\s*(.*?)\s*<", text)
    if centred:
        return [Line("action", None, None, _plain(centred[1]))]
    if text.startswith(">") or _TO.fullmatch(text):
        return [Line("mark", None, None, _plain(text.lstrip("> ")))]
    if text.startswith("~"):
        return [Line("action", None, None, _plain(text[1:].strip()))]
    plain = _plain(text)
    return lines_of(plain) if signed(plain) or plain.startswith("【") else [read_line(plain)]


def _plain(text: str) -> str:
    """Return a text without emphasis marks and escapes."""
    text = re.sub(r"(?<!\\)(\*{1,3}|_)(?=\S)([^*_\\]+?)(?<=\S)\1", r"\2", text)
    return re.sub(r"\\(.)", r"\1", text)
