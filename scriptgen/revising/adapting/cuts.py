"""Where a source is cut: scenes by a change of time or place, episodes by length at the best cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from heritage_kb import KnowledgeBase
from scriptgen.revising.adapting.source import Paragraph, SourceText, Span

_LATER = re.compile(
    r"[　 ]*(?:“)?(次日|翌日|第二天|第三天|隔天|隔日|当晚|当夜|当天|这天|这一天|那天|那一天|那年|这年|一天|有一天|几天后|数日后|几日后|不久"
    r"|[一二三四五六七八九十两数几半\d]+(?:天|日|年|个?月|个时辰|小时)(?:以?后|之后|过去)|过了[^，。]{1,8}[，。]"
    r"|到了[^，。]{1,6}(?:天|日|夜|晚)|入夜|夜里|半夜|深夜|午夜|天亮|天刚亮|天还没亮|天黑|清晨|清早|黎明|拂晓|早上|早晨|上午|中午|晌午"
    r"|下午|午后|傍晚|黄昏|掌灯时分|[一二三四五]更|(?:初|暮|深)?[春夏秋冬](?:天|夜|日|末|初)?[，里])"
)
_HOURS = (
    ("夜", re.compile(r"夜|更天|[一二三四五]更|天黑|掌灯|月光|月亮|灯下")),
    ("晨", re.compile(r"清晨|清早|黎明|拂晓|天亮|早上|早晨|天刚亮|天还没亮|鸡叫")),
    ("昏", re.compile(r"傍晚|黄昏|日落|暮")),
    ("日", re.compile(r"上午|中午|晌午|下午|午后|正午|日头|阳光|太阳")),
)
_WORDS = (
    "后间|前间|里间|外间|作坊|客栈|茶馆|祠堂|衙门|戏台|工棚|木作棚|料场|票号|学堂|博物馆|展厅|工地|院子|山门|门口|街上|巷口|桥头"
    "|河边|村口|城门|山道|大殿|后殿|前殿|佛殿|窑洞|灶房|厨房|卧房|书房|账房|柜台|后院|前院|院里|堂屋|屋里|屋内|铺子|店里|庙里|寺里|观里"
    "|塔下|台上|台下|后台|车站|医院|办公室|教室|直播间|车间|库房"
)
_WENT = re.compile(
    rf"(?:来到|到了|赶到|走进|走到|进了|回到|出了|奔到|踏进|搬到|站在|坐在|跪在|蹲在|在)(?P<where>[^，。！？；：“”\s]{{0,12}}(?:{_WORDS}))"
)
_THERE = re.compile(
    rf"^(?P<where>[^，。！？；：“”\s的]{{0,8}}(?:的[^，。！？；：“”\s]{{0,6}})?(?:{_WORDS})[里内外前后上下]?)[，里]"
)
_PLACE = re.compile(_WORDS)
_OUT = re.compile(r"街|巷|桥|河|村口|城门|山|料场|工地|院|门口|塔下|台下|路|场")
_TENSION = re.compile(
    r"忽然|突然|猛地|竟|原来|不料|谁知|却|没想到|愣住|僵|惊|死|血|火|断|裂|摔|跪|哭|空|不见"
)
_OPEN_END = re.compile(r"[？?…]|[！!]”?$|谁|不见了|没有人|空的|停住|愣")
_NEAR = 0.4  # of an episode's length: how far from its ideal end a better cut may lie


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """A scene of the source. ``why`` it begins here: chapter, separator, time, place, start."""

    start: int
    end: int
    why: str
    time: str = ""
    time_span: Span | None = None
    place: str = ""
    place_span: Span | None = None
    entry: str = ""

    @property
    def int_ext(self) -> str | None:
        """Return 内 or 外 as far as the word for the place tells."""
        if not self.place:
            return None
        return "外" if _OUT.search(self.place) else "内"


def scenes(source: SourceText, kb: KnowledgeBase) -> list[Cut]:
    """Return the scenes of a source in order; together they hold every paragraph of text."""
    found: list[Cut] = []
    why, place = "start", ""
    for paragraph in source.paragraphs:
        if paragraph.kind != "text":
            why = paragraph.kind
            continue
        time = _time(source, paragraph)
        where = _where(source, paragraph, kb)
        if not found or why in ("chapter", "separator") or time or _moves(where, place):
            reason = why if not found or why != "" else "time" if time else "place"
            found.append(_cut(source, paragraph, reason or "start", time, where, kb))
        else:
            last = found[-1]
            found[-1] = _longer(last, paragraph, where, kb)
        place = found[-1].place
        why = ""
    return found


def _time(source: SourceText, paragraph: Paragraph) -> Span | None:
    found = _LATER.match(source.text, paragraph.start, paragraph.end)
    return source.span(found.start(1), found.end(1)) if found else None


def _where(source: SourceText, paragraph: Paragraph, kb: KnowledgeBase) -> Span | None:
    """Return where a paragraph's first sentence goes or is."""
    told = list(islice(source.sentences(paragraph.start, paragraph.end), 2))
    if not told or told[0].text[:1] in '“「『"':
        return None
    for one in told:
        if found := _THERE.search(one.text) or _WENT.search(one.text):
            start = found.start("where") + found["where"].rfind("的") + 1
            return source.span(one.start + start, one.start + found.end("where"))
    first = told[0]
    named = [
        (start, end)
        for start, end, entry in kb.names_in(first.text, kinds=("site", "structure"))
        if end - start >= 2
    ]
    went = re.search(r"来到|到了|赶到|走进|走到|进了|回到|在", first.text)
    if named and went:
        start, end = named[0]
        return source.span(first.start + start, first.start + end)
    return None


