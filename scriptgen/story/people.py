"""Who is in the story: found in the brief, known to history, or named from a period's list.

A documented person is respected: only decent seats, never a role that lies, steals or threatens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from heritage_kb import KnowledgeBase
from heritage_kb.errors import UnknownName
from heritage_kb.records import Entry
from scriptgen.brief import Brief
from scriptgen.story.forms import Engine, Trade
from scriptgen.story.shelf import Shelf

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎"
    "鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤罗毕郝安常乐于傅卞齐康伍余元顾孟黄和穆萧尹姚邵汪祁毛"
    "狄米贝明计成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍虞万支柯"
    "卢莫房丁邓郁杭洪包左石崔龚程邢裴陆荣翁荀甄曲封靳段焦巴谷车侯班仇宁甘厉武符刘景詹龙叶白蒲鄂池"
    "乔温庄柴瞿阎慕连习艾向古易廖耿欧师聂晁冀渠牛解尚"
)
_NAME = rf"(?:[{_SURNAMES}阿小老][一-鿿]{{1,2}})"
_NOT_NAME = set("的了在是和与及把被让从为也都要想却就又还只他她它这那有不去来上下里外年岁，。；、：！？“”（）着地得之对向")
_JOBS = (
    "女徒弟 女徒 小徒弟 徒弟 学徒 都料匠 老木匠 木匠 石匠 漆匠 铁匠 窑工 老艺人 传承人 大师傅 师傅 师父 班主 大掌柜 二掌柜 "
    "三掌柜 掌柜 少东家 东家 信房先生 账房先生 先生 副手 监工 管事 孔目 工头 县令 刺史 知县 捕头 和尚 僧人 住持 道士 镖头 镖师 "
    "女孩 少女 少年 姑娘 媳妇 女儿 儿子 孙女 孙子 妹妹 姐姐 哥哥 弟弟 父亲 母亲 爷爷 奶奶 外婆 祖父 祖母 师兄 师姐 师弟 师妹 "
    "主播 记者 设计师 大学生 研究生 博士 导演 老板 经理 村长 主任 馆长 讲解员 青年 后生 老人 老汉 寡妇 厨子 厨师 大夫 医生 名旦 "
    "花旦 须生 鼓手 鼓师 剑客 侠女 游侠 刀客 书生 秀才 画师 画工 刻工 凿工 匠人 工匠 匠师 织工 绣娘 货郎 脚夫 驼工 伙计").split()
_KIN = {"父亲": "爹", "母亲": "娘", "哥哥": "哥", "姐姐": "姐", "爷爷": "爷爷", "祖父": "爷爷",
        "奶奶": "奶奶", "祖母": "奶奶", "师兄": "师兄", "师姐": "师姐", "外婆": "姥姥"}
_DEAD = re.compile(r"死|亡故|去世|故去|病逝|过世|遗孤|亡父|亡母|咽气|牺牲|已故|离世")
_WOMAN = re.compile(r"女|妹|娘|她|姑|媳|妻|嫂|母|奶奶|外婆|婆|姐|寡妇|花旦|名旦")
_CUES = {
    "主": re.compile(r"女徒|徒弟|学徒|孙女|孙子|女儿|儿子|妹妹|少年|少女|十[三四五六七八九]岁|二十.?岁|大学生|返乡|主播|设计师|主角|主人公"),
    "师": re.compile(r"师父|师傅|都料匠|爷爷|奶奶|外婆|祖父|掌门|班主|老艺人|传承人|老匠|父亲|母亲|老汉|老人"),
    "敌": re.compile(r"对手|反派|作恶|监工|监军|孔目|查|大掌柜|二掌柜|管事|仇|恶|夺|抢|开发商|财主|霸|贪|算计|吞|逼"),
    "友": re.compile(r"学徒|副手|伙计|邻|师兄|师弟|同门|发小|帮|青梅|搭档|记者|脚夫|货郎"),
    "东": re.compile(r"主家|施主|东家|村长|镇长|会首|族长|老板|主任|馆长|导演|投资"),
}
_BANNED_NEAR = re.compile(r"不可|不得|不要|不许|禁|不能|避免|勿")
_ROLES = "主师敌友东"
_HONOUR = (
    (re.compile(r"僧|尼|法师|和尚|禅"), "法师"), (re.compile(r"道士|道人"), "道长"),
    (re.compile(r"施主|供养|功德"), "施主"), (re.compile(r"皇帝|帝王|天子"), "陛下"),
    (re.compile(r"票号|掌柜|商"), "掌柜"),
    (re.compile(r"刺史|节度|使|县令|尚书|将军|都督"), "使君"), (re.compile(r"医"), "先生"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Someone in the story. ``entry`` is set where the knowledge base knows the person."""

    role: str
    name: str
    woman: bool
    job: str
    entry: Entry | None = None
    said: str = ""           # what the brief says of them
    kin: str = ""            # what the hero calls an absent relative

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

    def __contains__(self, role: str) -> bool:
        """Tell whether somebody plays a role."""
        return role in self.people

    def call(self, by: str, whom: str) -> str:
        """Return what ``by`` says to address ``whom``."""
        person = self.people[whom]
        if person.documented:
            return honour(person)
        if whom == "师":
            return self.master_word if by in "主友" else f"老{person.name[0]}"
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
    for job in ("孔目", "监工", "管事", "大掌柜", "二掌柜", "掌柜", "工头", "县令", "知县", "经理",
                "主任", "老板", "捕头", "教头", "团长"):
        if job in person.said or job in person.job:
            return person.name[0] + job.removeprefix("大")
    return person.name[0] + word


