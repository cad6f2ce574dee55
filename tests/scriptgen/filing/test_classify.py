"""Classes by day, budget, AI and theme."""

from __future__ import annotations

import json

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.filing.classify import classify
from scriptgen.formats.textfile import read_text
from ui.cli import main


@pytest.mark.parametrize(
    ("day", "ai", "budget", "more", "wanted"),
    [
        ("2025-06-01", False, 100, {}, "重点"),
        ("2025-06-01", False, 30, {}, "普通"),
        ("2025-06-01", False, 29.99, {}, "其他"),
        ("2026-02-01", False, 100, {}, "普通"),
        ("2026-02-01", False, 299.99, {}, "普通"),
        ("2026-02-01", False, 300, {}, "重点"),
        ("2026-06-30", True, 80, {}, "其他"),
        ("2026-07-01", True, 80, {}, "重点"),
        ("2026-10-01", False, 99, {}, "三类"),
        ("2026-10-01", False, 300, {}, "一类"),
        ("2026-10-01", True, 80, {}, "一类"),
        ("2026-10-01", True, 30, {}, "二类"),
        ("2026-10-01", True, 29.9, {}, "三类"),
        ("2026-10-01", True, 5, {"themes": ["宗教"]}, "一类"),
        ("2026-10-01", False, 50, {"voluntary": "二类"}, "二类"),
        ("2026-10-01", False, 300, {"voluntary": "三类"}, "一类"),
        ("2025-06-01", False, 20, {"promoted": True}, "重点"),
        ("2026-10-01", False, 20, {"promoted": True}, "三类"),
    ],
)
def test_a_work_is_of_the_class_of_its_day(
    day: str, ai: bool, budget: float, more: dict[str, object], wanted: str
) -> None:
    found = classify(day, budget, ai=ai, **more)  # type: ignore[arg-type]
    assert found.name == wanted
    assert found.effective_from <= day
    assert found.source


def test_who_does_not_say_whether_it_is_ai_gets_both_answers() -> None:
    found = classify("2026-10-01", 90)
    assert [(one["ai"], one["class"]) for one in found.alternatives] == [
        (False, "三类"), (True, "一类"),
    ]  # fmt: skip
    assert found.name == "三类"
    assert found.questions


def test_a_script_that_touches_a_theme_asks_a_person_and_changes_nothing() -> None:
    script = read_text("1-1 日 内 县衙\n△县令升堂，断案。\n林夏：冤枉。\n")
    found = classify("2026-10-01", 20, ai=False, script=script)
    assert found.name == "三类"
    assert any("司法" in one for one in found.questions)
    assert {one["line"] for one in found.evidence} == {2}


@pytest.mark.parametrize(
    ("day", "budget", "more"),
    [
        ("2024-05-31", 10, {}),
        ("很快", 10, {}),
        ("2026-10-01", -1, {}),
        ("2026-10-01", float("nan"), {}),
        ("2026-10-01", 10, {"voluntary": "四类"}),
    ],
)
def test_what_cannot_be_classified_is_refused(
    day: str, budget: float, more: dict[str, str]
) -> None:
    with pytest.raises(RefusedInput):
        classify(day, budget, ai=False, **more)  # type: ignore[arg-type]


def test_the_verb(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["classify", "--date", "2026-10-01", "--budget", "90", "--ai", "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["class"] == "一类"
    assert (
        main(["classify", "--date", "2026-10-01", "--budget", "20", "--themes", "宗教", "司法"])
        == 0
    )
    assert "一类" in capsys.readouterr().out
    assert main(["classify", "--date", "昨天", "--budget", "20"]) == 1
