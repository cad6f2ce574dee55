"""The studio keeps to its plot and its years, and has what a stage has."""

from __future__ import annotations

import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes.spec import SetSpec


def test_a_studio_is_as_wide_as_its_plot_lets_it_be() -> None:
    said = scenes.measure(SetSpec(period="当代", type="摄影棚", site_m=(22, 44)))["measures"]
    assert said["width_m"] == pytest.approx(22)
    assert said["depth_m"] == pytest.approx(28)
    with pytest.raises(RefusedInput, match="放不下摄影棚"):
        scenes.build({"period": "当代", "type": "摄影棚", "site_m": [12, 60]})


def test_no_studio_stands_before_there_were_screens() -> None:
    for age in ({"period": "清"}, {"period": "当代", "year": 1975}):
        with pytest.raises(RefusedInput):
            scenes.build({"type": "摄影棚", **age})


def test_a_studio_has_its_screens_lights_and_track() -> None:
    model = scenes.build({"period": "当代", "type": "摄影棚"})[1]
    assert {"green_wall", "led_wall", "light_stand", "track", "dolly"} <= set(model.parts)
    assert len(model.lamps) == 4
