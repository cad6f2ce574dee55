"""Judging who is said to have made, led, found or owned something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.checking.judgement import Judgement, Said, Subject, affirmed, against, borne
from heritage_kb.checking.lexicon import FAMOUS, SURNAMES
from heritage_kb.checking.linking import linker
from heritage_kb.dates import numeral
from heritage_kb.normal import folded
from heritage_kb.records import Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

# What only one person (or one company) can have been or done, in the words of passages.
_ROLES = tuple(
    re.compile(role)
    for role in (
        "首任(?:大?掌柜|经理)?|第一任|大掌柜",
        "佛殿主|施主|供养人|出资",
        "主持(?:开凿|发掘|修建|兴建|营建|建造|修造)?|开凿|督造|督建|督修|监修",
        "发掘",
        "发现|考察",
        "创始|创立|创建|开创|始创|首创|创|创办|开办",
        "始建|兴建|修建|建造|建于|建$|[人王帝]建|下令建|盖",
        "设计",
        "书丹|题额|题写|撰文|撰|书写",
        "绘|画工|画匠|画的",
        "著|写|作者|编|注",
        "迁都",
        "毁|焚|烧",
        "铸",
        "祭|祀|供|敬|拜|纪念",
        "埋|葬|躺|坟|墓主",
        "打败|击败|平的|平定|灭|讨伐|降服",
        "坑|杀|斩|刺",
        "割|献",
        "率领|带领|带兵|领兵|指挥|主将|领的",
        "封|赐",
        "领头|带头|打头",
        "首创|发明|传下|传授|祖师",
        "救|护|藏",
        "住|府|宅",
    )
)
# Of these a thing has one, whoever else is named about it.
_ALONE = frozenset(("埋|葬|躺|坟|墓主", "首任(?:大?掌柜|经理)?|第一任|大掌柜", "设计"))
# A name that no entry has, where only a name can stand: …的是屈原, 由李春设计.
_UNKNOWN = re.compile(
    f"(?:的(?:人|主儿)?[，]?(?:就|正|才|其实|原来)?是|是由|由|被|叫|让|请|归|出自|是)(?:一个叫|一位叫|那个|一个|一位|位)?"
    f"({'|'.join(FAMOUS)}|[{SURNAMES}][\\u4e00-\\u9fff]{{1,2}})(?=$|[，。、手给主设督领率带亲创写画题修建造铸发埋葬埋杀灭平])"
)

# 张家兄弟, 李氏父子: a family, and what tells of one in a passage.
_HOUSE = re.compile(
    f"([{SURNAMES}])(?:家|氏)(?=兄弟|弟兄|哥俩|父子|叔侄|祖孙|爷俩|一门|一族|几代|先人|祖上|老爷|人|的|[盖建造修办开]|$)"
)
_OF_HOUSE = "{0}[家氏姓门府]|姓{0}|(?:^|[，。、；：由明清末初代]){0}[\u4e00-\u9fff]{{1,2}}(?=[，、。兄弟父子建修造]|故[里居])"
_OWNS = re.compile("[盖建造修筑砌]|[宅院府楼堡]|家业|祖业|故居|老屋|住的|的$")
_OWNED = re.compile(
    f"[{SURNAMES}](?:氏|家(?:的|[家宅祖人兄父几]))|(?:由|[，。、明清末初代])[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:、[\u4e00-\u9fff]{{2,3}})?(?:兄弟|父子|叔侄)?(?:[所始营修]?[建盖筑造]|故里|故居)"
)
_TROOP = re.compile(r"(\d{3}|[一二三四五六七八九][〇零一二三四五六七八九]{2})(师|团|旅)")
_OF_ANOTHER = re.compile(f"[{SURNAMES}](?:家|氏)")  # 乔家大院
_SOMEONE = re.compile(
    r"(?:年|由|）|[帝王])[\u4e00-\u9fff]{2,3}(?:主持|发掘|创建|开凿|督|撰)|掌柜(?:是|为|叫)?[\u4e00-\u9fff]{3}"
)


def judge_people(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge each known person that a clause gives a part in the making of its subject."""
    if subject.entry.kind in ("person", "word"):
        return
    yield from _strangers(said, subject, kb)
    yield from _houses(said, subject)
    yield from _troops(said, subject)
    for mention in said.mentions:
        people = [e for e in mention.entries if e.kind == "person"] or (
            [e for e in mention.entries if e.kind == "event"]
            if mention.end - mention.start <= 4
            else []
        )
        name = said.text[mention.start : mention.end]
        if (
            not people
            or mention.start <= said.subject_start < mention.end
            or name in subject.entry.names
        ):
            continue
        names = {folded(name)} | {folded(n) for e in people if e.kind == "person" for n in e.names}
        one = _judge(name, names, said, subject, kb)
        if one is not None:
            yield one.denied() if said.denies(mention.start) else one


