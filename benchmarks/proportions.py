"""What the rules say of measured halls: ``python -m benchmarks.proportions [--misses] [--rules]``.

Two kinds of table. With bays and cai given: the error of each measure, hall by hall, with the rules
as shipped, without those that were drawn from that very hall, and without them but with the bays
given one by one, front and side, as a survey has them. With only age, bays, rafters and
roof (leave-one-out throughout): the error beside that of the mean of the other halls of the same
age and bays, and how often the stated range holds the measure. Both are Markdown, for the docs;
``--rules`` prints the rule book itself so, ``--misses`` each measure outside its range.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from scenes import rulebook, standing
from scenes.building import Building
from scenes.measure import measures_of
from scenes.resolve import resolve
from scenes.spec import SetSpec
from scenes.standing import StandingHall

# measure in the answer → fact of the survey, its name, the aim of the median error
MEASURES = {
    "width_m": ("width", "面阔", 0.02), "depth_m": ("depth", "进深", 0.02),
    "column_m": ("column", "柱高", 0.08), "bracket_m": ("bracket", "铺作", 0.06),
    "eave_m": ("eave", "檐出", 0.08), "rise_ratio": ("rise", "举高比", 0.08),
    "height_m": ("height", "总高", 0.08),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One hall under one set of rules: measure → (said, low, high, truth)."""

    hall: StandingHall
    said: Mapping[str, tuple[float, float, float, float]]

    def error(self, name: str) -> float | None:
        """Return the error as a part of the truth, 0 within the spread of the surveys."""
        if name not in self.said:
            return None
        value, _, _, truth = self.said[name]
        fact = self.hall.facts[MEASURES[name][0]]
        if fact.low <= value <= fact.high:
            return 0.0
        return value / truth - 1


def measured() -> list[StandingHall]:
    """Return the halls that have a measure to compare with."""
    wanted = {fact for fact, _, _ in MEASURES.values()}
    return [h for h in standing.halls() if wanted & set(h.facts)]


def asked(hall: StandingHall, *, cai: bool) -> SetSpec:
    """Return what is asked: age, bays (with the ring), rafters, roof, eaves; the cai if wanted."""
    ring = 2 if hall.eaves == "重檐" else 0
    known = hall.facts.get("cai")
    kinds = {"gate": "山门", "side": "配殿", "stage": "戏台"}
    return SetSpec.from_mapping({
        "period": hall.period, "bays": hall.bays + ring, "rafters": hall.rafters or None,
        "roof": hall.roof, "eaves": hall.eaves, "type": kinds.get(hall.kind, "hall"),
        "kind": hall.use or "temple", "licence": True,
        "cai_cm": known.value * 100 if cai and known else None,
    })  # fmt: skip


def with_bays(spec: SetSpec, hall: StandingHall) -> SetSpec:
    """Return the spec with the widths of the bays, front and side, that the hall itself has.

    Where only the whole and the central bay are measured, the rest is shared out by rule.
    """
    known = resolve(SetSpec.from_mapping({"site": hall.id}))
    ring = (known.skirt.bay,) if known.skirt else ()
    return replace(spec, bay_widths=(*ring, *known.bays, *ring), bay_depths=known.depth_bays)


def row(hall: StandingHall, *, cai: bool, alone: bool, bays: bool = False) -> Row:
    """Return what the rules say of a hall.

    Args:
        hall: which.
        cai: with its cai.
        alone: without the rules drawn from it.
        bays: with its bays one by one.
    """
    spec = asked(hall, cai=cai)
    made: Building = resolve(
        with_bays(spec, hall) if bays else spec, without=hall.id if alone else ""
    )
    answer = measures_of(made)
    said = {}
    for name, (fact, _, _) in MEASURES.items():
        if fact in hall.facts:
            low, high = answer["range"][name]
            said[name] = (answer["measures"][name], low, high, hall.facts[fact].value)
    return Row(hall, said)


def mean_of_kin(hall: StandingHall, fact: str) -> tuple[float | None, bool]:
    """Return the mean of the other halls of that age and bays, or of that age, or of all.

    The second value says whether there were others of that age and bays.
    """
    others = [h for h in measured() if h.id != hall.id and fact in h.facts and h.kind == hall.kind]
    tests: tuple[Callable[[StandingHall], bool], ...] = (
        lambda h: h.period == hall.period and h.bays == hall.bays,
        lambda h: h.period == hall.period,
        lambda h: True,
    )
    for rank, test in enumerate(tests):
        kin = [h.facts[fact].value for h in others if test(h)]
        if kin:
            return statistics.fmean(kin), rank == 0
    return None, False


