"""Judging the dates of a clause: when something was built, born, listed, or happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.dates import When
from heritage_kb.dates_said import LOOSE_AGES, dates_in, reigns_of
from heritage_kb.grounding import borne_out
from heritage_kb.judgement import (
    Judgement,
    Said,
    Subject,
    affirmed,
    against,
    borne,
    pieces,
    unknown,
)
from heritage_kb.normal import folded
from heritage_kb.records import Passage
from heritage_kb.sentence import span_of
from heritage_kb.short_names import of_building

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_LISTED = re.compile("公布|列入|入选|评为|评上|名录|第.批|国保|世界遗产|非遗")
_BORN = re.compile("年生(?!产)|生人|出生|生于|诞生|降生|出世")
_DIED = re.compile("卒|活到|过世|辞世|牺牲|就义|阵亡|死于|去世|逝世|战死|遇害|病逝|病故|身亡|殉")
_LATER = re.compile(
    "重修|重建|修葺|扩建|增建|修缮|大修|迁建|迁来|搬|迁|复建|补|加[的建上]|发现|测|勘察|落架|翻修|解体|成立|开放|发掘|出土|题记|墨书|写着|刻着|毁|焚|烧|塌|震|拆|回来|落户|拍"
)
_FOUNDED = re.compile(
    "开张|开业|挂牌|开的张|办起|原为|原是|原系|旧为|始建|创建|初建|肇建|始于|创于|始凿|始创|创立|草创|建寺|开山|前身"
)
_MADE = re.compile(
    "才有|才见|做|架|搭|垒|起来的|起的|立起|建|造|创|始|立于|立的|铸|凿|开凿|塑|雕|画的|绘|落成|盖|筑|砌|修|开|年代|时期|遗构|木构|结构|建筑|原物|遗物|旧物|老物|遗存|所作|产物|开工|动工|奠基|起建|完工|竣工|传下来|留下"
)
# 是唐代的, 唐代木构, a date that says what the subject is
_IS = re.compile(
    r"^(?:[^，]{0,2}(?:是|为|属|乃|系)|[^，]{0,6}(?:建|造|修|筑|凿|铸|塑|盖|创|立|始)[在于自]?)"
)
_AGE_OF = re.compile(
    "^(?:朝|代|时|年间|时期|初年|末年)*(?:的|[木石砖铁铜遗建]|人|诗|名|[文武]|皇|大|$)"
)
_SLACK = 12  # years by which an age in fine (晚唐) may be missed without saying the opposite
_NATIONAL = {
    "第一批": 1961, "第二批": 1982, "第三批": 1988, "第四批": 1996,
    "第五批": 2001, "第六批": 2006, "第七批": 2013, "第八批": 2019,
}  # fmt: skip
Span = tuple[int, int]


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
    known = _arose(subject, kb)
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
    typed = kind in ("born", "died") and _known(kind, said, subject, kb) is not None
    for passage in () if typed else subject.every:
        if _bears(when, kind, passage, said, subject, kb):
            return borne(when.text, passage)
    known = _known(kind, said, subject, kb)
    if known is None:
        return _untyped(when, kind, said, subject, kb)
    return _held_against(when, kind, known, subject, kb)


def _untyped(when: When, kind: str, said: Said, subject: Subject, kb: KnowledgeBase) -> Judgement:
    """Judge a date for which no field is made: by the year of the thing, by the same deed."""
    if kind == "other" and when.kind == "year" and when.first == subject.dated.start_year:
        told = subject.told("built", "when", "life")
        if told is not None:
            return borne(when.text, told)
    rival = _same_deed(when, said, subject, kb) if kind != "listed" else None
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
    if when.kind != "year" and any(_tells(when, o) for o in _other_dates(kind, subject, kb)):
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
    return dates_in(_age_text(re.sub("[/说有（）]", "，", dynasty)), kb)


def _overlaps(when: When, age: When) -> bool:
    """Tell whether an age that is said shares more than a few years with one that is known."""
    shared = min(when.last, age.last) - max(when.first, age.first)
    return when.kind != "year" and shared > 2 * _SLACK


# What is done to a thing, in rows of words for the same; a date of one is no date of another.
_DEEDS = tuple(
    re.compile(row)
    for row in (
        "开张|开业|挂牌|创办|创立|成立|设立|改组|改为", "铸", "画|绘", "凿", "筑|建|修|盖|砌|立|造|起", "搬|迁",
        "毁|烧|焚|塌|倒", "出土|发现|发掘|挖出|重见天日", "即位|登基|称帝", "写成|编成|成书|刻成|著", "打响|爆发|开打|打",
        "创|始|形成|兴起", "倒闭|关张|歇业", "通车|修通", "公布|列入|评",
    )
)  # fmt: skip


_THINGS = re.compile(
    "城墙|狮|铁?钟|碑|柱|匾|塑像|彩塑|壁画|琉璃|题记|经幢|山门|戏台|牌坊|楼|塔|殿|桥|阁|铁牛|影壁|大堂"
)


def _other_thing(said: Said, subject: Subject) -> bool:
    """Tell whether a clause that goes on about something speaks of another thing there."""
    if said.subject_end:
        return False
    names = "".join((*subject.entry.names, *subject.dated.names))
    return any(word not in names for word in _THINGS.findall(said.masked))


def _same_deed(when: When, said: Said, subject: Subject, kb: KnowledgeBase) -> Passage | None:
    """Return a passage that gives another date to what the clause says was done, else None.

    None where any passage of the subject has the date that is said, or several dates for the deed.
    """
    if _other_thing(said, subject):
        return None
    rows = [row for row in _DEEDS if row.search(said.masked)]
    if not rows or any(
        when.meets(k)
        for p in subject.passages
        for k in dates_in(affirmed(p), kb)
        if _telling(k, when)
    ):
        return None
    event = subject.told("when") if subject.entry.kind == "event" else None
    if event is not None and len(subject.title) <= 4 and when.kind == "dynasty":
        return None  # 白朴: somebody's life, not a day
    if event is not None and subject.entry.start_year is not None:
        first, last = subject.entry.start_year, subject.entry.end_year or subject.entry.start_year
        doing = "".join(map(str, (subject.title, *subject.entry.fields.get("facts", ()))))
        apart = when.first > last + 2 or when.last < first - 2
        return event if apart and any(row.search(doing) for row in rows) else None
    for passage in subject.passages:
        if passage.entry not in (subject.dated.id, subject.entry.id):
            continue
        for piece in re.split("[。；，]", affirmed(passage)):
            known = [k for k in dates_in(piece, kb) if _telling(k, when)]
            if _ends(piece) != _ends(said.text) and re.search(
                "起|开始|动工|开工", piece + said.text
            ):
                continue
            if len(known) == 1 and any(row.search(piece) for row in rows):
                return passage if _shares_more(said, piece, subject) else None
    return None


def _ends(text: str) -> bool:
    """Tell whether a text says when something was finished."""
    return re.search("完|竣工|落成|建成|修成", text) is not None


def _telling(known: When, when: When) -> bool:
    """Tell whether a known date is narrow enough to say no to another."""
    return known.kind != "dynasty" or when.kind == "dynasty"


def _shares_more(said: Said, piece: str, subject: Subject) -> bool:
    """Tell whether clause and piece have a letter with a meaning beside names and dates."""
    bare = piece
    for name in subject.entry.names:
        bare = bare.replace(folded(name), "")
    dull = set("的了是在年月日代朝间公元前一二三四五六七八九十百千零于于有才就那这座处")
    return bool((set(said.masked) & set(bare)) - dull)


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
    for name, words in (("listed", _LISTED), ("born", _BORN), ("died", _DIED)):
        if words.search(text) and (name == "listed") != (subject.entry.kind == "person"):
            return name
    bare = re.fullmatch("(?:时间|年代|年份|那)?(?:就|也)?[是在]?[了]?", text.replace(when.text, ""))
    if bare and not said.subject_end:
        return _bare_kind(said, subject)
    if subject.entry.kind == "person":
        return "life" if when.kind != "year" and _lived(when, said) else "deed"
    if subject.entry.kind == "event":
        return "event" if _is_event(when, said, subject) else "deed"
    if _LATER.search(text) and not _stands_since(when, said, subject):
        return "later"
    if subject.entry.kind in ("site", "structure"):
        return "other" if _other_thing(said, subject) else _made_kind(when, said)
    return (
        "arose" if re.search("起源|形成|始|产生|出现|成熟|兴起|源|传[入来]|才有", text) else "other"
    )


def _bare_kind(said: Said, subject: Subject) -> str:
    """Return what a clause of nothing but a date dates: what the sentence says was made."""
    house = subject.entry.kind in ("site", "structure")
    if house and _MADE.search(said.sentence) and not _LISTED.search(said.sentence):
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
    says = _MADE.search(text) or _IS.search(before[-3:] + after) or _bare_of(when, said)
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
        words = {"listed": _LISTED, "born": re.compile("生"), "died": re.compile("卒|死|遇害|殉")}
        return bool(words[kind].search(text)) or passage.id.endswith(("unesco", "batch"))
    if kind == "later":
        words_said = _LATER.findall(said.text)
        return any(word[:1] in text for word in words_said) or _shares(said, text, subject)
    if kind in ("made", "found"):
        dated = passage.topic in ("date", "overview") or bool(_MADE.search(text))
        return dated and _of_it(when, passage, said, subject, kb)
    if kind == "life":
        return passage.id.endswith((":who", ":life")) or passage.topic in ("person", "date")
    return kind in ("event", "bare") or _shares(said, text, subject)


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


def focus_of(when: When, said: Said) -> str:
    """Return what of the subject is dated: 二十八宿 of 玉皇庙的二十八宿是元代塑的, mostly nothing."""
    between = said.text[said.subject_end : when.span[0]] if said.subject_end else ""
    match = re.match(
        r"^(?:的|里的?|内的?|上的?|殿内的?|寺内的?)([\u4e00-\u9fff]{2,8}?)(?:是|为|乃|，|都|全|就|$)",
        between,
    )
    bare = match.group(1) if match else ""
    whole = "主体|主殿|建筑|木构|大殿|现存|全部|原构|本体|寺|庙|塔|洞窟|石窟|造像"
    return "" if re.fullmatch(f"(?:{whole})*", bare) else bare


def _focus_fits(when: When, said: Said, text: str, subject: Subject) -> bool:
    focus = focus_of(when, said)
    return not focus or any(focus[i : i + 2] in text for i in range(len(focus) - 1))


def _known(
    kind: str, said: Said, subject: Subject, kb: KnowledgeBase
) -> tuple[list[Span], Passage | None] | None:
    """Return the years that a date of this kind must fit, and the passage that gives them."""
    entry = subject.dated
    if kind == "listed":
        return _listed(said, subject, kb)
    if kind in ("born", "died"):
        year = entry.start_year if kind == "born" else entry.end_year
        return None if year is None else ([(year, year)], subject.told("life"))
    if kind == "life":
        return _ages(subject, kb)
    if kind in ("made", "found"):
        focus = next((f for when in dates_in(said.text, kb) if (f := focus_of(when, said))), "")
        return _of_focus(focus, subject, kb) if focus else _built(subject, kb)
    if kind == "event" and entry.start_year is not None:
        return [(entry.start_year, entry.end_year or entry.start_year)], subject.told("when")
    return _arose(subject, kb) if kind == "arose" else None


def _of_focus(
    focus: str, subject: Subject, kb: KnowledgeBase
) -> tuple[list[Span], Passage | None] | None:
    """Return the years that one passage gives to a part: 壁画 of 五代壁画（东壁）."""
    for passage in subject.passages:
        for whole in pieces(passage):
            for piece in whole.split("、"):
                known = dates_in(piece, kb) or _loose_age(piece)
                if focus[-2:] in piece and known and passage.topic != "mistake":
                    return [(w.first, w.last) for w in known], passage
    return None


def _loose_age(piece: str) -> tuple[When, ...]:
    """Return an age written hard by its noun (五代壁画, 元塑), which no calendar reads."""
    match = re.search("(北魏|北齐|唐|五代|宋|辽|金|元|明|清)(?=代?(?:壁画|塑|彩塑|木雕|碑))", piece)
    if match is None:
        return ()
    first, last = LOOSE_AGES[match.group()]
    return (When(text=match.group(), span=match.span(), first=first, last=last, kind="dynasty"),)


def _listed(
    said: Said, subject: Subject, kb: KnowledgeBase
) -> tuple[list[Span], Passage | None] | None:
    facets = ("unesco",) if "世界" in said.text else ("batch",)
    told = subject.told(*facets)
    if re.search("[345][Aa]", said.text):
        told = next((p for p in subject.passages if ":list" in p.id and "A级" in p.text), None)
    elif told is None and re.search("国保|全国重点", said.text):
        year = _NATIONAL.get(subject.entry.batch) if subject.entry.level == "国保" else None
        return ([(year, year)], subject.told("level")) if year else None
    years = [w for w in dates_in(told.text, kb) if w.kind == "year"] if told else []
    if told and not years:
        years_found = re.findall(r"(?<!\d)(\d{4})(?!\d)", told.text)
        spans = [(int(y), int(y)) for y in years_found]
        return (spans, told) if spans else None
    return ([(w.first, w.last) for w in years], told) if years else None


def _built(subject: Subject, kb: KnowledgeBase) -> tuple[list[Span], Passage | None] | None:
    entry = subject.dated
    told = subject.told("built", "dynasty")
    ages = list(dates_in(_age_text(entry.fields.get("dynasty", "")), kb))
    if entry.start_year is not None and entry.kind == "structure":
        return [(entry.start_year, entry.end_year or entry.start_year)], told
    spans = [(w.first, w.last) for w in ages]
    if entry.start_year is not None:
        spans.append((entry.start_year, entry.start_year))
    return (spans, subject.told("dynasty", "built")) if spans else None


def _age_text(dynasty: object) -> str:
    return (
        re.sub(r"([\u4e00-\u9fff])(?=[至、到，；（）]|$)", r"\1代", str(dynasty)) if dynasty else ""
    )


def _ages(subject: Subject, kb: KnowledgeBase) -> tuple[list[Span], Passage | None] | None:
    entry = subject.dated
    spans: list[Span] = []
    if entry.start_year is not None or entry.end_year is not None:
        last = entry.end_year if entry.end_year is not None else (entry.start_year or 0) + 80
        first = entry.start_year if entry.start_year is not None else last - 80
        spans.append((first, last))
    for id in entry.periods:
        period = kb.periods.get(id)
        if period and period.start is not None:
            spans.append((period.start, period.end or 2100))
    spans += [(w.first, w.last) for w in dates_in(_age_text(entry.fields.get("dynasty", "")), kb)]
    return (spans, subject.told("who", "life")) if spans else None


def _arose(subject: Subject, kb: KnowledgeBase) -> tuple[list[Span], Passage | None] | None:
    told = subject.told("era")
    era = re.sub(
        "(清|明|元|宋|金|唐)(?![代朝初末])", r"\1代，", str(subject.entry.fields.get("era", ""))
    )
    era = reigns_of(kb).sub(r"\1年间，", era)
    spans = [(w.first, w.last) for w in dates_in(era, kb)] if told else []
    return (spans, told) if spans else None


def _other_dates(kind: str, subject: Subject, kb: KnowledgeBase) -> Iterator[When]:
    """Yield the dates of the passages that might be what is meant after all."""
    if kind not in ("made", "found", "event", "arose"):
        return
    for passage in subject.passages:
        text = affirmed(passage)
        own = passage.entry in (subject.dated.id, subject.entry.id)
        if own and not _LISTED.search(text) and (passage.topic == "date" or _MADE.search(text)):
            whens = dates_in(text, kb)
            exact = [when for when in whens if when.kind == "year"]
            yield from exact or whens
