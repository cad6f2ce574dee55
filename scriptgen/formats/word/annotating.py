"""The findings of a review as comments in a Word file, each at the line that it speaks of.

The script itself is not touched: runs are split where a comment begins or ends, no character moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from scriptgen.formats.titlepage import title_page
from scriptgen.formats.word.blocks import Row, body_of
from scriptgen.formats.word.commenting import Comments
from scriptgen.formats.word.package import Package, refusing_damage
from scriptgen.formats.word.pieces import Piece
from scriptgen.formats.word.placing import Item, items_of, placed
from scriptgen.formats.word.printing import write_word
from scriptgen.formats.word.runs import split_run
from scriptgen.formats.word.splicing import Splice
from scriptgen.formats.word.tags import W
from scriptgen.formats.word.verdicts import comment_rows, summary_rows
from scriptgen.reading import Reading

AUTHOR, INITIALS = "三晋预审", "预审"
Finding = Mapping[str, Any]


def annotate(
    original: bytes | None,
    script: Reading,
    findings: Sequence[Finding],
    *,
    date: str = "",
) -> bytes:
    """Return a Word file with a comment for each finding, and one that sums them up.

    Args:
        original: the user's own file; None prints ``script`` as we do and annotates that.
        script: the reading that was reviewed; its ``source_line`` is what ``line`` names.
        findings: their JSON, with the keys of the contract. One without a line is anchored at
            its scene's or episode's heading, else at the first paragraph.
        date: of the comments, as ``2026-03-01T08:00:00Z``; empty for no date.

    Raises:
        RefusedInput: ``original`` is no Word file that can be read.
    """
    package = Package(original if original is not None else write_word(script, title_page(script)))
    with refusing_damage():
        marker = _Marker(package, script)
        comments = Comments(package, AUTHOR, INITIALS, date)
        marker.mark_first(comments.add(summary_rows(findings)))
        for finding in findings:
            marker.mark(finding, comments.add(comment_rows(finding)))
        return package.saved({package.main: marker.splice.written(), **comments.parts()})


class _Marker:
    """Finds where a finding belongs in the file and puts the marks of its comment there."""

    def __init__(self, package: Package, script: Reading) -> None:
        body = body_of(package)
        self.rows = body.rows
        _, here = placed(body)
        self.items = items_of(script)
        self.there = _aligned(self.items, here)
        self.splice = Splice(package)
        self.package = package

    def mark_first(self, id: str) -> None:
        """Put a comment on the first paragraph that shows anything."""
        row = next((row for row in self.rows if row.text.strip()), None)
        if row is not None:
            self._mark_row(row, 0, len(row.text), id)
            return
        block = next(self.package.body.iter(f"{W}p"), None)
        if block is not None:  # a file without a paragraph keeps the comment without a place
            self._around(block, None, None, id)

    def mark(self, finding: Finding, id: str) -> None:
        """Put a comment where a finding belongs."""
        item = self._item(finding)
        rows = item.rows if item is not None else []
        if not rows:
            self.mark_first(id)
            return
        term = str(finding.get("term") or "")
        for at in rows[::-1] if item and item.kind == "line" else rows:
            start = self._term(self.rows[at], item, term)
            if term and start >= 0:
                self._mark_row(self.rows[at], start, start + len(term), id)
                return
        text = self.rows[rows[0]].text
        self._mark_row(self.rows[rows[0]], len(text) - len(text.lstrip()), len(text.rstrip()), id)

    def _term(self, row: Row, item: Item | None, term: str) -> int:
        """Return where a term stands, in the line's own words before the rest of its row."""
        said = item.thing.text if item is not None and item.kind == "line" else ""
        start = row.text.find(said) if said else -1
        inside = said.find(term) if term else -1
        return start + inside if start >= 0 and inside >= 0 else row.text.find(term)

    def _item(self, finding: Finding) -> Item | None:
        """Return the thing of the file that a finding speaks of."""
        found = self._line(finding)
        if found is None:
            found = self._heading(finding)
        return self.there.get(id(found)) if found is not None else None

    def _line(self, finding: Finding) -> Item | None:
        line, text = finding.get("line"), str(finding.get("text") or "")
        if line is None or line == "":
            return None
        lines = [item for item in self.items if item.kind == "line"]
        if isinstance(line, str) and not line.isdecimal():
            return self._by_id(line) or next(
                (x for x in lines if text and x.thing.text == text), None
            )
        near = [item for item in lines if item.thing.source_line == int(line)]
        sought = (text, str(finding.get("term") or ""))
        best = [x for x in near if any(word and word in x.thing.text for word in sought)]
        return next(iter([*best, *near]), None)

    def _by_id(self, id: str) -> Item | None:
        """Return the line that ``accept`` calls e1s2l3."""
        episode = scene = line = 0
        for item in self.items:
            if item.kind == "episode":
                episode, scene, line = episode + 1, 0, 0
            elif item.kind == "scene":
                scene, line = scene + 1, 0
            else:
                line += 1
                if id == f"e{episode}s{scene}l{line}":
                    return item
        return None

    def _heading(self, finding: Finding) -> Item | None:
        episode, scene = finding.get("episode"), finding.get("scene")
        inside = episode is None
        first: Item | None = None
        for item in self.items:
            if item.kind == "episode" and episode is not None:
                inside = item.thing.number == episode
                first = item if inside else first
            elif item.kind == "scene" and inside and scene and item.thing.number == str(scene):
                return item
        return self._with_place(first)

    def _with_place(self, episode: Item | None) -> Item | None:
        """An episode that no row announces is found at its first heading."""
        if episode is None:
            return None
        n = next(n for n, item in enumerate(self.items) if item is episode)
        placed_items = (x for x in self.items[n:] if (y := self.there.get(id(x))) and y.rows)
        return next(placed_items, None)

    # -- marks ------------------------------------------------------------------------------

    def _mark_row(self, row: Row, start: int, end: int, id: str) -> None:
        """Mark the characters of a row; the row's pieces are parted where the marks fall."""
        self._part(row, start)
        self._part(row, end)
        inside, at = [], 0
        for piece in row.pieces:
            if start <= at < end and piece.node is not None and piece.text:
                inside.append(piece.node)
            at += len(piece.text)
        block = _paragraph(inside[0] if inside else row.block)
        ends = [node for node in inside if _paragraph(node) is block]
        self._around(
            block,
            _run(ends[0], block) if ends else None,
            _run(ends[-1], block) if ends else None,
            id,
        )

    def _part(self, row: Row, place: int) -> None:
        """Split the run in which a mark falls between two characters."""
        at = 0
        for n, piece in enumerate(row.pieces):
            inside = place - at
            run = piece.node.getparent() if piece.node is not None else None
            if 0 < inside < len(piece.text) and run is not None and run.tag == f"{W}r":
                if piece.node.tag != f"{W}t" or any(
                    above.tag in _WHOLE for above in run.iterancestors()
                ):
                    return
                if inside >= len(piece.node.text or ""):
                    return  # a merged cell, parted already for another row
                right = split_run(run, piece.node, inside)
                rest = next(right.iter(f"{W}t"))
                row.pieces[n : n + 1] = [
                    Piece(piece.text[:inside], piece.node), Piece(piece.text[inside:], rest),
                ]  # fmt: skip
                return
            at += len(piece.text)

    def _around(self, block: Any, first: Any, last: Any, id: str) -> None:
        """Put the marks of a comment around runs, or at the end of a paragraph that has none."""
        opening, closing = (
            block.makeelement(f"{W}commentRange{name}") for name in ("Start", "End")
        )
        mark = block.makeelement(f"{W}commentReference")
        for node in (opening, closing, mark):
            node.set(f"{W}id", id)
        run = block.makeelement(f"{W}r")
        run.append(mark)
        if first is None:
            block.extend([opening, closing, run])
        else:
            first.addprevious(opening)
            last.addnext(closing)
            closing.addnext(run)
        self.splice.touch(block)


_WHOLE = {f"{W}ruby", f"{W}fldSimple"}


def _paragraph(node: Any) -> Any:
    """Return the outermost paragraph around a node: Word has no comments in text boxes."""
    found = node
    for above in [node, *node.iterancestors()]:
        if above.tag == f"{W}p":
            found = above
    return found if found.tag == f"{W}p" else next(node.iter(f"{W}p"))


def _run(node: Any, block: Any) -> Any:
    """Return the outermost run around a node in its paragraph."""
    run = node
    for above in node.iterancestors():
        if above is block:
            break
        if above.tag == f"{W}r" or run.tag != f"{W}r":
            run = above
    return run


def _aligned(wanted: list[Item], here: list[Item]) -> dict[int, Item]:
    """Return which thing of the file each thing of the script is."""
    matcher = SequenceMatcher(None, [x.key for x in wanted], [x.key for x in here], autojunk=False)
    found: dict[int, Item] = {}
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal" or b - a == d - c:
            found |= {id(x): y for x, y in zip(wanted[a:b], here[c:d], strict=True)}
        else:
            near = here[min(c, len(here) - 1)] if here else None
            found |= {id(x): near for x in wanted[a:b] if near is not None}
    return found
