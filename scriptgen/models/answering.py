"""Asking one model for an answer in a shape: asked, read, checked, mended at most twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from scriptgen.models import capability
from scriptgen.models.answers import Answers, key_of
from scriptgen.models.meter import Metered, Used, tokens_of
from scriptgen.models.parsing import Unreadable, read_json
from scriptgen.models.patience import Breaker, patient
from scriptgen.models.profiles import AnyProfile, Structured
from scriptgen.models.prompts import filled, turns
from scriptgen.models.request import ModelFailed, Request
from scriptgen.models.speech import Ask, Form, FormRefused, Heard, Poll, Said, Turn, nothing

Shape = TypeVar("Shape", bound=BaseModel)
Got = TypeVar("Got")

REPAIRS = 2
_FAULTS = 6  # of an answer that are told at once


class Asked:
    """A model behind a channel (see ``request.Model``).

    Args:
        name: of the profile.
        profile: how it is used.
        channel: the way to it, metered.
        breaker: leaves it alone for a while when it fails.
        answers: given before; None where they are not kept.
    """

    def __init__(
        self,
        name: str,
        profile: AnyProfile,
        channel: Metered,
        breaker: Breaker,
        answers: Answers | None = None,
    ) -> None:
        self._profile_name, self._profile, self._channel = name, profile, channel
        self._breaker, self._answers = breaker, answers
        self._mode: Structured | None = None
        self._modes: dict[str, Structured] = {}  # of shapes for which that one is refused

    @property
    def name(self) -> str:
        """Return the profile's name and the model's."""
        return f"{self._profile_name}/{self._profile.model}"

    def used(self) -> Used:
        """Return what was used since this was opened."""
        return self._channel.used()

    def estimate(self, request: Request, shape: type[BaseModel]) -> Used:
        """Return the most that one question can use; nothing is asked."""
        form = Form(mode="plain", name=shape.__name__, schema=schema_of(shape))
        text = "\n".join(turn.text for turn in turns(request, spoken(form)))
        return self._channel.estimate(text, request.most_tokens)

    def ask(
        self,
        request: Request,
        shape: type[Shape],
        *,
        poll: Callable[[], None] = nothing,
        heard: Callable[[str], None] = nothing,
    ) -> Shape:
        """Return the answer, valid against ``shape`` (see ``request.Model``)."""
        key = ""
        if self._answers is not None:
            key = key_of(
                self._profile_name, self._profile, request, filled(request), schema_of(shape)
            )
            kept = self._answers.get(key)
            if kept is not None and (old := _still(kept, shape)) is not None:
                heard(kept)
                return old
        got = self._asked(request, shape, poll, heard)
        if self._answers is not None:
            self._answers.put(key, got.model_dump_json())
        return got

    def _asked(self, request: Request, shape: type[Shape], poll: Poll, heard: Heard) -> Shape:
        form = self._form(shape, poll)
        ask = self._ask(request, form)
        for _ in range(REPAIRS + 1):
            said, ask = self._said(request, ask, poll, heard)
            try:
                return shape.model_validate(read_json(said.text, cut=said.cut))
            except Unreadable as why:
                fault = f"{why}；请给出一个完整的 JSON 对象，前后不要别的话"
            except ValidationError as why:
                fault = faults_of(why)
            if said.cut:
                fault += "；上次太长被截断，请写短些"
            ask = _again(ask, said, fault)
        raise ModelFailed(
            f"模型 {self.name} 问了 {REPAIRS + 1} 次，回答仍不合格式（{fault}）；原话已留下，可换一个模型再试。",
            f"{self.name} gave no valid answer in {REPAIRS + 1} tries.",
            said=said.text,
        )

    def _said(self, request: Request, ask: Ask, poll: Poll, heard: Heard) -> tuple[Said, Ask]:
        """Return what is said, and to which question: asked in a weaker form where one is refused.

        A form that a small question was answered in may still be refused for a larger shape.
        """
        first = ask.form.mode
        while True:
            try:
                said = self._patiently(
                    partial(self._channel.say, ask, poll=poll, heard=heard), poll
                )
            except FormRefused as refused:
                weaker = capability.after(ask.form.mode, self._profile)
                if weaker is None:
                    raise ModelFailed(refused.zh, refused.en) from refused
                ask = self._ask(request, replace(ask.form, mode=weaker), ask.turns[2:])
                continue
            if ask.form.mode != first:
                self._modes[ask.form.name] = ask.form.mode
                capability.forget(
                    self._profile
                )  # it may have changed: found anew at the next opening
            return said, ask

    def _patiently(self, call: Callable[[], Got], poll: Poll) -> Got:
        return patient(
            call, who=self.name, retries=self._profile.retries, breaker=self._breaker, poll=poll
        )

    def _form(self, shape: type[BaseModel], poll: Poll) -> Form:
        if self._mode is None:
            found: Structured = self._patiently(
                partial(capability.mode_of, self._profile, self._channel, poll=poll), poll
            )
            self._mode = found
        mode = self._modes.get(shape.__name__, self._mode)
        return Form(mode=mode, name=shape.__name__, schema=schema_of(shape))

    def _ask(self, request: Request, form: Form, after: tuple[Turn, ...] = ()) -> Ask:
        """Return the question.

        Raises:
            ModelFailed: it is longer than the model reads.
        """
        ask = Ask(
            turns=(*turns(request, spoken(form)), *after),
            form=form,
            most_tokens=request.most_tokens,
            seed=request.seed,
        )
        needs, room = tokens_of(ask.text) + ask.most_tokens, self._profile.max_context
        if needs > room:
            raise ModelFailed(
                f"这次提问连同回答约 {needs} 词元，超过模型 {self.name} 的 max_context {room}；请减少材料，或换一个读得长的模型。",
                f"The question needs about {needs} tokens, {self.name} reads {room}.",
            )
        return ask


def _still(kept: str, shape: type[Shape]) -> Shape | None:
    """Return a kept answer; None where what a shape demands has changed since."""
    try:
        return shape.model_validate_json(kept)
    except ValidationError:
        return None


def schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a shape, as strict endpoints want it: every key there, no other."""
    told: dict[str, Any] = shape.model_json_schema()
    for part in (told, *told.get("$defs", {}).values()):
        if "properties" in part:
            part |= {"required": list(part["properties"]), "additionalProperties": False}
    return told


