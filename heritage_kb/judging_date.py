"""Judging the dates of a clause: when something was built, born, listed, or happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_kb.dates import When
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
_BORN = re.compile("出生|生于|诞生|降生|出世")
_DIED = re.compile("卒|活到|过世|辞世|牺牲|就义|阵亡|死于|去世|逝世|战死|遇害|病逝|病故|身亡|殉")
_LATER = re.compile(
    "重修|重建|修葺|扩建|增建|修缮|大修|迁建|迁来|搬|迁|复建|补|加[的建上]|发现|测|勘察|落架|翻修|解体|成立|开放|发掘|出土|题记|墨书|写着|刻着|毁|焚|烧|塌|震|拆|回来|落户|拍"
)
_FOUNDED = re.compile(
    "原为|原是|原系|旧为|始建|创建|初建|肇建|始于|创于|始凿|始创|创立|草创|建寺|开山|前身"
)
_MADE = re.compile(
    "建|造|创|始|立于|立的|铸|凿|开凿|塑|雕|画的|绘|落成|盖|筑|砌|修|开|年代|时期|遗构|木构|结构|建筑|原物|遗物|旧物|老物|遗存|所作|产物|开工|动工|奠基|起建|完工|竣工|传下来|留下"
)
# 是唐代的, 唐代木构, a date that says what the subject is
_IS = re.compile(
    r"^(?:[^，]{0,2}(?:是|为|属|乃|系)|[^，]{0,6}(?:建|造|修|筑|凿|铸|塑|盖|创|立|始)[在于自]?)"
)
_AGE_OF = re.compile(
    "^(?:朝|代|时|年间|时期|初年|末年)*(?:的|[木石砖铁铜遗建]|人|诗|名|[文武]|皇|大|$)"
)
_FINE = {
    "初唐": (618, 712), "盛唐": (713, 765), "中唐": (766, 835), "晚唐": (836, 907),
    "后梁": (907, 923), "后唐": (923, 936), "后晋": (936, 947), "后周": (951, 960),
    "北齐": (550, 577), "东魏": (534, 550), "南宋": (1127, 1279), "东晋": (317, 420),
    "晚明": (1573, 1644), "晚清": (1840, 1912), "清末": (1840, 1912), "清初": (1644, 1735),
    "明末": (1573, 1644), "明初": (1368, 1435), "明中叶": (1436, 1572), "清中叶": (1736, 1850),
    "唐末": (836, 907), "唐初": (618, 712), "元末": (1330, 1368), "元初": (1206, 1300),
    "宋初": (960, 1022), "金末": (1190, 1234), "金初": (1115, 1160), "辽末": (1060, 1125),
    "民国初": (1912, 1928), "蒙古": (1206, 1271), "蒙元": (1206, 1368), "北宋": (960, 1127),
    "两宋": (960, 1279), "宋": (960, 1279),
}  # fmt: skip
_BARE_YEAR = re.compile(
    r"(?<![\d.第号\-—–])(?:1[0-9]|20)\d\d(?=[\u4e00-\u9fff])(?![年余多级间米尊座个元名人件块张万厘平])"
)
_SLACK = 12  # years by which an age in fine (晚唐) may be missed without saying the opposite
_NATIONAL = {
    "第一批": 1961, "第二批": 1982, "第三批": 1988, "第四批": 1996,
    "第五批": 2001, "第六批": 2006, "第七批": 2013, "第八批": 2019,
}  # fmt: skip
_LOOSE_AGES = {
    "北魏": (386, 534), "北齐": (550, 577), "唐": (618, 907), "五代": (907, 979), "宋": (960, 1279),
    "辽": (907, 1125), "金": (1115, 1234), "元": (1206, 1368), "明": (1368, 1644), "清": (1644, 1912),
}  # fmt: skip
Span = tuple[int, int]


def judge_dates(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Yield a judgement for each date of a clause."""
    for when in dates_in(said.text, kb):
        if _of_another(when, said, subject) or said.named_over(when.span):
            continue
        if subject.entry.kind == "event" and (_BORN.search(said.text) or _DIED.search(said.text)):
            continue
        one = _judge(when, said, subject, kb)
        yield one.denied() if said.denies(when.span[0]) else one


@lru_cache(maxsize=65536)
def _dates(text: str, kb: KnowledgeBase) -> tuple[When, ...]:
    found = [_fine(when) for when in kb.calendar.years_in(text)]
    taken = [when.span for when in found]
    for match in _BARE_YEAR.finditer(text):  # 1907通车
        if not any(a < match.end() and match.start() < b for a, b in taken):
            year = int(match.group())
            found.append(
                When(text=match.group(), span=match.span(), first=year, last=year, kind="year")
            )
    return tuple(sorted(found, key=lambda when: when.span))


