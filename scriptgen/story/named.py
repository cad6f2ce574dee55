"""Who a brief names: the invented, the dead, and those whom history knows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from heritage_kb import KnowledgeBase
from heritage_kb.records import Entry
from scriptgen.brief import Brief
from scriptgen.reviewing.words import tagged
from scriptgen.story.forms import ROLES
from scriptgen.story.shelf import seat_words
from scriptgen.story.stakes import doers
from scriptgen.surnames import SURNAMES

_NAME = rf"(?:[{SURNAMES}阿小老][一-鿿]{{1,2}})"


_NOT_NAME = set(
    "的了在是和与及把被让从为也都要想却就又还只他她它这那有不去来上下里外年岁，。；、：！？“”（）着地得之对向"
)


_DEAD = re.compile(r"死|亡故|去世|故去|病逝|过世|遗孤|亡父|亡母|咽气|牺牲|已故|离世")


# Who somebody is, in words that no list has (搪瓷厂的质检员发现…, 卖针的妇人捡到…).
_CALLED = re.compile(
    r"(?:^|[的个名位里下上，])"
    r"((?!没人|有人|一[个群帮伙些]人|别人|男人|那人|家人|众人|死人|活人|敌人|古人|外人|主人|客人|人)(?:(?![的了在是和与])[一-鿿]){0,4}?"
    r"(?:[师员工匠手者兵卒贩娃童]|妇人|工长|班长|队长|站长|看守|[一-鿿]{1,2}(?<![没有别个那家])人))"
    r"(?=[，,在把被要发收拍看听捡排拉守放偷接从将给下去进救每带背替])"
)
# Whom a logline opens with (黄河边的摆渡人老郭救起…, 打更人阿四听见…): it is that one's story.
_OPENER = re.compile(
    r"(?:^|[的个名位])"
    r"((?![^，]{0,3}(?:[一二两三四几众有没别每全本那这男女家客主敌外古死活村乡代辈口帮伙群些]|个)人)"
    r"(?:(?![的了在是和与把被要却就也都])[一-鿿]){1,4}?(?:人|员|匠|师|倌|婆|向导|贩|僧|尼|兵(?![营器马变])|工(?![作地厂坊棚程匠]))|武生|小生|花旦)"
    r"(?![的们家山类生心事马手口工数品物选间文])"
)
# 女骑手, and 女外卖骑手: what she works with may stand between.
_WOMAN_AT = re.compile(
    "女(?:外卖|快递|出租车|网约车|货车|短剧|建筑|煤矿|高铁|考古|文物|古建|石窟|新闻|体育|小学|中学|大学|乡村|非遗)?$"
)
_I = re.compile("我(?![们爹娘爸妈])")
_YEAR = re.compile(r"^[^，]{0,8}年[，,]")
_FINDS = re.compile(
    r"^(?:突然|忽然|却|竟|连续[^，]{1,3}天|每[天晚夜])?(?:发现|收到|捡到|看见|撞见|认出|得知|听说|救了|要把|要在)"
)
_GIVEN = 2  # characters of a given name, at most
_WORDS = ("宁肯", "宁愿", "宁可")  # that a dictionary takes for names
_ALONE = re.compile(r"(?<=[他她我你])一个人")  # nobody beside them
_BANNED_NEAR = re.compile(r"不可|不得|不要|不许|禁|不能|避免|勿")


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A name found in a brief with the words about it."""

    name: str
    said: str
    at: int
    listed: bool
    dead: bool
    job: str = ""


