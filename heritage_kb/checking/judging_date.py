"""Judging the dates of a clause: when something was built, born, listed, or happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.checking.dates_known import (
    LISTED,
    MADE,
    Span,
    age_text,
    arose,
    focus_of,
    known_years,
    other_dates,
)
from heritage_kb.checking.dates_of_deeds import other_thing, same_deed
from heritage_kb.checking.dates_said import dates_in
from heritage_kb.checking.grounding import borne_out
from heritage_kb.checking.judgement import (
    Judgement,
    Said,
    Subject,
    affirmed,
    against,
    borne,
    pieces,
    unknown,
)
from heritage_kb.checking.short_names import of_building
from heritage_kb.dates import When
from heritage_kb.normal import folded
from heritage_kb.records import Passage
from heritage_kb.sentence import span_of

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_BORN = re.compile("年生(?!产)|生人|出生|生于|诞生|降生|出世")
_DIED = re.compile("卒|活到|过世|辞世|牺牲|就义|阵亡|死于|去世|逝世|战死|遇害|病逝|病故|身亡|殉")
_LATER = re.compile(
    "重修|重建|修葺|扩建|增建|修缮|大修|迁建|迁来|搬|迁|复建|补|加[的建上]|发现|测|勘察|落架|翻修|解体|成立|开放|发掘|出土|天日|面世|题记|墨书|写着|刻着|毁|焚|烧|塌|震|拆|回来|落户|拍"
)
_FOUNDED = re.compile(
    "开张|开业|挂牌|开的张|办起|原为|原是|原系|旧为|始建|创建|初建|肇建|始于|创于|始凿|始创|创立|草创|建寺|开山|前身"
)
# 是唐代的, 唐代木构, a date that says what the subject is
_IS = re.compile(
    r"^(?:[^，]{0,2}(?:是|为|属|乃|系)|[^，]{0,6}(?:建|造|修|筑|凿|铸|塑|盖|创|立|始)[在于自]?)"
)
_SLACK = 12  # years by which an age in fine (晚唐) may be missed without saying the opposite


def judge_dates(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Yield a judgement for each date of a clause."""
    for when in dates_in(said.text, kb):
        if _of_another(when, said, subject) or said.named_over(when.span):
            continue
        if re.search(
            "(?:照着?|仿照?|按照?|依照?|学着?|像)$|相传|传为|一说|有来源|写作|旧定|旧传|原定|曾定|旧说|以前说|过去说|误定",
            said.text[: when.span[0]],
        ):
            continue
        if subject.entry.kind == "event" and (_BORN.search(said.text) or _DIED.search(said.text)):
            continue
        one = _heir(when, said, subject, kb) or _too_early(when, subject, kb)
        one = one or _judge(when, said, subject, kb)
        yield one.denied() if said.denies(when.span[0]) else one


_BEFORE = 30  # years before the first that is known of an art at which it cannot be there


def _too_early(when: When, subject: Subject, kb: KnowledgeBase) -> Judgement | None:
    """Return a contradiction where an opera or a craft is put before it arose."""
    if subject.entry.kind not in ("opera", "craft", "custom"):
        return None
    known = arose(subject, kb)
    if known is None or known[1] is None:
        return None
    first = min(a for a, _ in known[0])
    if when.last >= first - _BEFORE or any(
        when.meets(k) for p in subject.passages for k in dates_in(affirmed(p), kb)
    ):
        return None
    return against(when.text, known[1])


def _of_another(when: When, said: Said, subject: Subject) -> bool:
    """Tell whether a date in brackets follows the name of another (马玉楼（1934年生）)."""
    before = said.text[: when.span[0]]
    if not before.endswith("（") or said.subject_end == len(before) - 1:
        return False
    return not re.search("[年代朝]（$", before) and not before[:-1].endswith(subject.entry.names)


def _heir(when: When, said: Said, subject: Subject, kb: KnowledgeBase) -> Judgement | None:
    """Return the judgement of the year in which somebody on the roll of an art was born."""
    roll = subject.told("inheritors")
    if roll is None or subject.entry.kind == "person" or not _BORN.search(said.text):
        return None
    rolls = [p for p in subject.passages if p.id.endswith(":inheritors")]
    for passage in rolls:
        if any(borne_out(when, known) for known in dates_in(passage.text, kb)):
            return borne(when.text, passage)
    return None


