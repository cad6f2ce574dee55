"""Staging: from a pattern and its roles to the pieces of a scene."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from random import Random
from typing import Literal

from heritage_kb import KnowledgeBase
from scriptgen.genres import Taste
from scriptgen.story.deadline import one_night
from scriptgen.story.drawing import Drawer
from scriptgen.story.forms import Call, Line, Pattern, Take
from scriptgen.story.gate import Gate
from scriptgen.story.pieces import HOURS, Part, Piece
from scriptgen.story.plan import Plan
from scriptgen.story.setting import Setting, hours_of, is_outside
from scriptgen.story.sheets import Sheet
from scriptgen.story.shelf import ANY_TWO, OF_THE_LOGLINE, Shelf, open_shelf, unsaid
from scriptgen.story.things import allowed, place_word, scene_place
from scriptgen.story.timely import dated_in
from scriptgen.story.wording import Wording
from scriptgen.tension import TENSION

_INDOORS = re.compile("门|墙|灯|缸|案|梁|屋|碗|火|水滴|外头")
_ROOM = re.compile(
    "把门|门闩|门掩|掩门|关门|推门|门关上|门合上|炕|被子|枕|床|窗外|窗纸|屋里|梁上|柜子|柜底|墙角|案底|门槛"
)
_HELD = re.compile(  # 这一班, 这个家: what is no thing is neither turned over nor wiped
    r"(?:把|抱着?|托着?|捧着?|摸|守着|对着|背对)\{活\}|\{活\}(?:上|前|底下|跟前|放|摆|盖)"
)
_LAMP = re.compile("灯|火星|飞虫|影子")
_ORDER = "主师敌友东长遗"
_SHUT_IN = 20.0  # what it costs the first scene of a series to play indoors only
_PAST = 25.0  # what it costs to wait for the next day, because its hour is past
_BESIDE = 12.0  # what it costs to play something else than the pattern that a step names
_SHORT = 24  # in a series of so few episodes no exchange comes twice

_DAYS = (
    "日头",
    "晌午",
    "太阳",
    "七天",
    "几天",
    "第四天",
)  # what a story of one night does not speak of


class Stage:
    """Puts patterns on their feet: seats filled, lines phrased, facts drawn.

    Args:
        plan: what is written.
        kb: the knowledge base.
        seed: chooses among what fits.
        poll: called before each scene; may raise to stop the work.
        gate: of this brief, where there is one that has let lines pass before.
    """

    def __init__(
        self,
        plan: Plan,
        kb: KnowledgeBase,
        seed: int,
        *,
        poll: Callable[[], None] = lambda: None,
        gate: Gate | None = None,
    ) -> None:
        self.plan, self.kb, self.poll = plan, kb, poll
        self.key = f"{seed}|{plan.brief.title}|{plan.brief.logline}"
        self.shelf: Shelf = open_shelf()
        self.one_night = one_night(plan.brief)
        avoids = unsaid(plan.work.trade, plan.year) + (_DAYS if self.one_night else ())
        self.gate = gate or Gate(plan.brief, kb, plan.year, avoids)
        self.drawer = Drawer(
            plan.work, self.gate, self.shelf, Random(f"{self.key}|facts"), len(plan.sheets)
        )
        self.voices = plan.voices
        self.colours = Taste(plan.brief.genre).colours
        self.said: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.takes: Counter[str] = Counter()
        self.glossed: set[str] = set()
        self.paused: set[str] = set()  # pauses of this episode

    def _more(self, sheet: Sheet, nouns: dict[str, str], rng: Random) -> Callable[[], Part | None]:
        calls = [
            Call(pattern=name, roles=roles)
            for name, roles in (
                ("情", ("主", "友")),
                ("查", ("主", "友")),
                ("教", ("师", "主")),
                ("逼", ("敌", "友")),
                ("旁", ("友", "主")),
                ("对", ("主", "师")),
                ("东来", ("东", "师")),
                ("长", ("长", "主")),
                ("对", ("敌", "师")),
                ("旁", ("师", "友")),
                ("情", ("师", "友")),
                ("东来", ("东", "主")),
                ("查", ("敌", "友")),
                ("对", ("友", "主")),
            )
        ]
        if "喜" in self.colours:
            calls.insert(0, Call(pattern="喜", roles=("友", "主")))
        if "爱" in self.colours:
            calls.insert(0, Call(pattern="爱", roles=("友", "主")))
        if "武" in self.colours:
            calls.insert(0, Call(pattern="比", roles=("敌", "主")))
        steady = {frozenset(call.roles) for call in sheet.step.calls}
        order = sorted(
            rng.sample(calls, len(calls)), key=lambda call: frozenset(call.roles) in steady
        )
        at = iter(range(10_000))

        def more() -> Part | None:
            for again in (False, not self._is_short()):  # an old exchange only where no new one is
                for _ in order:
                    call = order[next(at) % len(order)]
                    part = self._part(sheet, call, nouns, rng, first=False, before=[], again=again)
                    if part:
                        return part
            return None

        return more

    def _part(
        self,
        sheet: Sheet,
        call: Call,
        nouns: dict[str, str],
        rng: Random,
        *,
        first: bool,
        before: list[Part],
        again: bool = False,
    ) -> Part | None:
        roles = tuple(self._stand_in(role) for role in call.roles)
        if len(set(roles)) < len(roles):
            return None
        found = [
            (
                self._cost(take, pattern, first, rng)
                + beside * _BESIDE
                + _PAST * (not self._still(self._shown_at(pattern, take), before))
                + _SHUT_IN * (sheet.number == 1 and first and not self._opens(pattern)),
                n,
                pattern,
                take,
            )
            for n, (pattern, take, beside) in enumerate(self._choices(call.pattern, roles))
        ]
        for _, _, pattern, take in sorted(found, key=lambda row: row[:2]):
            words = Wording(
                self.plan.cast_for(sheet), dict(zip(pattern.seats, roles, strict=False)), nouns
            )
            here = before[-1].place if before else ""
            places = self._places(pattern, take)
            place = rng.choice([p for p in places if p != here] or places)
            if sheet.number == 1 and first:
                place = next((p for p in places if self._open_air(p)), place)
            place = allowed(self.plan, place)
            hour = self._hour(pattern, take, before, rng)
            pieces = self._pieces(take.lines, words, self._setting(place, hour))
            if pieces is None:
                continue
            if self.takes[take.id] and not first and not again:
                return None
            self.takes[take.id] += 1
            return Part(place=place, hour=hour, roles=roles, pieces=pieces, works=pattern.works)
        return None

    def _places(self, pattern: Pattern, take: Take) -> list[str]:
        """Return the places of a pattern; in a room only, where a take shuts a door or lies in bed."""
        shut = any(
            _ROOM.search(t) for line in take.lines if line.type == "action" for t in line.text
        )
        rooms = [p for p in pattern.places if shut and not self._open_air(allowed(self.plan, p))]
        return rooms or list(pattern.places)

    def _opens(self, pattern: Pattern) -> bool:
        """Tell whether a pattern may play in the open, where a series is seen to be somewhere."""
        return any(self._open_air(place) for place in pattern.places)

    def _is_short(self) -> bool:
        return len(self.plan.sheets) <= _SHORT and self.plan.brief.seconds <= 300

    def _stand_in(self, role: str) -> str:
        return role if role in self.plan.cast else "东"

    def _choices(self, name: str, roles: tuple[str, ...]) -> Iterable[tuple[Pattern, Take, int]]:
        """Yield what may be played for a call, and how far it is from the one that was named.

        0 is what was named, 1 what is of its use, 2 what may pass between any two people: in a
        long series a new exchange of another kind is better than an old one again. What the
        logline says is said in its own way only.
        """
        called = self.shelf.called(name)
        use = called[0].uses[0]
        alone = use in OF_THE_LOGLINE or name not in self.shelf.patterns
        near = [] if alone else self.shelf.called(use)
        far = self.shelf.between_any_two if use in ANY_TWO else []
        away = {id(p): n for n, rows in ((2, far), (1, near), (0, called)) for p in rows}
        for pattern in (p for p in self.shelf.patterns.values() if id(p) in away):
            if (
                len(pattern.seats) != len(roles)
                or self._blames(pattern, roles)
                or (pattern.solid and not self.plan.work.trade.solid)
            ):
                continue
            for take in pattern.takes:
                if self._may_play(take):
                    yield pattern, take, away[id(pattern)]

    def _may_play(self, take: Take) -> bool:
        trade = self.plan.work.trade
        if take.heavy and not trade.heavy:
            return False
        if not trade.solid and any(_HELD.search(t) for line in take.lines for t in line.text):
            return False
        return dated_in(take.year_from, take.year_to, self.plan.year)

    def _blames(self, pattern: Pattern, roles: tuple[str, ...]) -> bool:
        return any(
            self.plan.cast[role].documented
            for seat, role in zip(pattern.seats, roles, strict=True)
            if seat in pattern.blame
        )

    def _cost(self, take: Take, pattern: Pattern, first: bool, rng: Random) -> float:
        wrong = sum(tone in pattern.uses and tone not in self.colours for tone in "喜武爱")
        right = sum(tone in pattern.uses and tone in self.colours for tone in "喜武爱")
        tame = first and not TENSION.search(
            "".join(t for line in take.lines[:2] for t in line.text)
        )
        spoken_first = first and take.lines[0].type not in ("action", "mark")
        idle = first and not pattern.works and bool(self.plan.work.entries)
        return (
            self.takes[take.id] * 60
            + idle * 5
            + wrong * 30
            - right * 2
            + spoken_first * 40
            + tame * 15
            + rng.random() * 4
        )

    def _hour(self, pattern: Pattern, take: Take, before: list[Part], rng: Random) -> str:
        if self.one_night:
            return "夜"
        hours = self._shown_at(pattern, take)
        return rng.choice(self._still(hours, before) or list(hours))

    def _shown_at(self, pattern: Pattern, take: Take) -> str:
        """Return the hours of a pattern at which what a take shows can be seen."""
        seen = hours_of(t for line in take.lines if line.type == "action" for t in line.text)
        return "".join(h for h in pattern.hours if h in seen) or seen

    def _still(self, hours: str, before: list[Part]) -> list[str]:
        """Return those of some hours that are not past where some scenes have been played."""
        last = HOURS.index(before[-1].hour) if before else 0
        return [h for h in hours if HOURS.index(h) >= last]

    def _tail(self, sheet: Sheet, nouns: dict[str, str]) -> Part:
        words = Wording(self.plan.cast_for(sheet), {}, nouns)
        roles = sorted({line.who for line in sheet.step.tail if line.who}, key=_ORDER.find)
        text = "".join(t for line in sheet.step.tail for t in line.text)
        seen = hours_of(t for line in sheet.step.tail if line.type == "action" for t in line.text)
        lit = any(c in text for c in ("黑地", "灯", "夜里", "火苗", "半夜"))
        wish = "夜" if lit else "晨" if "天亮" in text else "昏" if sheet.number % 2 else "日"
        hour = "夜" if self.one_night else wish if wish in seen else seen[0]
        place = allowed(self.plan, sheet.step.place)
        setting = self._setting(place, hour)
        pieces = self._pieces(sheet.step.tail, words, setting, strict=False) or []
        return Part(
            place=place,
            hour=hour,
            roles=tuple(roles),
            pieces=pieces,
            is_tail=True,
        )

    def _pieces(
        self, lines: Iterable[Line], words: Wording, setting: Setting, strict: bool = True
    ) -> list[Piece] | None:
        pieces: list[Piece] = []
        gap = False
        for line in lines:
            piece = self._piece(line, words, setting)
            if piece is None:
                if strict and not line.optional and line.type != "fact":
                    return None
                gap = True
                continue
            if gap and pieces and piece.speaker and piece.speaker == pieces[-1].speaker:
                pieces += self._silence(setting)
            pieces.append(piece)
            gap = False
        return pieces

    def _silence(self, setting: Setting) -> list[Piece]:
        """Return a pause of picture for where somebody would go on talking to themselves."""
        fits = [
            text
            for text in self.shelf.breaths
            if "{" not in text and suits(text, open_air=setting.open_air, hour=setting.hour)
        ]
        text = self._unplayed(fits)
        return [Piece(type="action", text=text)] if text else []

    def _unplayed(self, pauses: Iterable[str]) -> str | None:
        """Take the pause that the series has seen least and this episode not at all, if any."""
        fits = [text for text in pauses if text not in self.paused and self.gate.plays(text)]
        text = min(fits, default=None, key=lambda one: self.seen[one])
        if text is not None:
            self.paused.add(text)
            self.seen[text] += 1
        return text

    def _piece(self, line: Line, words: Wording, setting: Setting) -> Piece | None:
        if line.type == "fact":
            return self._fact(line, words, setting)
        options = [words.fill(text) for text in line.text]
        if line.who and line.type in ("dialogue", "os", "vo"):
            voice = self.voices[words.role(line.who)]
            options = [
                words.polite(line.who, voice.says(text, self.plan.year))
                for text in voice.prefers(options)
            ]
        fits = [text for text in options if self.gate.plays(text)]
        if not fits:
            return None
        text = min(fits, key=lambda t: self.said[t])
        return Piece(
            type=line.type,
            text=text,
            optional=line.optional,
            speaker=words.name(line.who) if line.who else None,
            manner=words.fill(line.manner) or None,
        )

    def _fact(self, line: Line, words: Wording, setting: Setting) -> Piece | None:
        who = words.name(line.who)
        if line.spoken:
            piece = self.drawer.speech(line.topics, who)
            piece.manner = line.manner or None
            self.drawer.note(piece)
            return piece
        other = self._teller(line, words)
        found = self.drawer.action(line.topics, who, other, setting)
        if found is None and not line.optional:
            found = self.drawer.turning(line.topics, who) or self.drawer.action(
                ("process", "sense"), who, other, setting
            )
        if found:
            found.optional = line.optional
            self.drawer.note(found)
        return found

    def _teller(self, line: Line, words: Wording) -> str:
        """Return who says the word of the trade: the master, else a companion, else the doer."""
        seated = [words.role(seat) for seat in "甲乙丙" if words.role(seat) != seat]
        doer = words.role(line.who)
        for role in ("师", "友", "主"):
            if role in seated and (role != doer or len(seated) < 2 or role == "师"):
                return self.plan.cast[role].name
        return ""

    def _doer(self, part: Part) -> str:
        """Return whose hands the work of a scene is in; empty where nobody of the trade is there."""
        return next((role for role in "主师友" if role in part.roles), "")

    def _setting(self, place: str, hour: str, *, passing: bool = False) -> Setting:
        word, work = place_word(self.plan, place), self.plan.work
        if place == "景" and work.outing:
            return Setting(place=word, open_air=True, hour=hour, site=work.outing.id, shows="site")
        shows: Literal["own", "home", ""] = ""
        if not passing and (work.trade.quiet or place in "坊院库" or not is_outside(word)):
            shows = "home" if place == "屋" else "own"
        open_air = is_outside(word)
        _, site = scene_place(self.plan, place, open_air)
        return Setting(place=word, open_air=open_air, hour=hour, site=site or "", shows=shows)

    def _open_air(self, place: str) -> bool:
        return is_outside(place_word(self.plan, place))

    def _beats(self, sheet: Sheet, nouns: dict[str, str]) -> Callable[[Part], list[Piece]]:
        """Give the work itself more room: the next step, with its word and its second picture."""
        words = Wording(self.plan.cast_for(sheet), {}, nouns)
        beats = [("process", "tool"), ("tool", "process"), ("sense", "material", "tool")]

        def beat(part: Part) -> list[Piece]:
            doer = self._doer(part)
            if not doer or part.place not in "坊院库":
                return []
            topics = beats.pop(0)
            beats.append(topics)
            line = Line(type="fact", who=doer, topics=topics)
            piece = self._fact(line, words, self._setting(part.place, part.hour))
            if piece is None:
                return []
            rest, piece.more = piece.more, []
            for one in rest:
                self.drawer.note(one)
            return [piece, *(p for p in rest if p.type == "action" or len(part.roles) > 1)]

        return beat

    def _breaths(
        self, sheet: Sheet, nouns: dict[str, str], rng: Random
    ) -> Callable[[Part], Piece | None]:
        words = Wording(self.plan.cast_for(sheet), {}, nouns)
        order = rng.sample(self.shelf.breaths, len(self.shelf.breaths))
        most = 4 + round(self.plan.brief.seconds / 45)
        drawn = 0

        def breath(part: Part) -> Piece | None:
            nonlocal drawn
            if drawn >= most:
                return None
            open_air = self._open_air(part.place)
            absent = set("主师敌友东长") - set(part.roles)
            fits = [
                words.fill(raw)
                for raw in order
                if not any(f"{{{r}}}" in raw for r in absent)
                and suits(raw, open_air=open_air, hour=part.hour)
            ]
            text = self._unplayed(fits)
            if text is None:
                return None
            drawn += 1
            return Piece(type="action", text=text, optional=True)

        return breath


def suits(pause: str, *, open_air: bool, hour: str) -> bool:
    """Tell whether a pause of picture can be seen in such a place at such an hour."""
    return not (open_air and _INDOORS.search(pause)) and not (
        hour in "晨日" and _LAMP.search(pause)
    )
