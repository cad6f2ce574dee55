"""Geometry of halls of every age: CPU seconds and triangles, ``python -m benchmarks.halls``."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.measure import machine
from scenes.hall import raise_hall
from scenes.resolve import resolve
from scenes.spec import SetSpec

HALLS: tuple[dict[str, Any], ...] = (
    {"site": "foguangsi"},
    {"site": "nanchansi"},
    {"period": "辽", "bays": 7, "roof": "庑殿"},
    {"site": "晋祠圣母殿"},
    {"period": "金", "bays": 5, "roof": "悬山"},
    {"site": "永乐宫三清殿"},
    {"period": "明", "bays": 7, "roof": "庑殿"},
    {"period": "清", "bays": 5, "roof": "歇山"},
    {"period": "清", "bays": 3, "type": "配殿"},
    {"period": "清", "type": "钟楼", "bays": 1, "roof": "攒尖"},
    {"period": "清", "bays": 9, "roof": "歇山", "eaves": "重檐"},
)


def main() -> None:
    """Raise each hall and print its cost."""
    print(machine())
    raise_hall(resolve(SetSpec.from_mapping(HALLS[0])))  # what is cached once a process
    for asked in HALLS:
        b = resolve(SetSpec.from_mapping(asked))
        start = time.process_time()
        model = raise_hall(b)
        spent = time.process_time() - start
        flat, unique = model.triangle_count, sum(len(p.faces) for p in model.parts.values())
        said = f"{b.title}（{b.roof}{'重檐' if b.skirt else ''}）"
        print(f"{said:<24}{spent:>6.2f} CPU-s{flat:>10,} 三角面，实例化 {unique:>8,}")


if __name__ == "__main__":
    main()
