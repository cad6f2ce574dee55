"""A model over several: the next one is asked where one gives no usable answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import BaseModel

from scriptgen.models.answering import Asked
from scriptgen.models.meter import Used, total
from scriptgen.models.request import ModelFailed, Request
from scriptgen.models.speech import nothing

Shape = TypeVar("Shape", bound=BaseModel)


class Fallback:
    """Several models in the order in which they are asked (see ``request.Model``)."""

    def __init__(self, models: Sequence[Asked]) -> None:
        self._models = tuple(models)
        self._last = self._models[0]

    @property
    def name(self) -> str:
        """Return the name of the model that answered last; of the first until then."""
        return self._last.name

    def used(self) -> Used:
        """Return what all of them used since this was opened."""
        return total([model.used() for model in self._models])

    def estimate(self, request: Request, shape: type[BaseModel]) -> Used:
        """Return the most that one question can use of the first model; nothing is asked."""
        return self._models[0].estimate(request, shape)

    def ask(
        self,
        request: Request,
        shape: type[Shape],
        *,
        poll: Callable[[], None] = nothing,
        heard: Callable[[str], None] = nothing,
    ) -> Shape:
        """Return the first valid answer.

        Raises:
            ModelFailed: none gave one; it says why each, and holds the longest thing said.
        """
        failures: list[ModelFailed] = []
        for model in self._models:
            try:
                got = model.ask(request, shape, poll=poll, heard=heard)
            except ModelFailed as failed:
                failures.append(failed)
            else:
                self._last = model
                return got
        raise ModelFailed(
            "；".join(failed.zh.rstrip("。") for failed in failures) + "。",
            "; ".join(failed.en.rstrip(".") for failed in failures) + ".",
            said=max((failed.said for failed in failures), key=len),
        )
