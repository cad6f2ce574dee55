"""The settings page: what is in use, the checks and what mends them, the words in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ui import doctor, settings_cards
from ui.doctor import Check
from ui.static_files import english, static

EVIL = "<img src=x onerror=alert(1)>"


def test_a_check_says_how_it_is_mended_and_the_broken_stand_first() -> None:
    checks = [
        Check(name="好的", state="ok", what="在"),
        Check(name=EVIL, state="broken", what=EVIL, mend=f"pip {EVIL}"),
        Check(
            name="资料目录", state="broken", what="/home/someone/三晋", mend="检查 /home/someone"
        ),
    ]
    page = settings_cards.health(checks, alone=True)
    assert page.index("坏了") < page.index("好的")
    assert "有 2 项要补" in page
    assert "<img" not in page
    assert "/home/someone" in page
    assert "/home" not in settings_cards.health(checks, alone=False)
    assert "都好" in settings_cards.health(checks[:1], alone=True)


def test_what_is_in_use_follows_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path))
    monkeypatch.delenv("SANJIN_SETTINGS", raising=False)
    assert {row["leaves"] for row in doctor.in_use()} == {"不出"}
    (tmp_path / "settings.toml").write_text(
        '[models]\nwriter = "far"\n[models.far]\nkind = "openai"\nmodel = "m"\n'
        'base_url = "https://api.example.com/v1"\napi_key_env = "NO_SUCH_KEY"\n'
        '[store]\nkind = "qdrant"\nurl = "http://db.example.com:6333"\n', "utf-8",
    )  # fmt: skip
    rows = {row["what"]: row for row in doctor.in_use()}
    assert "far" in rows["写"]["who"]
    assert rows["写"]["leaves"] != "不出"
    assert "qdrant" in rows["查"]["who"]
    assert rows["查"]["leaves"] != "不出"
    assert "far" in settings_cards.in_use([*rows.values()])


def test_the_english_words_are_one_each_and_hold_no_markup() -> None:
    words = english()
    assert len(words) > 150
    for chinese, said in words.items():
        assert said.strip(" ") == said  # a no-break space stands before a value
        assert said
        assert "<" not in chinese + said
    assert words["出方案"] == "Plan the series"


def test_every_english_word_has_its_own_line_and_stands_for_one_that_the_app_says() -> None:
    rows = [line.split("\t") for line in static("english.tsv").splitlines()]
    assert all(len(row) == 2 for row in rows)
    assert len(english()) == len(rows)  # no word twice
    said = sources()
    gone = [
        key
        for key in english()
        for part in re.findall(r"[\u4e00-\u9fff]+", key)
        if part not in said
    ]
    assert gone == []
    for key, words in english().items():
        taken = len(re.findall(r"\{[*#]?\}", words))
        assert taken <= key.count("{}"), key
        assert "{}{}" not in key
        assert not words.startswith("{s}")


def sources() -> str:
    """Return what the packages say, where a text is broken into lines put together again."""
    root = Path(doctor.__file__).parents[1]
    found = []
    for package in ("ui", "scriptgen", "heritage_kb", "scenes"):
        for file in sorted((root / package).rglob("*")):
            if file.suffix in (".py", ".js", ".toml", ".json"):
                found.append(re.sub(r'"\s*\n\s*f?"', "", file.read_text("utf-8")))
    return "\n".join(found)
