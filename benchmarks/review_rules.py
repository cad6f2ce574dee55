"""How well rules judge: ``python -m benchmarks.review_rules [--exam|--held|--fresh|--exam3|--exam4|--exam5|--exam6|--dev6] [--misses]``.

A pair is one planted line and its clean twin. The planted line is found when a finding's code
starts with the pair's category; a false alarm is an error or a warning (for HERO any finding) of
that category on the clean twin, or an error or a warning of it on a clean line of another category.
``--exam`` reads another author's set: its odd pairs were looked at while the rules were tuned, the
even ones (``--held``) were only counted. ``--fresh`` is a set of ours in other words than the rules
were made with; its odd pairs were tuned on afterwards, its even ones counted apart. ``--exam3`` (a fourth:
``--exam4``, a fifth: ``--exam5``, a sixth: ``--exam6``) is a third author's set in a writer's own
wording: its even rows (``look``) may be looked at, its odd ones (``count``) are only counted.
``--dev6`` is a set of ours, halved alike. The last column is the precision when a hint to a person
on a clean line counts as a false alarm too. ``--misses`` lists what was judged wrongly (never of the even ones).
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scriptgen.reviewing.engine import review

DEV = Path(__file__).parent / "judged" / "rules_dev.jsonl"
EXAM = DEV.with_name("rules_exam.jsonl")  # by another author
FRESH = DEV.with_name("rules_fresh.jsonl")
HALVED = ("exam3", "exam4", "exam5", "exam6", "dev6")  # by a third to a sixth author, and ours
LOUD = ("error", "warning")
PACKS = ("C", "TITLE", "ADLAW", "SITE", "PERMIT", "DIALECT", "LANGUAGE", "HERO")


def pairs(file: Path) -> list[dict[str, Any]]:
    """Return the pairs of a file."""
    return [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines() if row]


def found(side: dict[str, Any]) -> list[tuple[str, str]]:
    """Return code and severity of every finding on one side of a pair."""
    given = {"check_len": False, "check_heading": False} | side.get("context", {})
    return [(f["code"], f["severity"]) for f in review(side["text"], context=given)["findings"]]


def fires(category: str, findings: list[tuple[str, str]], *, loud: bool) -> bool:
    """Tell whether a category is among the findings."""
    return any(
        code.startswith(category) and (not loud or category == "HERO" or severity in LOUD)
        for code, severity in findings
    )


def judged(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str, dict[str, Any], Any]]:
    """Yield category, ``hit``/``miss``/``alarm``/``stray``, the pair and the findings."""
    categories = sorted({row["code"] for row in rows})
    for row in rows:
        category = row["code"]
        bad, good = found(row["bad"]), found(row["good"])
        yield category, "hit" if fires(category, bad, loud=False) else "miss", row, bad
        if fires(category, good, loud=True):
            yield category, "alarm", row, good
        elif fires(category, good, loud=False):
            yield category, "hint", row, good
        for other in categories:
            strays = [c for c, s in good if c.startswith(other) and s in LOUD]
            if other != category and strays and other.startswith(PACKS):
                yield other, "stray", row, strays


def main() -> None:
    """Judge and print."""
    for name, rows in _asked():
        started = time.process_time()
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for category, what, row, findings in judged(rows):
            counts[category][what] += 1
            if "--misses" in sys.argv and what != "hit" and not name.endswith(("held", "count")):
                side = row["bad"] if what == "miss" else row["good"]
                print(f"{what:<6}{category:<14}{row['id']:<20}{side['text']}  {findings}")
        print(
            f"{name:<16}{'pairs':>6}{'recall':>8}{'precision':>11}{'strays':>8}{'with hints':>12}"
        )
        total: dict[str, int] = defaultdict(int)
        for category, count in sorted(counts.items()):
            _print(category, count)
            for what, number in count.items():
                total[what] += number
        _print("all", total)
        print(f"{len(rows)} pairs, {time.process_time() - started:.1f} CPU-s")


def _asked() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the sets that the command line asks for, by name."""
    if "--fresh" in sys.argv:
        yield "fresh", pairs(FRESH)[::2]
        yield "fresh, held", pairs(FRESH)[1::2]
    elif third := next((name for name in HALVED if f"--{name}" in sys.argv), ""):
        file = DEV.with_name(f"rules_{third}.jsonl")
        yield f"{third}, count", pairs(file)[::2]
        yield f"{third}, look", pairs(file)[1::2]
    elif "--held" in sys.argv:
        yield "held", pairs(EXAM)[1::2]
    elif "--exam" in sys.argv:
        yield "exam", pairs(EXAM)[::2]
    else:
        yield "dev", pairs(DEV)


def _print(name: str, count: dict[str, int]) -> None:
    hit, wrong = count["hit"], count["alarm"] + count["stray"]
    asked = hit + count["miss"]
    recall = hit / asked if asked else 1.0
    precision, strict = (
        hit / (hit + n) if hit + n else 1.0 for n in (wrong, wrong + count["hint"])
    )
    print(f"{name:<16}{asked:>6}{recall:>8.3f}{precision:>11.3f}{count['stray']:>8}{strict:>12.3f}")


if __name__ == "__main__":
    main()
