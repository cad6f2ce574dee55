from __future__ import annotations

import numpy as np
import pytest

from heritage_kb.errors import RefusedInput, UnknownName
from scenes.light import light


@pytest.mark.parametrize(
    ("clock", "name"), [(6.0, "dawn"), (12, "day"), (18.5, "dusk"), (2.0, "night")]
)
def test_clock_hours_fall_in_their_part_of_the_day(clock: float, name: str) -> None:
    assert light(clock).hour == name


def test_names_of_hours_agree_in_both_languages() -> None:
    assert light("暮") == light("dusk") == light(None)
    assert light("夜").lamps > light("昼").lamps


def test_the_sun_stands_in_front_and_above() -> None:
    for hour in "晨昼暮夜":
        sun = light(hour).toward_sun
        assert np.isclose(np.linalg.norm(sun), 1, atol=1e-6)
        assert sun[2] > 0
        assert (sun[1] < 0) == (hour != "夜")  # the moon stands behind


def test_weather_thickens_the_air_and_hides_the_sun() -> None:
    clear, mist = light("晨", "晴"), light("晨", "雾")
    assert mist.fog < clear.fog
    assert max(mist.sun) < max(clear.sun)
    assert light("昼", "雪").snow == 1.0


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UnknownName, match="时辰"):
        light("子丑")
    with pytest.raises(UnknownName, match="天气"):
        light("暮", "冰雹")
    with pytest.raises(RefusedInput, match="钟点"):
        light(25.0)
