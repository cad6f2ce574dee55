"""Judging who is said to have made, led, found or owned something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.checking.judgement import Judgement, Said, Subject, affirmed, against, borne
from heritage_kb.checking.lexicon import FAMOUS, SURNAMES
from heritage_kb.checking.linking import linker
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

_SOMEONE = re.compile(
    r"(?:年|由|）|[帝王])[\u4e00-\u9fff]{2,3}(?:主持|发掘|创建|开凿|督|撰)|掌柜(?:是|为|叫)?[\u4e00-\u9fff]{3}"
)


def judge_people(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge each known person that a clause gives a part in the making of its subject."""
    if subject.entry.kind in ("person", "word"):
        return
    yield from _strangers(said, subject, kb)
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
