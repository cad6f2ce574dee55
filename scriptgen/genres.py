"""Genre packs (甜宠, 悬疑, 复仇 …): what a genre favours, how fast it goes, what its viewers expect.

An open list: one TOML file each in ``scriptgen/data/genres`` and, for a user's own, in the folder
``genres`` of Sanjin's home; a user's file of the same name comes first. A brief's ``genre`` may
name several (悬疑·传承).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from heritage_kb.errors import UnknownName
from scriptgen.openlist import Entry, Name, entries

TurnKind = Literal["信息", "关系", "处境", "态度", "认知", "身份", "选择"]
TURN_KINDS: tuple[str, ...] = get_args(TurnKind)
HookKind = Literal["冲突", "反转", "危机", "抉择", "情感"]
Colour = Literal["喜", "武", "爱"]
Confidence = Literal["high", "medium", "low"]

# The kind of question that a turn of this kind leaves open (own).
HOOK_OF_TURN: dict[str, HookKind] = {
    "信息": "反转",
    "身份": "反转",
    "认知": "反转",
    "处境": "危机",
    "关系": "冲突",
    "选择": "抉择",
    "态度": "情感",
}
_Weight = Annotated[float, Field(ge=0, le=10)]
_LISTED = 2.0  # what an engine gains that names the genre itself, where the pack is silent
_SPLIT = re.compile(r"[·•・、，,;；/／+＋|｜&\s]+")


class Figure(BaseModel):
    """A figure of pace with its source: seconds (秒), episodes (集) or turns an episode (处/集)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Literal["hook_seconds", "touch_seconds", "reversals", "pay_first", "pay_gap"]
    value: Annotated[float, Field(gt=0, le=200)]
    unit: Literal["秒", "集", "处/集"]
    source: Annotated[str, Field(min_length=1)]
    confidence: Confidence


class Avoid(BaseModel):
    """What a genre slips into, and the review rule that catches it, where there is one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str
    rule: str = ""


class Pack(Entry):
    """A genre: names, what its viewers expect, its tone, weights, pace, what to avoid.

    ``engines`` adds to an engine's rank, ``turns``, ``reversals`` and ``hooks`` multiply a
    complication's chance; 0 leaves it out. ``colours`` are kinds of scene of the stock.
    """

    aliases: tuple[Name, ...] = ()
    what: str
    expects: tuple[str, ...]
    tone: tuple[str, ...]
    colours: tuple[Colour, ...] = ()
    engines: dict[str, _Weight] = Field(default_factory=dict)
    turns: dict[str, _Weight] = Field(default_factory=dict)
    reversals: dict[TurnKind, _Weight] = Field(default_factory=dict)
    hooks: dict[HookKind, _Weight] = Field(default_factory=dict)
    pacing: tuple[Figure, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    source: Annotated[str, Field(min_length=1)]
    confidence: Confidence

    @property
    def names(self) -> tuple[str, ...]:
        """Return its name and every other name."""
        return (self.name, *self.aliases)


def genres() -> dict[str, Pack]:
    """Return every pack by its name, the user's own first.

    Raises:
        RefusedInput: a user's file that is not as it must be; the sentence names it and the cure.
    """
    return entries(Pack, "genres", zh="类型包", en="genre")


def genre(name: str) -> Pack:
    """Return the pack of a name or of another name of it.

    Raises:
        UnknownName: there is none; the sentence says which there are.
    """
    found = genres()
    for pack in found.values():
        if name in pack.names:
            return pack
    raise UnknownName(
        f"没有类型包“{name}”；有：{'、'.join(found)}。自己的放进数据目录的 genres 文件夹。",
        f"No genre pack “{name}”.",
    )


class Taste:
    """What the genres of one brief favour together.

    Args:
        text: the brief's ``genre``.
    """

    def __init__(self, text: str) -> None:
        self.words = tuple(word for word in _SPLIT.split(text) if word)
        self.packs = tuple(
            pack for pack in genres().values() if any(name in text for name in pack.names)
        )
        heard = {name for pack in self.packs for name in pack.names if name in text}
        self.others = tuple(w for w in self.words if not any(name in w for name in heard))
        colours = {colour for pack in self.packs for colour in pack.colours}
        # A brief may colour its scenes by the bare word, whatever else its genre is called.
        self.colours = frozenset(colours | {colour for colour in "喜武爱" if colour in text})

    def engine(self, name: str, suits: Iterable[str]) -> float:
        """Return what a story engine gains by the genres.

        Args:
            name: of the engine.
            suits: the genres that the engine itself says it suits.
        """
        listed = set(suits)
        gains = [
            pack.engines.get(name, _LISTED if listed & set(pack.names) else 0.0)
            for pack in self.packs
        ]
        return sum(gains) + _LISTED * sum(one in word for word in self.others for one in listed)

    def excludes(self, name: str) -> bool:
        """Tell whether a genre leaves an engine out and no other asks for it."""
        weights = [pack.engines[name] for pack in self.packs if name in pack.engines]
        return bool(weights) and max(weights) == 0

    def turn(self, name: str, kind: str) -> float:
        """Return how likely a complication is against one that no genre speaks of (1); 0 never."""
        weight = 1.0
        for pack in self.packs:
            weight *= pack.turns.get(name, 1.0) * pack.reversals.get(kind, 1.0)  # type: ignore[call-overload]
            weight *= pack.hooks.get(HOOK_OF_TURN.get(kind, "冲突"), 1.0)
        return weight

    def hook(self, kind: HookKind) -> float:
        """Return how welcome a kind of question is at the end of an episode (1: as any)."""
        weight = 1.0
        for pack in self.packs:
            weight *= pack.hooks.get(kind, 1.0)
        return weight

    def figure(self, name: str, default: float) -> float:
        """Return the strictest of the packs' figures of a name."""
        rows = [row.value for pack in self.packs for row in pack.pacing if row.name == name]
        strictest = max if name in ("reversals", "pay_gap", "pay_first") else min
        return strictest(rows, default=default)

    def unknown(self, suits: Iterable[str]) -> tuple[str, ...]:
        """Return the brief's words for which there is neither a pack nor an engine that suits.

        Args:
            suits: all genres that engines say they suit.
        """
        listed = set(suits)
        return tuple(w for w in self.others if not any(one in w for one in listed))
