"""Language models of random weights and a tokenizer for them, built in a second, no download."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tokenizers
import torch
import transformers

TEMPLATE = (
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
_SPECIAL = ["<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]


def build(
    folder: Path, *, template: str | None = TEMPLATE, reach: int = 4096, **config: Any
) -> Path:
    """Save a tiny Qwen2-like model: bytes as tokens, two layers."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(vocab=_bytes(), merges=[]))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(_SPECIAL)
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|end|>", pad_token="<|end|>"
    )
    fast.chat_template = template
    fast.save_pretrained(folder)
    settings = {
        "vocab_size": 264,  # padded, as real ones are
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "max_position_embeddings": reach,
        "eos_token_id": fast.eos_token_id,
        "bos_token_id": None,
        **config,
    }
    with torch.random.fork_rng():
        torch.manual_seed(0)
        transformers.Qwen2ForCausalLM(transformers.Qwen2Config(**settings)).save_pretrained(folder)
    return folder


def _bytes() -> dict[str, int]:
    alphabet = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    return {sign: number for number, sign in enumerate(alphabet)}
