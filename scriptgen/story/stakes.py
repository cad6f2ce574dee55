"""What the logline says is at stake: who wants what, who did what, what befell whom, who saw what.

The words stay the writer's. They are spoken in the story in scenes of their own
(``data/story/scenes/stakes.txt``), so that a series is about its logline whatever engine turns it;
``threads`` says in which episodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from itertools import zip_longest

from scriptgen.story.clauses import (
    ADVERB,
    MODAL,
    goes_on,
    happens,
    is_time,
    of_their_own,
    split_clauses,
    strip_turn,
    subject_in,
    what_they_do,
    without_apposition,
)  # fmt: skip
from scriptgen.story.pointing import pointed_at

_WANT = re.compile(rf"^{ADVERB}*({MODAL})(.+)$")
_REFUSES = re.compile(rf"^{ADVERB}*((?:不肯|不愿|死也不|死活不|不)(.+?))了?$")
_SEES = r"(?:(?:验|查|看|听|认|闻|摸|算|尝)出来?|接到[^，]{0,4}(?:电话|电报|口信|消息|密报|举报)|发现|看见|听见|撞见|认出|得知|听说)"
_WHERE = r"[在从][^，]{1,12}?(?:里|上|下|顶|中|外|前)"
_SAW = re.compile(rf"^(?:{ADVERB}|{_WHERE}|半夜|夜里|每[天晚夜])*{_SEES}了?(.*)$")
_TO_SEE = re.compile(rf"^(?:{ADVERB}|{_WHERE}|半夜|夜里|每[天晚夜])*(?={_SEES})")
_ADVERBS = re.compile(rf"^{ADVERB}*")
_HAPPENED = re.compile(r"^(?:奉命|亲手)?(?:把|偷|替|改|卖|换|砸|藏|弄|烧|毁|拆|放).*了|坏了|丢了")
_THIS_ONE = re.compile(r"^(?:一件事|一样东西|一句话|一个心愿)$")  # what is wanted comes after it
_WAGER = re.compile(
    r"(?:打赌|立下军令状|夸下海口|发誓|放话|约定|许愿)$"
)  # what is wanted comes after it
_AT_THE_PRICE = re.compile(r"^([^，]{2,8}?)(?:就得|只能|就必须|就只能|必须)(?=..)")  # 想活命就得……
_FIRST_THING = re.compile(r"^[^，]{0,4}?(?:头一件|第一件|唯一)[^，]{0,4}?事?(?:就是|便是|是)(?=.)")
_ASKING = re.compile(r"什么|谁|哪|它|(?<!忘了)怎么")  # what a speaker would have to say otherwise
_TO_KNOW = re.compile(
    r"^(?:查|弄|问|搞|找)(?:清楚?|明白?|出)"
)  # 查清楚是谁发的: a want all the same
_STRANGER = re.compile(  # 失踪十年的女教师|在银幕上……: nobody of the story's own
    r"^[^，]{2,8}的[^，的]{0,3}[人手匠夫女员师娃汉妇童生工客兵娘爷](?=[在把被给向又也])"
)
_CLEFT = re.compile(r"^[^，是]{2,12}的(?:就|正|竟)?是[^，]{2,}$")  # 签发这条稿子的是……
_PLACED = ("里", "上", "中", "下")
_HER = re.compile("女|姑娘|丫|妻|娘|妇|婆|妈|姐|妹|媳|奶|姨|尼|妃|公主")
_THEM = re.compile(r"[他她](?!们)")
_THAT_ONE = re.compile(r"^(?:那人|那个人|这人|对方)")
_LAND = re.compile(r"^[^，的]{1,3}了[^，]+的[^，的]{1,3}$")  # 守了三十年的山，要划给……
_GOES = re.compile(r"^要(?:划|归|拆|卖|被|交|改)")
_LONGEST, _BRIEF, _TOLD = 16, 6, 22
_OTHER = "＊"  # stands in a stake for whoever the logline calls 他 beside its owner
SLOTS = "要求事见念讳遇传指"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stake:
    """What one person of the logline wants, did, met with or saw, in its words.

    ``will`` has the verb of wanting (要改配方), ``want`` is without it (改配方); ``deed`` is hidden
    and has no subject (把缸卖了), nor has ``lot``, which everybody knows (被退婚); ``sight`` is a
    whole clause (塔心里藏着一个孩子), ``about`` the roles that it speaks of. Each may be empty.
    """

    will: str = ""
    want: str = ""
    deed: str = ""
    sight: str = ""
    lot: str = ""
    about: str = ""

    def word(self, slot: str) -> str:
        """Return the words of a slot (``SLOTS``); what comes again is short, or goes by another name."""
        return {
            "要": self.will, "求": self.want, "事": self.deed, "见": self.sight,
            "念": self.want if len(self.want) <= _BRIEF else pointed_at(self.want),
            "讳": f"我{self.deed}" if len(self.deed) < _BRIEF else "是我做下的",
            "遇": self.lot, "传": self.lot.replace(_OTHER, "我"),
            "指": pointed_at(self.sight, self.deed, self.lot, self.want),
        }[slot].replace(_OTHER, "你")  # fmt: skip


NOTHING = Stake()


def stakes_of(logline: str, people: Mapping[str, str]) -> dict[str, Stake]:
    """Return role → what is at stake for who plays it.

    Args:
        logline: the brief's.
        people: word or name in the logline → role. A clause that is of nobody among them is what
            the hero sees happen.
    """
    found: dict[str, Stake] = {}
    reading = _Reading(people)
    clauses = split_clauses(logline)
    for clause, after in zip_longest(clauses, clauses[1:], fillvalue=""):
        for role, stake in reading.read(clause, after):
            found[role] = _joined(found.get(role, NOTHING), stake)
    hero = found.get("主", NOTHING)
    if hero.sight == reading.opened and any(one.want for one in found.values()):
        found["主"] = replace(hero, sight="", about="")  # only how things stand when it begins
    hero = found.get("主", NOTHING)
    if hero.sight and hero.lot == reading.lot_opened and "被" not in hero.lot:
        found["主"] = replace(hero, lot="")  # what they do every day is nothing to talk of
    return {role: one for role, one in found.items() if one != NOTHING}


class _Reading:
    """Goes through the clauses of a logline and remembers whose the last one was."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self._people = people
        self._subjects = ["主"]
        self._before = self._after = ""
        self._waits = ""  # the clause before announced a want
        self._begun: str | None = None  # what was seen, and is only a thing so far
        self.lot_opened = ""  # what is said of somebody first of all
        self.opened: str | None = None  # what is seen at the very beginning

    def read(self, clause: str, after: str) -> list[tuple[str, Stake]]:
        """Return what one clause says, and of whom; ``after`` is the next one."""
        before, self._before = self._before, clause
        self._after = strip_turn(after)
        clause = strip_turn(clause) if before else clause
        if self._begun is not None:
            return self._seen_on(clause)
        if self._waits:
            self._waits = ""
            return self._said(self._subjects[-1], f"要{clause}", clause)
        if _CLEFT.match(clause) or (before and self._of_a_stranger(clause)):
            return self._seen(clause, "主")
        if _SAW.match(clause):
            return self._said(self._subjects[-1], clause, clause)
        clause = _FIRST_THING.sub("要", clause)
        role, rest = subject_in(clause, self._people, self._subjects, before)
        if role is None and not before and "主" not in self._people.values():
            role, rest = "主", what_they_do(clause)  # it opens with the hero, whom no list has
        if role is None or not rest:
            seen = self._seen(clause, "主") if role in (None, "主") and rest != clause else []
            if seen and not before:
                self.opened = seen[0][1].sight
            return seen
        if role != self._subjects[-1]:
            self._subjects.append(role)
        if _WAGER.search(rest):
            self._waits = "要"
            return []
        said = self._said(role, rest, clause)
        self.lot_opened = said[0][1].lot if said and not before else self.lot_opened
        return said

    def _of_a_stranger(self, clause: str) -> bool:
        """Tell whether a clause is of somebody who is nobody of the story's own."""
        other = _STRANGER.match(clause)
        return other is not None and not any(word in other[0] for word in self._people)

    def _said(self, role: str, rest: str, clause: str) -> list[tuple[str, Stake]]:
        if (m := _WANT.match(rest)) and _THIS_ONE.match(m[2]):  # 只求一件事：……
            self._waits = "要"
            return []
        if (m := _SAW.match(rest)) and not happens(m[1]):  # 发现，……
            if not self._after and "的" in m[1]:  # nothing follows: that it was seen is all
                return self._seen(f"我{_TO_SEE.sub('', rest)}", role)
            self._begun = m[1]
            return []
        if m:
            return self._seen(m[1], role)
        if rest.startswith(("说", "喊")):
            return self._seen(clause, "主") if role != "主" else []
        if of_their_own(rest):  # 剪的窗花里少了一个人: of what they made, not of them
            return self._made(f"我{rest}", role)
        if _LAND.match(rest) and _GOES.match(self._after):
            self._begun = f"我{rest}"
            return []
        stake = _stake(rest, role, 3 if clause.endswith(rest) and clause != rest else 4)
        return [(role, stake)] if stake else []

    def _made(self, said: str, role: str) -> list[tuple[str, Stake]]:
        if happens(said.partition("的")[2]):
            return self._seen(said, role)
        self._begun = said
        return []

    def _seen_on(self, clause: str) -> list[tuple[str, Stake]]:
        """Return what is seen where the clause before has named only a thing, or nothing yet."""
        begun, self._begun = self._begun or "", None
        role = self._subjects[-1]
        rest = _THAT_ONE.sub("", clause)
        there = begun[-1:] in _PLACED  # 寿屏里，藏着一行字: what is there comes after it
        if begun and (begun[0] == "我" or rest != clause or there or goes_on(clause)):
            comma = "，" if begun[0] == "我" or rest != clause else ""
            return self._seen(f"{begun}{comma}{rest}", role) or self._seen(clause, role)
        return self._seen(clause, role)

    def _seen(self, clause: str, role: str) -> list[tuple[str, Stake]]:
        mine = _THEM.sub("我", self._not_her(clause)).replace("自己的", "我的")
        said = self._own(mine) if role == "主" else clause
        if _THEM.search(said) or _ASKING.search(said) or not 4 <= len(said) <= _TOLD:
            return []
        if is_time(said) or not happens(said):
            return []
        about = "".join(sorted({r for w, r in self._people.items() if w in said and r != role}))
        return [(role, Stake(sight=said, about=about))]

    def _not_her(self, clause: str) -> str:
        """Return a clause in which 他, where the hero is a woman, is the other one."""
        hers = any(_HER.search(w) for w, role in self._people.items() if role == "主")
        return re.sub("他(?!们)", "那个人", clause) if hers else clause

    def _own(self, clause: str) -> str:
        """Return a clause as the hero says it: 我的铺子 for 剃头匠的铺子; empty if it is of them."""
        for word in (w for w, role in self._people.items() if role == "主" and w in clause):
            after = clause[clause.find(word) + len(word) :]
            if after.startswith("的"):
                return f"我{after}"
            if not after.startswith(("像", "里", "们", "中")):
                return ""
        return clause


