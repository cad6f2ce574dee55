"""Lines worded like lines that people judged: a hint to a person, never more."""

import pytest

import scriptgen
from benchmarks.fit_wording import CODES, FILE
from scriptgen.reviewing import wording
from scriptgen.reviewing.likeness import likeness

ALONE = {"check_len": False, "check_heading": False}


def _near(text: str) -> list[dict[str, str]]:
    findings = scriptgen.review(text, context=ALONE)["findings"]
    return [one for one in findings if one["code"].endswith(".NEAR")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("老贺：离，今天就离，财产归你，债归我，躲过这阵风再复婚。", "C01.NEAR"),
        ("二爷：私了，别报官，报了官这村你家就甭住了。", "C01.NEAR"),
        ("会计：收现金，别开票，年底账上还是亏，税务局都心疼我。", "C01.NEAR"),
    ],
)
def test_what_no_rule_reaches_is_hinted(text: str, code: str) -> None:
    (finding,) = _near(text)
    assert (finding["code"], finding["severity"]) == (code, "info")
    assert finding["term"] in text


@pytest.mark.parametrize(
    "text",
    [
        "小翠：等麦子收了，咱就去看戏。",
        "陈师傅：这一遍漆，要等到天凉。",
        "△她把灯芯拨亮，纸上的字一个一个认过去。",
        "会计：收现金，别开票？这是违法的，我已经报警了。",
    ],
)
def test_plain_and_condemned_lines_are_left_alone(text: str) -> None:
    assert _near(text) == []


def test_what_is_said_outright_is_not_hinted_again() -> None:
    text = "老六：传票？撕了垫桌脚，法院的人来了我也是这句话。"
    assert wording.near(text) == "C01"
    codes = {one["code"] for one in scriptgen.review(text, context=ALONE)["findings"]}
    assert "C01.VERDICT" in codes
    assert "C01.NEAR" not in codes


def test_every_class_has_weights_and_a_rule() -> None:
    assert FILE.is_file()
    assert set(wording._fitted()) == {*CODES, wording.ANY}


def test_the_parts_of_a_frame_in_a_harmless_line_are_but_a_hint() -> None:
    text = "教练：他那锁是老式的，贼三秒就进来，换把新的，我只教你怎么装，别的不教。"
    assert wording.harmless(text)
    found = scriptgen.review(text, context=ALONE)["findings"]
    assert {one["severity"] for one in found} <= {"info"}


def test_the_slots_that_a_line_fills_are_weighed() -> None:
    seen = wording.units("衙役：县太爷说了算")
    assert {"#官家", "衙役/", "衙", "衙役"} <= seen


def test_without_the_embedded_model_the_wording_alone_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wording, "likeness", lambda _: None)
    (finding,) = _near("二爷：私了，别报官，报了官这村你家就甭住了。")
    assert finding["code"] == "C01.NEAR"


def test_the_embedded_model_is_asked_only_of_suspicious_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(wording, "likeness", asked.append)
    wording.near("陈师傅：这一遍漆，要等到天凉。")
    assert asked == []
    wording.near("二爷：私了，别报官，报了官这村你家就甭住了。")
    assert len(asked) == 1


def test_a_line_is_likest_to_its_own_class() -> None:
    alike = likeness("老贺：离，今天就离，财产归你，债归我，躲过这阵风再复婚。")
    if alike is None:
        pytest.skip("the embedded model does not run here")
    assert max(alike, key=lambda code: alike[code]) == "C01"
    assert sorted(alike) == sorted(CODES)
