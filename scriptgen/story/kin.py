"""Whose family somebody is of, by what a logline calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scriptgen.surnames import SURNAMES

_YOUNG = ("孙女", "孙子", "女儿", "儿子")
_ELDERS = ("爷爷", "祖父", "父亲")
_BLOOD = (*_YOUNG, *_ELDERS, "哥哥", "弟弟", "姐姐", "妹妹", "亲弟弟", "亲哥哥")
_ANOTHERS = "[家主板柜东人师匠长爷官商]的[^，。的]{0,4}"  # 仇家的孙子, 货主的哑巴女儿


def family_name(hero: str, role: str, spoken: Mapping[str, str], text: str) -> str:
    """Return the family name that the hero's own kin bears, or nothing: 老梁's daughter is a 梁.

    Args:
        hero: the hero's name, "" where there is none.
        role: the seat of whom is named; kin sit beside the hero or above.
        spoken: seat → what the logline calls them.
        text: the logline.
    """
    word = spoken.get(role, "")
    # A hero who is called a granddaughter is somebody's: only those above are told of there.
    kin = _ELDERS if spoken.get("主", "") in _YOUNG else _BLOOD
    if not hero or role not in "师友" or word not in kin or re.search(_ANOTHERS + word, text):
        return ""
    name = hero[1:] if hero[0] in "阿小老" else hero
    return name[0] if name and name[0] in SURNAMES else ""
