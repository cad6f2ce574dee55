"""From rows of a file to a reading: which row is an episode, a scene heading, a cast line, a line.

Nothing is dropped: a row ends up as part of a heading, as a line, on the title page, among the
labels or among the unmapped; ``Reading.rows`` says for each row how it was read. A reader of the
file may say it better (``retags``), row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from heritage_kb.aigc import is_label_line
from scriptgen.formats.believing import META, HeadingReader, Rows, episode_row, is_structure
from scriptgen.formats.grammar import Line, empty_cue, lines_of, read_line, signed
from scriptgen.formats.heading import (
    CAST_LABEL,
    Heading,
    bare,
    candidate,
    merged,
    people,
    words_of,
)
from scriptgen.formats.layout import (
    Row,
    columns_of,
    dashed,
    layout_of,
    lone_name,
    without_line_numbers,
)
from scriptgen.reading import (
    Loose,
    ReadEpisode,
    Reading,
    ReadLine,
    ReadScene,
    Role,
    SourceRow,
)

_TITLE = re.compile(
    r"(?:剧名|片名|剧本名)\s*[:：]\s*《?(?P<a>[^》]+)》?|《(?P<b>[^《》]+)》(?:\s*剧本)?"
)
_FRONT = re.compile(
    r"(?:备案号|一句话梗概|创作计划|类型|题材|年代|集数|单集时长|稿次|编剧|导演|作者|出品|日期|修订日期|版本)\s*[:：].*"
    r"|(?:主要)?人物(?:表|小传|介绍)?|人物\t身份\t说明"
)
_PEOPLE = re.compile(r"(?:主要)?人物(?:表|小传|介绍)?")
_SEPARATING = re.compile(r"[-=*_—–~·.。…＊※]{3,}")


def assemble(rows: Iterable[Row], retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of numbered rows (number, text).

    Args:
        rows: number in the file, from 1, and text.
        retags: what a person says that a row is, by its number in the file.
    """
    kept = [(number, text.rstrip()) for number, text in rows if text.strip()]
    return _Assembler(without_line_numbers(kept), retags or {}).run()


