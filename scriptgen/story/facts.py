"""A fact of the work that can be played or said, and where it is known from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from heritage_kb.records import Entry, Passage
from scriptgen.series import LineKind

_OUTSIDE = re.compile(
    r"山|林|弯道|风从|冻土|檐|屋坡|瓦|脊|柱|台基|号子|满场|坡下|树|牛|雨|日头|天光|日影|云|霜|泥|街|房上|架上|梯子|斗栱|梁|旧础"
)
_CROWD = re.compile(r"几个人|一起|底下的人|众人|大家|号子|齐|满场|几股|围着的人|一圈人|满屋")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Something that can be played or said, and where it is known from (no id: invented)."""

    topic: str
    actions: tuple[str, ...]
    says: tuple[str, ...] = ()
    passage: str = ""
    entry: str = ""
    kind: LineKind = "史实"
    step: int | None = None
    title: str = ""
    text: str = ""
    framed: bool = False  # its actions are frames of one statement: one at a time

    def only(self, actions: tuple[str, ...]) -> Fact:
        """Return the fact with some of its pictures, and nothing said."""
        return replace(self, actions=actions, says=())

    @classmethod
    def of(cls, passage: Passage, entry: Entry, topic: str) -> Fact:
        """Return what a passage of an entry lets a scene play, under a topic."""
        return cls(
            topic=topic,
            actions=passage.actions,
            says=passage.says,
            passage=passage.id,
            entry=entry.id,
            kind=passage.claim_kind,
            step=passage.step,
            title=entry.title,
            text=passage.text,
        )


def outside(text: str) -> bool:
    """Tell whether a line of work wants the open air or a crowd."""
    return bool(_OUTSIDE.search(text) or _CROWD.search(text))
