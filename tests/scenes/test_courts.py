"""Courts keep to their plots and their measures, and hang red lanterns only where they may."""

from __future__ import annotations

import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes.spec import SetSpec


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "大院", "site_m": [9, 70]}, r"大院放不进用地：.*宽只有 9 米"),
        ({"type": "大院", "count": 3, "site_m": [16, 30]}, r"深只有 30 米"),
        ({"type": "县衙", "site_m": [20, 200]}, r"衙署放不进用地"),
    ],
)
def test_a_court_wider_or_deeper_than_its_plot_is_refused(
    given: dict[str, object], said: str
) -> None:
    with pytest.raises(RefusedInput, match=said):
        scenes.build({"period": "清", **given})


def test_rows_of_red_lanterns_hang_only_where_the_gate_lets_them() -> None:
    plain = scenes.build({"period": "清", "type": "大院"})[1]
    feast = scenes.build(
        {"period": "清", "type": "大院", "lamps": ["成排红灯笼"], "dressing": ["元宵"]}
    )[1]
    assert len(feast.lamps) > 2 * len(plain.lamps)
    assert "lantern_red" in {part.material for part in feast.parts.values()}
    assert "lantern_red" not in {part.material for part in plain.parts.values()}


def test_the_court_is_narrow_and_its_outer_wall_high() -> None:
    said = scenes.measure(SetSpec(period="清", type="大院"))["measures"]
    assert 2.0 <= said["court_depth_m"] / said["court_m"] <= 3.0
    assert 7.0 <= said["wall_m"] <= 10.5
    assert scenes.measure(SetSpec(site="乔家大院"))["measures"]["wall_m"] == pytest.approx(10.0)
