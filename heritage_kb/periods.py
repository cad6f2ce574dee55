"""Years, reigns and dynasties: what a date in a text means, in years.

Years are whole numbers, BCE negative, no year 0. A reign year is counted from the first year of
the reign (大中十一年 = 847 + 10); the table of reigns stands in ``data/periods.jsonl``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from heritage_kb.dates import LAST_YEAR, ORDINAL, When, numeral, plain_years
from heritage_kb.errors import UnknownName
from heritage_kb.normal import normal, without_brackets
from heritage_kb.records import Period

__all__ = ["Calendar", "When", "numeral", "shipped", "year_of"]

# Realms beside the main line of dynasties: chosen by year only where nothing else fits.
_BESIDE = ("beihan", "liao", "sliuguo", "sanguo")
_AGE_TAIL = (
    r"(?:王朝|朝代|时期|时代|年间|初年|末年|中叶|中期|早期|晚期|前期|后期|朝|代|初|末|季|时|年)"
)


@lru_cache(maxsize=1)
def spans() -> Mapping[str, tuple[int, int]]:
    """Return common names of spans of years that are no dynasty: name -> first and last year."""
    rows = (Path(__file__).parent / "data" / "spans.tsv").read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return {normal(name): (int(first), int(last)) for name, first, last in cells}


class Calendar:
    """The periods of a knowledge base, by name, year and reign.

    Args:
        periods: the periods by id, in order of time; sums of periods (``parts``) after them.
    """

    def __init__(self, periods: Mapping[str, Period]) -> None:
        self.periods = periods

    # -- names ---------------------------------------------------------------------------

    @cached_property
    def _names(self) -> dict[str, tuple[Period, ...]]:
        names: dict[str, list[Period]] = {}
        for period in self.periods.values():
            for name in dict.fromkeys((period.id, period.title, *period.aliases)):
                names.setdefault(normal(name), []).append(period)
        return {name: tuple(found) for name, found in names.items()}

    def period(self, name: str | int, year: int | None = None) -> Period:
        """Return the period of an id, a name, a common name, a reign or a year.

        What stands in brackets is ignored. Where a name is ambiguous (现代, 清) the year decides;
        without one the sum of the parts is meant where there is one.

        Raises:
            UnknownName: nothing is called so, or the year lies in no period.
        """
        if isinstance(name, int):
            return self._of_year(name, str(name))
        plain = normal(without_brackets(name))
        narrow = self._narrow(plain, year)
        if narrow is not None:
            return narrow
        candidates = self._called(plain)
        if candidates:
            return self._part(_chosen(candidates, year), year)
        joined = self._joined(plain)
        if joined is not None:
            return self._part(joined, year)
        dated = self.year_of(plain)
        if dated is not None:
            return self._of_year(dated, name)
        raise self._unknown(name)

    def _narrow(self, name: str, year: int | None) -> Period | None:
        """Return a span of years that has a name of its own, or a reign: 盛唐, 南宋, 万历年间."""
        if name in spans():
            first, last = spans()[name]
            return replace(self._of_year(first, name), title=name, start=first, end=last, parts=())
        reign = re.sub(r"(?:年间|初年|末年|中期|初期|末期|朝|时期|初|末|年)$", "", name)
        used = self._reigns.get(reign, ()) if reign not in self._names else ()
        fits = [row for row in used if year is None or row[1] <= year <= row[2]] or list(used)
        if not fits:
            return None
        period, first, last = fits[0]
        return replace(period, title=name, start=first, end=last, parts=())

    def _part(self, period: Period, year: int | None) -> Period:
        """Return the part of a sum of periods that holds the year, else the period itself."""
        parts = [self.periods[id] for id in period.parts]
        return next((p for p in reversed(parts) if year is not None and _holds(p, year)), period)

    def _joined(self, name: str) -> Period | None:
        """Return the sum of ages written one after the other: 明至清, 宋金元, 五代后唐."""
        ages: list[Period] = []
        rest = re.sub("前夕$|[至到、/和与—–~～-]", "", name)
        while rest:
            length = next(
                (n for n in range(min(5, len(rest)), 0, -1) if rest[:n] in self._names), 0
            )
            if not length:
                return None
            ages.append(_chosen(self._names[rest[:length]], None))
            rest = re.sub(rf"^{_SURE_TAIL}", "", rest[length:])
        leaves = list(dict.fromkeys(leaf for age in ages for leaf in age.leaves))
        if len(leaves) < 2:
            return ages[0] if ages else None
        spans = [self.periods[leaf] for leaf in leaves]
        return Period(
            id="+".join(leaves),
            title=name,
            parts=tuple(leaves),
            start=min(map(_first, spans)),
            end=max(map(_last, spans)),
        )

    def _called(self, name: str) -> tuple[Period, ...]:
        found = self._names.get(name, ())
        while not found and (shorter := re.sub(rf"{_AGE_TAIL}$", "", name)) != name and shorter:
            name = shorter
            found = self._names.get(name, ())
        return found

    def _of_year(self, year: int, said: str) -> Period:
        fits = [p for p in self.periods.values() if not p.parts and _holds(p, year)]
        main = [p for p in fits if p.id not in _BESIDE] or fits
        if not main:
            raise self._unknown(said)
        return max(main, key=lambda p: _first(p) if p.id != "jin" or year > 1127 else -9999)

    def _unknown(self, name: str) -> UnknownName:
        known = "、".join(dict.fromkeys(p.title for p in self.periods.values() if not p.parts))
        return UnknownName(
            f"不认识朝代或年代「{name[:40]}」，请写年份（如 857）或下列之一：{known}。",
            f"Unknown period {name!r}; give a year such as 857 or a dynasty.",
        )

    # -- years ---------------------------------------------------------------------------

    @property
    def names(self) -> Iterable[str]:
        """Every id, title and common name of a period, in normal form."""
        return self._names

    @property
    def reigns(self) -> Mapping[str, tuple[tuple[Period, int, int], ...]]:
        """Reign name -> (period, first year, last year) for each realm that used it."""
        return self._reigns

    @cached_property
    def _reigns(self) -> dict[str, tuple[tuple[Period, int, int], ...]]:
        """Reign name -> (period, first year, last year) for each realm that used it."""
        reigns: dict[str, list[tuple[Period, int, int]]] = {}
        for period in self.periods.values():
            starts = sorted(period.eras.items(), key=lambda item: item[1])
            for era, first in starts:
                later = [year for _, year in starts if year > first]
                end = min(later) if later else _last(period)
                reigns.setdefault(era, []).append((period, first, end))
        return {era: tuple(found) for era, found in reigns.items()}

    @cached_property
    def _reign_words(self) -> re.Pattern[str]:
        eras = "|".join(sorted(map(re.escape, self._reigns), key=lambda e: (-len(e), e)))
        return re.compile(
            rf"({eras})(?:({ORDINAL})年?(?=[（(，,。、；;年\s至到—-]|$|[^\d])"
            rf"|(年间|初年|末年|初|末|中|朝|年中))"
        )

    @cached_property
    def _age_words(self) -> re.Pattern[str]:
        names = [n for n in self._names if not n.isascii() and n not in _NOT_AGES]
        long = [n for n in names if len(n) > 1]
        short = [n for n in names if len(n) == 1]
        one = f"[{''.join(sorted(short))}]"
        return re.compile(
            rf"(?:({_either(long)}){_AGE_TAIL}?"
            rf"|(?<![后先前])({one})(?:{_SURE_TAIL}|(?=[（(]\d))"  # 唐代, 清末, 唐（857）
            rf"|(?<={one}{_BETWEEN})({one})(?={_ENDED}|$)"  # 元至清
            rf"|({one})(?={_BETWEEN}{one}(?:{_SURE_TAIL}|{_ENDED}|两|$))"
            rf"|(?<=[（(])({one})(?=[）)])"
            rf"|(?<=[为属是于自从])({one})(?={_ENDED}|$))"
        )  # 建于唐。 属宋构

    def years_in(self, text: str) -> list[When]:
        """Return every date of the text, in order; nested ones only once."""
        return list(self._dates(text))

    @cached_property
    def _dates(self) -> Callable[[str], tuple[When, ...]]:
        """``years_in`` remembered: a passage is read again for every sentence held against it."""
        return lru_cache(maxsize=65536)(self._read_dates)

    def _read_dates(self, text: str) -> tuple[When, ...]:
        plain = normal(text)
        found: list[When] = []
        taken: list[tuple[int, int]] = []
        for when in (*self._reign_years(plain), *plain_years(plain), *self._ages(plain)):
            start, end = when.span
            if all(end <= a or start >= b for a, b in taken):
                taken.append(when.span)
                found.append(when)
        return tuple(sorted(found, key=lambda when: when.span))

    def year_of(self, text: str | int) -> int | None:
        """Return the first year that the text names: ``857``, ``大中十一年``, ``前453年``.

        A reign without a year and an age give None.
        """
        if isinstance(text, int):
            return text
        plain = normal(text).strip()
        if re.fullmatch(r"-?\d{1,4}", plain):
            return int(plain) or None
        dated = [w for w in self.years_in(plain) if w.kind == "year"]
        return dated[0].first if dated else None

    def reign_of(self, text: str) -> tuple[Period, int] | None:
        """Return (period, year) of the first reign year in the text, else None."""
        for when in self._reign_years(normal(text)):
            if when.kind == "year":
                return self._of_year(when.first, when.text), when.first
        return None

    def _reign_years(self, text: str) -> Iterator[When]:
        for match in self._reign_words.finditer(text):
            era, ordinal, loose = match.groups()
            count = numeral(ordinal) if ordinal else None
            if ordinal and (count is None or text[match.end() - 1] != "年"):
                continue
            meant = self._meant(era, count or 1, text[max(0, match.start() - 4) : match.start()])
            if meant is None:
                continue
            first, last = meant
            if loose:
                yield When(
                    text=match.group(), span=match.span(), first=first, last=last, kind="era"
                )
            else:
                year = _counted(first, count or 1)
                yield When(
                    text=match.group(), span=match.span(), first=year, last=year, kind="year"
                )

    def _meant(self, era: str, count: int, before: str) -> tuple[int, int] | None:
        """Return first and last year of the reign meant: by the dynasty before it, by length."""
        options = [(p, a, b) for p, a, b in self._reigns[era] if _counted(a, count) <= b]
        if not options:
            return None
        named = [o for o in options if any(n and before.endswith(n) for n in _calls(o[0]))]
        _, first, last = (named or options)[0]
        return first, last

    def _ages(self, text: str) -> Iterator[When]:
        for match in self._age_words.finditer(text):
            name = next(group for group in match.groups() if group)
            for period in (_chosen(self._names[name], None),):
                yield When(
                    text=match.group(),
                    span=match.span(),
                    first=_first(period),
                    last=_last(period),
                    kind="dynasty",
                )

    # -- matching ------------------------------------------------------------------------

    def contains(
        self, period: Period, ids: Iterable[str], first: int | None, last: int | None
    ) -> bool:
        """Tell whether a thing with these period ids and years belongs to the period."""
        leaves = set(period.leaves)
        marked = set(ids)
        if marked:
            return bool(marked & leaves) or period.id in marked
        begin, end = first if first is not None else last, last if last is not None else first
        return (
            begin is not None
            and end is not None
            and begin <= _last(period)
            and (end >= _first(period))
        )


# Common names that are too short or too common to be an age in running text.
_NOT_AGES = frozenset(
    {
        "今",
        "今天",
        "当下",
        "新",
        "现代",
        "近代",
        "抗战",
        "上古",
        "传说",
        "魏晋",
        "契丹",
        "新时代",
        "王莽",
        "建国后",
    }
)
_BETWEEN = "[、至到和与及—–~～-]"
_ENDED = "[、至到和与及—–~～，,。；;）)建构物塑造存创修均皆都-]"
_SURE_TAIL = r"(?:王朝|朝代|时期|初年|末年|中叶|中期|早期|晚期|前期|后期|朝|代|初|末)"


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


def _counted(first: int, count: int) -> int:
    """Return the ``count``-th year from ``first``; there is no year 0."""
    year = first + count - 1
    return year + 1 if first < 0 <= year else year


def _calls(period: Period) -> list[str]:
    bare = re.sub(r"[^\u4e00-\u9fff].*$", "", period.title)
    return [bare, bare[-1:], *period.aliases, *(f"{a}朝" for a in (bare,))]


def span_of(period: Period) -> tuple[int, int]:
    """Return the first and last year of a period; an open end is very far off."""
    return _first(period), _last(period)


def _first(period: Period) -> int:
    return -5000 if period.start is None else period.start


def _last(period: Period) -> int:
    return LAST_YEAR if period.end is None else period.end


def _holds(period: Period, year: int) -> bool:
    return _first(period) <= year <= _last(period)


def _chosen(candidates: tuple[Period, ...], year: int | None) -> Period:
    """Return the narrowest candidate that holds the year; without one the sum, else the last."""
    if year is not None:
        fits = [p for p in candidates if _holds(p, year)]
        leaves = [p for p in fits if not p.parts]
        if fits:
            return (leaves or fits)[-1]
    sums = [p for p in candidates if p.parts]
    return (sums or list(candidates))[-1]


@lru_cache(maxsize=1)
def shipped() -> Calendar:
    """Return the calendar of the shipped data."""
    from heritage_kb.store import open_kb

    return open_kb().calendar


def year_of(text: str | int) -> int | None:
    """Return the first year that a text names, by the shipped reigns; see ``Calendar.year_of``."""
    return shipped().year_of(text)
