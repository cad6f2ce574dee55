"""Judging what something is also called, and what a word of the dialect or the trade means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.checking.clauses import denied_at
from heritage_kb.checking.judgement import Judgement, Said, Subject, against, borne, pieces, unknown
from heritage_kb.checking.word_rows import rivals_in
from heritage_kb.normal import folded, name_key
from heritage_kb.records import Entry

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_ALSO = re.compile(
    "(?:又|也|亦|旧|俗|原|古|别|曾|本|民间|当地|老百姓|人们|都|正)*(?:叫做|叫作|名叫|叫[它他她]|叫|称[它他她]|称作|称为|称|名为|名(?!录|字|单|胜|气|声|为)|别名是?|本名是?|原名是?|正名[叫是]?|俗名是?|号称|写作|写成)"
    '[“"「《]?([\u4e00-\u9fff·]{2,10}?)[”"」》]?(?:$|[，,。、的呢吧呀啊])'
)
_TITLED = re.compile(
    '有[“"「]?([\u4e00-\u9fff·]{2,10}?)[”"」]?(?:的|之)(?:名号|美称|美誉|别名|别称|称号|雅号|叫法|称)'
)
_MEANS = re.compile(
    '^[”"」』》]?(?:这个?[词话字]|一词|俩字|二字|两个字|这话)?(?:嘛|呀|啊|呢|咧)?[，,]?(?:当地话|土话|方言里?|本地话|老话|咱这儿|我们那儿|村里人|乡下人|老百姓)?(?:里|都|也)?[，,]?(?:的意思|说的|指的|讲的|在[^，]{2,6}话里|在(?:我们|咱们?)(?:这儿|这里|那儿|村里|老家)|到了[^，]{1,6}|山西话里?)?[，,]?'
    '(?:不是|并不是|就是说?|也?就是|是指|是说|是|意为|意思是|指|等于|用?来指|翻译过来就?是|换成官话就?是|讲的是|说的是|叫的是|管的是|其实是|就叫)[“"「]?([^，。”“"」]{1,14}?)(?:的意思|讲|嘛|呀|啊|呢|吧|用)?[”"」]?$'
)
_NO_FACT = frozenset("的是就着了地得在有把个一种一些说叫指人东西样子和与或很、/")
_WEAK = frozenset("天年日人时候里没不未已")
_ALIKE = tuple(
    re.compile(row)
    for row in (
        "蹲|屈膝|半跪", "可怜|伤心|凄惨|凄凉|难过|悲|苦|心酸", "高兴|欢喜|快乐|开心", "昨", "今天|今日|今儿", "明天|明日|明儿",
        "傻|呆|笨|愚|憨", "聪明|机灵|精明|伶俐", "好看|漂亮|俊|美", "丑|难看", "孩子|小孩|娃|儿童", "媳妇|老婆|妻",
        "父亲|爹|爸", "母亲|妈|娘", "跑|溜|逃", "懒|闲散", "干净|利落|整齐|清爽", "脏|邋遢", "角落|旮旯|拐角", "土豆|马铃薯",
        "玉米|苞谷", "饿|饥", "累|乏|困|疲", "生气|恼|怒", "怕|恐", "巷|胡同|巷道", "吃|喝", "说|讲|聊", "事", "聊天|闲谈|拉家常",
        "晚上|夜里|黄昏", "早上|清晨|早晨", "中午|晌午", "下午|后晌", "老人|老汉|老头", "男人|丈夫|汉子", "舒服|自在|舒坦", "稳|牢靠|可靠",
    )
)  # fmt: skip


def judge_names(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge each other name that a clause gives its subject."""
    if subject.entry.kind in ("person", "event", "word") and not re.search(
        "又名|别名|本名|原名|字", said.text
    ):
        return
    tail = said.text[said.subject_end :]
    for pattern in (_ALSO, _TITLED):
        for match in pattern.finditer(tail):
            if pattern is _ALSO and not _of_subject(_before_name(tail, match)):
                continue
            one = _judge_name(match.group(1), said, subject, kb)
            if one.verdict != "contradicted" and denied_at(tail, match.start(1) - 1):
                continue
            yield one.denied() if denied_at(tail, match.start(1) - 1) else one


def _before_name(tail: str, match: re.Match[str]) -> str:
    """Return what stands between a thing and the naming of it; 的 of 的别名是 is no part of it."""
    before = tail[: match.start()]
    named = re.match("别名|本名|原名|正名|俗名|大名|旧名|雅号|学名|全名", match.group())
    return before.removesuffix("的") if named else before


def _of_subject(between: str) -> bool:
    """Tell whether nothing but the subject stands before 又叫; 里有一种花样叫… names another."""
    return not re.search(
        "有个|里有|(?<!名)的(?!本名|别名|俗名|原名|旧名|大名|雅号|正名|学名|全名)|[一这那有]种|[一这那]个|有座|有条|有处|有位|[一这那][位座条处]|姓|人",
        between,
    )


