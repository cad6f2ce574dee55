"""Where a picture may be let into a scene: before the talk, or beside the work, never amid an exchange."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from scriptgen.story.pieces import Part, Piece

_KINDS = {"craft": "craft", "product": "craft", "opera": "show", "custom": "custom"}
_TOGETHER = 3  # pictures of the work that may stand in a row before it is a list


def amid(pieces: list[Piece], first: int, last: int) -> bool:
    """Tell whether the lines from ``first`` to ``last`` part a word from its answer."""
    if not 0 < first <= last < len(pieces) - 1:
        return False
    return bool(pieces[first - 1].speaker and pieces[last + 1].speaker)


def beside_work(pieces: list[Piece]) -> list[int]:
    """Return the places right after pictures of the work that nobody is talking across."""
    found = []
    for start, end in _runs(pieces):
        whole = end + 1 < len(pieces) and pieces[end + 1].type != "mark"
        if whole and end - start + 1 < _TOGETHER and not amid(pieces, start, end):
            found.append(end + 1)
    return found


def spot(pieces: list[Piece], *, opens: bool) -> int:
    """Return the place for a picture: beside the work, else where the scene begins.

    Args:
        pieces: of a scene.
        opens: whether the episode opens with it; its first picture stays the first.
    """
    beside = [at for at in beside_work(pieces) if at]
    if beside:
        return beside[0]
    at = int(opens and bool(pieces))
    while at < len(pieces) and pieces[at].type == "caption":
        at += 1
    return at


def crowded(pieces: list[Piece], at: int, most: int = _TOGETHER) -> bool:
    """Tell whether a picture let in at a place would make a list of what is there."""
    run = 0
    while at - run > 0 and pieces[at - run - 1].fact:
        run += 1
    ahead = 0
    while at + ahead < len(pieces) and pieces[at + ahead].fact:
        ahead += 1
    return run + ahead >= most


def let_in_rank(piece: Piece, part: Part, *, opens: bool) -> tuple[bool, bool]:
    """Rank a place for a picture in a scene, the best least: no list there, no private talk."""
    private = not (part.works or part.passing)
    at = spot(part.pieces, opens=opens)
    return crowded(part.pieces, at, 1 if private else _TOGETHER), private


def lead_up(
    pieces: list[Piece],
    lines: Mapping[str, Iterable[str]],
    seen: Counter[str],
    plays: Callable[[str], bool],
) -> None:
    """Say, in place, before each thing seen in passing, what it is that somebody passes by.

    Args:
        pieces: what is seen.
        lines: pictures of coming by, by the kind of thing.
        seen: how often each was shown; counted up.
        plays: whether a line may stand in this story.
    """
    rows: list[Piece] = []
    before = ""
    for piece in pieces:
        fact = piece.fact
        if fact and fact.entry != before:  # the next thing on the way
            before = fact.entry
            fits = [text for text in lines.get(_KINDS.get(fact.sort, ""), ()) if plays(text)]
            if text := min(fits, key=lambda raw: seen[raw], default=""):
                seen[text] += 1
                rows.append(Piece(type="action", text=text))
        rows.append(piece)
    pieces[:] = rows


def _runs(pieces: list[Piece]) -> list[tuple[int, int]]:
    """Return the first and last place of each run of lines of the work, a picture among them."""
    rows: list[tuple[int, int]] = []
    for at, piece in enumerate(pieces):
        if piece.fact is None:
            continue
        if rows and rows[-1][1] == at - 1:
            rows[-1] = (rows[-1][0], at)
        else:
            rows.append((at, at))
    return [r for r in rows if any(p.type == "action" for p in pieces[r[0] : r[1] + 1])]
