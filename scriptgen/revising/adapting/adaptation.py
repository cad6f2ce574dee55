"""What an adaptation is: a brief, an outline that quotes its source, and what was found in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from scriptgen.brief import Brief
from scriptgen.revising.adapting.ages import Age, Found
from scriptgen.revising.adapting.cuts import Cut
from scriptgen.revising.adapting.source import SourceText, Span
from scriptgen.revising.adapting.speech import Player, Speech
from scriptgen.series import Bible, Character, Element, Episode, Outline, Scene, Series

_INNER = ("心想", "觉得", "想起", "暗想", "心里", "知道", "明白", "以为", "回忆")
_QUOTES = '“”「」『』" 　'
_ONLY_TAG = re.compile(
    r"(?:^|[，,])[^，。！？：]{0,14}?(?:说道|问道|答道|喊道|叫道|笑道|叹道|回答|开口|介绍|表示|告诉记者|回忆|说|问|答|道|喊|叫)[道着了]?[：:，。]?$"
)
_LONG = 60  # characters from which a sentence is no line of action


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A passage of the source that an episode stands on. ``role``: hook, turn, cliffhanger, line."""

    role: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EpisodeAnchors:
    """What one episode takes of the source: from where to where, and its anchors."""

    number: int
    start: int
    end: int
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Adaptation:
    """A source made ready for a series.

    Every ``start``–``end`` counts characters of ``source.text``; an anchor's text is exactly what
    stands there. ``traces`` say what was dropped and why, ``questions`` what a person decides.
    """

    source: SourceText
    brief: Brief
    outline: Outline
    episodes: tuple[EpisodeAnchors, ...]
    age: Age
    found: tuple[Found, ...]
    cast: tuple[Player, ...]
    speeches: tuple[Speech, ...]
    scenes: tuple[Cut, ...]
    author: str = "scaffold"
    traces: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the adaptation as plain JSON values; the source by its name and digest."""
        source = {
            "name": self.source.name,
            "characters": len(self.source.text),
            "sha256": self.source.sha256,
        }
        return {
            "source": source,
            "brief": self.brief.model_dump(mode="json", exclude_none=True),
            "outline": asdict(self.outline),
            "episodes": [asdict(one) for one in self.episodes],
            "age": asdict(self.age),
            "found": [asdict(one) for one in self.found],
            "cast": [asdict(one) for one in self.cast],
            "dialogue": [asdict(one) for one in self.speeches],
            "scenes": [asdict(one) for one in self.scenes],
            "author": self.author,
            "traces": list(self.traces),
            "questions": list(self.questions),
        }

    def series(self) -> Series:
        """Return a script that holds the source's speech and its playable sentences, word for word.

        It is as long as the source is: condense it to the brief's seconds. What cannot be played
        as it is (thoughts, long sentences, speech of nobody known) is left out and counted.
        """
        bible = Bible(
            characters=[_character(p) for p in self.cast if p.count + p.speeches > 1],
            questions=list(self.questions),
        )
        rows = [self._episode(one) for one in self.episodes]
        return Series(
            brief=self.brief,
            bible=bible,
            outline=self.outline,
            episodes=rows,
            draft_note="改编稿：台词与画面逐字取自原文",
        )

    def _episode(self, one: EpisodeAnchors) -> Episode:
        title = next((p.title for p in self.outline.episodes if p.number == one.number), "")
        made = Episode(number=one.number, title=title)
        inside = [c for c in self.scenes if c.end > one.start and c.start < one.end]
        for number, cut in enumerate(inside, 1):
            id = f"e{one.number:03d}s{number:02d}"
            span = (max(cut.start, one.start), min(cut.end, one.end))
            lines = self._lines(span)
            for at, line in enumerate(lines, 1):
                line.id = f"{id}l{at:02d}"
            if lines:
                made.scenes.append(
                    Scene(
                        id=id,
                        number=f"{one.number}-{number}",
                        int_ext=cut.int_ext,  # type: ignore[arg-type]
                        time=cut.time or "日",
                        place=cut.place or "待定",
                        site=cut.entry or None,
                        cast=list(dict.fromkeys(e.speaker for e in lines if e.speaker)),
                        elements=lines,
                    )
                )
        return made

    def _lines(self, span: tuple[int, int]) -> list[Element]:
        """Return speech and playable sentences between two places, in the order of the source."""
        start, end = span
        first = bisect_left(self.speeches, start, key=lambda s: s.start)
        last = bisect_left(self.speeches, end, key=lambda s: s.start)
        said = [s for s in self.speeches[first:last] if s.end <= end]
        rows: list[tuple[int, Element]] = [
            (s.start, Element(id="", type="dialogue", text=s.text, speaker=s.speaker))
            for s in said
            if s.speaker
        ]
        at, ends = start, {s.start: s.end for s in said}
        for stop in (*ends, end):
            rows += [(one.start, Element(id="", type="action", text=one.text))
                     for one in self._narration(at, stop) if _plays(one)]  # fmt: skip
            at = ends.get(stop, end)
        return [line for _, line in sorted(rows, key=lambda row: row[0])]

    def _narration(self, start: int, end: int) -> Iterator[Span]:
        """Yield the sentences between two speeches, without the words that only say who speaks."""
        for one in self.source.sentences(start, end):
            bare = one.text.strip(_QUOTES)
            tag = _ONLY_TAG.search(bare)
            kept = (bare[: tag.start()] if tag else bare).rstrip("，、：,:")
            if len(kept.strip("，。")) > 1:
                at = one.start + one.text.index(kept)
                yield self.source.span(at, at + len(kept))


def _plays(sentence: Span) -> bool:
    return len(sentence.text) <= _LONG and not any(word in sentence.text for word in _INNER)


def _character(player: Player) -> Character:
    return Character(
        name=player.name,
        role="",
        want="",
        need="",
        secret="",
        voice="",
        invented=not player.entry,
        entry=player.entry or None,
        note=f"原文出现 {player.count} 次，说话 {player.speeches} 次",
    )
