"""How well breaks of continuity are found: ``python -m benchmarks.continuity [--exam3|--exam5|--exam6|--fresh|--drafts]``.

``--held`` takes the unseen series, ``--misses`` lists what was judged wrongly of the seen ones.

Short series by another author, each clean and with planted breaks. A planted break is found when a
finding of its code stands on its line or on the line that it breaks with; a false alarm is any
finding of continuity on a clean series. The ``a`` series and ``b01``–``b05`` were looked at while the rules were
made, ``b06`` and ``b07`` (``--held``) only counted. ``--exam3`` reads four series of a third
author, ``--exam5`` four of a fifth, ``--exam6`` six of a sixth: the even ones (``look``) may be
looked at, the others are only counted; a planted break without a detail after ``CONTINUITY`` (a count) is found by any finding of continuity.
``--fresh`` reads pairs of ours (``continuity_fresh.jsonl``: a short script with one line broken
or whole) that were written before the rules for them, and tuned on since. ``--drafts`` counts what
is found in our own drafts of all briefs.

``--model NAME`` (after a set) has a model of the settings read every series through as well: twice
as many questions as there are series, more for long ones; what they use is told at the end.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import scriptgen

EXAM = Path(__file__).parent / "judged" / "continuity_exam"
FRESH = EXAM.with_name("continuity_fresh.jsonl")
HALVED = {
    "exam3": ("c02", "c04"),
    "exam5": ("e02", "e04"),
    "exam6": ("f02", "f04", "f06"),
}  # which series may be looked at
UNSEEN = ("b06", "b07")
_OURS = ("CONTINUITY", "LEDGER")
READ = "CONTINUITY.READ"
DRAFTED = [Path(__file__).parent / name for name in ("briefs", "more_briefs")]


@cache
def reader() -> Any:
    """Return the model that ``--model`` names; None where it names none."""
    if "--model" not in sys.argv[:-1]:
        return None
    from scriptgen.models import open_model

    return open_model(sys.argv[sys.argv.index("--model") + 1])


def findings(file: Path) -> list[dict[str, Any]]:
    """Return the findings of continuity of a file."""
    found = scriptgen.review(scriptgen.read(file), model=reader())["findings"]
    return [one for one in found if one["code"].startswith(_OURS)]


def _plain(text: str) -> str:
    return text.lstrip("△").partition("：")[2] or text.lstrip("△")


def fresh() -> None:
    """Judge our own pairs."""
    rows = [json.loads(row) for row in FRESH.read_text("utf-8").splitlines()]
    hit = alarms = 0
    for row in rows:
        bad, good = (
            [
                f
                for f in scriptgen.review(row["script"].replace("@@", row[side]))["findings"]
                if f["code"].startswith(_OURS)
            ]
            for side in ("bad", "good")
        )
        right = any(f["code"].startswith(row["code"]) for f in bad)
        hit, alarms = hit + right, alarms + len(good)
        if "--misses" in sys.argv and not right:
            print("miss ", row["code"], row["bad"])
        if "--misses" in sys.argv and good:
            print("alarm", row["good"], [f["message"] for f in good])
    print(f"found {hit}/{len(rows)}, false {alarms} in {len(rows)} clean scripts")


def drafts() -> None:
    """Count the findings on our own drafts of every brief: each is a false alarm or a slip of ours."""
    told: Counter[str] = Counter()
    episodes = 0
    for folder in DRAFTED:
        for brief in sorted(folder.glob("*.toml")):
            series = scriptgen.draft(scriptgen.read_brief(str(brief)))
            found = scriptgen.review(series)["findings"]
            told.update(f["code"] for f in found if f["code"].startswith(_OURS))
            episodes += len(series.episodes)
    print(*(f"{code} {count}" for code, count in told.most_common()), sep="\n")
    print(f"{told.total()} findings in {episodes} episodes")


def main() -> None:
    """Judge and print."""
    if "--drafts" in sys.argv:
        drafts()
        return
    if "--fresh" in sys.argv:
        fresh()
        return
    if exam := next((name for name in HALVED if f"--{name}" in sys.argv), ""):
        folder, look = EXAM.with_name(f"continuity_{exam}"), HALVED[exam]
        _table(folder, "look", lambda name: name in look, misses="--misses" in sys.argv)
        _table(folder, "count", lambda name: name not in look, misses=False)
        return
    held = "--held" in sys.argv
    shown = "--misses" in sys.argv and not held
    _table(EXAM, "held" if held else "tune", lambda n: (n in UNSEEN) == held, misses=shown)


def _table(exam: Path, title: str, taken: Callable[[str], bool], *, misses: bool) -> None:
    """Judge the series that are taken, by the first three characters of their names."""
    told: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    episodes = 0
    for series in json.loads((exam / "planted.json").read_text("utf-8")):
        if not taken(series["file"][:3]):
            continue
        found = findings(exam / series["file"])
        for one in series["errors"]:
            lines = {_plain(one["line_text"]), _plain(one["partner"])} - {""}
            # A model gives one code to everything; that it shows the place is what counts.
            codes = (one["code"], READ)
            right = any(f["code"].startswith(codes) and f["text"] in lines for f in found)
            told[one["code"]] += 1
            hit[one["code"]] += right
            if misses and not right:
                print("miss ", one["code"], one["line_text"], "|", one["partner"])
        clean = findings(exam / series["clean"])
        alarms.update(f["code"] for f in clean)
        episodes += len(scriptgen.read(exam / series["clean"]).episodes)
        for f in clean if misses else ():
            print("alarm", f["code"], f["text"], f["message"])
    print(title)
    for code in sorted(told | alarms):
        print(f"{code:<24}{hit[code]:>3}/{told[code]:<3} false {alarms[code]}")
    print(
        f"found {hit.total()}/{told.total()} = {hit.total() / told.total():.3f}, "
        f"false {alarms.total()} in {episodes} episodes = {alarms.total() / episodes:.2f} an episode"
    )
    if reader() is not None:
        print(reader().used().said())


if __name__ == "__main__":
    main()
