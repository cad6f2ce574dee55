"""What a writer is: whoever turns the sheets of a plan into episodes, with or without a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from heritage_kb import KnowledgeBase
from scriptgen.series import Episode
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Sheet


class Writer(Protocol):
    """Writes the episodes of one plan, in order."""

    @property
    def note(self) -> str:
        """Return what a draft by this writer is called, as 离线初稿."""

    def episode(self, sheet: Sheet) -> Episode:
        """Return one episode; called for 1, 2, 3 … in order."""

    def pass_over(self, sheet: Sheet, stands: Episode | None = None, /) -> None:
        """Go past an episode that nobody asked for, as cheaply as the next ones allow.

        ``stands`` is its text where it was written and accepted before, by whomever.
        """

    def trace(self) -> list[dict[str, Any]]:
        """Return what was mended, relabelled or taken out of this writer's text, and why."""

    def memory(self) -> dict[str, Any]:
        """Return all that the episodes so far have left behind, as JSON values."""

    def recall(self, memory: dict[str, Any]) -> None:
        """Go on after the episode that ``memory`` was taken behind, as if it were just written."""


class OpensWriter(Protocol):
    """Makes the writer of a plan: ``Scaffold`` itself, or ``scriptgen.writing.by_model(model)``."""

    def __call__(
        self, plan: Plan, kb: KnowledgeBase, seed: int, *, poll: Callable[[], None]
    ) -> Writer:
        """Return a writer.

        Args:
            plan: what to write.
            kb: the knowledge base.
            seed: chooses among what fits.
            poll: called before each scene, and while waiting; may raise to stop the work.
        """
