"""Programmes: each shipped one can be told apart and met; a user's own is a file."""

import pytest

import heritage_kb
from heritage_kb.errors import RefusedInput
from scriptgen import draft, read_brief
from scriptgen.programmes import conveyed, programmes, programmes_of

SHIPPED = {"文旅", "非遗", "科普", "学法", "榜样", "科技", "产业", "品牌"}


def _brief(**changes):
    return read_brief(
        {
            "title": "鹤颈",
            "logline": "旧屏里揭出一个名字。",
            "year": 1916,
            "crafts": ["上党堆锦"],
            "episodes": 3,
            "programme": "微短剧+非遗",
        }
        | changes
    )


def test_all_programmes_ship_and_are_found_by_their_names() -> None:
    assert set(programmes()) >= SHIPPED
    assert [p.name for p in programmes_of("跟着微短剧去旅行")] == ["文旅"]
    assert {p.name for p in programmes_of("微短剧+文旅+非遗")} == {"文旅", "非遗"}


def test_what_a_programme_must_convey_is_counted_and_can_be_missing() -> None:
    kb = heritage_kb.open()
    series = draft(_brief(), kb)
    assert all(met for *_, met in conveyed(series, kb))
    for episode in series.episodes:
        for scene in episode.scenes:
            for element in scene.elements:
                element.citations.clear()
    assert not any(met for *_, met in conveyed(series, kb))


def test_a_users_own_programme_is_a_file(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path))
    folder = tmp_path / "programmes"
    folder.mkdir()
    (folder / "sanliang.toml").write_text(
        'name = "三晾"\nconveys = "晾三遍"\nsource = "本工作室"\n'
        '[[checks]]\nwhat = "晾"\nwords = ["晾"]\nat_least = 2\n',
        encoding="utf-8",
    )
    assert "三晾" in programmes()
    assert [p.name for p in programmes_of("微短剧+三晾")] == ["三晾"]
    (folder / "bad.toml").write_text('name = "坏"\nchecks = 3\n', encoding="utf-8")
    with pytest.raises(RefusedInput, match=r"bad\.toml"):
        programmes()
