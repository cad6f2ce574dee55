"""Who is in the story: found in the brief, known to history, or named from a period's list.

A documented person is respected: only decent seats, never a role that lies, steals or threatens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from random import Random

from heritage_kb import KnowledgeBase
from heritage_kb.errors import UnknownName
from heritage_kb.records import Entry
from scriptgen.brief import Brief
from scriptgen.story.forms import Engine, Trade
from scriptgen.story.kin import family_name
from scriptgen.story.named import Named, documented_in, named_in, spoken_of
from scriptgen.story.shelf import Shelf, open_shelf
from scriptgen.story.stakes import NOTHING, Stake, stakes_of
from scriptgen.surnames import SURNAMES

_KIN = {
    "父亲": "爹",
    "母亲": "娘",
    "哥哥": "哥",
    "姐姐": "姐",
    "爷爷": "爷爷",
    "祖父": "爷爷",
    "奶奶": "奶奶",
    "祖母": "奶奶",
    "师兄": "师兄",
    "师姐": "师姐",
    "外婆": "姥姥",
    "姥姥": "姥姥",
    "外公": "姥爷",
    "姥爷": "姥爷",
}
_ELDERS = {
    "爷爷": "爹",
    "奶奶": "娘",
    "姥姥": "娘",
    "姥爷": "爹",
}  # what a parent calls the hero's grandparent
_WOMAN = re.compile(
    r"女|丫头|丫鬟|姑娘|新娘|妹|娘|她|姑|媳|妻|嫂|母|奶奶|外婆|姥姥|婆|姐|寡妇|花旦|名旦|"
    r"尼|太太|公主|妃|皇后|太后|闺蜜"
)
_MAN = re.compile(
    r"爷|外公|父|儿子|孙子|后生|伙计|少年|少东家|弟|汉|掌柜|监工|书生|秀才|财主|霸|"
    r"将|戍卒|斥候|狱卒|捕快|捕头|仵作|衙役|知县|县令|讼师|状师|驿卒|店小二|郎中|号兵|书吏|夫(?!人)|男友|"
    r"僧|和尚|沙弥|道士|少爷|太子|太监|小哥|兄|叔|伯|舅|赘婿|信使|监军|守备|总管|税吏|巡抚|知府|刑警|逃犯|货郎|车把式|进士|举人|状元|卒|役夫|侍卫|护卫|千户|剃头匠"
)
_CUES = {
    "主": re.compile(
        r"女徒|徒弟|学徒|孙女|孙子|女儿|儿子|妹妹|少年|少女|十[三四五六七八九]岁|二十.?岁|大学生|返乡|主播|设计师|主角|主人公"
    ),
    "师": re.compile(
        r"师父|师傅|都料匠|爷爷|奶奶|外婆|外公|姥|祖父|掌门|班主|老艺人|传承人|老匠|父亲|母亲|老汉|老人"
    ),
    "敌": re.compile(
        r"对手|反派|作恶|监工|监军|孔目|查|大掌柜|二掌柜|管事|仇|恶|夺|抢|开发商|财主|霸|贪|算计|吞|逼"
    ),
    "友": re.compile(r"学徒|副手|伙计|邻|师兄|师弟|同门|发小|帮|青梅|搭档|记者|脚夫|货郎"),
    "东": re.compile(r"主家|施主|东家|村长|镇长|会首|族长|老板|主任|馆长|导演|投资"),
}
_CREW = re.compile(r"一伙|爪牙|帮凶|同党|手下|作恶")
_ROLES = "主师敌友东"
# Offices that one is called by, after the family name.
OFFICES = (
    "孔目", "监工", "管事", "大掌柜", "二掌柜", "掌柜", "工头", "县令",
    "知县", "经理", "主任", "老板", "捕头", "教头", "团长",
)  # fmt: skip
_HONOUR = (
    (re.compile(r"僧|尼|法师|和尚|禅"), "法师"),
    (re.compile(r"道士|道人"), "道长"),
    (re.compile(r"施主|供养|功德"), "施主"),
    (re.compile(r"皇帝|帝王|天子"), "陛下"),
    (re.compile(r"票号|掌柜|商"), "掌柜"),
    (re.compile(r"刺史|节度|使|县令|尚书|将军|都督"), "使君"),
    (re.compile(r"医"), "先生"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Someone in the story. ``entry`` is set where the knowledge base knows the person."""

    role: str
    name: str
    woman: bool
    job: str
    entry: Entry | None = None
    said: str = ""  # what the brief says of them
    kin: str = ""  # what the hero calls a relative who is absent or stands beside
    wound: str = ""  # suffered before the story began; without a subject
    stake: Stake = NOTHING  # what the logline says this person wants, did or saw

    @property
    def documented(self) -> bool:
        """Tell whether history knows this person."""
        return self.entry is not None

    @property
    def given(self) -> str:
        """Return the name without the family name, where that is two characters or more."""
        return self.name[1:] if len(self.name) == 3 else self.name


