"""Who comes and who goes where one talk ends and another begins in the same place and hour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from scriptgen.story.pieces import Part, Piece, total

_LEAVES = re.compile(r"走了|走出|出去|跑了|跑出|走远|不见了|去了|出了门|一路走|离开|挤了出|追了")
_ONE_BREATH = 24  # characters that one person says without a stop
_LAST = 3  # lines before the end in which somebody's leaving would show


def present(part: Part, names: Mapping[str, str]) -> set[str]:
    """Return the roles that a part shows or lets speak.

    Args:
        part: a stretch of talk.
        names: role → name.
    """
    speakers = {p.speaker for p in part.pieces if p.speaker}
    shown = [p.text for p in part.pieces if p.type == "action"]
    return {
        role
        for role, name in names.items()
        if name in speakers or any(name in text for text in shown)
    }


def faces(pieces: Iterable[Piece], names: Mapping[str, str], text: str = "") -> int:
    """Return how many people some lines show, with one more line of picture.

    Args:
        pieces: the lines.
        names: role → name.
        text: of the one more.
    """
    rows = list(pieces)
    lines = [text, *(p.text for p in rows if p.type == "action")]
    seen = {name for name in names.values() if any(name in line for line in lines)}
    return len(seen | {p.speaker for p in rows if p.speaker})


def goes_on_here(before: Part, part: Part, names: Mapping[str, str]) -> bool:
    """Tell whether a part is of the same scene: same place and hour, and one at most is replaced."""
    if before.place != part.place or before.hour != part.hour:
        return False
    here, then = present(before, names), present(part, names)
    if not here or not then:
        return True
    return bool(here & then) and len(here - then) <= 1 and len(then - here) <= 1


def join(
    parts: list[Part],
    names: Mapping[str, str],
    lines: Mapping[str, Iterable[str]],
    seen: Counter[str],
    silence: Callable[[Part], list[Piece]],
    most: float,
) -> None:
    """Tell the parts that are scenes of their own, in place; in others show who leaves and comes.

    Where nobody does and one voice ends the first and begins the next, a breath passes; where the
    episode has no second left for a picture of leaving, the talk gets a heading of its own.

    Args:
        parts: of an episode.
        names: role → name.
        lines: pictures with {go} and {come}, under “swap”, “go” and “come”.
        seen: how often each was shown; counted up, in place.
        silence: a breath that suits a part.
        most: seconds that the episode may have.
    """
    for before, part in pairwise(parts):
        part.apart = not goes_on_here(before, part, names)
        text = "" if part.apart else _crossing(before, part, names, lines, seen)
        if text:
            piece = Piece(type="action", text=text)
            if total(parts) + piece.seconds <= most:
                part.pieces.insert(0, piece)
            else:
                part.apart = True
            continue
        ends = [rows[at].speaker for rows, at in ((before.pieces, -1), (part.pieces, 0)) if rows]
        if before.place == part.place and len(ends) == 2 and ends[0] and ends[0] == ends[1]:
            part.pieces[:0] = silence(part)


def _crossing(
    before: Part,
    part: Part,
    names: Mapping[str, str],
    lines: Mapping[str, Iterable[str]],
    seen: Counter[str],
) -> str:
    """Return a picture of who leaves and who comes, unless the talks show it themselves."""
    here, then = present(before, names), present(part, names)
    opens = part.pieces[0].text if part.pieces and part.pieces[0].type == "action" else ""
    ends = [p.text for p in before.pieces[-_LAST:] if p.type == "action"]
    gone = [
        names[r]
        for r in names
        if r in here - then and not any(names[r] in t and _LEAVES.search(t) for t in ends)
    ]
    come = [names[r] for r in names if r in then - here and names[r] not in opens]
    kind = "swap" if gone and come else "go" if gone else "come" if come else ""
    if not kind:
        return ""
    line = min(lines[kind], key=lambda raw: seen[raw])
    seen[line] += 1
    return line.replace("{go}", gone[0] if gone else "").replace("{come}", come[0] if come else "")


def speak_on(part: Part) -> None:
    """Let what one person says in two lines running be one line, in place, where it is short."""
    rows: list[Piece] = []
    for piece in part.pieces:
        last = rows[-1] if rows else None
        if (
            last is not None
            and last.type == piece.type == "dialogue"
            and last.speaker == piece.speaker
            and not (piece.manner or last.citations or piece.citations)
            and len(last.text) + len(piece.text) <= _ONE_BREATH
        ):
            rows[-1] = replace(last, text=last.text + piece.text, optional=False)
            continue
        rows.append(piece)
    part.pieces[:] = rows
