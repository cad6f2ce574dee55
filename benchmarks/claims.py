"""How well claims are judged: ``python -m benchmarks.claims [--held|--exam|--exam2|--exam3|--exam4|--exam5|--exam6|--exam7|--exam8|--dev6|--dev8] [--wrong]``.

The judged set is read by its ``tune`` half; ``--held`` reads the other half. ``--exam`` and
``--exam2`` read the sets of two other authors and print that table alone: what was judged wrongly
of the first, and of the odd half of the second, was looked at once; the even half of the second
(printed apart) was only counted. ``--exam3`` to ``--exam8`` read a third to an eighth author's (the last three knew the tables of facts alone; all of the seventh's was looked at), both halves apart: even rows
(``look``) may be looked at, and ``--wrong`` lists them; odd rows (``count``) are only counted, and
are what to report. The suite made from the data comes second, sentences written
while tuning third; the line after says how many passages the checker
holds against the data that they are part of. ``--wrong`` lists what was judged wrongly, never of
the held half; ``--with`` opens a collection beside the shipped data. The last line asks about the
playable lines of passages (``actions``), which are story.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import heritage_kb
from benchmarks.claim_suite import Line, lines
from heritage_kb import Claim, KnowledgeBase

JUDGED = Path(__file__).parent / "judged" / "claims.jsonl"
EXAMINER = JUDGED.with_name("claims_examiner.jsonl")  # by another author
SECOND = JUDGED.with_name("claims_examiner2.jsonl")  # by a second one
HALVED = {  # by a third to an eighth one: one half may be looked at, the other is only counted
    **{f"exam{n}": JUDGED.with_name(f"claims_examiner{n}.jsonl") for n in range(3, 9)},
    "dev6": JUDGED.with_name("claims_dev6.jsonl"),  # by who wrote the rules, before writing them
    "dev8": JUDGED.with_name("claims_dev8.jsonl"),  # likewise, of what passages call mistakes
}
PHRASED = JUDGED.with_name("phrased.txt")
VERDICTS = ("supported", "contradicted", "not_in_kb", "fiction")
Row = tuple[Line, str, float]  # what was asked, what came out, milliseconds


def judged(split: str, exam: str = "") -> list[Line]:
    """Return the judged sentences of one half, or an examiner's (``exam``, ``exam2``).

    Args:
        split: which half; of a halved exam ``look`` or ``count``.
        exam: ``exam3`` to ``exam8``, whose half it is.
    """
    file = HALVED.get(exam) or {"exam": EXAMINER, "exam2": SECOND}.get(split, JUDGED)
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [Line(r["text"], r["verdict"], r["what"]) for r in rows if r["split"] == split]


def phrased() -> list[Line]:
    """Return the sentences written while tuning: they guard against a step back, no more."""
    rows = PHRASED.read_text(encoding="utf-8").splitlines()
    pairs = [row.split("|", 1) for row in rows if row and not row.startswith("#")]
    return [Line(text, verdict, "phrased") for verdict, text in pairs]


def verdict_of(claims: Sequence[Claim]) -> str:
    """Return what a sentence comes to: its worst claim, fiction where there is none."""
    found = {claim.verdict for claim in claims}
    return next((v for v in ("contradicted", "not_in_kb", "supported") if v in found), "fiction")


def run(kb: KnowledgeBase, asked: Iterable[Line]) -> list[Row]:
    """Check every line; return it with the verdict and the time taken."""
    rows = []
    for line in asked:
        started = time.process_time()
        claims = kb.check(line.text)
        rows.append((line, verdict_of(claims), (time.process_time() - started) * 1000))
    return rows


def show(title: str, rows: list[Row]) -> None:
    """Print precision and recall, the confusion table, recall by kind, and the time."""
    table = Counter((line.verdict, got) for line, got, _ in rows)
    print(f"\n{title}：{len(rows)} 句")
    print(f"{'':<14}{'precision':>10}{'recall':>8}   " + "".join(f"{v[:12]:>14}" for v in VERDICTS))
    for verdict in VERDICTS:
        hit = table[verdict, verdict]
        given = sum(table[v, verdict] for v in VERDICTS)
        asked = sum(table[verdict, v] for v in VERDICTS)
        cells = "".join(f"{table[verdict, v]:>14}" for v in VERDICTS)
        print(f"{verdict:<14}{_share(hit, given):>10}{_share(hit, asked):>8}   {cells}")
    flagged = [got != "fiction" for line, got, _ in rows if line.verdict == "fiction"]
    spent = sorted(ms for _, _, ms in rows)
    print(f"fiction flagged {_share(sum(flagged), len(flagged))}", end="   ")
    print(f"p50 {spent[len(spent) // 2]:.2f} ms, p95 {spent[int(len(spent) * 0.95)]:.2f} ms")
    kinds = sorted({line.what for line, _, _ in rows})
    for kind in kinds:
        mine = [line.verdict == got for line, got, _ in rows if line.what == kind]
        print(f"  {kind}: {sum(mine)}/{len(mine)}", end="")
    print()


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def against_itself(kb: KnowledgeBase) -> list[tuple[str, Claim]]:
    """Return every claim of a passage that the checker holds to be contradicted by the data."""
    told = [p for p in kb.passages.values() if p.topic != "mistake"]
    return [
        (p.text, claim)
        for p in told
        for claim in kb.check(p.text)
        if claim.verdict == "contradicted"
    ]


def _playable(kb: KnowledgeBase) -> None:
    """Print what becomes of the playable lines of passages, which are story."""
    acted = [line.replace("{who}", "阿芜") for p in kb.passages.values() for line in p.actions]
    rows = run(kb, [Line(line, "fiction", "fiction") for line in acted])
    came = Counter(got for _, got, _ in rows)
    print(f"playable lines: {len(rows)}, " + ", ".join(f"{v} {came[v]}" for v in VERDICTS))
    if "--wrong" in sys.argv:
        for line, got, _ in rows:
            if got != "fiction":
                print(f"    {got} | {line.text}")


def _exam(kb: KnowledgeBase, split: str) -> None:
    if split in HALVED:
        counted = judged("count", split)
        if counted:
            show(f"{split}，奇数号（只计数）", run(kb, counted))
        seen = run(kb, judged("look", split))
        show(f"{split}，偶数号（可以看）", seen)
        _wrong(seen)
        return
    rows = run(kb, judged(split))
    show(split, rows)
    if split == "exam2":
        show("exam2，偶数号（没看过）", rows[1::2])


def _wrong(rows: list[Row]) -> None:
    """List what was judged wrongly, when asked to."""
    for line, got, _ in rows if "--wrong" in sys.argv else ():
        if got != line.verdict:
            print(f"    {line.verdict} -> {got} [{line.what}] {line.text}")


def main() -> None:
    """Measure and print."""
    beside = [sys.argv[sys.argv.index("--with") + 1]] if "--with" in sys.argv else []
    kb = heritage_kb.open(beside)
    kb.search("佛光寺")
    kb.check("佛光寺东大殿建于唐代。")
    split = next((p for p in ("held", *HALVED, "exam2", "exam") if f"--{p}" in sys.argv), "tune")
    if split in HALVED or split.startswith("exam"):
        _exam(kb, split)
        return
    tables = [
        (split, run(kb, judged(split))),
        ("generated", run(kb, lines(kb))),
        ("phrased", run(kb, phrased())),
    ]
    for title, rows in tables:
        show(title, rows)
        if title != "held":
            _wrong(rows)
    wrong = against_itself(kb)
    total = sum(p.topic != "mistake" for p in kb.passages.values())
    print(f"\npassages held against the data itself: {len(wrong)} claims in {total} passages")
    if "--wrong" in sys.argv:
        for text, claim in wrong:
            print(f"    {text} | {claim.why}")
    _playable(kb)


if __name__ == "__main__":
    main()