class _Assembler:
    """Walks the rows once; ``at`` is the row after the one in hand."""

    def __init__(self, rows: list[Row], retags: Mapping[int, Role]) -> None:
        self.rows = Rows(rows)
        self.retags = retags
        self.layout = layout_of(rows)
        self.headings = HeadingReader(self.rows, self.layout)
        self.reading = Reading()
        self.scene: ReadScene | None = None
        self.in_people = False
        self.columns: list[str | None] | None = None
        self.spoke: tuple[int, ReadLine] | None = None  # row and line of the last speech
        self.outlines: list[tuple[ReadEpisode, Row]] = []

    def run(self) -> Reading:
        for number, text in self.rows:
            self._row(number, text)
        self._drop_bare_outlines()
        self.reading.rows.sort(key=lambda row: row.source_line)
        return self.reading

    # -- what a row is ----------------------------------------------------------------------

    def _row(self, number: int, text: str) -> None:
        if number in self.retags:
            self._told(number, text, self.retags[number])
        elif is_label_line(text.strip()):
            self.reading.labels.append(text.strip())
            self._note(number, text, "label")
        elif "\t" in text and self._table_row(number, text):
            pass
        elif (episode := episode_row(text)) is not None:
            self._open_episode(*episode, (number, text))
            self._note(number, text, "episode")
        elif heading := self._heading(text):
            self._note(number, text, "heading")
            self._open_scene(heading, number)
        elif self.scene is None:
            self._before_scenes(number, text)
        else:
            self._in_scene(number, text, self.scene)

    def _note(self, number: int, text: str, role: Role) -> None:
        self.reading.rows.append(SourceRow(source_line=number, text=text, role=role))

    def _loose(self, number: int, text: str) -> None:
        self.reading.unmapped.append(Loose(source_line=number, text=text.strip()))
        self._note(number, text, "unmapped")

    def _before_scenes(self, number: int, text: str) -> None:
        if not self.reading.episodes:
            title = _TITLE.fullmatch(bare(text))
            if title and not self.reading.title:
                self.reading.title = (title["a"] or title["b"]).strip()
                self._note(number, text, "title")
                return
            if self.in_people or _FRONT.fullmatch(bare(text)):
                self.in_people = self.in_people or bool(_PEOPLE.fullmatch(bare(text)))
                self.reading.front.append(Loose(source_line=number, text=text.strip()))
                self._note(number, text, "front")
                return
        self._loose(number, text)

    def _in_scene(self, number: int, text: str, scene: ReadScene) -> None:
        cast = CAST_LABEL.fullmatch(bare(text))
        if cast and not scene.lines:
            scene.cast.extend(people(cast["names"]))
            self._note(number, text, "cast")
        elif META.match(bare(text)) and not scene.lines:
            _fill(scene, words_of(bare(text)))
            self._note(number, text, "heading")
        elif _SEPARATING.fullmatch(text.strip()):
            self._note(number, text, "separator")
        elif self._is_lone_cue(number, text) or empty_cue(text):
            self._cue(number, text, scene)
        else:
            self._lines(number, text, scene)

    def _told(self, number: int, text: str, role: Role) -> None:
        """Read a row as a person said that it is."""
        if role == "heading":
            found = candidate(text)
            heading = self.headings.numbered(found) if found else Heading(place=bare(text))
            self._note(number, text, role)
            self._open_scene(heading, number)
        elif role == "episode":
            read = episode_row(text)
            count = self.reading.episodes[-1].number + 1 if self.reading.episodes else 1
            self._note(number, text, role)
            self._open_episode(*(read or (count, bare(text))), (number, text))
        elif self.scene is None or role in ("unmapped", "front", "title", "label", "separator"):
            self._loose(number, text)
        elif role == "cast":
            cast = CAST_LABEL.fullmatch(bare(text))
            self.scene.cast.extend(people(cast["names"] if cast else text))
            self._note(number, text, role)
        else:
            self._add(number, _as_told(text, role, self.spoke), self.scene)
            self._note(number, text, role)

    # -- lines ------------------------------------------------------------------------------

    def _lines(self, number: int, text: str, scene: ReadScene) -> None:
        if signed(text) is None and self._runs_on(number) and not self._dashed(text, scene):
            assert self.spoke is not None
            before = self.spoke[1]
            self._add(number, Line(before.type, before.speaker, None, text.strip()), scene)
            self._note(number, text, before.type)
            return
        for line in self._dashed(text, scene) or lines_of(text):
            self._add(number, line, scene)
        self._note(number, text, scene.lines[-1].type)

    def _dashed(self, text: str, scene: ReadScene) -> list[Line] | None:
        """A speech after a dash: of a known person, with blanks about it, or as the file has it."""
        found = dashed(text)
        if found is None:
            return None
        known = found.name in self.layout.names or found.name in scene.cast
        if not (known and found.spaced) and found.name not in self.layout.dash_cues:
            return None
        return [Line("dialogue", found.name, found.mood, found.text)]

    def _runs_on(self, number: int) -> bool:
        """Tell whether a row without a sign goes on with the speech on the row before.

        Only where the file marks every action, so that a row without a mark is none.
        """
        return (
            (self.layout.marked_action or bool(self.layout.lone_cues))
            and self.spoke is not None
            and self.spoke[0] == number - 1
        )

    def _add(self, number: int, line: Line, scene: ReadScene) -> None:
        kind, speaker, aside, said = line
        made = ReadLine(
            type=kind, text=said, speaker=speaker, parenthetical=aside, source_line=number
        )
        scene.lines.append(made)
        self.spoke = (number, made) if kind in ("dialogue", "os", "vo") else None

    def _is_lone_cue(self, number: int, text: str) -> bool:
        name = lone_name(text)
        return name in self.layout.lone_cues and self.rows.next()[0] == number + 1

    def _own(self, speech: str) -> bool:
        """Tell whether a row under a cue is a line of its own: 听：这叫… of nobody known is not."""
        line = signed(speech)
        if line is None:
            return False
        return line.type in ("action", "caption", "mark") or line.speaker in self.layout.names

    def _cue(self, number: int, text: str, scene: ReadScene) -> None:
        """A cue alone: its speech is the next row, unless that row is something of its own."""
        _, speech = self.rows.next()
        if not speech.strip() or self._own(speech) or is_structure(speech):
            self._loose(number, text)
            return
        kind, speaker, aside, _ = read_line(text if empty_cue(text) else f"{text.strip()}：")
        self._note(number, text, "cue")
        self.rows.at += 1
        mood = re.fullmatch(r"[（(]([^（）()]+)[）)]", speech.strip())
        if mood and self.rows.next()[1].strip() and not is_structure(self.rows.next()[1]):
            aside = mood[1].strip()
            self._note(self.rows.all[self.rows.at - 1][0], speech, "cue")
            speech = self.rows.next()[1]
            self.rows.at += 1
        row = self.rows.all[self.rows.at - 1][0]
        made = Line(kind, speaker, aside, speech.strip())
        self._add(number, made, scene)
        self.spoke = (row, scene.lines[-1])
        self._note(row, speech, kind)

    # -- tables -----------------------------------------------------------------------------

    def _table_row(self, number: int, text: str) -> bool:
        """Read a row of cells under a head row that names its columns; tell whether it was one."""
        columns = columns_of(text)
        if columns:
            self.columns = columns
            self._loose(number, text)
            return True
        if self.columns is None:
            return False
        cells = [cell.strip() for cell in text.split("\t")]
        if len(cells) != len(self.columns):
            return False
        given: dict[str, str] = {}
        for name, cell in zip(self.columns, cells, strict=True):
            if name and cell:
                given.setdefault(name, cell)
        found = candidate(given.get("number", ""))
        if found is None and not ("place" in given and ("time" in given or "int_ext" in given)):
            return False
        rest = " ".join(given.get(key, "") for key in ("time", "int_ext")).strip()
        words = replace(words_of(rest), place=given.get("place", ""))
        heading = merged(self.headings.numbered(found), words) if found else words
        self._note(number, text, "heading")
        cast = people(given["cast"]) if "cast" in given else heading.cast
        self._open_scene(replace(heading, cast=cast), number)
        return True

    # -- episodes ---------------------------------------------------------------------------

    def _open_episode(self, number: int, title: str, row: Row | None = None) -> None:
        episode = ReadEpisode(number=number, title=title, source_line=row[0] if row else None)
        self.reading.episodes.append(episode)
        self.scene = self.spoke = None
        self.headings.episode, self.headings.last = number, (number, 0)
        if row:
            self.outlines.append((episode, row))

    def _drop_bare_outlines(self) -> None:
        """An episode row without scenes, whose number comes again with scenes, was an outline."""
        full = {e.number for e in self.reading.episodes if e.scenes}
        dropped = [(e, row) for e, row in self.outlines if not e.scenes and e.number in full]
        gone = {id(episode) for episode, _ in dropped}
        self.reading.episodes = [e for e in self.reading.episodes if id(e) not in gone]
        for _, (number, text) in dropped:
            self.reading.unmapped.append(Loose(source_line=number, text=text.strip()))
        outlined = {number for _, (number, _) in dropped}
        for row in self.reading.rows:
            row.role = "unmapped" if row.source_line in outlined else row.role
        self.reading.unmapped.sort(key=lambda loose: loose.source_line)

    # -- scenes -----------------------------------------------------------------------------

    def _heading(self, text: str) -> Heading | None:
        """Return the heading that a row opens; the rows that belong to it are noted."""
        if META.match(bare(text)) and self.scene is not None and not self.scene.lines:
            return None
        heading = self.headings.read(text)
        for number, row in self.headings.taken:
            self._note(number, row, "heading")
        self.headings.taken.clear()
        return heading

    def _open_scene(self, heading: Heading, number: int | None = None) -> None:
        parts = re.match(r"(\d+)-(\d+)", heading.number or "")
        if parts:
            self._follow_episode(int(parts[1]))
            self.headings.last = (int(parts[1]), int(parts[2]))
        elif not self.reading.episodes:
            self._open_episode(1, "")
        self.spoke = None
        self.scene = ReadScene(
            number=heading.number,
            int_ext=heading.int_ext,
            time=heading.time,
            place=heading.place,
            cast=list(heading.cast),
            source_line=number,
        )
        self.reading.episodes[-1].scenes.append(self.scene)

    def _follow_episode(self, number: int) -> None:
        """Open the episode that a heading counts, where no row of its own announces it."""
        current = self.reading.episodes[-1].number if self.reading.episodes else None
        if current is None or (number > current and number not in self.headings.headed):
            self._open_episode(number, "")


def _fill(scene: ReadScene, more: Heading) -> None:
    scene.time = scene.time or more.time
    scene.int_ext = scene.int_ext or more.int_ext
    scene.place = scene.place or more.place
    scene.cast.extend(name for name in more.cast if name not in scene.cast)


def _as_told(text: str, role: Role, spoke: tuple[int, ReadLine] | None) -> Line:
    """Return the line that a row is by a person's word."""
    read = read_line(text)
    if read.type == role:
        return read
    if role in ("dialogue", "os", "vo"):
        cue, colon, said = text.strip().partition("：" if "：" in text else ":")
        if colon and len(cue) <= 24:
            return Line(role, cue.strip(), None, said.strip())
        if (found := dashed(text)) is not None:
            return Line(role, found.name, found.mood, found.text)
        speaker = spoke[1].speaker if spoke else None
        return Line(role, speaker, None, text.strip())
    if role in ("action", "caption", "mark"):
        return Line(role, None, None, text.strip() if read.speaker else read.text)
    return read
