"""How well things out of their time are found: ``python -m benchmarks.anachronism [--exam3|--exam4|--exam5|--dev6|--dev7] [--misses]``.

A line with a term out of its time is found when any ANACHRONISM finding stands on it; a line
without one is a false alarm when any does. The lines are another author's; those with an odd
number were looked at while the rule was tuned, of the even ones only the false alarms.
``--exam3`` (a fourth: ``--exam4``, a fifth: ``--exam5``) reads a third author's lines, where the even rows (``look``) may be looked at and the
odd ones (``count``) are only counted. ``--misses`` lists what was judged wrongly among the odd ones
(of ``--exam3`` among the even ones). ``--dev6`` and ``--dev7`` are lines of those who wrote the rule, all of them
looked at: they keep it from falling back and are no measure.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from scriptgen.reviewing.engine import review

EXAM = Path(__file__).parent / "judged" / "anachronism_exam.jsonl"
HALVED = {
    name: EXAM.with_name(f"anachronism_{name}.jsonl")
    for name in ("exam3", "exam4", "exam5", "dev6", "dev7")
}


def terms(row: dict[str, Any]) -> list[str]:
    """Return the terms that are said to be out of their time in a line."""
    context = {"check_len": False, "check_heading": False, **row["context"]}
    found = review(row["text"], context=context)["findings"]
    return [f["term"] for f in found if f["code"].startswith("ANACHRONISM")]


def main() -> None:
    """Judge and print."""
    third = next((name for name in HALVED if f"--{name}" in sys.argv), "")
    rows = [
        json.loads(row)
        for row in (HALVED[third] if third else EXAM).read_text("utf-8").splitlines()
    ]
    halves = (("look", 0), ("count", 1)) if third else (("tune", 1), ("held", 0))
    for name, odd in halves:
        part = [(r, terms(r)) for r in rows if int(r["id"][2:]) % 2 == odd]
        hit = sum(bool(r["terms"] and got) for r, got in part)
        wrong = sum(bool(not r["terms"] and got) for r, got in part)
        asked = sum(bool(r["terms"]) for r, _ in part)
        print(
            f"{name:<6}{len(part):>5} lines  precision {hit / (hit + wrong):.3f}"
            f"  recall {hit / asked:.3f}"
        )
        if name in ("tune", "look") and "--misses" in sys.argv:
            for row, got in part:
                if bool(row["terms"]) != bool(got):
                    print(f"  {row['context']} {row['text']}  {got}")


if __name__ == "__main__":
    main()
