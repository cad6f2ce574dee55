"""Kin and names: who is whose father or sister, and names that are almost somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told
from scriptgen.reviewing.words import tagged
from scriptgen.surnames import SURNAMES

_KINDS = {
    "父母子女": "爹爹 爹 爸爸 爸 父亲 娘亲 娘 妈妈 妈 母亲 儿子 女儿 闺女 长子 次子 独子 亲儿 亲爹 亲娘",
    "兄弟姐妹": "哥哥 弟弟 姐姐 妹妹 大哥 二哥 兄长 胞弟 胞兄 胞妹 亲哥 亲弟 亲妹 亲姐 亲兄弟 亲姐妹 兄妹 姐弟 兄弟俩 姐妹俩 双生 双胞胎 孪生 哥 弟 姐 妹",
    "夫妻": "丈夫 妻子 相公 媳妇 老公 老婆 发妻 未婚妻 未婚夫",
    "叔侄甥舅": "大姨 小姨 二姨 姨 姑妈 姑父 姨父 叔叔 伯伯 大伯 叔父 伯父 舅舅 姑姑 姨妈 侄儿 侄子 侄女 外甥 外甥女 叔 舅",
    "翁婿": "女婿 岳父 岳母 丈人 丈母娘",
    "祖孙": "爷爷 奶奶 外公 外婆 祖父 祖母 姥姥 姥爷 孙子 孙女 外孙 外孙女",
    "姑嫂": "嫂子 嫂嫂 大嫂 二嫂 弟妹 小姑子 小叔子 姐夫 妹夫",
    "表亲": "表姐妹 表兄弟 表兄妹 表姐弟 表哥 表姐 表弟 表妹 堂兄弟 堂姐妹 堂哥 堂姐 堂弟 堂妹",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WORDS = "|".join(sorted(_KIND_OF, key=len, reverse=True))
_ANY_KIN = re.compile(_WORDS)
_CALLED = re.compile(
    r"(?:^|[，。！？])(?:傻|好|我的|亲|老)?(爹爹|爹|爸爸|爸|父亲|娘亲|娘|妈妈|妈|母亲|女婿|岳父|爷爷|奶奶|舅舅|儿子|女儿|闺女|"
    r"大姨|小姨|二姨|姑妈|嫂子|嫂嫂|姐夫|妹夫|表哥|表姐|表弟|表妹)[，！？…。]"
)
_SENIOR = frozenset(
    re.split(
        " ",
        "爹爹 爹 爸爸 爸 父亲 娘亲 娘 妈妈 妈 母亲 岳父 爷爷 奶奶 舅舅 大姨 小姨 二姨 姑妈 嫂子 嫂嫂 姐夫",
    )
)
_LIKE = re.compile(
    r"像|如同|好比|当成|当作|认作|认了|干[爹娘妈儿女]|结拜|义[父母子女兄弟]|待我|叫你一声|似的"
)
_TITLES = re.compile(
    r"班主|把总|参将|将军|团副|团长|营长|镖头|郎中|木匠|铁匠|会计|娘子|寡妇|秀才|举人|驼子|道士|和尚|老汉|大爷|大娘|师兄|师弟|师姐|师妹|经理|同志|医生|警官|教授|长$|工$|导$|掌柜|公子|姑娘|小姐|大人|先生|师傅|师父|老板|兄|嫂|爷|叔|婶|伯|娘|哥|姐|弟|妹|家|某|氏|老|总|队|书记|主任|大夫|郎|夫人|少爷|老师"
)
# A name by looks or by trade (罗驼子, 孙会计, 老姜头): whoever has it has another one too.
_BYNAME = re.compile(r"^[老小阿]|[子头巴儿]$|会计|司机|把总|参将|郎中|木匠|铁匠|班主")
_NOT_NAME = re.compile(
    r"[的了是不在有就也都还把被给跟和与你我他她这那谁什么哪吗呢吧啊快来去走看说听好请等先再一二三]"
)


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    yield from _relations(story)
    yield from _mutual(story)
    yield from _ranks(story)
    yield from _misnamed(story)
    yield from _miswritten(story)
    yield from _turned(story)
    yield from _almost(story)


def _relations(story: Told) -> Iterator[Break]:
    known: dict[frozenset[str], tuple[str, Spot]] = {}
    who = f"({'|'.join(['我', '你', '您', *map(re.escape, story.calls)])})"
    related = (
        re.compile(rf"{who}(?:也|就|可|原来|本)?是{who}的?(?:亲|大|小|双生)?({_WORDS})"),
        re.compile(rf"{who}(?:的|和|跟|与)?(?:亲|小|大)?({_WORDS})(?:叫|是)?{who}"),
        re.compile(rf"(?:我叫|我是)[^，。]{{1,4}}，是{who}的({_WORDS})"),
    )
    for spot in story.spots:
        if spot.line.type not in ("dialogue", "os", "vo", "caption", "action"):
            continue
        if _ANY_KIN.search(spot.text) is None:
            continue
        for pair, kind in _said(story, spot, related):
            if len(pair) < 2:
                continue
            first = known.setdefault(pair, (kind, spot))
            if first[0] != kind:
                a, b = sorted(pair)
                yield Break(
                    code="CONTINUITY.KINSHIP", spot=spot, other=first[1], term=kind,
                    what=f"{a}与{b}前面是{first[0]}，这里成了{kind}",
                )  # fmt: skip


def _mutual(story: Told) -> Iterator[Break]:
    """Yield an elder's name that two people give each other."""
    called: dict[tuple[str, str, str], Spot] = {}
    for spot in story.spots:
        speaker, found = spot.line.speaker, _CALLED.search(spot.text)
        if not (spot.spoken and speaker and found and found[1] in _SENIOR):
            continue
        other = story.listener(spot)
        if other is None:
            continue
        called.setdefault((speaker, other, _KIND_OF[found[1]]), spot)
        first = called.get((other, speaker, _KIND_OF[found[1]]))
        if first is not None:
            yield Break(
                code="CONTINUITY.KINSHIP", spot=spot, other=first, term=found[1],
                what=f"{other}与{speaker}互称长辈或嫂子",
            )  # fmt: skip


