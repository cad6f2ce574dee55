"""Text from outside: how big it may be, and in which encoding it comes."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

from heritage_kb.errors import RefusedInput

MEGABYTE = 1024 * 1024
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_EVERYDAY = frozenset("，。：；！？、（）【】《》“”…—△▲ \t\r\n" + "".join(map(chr, range(32, 127))))
_STRAY = 0.001  # share of control characters that a text may hold by accident


def read_bytes(path: str | os.PathLike[str], *, limit: int) -> bytes:
    """Return the content of a file of at most ``limit`` bytes.

    Raises:
        RefusedInput: no such file, a folder, unreadable, empty or too big.
    """
    name = str(path)
    if "\0" in name:
        raise RefusedInput(
            "文件名里有空字符；请改名后再试。", "The file name holds a NUL character."
        )
    file = Path(name)
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
    """Return text from UTF-8, UTF-16 or GB18030, also where rows of a file differ; line ends → LF.

    Raises:
        RefusedInput: it is in no such encoding, or no text at all.
    """
    text = _whole(data) or _row_by_row(data)
    if text is None or "\0" in text or len(_CONTROL.findall(text)) > 2 + _STRAY * len(text):
        raise RefusedInput(
            f"“{name}”不是能读的文本（编码不明，或是别的格式改了后缀）；请另存为 UTF-8 文本再试。",
            f"“{name}” is not readable text; save it as UTF-8.",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(data: bytes) -> str | None:
    """Return the one encoding that a whole file is in (``utf-8-sig`` where it has the mark)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _fits(data, "utf-16")
    if data.startswith(codecs.BOM_UTF8):
        return _fits(data, "utf-8-sig")
    plain = None if b"\0" in data else _fits(data, "utf-8")
    return plain or _sixteen(data) or _chinese(data)


def _chinese(data: bytes) -> str | None:
    """Return GB18030, or Big5 where only that way everyday characters come out."""
    simplified, traditional = _fits(data, "gb18030"), _fits(data, "cp950")
    if not (simplified and traditional):
        return simplified or traditional
    return max((simplified, traditional), key=lambda one: (_everyday(data, one), one == simplified))


def _everyday(data: bytes, encoding: str) -> float:
    """Return which share of the Chinese characters is of the encoding's common half."""
    common = "gb2312" if encoding == "gb18030" else "big5"
    sample = [one for one in data.decode(encoding)[:20_000] if one >= "一"]
    plain = [one.encode(common, "ignore") for one in sample]
    first, last = (0xB0, 0xD7) if encoding == "gb18030" else (0xA4, 0xC6)
    known = sum(bool(one) and first <= one[0] <= last for one in plain)
    return round(known / len(sample), 2) if sample else 1.0


def _sixteen(data: bytes) -> str | None:
    """Return UTF-16 where a file without its mark reads as Chinese or English that way."""
    if len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data[:4096].decode(encoding, "ignore")
        if sum("一" <= one <= "鿿" or one in _EVERYDAY for one in text) > 0.8 * len(text):
            return _fits(data, encoding)
    return None


def _fits(data: bytes, encoding: str) -> str | None:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding


def _whole(data: bytes) -> str | None:
    encoding = encoding_of(data)
    return data.decode(encoding) if encoding else None


def _row_by_row(data: bytes) -> str | None:
    """Return a text pasted together from files of two encodings; None where a row is neither."""
    rows = []
    for row in re.split(rb"\r\n|\n|\r", data):
        encoding = _fits(row, "utf-8") or _fits(row, "gb18030")
        if encoding is None:
            return None
        rows.append(row.decode(encoding))
    return "\n".join(rows)
