"""Ages as they are said: 十九岁, 二十有三, 年方二八, 虚岁十九, 年过半百, 四十出头, 属虎."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from heritage_kb.dates import numeral
from scriptgen.reviewing.rules.continuity.told import PARENTS, Break, Spot, Told, clauses

_NUMBER = r"([一二三四五六七八九十百两\d]{1,4})"
_TENS = r"([一二三四五六七八九]?十[一二三四五六七八九]?|\d{2})"
_ROUND = r"([一二三四五六七八九]十|半百|\d0)"
_EXACT = re.compile(
    rf"{_NUMBER}岁|(?:今年|如今|现年|刚满|年方|年纪|才|刚好|整|都|快|老骨头){_TENS}(?:了|啦|，|。|$)|"
    rf"(?:^|过了年|转年|明年)(?:我|俺|老夫|老身|老汉|你|您|他|她|这孩子|这丫头)(?:今年|都|才|刚|已经)?{_TENS}(?:了|啦|，|。|$)|^{_TENS}(?:的人)?了[，。！]|"
    r"([二三四五六七八九]?十有[一二三四五六七八九])|"
    r"(?:实足|周岁|满)([一二三四五六七八九]?十[一二三四五六七八九]?)(?:周岁|岁|了|，|。|$)"
)
_COUNTED_EARLY = re.compile(rf"虚岁?(?:都|才|刚)?{_TENS}")
_ABOUT = (  # how it is said, the first and the last year after the round number
    (re.compile(rf"(?:奔|快(?:到)?|眼看|将近|不到){_ROUND}(?:的人|岁|了|，|。|$)"), -3, -1),
    (re.compile(rf"{_ROUND}(?:岁)?(?:才)?出头"), 1, 4),
    (re.compile(rf"{_ROUND}(?:岁)?(?:好几|大几)"), 4, 9),
    (re.compile(rf"{_ROUND}来岁|{_ROUND}岁?上下|{_ROUND}岁?左右|约莫{_ROUND}"), -3, 4),
    (re.compile(rf"{_ROUND}(?:多|几)(?:岁|了|的人)|(?:年过|年逾|年近过|过了){_ROUND}"), 1, 9),
    (re.compile(rf"年近{_ROUND}"), -3, -1),
)
_STAGES = {
    "豆蔻": (13, 14), "及笄": (15, 16), "二八年华": (16, 16), "年方二八": (16, 16),
    "弱冠": (20, 21), "而立": (30, 32), "不惑": (40, 42), "知天命": (50, 52),
    "花甲": (60, 69), "古稀": (70, 79), "耄耋": (80, 95),
}  # fmt: skip
_ANIMAL = re.compile(r"属(?:的是|了)?([鼠牛虎兔龙蛇马羊猴鸡狗猪])")
_NOT_AGE = re.compile(r"那年|时候|时，|岁时|岁那|岁进|岁就|岁起|从小|年前|岁上")
_VOCATIVE = re.compile(r"^[一-鿿]{1,4}[，！]")
_OLDEST = 110


@dataclass(frozen=True, slots=True)
class Age:
    """An age as said: between ``low`` and ``high`` years, at a character of a clause."""

    low: int
    high: int
    said: str
    start: int

    def fits(self, other: Age) -> bool:
        """Tell whether two sayings can be of one person within a year."""
        return self.low - other.high <= 1 and other.low - self.high <= 1


_OLDER = re.compile(
    r"(?:([你您他她])|我|俺)?(?:比([^，。]{1,4}?)|整整|虚)?(大|长|小)(?:了|出)?(?:我|你|他|她)?([一二三四五六七八九十两]{1,3})岁"
)
_TWINS = re.compile(r"双胞胎|双生|孪生|龙凤胎|同年同月|同岁|一般大|一样大|一个年纪")
_PARENT = re.compile(
    rf"你(?:{PARENTS})我|(?:他|她)是我(?:亲)?(?:{PARENTS})|我(?:亲)?(?:{PARENTS})|我(?:的)?(?:儿子|闺女|女儿|孩儿)"
)
_THEN = re.compile(
    r"([一二三四五六七八九十两]{1,3})岁(?:上|那年|时|就|的时候|起|进|入|跟|学|来|到|被|开|离|才|了)?"
)
_FOR = re.compile(
    r"(?:学了|跟了|唱了|做了|干了|过了|走了|等了|守了|整整|熬了|待了|已有?)([一二三四五六七八九十]{1,3})年|"
    r"([一二三四五六七八九十]{1,3})年(?:了|过去|啦)|([一二三四五六七八九十]{1,3})年前"
)
_GROWN = (14, 70)  # how much older a parent is


@dataclass
class Ages:
    """Who is how old, and who is how much older than whom; each with the line that says so."""

    known: dict[str, tuple[Age, Spot]]
    apart: list[tuple[str, str, int, int, Spot]]  # the first is low to high years older

    def told(self, who: str, age: Age, spot: Spot) -> Iterator[tuple[Age, Spot, str]]:
        """Keep an age, and yield what it does not go with: the other age, its line, and how."""
        first = self.known.setdefault(who, (age, spot))
        if not first[0].fits(age):
            yield (*first, f"{who}前面是“{first[0].said}”，这里是“{age.said}”")
            return
        for one, two, low, high, _ in self.apart:
            other = two if who == one else one if who == two else None
            if other is None or other not in self.known:
                continue
            theirs, line = self.known[other]
            low, high = (low, high) if who == one else (-high, -low)
            right = Age(theirs.low + low, theirs.high + high, theirs.said, 0)
            if not right.fits(age):
                yield theirs, line, f"{who}这里是“{age.said}”，与{other}的“{theirs.said}”不合"
                return

    def pass_time(self, years: int | None) -> None:
        """Make everybody older; forget the ages where nobody knows by how much."""
        if years is None:
            self.known.clear()
        for who, (age, spot) in list(self.known.items()):
            passed = years or 0
            self.known[who] = (Age(age.low + passed, age.high + passed, age.said, age.start), spot)

    def differ(self, one: str, two: str, low: int, high: int, spot: Spot) -> None:
        """Keep that one is low to high years older than two."""
        self.apart.append((one, two, low, high, spot))


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    ages = Ages({}, [])
    then = (0, 0)
    born: dict[str, tuple[str, Spot]] = {}
    for spot in story.spots:
        span, now = story.clock[spot.at]
        if (span, now) != then:
            ages.pass_time(now - then[1] if span == then[0] else None)
        then = span, now
        if spot.back or spot.line.type not in ("dialogue", "action", "caption"):
            continue
        _apart(story, spot, ages)
        for who, age in _aged(story, spot):
            for _, other, what in ages.told(who, age, spot):
                yield Break(code="CONTINUITY.AGE", spot=spot, other=other, term=age.said, what=what)
        yield from _open(story, spot, ages)
        yield from _animals(story, spot, born)


def _apart(story: Told, spot: Spot, ages: Ages) -> None:
    """Keep who is older than whom by a line: 我比你大三岁, twins, a parent."""
    speaker = spot.line.speaker
    if not spot.spoken or not speaker:
        return
    listener = story.addressee(spot)
    named = [name for name in story.named(spot.text) if name != speaker]
    older = _OLDER.search(spot.text)
    if older:
        years = numeral(older[4]) or 0
        about = story.named(older[2] or "") or [
            n for n in (named[0] if named else None, listener) if n
        ]
        turned = bool(older[1]) or bool(re.search(r"[大长小]了?我", older[0]))
        if about and about[0] != speaker:
            one, two = (about[0], speaker) if turned else (speaker, about[0])
            ages.differ(*((two, one) if older[3] == "小" else (one, two)), years, years, spot)
    if _TWINS.search(spot.text) and (named or listener):
        ages.differ(speaker, named[0] if named else str(listener), 0, 0, spot)
    parent = _PARENT.search(spot.text)
    if parent:
        near = spot.text[max(0, parent.start() - 3) : parent.end() + 3]
        beside = [name for name in story.named(near) if name != speaker]
        other = beside[0] if beside else None if named else story.elder(speaker)
        if parent[0].startswith("你"):
            other, down = listener or _junior(story, speaker), True
        else:
            down = bool(re.search(r"儿|女|孩", parent[0]))
        if other and other != speaker:
            pair = (speaker, other) if down else (other, speaker)
            ages.differ(*pair, *_GROWN, spot)


def _junior(story: Told, speaker: str) -> str | None:
    """Return the child of a speaker by the name: 小周 of 老周; None where there is none."""
    plain = speaker.removeprefix("老")
    return f"小{plain}" if plain != speaker and f"小{plain}" in story.names else None


def age_in(clause: str) -> Age | None:
    """Return the age that a clause says, None where it says none.

    >>> age_in("年过半百").low, age_in("虚岁十九").high
    (51, 19)
    """
    if _NOT_AGE.search(clause):
        return None
    for word, (low, high) in _STAGES.items():
        if word in clause:
            return Age(low, high, word, clause.index(word))
    for pattern, less, more in _ABOUT:
        found = pattern.search(clause)
        base = _value(found) if found else None
        if found and base:
            return Age(base + less, base + more, found[0].rstrip("，。"), found.start())
    early = _COUNTED_EARLY.search(clause)
    found = early or _EXACT.search(clause)
    age = _value(found) if found else None
    if found is None or age is None or not 1 < age < _OLDEST:
        return None
    return Age(age - 2 if early else age, age, found[0].rstrip("，。"), found.start())


def _value(found: re.Match[str]) -> int | None:
    text = next(filter(None, found.groups()), "")
    return 50 if text == "半百" else numeral(text.replace("有", ""))


def _aged(story: Told, spot: Spot) -> Iterator[tuple[str, Age]]:
    since = _since(story, spot)
    answer = _answered(story, spot)
    if since is not None or answer is not None:
        yield from filter(None, (since, answer))
        return
    for clause in clauses(spot.text):
        age = age_in(clause)
        if age is None or _OLDER.search(clause) or re.search(r"年前", spot.text):
            continue
        before = clause[: age.start]
        if not re.search(r"[我俺你您他她]", clause) and not story.named(before):
            before = _VOCATIVE.sub("", spot.text[: spot.text.index(clause)]) + before
        if spot.spoken and not age.start and not before and re.match(_TENS, clause):
            continue  # 二十二了 said of oneself or of another: see ``_open``
        who = _whose(story, spot, before or clause)
        if who:
            yield who, age


_HOW_OLD = re.compile(r"多大(?:了|年纪|岁数|$|？)|几岁|贵庚|高寿|多大岁数|年纪多大|今年多大")
_BARE = re.compile(rf"^(?:今年|虚岁|刚满|刚|才|都)?{_NUMBER}(?:岁)?(?:了|啦|整)?(?=[，。！]|$)")
_LINES = 2  # between a question and its answer


def _answered(story: Told, spot: Spot) -> tuple[str, Age] | None:
    """Return the age that answers a question: 多大了 … 十三."""
    parts = clauses(spot.text)
    found = next((m for c in parts[:2] if (m := _BARE.search(c))), None)
    years = numeral(found[1]) if found else None
    if found is None or not spot.spoken or not years or not 1 < years < _OLDEST:
        return None
    for asked in reversed(story.spots[max(0, spot.at - _LINES) : spot.at]):
        if asked.number == spot.number and asked.spoken and _HOW_OLD.search(asked.text):
            if asked.line.speaker == spot.line.speaker:
                return None
            about = next(c for c in clauses(asked.text) if _HOW_OLD.search(c))
            other = story.named(_VOCATIVE.sub("", about))
            third = re.search(r"[他她]|孩子|娃|儿子|闺女|姑娘家", about)
            who = other[0] if other else None if third else spot.line.speaker
            return (who, Age(years, years, found[0], 0)) if who else None
    return None


_OPEN = re.compile(rf"(?:^|[，。！])(?:都|快|也)?{_TENS}(?:岁)?(?:的人)?(?:了|，)(?=[，。！一-鿿])")


def _open(story: Told, spot: Spot, ages: Ages) -> Iterator[Break]:
    """Yield an age said of the speaker or of whom she speaks to that fits neither of them."""
    found = _OPEN.search(spot.text)
    years = numeral(found[1]) if found else None
    whole = found and re.search(r"的人|岁|了", found[0])
    if found is None or not years or not whole or not spot.spoken or spot.back:
        return
    if re.search(rf"[我俺你您他她][^，。]{{0,4}}{re.escape(found[1])}", spot.text) or re.search(
        r"块|钱|斤|里地|工资|两银", spot.text
    ):
        return
    age = Age(years, years, found[0].strip("，。！"), 0)
    there = (set(spot.scene.cast) | story.talking(spot)) & ages.known.keys()
    about = {story.addressee(spot), spot.line.speaker} | set(_before(story, spot))
    if any(ages.known[name][0].fits(age) for name in there):
        return
    if near := sorted(about & there - {None}, key=str):
        first, line = ages.known[str(near[-1])]
        yield Break(
            code="CONTINUITY.AGE", spot=spot, other=line, term=age.said,
            what=f"这里说“{age.said}”，在场的人没有这个岁数，{near[-1]}前面是“{first.said}”",
        )  # fmt: skip


def _before(story: Told, spot: Spot) -> list[str]:
    """Return who spoke or was shown in the three lines before."""
    found = []
    for s in story.spots[max(0, spot.at - 3) : spot.at]:
        if s.number == spot.number:
            found += [s.line.speaker] if s.line.speaker else story.named(s.text)
    return [name for name in found if name]


def _since(story: Told, spot: Spot) -> tuple[str, Age] | None:
    """Return the age by an age then and the years since: 六岁进的班，学了十年."""
    then, since = _THEN.search(spot.text), _FOR.search(spot.text)
    if then is None or since is None or _OLDER.search(spot.text):
        return None
    young, years = numeral(then[1]), numeral(since[1] or since[2] or since[3])
    if not young or not years or young + years >= _OLDEST:
        return None
    part = next(c for c in clauses(spot.text) if then[0] in c)
    who = _whose(story, spot, part[: part.index(then[0])] or part)
    age = Age(young + years - 1, young + years + 1, f"{then[0]}…{since[0]}", 0)
    return (who, age) if who else None


def _animals(story: Told, spot: Spot, born: dict[str, tuple[str, Spot]]) -> Iterator[Break]:
    """Yield one who is born in the year of two animals."""
    for clause in clauses(spot.text):
        found = _ANIMAL.search(clause)
        who = _whose(story, spot, clause[: found.start()]) if found else None
        if found is None or who is None:
            continue
        first = born.setdefault(who, (found[1], spot))
        if first[0] != found[1]:
            yield Break(
                code="CONTINUITY.AGE", spot=spot, other=first[1], term=found[0],
                what=f"{who}前面属{first[0]}，这里属{found[1]}",
            )  # fmt: skip


def _whose(story: Told, spot: Spot, before: str) -> str | None:
    speaker = spot.line.speaker
    named = story.named(before)
    if named:
        return named[-1]
    if re.search(r"我|俺", before):
        return speaker if spot.spoken else None
    if re.search(rf"(?:{PARENTS})$|^(?:我)?(?:{PARENTS})", before):
        return story.elder(speaker)
    if re.search(r"你|您", before):
        others = story.talking(spot) - {speaker}
        return others.pop() if len(others) == 1 else story.addressee(spot)
    if re.search(r"[她他这那]|[一-鿿]{2,}的|^[男女]，|岁的人", before) or re.search(
        r"岁的人|^[男女]，", spot.text
    ):
        return _shown_before(story, spot) or story.shown(spot, "她" in before)
    return speaker if spot.spoken else None


def _shown_before(story: Told, spot: Spot) -> str | None:
    """Return whom the picture last showed: the one that people talk about."""
    for before in reversed(story.spots[max(0, spot.at - 4) : spot.at]):
        named = story.named(before.text)
        if before.line.type == "action" and named and before.number == spot.number:
            return named[0] if named[0] != spot.line.speaker else None
    return None
