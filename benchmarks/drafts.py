"""What the offline writer gives on unlike briefs: ``python -m benchmarks.drafts``.

Seconds against the wish, lines said twice, cited lines an episode, CPU seconds.
"""

from __future__ import annotations

import time
from typing import Any

import scriptgen
from benchmarks.measure import machine

_UNLIKE: tuple[dict[str, Any], ...] = (
    {
        "title": "鹤颈", "logline": "堆锦里藏着一封信。", "genre": "悬疑", "year": 1916,
        "crafts": ["上党堆锦"], "episodes": 6,
    },
    {
        "title": "石窟", "logline": "一个石匠在云冈找失踪的师父。", "genre": "武侠",
        "period": "北魏", "places": ["云冈石窟"], "episodes": 5,
    },
    {
        "title": "老醋", "logline": "三代人为一缸醋翻脸。", "genre": "家庭", "period": "当代",
        "crafts": ["清徐老陈醋酿制技艺"], "episodes": 60, "seconds": 90,
    },
    {"title": "空", "logline": "一个人回来了。", "period": "明", "episodes": 3, "seconds": 120},
    {
        "title": "戏", "logline": "名角嗓子坏了，要瞒住全班。", "period": "民国", "year": 1930,
        "crafts": ["晋剧"], "episodes": 3,
    },
)  # fmt: skip


def row(source: Any) -> str:
    """Draft every episode of one brief and return its line of the table."""
    brief = scriptgen.read_brief(source)
    started = time.process_time()
    series = scriptgen.draft(brief)
    spent = time.process_time() - started
    elements = [e for ep in series.episodes for scene in ep.scenes for e in scene.elements]
    said = [e.text for e in elements if e.type == "dialogue"]
    seen = [e.text for e in elements if e.type == "action"]
    lengths = [ep.seconds for ep in series.episodes]
    cited = sum(bool(e.citations) for e in elements) / len(series.episodes)
    return (
        f"{brief.title:<6}{brief.episodes:>4} 集　要 {brief.seconds:.0f} 秒，"
        f"得 {min(lengths):.0f}–{max(lengths):.0f}　"
        f"台词重复 {len(said) - len(set(said))}/{len(said)}　"
        f"画面重复 {len(seen) - len(set(seen))}/{len(seen)}　"
        f"每集引文 {cited:.1f}　{spent:.2f} CPU-s"
    )


def main() -> None:
    """Print the table: the shipped briefs first."""
    print(machine())
    for source in (*scriptgen.shipped_briefs().values(), *_UNLIKE):
        print(row(source))


if __name__ == "__main__":
    main()
