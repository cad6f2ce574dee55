"""What models use: tokens and money, estimated before, counted after, and stopped at a budget.

Every call is a row of ``models/used.sqlite`` in Sanjin's home: numbers and names, never a text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from heritage_kb.errors import SanjinError
from heritage_kb.home import home
from scriptgen.models.profiles import AnyProfile, Budget
from scriptgen.models.request import ModelFailed
from scriptgen.models.speech import Ask, Channel, Heard, Poll, Said, Trouble, nothing
from scriptgen.sqlfile import Clock, Held, Layout, connect, sentence

# DeepSeek's own rule of thumb (api-docs.deepseek.com/quick_start/token_usage, read 2026-11).
_A_HAN, _A_LETTER = 0.6, 0.3
_A_TURN = 8  # tokens of a chat template round a message; own knowledge
_MILLION = 1_000_000
_ENOUGH = 5  # counted calls before a model's own ratio is believed
_LAYOUT = Layout(
    application=0x534A5553,  # "SJUS"
    migrations=(
        """
CREATE TABLE calls (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, run TEXT NOT NULL, profile TEXT NOT NULL,
    model TEXT NOT NULL, guessed_in INTEGER NOT NULL, tokens_in INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL, counted INTEGER NOT NULL, money REAL, currency TEXT
);
CREATE INDEX calls_of ON calls (profile, at);
CREATE INDEX calls_counted ON calls (model, counted, id);
""",
    ),
    zh="模型用量",
    en="record of model use",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """What was used. ``counted`` is False where some of it is our estimate, ``money`` None unpriced."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    money: float | None = None
    currency: str = ""
    counted: bool = True

    @property
    def tokens(self) -> int:
        """Return the tokens in and out."""
        return self.tokens_in + self.tokens_out

    def to_json(self) -> dict[str, Any]:
        """Return the numbers by name."""
        return asdict(self)

    def said(self) -> str:
        """Return the numbers in Chinese."""
        about = "" if self.counted else "约 "
        cost = "" if self.money is None else f"，{about}{self.money:.4f} {self.currency}"
        return (
            f"问了 {self.calls} 次，{about}输入 {self.tokens_in}、输出 {self.tokens_out} 词元{cost}"
        )


def total(parts: Sequence[Used]) -> Used:
    """Return a sum; money is None where some of it was unpriced, or in several currencies."""
    asked = [part for part in parts if part.calls]
    currencies = {part.currency for part in asked}
    prices = [part.money for part in asked if part.money is not None]
    priced = len(currencies) == 1 and len(prices) == len(asked)
    return Used(
        calls=sum(part.calls for part in asked),
        tokens_in=sum(part.tokens_in for part in asked),
        tokens_out=sum(part.tokens_out for part in asked),
        money=sum(prices) if priced else None,
        currency=currencies.pop() if priced else "",
        counted=all(part.counted for part in asked),
    )


class BudgetSpent(ModelFailed):
    """The next call could pass the budget; it was not made."""


def tokens_of(text: str) -> int:
    """Return about how many tokens a text has, by the kinds of its characters."""
    han = sum("\u3400" <= sign <= "\u9fff" or "\u3000" <= sign <= "\u303f" for sign in text)
    return round(han * _A_HAN + (len(text) - han) * _A_LETTER + 0.5)


