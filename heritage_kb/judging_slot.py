"""Judging a sentence that a passage says word for word but for one value of the same kind.

现存的多是乾隆年间做的 against 现存多为光绪三十二年作: what is around the value is the same, the value
is not. Only values that shut one another out are compared, and none that any passage of the
subject has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_kb.clauses import denied_at
from heritage_kb.facts import quantities_in
from heritage_kb.grounding import borne_out
from heritage_kb.judgement import Judgement, Said, Subject, affirmed, against
from heritage_kb.judging_date import dates_in
from heritage_kb.judging_number import agrees
from heritage_kb.judging_words import letters_of
from heritage_kb.lexicon import MATERIALS, OLD_PLACES, OUTER_PLACES
from heritage_kb.linking import linker
from heritage_kb.normal import folded
from heritage_kb.records import Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

# Each kind: values of which a thing has one; a list of them (、) is never held against a sentence.
_KINDS = {
    "stuff": re.compile("|".join(sorted(map(re.escape, MATERIALS), key=len, reverse=True))),
    "made of": re.compile("[木石铁铜砖泥土纸竹](?=头的|质|制|做的|造|雕|塑|檐|柱|塔|胎|佛|像|桥|范|构|楼|牌坊|狮|牛|人$)"),
    "side": re.compile("[东南西北](?=[门面边侧墙坡山崖岸台])"),
    "colour": re.compile("[红黑白黄绿蓝紫青](?=色|漆|釉|土|布|纸|绸|袍|旗|底|地|的$|琉璃)"),
    "cooking": re.compile("水煮|油炸|蒸|煮|炸|烤|炒|腌|熬|焖|烙|烧"),
    "puppet": re.compile("提线|杖头|布袋|铁枝"),
    "tower": re.compile("楼阁式|密檐|覆钵|亭阁式|花塔"),
    "season": re.compile("[春夏秋冬](?=[天季里]|祭)|正月|腊月|端午|中秋|重阳|清明|寒食|元宵|七月十五"),
    "sex": re.compile("[男女](?=性|人|子|的|角|扮|班|演员|旦)"),
    "faith": re.compile("全真道|道教|佛教|喇嘛教|儒教|伊斯兰教|禅宗|净土宗|密宗|律宗|华严宗"),
    "role": re.compile("须生|青衣|花旦|老旦|小生|武生|净角|花脸|丑角|小旦"),
    "text": re.compile("《([^》]{2,10})》|资治通鉴|通鉴|史记|左传|水经注|营造法式"),
    "reign": re.compile("(?:康熙|乾隆|雍正|道光|嘉庆|光绪|咸丰|顺治|永乐|洪武|万历|崇祯|嘉靖)(?!年|间|初|末|帝?[一二三四五六七八九十元\\d]|时|朝)"),
    "rank": re.compile("大[掌柜]|二掌柜|宰相|皇帝|将军|县令|知县|太守|刺史|节度使|巡抚|总督|尚书|御史|状元|进士"),
}  # fmt: skip
_STRONG = ("made of", "side", "colour", "puppet", "tower", "season", "sex", "faith", "role", "reign")
_SHARE = 0.6  # of the letters around the value
_PIECE = re.compile("[。；：;]")
_FEW = 14  # characters of a piece in which two shared letters say enough


def judge_slots(
    said: Said, subject: Subject, kb: KnowledgeBase, more: tuple[Passage, ...] = ()
) -> Iterator[Judgement]:
    """Yield a contradiction for the first value of a sentence of which a passage has another."""
    told = [(p, folded(affirmed(p))) for p in (*subject.passages, *more)]
    for kind, pattern in _KINDS.items():
        for match in pattern.finditer(said.text):
            if said.named_over(match.span()) or any(match.group() in text for _, text in told):
                continue
            yield from _against(match.group(), match.span(), pattern, kind, said, subject, told)
    yield from _people(said, subject, told, kb)
    yield from _dates(said, subject, told, kb)
    yield from _numbers(said, subject, told)


def _against(
    value: str,
    span: tuple[int, int],
    pattern: re.Pattern[str],
    kind: str,
    said: Said,
    subject: Subject,
    told: list[tuple[Passage, str]],
) -> Iterator[Judgement]:
    wanted = _around(said, span, subject)
    for passage, text in told:
        for piece in _PIECE.split(text):
            rivals = {m.group() for m in pattern.finditer(piece)}
            listed = any("、" in piece[max(0, m.start() - 1) : m.end() + 3] for m in pattern.finditer(piece))
            if len(rivals) != 1 or listed or (kind not in _STRONG and len(wanted) < 2):
                continue
            if _same_around(wanted, piece, subject):
                yield _told(said, span[0], value, passage, piece, next(iter(rivals)))
                return


def _told(
    said: Said, at: int, value: str, passage: Passage, piece: str, rival: str
) -> Judgement:
    one = against(value, passage)
    denied = said.denies(at) != denied_at(piece, piece.find(rival))
    return one.denied() if denied else one


def _around(said: Said, span: tuple[int, int], subject: Subject) -> frozenset[str]:
    """Return the letters of a sentence without its subject and the value at ``span``."""
    text = said.text[: span[0]] + "|" + said.text[span[1] :]
    for name in sorted(subject.entry.names, key=len, reverse=True):
        text = text.replace(folded(name), "|")
    return letters_of(text)


def _same_around(wanted: frozenset[str], piece: str, subject: Subject) -> bool:
    held = letters_of(piece)
    shared = len(wanted & held)
    if not wanted or shared < _SHARE * len(wanted):
        return False
    bare = piece
    for name in subject.entry.names:
        bare = bare.replace(folded(name), "")
    return shared >= 3 or (shared == len(wanted) and (shared >= 2 or len(bare) <= _FEW) and len(bare) <= 2 * _FEW)


# -- people, dates, numbers --------------------------------------------------------------


@lru_cache(maxsize=16384)
def _named(text: str, kb: KnowledgeBase) -> frozenset[str]:
    return frozenset(
        text[m.start : m.end]
        for m in linker(kb).mentions(text)
        if m.entry.kind == "person" or (m.entry.kind == "event" and m.end - m.start <= 4)
    )


def _people(
    said: Said, subject: Subject, told: list[tuple[Passage, str]], kb: KnowledgeBase
) -> Iterator[Judgement]:
    for mention in said.mentions:
        name = said.text[mention.start : mention.end]
        if mention.entry.kind != "person" or mention.entry.id == subject.entry.id:
            continue
        names = {name, *map(folded, mention.entry.names)}
        if any(n in text for n in names for _, text in told) or any(
            n in p.text for n in names for p in subject.near
        ):
            continue
        wanted = _around(said, (mention.start, mention.end), subject)
        for passage, text in told:
            for piece in _PIECE.split(text):
                others = _named(piece, kb) - set(map(folded, subject.entry.names))
                if len(others) == 1 and _same_around(wanted, piece, subject):
                    yield _told(said, mention.start, name, passage, piece, next(iter(others)))
                    return


def _dates(
    said: Said, subject: Subject, told: list[tuple[Passage, str]], kb: KnowledgeBase
) -> Iterator[Judgement]:
    whens = [w for w in dates_in(said.text, kb) if not said.named_over(w.span)]
    if len(whens) != 1:
        return
    when = whens[0]
    if any(borne_out(when, k) or when.meets(k) for _, t in told for k in dates_in(t, kb)):
        return
    wanted = _around(said, when.span, subject)
    for passage, text in told:
        for piece in _PIECE.split(text):
            known = dates_in(piece, kb)
            if known and len({k.first for k in known}) <= 2 and _same_around(wanted, piece, subject):
                yield _told(said, when.span[0], when.text, passage, piece, known[0].text)
                return


def _numbers(
    said: Said, subject: Subject, told: list[tuple[Passage, str]]
) -> Iterator[Judgement]:
    for number in quantities_in(said.text):
        if said.named_over(number.span):
            continue
        known = [(p, t, k) for p, t in told for k in quantities_in(t) if k.unit == number.unit]
        if any(agrees(number, k) for _, _, k in known):
            continue
        wanted = _around(said, number.span, subject)
        for passage, text, k in known:
            piece = next((x for x in re.split("[。；：，]", text) if k.text in x), "")
            if len(quantities_in(piece)) == 1 and _same_around(wanted, piece, subject):
                yield _told(said, number.span[0], number.text, passage, piece, k.text)
                return
