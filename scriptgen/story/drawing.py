"""Drawing facts for lines: the next step of the work, the flaw of this craft, its proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

from scriptgen.story.facts import Fact
from scriptgen.story.gate import Gate
from scriptgen.story.pieces import Piece
from scriptgen.story.setting import Setting, misfit, season_of
from scriptgen.story.shelf import Shelf
from scriptgen.story.work import Work

_REST = 5  # episodes before a picture may come back
_MANY = 24  # in a series of more, a list of tools is not gone through every time
_LONG_REST = 20  # the most that it must rest, however often it was shown
_AWAY = 2  # the same, where the plan or the count of sources asks for one
_AGAIN = 4.0  # what a passage costs for each time that the series has cited it
_LEAST = 3  # pictures of the work that an episode may have, however few there are
_BEGUN = 0.1  # a story comes in when the work is under way


_QUIET = ("custom", "sense", "tool", "material", "process", "word", "test", "conflict")
# What turns a scene: an invented line of the right kind beats a sourced one of another.
_TURNING = ("deadline", "error", "irreversible", "find", "hide", "mark", "test", "hurt")


class Drawer:
    """Hands out facts through a series, the unused before the used, steps in their order."""

    def __init__(self, work: Work, gate: Gate, shelf: Shelf, rng: Random, episodes: int) -> None:
        self._work, self._gate, self._shelf, self._rng = work, gate, shelf, rng
        self._episodes = episodes
        self.used: Counter[str] = Counter()
        self._order = {id(f): rng.random() for rows in work.facts.values() for f in rows}
        self._steps = {
            id(f): n
            for n, f in enumerate(sorted(work.steps, key=lambda f: (not f.passage, f.step or 0)))
        }
        self._cited_steps = sum(bool(f.passage) for f in work.steps)
        self.cited: Counter[str] = Counter()  # passages through the series
        self.here: Counter[str] = Counter()  # passages heard in this episode
        self.seen_in: dict[str, int] = {}  # picture: the episode that showed it last
        self.wanted: set[int] = set()
        self.now = 0
        self._season = gate.season
        self.season_here = ""  # as this episode has shown it
        shown = sum(
            len(fact.actions)
            for topic, rows in work.facts.items()
            for fact in rows
            if fact.passage and topic != "custom"
        )
        self._share = max(_LEAST, round(shown / max(1, episodes)))  # pictures for one episode
        self.target = 0.0

    def turn_to(self, episode: int, wanted: Iterable[Fact | None] = ()) -> None:
        """Say which episode is being written: the work has come so far; these facts are in plan."""
        self.wanted = {id(fact) for fact in wanted if fact}
        self.here.clear()
        self.season_here = ""
        self.now = episode
        done = (episode - 1) / max(1, self._episodes)
        self.target = (_BEGUN + (1 - _BEGUN) * done) * self._cited_steps

    def memory(self) -> dict[str, Any]:
        """Return what was used so far, and where chance stands, as JSON values."""
        version, numbers, rest = self._rng.getstate()
        return {
            "used": dict(self.used),
            "cited": dict(self.cited),
            "seen": dict(self.seen_in),
            "chance": [version, list(numbers), rest],
        }

    def recall(self, memory: dict[str, Any]) -> None:
        """Go on from where ``memory`` was taken."""
        version, numbers, rest = memory["chance"]
        self.used, self.seen_in = Counter(memory["used"]), dict(memory["seen"])
        self.cited = Counter(memory["cited"])
        self._rng.setstate((version, tuple(numbers), rest))

    def action(
        self, topics: tuple[str, ...], who: str, other: str, setting: Setting, voices: bool = True
    ) -> Piece | None:
        """Return a line of picture, with more of the same fact to follow where there is any."""
        spent = sum(self.here.values()) >= self._share
        for fact in self._ranked(topics):
            if spent and fact.passage and id(fact) not in self.wanted:
                continue  # the rest is for the episodes to come
            if fact.framed and self._lately(fact.passage, 1 + (self._episodes > _MANY)):
                continue
            lines = [
                a for a in fact.actions if not self._lately(a) and self._fits(fact, a, who, setting)
            ]
            lines.sort(key=lambda a: self.used[a])
            if not lines:
                continue
            first = lines[0]
            piece = self._piece(fact, first, who)
            rest = (
                []
                if fact.framed
                else [a for a in fact.actions if a in lines and a != first and not self.used[a]]
            )
            says = [s for s in fact.says if self._unsaid(s)]
            if voices and says and other:
                piece.more.append(self._piece(fact, says[0], other, spoken=True))
            if rest:
                piece.more.append(self._piece(fact, rest[0], who))
            return piece
        return None

    def of(self, fact: Fact, who: str, setting: Setting, *, again: bool = False) -> Piece | None:
        """Return a picture of one fact, the least shown; None where none may stand here now.

        ``again`` brings it back after the shortest rest.
        """
        fits = [
            a
            for a in fact.actions
            if not (self._just(a) if again else self._lately(a, _AWAY))
            and self._fits(fact, a, who, setting)
        ]
        return self._piece(fact, min(fits, key=lambda a: self.used[a]), who) if fits else None

    def turning(self, topics: tuple[str, ...], who: str) -> Piece | None:
        """Return an invented picture of what a scene turns on, where no known one may stand here.

        Where the episode has shown all that the trade has, it is a picture of a second time.
        """
        rows = [
            (self.used[raw], n, fact, raw)
            for topic in topics
            if topic in _TURNING
            for n, fact in enumerate(self._work.facts.get(topic, ()))
            if not fact.passage
            for raw in fact.actions
            if self._gate.plays(raw.replace("{who}", who))
        ]
        best = min(rows, default=None, key=lambda row: (self._shown(row[3]), *row[:2]))
        if best and self._shown(best[3]) and (once_more := self._once_more(best[2].topic, who)):
            return once_more
        return self._piece(best[2], best[3], who) if best else None

    def _shown(self, raw: str) -> bool:
        """Tell whether this episode has a picture already."""
        return self.seen_in.get(raw) == self.now

    def _once_more(self, topic: str, who: str) -> Piece | None:
        rows = [raw for raw in self._shelf.again.get(topic, ()) if not self._shown(raw)]
        best = min(rows, default=None, key=lambda raw: (self.used[raw], raw))
        fact = Fact(topic=topic, actions=tuple(rows), kind="合理虚构")
        return self._piece(fact, best, who) if best else None

    def sourced(self, who: str, setting: Setting, beside: str = "") -> Piece | None:
        """Return the least shown picture with a source that turns nothing, or None.

        What was shown in this episode or the one before is left alone; the passage that the series
        has cited least comes first, of the entry ``beside`` where there is one.
        """
        rows = [
            (
                fact.entry != beside,
                self.cited[fact.passage],
                self.used[raw],
                self._order.get(id(fact), 0.0),
                n,
                fact,
                raw,
            )
            for n, fact in enumerate(f for t in _QUIET for f in self._work.facts.get(t, ()))
            if fact.passage
            for raw in fact.actions
            if not self._lately(raw, _AWAY) and self._fits(fact, raw, who, setting)
        ]
        best = min(rows, default=None, key=lambda row: row[:5])
        return self._piece(best[5], best[6], who) if best else None

    def speech(self, topics: tuple[str, ...], who: str) -> Piece:
        """Return something the trade says; a spare saying where it says nothing."""
        for fact in self._ranked(topics):
            says = [s for s in fact.says if self._unsaid(s)]
            if says:
                return self._piece(fact, says[0], who, spoken=True)
        spare = min(self._shelf.spare, key=lambda s: (self.used[s], self._rng.random()))
        self.used[spare] += 1
        return Piece(type="dialogue", text=spare, speaker=who)

    def _unsaid(self, words: str) -> bool:
        """Tell whether a saying may be said: not said yet, and not promised to a line before."""
        return not self.used[words] and words not in self.seen_in and self._gate.stages(words)

    def _just(self, raw: str) -> bool:
        """Tell whether a picture was shown in this episode or the one before."""
        return self.now - self.seen_in.get(raw, -_AWAY) < _AWAY

    def _lately(self, raw: str, rest: int = _REST) -> bool:
        """Tell whether a picture was shown too few episodes ago: each showing lengthens its rest."""
        last = self.seen_in.get(raw)
        return last is not None and self.now - last < min(_LONG_REST, rest * (1 + self.used[raw]))

    def note(self, piece: Piece) -> None:
        """Remember that a following line was used."""
        if piece.fact:
            self.used[piece.raw or piece.text] += 1
            for one in (piece, *piece.more):  # what may follow is spoken for
                self.seen_in[one.raw or one.text] = self.now
            if piece.type == "action":
                self.season_here = self.season_here or season_of(piece.raw or piece.text)
            if piece.fact.passage:
                self.here[piece.fact.passage] += 1
                self.cited[piece.fact.passage] += 1
                self.seen_in[piece.fact.passage] = self.now

    def _piece(self, fact: Fact, raw: str, who: str, spoken: bool = False) -> Piece:
        return Piece(
            type="dialogue" if spoken else "action",
            text=_stopped(raw.replace("{who}", who)),
            speaker=who if spoken else None,
            kind=fact.kind,
            fact=fact,
            citations=[fact.passage] if fact.passage else [],
            raw=raw,
        )

    def _fits(self, fact: Fact, raw: str, who: str, setting: Setting) -> bool:
        may = self._gate.stages if fact.passage else self._gate.plays
        return not misfit(fact, raw, self.in_season(setting)) and may(raw.replace("{who}", who))

    def in_season(self, setting: Setting) -> Setting:
        """Return a setting in the season of the story, or of what the episode has shown."""
        return replace(setting, season=self._season or self.season_here)

    def _ranked(self, topics: tuple[str, ...]) -> list[Fact]:
        facts = [f for topic in topics for f in self._work.facts.get(topic, ())]
        return sorted(facts, key=lambda f: self._rank(f, topics))

    def _rank(self, fact: Fact, topics: tuple[str, ...]) -> tuple[float, ...]:
        counts = [self.used[a] for a in fact.actions]
        times, total = min(counts, default=0), sum(counts)
        if fact.topic == "process" and fact.passage:
            away = abs(self._steps[id(fact)] - self.target)
        else:
            away = self._order[id(fact)] * 3
        stale = times * 10.0 + self.cited[fact.passage] * _AGAIN
        if fact.framed:
            stale += total * 4 + 7 * self.here[fact.passage]
        elif total and not times:
            stale += 2
        planned = -20.0 if id(fact) in self.wanted and not self.here[fact.passage] else 0.0
        order = topics.index(fact.topic) * (8 if topics[0] in _TURNING else 0.9)
        return (planned + stale + (0 if fact.passage else 6) + away * 0.3 + order,)


def _stopped(text: str) -> str:
    """Return a line with its full stop; the shelf and the passages are not of one mind."""
    return text if not text or text[-1] in "。！？…—”）" else f"{text}。"
