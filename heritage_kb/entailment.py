"""A model that says whether a passage bears out or denies a sentence, for what rules cannot reach.

Nothing here runs unless a model is handed to :func:`heritage_kb.claims.check`. The model is asked
only about a sentence that the rules left ``not_in_kb`` and whose subject is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from heritage_kb.errors import RefusedInput
from heritage_kb.judgement import Judgement, Subject, affirmed, plain
from heritage_kb.records import Passage
from heritage_kb.tokens import tokens

_SURE = 0.9  # the least probability that decides
_ASKED = 3  # passages that are put to the model


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
        folder: a transformers folder with ``*.safetensors`` weights; nothing is downloaded and no
            pickled file is read. Its labels must tell entailment, contradiction and neutral.

    Raises:
        RefusedInput: no such folder, or no safetensors weights in it.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        if not any(self.folder.glob("*.safetensors")):
            raise RefusedInput(
                f"文件夹 {self.folder.name} 里没有 safetensors 权重，请给一个本地模型文件夹。",
                f"No safetensors weights in {self.folder.name}.",
            )
        self._loaded: tuple[Any, Any, dict[str, int]] | None = None

    def __call__(self, premise: str, hypothesis: str) -> Odds:
        """Return the probabilities for a hypothesis, given a premise."""
        import torch

        tokenizer, model, at = self._loaded or self._load()
        given = tokenizer(premise, hypothesis, return_tensors="pt", truncation=True, max_length=512)
        with torch.no_grad():
            odds = model(**given).logits.softmax(dim=-1)[0].tolist()
        return Odds(
            supported=odds[at["entail"]],
            contradicted=odds[at["contra"]],
            unknown=odds[at["neutral"]],
        )

    def _load(self) -> tuple[Any, Any, dict[str, int]]:
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(self.folder, local_files_only=True)
        model = AutoModelForSequenceClassification.from_pretrained(
            self.folder, local_files_only=True, use_safetensors=True
        ).eval()
        at = {
            key: number
            for number, label in model.config.id2label.items()
            for key in ("entail", "contra", "neutral")
            if str(label).lower().startswith(key)
        }
        if len(at) < 3:
            raise RefusedInput(
                f"模型 {self.folder.name} 的标签不是相合、相反、不定三类，请换一个推断模型。",
                f"The labels of {self.folder.name} are not entailment, contradiction, neutral.",
            )
        self._loaded = tokenizer, model, at
        return self._loaded