def _moves(where: Span | None, place: str) -> bool:
    return where is not None and bool(place) and _bare(where.text) != _bare(place)


def _bare(place: str) -> str:
    found = _PLACE.search(place)
    return found[0] if found else place


def _cut(
    source: SourceText,
    paragraph: Paragraph,
    why: str,
    time: Span | None,
    where: Span | None,
    kb: KnowledgeBase,
) -> Cut:
    text = source.text[paragraph.start : paragraph.end]
    hour = next((h for h, cue in _HOURS if cue.search(time.text if time else "")), "")
    hour = hour or next((h for h, cue in _HOURS if cue.search(text)), "")
    return Cut(
        start=paragraph.start,
        end=paragraph.end,
        why=why,
        time=hour,
        time_span=time,
        place=where.text if where else "",
        place_span=where,
        entry=_entry(where, kb),
    )


def _entry(where: Span | None, kb: KnowledgeBase) -> str:
    found = kb.names_in(where.text, kinds=("site", "structure")) if where else []
    return found[0][2].id if found else ""


def _longer(cut: Cut, paragraph: Paragraph, where: Span | None, kb: KnowledgeBase) -> Cut:
    place = cut.place_span or where
    return Cut(
        start=cut.start,
        end=paragraph.end,
        why=cut.why,
        time=cut.time,
        time_span=cut.time_span,
        place=place.text if place else "",
        place_span=place,
        entry=cut.entry or _entry(place, kb),
    )


# ------------------------------------------------------------------------------------- episodes


def episodes(source: SourceText, cuts: list[Cut], count: int) -> list[tuple[int, int]]:
    """Return where each episode begins and ends: of like length, cut where a scene begins.

    Args:
        source: the source.
        cuts: its scenes.
        count: how many episodes; fewer come back where there are fewer paragraphs.
    """
    rows = source.texts()
    starts = {cut.start: cut.why for cut in cuts}
    size = sum(p.end - p.start for p in rows) / max(1, count)
    bounds, used, first = [0], 0, 0
    for number in range(1, min(count, len(rows))):
        room = range(bounds[-1] + 1, len(rows) - (min(count, len(rows)) - number) + 1)
        lengths = [used]
        for p in rows[first:]:
            lengths.append(lengths[-1] + p.end - p.start)
        costs = {
            n: abs(lengths[n - first] - number * size) / size / _NEAR
            + _RANK.get(starts.get(rows[n].start, ""), 1.0)
            - 0.6 * bool(_OPEN_END.search(_last(source, rows[n - 1])))
            for n in room
        }
        best = min(costs, key=lambda n: (costs[n], n))
        used, first = lengths[best - first], best
        bounds.append(best)
    ends = [*bounds[1:], len(rows)]
    return [(rows[a].start, rows[b - 1].end) for a, b in zip(bounds, ends, strict=True)]


_RANK = {"chapter": 0.0, "separator": 0.2, "time": 0.4, "place": 0.5, "start": 0.0}


def _last(source: SourceText, paragraph: Paragraph) -> str:
    return source.text[max(paragraph.start, paragraph.end - 30) : paragraph.end]


def tension(text: str) -> int:
    """Return how much happens in a sentence, by its marks."""
    return len(_TENSION.findall(text)) + text.count("！") + text.count("？")
