"""What an endpoint refuses of a question, filters, or says of a key: asked otherwise, or one sentence."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from heritage_kb.errors import BrokenData
from scriptgen.models import Material, ModelFailed, Request, open_model
from scriptgen.models.capability import remembered
from scriptgen.models.profiles import EndpointProfile, profiles
from tests.scriptgen.models.endpoint import Endpoint, Reply, asks

pytest.importorskip("langchain_openai")

Plug = Callable[..., None]
ASK = Request(task="check", most_tokens=200)
GOOD = {"line": "水还凉。"}


class Line(BaseModel):
    line: str = Field(min_length=1, max_length=40)


class Other(Line):
    count: int = 0


def told(endpoint: Endpoint, **more: Any) -> dict[str, Any]:
    return {
        "kind": "openai",
        "base_url": endpoint.url,
        "model": "drama-1",
        "timeout_s": 5.0,
        **more,
    }


def main_profile() -> EndpointProfile:
    profile = profiles().named("main")
    assert isinstance(profile, EndpointProfile)
    return profile


def test_a_shape_too_much_for_a_form_is_asked_for_in_a_weaker_one(plug: Plug) -> None:
    """The probe's small schema is taken, a real one is not: as endpoints do that know few words."""

    def fussy(body: dict[str, Any]) -> Any:
        strong = asks(body, "json_schema") or asks(body, "tools")
        return Reply(status=400, error="unsupported keyword in schema") if strong else GOOD

    with Endpoint(fussy) as endpoint:
        plug(main=told(endpoint))
        model = open_model("main")
        assert model.ask(ASK, Line) == Line(**GOOD)
        assert [asks(body, "json_object") for body in endpoint.bodies] == [False, False, True]
        assert model.ask(ASK, Line) == Line(**GOOD)  # the refusals are not repeated
        assert len(endpoint.bodies) == 4
        assert remembered(main_profile()) is None  # and the next one who opens it finds out anew


def test_a_question_refused_in_every_form_is_one_sentence_after_four_calls(plug: Plug) -> None:
    with Endpoint(Reply(status=400, error="context too long")) as endpoint:
        plug(main=told(endpoint))
        with pytest.raises(ModelFailed, match=r"400：context too long"):
            open_model("main").ask(ASK, Line)
        assert len(endpoint.bodies) == 4
        assert remembered(main_profile()) == "json_schema"


def test_a_prescribed_form_is_not_left(plug: Plug) -> None:
    with Endpoint(GOOD, takes=("tools",)) as endpoint:
        plug(main=told(endpoint, structured="json_schema"))
        with pytest.raises(ModelFailed, match="不接受这次提问"):
            open_model("main").ask(ASK, Line)
        assert endpoint.calls == 1


def test_what_a_provider_filters_is_said_at_once(plug: Plug) -> None:
    with Endpoint(Reply(text='{"line": "他', finish="content_filter")) as endpoint:
        plug(main=told(endpoint, structured="plain"))
        with pytest.raises(ModelFailed, match="拦下") as failed:
            open_model("main").ask(ASK, Line)
        assert (endpoint.calls, failed.value.said) == (1, '{"line": "他')


def test_what_an_endpoint_does_not_know_can_be_left_out(plug: Plug) -> None:
    every = ("seed", "temperature", "top_p", "stream_options")
    with Endpoint(GOOD) as endpoint:
        plug(main=told(endpoint, leave_out=list(every)), all=told(endpoint))
        open_model("main").ask(ASK, Line)
        open_model("all").ask(ASK, Line)
        bare, whole = endpoint.bodies
        assert not set(every) & set(bare)
        assert set(every) <= set(whole)


