"""Judging how something is made or played: steps in order, materials, tools, instruments, plays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_kb.checking.clauses import denied_at
from heritage_kb.checking.judgement import (
    Judgement,
    Said,
    Subject,
    affirmed,
    against,
    borne,
    plain,
    unknown,
)
from heritage_kb.checking.judging_order import judge_order, orders, step_words
from heritage_kb.checking.judging_season import judge_seasons
from heritage_kb.checking.judging_stuff import judge_stuff
from heritage_kb.checking.lexicon import INSTRUMENTS, MATERIALS, OPPOSITES, found_in
from heritage_kb.normal import folded
from heritage_kb.records import Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_DOES = re.compile("要|得|先|再|最后|开头|还|会|是|有|不|用|讲究|完|好了|时候")
_ONLY = re.compile("主奏|主弦|领奏|全靠|只用|主要|主伴奏|离不开")
_PLAY = re.compile("《([^》]{2,12})》")


def judge_crafts(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge the order of steps, the opposite of what is known, materials, instruments, plays."""
    if subject.entry.kind not in (
        "craft",
        "opera",
        "custom",
        "product",
        "site",
        "structure",
        "word",
    ):
        return
    found = list(judge_order(said, subject)) or list(_step_named(said, subject))
    yield from found
    yield from _opposed(said, subject)
    yield from _denials(said, subject)
    yield from _season(said, subject)
    if subject.entry.kind in ("opera", "custom"):
        yield from _instruments(said, subject, kb)
        yield from _plays(said, subject, kb)
    yield from judge_seasons(said, subject)
    yield from _cooked(said, subject)
    if subject.entry.kind != "word":
        yield from judge_stuff(said, subject)
    if subject.entry.kind not in ("opera", "word"):
        yield from _materials(said, subject)


# -- steps -------------------------------------------------------------------------------


def _steps(subject: Subject, derived: bool) -> list[Passage]:
    """Return the steps in order; those of fields and those written count apart."""
    steps = {p.text: p for p in subject.passages if p.step is not None and p.derived is derived}
    return sorted(steps.values(), key=lambda p: p.step or 0)


