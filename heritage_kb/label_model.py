"""AI labels of drawings and models: DXF and GLB.

No rule names these formats. DXF takes the record as a comment (group 999) before its first
section, and its visible sentence is the writer's to put on the sheet, as in PDF. GLB takes record
and sentence in ``asset.extras``, where every reader of glTF keeps them.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from typing import Any

from heritage_kb.aigc import as_json, is_notice, pairs
from heritage_kb.errors import RefusedInput
from heritage_kb.label_text import JSON_NOTICE

_RECORD = "AIGC"
_COMMENT = re.compile(rf"^[ \t]*999\r?\n{_RECORD}:(.*?)\r?\n", re.MULTILINE)
_JSON = 0x4E4F534A  # the kind of the first chunk


# ------------------------------------------------------------------------------------------ DXF


def label_dxf(text: str, record: Mapping[str, str]) -> str:
    """Return a DXF text with exactly one record.

    Raises:
        RefusedInput: no DXF text.
    """
    if not re.match(r"\s*(999\r?\n.*\r?\n)*\s*0\r?\nSECTION", text):
        raise RefusedInput(
            "这不是文本格式的 DXF 文件，写不了标识；请存成 ASCII DXF 再试。", "No ASCII DXF."
        )
    return f"999\n{_RECORD}:{as_json(record)}\n" + _COMMENT.sub("", text)


def dxf_label(text: str) -> tuple[list[str], bool]:
    """Return a DXF's records, and whether a text of its drawing is a visible sentence."""
    records = [found[1].strip() for found in _COMMENT.finditer(text)]
    rows = re.findall(r"^[ \t]*1\r?\n(.*?)\r?$", text, re.MULTILINE)
    return records, any(is_notice(row) for row in rows)


# ------------------------------------------------------------------------------------------ GLB


def label_glb(data: bytes, record: Mapping[str, str], notice: str) -> bytes:
    """Return a GLB whose asset carries the record and the sentence.

    Raises:
        RefusedInput: no whole GLB of version 2.
    """
    tree, rest = _split(data)
    asset = tree.setdefault("asset", {})
    extras = asset.get("extras")
    kept = dict(extras) if isinstance(extras, dict) else {}
    asset["extras"] = {**kept, _RECORD: dict(record), JSON_NOTICE: notice}
    body = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
    body += b" " * (-len(body) % 4)
    head = struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(body) + len(rest))
    return head + struct.pack("<II", len(body), _JSON) + body + rest


def glb_label(data: bytes) -> tuple[list[str], bool]:
    """Return a GLB's records as JSON texts, and whether the sentence stands beside them.

    Raises:
        RefusedInput: no whole GLB of version 2.
    """
    tree, _ = _split(data)
    asset = tree.get("asset")
    extras = asset.get("extras") if isinstance(asset, dict) else None
    if not isinstance(extras, dict):
        return [], False
    records = [json.dumps(extras[_RECORD], ensure_ascii=False)] if _RECORD in extras else []
    return records, is_notice(str(extras.get(JSON_NOTICE, "")))


def _split(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the JSON of a GLB and the chunks after it."""
    try:
        magic, version, total = struct.unpack_from("<4sII", data)
        size, kind = struct.unpack_from("<II", data, 12)
        if magic != b"glTF" or version != 2 or total != len(data) or kind != _JSON:
            raise ValueError
        tree = pairs(data[20 : 20 + size].decode("utf-8"))
    except (struct.error, ValueError) as error:
        raise _damaged() from error
    if not isinstance(tree, dict):
        raise _damaged()
    return tree, data[20 + size :]


def _damaged() -> RefusedInput:
    return RefusedInput("GLB 文件是坏的，读不出内容；请重新导出。", "The GLB is damaged.")
