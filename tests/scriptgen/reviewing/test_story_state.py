"""A story's state: who is where, hurt where, holds what, is whose child; each pair one broken line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import scriptgen
from scriptgen.reviewing.rules.continuity.traits import traits

FRESH = Path(__file__).parents[3] / "benchmarks" / "judged" / "continuity_fresh.jsonl"
ROWS = [json.loads(row) for row in FRESH.read_text("utf-8").splitlines()]
KINDS = {row["id"]: row for row in ROWS if row["id"] in (
    "c01", "c03", "c05", "c11", "c13", "c14", "c16", "c17", "c18", "c20", "c22", "c24",
    "c28", "c29", "c31", "c32", "c33", "c37", "c38", "d10", "d14",
    "d15", "d16", "d20", "d22", "d27", "d28", "d33", "d34", "d40", "d48", "d57", "d60",
    "d68", "d74",
)}  # fmt: skip


def codes(script: str) -> set[str]:
    found = scriptgen.review(script)["findings"]
    return {f["code"] for f in found if f["code"].startswith(("CONTINUITY", "LEDGER"))}


@pytest.mark.parametrize("row", KINDS.values(), ids=KINDS)
def test_a_broken_line_is_found_and_its_twin_is_not(row: dict[str, str]) -> None:
    found = codes(row["script"].replace("@@", row["bad"]))
    assert any(code.startswith(row["code"]) for code in found)
    assert not codes(row["script"].replace("@@", row["good"]))


@pytest.mark.parametrize("trait", traits(), ids=[trait.name for trait in traits()])
def test_a_trait_is_told_and_gone_against_by_its_own_examples(trait: object) -> None:
    from scriptgen.reviewing.rules.continuity.traits import Trait

    assert isinstance(trait, Trait)
    says, against = trait.examples
    assert trait.says.search(says)
    assert any(side and side.search(against) for side in (trait.shown, trait.spoken))


def test_what_a_line_takes_back_is_no_trait_any_more() -> None:
    head = "第1集\n\n1-1 日 内 学堂\n出场人物：阿秀、周先生\n阿秀：我不识字。\n"
    learnt = "△周先生教阿秀认字，阿秀学会了百来个。\n"
    then = "1-2 夜 内 阿秀屋\n出场人物：阿秀\n△阿秀展开信，一行一行念下去。\n"
    assert "CONTINUITY.KNOWLEDGE" in codes(head + then)
    assert "CONTINUITY.KNOWLEDGE" not in codes(head + learnt + then)
