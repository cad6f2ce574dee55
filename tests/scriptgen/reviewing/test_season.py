"""The season: where one pays, how full an episode is, where nothing turns."""

from __future__ import annotations

import pytest

import scriptgen


def season(episodes: int, paid: tuple[int, ...] = ()) -> str:
    return "\n".join(
        f"第{n}集\n{n}-1 日 内 醋坊\n△她推开门。\n任兰：谁？\n"
        + ("【付费点】\n" if n in paid else "")
        for n in range(1, episodes + 1)
    )


def codes(text: str, **context: object) -> set[str]:
    found = scriptgen.review(text, context=context)["findings"]
    return {f["code"] for f in found}


@pytest.mark.parametrize(
    ("paid", "code"),
    [
        ((), "HOOK.PAY_FIRST"),
        ((3, 20, 30, 40, 50, 60, 64), "HOOK.PAY_FIRST"),
        ((10, 12, 30, 38, 45, 52, 60), "HOOK.PAY_GAP"),
        ((10, 30), "HOOK.PAY_COUNT"),
    ],
)
def test_a_paid_series_pays_in_its_places(paid: tuple[int, ...], code: str) -> None:
    assert code in codes(season(64, paid), profile="iap")


def test_a_series_that_pays_in_its_places_is_left_alone() -> None:
    found = codes(season(64, (10, 20, 28, 38, 45, 52, 60)), profile="iap")
    assert not {one for one in found if one.startswith("HOOK.PAY")}


def test_a_free_series_has_no_place_to_pay() -> None:
    assert "HOOK.PAY_FREE" in codes(season(30, (10,)), profile="iaa")
    assert not {c for c in codes(season(30)) if c.startswith("HOOK.PAY")}


def test_profiles_change_how_full_an_episode_is() -> None:
    line = "任兰：这一缸醋埋在院里已经很久很久了。\n"
    text = "第1集\n1-1 日 内 醋坊\n" + line * 40
    assert "LEN.CHARACTERS" not in codes(text)
    assert "LEN.CHARACTERS" in codes(text, profile="long195")
    assert "RHYTHM.GAP" in codes(text)
