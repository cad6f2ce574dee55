"""A script as a run of told lines: who is there, who is meant, and what lies outside the order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from heritage_kb.dates import numeral
from scriptgen.reviewing.findings import EpisodeView, Line, Review, SceneView
from scriptgen.reviewing.when import BACK, BACK_END, year_said
from scriptgen.surnames import SURNAMES

_CLAUSE = re.compile(r"(?<=[，。！？；…])")
_LATER = re.compile(r"[年月]之?后|岁月|转眼|又过|多年")
_YEARS_LATER = re.compile(
    r"([一二三四五六七八九十两]{1,3})年(?:之)?后|年之?后|岁月|多年|又过了?[^，。]{0,2}年"
)
_WOMAN = re.compile(
    r"[娘妹姐嫂妈婆姨姑奶妃妇婶媳女娟秀兰花凤燕香桂杏莲梅芳芬玉霞月琴珍淑英翠巧婉妍嫣丫]|小翠|姑娘|小姐|夫人"
)
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

    year: int | None = None  # where the script says it

    @property
    def text(self) -> str:
        """What the line says."""
        return self.line.text

    @property
    def spoken(self) -> bool:
        """Tell whether it is said aloud."""
        return self.line.type == "dialogue"

    def later(self, span: str = "年月") -> bool:
        """Tell whether the story has leapt: years (年), or months too (年月)."""
        said = self.scene.time + (self.text if self.line.type in ("caption", "action") else "")
        leap = _LATER.search(said)
        return leap is not None and (span == "年月" or "月后" not in leap[0].replace("之", ""))


def clauses(text: str) -> list[str]:
    """Return the clauses of a text, each with its mark."""
    return [part for part in _CLAUSE.split(text) if part]


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """Two lines that do not go together; ``other`` None where something is missing.

    What is not ``sure`` is told as a hint, whatever the rule's severity.
    """

    code: str
    spot: Spot
    what: str
    other: Spot | None = None
    term: str = ""
    sure: bool = True
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
    def clock(self) -> list[tuple[int, int]]:
        """For each line, the span of known time it is in, and the years since the span began."""
        now, span, base, heading = 0, 0, None, -1
        found = []
        for spot in self.spots:
            said = spot.scene.time if spot.number != heading else ""
            heading = spot.number
            said += spot.text if spot.line.type in ("caption", "action") else ""
            leap = _YEARS_LATER.search(said) if not spot.back else None
            if leap and leap[1] and (years := numeral(leap[1])):
                now += years
            elif spot.year is not None and not spot.back:
                base = spot.year - now if base is None else base
                now = spot.year - base
            elif leap:
                now, span, base = 0, span + 1, None
            found.append((span, now))
        return found

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
            for part in _nicknames(name):
                if part not in self.names:
                    short.setdefault(part, set()).add(name)
        return {part: found.pop() for part, found in short.items() if len(found) == 1}

    @cached_property
    def _naming(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.calls)) or r"(?!)")

    def named(self, text: str) -> list[str]:
        """Return the people that a text names, in order."""
        found = [self._shorts.get(m[0], m[0]) for m in self._naming.finditer(text)]
        return list(dict.fromkeys(found))

    def nameless(self, text: str) -> str:
        """Return a text with every call of somebody taken out: 小蝉 sings in no tree."""
        return self._naming.sub("　", text)

    def subject(self, spot: Spot) -> str | None:
        """Return whom a line speaks of first: who is named, else who says 我, else who speaks."""
        named = self.named(spot.text)
        if spot.line.type == "action":
            return named[0] if named else None
        if re.search(r"我|俺|咱|老夫|老身|奴家", spot.text) or not named:
            return spot.line.speaker
        return named[0]

    def meant(self, spot: Spot, before: str) -> str | None:
        """Return whom the words before a statement speak of; None where that is open.

        The last one named; 我 is who speaks, 你 who is spoken to, 他 and 她 whom the scene last
        showed; a spoken statement about nobody is about its speaker, a shown one about the one
        shown last.
        """
        named = self.named(before)
        if named:
            return named[-1]
        if re.search(r"我|俺|咱|老夫|老身|奴家|小女|在下", before):
            return spot.line.speaker if spot.spoken else None
        if re.search(r"你|您|姑娘|公子|师[父傅]|将军|大人", before):
            return self.addressee(spot)
        if re.search(r"[他她]", before) or not spot.spoken:
            return self.shown(spot, "她" in before)
        return spot.line.speaker

    def addressee(self, spot: Spot) -> str | None:
        """Return who is spoken to: who is called, the only other one, or who spoke just before."""
        called = re.match(r"([一-鿿]{2,4})[，！？…]", spot.text)
        named = self.named(called[1]) if called else []
        if named and named[0] != spot.line.speaker:
            return named[0]
        return self.listener(spot)

    def shown(self, spot: Spot, woman: bool = False) -> str | None:
        """Return whom 他 or 她 means: named last in the scene and not speaking, else of its cast."""
        known = [
            name
            for before in reversed(self.scene(spot))
            if before.at < spot.at
            for name in [*reversed(self.named(before.text)), before.line.speaker]
            if name and name != spot.line.speaker
        ]
        own = {spot.line.speaker} if spot.spoken else set()
        known += [name for name in spot.scene.cast if name in self.names - own]
        fits = [name for name in known if bool(_WOMAN.search(name)) == woman]
        return next(iter(fits or known), None)

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


_ELDERS = (
    "爷爷 大爷 爷 伯 大伯 叔 大叔 师傅 师父 先生 掌柜 老板 大哥 哥 把总 将军 老爷 工 队长 主任"
)
_MATRONS = "奶奶 婆婆 婆 大娘 大妈 婶 嫂 姨 大姐 姐 娘子 太太 夫人"
_MATRON = re.compile(r"[婶娘嫂姨婆妈姑姐奶妇]$|太太$|夫人$")


def _family(name: str) -> str:
    """Return the surname of a name, empty where it has none: 姜 of 老姜头."""
    plain = name[1:] if name[0] in "老小阿" else name
    return plain[0] if plain and plain[0] in SURNAMES and plain[0] not in "阿小老" else ""


def _nicknames(name: str) -> set[str]:
    """Return how people call somebody of a name: 远远, 小远 for 赵远, 老姜, 姜师傅 for 老姜头."""
    surname = _family(name)
    if not surname:
        return set()
    ranks = _MATRONS if _MATRON.search(name) else _ELDERS
    found = {f"{surname}{rank}" for rank in ranks.split()}
    if not _MATRON.search(name):
        found.add(f"老{surname}")
    given = name.partition(surname)[2] if name[0] == surname else ""
    if given and not _TITLED.search(given):
        last = given[-1]
        found |= {last * 2, f"小{last}", f"阿{last}", f"{last}儿", f"{last}子"}
        found |= {f"{last}{kin}" for kin in ("哥", "姐", "叔", "伯", "婶", "爷", "姨")}
    return found


_TITLED = re.compile(
    r"掌柜|师[傅父爷]|老板|先生|太太|夫人|公子|小姐|姑娘|[婶娘嫂姨婆妈姑姐奶爷叔伯哥头工长导]$|"
    r"郎中|会计|主任|书记|大人|将军|把总|参将|老汉|老太|知县|医生|大夫|道士|和尚|木匠|铁匠|班主|东家"
)


def told(review: Review) -> Told:
    """Return the run of lines of a script."""
    spots = tuple(_spots(review))
    names = {n for n in review.script.speakers if 2 <= len(n) <= 5 and not _CROWD.search(n)}
    return Told(spots, frozenset(names))


def _spots(review: Review) -> Iterator[Spot]:
    back, at = False, 0
    for number, (episode, scene) in enumerate(review.script.scenes()):
        past = bool(BACK.search(f"{scene.time}{scene.place}"))
        for line in scene.lines:
            if line.type == "mark" and BACK_END.search(line.text):
                back = False
            elif line.type == "mark" and BACK.search(line.text):
                back = True
            outside = back or past or line.type in ("os", "vo")
            year = year_said(line.text) if line.type == "caption" else None
            yield Spot(at, number, episode, scene, line, outside, year)
            at += 1
