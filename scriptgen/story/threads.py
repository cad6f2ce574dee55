"""In which episodes a series speaks of what its logline has at stake.

What is at stake is opened in the first episodes, asked after, turned round and settled, each kind
in its own way: a want is bargained over, what was seen is looked into, what was hidden comes out,
what befell somebody is used against them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from scriptgen.story.forms import ROLES
from scriptgen.story.stakes import Stake

Thread = tuple[str, str, str]  # pattern, seat 甲, seat 乙

_AGAIN, _TIMES = 6, 5  # fewest episodes between two scenes that bring a want up again; how often
_OFTEN = 2  # what was seen or done is gone back to so much more often than a want
_SHARE, _MOST = 0.7, 30  # of the episodes that may speak of it, and how many at most
_TURNS = {  # what comes after the opening, and how far into the series
    "want": (("讨价", 0.3), ("换位", 0.62)),
    "sight": (("查见", 0.2), ("疑见", 0.42), ("试见", 0.64), ("见底", 0.85)),
    "deed": (("险露", 0.22), ("破事", 0.42), ("讨还", 0.7)),
    "lot": (("问遇", 0.3), ("拿遇", 0.55), ("认遇", 0.82)),
}
_SOON = 3  # an episode by which what the first one opened is touched
_FIRST = tuple(rows[0][0] for rows in _TURNS.values())
_KINDS = ("want", "sight", "deed", "lot")
_TOLD, _ASKED = ("报信", "查见", "疑见"), ("试见", "见底")
_SETTLES = ("见底", "破事", "认遇")  # stand before their companions where there is little room
_BESIDE = {"查见": "友", "疑见": "友", "传遇": "友", "拿遇": "敌"}  # whom the hero has them with


def scenes_of(stakes: Mapping[str, Stake], episodes: int, thing: str = "") -> dict[int, Thread]:
    """Return episode → (pattern, seat 甲, seat 乙) for the scenes that speak of the stakes.

    Args:
        stakes: what each role has at stake.
        episodes: of the series.
        thing: what is done with the thing of the logline (读, 听, 开 …), where it has one.
    """
    held = {kind: [r for r in ROLES if r in stakes and getattr(stakes[r], kind)] for kind in _KINDS}
    about = {role: stake.about for role, stake in stakes.items()}
    wants = held["want"]
    placed = dict(zip(range(1, episodes + 1), _openings(held, about), strict=False))
    last = episodes if wants and episodes > 1 else 0
    if last:
        placed[last] = ("落定", wants[0], _other(wants[0], wants))
    placed |= _with_thing(thing, placed, episodes)
    room = min(_MOST, max(2, round(episodes * _SHARE)))
    for thread, share in _turns(held, about):
        if len(placed) >= room:
            break
        if (at := _free(placed, _wish(thread, share, episodes), episodes)) is not None:
            placed[at] = thread
    often = 1 if wants else _OFTEN
    again = max(_AGAIN // often, round(episodes / (_TIMES * often + 1)))
    talked = _talked_of(held)
    for n, at in enumerate(range(again, episodes - 1, again)):
        if talked and len(placed) < _MOST and at not in placed:
            placed[at] = talked[n % len(talked)]
    return placed


def _with_thing(thing: str, placed: Mapping[int, Thread], episodes: int) -> dict[int, Thread]:
    """Return the scenes of a thing: it is found, handled as such things are, fought for, shown.

    Where there is room for fewer, how it is handled comes first; an episode is left for the hero's
    wound.
    """
    if not thing:
        return {}
    scenes = [
        ("得物", "友", 0.1),
        (f"{thing}物", "友", 0.3),
        ("争物", "敌", 0.6),
        ("亮物", "师", 0.85),
    ]
    taken = dict(placed)
    for n in (1, 0, 3, 2):
        pattern, other, share = scenes[n]
        if len(taken) >= max(2, episodes - 1):
            break
        if (at := _free(taken, max(1, round(episodes * share)), episodes)) is not None:
            taken[at] = (pattern, "主", other)
    own = sorted(set(taken) - set(placed))
    order = [name for name, _, _ in scenes]
    threads = sorted((taken[at] for at in own), key=lambda thread: order.index(thread[0]))
    return dict(zip(own, threads, strict=True))


def _openings(held: Mapping[str, list[str]], about: Mapping[str, str]) -> list[Thread]:
    wants = held["want"]
    rows: list[Thread] = []
    if len(wants) > 1:
        rows.append(("相撞", wants[0], wants[1]))
    elif wants:
        rows.append(("求准", wants[0], _partner(wants[0])))
    for kind, pattern in (("sight", "报信"), ("deed", "瞒事"), ("lot", "传遇")):
        rows += [(pattern, r, _with(pattern, r, about[r])) for r in held[kind]]
    return rows[:3]


def _turns(
    held: Mapping[str, list[str]], about: Mapping[str, str]
) -> Iterator[tuple[Thread, float]]:
    """Yield the later scenes and their places: what settles first, then kind by kind in turn."""
    rows = []
    for kind in _KINDS:
        for n, role in enumerate(held[kind][:2]):
            rows.append(
                [
                    ((p, role, _with(p, role, about[role])), share + 0.12 * n)
                    for p, share in _TURNS[kind]
                ]
            )
    every = [row for turn in zip_longest(*rows) for row in turn if row]
    return iter(sorted(every, key=lambda row: row[0][0] not in _SETTLES))


def _wish(thread: Thread, share: float, episodes: int) -> int:
    """Return the episode that a scene would have; what is opened is touched again at once."""
    at = max(2, round(episodes * share))
    return min(at, _SOON) if thread[0] in _FIRST else at


def _free(placed: Mapping[int, Thread], wish: int, episodes: int) -> int | None:
    """Return the free episode nearest to the wished one."""
    free = [n for n in range(2, episodes + 1) if n not in placed]
    return min(free, key=lambda n: (abs(n - wish), n), default=None)


def _talked_of(held: Mapping[str, list[str]]) -> list[Thread]:
    """Return what a long series comes back to: what is wanted, else whatever else there is."""
    wants = held["want"]
    if wants:
        return [("旧话", r, _other(r, wants)) for r in wants[:2]]
    rest = dict.fromkeys(r for kind in _KINDS[1:] for r in held[kind])
    return [("又提", r, _partner(r)) for r in list(rest)[:2]]


def _other(role: str, wants: list[str]) -> str:
    return next((r for r in wants if r != role), _partner(role))


def _partner(role: str) -> str:
    return "师" if role == "主" else "主"


def _with(pattern: str, role: str, about: str) -> str:
    """Return whom a scene is with: the hero's with a friend or the rival, all others' with the hero.

    What was seen is not told to the one who did it, who is the one to be tried in the end.
    """
    if role != "主":
        return "主"
    wish = _BESIDE.get(pattern, "师")
    if pattern in _ASKED:
        return next((r for r in about if r in "师敌友"), wish)
    if pattern in _TOLD:
        return next((r for r in (wish, "友", "师") if r not in about), wish)
    return wish


def question(stakes: Mapping[str, Stake], names: Mapping[str, str]) -> str:
    """Return the question that the logline asks, or nothing where it asks none."""
    wants = [r for r in ROLES if r in stakes and stakes[r].want]
    if len(wants) > 1:
        return f"{stakes[wants[0]].want}，还是{stakes[wants[1]].want}？"
    if wants:
        return f"{names[wants[0]]}{stakes[wants[0]].will}，成不成？"
    for role in ROLES:
        if role in stakes and stakes[role].deed:
            return f"{names[role]}{stakes[role].word('事')}，瞒得到几时？"
        if role in stakes and stakes[role].sight:
            return _asked(stakes[role].sight.replace("我", names[role]))
    for role in ROLES:
        if role in stakes and stakes[role].lot:
            return f"{names[role]}{stakes[role].lot.replace('＊', names['主'])}，往后怎么办？"
    return ""


_DOING = re.compile(r"([^的，]{1,6}?)(要|正要|正在|在|想|把)([^的].*)")
_THING = re.compile(r".+的[^的，]{1,8}")


def _asked(sight: str) -> str:
    """Return what one asks who saw it: why somebody does a thing, what a thing tells, who did it."""
    if doing := _DOING.fullmatch(sight):
        return f"{doing[1]}为什么{doing[2]}{doing[3]}？"
    if _THING.fullmatch(sight):
        return f"{sight}，要告诉人什么？"
    return f"{sight}，是谁做下的？"