class Meter(Held):
    """The record of what models used.

    Args:
        file: where it lies; ``models/used.sqlite`` in Sanjin's home where None.
        clock: tells the time.

    Raises:
        RefusedInput: the file cannot be opened.
    """

    def __init__(self, file: Path | None = None, clock: Clock | None = None) -> None:
        place = file or home() / "models" / "used.sqlite"
        place.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(connect(place, _LAYOUT, create=True), clock)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other run, of this process or another, from noting a call meanwhile.

        Raises:
            RefusedInput: the file cannot be written.
        """
        with self._hand:
            try:
                self._link.execute("BEGIN IMMEDIATE")
            except sqlite3.DatabaseError as error:
                raise sentence(error, _LAYOUT) from error
            try:
                yield
                self._link.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                self._undo()
                raise sentence(error, _LAYOUT) from error
            except BaseException:
                self._undo()
                raise

    def note(self, row: Mapping[str, Any]) -> int:
        """Add a call and return its number.

        Raises:
            RefusedInput: it cannot be written.
        """
        told = {"at": self._now(), **row}
        names = ", ".join(told)
        holes = ", ".join(f":{name}" for name in told)
        return self._write(f"INSERT INTO calls ({names}) VALUES ({holes})", told)

    def correct(self, call: int, row: Mapping[str, Any]) -> None:
        """Say of a call what it really used.

        Raises:
            RefusedInput: it cannot be written.
        """
        names = ", ".join(f"{name} = :{name}" for name in row)
        self._write(f"UPDATE calls SET {names} WHERE id = :call", {**row, "call": call})

    def strike(self, call: int) -> None:
        """Take back a call that was not answered.

        Raises:
            RefusedInput: it cannot be written.
        """
        self._write("DELETE FROM calls WHERE id = :call", {"call": call})

    def _write(self, statement: str, told: Mapping[str, Any]) -> int:
        try:
            with self._hand:
                return self._link.execute(statement, told).lastrowid or 0
        except sqlite3.DatabaseError as error:
            raise sentence(error, _LAYOUT) from error

    def used(self, profile: str, *, since: str = "", run: str = "") -> Used:
        """Return what a profile used: since a time, in a run, or ever."""
        with self._hand:
            row = self._link.execute(
                "SELECT count(*) AS calls, coalesce(sum(tokens_in), 0) AS tokens_in,"
                " coalesce(sum(tokens_out), 0) AS tokens_out, sum(money) AS money,"
                " coalesce(max(currency), '') AS currency, coalesce(min(counted), 1) AS counted"
                " FROM calls WHERE profile = ? AND at >= ? AND (? = '' OR run = ?)",
                (profile, since, run, run),
            ).fetchone()
        return Used(**{**dict(row), "counted": bool(row["counted"])})

    def ratio(self, model: str) -> float:
        """Return how far our estimate of tokens in was off for a model; 1 until enough is known."""
        with self._hand:
            row = self._link.execute(
                "SELECT count(*) AS n, sum(tokens_in) AS true, sum(guessed_in) AS guessed FROM"
                " (SELECT * FROM calls WHERE model = ? AND counted = 1 AND guessed_in > 0"
                "  ORDER BY id DESC LIMIT 200)",
                (model,),
            ).fetchone()
        return row["true"] / row["guessed"] if row["n"] >= _ENOUGH else 1.0

    def since(self, per: str) -> str:
        """Return from when a budget counts: the UTC day or month that it is."""
        now = self._clock().astimezone(UTC)
        first = now.replace(hour=0, minute=0, second=0, microsecond=0)
        if per == "month":
            first = first.replace(day=1)
        return first.isoformat(timespec="milliseconds")


class Metered:
    """A channel whose every call is counted, and not made where it could pass the budget.

    Args:
        channel: what is asked.
        name: of the profile.
        profile: its price and budget.
        meter: where calls are noted.
    """

    def __init__(self, channel: Channel, name: str, profile: AnyProfile, meter: Meter) -> None:
        self._channel, self._name, self._profile, self._meter = channel, name, profile, meter
        self.run = f"{datetime.now(UTC).isoformat()}-{id(self):x}"

    def used(self) -> Used:
        """Return what was used since this was opened."""
        return self._meter.used(self._name, run=self.run)

    def estimate(self, text: str, most_tokens: int) -> Used:
        """Return the most that one call could use; the tokens in are estimated, the answer full."""
        guessed = round(self._guess(text) * self._meter.ratio(self._profile.model))
        return self._sum(guessed, most_tokens, counted=False)

    def say(self, ask: Ask, *, poll: Poll = nothing, heard: Heard = nothing) -> Said:
        """Return what the model says (see ``Channel``); what is broken off is counted too.

        Raises:
            BudgetSpent: the call could pass the budget.
        """
        call = self._reserved(ask)
        parts: list[str] = []

        def kept(piece: str) -> None:
            parts.append(piece)
            heard(piece)

        try:
            said = self._channel.say(ask, poll=poll, heard=kept)
        except BaseException as why:
            broken = "".join(parts) or (why.said if isinstance(why, Trouble) else "")
            self._settle(call, ask, Said(text=broken) if broken else None)
            raise
        self._settle(call, ask, said)
        return said

    def _reserved(self, ask: Ask) -> int | None:
        """Note the most that a call can use before it is made; None where no budget hangs on it.

        Calls that are under way count, or many at once would pass the budget together.
        """
        if self._profile.budget is None:
            return None
        most = self.estimate(ask.text, ask.most_tokens)
        with self._meter.alone():
            self._refuse(self._profile.budget, most)
            return self._meter.note(self._row(ask, most))

    def _settle(self, call: int | None, ask: Ask, said: Said | None) -> None:
        """Note what a call used; nothing where nothing was said."""
        # A full disk must not cost an answer that is there: what was reserved stays noted.
        with suppress(SanjinError):
            if said is None:
                if call is not None:
                    self._meter.strike(call)
                return
            row = self._row(ask, self._count(ask, said))
            if call is None:
                self._meter.note(row)
            else:
                self._meter.correct(call, row)

    def _count(self, ask: Ask, said: Said) -> Used:
        """Return what a call used: as the model counts, else estimated."""
        counted = said.tokens_in is not None and said.tokens_out is not None
        guessed = round(self._guess(ask.text) * self._meter.ratio(self._profile.model))
        given = guessed if said.tokens_in is None else said.tokens_in
        answered = tokens_of(said.text) if said.tokens_out is None else said.tokens_out
        return self._sum(given, answered, counted=counted)

    def _row(self, ask: Ask, used: Used) -> dict[str, Any]:
        return {
            "run": self.run,
            "profile": self._name,
            "model": self._profile.model,
            "guessed_in": self._guess(ask.text),
            "tokens_in": used.tokens_in,
            "tokens_out": used.tokens_out,
            "counted": int(used.counted),
            "money": used.money,
            "currency": used.currency,
        }

    def _guess(self, text: str) -> int:
        return tokens_of(text) + 2 * _A_TURN

    def _sum(self, given: int, answered: int, *, counted: bool) -> Used:
        price = self._profile.price
        return Used(
            calls=1,
            tokens_in=given,
            tokens_out=answered,
            money=(given * price.input + answered * price.output) / _MILLION if price else None,
            currency=price.currency if price else "",
            counted=counted,
        )

    def _refuse(self, budget: Budget, next_call: Used) -> None:
        if budget.per == "run":
            used = self.used()
        else:
            used = self._meter.used(self._name, since=self._meter.since(budget.per))
        span = {"run": "这一次", "day": "今天", "month": "这个月"}[budget.per]
        if budget.tokens is not None and used.tokens + next_call.tokens > budget.tokens:
            raise _spent(self._name, span, f"{used.tokens} 词元", f"{budget.tokens} 词元")
        if budget.money is not None and (used.money or 0) + (next_call.money or 0) > budget.money:
            was = f"{used.money or 0:.4f} {next_call.currency}"
            raise _spent(self._name, span, was, f"{budget.money:g} {next_call.currency}")


def _spent(name: str, span: str, was: str, most: str) -> BudgetSpent:
    return BudgetSpent(
        f"模型 {name} {span}已用 {was}，再问一次可能超过预算 {most}，没有再问；可在设置里调高 budget。",
        f"{name} has used {was}; another call could pass the budget of {most}.",
    )
