"""Texts: clean, in Chinese punctuation, said once, steps in order, lines within their passage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.normal import normal
from heritage_kb.records import Entry, Passage
from heritage_kb.rules.complaint import Complaint, error, texts_in, warning
from heritage_kb.store import KnowledgeBase

_LONGEST = 200  # characters; more is no longer the smallest text that can be cited
_SHORTEST = 4  # characters of a statement
_MOST_WRONG = 4  # statements that one passage refutes
_HAN = r"\u3400-\u9fff"
_MARKUP = re.compile(r"</?[A-Za-z!]|&(?:[a-z]{2,8}|#\d+);")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028\u2029\u202a-\u202e\ufeff\ufffd]")
_HALF_WIDTH = re.compile(
    rf"(?<=[{_HAN}”》）])[,;:!?](?!//)|[,;:!?](?=[{_HAN}“《（])|(?<=[{_HAN}])\.(?!\w)"
    rf"|(?<=[{_HAN}])[()\[\]]|[()\[\]](?=[{_HAN}])"
)
_OPENING = {
    "（": "）",
    "“": "”",
    "《": "》",
    "〈": "〉",
    "「": "」",
    "『": "』",
    "【": "】",
    "〔": "〕",
}
_CLOSING = frozenset(_OPENING.values())
_SLOT = re.compile(r"\{(?!who\})[^}]*\}")
_FORM = ("id", "name_en", "code", "site_id")  # not Chinese text


def entry_texts(entry: Entry) -> Iterator[tuple[str, Complaint | None]]:
    """Yield (text, complaint or None) for every Chinese text of an entry.

    Names may hold the half-width brackets of the list they are from: they are found either way.
    """
    for name in entry.names:
        for complaint in _clean("名称", name):
            yield name, complaint
    for where, text in (*texts_in(entry.fields, ""), *(("note", entry.note),) * bool(entry.note)):
        if where.rpartition(".")[2] in _FORM:
            continue
        yield text, None
        for complaint in (*_clean(where, text), *_punctuated(where, text)):
            yield text, complaint


def empty_values(entry: Entry) -> Iterator[Complaint]:
    """Complain of a field that is written but blank: a blank is left out."""
    for name, value in entry.fields.items():
        if value is None or value in ("", [], ()) or value == {}:
            yield error("EMPTY", f"字段 {name} 是空的，空白就不要写")


def passage_texts(passage: Passage, kb: KnowledgeBase) -> Iterator[Complaint]:
    """Complain of the text of a passage and of its playable lines."""
    if not passage.text.strip():
        yield error("TEXT", "没有文字")
    elif len(passage.text) > _LONGEST:
        yield warning("LONG", f"文段有 {len(passage.text)} 字，超过 {_LONGEST} 字，请拆开")
    for where, text in texts_in(
        {"text": passage.text, "actions": passage.actions, "says": passage.says}, ""
    ):
        yield from _clean(where, text)
        yield from _punctuated(where, text)
    yield from _wrong(passage)
    if passage.entry in kb.entries:
        for line in (*passage.actions, *passage.says):
            yield from _line(line, passage, kb)


def _wrong(passage: Passage) -> Iterator[Complaint]:
    """Complain of statements said to be wrong elsewhere than on mistakes, or blank, or twice."""
    said = passage.wrong
    if said and passage.topic != "mistake":
        yield error("WRONG", "只有题为 mistake 的文段可以写 wrong")
    if any(len(one) < _SHORTEST for one in said):
        yield error("WRONG", f"wrong 每句至少 {_SHORTEST} 个字，说全是谁怎样")
        return
    if len(set(said)) < len(said):
        yield error("WRONG", "wrong 里有两句相同")
    if len(said) > _MOST_WRONG:
        yield error("WRONG", f"wrong 至多 {_MOST_WRONG} 句，一段说的错再多就拆开")
    for one in said:
        yield from plain_text("wrong", one)


def plain_text(where: str, text: str) -> Iterator[Complaint]:
    """Complain of one Chinese text."""
    if text:
        yield from _clean(where, text)
        yield from _punctuated(where, text)


def _clean(where: str, text: str) -> Iterator[Complaint]:
    if text != text.strip() or not text:
        yield error("EMPTY", f"{where} 是空的，或首尾有空白")
    if _MARKUP.search(text):
        yield error("MARKUP", f"{where} 含网页标记：{text}")
    if _CONTROL.search(text):
        yield error("CONTROL", f"{where} 含控制符或看不见的字符")


def _punctuated(where: str, text: str) -> Iterator[Complaint]:
    found = _HALF_WIDTH.search(text)
    if found:
        yield error("HALF_WIDTH", f"{where} 有半角标点「{found.group()}」：{text}")
    if not _balanced(text):
        yield error("BRACKETS", f"{where} 的括号或引号不成对：{text}")


def _balanced(text: str) -> bool:
    expected: list[str] = []
    for mark in text:
        if mark in _OPENING:
            expected.append(_OPENING[mark])
        elif mark in _CLOSING and (not expected or expected.pop() != mark):
            return False
    return not expected


def _line(line: str, passage: Passage, kb: KnowledgeBase) -> Iterator[Complaint]:
    """Complain of a playable line that states a number, year or name beyond its passage."""
    if _SLOT.search(line):
        yield error("SLOT", f"只可用 {{who}} 一个空位：{line}")
    for beyond in kb.check_against(line.replace("{who}", "某人"), [passage]):
        yield error("LINE_BEYOND", f"{beyond.why}：{line}")


def steps_in_order(kb: KnowledgeBase) -> Iterator[tuple[str, Complaint]]:
    """Yield (passage id, complaint) where the steps of an entry leave a gap.

    A step may be told by hand or stand in the entry's own ``process_steps``.
    """
    steps: dict[str, dict[int, str]] = {}
    for passage in kb.records.passages.values():
        if passage.step is not None:
            steps.setdefault(passage.entry, {}).setdefault(passage.step, passage.id)
        elif passage.topic == "process":
            yield passage.id, warning("STEP", "工序没有写第几步")
    for id, written in steps.items():
        entry = kb.records.entries.get(id)
        known = len(entry.fields.get("process_steps", ())) if entry else 0
        for missing in sorted(set(range(known + 1, max(written) + 1)) - set(written)):
            after = min(step for step in written if step > missing)
            yield written[after], error("STEP_GAP", f"工序缺第 {missing} 步")


def repeated_texts(kb: KnowledgeBase) -> Iterator[tuple[str, Complaint]]:
    """Yield (passage id, complaint) for each text that another passage has as well."""
    first: dict[str, str] = {}
    for passage in kb.records.passages.values():
        key = normal(passage.text)
        if key in first:
            yield passage.id, error("TEXT_TWICE", f"与 {first[key]} 文字相同")
        first.setdefault(key, passage.id)
