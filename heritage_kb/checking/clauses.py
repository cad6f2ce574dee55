"""Cutting a text into sentences and clauses, with who speaks taken off and what only asks noted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from heritage_kb.normal import folded

_ENDS = "。！？!?；;\n…"
_MARKS = "，,、：: \t\r\u3000“”\"'「」『』‘’△▲—-.~～·*#"
_SENTENCE = re.compile(rf"[^{_ENDS}]+")
_LONGEST = 160  # characters of a sentence; a longer run without an end is cut
_ASKS = re.compile("吗|呢|么|哪|什么|谁|几|多少|是不是|何|咋|没有$|不$|行不|怎|啥")
# 不就是五代的嘛？ asserts
_ASSERTS = re.compile("不就是|不正是|可不就|难道不是|不是[^，]{1,24}[嘛么吗]$|不[^，]{1,16}才怪")
_TAG = re.compile("[，,]([^，,]{1,9})$")  # …，气派不？
# 老兵叹道：“…  字幕：…  “秋生哥，…: what comes before the statement itself.
_LEAD = re.compile(
    r"^[^，,。“”「」]{0,14}?(?:字幕|旁白|解说|讲解|解说员|讲解员|画外音|外景地?|内景|外景|地点|景点|标题|说明|导游|注)\s*[：:]\s*"
    r"|^[^。：:]{0,24}[：:]\s*(?=[“\"「『])"
    r"|^[^，,。：:“”]{0,6}?(?:说|道|问|答|喊|叹|讲|笑|念|解释|介绍|告诉\S{1,4}?)[：:，,]\s*"
)
_CALLED = re.compile(
    r"^(?:阿[\u4e00-\u9fff]|老[\u4e00-\u9fff]头?|小[\u4e00-\u9fff]"
    r"|[\u4e00-\u9fff]{1,3}(?:哥|姐|妹|弟|叔|伯|婶|娘|爷|姑|师傅|师父|兄|掌柜的?|大人|先生|老板)"
    r"|师父|师傅|爹|娘|爷爷|奶奶|大人|孩子|各位|诸位|你看|你瞧|你听|听说|据说|听着|记住|师父说了?|掌柜的说了?|你知道吗?)$"
)
_TELLS = re.compile(r"^[\u4e00-\u9fff]{0,5}(?:说了|说过|常说|讲过|告诉(?:我|你|过我))$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence at character ``start`` of the text.

    ``asks`` is a question: it states nothing but may name what is spoken of. ``spoken`` is said
    by someone, or stands in quotation marks.
    """

    text: str
    start: int
    asks: bool
    spoken: bool
    lead: str = ""  # who says it and where, taken off before ``text``


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A piece of a sentence at character ``start`` of the sentence."""

    text: str
    start: int

    @property
    def span(self) -> tuple[int, int]:
        """Return start and end in the sentence."""
        return self.start, self.start + len(self.text)


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; an overlong run is cut where it can be."""
    for match in _SENTENCE.finditer(text):
        ended = text[match.end() : match.end() + 1]
        for piece, at in _pieces(match.group()):
            said, lead = _without_lead(piece)
            start = match.start() + at + lead
            bare = said.strip(_MARKS)
            if not bare:
                continue
            start += said.index(bare)
            quoted = any(mark in match.group() for mark in '“”「」"') or lead > 0
            asks = False
            if ended in ("？", "?"):
                bare = _without_tag(bare)
                asks = _asks(bare)
            yield Sentence(
                text=bare, start=start, asks=asks, spoken=quoted, lead=piece[:lead].strip(_MARKS)
            )


def _asks(text: str) -> bool:
    """Tell whether what ends with a question mark asks: 不就是辽代的嘛？ does not."""
    return _ASSERTS.search(text) is None and bool(_ASKS.search(text) or len(text) < 12)


def _without_tag(text: str) -> str:
    """Return a question without 气派不, 对吧 at its end, where the rest of it asks nothing."""
    tag = _TAG.search(text)
    if tag is None or tag.start() < 6 or _ASKS.search(text[: tag.start()]):
        return text
    return (
        text[: tag.start()] if _ASKS.search(tag.group(1)) or tag.group(1).endswith("吧") else text
    )


def _pieces(run: str) -> Iterator[tuple[str, int]]:
    at = 0
    while len(run) - at > _LONGEST:
        cut = max(run.rfind(mark, at, at + _LONGEST) for mark in "，,、 ")
        end = cut + 1 if cut > at else at + _LONGEST
        yield run[at:end], at
        at = end
    yield run[at:], at


def _without_lead(piece: str) -> tuple[str, int]:
    """Return a sentence without 字幕：, without who says it and whom it calls, and their length."""
    at = 0
    for _ in range(3):
        rest = piece[at:].lstrip(_MARKS)
        at = len(piece) - len(rest)
        match = _LEAD.match(rest)
        if match and match.end() < len(rest):
            at += match.end()
            continue
        comma = re.search("[，,]", rest)
        head = rest[: comma.start()] if comma else ""
        if comma and (_CALLED.match(head) or _TELLS.match(head)):
            at += comma.end()
            continue
        break
    return piece[at:], at


def clauses(said: str) -> list[Clause]:
    """Return the pieces of a sentence between its commas; brackets and quotations stay whole."""
    found, start, depth = [], 0, 0
    for at, mark in enumerate(said):
        depth += (mark in "（(《“「") - (mark in "）)》”」")
        if depth <= 0 and mark in "，,：:；":
            found.append((start, at))
            start = at + 1
    found.append((start, len(said)))
    out = []
    for begin, end in found:
        piece = said[begin:end]
        bare = piece.strip(_MARKS)
        if bare:
            out.append(Clause(text=bare, start=begin + piece.index(bare)))
    return out


_NOT = re.compile(
    r"(?:不是|并非|绝非|决非|不在|不属于?|不用|不兴|没有|从没|没|无|非|不叫|不归|不出|不产|不靠|不拿|用不着|不需要|不必|犯不着|不同于|不等于|有别于|区别于|不要|不能|不可|不会|不"
    r"|(?:^|[，。])别|(?:别|甭|莫)(?:再|又|老)?(?=[写说当拍弄搞念叫画])|勿|未|哪是|哪有)[^，。；、]{0,6}$"
)
_NO_DENIAL = re.compile(
    "原封不动|一动不动|一点没变|是不是|不就[是在]?|不正是|差不多|了不起|不错|离不|少不|免不|非遗|非物质|无疑|不止|不但|不仅|不光|不只|没想到|无论|不过|不由|不到|不足|不下|不得不|莫非|无数"
)


def denied_at(text: str, at: int) -> bool:
    """Tell whether what stands at ``at`` of a clause is denied by a 不是, 没有, 不用 before it."""
    plain = folded(text)
    before = _NO_DENIAL.sub("", plain[:at])
    if _ASSERTS.search(plain):
        before = before.replace("不是", "是")
    return bool(_NOT.search(before[-10:]))