@dataclass(slots=True)
class Cast:
    """The people by role, and how they call each other."""

    people: dict[str, Person]
    master_word: str
    rival_word: str
    patron_word: str
    spare: list[Person] = field(default_factory=list)

    def __getitem__(self, role: str) -> Person:
        """Return who plays a role."""
        return self.people[role]

    @property
    def stakes(self) -> dict[str, Stake]:
        """Return role → what the logline says of whoever plays it, where it says anything."""
        return {role: p.stake for role, p in self.people.items() if p.stake != NOTHING}

    def __contains__(self, role: str) -> bool:
        """Tell whether somebody plays a role."""
        return role in self.people

    def call(self, by: str, whom: str) -> str:
        """Return what ``by`` says to address ``whom``."""
        person = self.people[whom]
        if person.documented:
            return honour(person)
        if whom == "师":
            between = self.people["友"].kin if by == "友" else ""
            if between and self.master_word in _ELDERS:
                return _ELDERS[self.master_word]
            return self.master_word if by in "主友" else f"老{person.name[0]}"
        if whom == "友" and by == "主" and person.kin:
            return person.kin
        if whom == "敌":
            return rank_call(person, self.rival_word)
        if whom == "东":
            return self.patron_word
        if whom == "遗" and person.kin and by == "主":
            return person.kin
        return person.given


def honour(person: Person) -> str:
    """Return the respectful address of a documented person."""
    fields = person.entry.fields if person.entry else {}
    role = f"{fields.get('role', '')}{fields.get('title', '')}"
    for cue, word in _HONOUR:
        if cue.search(role):
            return word
    return "夫人" if person.woman else "先生"


def rank_call(person: Person, word: str) -> str:
    """Return family name and office (杜孔目)."""
    for job in OFFICES:
        if job in person.said or job in person.job:
            return person.name[0] + job.removeprefix("大")
    return person.name[0] + word


# ---------------------------------------------------------------------------------- casting


def cast(
    brief: Brief, kb: KnowledgeBase, trade: Trade, engine: Engine, shelf: Shelf, rng: Random
) -> tuple[Cast, list[str]]:
    """Return the cast of a series, and questions for a person.

    Args:
        brief: what is asked for.
        kb: who is known.
        trade: gives the words of rank.
        engine: says who is missing.
        shelf: has the names of the period.
        rng: chooses names where the brief has none.
    """
    year = story_year(brief, kb)
    known, doubts = documented_in(brief, kb, year)
    named = [n for n in named_in(brief) if not any(n.name in e.names for e in known)]
    people = _cast_named(named)
    seats = "东长" if brief.cast is None or brief.cast > len(_ROLES) else "东"
    for role, entry in zip(seats, known, strict=False):
        people[role] = Person(
            role=role, name=entry.title, woman=_is_woman(entry), job=_job(entry), entry=entry
        )
    names = _Names(shelf, kb, year, rng, brief, {p.name for p in people.values()})
    spoken = spoken_of(brief)
    for role in "主师敌友东":
        if role not in people:
            hero = people["主"].name if "主" in people else ""
            family = family_name(hero, role, spoken, brief.logline)
            people[role] = _invent(role, names, rng, trade, year, spoken.get(role, ""), family)
    people["遗"] = _absent(named, people, engine, names)
    _stake(brief, people, spoken)
    words = {key: dated(trade.words.get(key, ("",)), year) for key in ("师称", "敌称", "东称")}
    return Cast(
        people=people,
        master_word=_master_word(people, words["师称"]),
        rival_word=words["敌称"] or "管事",
        patron_word=words["东称"] or "主家",
    ), doubts


