"""Tokens and money: estimated before, counted after, stopped at a budget."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from scriptgen.models import ModelFailed, Request, open_model
from scriptgen.models.meter import BudgetSpent, Meter, Metered, Used, tokens_of, total
from scriptgen.models.profiles import AnyProfile, read_profiles
from scriptgen.models.speech import Ask, Form, Heard, Passing, Poll, Said, Turn, nothing
from tests.scriptgen.models.endpoint import Endpoint, Reply

TABLE: dict[str, Any] = {"kind": "openai", "base_url": "http://127.0.0.1:9/v1", "model": "m"}
ASK = Ask(
    turns=(Turn(role="user", text="晋祠的水" * 50),),
    form=Form(mode="plain", name="x", schema={}),
    most_tokens=100,
)


class Line(BaseModel):
    line: str


class Scripted:
    """A channel that says what it is told to, or fails with it."""

    def __init__(self, *told: Said | Exception) -> None:
        self.told, self.calls = list(told), 0

    def say(self, ask: Ask, *, poll: Poll = nothing, heard: Heard = nothing) -> Said:
        self.calls += 1
        one = self.told[min(self.calls, len(self.told)) - 1]
        if isinstance(one, Exception):
            raise one
        heard(one.text)
        return one


def metered(channel: Scripted, meter: Meter, **more: Any) -> Metered:
    profile: AnyProfile = read_profiles({"m": TABLE | more}).named("m")
    return Metered(channel, "m", profile, meter)


@pytest.fixture
def meter(tmp_path: Path) -> Any:
    with Meter(tmp_path / "used.sqlite") as made:
        yield made


def test_what_the_endpoint_counts_is_believed_and_priced(meter: Meter) -> None:
    channel = Scripted(Said(text="好", tokens_in=1_000_000, tokens_out=500_000))
    one = metered(channel, meter, price={"input": 2.0, "output": 8.0})
    one.say(ASK)
    used = one.used()
    assert (used.tokens_in, used.tokens_out, used.counted) == (1_000_000, 500_000, True)
    assert used.money == pytest.approx(6.0)
    assert "6.0000 CNY" in used.said()
    assert "约" not in used.said()


def test_what_it_does_not_count_is_estimated_and_said_so(meter: Meter) -> None:
    one = metered(Scripted(Said(text="好" * 10)), meter)
    one.say(ASK)
    used = one.used()
    assert used.counted is False
    assert used.tokens_out == tokens_of("好" * 10)
    assert used.money is None
    assert "约" in used.said()


def test_the_next_call_is_refused_before_it_could_pass_the_budget(meter: Meter) -> None:
    channel = Scripted(Said(text="好", tokens_in=300, tokens_out=100))
    one = metered(channel, meter, budget={"tokens": 1000})
    one.say(ASK)
    one.say(ASK)
    with pytest.raises(BudgetSpent, match=r"已用 800 词元.*预算 1000 词元"):
        one.say(ASK)
    assert channel.calls == 2


def test_money_stops_too_and_a_day_counts_every_run(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 26, 23, 59, tzinfo=UTC)]
    more = {"price": {"input": 1e6, "output": 0.0}, "budget": {"money": 700.0, "per": "day"}}
    with Meter(tmp_path / "used.sqlite", clock=lambda: now[0]) as meter:
        channel = Scripted(Said(text="好", tokens_in=300, tokens_out=1))
        metered(channel, meter, **more).say(ASK)
        metered(channel, meter, **more).say(ASK)
        with pytest.raises(BudgetSpent, match="今天已用 600"):
            metered(channel, meter, **more).say(ASK)
        now[0] = datetime(2026, 11, 27, 0, 1, tzinfo=UTC)
        metered(channel, meter, **more).say(ASK)
        assert channel.calls == 3


def test_calls_at_once_do_not_pass_the_budget_together(tmp_path: Path) -> None:
    """Eight threads, each with a connection of its own, as eight runs have."""
    release = threading.Event()

    class Slow(Scripted):
        def say(self, ask: Ask, *, poll: Poll = nothing, heard: Heard = nothing) -> Said:
            said = super().say(ask, poll=poll, heard=heard)
            release.wait(5)
            return said

    channel = Slow(Said(text="好", tokens_in=100, tokens_out=100))
    refused: list[BudgetSpent] = []

    def run() -> None:
        with Meter(tmp_path / "used.sqlite") as own:
            try:
                metered(channel, own, budget={"tokens": 700, "per": "day"}).say(ASK)
            except BudgetSpent as why:
                refused.append(why)
                release.set()  # the others are still under way

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Meter(tmp_path / "used.sqlite") as after:
        used = after.used("m")
    assert used.calls == channel.calls == 8 - len(refused)
    assert 0 < len(refused) < 8
    assert used.tokens <= 700
    assert used.counted  # what was reserved has been replaced by what was counted


def test_a_call_that_was_not_answered_costs_nothing_of_the_budget(meter: Meter) -> None:
    one = metered(Scripted(Passing("断", "broke")), meter, budget={"tokens": 1000})
    for _ in range(5):
        with pytest.raises(Passing):
            one.say(ASK)
    assert one.used().calls == 0


def test_what_broke_off_is_counted(meter: Meter) -> None:
    one = metered(Scripted(Passing("断", "broke", said="说了一半")), meter)
    with pytest.raises(Passing):
        one.say(ASK)
    assert one.used().calls == 1
    assert one.used().tokens_in > 0


def test_an_estimate_learns_from_what_was_counted(meter: Meter) -> None:
    guessed = tokens_of(ASK.text)
    one = metered(Scripted(Said(text="好", tokens_in=3 * guessed, tokens_out=1)), meter)
    before = one.estimate(ASK.text, 100)
    for _ in range(6):
        one.say(ASK)
    after = one.estimate(ASK.text, 100)
    assert before.tokens_in < 1.2 * guessed
    assert after.tokens_in == pytest.approx(3 * guessed, rel=0.02)
    assert (before.tokens_out, before.counted) == (100, False)


def test_sums_keep_money_only_in_one_currency() -> None:
    own = Used(calls=1, tokens_in=2, tokens_out=3, money=0.5, currency="CNY")
    assert total([own, own, Used()]) == Used(
        calls=2, tokens_in=4, tokens_out=6, money=1.0, currency="CNY"
    )
    dollar = Used(calls=1, money=1.0, currency="USD", counted=False)
    assert total([own, dollar]) == Used(calls=2, tokens_in=2, tokens_out=3, counted=False)
    assert total([own, Used(calls=1)]).money is None
    assert total([]) == Used()


def test_no_text_is_kept_in_the_record(meter: Meter, tmp_path: Path) -> None:
    one = metered(Scripted(Said(text="秘密的回答", tokens_in=3, tokens_out=1)), meter)
    one.say(ASK)
    meter.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("used.sqlite*"))
    assert "秘密".encode() not in kept
    assert "晋祠".encode() not in kept


def test_a_budget_holds_over_an_endpoint_and_the_next_model_answers(
    plug: Callable[..., None],
) -> None:
    pytest.importorskip("langchain_openai")
    usage = {"prompt_tokens": 400, "completion_tokens": 50, "total_tokens": 450}
    with (
        Endpoint(Reply(text='{"line": "一"}', usage=usage)) as dear,
        Endpoint({"line": "二"}) as own,
    ):
        table = {"kind": "openai", "model": "drama-1", "structured": "plain"}
        plug(
            main=table | {"base_url": dear.url, "budget": {"tokens": 500}, "fallbacks": ["own"]},
            alone=table | {"base_url": dear.url, "budget": {"tokens": 20}},
            own=table | {"base_url": own.url},
        )
        model = open_model("main")
        asked = Request(task="check", most_tokens=100)
        assert [model.ask(asked, Line).line for _ in range(3)] == ["一", "二", "二"]
        assert (dear.calls, own.calls) == (1, 2)
        used = model.used()  # of both; the second does not count its tokens
        assert (used.calls, used.counted, used.money) == (3, False, None)
        assert used.tokens_in > 400
        with pytest.raises(ModelFailed, match="没有再问"):
            open_model("alone").ask(asked, Line)
        assert dear.calls == 1
