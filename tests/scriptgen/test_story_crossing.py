"""Where one talk ends and another begins in the same room, somebody is seen to leave or to come."""

from __future__ import annotations

from collections import Counter

import pytest

import heritage_kb
from scriptgen.brief import Brief
from scriptgen.draft import draft
from scriptgen.story.crossing import goes_on_here, join, present
from scriptgen.story.facts import Fact
from scriptgen.story.pieces import Part, Piece, hold_tongues
from scriptgen.story.shelf import open_shelf

NAMES = {"主": "韩来喜", "师": "贾兴旺", "敌": "曹有根", "友": "冯天保"}


def part(*lines: str, place: str = "坊", hour: str = "昏") -> Part:
    pieces = [
        Piece(type="dialogue", text=text, speaker=who)
        if (who := line.split("：")[0]) in NAMES.values() and (text := line.split("：")[1])
        else Piece(type="action", text=line)
        for line in lines
    ]
    return Part(place=place, hour=hour, roles=("主",), pieces=pieces)


def joined(*parts: Part, most: float = 999.0) -> list[Part]:
    rows = list(parts)
    join(
        rows,
        NAMES,
        open_shelf().again,
        Counter(),
        lambda _: [Piece(type="action", text="静。")],
        most,
    )
    return rows


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        (
            ("韩来喜：在么？", "贾兴旺：在。"),
            ("冯天保：写啥？", "韩来喜：欠。"),
            {"贾兴旺", "冯天保"},
        ),
        (("韩来喜：在么？",), ("冯天保：写啥？", "韩来喜：欠。"), {"冯天保"}),
        (("韩来喜：在么？", "贾兴旺：在。"), ("韩来喜：欠。",), {"贾兴旺"}),
        (  # the picture that opens the talk shows who is there
            ("韩来喜：在么？", "贾兴旺：在。", "贾兴旺转身走了。"),
            ("冯天保端着一碗水。", "韩来喜：欠。"),
            set(),
        ),
        (("韩来喜：在么？", "贾兴旺：在。"), ("贾兴旺：还在。", "韩来喜：欠。"), set()),
    ],
)
def test_who_leaves_and_who_comes_is_seen(
    before: tuple[str, ...], after: tuple[str, ...], seen: set[str]
) -> None:
    first, then = part(*before), part(*after)
    lines = len(then.pieces)
    joined(first, then)
    said = "".join(p.text for p in then.pieces[: len(then.pieces) - lines])
    assert {name for name in NAMES.values() if name in said} == seen
    assert "{" not in said


def test_a_talk_of_others_is_a_scene_of_its_own() -> None:
    first = part("韩来喜：在么？", "贾兴旺：在。")
    assert not goes_on_here(first, part("曹有根：来。", "冯天保：好。"), NAMES)
    assert not goes_on_here(first, part("韩来喜：在。", hour="夜"), NAMES)
    assert goes_on_here(first, part("韩来喜：在。"), NAMES)
    assert present(first, NAMES) == {"主", "师"}


def test_without_a_second_to_spare_the_talk_gets_a_heading() -> None:
    rows = joined(
        part("韩来喜：在么？", "贾兴旺：在。"), part("冯天保：写啥？", "韩来喜：欠。"), most=0
    )
    assert rows[1].apart
    assert len(rows[1].pieces) == 2


def test_nobody_says_what_the_trade_says_before_they_are_heard_unseen() -> None:
    fact = Fact(topic="process", actions=("写。",), kind="史实")
    rows = part("韩来喜：重了？")
    rows.pieces[:0] = [Piece(type="dialogue", text="印歪了。", speaker="贾兴旺", fact=fact)]
    rows.pieces.append(Piece(type="vo", text="重了。", speaker="贾兴旺"))
    hold_tongues(rows)
    assert [p.text for p in rows.pieces] == ["重了？", "重了。"]


def test_people_do_not_change_within_a_scene_unseen() -> None:
    brief = Brief(
        title="密押", logline="票号的小伙计发现有人偷换密押。", genre="商战", period="清", year=1875,
        crafts=("晋商票号商俗",), places=("平遥古城",), episodes=6, seconds=90, seed=17,
    )  # fmt: skip
    again = open_shelf().again
    lines = [
        raw.replace("{go}", "").replace("{come}", "")
        for k in ("swap", "go", "come")
        for raw in again[k]
    ]
    series = draft(brief, kb=heritage_kb.open())
    texts = [e.text for ep in series.episodes for s in ep.scenes for e in s.elements]
    assert any(line[-6:] in text for line in lines for text in texts)
