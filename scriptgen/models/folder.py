"""What a local model's folder must be before anything in it is loaded."""

from __future__ import annotations

import json
from pathlib import Path

from heritage_kb.errors import RefusedInput

_GGUF = b"GGUF"
# Without one of these, transformers may make up a tokenizer that knows no character.
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_TOKENIZERS = ("tokenizer.json", "vocab.*", "*.model")
_WITH_CODE = (
    "config.json",
    "tokenizer_config.json",
    "generation_config.json",
    "processor_config.json",
)


def is_gguf(path: Path) -> bool:
    """Tell whether a path is a GGUF file, by its first bytes."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == _GGUF


def refuse_unsafe(path: Path) -> None:
    """Refuse a model that is not complete, or whose files could run code.

    Raises:
        RefusedInput: no such folder or file, no safetensors, no tokenizer, or code of its own.
    """
    name = path.name
    if path.is_file():
        if not is_gguf(path):
            raise RefusedInput(
                f"{name} 不是 GGUF 文件；path 请写模型文件夹（safetensors）或一个 .gguf 文件。",
                f"{name} is no GGUF file.",
            )
        return
    if not path.is_dir():
        raise RefusedInput(
            f"找不到模型 {path}；请核对设置里的 path。", f"No model at {path}; check path."
        )
    if not _holds(path, ("*.safetensors",)):
        pickled = _holds(path, _PICKLED)
        what = (
            "只有能夹带代码的 pickle 权重（.bin、.pt），不读"
            if pickled
            else "没有 safetensors 权重"
        )
        raise RefusedInput(
            f"模型文件夹 {name} 里{what}；请换成 safetensors 的。",
            f"No safetensors weights in {name}.",
        )
    if not _holds(path, _TOKENIZERS):
        raise RefusedInput(
            f"模型文件夹 {name} 里没有分词文件（如 tokenizer.json）；请把模型的文件放齐。",
            f"No tokenizer in {name}.",
        )
    for file in _WITH_CODE:
        if _has_code(path / file):
            raise RefusedInput(
                f"模型文件夹 {name} 要运行自带的代码（{file} 里有 auto_map），不读；请换一个 transformers 自己认得的模型。",
                f"{name} wants to run code of its own ({file}: auto_map).",
            )


def _holds(path: Path, kinds: tuple[str, ...]) -> bool:
    return any(True for kind in kinds for _ in path.glob(kind))


def _has_code(file: Path) -> bool:
    if not file.is_file():
        return False
    try:
        return "auto_map" in json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as why:
        raise RefusedInput(
            f"模型文件 {file.name} 读不了；请把模型的文件重新放齐。", f"Cannot read {file.name}."
        ) from why
