"""Where a word is somebody's name: 犯人雷达, 沙发卖的, 毛巾，毛家第七子 are a Lei, a Sha and a Mao."""

from __future__ import annotations

import re

from scriptgen.surnames import HUNDRED

_NAMES_BEFORE = re.compile(
    r"(?:户主|犯人|人犯|囚犯|牙将|小将|偏将|名叫|名唤|唤作|唤做|取名|起名|小名|乳名|大名|本名|学名|外号|绰号|保人|证人|法号|道号|家丁|佃户|长工|徒弟|学徒|后生"
    r"|姓[一-鿿]，?名|喊名：|点名：|表字)$"
)
_NAMES_AFTER = re.compile(
    r"，?(?:[一-鿿]{1,6}人氏|[一-鿿]家(?:第|老|长|三|二|小)|这(?:孩子|娃|小子|丫头|孙儿|后生|厮)|是我(?:阿|家|兄|弟|儿|女|孙))"
)
_PERSON_AFTER = re.compile(
    r"(?:[卖买借送捎]的[，。]|回来了?(?:没有|吗|么)?[？。，][^。]{0,3}[他她]|，[^，。]{0,8}(?:今年|年[一二三四五六七八九十]|骁勇|画押|男|女[，。])|兄弟?|贤弟|老弟|师[兄弟]|大[哥叔伯爷]|[家店]的)"
)


def is_named(text: str, start: int, end: int) -> bool:
    """Tell whether characters ``start``–``end`` of a text are the name of somebody.

    A word after 户主, 小名 or before 这孩子, 某处人氏 always is; one that begins with a surname and
    is as short as a name also where only people do what follows.
    """
    before, after = text[:start], text[end:]
    if _NAMES_BEFORE.search(before) or _NAMES_AFTER.match(after):
        return True
    return (
        end - start in (2, 3)
        and text[start] in HUNDRED
        and (not before or not "一" <= before[-1] <= "鿿" or before[-1] in "是叫让")
        and bool(_PERSON_AFTER.match(after))
    )
