"""``sanjin scene wardrobe``: lists, sheets, refusals, bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui import cards
from ui.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["scene", "wardrobe", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_list_of_an_age_and_role(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--period", "唐", "--role", "官员", "--json")
    data = json.loads(out)
    assert code == 0
    assert {"襕袍", "软脚幞头"} <= {row["name"] for row in data["garments"]}
    assert all("官员" in row["roles"] for row in data["garments"] + data["props"])


def test_what_is_asked_and_wrong_exits_1_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "--period", "唐", "--ask", "马褂", "--ask", "披帛")
    assert code == 1
    assert out.splitlines()[0].startswith("唐还没有“马褂”")
    assert not any(line.startswith("“披帛”") for line in out.splitlines())


def test_sheets_are_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ("--year", "1880", "--kind", "票号", "--role", "商人、男", "--season", "冬")
    code, out, _ = run(capsys, *words, "-o", str(tmp_path / "册"))
    assert code == 0
    assert "已写入" in out
    names = {path.name for path in (tmp_path / "册").iterdir()}
    assert {"wardrobe.pdf", "wardrobe.json", "qing-garment-01.svg", "qing-prop-01.svg"} <= names


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--period", "火星"),
        ("--period", "汉"),
        ("--period", "唐", "--year", "1500"),
        ("--period", "唐", "--role", "宇航员"),
        ("--period", "唐", "--kind", "月球"),
        ("--period", "唐", "--season", "雨"),
        ("--period", "唐", "--ask", ""),
        ("--period", "唐", "-o", "/proc/none"),
    ],
)
def test_bad_input_is_one_chinese_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (1, "")
    assert err.strip().count("\n") == 0
    assert "Traceback" not in err


def test_a_set_page_shows_what_people_wear_in_it() -> None:
    row = {"name": "马褂", "slot": "上衣", "why": "1645–1949 年，清在用"}
    assert "马褂（上衣）" in cards.set_record({"wardrobe": [row]})
    assert "服化道" not in cards.set_record({})
