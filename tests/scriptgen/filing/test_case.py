"""Who may pass a work on, in which order, and what a touched log shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.filing.baseline import difference, snapshot
from scriptgen.filing.case import Actor, Case
from scriptgen.formats.textfile import read_text

EDITOR = Actor(name="李审", role="总编辑")
MACHINE = Actor(name="三晋预审", kind="machine")
CLEAN: dict[str, Any] = {"findings": []}
WRONG: dict[str, Any] = {"findings": [{"severity": "error", "code": "C01", "waived": ""}]}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case(tmp_path / "灰墙.预审")
    case.submit(b"script", EDITOR)
    case.attach(CLEAN, MACHINE)
    return case


def test_the_way_from_draft_to_signature(case: Case) -> None:
    case.ask_revision("第二集太长", EDITOR)
    case.submit(b"script 2", EDITOR)
    with pytest.raises(RefusedInput, match="还没有附上"):
        case.start_final(EDITOR)
    case.attach(CLEAN, MACHINE)
    case.start_final(EDITOR)
    row = case.sign("同意", EDITOR)
    assert case.state == "signed"
    assert row["actor"] == {"kind": "person", "name": "李审", "role": "总编辑"}
    assert case.verify().whole
    with pytest.raises(RefusedInput, match="已签"):
        case.submit(b"late", EDITOR)


def test_no_state_is_skipped(tmp_path: Path) -> None:
    case = Case(tmp_path / "a")
    with pytest.raises(RefusedInput):
        case.sign("同意", EDITOR)
    case.submit(b"script", EDITOR)
    with pytest.raises(RefusedInput):
        case.sign("同意", EDITOR)
    assert case.state == "pre_review"


@pytest.mark.parametrize(
    "actor",
    [
        MACHINE,
        Actor(name="三晋", role="总编辑"),
        Actor(name="DeepSeek-V3", role="审核"),
        Actor(name=" ", role="总编辑"),
        Actor(name="李审"),
    ],
)
def test_only_a_named_person_with_a_role_signs(case: Case, actor: Actor) -> None:
    case.start_final(EDITOR)
    with pytest.raises(RefusedInput):
        case.sign("同意", actor)
    assert case.state == "final_review"


def test_open_errors_need_an_opinion(tmp_path: Path) -> None:
    case = Case(tmp_path / "a")
    case.submit(b"script", EDITOR)
    case.attach(WRONG, MACHINE)
    case.start_final(EDITOR)
    with pytest.raises(RefusedInput, match="1 条错误"):
        case.sign("同意", EDITOR)
    case.opine("误报，已核", EDITOR)
    case.sign("同意", EDITOR)


@pytest.mark.parametrize(
    ("touch", "row"),
    [
        (lambda rows: [rows[0].replace("李审", "王审"), *rows[1:]], 1),
        (lambda rows: [rows[0], rows[2], *rows[3:]], 2),
        (lambda rows: [rows[1], rows[0], *rows[2:]], 1),
        (lambda rows: [*rows, rows[-1]], 5),
        (lambda rows: rows[:-1], 4),
        (lambda rows: [*rows[:2], "{broken", *rows[3:]], 3),
    ],
)
def test_touching_shows_at_its_row(case: Case, touch: Any, row: int) -> None:
    case.start_final(EDITOR)
    case.sign("同意", EDITOR)
    file = case.folder / "log.jsonl"
    rows = file.read_text("utf-8").splitlines()
    assert len(rows) == 4
    file.write_text("\n".join(touch(rows)) + "\n", "utf-8")
    found = case.verify()
    assert not found.whole
    assert found.touched == row


def test_a_changed_attachment_shows(case: Case) -> None:
    digest = case.log()[0]["payload"]["script"]
    (case.folder / "kept" / digest).write_bytes(b"another")
    assert case.verify().touched == 1


STORY = "\n".join(
    ["《灰墙》", "第1集"]
    + [
        row
        for n in range(1, 13)
        for row in (
            f"1-{n} 日 内 祠堂",
            f"△第{n}盏灯灭了，风从门缝里进来。",
            f"林夏：第{n}根梁上有字，你看见没有？",
            f"老石：第{n}根梁，我一根也不拆。",
        )
    ]
)


@pytest.mark.parametrize(
    ("edit", "asks"),
    [
        (lambda t: t, []),
        (lambda t: t.replace("风从门缝里进来", "风从门缝里钻进来"), []),
        (lambda t: t.replace("第3盏", "第三盏"), []),
        (lambda t: t.replace("《灰墙》", "《白墙》"), ["变更手续"]),
        (lambda t: t.replace("老石：", "老金："), ["重新备案"]),
        (lambda t: "\n".join(r for r in t.splitlines() if not r.startswith("老石")), ["重新备案"]),
        (
            lambda t: (
                t[: t.index("1-11 ")]
                + "1-11 夜 外 河边\n△船走远了。\n林夏：我跟你走。\n老石：走。\n"
                "1-12 夜 外 河边\n△天亮了。\n林夏：再不回来。\n老石：不回。\n"
            ),
            ["重新备案"],
        ),
        (lambda t: t + "\n1-13 日 外 院\n△鸟叫。\n", []),
    ],
)
def test_what_asks_for_filing_again(edit: Any, asks: list[str]) -> None:
    before, after = snapshot(read_text(STORY)), snapshot(read_text(edit(STORY)))
    assert [one.asks for one in difference(before, after)] == asks


def test_a_series_keeps_its_baseline(tmp_path: Path) -> None:
    brief = scriptgen.read_brief(scriptgen.shipped_briefs()["foguang"])
    series = scriptgen.draft(brief, episodes=[1, 2])
    case = Case(tmp_path / "a")
    case.set_baseline(snapshot(series, maker="某公司"), EDITOR)
    series.bible.characters[0].role = "反派·" + series.bible.characters[0].role
    after = snapshot(series, maker="另一公司")
    found = difference(case.baseline(), after)
    assert {one.asks for one in found} == {"变更手续", "重新备案"}
    assert json.dumps([one.to_json() for one in found], ensure_ascii=False)
