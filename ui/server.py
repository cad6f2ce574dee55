"""Serving the app: an ASGI server of our own, with the login page where accounts are kept.

Without accounts it is one person's app, or each browser's own, as ``ui.projects`` tells.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from socket import socket
from typing import Any

from ui.ui_verbs import is_loopback, quieten

quieten()  # gradio reads its switches when it is imported

import gradio as gr  # noqa: E402
import uvicorn  # noqa: E402
from fastapi import FastAPI, Request  # noqa: E402
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response  # noqa: E402
from starlette.concurrency import run_in_threadpool  # noqa: E402

from heritage_kb.errors import RefusedInput  # noqa: E402
from heritage_kb.home import home  # noqa: E402
from ui import endpoints  # noqa: E402
from ui.accounts import LONGEST_S, Account, Accounts  # noqa: E402
from ui.app import LARGEST_UPLOAD, SMALL_UPLOAD, build_app, private_folder, theme  # noqa: E402
from ui.guard import COOKIE, Guard, word_of  # noqa: E402
from ui.static_files import english, static  # noqa: E402

_FORM_BYTES = 4096
_HEAD = ("fields", "held", "away", "stream", "keys", "catch_up")
_NOT_STARTED = 3  # what uvicorn itself exits with
_log = logging.getLogger("sanjin.ui")


@dataclass(frozen=True, kw_only=True, slots=True)
class Serving:
    """How the app is served.

    Args:
        host: the address to listen on.
        port: the port to listen on.
        shared: whether everyone who reaches the app sees all projects.
        accounts: the file of accounts; None where nobody signs in.
        certificate: certificate and key files, for https.
        mcp: whether the published endpoints are tools of an MCP server as well.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    shared: bool = False
    accounts: Path | None = None
    certificate: tuple[str, str] | None = None
    mcp: bool = False

    @property
    def address(self) -> str:
        """Return where a browser on this machine finds it."""
        scheme = "https" if self.certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"

    @property
    def alone(self) -> bool:
        """Tell whether one person on this machine has it for themselves."""
        return is_loopback(self.host) and self.accounts is None


class _Server(uvicorn.Server):
    """A server that says when it answers: the pages take seconds to build."""

    def __init__(self, config: uvicorn.Config, opened: Callable[[], None]) -> None:
        super().__init__(config)
        self._opened = opened

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._opened()


def serve(serving: Serving, opened: Callable[[], None] = lambda: None) -> None:
    """Serve the app until it is stopped.

    The process moves to an empty folder first: Gradio may serve files of the working directory.

    Args:
        serving: where and for whom.
        opened: called once, when the app answers.

    Raises:
        RefusedInput: the accounts cannot be opened, or none has been added.
    """
    accounts = Accounts(serving.accounts) if serving.accounts else None
    if accounts is not None and not accounts.all():
        raise RefusedInput(
            "还没有账号；先用 sanjin accounts add 名字 加人。",
            "No accounts yet; add people with sanjin accounts add NAME.",
        )
    root = private_folder()
    for name in ("empty", "cache"):
        (root / name).mkdir()
    os.environ["GRADIO_TEMP_DIR"] = str(root / "cache")
    os.chdir(root / "empty")
    _warn(serving)
    # Gradio serves its cache as it is: what is given there is not copied again.
    blocks = build_app(given=root / "cache", collections=serving.alone, shared=serving.shared)
    cert, key = serving.certificate or (None, None)
    with blocks:
        endpoints.add()
    logging.getLogger("uvicorn.error").addFilter(_still_open)
    config = uvicorn.Config(
        guarded(blocks, serving, accounts), host=serving.host, port=serving.port,
        log_level="warning", access_log=False, server_header=False, ssl_certfile=cert,
        ssl_keyfile=key, timeout_graceful_shutdown=3, ws="none",
    )  # fmt: skip
    server = _Server(config, opened)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise SystemExit(_NOT_STARTED)


def _still_open(record: logging.LogRecord) -> bool:
    """Keep back what uvicorn says, traceback and all, of pages that are open when Sanjin stops."""
    broken = record.exc_info[1] if record.exc_info else None
    said = str(record.msg)
    stopped = isinstance(broken, asyncio.CancelledError) or "CancelledError" in said
    return not stopped and "graceful" not in said


