"""Addresses: whom each person calls 爹, 姐, 把总, and an address that fits nobody who is there.

Who is spoken to is seldom said. An address belongs to whoever is there whenever it is used, and
speaks just before or after; one that falls where everybody is known by another is a slip.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from scriptgen.reviewing.rules.continuity.told import WOMAN, Break, Spot, Told

_TERMS = {
    "父": "爹爹 阿爹 爹 爸爸 老爸 爸 父亲 阿爸 父皇",
    "母": "娘亲 阿娘 娘 妈妈 老妈 妈 母亲 阿妈 母后",
    "祖父": "爷爷 阿爷 祖父 外公 姥爷",
    "祖母": "奶奶 阿奶 祖母 外婆 姥姥",
    "兄": "哥哥 哥 兄长 阿哥",
    "弟": "弟弟 弟 阿弟",
    "姐": "姐姐 姐 阿姐",
    "妹": "妹妹 妹子 妹 阿妹",
    "叔": "叔叔 叔 叔父 二叔 三叔 小叔 伯伯 大伯 伯父 二伯",
    "舅": "舅舅 舅 大舅 二舅 舅父",
    "姑": "姑姑 姑 大姑 小姑 姑妈 姑母",
    "姨": "姨 大姨 小姨 二姨 姨妈 姨母 姨娘",
    "婶": "婶子 婶婶 婶 二婶 三婶 舅妈 舅母 伯母",
    "嫂": "嫂子 嫂嫂 嫂 大嫂 二嫂",
    "姻": "姐夫 妹夫 岳父 岳母 丈人 女婿 亲家",
    "子": "儿子 儿 孩儿 我儿 儿啊",
    "女": "女儿 闺女",
    "孙": "孙子 孙女 孙儿",
    "侄": "侄儿 侄子 侄女 外甥 外甥女 大侄子",
    "夫": "相公 夫君 当家的 孩儿他爹 孩他爹 老头子 官人",
    "妻": "娘子 夫人 孩儿他娘 孩他娘 老婆子",
}
KIND = {term: kind for kind, terms in _TERMS.items() for term in terms.split()}
_KIN = "|".join(sorted(KIND, key=len, reverse=True))
_ADDRESS = re.compile(rf"(?:^|[，。！？…—])(?:好|亲|我的)?({_KIN})(?=[，！？…。—]|$)")
_TITLES = re.compile(
    r"(?:^|[，。！？…—])([一-鿿]{0,2}(?:把总|参将|将军|大人|老爷|掌柜的?|东家|先生|师[父傅]|大夫|郎中|班主|老师|主任|厂长|队长|书记|经理|老板|少爷|小姐|姑娘|公子|殿下|陛下|皇上|娘娘|同志|道长|住持|大师|教授))(?=[，！？…])"
)
_LOOSE = frozenset(
    ["叔", "婶", "嫂", "兄", "弟", "姐", "妹", "姨", "祖父", "祖母", "夫", "妻"]
)  # said to strangers too
_TURN = re.compile(
    r"认[了作下我]|原来|亲生|身世|其实|干[爹娘儿女]|义[父母子女]|改口|过门|拜堂|叫声|叫我|喊我|喊声|叫一声|再叫|假扮|装作|冒充"
)
_ANSWER = {
    "父": {"子", "女"}, "母": {"子", "女"}, "祖父": {"孙"}, "祖母": {"孙"},
    "兄": {"弟", "妹"}, "弟": {"兄", "姐"}, "姐": {"弟", "妹"}, "妹": {"兄", "姐"},
    "叔": {"侄"}, "舅": {"侄"}, "姑": {"侄"}, "姨": {"侄"}, "婶": {"侄"},
    "子": {"父", "母"}, "女": {"父", "母"}, "孙": {"祖父", "祖母"},
    "侄": {"叔", "舅", "姑", "姨", "婶"}, "夫": {"妻"}, "妻": {"夫"},
}  # fmt: skip
_SIBLINGS = frozenset("兄弟姐妹")
_SHARED = ("父", "母", "祖父", "祖母")  # what brothers and sisters call alike


def _other_than(spots: list[Spot], but: Spot) -> Spot | None:
    """Return the last line that is not a given one."""
    return next((s for s in reversed(spots) if s.at != but.at), None)


@dataclass
class Ties:
    """What each speaker calls each other person: (speaker, other) → kind → the lines."""

    lines: defaultdict[tuple[str, str], dict[str, list[Spot]]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def add(self, speaker: str, other: str, kind: str, spot: Spot) -> None:
        """Keep one use of an address."""
        self.lines[speaker, other].setdefault(kind, []).append(spot)

    def known(self, speaker: str, other: str, but: Spot) -> dict[str, Spot]:
        """Return how a speaker calls another, or answers to her, by lines other than one."""
        found: dict[str, Spot] = {}
        for kind, spots in self.lines[speaker, other].items():
            found |= dict.fromkeys((kind,), s) if (s := _other_than(spots, but)) else {}
        for kind, spots in self.lines[other, speaker].items():
            for answer in _ANSWER.get(kind, ()):
                found |= dict.fromkeys((answer,), s) if (s := _other_than(spots, but)) else {}
        return found

    def share(self) -> None:
        """Give brothers and sisters one father and one mother."""
        pairs = [(pair, kinds) for pair, kinds in self.lines.items() if _SIBLINGS & kinds.keys()]
        for (one, two), _ in pairs:
            for a, b in ((one, two), (two, one)):
                for (who, other), kinds in list(self.lines.items()):
                    if who == a and other != b:
                        for kind in _SHARED:
                            for spot in kinds.get(kind, ()):
                                self.add(b, other, kind, spot)


def check(story: Told) -> Iterator[Break]:
    """Yield addresses that fit nobody who is there."""
    uses = list(_uses(story))
    ties = _tied(story, uses)
    for spot, kind, term in uses:
        if kind == "衔" or spot.back or _TURN.search("".join(s.text for s in _near(story, spot))):
            continue
        speaker = spot.line.speaker or ""
        others = _others(story, spot, term)
        known = {one: ties.known(speaker, one, spot) for one in others}
        if any(kind in kinds for (one, _), kinds in ties.lines.items() if one == speaker) and (
            _AFAR.search(_around(story, spot)) or _of_another(ties, spot, kind, others)
        ):
            continue  # she calls one who is not there
        if others and all(_unlike(set(kinds), kind) for kinds in known.values()):
            lines = sorted((s for kinds in known.values() for s in kinds.values()), key=_at)
            if lines[0].at > spot.at:
                continue  # the later one of two is the slip
            yield Break(
                code="CONTINUITY.KINSHIP", spot=spot, other=_told_by(known, lines), term=term,
                what=f"{speaker}叫“{term}”，在场的{'、'.join(others)}都不是{speaker}的{term}",
            )  # fmt: skip


_AFAR = re.compile(r"坟|墓|灵位|灵前|灵堂|牌位|遗像|像前|信|电话|喊|天上|在天|梦")


def _around(story: Told, spot: Spot) -> str:
    return (spot.scene.place or "") + "".join(s.text for s in _near(story, spot))


def _of_another(ties: Ties, spot: Spot, kind: str, others: list[str]) -> bool:
    """Tell whether an address is known, by other lines, as that of one who is not there."""
    return any(
        pair[0] == spot.line.speaker and pair[1] not in others
        and any(s.at != spot.at for s in kinds.get(kind, ()))
        for pair, kinds in ties.lines.items()
    )  # fmt: skip


def _at(spot: Spot) -> int:
    return spot.at


def _told_by(known: dict[str, dict[str, Spot]], lines: list[Spot]) -> Spot:
    """Return the line to show: one of kin before one of a title."""
    kin = [s for kinds in known.values() for kind, s in kinds.items() if kind != "衔"]
    return min(kin or lines, key=_at)


_POINTED = re.compile(rf"(?:这|他|她)(?:就|可)?是我(?:的)?(?:亲)?({_KIN})(?=[，。！])")


def _near(story: Told, spot: Spot) -> list[Spot]:
    return [s for s in story.scene(spot) if abs(s.at - spot.at) <= 2]


def _uses(story: Told) -> Iterator[tuple[Spot, str, str]]:
    """Yield every address with its kind; 衔 is a title or a name."""
    for spot in story.spots:
        if not (spot.spoken and spot.line.speaker):
            continue
        kin = [(KIND[m[1]], m[1]) for m in _ADDRESS.finditer(spot.text)]
        for kind, term in kin:
            yield spot, kind, term
        pointed = _POINTED.search(spot.text)
        if pointed:
            yield spot, KIND[pointed[1]], pointed[1]
        titled = _TITLES.search(spot.text)
        if titled and not kin:
            yield spot, "衔", titled[1]


def _others(story: Told, spot: Spot, term: str) -> list[str]:
    """Return who may be meant by an address: there, not speaking, not spoken of by name."""
    here = set(spot.scene.cast) & story.names or {
        s.line.speaker
        for s in story.scene(spot)
        if s.line.speaker in story.names and s.back == spot.back
    }
    said = set(story.named(spot.text.replace(term, "，", 1)))
    asker = _asked_by(story, spot)
    if asker in here - said:
        return [str(asker)]
    if _POINTED.search(spot.text) and spot.at:  # who is told is not who is pointed at
        here.discard(story.spots[spot.at - 1].line.speaker or "")
    return sorted(name for name in here if name and name != spot.line.speaker and name not in said)


def _asked_by(story: Told, spot: Spot) -> str | None:
    """Return who has just called the speaker by name: what follows is an answer to her."""
    before = story.spots[spot.at - 1] if spot.at else spot
    name = spot.line.speaker
    if before.number != spot.number or not before.spoken or before.line.speaker == name:
        return None
    called = re.match(r"([一-鿿]{2,4})[，！？…]", before.text)
    return before.line.speaker if called and name in story.named(called[1]) else None


def _tied(story: Told, uses: list[tuple[Spot, str, str]]) -> Ties:
    """Return who is whose what: the one who is there at every use, and speaks next to it."""
    ties = Ties()
    spots: defaultdict[tuple[str, str, str], list[Spot]] = defaultdict(list)
    for spot, kind, term in uses:
        spots[spot.line.speaker or "", kind, term if kind == "衔" else kind].append(spot)
    votes = {key: _votes(story, key, said) for key, said in spots.items()}
    for speaker, other, kind, spot in [*_stated(story), *_by_name(story)]:
        ties.add(speaker, other, kind, spot)
    order = sorted(
        votes, key=lambda k: (-len(spots[k]), -max(votes[k].values(), default=0), spots[k][0].at)
    )
    for key in order:
        speaker, kind, term = key
        free = Counter(
            {
                one: count
                for one, count in votes[key].items()
                if not _unlike(set(ties.known(speaker, one, spots[key][0])), kind)
            }
        )
        best = free.most_common(2)
        if best and (len(best) < 2 or best[0][1] > best[1][1] + 1):
            for spot in spots[key]:
                if best[0][0] in _others(story, spot, term):
                    ties.add(speaker, best[0][0], kind, spot)
    ties.share()
    return ties


_HERS = frozenset(["母", "祖母", "姐", "妹", "姑", "姨", "婶", "嫂", "女", "妻"])
_HIS = frozenset(["父", "祖父", "兄", "弟", "叔", "舅", "子", "夫"])


def _votes(story: Told, key: tuple[str, str, str], spots: list[Spot]) -> Counter[str]:
    """Return how well each person fits an address: there, next to speak, a man or a woman."""
    _, kind, term = key
    votes: Counter[str] = Counter()
    for spot in spots:
        others = _others(story, spot, term)
        votes.update({one: 4 if len(others) == 1 else 2 for one in others})
        votes.update({one: 2 for one in _neighbours(story, spot) if one in others})
    for one in votes:
        woman = bool(WOMAN.search(one))
        man = not woman and bool(re.match("老|.*[汉爷叔伯山虎刚强军国]", one))
        if (kind in _HIS and woman) or (kind in _HERS and man):
            votes[one] -= 3
        elif kind in _HERS and woman:
            votes[one] += 1
    return votes


def _neighbours(story: Told, spot: Spot) -> list[str]:
    """Return who speaks just before and after a line, in its scene."""
    scene = [s for s in story.scene(spot) if s.line.speaker in story.names]
    at = scene.index(spot) if spot in scene else 0
    near = scene[max(0, at - 1) : at] + scene[at + 1 : at + 2]
    return [s.line.speaker for s in near if s.line.speaker and s.line.speaker != spot.line.speaker]


_OWN = "闺女|女儿|儿子|孙子|孙女|侄儿|侄子|侄女|外甥|外甥女|弟弟|妹妹|哥哥|姐姐|弟|妹|哥|姐"


def _stated(story: Told) -> Iterator[tuple[str, str, str, Spot]]:
    """Yield what is said outright: 我闺女阿莲, 阿莲是我闺女, 我是你哥."""
    names = "|".join(map(re.escape, story.calls)) or r"(?!)"
    mine = re.compile(rf"[我俺](?:家)?(?:的)?(?:亲|大|二|小)?({_OWN}|{_KIN})(?:叫)?({names})")
    named = re.compile(rf"({names})是[我俺](?:的)?(?:亲|大|二|小)?({_OWN}|{_KIN})(?![一-鿿])")
    third = re.compile(
        rf"(?:({names})[，—]*)?(?:就)?是({names})的(?:亲|大|小)?(妹妹?子?|弟弟?|姐姐?|哥哥?|儿子|闺女|女儿)"
    )
    for spot in story.spots:
        speaker = spot.line.speaker
        if not (spot.spoken and speaker) or spot.back:
            continue
        for found in third.finditer(spot.text):
            who = story.named(found[1] or spot.text[: found.start()])
            kind = KIND.get(found[3], "")
            if who and kind:
                yield story.named(found[2])[0], who[-1], kind, spot
        for found in mine.finditer(spot.text):
            yield speaker, story.named(found[2])[0], KIND[found[1]], spot
        for found in named.finditer(spot.text):
            yield speaker, story.named(found[1])[0], KIND[found[2]], spot
        own = re.search(rf"我(?:可)?是你(?:的)?(?:亲)?({_KIN})(?![一-鿿])", spot.text)
        if own and (other := story.listener(spot)):
            yield other, speaker, KIND[own[1]], spot


def _by_name(story: Told) -> Iterator[tuple[str, str, str, Spot]]:
    """Yield who is called by a bare name: 石头，你过来."""
    plain = {call for call in story.calls if not _RANKED.search(call)}
    for spot in story.spots:
        speaker = spot.line.speaker
        if not (spot.spoken and speaker) or spot.back:
            continue
        for found in re.finditer(r"(?:^|[，。！？…])([一-鿿]{2,4})(?=[，！？…])", spot.text):
            if found[1] in plain and (name := story.named(found[1])[0]) != speaker:
                yield speaker, name, "名", spot


_RANKED = re.compile(
    rf"(?:{_KIN}|[头爷伯哥叔婆嫂]|大娘|大婶|大爷|老板|掌柜|师[父傅]|先生|大人|将军)$|^老"
)
_ELDER = frozenset(["父", "母", "祖父", "祖母", "叔", "舅", "姑", "姨", "婶", "嫂", "姻"])


def _unlike(known: set[str], kind: str) -> bool:
    """Tell whether none of the addresses by which somebody is known goes with this one."""
    if not known or kind in known:
        return False
    if "名" in known and kind in _ELDER:
        return True
    known = known - {"名"}
    if not known:
        return False
    if known == {"衔"}:
        return kind in ("父", "母", "祖父", "祖母", "姻") or kind in _LOOSE
    return not (kind in _LOOSE and known <= {"衔", *_LOOSE} and not known & {"姐", "兄"})