def _judge(when: When, said: Said, subject: Subject, kb: KnowledgeBase) -> Judgement:
    kind = _kind(when, said, subject)
    typed = kind in ("born", "died") and known_years(kind, said, subject, kb) is not None
    for passage in () if typed else subject.every:
        if _bears(when, kind, passage, said, subject, kb):
            return borne(when.text, passage)
    known = known_years(kind, said, subject, kb)
    if known is None:
        return _untyped(when, kind, said, subject, kb)
    return _held_against(when, kind, known, subject, kb)


def _untyped(when: When, kind: str, said: Said, subject: Subject, kb: KnowledgeBase) -> Judgement:
    """Judge a date for which no field is made: by the year of the thing, by the same deed."""
    if kind == "other" and when.kind == "year" and when.first == subject.dated.start_year:
        told = subject.told("built", "when", "life")
        if told is not None:
            return borne(when.text, told)
    rival = same_deed(when, said, subject, kb) if kind != "listed" else None
    if rival is not None:
        return against(when.text, rival)
    return unknown(f"没有查到“{when.text}”与“{subject.title}”的关系")


def _held_against(
    when: When,
    kind: str,
    known: tuple[list[Span], Passage | None],
    subject: Subject,
    kb: KnowledgeBase,
) -> Judgement:
    """Judge a date by the years that a field gives for its kind."""
    spans, told = known
    if any(when.first <= a and b <= when.last for a, b in spans):
        return _within(when, spans, told, subject)
    if kind == "life" and any(a <= when.first and when.last <= b for a, b in spans):
        return _within(when, spans, told, subject)
    doubt = _doubted(when, kind, spans, subject, kb)
    if doubt is not None:
        return doubt
    typed = kind in ("born", "died", "listed", "life")
    if not typed and any(when.text in p.text for p in subject.passages if p.topic != "mistake"):
        return unknown(f"{subject.title}另有“{when.text}”的说法")
    if told is None:
        return Judgement(
            verdict="contradicted",
            passage=None,
            why=f"说的是“{when.text}”，知识库作：{subject.title}为{span_of(*spans[0])}",
        )
    return against(when.text, told)


def _doubted(
    when: When, kind: str, spans: list[Span], subject: Subject, kb: KnowledgeBase
) -> Judgement | None:
    """Return why a date that does not fit is no opposite, or what denies it all the same."""
    if kind in ("made", "found") and any(_overlaps(when, age) for age in _ages_of(subject, kb)):
        return unknown(f"{subject.title}的年代有出入，没有查到“{when.text}”")
    late = _not_that_year(when, kind, subject, kb)
    if late is not None:
        return against(when.text, late)
    if any(_near(when, span) for span in spans) or (kind == "found" and when.last <= spans[0][0]):
        return unknown(f"只知{subject.title}的年代是{span_of(*spans[0])}，没有查到“{when.text}”")
    if when.kind != "year" and any(_tells(when, o) for o in other_dates(kind, subject, kb)):
        return unknown(f"没有查到“{when.text}”与“{subject.title}”的关系")
    return None


def _not_that_year(when: When, kind: str, subject: Subject, kb: KnowledgeBase) -> Passage | None:
    """Return the passage of the year a house is of, where another is said and none tells of it."""
    year = subject.dated.start_year
    told = subject.told("built")
    if kind not in ("made", "found") or when.kind == "dynasty" or year is None or told is None:
        return None
    late = when.first > year + _SLACK
    early = when.last < year - _SLACK and kind == "made" and subject.dated.kind == "structure"
    if not (late or early):
        return None
    own = [p for p in subject.passages if p.topic != "mistake"]
    if any(when.meets(k) for p in own for k in _exact(p.text, kb)):
        return None
    return told


def _exact(text: str, kb: KnowledgeBase) -> tuple[When, ...]:
    """Return the dates of a text that are narrower than a dynasty."""
    return tuple(w for w in dates_in(text, kb) if w.kind != "dynasty")


def _ages_of(subject: Subject, kb: KnowledgeBase) -> tuple[When, ...]:
    """Return the ages that the field of a building names where it is not sure (宋/金, 有五代说)."""
    dynasty = str(subject.dated.fields.get("dynasty", ""))
    if not re.search("[/、，（至]|说", dynasty):
        return ()
    return dates_in(age_text(re.sub("[/说有（）]", "，", dynasty)), kb)


def _overlaps(when: When, age: When) -> bool:
    """Tell whether an age that is said shares more than a few years with one that is known."""
    shared = min(when.last, age.last) - max(when.first, age.first)
    return when.kind != "year" and shared > 2 * _SLACK


def _within(when: When, spans: list[Span], told: Passage | None, subject: Subject) -> Judgement:
    return Judgement(
        verdict="supported",
        passage=told.id if told else None,
        why=f"{subject.title}的年代是{span_of(*spans[0])}，与“{when.text}”相合",
    )