def _step_named(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Bear out the first step of fields that a clause names in its own words (祭鼓, 醒发)."""
    if orders(said.sentence) or not _DOES.search(said.text):
        return
    text = said.masked
    for step in _steps(subject, True):
        for word in re.split("[、/，（）。]", step_words(step)):
            at = text.find(word) if 2 <= len(word) <= 6 else -1
            if at >= 0:
                one = borne(word, step)
                yield one.denied() if denied_at(text, at) else one
                return


# -- opposites ---------------------------------------------------------------------------


def _opposed(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Judge a word of a row of opposites: the passages affirm it, or another of its row."""
    text = folded(said.masked)
    for row in OPPOSITES:
        for word in row:
            match = re.search(word, text)
            if match is None or any(re.search(other, text) for other in row if other != word):
                continue
            one = _of_row(match.group(), word, row, subject)
            if one is None:
                continue
            if not denied_at(text, match.start()):
                yield one
            elif one.verdict == "supported":
                yield one.denied()


def _of_row(said: str, word: str, row: tuple[str, ...], subject: Subject) -> Judgement | None:
    others = "|".join(other for other in row if other != word)
    rival = None
    names = folded("".join(subject.entry.names))
    told = subject.told("names", "what", "place")
    if told is not None and re.search(others, names) and not re.search(word, names):
        return against(said, told)
    wrong = next((p for p in subject.passages if _calls_wrong(p, word)), None)
    if wrong is not None and not re.search(word, names):
        return against(said, wrong)
    for passage in sorted(subject.passages, key=lambda p: (p.topic == "mistake", not p.derived)):
        text = folded(affirmed(passage))
        weaker = not passage.derived or passage.topic == "mistake"
        own = re.search(word, text)
        if own and not denied_at(text, own.start()) and not (rival and weaker):
            return borne(said, passage)
        match = re.search(others, text)
        if (
            match
            and rival is None
            and (passage.derived or passage.topic in ("process", "material"))
        ):
            rival = passage if not denied_at(text, match.start()) else None
    return against(said, rival) if rival else None


@lru_cache(maxsize=65536)
def _calls_wrong(passage: Passage, word: str) -> bool:
    """Tell whether a passage on mistakes says that a word is what scripts get wrong."""
    if passage.topic != "mistake" or len(word) < 2:
        return False
    return any(
        re.search(
            f"(?:不是|并非|而非|不用|不能|不可|别|勿|错写|错|误)[^，。；：]{{0,14}}?(?:{word})",
            folded(piece),
        )
        for piece in re.split("[。；]", passage.text)
    )


_DENIED = re.compile(
    r"(?:并?不是|并非|而非|不同于|不等同于?|不可写成?|不能写成?|别写成?|不要写成?|不可拍成|不能拍成|别拍成|不用|无|没有|勿写成?|误作|误写成?|错写成)[“「]?([^，。；、（）“”,;:()]{2,10})"
)
_LISTS = ("tools_materials", "materials", "tools", "instruments")
_LACKS = re.compile("(?:无|没有|不用|不施|不设)([\u4e00-\u9fff]{2,6}?)(?=[，。；、（）]|$)")
_FAINT = frozenset("的了是在有和与及而之其也都为以于等这那个要用可制作做写成作")


@lru_cache(maxsize=65536)
def _denied_in(passage: Passage) -> tuple[str, ...]:
    if passage.topic != "mistake":
        return tuple(_LACKS.findall(folded(passage.text))) if passage.derived else ()
    return tuple(_DENIED.findall(folded(passage.text)))


def _denials(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Judge a clause that says what a passage on mistakes denies (不是刺绣)."""
    text = folded(said.masked[said.subject_end :])
    for passage in subject.passages:
        for wrong in _denied_in(passage):
            core = re.sub("伴奏|真传|而$", "", wrong)
            if any(core in folded(name) or f"无{core[0]}" in name for name in subject.entry.names):
                continue
            at = text.find(core)
            if at < 0 and len(core) == 2 and core[1] in "塑雕刻绣铸编扎糊捏画染":
                made = re.search(f"{core[0]}[捏塑做糊雕刻铸编扎打制]", text)  # 泥捏 of 不是泥塑
                at = made.start() if made else -1
            if len(core) < 2 or at < 0:
                at = _loosely(core, text)
            if at < 0:
                continue
            one = Judgement(
                verdict="contradicted",
                passage=passage.id,
                why=f"说的是“{said.text}”，知识库说不是“{wrong}”：{plain(passage)}",
            )
            yield one.denied() if denied_at(text, at) else one
            return


def _loosely(wrong: str, text: str) -> int:
    """Return where three quarters of a longer denied phrase stand together, else -1."""
    parts = [c for c in wrong if c not in _FAINT]
    if len(parts) < 4:
        return -1
    for at in range(len(text)):
        window = text[at : at + len(wrong) + 2]
        if text[at] in parts and sum(c in window for c in parts) >= 0.8 * len(parts):
            return at
    return -1


_COOKING = re.compile(
    "(?P<steam>上笼|蒸)|(?P<fry>油炸|炸)|(?P<boil>水煮|清煮|煮)|(?P<bake>焙|烤|烘|烙|炙)|(?P<stir>炒)|(?P<raw>生吃|生腌)"
)
_DONE_SO = re.compile("熟|出来的|的$|做的|得|要|是")


def _cooked(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Deny that a food is steamed where its steps only bake it."""
    if subject.entry.kind not in ("craft", "product"):
        return
    text = folded(said.masked)
    ways = {str(m.lastgroup): m for m in _COOKING.finditer(text) if not denied_at(text, m.start())}
    steps = [p for p in subject.passages if p.topic == "process" and p.derived]
    known = {str(m.lastgroup) for p in steps for m in _COOKING.finditer(folded(p.text))}
    if len(ways) != 1 or len(known) != 1 or not _DONE_SO.search(text):
        return
    way, match = next(iter(ways.items()))
    every = "".join(folded(affirmed(p)) for p in subject.passages)
    if way not in known and not any(
        m.lastgroup == way and not denied_at(every, m.start()) for m in _COOKING.finditer(every)
    ):
        rival = next(p for p in steps if _COOKING.search(folded(p.text)))
        yield against(match.group(), rival)


# -- seasons -----------------------------------------------------------------------------

_SEASONS = re.compile(
    "(?<!立)[春夏秋冬](?=天|季|里|后|末|初|[熟收下吃产上])|中秋|端午|腊月|正月|全年|一年四季|元宵|清明"
)
_RIPE = re.compile("熟|上市|下来|应季|应时|时令|收|最好吃|吃|做|开花|产|有$|才有|时令")


def _season(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Judge when in the year a product is to be had."""
    told = subject.told("season")
    season = str(subject.entry.fields.get("season", ""))
    if told is None or not season or not _RIPE.search(said.text):
        return
    for match in _SEASONS.finditer(said.text):
        word = match.group()
        if word in season or (word in ("全年", "一年四季") and "全年" in season):
            yield borne(word, told)
        elif season in ("春", "夏", "秋", "冬") and word in ("春", "夏", "秋", "冬"):
            yield against(word, told)


# -- instruments, plays, materials -------------------------------------------------------


def _instruments(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    told = subject.told("instruments", "tools")
    words = found_in(INSTRUMENTS, folded(said.text))
    if (
        told is None
        or not words
        or not re.search("用|拿|靠|离不|少不|奏|伴|拉|弹|吹|敲|打|乐器|有|是|文场|武场", said.text)
    ):
        return
    for start, _, word in words:
        if said.subject_start <= start < said.subject_end:
            continue
        one = _instrument(word, said, subject, told, kb)
        yield one.denied() if said.denies(start) else one


def _instrument(
    word: str, said: Said, subject: Subject, told: Passage, kb: KnowledgeBase
) -> Judgement:
    for passage in subject.passages:
        if word in folded(affirmed(passage)):
            return borne(word, passage)
    others = _of_another(subject, "instruments", word, kb)
    if word in ("钢琴", "吉他", "手风琴") or _ONLY.search(said.text) or others:
        return against(word, told)
    stringless = next(
        (p for p in subject.passages if re.search("无弦乐|清唱|不用弦", p.text)), None
    )
    if stringless and re.search("胡|弦|琴|琵琶|筝", word):
        return against(word, stringless)
    return unknown(f"没有查到{subject.title}用“{word}”")


_MAIN_PLAY = re.compile("代表|看家|招牌|拿手|首推|独有|叫座|的戏")


def _of_another(subject: Subject, field: str, word: str, kb: KnowledgeBase) -> bool:
    """Tell whether a value is listed for other operas and this one has a list without it."""
    if subject.entry.kind != "opera" or len(subject.entry.fields.get(field, ())) < 2:
        return False
    return any(
        word in "".join(map(str, entry.fields.get(field, ())))
        for entry in kb.entries.values()
        if entry.kind == "opera" and entry.title != subject.title
    )


def _plays(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    if not re.search("剧目|代表|拿手|看家|唱|演|戏|本子|名段", said.text):
        return
    for match in _PLAY.finditer(said.text):
        found = next((p for p in subject.passages if match.group(1) in affirmed(p)), None)
        told = subject.told("plays")
        main = _MAIN_PLAY.search(said.text) and not said.denies(match.start())
        if not found and told and main and _of_another(subject, "plays", match.group(1), kb):
            yield against(match.group(1), told)
            continue
        yield (
            borne(match.group(1), found)
            if found
            else unknown(f"没有查到{subject.title}演《{match.group(1)}》")
        )


def _materials(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Bear out a material that a clause says is used; another than the known is not denied."""
    text = folded(said.text)
    if not re.search("用|拿|靠|以|为料|做的|材料|原料|主料", text):
        return
    known = tuple(
        w for key in _LISTS for w in map(str, subject.entry.fields.get(key, ())) if len(w) > 1
    )
    yield from _whole_of(text, subject)
    for start, _, word in found_in((*MATERIALS, *known), text):
        if said.subject_start <= start < said.subject_end or len(word) < 2:
            continue
        found = next((p for p in subject.passages if word in folded(affirmed(p))), None)
        if found is None and subject.entry.kind in ("site", "structure"):
            continue
        other = [w for _, _, w in found_in(MATERIALS, "".join(subject.entry.names)) if len(w) > 1]
        told = subject.told("what", "place")
        if (
            found is None
            and other
            and told
            and re.match("(?:做|制|擀|烧|压|编|刻)的", text[start + len(word) :])
        ):
            yield against(word, told)
            continue
        if found is None:
            yield unknown(f"没有查到{subject.title}用“{word}”")
        elif not said.denies(start):
            if not re.search("[百千万\\d][^，]{0,2}[方斤吨两]", text):
                yield borne(word, found)
        elif found.derived and found.topic in ("tool", "process", "overview"):
            yield against(said.text, found)


_WHOLE = re.compile(
    "是([铁铜木石泥纸布金银])(?:头|片|块)?(?:打|做|铸|雕|捏|糊|缝|造)(?:出来|成)?的"
)


def _whole_of(text: str, subject: Subject) -> Iterator[Judgement]:
    """Deny that a thing is made of a stuff that none of its materials and passages has."""
    match = _WHOLE.search(text)
    told = subject.told("tools")
    if match is None or told is None or any(match.group(1) in p.text for p in subject.passages):
        return
    one = against(match.group()[1:], told)
    yield one.denied() if denied_at(text, match.start(1)) else one
