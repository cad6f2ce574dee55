"""How people of a story speak of a matter that was told before: by the thing it turns on."""

from __future__ import annotations

import re

from scriptgen.reviewing.words import tagged

_MEASURES = "封卷个只件口双道本朵碗座尊块把张盏缸壶根枚支幅条具份笔串滴味车片位行"
_KIN = re.compile(
    r"的((?:哥|姐|弟|妹|爷|奶|爸|妈)[哥姐弟妹爷奶爸妈]|师[兄弟姐妹]|父亲|母亲|丈夫|妻子|女儿|儿子)$"
)
_ONE = re.compile(rf"[一那这](?!个人)([{_MEASURES}])([^，一]+)")
_ONCE = re.compile(r"的(那一[一-鿿])$")  # 害死哥哥的那一锤
_TAKEN = re.compile(r"(?:把|将)([^，]+)")
_SUFFERED = re.compile(r"^(?:自家|自己|我|那)?(?:的)?([^，]{1,12})被")
_VAGUE = re.compile(
    r"东西|地方|时候|事情?$|样子|名字|自己|客人|[他她人]$|家$|里$|员$|的$|[子老][师板]$|^我|掌柜$|音信|[仇敌亲]人"
)
_THAT = "那件事"
_LONGEST = 4


def pointed_at(*told: str) -> str:
    """Return the name of a matter for those who know it (那封求救信, 祖坟的事), or “那件事”.

    Args:
        told: what was told of it, the best first.
    """
    return next((name for words in told if (name := _name(words))), _THAT)


def _name(words: str) -> str:
    clauses = words.split("，")[::-1]
    for clause in clauses:
        for found in reversed(list(_ONE.finditer(clause))):
            if thing := _head(found[2].partition("的是")[0]):
                return f"那{found[1]}{thing}"
    for clause in clauses:
        if once := _ONCE.search(clause):
            return once[1]
        taken, suffered = _TAKEN.search(clause), _SUFFERED.search(clause)
        thing = (
            (_opened(taken[1]) if taken else "")
            or (_head(suffered[1]) if suffered else "")
            or _object(clause)
        )
        if thing:
            return f"{thing}的事"
    return next((f"{kin[1]}的事" for clause in clauses if (kin := _KIN.search(clause))), "")


def _head(phrase: str) -> str:
    """Return the noun that a phrase opens with, or that stands after its last 的."""
    last = phrase.rsplit("的", 1)[-1]
    if phrase.endswith(last) and "的" in phrase and len(last) <= 3 and not _VAGUE.search(last):
        return last
    nouns = ""
    for word, flag in tagged(last):
        if flag[0] != "n" and not (not nouns and word == last and len(last) <= 3):
            break
        nouns += word
    return nouns if 1 <= len(nouns) <= _LONGEST and not _VAGUE.search(nouns) else ""


def _opened(phrase: str) -> str:
    """Return what is taken: 账本 of 账本锁进了牌位里, 消息 of 辽军夜袭的消息送到代州."""
    words = tagged(phrase)
    of = next((n for n, (word, _) in enumerate(words[:4]) if word == "的"), -1)
    nouns = ""
    for word, flag in words[of + 1 :]:
        if flag[0] != "n":
            break
        nouns += word
    return nouns if 1 <= len(nouns) <= _LONGEST and not _VAGUE.search(nouns) else ""


def _object(clause: str) -> str:
    """Return the noun that a clause ends with right after its verb (偷换|密押)."""
    words = tagged(clause)
    if len(words) < 2 or words[-1][1][0] not in "nv" or words[-2][1][0] != "v":
        return ""
    noun = words[-1][0]
    return noun if len(noun) > 1 and not _VAGUE.search(noun) else ""