def _judge_name(name: str, said: Said, subject: Subject, kb: KnowledgeBase) -> Judgement:
    key = name_key(name)
    told = subject.told("names", "what", "place")
    if key in (name_key(n) for n in subject.entry.names):
        return Judgement(
            verdict="supported",
            passage=told.id if told else None,
            why=f"{subject.title}又名{'、'.join(subject.entry.aliases) or subject.title}",
        )
    for passage in subject.every:
        told_so = passage.derived and passage.topic == "word"
        for piece in pieces(passage):
            if key in name_key(piece) and (told_so or re.search("名|称|叫|即|俗|号|旧", piece)):
                return borne(name, passage)
    others = [
        e
        for e in kb.gazetteer.called(name)
        if e.id != subject.entry.id and e.kind == subject.entry.kind
    ] or [e for e in _held(name, kb) if e.id != subject.entry.id and e.kind == subject.entry.kind]
    names = next(
        (p for p in subject.passages if re.search("又名|又称|旧称|也称|俗称|别名", p.text)), None
    )
    if others and (names or told):
        return against(name, names or told)  # type: ignore[arg-type]
    return unknown(f"没有查到{subject.title}又名“{name}”")


def _held(name: str, kb: KnowledgeBase) -> list[Entry]:
    """Return things whose passages say that they are also called so."""
    found = []
    for entry in kb.entries.values():
        if entry.kind in ("opera", "craft", "custom"):
            remarks = "".join(
                map(str, (*entry.fields.get("remarks", ()), *entry.fields.get("mistakes", ())))
            )
            if re.search(
                f"(?:又名|又称|旧称|俗称|即){re.escape(name)}|{re.escape(name)}为旧称", remarks
            ):
                found.append(entry)
    return found


# -- meanings ----------------------------------------------------------------------------


_IS_SAME = re.compile(
    '^(?:其实|也|不过)?(?:就是|即是?|也就是|等于|跟|和)$|^的?(?:本名|正名|原名|大名|学名|全名|别名|俗名|又名)(?:就|也|又|本)?(?:叫|是|名|称)[“"]?$'
)


def judge_same(said: Said) -> Iterator[tuple[str, Judgement]]:
    """Yield (entry id, judgement) where a sentence says that two names mean one house."""
    things = [m for m in said.mentions if m.entry.kind in ("site", "structure")]
    if len(things) != 2 or said.text[things[1].end :].strip('”"。，嘛呀啊的呢'):
        return
    one, two = things
    if not _IS_SAME.match(said.text[one.end : two.start].strip('”"，')):
        return
    ids = {e.id for e in one.entries} & {e.id for e in two.entries}
    houses = {str(e.fields.get("site_id", e.id)) for e in one.entries}
    related = houses & {str(e.fields.get("site_id", e.id)) for e in two.entries}
    passage = f"{one.entry.id}:names"
    why = f"{one.entry.title}又名{'、'.join(one.entry.aliases) or one.entry.title}"
    if ids or related:
        yield (
            one.entry.id,
            Judgement(verdict="supported", passage=passage if ids else None, why=why),
        )
    elif one.entry.title not in two.entry.title and two.entry.title not in one.entry.title:
        yield (
            one.entry.id,
            Judgement(verdict="contradicted", passage=f"{one.entry.id}:place", why=why),
        )


def judge_meaning(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge what a clause says that a word means."""
    meaning = str(subject.entry.fields.get("meaning", ""))
    told = subject.told("meaning")
    if subject.entry.kind != "word" or not meaning or told is None:
        return
    if not said.subject_end and not re.match("^(?:意思|就是|指|其实|说的)", said.text):
        return
    before = said.text[: said.subject_start]
    if before and not re.search('(?:[“"「《，]|里|话|说|叫|把|管|句|词|字|的)$', before):
        return
    match = (
        _MEANS.match(said.text[said.subject_end :])
        or _SAYS.match(said.text[said.subject_end :])
        or _CALLS.search(said.text[: said.subject_start])
    )
    if match is not None and re.search("[话词]$|叫法$|称呼$|说法$", match.group(1)):
        return
    if match is None or re.search("谁|什么|哪|几|^[这那](?:个|样|么回事)?$", match.group(1)):
        return
    verdict = _same_meaning(match.group(1), meaning, told.text)
    one = {
        "same": borne(match.group(1), told),
        "other": against(match.group(1), told),
    }.get(verdict, unknown(f"没有查到“{subject.title}”作“{match.group(1)}”讲"))
    yield one.denied() if re.search("不是", match.group()) else one


_SAYS = re.compile('^[”"」]?[嘛呀啊呢]?[，]([^，。]{1,10})的意思(?:嘛|呀|啊)?$')
_CALLS = re.compile('(?:管|把)([^，。]{1,10})(?:叫|称|唤)(?:做|作|为|成)?[“"「]?$')


def means(tail: str) -> bool:
    """Tell whether what follows a word says what it means."""
    return _MEANS.match(tail) is not None


def _same_meaning(said: str, known: str, text: str) -> str:
    mine, theirs = set(folded(said)) - _NO_FACT, set(folded(known)) - _NO_FACT
    bare = "".join(c for c in folded(said) if c not in _NO_FACT)
    if not mine or bare in folded(known):
        return "same"
    rows = {row: member for row, member, _ in rivals_in(folded(known))}
    if any(rows.get(row, member) != member for row, member, _ in rivals_in(folded(said))):
        return "other"  # 高粱面 of what means 白面
    if len(mine & theirs - _WEAK) >= 0.5 * min(len(mine), len(theirs)):
        return "same"
    if mine & theirs - _WEAK or any(row.search(said) and row.search(known) for row in _ALIKE):
        return "near"
    return "near" if len(mine & set(text)) >= 0.6 * len(mine) else "other"
