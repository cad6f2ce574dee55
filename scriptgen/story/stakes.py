"""What the logline says is at stake: who wants what, who did what, who saw what.

The words stay the writer's. They are spoken in the story in scenes of their own
(``data/story/scenes/stakes.txt``), so that a series is about its logline whatever engine turns it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scriptgen.story.forms import ROLES

_STOP = re.compile(r"[，。；：！？\s]+|——")
_ADVERB = r"(?:如今|却|就|也|可|竟然?|忽然|偏偏|只|还|已经|早就|早已|偷偷地?|悄悄地?|暗中|一觉醒来)"
_MODAL = r"(?:偏要|非要|执意要|一心要|只想|只求|宁肯|宁愿|死也要|还要|要|想)"
_WANT = re.compile(rf"^{_ADVERB}*({_MODAL})(.+)$")
_REFUSES = re.compile(rf"^{_ADVERB}*((?:不肯|不愿|死也不|不)(.+?))了?$")
_SAW = re.compile(rf"^{_ADVERB}*(?:发现|看见|撞见|认出)了?(.+)$")
_ADVERBS = re.compile(rf"^{_ADVERB}*")
_HAPPENED = re.compile(r"^(?:奉命|亲手)?(?:把|偷|替|改|卖|换|砸|藏|弄|烧|毁|拆|放).*了|坏了|丢了")
_NOW = re.compile(r"^(?:如今|后来|这一回|这回|今年)(?=[他她])")
_THIS_ONE = re.compile(r"^(?:一件事|一样东西|一句话|一个心愿)$")  # what is wanted comes after it
_UNSAID = re.compile(r"[他她它]|什么|怎么|谁|哪")  # what a speaker would have to say otherwise
_ACTED_ON = tuple("被把替给和与跟向对让")
_LONGEST, _BRIEF = 16, 6
SLOTS = "要求事见念讳"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stake:
    """What one person of the logline wants, did or saw, in its words.

    ``will`` has the verb of wanting (要改配方), ``want`` is without it (改配方); ``deed`` has no
    subject (把缸卖了); ``sight`` is a whole clause (塔心里藏着一个孩子). Each may be empty.
    """

    will: str = ""
    want: str = ""
    deed: str = ""
    sight: str = ""

    def word(self, slot: str) -> str:
        """Return the words of a slot (``SLOTS``); what comes again is short, or “那件事”."""
        return {
            "要": self.will, "求": self.want, "事": self.deed, "见": self.sight,
            "念": self.want if len(self.want) <= _BRIEF else "那件事",
            "讳": f"我{self.deed}" if len(self.deed) < _BRIEF else "那件事",
        }[slot]  # fmt: skip


NOTHING = Stake()


def stakes_of(logline: str, people: Mapping[str, str]) -> dict[str, Stake]:
    """Return role → what is at stake for who plays it.

    Args:
        logline: the brief's.
        people: word or name in the logline → role. A first clause that names nobody of them is
            the hero's.
    """
    found: dict[str, Stake] = {}
    subjects = ["主"]
    before, waits = "", False
    for clause in (_NOW.sub("", c) for c in _STOP.split(logline) if c):
        role, rest = (subjects[-1], clause) if waits else _subject(clause, people, subjects, before)
        before = clause
        if role is None:
            continue
        if role != subjects[-1]:
            subjects.append(role)
        if waits:  # 只求一件事：……
            rest, waits = f"要{rest}", False
        waits = bool((m := _WANT.match(rest)) and _THIS_ONE.match(m[2]))
        stake = None if waits else _stake(rest)
        if stake:
            found[role] = _joined(found.get(role, NOTHING), stake)
    return found


def _subject(
    clause: str, people: Mapping[str, str], subjects: list[str], before: str
) -> tuple[str | None, str]:
    """Return whose clause it is and what it says of them."""
    at = [(clause.find(word), -len(word), word) for word in people if word in clause]
    at = [row for row in at if not clause[: row[0]].endswith(_ACTED_ON)]
    for start, _, word in sorted(at):
        rest = clause[start + len(word) :]
        if start <= _LONGEST and not rest.startswith(("的", *people)):
            return people[word], rest
    if clause[0] in "他她" and not clause.startswith(("他们", "她们")):
        other = len(subjects) > 1 and before[-1:] in ("他", "她")
        return subjects[-2 if other else -1], clause[1:]
    if _WANT.match(clause) or _SAW.match(clause) or re.match(rf"{_ADVERB}|把", clause):
        return subjects[-1], clause
    if not before:
        opened = re.search(rf"{_MODAL}|发现|把|{_ADVERB}", clause[2:])
        return ("主", clause[2 + opened.start() :]) if opened else (None, "")
    return None, ""


def _stake(rest: str) -> Stake | None:
    if m := _WANT.match(rest):
        return Stake(will=m[1] + m[2], want=m[2]) if _sayable(m[2]) else None
    if m := _SAW.match(rest):
        return Stake(sight=m[1]) if _sayable(m[1]) else None
    if m := _REFUSES.match(rest):
        return Stake(will=m[1], want=m[1]) if _sayable(m[1]) else None
    did = _ADVERBS.sub("", rest)
    return Stake(deed=did) if _HAPPENED.search(did) and _sayable(did) else None


def _sayable(words: str) -> bool:
    return 1 <= len(words) <= _LONGEST and not _UNSAID.search(words)


def _joined(first: Stake, then: Stake) -> Stake:
    """Return both; what was said first stays, but what is wanted stands above what is refused."""
    if first.will.startswith("不") and then.will and not then.will.startswith("不"):
        first = replace(first, will=then.will, want=then.want)
    parts = ("will", "want", "deed", "sight")
    return replace(first, **{p: getattr(then, p) for p in parts if not getattr(first, p)})


# ------------------------------------------------------------------------------- their scenes

_AGAIN, _TIMES = 6, 5  # fewest episodes between two scenes that bring a want up again; how often


def scenes_of(stakes: Mapping[str, Stake], episodes: int) -> dict[int, tuple[str, str, str]]:
    """Return episode → (pattern, seat 甲, seat 乙) for the scenes that speak of the stakes.

    What is wanted is said at once, brought up again, and settled last; what was done is hidden
    early and comes out before the middle; what was seen is told at once and owned up to late.
    """
    wants = [r for r in ROLES if r in stakes and stakes[r].want]
    deeds = [r for r in ROLES if r in stakes and stakes[r].deed]
    sights = [r for r in ROLES if r in stakes and stakes[r].sight]
    opening = [*_opened(wants), *(("报信", r, _partner(r)) for r in sights)]
    opening += [("瞒事", r, _partner(r)) for r in deeds]
    placed = dict(zip(range(1, episodes + 1), opening[:3], strict=False))
    for n, role in enumerate(deeds[:2]):
        out = max(2, round(episodes * (0.42 + 0.12 * n)))
        if out < episodes and out not in placed:
            placed[out] = ("破事", role, _partner(role))
    told = max(2, round(episodes * 0.85))
    if sights and told <= episodes and told not in placed:
        placed[told] = ("见底", sights[0], _partner(sights[0]))
    pairs = [(r, _other(r, wants)) for r in wants[:2]]
    again = max(_AGAIN, round(episodes / (_TIMES + 1)))
    for n, at in enumerate(range(again, episodes - 1, again)):
        if pairs and at not in placed:
            placed[at] = ("旧话", *pairs[n % len(pairs)])
    if wants and episodes > 1:
        placed[episodes] = ("落定", wants[0], _other(wants[0], wants))
    return placed


def _opened(wants: list[str]) -> list[tuple[str, str, str]]:
    if len(wants) > 1:
        return [("相撞", wants[0], wants[1])]
    return [("求准", wants[0], _partner(wants[0]))] if wants else []


def _other(role: str, wants: list[str]) -> str:
    return next((r for r in wants if r != role), _partner(role))


def _partner(role: str) -> str:
    return "师" if role == "主" else "主"


def question(stakes: Mapping[str, Stake], names: Mapping[str, str]) -> str:
    """Return the question that the logline asks, or nothing where it asks none."""
    wants = [r for r in ROLES if r in stakes and stakes[r].want]
    if len(wants) > 1:
        return f"{stakes[wants[0]].want}，还是{stakes[wants[1]].want}？"
    if wants:
        return f"{names[wants[0]]}{stakes[wants[0]].will}，成不成？"
    for role in ROLES:
        if role in stakes and stakes[role].deed:
            return f"{names[role]}{stakes[role].deed}，瞒得到几时？"
        if role in stakes and stakes[role].sight:
            return _asked(stakes[role].sight)
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


def doers(logline: str, words: Iterable[str]) -> list[str]:
    """Return the words for people who want, did or saw something, in the order of the logline."""
    said = stakes_of(logline, {word: word for word in words})
    return sorted((w for w in said if w != "主"), key=logline.find)
