"""What the index and a query are made of: single characters, pairs, Latin words."""

from __future__ import annotations

import re
from itertools import pairwise

from heritage_kb.dates import in_characters
from heritage_kb.normal import normal

# A small number before what it counts is written in characters: 7间 and 七间 are one.
_COUNTED = re.compile(r"(?<![\d.\-])(\d{1,2})(?=[间层级架椽尊座孔里批]|铺作)")
_RUN = re.compile(r"[\u3400-\u9fffⅠ-Ⅻ〇]+|[a-z0-9][a-z0-9.\-]*")
# Characters that say nothing by themselves; they still count inside pairs and words.
_EMPTY = frozenset("的了是在有和与及而之其也都为以于等这那个中上下不一")
_ASKING = re.compile(
    r"哪一?(?:个|座|位|种|些|处|里|儿|年|朝|代|族|省|市|县)|什么(?:是|叫|时候|地方|样|人)?|怎么样?|怎样|如何"
    r"|为什么|为何|多少|多(?=[大高长宽])|几(?=[个座间层米年])|是谁|谁|在哪|是不是|有没有|有哪些|请问|告诉我|介绍(?:一下)?"
    r"|吗|呢|啊|？|\?|是什么|想知道|关于|做的|建的|有关"
)


def tokens(text: str) -> list[str]:
    """Return single characters, pairs and Latin words or numbers of a text, in order.

    >>> tokens("推光漆 857")
    ['推', '光', '漆', '推光', '光漆', '857']
    """
    found: list[str] = []
    plain = _COUNTED.sub(lambda match: in_characters(int(match.group(1))), normal(text))
    for run in _RUN.findall(plain):
        if run < "\x80":
            found.append(run.strip(".-"))
        else:
            found += [letter for letter in run if letter not in _EMPTY]
            found += map("".join, pairwise(run))
    return found


def without_asking(query: str) -> str:
    """Return a query without the words of asking; the query itself where nothing else is left.

    >>> without_asking("推光漆怎么阴干")
    '推光漆 阴干'
    """
    bare = _ASKING.sub(" ", normal(query)).strip()
    return bare if len(bare) > 0 else normal(query)
