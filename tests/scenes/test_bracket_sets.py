"""Bracket sets one by one: what an age's carpenter would count and look for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import trimesh

from scenes.brackets import Stack, corner, sets
from scenes.building import Building
from scenes.resolve import resolve
from scenes.solids import Mesh
from scenes.spec import SetSpec
from scenes.timber import puzuo, set_height
from tests.scenes.typical import typical

SONG = (
    "四铺作单杪", "四铺作单昂真昂", "五铺作双杪偷心", "五铺作双杪计心", "五铺作单杪单下昂真昂",
    "五铺作单杪单昂假昂琴面", "六铺作双杪单下昂计心真昂", "六铺作单杪双昂假昂", "七铺作双杪双下昂真昂",
    "八铺作双杪三下昂计心真昂", "五铺作双杪计心单栱", "五铺作双杪斜栱", "斗口跳", "把头绞项造",
)  # fmt: skip
QING = ("三踩单翘", "三踩单昂", "五踩单翘单昂", "五踩重昂象鼻", "七踩单翘重昂", "九踩重翘重昂",
        "一斗三升")  # fmt: skip


def hall_with(name: str) -> Building:
    """Return a hall of the name's age that carries such sets, as high as the rules add up."""
    qing = name in QING
    b = typical()["清·歇山" if qing else "宋·下昂"]
    made = puzuo(name)
    jump = 30.0 if qing else 27.0
    high = set_height(made, b.lever_slope, jump, b.system) * b.fen
    return replace(b, brackets=made, jumps=(jump * b.fen,) * made.jumps, bracket=high)


def all_sets(b: Building) -> dict[str, Mesh]:
    s = Stack.of(b)
    return {
        "column": sets.column_set(s, 60.0), "between": sets.between_set(s, b, 60.0),
        "corner": corner.corner_set(s), "inner": sets.inner_set(s),
    }  # fmt: skip


@pytest.mark.parametrize("name", [*SONG, *QING])
def test_sets_of_every_name_are_whole_and_as_high_as_the_rules_add_up(name: str) -> None:
    b = hall_with(name)
    s = Stack.of(b)
    assert s.squeeze == 1.0  # the members add up to the rule's height without being stretched
    assert s.seat_of_rest + s.rest + s.purlin == pytest.approx(b.bracket / b.fen)
    for where, (v, f) in all_sets(b).items():
        assert np.isfinite(v).all()
        assert trimesh.Trimesh(v, f).is_watertight, where
        # a lever without an arm under it hangs before the plate; all else stands on the foot
        assert v[:, 2].min() == pytest.approx(0.0, abs=0.01 if s.arms or not s.real else 12.0)
        assert v[:, 1].min() <= -s.last or where == "inner", where
        assert len(f) <= 4000, where


@pytest.mark.parametrize("name", QING)
def test_a_qing_set_between_columns_stays_light(name: str) -> None:
    b = hall_with(name)
    assert len(sets.between_set(Stack.of(b), b, 26.0)[1]) <= 1200 + 120 * Stack.of(b).jumps


def test_real_levers_run_inside_and_false_ones_end_at_the_wall() -> None:
    real, false = hall_with("五铺作单杪单下昂真昂"), hall_with("五铺作单杪单昂假昂琴面")
    inside = [sets.column_set(Stack.of(b), 60.0)[0] for b in (real, false)]
    assert inside[0][:, 1].max() == pytest.approx(60.0)
    assert inside[1][:, 1].max() < 45.0  # only the first arm answers, under the beam
    # the tail of a real one stands higher than its nose
    tail, nose = (inside[0][:, 1] > 55.0, inside[0][:, 1] < -70.0)
    assert inside[0][tail, 2].min() > inside[0][nose, 2].min() + 20.0


def test_filled_jumps_carry_arms_along_the_wall() -> None:
    wide = {}
    for fill in ("偷心", "计心"):
        v = sets.column_set(Stack.of(hall_with(f"五铺作双杪{fill}")), 26.0)[0]
        wide[fill] = np.ptp(v[np.abs(v[:, 1] + 27.0) < 6.0, 0])
    assert wide["偷心"] < 20.0  # the arm's own block
    assert wide["计心"] == pytest.approx(92.0, abs=5.0)  # 慢栱


def test_slanted_arms_fan_out_of_the_block() -> None:
    plain, fanned = (hall_with(n) for n in ("五铺作双杪", "五铺作双杪斜栱"))
    spread = [np.ptp(sets.between_set(Stack.of(b), b, 26.0)[0][:, 0]) for b in (plain, fanned)]
    assert spread[1] > spread[0] + 15.0


def test_a_tang_set_between_grows_out_of_the_ties_and_a_song_one_has_its_block() -> None:
    low = {}
    for name in ("唐·佛光寺", "宋·下昂"):
        b = typical()[name]
        low[name] = sets.between_set(Stack.of(b), b, 26.0)[0][:, 2].min()
    assert low["唐·佛光寺"] > 12.0
    assert low["宋·下昂"] == pytest.approx(0.0)


def test_the_members_of_a_qing_column_set_widen_to_the_beam() -> None:
    b = hall_with("七踩单翘重昂")
    v = sets.column_set(Stack.of(b), 26.0)[0]
    tip = v[v[:, 1] < -110.0]  # the 桃尖 alone comes out so far
    assert np.ptp(v[(v[:, 1] < -75.0) & (v[:, 2] > 80.0), 0]) >= 40.0
    assert len(tip)
    between = sets.between_set(Stack.of(b), b, 26.0)[0]
    assert between[:, 2].max() < v[:, 2].max()


def test_close_sets_shorten_their_arms() -> None:
    b = typical()["清·歇山"]
    near = replace(b, between_front=tuple(2 * n for n in b.between_front))
    wide, narrow = (np.ptp(sets.between_set(Stack.of(x), x, 26.0)[0][:, 0]) for x in (b, near))
    gap = min(w / (n + 1) for w, n in zip(near.bays, near.between_front, strict=True)) / b.fen
    assert narrow < min(wide, gap)


def test_unknown_sets_are_refused_not_built() -> None:
    from heritage_kb.errors import RefusedInput

    with pytest.raises(RefusedInput, match="出跳不合"):
        resolve(SetSpec.from_mapping({"period": "北宋", "bays": 5, "brackets": "五铺作单昂"}))
