"""Which characters of a row must change so that it reads as wanted, and none besides.

An edit is (start, end, new text). A changed field is replaced where it stands in the row; only
where the row would then read otherwise is it put into the canonical form, and even then what
stays the same keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from heritage_kb.dates import in_characters
from scriptgen.formats.assembling import assemble
from scriptgen.formats.grammar import Line, lines_of, written
from scriptgen.formats.textfile import episode_row, heading_row, one_row
from scriptgen.formats.word.placing import line_key, scene_key
from scriptgen.reading import ReadEpisode, ReadLine, ReadScene

Edit = tuple[int, int, str]
_INSIDE_OUT = {
    "内": ("内景", "室内", "INT.", "INT", "内"),
    "外": ("外景", "室外", "EXT.", "EXT", "外"),
    "内外": ("内外景", "内外", "I/E.", "I/E", "内/外"),
}
_DASH = r"\s*[-–—－−‐.．]\s*"


def applied(text: str, edits: list[Edit]) -> str:
    """Return the text after the edits."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def differences(old: str, new: str, at: int = 0) -> list[Edit]:
    """Return the edits from one text to another, character by character."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (at + a, at + b, new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    ]


def trimmed(start: int, old: str, new: str) -> Edit:
    """Return the edit from ``old`` to ``new`` without what both begin and end with."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start + head, start + len(old) - tail, new[head : len(new) - tail]


# ---------------------------------------------------------------------------------------- a line


def line_edits(text: str, nth: int, was: ReadLine, now: ReadLine) -> list[Edit]:
    """Return the edits that make the ``nth`` line of a row say something else."""
    before = [tuple(line) for line in lines_of(text)]
    wanted = (now.type, now.speaker, now.parenthetical or None, now.text)
    alone = nth < len(before) and before[nth] == line_key(was)
    edits = field_edits(text, _after(text, before[:nth]), was, now)
    if edits is not None:
        if not alone and was.type == now.type:  # the row is read with those around it
            return edits
        after = [tuple(line) for line in lines_of(applied(text, edits))]
        if after == [*before[:nth], wanted, *before[nth + 1 :]]:
            return edits
    rows = [written(Line(*line)) for line in before]  # type: ignore[arg-type]
    rows[nth : nth + 1] = [line_row(now)]
    return differences(text, "".join(rows))


def end_of_line(text: str, nth: int) -> int:
    """Return where the ``nth`` line of a row ends, its closing bracket included."""
    at = 0
    for line in lines_of(text)[: nth + 1]:
        found = text.find(line.text, at)
        at = found + len(line.text) if found >= 0 else at
        at += text[at : at + 1] in ("】", "）", ")")
    return at


def without_line(text: str, nth: int) -> list[Edit]:
    """Return the edits that take the ``nth`` line out of a row of several."""
    last = nth + 1 >= len(lines_of(text))
    start = end_of_line(text, nth - 1) if nth else 0
    return [(start, len(text) if last else end_of_line(text, nth), "")]


def row_of(thing: ReadEpisode | ReadScene | ReadLine) -> str:
    """Return the canonical row of a thing."""
    if isinstance(thing, ReadLine):
        return line_row(thing)
    return heading_row(thing) if isinstance(thing, ReadScene) else episode_row(thing)


def line_row(line: ReadLine) -> str:
    """Return the canonical row of a line."""
    aside = one_row(line.parenthetical) if line.parenthetical else None
    speaker = one_row(line.speaker) if line.speaker else None
    return written(Line(line.type, speaker, aside, one_row(line.text)))


def _after(text: str, lines: Sequence[tuple[object, ...]]) -> int:
    """Return where the lines that stand before in the same row end."""
    at = 0
    for line in lines:
        found = text.find(str(line[3]), at)
        at = found + len(str(line[3])) if found >= 0 else at
    return at


def field_edits(text: str, at: int, was: ReadLine, now: ReadLine) -> list[Edit] | None:
    """Return the edits field by field; None where a field cannot be found as it stands."""
    if was.type != now.type:
        return None
    edits: list[Edit | None] = []
    if was.speaker:
        start = text.find(was.speaker, at)
        if start < 0 or not now.speaker:
            return None
        at = start + len(was.speaker)
        edits.append(trimmed(start, was.speaker, one_row(now.speaker)))
    elif now.speaker:
        return None
    mood, at = _mood_edit(text, at, was.parenthetical or "", one_row(now.parenthetical or ""))
    edits.append(mood)
    if was.speaker:
        colon = re.search(r"[:：]\s*", text[at:])
        at += colon.end() if colon else 0
    start = text.find(was.text, at)
    edits.append(trimmed(start, was.text, one_row(now.text)) if start >= 0 else None)
    kept = [edit for edit in edits if edit is not None]
    if len(kept) < len(edits):
        return None
    return [edit for edit in kept if edit[0] < edit[1] or edit[2]]


