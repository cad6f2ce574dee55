"""Calling: what each person calls each other one, and a call that fits nobody who is there.

Whom a call means is not written down; it is taken from who is there and who speaks next to it, and
counted over the whole script. A call that only one line has, beside one who is always called
something of another kind, is shown as a hint.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told

_KINDS = {
    "爹": "爹爹 爹 爸爸 爸 父亲 老爹 老爸 阿爸 阿爹 爹地",
    "娘": "娘亲 娘 妈妈 妈 母亲 老娘 老妈 阿妈 阿娘 妈咪",
    "儿": "儿子 儿啊 我儿 儿 吾儿 孩儿",
    "女": "闺女 女儿 丫头",
    "爷": "爷爷 祖父 姥爷 外公",
    "奶": "奶奶 祖母 姥姥 外婆",
    "孙": "孙子 孙女 孙儿 乖孙",
    "哥": "哥哥 哥 大哥 二哥 三哥 兄长 阿哥 老哥",
    "姐": "姐姐 姐 大姐 二姐 三姐 阿姐",
    "弟": "弟弟 弟 小弟 二弟 三弟 老弟",
    "妹": "妹妹 妹 小妹 二妹 妹子",
    "叔": "叔叔 叔 二叔 三叔 大叔 小叔 伯伯 伯 大伯 二伯 叔父 伯父 大爷",
    "婶": "婶子 婶婶 婶 大婶 二婶 三婶 大娘 伯母 大妈",
    "舅": "舅舅 舅 大舅 二舅 舅父 舅妈 舅母",
    "姨": "小姨 大姨 二姨 姨 姨妈 姨母 阿姨",
    "姑": "姑姑 姑 姑妈 姑母 大姑 小姑 二姑",
    "嫂": "嫂子 嫂嫂 嫂 大嫂 二嫂",
    "姐夫": "姐夫 妹夫",
    "夫": "相公 官人 夫君 老公 当家的 他爹 孩子他爹",
    "妻": "娘子 老婆 媳妇 夫人 他娘 孩子他娘 孩儿他娘",
    "岳": "岳父 岳母 丈人",
    "师": "师父 师傅 恩师",
    "徒": "徒儿 徒弟",
    "师兄": "师兄 师哥 大师兄 二师兄",
    "师姐": "师姐",
    "师弟": "师弟",
    "师妹": "师妹",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WORDS = "|".join(sorted(_KIND_OF, key=len, reverse=True))
_CALL = re.compile(
    rf"(?:^|[，。！？…—“、])(?:好|亲|我的|哎|哎呀|嗨|喂)?({_WORDS})(?=[，。！？…—～]|$)"
)
_ALIKE = (  # kinds that one person may well have for another at once
    {"哥", "师兄", "弟"}, {"姐", "师姐", "嫂", "妹"}, {"弟", "师弟", "徒", "儿"}, {"妹", "师妹", "女", "徒"},
    {"师", "爹"}, {"师", "娘"}, {"爷", "叔"}, {"奶", "婶"}, {"夫", "爹", "哥"}, {"妻", "娘", "妹"}, {"儿", "弟", "孙"},
    {"女", "妹", "孙"}, {"女", "徒"}, {"爹", "岳"}, {"娘", "岳"}, {"姨", "婶"}, {"姑", "婶"}, {"师兄", "弟"}, {"师姐", "妹"},
)  # fmt: skip
_BACK = {  # what one is called by whom one calls so
    "女": "爹 娘", "儿": "爹 娘", "孙": "爷 奶", "弟": "哥 姐", "妹": "哥 姐", "哥": "弟 妹", "姐": "弟 妹", "徒": "师", "爹": "儿 女", "娘": "儿 女",
    "夫": "妻", "妻": "夫", "师弟": "师兄 师姐", "师妹": "师兄 师姐",
}  # fmt: skip
_MINE = re.compile(rf"(?:我|俺)(?:家|的|家的|亲|大|小)?({_WORDS})(?=[一-鿿])")
_LEAST = 2
# How much it tells that one is the only other there, that she speaks next, that she spoke before.
_ALONE, _NEXT, _BEFORE = 4, 2, 1
Known = dict[str, tuple[frozenset[str], str, Spot]]  # who → kinds, the word for it, where


def check(story: Told) -> Iterator[Break]:
    """Yield calls that fit nobody who is there."""
    made: dict[str, list[tuple[Spot, str, str]]] = defaultdict(
        list
    )  # by who calls: line, word, kind
    said: dict[str, Known] = defaultdict(dict)
    for spot in story.spots:
        if not spot.spoken or not spot.line.speaker or spot.back:
            continue
        for found in _CALL.finditer(spot.text):
            made[spot.line.speaker].append((spot, found[1], _KIND_OF[found[1]]))
        for found in _MINE.finditer(spot.text):
            back = frozenset(_BACK.get(_KIND_OF[found[1]], "").split())
            after = spot.text[found.end() : found.end() + 4]
            for name in story.named(after)[:1] if back else ():
                if any(after.startswith(call) for call in story.calls if call[-1] == name[-1]):
                    said[name].setdefault(spot.line.speaker, (back, f"我{found[1]}", spot))
    for speaker, calls in made.items():
        yield from _of_one(story, speaker, calls, said[speaker])


def _of_one(
    story: Told, speaker: str, calls: list[tuple[Spot, str, str]], taken: Known
) -> Iterator[Break]:
    """Yield the calls of one person that fit nobody; ``taken`` is what others say she is to them."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)  # of each kind, for whom
    for spot, _, kind in calls:
        votes[kind].update(_meant(story, spot))
    # The surest first: whom that leaves without a person is the odd one.
    for kind in sorted(votes, key=lambda k: -max(votes[k].values(), default=0)):
        ranked = [name for name, weight in votes[kind].most_common() if weight >= _LEAST]
        free = [n for n in ranked if n not in taken or _may_be(taken[n][0], kind)]
        spot, word = next((s, w) for s, w, k in calls if k == kind)
        if free:
            taken.setdefault(free[0], (frozenset({kind}), word, spot))
        elif ranked and len({spot.number for spot, _, k in calls if k == kind}) == 1:
            who = ranked[0]
            _, usual, first = taken[who]
            mine = first.line.speaker == who
            known = f"{who}别处说{speaker}是“{usual}”" if mine else f"{speaker}别处叫{who}“{usual}”"
            yield Break(
                code="CONTINUITY.KINSHIP", spot=spot, other=first, term=word, sure=False,
                what=f"{known}，这里的“{word}”叫的像是同一个人",
                suggestion="请核这一声叫的是谁。",
            )  # fmt: skip


def _meant(story: Told, spot: Spot) -> dict[str, int]:
    """Return whom a call may mean, with how much tells for each."""
    known = (set(spot.scene.cast) & story.names) | story.talking(spot)
    others = {name for name in known if name and name != spot.line.speaker}
    if len(others) == 1:
        return dict.fromkeys(others, _ALONE)
    scene = story.scene(spot)
    after = [s.line.speaker for s in scene if spot.at < s.at <= spot.at + 2 and s.line.speaker]
    before = [s.line.speaker for s in scene if spot.at - 2 <= s.at < spot.at and s.line.speaker]
    near = ((after[:1], _NEXT), (before[-1:], _BEFORE))
    found: Counter[str] = Counter()
    for names, weight in near:
        found.update({name: weight for name in names if name in others})
    return found


def _may_be(kinds: frozenset[str], kind: str) -> bool:
    """Tell whether one who is called in some ways may be called in another one too."""
    return kind in kinds or any({one, kind} <= alike for one in kinds for alike in _ALIKE)
