"""Final Draft XML (.fdx): scene headings, characters, dialogue with the Chinese whole.

A heading is the canonical row with its number as an attribute; captions, marks and the cast line
are paragraphs of type General in their own brackets; an episode is a New Act. Other programs' files
are read paragraph by paragraph, whatever their types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

from heritage_kb.aigc import is_label_line
from heritage_kb.errors import RefusedInput
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

_SIGNS = {"os": "O.S.", "vo": "V.O."}
_CUE = re.compile(r"(?P<name>.+?)\s*(?P<more>(?:[(（][^()（）]*[)）]\s*)*)")
_LIMIT = 60 * 1024 * 1024


# -------------------------------------------------------------------------------------- writing
_BOXED = re.compile(r"\s*【[^【】]*】\s*")


def write_finaldraft(reading: Reading, page: TitlePage) -> bytes:
    """Return the .fdx file, UTF-8; the same reading gives the same bytes."""
    root = ElementTree.Element("FinalDraft", DocumentType="Script", Template="No", Version="5")
    content = ElementTree.SubElement(root, "Content")
    for episode in reading.episodes:
        _paragraph(content, "New Act", episode_text(episode))
        for scene in episode.scenes:
            _scene(content, scene)
    front = ElementTree.SubElement(ElementTree.SubElement(root, "TitlePage"), "Content")
    if page.title:
        _paragraph(front, "Title", f"《{one_row(page.title)}》")
    for row in plain_rows(replace(page, title="", notice="")):
        _paragraph(front, "General", one_row(row))
    ElementTree.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
    return (head + ElementTree.tostring(root, encoding="unicode") + "\n").encode()


def _scene(content: ElementTree.Element, scene: ReadScene) -> None:
    more: dict[str, str] = {"Number": one_row(scene.number)} if scene.number else {}
    _paragraph(content, "Scene Heading", heading_row(scene), **more)
    if scene.cast:
        _paragraph(content, "General", f"出场人物：{'、'.join(map(one_row, scene.cast))}")
    for line in scene.lines:
        text = one_row(line.text)
        if line.type == "action":
            shut = _BOXED.fullmatch(text) or CAST_LABEL.fullmatch(text)  # would be read as such
            _paragraph(content, "Action", f"△{text}" if shut else text)
        elif line.type in ("caption", "mark"):
            _paragraph(content, "General", written(Line(line.type, None, None, text)))
        else:
            default = {"os": "内心独白", "vo": "旁白"}.get(line.type, "众人")
            sign = f" ({_SIGNS[line.type]})" if line.type in _SIGNS else ""
            _paragraph(content, "Character", one_row(line.speaker or default) + sign)
            if line.parenthetical:
                _paragraph(content, "Parenthetical", f"({one_row(line.parenthetical)})")
            _paragraph(content, "Dialogue", text)


def _paragraph(parent: ElementTree.Element, kind: str, text: str, **more: str) -> None:
    paragraph = ElementTree.SubElement(parent, "Paragraph", {"Type": kind, **more})
    ElementTree.SubElement(paragraph, "Text").text = text


# -------------------------------------------------------------------------------------- reading


def read_finaldraft(data: bytes, name: str, retags: Mapping[int, Role] | None = None) -> Reading:
    """Return the reading of an .fdx file; ``source_line`` counts its paragraphs.

    Raises:
        RefusedInput: no Final Draft file, a damaged or hostile one.
    """
    root = _root(data, name)
    reader = _Reader(retags or {})
    front = root.find("TitlePage/Content")
    for paragraph in front.iter("Paragraph") if front is not None else ():
        reader.front(paragraph)
    content = root.find("Content")
    paragraphs = list(_paragraphs(content)) if content is not None else []
    for number, paragraph in enumerate(paragraphs, 1):
        reader.paragraph(number, paragraph)
    reader.end()
    return reader.reading


def _root(data: bytes, name: str) -> ElementTree.Element:
    import defusedxml.ElementTree
    from defusedxml.common import DefusedXmlException

    if len(data) > _LIMIT:
        raise RefusedInput(f"“{name}”太大；请拆开再试。", f"“{name}” is too big.")
    try:
        root: ElementTree.Element = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise RefusedInput(
            f"“{name}”不是完整的 Final Draft 文件；请用 Final Draft 重新导出 fdx 再试。",
            f"“{name}” is no whole Final Draft file.",
        ) from error
    if root.tag != "FinalDraft":
        raise RefusedInput(
            f"“{name}”不是 Final Draft 的剧本；请检查文件。", f"“{name}” is no Final Draft script."
        )
    return root


def _paragraphs(node: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield the paragraphs in order; two speeches side by side come one after the other."""
    for child in node:
        if child.tag == "Paragraph":
            inner = child.find("DualDialogue")
            if inner is not None:
                yield from _paragraphs(inner)
            else:
                yield child
        elif child.tag == "DualDialogue":
            yield from _paragraphs(child)


