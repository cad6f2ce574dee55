"""Do revisions keep their word? ``python -m benchmarks.revising [--operations 1000] [--seed 1]``.

Random operations on the shipped series, a sixth of whose lines are locked: what is locked or not
touched stays the same to the letter, and taking back gives back the series. Then how near every
episode comes to the seconds it is condensed or expanded to.
"""

from __future__ import annotations

import argparse
import copy
import time
from collections import Counter
from random import Random

import heritage_kb
import scriptgen
from benchmarks.measure import machine
from heritage_kb.errors import RefusedInput
from scriptgen.revising.applying import apply
from scriptgen.revising.operations import DOES, revise
from scriptgen.revising.proposal import lines_of
from scriptgen.series import SOURCED_LINES, Element, Series

WISHES = {
    "condense": ("60秒", "70%", "45秒", "500字"),
    "expand": ("100秒", "120%", "135秒"),
    "voice": ("师", "友", "东"),
    "place": ("晋祠", "云冈石窟·崖前", "无名镇·河滩上"),
    "continue": ("", "12秒"),
}
TARGETS = (("condense", (45, 60, 75)), ("expand", (100, 120, 150)))


def drafted() -> dict[str, Series]:
    """Return the shipped briefs, drafted."""
    return {
        name: scriptgen.draft(scriptgen.read_brief(path))
        for name, path in scriptgen.shipped_briefs().items()
    }


def lines(series: Series) -> dict[str, Element]:
    """Return the lines of a series by id."""
    return {line.id: line for _, _, line in lines_of(series)}


def random_operations(series: Series, count: int, seed: int) -> Counter[str]:
    """Do so many random operations, each on the series as drafted, and count what broke."""
    kb, rng = heritage_kb.open(), Random(seed)
    rows = list(lines_of(series))
    for _, _, line in rng.sample(rows, len(rows) // 6):
        line.locked = True
    before, was = copy.deepcopy(series), lines(series)
    locked = [line.id for line in was.values() if line.locked]
    tally: Counter[str] = Counter(locked=len(locked), lines=len(was))
    for n in range(count):
        do = rng.choice(DOES)
        episode = rng.choice(series.episodes)
        scene = rng.choice(episode.scenes)
        at = rng.choice([str(episode.number), scene.id, rng.choice(scene.elements).id])
        to = rng.choice(WISHES.get(do, ("",)))
        try:
            offered = revise(series, do, at, to=to, kb=kb, seed=n % 11, judge=False)  # type: ignore[arg-type]
        except RefusedInput:
            tally["refused"] += 1
            continue
        proposal = rng.choice(offered)
        take = [i for i in range(len(proposal.ops)) if rng.random() < 0.7]
        made = apply(series, proposal, take)
        after, touched = lines(made.series), {proposal.ops[i].id for i in made.taken}
        tally["done"] += 1
        tally["changed"] += bool(made.taken)
        tally["lines_changed"] += len(made.taken)
        tally["locked_broken"] += any(after.get(id) != was[id] for id in locked)
        tally["neighbours_broken"] += any(
            after.get(id) != line for id, line in was.items() if id not in touched
        )
        tally["base_changed"] += series != before
        tally["undo_broken"] += apply(made.series, made.undo).series != series
    return tally


def lengths(series: Series, do: str, target: int) -> tuple[int, float, int, int]:
    """Return (episodes within 5 %, the worst miss in %, facts lost below three, unborne facts)."""
    kb = heritage_kb.open()
    [proposal] = revise(series, do, "全剧", to=f"{target}秒", kb=kb, judge=False)  # type: ignore[arg-type]
    made = apply(series, proposal).series
    misses = [abs(e.seconds - target) / target * 100 for e in made.episodes]
    lost, unborne = 0, 0
    for old, new in zip(series.episodes, made.episodes, strict=True):
        had, has = (sum(x.sourced for s in one.scenes for x in s.elements) for one in (old, new))
        lost += has < min(SOURCED_LINES, had)
    for op in proposal.ops:
        if op.what == "line" and op.after and op.after["citations"]:
            line = Element(**op.after)
            unborne += line.sourced and bool(kb.check_against(line.text, line.citations))
    return sum(miss <= 5 for miss in misses), max(misses), lost, unborne


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print(machine())
    every = drafted()
    for name, series in every.items():
        for do, targets in TARGETS:
            for target in targets:
                near, worst, lost, unborne = lengths(series, do, target)
                print(
                    f"{name} {do} → {target} 秒：{near}/{len(series.episodes)} 集在 5% 以内，"
                    f"最远差 {worst:.1f}%；引文不足 {SOURCED_LINES} 处的 {lost} 集；引文不托的事实 {unborne} 行"
                )
    for name, series in every.items():
        begun = time.perf_counter()
        tally = random_operations(series, args.operations, args.seed)
        spent = time.perf_counter() - begun
        print(
            f"{name} 随机 {args.operations} 次（种子 {args.seed}；{tally['lines']} 行锁 {tally['locked']} 行）："
            f"做成 {tally['done']}，被拒 {tally['refused']}，有改动 {tally['changed']}，共改 {tally['lines_changed']} 处；"
            f"{spent / args.operations * 1000:.0f} 毫秒一次"
        )
        print(
            f"  锁定变了 {tally['locked_broken']}，邻行变了 {tally['neighbours_broken']}，"
            f"原稿变了 {tally['base_changed']}，撤不回 {tally['undo_broken']}"
        )


if __name__ == "__main__":
    main()
