"""The writer that works with a model: scene by scene, each checked, mended, or kept as it stands.

The plan and the staging are those of the scaffold; the model gives the lines. Where it gives none,
the scaffold's own scene stands, and says so by its author.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from heritage_kb import KnowledgeBase
from scriptgen.duration import seconds
from scriptgen.grounding import ground
from scriptgen.memory.gather import remember
from scriptgen.models.request import Model, ModelFailed, Request
from scriptgen.scaffold import AUTHOR, Scaffold
from scriptgen.series import Element, Episode, Scene, Series
from scriptgen.story.gate import Gate
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Sheet
from scriptgen.writer import OpensWriter
from scriptgen.writing.answer import WrittenScene, elements_of, number
from scriptgen.writing.asking import Asking, repair_request, scene_request
from scriptgen.writing.card import SceneCard, cards, own_names, people_of
from scriptgen.writing.faults import Fault, entry, weight
from scriptgen.writing.mending import Trace, mend
from scriptgen.writing.pack import pack_for
from scriptgen.writing.verify import Bench, faults_of

REPAIRS = 2  # of one scene, at most
_KEPT = 0.5  # share of a scene's lines that must be left when what may not stand is out
_CHECKED = 512  # texts whose claims are remembered: a line is read in every try
_EPISODE = TypeAdapter(Episode)


@dataclass(slots=True)
class _Try:
    """One answer of the model, read and checked."""

    lines: list[Element]
    faults: list[Fault]


class ModelWriter:
    """Writes the episodes of a plan with a model; a ``Writer``.

    Args:
        plan: what to write.
        kb: the knowledge base.
        seed: chooses among what fits; the model gets one made from it.
        model: who is asked.
        poll: called between scenes and while the model answers; may raise to stop the work.
        told: hears where the work stands: 第3集第2场.
    """

    def __init__(
        self,
        plan: Plan,
        kb: KnowledgeBase,
        seed: int,
        *,
        model: Model,
        poll: Callable[[], None] = lambda: None,
        told: Callable[[str], None] = lambda what: None,
    ) -> None:
        self.plan, self.kb, self.seed, self.model = plan, kb, seed, model
        self.poll, self._told = poll, told
        self.author = f"{model.name}（种子{seed}）"
        self.staging = Scaffold(plan, kb, seed, poll=poll)
        self.gate = Gate(plan.brief, kb, plan.year)
        self._check = lru_cache(_CHECKED)(kb.check)
        self._before: list[Episode] = []  # that stood already, whoever wrote them
        self._episodes: list[Episode] = []
        self._trace: Trace = []

    # -- a writer --------------------------------------------------------------------------

    @property
    def note(self) -> str:
        """Return 模型初稿 with the model's name, and how many scenes are the scaffold's."""
        scenes = [scene for episode in self._episodes for scene in episode.scenes]
        ours = sum(_is_staged(scene) for scene in scenes)
        if ours == len(scenes):
            return self.staging.note
        rest = f"；其中{ours}场为{self.staging.note}" if ours else ""
        return f"模型初稿（{self.model.name}）{rest}"

    def trace(self) -> Trace:
        """Return what became of every line that could not stand as the model had it."""
        return deepcopy(self._trace)

    def pass_over(self, sheet: Sheet, stands: Episode | None = None) -> None:
        """Stage the episode and let it go: the model is not asked; what stands is remembered."""
        self.staging.pass_over(sheet)
        if stands is not None:
            self._before.append(stands)

    def episode(self, sheet: Sheet) -> Episode:
        """Return one episode; call for 1, 2, 3 … in order."""
        staged = self.staging.episode(sheet)
        memory = remember(self._series())
        episode = Episode(number=sheet.number, title=sheet.title)
        for card in cards(self.plan, sheet, staged):
            self.poll()
            self._told(f"第{sheet.number}集第{card.number}场，共{card.of}场")
            pack = pack_for(
                self.plan, sheet, card.staged, " ".join(card.beats), self.kb, must=card.must
            )
            asking = Asking(
                plan=self.plan, card=card, pack=pack, memory=memory,
                before=tuple(episode.scenes), seed=self.seed,
            )  # fmt: skip
            episode.scenes.append(self._scene(asking))
        ground(episode, self.plan, self.kb)
        lines = [line for scene in episode.scenes for line in scene.elements]
        episode.seconds = round(seconds(lines), 1)
        self._episodes.append(episode)
        return episode

    # -- going on in another process -------------------------------------------------------

    def memory(self) -> dict[str, Any]:
        """Return all that the episodes so far have left behind, as JSON values."""
        return {
            "staging": self.staging.memory(),
            "before": {f"{e.number:03d}": asdict(e) for e in self._before},
            "episodes": {f"{e.number:03d}": asdict(e) for e in self._episodes},
            "trace": {f"{n:06d}": row for n, row in enumerate(self._trace)},
        }

    def recall(self, memory: dict[str, Any]) -> None:
        """Go on after the episode that ``memory`` was taken behind, as if it were just written."""
        self.staging.recall(memory["staging"])
        self._before = _episodes_of(memory["before"])
        self._episodes = _episodes_of(memory["episodes"])
        self._trace = [memory["trace"][key] for key in sorted(memory["trace"])]

    # -- a scene ---------------------------------------------------------------------------

    def _scene(self, asking: Asking) -> Scene:
        bench, card = self._bench(asking.card), asking.card
        tries, failure = self._tries(asking, bench)
        if failure is not None:
            self._note_failure(card, failure, fell_back=not tries)
        if not tries:
            return card.staged
        best = min(reversed(tries), key=lambda one: weight(one.faults))
        self._note_repairs(card, tries, best)
        lines, trace = mend(
            deepcopy(best.lines),
            lambda now: faults_of(now, card, asking.pack, asking.before, bench),
            asking.pack,
            set(bench.own),
            self.kb,
        )
        if len(lines) < max(1, round(len(best.lines) * _KEPT)):
            self._keep(card, trace)
            self._note_thin(card, best, len(lines))
            return card.staged
        scene, moved = self._closed(card, lines)
        self._keep(card, [{**row, "line": moved.get(row["line"], "")} for row in trace])
        left = faults_of(scene.elements, card, asking.pack, asking.before, bench)
        self._keep(card, [_open(fault, scene.elements) for fault in left])
        return scene

    def _tries(self, asking: Asking, bench: Bench) -> tuple[list[_Try], ModelFailed | None]:
        """Ask, and have mended what is found, until nothing is or the repairs are used up."""
        card, tries = asking.card, list[_Try]()
        request = scene_request(asking)
        for turn in range(1, REPAIRS + 2):
            try:
                answer = self._asked(request)
            except ModelFailed as failure:
                return tries, failure
            lines = elements_of(answer, card.staged.id, self.author)
            found = faults_of(lines, card, asking.pack, asking.before, bench)
            if lines:
                tries.append(_Try(lines, found))
            asked = [fault for fault in found if fault.grade != "label"]
            if lines and not asked:
                break
            request = repair_request(asking, lines, asked, turn)
        if not tries:
            said = "模型的回答里没有一行可用。"
            return tries, ModelFailed(said, "Not one line of the answers can be used.")
        return tries, None

    def _asked(self, request: Request) -> WrittenScene:
        self.poll()
        return self.model.ask(request, WrittenScene, poll=self.poll)

    def _closed(self, card: SceneCard, lines: list[Element]) -> tuple[Scene, dict[str, str]]:
        """Return the scene with its cast, and what became of the ids of its lines.

        The last scene of an episode ends on its mark.
        """
        if card.last:
            lines = [*lines, Element(id="", type="mark", text="卡点", author=self.author)]
        speakers = {line.speaker for line in lines}
        seen = "".join(line.text for line in lines if line.type == "action")
        names = [p.name for p in people_of(self.plan, card.sheet)]
        moved = number(lines, card.staged.id)
        cast = [n for n in names if n in speakers or n in seen]
        return replace(card.staged, elements=lines, cast=cast), moved

    def _bench(self, card: SceneCard) -> Bench:
        return Bench(
            kb=self.kb,
            check=self._check,
            gate=self.gate,
            series=self._series(),
            own=frozenset(own_names(self.plan, card.sheet)),
            speakers=frozenset(p.name for p in people_of(self.plan, card.sheet)),
        )

    def _series(self) -> Series:
        plan = self.plan
        told = sorted([*self._before, *self._episodes], key=lambda one: one.number)
        return Series(brief=plan.brief, bible=plan.bible, outline=plan.outline, episodes=told)

    # -- the record ------------------------------------------------------------------------

    def _keep(self, card: SceneCard, rows: Trace) -> None:
        where = {"episode": card.sheet.number, "scene": card.staged.number}
        self._trace += [{**where, **row, "by": self.author} for row in rows]

    def _note_repairs(self, card: SceneCard, tries: list[_Try], best: _Try) -> None:
        """Record what earlier tries had wrong and the one that stands has not."""
        left = {fault.key for fault in best.faults}
        done: set[tuple[str, str]] = set()
        rows = []
        for one in tries:
            for fault in one.faults:
                if one is not best and fault.key not in left | done:
                    done.add(fault.key)
                    said = one.lines[fault.line].text if fault.line is not None else ""
                    rows.append(entry(fault, said=said, done="模型改写"))
        self._keep(card, rows)

    def _note_failure(self, card: SceneCard, failure: ModelFailed, *, fell_back: bool) -> None:
        fault = Fault(code="MODEL.FAILED", grade="error", message=failure.zh, fix="")
        done = f"用{self.staging.note}的这一场" if fell_back else "留用前一稿"
        self._keep(card, [entry(fault, said=failure.said, done=done)])

    def _note_thin(self, card: SceneCard, best: _Try, left: int) -> None:
        said = "\n".join(line.text for line in best.lines)
        why = f"去掉不能成立的话，{len(best.lines)}行只剩{left}行"
        fault = Fault(code="MODEL.THIN", grade="error", message=why, fix="")
        self._keep(card, [entry(fault, said=said, done=f"用{self.staging.note}的这一场")])


def _open(fault: Fault, lines: list[Element]) -> dict[str, Any]:
    line = lines[fault.line] if fault.line is not None else None
    return entry(
        fault, said=line.text if line else "", done="留待人改", line=line.id if line else ""
    )


def _is_staged(scene: Scene) -> bool:
    return all(line.author == AUTHOR for line in scene.elements)


def _episodes_of(kept: dict[str, Any]) -> list[Episode]:
    return [_EPISODE.validate_python(kept[key]) for key in sorted(kept)]


def by_model(model: Model, *, told: Callable[[str], None] = lambda what: None) -> OpensWriter:
    """Return what makes a writer that asks a model, for ``scriptgen.draft(…, writer=…)``.

    Args:
        model: who is asked.
        told: hears where the work stands within an episode.
    """

    def opened(
        plan: Plan, kb: KnowledgeBase, seed: int, *, poll: Callable[[], None]
    ) -> ModelWriter:
        return ModelWriter(plan, kb, seed, model=model, poll=poll, told=told)

    return opened
