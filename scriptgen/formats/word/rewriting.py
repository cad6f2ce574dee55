"""The pen that changes a Word file's rows: change, put in, take out."""

from __future__ import annotations

from typing import Any

from scriptgen.formats.textfile import episode_row, heading_row, one_row
from scriptgen.formats.word import wording
from scriptgen.formats.word.bearing import can_bear, cannot, hit, is_in, refilled
from scriptgen.formats.word.blocks import Row, body_of
from scriptgen.formats.word.cloning import keeps, like, open_marks
from scriptgen.formats.word.mirroring import mirror_boxes
from scriptgen.formats.word.package import Package
from scriptgen.formats.word.pieces import Piece
from scriptgen.formats.word.placing import At, Item, placed
from scriptgen.formats.word.runs import Scribe, split_run
from scriptgen.formats.word.splicing import Splice
from scriptgen.formats.word.tags import W, whole_number
from scriptgen.formats.word.tracking import mark_deleted, mark_inserted
from scriptgen.reading import Loose

_BREAK = Piece("\n", None)


class Rewriter:
    """Changes one file; ``items`` are its things in order, ``unplaced`` what could not be done."""

    def __init__(self, package: Package, author: str | None, date: str) -> None:
        self.rows = (body := body_of(package)).rows
        self.reading, self.items = placed(body)
        self.splice = Splice(package)
        ids = (whole_number(node.get(f"{W}id"), 0) for node in self.splice.root.iter())
        self.scribe = Scribe(author, date, next_id=max(ids, default=0) + 1)
        self.unplaced: list[str] = []
        self.parted: set[int] = set()  # things whose row was parted after them

    @property
    def is_changed(self) -> bool:
        """Tell whether anything was changed."""
        return self.splice.is_changed

    def finish(self) -> None:
        """Take out what is left empty, and say in both ways what Word says in two."""
        self.scribe.tidy()
        mirror_boxes(self.splice)

    def written(self) -> bytes:
        """Return the body part with the changes."""
        return self.splice.written()

    # -- changing ---------------------------------------------------------------------------

    def change(self, was: Item, now: Item) -> None:
        """Make one thing say what another of its kind says."""
        if not was.rows and was.kind == "episode":
            self._name_episode(was, now)
            return
        if not was.rows:
            self.unplaced.append(cannot("", wording.row_of(now.thing)))
            return
        if was.kind == "scene":
            self._change_scene(was, now)
            return
        text, pieces = self._joined(was.rows)
        if was.kind == "episode":
            self._write(pieces, wording.episode_edits(text, was.thing, now.thing))
        elif was.thing.type != now.thing.type and self._change_kind(was, now):
            pass
        elif len(was.rows) > 1:
            self._write(pieces, self._edits_over_rows(text, was, now))
        else:
            self._write(pieces, wording.line_edits(text, was.nth, was.thing, now.thing))

    def _change_kind(self, was: Item, now: Item) -> bool:
        """Write a line of another kind where it cannot be done in its row; tell whether it was."""
        row = self.rows[was.rows[0]]
        if row.block.tag == f"{W}tr":
            self._touch(row.pieces)
            return refilled(self.scribe, row.pieces, wording.line_row(now.thing))
        if len(was.rows) == 1:
            return False
        for at in was.rows[1:]:
            self._drop_row(self.rows[at])
        self._write(row.pieces, wording.differences(row.text, wording.line_row(now.thing)))
        return True

    def _name_episode(self, was: Item, now: Item) -> None:
        """Give a title row to an episode that only its headings count."""
        n = self.items.index(was)
        first = next((x.rows[0] for x in self.items[n:] if x.rows), None)
        if first is not None and now.thing.title:
            self._put(None, first, episode_row(now.thing), "episode", before=first)

    def _edits_over_rows(self, text: str, was: Item, now: Item) -> list[wording.Edit]:
        """A speech under its cue: name and mood above, words below."""
        fields = wording.field_edits(text, 0, was.thing, now.thing)
        if fields is not None:
            return fields
        said = text.rfind(was.thing.text)
        return [wording.trimmed(said, was.thing.text, one_row(now.thing.text))] if said >= 0 else []

    def change_title(self, title: str) -> None:
        """Change the title where it stands on its page."""
        first = min((at for item in self.items for at in item.rows), default=len(self.rows))
        for row in self.rows[:first]:
            at = row.text.find(self.reading.title) if self.reading.title else -1
            if at >= 0:
                self._write(row.pieces, [wording.trimmed(at, self.reading.title, one_row(title))])
                return
        self.unplaced.append(f"片名“{title}”没有写回：原文里没有片名行。")

    def change_loose(self, was: Loose | None, now: str | None) -> None:
        """Change, or take out, a row that belongs nowhere."""
        if was is None or not isinstance(was.source_line, At):
            self.unplaced.append(f"不知道放在哪里，没有写回：“{(now or '')[:40]}”。")
        elif now is None:
            self._drop_row(self.rows[was.source_line.row])
        else:
            row = self.rows[was.source_line.row]
            at = row.text.find(was.text)
            self._write(
                row.pieces, [wording.trimmed(at, was.text, one_row(now))] if at >= 0 else []
            )

    def _change_scene(self, was: Item, now: Item) -> None:
        rows = [at for at in was.rows if not self._names_cast(at, was)]
        text, pieces = self._joined(rows)
        episode = self._episode_of(was)
        edits, done = wording.heading_edits(text, episode, was.thing, now.thing)
        if not done:
            first = self.rows[rows[0]]
            for at in rows[1:]:
                self._drop_row(self.rows[at])
            pieces, edits = first.pieces, wording.differences(first.text, heading_row(now.thing))
        if was.thing.cast != now.thing.cast:
            edits += self._cast_edits(was, now, rows[0], text)
        self._write(pieces, edits)

    def _cast_edits(self, was: Item, now: Item, heading: int, text: str) -> list[wording.Edit]:
        """Change the cast on its own row, or return the edits of the heading that names it."""
        own = [at for at in was.rows if self._names_cast(at, was)]
        wanted = now.thing.cast
        if own and not wanted:
            self._drop_row(self.rows[own[0]])
        elif own:
            row = self.rows[own[0]]
            self._write(row.pieces, wording.cast_edits(row.text, was.thing.cast, wanted) or [])
        elif was.thing.cast:
            return wording.cast_edits(text, was.thing.cast, wanted) or []
        else:
            self._put(was.rows[-1], heading, f"出场人物：{'、'.join(map(one_row, wanted))}", "cast")
        return []

    def _names_cast(self, at: int, scene: Item) -> bool:
        text = self.rows[at].text.strip()
        cast = scene.thing.cast
        return bool(cast) and at != scene.rows[0] and wording.names_cast(text)

    def _episode_of(self, item: Item) -> int:
        before = self.items[: self.items.index(item)]
        return next((x.thing.number for x in reversed(before) if x.kind == "episode"), 1)

    def _joined(self, rows: list[int]) -> tuple[str, list[Piece]]:
        pieces: list[Piece] = []
        for at in rows:
            pieces += [_BREAK] if pieces else []
            pieces += self.rows[at].pieces
        return "".join(piece.text for piece in pieces), pieces

    def _write(self, pieces: list[Piece], edits: list[wording.Edit]) -> None:
        for start, end, new in sorted(edits, reverse=True):
            if start == end and not new:
                continue
            units = [piece for piece in pieces if piece.node is not None]
            parents = [piece.node.getparent() for piece in units]
            met = hit(pieces, start, end)
            if not self.scribe.change(pieces, start, end, new):
                self.unplaced.append(cannot("".join(p.text for p in pieces), new))
                continue
            for piece, parent in zip(units, parents, strict=True):
                if piece in met:
                    self.splice.touch(parent)

    def _touch(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if piece.node is not None:
                self.splice.touch(piece.node)

    # -- taking out -------------------------------------------------------------------------

    def drop(self, item: Item) -> None:
        """Take a thing's rows out."""
        shared = [
            x for x in self.items if x is not item and item.rows and x.rows[:1] == item.rows[:1]
        ]
        if shared and item.kind == "line":
            self._drop_part(item)
            return
        for at in item.rows:
            self._drop_row(self.rows[at])

    def _drop_part(self, item: Item) -> None:
        """Take one of several lines out of a row."""
        row = self.rows[item.rows[0]]
        edits = wording.without_line(row.text, item.nth)
        self._write(row.pieces, edits)

    def _drop_row(self, row: Row) -> None:
        others = [x for x in self.rows if x.block is row.block and x is not row and x.text.strip()]
        whole = all(is_in(piece.node, row.block) for piece in row.pieces if piece.node is not None)
        if others or not whole or keeps(row.block):
            self._write(row.pieces, [(0, len(row.text), "")] if row.text else [])
            if others and not self.scribe.tracks:
                self._drop_break(row)
        elif self.scribe.tracks:
            mark_deleted(row.block, self.scribe)
            self.splice.touch(row.block)
        else:
            self.splice.remove(row.block, open_marks(row.block))

    def _drop_break(self, row: Row) -> None:
        """Take one line break beside a row out, so that no empty row stays."""
        mine = {id(piece.node) for piece in row.pieces if piece.node is not None}
        nodes = list(row.block.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr"))
        at = next((n for n, node in enumerate(nodes) if id(node) in mine), None)
        if at is None:
            return
        breaks = [n for n, node in enumerate(nodes) if node.tag in (f"{W}br", f"{W}cr")]
        near = [n for n in breaks if n < at][-1:] or [n for n in breaks if n > at][:1]
        for n in near:
            nodes[n].getparent().remove(nodes[n])

    # -- putting in -------------------------------------------------------------------------

    def insert(self, after: int, new: Item) -> None:
        """Put a new thing in after the thing at index ``after`` (-1: before all)."""
        anchor = next((x.rows[-1] for x in reversed(self.items[: after + 1]) if x.rows), None)
        self._part(after)
        before = next((x.rows[0] for x in self.items[after + 1 :] if x.rows), None)
        if anchor is None and before is not None:
            self._put(
                None,
                self._nearest(after, new.kind),
                wording.row_of(new.thing),
                new.kind,
                before=before,
            )
            return
        if new.kind == "episode":
            self._put(anchor, self._nearest(after, "episode"), episode_row(new.thing), "episode")
        elif new.kind == "scene":
            donor = self._nearest(after, "scene")
            self._put(anchor, donor, heading_row(new.thing), "scene")
            if new.thing.cast:
                cast = f"出场人物：{'、'.join(map(one_row, new.thing.cast))}"
                self._put(anchor, donor, cast, "cast")
        else:
            self._insert_line(anchor, after, new)

    def _part(self, after: int) -> None:
        """Before something comes between two lines of one row, give the later ones a new row."""
        if after < 0 or self.items[after].kind != "line" or not self.items[after].rows:
            return
        item = self.items[after]
        later = [
            x for x in self.items[after + 1 :] if x.kind == "line" and x.rows[:1] == item.rows[:1]
        ]
        if not later or id(item) in self.parted:
            return
        self.parted.add(id(item))
        row = self.rows[item.rows[0]]
        start = wording.end_of_line(row.text, item.nth)
        text = row.text[start:].strip()
        made = like(row)
        if made is None or row.block.tag != f"{W}p":
            return
        block, pieces = made
        plain = Scribe()
        cut = len("".join(piece.text for piece in pieces)) - len(row.text[start:])
        plain.change(pieces, 0, cut, "")
        plain.tidy()
        if self.scribe.tracks:
            mark_inserted(block, self.scribe)
        self._write(row.pieces, [(start, len(row.text), "")])
        self._place(item.rows[0], block, text, last=True)

    def _insert_line(self, anchor: int | None, after: int, new: Item) -> None:
        """Change a copy of the nearest line of the same kind into the new one."""
        donor = self._nearest_line(anchor, after, new)
        text = wording.line_row(new.thing)
        if donor is None:
            self._put(anchor, None, text, "line")
            return
        row = self.rows[donor.rows[0]]
        edits = wording.line_edits(row.text, 0, donor.thing, new.thing)
        if wording.applied(row.text, edits) == row.text and donor.key != new.key:
            edits = wording.differences(row.text, text)
        self._put(anchor, donor.rows[0], wording.applied(row.text, edits), "line", edits)

    def _nearest_line(self, anchor: int | None, after: int, new: Item) -> Item | None:
        tag = self.rows[anchor].block.tag if anchor is not None else f"{W}p"
        fit = []
        for n, item in enumerate(self.items):
            if item.kind != "line" or len(item.rows) != 1 or self._shares(n):
                continue
            row = self.rows[item.rows[0]]
            if row.block.tag != tag:
                continue
            unlike = (item.thing.type != new.thing.type) * 4 + (
                bool(item.thing.parenthetical) != bool(new.thing.parenthetical)
            )
            apart = (
                row.block.getparent() is not self.rows[anchor].block.getparent()
                if anchor is not None
                else False
            )
            fit.append((apart, unlike, abs(n - after), n))
        nearest = (self.items[n] for _, _, _, n in sorted(fit))
        return next((x for x in nearest if like(self.rows[x.rows[0]]) is not None), None)

    def _shares(self, n: int) -> bool:
        """Tell whether a line stands in one row with another."""
        beside = self.items[n + 1 : n + 2]
        return bool(self.items[n].nth) or any(
            x.nth and x.rows == self.items[n].rows for x in beside
        )

    def _nearest(self, after: int, kind: str) -> int | None:
        fit = [(abs(n - after), n) for n, x in enumerate(self.items) if x.kind == kind and x.rows]
        return self.items[min(fit)[1]].rows[0] if fit else None

    def _put(
        self,
        anchor: int | None,
        donor: int | None,
        text: str,
        kind: str,
        edits: list[wording.Edit] | None = None,
        *,
        before: int | None = None,
    ) -> None:
        """Put a row after the row ``anchor``, in the likeness of the row ``donor``.

        Without an anchor it goes before the row ``before``.
        """
        made = (
            like(self.rows[self._cast_row(donor) if kind == "cast" else donor])
            if donor is not None
            else None
        )
        block, pieces = made if made is not None else self._bare()
        old = "".join(piece.text for piece in pieces)
        if edits is None or wording.applied(old, edits) != text:
            edits = wording.differences(old, text)
        plain = Scribe()
        borne = all(can_bear(pieces, *edit[:2]) for edit in edits)
        if borne:
            borne = all(plain.change(pieces, *edit) for edit in sorted(edits, reverse=True))
        elif block.tag == f"{W}tr":
            borne = refilled(plain, pieces, text)
        plain.tidy()
        if not borne:
            self.unplaced.append(cannot(old, text))
            return
        if self.scribe.tracks:
            mark_inserted(block, self.scribe)
        if anchor is None and before is not None:
            self.splice.insert_before(self.rows[before].block, block)
        else:
            self._place(anchor, block, text)

    def _cast_row(self, donor: int) -> int:
        """Return the nearest row that names a cast, else the donor."""
        fit = [
            at for x in self.items if x.kind == "scene" for at in x.rows if self._names_cast(at, x)
        ]
        return min(fit, key=lambda at: abs(at - donor), default=donor)

    def _bare(self) -> tuple[Any, list[Piece]]:
        block = self.splice.root.makeelement(f"{W}p", nsmap=self.splice.root.nsmap)
        run = block.makeelement(f"{W}r")
        text = block.makeelement(f"{W}t")
        run.append(text)
        block.append(run)
        return block, [Piece("", text)]

    def _place(self, anchor: int | None, block: Any, text: str, *, last: bool = False) -> None:
        if anchor is None:
            first = next((row for row in self.rows if row.block.tag == block.tag), None)
            if first is None:
                self.unplaced.append(cannot("", text))
            else:
                self.splice.insert_before(first.block, block)
            return
        row = self.rows[anchor]
        if row.block.tag != block.tag:
            self.unplaced.append(cannot(row.text, text))
        elif any(x.block is row.block and x.text.strip() for x in self.rows[anchor + 1 :]):
            self._place_inside(row, block, text)
        else:
            self.splice.insert_after(row.block, block, last=last)

    def _place_inside(self, row: Row, block: Any, text: str) -> None:
        """Put a row between soft breaks: its runs go into the paragraph after a break."""
        last = next((piece.node for piece in reversed(row.pieces) if piece.node is not None), None)
        run = last.getparent() if last is not None else None
        if last is None or run is None or run.tag != f"{W}r" or block.tag != f"{W}p":
            self.unplaced.append(cannot(row.text, text))
            return
        split_run(run, last, len(last.text or ""))
        opening = run.makeelement(f"{W}r")
        opening.append(run.makeelement(f"{W}br"))
        news = [opening, *(x for x in block if x.tag != f"{W}pPr")]
        if self.scribe.tracks:
            wrapper = self.scribe.mark("ins")
            wrapper.append(opening)
            news[0] = wrapper
        for new in reversed(news):
            run.addnext(new)
        self.splice.touch(row.block)
