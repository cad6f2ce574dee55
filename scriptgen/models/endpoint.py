"""An OpenAI-compatible endpoint through LangChain (owner of langchain_openai and openai).

Every failure becomes one sentence. Retries are not made here, nor by the client: see ``patience``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import SecretStr

from heritage_kb.stores.refusing import needing
from scriptgen.models.keys import NO_KEY, key_of
from scriptgen.models.profiles import EndpointProfile
from scriptgen.models.request import ModelFailed
from scriptgen.models.speech import Ask, Form, FormRefused, Heard, Passing, Poll, Said, nothing
from scriptgen.models.streaming import Broken, listened

with needing("models"):
    import httpx
    import openai
    from langchain_openai.chat_models.base import BaseChatOpenAI

_CONNECT_S = 10.0
_PASSING = {408, 409, 425, 429}
_FORM = {400, 415, 422, 501}
# Words of JSON Schema that strict endpoints refuse; pydantic minds them in any case.
_UNREAD = {"title", "default", "examples", "minLength", "maxLength", "pattern", "format"}


def chat_model(profile: EndpointProfile) -> BaseChatOpenAI:
    """Return the LangChain chat model of a profile.

    ``ChatOpenAI`` renames ``max_tokens`` to what only OpenAI's own endpoint knows; its base class
    keeps the name that all others know.

    Raises:
        RefusedInput: the key is not where the profile says.
    """
    # Questions are minutes apart: a line that is kept open meanwhile only breaks unseen.
    client = httpx.Client(
        limits=httpx.Limits(max_keepalive_connections=0),
        follow_redirects=False,
        trust_env=profile.remote,  # no proxy stands before a server of this machine
    )
    return BaseChatOpenAI(
        http_client=client,
        model=profile.model,
        base_url=profile.base_url,
        api_key=SecretStr(key_of(profile)),
        temperature=None if "temperature" in profile.leave_out else profile.temperature,
        top_p=None if "top_p" in profile.leave_out else profile.top_p,
        timeout=httpx.Timeout(profile.timeout_s, connect=min(_CONNECT_S, profile.timeout_s)),
        max_retries=0,
        stream_usage="stream_options" not in profile.leave_out,
        use_responses_api=False,
    )


class Endpoint:
    """The channel to an endpoint.

    Args:
        profile: where it is and how it is used.
    """

    def __init__(self, profile: EndpointProfile) -> None:
        self._profile = profile
        self._chat = chat_model(profile)
        self._key = key_of(profile)

    def say(self, ask: Ask, *, poll: Poll = nothing, heard: Heard = nothing) -> Said:
        """Return what the model says (see ``Channel``)."""
        turns = [(turn.role, turn.text) for turn in ask.turns]
        told = self._told(ask)

        def pieces() -> Iterator[Any]:
            return self._chat.stream(turns, **told)

        try:
            return listened(pieces, timeout_s=self._profile.timeout_s, poll=poll, heard=heard)
        except Broken as broken:
            raise self._trouble(broken.why, ask, broken.said) from broken.why

    def _told(self, ask: Ask) -> dict[str, Any]:
        """Return what goes with the messages.

        The form of the answer goes into the body as it is: given by name, the client would parse
        the stream itself and fail where we can mend.
        """
        body = {**self._profile.extra_body, **_in_body(ask.form)}
        told: dict[str, Any] = {"max_tokens": ask.most_tokens, "extra_body": body}
        return told if "seed" in self._profile.leave_out else {**told, "seed": ask.seed}

    def _trouble(self, why: Exception, ask: Ask, said: str) -> Exception:
        name = f"模型 {self._profile.model}"
        if isinstance(why, openai.APIStatusError):
            return self._refusal(why, ask, said)
        if isinstance(why, openai.APITimeoutError | httpx.TimeoutException):
            return Passing(
                f"{name} 没有按时答复；请稍后再试，或把 timeout_s 调大。",
                f"{self._profile.model} did not answer in time.",
                said=said,
            )
        if isinstance(why, openai.APIConnectionError | httpx.HTTPError):
            return Passing(
                f"连不上 {self._profile.base_url}，或中途断线；请查看网络与服务是否在运行。",
                f"Cannot reach {self._profile.base_url}, or the line broke.",
                said=said,
            )
        if isinstance(why, openai.APIError):  # an error sent within the stream
            return Passing(
                f"{name} 答到一半报错：{self._short(why.message)}；请稍后再试。",
                f"{self._profile.model} failed while answering: {self._short(why.message)}.",
                said=said,
            )
        return Passing(
            f"{name} 的答复读不懂（{type(why).__name__}）；请核对 base_url 是不是 OpenAI 兼容的接口。",
            f"The answer of {self._profile.model} cannot be read ({type(why).__name__}).",
            said=said,
        )

    def _refusal(self, why: openai.APIStatusError, ask: Ask, said: str) -> Exception:
        code, detail, profile = why.status_code, self._short(_detail(why)), self._profile
        if code in _PASSING or (code >= 500 and code != 501):
            busy = "太忙，或超过了调用次数" if code == 429 else f"出错（{code}）"
            return Passing(
                f"模型 {profile.model} {busy}；请稍后再试。",
                f"{profile.model} answered {code}.",
                said=said,
                after=_after(why.response.headers),
            )
        if code in _FORM and ask.form.mode != "plain":
            return FormRefused(
                f"模型 {profile.model} 不接受这次提问（{code}：{detail}）。",
                f"{profile.model} refused the question ({code}: {detail}).",
            )
        where = f"[{profile.base_url}]"
        sentences = {
            401: ("钥匙不对或没有给；请核对 api_key_env 所指的环境变量", "the key is wrong"),
            402: ("账户余额不足；请充值或换一个模型", "the account is empty"),
            403: ("这把钥匙没有权限；请核对钥匙与模型", "the key is not allowed"),
            404: (
                f"没有叫“{profile.model}”的模型，或地址不对；请核对 model 与 base_url",
                "no such model",
            ),
        }
        zh, en = sentences.get(
            code, (f"不接受这次提问（{code}：{detail}）", f"refused ({code}: {detail})")
        )
        return ModelFailed(f"模型服务 {where} {zh}。", f"{profile.base_url}: {en}.", said=said)

    def _short(self, text: str) -> str:
        """Return the first line of a foreign message, short, without what is or looks like a key."""
        line = (text.strip().splitlines() or ["没有说明"])[0]
        if self._key != NO_KEY:
            line = line.replace(self._key, "…")
        words = line[:160].rstrip(".。").split()
        return " ".join("…" if word.lstrip("\"'").startswith("sk-") else word for word in words)


def _in_body(form: Form) -> dict[str, Any]:
    """Return the fields that ask for a form."""
    if form.mode == "json_schema":
        schema = {"name": form.name, "schema": _strict(form.schema), "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}
    if form.mode == "json_object":
        return {"response_format": {"type": "json_object"}}
    if form.mode == "tools":
        schema = _strict(form.schema)
        what = {"name": form.name, "description": "交出回答", "parameters": schema}
        return {
            "tools": [{"type": "function", "function": what}],
            "tool_choice": {"type": "function", "function": {"name": form.name}},
        }
    return {}


def _strict(part: Any) -> Any:
    """Return a schema without the words that strict endpoints refuse."""
    if isinstance(part, list):
        return [_strict(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        # under these two, keys are names of ours
        name: {key: _strict(one) for key, one in value.items()}
        if name in ("properties", "$defs")
        else _strict(value)
        for name, value in part.items()
        if name not in _UNREAD
    }


def _detail(why: openai.APIStatusError) -> str:
    body = why.body
    if isinstance(body, dict):
        return str(body.get("message") or body.get("error") or body)
    return str(body or why.message)


def _after(headers: Any) -> float | None:
    """Return the seconds that ``Retry-After`` asks to wait: a number, or a date."""
    told = headers.get("retry-after")
    if not told:
        return None
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
