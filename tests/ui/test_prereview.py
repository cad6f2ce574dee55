"""The page 「预审」 as functions: nothing lost, nothing unescaped, every refusal a sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.jobs.job import Job
from tests.scriptgen.models.endpoint import Endpoint, Reply, keep_away
from ui import prereview_cards as cards
from ui import prereview_work as work
from ui.jobs import Room, open_room
from ui.projects import Desk, Project, Projects
from ui.reader_choice import inputs, reckoned

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


# ------------------------------------------------------------------- read through by a model

TWO = "第1集 起\n1-1 夜 内 醋坊\n任守义：院里的枣树才到我腰。\n第2集 续\n2-1 日 内 醋坊\n任守义：枣树是去年才栽的。\n"
CLASH = {
    "first": "a1", "first_quote": "枣树才到我腰", "second": "a2", "second_quote": "去年才栽的",
    "kind": "物件", "why": "",
}  # fmt: skip


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """A model behind a local endpoint, named ``reads`` in the settings; it names one clash."""
    pytest.importorskip("langchain_openai")
    pytest.importorskip("json_repair")
    home = keep_away(tmp_path, monkeypatch)
    home.mkdir()
    with Endpoint({"clashes": [CLASH], "keep": []}) as endpoint:
        (home / "settings.toml").write_text(
            f'[models.reads]\nkind = "openai"\nbase_url = "{endpoint.url}"\nmodel = "drama-1"\n'
            "retries = 0\nprice = {input = 2.0, output = 8.0}\n", "utf-8",
        )  # fmt: skip
        yield endpoint


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path / "屋", tmp_path / "给") as room:
        yield room


@pytest.fixture
def brought(room: Room, tmp_path: Path) -> Project:
    made = room.projects.new(Desk.of(None))
    file = tmp_path / "两集.txt"
    file.write_text(TWO, "utf-8")
    work.take_in(made, work.receive(made, str(file)))
    return made


def judged(room: Room, project: Project, **reader: object) -> tuple[Job, work.Submitted]:
    job = room.start(project, "project-review", {"asked": {}, "at": 1, **reader}, "预审")
    for _ in range(600):
        if (job := room.ledger.job(job.id)).ended:
            break
        time.sleep(0.05)
    script = work.submitted(project)
    assert script is not None
    return job, script


def read_out(script: work.Submitted) -> list[str]:
    found = (script.result or {"findings": []})["findings"]
    return [one["message"] for one in found if one["code"] == "CONTINUITY.READ"]


def test_nobody_is_asked_to_read_unless_chosen(
    room: Room, brought: Project, endpoint: Endpoint
) -> None:
    job, script = judged(room, brought, **inputs("", 5000))
    assert job.state == "done"
    assert read_out(script) == []
    assert endpoint.calls == 0


def test_what_a_model_reads_out_is_shown_as_its_own_and_can_be_explained(
    room: Room, brought: Project, endpoint: Endpoint
) -> None:
    job, script = judged(room, brought, **inputs("reads", None))
    assert job.state == "done"
    (said,) = read_out(script)
    assert said.startswith("模型读出（物件）")
    shown = cards.findings(script.result)
    assert "模型 reads/drama-1 通读了 1 段" in shown
    assert "模型读出" in shown
    told = work.waived(script, "CONTINUITY.READ", "6", "去年才栽的", "两棵树", "王编剧")
    assert read_out(told) == [said], "nobody is asked again for it"
    assert "已说明：两棵树（王编剧）" in cards.findings(told.result)
    assert len(endpoint.bodies) == 1


@pytest.mark.parametrize(
    "bad", [Reply(status=500, error="broken"), "不是 JSON", Reply(text="{", cut_after=0)]
)
def test_a_model_that_fails_leaves_the_rules_and_a_sentence(
    room: Room, brought: Project, endpoint: Endpoint, bad: object
) -> None:
    _, rules = judged(room, brought)
    endpoint.replies = [bad]
    job, script = judged(room, brought, reader="reads", most=None)
    assert job.state == "done"
    assert script.result is not None
    assert rules.result is not None
    assert script.result["findings"] == rules.result["findings"]
    assert "模型通读没有读成，其余只按规则审：" in cards.findings(script.result)


def test_a_reading_stops_at_its_limit(room: Room, brought: Project, endpoint: Endpoint) -> None:
    _, script = judged(room, brought, reader="reads", most=10)
    assert "没有再问" in cards.findings(script.result)
    assert endpoint.bodies == []


def test_a_reading_can_be_stopped_and_what_the_rules_found_stays(
    room: Room, brought: Project, endpoint: Endpoint
) -> None:
    endpoint.replies = [Reply(text="{}", wait_s=30)]
    given = {"asked": {}, "at": 1, "reader": "reads", "most": None}
    job = room.start(brought, "project-review", given, "预审")
    for _ in range(600):
        job = room.ledger.job(job.id)
        if "通读第 1 段，共 1 段" in job.what:
            break
        time.sleep(0.05)
    room.ledger.cancel(job.id)
    for _ in range(600):
        if (job := room.ledger.job(job.id)).ended:
            break
        time.sleep(0.05)
    assert (job.state, job.done, job.total) == ("cancelled", 1, 2)
    script = work.submitted(brought)
    assert script is not None
    assert script.result is not None


def test_the_cost_is_told_before_and_a_model_that_is_gone_is_refused(
    brought: Project, endpoint: Endpoint
) -> None:
    said, most = reckoned(brought, "reads")
    assert "通读要问 1 次" in said
    assert "CNY" in said
    assert most
    assert endpoint.calls == 0
    assert reckoned(brought, "") == ("", None)
    assert "没有「走了」" in reckoned(brought, "走了")[0]
    with pytest.raises(RefusedInput, match="没有「走了」"):
        inputs("走了", None)