def guarded(blocks: gr.Blocks, serving: Serving, accounts: Accounts | None) -> Guard:
    """Return the whole ASGI app: the guard, the login, the pages."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    dependency = None
    if accounts is not None:
        _doors(app, accounts)
        dependency = _account_of
    gr.mount_gradio_app(
        app, blocks, "/", server_name=serving.host, server_port=serving.port,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        auth_dependency=dependency, blocked_paths=[str(home())], allowed_paths=[],
        show_error=False, max_file_size=LARGEST_UPLOAD if serving.alone else SMALL_UPLOAD,
        ssr_mode=False, enable_monitoring=False, run_history=False, footer_links=[],
        mcp_server=serving.mcp, pwa=False, theme=theme(), css=static("look.css"),
        js=static("start.js"),
        head=_head(signs_in=accounts is not None),
    )  # fmt: skip
    return Guard(app, accounts=accounts, alone=serving.alone)


def _head(*, signs_in: bool) -> str:
    """Return what the page runs before it draws anything: looks, fields, lost connections, session."""
    scripts = [static(f"{one}.js") for one in _HEAD]
    scripts += [static("session.js")] if signs_in else []
    return _looks() + "".join(f"<script>{one}</script>" for one in scripts)


def _looks() -> str:
    """Return what gives a page this browser's looks: the words in English, and their script."""
    words = json.dumps(english(), ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="sanjin-english">{words}</script>'
        f"<script>{static('looks.js')}</script>"
    )


def _warn(serving: Serving) -> None:
    if is_loopback(serving.host):
        return
    _log.warning("监听在 %s，别的电脑也能打开，所以「我的资料」关着。", serving.host)
    if serving.accounts is not None and serving.certificate is None:
        _log.warning(
            "没有证书，口令在网线上是明文；给 --cert 与 --key，或在前面放 https 的反向代理。"
        )


def _account_of(request: Request) -> str | None:
    person = request.scope.get("sanjin")
    return person.id if isinstance(person, Account) else None


# ------------------------------------------------------------------------------------- login


def _doors(app: FastAPI, accounts: Accounts) -> None:
    """Add the login page, its answer, signing out, who one is, another password."""

    @app.get("/login")
    def login_page(request: Request) -> Response:
        if _account_of(request) is not None:
            return RedirectResponse("/", 303)
        return _page()

    @app.post("/login")
    async def sign_in(request: Request) -> Response:
        told = await _told(request)
        address = request.client.host if request.client else ""
        try:
            word = await run_in_threadpool(
                accounts.sign_in, told.get("name", ""), told.get("password", ""), address
            )
        except RefusedInput as refused:
            return JSONResponse({"detail": refused.zh}, 403)
        answer = JSONResponse(_me(accounts.who(word)))
        answer.set_cookie(
            COOKIE, word, max_age=int(LONGEST_S), httponly=True, samesite="lax",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        return answer

    @app.post("/logout")
    def sign_out(request: Request) -> Response:
        accounts.sign_out(word_of(request.scope))
        answer = JSONResponse({})
        answer.delete_cookie(COOKIE)
        return answer

    @app.get("/me")
    def me(request: Request) -> Response:
        return JSONResponse(_me(request.scope["sanjin"]), headers={"cache-control": "no-store"})

    @app.post("/password")
    async def change(request: Request) -> Response:
        told, person = await _told(request), request.scope["sanjin"]
        address = request.client.host if request.client else ""
        try:
            await run_in_threadpool(
                accounts.sign_in, person.name, told.get("password", ""), address
            )
            await run_in_threadpool(accounts.set_password, person.name, told.get("new") or "-")
        except RefusedInput as refused:
            return JSONResponse({"detail": refused.zh}, 403)
        return JSONResponse({})


async def _told(request: Request) -> dict[str, str]:
    """Return what a small form says; nothing of one that is no form."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _FORM_BYTES:
            return {}
    try:
        told: Any = json.loads(body)
    except ValueError:
        return {}
    return {k: v for k, v in told.items() if isinstance(v, str)} if isinstance(told, dict) else {}


def _me(person: Account | None) -> dict[str, str]:
    return {"name": person.name} if person else {}


def _page() -> HTMLResponse:
    title = escape("三晋")
    body = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>登录 · {title}</title><style>{static('login.css')}</style>{_looks()}</head><body><main>"
        '<h1><span aria-hidden="true">晋</span>三晋</h1>'
        "<p>写山西的微短剧，造山西的布景。</p>"
        '<form id="sign-in"><label>名字<input name="name" autocomplete="username" required '
        'maxlength="40" autofocus></label><label>口令<input name="password" type="password" '
        'autocomplete="current-password" required maxlength="200"></label>'
        '<p id="said" role="alert"></p><button>登录</button></form>'
        "<p>没有账号，或忘了口令，请找管三晋的人。</p></main>"
        f"<script>{static('login.js')}\nwindow.sanjinLooks();</script></body></html>"
    )
    return HTMLResponse(body, headers={"cache-control": "no-store"})
