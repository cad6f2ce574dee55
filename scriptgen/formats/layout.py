"""What a whole file says of its own layout, before its rows are read one by one.

One file is one hand: how its scenes are headed, whether every action bears a triangle, whether
names stand on rows of their own. A row that is doubtful alone is read as its file is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scriptgen.formats.grammar import BRACKETED, TRIANGLES, signed
from scriptgen.formats.heading import CAST_LABEL, bare, candidate, people, stands_alone

Row = tuple[int, str]

_NUMBERED_ROW = re.compile(r"\s*(\d{1,5})(?:[ \t\u3000]+|[:：.、](?=\D))(.*)")
_NAME = re.compile(r"[一-鿿·]{1,8}|[A-Z][A-Za-z .'’]{1,20}")
_ALWAYS = frozenset(("旁白", "画外音", "众人", "内心独白"))
_COLUMN = {
    **dict.fromkeys(("场次", "场号", "场", "序号", "集场", "镜号"), "number"),
    **dict.fromkeys(("时间", "日夜", "日/夜", "时段", "气氛", "氛围"), "time"),
    **dict.fromkeys(("内外", "内/外", "内外景", "景别"), "int_ext"),
    **dict.fromkeys(("地点", "场景", "拍摄地点", "场景名"), "place"),
    **dict.fromkeys(("人物", "出场人物", "登场人物", "角色", "演员"), "cast"),
}


_DASHED = re.compile(
    rf"(?P<name>[一-鿿·]{{1,8}}|[A-Z][A-Za-z .'’]{{0,20}}?)(?P<mood>{BRACKETED})?"
    r"(?P<before>\s*)(?:—{1,2}|–|--|－{1,2})(?P<after>\s*)(?P<text>[^\s—–－-].*)", re.DOTALL,
)  # fmt: skip
_DASHES = re.compile(r"—{2}|–|--|－{2}")
_OFTEN = 4  # rows of names before a dash from which a file without colons speaks so
_HABIT = 6  # names over their speech from which a role that speaks once is one, too
_ROLE = re.compile(r"[甲乙丙丁夫兵匠娘爷婆女男众士童僧尼医工贩客吏母父]$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """The habits of one file.

    ``forms`` counts headings that need no support, by form; ``names`` are people of cast lines
    and cues; ``lone_cues`` are names that stand on rows of their own over their speech;
    ``marked_action`` tells whether action always bears a triangle; ``dash_cues`` are names that
    speak after a dash without blanks about it (老魏——不是我。).
    """

    forms: Counter[str] = field(default_factory=Counter)
    names: frozenset[str] = frozenset()
    lone_cues: frozenset[str] = frozenset()
    marked_action: bool = False
    dash_cues: frozenset[str] = frozenset()


class Dashed(NamedTuple):
    """A row that may be a speech: name, mood, what is said; ``spaced``: blanks about the dash."""

    name: str
    mood: str | None
    text: str
    spaced: bool


def dashed(row: str) -> Dashed | None:
    """Return a row of a name, one dash and words (老魏 —— 不是我。); None for any other row.

    A second dash is an aside within a sentence: 沈妤——那个外来的——走进来。
    """
    found = _DASHED.fullmatch(row.strip())
    if found is None or _DASHES.search(found["text"].rstrip("—–-－。！？…”")):
        return None
    spoken = signed(f"{found['name'].strip()}：{found['text']}")
    if spoken is None or spoken.type != "dialogue":  # 她说 —— …, 时间 —— …
        return None
    mood = found["mood"][1:-1].strip() if found["mood"] else None
    spaced = bool(found["before"] and found["after"])
    return Dashed(found["name"].strip(), mood, found["text"].strip(), spaced)


def layout_of(rows: Sequence[Row]) -> Layout:
    """Return the habits of a file's rows."""
    forms: Counter[str] = Counter()
    names: set[str] = set()
    cues: Counter[str] = Counter()
    told: Counter[str] = Counter()
    triangles = plain = 0
    for _, text in rows:
        line = signed(text)
        if line is not None:
            triangles += text.strip()[:1] in TRIANGLES
            if line.type in ("dialogue", "os", "vo") and line.speaker:
                cues[line.speaker] += 1
            continue
        cast = CAST_LABEL.fullmatch(bare(text))
        if cast:
            names.update(people(cast["names"]))
            continue
        found = candidate(text)
        if found and stands_alone(found):
            forms[found.form] += 1
        elif (spoken := dashed(text)) is not None:
            told[spoken.name] += 1
        else:
            plain += 1
    known = frozenset(names | {name for name, times in cues.items() if times > 1})
    return Layout(
        forms=forms,
        names=known,
        lone_cues=_lone_cues(rows, known, sum(cues.values())),
        marked_action=triangles >= 3 and triangles >= 3 * plain,
        dash_cues=_dash_cues(told, known, sum(cues.values())),
    )


def without_line_numbers(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without the line numbers that some programs print before every row."""
    found = [(row, _NUMBERED_ROW.fullmatch(row[1])) for row in rows]
    counted = [(int(match[1]), match[2]) for _, match in found if match]
    if len(counted) < 8 or len(counted) < 0.9 * len(rows):
        return list(rows)
    rising = sum(b - a == 1 for (a, _), (b, _) in zip(counted, counted[1:], strict=False))
    if rising < 0.8 * (len(counted) - 1):
        return list(rows)
    return [(number, match[2] if match else text) for (number, text), match in found]


def columns_of(text: str) -> list[str | None] | None:
    """Return the columns that a table's head row names; None for any other row."""
    cells = [re.sub(r"\s", "", cell) for cell in text.split("\t")]
    named = [_COLUMN.get(cell) for cell in cells]
    return named if sum(one is not None for one in named) >= 3 else None


def lone_name(text: str) -> str | None:
    """Return the name that a row is, brackets after it aside; None for any other row."""
    plain = re.sub(rf"\s*{BRACKETED}\s*$", "", text.strip())
    plain = re.sub(
        r"(?<=[一-鿿])\s*(?:O\.?S\.?|V\.?O\.?|内心独白|画外音)$", "", plain, flags=re.IGNORECASE
    )
    return plain if _NAME.fullmatch(plain) else None


def _dash_cues(told: Counter[str], known: frozenset[str], cues: int) -> frozenset[str]:
    """Names before a dash, in a file that lets people speak so: again and again, seldom by colons."""
    again = {name for name, times in told.items() if times > 1 or name in known}
    often = sum(told[name] for name in again)
    return frozenset(again) if len(again) > 1 and often >= _OFTEN and often > cues else frozenset()


def _lone_cues(rows: Sequence[Row], known: frozenset[str], cues: int) -> frozenset[str]:
    """Names on rows of their own: known people, or short rows that come again and again."""
    seen: Counter[str] = Counter()
    for (number, text), (after, _) in zip(rows, rows[1:], strict=False):
        name = lone_name(text)
        if name and after == number + 1 and candidate(text) is None:
            seen[name] += 1
    known |= _ALWAYS
    lone = {name for name, times in seen.items() if name in known or (times > 1 and len(name) <= 6)}
    enough = sum(seen[name] for name in lone)
    if enough >= _HABIT:
        lone |= {name for name in seen if len(name) <= 5 and _ROLE.search(name)}
    return frozenset(lone) if enough >= 2 and enough > cues else frozenset()
