"""A local OpenAI-compatible endpoint that answers from a script, well or badly.

A reply is a dict or a string (said as the answer), a ``Reply``, or a callable of the request's body
that returns one of these. Replies are used in turn, the last one for ever; probes of capability are
answered by what ``takes`` lists, without using up a reply.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from scriptgen.models import patience


def keep_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep a test away from the user's home, from proxies and from waiting; return its own home."""
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "home"))
    for name in ("SANJIN_SETTINGS", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(patience, "_FIRST_S", 0.01)
    monkeypatch.setattr(patience, "_BREAKERS", {})
    return tmp_path / "home"


MODES = ("json_schema", "tools", "json_object")


@dataclass
class Reply:
    """How one call is answered: words, or an error, or a fault of the line."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    error: str = ""
    wait_s: float = 0.0  # before anything is sent
    gap_s: float = 0.0  # between pieces
    cut_after: int | None = None  # pieces after which the line goes dead
    finish: str = "stop"
    usage: dict[str, int] | None = None
    raw: bytes | None = None  # sent instead of everything else


class Endpoint:
    """The server; use it in a ``with`` block."""

    def __init__(self, *replies: Any, takes: tuple[str, ...] = MODES, key: str = "") -> None:
        self.replies = list(replies)
        self.takes, self.key = takes, key
        self.models = ("drama-1",)
        self.bodies: list[dict[str, Any]] = []  # of questions, probes left out
        self.probes = 0
        self.calls = 0
        self.pieces_sent = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._hand = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Endpoint:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply(self, body: dict[str, Any], headers: Any) -> Reply:
        with self._hand:
            self.calls += 1
            if self.key and headers.get("Authorization") != f"Bearer {self.key}":
                return Reply(status=401, error="Incorrect API key provided: sk-bad***")
            if body["model"] not in self.models:
                return Reply(status=404, error=f"model {body['model']} does not exist")
            probe = "请给出单词" in body["messages"][-1]["content"]
            refused = next(
                (mode for mode in MODES if asks(body, mode) and mode not in self.takes), ""
            )
            if probe:
                self.probes += 1
            if refused:
                return Reply(status=400, error=f"{refused} is unavailable now")
            if probe:
                return Reply(text='{"word": "shanxi"}')
            self.bodies.append(body)
            told = self.replies[min(len(self.bodies), len(self.replies)) - 1]
        return made(told(body) if callable(told) else told)


def made(told: Any) -> Reply:
    if isinstance(told, Reply):
        return told
    return Reply(text=told if isinstance(told, str) else json.dumps(told, ensure_ascii=False))


def asks(body: dict[str, Any], mode: str) -> bool:
    """Tell whether a request asks for an answer in a mode."""
    if mode == "tools":
        return "tools" in body
    return body.get("response_format", {}).get("type") == mode


def _handler(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = endpoint.reply(body, self.headers)
            try:
                self._send(body, reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _send(self, body: dict[str, Any], reply: Reply) -> None:
            time.sleep(reply.wait_s)
            if reply.raw is not None or reply.status != 200:
                told = {"error": {"message": reply.error, "type": "error", "code": reply.status}}
                data = reply.raw if reply.raw is not None else json.dumps(told).encode()
                self.send_response(reply.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            for number, event in enumerate(_events(body, reply)):
                if reply.cut_after is not None and number >= reply.cut_after:
                    return
                self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
                self.wfile.flush()
                endpoint.pieces_sent += 1
                time.sleep(reply.gap_s)
            self.wfile.write(b"data: [DONE]\n\n")

    return Handler


def _events(body: dict[str, Any], reply: Reply) -> list[dict[str, Any]]:
    """Return the answer in pieces of a few characters, as a stream sends them."""
    pieces = [reply.text[at : at + 4] for at in range(0, len(reply.text), 4)]
    events = [_event(body, _delta(body, piece, at == 0)) for at, piece in enumerate(pieces)]
    events.append(_event(body, {}, reply.finish))
    if body.get("stream_options", {}).get("include_usage") and reply.usage is not None:
        events.append({**_event(body, {}), "choices": [], "usage": reply.usage})
    return events


def _delta(body: dict[str, Any], piece: str, first: bool) -> dict[str, Any]:
    if "tools" not in body:
        return {"role": "assistant", "content": piece}
    called: dict[str, Any] = {"index": 0, "function": {"arguments": piece}}
    if first:
        called |= {"id": "call_1", "type": "function"}
        called["function"]["name"] = body["tools"][0]["function"]["name"]
    return {"role": "assistant", "tool_calls": [called]}


def _event(
    body: dict[str, Any], delta: dict[str, Any], finish: str | None = None
) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": body["model"],
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