def _near(when: When, span: Span) -> bool:
    """Tell whether a date is not exactly the known one, yet too near to be its opposite."""
    if when.kind == "year":
        close = span[0] - 2 <= when.first and when.last <= span[1] + 2
        return close if span[1] - span[0] > 40 else close and span[0] != when.first
    slack = _SLACK if span[1] - span[0] <= 40 else 0
    return when.first - slack < span[1] and span[0] < when.last + slack


def _tells(when: When, other: When) -> bool:
    """Tell whether another date of the subject may be what is meant; a whole age is too wide."""
    return borne_out(when, other) if other.kind == "dynasty" else when.meets(other)


def _kind(when: When, said: Said, subject: Subject) -> str:
    """Return what a date dates: listed, born, died, later, found, made, life, or other."""
    text = said.text
    close = re.search("(生|卒|死|逝)[于在]?(?:公元)?$", text[: when.span[0]])
    if close and subject.entry.kind == "person":
        return "born" if close.group(1) == "生" else "died"
    for name, words in (("listed", LISTED), ("born", _BORN), ("died", _DIED)):
        if words.search(text) and (name == "listed") != (subject.entry.kind == "person"):
            return name
    bare = re.fullmatch(
        "(?:时间|年代|年份|那)?(?:就|也|已|已经|都)?[是在到]?[了]?", text.replace(when.text, "")
    )
    if bare and not said.subject_end:
        return _bare_kind(said, subject)
    if subject.entry.kind == "person":
        return "life" if when.kind != "year" and _lived(when, said) else "deed"
    if subject.entry.kind == "event":
        return "event" if _is_event(when, said, subject) else "deed"
    if _LATER.search(text) and not _stands_since(when, said, subject):
        return "later"
    if subject.entry.kind in ("site", "structure"):
        return "other" if other_thing(said, subject) else _made_kind(when, said)
    return (
        "arose" if re.search("起源|形成|始|产生|出现|成熟|兴起|源|传[入来]|才有", text) else "other"
    )


def _bare_kind(said: Said, subject: Subject) -> str:
    """Return what a clause of nothing but a date dates: what the sentence says was made."""
    house = subject.entry.kind in ("site", "structure")
    if house and MADE.search(said.sentence) and not LISTED.search(said.sentence):
        return "later" if _LATER.search(said.sentence) else "made"
    return "bare"


def _lived(when: When, said: Said) -> bool:
    """Tell whether an age is said to be somebody's own: 金代有个米芾, 法显，唐朝和尚."""
    before, after = said.text[: when.span[0]], said.text[when.span[1] :]
    rest = said.masked[when.span[1] :]
    if re.match("^(?:年间)?(?:的|人|有个|出了个)*[^，□]{0,4}□", rest):
        return True
    if re.search("活在|生活在|生在", before):
        return True
    after = after.strip("，").split("，")[0]
    if re.search("(?:是|为|乃|□|□，)$", said.masked[: when.span[0]]):
        return re.search("^的?[^，才去来到建写画创]{0,8}$", after) is not None
    return (
        not before
        and re.search("^[^，]{0,6}[人将僧尚帝官臣家士相王后商匠员子]物?$", after) is not None
    )


def _is_event(when: When, said: Said, subject: Subject) -> bool:
    """Tell whether a clause dates the event as such, not something that somebody in it did."""
    name = said.text[said.subject_start : said.subject_end]
    if not name or not any(folded(name) in folded(n) for n in subject.entry.names):
        return False
    rest = len(said.text) - len(name) - len(when.text)
    return rest <= 6 or bool(re.search("发生|爆发|打响|时在|铸|开始", said.text))


def _stands_since(when: When, said: Said, subject: Subject) -> bool:
    """Tell whether what is said to be rebuilt is what stands today: 那是明朝初年重建的."""
    if subject.entry.kind not in ("site", "structure") or re.search("后来|曾|又", said.text):
        return False
    if re.search("拆|塌|毁|烧|发现|勘|测|发掘|出土|搬|迁|成立|开放|题记|墨书|写着", said.text):
        return False
    return bool(
        re.search(
            "^(?:[^，]*[，])?(?:如今|现在|眼下|今天|现存)|[那这]是|是$", said.text[: when.span[0]]
        )
        and re.search("^[^，]{0,6}(?:重?建|重?修|翻修)[^，]{0,2}的", said.text[when.span[1] :])
    )


