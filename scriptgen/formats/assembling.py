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
from heritage_kb.periods import numeral
from scriptgen.formats.grammar import Line, empty_cue, lines_of, read_line, signed
from scriptgen.formats.heading import (
    CAST_LABEL,
    Candidate,
    Heading,
    bare,
    candidate,
    merged,
    people,
    stands_alone,
    words_of,
)
from scriptgen.formats.layout import (
    Row,
    columns_of,
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

_EPISODE = re.compile(
    r"(?:第\s*(?P<a>\d{1,4}|[一二三四五六七八九十百两零〇]{1,6})\s*集"
    r"|(?:EP|EPISODE)\s*\.?\s*(?P<b>\d{1,4}))"
    r"(?:\s*[:：、.．\-—–|｜·]+\s*|\s+|(?=[《「【（(])|$)(?P<title>.*)",
    re.IGNORECASE,
)
_OVER = re.compile(r"(?:完|终|结束|剧?终|END)[。.]?", re.IGNORECASE)
_META = re.compile(r"(?:时间|时段|地点|内外景?|内/外|场景|景别|气氛|氛围)\s*[:：]")
_TITLE = re.compile(
    r"(?:剧名|片名|剧本名)\s*[:：]\s*《?(?P<a>[^》]+)》?|《(?P<b>[^《》]+)》(?:\s*剧本)?"
)
_FRONT = re.compile(
    r"(?:备案号|一句话梗概|创作计划|类型|题材|年代|集数|单集时长|稿次|编剧|导演|作者|出品|日期|修订日期|版本)\s*[:：].*"
    r"|(?:主要)?人物(?:表|小传|介绍)?|人物\t身份\t说明"
)
_PEOPLE = re.compile(r"(?:主要)?人物(?:表|小传|介绍)?")
_SEPARATING = re.compile(r"[-=*_—–~·.。…＊※]{3,}")
# What may follow a number in prose: 1-2 天后, 8-10 个群演.
_COUNTED_NOUN = re.compile(
    r"[天个名人年月日号点分秒岁次回步里米尺丈斤两层只匹张件倍%％杯盘条块元万千百度位家间楼排桌]"
)


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
        self.rows = rows
        self.retags = retags
        self.layout = layout_of(rows)
        self.at = 0
        self.reading = Reading()
        self.scene: ReadScene | None = None
        self.last = (0, 0)  # episode and scene of the last numbered heading
        self.headed = {n for _, text in rows if (n := _episode_number(text)) is not None}
        self.in_people = False
        self.columns: list[str | None] | None = None
        self.spoke: tuple[int, ReadLine] | None = None  # row and line of the last speech
        self.outlines: list[tuple[ReadEpisode, Row]] = []

    def run(self) -> Reading:
        while self.at < len(self.rows):
            self._row()
        self._drop_bare_outlines()
        return self.reading

    # -- what a row is ----------------------------------------------------------------------

    def _row(self) -> None:
        number, text = self.rows[self.at]
        self.at += 1
        if number in self.retags:
            self._told(number, text, self.retags[number])
        elif is_label_line(text.strip()):
            self.reading.labels.append(text.strip())
            self._note(number, text, "label")
        elif "\t" in text and self._table_row(number, text):
            pass
        elif (episode := _episode(text)) is not None:
            self._open_episode(*episode, (number, text))
            self._note(number, text, "episode")
        elif heading := self._heading(text):
            self._note(number, text, "heading")
            self._open_scene(heading)
        elif self.scene is None:
            self._before_scenes(number, text)
        else:
            self._in_scene(number, text, self.scene)

    def _note(self, number: int, text: str, role: Role) -> None:
        self.reading.rows.append(SourceRow(source_line=number, text=text, role=role))

    def _next(self) -> tuple[int, str]:
        return self.rows[self.at] if self.at < len(self.rows) else (0, "")

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
        elif _META.match(bare(text)) and not scene.lines:
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
            heading = self._numbered(found) if found else Heading(place=bare(text))
            self._note(number, text, role)
            self._open_scene(heading)
        elif role == "episode":
            read = _episode(text)
            count = self.reading.episodes[-1].number + 1 if self.reading.episodes else 1
            self._note(number, text, role)
            self._open_episode(*(read or (count, bare(text))))
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
        if signed(text) is None and self._runs_on(number):
            assert self.spoke is not None
            before = self.spoke[1]
            self._add(number, Line(before.type, before.speaker, None, text.strip()), scene)
            self._note(number, text, before.type)
            return
        for line in lines_of(text):
            self._add(number, line, scene)
        self._note(number, text, scene.lines[-1].type)

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
        return name in self.layout.lone_cues and self._next()[0] == number + 1

    def _cue(self, number: int, text: str, scene: ReadScene) -> None:
        """A cue alone: its speech is the next row, unless that row is something of its own."""
        _, speech = self._next()
        if not speech.strip() or signed(speech) or self._is_structure(speech):
            self._loose(number, text)
            return
        kind, speaker, aside, _ = read_line(text if empty_cue(text) else f"{text.strip()}：")
        self._note(number, text, "cue")
        self.at += 1
        mood = re.fullmatch(r"[（(]([^（）()]+)[）)]", speech.strip())
        if mood and self._next()[1].strip() and not self._is_structure(self._next()[1]):
            aside = mood[1].strip()
            self._note(self.rows[self.at - 1][0], speech, "cue")
            speech = self._next()[1]
            self.at += 1
        row = self.rows[self.at - 1][0]
        made = Line(kind, speaker, aside, speech.strip())
        self._add(number, made, scene)
        self.spoke = (row, scene.lines[-1])
        self._note(row, speech, kind)

    def _is_structure(self, text: str) -> bool:
        return _episode(text) is not None or is_label_line(text) or _believed(text) is not None

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
        heading = merged(self._numbered(found), words) if found else words
        self._note(number, text, "heading")
        self._open_scene(replace(heading, cast=people(given.get("cast", "")) or heading.cast))
        return True

    # -- episodes ---------------------------------------------------------------------------

    def _open_episode(self, number: int, title: str, row: Row | None = None) -> None:
        episode = ReadEpisode(number=number, title=title)
        self.reading.episodes.append(episode)
        self.scene = self.spoke = None
        self.last = (number, 0)
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

    # -- headings ---------------------------------------------------------------------------

    def _heading(self, text: str) -> Heading | None:
        found = candidate(text)
        if found is None:
            return None
        if not found.words and found.form == "worded" and not found.heading.place:
            return self._with_next(found) or self._numbered(found)
        if stands_alone(found):
            return self._numbered(found) if self._believable(found) else None
        if found.form in ("dash", "worded") and self._in_order(found):
            return self._with_next(found) or self._by_habit(found)
        return self._by_habit(found) or self._labelled(text)

    def _labelled(self, text: str) -> Heading | None:
        """A scene whose parts stand on rows of their own: 地点：…, 时间：…, 人物：…."""
        if self.scene is not None and not self.scene.lines:
            return None
        if not re.match(r"(?:地点|时间|场景)\s*[:：]", bare(text)):
            return None
        _, after = self._next()
        if not _META.match(bare(after)):
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
        return self._numbered(found)

    def _follows(self, found: Candidate) -> bool:
        scene = int(re.sub(r"\D", "", found.scene or "0") or 0)
        episode, before = self.last
        if found.episode is None or found.episode == episode:
            return scene == before + 1 or (scene == before and found.scene != str(scene))
        return found.episode == episode + 1 and scene == 1

    def _with_next(self, found: Candidate) -> Heading | None:
        """A number, perhaps with a place, whose other parts are on the rows after it."""
        number, row = self._next()
        row = row.strip()
        if not row or signed(row) or _episode(row) is not None:
            return self._numbered(found) if row and not found.rest and _opens_body(row) else None
        if CAST_LABEL.fullmatch(bare(row)):
            return self._numbered(found) if not found.rest else None
        more = words_of(bare(row))
        if more.time or more.int_ext or _META.match(bare(row)):
            self._take(number, row)
            return self._and_place(merged(self._numbered(found), more))
        if not found.rest and _may_be_place(row):
            self._take(number, row)
            return self._and_words(merged(self._numbered(found), Heading(place=row)))
        return None

    def _and_words(self, heading: Heading) -> Heading:
        """Take the row after a place, where it holds nothing but time and inside/outside."""
        number, row = self._next()
        more = words_of(bare(row))
        if row and not more.place and (more.time or more.int_ext) and not signed(row):
            self._take(number, row)
            return merged(heading, more)
        return heading

    def _and_place(self, heading: Heading) -> Heading:
        """Take the row after time and inside/outside as the place, where none was said."""
        number, row = self._next()
        if heading.place or not row or signed(row) or self._is_structure(row):
            return heading
        if _META.match(bare(row)) or CAST_LABEL.match(bare(row)) or not _may_be_place(row):
            return heading
        if lone_name(row) in self.layout.names:
            return heading
        self._take(number, row)
        return replace(heading, place=row.strip())

    def _take(self, number: int, row: str) -> None:
        self.at += 1
        self._note(number, row, "heading")

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
        if self.headed and self.reading.episodes:
            return found.episode == episode and scene >= before
        if found.episode == episode:
            return scene >= before
        return found.episode > episode and (
            episode == 0 or found.episode <= episode + 1 or scene == 1
        )

    def _numbered(self, found: Candidate) -> Heading:
        """Count a heading that gives the scene only (场次（1）) within its episode."""
        heading = found.heading
        if heading.number is None and found.scene and found.form in ("worded", "plain"):
            episode = self.reading.episodes[-1].number if self.reading.episodes else 1
            return replace(heading, number=f"{episode}-{found.scene}")
        return heading

    def _open_scene(self, heading: Heading) -> None:
        parts = re.match(r"(\d+)-(\d+)", heading.number or "")
        if parts:
            self._follow_episode(int(parts[1]))
            self.last = (int(parts[1]), int(parts[2]))
        elif not self.reading.episodes:
            self._open_episode(1, "")
        self.spoke = None
        self.scene = ReadScene(
            number=heading.number,
            int_ext=heading.int_ext,
            time=heading.time,
            place=heading.place,
            cast=list(heading.cast),
        )
        self.reading.episodes[-1].scenes.append(self.scene)

    def _follow_episode(self, number: int) -> None:
        """Open the episode that a heading counts, where no row of its own announces it."""
        current = self.reading.episodes[-1].number if self.reading.episodes else None
        if current is None or (number > current and number not in self.headed):
            self._open_episode(number, "")


def _fill(scene: ReadScene, more: Heading) -> None:
    scene.time = scene.time or more.time
    scene.int_ext = scene.int_ext or more.int_ext
    scene.place = scene.place or more.place
    scene.cast.extend(name for name in more.cast if name not in scene.cast)


def _may_be_place(row: str) -> bool:
    return len(row) <= 24 and not re.search(r"[。！？，；…“”]", row)


def _opens_body(row: str) -> bool:
    line = signed(row)
    return line is not None and line.type in ("action", "caption", "mark")


def _as_told(text: str, role: Role, spoke: tuple[int, ReadLine] | None) -> Line:
    """Return the line that a row is by a person's word."""
    read = read_line(text)
    if read.type == role:
        return read
    if role in ("dialogue", "os", "vo"):
        cue, colon, said = text.strip().partition("：" if "：" in text else ":")
        if colon and len(cue) <= 24:
            return Line(role, cue.strip(), None, said.strip())
        speaker = spoke[1].speaker if spoke else None
        return Line(role, speaker, None, text.strip())
    if role in ("action", "caption", "mark"):
        return Line(role, None, None, text.strip() if read.speaker else read.text)
    return read


def _believed(text: str) -> Candidate | None:
    found = candidate(text)
    return found if found and stands_alone(found) else None


def _episode(text: str) -> tuple[int, str] | None:
    """Return number and title of an episode row."""
    found = _EPISODE.fullmatch(bare(text))
    if not found:
        return None
    number = numeral(found["a"] or found["b"])
    title = found["title"].strip()
    if number is None or _OVER.fullmatch(title) or re.search(r"[。！？]$", title):
        return None
    if re.match(r"第?\s*[\d一二三四五六七八九十]+\s*场", title):
        return None
    quoted = re.fullmatch(r"《([^《》]+)》|「([^「」]+)」|【([^【】]+)】", title)
    return number, next(part for part in quoted.groups() if part) if quoted else title


def _episode_number(text: str) -> int | None:
    found = _episode(text)
    return found[0] if found else None
