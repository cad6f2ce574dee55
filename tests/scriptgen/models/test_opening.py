"""What is listed of the profiles, and what a check says after it has asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scriptgen.models import check, listed, open_model, opening
from tests.scriptgen.models.endpoint import Endpoint, Reply

Plug = Callable[..., None]


def told(endpoint: Endpoint, **more: Any) -> dict[str, Any]:
    return {"kind": "openai", "base_url": endpoint.url, "model": "drama-1", "retries": 0, **more}


def test_listing_asks_nobody(plug: Plug) -> None:
    with Endpoint({"line": "好"}) as endpoint:
        plug(a=told(endpoint), b=told(endpoint, structured="tools"))
        assert [(row.name, row.state, row.structured) for row in listed()] == [
            ("a", "ok", ""),
            ("b", "ok", "tools"),
        ]
        assert endpoint.calls == 0


def test_a_check_asks_and_says_how_and_what_it_used(plug: Plug) -> None:
    pytest.importorskip("langchain_openai")
    usage = {"prompt_tokens": 70, "completion_tokens": 9, "total_tokens": 79}
    with Endpoint(Reply(text='{"line": "各位辛苦。"}', usage=usage), takes=("tools",)) as endpoint:
        plug(a=told(endpoint))
        row = check("a")
        assert (row.state, row.structured, row.what) == ("ok", "tools", "答了：各位辛苦。")
        assert "输入" in row.used
        assert listed()[0].structured == "tools"


def test_a_check_that_fails_is_one_row(plug: Plug) -> None:
    pytest.importorskip("langchain_openai")
    with Endpoint(Reply(status=500)) as endpoint:
        plug(a=told(endpoint, structured="plain"))
        row = check("a")
        assert (row.state, "出错（500）" in row.what, bool(row.mend)) == ("broken", True, True)


def test_a_missing_package_is_named_with_its_extra(
    plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    with Endpoint() as endpoint:
        plug(a=told(endpoint), b={"kind": "transformers", "path": "/m"})
        assert [row.mend for row in listed()] == [
            "pip install 'sanjin[models]'",
            "pip install 'sanjin[local]'",
        ]


def test_the_writer_of_the_settings_is_opened_where_none_is_named(plug: Plug) -> None:
    pytest.importorskip("langchain_openai")
    with Endpoint() as endpoint:
        plug(writer="b", a=told(endpoint), b=told(endpoint))
        assert open_model().name == "b/drama-1"
        assert open_model("a").name == "a/drama-1"
