"""Fitting an episode to its seconds: facts unfold before pauses are added, asides go first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scriptgen.story.letting import amid, beside_work
from scriptgen.story.pieces import Part, Piece, total

_LOW, _HIGH = 0.93, 1.07


@dataclass(frozen=True, kw_only=True, slots=True)
class Fillers:
    """Where more may come from: a scene, a beat of the work for a scene, a pause."""

    part: Callable[[], Part | None]
    beat: Callable[[Part], list[Piece]]
    breath: Callable[[Part], Piece | None]


def fit(parts: list[Part], seconds: float, more: Fillers) -> None:
    """Bring the parts to within seven per cent of the wished seconds, in place.

    Args:
        parts: the scenes, the last one the tail, whose lines stay.
        seconds: the wish.
        more: what may be added.
    """
    _shorten(parts, seconds * _HIGH)
    beats = 0
    for _ in range(400):
        missing = seconds - total(parts)
        if missing <= seconds * (1 - _LOW):
            break
        if _unfold(parts, missing):
            continue
        if missing > 6 and beats < 2 + seconds / 90 and let_work_in(parts, more, beats):
            beats += 1
            continue
        if missing > 11 and (part := more.part()):
            _add_part(parts, part)
            continue
        if not _pause(parts, more):
            break
    _shorten(parts, seconds * _HIGH, keep=seconds * _LOW)


def _add_part(parts: list[Part], part: Part) -> None:
    """Put a scene before the tail, beside one in the same place where there is one."""
    at = next(
        (n + 1 for n in range(len(parts) - 2, 0, -1) if parts[n].place == part.place),
        len(parts) - 1,
    )
    parts.insert(at, part)


def let_work_in(parts: list[Part], more: Fillers, turn: int) -> bool:
    """Let a beat of the work into a scene of work: before the talk, then before its end."""
    for part in parts:
        if part.works and (found := more.beat(part)):
            spots = beside_work(part.pieces)
            if not spots:
                return False
            at = spots[0] if turn % 2 == 0 else spots[-1]
            part.pieces[at:at] = found
            return True
    return turn == 0 and _before_talk(parts, more)


def _before_talk(parts: list[Part], more: Fillers) -> bool:
    """Where no scene is at work, let one open on the work."""
    for part in [*parts[1:-1], *parts[:1]]:
        if found := more.beat(part):
            at = 0 if part is not parts[0] else 1
            part.pieces[at:at] = found
            return True
    return False


def _unfold(parts: list[Part], missing: float) -> bool:
    """Let the fact that has the most to show unfold by its next lines."""
    for part in parts:
        for at, piece in enumerate(part.pieces):
            if amid(part.pieces, at, at):
                piece.more = [one for one in piece.more if one.type == "action"]
            if piece.more and piece.more[0].seconds < missing + 2:
                part.pieces[at + 1 : at + 1] = piece.more
                piece.more = []
                return True
    return False


def _pause(parts: list[Part], more: Fillers) -> bool:
    """Put a pause where two people have talked longest without a picture."""
    for _, number, at in sorted(_runs(parts), key=lambda row: (-row[0], row[1], row[2])):
        part = parts[number]
        if breath := more.breath(part):
            part.pieces.insert(at, breath)
            return True
    return False


def _runs(parts: list[Part]) -> list[tuple[int, int, int]]:
    """Return (lines of talk, part, place for a pause) of every part."""
    rows = []
    for number, part in enumerate(parts):
        best, where, run = 0, 1, 0
        for at, piece in enumerate(part.pieces):
            run = run + 1 if piece.type == "dialogue" else 0
            if run > best and at + 1 < len(part.pieces) - (3 if part.is_tail else 0):
                best, where = run, at + 1 - run // 2
        rows.append((best, number, max(1, where)))
    return rows


def _shorten(parts: list[Part], most: float, keep: float = 0.0) -> None:
    """Drop asides, then middle scenes, then plain pictures and pairs, until it fits.

    A scene stays where the episode would fall below ``keep`` seconds without it.
    """
    least = max(keep, most * 0.45)
    while total(parts) > most and _drop_aside(parts):
        pass
    while (
        total(parts) > most and (at := _spare(parts)) and total(parts) - parts[at].seconds > least
    ):
        del parts[at]
    while total(parts) > most and _drop_plain(parts):
        pass
    while total(parts) > most and len(parts[0].pieces) > 1 and len(parts) > 1:
        parts[0].pieces.pop()


def _spare(parts: list[Part]) -> int:
    """Return the last scene between the first and the tail that may be left out; 0 for none."""
    return next((n for n in range(len(parts) - 2, 0, -1) if not parts[n].kept), 0)


def _drop_aside(parts: list[Part]) -> bool:
    for part in reversed(parts):
        for at in range(len(part.pieces) - 1, 0, -1):
            if part.pieces[at].optional and not _parts_one_voice(part.pieces, at):
                del part.pieces[at]
                return True
    return False


def _drop_plain(parts: list[Part]) -> bool:
    for part in parts[:-1]:
        for at in range(len(part.pieces) - 2, 1, -1):
            if _is_plain(part.pieces, at):
                del part.pieces[at]
                return True
    tail = parts[-1].pieces
    for at in range(1, len(tail) - 4):
        if _is_plain(tail, at) and len(tail) > 6:
            del tail[at]
            return True
    return False


def _is_plain(pieces: list[Piece], at: int) -> bool:
    """Tell whether a picture may go: nothing rests on it, and nobody would answer themselves."""
    piece = pieces[at]
    return piece.type == "action" and not piece.citations and not _parts_one_voice(pieces, at)


def _parts_one_voice(pieces: list[Piece], at: int) -> bool:
    """Tell whether a line stands between two speeches of one person."""
    if not 0 < at < len(pieces) - 1:
        return False
    before, after = pieces[at - 1].speaker, pieces[at + 1].speaker
    return before is not None and before == after