def _stake(brief: Brief, people: dict[str, Person], spoken: dict[str, str]) -> None:
    """Give everyone, in place, what the logline says of them; the documented are left in peace."""
    words = {word: role for role, word in spoken.items() if people[role].said == word}
    words |= {"我": "主"} if "主" not in spoken else {}
    words |= {p.name: role for role, p in people.items() if role != "遗" and not p.documented}
    for role, stake in stakes_of(brief.logline, words).items():
        if not people[role].documented:
            people[role] = replace(people[role], stake=stake)


def story_year(brief: Brief, kb: KnowledgeBase) -> int | None:
    """Return the year of the story: the brief's own, else the middle of its period."""
    if brief.year is not None:
        return brief.year
    try:
        period = kb.period(brief.period)
    except UnknownName:
        return None
    if period.start is None:
        return period.end
    return 2024 if period.end is None else (period.start + period.end) // 2


def dated(words: tuple[str, ...], year: int | None) -> str:
    """Return the first word of ``词@1550-1949`` form whose years hold ``year``."""
    for word in words:
        name, _, span = word.partition("@")
        if not span:
            return name
        found = re.match(r"(-?\d+)?-(-?\d+)?$", span)
        low, high = (int(g) if g else None for g in found.groups()) if found else (None, None)
        if year is None or ((low is None or year >= low) and (high is None or year <= high)):
            return name
    return words[-1].partition("@")[0] if words else ""


def _cast_named(named: list[Named]) -> dict[str, Person]:
    left = [n for n in named if not n.dead]
    people: dict[str, Person] = {}
    crew = [n for n in left if _CREW.search(n.said) and not n.listed]
    left = [n for n in left if n not in crew]
    for role in "主敌师东友":
        scored = [(_score(role, n, left), -i, n) for i, n in enumerate(left)]
        best = max(scored, default=None, key=lambda row: row[:2])
        if role == "敌" and crew and not (best and best[0] > 0):
            people[role] = _person(role, crew[0])
        elif best and (best[0] > 0 or role == "主"):
            people[role] = _person(role, best[2])
            left.remove(best[2])
    for role in "友师":
        if role not in people and left:
            people[role] = _person(role, left.pop(0))
    return people


def _score(role: str, one: Named, left: list[Named]) -> int:
    score = 2 * len(set(_CUES[role].findall(one.said)))
    if role == "主":
        score += 2 * (one is left[0]) - 3 * bool(_CUES["敌"].search(one.said[:16]))
        score -= 2 * bool(re.search(r"[四五六七]十[一二三四五六七八九]?岁", one.said))
    if role == "敌" and re.search(r"不是贪|恨不动|好人", one.said):
        score += 1
    return score


def _person(role: str, one: Named) -> Person:
    text = re.split(r"[；。]", one.said)[0]
    return Person(
        role=role,
        name=one.name,
        woman=_woman(one.name, one.said),
        said=one.said,
        job=one.job or text[:24],
    )


def _woman(name: str, said: str) -> bool:
    return bool(_WOMAN.search(said[:30])) or name[-1] in "娘妹姐姑花兰梅菊英秀凤娥莲玉珍芳霞"


def _is_woman(entry: Entry) -> bool:
    fields = entry.fields
    return fields.get("gender") == "女" or bool(
        re.search(r"女|后妃|皇后|夫人|才女", str(fields.get("role", "")))
    )


def _job(entry: Entry) -> str:
    return str(entry.fields.get("role", "")).split("（")[0][:24] or "史有其人"


class _Names:
    """Names of a period, each given once and never a documented one."""

    def __init__(
        self,
        shelf: Shelf,
        kb: KnowledgeBase,
        year: int | None,
        rng: Random,
        brief: Brief,
        taken: set[str],
    ) -> None:
        sheet = next(
            (s for s in shelf.names.values() if _holds(s["年"], year)), shelf.names["明清"]
        )
        self._sheet, self._kb, self._rng, self._taken = sheet, kb, rng, set(taken)
        self._closed = self.asked = brief.logline + "".join(brief.must)

    def one(self, woman: bool, surname: str = "") -> str:
        """Return a new name."""
        for _ in range(60):
            given = self._rng.choice(self._sheet["女" if woman else "男"])
            family = surname or self._rng.choice(self._sheet["姓"])
            bare = self._sheet["年"][0].startswith("-220") and given[0] in "阿小"
            name = given if bare and not surname else family + given
            if self._free(name, bool(surname)):
                self._taken.add(name)
                return name
        raise AssertionError("names ran out")

    def free(self, woman: bool) -> Iterator[str]:
        """Yield every name that is free, in an order of chance; none of them is given."""
        pairs = [(a, b) for a in self._sheet["姓"] for b in self._sheet["女" if woman else "男"]]
        for family, given in self._rng.sample(pairs, len(pairs)):
            if self._free(family + given, False):
                yield family + given

    def _free(self, name: str, family: bool) -> bool:
        alike = any((name[0] == t[0] and not family) or name[-2:] == t[-2:] for t in self._taken)
        return (
            not alike
            and name not in self._closed
            and not self._kb.names_in(name, kinds=("person",))
        )


