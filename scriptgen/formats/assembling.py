"""From rows of a file to a reading: which row is an episode, a scene heading, a cast line, a line.

Nothing is dropped: a row ends up as part of a heading, as a line, on the title page, among the
labels or among the unmapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from heritage_kb.aigc import is_label_line
from heritage_kb.periods import numeral
from scriptgen.formats.grammar import empty_cue, lines_of, read_line, signed
from scriptgen.formats.heading import (
    Candidate,
    Heading,
    bare,
    candidate,
    merged,
    people,
    stands_alone,
    words_of,
)
from scriptgen.reading import Loose, ReadEpisode, Reading, ReadLine, ReadScene

Row = tuple[int, str]

_EPISODE = re.compile(
    r"(?:第\s*(?P<a>\d{1,4}|[一二三四五六七八九十百两零〇]{1,6})\s*集|(?:EP|EPISODE)\s*\.?\s*(?P<b>\d{1,4}))"
    r"(?:\s*[:：、.．\-—–|｜·]\s*|\s+|(?=[《「【（(])|$)(?P<title>.*)",
    re.IGNORECASE,
)
_OVER = re.compile(r"(?:完|终|结束|剧?终|END)[。.]?", re.IGNORECASE)
_CAST = re.compile(r"(?:出场人物|登场人物|出场|人物)\s*[:：]\s*(.*)")
_META = re.compile(r"(?:时间|地点|内外景?|场景)\s*[:：]")
_TITLE = re.compile(
    r"(?:剧名|片名|剧本名)\s*[:：]\s*《?(?P<a>[^》]+)》?|《(?P<b>[^《》]+)》(?:\s*剧本)?"
)
_FRONT = re.compile(
    r"(?:备案号|一句话梗概|创作计划|类型|年代|集数|单集时长|稿次|编剧|导演|作者|出品)\s*[:：].*"
    r"|(?:主要)?人物(?:表|小传)?|人物\t身份\t说明"
)
_PEOPLE = re.compile(r"(?:主要)?人物(?:表|小传)?")


def assemble(rows: Iterable[Row]) -> Reading:
    """Return the reading of numbered rows (number, text)."""
    kept = [(number, text.rstrip()) for number, text in rows if text.strip()]
    return _Assembler(kept).run()


class _Assembler:
    """Walks the rows once; ``at`` is the row in hand."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.at = 0
        self.reading = Reading()
        self.scene: ReadScene | None = None
        self.last = (0, 0)  # episode and scene of the last numbered heading
        self.headed = {n for _, text in rows if (n := _episode_number(text)) is not None}
        self.in_people = False
        self.demoted: list[tuple[ReadEpisode, Row]] = []

    def run(self) -> Reading:
        while self.at < len(self.rows):
            self._row()
        self._drop_bare_outlines()
        return self.reading

    # -- what a row is ----------------------------------------------------------------------

    def _row(self) -> None:
        number, text = self.rows[self.at]
        self.at += 1
        if is_label_line(text.strip()):
            self.reading.labels.append(text.strip())
        elif (episode := _episode(text)) is not None:
            self._open_episode(*episode, (number, text))
        elif heading := self._heading(text):
            self._open_scene(heading)
        elif self.scene is None:
            self._before_scenes(number, text)
        else:
            self._in_scene(number, text, self.scene)

    def _next(self) -> str:
        return self.rows[self.at][1].strip() if self.at < len(self.rows) else ""

    def _before_scenes(self, number: int, text: str) -> None:
        loose = Loose(source_line=number, text=text.strip())
        if not self.reading.episodes:
            title = _TITLE.fullmatch(bare(text))
            if title and not self.reading.title:
                self.reading.title = (title["a"] or title["b"]).strip()
                return
            if self.in_people or _FRONT.fullmatch(bare(text)):
                self.in_people = self.in_people or bool(_PEOPLE.fullmatch(bare(text)))
                self.reading.front.append(loose)
                return
        self.reading.unmapped.append(loose)

    def _in_scene(self, number: int, text: str, scene: ReadScene) -> None:
        cast = _CAST.fullmatch(bare(text))
        if cast and not scene.lines:
            scene.cast.extend(people(cast[1]))
        elif _META.match(bare(text)) and not scene.lines:
            _fill(scene, words_of(bare(text)))
        elif _SEPARATING.fullmatch(text.strip()):
            pass
        elif empty_cue(text):
            self._cue(number, text, scene)
        else:
            self._lines(number, text, scene)

    def _lines(self, number: int, text: str, scene: ReadScene) -> None:
        for kind, speaker, aside, said in lines_of(text):
            scene.lines.append(
                ReadLine(
                    type=kind, text=said, speaker=speaker, parenthetical=aside, source_line=number
                )
            )

    def _cue(self, number: int, text: str, scene: ReadScene) -> None:
        """A cue alone: its speech is the next row, unless that row is something of its own."""
        speech = self._next()
        if not speech or signed(speech) or self._is_structure(speech):
            self.reading.unmapped.append(Loose(source_line=number, text=text.strip()))
            return
        self.at += 1
        kind, speaker, aside, _ = read_line(text)
        scene.lines.append(
            ReadLine(
                type=kind, text=speech, speaker=speaker, parenthetical=aside, source_line=number
            )
        )

    def _is_structure(self, text: str) -> bool:
        return _episode(text) is not None or is_label_line(text) or _believed(text) is not None

    # -- episodes ---------------------------------------------------------------------------

    def _open_episode(self, number: int, title: str, row: Row | None = None) -> None:
        episode = ReadEpisode(number=number, title=title)
        self.reading.episodes.append(episode)
        self.scene = None
        self.last = (number, 0)
        if row:
            self.demoted.append((episode, row))

    def _drop_bare_outlines(self) -> None:
        """An episode row without scenes, whose number comes again with scenes, was an outline."""
        full = {e.number for e in self.reading.episodes if e.scenes}
        for episode, (number, text) in self.demoted:
            if not episode.scenes and episode.number in full:
                self.reading.episodes = [e for e in self.reading.episodes if e is not episode]
                self.reading.unmapped.append(Loose(source_line=number, text=text.strip()))
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
            return self._with_next(found)
        return None

    def _with_next(self, found: Candidate) -> Heading | None:
        """A number, perhaps with a place, whose time or inside/outside is on the next row."""
        row = self._next()
        if not row or signed(row) or _episode(row) is not None:
            return self._numbered(found) if row and not found.rest and _opens_body(row) else None
        if _CAST.fullmatch(bare(row)):
            return self._numbered(found) if not found.rest else None
        more = words_of(bare(row))
        if more.time or more.int_ext or _META.match(bare(row)):
            self.at += 1
            return merged(self._numbered(found), more)
        if not found.rest and len(row) <= 24 and not re.search(r"[。！？，；…“”]", row):
            self.at += 1
            return merged(self._numbered(found), Heading(place=row))
        return None

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


_SEPARATING = re.compile(r"[-=*_—–~]{3,}")


def _fill(scene: ReadScene, more: Heading) -> None:
    scene.time = scene.time or more.time
    scene.int_ext = scene.int_ext or more.int_ext
    scene.place = scene.place or more.place
    scene.cast.extend(name for name in more.cast if name not in scene.cast)


def _opens_body(row: str) -> bool:
    line = signed(row)
    return line is not None and line.type in ("action", "caption", "mark")


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
    quoted = re.fullmatch(r"《([^《》]+)》|「([^「」]+)」", title)
    return number, (quoted[1] or quoted[2]) if quoted else title


def _episode_number(text: str) -> int | None:
    found = _episode(text)
    return found[0] if found else None
