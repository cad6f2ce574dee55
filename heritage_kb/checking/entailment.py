"""A model that says whether a passage bears out or denies a sentence, for what rules cannot reach.

Nothing here runs unless a model is handed to :func:`heritage_kb.checking.claims.check`. The model is asked
only about a sentence that the rules left ``not_in_kb`` and whose subject is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from heritage_kb.checking.judgement import Judgement, Subject, affirmed, plain
from heritage_kb.errors import RefusedInput, SanjinError, first_line
from heritage_kb.records import Passage
from heritage_kb.stores.refusing import needing
from heritage_kb.tokens import tokens

_SURE = 0.9  # the least probability that decides
_ASKED = 3  # passages that are put to the model
_LONGEST = 512  # tokens of premise and hypothesis together; a passage is far shorter
# Without one of these, transformers may make up a tokenizer that knows no character.
_TOKENIZERS = ("tokenizer.json", "vocab.*", "*.model")


@dataclass(frozen=True, kw_only=True, slots=True)
class Odds:
    """Probabilities that a premise bears out, denies, or leaves open a hypothesis; they sum to 1."""

    supported: float
    contradicted: float
    unknown: float


class Entails(Protocol):
    """Anything that compares a premise with a hypothesis."""

    def __call__(self, premise: str, hypothesis: str) -> Odds:
        """Return the probabilities for a hypothesis, given a premise."""
        ...


def ask(text: str, subject: Subject, entails: Entails | None) -> Judgement | None:
    """Return what a model is sure of, by the passages nearest in words; None where it is not."""
    if entails is None:
        return None
    wanted = set(tokens(text))

    def shared(passage: Passage) -> int:
        return len(wanted & set(tokens(passage.text)))

    told = [p for p in subject.every if affirmed(p)]
    for passage in sorted(told, key=shared, reverse=True)[:_ASKED]:
        odds = entails(plain(passage), text)
        if odds.supported >= _SURE:
            return Judgement(
                verdict="supported", passage=passage.id, why=f"模型判为相合：{plain(passage)}"
            )
        if odds.contradicted >= _SURE:
            return Judgement(
                verdict="contradicted",
                passage=passage.id,
                why=f"模型判为相反，说的是“{text}”，知识库作：{plain(passage)}",
            )
    return None


class LocalEntailment:
    """A sequence-classification model in a local folder, loaded at the first question.

    Args:
        folder: a transformers folder with ``*.safetensors`` weights and its tokenizer; nothing is
            downloaded, no pickled file is read and no code in it is run. Its labels must be
            three: entailment, contradiction and neutral.

    Raises:
        RefusedInput: no such folder, or no safetensors weights or tokenizer in it; at the first
            question, a model that cannot be read, has other labels or lacks weights.
        SanjinError: at the first question, the packages of the extra are not installed.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        name = self.folder.name
        if not self.folder.is_dir():
            raise RefusedInput(
                f"找不到模型文件夹 {name}，请给一个本地模型文件夹。", f"No such folder: {name}."
            )
        if not any(self.folder.glob("*.safetensors")):
            raise RefusedInput(
                f"文件夹 {name} 里没有 safetensors 权重，请给一个本地模型文件夹。",
                f"No safetensors weights in {name}.",
            )
        if not any(found for kind in _TOKENIZERS for found in self.folder.glob(kind)):
            raise RefusedInput(
                f"文件夹 {name} 里没有分词文件（如 tokenizer.json），请把模型的文件放齐。",
                f"No tokenizer in {name}.",
            )
        self._loaded: _Loaded | None = None

    def __call__(self, premise: str, hypothesis: str) -> Odds:
        """Return the probabilities for a hypothesis, given a premise."""
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded.odds(premise, hypothesis)

    def _load(self) -> _Loaded:
        with needing("entailment"):
            # Without torch, transformers imports and fails at its first use.
            import torch  # noqa: F401
            from transformers import (
                AutoConfig,
                AutoModelForSequenceClassification,
                AutoTokenizer,
            )

        # A refusal, said outright: transformers would ask at the terminal.
        own: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        with self._reading():
            config = AutoConfig.from_pretrained(self.folder, **own)
            at = self._labels(config.id2label)
            tokenizer = AutoTokenizer.from_pretrained(self.folder, **own)
            model, told = AutoModelForSequenceClassification.from_pretrained(
                self.folder, config=config, use_safetensors=True, output_loading_info=True, **own
            )
        if told["missing_keys"]:
            # transformers makes up what is missing; a classifier made up decides by chance.
            raise RefusedInput(
                f"模型 {self.folder.name} 的权重不全（缺 {min(told['missing_keys'])}），"
                "请换一个训练好的推断模型。",
                f"{self.folder.name} lacks weights ({min(told['missing_keys'])}).",
            )
        reach = (tokenizer.model_max_length, getattr(config, "max_position_embeddings", None))
        return _Loaded(
            tokenizer=tokenizer,
            model=model.eval(),
            at=at,
            longest=min([_LONGEST, *(n for n in reach if n and n > 0)]),
        )

    def _labels(self, names: Mapping[int, str]) -> dict[str, int]:
        """Return the numbers of the three labels, by how each begins."""
        at = {
            key: number
            for number, label in names.items()
            for key in ("entail", "contra", "neutral")
            if str(label).lower().startswith(key)
        }
        if len(at) != 3 or len(names) != 3:
            raise RefusedInput(
                f"模型 {self.folder.name} 的标签不是相合、相反、不定三类，请换一个推断模型。",
                f"The labels of {self.folder.name} are not entailment, contradiction, neutral.",
            )
        return at

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Say in one sentence that the folder cannot be read, whatever transformers raised."""
        try:
            yield
        except SanjinError:
            raise
        except Exception as why:
            said = first_line(why)
            raise RefusedInput(
                f"模型 {self.folder.name} 读不出来：{said}。请核对文件是否齐全、完好，或换一个模型。",
                f"Cannot read the model {self.folder.name}: {said}.",
            ) from why


@dataclass(frozen=True, kw_only=True, slots=True)
class _Loaded:
    """A model ready to be asked: ``at`` numbers its labels, ``longest`` is in tokens."""

    tokenizer: Any
    model: Any
    at: dict[str, int]
    longest: int

    def odds(self, premise: str, hypothesis: str) -> Odds:
        import torch

        given = self.tokenizer(
            premise, hypothesis, return_tensors="pt", truncation=True, max_length=self.longest
        )
        with torch.no_grad():
            odds = self.model(**given).logits.softmax(dim=-1)[0].tolist()
        return Odds(
            supported=odds[self.at["entail"]],
            contradicted=odds[self.at["contra"]],
            unknown=odds[self.at["neutral"]],
        )
