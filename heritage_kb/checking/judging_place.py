"""Judging where something is said to be or to come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.checking.judgement import (
    Judgement,
    Said,
    Subject,
    affirmed,
    against,
    borne,
    unknown,
)
from heritage_kb.checking.lexicon import OLD_PLACES, OUTER, OUTER_PLACES, found_in
from heritage_kb.normal import folded
from heritage_kb.records import Entry, Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_INSIDE = "(?:省|市|县|区|城区|城|郊外|境内|地界|那边|这边|西山|北面|南面|东面|西面|一带|地区|呀|啊|呢|嘛|吧|嘞|里|的?地面上?|的?[\u4e00-\u9fff]{1,3}[村镇乡山街])*"
_AT = re.compile(
    "(?:在|位于|地处|坐落[在于]?|隶属于?|属于?|归|出自|产[自于]|出产?[在于]|窝子在|盛产于|来自|源[自于出]|起源于|发源于|流行[于在]?|流传[于在]|兴[于在]|"
    "籍贯[是在]?|祖籍[是在]?|生[于在]|老家[是在]?|家在|土生土长的|要看.{0,8}得[去到]|得[去到]|[就要]得?[去到]|去)[^，]{0,3}$"
)
_OF = re.compile(
    f"^{_INSIDE}(?:(?:那边|那头|这边|一带|那儿|这儿)?的?人氏|(?:那边|那头|这边|一带|那儿|这儿)的?人$|人(?!们|家|马|手|都|在)|籍|产|出|(?:一带)?的[^，]{{0,4}}?(?:手艺|技艺|绝活|玩艺|玩意|戏|剧种?|曲艺|小戏|特产|土产|名产|物产|小吃|吃食|名吃|点心|风俗|习俗|民俗|东西|老字号|寺|庙|塔|古迹|名胜|景|地方戏|一绝|酒|醋|曲子|鼓书|社火))"
)
# Names that are also plain words are places only where nothing else is possible.
_EVERYDAY = re.compile(
    "(?:[在到去归属是为]|位于|出自|产自)(古县|孝义|平定|和顺|永和|交口|山阴|中阳|大宁|长子|城区|郊区|矿区)"
    "(?=县?(?:$|[，。的人境呀啊呢]))"
)
_DONE = re.compile(f"^{_INSIDE}(?:$|[，,、。的了打]|那边|那一带)")
_BE = re.compile("(?:是|乃|为|系|本是|原是|不是|并非|即|：|，)[^，]{0,3}$")
_ACTED = re.compile("[了着过]|走|跑|坐|站|等|遇|见|碰|哭|住|打|听|喝|吃|卖|赶|逃|追|找到")
# Ways of saying where a thing is that need no verb of their own: ，P城外；是P人跳的；归P管.
_LOOSE_BEFORE = re.compile(
    "(?:在|是|归|属|到|去|出|产|来自|源[于自]|根子?[是在]|唱遍|红遍|上|的是|就|乃|为|[，：]|守着|立着?在?|蹲在|落在|得[去到上]|数|奔|叫|咱们?|老乡是|还得[看数]|要[数看]|认准|[就也]在|^)(?:今天?的?|如今的?|现在的?|咱们?|我们?|俺们?|人家)?$"
)
_LOOSE_AFTER = re.compile(
    "^(?:$|[，、。城县市区省那这里境地的人产出放看唱演跳做打烧酿边头东西南北郊乡管府州咧呀啊呢嘛嘞]|一带|去|特产|正宗|老字号|老乡|带|再往|往[东西南北里])"
)
_GOES = re.compile(
    "从|由|往|经|过|离|距|传[入来到给]|[卖运送走逃搬迁嫁打调请寄]到|比|像|跟|借|学|请|嫁|[攻守围打占]下?了?$|[了着](?!在)|走|跑|坐|站|等|遇|见|碰|哭|住|听|喝|吃|赶|追|找|仿|不输|不如|同"
)
_TOOK_PLACE = re.compile(
    "(?:战场|旧址|发生|打|出|爆发|打响|就|是|地点就?[是在]|地方[是在]|事发|那是|说的是)(?:在)?$"
)
_ALONE_AFTER = re.compile(
    "^(?:[县市]|城[里外内中东西南北]?头?|[东南西北][边面郊]|境内|那边|一带|这边|地面|再往[里北南东西])*(?:的[^，]{1,6}|特产|老字号|非遗)?(?:$|[，。])"
)
_FAR = 16  # characters between a thing and its place
# the city before the county: 在运城新绛
_NEXT_TO = re.compile("(?:太原|大同|朔州|忻州|阳泉|晋中|吕梁|长治|晋城|临汾|运城)市?(?:那边)?的?$")
_BY = re.compile(
    "^[市县区城]?(?:那边?|一带)?人(?:家)?(?:[跳唱做打烧酿编捏绣画写演创磨垒印刻剪]|传下?|发明)"
)
_BEFORE_NAME = re.compile(
    "^(?:[市县区城]|城?里|那边|境内|这边|乡下)*(?:的|有[座个处]?|那座|这座|那|·|：|的这座|的那座)?(?:著名的?|有名的?|千年的?|古老的?)?$"
    "|^(?:[市县城]|那边)?[，]?(?:咱们?|我们?|大家)?(?:去|来)?(?:看|逛|拍|瞧|找|访)[看的是]?$"
    "|^[市县城]?[，](?:司机|老乡|人人|谁|没人不|路人|当地人)?(?:都|不)?(?:知道|晓得|认得)$"
    "|^[市县城]?[，]?(?:头一个|第一个|首先|最先|先)?(?:想到|想起|提到|说到|数)的?(?:就|肯定)?是?$"
    "|^[市县城]?人?(?:一)?(?:提起|说起|提到|夸起|守着)$|^[市县城]?(?:别忘了?|记得|一定要?|得|要)(?:买|带|尝|吃|喝|看|听|逛)(?:点|些|两包|一?碗)?$"
)
_FOLK_NAME = re.compile(
    "^[市县]?(?:人|的?老乡|老百姓|乡亲|家家户户|老少|男女老少|姑娘|媳妇|艺人|匠人)(?:们|人人|家家)?(?:从小|打小|世代|祖辈)?(?:都|最|就|个个)?"
    "(?:爱|会|喜欢|好|擅长|靠|讲究|能)(?:听|唱|看|哼|演|做|吃|喝|剪|捏|吼|打|扭|跳|来|烧|编|绣)?(?:上?几句|两句|一口|一段)?(?:的就是|的是)?$"
)
_BORN_BEFORE = re.compile("^[市县]?(?:人|籍的?|出了个|出过个?|走出了?|老乡|出的|养出了?个?|生的)$")
_OF_PLACES = ("craft", "opera", "custom", "product")
_PUTS_FORWARD = re.compile("[市县区]?(?:那边)?(?:申报|报上去|报送|报的|去报|申请)")
_FROM_THERE = "(?:{0})[^，。；、]{{0,4}}(?:人|籍)|(?:籍|生[于在]|老家|出身|家在|世居|故里|故居)[^，。；]{{0,6}}(?:{0})"
_JUDGED = ("地级市", "县级")


def judge_places(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge each place that a clause says its subject is in or from."""
    for start, end, names in _places(said, subject, kb):
        if not _states(said, start, end, subject) and not _put_forward(said, end, subject):
            continue
        one = _judge(said.text[start:end], names, subject, kb)
        bare = re.fullmatch("(?:的|那座|这座)?", said.text[end : said.subject_start])
        if end <= said.subject_start and bare and one.verdict != "contradicted":
            continue  # 太谷的曹家大院: nothing is said by it
        yield one.denied() if said.denies(start) else one


