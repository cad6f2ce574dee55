"""A GGUF file unpacked once into safetensors: transformers takes minutes to read it every time."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput, first_line
from heritage_kb.home import cache
from heritage_kb.stores.refusing import needing

with needing("local"):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

# Four bits and a half a weight become sixteen, and the file is written beside itself first.
_TIMES_LARGER = 4


def unpacked(file: Path) -> Path:
    """Return the folder that a GGUF file was unpacked into, in Sanjin's cache.

    Args:
        file: the GGUF file.

    Raises:
        RefusedInput: there is no room for it, or transformers cannot read it.
    """
    stat = file.stat()
    told = f"{file.absolute()}|{stat.st_size}|{stat.st_mtime_ns}"
    place = cache() / "models" / f"{file.stem}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"
    if (place / "config.json").is_file():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    _refuse_full(place.parent, stat.st_size * _TIMES_LARGER, file.name)
    # Made beside its place and moved there whole: a broken-off one is never taken for a model.
    work = Path(tempfile.mkdtemp(dir=place.parent))
    try:
        _unpack(file, work)
        work.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return place


def _unpack(file: Path, folder: Path) -> None:
    own: dict[str, Any] = {
        "gguf_file": file.name, "local_files_only": True, "trust_remote_code": False,
    }  # fmt: skip
    try:
        AutoTokenizer.from_pretrained(file.parent, **own).save_pretrained(folder)
        model: Any = AutoModelForCausalLM.from_pretrained(
            file.parent,
            dtype=torch.bfloat16,
            quantization_config=GgufConfig(dequantize=True),
            **own,
        )
        model.save_pretrained(folder)
    except ImportError as missing:
        with needing("local"):
            raise missing
    except Exception as why:
        said = first_line(why)
        raise RefusedInput(
            f'GGUF 文件 {file.name} 转不成 safetensors：{said}；请用 llama.cpp 的服务打开它（kind = "llamacpp"）。',
            f"Cannot unpack {file.name}: {said}; serve it with llama.cpp instead.",
        ) from why


def _refuse_full(folder: Path, needs: int, name: str) -> None:
    free = shutil.disk_usage(folder).free
    if free < needs:
        raise RefusedInput(
            f"把 {name} 展开约要 {needs / 2**30:.1f} GB，{folder} 只剩 {free / 2**30:.1f} GB；请腾出空间，或设 SANJIN_HOME。",
            f"Unpacking {name} needs {needs / 2**30:.1f} GB, {free / 2**30:.1f} GB are free.",
        )