def dates_in(text: str, kb: KnowledgeBase) -> tuple[When, ...]:
    """Return the dates of a text, an age in part (晚唐, 明末, 后唐) as narrow as it is said."""
    return _dates(text, kb)


def _fine(when: When) -> When:
    if when.kind != "dynasty":
        return when
    bare = re.sub("(?:王朝|朝代|时期|年间|初年|末年|朝|代|年|时)+$", "", when.text)
    tail = re.search("初年|末年", when.text)
    key = bare + ("初" if tail and tail.group() == "初年" else "末" if tail else "")
    span = _FINE.get(key) or _FINE.get(bare)
    if span is None:
        return when
    return When(text=when.text, span=when.span, first=span[0], last=span[1], kind="dynasty")


def _of_another(when: When, said: Said, subject: Subject) -> bool:
    """Tell whether a date in brackets follows the name of another (马玉楼（1934年生）)."""
    before = said.text[: when.span[0]]
    if not before.endswith("（") or said.subject_end == len(before) - 1:
        return False
    return not re.search("[年代朝]（$", before) and not before[:-1].endswith(subject.entry.names)


def _judge(when: When, said: Said, subject: Subject, kb: KnowledgeBase) -> Judgement:
    kind = _kind(when, said, subject)
    typed = kind in ("born", "died") and _known(kind, said, subject, kb) is not None
    for passage in () if typed else subject.every:
        if _bears(when, kind, passage, said, subject, kb):
            return borne(when.text, passage)
    known = _known(kind, said, subject, kb)
    if known is None:
        return unknown(f"没有查到“{when.text}”与“{subject.title}”的关系")
    spans, told = known
    if any(when.first <= a and b <= when.last for a, b in spans):
        return _within(when, spans, told, subject)
    if kind == "life" and any(a <= when.first and when.last <= b for a, b in spans):
        return _within(when, spans, told, subject)
    if kind in ("made", "found") and any(_overlaps(when, age) for age in _ages_of(subject, kb)):
        return unknown(f"{subject.title}的年代有出入，没有查到“{when.text}”")
    if any(_near(when, span) for span in spans) or (kind == "found" and when.last <= spans[0][0]):
        return unknown(f"只知{subject.title}的年代是{span_of(*spans[0])}，没有查到“{when.text}”")
    if when.kind != "year" and any(_tells(when, o) for o in _other_dates(kind, subject, kb)):
        return unknown(f"没有查到“{when.text}”与“{subject.title}”的关系")
    if told is None:
        return Judgement(
            verdict="contradicted",
            passage=None,
            why=f"说的是“{when.text}”，知识库作：{subject.title}为{span_of(*spans[0])}",
        )
    return against(when.text, told)


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
    return when.first - _SLACK <= span[1] and span[0] <= when.last + _SLACK


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
    if (
        re.fullmatch("(?:时间|年代|年份|那)?(?:就|也)?[是在]?[了]?", text.replace(when.text, ""))
        and not said.subject_end
    ):
        return "bare"
    if subject.entry.kind == "person":
        before, after = text[: when.span[0]], text[when.span[1] :]
        says = re.search("(?:是|为|乃|□|，)$", said.masked[: when.span[0]]) or not before
        plain = re.search("^的?[^，才去来到建写画创]{0,8}$", after.strip("，"))
        return "life" if says and plain and when.kind != "year" else "deed"
    if subject.entry.kind == "event":
        return "event" if _is_event(when, said, subject) else "deed"
    if _LATER.search(text):
        return "later"
    if subject.entry.kind in ("site", "structure"):
        return _made_kind(when, text)
    return (
        "arose" if re.search("起源|形成|始|产生|出现|成熟|兴起|源|传[入来]|才有", text) else "other"
    )


def _is_event(when: When, said: Said, subject: Subject) -> bool:
    """Tell whether a clause dates the event as such, not something that somebody in it did."""
    name = said.text[said.subject_start : said.subject_end]
    if folded(name) not in map(folded, subject.entry.names):
        return False
    rest = len(said.text) - len(name) - len(when.text)
    return rest <= 6 or bool(re.search("发生|爆发|打响|时在|铸|开始", said.text))


def _made_kind(when: When, text: str) -> str:
    before, after = folded(text[: when.span[0]]), text[when.span[1] :]
    if not before and after in ("", "的"):
        return "made"  # …，唐代的
    if _FOUNDED.search(text):
        return "found"
    says = _MADE.search(text) or _IS.search(before[-3:] + after)
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
    first, last = _LOOSE_AGES[match.group()]
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
    spans = [(w.first, w.last) for w in dates_in(told.text, kb)] if told else []
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
