"""Pictures are let in before the talk or beside the work; what is written for an hour keeps it."""

from __future__ import annotations

from scriptgen.story.facts import Fact
from scriptgen.story.letting import amid, beside_work, crowded, spot
from scriptgen.story.pieces import Part, Piece, set_hours
from scriptgen.story.setting import hours_of
from scriptgen.story.stakes import stakes_of

FACT = Fact(topic="process", actions=("刷子横着走满。",))


def say(who: str, text: str) -> Piece:
    return Piece(type="dialogue", text=text, speaker=who)


def work() -> Piece:
    return Piece(type="action", text=FACT.actions[0], fact=FACT)


def test_no_picture_parts_a_word_from_its_answer() -> None:
    talk = [Piece(type="action", text="甲站住。"), say("甲", "谁？"), say("乙", "我。")]
    assert spot(talk, opens=False) == 0
    assert spot(talk, opens=True) == 1
    across = [say("甲", "谁？"), work(), say("乙", "我。")]
    assert amid(across, 1, 1)
    assert beside_work(across) == []
    assert crowded([work(), work(), work()], 1)


def test_what_shows_the_sun_is_not_played_at_night() -> None:
    assert "夜" not in hours_of(["日头落到墙头，人还没有来。"])
    assert hours_of(["半夜，屋里有响动。"]) == "夜"
    assert hours_of(["像半夜的井。"]) == "晨日昏夜"
    night = Part(place="屋", hour="夜", roles=(), pieces=[Piece(type="action", text="灯灭。")])
    sun = Part(place="院", hour="日", roles=(), pieces=[Piece(type="action", text="太阳照着。")])
    tail = Part(place="院", hour="夜", roles=(), pieces=[say("甲", "走。")], is_tail=True)
    parts = [night, sun, tail]
    set_hours(parts)
    assert [p.hour for p in parts][:2] == ["夜", "晨"]


def test_what_is_in_a_place_is_told_with_the_place() -> None:
    seen = stakes_of("女徒弟发现师父做的寿屏里，藏着一行字", {"女徒弟": "主", "师父": "师"})
    assert seen["主"].sight == "师父做的寿屏里藏着一行字"


def test_what_is_asked_of_the_writer_is_nobodys_want() -> None:
    told = stakes_of("姑娘要把铺子开起来，要搞笑，甜宠", {"姑娘": "主"})
    assert told["主"].want == "把铺子开起来"


def test_a_wager_and_a_price_are_wants() -> None:
    wager = stakes_of("书记打赌：三个月内让台上坐满一千个人", {"书记": "主"})
    assert wager["主"].want == "三个月内让台上坐满一千个人"
    price = stakes_of("医生想活命就得先治好要杀他的那个人", {"医生": "主"})
    assert price["主"].will == "要先治好要杀自己的那个人"