_RANK = re.compile(r"(?:^|[，。！？])(哥哥|哥|弟弟|弟|姐姐|姐|妹妹|妹)[，！？…。]")
_OTHER_RANK = {"哥": "弟", "弟": "哥", "姐": "妹", "妹": "姐"}


def _ranks(story: Told) -> Iterator[Break]:
    """Yield who is called elder brother by one whom she called younger, or the other way round."""
    rank: dict[tuple[str, str], tuple[str, Spot]] = {}
    for spot in story.spots:
        found, own = _RANK.search(spot.text), re.search(r"我(?:可)?是(哥|弟|姐|妹)", spot.text)
        speaker, said = spot.line.speaker, found or own
        if not (spot.spoken and speaker and said and (other := story.listener(spot))):
            continue
        # who says 我是哥 is to be called 哥 by the other one
        pair = (speaker, other) if found else (other, speaker)
        word = said[1][0]
        first = rank.setdefault(pair, (word, spot))
        if first[0] == _OTHER_RANK[word]:
            yield Break(
                code="CONTINUITY.KINSHIP", spot=spot, other=first[1], term=word,
                what=f"{pair[0]}前面叫{pair[1]}“{first[0]}”，这里成了“{word}”",
            )  # fmt: skip


def _said(
    story: Told, spot: Spot, related: tuple[re.Pattern[str], ...]
) -> Iterator[tuple[frozenset[str], str]]:
    """Yield pairs of people and how a line relates them."""
    if _LIKE.search(spot.text):
        return
    speaker, text = spot.line.speaker, spot.text
    is_of, has, i_am = related
    for found in is_of.finditer(text):
        yield _pair(story, spot, found[1], found[2]), _KIND_OF[found[3]]
    for found in has.finditer(text):
        yield _pair(story, spot, found[1], found[3]), _KIND_OF[found[2]]
    named = i_am.search(text)
    if named and speaker:
        yield frozenset({speaker, _person(story, spot, named[1]) or speaker}), _KIND_OF[named[2]]
    together = re.search(rf"(?:咱俩|我们俩|咱们|我们|咱)(?:可|都)?是({_WORDS})", text)
    if together and speaker and (two := story.listener(spot)):
        yield frozenset({speaker, two}), _KIND_OF[together[1]]
    called = _CALLED.search(text)
    if called and speaker and (other := story.listener(spot)):
        yield frozenset({speaker, other}), _KIND_OF[called[1]]


def _pair(story: Told, spot: Spot, one: str, two: str) -> frozenset[str]:
    people = {_person(story, spot, one), _person(story, spot, two)}
    return frozenset(name for name in people if name)


def _person(story: Told, spot: Spot, word: str) -> str | None:
    if word == "我":
        return spot.line.speaker
    return story.listener(spot) if word in ("你", "您") else story.named(word)[0]


