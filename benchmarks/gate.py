"""How well sets out of their time are refused: ``python -m benchmarks.gate [--all]``.

Every spec of ``sets_refused.jsonl`` should be refused, and for its own reason (``rule`` is a
pattern that one of the refusals' rule ids must match); of ``sets_good.jsonl`` none. Both were
written by the author of the gate, before its rows; the ``…_examiner`` files by somebody who had
not read them (they name no rule). ``--all`` prints every refusal.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from scenes.gate import examine
from scenes.spec import SetSpec

JUDGED = Path(__file__).parent / "judged"


def rows(name: str) -> list[dict[str, Any]]:
    """Return the specs of a file."""
    text = (JUDGED / name).read_text(encoding="utf-8")
    return [json.loads(row) for row in text.splitlines() if row]


def every(verdict: str) -> list[dict[str, Any]]:
    """Return the specs of the kinds that are no halls, ``refused`` or ``good``, of all files."""
    return [
        row for file in sorted(JUDGED.glob(f"works_{verdict}_*.jsonl")) for row in rows(file.name)
    ]


def refusals(spec: dict[str, Any]) -> list[tuple[str, str]]:
    """Return rule id and sentence of every reason to refuse a spec."""
    try:
        return [(r.rule, r.sentence()) for r in examine(SetSpec.from_mapping(spec))]
    except RefusedInput as unreadable:
        return [("name", unreadable.zh)]


def right(row: dict[str, Any], found: list[tuple[str, str]]) -> bool:
    """Tell whether a spec is refused for its own reason."""
    return any(re.match(row.get("rule", ""), rule) for rule, _ in found)


def main() -> None:
    """Judge both files and print."""
    began, told = time.process_time(), "--all" in sys.argv
    bad = rows("sets_refused.jsonl") + rows("sets_refused_examiner.jsonl") + every("refused")
    good = rows("sets_good.jsonl") + rows("sets_good_examiner.jsonl") + every("good")
    families: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for row in bad:
        found = refusals(row["spec"])
        families[row["family"]] += 1
        caught[row["family"]] += right(row, found)
        if told or not right(row, found):
            print(f"{row['id']} {row['note']}　{row['spec']}\n    {found}")
    false = [(row, found) for row in good if (found := refusals(row["spec"]))]
    for row, found in false:
        print(f"{row['id']} {row['note']}　{row['spec']}\n    {found}")
    for family, count in families.items():
        print(f"{family:<12}{caught[family]:>4} / {count}")
    print(f"应拒 {len(bad)}，拒了 {sum(caught.values())}；应放 {len(good)}，误拒 {len(false)}")
    print(f"{time.process_time() - began:.1f} CPU-s")


if __name__ == "__main__":
    main()
