"""Print how fast the knowledge base opens and answers: ``python -m benchmarks.kb``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

QUERIES = (
    """
佛光寺东大殿|哪个寺的大殿是唐大中年间建的|推光漆怎么阴干|太原附近的宋代建筑
应县木塔多高|平遥最早的票号|大同有哪些石窟|晋剧的代表剧目|云冈石窟是谁开凿的
面阔七间的唐代大殿|老陈醋怎么酿|悬空寺在哪里|圪蹴是什么意思|辣椒什么时候传入
关羽是哪里人|长平之战|运城的国保单位|元代戏台|剪纸 中阳|宁公遇|愿诚|会昌灭佛
介子推 寒食|日升昌|乔家大院取景|水陆壁画|永乐宫壁画|最早的琉璃塔|木塔|临汾的特产
清代票号密押|刀削面做法|漆疮|阴房|大槐树|857年|光绪十一年|五台县有哪些唐代建筑
镇国寺万佛殿|雁门关|應縣木塔|晋祠圣母殿 鱼沼飞梁|八路军总部|梁思成 发现
黑神话 取景地|皮影戏|上党梆子|武则天 文水|Yungang Grottoes|1-0080-3-033|Ⅷ-51|竹叶青
走西口|地坑院|澄泥砚|壶口瀑布|五台山|双林寺彩塑|广胜寺|王莽岭|砂锅|平遥 清代 商人
""".strip()
    .replace("\n", "|")
    .split("|")
)

OPEN = (
    "import time; t = time.process_time(); import heritage_kb; kb = heritage_kb.open();"
    "kb.entry('foguangsi'); print(time.process_time() - t)"
)
FIRST = (
    "import time; t = time.perf_counter(); import heritage_kb; kb = heritage_kb.open();"
    "kb.search('佛光寺'); print(time.perf_counter() - t)"
)
MEMORY = (
    "import heritage_kb, resource; kb = heritage_kb.open();"
    "[kb.search(q) for q in ('佛光寺', 'yingxian muta', '哪门手艺最怕潮')];"
    "kb.check('佛光寺东大殿建于唐大中十一年，面阔七间。');"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
)


def seconds(code: str, runs: int = 5) -> float:
    """Return the median of the number that a fresh process prints."""
    told = [
        float(
            subprocess.run(
                [sys.executable, "-c", code], check=True, capture_output=True, text=True
            ).stdout
        )
        for _ in range(runs)
    ]
    return statistics.median(told)


def main() -> None:
    """Measure and print."""
    import heritage_kb

    kb = heritage_kb.open()
    kb.search("佛光寺")
    spent = sorted(_milliseconds(kb.search, query) for query in QUERIES for _ in range(3))
    text = "佛光寺东大殿建于唐大中十一年，面阔七间。应县木塔是明代建筑。阿芜站在雪里。"
    checks = [_milliseconds(kb.check, text) for _ in range(20)]
    written = [p for p in kb.passages.values() if not p.derived]
    own = [p for p in written if "own" in p.sources]
    rows = [
        ("hand-written passages, of them on own knowledge", f"{len(written)}, {len(own)}", ""),
        ("import + open", f"{seconds(OPEN):.3f} CPU-s", "0.4"),
        ("cold start to first answer", f"{seconds(FIRST):.3f} s", "1.5"),
        ("memory, everything loaded", f"{seconds(MEMORY, 1):.0f} MB", "700"),
        (f"query p50 ({len(QUERIES)} queries)", f"{statistics.median(spent):.2f} ms", ""),
        ("query p95", f"{spent[int(len(spent) * 0.95)]:.2f} ms", "60"),
        ("check of three sentences", f"{statistics.median(checks):.2f} ms", ""),
    ]
    stats = kb.stats()
    print(f"{stats['entries']} entries, {stats['passages']} passages, {stats['sources']} sources")
    for what, value, aim in rows:
        print(f"{what:<32}{value:>16}  {aim}")


def _milliseconds(do: object, given: str) -> float:
    started = time.perf_counter()
    do(given)  # type: ignore[operator]
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
