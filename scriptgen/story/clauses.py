"""Reading a logline clause by clause: whose it is, and whether it says that something is so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scriptgen.reviewing.words import tagged

ADVERB = r"(?:如今|却|就|也|可|竟然?|忽然|偏偏|只|还|已经|早就|早已|偷偷地?|悄悄地?|暗中|一觉醒来)"
MODAL = r"(?:决定|发誓要?|打算|偏要|非要|执意要|一心要|只想|只求|宁肯|宁愿|死也要|还要|要|想)"
_STOP = re.compile(r"[，。；：！？\s]+|——|…+")
_NOW = re.compile(r"^(?:如今|后来|这一回|这回|今年)(?=[他她])")
_TURN = re.compile(r"^(?:却|就|也|可是|可(?!以)|如今|而|便|竟然|竟|但是|但|不料|谁知)+(?=..)")
_ACTED_ON = tuple("被把替给和与跟向对让")
_ON = re.compile(
    rf"^(?:{ADVERB}|偏)*(?:[被把替给向从跟]|为(?!什么)|对(?!方|手|面))"
)  # what follows is done, or done to them
_ISNT_THEM = ("的", "家的", "里", "像", "是", "竟是", "正是", "就是", "中", "当中", "们里", "手里")
_ONLY_IF = re.compile(
    r"除非|如果|假如|要是|若[是非]?|只要|只有|哪怕|即使|即便|直到|因为|为了|否则|不然"
)
_WHEN = re.compile(
    r"(?:前一?夜|那[天年夜]|时|之前|之后|以后|以前|年间|[第头].{1,3}[年天夜]|城外|脚下|死前)$"
)
_PREDICATE = ("v", "vn", "vd", "vg", "vi", "p", "d", "ad", "zg", "z")
_OPENS = re.compile(
    r"偏?[把被替给在从用跟向守收捡拉押抱带背等留]|[成当]了|当上|一[个家]一|一觉|一辈子|[每半]"
)
_OBJECT = re.compile(  # 拜在一个看渡口的|老人, 给一个早已牺牲的|战士
    r".{1,4}一[个位名]|.*[给替被把向跟]一?[个位名]?[^，]{1,8}的$"
)
_SOMEBODY = re.compile(  # what a word for people ends with, where no list has it
    r"[人手匠夫女员师娃汉妇童生工客兵娘爷嫂者民婆姑哥妹弟姐团班队徒倌侠将官]$|孩子|[婆汉妹]子|^老[一-鿿]$"
)
_STYLE = re.compile(  # what somebody wants of the writer, and nobody in the story
    r"(?:要|想要|最好|希望|类型|风格|题材|整体)*(?:[是带有多]|[一有]点)*"
    r"(?:(?:甜宠|甜|搞笑|喜剧|虐恋|虐|反转|爽文|爽|短剧|悬疑|温馨|治愈|正能量|热血|接地气|轻松|感人|泪点|催泪|"
    r"年代|古装|穿越|商战|公案)[、和的点一些多风剧片向]*)+"
)
_OF_A_THING = re.compile(
    r"[^，]*[里的上][^，的]{0,5}(?<![人手匠夫女员师娃])[台庙楼桥树院坊店房屋窑路井山地厂塔窟洞墙碑河]$"
)
_IS = re.compile(r"(?:就|正|竟|竟然|却|原来)?是(?=..)")
_AT = re.compile(rf"{ADVERB}*在[^，]{{3,}}[上里中下前]$")  # where, and nothing of it yet
_SAYS_WHAT = re.compile(r"的(?:就|正|竟|并?不)?是[^，]{2}")  # 念书的不是世子
_SOMEONE = re.compile(r"^[^，]{0,8}?(?:总|都|就|还|又)?有人(?=[^，])")
_FAR = 16  # how far into a clause its subject may stand


def split_clauses(logline: str) -> list[str]:
    """Return the clauses of a logline, without what only says that it is now."""
    said = (clause for clause in _STOP.split(logline) if clause and not _STYLE.fullmatch(clause))
    whole: list[str] = []
    for clause in said:
        if whole and _one_sentence(whole[-1], clause, first=len(whole) == 1):
            clause = f"{whole.pop()}{clause}"
        whole.append(_NOW.sub("", clause))
    return whole


def _one_sentence(before: str, clause: str, *, first: bool) -> bool:
    """Tell whether a comma only parts who or where from what is said of it.

    签发这条稿子的，是带了她八年的主任; 却在父亲打废的锣坯上，认出了……; whom a logline opens
    with is found by what they do.
    """
    if _IS.match(clause):
        return "的" in before and not _IS.search(before) and not happens(before)
    somebody = (
        "的" in before and bool(_SOMEBODY.search(before)) and not happens(before)
    ) and not first
    return (somebody or bool(_AT.match(before))) and goes_on(clause)


def strip_turn(clause: str) -> str:
    """Return a clause without the word that joins it to the one before (却, 可, 竟)."""
    return _TURN.sub("", clause)


def is_time(clause: str) -> bool:
    """Tell whether a clause says only when or where."""
    return bool(_WHEN.search(clause))


def happens(clause: str) -> bool:
    """Tell whether a clause says that something is so, and not only where, when or who."""
    if not clause or re.fullmatch(r"[^，]{1,6}一[一-鿿]", clause):  # 榫头一进: only when
        return False
    if _ONLY_IF.match(clause) or (clause.endswith("的") and "是" not in clause):
        return False
    if clause.endswith(("里", "上", "前")) and not re.search(r"[在进到][^，]*$", clause):
        return False
    if _SAYS_WHAT.search(clause):
        return True
    if re.search(r"[着了过把被]|[出进到](?=[一两三几])", clause):
        return True
    tail = clause.rsplit("的", 1)[-1] if re.fullmatch(r"[^是在有]*的[^，]{1,4}", clause) else clause
    return any(flag[0] == "v" or flag in ("p", "zg", "z") for _, flag in tagged(tail))


def goes_on(clause: str) -> bool:
    """Tell whether a clause has no subject of its own: it goes on with the one before."""
    if not clause or clause.startswith(("没有人", "没人", "谁也", "无人")):
        return False
    if _SOMEONE.match(clause):  # 每逢下雨就有人……: somebody else does it
        return False
    if _OPENS.match(clause):
        return True
    (first, flag), *more = tagged(clause)
    if flag == "d" and more and more[0][1].startswith("n"):  # 真|世子三年前就死了
        return False
    return flag in _PREDICATE and not (more and more[0][0] == "的") and len(first) < len(clause)


def of_their_own(rest: str) -> bool:
    """Tell whether what follows somebody is a thing of theirs (剪的窗花里……), not what they do."""
    before, found, _ = rest.partition("的")
    if not found or not 1 <= len(before) <= 3 or before[0] in "把被在从向不没":
        return False
    return tagged(before)[-1][1] in ("v", "vn", "vd", "zg", "vg")


def without_apposition(rest: str) -> str:
    """Return what somebody does, without a second word for them (网红|女主播在……)."""
    if goes_on(rest):
        return rest
    at = 0
    for word, flag in tagged(rest):
        if flag[0] != "n" or at + len(word) > 4:
            break
        at += len(word)
    return rest[at:]


def what_they_do(clause: str) -> str:
    """Return what a clause says of the somebody whom it opens with; empty where it is of a thing."""
    at, named = 0, False
    for word, flag in tagged(clause):
        if named and flag[0] not in "n" and word not in ("的", "里", "中"):
            return clause[at:]
        at += len(word)
        somebody = flag[0] == "n" or len(word) > 1
        named = somebody and bool(_SOMEBODY.search(word)) and clause[at : at + 1] not in "的里像"
    return ""


def subject_in(
    clause: str, people: Mapping[str, str], subjects: list[str], before: str
) -> tuple[str | None, str]:
    """Return whose clause it is and what it says of them; None for nobody's.

    Args:
        clause: without the word that joins it to the one before.
        people: word → role.
        subjects: the roles of the clauses before.
        before: the clause before, empty at the beginning.
    """
    if before and _ON.match(clause):
        return subjects[-1], clause
    for role, rest in _named(clause, people, before):
        return role, rest
    if clause[0] in "他她" and not clause.startswith(("他们", "她们")):
        other = len(subjects) > 1 and before[-1:] in ("他", "她")
        return subjects[-2 if other else -1], clause[1:]
    if own := re.match(r"[^，]{1,6}的[他她](?!们)", clause):
        return subjects[-1], clause[own.end() :]
    if re.match(rf"{ADVERB}*{MODAL}|{ADVERB}|把", clause):
        return subjects[-1], clause
    if not before:
        opened = re.search(rf"{MODAL}|发现|把|{ADVERB}", clause[2:])
        if opened and _OF_A_THING.match(clause[: 2 + opened.start()]):
            return None, clause
        return ("主", clause[2 + opened.start() :]) if opened else (None, "")
    return (subjects[-1], clause) if goes_on(clause) else (None, "")


def _named(clause: str, people: Mapping[str, str], before: str) -> Iterator[tuple[str | None, str]]:
    """Yield whom a clause names as its subject, and what it says of them."""
    rows = sorted((clause.find(word), -len(word), word) for word in people if word in clause)
    for start, _, word in rows:
        head, rest = clause[:start], clause[start + len(word) :]
        if head.endswith((*_ACTED_ON, "是")) or start > _FAR or rest.startswith(_ISNT_THEM):
            continue
        if not rest and people[word] == "主":
            yield "主", ""
            return
        if head and (_OBJECT.match(head) if "的" in head else goes_on(head)):
            continue
        if not rest and re.search(r"[是着了进出]", head):
            continue
        twin = next((w for w in people if rest.startswith(w)), "")
        yield people[word], rest[len(twin) :]
        return
