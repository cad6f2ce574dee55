"""Filling the slots of a line: names, forms of address, things of the trade and of the arc."""

from __future__ import annotations

import re
from collections.abc import Mapping

from heritage_kb.errors import BrokenData
from scriptgen.story.people import Cast
from scriptgen.story.stakes import SLOTS

_YOUNG, _ELDERS = "主友", "师东"
_YOU = re.compile("你(?!们)")
_SLOT = re.compile(r"\{([^{}]+)\}")


class Wording:
    """Slot values of one scene.

    Args:
        cast: who plays the roles.
        seats: which role sits in 甲, 乙, 丙.
        things: the nouns: 物 一物 刻 活 件 家伙 料 坊 限 …
    """

    def __init__(self, cast: Cast, seats: Mapping[str, str], things: Mapping[str, str]) -> None:
        self._cast, self._seats, self._things = cast, seats, things

    def role(self, mark: str) -> str:
        """Return the role behind a seat or a role mark."""
        return self._seats.get(mark, mark)

    def name(self, mark: str) -> str:
        """Return the name of who sits there."""
        return self._cast[self.role(mark)].name

    def fill(self, text: str) -> str:
        """Return the text with every slot filled.

        Raises:
            BrokenData: a slot that nothing fills.
        """
        return _SLOT.sub(lambda found: self._one(found[1]), text)

    def polite(self, mark: str, text: str) -> str:
        """Return what somebody says, with 您 for 你 where it is to an elder and nobody else is there."""
        others = [role for seat, role in self._seats.items() if role != self.role(mark)]
        to_elder = self.role(mark) in _YOUNG and len(others) == 1 and others[0] in _ELDERS
        return _YOU.sub("您", text) if to_elder and "“" not in text else text

    def _one(self, slot: str) -> str:
        if slot in self._things:
            return self._things[slot]
        if len(slot) == 1 and self.role(slot) in self._cast:
            return self.name(slot)
        if len(slot) == 2 and slot[1] == "其":
            return "她" if self._cast[self.role(slot[0])].woman else "他"
        if len(slot) == 2 and slot[1] in SLOTS:
            return self._cast[self.role(slot[0])].stake.word(slot[1])
        if len(slot) == 2 and slot[1] == "伤":
            return self._cast[self.role(slot[0])].wound or "有过那么一回"
        if len(slot) == 2 and slot[1] == "名":
            return self._cast[self.role(slot[0])].given
        if len(slot) == 2 and slot[1] == "姓":
            return self._cast[self.role(slot[0])].name[0]
        if len(slot) == 3 and slot[1] == "你":
            younger = self.role(slot[0]) in _YOUNG and self.role(slot[2]) in _ELDERS
            return "您" if younger else "你"
        if len(slot) == 3 and slot[1] == "叫":
            return self._cast.call(self.role(slot[0]), self.role(slot[2]))
        raise BrokenData(f"故事架上有填不上的空位“{{{slot}}}”。", f"no value for slot {slot}")
