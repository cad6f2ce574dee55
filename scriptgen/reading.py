"""What was read from a file, before anybody accepts it: episodes, scenes and verbatim lines."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from scriptgen.series import Element, ElementType, Episode, Scene


@dataclass(kw_only=True, slots=True)
class ReadLine:
    """One line: ``text`` verbatim, without △, brackets of marks and the speaker."""

    type: ElementType
    speaker: str | None = None
    parenthetical: str | None = None
    text: str
    source_line: int | None = None


@dataclass(kw_only=True, slots=True)
class ReadScene:
    """One scene; ``number`` is 集-场, None where the file has none; ``time`` as written."""

    number: str | None = None
    int_ext: Literal["内", "外", "内外"] | None = None
    time: str = ""
    place: str = ""
    cast: list[str] = field(default_factory=list)
    lines: list[ReadLine] = field(default_factory=list)
    source_line: int | None = None  # of its heading


@dataclass(kw_only=True, slots=True)
class ReadEpisode:
    """One episode."""

    number: int
    title: str = ""
    scenes: list[ReadScene] = field(default_factory=list)
    source_line: int | None = None  # of its own row, where it has one


@dataclass(kw_only=True, slots=True)
class Loose:
    """A line that belongs to no scene, with its number in the file."""

    source_line: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The file that a reading came from: its name as given, and what it held."""

    file: str
    sha256: str
    form: str  # docx, txt …


Role = Literal[
    "title", "front", "label", "episode", "heading", "cast", "cue", "action", "dialogue", "vo", "os",
    "caption", "mark", "separator", "unmapped",
]  # fmt: skip


ROLES: dict[str, Role] = {
    "片名": "title", "前页": "front", "标识": "label", "集": "episode", "场景": "heading",
    "人物": "cast", "说话人": "cue", "动作": "action", "台词": "dialogue", "画外": "vo",
    "独白": "os", "字幕": "caption", "标记": "mark", "分隔": "separator", "未归": "unmapped",
}  # fmt: skip


@dataclass(kw_only=True, slots=True)
class SourceRow:
    """A row of the file and how it was read."""

    source_line: int
    text: str
    role: Role


@dataclass(kw_only=True, slots=True)
class Reading:
    """A file, read without loss.

    ``front`` is the title page, ``labels`` are AI labels (never lines), ``unmapped`` is what could
    not be placed, ``rows`` tells of every row how it was read (not part of the JSON), ``notes`` is
    what a Word file says beside its text (批注, 脚注, 页眉, 隐藏文字; 0 is no paragraph of its own).
    ``source_line`` counts lines of a text, paragraphs of a Word file, from 1.
    """

    episodes: list[ReadEpisode] = field(default_factory=list)
    unmapped: list[Loose] = field(default_factory=list)
    title: str = ""
    front: list[Loose] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    rows: list[SourceRow] = field(default_factory=list)
    source: Source | None = None
    notes: list[Loose] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON; title, front, labels, notes, source only where they are."""
        data = asdict(replace(self, rows=[]))
        for episode in data["episodes"]:
            for part in (episode, *episode["scenes"]):
                del part["source_line"]
        wanted = ("title", "front", "labels", "notes", "source")
        kept = {key: data[key] for key in wanted if data[key]}
        return {"episodes": data["episodes"], "unmapped": data["unmapped"]} | kept


def accept(reading: Reading) -> list[Episode]:
    """Make a screenplay of a reading: the same lines, each with an id, written by a person.

    Ids say the place in the file (``e1s2l3``), so that the same file gives the same ids.
    """
    return [
        Episode(
            number=episode.number,
            title=episode.title,
            scenes=[_scene(scene, f"e{n}s{m}") for m, scene in enumerate(episode.scenes, 1)],
        )
        for n, episode in enumerate(reading.episodes, 1)
    ]


def _scene(scene: ReadScene, id: str) -> Scene:
    return Scene(
        id=id,
        number=scene.number,
        int_ext=scene.int_ext,
        time=scene.time,
        place=scene.place,
        cast=list(scene.cast),
        elements=[_element(line, f"{id}l{n}") for n, line in enumerate(scene.lines, 1)],
    )


def _element(line: ReadLine, id: str) -> Element:
    return Element(
        id=id,
        type=line.type,
        text=line.text,
        speaker=line.speaker,
        parenthetical=line.parenthetical,
    )


def as_reading(episodes: list[Episode], title: str = "") -> Reading:
    """Return a screenplay as a reading; ``source_line`` counts its lines."""
    count = iter(range(1, 1 + sum(len(s.elements) for e in episodes for s in e.scenes)))
    return Reading(
        title=title,
        episodes=[
            ReadEpisode(
                number=episode.number,
                title=episode.title,
                scenes=[
                    ReadScene(
                        number=scene.number,
                        int_ext=scene.int_ext,
                        time=scene.time,
                        place=scene.place,
                        cast=list(scene.cast),
                        lines=[_line(element, next(count)) for element in scene.elements],
                    )
                    for scene in episode.scenes
                ],
            )
            for episode in episodes
        ],
    )


def _line(element: Element, number: int) -> ReadLine:
    return ReadLine(
        type=element.type,
        text=element.text,
        speaker=element.speaker,
        parenthetical=element.parenthetical,
        source_line=number,
    )