# ---------------------------------------------------------------------------------- reading


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A name found in a brief with the words about it."""

    name: str
    said: str
    at: int
    listed: bool
    dead: bool


def named_in(brief: Brief) -> list[Named]:
    """Return the invented people whom the brief names, in order of mention."""
    text = "。".join((brief.logline, *(m for m in brief.must if _is_asked(m))))
    found: dict[str, Named] = {}
    for item in brief.must:
        if hit := re.match(rf"(?:虚构|人物)[：:]\s*({_NAME}|[一-鿿]{{2,3}})，(.{{2,80}})", item):
            if hit[1][0] in _SURNAMES + "阿小老":
                found[hit[1]] = _named(hit[1], hit[2], text, True)
    jobs = "|".join(sorted(_JOBS, key=len, reverse=True))
    for hit in re.finditer(rf"({jobs})(?:叫|名叫|、)?({_NAME})", text):
        name = _cut(hit[2], text, hit.end(2))
        if name and name not in found and not any(name in known or known in name for known in found):
            found[name] = _named(name, hit[1] + text[hit.end(2):hit.end(2) + 16], text, False)
    for hit in re.finditer(rf"({_NAME})[，（(]?(?:今年|年方)?[一二三四五六七八九十\d]{{1,3}}岁", text):
        name = hit[1]
        if name not in found and not any(name in known or known in name for known in found):
            found[name] = _named(name, text[hit.start():hit.start() + 40], text, False)
    return sorted(found.values(), key=lambda n: (not n.listed, n.at, n.name))


def _is_asked(item: str) -> bool:
    return not item.startswith("需人工判断")


def _named(name: str, said: str, text: str, listed: bool) -> Named:
    at = text.find(name)
    near = text[max(0, at - 8):at + len(name) + 12]
    return Named(name=name, said=said, at=at, listed=listed, dead=bool(_DEAD.search(near)))


def _cut(raw: str, text: str, end: int) -> str:
    """Decide between two and three characters of a name."""
    if len(raw) == 3 and (raw[2] in _NOT_NAME or text.count(raw) == 1 and text.count(raw[:2]) > 1):
        raw = raw[:2]
    if len(raw) == 3 and text.count(raw) == 1 and text[end:end + 1] and \
            text[end:end + 1] not in _NOT_NAME and raw[:1] in "阿小老":
        raw = raw[:2]
    return "" if any(c in _NOT_NAME for c in raw) or len(raw) < 2 else raw


def documented_in(brief: Brief, kb: KnowledgeBase, year: int | None) -> tuple[list[Entry], list[str]]:
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


# ---------------------------------------------------------------------------------- casting


def cast(brief: Brief, kb: KnowledgeBase, trade: Trade, engine: Engine, shelf: Shelf,
         rng: Random) -> tuple[Cast, list[str]]:
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
    for role, entry in zip("东长", known, strict=False):
        people[role] = Person(role=role, name=entry.title, woman=_is_woman(entry), job=_job(entry),
                              entry=entry)
    if "东" in people and people["东"].documented:
        pass
    names = _Names(shelf, kb, year, rng, brief, {p.name for p in people.values()})
    for role in "主师敌友东":
        if role not in people:
            people[role] = _invent(role, names, rng, trade, year)
    people["遗"] = _absent(named, people, engine, names)
    words = {key: dated(trade.words.get(key, ("",)), year) for key in ("师称", "敌称", "东称")}
    return Cast(people=people, master_word=_master_word(people, words["师称"]),
                rival_word=words["敌称"] or "管事", patron_word=words["东称"] or "主家"), doubts


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
        low, high = (int(g) if g else None for g in (found or ["", None, None]).group(1, 2)) \
            if found else (None, None)
        if year is None or ((low is None or year >= low) and (high is None or year <= high)):
            return name
    return words[-1].partition("@")[0] if words else ""


def _cast_named(named: list[Named]) -> dict[str, Person]:
    left = [n for n in named if not n.dead]
    people: dict[str, Person] = {}
    for role in "主敌师东友":
        scored = [(_score(role, n, left), -i, n) for i, n in enumerate(left)]
        best = max(scored, default=None, key=lambda row: row[:2])
        if best and (best[0] > 0 or role == "主"):
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
    return Person(role=role, name=one.name, woman=_woman(one.name, one.said), said=one.said,
                  job=text[:24])


def _woman(name: str, said: str) -> bool:
    return bool(_WOMAN.search(said[:30])) or name[-1] in "娘妹姐姑花兰梅菊英秀凤娥莲玉珍芳霞"


def _is_woman(entry: Entry) -> bool:
    fields = entry.fields
    return fields.get("gender") == "女" or bool(
        re.search(r"女|后妃|皇后|夫人|才女", str(fields.get("role", ""))))


def _job(entry: Entry) -> str:
    return str(entry.fields.get("role", "")).split("（")[0][:24] or "史有其人"


class _Names:
    """Names of a period, each given once and never a documented one."""

    def __init__(self, shelf: Shelf, kb: KnowledgeBase, year: int | None, rng: Random,
                 brief: Brief, taken: set[str]) -> None:
        sheet = next((s for s in shelf.names.values() if _holds(s["年"], year)),
                     shelf.names["明清"])
        self._sheet, self._kb, self._rng, self._taken = sheet, kb, rng, set(taken)
        self._closed = brief.logline + "".join(brief.must)

    def one(self, woman: bool, surname: str = "") -> str:
        """Return a new name."""
        for _ in range(60):
            given = self._rng.choice(self._sheet["女" if woman else "男"])
            family = surname or self._rng.choice(self._sheet["姓"])
            name = given if given[0] in "阿小" and not surname else family + given
            if self._free(name):
                self._taken.add(name)
                return name
        raise AssertionError("names ran out")

    def _free(self, name: str) -> bool:
        alike = any(name[0] == t[0] and not self._sheet.get("") or name[-2:] == t[-2:]
                    for t in self._taken)
        return not alike and name not in self._closed and \
            not self._kb.names_in(name, kinds=("person",))


def _holds(span: tuple[str, ...], year: int | None) -> bool:
    found = re.match(r"(-?\d+)-(-?\d+)", span[0])
    return bool(found) and year is not None and int(found[1]) <= year <= int(found[2])


def _invent(role: str, names: _Names, rng: Random, trade: Trade, year: int | None) -> Person:
    woman = {"主": rng.random() < 0.65, "师": rng.random() < 0.3}.get(role, rng.random() < 0.25)
    job = {"主": "学手艺的后生", "师": f"{dated(trade.words.get('行', ('师傅',)), year)}，一门的老人",
           "敌": dated(trade.words.get("敌称", ("管事",)), year),
           "友": "一道做活的同伴",
           "东": dated(trade.words.get("东称", ("主家",)), year)}[role]
    if role == "主" and woman:
        job = "学手艺的年轻女子"
    return Person(role=role, name=names.one(woman), woman=woman, job=job)


def _absent(named: list[Named], people: dict[str, Person], engine: Engine,
            names: _Names) -> Person:
    dead = [n for n in named if n.dead and n.name not in {p.name for p in people.values()}]
    if engine.kin:
        kin = next((word for key, word in _KIN.items() if dead and key in dead[0].said), "爹")
        if dead:
            return Person(role="遗", name=dead[0].name, woman=kin in ("娘", "姐", "奶奶"),
                          job=engine.absent, said=dead[0].said, kin=kin)
        hero = people["主"].name
        surname = hero[0] if hero[0] not in "阿小老" and hero[0] in _SURNAMES else ""
        return Person(role="遗", name=names.one(False, surname), woman=False, job=engine.absent,
                      kin="爹")
    woman = engine.gender == "女"
    name = dead[0].name if dead else names.one(woman)
    return Person(role="遗", name=name, woman=woman, job=engine.absent)


def _master_word(people: dict[str, Person], word: str) -> str:
    said = people["师"].said
    for key, kin in _KIN.items():
        if key in said[:8]:
            return kin
    return word or "师父"