def new_names(
    brief: Brief, kb: KnowledgeBase, taken: set[str], woman: bool, rng: Random, count: int = 12
) -> list[str]:
    """Return names of the brief's period that nobody has; each could be hers alone.

    Args:
        brief: its year and its words; a name that it speaks of is left out.
        kb: a documented name is left out.
        taken: names that are there.
        woman: whose names.
        rng: chooses.
        count: at most.
    """
    names = _Names(open_shelf(), kb, story_year(brief, kb), rng, brief, taken)
    return list(islice(names.free(woman), count))


def _holds(span: tuple[str, ...], year: int | None) -> bool:
    found = re.match(r"(-?\d+)-(-?\d+)", span[0])
    return found is not None and year is not None and int(found[1]) <= year <= int(found[2])


def _invent(
    role: str,
    names: _Names,
    rng: Random,
    trade: Trade,
    year: int | None,
    spoken: str,
    family: str = "",
) -> Person:
    """Make somebody up: as the logline speaks of them, else by the trade's words."""
    woman = {"主": rng.random() < 0.65, "师": rng.random() < 0.3}.get(role, rng.random() < 0.25)
    if spoken:
        man = _MAN.search(spoken) or ("他" in names.asked and "她" not in names.asked)
        disguised = "女扮男装" in names.asked and role == "主"
        she = role == "主" and not man and "她" in names.asked and "他" not in names.asked
        woman = disguised or she or bool(_WOMAN.search(spoken)) or (woman and not man)
        job = "人" if spoken == "一个人" else spoken
        return Person(
            role=role, name=names.one(woman, family), woman=woman, job=job, said=spoken,
            kin=_KIN.get(spoken, "") if role == "友" else "",
        )  # fmt: skip
    calling = dated(trade.words.get("行", ("师傅",)), year)
    doing = calling if calling.endswith("的") else "学手艺的"
    job = {
        "主": f"{doing}年轻女子" if woman else f"{doing}后生",
        "师": f"{calling}，一门的老人" if trade.solid else f"{calling}，年纪最长的",
        "敌": dated(trade.words.get("敌称", ("管事",)), year),
        "友": "身边的同伴" if trade.quiet else "一道做活的同伴",
        "东": dated(trade.words.get("东称", ("主家",)), year),
    }[role]
    woman = woman and not _MAN.search(job)
    return Person(role=role, name=names.one(woman), woman=woman, job=job)


def _absent(named: list[Named], people: dict[str, Person], engine: Engine, names: _Names) -> Person:
    dead = [n for n in named if n.dead and n.name not in {p.name for p in people.values()}]
    if engine.kin:
        kin = next((word for key, word in _KIN.items() if dead and key in dead[0].said), "爹")
        if dead:
            return Person(
                role="遗",
                name=dead[0].name,
                woman=kin in ("娘", "姐", "奶奶"),
                job=engine.absent,
                said=dead[0].said,
                kin=kin,
            )
        hero = people["主"].name
        surname = hero[0] if hero[0] not in "阿小老" and hero[0] in SURNAMES else ""
        lost = re.search(r"(哥哥|姐姐|母亲|父亲|爷爷|奶奶)[^。；，]{0,14}死", names.asked)
        kin = _KIN[lost[1]] if lost else "爹"
        return Person(
            role="遗",
            name=names.one(kin in ("娘", "姐", "奶奶"), surname),
            woman=kin in ("娘", "姐", "奶奶"),
            job=engine.absent,
            kin=kin,
        )
    woman = engine.gender == "女"
    name = dead[0].name if dead else names.one(woman)
    return Person(role="遗", name=name, woman=woman, job=engine.absent)


def _master_word(people: dict[str, Person], word: str) -> str:
    said = people["师"].said
    for key, kin in _KIN.items():
        if key in said[:8]:
            return kin
    return word or "师父"