class _Reader:
    """Takes paragraphs one by one; a Character waits for its Dialogue."""

    def __init__(self, retags: Mapping[int, Role]) -> None:
        self.retags = retags
        self.reading = Reading()
        self.scene: ReadScene | None = None
        self.cue: tuple[int, Line] | None = None
        self.spoken = False

    def front(self, paragraph: ElementTree.Element) -> None:
        """Take a paragraph of the title page."""
        text = _text(paragraph).strip()
        title = re.fullmatch(r"《([^《》]+)》", text)
        if not text:
            return
        if is_label_line(text):
            self.reading.labels.append(text)
        elif title and not self.reading.title:
            self.reading.title = title[1]
        else:
            self.reading.front.append(Loose(source_line=0, text=text))

    def paragraph(self, number: int, paragraph: ElementTree.Element) -> None:
        """Take a paragraph of the script."""
        kind, text = paragraph.get("Type", ""), _text(paragraph)
        for note in paragraph.iter("ScriptNote"):
            self._loose(number, "".join(note.itertext()).strip())
        if not text.strip() and kind != "Dialogue":
            return
        if is_label_line(text.strip()):
            self.reading.labels.append(text.strip())
            return
        if kind not in ("Parenthetical", "Dialogue"):
            self.end()
        take: dict[str, Any] = {
            "Scene Heading": self._heading,
            "Character": self._character,
            "Parenthetical": self._aside,
            "Dialogue": self._dialogue,
            "Action": self._action,
            "Transition": self._transition,
        }
        take.get(kind, self._general)(number, text, paragraph)

    def end(self) -> None:
        """Keep a cue that nobody spoke."""
        if self.cue is not None and not self.spoken:
            number, cue = self.cue
            self._loose(number, cue.speaker or "")
        self.cue, self.spoken = None, False

    def _heading(self, number: int, text: str, paragraph: ElementTree.Element) -> None:
        text = text.strip()
        found = candidate(text)
        heading = read_heading(text) or (found.heading if found else Heading(place=text))
        said = paragraph.get("Number")
        if heading.number is None and said:
            episode = self.reading.episodes[-1].number if self.reading.episodes else 1
            plain = re.fullmatch(r"\d{1,3}[A-Za-z]?", said)
            heading = replace(heading, number=f"{episode}-{said}" if plain else said)
        self._open(number, heading)
        self._note(number, text, "heading")

    def _open(self, number: int, heading: Heading) -> None:
        episodes = self.reading.episodes
        said = re.match(r"(\d+)-", heading.number or "")
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

    def _character(self, number: int, text: str, _: ElementTree.Element) -> None:
        found = _CUE.fullmatch(text.strip())
        kind, moods = "dialogue", []
        for inner in re.findall(r"[(（]([^()（）]*)[)）]", found["more"] if found else ""):
            sign = re.sub(r"[.\s]", "", inner).upper()
            if sign in ("OS", "VO"):
                kind = sign.lower()
            elif inner.strip():
                moods.append(inner.strip())
        name = found["name"].strip() if found else text.strip()
        self.cue = number, Line(kind, name, "，".join(moods) or None, "")  # type: ignore[arg-type]
        self.spoken = False
        self._note(number, text, "cue")

    def _aside(self, number: int, text: str, _: ElementTree.Element) -> None:
        if self.cue is None:
            self._general(number, text, _)
            return
        inner = re.sub(r"^\s*[(（]|[)）]\s*$", "", text).strip()
        cue = self.cue[1]
        mood = "，".join(part for part in (cue.parenthetical, inner) if part)
        self.cue = self.cue[0], cue._replace(parenthetical=mood)
        self._note(number, text, "cue")

    def _dialogue(self, number: int, text: str, _: ElementTree.Element) -> None:
        if self.cue is None:
            self._general(number, text, _)
            return
        self._add(number, self.cue[1]._replace(text=text), text)
        self.cue, self.spoken = (self.cue[0], self.cue[1]._replace(parenthetical=None)), True

    def _action(self, number: int, text: str, _: ElementTree.Element) -> None:
        if self._is_cast(text):
            self._general(number, text, _)
            return
        line = signed(text) if text.lstrip()[:1] in "△▲" or _BOXED.fullmatch(text) else None
        self._add(number, line or Line("action", None, None, text), text)

    def _transition(self, number: int, text: str, _: ElementTree.Element) -> None:
        self._add(number, Line("mark", None, None, text.strip()), text)

    def _general(self, number: int, text: str, _: ElementTree.Element) -> None:
        episode = episode_row(text)
        if episode is not None:
            self.reading.episodes.append(
                ReadEpisode(number=episode[0], title=episode[1], source_line=number)
            )
            self.scene = None
            self._note(number, text, "episode")
        elif self.scene is not None and (cast := self._is_cast(text)):
            self.scene.cast.extend(people(cast["names"]))
            self._note(number, text, "cast")
        elif self.scene is None:
            self._loose(number, text.strip())
        else:
            boxed = re.fullmatch(r"【.*】", text.strip(), re.DOTALL)
            for line in [read_line(text)] if boxed else lines_of(text):
                self._add(number, line, text)

    def _is_cast(self, text: str) -> re.Match[str] | None:
        """Return the cast line that a paragraph before the first line of a scene is."""
        if self.scene is None or self.scene.lines:
            return None
        return CAST_LABEL.fullmatch(text.strip())

    def _add(self, number: int, line: Line, text: str) -> None:
        if self.scene is None:
            self._loose(number, text.strip())
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

    def _loose(self, number: int, text: str) -> None:
        if text:
            self.reading.unmapped.append(Loose(source_line=number, text=text))
            self._note(number, text, "unmapped")

    def _note(self, number: int, text: str, role: Role) -> None:
        self.reading.rows.append(SourceRow(source_line=number, text=text, role=role))


def _text(paragraph: ElementTree.Element) -> str:
    return "".join("".join(run.itertext()) for run in paragraph.findall("Text"))
