"""The record of an AI label: the seven fields of GB 45438-2025, Annex E.

Exactly seven string fields in one fixed order, one record a file, values in printable ASCII
without space, double quote and backslash (GB 45438-2025 Annex E; TC260-PG-20258A).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from heritage_kb.errors import RefusedInput

KEYS = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)
PRODUCER = "sanjin"
MARK = "AI生成"  # what is drawn on a picture: AI element and generation element (§5.2)
NOTICE = "【本内容由人工智能（AI）辅助生成，未经人工编审】"
NOTICE_EDITED = "【本内容由人工智能（AI）辅助生成，经人工编审】"
NAMESPACE = "http://www.tc260.org.cn/ns/AIGC/1.0/"

Status = Literal["compliant", "noncompliant", "not_found"]
Record = dict[str, str]

_ALPHABET = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]*")
_AI = re.compile(r"AI|人工智能", re.IGNORECASE)
_MADE = re.compile(r"生成|合成")


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a file's label is worth.

    ``reasons`` are Chinese sentences: the faults, or for a compliant file what was measured.
    ``record`` is the implicit label as read, where the format has a place for one; ``role`` is
    ``control`` for a control image, which carries the implicit label only.
    """

    path: str
    status: Status
    reasons: tuple[str, ...] = ()
    record: Mapping[str, str] | None = None
    role: Literal["content", "control"] = "content"

    def to_json(self) -> dict[str, object]:
        """Return plain JSON values."""
        record = dict(self.record) if self.record else None
        return {
            "path": self.path,
            "status": self.status,
            "reasons": list(self.reasons),
            "role": self.role,
            "AIGC": record,
        }


def annex_e(produce_id: str, *, producer: str = PRODUCER) -> Record:
    """Return the seven fields for a file that we generate.

    At the first writing the propagator is the producer (Annex E, Note 1).

    Raises:
        RefusedInput: a value leaves the allowed alphabet or is empty.
    """
    for name, value in (("ContentProducer", producer), ("ProduceID", produce_id)):
        if not value or not _ALPHABET.fullmatch(value):
            raise RefusedInput(
                f"标识字段 {name} 的值“{value}”不合 GB 45438 附录E：只能用英文字母、数字和"
                "符号，不含空格、引号、反斜杠和汉字；请改用编码。",
                f"Label field {name} must be printable ASCII without space, quote or backslash.",
            )
    return dict(zip(KEYS, ("1", producer, produce_id, "", producer, produce_id, ""), strict=True))


def produce_id(data: bytes) -> str:
    """Return the content number of ``data``: the same bytes have the same number."""
    return f"sanjin-{hashlib.sha256(data).hexdigest()[:32]}"


def as_json(record: Mapping[str, str]) -> str:
    """Return the seven-field JSON object, without wrapper, as formats with a named slot want it."""
    return json.dumps(dict(record), ensure_ascii=False, separators=(",", ":"))


def pairs(text: str) -> object:
    """Parse JSON, keeping duplicate keys visible: an object with one becomes a list of pairs."""

    def keep(items: list[tuple[str, object]]) -> object:
        names = [name for name, _ in items]
        return dict(items) if len(set(names)) == len(names) else items

    return json.loads(text, object_pairs_hook=keep)


def faults(record: object) -> list[str]:
    """Return what is wrong with an implicit label, in Chinese; empty when it is right."""
    if not isinstance(record, dict):
        return ["隐式标识不是七个字段的对象，或有重复字段"]
    if tuple(record) != KEYS:
        return [f"隐式标识的字段应依次为 {'、'.join(KEYS)}，实为 {'、'.join(map(str, record))}"]
    return [fault for name in KEYS for fault in _value_faults(name, record[name])]


def faults_of_json(text: str) -> tuple[Record | None, list[str]]:
    """Parse an unwrapped record and return it with its faults."""
    try:
        record = pairs(text)
    except ValueError:
        return None, ["隐式标识不是合法的 JSON"]
    found = faults(record)
    usable = isinstance(record, dict) and all(isinstance(v, str) for v in record.values())
    return (record if usable else None), found  # type: ignore[return-value]


def is_notice(text: str) -> bool:
    """Tell whether a text carries both elements of a visible label (GB 45438-2025 §5.1)."""
    return bool(_AI.search(text) and _MADE.search(text))


def is_label_line(text: str) -> bool:
    """Tell whether a whole line is a visible label and nothing else (it never becomes dialogue).

    Only bracketed, marked or complete statements count, so that a character may say 这是AI生成的吧.
    """
    bare = re.sub(r"^[>#*\-\s]+|[*\s]+$", "", text)
    bare = re.sub(r"^[【〔（(\[]|[】〕）)\].。]$", "", bare)
    return bool(_LABEL_LINE.fullmatch(bare))


_LABEL_LINE = re.compile(
    r"(?:本|以下|此)?(?:内容|剧本|文件|作品|文本|文档|表格?|集)?(?:部分)?"
    r"(?:由|为|系|含)?(?:人工智能|AI)(?:[（(]AI[)）])?(?:技术|工具|模型)?"
    r"(?:辅助)?(?:生成|合成|生成合成|创作生成)(?:的)?(?:内容|剧本|文本)?"
    r"(?:[，,、；;]\s*(?:已|未)?经(?:过)?人工(?:编审|审核|审校|编辑|修改)|[，,]?仅供参考)?",
    re.IGNORECASE,
)


def _value_faults(name: str, value: object) -> list[str]:
    if not isinstance(value, str):
        return [f"字段 {name} 的值应是字符串"]
    if not _ALPHABET.fullmatch(value):
        return [f"字段 {name} 的值含有不允许的字符"]
    if name == "Label" and value not in ("1", "2", "3"):
        return [f"字段 Label 应为 1、2 或 3，实为 {value or '空'}"]
    if name in ("ContentProducer", "ProduceID") and not value:
        return [f"字段 {name} 不能为空"]
    return []
