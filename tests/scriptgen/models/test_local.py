"""A model in a folder of this machine: what is refused, how it is held to a shape, how it stops."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from heritage_kb.errors import RefusedInput
from scriptgen.models import ModelFailed, Request, open_model
from scriptgen.models.answering import schema_of
from scriptgen.models.folder import refuse_unsafe

Plug = Callable[..., None]
ASK = Request(task="check", most_tokens=400, seed=5)


class Said(BaseModel):
    type: Literal["action", "dialogue"]
    text: str = Field(min_length=1, max_length=12)
    citations: list[str] = Field(max_length=0)


class Scene(BaseModel):
    lines: list[Said] = Field(min_length=1, max_length=2)
    count: int = Field(ge=0, le=9)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (None, "找不到模型"),
        ({"pytorch_model.bin": b"", "tokenizer.json": b"{}"}, "pickle"),
        ({"config.json": b"{}", "tokenizer.json": b"{}"}, "没有 safetensors"),
        ({"model.safetensors": b"", "config.json": b"{}"}, "没有分词文件"),
        (
            {"model.safetensors": b"", "tokenizer.json": b"{}", "config.json": b'{"auto_map": {}}'},
            "自带的代码",
        ),
        ({"model.safetensors": b"", "tokenizer.json": b"{}", "config.json": b"{"}, "读不了"),
    ],
)
def test_a_folder_that_is_not_complete_or_not_safe_is_refused(
    tmp_path: Path, files: dict[str, bytes] | None, said: str
) -> None:
    folder = tmp_path / "model"
    if files is not None:
        folder.mkdir()
    for name, content in (files or {}).items():
        (folder / name).write_bytes(content)
    with pytest.raises(RefusedInput, match=said):
        refuse_unsafe(folder)


def test_a_file_that_is_no_gguf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(b"PK\x03\x04")
    with pytest.raises(RefusedInput, match="不是 GGUF"):
        refuse_unsafe(tmp_path / "model.gguf")


# -- the real libraries, with tiny random weights -------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("m") / "tiny")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def build(folder: Path, **settings: Any) -> Path:
    """Build a tiny model where its libraries are installed; skip the test where they are not."""
    for package in ("torch", "transformers", "llguidance", "langchain_core"):
        pytest.importorskip(package)
    from benchmarks import tiny_model

    return tiny_model.build(folder, **settings)


def opened(plug: Plug, folder: Path, **more: Any) -> Any:
    plug(mine={"kind": "transformers", "path": str(folder), "device": "cpu", "threads": 1, **more})
    return open_model("mine")


@pytest.mark.parametrize("temperature", [0.0, 1.0, 2.0])
def test_random_weights_answer_in_the_shape(plug: Plug, folder: Path, temperature: float) -> None:
    heard: list[str] = []
    model = opened(plug, folder, temperature=temperature)
    got = model.ask(ASK, Scene, heard=heard.append)
    assert isinstance(got, Scene)
    assert Scene.model_validate(json.loads("".join(heard), strict=False)) == got
    assert model.name == "mine/tiny"
    used = model.used()
    assert (used.calls, used.counted) == (1, True)
    assert used.tokens_in > 20
    assert used.tokens_out > 20


def test_the_same_seed_gives_the_same_answer_of_the_chat_model(folder: Path) -> None:
    from scriptgen.models.local import Local
    from scriptgen.models.profiles import TransformersProfile

    chat = Local(TransformersProfile(kind="transformers", path=str(folder), threads=1)).chat_model()
    told = {"schema": schema_of(Scene), "max_tokens": 400}
    texts = [chat.invoke("写", seed=seed, **told).text for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]
    assert "".join(piece.text for piece in chat.stream("写", seed=1, **told)) == texts[0]


def test_an_answer_that_has_no_room_is_a_failure_that_keeps_it(plug: Plug, folder: Path) -> None:
    with pytest.raises(ModelFailed, match="写短些|不合格式") as failed:  # noqa: RUF043
        opened(plug, folder).ask(Request(task="check", most_tokens=12), Scene)
    assert failed.value.said.startswith("{")


def test_a_question_that_is_too_long_is_refused_before_it_is_asked(
    plug: Plug, tmp_path: Path
) -> None:
    with pytest.raises(ModelFailed, match="只读得了 128"):
        opened(plug, build(tmp_path / "short", reach=128)).ask(ASK, Scene)
    asked = Request(task="check", most_tokens=600)
    with pytest.raises(ModelFailed, match="max_context 512"):
        opened(plug, tmp_path / "short", max_context=512).ask(asked, Scene)


class Stopped(Exception):
    pass


def test_it_stops_between_tokens(plug: Plug, folder: Path) -> None:
    model = opened(plug, folder, structured="plain")
    pieces: list[str] = []

    def poll() -> None:
        if len(pieces) > 5:
            raise Stopped

    start = time.monotonic()
    with pytest.raises(Stopped):
        model.ask(
            Request(task="check", most_tokens=3000, seed=1), Scene, poll=poll, heard=pieces.append
        )
    assert time.monotonic() - start < 5
    # its thread has ended: the next question is answered at once
    assert opened(plug, folder).ask(ASK, Scene)


@pytest.mark.parametrize("template", [None, "{{ raise_exception('no system') }}"])
def test_a_model_without_a_template_goes_on_writing(
    plug: Plug, tmp_path: Path, template: str | None
) -> None:
    model = opened(plug, build(tmp_path / "base", template=template))
    if template is None:
        assert model.ask(ASK, Scene)
    else:
        with pytest.raises(ModelFailed, match="出错"):
            model.ask(ASK, Scene)


def test_a_template_without_a_system_turn_gets_one_turn_of_both(plug: Plug, tmp_path: Path) -> None:
    template = (
        "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('none') }}{% endif %}"
        "<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}<|assistant|>"
    )
    assert opened(plug, build(tmp_path / "gemma", template=template)).ask(ASK, Scene)


def test_broken_weights_are_one_sentence(plug: Plug, tmp_path: Path) -> None:
    folder = build(tmp_path / "cut")
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:2000])
    with pytest.raises(RefusedInput, match="读不出来"):
        opened(plug, folder).ask(ASK, Scene)


def test_missing_weights_are_not_made_up(plug: Plug, tmp_path: Path) -> None:
    folder = build(tmp_path / "few")
    from safetensors.torch import load_file, save_file

    held = load_file(folder / "model.safetensors")
    held.pop("model.norm.weight")
    save_file(held, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(RefusedInput, match=r"权重不全.*norm"):
        opened(plug, folder).ask(ASK, Scene)
