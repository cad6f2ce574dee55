"""A language model on this machine, in a LangChain chat model (owner of torch and transformers here).

Only safetensors are read and no code of a model is run. The answer is held to its JSON Schema while
it is made: at every token, what would leave the schema is struck out.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput, SanjinError, first_line
from heritage_kb.stores.refusing import needing
from scriptgen.models.folder import is_gguf, refuse_unsafe
from scriptgen.models.profiles import TransformersProfile
from scriptgen.models.request import ModelFailed
from scriptgen.models.speech import Ask, Heard, Poll, Said, nothing
from scriptgen.models.streaming import Broken, listened

with needing("local"):
    import torch
    from langchain_core.callbacks import CallbackManagerForLLMRun
    from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.outputs import ChatGenerationChunk, ChatResult
    from transformers import (
        AutoConfig,
        AutoModelForCausalLM,
        AutoTokenizer,
        LogitsProcessorList,
        StoppingCriteria,
        StoppingCriteriaList,
        TextIteratorStreamer,
    )
    from transformers.utils import logging as transformers_log

_TICK_S = 0.1
_ROLES = {"system": "system", "human": "user", "ai": "assistant"}


class Weights:
    """A model and its tokenizer in memory; one question at a time is answered.

    Args:
        folder: a transformers folder, already looked through by ``refuse_unsafe``.
        device: auto, cpu, cuda or mps.
        dtype: auto (as the weights are stored), float32, bfloat16 or float16.

    Raises:
        RefusedInput: it cannot be read, or weights are missing.
    """

    def __init__(self, folder: Path, device: str, dtype: str) -> None:
        # A refusal, said outright: transformers would ask at the terminal.
        own: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        log: Any = transformers_log
        log.disable_progress_bar()  # it would run through the lines of a terminal and of a log
        try:
            config = AutoConfig.from_pretrained(folder, **own)
            self.tokenizer = AutoTokenizer.from_pretrained(folder, **own)
            loaded: Any = AutoModelForCausalLM.from_pretrained(
                folder, config=config, use_safetensors=True, output_loading_info=True,
                dtype=dtype if dtype == "auto" else getattr(torch, dtype), **own,
            )  # fmt: skip
            model, told = loaded
            self.model: Any = model.to(_device(device)).eval()
        except SanjinError:
            raise
        except Exception as why:
            said = first_line(why)
            raise RefusedInput(
                f"模型 {folder.name} 读不出来：{said}。请核对文件是否齐全、显存内存是否够，或换一个模型。",
                f"Cannot read the model {folder.name}: {said}.",
            ) from why
        if told["missing_keys"]:
            # transformers makes up what is missing; a model made up talks nonsense.
            raise RefusedInput(
                f"模型 {folder.name} 的权重不全（缺 {min(told['missing_keys'])}），请把模型的文件放齐。",
                f"{folder.name} lacks weights ({min(told['missing_keys'])}).",
            )
        self.name = folder.name
        self.longest: int | None = getattr(
            config.get_text_config(), "max_position_embeddings", None
        )
        self.hand = threading.Lock()
        self._guide: Any = None

    def guide(self) -> Any:
        """Return the tokenizer as the grammar needs it; made once, it takes a second."""
        if self._guide is None:
            from scriptgen.models.guiding import guide_of

            # Either may be the larger: weights are padded, tokenizers have words added.
            size = max(self.model.get_output_embeddings().weight.shape[0], len(self.tokenizer))
            ends = self.model.generation_config.eos_token_id or self.tokenizer.eos_token_id
            self._guide = guide_of(self.tokenizer, size, ends)
        return self._guide


class LocalChat(BaseChatModel):
    """A model of this machine as a LangChain chat model.

    ``stream`` and ``invoke`` also take ``schema`` (JSON Schema the answer is held to),
    ``max_tokens`` and ``seed``.
    """

    weights: Any
    temperature: float = 0.8
    top_p: float = 0.95

    @property
    def _llm_type(self) -> str:
        return "sanjin-local"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **told: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **told))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **told: Any,
    ) -> Iterator[ChatGenerationChunk]:
        turns = [{"role": _ROLES[one.type], "content": str(one.text)} for one in messages]
        running = _Running(self, _prompt(self.weights.tokenizer, turns), {**told, "stop": stop})
        try:
            for piece in running.pieces():
                if piece and run_manager:
                    run_manager.on_llm_new_token(piece)
                yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        finally:
            running.stop()
        yield ChatGenerationChunk(message=running.end())


class _Running:
    """One answer being made on a thread of its own."""

    def __init__(self, chat: LocalChat, prompt: str, told: dict[str, Any]) -> None:
        self._chat, self._told = chat, told
        weights = chat.weights
        self._given = weights.tokenizer(prompt, return_tensors="pt", add_special_tokens=False)
        self._given.pop("token_type_ids", None)
        self._count: int = self._given["input_ids"].shape[1]
        self._most = int(told.get("max_tokens", 512))
        self._refuse_too_long(weights)
        self._streamer = TextIteratorStreamer(
            weights.tokenizer, skip_prompt=True, timeout=_TICK_S, skip_special_tokens=True
        )
        self._stopped = threading.Event()
        self._why: Exception | None = None
        self._made = 0
        self._thread = threading.Thread(target=self._make, daemon=True)
        self._thread.start()

    def pieces(self) -> Iterator[str]:
        """Yield the answer as it comes, an empty piece where nothing came for a moment."""
        while True:
            try:
                yield next(self._streamer)
            except queue.Empty:
                yield ""
            except StopIteration:
                break
        if self._why is not None:
            raise self._why

    def stop(self) -> None:
        """End the answer at its next token."""
        self._stopped.set()
        self._thread.join()

    def end(self) -> AIMessageChunk:
        """Return the last chunk: what was used, and why it ended."""
        return AIMessageChunk(
            content="",
            usage_metadata={
                "input_tokens": self._count,
                "output_tokens": self._made,
                "total_tokens": self._count + self._made,
            },
            response_metadata={"finish_reason": "length" if self._made >= self._most else "stop"},
        )

    def _refuse_too_long(self, weights: Weights) -> None:
        if weights.longest and self._count + self._most > weights.longest:
            raise ModelFailed(
                f"这次提问连同回答要 {self._count + self._most} 词元，模型 {weights.name} 只读得了 {weights.longest}；"
                "请减少材料，或换一个读得长的模型。",
                f"{weights.name} reads {weights.longest} tokens, {self._count + self._most} are needed.",
            )

    def _make(self) -> None:
        try:
            with self._chat.weights.hand:
                self._made = self._generated()
        except Exception as why:  # noqa: BLE001 - carried to the thread that listens
            self._why = why
        finally:
            self._streamer.on_finalized_text("", stream_end=True)

    def _generated(self) -> int:
        """Return how many tokens were made."""
        weights, chat = self._chat.weights, self._chat
        processors = LogitsProcessorList()
        if schema := self._told.get("schema"):
            from scriptgen.models.guiding import Guided

            processors.append(Guided(weights.guide(), schema, self._count))
        sampled: dict[str, Any] = {"do_sample": False}
        if chat.temperature > 0:
            sampled = {"do_sample": True, "temperature": chat.temperature, "top_p": chat.top_p}
        if stop := self._told.get("stop"):
            sampled |= {"stop_strings": stop, "tokenizer": weights.tokenizer}
        device = weights.model.device
        cards = [device] if device.type == "cuda" else []
        with torch.random.fork_rng(devices=cards), torch.inference_mode():
            torch.manual_seed(int(self._told.get("seed", 0)))
            made: Any = weights.model.generate(
                **self._given.to(device),
                **sampled,
                max_new_tokens=self._most,
                pad_token_id=weights.tokenizer.pad_token_id or weights.tokenizer.eos_token_id,
                logits_processor=processors,
                stopping_criteria=StoppingCriteriaList([_Stop(self._stopped)]),
                streamer=self._streamer,
            )
        return len(made[0]) - self._count


class _Stop(StoppingCriteria):
    def __init__(self, stopped: threading.Event) -> None:
        self._stopped = stopped

    def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
        return torch.full((input_ids.shape[0],), self._stopped.is_set(), device=input_ids.device)


class Local:
    """The channel to a model on this machine; it is loaded at the first question.

    Args:
        profile: where it is and how it is used.

    Raises:
        RefusedInput: the folder or file is not complete, or could run code.
    """

    def __init__(self, profile: TransformersProfile) -> None:
        self._profile = profile
        self._path = Path(profile.path).expanduser()
        refuse_unsafe(self._path)

    def chat_model(self) -> LocalChat:
        """Return the LangChain chat model; the weights are loaded once a process.

        Raises:
            RefusedInput: the model cannot be read.
        """
        told = self._profile
        if told.threads:
            torch.set_num_threads(told.threads)
        weights = _weights(self._path, told.device, told.dtype)
        return LocalChat(weights=weights, temperature=told.temperature, top_p=told.top_p)

    def say(self, ask: Ask, *, poll: Poll = nothing, heard: Heard = nothing) -> Said:
        """Return what the model says (see ``Channel``)."""
        poll()
        chat = self.chat_model()
        turns = [(turn.role, turn.text) for turn in ask.turns]
        told: dict[str, Any] = {"max_tokens": ask.most_tokens, "seed": ask.seed}
        if ask.form.mode == "json_schema":
            told["schema"] = ask.form.schema
        try:
            return listened(
                lambda: chat.stream(turns, **told),
                timeout_s=self._profile.timeout_s, poll=poll, heard=heard,
            )  # fmt: skip
        except Broken as broken:
            if isinstance(broken.why, SanjinError):
                raise broken.why from None
            said = (str(broken.why).strip().splitlines() or [type(broken.why).__name__])[0][:160]
            raise ModelFailed(
                f"本地模型 {self._path.name} 答到一半出错：{said.rstrip('.')}；请减少材料，或换一个小些的模型。",
                f"The local model {self._path.name} failed: {said}.",
                said=broken.said,
            ) from broken.why


_LOADED: dict[tuple[Path, str, str], Weights] = {}
_HAND = threading.Lock()


def _weights(path: Path, device: str, dtype: str) -> Weights:
    with _HAND:
        key = (path.absolute(), device, dtype)
        if key not in _LOADED:
            folder = path
            if is_gguf(path):
                from scriptgen.models.gguf import unpacked

                folder = unpacked(path)
            _LOADED[key] = Weights(folder, device, dtype)
        return _LOADED[key]


def _device(told: str) -> str:
    if told != "auto":
        return told
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _prompt(tokenizer: Any, turns: list[dict[str, str]]) -> str:
    """Return a conversation as the model's own template writes it."""
    if not tokenizer.chat_template:  # a base model: it goes on writing
        return "\n\n".join(turn["content"] for turn in turns) + "\n\n"
    told: dict[str, Any] = {
        "tokenize": False,
        "add_generation_prompt": True,
        "enable_thinking": False,
    }
    try:
        return str(tokenizer.apply_chat_template(turns, **told))
    except Exception:  # noqa: BLE001 - templates raise what they like; Gemma's knows no system turn
        first, second, *rest = turns
        both = {"role": "user", "content": f"{first['content']}\n\n{second['content']}"}
        return str(tokenizer.apply_chat_template([both, *rest], **told))