def _stake(rest: str, role: str, least: int) -> Stake | None:
    if m := _WANT.match(rest):
        price = _AT_THE_PRICE.match(m[2])
        will, said = ("要", m[2][price.end() :]) if price else (m[1], m[2])
        want = _THEM.sub("自己" if price else _OTHER, said)
        return Stake(will=will + want, want=want) if _sayable(want) else None
    if m := _REFUSES.match(rest):
        want = _THEM.sub(_OTHER, m[1])
        return Stake(will=want, want=want) if _sayable(want) else None
    did = _met(_ADVERBS.sub("", rest), role)
    if _HAPPENED.search(did) and _sayable(did):
        return Stake(deed=did)
    lot = _met(without_apposition(strip_turn(rest)), role)
    if least <= len(lot) and _sayable(lot, _TOLD) and goes_on(lot) and not is_time(lot):
        return Stake(lot=lot)
    return None


def _met(words: str, role: str) -> str:
    """Mark whom somebody beside the hero acts on: the hero, as loglines go."""
    return words if role == "主" else re.sub("[他她我](?!们)", _OTHER, words)


def _sayable(words: str, longest: int = _LONGEST) -> bool:
    asks = _ASKING.search(words) and not _TO_KNOW.match(words)
    return 1 <= len(words) <= longest and not asks and not _THEM.search(words)


def _joined(first: Stake, then: Stake) -> Stake:
    """Return both: what was said first stays, but a want stands above a refusal.

    Two things that one person saw, or that befell one person, are told together where they are
    short, else the later one: a logline turns at its end.
    """
    if first.will.startswith("不") and then.will and not then.will.startswith("不"):
        first = replace(first, will=then.will, want=then.want)
    if first.lot and then.lot:
        first = replace(first, lot=_both(first.lot, then.lot))
    if first.sight and then.sight:
        about = "".join(sorted({*first.about, *then.about}))
        first = replace(first, sight=_both(first.sight, then.sight), about=about)
    names = [f.name for f in fields(Stake)]
    return replace(first, **{n: getattr(then, n) for n in names if not getattr(first, n)})


def _both(first: str, then: str) -> str:
    both = f"{first}，{then}"
    return both if len(both) <= _TOLD else then


def doers(logline: str, words: Iterable[str]) -> list[str]:
    """Return the words for people who want, did or saw something, in the order of the logline."""
    said = stakes_of(logline, {word: word for word in words})
    return sorted((w for w in said if w != "主"), key=logline.find)
