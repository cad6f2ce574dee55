"""Text from outside: how big it may be, and in which encoding it comes."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

from heritage_kb.errors import RefusedInput

MEGABYTE = 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_bytes(path: str | os.PathLike[str], *, limit: int) -> bytes:
    """Return the content of a file of at most ``limit`` bytes.

    Raises:
        RefusedInput: no such file, a folder, unreadable, empty or too big.
    """
    file = Path(str(path).replace("\0", ""))
    if file.is_dir():
        raise RefusedInput(
            f"“{file}”是文件夹；请给出其中的文件。", f"“{file}” is a folder; name a file."
        )
    try:
        size = file.stat().st_size
        if size > limit:
            raise RefusedInput(
                f"“{file.name}”有 {size / MEGABYTE:.1f} MB，超过 {limit // MEGABYTE} MB 的上限；"
                "请拆分或删减后再试。",
                f"“{file.name}” is {size / MEGABYTE:.1f} MB; the limit is {limit // MEGABYTE} MB.",
            )
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise RefusedInput(f"找不到文件“{file}”；请检查文件名。", f"No file “{file}”.") from error
    except OSError as error:
        raise RefusedInput(
            f"打不开“{file}”；请检查文件名和权限。", f"Cannot open “{file}”."
        ) from error
    if not data.strip():
        raise RefusedInput(f"“{file.name}”是空的；请检查文件。", f"“{file.name}” is empty.")
    return data


def decode(data: bytes, name: str) -> str:
    """Return text from UTF-8, UTF-16 with its mark, or GB18030; line ends become LF.

    Raises:
        RefusedInput: it is in no such encoding, or no text at all.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
        break
    raise RefusedInput(
        f"“{name}”不是能读的文本（编码不明，或是别的格式改了后缀）；请另存为 UTF-8 文本再试。",
        f"“{name}” is not readable text; save it as UTF-8.",
    )
