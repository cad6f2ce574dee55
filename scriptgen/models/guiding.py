"""Holding a local model to a JSON Schema while it speaks (owner of llguidance).

Whitespace between the parts is not allowed: a model that is unsure would go on with it for ever.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from heritage_kb.errors import RefusedInput
from heritage_kb.stores.refusing import needing
from scriptgen.models.request import ModelFailed

with needing("local"):
    import llguidance
    import llguidance.hf
    import torch
    from transformers import LogitsProcessor


def guide_of(tokenizer: Any, size: int, ends: int | list[int] | None) -> Any:
    """Return a tokenizer as the grammar needs it.

    Args:
        tokenizer: of the model.
        size: how many tokens the model chooses from; padding may make it more than the tokenizer's.
        ends: the tokens that end an answer.

    Raises:
        RefusedInput: the tokenizer is of the slow kind.
    """
    if not getattr(tokenizer, "is_fast", False):
        raise RefusedInput(
            '这个模型的分词器是旧式的，不能约束成 JSON；请放入 tokenizer.json，或写 structured = "plain"。',
            "The tokenizer is a slow one and cannot be guided; add tokenizer.json.",
        )
    return llguidance.hf.from_tokenizer(tokenizer, n_vocab=size, eos_token=ends)


class Guided(LogitsProcessor):
    """Strikes out every token that would leave a schema.

    Args:
        guide: from ``guide_of``.
        schema: JSON Schema.
        prompt: tokens of the prompt, which are not part of the answer.

    Raises:
        ModelFailed: the schema cannot be followed.
    """

    def __init__(self, guide: Any, schema: dict[str, Any], prompt: int) -> None:
        grammar = llguidance.LLMatcher.grammar_from_json_schema(
            json.dumps(schema), defaults={"whitespace_flexible": False}
        )
        self._matcher = llguidance.LLMatcher(guide, grammar)
        self._seen = prompt
        self._refuse_error()

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        """Return the scores with what would leave the schema struck out."""
        new = input_ids[0, self._seen :].tolist()
        self._seen += len(new)
        if new and not self._matcher.is_stopped():
            self._matcher.consume_tokens(new)
            self._refuse_error()
        # A bit a token, the lowest first. ``compute_logit_bias`` takes 48 ms for 152,000 tokens where
        # this takes 0.1, and the library's own kernel for torch wants a C++ compiler.
        bits = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8)
        size = scores.shape[-1]
        struck = np.ones(size, dtype=bool)
        allowed = np.unpackbits(bits, bitorder="little")[:size]
        struck[: len(allowed)] = allowed == 0
        return scores.masked_fill(torch.from_numpy(struck).to(scores.device), float("-inf"))

    def _refuse_error(self) -> None:
        if self._matcher.is_error():
            why = self._matcher.get_error().strip().splitlines()[0][:160].rstrip(".")
            raise ModelFailed(
                f'回答的格式不能用来约束模型（{why}）；可在设置里写 structured = "plain"。',
                f"The schema cannot be followed ({why}).",
            )
