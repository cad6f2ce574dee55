"""The ledger of hooks: a question asked, a thing entrusted, and neither heard of again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scriptgen.reviewing.rules.continuity.things import nouns
from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told

_ASKED = re.compile(r"(?:谁|何人|什么人|哪来|去哪|为什么|为何|怎么会|哪里来).{0,14}[？?]$")
_EVADED = re.compile(
    r"不知|不能说|不晓得|以后|别问|没作声|没有作声|沉默|不语|低头|不答|没有回答|看向|岔开|……"
)
_GIVEN = re.compile(
    r"收好|保管|拿着|替我(?:收|保管|拿|转|交|带|还|送)|日后|将来|千万|见.{1,3}如见|凭它|用得着|别弄丢|不到时候"
)
_SELF = re.compile(r"你是谁|谁啊|是谁？$|干什么|怎么了|谁知道|谁敢|谁不|谁还|谁都")
_ASKS_WHO = re.compile(r"谁.{0,10}[？?]")
_DEED = re.compile(r"谁(?:把.{0,6})?([一-鿿])[走了过的掉]")
_OWNED_UP = re.compile(r"招了|认了|承认|是我[，。！]|真凶")


@dataclass(frozen=True, kw_only=True, slots=True)
class Thread:
    """A question or a thing that a line leaves open, and the first later line that takes it up.

    ``asked`` tells a question from a thing entrusted; ``missed`` that something is left out:
    the deed is owned up to by nobody, or the things are never named again. With neither
    ``paid`` nor ``missed`` the words do not tell.
    """

    spot: Spot
    asked: bool
    about: frozenset[str]
    paid: Spot | None
    missed: bool


def check(story: Told) -> Iterator[Break]:
    """Yield the hooks that nothing later takes up."""
    for one in threads(story):
        if one.missed:
            yield Break(
                code="LEDGER.UNPAID", spot=one.spot, term="、".join(sorted(one.about)),
                what=f"这里埋下的{'疑问' if one.asked else '物事'}，后面再没有交代",
                suggestion="后面写出交代，或删去这一处。",
            )  # fmt: skip


def threads(story: Told) -> Iterator[Thread]:
    """Yield every hook that a spoken line leaves open before the last episode, paid or not."""
    if not story.spots or len({spot.episode.number for spot in story.spots}) < 2:
        return
    last = story.spots[-1].episode.number
    for i, spot in enumerate(story.spots):
        if spot.back or not spot.spoken or spot.episode.number == last:
            continue
        asked = bool(_ASKED.search(spot.text) and not _SELF.search(spot.text) and _open(story, i))
        if not asked and not _GIVEN.search(spot.text):
            continue
        deed = _DEED.search(spot.text) if asked else None
        about = nouns(story, spot.text) if asked else _entrusted(story, spot)
        done = _done(story, i, deed[1]) if deed else None
        told = _told_of(story, i, about)
        missed = (deed is not None and done is None) or (bool(about) and told is None)
        paid = None if missed else done or told
        yield Thread(spot=spot, asked=asked, about=frozenset(about), paid=paid, missed=missed)


def _entrusted(story: Told, spot: Spot) -> set[str]:
    """Return the things that a line gives into keeping; a bare 收好 names none."""
    return {word for word in nouns(story, spot.text) if not _NO_THING.search(word)}


_NO_THING = re.compile(r"声张|早班|晚班|夜班|白班|[事话心命]$|日子|时候")


def _told_of(story: Told, at: int, about: set[str]) -> Spot | None:
    """Return the next line that names any of some things; its last two characters will do."""
    ends = {word[-2:] for word in about}
    return next((s for s in story.spots[at + 1 :] if any(end in s.text for end in ends)), None)


def _done(story: Told, at: int, deed: str) -> Spot | None:
    """Return the next line that says who did a deed: after 是谁取走的, whoever 取走了."""
    return next(
        (
            spot
            for spot in story.spots[at + 1 :]
            if (deed in spot.text or _OWNED_UP.search(spot.text))
            and not _ASKS_WHO.search(spot.text)
        ),
        None,
    )


def _open(story: Told, at: int) -> bool:
    """Tell whether a question is left without an answer by the line that follows it."""
    if at + 1 == len(story.spots) or story.spots[at + 1].number != story.spots[at].number:
        return True
    after: Spot = story.spots[at + 1]
    return after.line.type != "dialogue" or bool(_EVADED.search(after.text))
