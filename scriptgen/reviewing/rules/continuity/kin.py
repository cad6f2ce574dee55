"""Kin and names: who is whose father or sister, and names that are almost somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told

_KINDS = {
    "父母子女": "爹爹 爹 爸爸 爸 父亲 娘亲 娘 妈妈 妈 母亲 儿子 女儿 闺女 长子 次子 独子 亲儿 亲爹 亲娘",
    "兄弟姐妹": "哥哥 弟弟 姐姐 妹妹 大哥 二哥 兄长 胞弟 胞兄 胞妹 亲哥 亲弟 亲妹 亲姐 双生 双胞胎 孪生 哥 弟 姐 妹",
    "夫妻": "丈夫 妻子 相公 媳妇 老公 老婆 发妻 未婚妻 未婚夫",
    "叔侄甥舅": "叔叔 伯伯 大伯 叔父 伯父 舅舅 姑姑 姨妈 侄儿 侄子 侄女 外甥 外甥女 叔 舅",
    "翁婿": "女婿 岳父 岳母 丈人 丈母娘",
    "祖孙": "爷爷 奶奶 外公 外婆 祖父 祖母 姥姥 姥爷 孙子 孙女 外孙 外孙女",
    "师徒": "",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WORDS = "|".join(sorted(_KIND_OF, key=len, reverse=True))
_CALLED = re.compile(
    rf"^(爹爹|爹|爸爸|爸|父亲|娘亲|妈妈|母亲|女婿|岳父|爷爷|奶奶|叔叔|舅舅|儿子|女儿|闺女)[，！？…。]"
)
_LIKE = re.compile(
    r"像|如同|好比|当成|当作|认作|认了|干[爹娘妈儿女]|结拜|义[父母子女兄弟]|待我|叫你一声|似的"
)
_TITLES = re.compile(
    r"掌柜|公子|姑娘|小姐|大人|先生|师傅|师父|老板|兄|嫂|爷|叔|婶|伯|娘|哥|姐|弟|妹|家|某|氏|老|总|队|书记|主任|大夫|郎|夫人|少爷|老师"
)
_NOT_NAME = re.compile(
    r"[的了是不在有就也都还把被给跟和与你我他她这那谁什么哪吗呢吧啊快来去走看说听好请等先再一二三]"
)


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    yield from _relations(story)
    yield from _misnamed(story)


def _relations(story: Told) -> Iterator[Break]:
    known: dict[frozenset[str], tuple[str, Spot]] = {}
    for spot in story.spots:
        if spot.line.type not in ("dialogue", "os", "vo", "caption", "action"):
            continue
        for pair, kind in _said(story, spot):
            if len(pair) < 2:
                continue
            first = known.setdefault(pair, (kind, spot))
            if first[0] != kind:
                a, b = sorted(pair)
                yield Break(
                    code="CONTINUITY.KINSHIP", spot=spot, other=first[1], term=kind,
                    what=f"{a}与{b}前面是{first[0]}，这里成了{kind}",
                )  # fmt: skip


def _said(story: Told, spot: Spot) -> Iterator[tuple[frozenset[str], str]]:
    """Yield pairs of people and how a line relates them."""
    if _LIKE.search(spot.text):
        return
    speaker, text = spot.line.speaker, spot.text
    who = rf"(我|你|您|{'|'.join(map(re.escape, story.calls))})"
    for found in re.finditer(
        rf"{who}(?:也|就|可|原来|本)?是{who}的?(?:亲|大|小|双生)?({_WORDS})", text
    ):
        yield _pair(story, spot, found[1], found[2]), _KIND_OF[found[3]]
    for found in re.finditer(rf"{who}(?:的|和|跟|与)?(?:亲|小|大)?({_WORDS})(?:叫|是)?{who}", text):
        yield _pair(story, spot, found[1], found[3]), _KIND_OF[found[2]]
    named = re.search(rf"(?:我叫|我是)[^，。]{{1,4}}，是{who}的({_WORDS})", text)
    if named and speaker:
        yield frozenset({speaker, _person(story, spot, named[1]) or speaker}), _KIND_OF[named[2]]
    called = _CALLED.match(text)
    other = _spoken_to(story, spot)
    if called and speaker and other:
        yield frozenset({speaker, other}), _KIND_OF.get(called[1], "父母子女")


def _pair(story: Told, spot: Spot, one: str, two: str) -> frozenset[str]:
    people = {_person(story, spot, one), _person(story, spot, two)}
    return frozenset(name for name in people if name)


def _person(story: Told, spot: Spot, word: str) -> str | None:
    if word == "我":
        return spot.line.speaker
    return _spoken_to(story, spot) if word in ("你", "您") else story.named(word)[0]


def _spoken_to(story: Told, spot: Spot) -> str | None:
    """Return the only other one who speaks in the scene, else whoever spoke just before."""
    others = {s.line.speaker for s in story.scene(spot) if s.line.speaker} - {spot.line.speaker}
    present = (set(spot.scene.cast) & story.names) - {spot.line.speaker}
    if len(present or others) == 1:
        return next(iter(present or others))
    return None


def _misnamed(story: Told) -> Iterator[Break]:
    """Yield names called aloud that are almost a known one: 苏玖良 where only 苏九 is known."""
    firsts = {name[0]: name for name in story.names if not _TITLES.search(name[1:])}
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
                or not _is_name(name)
            ):  # fmt: skip
                continue
            yield Break(
                code="CONTINUITY.ALIAS", spot=spot, term=name,
                what=f"“{name}”没有这个人，是不是{near}",
                suggestion=f"写成{near}，或交代这是谁的别名。",
            )  # fmt: skip


def _is_name(word: str) -> bool:
    """Tell whether a word is no plain word of the language."""
    from scriptgen.reviewing.words import tagged

    tags = [tag for _, tag in tagged(word)]
    return len(tags) > 1 or tags[0].startswith("nr")
