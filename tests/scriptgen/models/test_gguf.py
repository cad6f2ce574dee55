"""A GGUF file is unpacked once, whole or not at all, and read as safetensors from then on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel, Field

from heritage_kb.errors import RefusedInput
from scriptgen.models import Request, open_model

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("llguidance")
gguf = pytest.importorskip("gguf")
tokenizers = pytest.importorskip("tokenizers")
numpy = pytest.importorskip("numpy")

ASK = Request(task="check", most_tokens=200, seed=5)


class Word(BaseModel):
    word: str = Field(min_length=1, max_length=6)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a Qwen2 of random weights with bytes as tokens."""
    path = tmp_path_factory.mktemp("gguf") / "drama.gguf"
    out = gguf.GGUFWriter(path, "qwen2")
    signs = [*sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet()), "ab", "<|end|>"]
    width, inner = 32, 64
    out.add_name("drama")
    out.add_context_length(2048)
    out.add_embedding_length(width)
    out.add_block_count(1)
    out.add_feed_forward_length(inner)
    out.add_head_count(2)
    out.add_head_count_kv(2)
    out.add_layer_norm_rms_eps(1e-5)
    out.add_rope_freq_base(10000.0)
    out.add_vocab_size(len(signs))
    out.add_tokenizer_model("gpt2")
    out.add_token_list(signs)
    out.add_token_types([1] * 257 + [3])
    out.add_token_merges(["a b"])
    out.add_bos_token_id(257)
    out.add_eos_token_id(257)
    made = numpy.random.default_rng(0)

    def tensor(name: str, *shape: int) -> None:
        out.add_tensor(name, made.normal(0, 0.3, shape).astype(numpy.float32))

    tensor("token_embd.weight", len(signs), width)
    tensor("output_norm.weight", width)
    tensor("output.weight", len(signs), width)
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        tensor(f"blk.0.{name}.weight", width, width)
    for name in ("attn_q", "attn_k", "attn_v"):
        tensor(f"blk.0.{name}.bias", width)
    for name, shape in (("gate", (inner, width)), ("up", (inner, width)), ("down", (width, inner))):
        tensor(f"blk.0.ffn_{name}.weight", *shape)
    tensor("blk.0.attn_norm.weight", width)
    tensor("blk.0.ffn_norm.weight", width)
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()
    return path


def opened(plug: Callable[..., None], file: Path) -> Any:
    plug(mine={"kind": "transformers", "path": str(file), "device": "cpu", "threads": 1})
    return open_model("mine")


def test_it_is_unpacked_once_and_answers(
    plug: Callable[..., None], file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scriptgen.models import gguf as ours

    assert opened(plug, file).ask(ASK, Word)
    (folder,) = (home / "cache" / "models").iterdir()
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= {
        one.name for one in folder.iterdir()
    }

    def again(*_: object) -> None:
        raise AssertionError("unpacked twice")

    monkeypatch.setattr(ours, "_unpack", again)
    assert ours.unpacked(file) == folder


def test_what_cannot_be_read_leaves_nothing_behind(
    plug: Callable[..., None], tmp_path: Path, home: Path
) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\x03\x00\x00\x00" + b"\xff" * 40)
    with pytest.raises(RefusedInput, match=r"转不成.*llamacpp"):
        opened(plug, broken).ask(ASK, Word)
    assert list((home / "cache" / "models").iterdir()) == []


def test_where_there_is_no_room_it_is_said(
    plug: Callable[..., None], file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scriptgen.models import gguf as ours

    monkeypatch.setattr(ours.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(RefusedInput, match="请腾出空间"):
        ours.unpacked(file)
