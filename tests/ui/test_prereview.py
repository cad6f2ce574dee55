"""The page 「预审」 as functions: nothing lost, nothing unescaped, every refusal a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from heritage_kb.errors import RefusedInput
from ui import prereview_cards as cards
from ui import prereview_work as work
from ui.projects import Desk, Project, Projects

EVIL = "<img src=x onerror=alert(1)>\"'"
TEXT = f"《灰墙{EVIL}》\n第1集 墨线\n1-1 日 内 佛光寺东大殿\n▲推门。\n他：走{EVIL}。\n没有标记的话\n1-2 院\n△风。\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Projects(tmp_path / "项目").new(Desk.of(None))
    file = tmp_path / "来.txt"
    file.write_text(TEXT, "utf-8")
    work.take_in(made, work.receive(made, str(file)))
    return made


@pytest.fixture
def script(project: Project) -> work.Submitted:
    found = work.submitted(project)
    assert found is not None
    return found


def test_what_came_in_is_escaped_wherever_it_is_shown(
    project: Project, script: work.Submitted
) -> None:
    work.judge(project, {"period": "唐"})
    judged = work.submitted(project)
    assert judged is not None
    assert judged.asked == {"period": "唐"}
    shown = cards.summary(script) + cards.preview(script, "all") + cards.findings(judged.result)
    assert "<img" not in shown
    assert "&lt;img" in shown
    assert 'data-line="5"' in shown


def test_a_row_is_read_as_a_person_says_and_can_be_taken_back(
    project: Project, script: work.Submitted
) -> None:
    told = work.retagged(script, 6, "dialogue")
    work.keep(project, told)
    assert work.submitted(project) == told  # it is there again after the app was closed
    assert [row.role for row in told.reading.rows if row.source_line == 6] == ["dialogue"]
    again = work.undone(told)
    assert [row.role for row in again.reading.rows if row.source_line == 6] == ["action"]
    with pytest.raises(RefusedInput, match="没有可撤销"):
        work.undone(again)


@pytest.mark.parametrize(
    ("line", "role", "said"),
    [(99, "action", "没有这一行"), (None, "action", "没有这一行"), (6, "x", "认作什么")],
)
def test_what_cannot_be_retagged_is_refused(
    script: work.Submitted, line: object, role: str, said: str
) -> None:
    with pytest.raises(RefusedInput) as refused:
        work.retagged(script, line, role)
    assert said in refused.value.zh


def test_doubtful_rows_come_first_and_a_finding_leads_to_its_episode(
    script: work.Submitted,
) -> None:
    assert cards.views(script)[0] == ("存疑的行", "doubt")
    assert cards.view_of_line(script, 5) == "e0"
    assert 'aria-current="true"' in cards.preview(script, "e0", 5)


@pytest.mark.parametrize(
    ("period", "year", "wanted"),
    [
        ("唐", "", {"period": "唐"}),
        ("", "857年", {"year": 857}),
        ("", "公元前770年", {"year": -770}),
        ("", "", {}),
    ],
)
def test_the_form_says_when_the_story_is(period: str, year: str, wanted: dict[str, object]) -> None:
    assert work.context(period, year, "", virtual_set=False) == wanted
    with pytest.raises(RefusedInput, match="不是年数"):
        work.context(period, "很早", "", virtual_set=False)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../a.txt", "a.txt"),
        ("a\u202etxt.docx", "atxt.docx"),
        ("..", "剧本"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_name_of_a_file_stays_a_name(given: str, kept: str) -> None:
    assert work.safe_name(Path(given).name if "/" in given else given) == kept


def test_the_script_goes_out_as_it_came_in(script: work.Submitted, tmp_path: Path) -> None:
    file, lost = work.exported(script, tmp_path, "txt")
    assert lost == []
    assert file.read_text("utf-8") == TEXT


def test_a_script_that_was_brought_is_written_on(project: Project, tmp_path: Path) -> None:
    projects, desk = Projects(tmp_path / "项目"), Desk.of(None)
    with pytest.raises(RefusedInput, match="梗概"):
        work.accepted(projects, desk, project, "  ", "唐", "")
    made = work.accepted(projects, desk, project, "他要推开那扇门。", "唐", "")
    assert made == project
    assert made.series is not None
    assert "推门。" in [x.text for x in made.series.episodes[0].scenes[0].elements]
    assert EVIL in made.series.episodes[0].scenes[0].elements[1].text
    with pytest.raises(RefusedInput, match="已经收进来了"):
        work.accepted(projects, desk, project, "他要推开那扇门。", "唐", "")


def test_another_script_does_not_lay_over_a_project(project: Project, tmp_path: Path) -> None:
    projects, desk = Projects(tmp_path / "项目"), Desk.of(None)
    first = work.accepted(projects, desk, project, "他要推开那扇门。", "唐", "")
    file = tmp_path / "又来.txt"
    file.write_text("第1集 另一出\n1-1 夜 内 戏台\n▲灯灭。\n", "utf-8")
    work.take_in(project, work.receive(project, str(file)))
    second = work.accepted(projects, desk, project, "灯灭了。", "", "1200")
    assert second != first
    assert [one.title for one in (first.series.episodes if first.series else [])] == ["墨线"]
    assert [one.title for one in (second.series.episodes if second.series else [])] == ["另一出"]
    assert work.submitted(second) is not None
