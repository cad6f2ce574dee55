"""The published endpoints: few, named, documented; what goes wrong is one sentence."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from ui import endpoints
from ui.cli import main


@pytest.mark.browser
def test_three_endpoints_are_published_and_nothing_else(address: str) -> None:
    with urlopen(f"{address}/gradio_api/info", timeout=60) as answer:
        info = json.load(answer)
    assert set(info["named_endpoints"]) == {"/search", "/check", "/review"}
    assert not info["unnamed_endpoints"]
    for one in info["named_endpoints"].values():
        assert one["description"]
        assert all(part["parameter_name"] for part in one["parameters"])


@pytest.mark.browser
def test_a_program_asks_over_http_as_the_page_of_docs_says(address: str) -> None:
    body = json.dumps({"data": ["推光漆怎么阴干", "", "", "", 3]}).encode()
    asked = Request(f"{address}/gradio_api/call/search", body, {"content-type": "application/json"})
    with urlopen(asked, timeout=60) as answer:
        id = json.load(answer)["event_id"]
    with urlopen(f"{address}/gradio_api/call/search/{id}", timeout=60) as answer:
        told = answer.read().decode()
        assert answer.headers["x-frame-options"] == "DENY"
    assert "event: complete" in told
    assert "推光漆" in json.dumps(json.loads(told.split("data: ")[1]), ensure_ascii=False)
    foreign = Request(asked.full_url, body, {**dict(asked.headers), "Origin": "http://evil.test"})
    with pytest.raises(HTTPError, match="403"):
        urlopen(foreign, timeout=60)


def test_they_answer_as_the_verbs_do() -> None:
    hits = endpoints.search("佛光寺东大殿", kind="structure", k=3)["hits"]
    assert hits[0]["entry"] == "st_foguangsidongdadian"
    assert len(hits) <= 3
    found = endpoints.review("1-1 日 外 佛光寺\n△她撒了一把辣椒。\n", period="唐")["findings"]
    assert any(one["term"] == "辣椒" for one in found)
    assert endpoints.check("佛光寺东大殿建于唐大中十一年（857年）。")["claims"]


def test_what_they_refuse_is_a_sentence() -> None:
    assert endpoints.search("寺", city="洛阳")["error"].endswith("。")
    assert "太长" in endpoints.check("字" * (endpoints.MOST_TEXT + 1))["error"]
    assert "太长" in endpoints.review("字" * (endpoints.MOST_TEXT + 1))["error"]


def test_mcp_without_its_package_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ui.ui_verbs.find_spec", lambda _name: None)
    assert main(["ui", "--mcp", "--port", "65123"]) == 1
    assert "sanjin[mcp]" in capsys.readouterr().err