def named_in(brief: Brief) -> list[Named]:
    """Return the invented people whom the brief names, in order of mention."""
    text = "。".join((brief.logline, *(m for m in brief.must if _is_asked(m))))
    found: dict[str, Named] = {}
    for item in brief.must:
        hit = re.match(rf"(?:虚构|人物)[：:]\s*({_NAME}|[一-鿿]{{2,3}})，(.{{2,80}})", item)
        if hit and hit[1][0] in SURNAMES + "阿小老":
            found[hit[1]] = _named(hit[1], hit[2], text, True)
    said = {word for words in seat_words().values() for word in words}
    said |= {opener} if (opener := _opener(brief.logline)) else set()
    jobs = "|".join(sorted(said, key=len, reverse=True))
    for hit in re.finditer(rf"((?>{jobs}))(?:叫|名叫|、)?({_NAME})", text):
        name = _surely(_cut(hit[2], text, hit.end(2)), _name_at(text[hit.start(2) :]))
        if name and name not in said and not any(name in one or one in name for one in found):
            after = text[hit.start(2) + len(name) :][:16]
            found[name] = replace(_named(name, hit[1] + after, text, False), job=hit[1])
    for hit in re.finditer(
        rf"({_NAME})[，（(]?(?:今年|年方)?[一二三四五六七八九十\d]{{1,3}}岁", text
    ):
        name = hit[1]
        if name not in found and not any(name in known or known in name for known in found):
            found[name] = _named(name, text[hit.start() : hit.start() + 40], text, False)
    return sorted(found.values(), key=lambda n: (not n.listed, n.at, n.name))


def _surely(name: str, told: str) -> str:
    """Return the name that a dictionary tells where it is the same one, shorter, longer or none."""
    longer = bool(name) and told.startswith(name)
    return told if name.startswith(told) or longer else name


def _is_asked(item: str) -> bool:
    return not item.startswith("需人工判断")


def _named(name: str, said: str, text: str, listed: bool) -> Named:
    at = text.find(name)
    after = re.split(r"[。；]", text[at + len(name) : at + len(name) + 14])[0]
    before = re.split(r"[。；，]", text[max(0, at - 8) : at])[-1]
    if listed:
        after = said[:10]
    gone = _DEAD.search(after) or re.search(r"死去的|亡|已故|故去的|过世的|牺牲的", before)
    return Named(name=name, said=said, at=at, listed=listed, dead=bool(gone))


def _name_at(text: str) -> str:
    """Return the name that a text opens with, or nothing where it opens with a word (宁肯, 常说)."""
    (first, flag), *rest = tagged(text[:6])
    if len(first) > 1:
        return first if flag.startswith("nr") and first not in _WORDS else ""
    if flag == "d" and rest and rest[0][1] == "v":
        return ""
    name = first
    acts = flag == "nr" and len(rest) > 1 and rest[1][1][0] in "vpd"  # 贾满仓|赶着: two verbs
    for word, kind in rest[:2]:
        if len(word) > 1:
            given = kind.startswith(("nr", "m")) or (acts and len(word) == _GIVEN)
            name += word if len(name) == 1 and given else ""
            break
        name += word
    return name[:2] if text[len(name) : len(name) + 1] in "了着过" and len(name) > 2 else name


def _cut(raw: str, text: str, end: int) -> str:
    """Decide between two and three characters of a name."""
    if len(raw) == 3 and (
        raw[2] in _NOT_NAME or (text.count(raw) == 1 and text.count(raw[:2]) > 1)
    ):
        raw = raw[:2]
    if (
        len(raw) == 3
        and text.count(raw) == 1
        and text[end : end + 1]
        and text[end : end + 1] not in _NOT_NAME
        and raw[:1] in "阿小老"
    ):
        raw = raw[:2]
    return "" if any(c in _NOT_NAME for c in raw) or len(raw) < 2 else raw


def documented_in(
    brief: Brief, kb: KnowledgeBase, year: int | None
) -> tuple[list[Entry], list[str]]:
    """Return the known people whom the brief asks for, and questions about those who do not fit."""
    people: dict[str, Entry] = {}
    doubts: list[str] = []
    rows = [brief.logline, *(m for m in brief.must if not _BANNED_NEAR.search(m) and _is_asked(m))]
    for row in rows:
        for _, _, entry in kb.names_in(row, kinds=("person",)):
            if entry.id in people or "一说" in row:
                continue
            if _outside(entry, year):
                doubts.append(f"“{entry.title}”的生卒与{year}年不合，只可提及，不可出场，请核。")
            else:
                people[entry.id] = entry
    return list(people.values()), sorted(set(doubts))


def _outside(entry: Entry, year: int | None) -> bool:
    if year is None:
        return False
    birth, death = entry.start_year, entry.end_year
    return (birth is not None and year < birth) or (death is not None and year > death)