def given_cai(out: Callable[[str], None]) -> None:
    """Print the errors with bays and cai given."""
    halls = [h for h in measured() if "cai" in h.facts]
    for title, alone, bays in (
        ("间数与材广：误差（用全部规矩）", False, False),
        ("间数与材广：误差（不用取自该殿的规矩）", True, False),
        ("各间广、进深与材广：误差（不用取自该殿的规矩）", True, True),
    ):
        given = [h for h in halls if not bays or {"width", "depth"} <= set(h.facts)]
        out(f"\n已知{title}\n")
        _table(out, [row(h, cai=True, alone=alone, bays=bays) for h in given])


def _table(out: Callable[[str], None], rows: Iterable[Row]) -> None:
    rows = list(rows)
    out("| 殿 | " + " | ".join(title for _, title, _ in MEASURES.values()) + " |")
    out("|---" * (len(MEASURES) + 1) + "|")
    for one in rows:
        cells = [_percent(one.error(name)) for name in MEASURES]
        mark = "（省外对照）" if one.hall.outside else ""
        out(f"| {one.hall.title}{mark} | " + " | ".join(cells) + " |")
    medians = [_median(one.error(name) for one in rows) for name in MEASURES]
    out("| 中位 | " + " | ".join(f"{m:.1%}" if m is not None else "—" for m in medians) + " |")
    aims = " | ".join(f"≤ {aim:.0%}" for _, _, aim in MEASURES.values())
    out(f"| 目标 | {aims} |")


def _percent(error: float | None) -> str:
    return "—" if error is None else f"{error:+.1%}"


def _median(errors: Iterable[float | None]) -> float | None:
    known = [abs(e) for e in errors if e is not None]
    return statistics.median(known) if known else None


def by_rule_alone(out: Callable[[str], None]) -> None:
    """Print errors, the mean's errors and the range's coverage, with only age, bays, rafters, roof."""
    out("\n只知年代、间数、椽数、屋顶（逐殿留一）\n")
    out("| 量 | 殿数 | 规矩：平均误差 | 同代同间均值：平均误差 | 规矩胜 | 许可范围含实测 |")
    out("|---|---|---|---|---|---|")
    rows = [row(h, cai=False, alone=True) for h in measured()]
    held = wins = count = 0
    ours_all: list[float] = []
    mean_all: list[float] = []
    kin_ours: list[float] = []
    kin_mean: list[float] = []
    for name, (fact, title, _) in MEASURES.items():
        ours, theirs, inside = [], [], 0
        for one in rows:
            mean, close = mean_of_kin(one.hall, fact)
            if name not in one.said or mean is None:
                continue
            value, low, high, truth = one.said[name]
            ours.append(abs(value / truth - 1))
            theirs.append(abs(mean / truth - 1))
            inside += low <= truth <= high
            if close:
                kin_ours.append(ours[-1])
                kin_mean.append(theirs[-1])
        if not ours:
            continue
        better = sum(a < b for a, b in zip(ours, theirs, strict=True))
        out(
            f"| {title} | {len(ours)} | {statistics.fmean(ours):.1%} | "
            f"{statistics.fmean(theirs):.1%} | {better}/{len(ours)} | {inside}/{len(ours)} |"
        )
        held, wins, count = held + inside, wins + better, count + len(ours)
        ours_all += ours
        mean_all += theirs
    out(
        f"| 合计 | {count} | {statistics.fmean(ours_all):.1%} | {statistics.fmean(mean_all):.1%} | "
        f"{wins}/{count} | {held}/{count}（{held / count:.0%}） |"
    )
    out(
        f"| 其中确有同代同间者 | {len(kin_ours)} | {statistics.fmean(kin_ours):.1%} | "
        f"{statistics.fmean(kin_mean):.1%} | | |"
    )


def rule_table(out: Callable[[str], None]) -> None:
    """Print every case of the rule book with its range, source and confidence."""
    out("\n| 规矩 | 项 | 值 | 范围 | 单位 | 出处 | 可信 | 说明 |")
    out("|---|---|---|---|---|---|---|---|")
    for head in rulebook.heads().values():
        for case in head["case"]:
            low, high = case.get("low"), case.get("high")
            spread = f"{low:g}–{high:g}" if low is not None and high is not None else ""
            out(
                f"| `{rulebook.name_of(head['id'], case)}` | {head['item']} | {case['value']} | "
                f"{spread} | {head.get('unit', '')} | {'、'.join(rulebook.drawn_from(case))} | "
                f"{case['confidence']} | {case['text']} |"
            )


def main() -> None:
    """Print both tables, and what the options ask for."""
    if "--rules" in sys.argv:
        rule_table(print)
        return
    given_cai(print)
    by_rule_alone(print)
    if "--misses" in sys.argv:
        for hall in measured():
            for name, (value, low, high, truth) in row(hall, cai=False, alone=True).said.items():
                if not low <= truth <= high:
                    print(
                        f"{hall.title} {name} {truth:.3f} 不在 {low:.3f}–{high:.3f}（{value:.3f}）"
                    )


if __name__ == "__main__":
    main()
