"""Changing a Word file where it was changed and nowhere else.

The file is read again and compared with what is wanted; a changed line is changed inside its runs,
a new line takes the formatting of the nearest of its kind, a line that is gone takes its paragraph
along. All else keeps its bytes. The result is read once more, and what could not be placed is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from scriptgen.formats.word.package import Package, refusing_damage
from scriptgen.formats.word.placing import Item, items_of
from scriptgen.formats.word.reading import read_word
from scriptgen.formats.word.rewriting import Rewriter
from scriptgen.reading import Loose, Reading, ReadLine, ReadScene

_MOST_COMPARED = 60  # things in one run of differences that are paired by likeness
_MOST_SAID = 20


def edit_word(
    original: bytes,
    wanted: Reading,
    *,
    tracked: bool = False,
    author: str = "三晋",
    date: str = "",
) -> tuple[bytes, list[str]]:
    """Return a Word file with the wanted changes, and what could not be placed, in Chinese.

    Args:
        original: the file that ``wanted`` was read from, before it was changed.
        wanted: the reading as it should be.
        tracked: write the changes as tracked insertions and deletions.
        author: who made them, for the tracked ones.
        date: when, as ``2026-03-01T08:00:00Z``; empty for no date.

    Raises:
        RefusedInput: ``original`` is no Word file that can be read.
    """
    package = Package(original)
    with refusing_damage():
        writer = Rewriter(package, author if tracked else None, date)
        new = items_of(wanted)
        for tag, a, b, c, d in _changes(writer.items, new):
            if tag != "equal":
                _change(writer, a, writer.items[a:b], new[c:d])
        _change_loose(writer, wanted)
        writer.finish()
        if not writer.is_changed:
            return original, writer.unplaced + _differences(read_word(original), wanted)
        edited = package.saved({package.main: writer.written()})
    unplaced = writer.unplaced + _differences(read_word(edited), wanted)
    return edited, list(dict.fromkeys(unplaced))[:_MOST_SAID]


def _changes(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[str, int, int, int, int]]:
    """Return the differences between two sequences; what both begin and end with is passed over."""
    head = 0
    while head < min(len(old), len(new)) and old[head].key == new[head].key:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail].key == new[-1 - tail].key:
        tail += 1
    matcher = SequenceMatcher(
        None,
        [item.key for item in old[head : len(old) - tail]],
        [item.key for item in new[head : len(new) - tail]],
        autojunk=False,
    )
    return [
        (tag, head + a, head + b, head + c, head + d) for tag, a, b, c, d in matcher.get_opcodes()
    ]


def _change(writer: Rewriter, at: int, old: list[Item], new: list[Item]) -> None:
    """Write one run of differences: pairs are changed, the rest taken out or put in."""
    here = at - 1  # the last thing before the place
    n = 0
    for was, now in _paired(old, new):
        if was is not None:
            here = at + n
            n += 1
        if was is not None and now is not None:
            writer.change(was, now)
        elif was is not None:
            writer.drop(was)
        elif now is not None:
            writer.insert(here, now)


def _paired(old: list[Item], new: list[Item]) -> list[tuple[Item | None, Item | None]]:
    """Pair what is of one kind and most alike, both in their order; the rest stands alone."""
    if not old or not new:
        return [(item, None) for item in old] + [(None, item) for item in new]
    if len(old) == len(new) and all(a.kind == b.kind for a, b in zip(old, new, strict=True)):
        return list(zip(old, new, strict=True))
    if len(old) * len(new) > _MOST_COMPARED**2:
        return [(item, None) for item in old] + [(None, item) for item in new]
    cost = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) + 1):
        for j in range(len(new) + 1):
            ways = [cost[i - 1][j] + 1 if i else 1e9, cost[i][j - 1] + 1 if j else 1e9]
            if i and j:
                ways.append(cost[i - 1][j - 1] + _unlike(old[i - 1], new[j - 1]))
            cost[i][j] = min(ways) if i or j else 0.0
    return _traced(cost, old, new)


def _traced(
    cost: list[list[float]], old: list[Item], new: list[Item]
) -> list[tuple[Item | None, Item | None]]:
    pairs: list[tuple[Item | None, Item | None]] = []
    i, j = len(old), len(new)
    while i or j:
        here = cost[i][j]
        if i and j and here == cost[i - 1][j - 1] + _unlike(old[i - 1], new[j - 1]):
            pairs.append((old[i - 1], new[j - 1]))
            i, j = i - 1, j - 1
        elif i and here == cost[i - 1][j] + 1:
            pairs.append((old[i - 1], None))
            i -= 1
        else:
            pairs.append((None, new[j - 1]))
            j -= 1
    return pairs[::-1]


def _unlike(was: Item, now: Item) -> float:
    """Return 0 for the same, up to 2 for what is better taken out and put in."""
    if was.kind != now.kind:
        return 3.0
    if was.kind == "line" and was.thing.type != now.thing.type:
        return 1.9
    alike = SequenceMatcher(None, _words(was), _words(now), autojunk=False).quick_ratio()
    return 2.0 - 2.0 * alike if alike > 0.3 else 1.9


def _words(item: Item) -> str:
    return " ".join(str(part) for part in item.key)


def _change_loose(writer: Rewriter, wanted: Reading) -> None:
    """Change what stands outside scenes: the title, and rows that belong nowhere."""
    if wanted.title and wanted.title != writer.reading.title:
        writer.change_title(wanted.title)
    old = [loose.text for loose in writer.reading.unmapped]
    new = [loose.text for loose in wanted.unmapped]
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for n in range(max(b - a, d - c)):
            was: Loose | None = writer.reading.unmapped[a + n] if a + n < b else None
            now = new[c + n] if c + n < d else None
            writer.change_loose(was, now)


def _differences(found: Reading, wanted: Reading) -> list[str]:
    """Say what the file does not hold as it was wanted."""
    said = []
    old, new = items_of(found), items_of(wanted)
    changes = [change for change in _changes(old, new) if change[0] != "equal"]
    gone = [item for _, a, b, _, _ in changes for item in old[a:b]]
    missing = [item for _, _, _, c, d in changes for item in new[c:d]]
    here = [item.key for item in gone]
    for item in missing:
        moved = item.key in here
        said.append(f"{_named(item)}{'的位置与要求的不同' if moved else '没能写回原文'}。")
    wanted_keys = [item.key for item in missing]
    if len(gone) > len(missing):
        said += [f"{_named(x)}没能从原文去掉。" for x in gone if x.key not in wanted_keys]
    if [x.text for x in found.unmapped] != [x.text for x in wanted.unmapped]:
        said.append("未能归类的行与要求不同，请对照原文件。")
    return said


def _named(item: Item) -> str:
    thing = item.thing
    if isinstance(thing, ReadLine):
        return f"“{(thing.speaker + '：') if thing.speaker else ''}{thing.text[:40]}”"
    if isinstance(thing, ReadScene):
        return f"场景“{thing.number or ''} {thing.time} {thing.int_ext or ''} {thing.place}”"
    return f"第{thing.number}集{f' {thing.title}' if thing.title else ''}"
