"""A site plan: members that stand clear of one another and on their plot."""

from __future__ import annotations

import numpy as np
import pytest

from heritage_kb.errors import RefusedInput
from scenes import solids
from scenes.model import SetModel
from scenes.siteplan import QUARTER, Member, SitePlan, spaced


def brick() -> SetModel:
    model = SetModel()
    model.add_part("body", *solids.boxes([(-3, 3, -1, 1, 0, 2)]), "brick")
    model.place("body", "wall")
    return model


def block(name: str, x: float, y: float, turn: float = 0.0, *, solid: bool = True) -> Member:
    return Member(name, brick, (-3, 3, -1, 1), "block", (x, y, 0.0), turn, solid)


def test_neighbours_may_touch_and_may_not_overlap() -> None:
    assert list(SitePlan((block("甲", 0, 0), block("乙", 6, 0))).overlaps()) == []
    one, other, deep = next(SitePlan((block("甲", 0, 0), block("乙", 5.5, 0))).overlaps())
    assert (one.name, other.name) == ("甲", "乙")
    assert deep == pytest.approx(0.5)
    with pytest.raises(RefusedInput, match=r"甲与乙相叠 0\.5 米"):
        SitePlan((block("甲", 0, 0), block("乙", 5.5, 0))).check()


def test_a_turned_member_takes_other_ground() -> None:
    turned = SitePlan((block("甲", 0, 0), block("乙", 3.5, 0, QUARTER)))
    assert [round(deep, 6) for *_, deep in turned.overlaps()] == [0.5]
    assert list(SitePlan((block("甲", 0, 0), block("乙", 4.1, 0, QUARTER))).overlaps()) == []
    assert block("乙", 1, 2, QUARTER).on(3, 0) == pytest.approx((1, 5, 0))


def test_what_others_stand_on_does_not_count() -> None:
    assert list(SitePlan((block("院地", 0, 0, solid=False), block("甲", 0, 0))).overlaps()) == []


@pytest.mark.parametrize(
    ("plot", "said"),
    [((7.0, 9.0), r"乙出了地界 1\.5 米.*宽 8\.0 米.*site_m 的宽改为 10"),
     ((20.0, 1.0), r"甲出了地界 0\.5 米.*深")],
)  # fmt: skip
def test_a_court_wider_than_its_plot_is_refused_by_the_metre(
    plot: tuple[float, float], said: str
) -> None:
    plan = SitePlan((block("甲", 0, 0), block("乙", 2, 0)), plot, "大院")
    with pytest.raises(RefusedInput, match=said):
        plan.check()


def test_members_of_one_part_share_their_meshes() -> None:
    model = SetModel()
    plan = SitePlan((block("甲", 0, 0), block("乙", 8, 0, QUARTER)))
    plan.raise_into(model)
    assert list(model.parts) == ["block_body"]
    assert len(model.instances) == 2
    assert np.allclose(plan.extent, (-3, 9, -3, 3))
    assert [f.name for f in plan.footprints()] == ["甲", "乙"]


def test_things_in_a_row_keep_their_gaps() -> None:
    assert spaced((4.0, 2.0, 6.0), (1.0, 3.0), -8.0) == [-6.0, -2.0, 5.0]