_CHAT = re.compile(
    "[的了呢呀啊嘛咧吧哩哦就也才都是那这座可不年间时候会儿朝代初末中早早晚晚期头里一二三四五六七八九十]+|□"
)
_HOUSE_WORD = re.compile(
    "(?:大|古|老|小|原|石|砖|木|铁|旧)*(?:建筑|木构|结构|东西|货|构|殿|塔|楼|庙|寺|桥|亭|阁|城|戏台|台子|房子|民房|民居|宅|宅子|物|件|遗物|遗存|作品|手笔)"
)


def _bare_of(when: When, said: Said) -> bool:
    """Tell whether a clause says little beside its subject and the date (祖师塔？宋朝的砖塔)."""
    marks = list(said.masked)
    for start, end in (when.span, *((m.start, m.end) for m in said.mentions)):
        marks[start:end] = "□" * (end - start)
    rest = re.sub("□[市县区城]里?头?|[（(][^）)]*[）)]", "", "".join(marks))
    return len(_CHAT.sub("", _HOUSE_WORD.sub("", rest)).strip("，、：")) <= 1


def _made_kind(when: When, said: Said) -> str:
    text = said.text
    before, after = folded(text[: when.span[0]]), text[when.span[1] :]
    if not before and after in ("", "的"):
        return "made"  # …，唐代的
    if _FOUNDED.search(text):
        return "found"
    says = MADE.search(text) or _IS.search(before[-3:] + after) or _bare_of(when, said)
    if before.endswith("，") and re.fullmatch("的?[\u4e00-\u9fff]{1,6}", after):
        return "made"  # 法兴寺燃灯塔，明代石灯
    return "made" if says or before.endswith(("是", "为", "属", "乃")) else "other"


def _bears(
    when: When, kind: str, passage: Passage, said: Said, subject: Subject, kb: KnowledgeBase
) -> bool:
    """Tell whether a passage gives the date to the same thing: a listing, a repair, the making."""
    text = affirmed(passage)
    if not any(borne_out(when, known) for known in dates_in(text, kb)):
        return False
    if kind == "listed" and "世界" in said.text:
        return "世界" in text
    if kind in ("listed", "born", "died"):
        words = {"listed": LISTED, "born": re.compile("生"), "died": re.compile("卒|死|遇害|殉")}
        return bool(words[kind].search(text)) or passage.id.endswith(("unesco", "batch"))
    if kind == "later":
        words_said = _LATER.findall(said.text)
        return any(word[:1] in text for word in words_said) or _shares(said, text, subject)
    if kind in ("made", "found"):
        dated = passage.topic in ("date", "overview") or _made_then(when, passage, kb)
        return dated and _of_it(when, passage, said, subject, kb)
    if kind == "life":
        return passage.id.endswith((":who", ":life")) or passage.topic in ("person", "date")
    return kind in ("event", "bare") or _shares(said, text, subject)


def _made_then(when: When, passage: Passage, kb: KnowledgeBase) -> bool:
    """Tell whether a sentence of a passage that has the date speaks of making, too."""
    return any(
        MADE.search(piece) and any(borne_out(when, known) for known in dates_in(piece, kb))
        for piece in pieces(passage)
    )


def _of_it(when: When, passage: Passage, said: Said, subject: Subject, kb: KnowledgeBase) -> bool:
    """Tell whether a passage dates the subject itself; of its house only where it is named."""
    if passage.entry in (subject.dated.id, subject.entry.id):
        return _focus_fits(when, said, affirmed(passage), subject)
    names = {folded(subject.title), *of_building(subject.dated.title), folded(focus_of(when, said))}
    return any(
        any(len(n) > 1 and n in folded(piece) for n in names)
        and any(borne_out(when, known) for known in dates_in(piece, kb))
        for whole in pieces(passage)
        for piece in whole.split("、")
    )


def _shares(said: Said, text: str, subject: Subject) -> bool:
    """Tell whether clause and passage have a word of two characters beside name and date."""
    bare = folded(said.text)
    bare = bare.replace(folded(said.text[said.subject_start : said.subject_end]) or "|", "|")
    bare = re.sub(r"[\d一二三四五六七八九十百零〇年月代朝]", "|", bare)
    target = folded(text)
    return any(
        bare[i : i + 2] in target
        for i in range(len(bare) - 1)
        if re.match(r"[\u4e00-\u9fff]{2}", bare[i : i + 2])
        and not set(bare[i : i + 2]) & set("的是了在就这那")
    )


def _focus_fits(when: When, said: Said, text: str, subject: Subject) -> bool:
    focus = focus_of(when, said)
    return not focus or any(focus[i : i + 2] in text for i in range(len(focus) - 1))