def _first_said(text: str, found: dict[str, str]) -> str:
    """Return the seat of whom the logline opens with (少东家发现…): it is that one's story."""
    first = min(found, key=lambda role: text.find(found[role]), default="")
    opening = _YEAR.sub("", text)
    opening = re.split(r"[，。；、,;]", opening, maxsplit=1)[0]
    return first if first in ("敌", "友", "师", "东") and found[first] in opening else ""


def _opener(text: str) -> str:
    """Return whom a logline opens with, in words that no list need have; nothing where it is a thing."""
    opening = re.split(r"[，。；：、,;]", _YEAR.sub("", text), maxsplit=1)[0]
    hit = _OPENER.search(opening)
    return hit[1] if hit else ""


def _opened(text: str, found: dict[str, str]) -> dict[str, str]:
    """Return the seats with the one whom the logline opens with in the hero's, who had it beside."""
    opener, hero = _opener(text), found.get("主", "")
    at = text.find(opener)
    if not opener or any(text.find(word) < at + len(opener) for word in found.values()):
        return found
    beside = {"友": hero} if hero and "友" not in found else {}
    return {**found, **beside, "主": opener}


def _after(text: str, word: str) -> str:
    """Return what follows a word for somebody; nothing where it is only somebody's (对家的账房)."""
    at = text.find(word) if word else -1
    return "" if at < 0 or text[:at].endswith("的") else text[at + len(word) :]


def _finder(text: str, found: dict[str, str]) -> str:
    """Return the seat of the one who finds what the story is about, where somebody else has the hero's.

    Only where the hero's word is never who acts (对家的账房).
    """
    hero = found.get("主", "")
    if not hero or not text[: text.find(hero)].endswith("的"):
        return ""
    twin = text[text.find(hero) + len(hero) :]  # 寡妇老板 is one person
    others = {r: word for r, word in found.items() if r != "主" and not twin.startswith(word)}
    return next((r for r, word in others.items() if _FINDS.match(_after(text, word))), "")


def _without_places(brief: Brief) -> str:
    """Return the logline with its places blanked: 长子 is a county there, and nobody's eldest son."""
    text = brief.logline
    for name in brief.places:
        short = name.removesuffix("县").removesuffix("市")
        text = re.sub(rf"(?:(?<=[，。、：])|^){short}(?=[，。、：县市城])", "〇" * len(short), text)
    return text


def spoken_of(brief: Brief) -> dict[str, str]:
    """Return who the logline speaks of without a name: seat → the word for that person.

    Each word is used once; a word within a longer one (老船工, 船工) is the longer one, and in
    铜匠的女儿 it is the daughter who is spoken of. Who wants or did something and finds the seat
    taken (父亲, where 爷爷 is the master) sits beside the hero.
    """
    text, taken = _without_places(brief), set[int]()
    seats = {role: words for role, words in seat_words().items() if role in ROLES}
    text = _ALONE.sub("", text)
    every = [word for words in seats.values() for word in words if word in text]
    rows = [
        (text.find(word), -len(word), role, word)
        for role, words in seats.items()
        for word in words
        if word in text and not text[text.find(word) + len(word) :].startswith(
            tuple(f"的{other}" for other in every)
        )
    ]  # fmt: skip
    found: dict[str, str] = {}
    for at, size, role, word in sorted(rows, key=lambda row: (row[1], row[0])):
        span = set(range(at, at - size))
        if not span & taken and (role not in found or at < text.find(found[role])):
            found[role] = f"女{word}" if _WOMAN_AT.search(text[:at]) else word
        taken |= span
    found = _opened(text, found)
    if "主" not in found and (called := _CALLED.search(text)):
        found = {role: word for role, word in found.items() if word != called[1]}
        found["主"] = called[1]
    if (finder := _finder(text, found)) and not _FINDS.match(_after(text, found.get("主", ""))):
        found["主"], found[finder] = found[finder], found.get("主", "")
        found = {role: word for role, word in found.items() if word}
    if "主" not in found and (first := _first_said(text, found)):
        found["主"] = found.pop(first)
    if _I.search(text):  # whose story it is, says so
        found.setdefault("友", found.pop("主", ""))
        found = {role: word for role, word in found.items() if word}
    seated = found.values()
    left = [w for w in doers(text, every) if not any(w in word for word in seated)]
    if left and "友" not in found and not _DEAD.search(text):
        found["友"] = left[0]
    return found
