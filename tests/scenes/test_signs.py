"""Signs: letters are closed solids of the shipped faces, in the characters and order of an age."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from heritage_kb.errors import RefusedInput
from heritage_kb.typeface import letters
from scenes import boards, rulebook, signs, trades
from scenes.glyphs import glyph
from scenes.model import SetModel
from scenes.signs import Sign, worded
from scenes.solids import placement, volume
from scenes.soundness import open_edges


@pytest.mark.parametrize("face", ["kai", "sans"])
def test_letters_are_closed_solids_within_their_square(face: str) -> None:
    held = sorted(letters(face))  # type: ignore[arg-type]
    for point in held[:: len(held) // 60]:
        mesh = glyph(chr(point), face)  # type: ignore[arg-type]
        if not len(mesh[1]):
            continue  # a space
        assert open_edges(mesh[1]) == 0, chr(point)
        assert volume(mesh) > 0
        assert np.abs(mesh[0][:, [0, 2]]).max() < 0.75


def test_a_letter_with_a_hole_has_its_hole() -> None:
    ring, bar = glyph("口", "kai"), glyph("一", "kai")
    assert volume(ring) < 0.5
    middle = np.abs(ring[0][:, [0, 2]]).sum(axis=1)
    assert middle.min() > 0.1, "something stands in the middle of 口"
    assert len(bar[1]) > 8


@pytest.mark.parametrize(
    ("period", "year", "said", "written"),
    [
        ("qing", 1880, "协同庆票号", "協同慶票號"),
        ("minguo", 1930, "照相馆", "照相館"),
        ("dangdai", 1953, "供销合作社", "供銷合作社"),
        ("dangdai", 1984, "供销合作社", "供销合作社"),
    ],
)
def test_words_are_in_the_characters_of_their_year(
    period: str, year: int, said: str, written: str
) -> None:
    assert worded(said, period, year) == written


@pytest.mark.parametrize("text", ["", "　", "字" * 25, "药\U00020000"])
def test_what_cannot_be_written_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(RefusedInput, match="招牌"):
        worded(text, "qing", 1880)


def _letters_of(sign: Sign) -> dict[str, np.ndarray]:
    model = SetModel()
    signs.hang(model, sign, placement())
    return {i.name: i.matrix[:3, 3] for i in model.instances if i.part.startswith("glyph.")}


def test_rows_run_leftward_before_1949_and_uprights_downward() -> None:
    for leftward in (True, False):
        row = _letters_of(
            Sign(text="德和醋坊", form="plaque", wide=2.0, high=0.6, leftward=leftward)
        )
        assert bool(row["德"][0] > row["坊"][0]) is leftward
    down = _letters_of(Sign(text="德和醋坊", form="upright", wide=0.5, high=2.0))
    assert down["德"][2] > down["和"][2] > down["坊"][2]
    assert signs.leftward("minguo", 1920)
    assert not signs.leftward("dangdai", 1990)


def test_every_trade_writes_its_signs_in_every_age_it_has() -> None:
    for age in rulebook.ages():
        for trade in trades.in_age(age.id):
            said = trades.wording(trade, age.id, None, Random(1))
            assert signs.face_of(said.plaque) == "kai" or age.id == "dangdai"
            assert len(said.couplet[0]) == len(said.couplet[1])
    assert trades.trade_of("老陈醋坊") is trades.trades()["vinegar"]
    assert trades.trade_of("理发") is None


def test_letters_are_shared_between_signs() -> None:
    model = SetModel()
    for x in range(3):
        sign = Sign(text="醋", form="cloth", wide=0.5, high=0.9, style="white")
        signs.hang(model, sign, placement(x=x))
    assert sum(i.part.startswith("glyph.") for i in model.instances) == 6  # both sides
    assert sum(name.startswith("glyph.") for name in model.parts) == 1


def test_boards_of_houses_say_what_the_table_has_in_letters_of_the_brush_face() -> None:
    for row in rulebook.table("signs")["board"]:
        board = boards.words(row["place"])
        said = "".join((board.plaque, *board.couplet))
        assert signs.face_of(said) == "kai"
        assert len({len(line) for line in board.couplet}) == 1
    with pytest.raises(KeyError):
        boards.words("nowhere")
    model = SetModel()
    boards.hang_couplet(model, "temple", 4.0, 0.34, 3.0, placement())
    words = boards.words("temple").couplet
    right = [
        i.name
        for i in model.instances
        if i.part.startswith("sign") and i.matrix[0, 3] > 0 and i.name
    ]
    assert right == [words[0]]  # the first line hangs at the reader's right
