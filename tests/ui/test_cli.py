"""The command line: answers, exit codes, sentences instead of tracebacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.arguments import episode_range
from ui.cli import main, parser


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_help_lists_only_verbs_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    text = capsys.readouterr().out
    assert left.value.code == 0
    for name in (
        "demo",
        "draft",
        "import",
        "export",
        "review",
        "kb",
        "scene",
        "label",
        "ui",
        "doctor",
        "models",
        "classify",
    ):
        assert f" {name} " in text
    for later in ("paint", "match"):
        assert f" {later} " not in text


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "请说明要做什么"),
        (["import"], "缺少参数"),
        (["scene", "measure", "--bays", "七"], "--bays"),
        (["export", "x.json", "--to", "rtf", "-o", "x"], "rtf"),
        (["kb", "search", "寺", "--colour", "red"], "--colour"),
    ],
)
def test_wrong_usage_is_told_in_chinese(
    capsys: pytest.CaptureFixture[str], words: list[str], part: str
) -> None:
    code, out, err = run(capsys, *words)
    assert code == 2
    assert part in err
    assert "Traceback" not in err + out
    assert len(err.strip().splitlines()) == 1


def test_search_gives_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "kb", "search", "佛光寺东大殿", "-k", "3", "--json")
    hits = json.loads(out)["hits"]
    assert code == 0
    assert 1 <= len(hits) <= 3
    assert {"entry", "title", "aliases", "kind", "passage", "text", "score", "sources"} <= set(
        hits[0]
    )
    assert "佛光寺" in hits[0]["title"]


def test_batch_answers_each_line_and_keeps_going(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    requests = [
        {"id": "a", "query": "推光漆"},
        {"id": "b"},
        {"id": "c", "query": "寺", "filters": {"colour": "红"}},
        {"id": "d", "query": "大殿", "filters": {"period": "唐"}, "k": 2},
    ]
    file = tmp_path / "q.jsonl"
    file.write_text("\n".join(json.dumps(r) for r in requests) + "\nnot json\n", "utf-8")
    code, out, _ = run(capsys, "kb", "search", "--batch", str(file))
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [a["id"] for a in answers] == ["a", "b", "c", "d", None]
    assert "hits" in answers[0]
    assert all("error" in answers[number] for number in (1, 2, 4))
    assert len(answers[3]["hits"]) == 2


@pytest.mark.parametrize("text", ["应县木塔建于辽清宁二年。", "佛光寺东大殿面阔七间，" * 400])
def test_a_text_where_a_file_is_asked_for_is_told_apart(capsys, text):
    code, _, err = run(capsys, "kb", "check", text)
    assert code == 1
    assert "--text" in err
    code, _, err = run(capsys, "kb", "check", "甲" * 5000)
    assert code == 1
    assert "找不到文件" in err


def test_check_tells_supported_from_contradicted(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "kb", "check", "--text", "佛光寺东大殿建于宋代。", "--json")
    claims = json.loads(out)["claims"]
    assert code == 1
    assert claims[0]["verdict"] == "contradicted"
    code, out, _ = run(capsys, "kb", "check", "--text", "佛光寺东大殿面阔七间。", "--json")
    assert code == 0
    assert json.loads(out)["claims"][0]["verdict"] == "supported"


def test_refused_input_is_one_sentence_in_the_language_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    missing = str(tmp_path / "没有.docx")
    code, _, err = run(capsys, "import", missing, "-o", str(tmp_path / "out"))
    assert code == 1
    assert "没有.docx" in err
    assert not (tmp_path / "out").exists()
    code, _, err = run(capsys, "kb", "show", "无此条目甲乙丙", "--lang", "en")
    assert code == 1
    assert err.isascii() or "无此条目甲乙丙" in err


def test_shipped_data_verifies(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "kb", "verify", "--json")
    assert code == 0
    assert json.loads(out)["errors"] == 0


def test_measure_gives_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("scene", "measure", "--period", "唐", "--bays", "5", "--roof", "歇山", "--cai", "24")
    code, out, _ = run(capsys, *words, "--json")
    data = json.loads(out)
    assert code == 0
    assert set(data) >= {"measures", "range", "rules"}
    names = {"width_m", "depth_m", "column_m", "eave_m", "rise_m", "height_m", "cai_cm"}
    assert set(data["measures"]) >= names
    assert data["measures"]["cai_cm"] == pytest.approx(24)


def test_every_verb_has_json_and_language() -> None:
    text = parser().format_help()
    assert "--version" in text


@pytest.mark.parametrize(
    ("words", "count", "expected"),
    [("1-3", 12, [1, 2, 3]), ("2", 12, [2]), ("1，4-5", 12, [1, 4, 5]), (None, 12, None)],
)
def test_episode_range(words: str | None, count: int, expected: list[int] | None) -> None:
    assert episode_range(words, count) == expected


@pytest.mark.parametrize("words", ["0-3", "3-1", "11-13", "一", "1-", ""])
def test_a_bad_episode_range_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="episodes"):
        episode_range(words, 12)


def test_demo_without_a_set_yet_still_drafts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui import demo

    monkeypatch.setattr(demo, "hero_fields", lambda series: {"period": "当代"})
    out = tmp_path / "demo"
    code, said, _ = run(capsys, "demo", "--brief", "pingyao", "-o", str(out), "--json")
    data = json.loads(said)
    assert code == 0
    assert "布景还造不了" in data["no_set"]
    assert {"剧本/剧本.docx", "剧本/考据表.xlsx", "剧本/series.json"} <= set(data["files"])
    assert not (out / "场景").exists()
    code, said, _ = run(capsys, "label", "verify", str(out), "--json")
    assert code == 0, said


def test_drafting_twice_gives_the_same_content(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    brief = tmp_path / "b.toml"
    brief.write_text(
        'title = "花馍"\nlogline = "外婆的最后一锅年馍，缺了一味。"\nperiod = "当代"\nepisodes = 2\n',
        "utf-8",
    )
    for name in ("one", "two"):
        code, _, err = run(capsys, "draft", str(brief), "-o", str(tmp_path / name), "--json")
        assert code == 0, err
    first, second = (
        {
            f.name: f.read_bytes()
            for f in (tmp_path / name).iterdir()
            if f.suffix in (".json", ".txt")
        }
        for name in ("one", "two")
    )
    assert first == second


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("episodes = 0", "episodes"),
        ("episodes = 500", "episodes"),
        ('places = ["乌有之乡"]', "乌有"),
        ("year = 1900", "year"),
    ],
)
def test_a_bad_brief_leaves_nothing_behind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str, part: str
) -> None:
    rows = {"title": '"试"', "logline": '"试"', "period": '"唐"', "episodes": "3"}
    key, value = line.split(" = ", 1)
    brief = tmp_path / "b.toml"
    brief.write_text("\n".join(f"{k} = {v}" for k, v in (rows | {key: value}).items()), "utf-8")
    code, _, err = run(capsys, "draft", str(brief), "-o", str(tmp_path / "out"))
    assert code == 1
    assert part in err
    assert len(err.strip().splitlines()) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.toml"]


def test_ctrl_c_while_loading_is_a_sentence_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ui import __main__ as door

    def stopped() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("ui.cli.main", stopped)
    monkeypatch.setattr(door.signal, "signal", lambda *_: None)
    assert door.main() == 130
    assert "已停止" in capsys.readouterr().err


def test_half_a_character_is_a_sentence_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scene", "match", "--heading", "1-1 日 外 佛光寺\udcff"]) == 1
    assert "UTF-8" in capsys.readouterr().err
