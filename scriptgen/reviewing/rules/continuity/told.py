"""A script as a run of told lines: who is there, who is meant, and what lies outside the order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scriptgen.reviewing.findings import EpisodeView, Line, Review, SceneView

_BACK = re.compile(r"闪回|回忆|插叙|往事|梦")
_BACK_END = re.compile(r"(?:闪回|回忆|插叙|往事|梦境?)(?:结束|完|止|毕)|闪出|回到现实|梦醒")
_CROWD = re.compile(r"众|群|[甲乙丙丁]$|声$|画外|旁白|字幕|广播")
FATHER = frozenset(("爹爹", "爹", "爸爸", "爸", "父亲"))
PARENT = ("爹爹", "爹", "爸爸", "爸", "父亲", "娘", "妈妈", "妈", "母亲")
PARENTS = "|".join(PARENT)  # as a pattern


@dataclass(frozen=True, slots=True)
class Spot:
    """A line in its place; ``at`` counts lines, ``number`` scenes; ``back`` is out of the order."""

    at: int
    number: int
    episode: EpisodeView
    scene: SceneView
    line: Line
    back: bool

    @property
    def text(self) -> str:
        """What the line says."""
        return self.line.text

    @property
    def spoken(self) -> bool:
        """Tell whether it is said aloud."""
        return self.line.type == "dialogue"


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """Two lines that do not go together; ``other`` None where something is missing."""

    code: str
    spot: Spot
    what: str
    other: Spot | None = None
    term: str = ""
    suggestion: str = "改一处，使两处相合；有意如此就写明理由。"


@dataclass(frozen=True)
class Told:
    """The spots of a script in order, and its people."""

    spots: tuple[Spot, ...]
    names: frozenset[str]

    @cached_property
    def scenes(self) -> list[list[Spot]]:
        """The spots by scene."""
        return list(self._by_number.values())

    @cached_property
    def _by_number(self) -> dict[int, list[Spot]]:
        found: dict[int, list[Spot]] = {}
        for spot in self.spots:
            found.setdefault(spot.number, []).append(spot)
        return found

    def scene(self, spot: Spot) -> list[Spot]:
        """Return the spots of the scene of one of them."""
        return self._by_number[spot.number]

    @cached_property
    def calls(self) -> list[str]:
        """Every way to call somebody by name, the longest first."""
        return sorted(sorted({*self.names, *self._shorts}), key=len, reverse=True)

    @cached_property
    def _shorts(self) -> dict[str, str]:
        """Return short names and titles that mean one person only: 小旦, 师傅 of 梁师傅."""
        short: dict[str, set[str]] = {}
        for name in self.names:
            for part in {name[-2:], name[:2] if len(name) > 3 else name[-2:]}:
                if len(name) > 2 and part not in self.names:
                    short.setdefault(part, set()).add(name)
        return {part: found.pop() for part, found in short.items() if len(found) == 1}

    @cached_property
    def _naming(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.calls)) or r"(?!)")

    def named(self, text: str) -> list[str]:
        """Return the people that a text names, in order."""
        found = [self._shorts.get(m[0], m[0]) for m in self._naming.finditer(text)]
        return list(dict.fromkeys(found))

    def subject(self, spot: Spot) -> str | None:
        """Return whom a line speaks of first: who is named, else who says 我, else who speaks."""
        named = self.named(spot.text)
        if spot.line.type == "action":
            return named[0] if named else None
        if re.search(r"我|俺|咱|老夫|老身|奴家", spot.text) or not named:
            return spot.line.speaker
        return named[0]

    def role(self, word: str) -> str | None:
        """Return the one who is called only 父亲 or 母亲 in the script, for any such word."""
        same = [n for n in PARENT if (n in FATHER) == (word in FATHER)]
        return next((name for name in same if name in self.names), None)

    def listener(self, spot: Spot) -> str | None:
        """Return the only other one who is in the scene, None where there are more or none."""
        own = {spot.line.speaker}
        others = (set(spot.scene.cast) & self.names) - own or self.talking(spot) - own
        return next(iter(others)) if len(others) == 1 else None

    def talking(self, spot: Spot) -> set[str]:
        """Return who speaks in the scene of a spot."""
        return {s.line.speaker for s in self.scene(spot) if s.line.speaker}

    def elder(self, speaker: str | None) -> str | None:
        """Return whom a speaker calls father or mother: who is most often beside such a word."""
        votes: Counter[str] = Counter()
        for scene in self.scenes:
            for i, spot in enumerate(scene):
                if spot.line.speaker == speaker and re.match(
                    rf"(?:{PARENTS})[，！？。…]", spot.text
                ):
                    near = scene[max(0, i - 2) : i] + scene[i + 1 : i + 3]
                    votes.update(
                        s.line.speaker for s in near if s.line.speaker and s.line.speaker != speaker
                    )
        return votes.most_common(1)[0][0] if votes else None


def told(review: Review) -> Told:
    """Return the run of lines of a script."""
    spots = tuple(_spots(review))
    names = {n for n in review.script.speakers if 2 <= len(n) <= 5 and not _CROWD.search(n)}
    return Told(spots, frozenset(names))


def _spots(review: Review) -> Iterator[Spot]:
    back, at = False, 0
    for number, (episode, scene) in enumerate(review.script.scenes()):
        past = bool(_BACK.search(f"{scene.time}{scene.place}"))
        for line in scene.lines:
            if line.type == "mark" and _BACK_END.search(line.text):
                back = False
            elif line.type == "mark" and _BACK.search(line.text):
                back = True
            outside = back or past or line.type in ("os", "vo")
            yield Spot(at, number, episode, scene, line, outside)
            at += 1