def _mood_edit(text: str, at: int, was: str, now: str) -> tuple[Edit | None, int]:
    """Return the edit of what is said in brackets of the mood, and where it ends."""
    if was == now and was not in text[at:]:
        return (at, at, ""), at
    if not was:
        return (at, at, f"（{now}）" if now else ""), at
    start = text.find(was, at)
    if start < 0:
        return None, at
    end = start + len(was)
    if now:
        return trimmed(start, was, now), end
    bracket = re.search(r"[（(]\s*$", text[:start])
    close = re.match(r"\s*[）)]", text[end:])
    if not bracket or not close:
        return None, end
    return (bracket.start(), end + close.end(), ""), end


# ------------------------------------------------------------------------------------- a heading


def heading_edits(
    text: str, episode: int, was: ReadScene, now: ReadScene
) -> tuple[list[Edit], bool]:
    """Return the edits of a heading's rows (joined by line breaks), and whether they suffice.

    Where they do not, the heading must be written anew.
    """
    edits: list[Edit] = []
    shape = replace(was)
    alone = _reads(text, episode, shape)
    for name in ("place", "time", "int_ext", "number"):
        before, after = getattr(was, name) or "", getattr(now, name) or ""
        if before == after:
            continue
        shape = replace(shape, **{name: getattr(now, name)})
        found = None
        for one in _candidates(name, text, before, one_row(after)):
            clash = any(one[0] < end and start < one[1] for start, end, _ in edits)
            tried = applied(text, [*edits, one])
            if not clash and (not alone or _reads(tried, episode, shape)):
                found = one
                break
        if found is None:
            return [], False
        edits.append(found)
    return edits, True


def _reads(text: str, episode: int, wanted: ReadScene) -> bool:
    """Tell whether rows read, in their episode, as a scene's heading."""
    number = re.match(r"(\d+)-", wanted.number or "")
    rows = [(1, f"第{number[1] if number else episode}集")]
    rows += [(n, row) for n, row in enumerate(text.split("\n"), 2)]
    scenes = [scene for episode in assemble(rows).episodes for scene in episode.scenes]
    return bool(scenes) and scene_key(scenes[0])[:4] == scene_key(wanted)[:4]


def _candidates(name: str, text: str, was: str, now: str) -> Iterator[Edit]:
    """Yield the ways to put a field's new value in the old one's place."""
    for old, new in _spellings(name, was, now):
        if old:
            for found in re.finditer(old, text, re.IGNORECASE):
                yield trimmed(found.start(), found[0], new(found[0]))


def _spellings(name: str, was: str, now: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    if name == "int_ext":
        for old, new in zip(_INSIDE_OUT.get(was, ()), _INSIDE_OUT.get(now, ()), strict=False):
            yield re.escape(old), lambda _, new=new: new  # type: ignore[misc]
        return
    if name != "number":
        yield re.escape(was) if now else "", lambda _: now
        return
    before = re.fullmatch(r"(\d+)-(\d+)([A-Z]?)", was)
    after = re.fullmatch(r"(\d+)-(\d+)([A-Z]?)", now)
    if not before or not after:
        return
    yield (
        rf"(?<!\d)0*{before[1]}{_DASH}0*{before[2]}{before[3]}(?!\d)",
        lambda found: f"{after[1]}{found[len(before[1]) :][:1]}{after[2]}{after[3]}",
    )
    scene, other = int(before[2]), int(after[2])
    yield rf"(?<!\d)0*{scene}{before[3]}(?!\d)", lambda _: f"{other}{after[3]}"
    yield re.escape(in_characters(scene)) + before[3], lambda _: in_characters(other) + after[3]


def cast_edits(text: str, was: list[str], now: list[str]) -> list[Edit] | None:
    """Return the edits of a row that names the cast; None where it does not stand there."""
    at, start = 0, -1
    for name in was:
        found = text.find(name, at)
        if found < 0:
            return None
        start = found if start < 0 else start
        at = found + len(name)
    if start < 0:
        return None
    second = text.find(was[1], start) if len(was) > 1 else -1
    between = text[start + len(was[0]) : second] if second > 0 else "、"
    return differences(text[start:at], between.join(map(one_row, now)), start)


def names_cast(text: str) -> bool:
    """Tell whether a row is a cast line of its own."""
    rows = [(1, "第1集"), (2, "1-1 日 内 堂"), (3, text)]
    scenes = [scene for episode in assemble(rows).episodes for scene in episode.scenes]
    return len(scenes) == 1 and bool(scenes[0].cast) and not scenes[0].lines


# ------------------------------------------------------------------------------------ an episode


def episode_edits(text: str, was: ReadEpisode, now: ReadEpisode) -> list[Edit]:
    """Return the edits of an episode's row."""
    edits: list[Edit] = []
    start = text.rfind(was.title) if was.title else -1
    if was.title != now.title and start >= 0 and now.title:
        edits.append(trimmed(start, was.title, one_row(now.title)))
    elif was.title != now.title:
        return differences(text, episode_row(now))
    if was.number != now.number:
        for old, new in (
            (str(was.number), str(now.number)),
            (in_characters(was.number), in_characters(now.number)),
        ):
            place = text.find(old)
            if place >= 0 and (start < 0 or place < start):
                edits.append(trimmed(place, old, new))
                break
    after = assemble([(1, applied(text, edits))]).episodes
    if after and (after[0].number, after[0].title) == (now.number, now.title):
        return edits
    return differences(text, episode_row(now))