def _strangers(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge a name that no entry has: another is known for what it is said to have done."""
    for match in _UNKNOWN.finditer(said.text):
        name, span = match.group(1), match.span(1)
        if any(m.start < span[1] and span[0] < m.end for m in said.mentions):
            continue
        one = _judge(name, {name, name[:2]} if len(name) > 2 else {name}, said, subject, kb)
        if one is not None and not said.denies(span[0]):
            yield one


def _troops(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Judge a division or a regiment that is said to have fought: another one is known to."""
    if subject.entry.kind != "event":
        return
    told = [(one, p) for p in subject.passages for one, _ in _troops_in(affirmed(p))]
    for (number, kind), match in _troops_in(said.text):
        alike = [(one, p) for one, p in told if one[1] == kind]
        if not alike or said.denies(match.start()):
            continue
        same = next((p for one, p in alike if one[0] == number), None)
        yield borne(match.group(), same) if same else against(match.group(), alike[0][1])


def _troops_in(text: str) -> Iterator[tuple[tuple[str, str], re.Match[str]]]:
    """Yield number and kind of each division, regiment and brigade of a text: 一二九师, 129师."""
    for match in _TROOP.finditer(folded(text)):
        yield ("".join(str(numeral(c)) for c in match.group(1)), match.group(2)), match


def _houses(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Judge a family that is said to have built or owned its subject: another one is known to."""
    if subject.entry.kind not in ("site", "structure"):
        return
    for match in _HOUSE.finditer(said.text):
        name = match.group(1)
        if any(m.start < match.end(1) and match.start(1) < m.end for m in said.mentions):
            continue
        own = re.compile(_OF_HOUSE.format(name))
        fitting = next((p for p in subject.every if own.search(affirmed(p))), None)
        rival = next((p for p in subject.passages if _OWNED.search(p.text)), None)
        if rival is None and _OF_ANOTHER.match(subject.title) and subject.title[0] != name:
            rival = subject.told("what", "place")
        one = borne(match.group(), fitting) if fitting else None
        if one is None and rival is not None and _OWNS.search(said.text[match.end() :]):
            one = against(match.group(), rival)
        if one is not None:
            yield one.denied() if said.denies(match.start(1)) else one


def _judge(
    name: str, names: set[str], said: Said, subject: Subject, kb: KnowledgeBase
) -> Judgement | None:
    text = said.text[said.subject_end :] if said.subject_end else said.text
    roles = [role for role in _ROLES if role.search(text)]
    if not roles:
        return None
    with_name = [
        p
        for p in subject.every
        if not p.id.endswith(":texts") and any(n in folded(affirmed(p)) for n in names)
    ]
    for passage in with_name:
        if any(role.search(passage.text) for role in roles):
            return borne(name, passage)
    alone = [role for role in roles if role.pattern in _ALONE]
    if with_name and not alone:
        return None
    for role in alone or roles[:2]:
        rival = next((p for p in subject.passages if _someone_did(p, role, kb)), None)
        if rival is not None:
            return against(name, rival)
    return None


def _someone_did(passage: Passage, role: re.Pattern[str], kb: KnowledgeBase) -> bool:
    """Tell whether one piece of a passage names somebody with a role."""
    return any(
        role.search(piece) and _names_someone(piece, kb)
        for piece in re.split("[。；]", affirmed(passage))
    )


def _names_someone(text: str, kb: KnowledgeBase) -> bool:
    """Tell whether a text names a person: one known, or two characters before 主持, 建 or 发掘."""
    known = any(
        m.entry.kind == "person" or (m.entry.kind == "event" and m.end - m.start <= 4)
        for m in linker(kb).mentions(text)
    )
    return known or bool(_SOMEONE.search(text))
