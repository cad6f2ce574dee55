"""The guard: who is let in, whose page and file it is, how much may be sent, what headers it adds."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ui import accounts as module
from ui import guard as guard_module
from ui.accounts import Account, Accounts
from ui.guard import COOKIE, Guard

HASH = "ab" * 32


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    reached: bool


class Inner:
    """An app that gives back what it is told to, and remembers whom it served."""

    def __init__(self) -> None:
        self.says = b"{}"
        self.person: Account | None = None
        self.reached = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached, self.person = True, scope.get("sanjin")
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": self.says})


Ask = Callable[..., Answer]


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Accounts]:
    monkeypatch.setitem(module._COST, "n", 2**4)
    made = Accounts(tmp_path / "accounts.db")
    yield made
    made.close()


def asks(guard: Guard, inner: Inner) -> Ask:
    def ask(path: str, *, word: str = "", body: bytes = b"", **more: str) -> Answer:
        inner.reached = False
        method = more.pop("method", "POST" if body else "GET")
        query = more.pop("query", "")
        head = {"host": "h", **{key.replace("_", "-"): value for key, value in more.items()}}
        if word:
            head["cookie"] = f"{COOKIE}={word}"
        if body:
            head.setdefault("content-length", str(len(body)))
        scope = {
            "type": "http", "method": method, "path": path, "scheme": "http",
            "query_string": query.encode(), "client": ("1.1.1.1", 5),
            "headers": [(k.encode(), v.encode()) for k, v in head.items()],
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(guard(scope, receive, send))
        headers = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        told = b"".join(one.get("body", b"") for one in sent[1:])
        return Answer(sent[0]["status"], headers, told, inner.reached)

    return ask


@pytest.fixture
def inner() -> Inner:
    return Inner()


@pytest.fixture
def ask(accounts: Accounts, inner: Inner) -> Ask:
    return asks(Guard(inner, accounts=accounts, alone=False), inner)


@pytest.fixture
def two(accounts: Accounts) -> tuple[str, str]:
    both = ("张三", "李四")
    words = [accounts.sign_in(name, accounts.add(name), "1.1.1.1") for name in both]
    return words[0], words[1]


@pytest.mark.parametrize(
    "path",
    ["/", "/config", "/gradio_api/queue/join", "/gradio_api/file=/x", "/gradio_api/upload",
     "/gradio_api/heartbeat/abc", "/gradio_api/info", "/assets/index.js", "/me", "/password"],
)  # fmt: skip
def test_nothing_but_the_login_is_served_to_who_has_not_signed_in(ask: Ask, path: str) -> None:
    for word in ("", "x" * 43):
        answer = ask(path, word=word)
        assert answer.status == 401
        assert not answer.reached
        assert answer.headers["x-sanjin"] == "signed-out"
    assert ask("/login").reached


def test_a_browser_is_led_to_the_login(ask: Ask) -> None:
    answer = ask("/", accept="text/html,*/*")
    assert (answer.status, answer.headers["location"]) == (303, "/login")


def test_a_file_goes_only_to_whom_it_was_shown(
    ask: Ask, inner: Inner, two: tuple[str, str]
) -> None:
    mine, other = two
    address = f"/gradio_api/file=/tmp/cache/{HASH}/图.png"
    assert ask(address, word=mine).status == 403
    inner.says = json.dumps({"path": f"/tmp/cache/{HASH}/图.png"}).encode()
    ask("/gradio_api/queue/data", word=mine, query="session_hash=p1")
    inner.says = b""
    assert ask(address, word=mine).status == 200
    assert ask(address, word=other).status == 403
    assert ask(f"/gradio_api/file=/tmp/cache/{HASH}/../x/图.png", word=mine).status == 403
    told = json.dumps({"session_hash": "p2", "data": [{"path": f"/tmp/cache/{HASH}/图.png"}]})
    assert ask("/gradio_api/queue/join", word=other, body=told.encode()).status == 403
    told = told.replace("p2", "p1").replace("/图", "\\u002f图")
    assert ask("/gradio_api/queue/join", word=mine, body=told.encode()).status == 200


def test_an_upload_is_shown_to_its_owner(ask: Ask, inner: Inner, two: tuple[str, str]) -> None:
    mine, other = two
    inner.says = json.dumps([f"C:\\cache\\{HASH}\\a.txt"]).encode()
    ask("/gradio_api/upload", word=mine, body=b"x")
    assert ask(f"/gradio_api/file=C:\\cache\\{HASH}\\a.txt", word=mine).status == 200
    assert ask(f"/gradio_api/file=C:\\cache\\{HASH}\\a.txt", word=other).status == 403


def test_the_state_of_a_page_is_its_openers(ask: Ask, two: tuple[str, str]) -> None:
    mine, other = two
    body = json.dumps({"session_hash": "p1", "data": []}).encode()
    assert ask("/gradio_api/queue/join", word=mine, body=body).status == 200
    for path, more in (
        ("/gradio_api/queue/join", {"body": body}), ("/gradio_api/cancel", {"body": body}),
        ("/gradio_api/queue/data", {"query": "session_hash=p1"}), ("/gradio_api/heartbeat/p1", {}),
    ):  # fmt: skip
        answer = ask(path, word=other, **more)
        assert answer.status == 403
        assert not answer.reached


def test_another_site_sends_nothing(ask: Ask, two: tuple[str, str]) -> None:
    body = json.dumps({"session_hash": "p"}).encode()
    path = "/gradio_api/queue/join"
    assert ask(path, word=two[0], body=body, origin="http://evil").status == 403
    assert ask(path, word=two[0], body=body, origin="null").status == 403
    assert ask(path, word=two[0], body=body, origin="http://h").status == 200


@pytest.mark.parametrize("signs_in", [True, False])
def test_a_text_too_long_for_any_field_is_refused(
    accounts: Accounts, two: tuple[str, str], signs_in: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard_module, "TEXT_LENGTH", 100)
    inner = Inner()
    ask = asks(Guard(inner, accounts=accounts if signs_in else None, alone=True), inner)
    word = two[0] if signs_in else ""
    for length, status in ((100, 200), (101, 413)):
        body = json.dumps({"data": [{"to": "字" * length}]}).encode()
        answer = ask("/gradio_api/queue/join", word=word, body=body)
        assert answer.status == status
        assert answer.reached == (status == 200)
    assert "最多 100 个字" in json.loads(answer.body)["detail"]


def test_too_much_at_once_is_refused(
    ask: Ask, two: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard_module, "BODY_BYTES", 1000)
    monkeypatch.setattr(guard_module, "UPLOADS_BYTES", 5000)
    long = json.dumps({"data": ["字" * 1000]}).encode()
    assert ask("/gradio_api/queue/join", word=two[0], body=long).status == 413
    up = "/gradio_api/upload"
    assert ask(up, word=two[0], body=b"x" * 3000).status == 200
    assert ask(up, word=two[0], body=b"x" * 3000).status == 413
    assert ask(up, word=two[1], body=b"x" * 3000).status == 200
    assert ask(up, word=two[1], body=b"x", content_length="many").status == 411
    assert ask("/gradio_api/queue/join", word=two[0], body=b"{").status == 400


@pytest.mark.parametrize(
    "path",
    ["file=http://169.254.169.254/x", "file=https://example.com/x", "proxy=http://a", "vibe-edit",
     "dev/reload", "run-history/buckets", "profiling/traces", "custom_component/a/b/c/d"],
)  # fmt: skip
def test_the_server_fetches_nothing_and_develops_nothing(inner: Inner, path: str) -> None:
    ask = asks(Guard(inner, accounts=None, alone=True), inner)
    answer = ask(f"/gradio_api/{path}")
    assert answer.status in (403, 404)
    assert not answer.reached


def test_every_answer_carries_the_headers(inner: Inner) -> None:
    ask = asks(Guard(inner, accounts=None, alone=True), inner)
    page = ask("/").headers
    assert "frame-ancestors 'none'" in page["content-security-policy"]
    assert "https:" not in page["content-security-policy"]
    assert page["x-content-type-options"] == "nosniff"
    assert page["x-frame-options"] == "DENY"
    file = ask(f"/gradio_api/file=/tmp/{HASH}/a.svg").headers
    assert "sandbox" in file["content-security-policy"]
    assert "script-src" not in file["content-security-policy"]