def test_a_key_that_comes_back_in_an_error_is_not_shown(
    plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRAMA_KEY", "hush-4711")
    error = Reply(status=400, error="bad request for hush-4711 and sk-abc")
    with Endpoint(error, key="hush-4711") as endpoint:
        plug(main=told(endpoint, structured="plain", api_key_env="DRAMA_KEY"))
        with pytest.raises(ModelFailed, match="bad request for … and …") as failed:
            open_model("main").ask(ASK, Line)
        assert "4711" not in failed.value.en


def test_many_tries_end_with_the_reason_not_with_the_rest(plug: Plug) -> None:
    with Endpoint(Reply(status=503)) as endpoint:
        plug(main=told(endpoint, structured="plain", retries=5))
        model = open_model("main")
        with pytest.raises(ModelFailed, match=r"出错（503）.*问了 6 次"):
            model.ask(ASK, Line)
        with pytest.raises(ModelFailed, match="先歇"):
            model.ask(ASK, Line)
        assert endpoint.calls == 6


def test_a_proxy_does_not_stand_before_a_server_of_this_machine(
    plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with Endpoint(GOOD) as endpoint:
        plug(main=told(endpoint, retries=0))
        assert open_model("main").ask(ASK, Line) == Line(**GOOD)


# ------------------------------------------------------------------------------ kept answers


def test_an_answer_is_kept_where_the_profile_says_so(plug: Plug) -> None:
    with Endpoint({"line": "一"}, {"line": "二"}, {"line": "三"}, {"line": "四"}) as endpoint:
        plug(main=told(endpoint, cache=True, structured="plain"))
        model, heard = open_model("main"), list[str]()
        assert model.ask(ASK, Line).line == "一"
        assert model.ask(ASK, Line, heard=heard.append).line == "一"
        assert json.loads("".join(heard)) == {"line": "一"}
        assert open_model("main").ask(ASK, Line).line == "一"
        other_seed = Request(task="check", most_tokens=200, seed=1)
        more = Request(task="check", most_tokens=200, material=(Material(id="p", text="晋祠"),))
        assert model.ask(other_seed, Line).line == "二"
        assert model.ask(more, Line).line == "三"
        assert model.ask(more, Other).line == "四"  # another shape is another question
        plug(main=told(endpoint, cache=True, structured="plain", temperature=0.1))
        assert open_model("main").ask(ASK, Line).line == "四"  # asked: the last reply, for ever
        assert endpoint.calls == 5


def test_without_the_setting_nothing_is_kept(plug: Plug, home: Path) -> None:
    with Endpoint({"line": "一"}, {"line": "二"}) as endpoint:
        plug(main=told(endpoint, structured="plain"))
        model = open_model("main")
        assert [model.ask(ASK, Line).line for _ in range(2)] == ["一", "二"]
    assert not (home / "models" / "answers.sqlite").exists()


def test_a_kept_answer_that_no_longer_fits_is_asked_for_anew(plug: Plug, home: Path) -> None:
    with Endpoint({"line": "一"}, {"line": "二"}) as endpoint:
        plug(main=told(endpoint, cache=True, structured="plain"))
        open_model("main").ask(ASK, Line)
        gc.collect()
        with sqlite3.connect(home / "models" / "answers.sqlite") as link:
            link.execute('UPDATE answers SET value = \'{"line": ""}\'')
        link.close()
        assert open_model("main").ask(ASK, Line).line == "二"


def test_a_request_that_fits_no_prompt_asks_nothing(plug: Plug) -> None:
    with Endpoint(GOOD) as endpoint:
        plug(main=told(endpoint, structured="plain"))
        with pytest.raises(BrokenData):
            open_model("main").ask(Request(task="check", slots={"odd": "1"}), Line)
        assert endpoint.calls == 0


def test_a_question_longer_than_the_model_reads_is_not_asked(plug: Plug) -> None:
    with Endpoint(GOOD) as endpoint:
        plug(main=told(endpoint, structured="plain", max_context=1000))
        long = Request(task="check", material=(Material(id="p", text="长" * 2000),))
        with pytest.raises(ModelFailed, match="max_context 1000"):
            open_model("main").ask(long, Line)
        assert endpoint.calls == 0
