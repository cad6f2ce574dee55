"""How many tokens a text is: by the model's own tokenizer where its files are there, else estimated."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]+|\d|[^\sA-Za-z\d\u3400-\u9fff]")
# Tokens a character or a word, on the safe side: tokenizers of Chinese models join many
# characters in two, CLIP takes two or three for each. Own judgement, not measured here.
_A_CHARACTER = {"zh": 1.0, "en": 3.0}
_A_WORD = 1.4


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts tokens; ``how`` is tokenizer or estimate."""

    count: Callable[[str], int]
    how: str

    def __call__(self, text: str) -> int:
        """Return the tokens of a text, marks at its ends included."""
        return self.count(text)

    @classmethod
    def estimated(cls, language: str) -> Counter:
        """Return an estimate for models that read Chinese (``zh``) or English (``en``)."""
        each = _A_CHARACTER[language]

        def count(text: str) -> int:
            return round(2 + each * len(_HAN.findall(text)) + _A_WORD * len(_WORD.findall(text)))

        return cls(count, "estimate")

    @classmethod
    def of(cls, folder: str | Path, language: str) -> Counter:
        """Return the tokenizer in a folder (``tokenizer.json``, or ``vocab.json`` and ``merges.txt``).

        An estimate where the folder has neither or the library ``tokenizers`` is not installed.

        Raises:
            RefusedInput: the files are damaged.
        """
        try:
            library: Any = importlib.import_module("tokenizers")
        except ImportError:
            return cls.estimated(language)
        made = _read(library, Path(folder))
        if made is None:
            return cls.estimated(language)
        return cls(lambda text: len(made.encode(text).ids), "tokenizer")


def _read(library: Any, folder: Path) -> Any:
    whole, vocab, merges = (folder / n for n in ("tokenizer.json", "vocab.json", "merges.txt"))
    try:
        if whole.is_file():
            return library.Tokenizer.from_file(str(whole))
        if not (vocab.is_file() and merges.is_file()):
            return None
        words = json.loads(vocab.read_text(encoding="utf-8"))
        if "<|startoftext|>" in words:
            return _clip(library, words, merges)
        return library.ByteLevelBPETokenizer(str(vocab), str(merges))
    except RefusedInput:
        raise
    except Exception as wrong:  # the library raises bare Exceptions
        raise RefusedInput(
            f"{folder.name} 里的分词文件坏了：请用 sanjin models pull 重取这个模型。",
            f"The tokenizer files in {folder.name} are damaged.",
        ) from wrong


def _clip(library: Any, words: dict[str, int], merges: Path) -> Any:
    """Return CLIP's tokenizer, which its folder keeps in pieces: lower case, </w> ends a word."""
    models = importlib.import_module("tokenizers.models")
    before = importlib.import_module("tokenizers.pre_tokenizers")
    normal = importlib.import_module("tokenizers.normalizers")
    after = importlib.import_module("tokenizers.processors")
    lines = merges.read_text(encoding="utf-8").splitlines()
    pairs = [tuple(line.split()) for line in lines if line and not line.startswith("#version")]
    made = library.Tokenizer(models.BPE(
        words, pairs, unk_token="<|endoftext|>", end_of_word_suffix="</w>", fuse_unk=False,
    ))  # fmt: skip
    made.normalizer = normal.Sequence([normal.NFC(), normal.Lowercase()])
    made.pre_tokenizer = before.Sequence([
        before.Split(
            library.Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"),
            behavior="removed", invert=True,
        ),
        before.ByteLevel(add_prefix_space=False),
    ])  # fmt: skip
    ends = [
        ("<|endoftext|>", words["<|endoftext|>"]),
        ("<|startoftext|>", words["<|startoftext|>"]),
    ]
    made.post_processor = after.RobertaProcessing(*ends, add_prefix_space=False, trim_offsets=False)
    return made
