"""A writer answers the review: a finding stands for a reason, and that goes along with the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.keeping.series_parts import add_episode, put_plan
from scriptgen.series import Series
from tests.scriptgen.writing.fake import BRIEF
from ui import project_file, review_cards, review_work
from ui.projects import Desk, Project, Projects

REASON = "穿越者的台词，有意安排"
BY = {"kind": "scaffold", "name": "scaffold"}


@pytest.fixture(scope="module")
def series() -> Series:
    made = scriptgen.draft(scriptgen.read_brief(BRIEF | {"episodes": 1, "seconds": 45}))
    made.episodes[0].scenes[0].elements[0].text = "他掏出手机，给殿门照相。"
    return made


@pytest.fixture
def project(tmp_path: Path, series: Series) -> Project:
    """A project whose review says something of a line."""
    made = Projects(tmp_path).new(Desk.of(None))
    with made.open() as store:
        put_plan(store, series, author=BY)
        for episode in series.episodes:
            add_episode(store, episode, author=BY)
    made.script_folder.mkdir(parents=True)
    judged = scriptgen.review(series)
    (made.script_folder / "review.json").write_text(json.dumps(judged, ensure_ascii=False), "utf-8")
    return made


def about_a_line(project: Project) -> dict[str, Any]:
    found = (review_work.told(project) or {})["findings"]
    return next(one for one in found if one["line"] is not None)


def test_a_finding_stands_for_a_reason_and_that_is_taken_back(project: Project) -> None:
    one = about_a_line(project)
    assert one["key"] in {
        row["key"] for row in review_work.by_line(review_work.told(project))[one["line"]]
    }
    opened = review_work.told(project)["summary"]  # type: ignore[index]
    review_work.explain(project, one["key"], f"  {REASON}\n")
    told = review_work.told(project)
    assert told is not None
    row = next(row for row in told["findings"] if row["key"] == one["key"])
    assert REASON in row["waived"]
    assert told["summary"]["waived"] == opened["waived"] + 1
    assert told["summary"][one["severity"]] == opened[one["severity"]] - 1
    rest = review_work.by_line(told).get(one["line"], [])
    assert one["key"] not in {row["key"] for row in rest}
    html = review_cards.findings(told)
    assert "已说明 1" in html
    assert html.index("撤回说明") > html.rindex("有意如此…")  # what is explained comes last
    review_work.unexplain(project, one["key"])
    assert not about_a_line(project)["waived"]
    with pytest.raises(RefusedInput, match="没有写过理由"):
        review_work.unexplain(project, one["key"])


def test_what_was_explained_goes_along(project: Project, tmp_path: Path) -> None:
    review_work.explain(project, about_a_line(project)["key"], REASON)
    file = tmp_path / "带走.sanjin.zip"
    project_file.pack(project, file)
    projects = Projects(tmp_path / "别处")
    there = project_file.unpack(projects, Desk.of(None), file)
    assert [one.reason for one in review_work.waivers(there)] == [REASON]
    assert [
        one.reason for one in review_work.waivers(projects.duplicate(there, Desk.of(None)))
    ] == [REASON]


@pytest.mark.parametrize("reason", ["", "  \n", "理" * 201])
def test_a_reason_is_words(project: Project, reason: str) -> None:
    with pytest.raises(RefusedInput, match="理由"):
        review_work.explain(project, about_a_line(project)["key"], reason)
    assert review_work.waivers(project) == []


def test_a_finding_that_is_gone_is_told(project: Project) -> None:
    with pytest.raises(RefusedInput, match="重新审读"):
        review_work.explain(project, "0" * 12, REASON)
    assert review_work.told(None) is None


def test_a_whole_logline_is_quoted_once() -> None:
    long = (
        "她要把父亲的名字写上大梁，可梁上只写施主与官长，从来不写动手的人，连师父也不许她提这件事。"
    )
    one = {"message": f"像犯禁的话：“{long}”，请人看语境。", "text": long, "suggestion": ""}
    assert review_cards.message(one).count(long) == 1
    assert review_cards.message(one | {"message": "请人看语境。"}).count(long) == 1
    short = review_cards.message({"message": "“辣椒”晚出。", "text": "辣椒", "suggestion": ""})
    assert short.count("辣椒") == 2
