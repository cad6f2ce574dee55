"""Reports and waivers: every finding is told once, nothing unescaped, a reason outlives an edit."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.formats.textfile import read_text
from scriptgen.reading import Reading
from scriptgen.reviewing.reports.page import html_report
from scriptgen.reviewing.reports.plain import text_report
from scriptgen.reviewing.reports.sarif import sarif_report
from scriptgen.reviewing.waivers import read_waivers, waive, write_waivers
from ui.cli import main

EVIL = "<script>alert(1)</script>"
TEXT = (
    f"《灰墙{EVIL}》\n第1集 墨线\n1-1 日 内 佛光寺东大殿\n出场人物：林夏\n"
    f"△她把辣椒撒进锅里{EVIL}。\n老石：走。\n林夏（OS）：佛光寺东大殿建于宋代。\n"
)
TANG = {"period": "唐"}


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_text(TEXT)


@pytest.fixture(scope="module")
def result(reading: Reading) -> dict[str, Any]:
    return scriptgen.review(reading, context=TANG)


def test_the_page_tells_each_finding_once_beside_its_line(
    reading: Reading, result: dict[str, Any]
) -> None:
    page = html_report(result, reading, "灰墙.txt")
    assert "<script" not in page
    assert page.count("class='note ") == len(result["findings"])
    row = page[page.index("<mark>辣椒</mark>") :]
    assert "1590" in row[: row.index("class='row")]
    assert "非审核结论" in page


def test_sarif_has_a_rule_a_place_and_a_suppression_for_each(
    reading: Reading, result: dict[str, Any]
) -> None:
    chilli = next(one for one in result["findings"] if one["term"] == "辣椒")
    waivers = [waive(chilli, reason="穿越者带来的", by="王编剧")]
    waived = scriptgen.review(reading, context=TANG, waivers=waivers)
    run = json.loads(sarif_report(waived, "灰墙.txt"))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])
    found = next(one for one in run["results"] if one["properties"]["term"] == "辣椒")
    assert found["locations"][0]["physicalLocation"]["region"]["startLine"] == 5
    assert found["suppressions"][0]["justification"] == "穿越者带来的（王编剧）"
    assert found["level"] == "error"


def test_the_text_says_by_which_rules(result: dict[str, Any]) -> None:
    said = text_report(result)
    assert re.search(r"规则 \d+ 条，最新一条自 \d{4}-\d\d-\d\d 起", said)
    assert said.endswith("签字的只能是有名有姓的人。")


def test_a_word_file_is_annotated_and_its_text_untouched(
    reading: Reading, result: dict[str, Any], tmp_path: Path
) -> None:
    scriptgen.write(reading, tmp_path / "a.docx", afresh=True)
    brought = scriptgen.read(tmp_path / "a.docx")
    judged = scriptgen.review(brought, context=TANG)
    scriptgen.write_report(judged, brought, tmp_path / "批注.docx")
    comments = zipfile.ZipFile(tmp_path / "批注.docx").read("word/comments.xml").decode()
    assert "辣椒" in comments
    again = scriptgen.read(tmp_path / "批注.docx")
    assert [
        (x.type, x.speaker, x.text) for e in again.episodes for s in e.scenes for x in s.lines
    ] == [(x.type, x.speaker, x.text) for e in brought.episodes for s in e.scenes for x in s.lines]


def test_a_reason_outlives_moving_and_light_editing_and_lapses_with_the_line(
    tmp_path: Path,
) -> None:
    text = TEXT.replace(EVIL, "")
    result = scriptgen.review(read_text(text), context=TANG)
    chilli = next(one for one in result["findings"] if one["term"] == "辣椒")
    write_waivers(tmp_path / "w.json", [waive(chilli, reason="有意安排", by="王编剧")])
    kept = read_waivers(tmp_path / "w.json")
    moved = text.replace("第1集", "\n\n第1集").replace("锅里", "铁锅里")
    after = scriptgen.review(read_text(moved), context=TANG, waivers=kept)
    assert after["summary"]["waived"] == 1
    assert after["summary"]["error"] == result["summary"]["error"] - 1
    other = text.replace("她把辣椒撒进锅里", "市上堆着辣椒和别的干货，人来人往")
    gone = scriptgen.review(read_text(other), context=TANG, waivers=kept)
    assert gone["summary"]["waived"] == 0
    assert [one["term"] for one in gone["summary"]["lapsed"]] == ["辣椒"]


@pytest.mark.parametrize(("reason", "by"), [("", "王"), ("有意", " ")])
def test_a_waiver_needs_a_reason_and_a_name(result: dict[str, Any], reason: str, by: str) -> None:
    with pytest.raises(RefusedInput):
        waive(result["findings"][0], reason=reason, by=by)


def test_the_verbs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, waivers = tmp_path / "灰墙.txt", tmp_path / "w.json"
    file.write_text(TEXT, "utf-8")
    words = ["waive", str(file), "--waivers", str(waivers), "--code"]
    tang = ["--period", "唐"]
    why = ["--reason", "有意", "--by", "王"]
    assert main([*words, "ANACHRONISM.TERM", "--term", "辣椒", *why, *tang]) == 0
    capsys.readouterr()
    assert main([*words, "NOSUCH", *why, *tang]) == 1
    capsys.readouterr()
    reports = ["html", "sarif", "docx", "txt", "json"]
    for form in reports:
        out = tmp_path / f"报告.{form}"
        assert main(["review", str(file), *tang, "--report", str(out)]) == 1
        assert out.stat().st_size > 300
    assert main(["review", str(file), *tang, "--report", str(tmp_path / "a.rtf")]) == 1
