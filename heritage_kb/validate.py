"""One validator for the data: used by the tests, by ``kb verify`` and before data is shipped.

Each issue has a code, a severity, the file and line, and a sentence. Errors make data unusable;
warnings ask for a second look. The rules themselves stand in ``heritage_kb.rules``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from heritage_kb.reading import DATA, Records, read_records
from heritage_kb.records import DatedTerm, Entry, Passage
from heritage_kb.rules import dates, fields, hints, links, lists, names, patterns, places, texts
from heritage_kb.rules.complaint import Complaint, texts_in
from heritage_kb.store import KnowledgeBase

Issue = dict[str, str]

# Sources of the tables beside the entries: outlines of the counties, official lists.
_OF_TABLES = ("county-outlines",)


def verify(collections: Sequence[str | Path] = ()) -> list[Issue]:
    """Return every issue of the shipped data and of the collections, errors first.

    Each is ``{"severity","code","where","message"}``; ``where`` is file and line.
    """
    records = read_records((DATA, *map(Path, collections)))
    found = [
        _issue(Complaint("error", fault.code, fault.message), *fault.where)
        for fault in records.faults
    ]
    for table, id, complaint in _Verifier(records).complaints():
        where = records.where.get((table, id), (table, 0))
        found.append(_issue(complaint, *where, of=id))
    return sorted(found, key=lambda i: (i["severity"], i["code"], i["where"], i["message"]))


def _issue(complaint: Complaint, file: str, line: int, of: str = "") -> Issue:
    severity, code, message = complaint
    return {
        "severity": severity,
        "code": code,
        "where": f"{file}:{line}",
        "message": f"{of}：{message}" if of else message,
    }


class _Verifier:
    """Applies every rule to every record.

    Args:
        records: what was read, faults and all.
    """

    def __init__(self, records: Records) -> None:
        self._kb = KnowledgeBase(records)
        self._dates = dates.DateRules(self._kb.calendar)

    def complaints(self) -> Iterator[tuple[str, str, Complaint]]:
        """Yield (table, id, complaint)."""
        records = self._kb.records
        for entry in records.entries.values():
            yield from (("entries", entry.id, one) for one in self._entry(entry))
        for passage in records.passages.values():
            yield from (("passages", passage.id, one) for one in self._passage(passage))
        for term in records.terms.values():
            yield from (("terms", term.id, one) for one in self._term(term))
        for source in records.sources.values():
            yield from (("sources", source.id, one) for one in links.source_itself(source))
        for period in records.periods.values():
            told = (*links.period_links(period, self._kb), *dates.period_dates(period))
            yield from (("periods", period.id, one) for one in told)
        yield from self._together()

    def _together(self) -> Iterator[tuple[str, str, Complaint]]:
        """Yield what only shows when all records are seen at once."""
        kb = self._kb
        for table, complaints in (
            ("entries", names.repeated_names(kb)),
            ("entries", lists.repeated_numbers(kb)),
            ("passages", texts.steps_in_order(kb)),
            ("passages", texts.repeated_texts(kb)),
            ("entries", hints.search_hints(kb)),
            ("sources", links.unused_sources(kb, _OF_TABLES)),
        ):
            yield from ((table, id, one) for id, one in complaints)
        yield from (("passages", "", one) for one in patterns.repeated_patterns(kb))

    def _entry(self, entry: Entry) -> Iterator[Complaint]:
        kb = self._kb
        yield from names.entry_names(entry)
        yield from links.entry_links(entry, kb)
        yield from fields.entry_fields(entry)
        yield from places.entry_place(entry, kb)
        yield from places.entry_measures(entry)
        yield from lists.entry_lists(entry)
        yield from dates.entry_dates(entry, kb)
        yield from texts.empty_values(entry)
        for text, complaint in texts.entry_texts(entry):
            yield from (complaint,) if complaint else self._said(text)

    def _passage(self, passage: Passage) -> Iterator[Complaint]:
        yield from names.passage_id(passage)
        yield from links.passage_links(passage, self._kb)
        yield from texts.passage_texts(passage, self._kb)
        lines = {"text": passage.text, "actions": passage.actions, "says": passage.says}
        for _, text in texts_in(lines, ""):
            yield from self._said(text)

    def _term(self, term: DatedTerm) -> Iterator[Complaint]:
        yield from names.term_names(term)
        yield from links.sure(term.confidence)
        yield from links.sourced(term.sources, self._kb)
        yield from dates.term_dates(term)
        yield from texts.plain_text("note", term.note)
        yield from self._said(term.note)

    def _said(self, text: str) -> Iterator[Complaint]:
        yield from self._dates.said(text)
        yield from places.said_measures(text)
        yield from lists.said_batches(text)
