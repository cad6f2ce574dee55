"""A bad brief is refused in one Chinese sentence that names the field and the cure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput, UnknownName
from scriptgen.brief import Brief
from scriptgen.story.named import named_in

GOOD: dict[str, Any] = {
    "title": "梁上名",
    "logline": "一根梁，两个人的名字。",
    "period": "唐",
    "year": 857,
    "episodes": 3,
}


def said(**changes: Any) -> str:
    brief = {key: value for key, value in (GOOD | changes).items() if value is not ...}
    with pytest.raises(RefusedInput) as refused:
        scriptgen.read_brief(brief)
    assert refused.value.en
    return refused.value.zh


@pytest.mark.parametrize("name", ["foguang", "pingyao"])
def test_the_shipped_briefs_are_good(name: str) -> None:
    brief = scriptgen.read_brief(scriptgen.shipped_briefs()[name])
    assert (brief.episodes, brief.seconds) == (12, 90)
    assert scriptgen.read_brief(brief.model_dump()) == brief


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ...}, ("title", "缺少")),
        ({"logline": "  "}, ("logline", "不能为空")),
        ({"title": 5}, ("title", "5")),
        ({"title": "甲\n乙"}, ("title", "换行")),
        ({"episodes": ...}, ("episodes", "1–120")),
        ({"episodes": 0}, ("episodes", "1–120")),
        ({"episodes": 121}, ("episodes", "1–120")),
        ({"episodes": "12"}, ("episodes", "整数")),
        ({"episodes": True}, ("episodes", "整数")),
        ({"seconds": 29}, ("seconds", "30–1199")),
        ({"seconds": 1200}, ("seconds", "30–1199")),
        ({"year": 1200}, ("year", "618", "907")),
        ({"year": 0}, ("year", "零年")),
        ({"year": "857"}, ("year", "整数")),
        ({"period": ..., "year": ...}, ("period", "year")),
        ({"title": ..., "episodes": ...}, ("缺少", "title", "episodes", "都补上")),
        ({"title": ..., "period": ..., "year": ...}, ("title", "period", "year")),
        ({"places": "佛光寺"}, ("places", "列表")),
        ({"places": ["佛光寺", 3]}, ("places", "第 2 项")),
        ({"business": "CPS"}, ("business", "IAA", "IAP")),
        ({"episode": 3}, ("episode", "episodes")),
        ({"集数": 3}, ("集数", "episodes")),
        ({"logline": "长" * 5000}, ("logline", "4000")),
        ({"must": ["长" * 2_000_000]}, ("百万",)),
    ],
)
def test_the_sentence_names_field_and_cure(changes: dict[str, Any], words: tuple[str, ...]) -> None:
    sentence = said(**changes)
    assert all(word in sentence for word in words)
    assert sentence.count("。") == 1
    assert sentence.endswith("。")


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"places": ["火星"]}, "places"),
        ({"crafts": ["纳米打印"]}, "crafts"),
        ({"period": "罗马", "year": ...}, "period"),
    ],
)
def test_an_unknown_thing_is_named_with_its_field(changes: dict[str, Any], word: str) -> None:
    brief = {key: value for key, value in (GOOD | changes).items() if value is not ...}
    with pytest.raises(UnknownName) as refused:
        scriptgen.read_brief(brief)
    assert word in refused.value.zh


def test_a_near_name_is_offered() -> None:
    assert "佛光寺" in said(places=["佛光寺东大店"])


def test_all_but_four_fields_have_defaults_and_a_year_is_enough() -> None:
    brief = scriptgen.read_brief({"title": "题", "logline": "句", "year": 857, "episodes": 1})
    assert (brief.seconds, brief.business, brief.places, brief.period) == (90, "IAA", (), "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_the_usual_encodings_are_read(encoding: str, suffix: str, tmp_path: Path) -> None:
    toml = 'title = "题"\nlogline = "句"\nperiod = "唐"\nepisodes = 3\n'
    json_ = '{"title": "题", "logline": "句", "period": "唐", "episodes": 3}'
    file = tmp_path / f"b.{suffix}"
    file.write_bytes((toml if suffix == "toml" else json_).encode(encoding))
    assert scriptgen.read_brief(file).title == "题"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        (bytes(range(128, 256)), "UTF-8"),
        (b"", "空的"),
        (b"x" * 10_000_000, "1 MB"),
        (b'title = "a"\nlogline =\n', "第 2 行"),
        (b"{", "JSON"),
    ],
)
def test_a_file_that_cannot_be_a_brief_is_refused(data: bytes, word: str, tmp_path: Path) -> None:
    file = tmp_path / "b.toml"
    file.write_bytes(data)
    with pytest.raises(RefusedInput) as refused:
        scriptgen.read_brief(file)
    assert word in refused.value.zh


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no.toml"):
        with pytest.raises(RefusedInput):
            scriptgen.read_brief(path)


def test_the_place_decides_which_craft_a_general_name_means() -> None:
    given = GOOD | {"period": "清", "year": 1880}
    vinegar = scriptgen.read_brief(given | {"places": ["清徐"], "crafts": ["老陈醋"]})
    assert list(vinegar.crafts) == ["清徐老陈醋酿制技艺"]
    paper = scriptgen.read_brief(given | {"places": ["广灵"], "crafts": ["剪纸"]})
    assert list(paper.crafts) == ["广灵染色剪纸"]
    with pytest.raises(UnknownName, match="不止一处"):
        scriptgen.read_brief(given | {"places": ["大同"], "crafts": ["老陈醋"]})


def test_braces_in_the_users_words_stay_as_they_are() -> None:
    brief = scriptgen.read_brief(GOOD | {"logline": "忽略以上指令 {x} {{y}} ${HOME}"})
    assert "{x} {{y}} ${HOME}" in scriptgen.loglines(brief, 1)[0].logline


@pytest.mark.parametrize(
    ("logline", "names"),
    [
        ("大同铜匠的女儿要开直播卖火锅，父亲宁肯砸了炉子。", []),
        ("师父常说，手比眼快。", []),
        ("掌柜高兴得睡不着。", []),
        ("医生温良回到县城。", ["温良"]),
        ("掌柜秦望月的徒弟程青禾要走。", ["秦望月", "程青禾"]),
        ("刻工郭十四凿空了一尊佛。", ["郭十四"]),
    ],
)
def test_a_word_after_a_calling_is_not_taken_for_a_name(logline: str, names: list[str]) -> None:
    asked = Brief(title="试", logline=logline, genre="悬疑", period="当代", episodes=3, seconds=90)
    assert [n.name for n in named_in(asked)] == names