def _misnamed(story: Told) -> Iterator[Break]:
    """Yield names called aloud that are almost a known one: 苏玖良 where only 苏九 is known."""
    firsts = {
        name[0]: name for name in sorted(story.names)
        if not _TITLES.search(name[1:]) and not _BYNAME.search(name)
    }  # fmt: skip
    families = {name[0] for name in story.names}
    heard = {
        name
        for spot in story.spots
        for name in re.findall(r"(?:我叫|我是|名叫|人称|本名)([一-鿿]{2,3})", spot.text)
    }
    for spot in story.spots:
        if not spot.spoken:
            continue
        for found in re.finditer(r"(?:^|[，。！？])([一-鿿]{2,3})(?=[，！？])", spot.text):
            name = found[1]
            near = firsts.get(name[0])
            if (
                near is None or near == spot.line.speaker or name in story.names or name in heard
                or story.named(name) or _TITLES.search(name[1:]) or _NOT_NAME.search(name)
                or (name[0] in "老小" and name[1] in families) or not _is_name(name)
            ):  # fmt: skip
                continue
            yield Break(
                code="CONTINUITY.ALIAS", spot=spot, term=name,
                what=f"“{name}”没有这个人，是不是{near}",
                suggestion=f"写成{near}，或交代这是谁的别名。",
            )  # fmt: skip


def _miswritten(story: Told) -> Iterator[Break]:
    """Yield a name of three characters that differs from a known one in one: 周素芬, 周淑芬."""
    known: dict[str, Spot | None] = {name: None for name in sorted(story.names) if len(name) == 3}
    for spot in story.spots:
        for word, tag in tagged(spot.text):
            if tag.startswith("nr") and len(word) == 3:
                near = next((n for n in known if n != word and _one_off(n, word)), None)
                if near and word not in known:
                    yield Break(
                        code="CONTINUITY.ALIAS", spot=spot, other=known[near], term=word,
                        what=f"“{word}”与“{near}”只差一个字，是不是同一个人",
                        suggestion="是同一个人就统一写法。",
                    )  # fmt: skip
                known.setdefault(word, spot)


_NOT_IN_NAME = re.compile(
    r"[的了是不在有就也都还把被给跟和与我你他她这那谁什么吗呢吧啊快来去走看说听好请等先再]"
)


def _almost(story: Told) -> Iterator[Break]:
    """Yield what stands once where a name could stand and is a known name but for one character."""
    near: dict[str, str] = {}
    for name in sorted(story.names):
        if len(name) == 3 and name[0] in SURNAMES and not _BYNAME.search(name[1:]):
            near |= {f"{name[0]}.{name[2]}": name, f"{name[:2]}.": name, f".{name[1:]}": name}
    if not near:
        return
    pattern = re.compile("|".join(p.replace(".", "[一-鿿]") for p in near))
    found: dict[str, list[Spot]] = {}
    for spot in story.spots:
        for one in pattern.finditer(spot.text):
            word = one[0]
            if word[0] in SURNAMES and word not in story.names and not story.named(word):
                found.setdefault(word, []).append(spot)
    for word, spots in found.items():
        name = next(n for p, n in near.items() if re.fullmatch(p, word))
        if len(spots) == 1 and not (_TITLES.search(word[1:]) or _NOT_IN_NAME.search(word[1:])):
            yield Break(
                code="CONTINUITY.ALIAS", spot=spots[0], term=word, sure=False,
                what=f"“{word}”与“{name}”只差一个字，全剧只出现一回，是不是同一个人",
                suggestion="是同一个人就统一写法。",
            )  # fmt: skip


_SIGN = re.compile(
    r"[“「《]([一-鿿]{3,5})[”」》]|([一-鿿]{2}[号昌泰盛隆兴源丰茂裕亨])(?=的|[，。！])"
)


def _turned(story: Told) -> Iterator[Break]:
    """Yield a shop's sign with its characters turned round: 德盛昌, 德昌盛."""
    known: dict[str, Spot] = {}
    for spot in story.spots:
        for found in _SIGN.finditer(spot.text):
            name = found[1] or found[2]
            same = next((n for n in known if n != name and sorted(n) == sorted(name)), None)
            if same and name not in known:
                yield Break(
                    code="CONTINUITY.ALIAS", spot=spot, other=known[same], term=name,
                    what=f"“{name}”与“{same}”字序不同，是不是同一处",
                    suggestion="是同一处就统一写法。",
                )  # fmt: skip
            known.setdefault(name, spot)


def _one_off(one: str, two: str) -> bool:
    return one[0] == two[0] and sum(a != b for a, b in zip(one, two, strict=True)) == 1


def _is_name(word: str) -> bool:
    """Tell whether a word is no plain word of the language."""
    tags = [tag for _, tag in tagged(word)]
    return len(tags) > 1 or tags[0].startswith("nr")
