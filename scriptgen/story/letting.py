"""Where a picture may be let into a scene: before the talk, or beside the work, never amid an exchange."""

from __future__ import annotations

from scriptgen.story.pieces import Piece

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


def crowded(pieces: list[Piece], at: int) -> bool:
    """Tell whether a picture let in at a place would make a list of what is there."""
    run = 0
    while at - run > 0 and pieces[at - run - 1].fact:
        run += 1
    ahead = 0
    while at + ahead < len(pieces) and pieces[at + ahead].fact:
        ahead += 1
    return run + ahead >= _TOGETHER


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
