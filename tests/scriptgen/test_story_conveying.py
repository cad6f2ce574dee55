"""What a programme must convey is owed until it is shown."""

from __future__ import annotations

from collections import Counter

import heritage_kb
from scriptgen.brief import Brief
from scriptgen.planner import plan
from scriptgen.story.conveying import owed


def test_what_is_missing_is_shared_out_among_the_episodes_left() -> None:
    made = plan(
        Brief(
            title="鹤颈", logline="旧屏里揭出一个名字。", year=1916, crafts=("上党堆锦",),
            episodes=3, programme="微短剧+非遗",
        ),
        heritage_kb.open(),
    )  # fmt: skip
    none = Counter[str]()
    told = Counter(process=3, tool=1, test=2)
    assert owed(made, told, none, 1) == []  # one missing, three episodes to come
    assert [("tool" in topics) for topics in owed(made, told, none, 3)] == [True]
    assert owed(made, told, Counter(sense=1), 3) == []
    assert len(owed(made, none, none, 3)) > 3
