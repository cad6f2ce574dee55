"""The form that a person fills for a picture, and the sum of many forms.

What numbers cannot say of a picture (is this ornament of the age, does this beam carry anything)
is asked of people who know, always with the same five questions (``data/rubric.toml``).
"""

from __future__ import annotations

import json
import statistics
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from scenes import rulebook

LARGEST = 100_000  # bytes of a form
HIGHEST = 4


def parts() -> list[Mapping[str, Any]]:
    """Return the five parts: id, title and what they ask."""
    return list(rulebook.table("rubric")["part"])


def form(picture: str, title: str) -> str:
    """Return an empty form as TOML, to be filled in any editor.

    Args:
        picture: file name of the picture.
        title: of the set.
    """
    table = rulebook.table("rubric")
    rows = [
        f"# 《{title}》评分表。每项写 0 到 {HIGHEST}，说不准的留空不写；note 写看到了什么。",
        *(f"#   {step}" for step in table["steps"]), "",
        f"picture = {_quoted(picture)}", 'reviewer = ""', "",
    ]  # fmt: skip
    for part in parts():
        rows += [
            f"# {part['title']}：{part['asks']}",
            f"[{part['id']}]",
            "# score =",
            'note = ""',
            "",
        ]
    return "\n".join(rows)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML basic string


def read(path: str | Path) -> dict[str, Any]:
    """Return a filled form: ``picture``, ``reviewer``, and of each part ``score`` and ``note``.

    Args:
        path: a TOML or JSON file in UTF-8.

    Raises:
        RefusedInput: it cannot be read, or a score that is not 0 to 4.
    """
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError("too large")
        text = file.read_text(encoding="utf-8-sig")
        given = json.loads(text) if file.suffix.lower() == ".json" else tomllib.loads(text)
        scores = {part["id"]: _part(file, part, given.get(part["id"], {})) for part in parts()}
        return {
            "file": file.name, "picture": str(given.get("picture", "")),
            "reviewer": str(given.get("reviewer", "")), **scores,
        }  # fmt: skip
    except RefusedInput:
        raise
    except (OSError, ValueError, AttributeError, RecursionError) as wrong:
        raise RefusedInput(
            f"评分表 {file.name} 读不出：请用 sanjin scene kept --form 写出的表填写。",
            f"{file.name} is no filled form.",
        ) from wrong


def _part(file: Path, part: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    score = given.get("score")
    whole = isinstance(score, int) and not isinstance(score, bool) and 0 <= score <= HIGHEST
    if score is not None and not whole:
        raise RefusedInput(
            f"评分表 {file.name}“{part['title']}”写了 {str(score)[:20]}：请写 0 到 {HIGHEST} 的整数，或留空。",
            f"{file.name}: the score of {part['id']} must be 0-{HIGHEST}.",
        )
    return {"score": score, "note": str(given.get("note", ""))}


def report(paths: Iterable[str | Path]) -> dict[str, Any]:
    """Return the sum of filled forms, picture by picture.

    ``pictures`` → of each part the mean, the lowest, and how far hands lie apart; ``total`` of 20,
    None while a part is blank in every form; ``passes`` True or False, None while a part is blank.

    Raises:
        RefusedInput: as ``read``, or no form at all.
    """
    forms = [read(path) for path in paths]
    if not forms:
        raise RefusedInput("没有评分表：请给至少一份填好的表。", "No filled form was given.")
    pictures = dict.fromkeys(one["picture"] for one in forms)
    return {
        "pictures": {p: _summed([one for one in forms if one["picture"] == p]) for p in pictures},
        "forms": len(forms), "source": rulebook.table("rubric")["source"],
    }  # fmt: skip


def _summed(forms: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for part in parts():
        scores = [one[part["id"]]["score"] for one in forms if one[part["id"]]["score"] is not None]
        told[part["id"]] = {
            "title": part["title"], "hands": len(scores),
            "mean": round(statistics.fmean(scores), 3) if scores else None,
            "lowest": min(scores, default=None),
            "apart": max(scores) - min(scores) if scores else None,
            "notes": [one[part["id"]]["note"] for one in forms if one[part["id"]]["note"]],
        }  # fmt: skip
    blank = [row["title"] for row in told.values() if row["mean"] is None]
    least = rulebook.table("rubric")["pass"]
    low = [
        row["title"] for row in told.values() if row["lowest"] is not None and row["lowest"] < least
    ]
    return {
        "parts": told, "blank": blank, "low": low,
        "reviewers": [one["reviewer"] for one in forms],
        "total": None if blank else round(sum(row["mean"] for row in told.values()), 3),
        "passes": False if low else None if blank else True,
    }  # fmt: skip


def said(summed: Mapping[str, Any]) -> str:
    """Return a report as lines a person reads."""
    out = []
    for picture, row in summed["pictures"].items():
        verdict = {True: "可用", False: "未过", None: "待填"}[row["passes"]]
        total = "待考" if row["total"] is None else f"{row['total']:g} / {5 * HIGHEST}"
        out.append(f"{picture or '（未写图名）'}　{verdict}　{total}")
        for part in row["parts"].values():
            mean = "未填" if part["mean"] is None else f"{part['mean']:g}"
            apart = f"，各人相差 {part['apart']}" if part["apart"] else ""
            out.append(f"  {part['title']}　{mean}{apart}")
            out.extend(f"    · {note}" for note in part["notes"])
    return "\n".join(out)