def spoken(form: Form) -> str:
    """Return what is said of the form; little where the endpoint is told the schema itself."""
    if form.mode in ("json_schema", "tools"):
        return ""
    schema = json.dumps(form.schema, ensure_ascii=False, separators=(",", ":"))
    return f"只给出一个 JSON 对象，合乎这份 JSON Schema，不加说明、不加代码围栏：\n{schema}"


def faults_of(why: ValidationError) -> str:
    """Return what is wrong with an answer, where; what it said is not repeated."""
    rows = why.errors(include_input=False, include_url=False)
    told = [f"{'.'.join(map(str, row['loc'])) or '全部'}：{row['msg']}" for row in rows[:_FAULTS]]
    more = f"等 {len(rows)} 处" if len(rows) > _FAULTS else ""
    return "；".join(told) + more


def _again(ask: Ask, said: Said, fault: str) -> Ask:
    """Return the question with a faulty answer and what is wrong with it."""
    turn = Turn(role="user", text=f"这份回答不合格式：{fault}。别的不动，重新给出整个 JSON。")
    # Only the last try is shown: older ones teach nothing and cost tokens.
    return Ask(
        turns=(*ask.turns[:2], Turn(role="assistant", text=said.text or "（空）"), turn),
        form=ask.form,
        most_tokens=ask.most_tokens,
        seed=ask.seed + 1,
    )
