"""What drafting with a model will ask for, before it is asked: calls and tokens, least and most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from heritage_kb import KnowledgeBase
from scriptgen.brief import Brief
from scriptgen.draft import asked_episodes
from scriptgen.memory.memory import Memory
from scriptgen.memory.telling import BUDGET
from scriptgen.models.request import Request
from scriptgen.planner import plan
from scriptgen.scaffold import Scaffold
from scriptgen.writing.asking import Asking, scene_request
from scriptgen.writing.card import cards
from scriptgen.writing.pack import pack_for
from scriptgen.writing.writer import REPAIRS

# A Chinese character is about one token, rather less; the prompt itself is as long as this.
_PROMPT = 1200
_A_LINE = 60  # tokens that a line of an answer takes with its keys


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """Calls and tokens; ``least`` where nothing has to be mended, ``most`` never passed."""

    scenes: int
    least_calls: int
    most_calls: int
    least_in: int
    most_in: int
    least_out: int
    most_out: int

    def to_json(self) -> dict[str, int]:
        """Return the numbers by name."""
        return asdict(self)

    def said(self) -> str:
        """Return the estimate in Chinese."""
        return (
            f"共 {self.scenes} 场：调用 {self.least_calls}–{self.most_calls} 次，"
            f"输入约 {self.least_in / 1000:.0f}–{self.most_in / 1000:.0f} 千词元，"
            f"输出约 {self.least_out / 1000:.0f}–{self.most_out / 1000:.0f} 千词元。"
        )


def estimate(
    brief: Brief,
    kb: KnowledgeBase,
    *,
    episodes: Sequence[int] | None = None,
    seed: int | None = None,
) -> Estimate:
    """Return what a draft with a model will ask for; no model is asked.

    Args:
        brief: what is to be drafted.
        kb: the knowledge base.
        episodes: which to write; None all.
        seed: instead of the brief's own.

    Raises:
        RefusedInput: an episode that the brief does not have.
    """
    asked = asked_episodes(brief, episodes)
    number = brief.seed if seed is None else seed
    made = plan(brief, kb, seed)
    staging = Scaffold(made, kb, number)
    requests: list[Request] = []
    for sheet in made.sheets[: max(asked, default=0)]:
        staged = staging.episode(sheet)
        if sheet.number not in asked:
            continue
        for card in cards(made, sheet, staged):
            pack = pack_for(made, sheet, card.staged, " ".join(card.beats), kb, must=card.must)
            before = staged.scenes[: card.number - 1]
            asking = Asking(
                plan=made, card=card, pack=pack, memory=Memory(), before=before, seed=number
            )
            requests.append(scene_request(asking))
    return _counted(requests)


def _counted(requests: Sequence[Request]) -> Estimate:
    calls, times = len(requests), 1 + REPAIRS
    given = sum(_PROMPT + BUDGET + sum(len(m.text) for m in r.material) for r in requests)
    lines = sum(int(r.slots["lines"]) for r in requests)
    most = sum(r.most_tokens for r in requests)
    return Estimate(
        scenes=calls,
        least_calls=calls,
        most_calls=calls * times,
        least_in=given,
        most_in=given * times + most * REPAIRS,  # a repair is shown the try before it
        least_out=lines * _A_LINE,
        most_out=most * times,
    )
