"""How each role talks: a habit that shows in the phrasing, never in an explanation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """A way of talking. ``longest`` is how many characters one breath holds."""

    habit: str
    longest: int


_VOICES = {
    "主": Voice(habit="短句，先做后说；急了只剩两三个字", longest=12),
    "师": Voice(habit="不答正话，拿活来挡；要紧处省掉主语", longest=14),
    "敌": Voice(habit="和气，像说家常；问句里早有答案", longest=18),
    "友": Voice(habit="嘴快，怕事，爱打岔；真话说一半", longest=16),
    "东": Voice(habit="慢，客气，不催；问得轻，落得重", longest=18),
    "长": Voice(habit="老话少，停顿多；劝人先做给人看", longest=16),
    "遗": Voice(habit="不在场；只由物件和别人的嘴说话", longest=0),
}


def voice_of(role: str) -> Voice:
    """Return the voice of a role."""
    return _VOICES[role]


def phrasing(role: str, options: tuple[str, ...]) -> list[str]:
    """Return the phrasings in the order this voice likes them: terse roles take the shorter."""
    if len(options) < 2:
        return list(options)
    short_first = role in "主师"
    return sorted(options, key=len, reverse=not short_first)
