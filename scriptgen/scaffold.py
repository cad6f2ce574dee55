"""The scaffold writer: complete, cited scenes from a plan, with nothing plugged in.

It composes from the story shelf: patterns bound to roles, facts of the work drawn as actions, each
step's own last lines; and keeps to seconds, years, voices and what was already said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

from scriptgen.duration import spoken_characters
from scriptgen.grounding import ground
from scriptgen.series import SOURCED_LINES, Element, Episode, Scene
from scriptgen.story.conveying import owed
from scriptgen.story.crossing import faces, join, speak_on
from scriptgen.story.facts import Fact
from scriptgen.story.fitting import Fillers, fit, let_work_in
from scriptgen.story.forms import Call
from scriptgen.story.freshness import freshness
from scriptgen.story.letting import lead_up, let_in_rank, spot
from scriptgen.story.musts import show_musts
from scriptgen.story.opening import opening_caption, word_caption
from scriptgen.story.pieces import (
    Part,
    Piece,
    drawn,
    hold_tongues,
    open_on_a_picture,
    set_hours,
    sourced,
)  # fmt: skip
from scriptgen.story.pronouns import use_pronouns
from scriptgen.story.setting import hours_of, misfit, season_of
from scriptgen.story.sheets import Sheet
from scriptgen.story.staging import Stage
from scriptgen.story.things import allowed, scene_place, things
from scriptgen.story.wording import Wording

AUTHOR = "scaffold"
_TRIES, _CLOSE = 4, 0.06  # how often, and how near, an episode is brought to its characters
_ROUNDS = 4  # how often an episode is fitted again, after pictures had to leave it
_WORN = (
    4  # citations of a passage in a series, from which something else is looked for in the street
)
_FULL = 1.07  # of the seconds wished for, up to which a picture of somebody's leaving finds room
_FACES = 3  # people whom a viewer takes in at once
_DRAFTS, _FRESH = 4, 0.855  # how often an episode may be written, and how fresh it should be


class Scaffold(Stage):
    """Writes the episodes of a plan in order; what was said in one is known in the next.

    Args:
        plan: what to write.
        kb: the knowledge base.
        seed: chooses among what fits.
    """

    note = "离线初稿"

    def pass_over(self, sheet: Sheet, _stands: Episode | None = None) -> None:
        """Write the episode and let it go: the next one must know what was said in it."""
        self.episode(sheet)

    def trace(self) -> list[dict[str, Any]]:
        """Return nothing: what is drawn from the shelf needs no mending."""
        return []

    # -- going on in another process --------------------------------------------------------

    def memory(self) -> dict[str, Any]:
        """Return all that the episodes so far have left behind, as JSON values."""
        return {
            "said": dict(self.said),
            "seen": dict(self.seen),
            "takes": dict(self.takes),
            "glossed": sorted(self.glossed),
            "drawer": self.drawer.memory(),
        }

    def recall(self, memory: dict[str, Any]) -> None:
        """Go on after the episode that ``memory`` was taken behind, as if it were just written."""
        self.said, self.seen = Counter(memory["said"]), Counter(memory["seen"])
        self.takes, self.glossed = Counter(memory["takes"]), set(memory["glossed"])
        self.drawer.recall(memory["drawer"])

    # -- an episode ------------------------------------------------------------------------

    def episode(self, sheet: Sheet) -> Episode:
        """Return one episode; call for 1, 2, 3 … in order.

        One that says the same words too often is written again, and the freshest is kept.
        """
        before = self.memory()
        made: list[tuple[float, Episode, dict[str, Any]]] = []
        for turn in range(_DRAFTS):
            if turn:
                self.recall(before)
            episode = self._written(sheet, turn)
            made.append((freshness(episode), episode, self.memory()))
            if made[-1][0] >= _FRESH:
                return episode
        _, episode, after = max(made, key=lambda row: row[0])
        self.recall(after)
        return episode

    def _written(self, sheet: Sheet, turn: int) -> Episode:
        rng = Random(f"{self.key}|{sheet.number}|write{turn or ''}")
        self.paused.clear()
        self.drawer.turn_to(sheet.number, (sheet.doing, sheet.snag, sheet.hinge))
        things_ = things(self.plan, sheet, rng)
        tail = self._tail(sheet, things_)
        parts = self._parts(sheet, things_, rng, tail)
        self._touch(sheet, parts, rng)
        self._weave(sheet, parts)
        show_musts(sheet, parts, self.plan, self.kb, self.gate)
        self._convey(sheet, parts)
        self._caption(sheet, parts)
        self._captions_of_words(parts)
        fillers = Fillers(
            part=self._more(sheet, things_, rng),
            beat=self._beats(sheet, things_),
            breath=self._breaths(sheet, things_, rng),
        )
        for turn in range(SOURCED_LINES):
            if sourced(parts) < SOURCED_LINES:
                let_work_in(parts, fillers, turn)
        self._source(parts)
        self._settle(sheet, parts, fillers)
        most = self.plan.brief.seconds * _FULL
        join(parts, self._names(), self.shelf.again, self.seen, self._hush, most)
        for part in parts:
            speak_on(part)
        use_pronouns(parts, self.plan.cast_for(sheet).people.values())
        self._remember(parts)
        return self._numbered(sheet, parts)

    def _parts(self, sheet: Sheet, nouns: dict[str, str], rng: Random, tail: Part) -> list[Part]:
        parts: list[Part] = []
        room = self.plan.brief.seconds - tail.seconds
        for call in self._calls(sheet):
            self.poll()
            if parts and sum(p.seconds for p in parts) > room * 0.75:
                break
            if part := self._part(sheet, call, nouns, rng, first=not parts, before=parts):
                part.kept = call in (sheet.stake, sheet.wound)
                parts.append(part)
        return [*parts, tail]

    def _calls(self, sheet: Sheet) -> list[Call]:
        """Every episode comes in on somebody at work: the first picture has a hand in it."""
        calls = list(sheet.step.calls)
        at = next((n for n, c in enumerate(calls) if self._works(c.pattern)), None)
        first = calls.pop(at) if at is not None else Call(pattern="开场", roles=("主", "师"))
        asked = [call for call in (sheet.stake, sheet.wound) if call]
        return [first, *asked, *calls]

    def _works(self, name: str) -> bool:
        return all("开场" in p.uses for p in self.shelf.called(name))

    def _weave(self, sheet: Sheet, parts: list[Part]) -> None:
        """See that what the plan says of the work is on the page: its step early, its hinge late.

        Where the pictures of all three are resting, one of them is shown again after all.
        """
        shown = {c for part in parts for p in part.pieces for c in p.citations}
        middle = [p for p in parts if not (p.is_tail or p.passing)] or parts
        places = (middle[0], middle[len(middle) // 2], middle[-1])
        facts = (sheet.doing, sheet.snag, sheet.hinge)
        planned = [(f, part) for f, part in zip(facts, places, strict=True) if f]
        on = any(f.passage in shown for f, _ in planned)
        for fact, part in planned:
            if fact.passage not in shown:
                on = self._show(fact, part, parts, again=False) or on
        for fact, part in planned:
            if on:
                return
            on = self._show(fact, part, parts, again=True)

    def _convey(self, sheet: Sheet, parts: list[Part]) -> None:
        """Show what the programme of the brief still asks for."""
        told = Counter[str]()
        for id, count in self.drawer.cited.items():
            told[self.kb.passage(id).topic] += count
        here = Counter(p.fact.topic for part in parts for p in part.pieces if p.fact and p.sourced)
        for asked in owed(self.plan, told, here, sheet.number):
            facts = (f for t in asked for f in self.plan.work.facts.get(t, ()) if f.passage)
            least = sorted(facts, key=lambda f: self.drawer.cited[f.passage])
            any(self._show(fact, parts[0], parts, again=True) for fact in least)

    def _show(self, fact: Fact, first: Part, parts: list[Part], *, again: bool) -> bool:
        """Put a picture of a planned fact where it fits, in its own scene or in another."""
        for part in (first, *(p for p in parts if p is not first)):
            doer = self._doer(part) or "主"
            setting = self._setting(part.place, part.hour, passing=part.passing)
            piece = self.drawer.of(fact, self.plan.cast[doer].name, setting, again=again)
            if piece:
                self.drawer.note(piece)
                part.pieces.insert(spot(part.pieces, opens=part is parts[0]), piece)
                return True
        return False

    def _fit(self, parts: list[Part], fillers: Fillers) -> None:
        """Fit an episode to its seconds, or to the seconds that hold the characters asked for."""
        brief = self.plan.brief
        wish = float(brief.seconds)
        fit(parts, wish, fillers)
        for _ in range(_TRIES):
            if brief.chars is None:
                return
            held = sum(spoken_characters(p.text) for part in parts for p in part.pieces)
            if abs(held - brief.chars) <= brief.chars * _CLOSE:
                return
            wish *= brief.chars / max(1, held)
            fit(parts, wish, fillers)

    def _settle(self, sheet: Sheet, parts: list[Part], fillers: Fillers) -> None:
        """Fit, and set the hours; a picture that its scene cannot show then goes, and all anew."""
        bare = replace(fillers, part=lambda: None, beat=lambda part: [])
        for turn in range(_ROUNDS):
            self._fit(parts, fillers if turn + 1 < _ROUNDS else bare)
            if turn + 1 < _ROUNDS:
                if turn:
                    self._weave(sheet, parts)
                self._source(parts)
                self._fit(parts, bare)
            open_on_a_picture(parts[0])
            set_hours(parts)
            for part in parts:
                hold_tongues(part)
            if not self._drop_misfits(parts) and sourced(parts) >= SOURCED_LINES:
                return

    def _hush(self, part: Part) -> list[Piece]:
        return self._silence(self._setting(part.place, part.hour))

    def _names(self) -> dict[str, str]:
        return {r: p.name for r, p in self.plan.cast.people.items() if r != "遗"}

    def _drop_misfits(self, parts: list[Part]) -> bool:
        """Take out pictures of a source that do not belong where they stand, with their words."""
        found = False
        fixed = (p.text for part in parts for p in part.pieces if p.type == "action" and not p.raw)
        season = self.gate.season or next(filter(None, map(season_of, fixed)), "")
        for part in parts:
            setting = self._setting(part.place, part.hour, passing=part.passing)
            gone: set[int] = set()
            for fact, piece in drawn(part.pieces):
                if misfit(fact, piece.raw, replace(setting, season=season)):
                    gone.add(id(fact))
                else:
                    season = season or season_of(piece.raw)
            if gone:
                found = True
                part.pieces[:] = [p for p in part.pieces if not p.fact or id(p.fact) not in gone]
        self.drawer.season_here = season
        return found

    def _source(self, parts: list[Part]) -> None:
        """Let in pictures of the place and the work until the episode has its lines with a source.

        Each goes to the scene that can show what the series has cited least.
        """
        middle = [p for p in parts if not p.is_tail] or parts
        for turn in range(SOURCED_LINES):
            if sourced(parts) >= SOURCED_LINES:
                return
            at = turn % len(middle)
            found = [(self._sourced_in(p), p) for p in (*middle[at:], *middle[:at])]
            shown = [(piece, part) for piece, part in found if piece]
            if not shown:
                if self._pass_by(parts):
                    continue
                return
            ranked = [(self._rank(*row, opens=row[1] is parts[0]), row) for row in shown]
            ((listed, _), cited), (piece, part) = min(ranked, key=lambda one: one[0])
            worn = cited >= _WORN or listed
            if worn and not any(p.passing for p in parts) and self._pass_by(parts):
                continue
            self.drawer.note(piece)
            part.pieces.insert(spot(part.pieces, opens=part is parts[0]), piece)

    def _rank(self, piece: Piece, part: Part, *, opens: bool) -> tuple[tuple[bool, bool], int]:
        """Rank a picture for a scene, the best least: how it is let in, how often it was cited."""
        return let_in_rank(piece, part, opens=opens), self.drawer.cited[piece.citations[0]]

    def _pass_by(self, parts: list[Part]) -> bool:
        """Put in a scene of the hero on the way, as late as there is something to be seen.

        What is told in rooms (an office, a cell) has few pictures with a source. What she sees is
        of one thing, as far as it goes: a site that the logline names, else what a street shows.
        """
        ways = ("景", "路") if self.plan.work.outing else ("路",)
        places = [place for key in ways if self._open_air(place := allowed(self.plan, key))]
        for place, at in product(places, range(len(parts) - 1, 0, -1)):
            part = Part(
                place=place, hour=parts[at - 1].hour, roles=("主",), pieces=[], kept=True,
                passing=True,
            )  # fmt: skip
            if self._look_round(part, SOURCED_LINES - sourced(parts)):
                parts.insert(at, part)
                return True
        return False

    def _look_round(self, part: Part, count: int) -> bool:
        """Show the hero some pictures of one thing; tell whether there were any."""
        beside = ""
        for _ in range(count):
            if piece := self._sourced_in(part, beside):
                self.drawer.note(piece)
                part.pieces.append(piece)
                beside = piece.fact.entry if piece.fact else ""
        if part.pieces:
            lead_up(part.pieces, self.shelf.again, self.seen, self.gate.plays)
            walk = min(self.shelf.again["way"], key=lambda raw: self.seen[raw])
            self.seen[walk] += 1
            text = walk.replace("{who}", self.plan.cast["主"].name)
            part.pieces.append(Piece(type="action", text=text))
        return bool(part.pieces)

    def _sourced_in(self, part: Part, beside: str = "") -> Piece | None:
        doer = self._doer(part) or next(iter(part.roles), "主")
        setting = self._setting(part.place, part.hour, passing=part.passing)
        return self.drawer.sourced(self.plan.cast[doer].name, setting, beside)

    # -- what joins episodes ---------------------------------------------------------------

    def _touch(self, sheet: Sheet, parts: list[Part], rng: Random) -> None:
        """Touch the question of the episode before, and answer it where the step has a reply."""
        if sheet.number == 1:
            return
        before = self.plan.sheets[sheet.number - 2]
        same = before.arc is sheet.arc
        words = Wording(self.plan.cast_for(before), {}, things(self.plan, before, rng))
        echoes = [words.fill(text.lstrip("△")) for text in before.step.echo]
        near = parts[:1] if len(parts) < 3 else parts[:2]
        fits = [
            (self._ill_placed(part, text), -n, self.seen[text], text)
            for text in echoes
            if self.gate.plays(text)
            for n, part in enumerate(near)
            if part.hour in hours_of([text])
        ]
        second = min(1, len(parts) - 1)
        second_part = parts[second]
        setting = self._setting(second_part.place, "")
        replies = self._pieces(before.step.reply, words, setting) if before.step.reply else []
        after = [row for row in fits if near[-row[1]] is second_part] if replies else []
        if after:  # the answer opens on what is left of the question
            replies = [Piece(type="action", text=min(after)[-1]), *(replies or [])]
        elif fits and (same or before.step.reply):
            _, n, _, text = min(fits)
            rows = near[-n].pieces
            rows.insert(0 if n else spot(rows, opens=True), Piece(type="action", text=text))
        if replies:
            here = {p.speaker for p in replies if p.speaker}
            roles = tuple(r for r, name in self._names().items() if name in here)
            answer = Part(
                place=second_part.place, hour=second_part.hour, roles=roles, pieces=replies, kept=True
            )  # fmt: skip
            parts.insert(second, answer)

    def _ill_placed(self, part: Part, text: str) -> bool:
        """Tell whether a line of ours shows what its scene has not, or a face too many."""
        shown = Fact(topic="sense", actions=(text,), kind="合理虚构")
        setting = self._setting(part.place, part.hour)
        many = faces(part.pieces, self._names(), text) > _FACES
        return many or bool(misfit(shown, text, setting))

    def _caption(self, sheet: Sheet, parts: list[Part]) -> None:
        if sheet.number == 1:
            piece = opening_caption(self.plan, self.kb)
            parts[0].pieces.insert(1, piece)

    def _captions_of_words(self, parts: list[Part]) -> None:
        """Gloss one word of the trade, right after the picture that shows it."""
        for part in parts:
            for at, piece in enumerate(part.pieces):
                if (
                    piece.type == "action"
                    and piece.fact
                    and (gloss := word_caption(self.plan, piece.text, self.glossed))
                ):
                    part.pieces.insert(at + 1, gloss)
                    return

    def _remember(self, parts: list[Part]) -> None:
        for part in parts:
            for piece in part.pieces:
                (self.said if piece.speaker else self.seen)[piece.text] += 1
                if piece.fact and not self.drawer.used[piece.raw or piece.text]:
                    self.drawer.note(piece)  # it unfolded while the episode was fitted

    # -- numbering -------------------------------------------------------------------------

    def _numbered(self, sheet: Sheet, parts: list[Part]) -> Episode:
        episode = Episode(number=sheet.number, title=sheet.title)
        shown: list[Piece] = []
        for part in parts:
            last = episode.scenes[-1] if episode.scenes else None
            open_air = self._open_air(part.place)
            place, site = scene_place(self.plan, part.place, open_air)
            if (
                last
                and not part.apart
                and (len(episode.scenes) > 1 or faces(shown + part.pieces, self._names()) <= _FACES)
                and last.place == place
            ):
                self._fill(last, part)
                shown += part.pieces
                continue
            shown = list(part.pieces)
            number = len(episode.scenes) + 1
            scene = Scene(
                id=f"e{sheet.number:03d}s{number:02d}",
                number=f"{sheet.number}-{number}",
                int_ext="外" if open_air else "内",
                time=part.hour,
                place=place,
                site=site,
            )
            self._fill(scene, part)
            episode.scenes.append(scene)
        last_scene = episode.scenes[-1]
        last_scene.elements.append(Element(id="", type="mark", text="卡点", author=AUTHOR))
        for scene in episode.scenes:
            self._close(scene)
        ground(episode, self.plan, self.kb)
        episode.seconds = round(sum(p.seconds for part in parts for p in part.pieces), 1)
        return episode

    def _fill(self, scene: Scene, part: Part) -> None:
        scene.cast = list(
            dict.fromkeys([*scene.cast, *(self.plan.cast[r].name for r in part.roles)])
        )
        scene.elements += [piece.element(AUTHOR) for piece in part.pieces]

    def _close(self, scene: Scene) -> None:
        for at, element in enumerate(scene.elements, 1):
            element.id = f"{scene.id}l{at:02d}"
        names = self._names().values()
        speakers = {e.speaker for e in scene.elements}
        texts = [e.text for e in scene.elements if e.type == "action"]
        scene.cast = [n for n in names if n in speakers or any(n in text for text in texts)]
