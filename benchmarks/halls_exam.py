"""Halls an examiner remembers beside the rules: ``python -m benchmarks.halls_exam [--all]``.

``halls_examiner.jsonl`` was written from memory before the rules were read (``about`` says how
sure the figure is, as a part of it), so a hall counts as held where the remembered figure, give
or take that part, meets the stated range. Asked are age, type, bays, rafters and roof alone.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from pathlib import Path

from heritage_kb.errors import RefusedInput
from scenes import measure

ROWS = Path(__file__).parent / "judged" / "halls_examiner.jsonl"


def main() -> None:
    """Print each measure outside its range, then held and median error measure by measure."""
    errors: dict[str, list[float]] = defaultdict(list)
    held: dict[str, list[bool]] = defaultdict(list)
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        try:
            said = measure(**row["spec"])
        except RefusedInput as refused:
            print(f"{row['title']}　被拒：{refused.zh}")
            continue
        for name, truth in row["measures"].items():
            value, (low, high) = said["measures"][name], said["range"][name]
            inside = low <= truth * (1 + row["about"]) and truth * (1 - row["about"]) <= high
            errors[name].append(value / truth - 1)
            held[name].append(inside)
            if not inside or "--all" in sys.argv:
                print(
                    f"{row['title']}　{row['spec']['period']} {name} 记 {truth}，规矩 {value:.2f}"
                    f"［{low:.2f}–{high:.2f}］{'' if inside else ' ×'}"
                )
    for name, some in errors.items():
        size = statistics.median(abs(e) for e in some)
        print(
            f"{name:<10} {len(some):>3} 座　误差中位 {size:.1%}　偏 {statistics.median(some):+.1%}"
            f"　在范围内 {sum(held[name])}/{len(some)}"
        )
    both = [h for some in held.values() for h in some]
    print(f"共 {len(both)} 个数，在范围内 {sum(both)}（{sum(both) / len(both):.0%}）")


if __name__ == "__main__":
    main()