def _put_forward(said: Said, end: int, subject: Subject) -> bool:
    """Tell whether a place is said to have put a craft forward for the national list."""
    listed = subject.entry.kind in _OF_PLACES and bool(subject.entry.level)
    return listed and _PUTS_FORWARD.match(said.text[end:]) is not None


def _places(
    said: Said, subject: Subject, kb: KnowledgeBase
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the places of a clause with the bare names of today that each may be."""
    taken = [(m.start, m.end) for m in said.mentions if m.entry.kind != "place"]
    taken.append((said.subject_start, said.subject_end))
    modern = [*_of_today(said.text, kb)]
    old = [
        (start, end, OLD_PLACES[word])
        for start, end, word in found_in(tuple(OLD_PLACES), said.text)
        if word in ("龙门", "洪洞") or not any(a <= start < b for a, b, _ in modern)
    ]
    outer = [(start, end, (word,)) for start, end, word in found_in(tuple(OUTER_PLACES), said.text)]
    for start, end, names in sorted([*modern, *old, *outer]):
        if not any(a <= start and end <= b for a, b in taken):
            yield start, end, names


def _of_today(text: str, kb: KnowledgeBase) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the cities and counties of a clause."""
    spans = [(start, end, place) for start, end, place in kb.names_in(text, ("place",))]
    spans += [
        (match.start(1), match.end(1), place)
        for match in _EVERYDAY.finditer(text)
        for place in kb.gazetteer.called(match.group(1), ("place",))
    ]
    for start, end, place in spans:
        if place.fields.get("admin_level") in _JUDGED and place.city:
            yield start, end, (kb.bare_place(place.title),)


def _states(said: Said, start: int, end: int, subject: Subject) -> bool:
    """Tell whether the words around a place say that the subject is there or from there."""
    before, after = said.text[:start], said.text[end:]
    if said.subject_end > start:
        return said.subject_start >= end and _before(
            said.text[end : said.subject_start],
            subject,
            said.text[said.subject_start : said.subject_end],
        )
    between = before[said.subject_end :]
    if between == "，" and not after.strip("省市县区。") and len(said.sentence) == len(said.text):
        return True
    between = between.replace("打小", "")
    if re.search("从|由|经|往|向|过|离|距|传[入来到]", between) or (
        _ACTED.search(between) and "坐落" not in between
    ):
        return False
    if subject.entry.kind == "event":
        between = re.sub("(?:今天|如今|现在|今)的?$", "", between)
        brief = len(between) <= 4 or not re.search("[就是出打]$", between)
        return brief and bool(_TOOK_PLACE.search(between)) and bool(_DONE.match(after))
    return (
        _of_place(between, after, subject)
        or _at_place(between, after, subject)
        or (
            (said.subject_end > 0 or len(between) <= _CARRIED)
            and _loosely_at(between, after, subject)
        )
    )


_LONG_NAME = 5
_CARRIED = 4  # characters before a place in a clause that goes on about something


def _before(gap: str, subject: Subject, name: str) -> bool:
    """Tell whether a place that stands before a thing says where it is: P有个, P人爱听."""
    kind = subject.dated.kind
    if kind == "person":
        return _BORN_BEFORE.match(gap) is not None
    if kind in ("site", "structure"):
        if gap in ("", "的") and len(name) < _LONG_NAME:
            return False  # another temple of that name may be there
        return _BEFORE_NAME.match(gap) is not None
    if kind in ("craft", "opera", "custom"):
        return _FOLK_NAME.match(gap) is not None or gap in ("的", "有", "有个")
    return kind == "product" and _BEFORE_NAME.match(gap) is not None


def _loosely_at(between: str, after: str, subject: Subject) -> bool:
    """Tell whether the few words around a place leave nothing else to say than where it is."""
    if subject.entry.kind in ("person", "event", "word", "term") or _GOES.search(between):
        return False
    if subject.entry.kind in _OF_PLACES and _BY.match(after):
        return bool(_LOOSE_BEFORE.search(between))
    if re.search("(?:^|[，：])$", _NEXT_TO.sub("", between)):
        return _ALONE_AFTER.match(after) is not None
    return (
        len(between) <= _FAR
        and bool(_LOOSE_BEFORE.search(_NEXT_TO.sub("", between)))
        and bool(_LOOSE_AFTER.match(after))
        and not re.match("^人(?![们家的])|^的[^，]{0,6}(?:人|客|商|军|兵|官)", after)
    )


def _of_place(between: str, after: str, subject: Subject) -> bool:
    """Tell whether it is said to be of a place: 是太原的手艺, 是方山人."""
    if subject.entry.kind in _OF_PLACES and re.fullmatch("[市县区省]?(?:一带|那边|地方)?的", after):
        return between.strip("，就也都原本") in ("是", "不是", "乃是", "并不是")
    return _OF.match(after) is not None and bool(
        _BE.search(between) or not between.strip("，是的") or _AT.search(between)
    )


def _at_place(between: str, after: str, subject: Subject) -> bool:
    """Tell whether it is said to lie at a place, or somebody to be born there."""
    if subject.entry.kind == "person" and re.match(
        "^[市县]?(?:长大|老乡|出来的|走出[来去]?的)", after
    ):
        return bool(re.search("[，？：是在从]$|是咱们?$|^$|打小在", between))
    if not _DONE.match(after):
        return False
    if subject.entry.kind == "person":
        return bool(
            re.search("籍贯|祖籍|老家|家在|生于|生在|出生|是咱们?$|[，？]$|^$", between)
            and (
                re.search("籍贯|祖籍|老家|家在|生", between)
                or re.match("^(?:老乡|出来的|出的|走出)", after)
            )
        )
    return bool(_AT.search(between))


def _judge(said: str, names: tuple[str, ...], subject: Subject, kb: KnowledgeBase) -> Judgement:
    for passage in subject.passages:
        text = folded(affirmed(passage))
        for name in subject.entry.names:
            text = text.replace(folded(name), "|")
        if passage.topic in ("place", "overview", "person") and _told(
            text, (*names, said), subject
        ):
            return borne(said, passage)
    known = _known(subject, kb)
    told = subject.told("place", "native", "region", "where")
    if known & _widened(names, kb):
        exact = known & set(names)
        return Judgement(
            verdict="supported" if exact else "not_in_kb",
            passage=told.id if told and exact else None,
            why=f"{subject.title}在{subject.entry.city}{subject.entry.county}"
            if exact
            else f"没有查到{subject.title}与“{said}”的关系",
        )
    for passage in subject.every:
        text = folded(passage.text)
        for name in subject.entry.names:
            text = text.replace(folded(name), "|")
        if _told(text, (*names, said), subject) and passage.topic != "mistake":
            return unknown(f"没有查到{subject.title}在“{said}”的说法")
    if not known or told is None or _wide(subject):
        return unknown(f"没有查到{subject.title}与“{said}”的关系")
    return Judgement(
        verdict="contradicted",
        passage=told.id,
        why=f"说的是“{said}”，知识库作：{told.text.rstrip('。')}",
    )


def _told(text: str, names: tuple[str, ...], subject: Subject) -> bool:
    """Tell whether a text has a place; of a person, that he is from there."""
    if subject.entry.kind != "person":
        return any(name in text for name in names)
    one = "|".join(map(re.escape, names))
    return bool(re.search(_FROM_THERE.format(one), text))


def _wide(subject: Subject) -> bool:
    """Tell whether the place that is known is all of Shanxi, or is disputed."""
    entry = subject.entry
    origin = str(entry.fields.get("native_place", ""))
    return (
        (not entry.city and entry.kind in ("craft", "opera", "custom", "product"))
        or bool(re.search("说|传|异|/|争", origin))
        or (
            entry.kind in ("site", "structure") and bool(re.search("县境|两县|交界|跨", entry.note))
        )
    )


def _known(subject: Subject, kb: KnowledgeBase) -> set[str]:
    """Return the bare names of the places of a subject, old names resolved, cities of counties."""
    entry = subject.entry
    names = set(kb.places_of(entry)) | set(kb.places_of(subject.dated))
    texts = [
        str(entry.fields.get(key, ""))
        for key in ("native_place", "region", "area_declared", "origin", "place")
    ]
    texts += [entry.title] if entry.kind in ("craft", "opera", "custom", "product") else []
    for text in texts:
        for _, _, place in kb.names_in(text, ("place",)):
            names.update(kb.places_of(place) or (kb.bare_place(place.title),))
            names.add(kb.bare_place(place.title))
        for _, _, old in found_in(tuple(OLD_PLACES), text):
            names.update(OLD_PLACES[old])
        names.update(word for _, _, word in found_in(tuple(OUTER_PLACES), text))
    names.discard("山西省")
    return _cities(names, kb)


def _cities(names: set[str], kb: KnowledgeBase) -> set[str]:
    found = set(names)
    for name in names:
        for place in kb.gazetteer.called(name, ("place",)):
            if place.fields.get("admin_level") == "县级":
                found.add(kb.bare_place(place.city))
    return found


def _widened(names: tuple[str, ...], kb: KnowledgeBase) -> set[str]:
    """Return the places said, and for a county whose city alone is known, that city."""
    return set(names)


_RANK = re.compile("(?:是|算|成了|改成)(?:一?个|座)?(县级市|地级市|市辖区|县)(?=$|[，。的呢嘛呀])")


def _rank_of(said: Said, subject: Entry, told: Passage) -> Iterator[Judgement]:
    """Judge of which rank a county or a city is said to be (高平是个县级市)."""
    match = _RANK.search(said.text[said.subject_end :])
    if match is None or said.denies(said.subject_end + match.start(1)):
        return
    cities = {"地级市": "地级市", "县级": "县级市"}
    ranks = {"市": cities.get(str(subject.fields.get("admin_level"))), "县": "县", "区": "市辖区"}
    rank = ranks.get(subject.title[-1:])
    if rank is not None:
        fits = rank == match.group(1)
        yield borne(match.group(1), told) if fits else against(match.group(1), told)


def place_of_place(said: Said, subject: Entry, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge which city a county is said to belong to (五台县属忻州)."""
    parent = str(subject.fields.get("parent", ""))
    told = next(iter(p for p in kb.passages_of(subject) if p.id.endswith(":place")), None)
    if told is None:
        return
    yield from _rank_of(said, subject, told)
    for start, end, place in kb.names_in(said.text, ("place",)):
        between = said.text[said.subject_end : start]
        if place.fields.get("admin_level") != "地级市" or start < said.subject_end:
            continue
        if not re.fullmatch(
            "(?:是|属于?|归|隶属于?|在|今|现|就|都|原|也|上头|上面|如今|一直|划|由|受)+", between
        ):
            continue
        if not parent:
            continue
        fits = kb.bare_place(parent) == kb.bare_place(place.title)
        if OUTER.search(said.text):
            continue
        yield Judgement(
            verdict="supported" if fits else "contradicted",
            passage=told.id,
            why=f"“{said.text[start:end]}”，知识库作：{told.text.rstrip('。')}",
        )
