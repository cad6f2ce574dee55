"""What stands before the app: who asks, what may be asked, and what every answer carries.

Plain ASGI. Gradio gives any file of its cache and any page's state to whoever names it; here a
file goes only to those whom the app has shown it to, and a page's state only to the one who opened
the page. The headers keep a browser from calling anyone else, whatever a text may say.
"""

from __future__ import annotations

import json
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ui.accounts import Account, Accounts

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

COOKIE = "sanjin-session"
BODY_BYTES = 8 * 2**20  # the largest message of a page; files are uploaded
TEXT_LENGTH = 200_000  # characters of one field; the page's own fields stop at 20 000
UPLOADS_BYTES = 300 * 2**20  # of one person within an hour
_HOUR_S = 3600.0
_MOST = 20_000  # files and pages that are remembered for one person
_API = "/gradio_api/"
_OPEN = ("/login", "/logout", "/favicon.ico")
# What Gradio has for developing, monitoring, recording, fetching from elsewhere: not ours.
_CLOSED = ("proxy=", "dev/", "vibe", "run-history", "runs", "profiling", "process_recording",
           "monitoring", "custom_component", "token", "deep_link")  # fmt: skip
_CACHED = re.compile(rb"[\\/]([0-9a-f]{64})[\\/]")
_PAGE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; frame-src 'none'; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'self'"
)
_FILE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"
)
_ALWAYS = {
    "x-content-type-options": "nosniff", "x-frame-options": "DENY",
    "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}  # fmt: skip


class _Refused(Exception):
    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


@dataclass(slots=True)
class _Known:
    """What one person has been shown: cache folders of files, pages; what they have uploaded."""

    files: OrderedDict[str, None] = field(default_factory=OrderedDict)
    uploads: list[tuple[float, int]] = field(default_factory=list)

    def show(self, names: Iterator[str]) -> None:
        for name in names:
            self.files[name] = None
            self.files.move_to_end(name)
        while len(self.files) > _MOST:
            self.files.popitem(last=False)

    def uploaded(self, size: int) -> int:
        now = time.monotonic()
        self.uploads = [one for one in self.uploads if now - one[0] < _HOUR_S] + [(now, size)]
        return sum(size for _, size in self.uploads)


class Guard:
    """The ASGI app before the app.

    Args:
        app: what is guarded.
        accounts: who may sign in; None where nobody has to.
        alone: whether only this machine can reach it: then uploads are not counted.
    """

    def __init__(self, app: Any, *, accounts: Accounts | None, alone: bool) -> None:
        self._app, self._accounts, self._alone = app, accounts, alone
        self._known: dict[str, _Known] = {}
        self._pages: OrderedDict[str, str] = OrderedDict()  # session hash → whose page it is

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        answered = _headed(send, path, secure=_is_secure(scope))
        try:
            person = self._person(scope, path)
            if isinstance(person, str):
                await _leave(answered, person)
                return
            receive = await self._checked(scope, receive, path, person)
        except _Refused as refused:
            await _say(answered, refused)
            return
        scope["sanjin"] = person
        watching = self._accounts is not None and person is not None
        if watching and path.startswith((f"{_API}queue/data", f"{_API}upload", f"{_API}call")):
            _plain(scope)
            answered = self._watched(answered, person)
        await self._app(scope, receive, answered)

    # ----------------------------------------------------------------------------- who asks

    def _person(self, scope: Scope, path: str) -> Account | str | None:
        """Return who asks, None where nobody has to say; an address where to go first."""
        if self._accounts is None:
            return None
        person = self._accounts.who(word_of(scope))
        if person is not None or path in _OPEN:
            return person
        asks_for_page = scope["method"] == "GET" and b"text/html" in _header(scope, b"accept")
        if asks_for_page and not path.startswith(_API):
            return "/login"
        raise _Refused(401, "登录过期了，请再登录。")

    # ----------------------------------------------------------------------- what is asked

    async def _checked(
        self, scope: Scope, receive: Receive, path: str, person: Account | None
    ) -> Receive:
        """Return what gives the body on, once the request is found to be this person's to make."""
        if scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            _same_origin(scope)
        if path.startswith("/monitoring"):
            raise _Refused(404, "没有这一页。")
        if not path.startswith(_API):
            return receive
        asked = path.removeprefix(_API)
        if asked.startswith(_CLOSED):
            raise _Refused(404, "没有这一页。")
        if asked.startswith(("file=", "file/")):
            self._file(asked[5:], person)
        if asked == "upload":
            return self._counted(receive, person, scope)
        for named in _hashes(scope, asked):
            self._page(named, person)
        if scope["method"] == "POST":
            return await self._read(receive, person)
        return receive

    def _file(self, asked: str, person: Account | None) -> None:
        """Refuse another machine's address, and a file that this person was not shown."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", asked):
            raise _Refused(403, "不从别处取文件。")
        self._shown(asked, person)

    def _shown(self, path: str, person: Account | None) -> None:
        if self._accounts is None:
            return
        named = _CACHED.findall(unquote(path).encode())
        known = self._of(person)
        if not named or named[-1].decode() not in known.files or ".." in path:
            raise _Refused(403, "这个文件不是你的。")

    def _page(self, named: str, person: Account | None) -> None:
        """Refuse the page of another; one that is new becomes this person's."""
        if self._accounts is None or not named:
            return
        mine = person.id if person else ""
        if self._pages.setdefault(named, mine) != mine:
            raise _Refused(403, "这一页是别人的。")
        self._pages.move_to_end(named)
        while len(self._pages) > _MOST:
            self._pages.popitem(last=False)

    async def _read(self, receive: Receive, person: Account | None) -> Receive:
        """Read a message, refuse one too long, or one that names another's page or file."""
        body = b""
        while True:
            part = await receive()
            if part["type"] == "http.disconnect":
                raise _Refused(400, "没有收完。")
            body += part.get("body", b"")
            if len(body) > BODY_BYTES:
                raise _Refused(413, f"一次写得太多了，最多 {BODY_BYTES // 2**20} MB；请分开写。")
            if not part.get("more_body"):
                break
        # A short message holds no long text: where nobody signs in, it need not be taken apart.
        if body and (self._accounts is not None or len(body) > TEXT_LENGTH):
            for key, value in _strings(_told(body)):
                self._text(key, value, person)
        return _again(body, receive)

    def _text(self, key: str, value: str, person: Account | None) -> None:
        """Refuse a text too long for any field, and the name of another's page or file."""
        if len(value) > TEXT_LENGTH:
            raise _Refused(413, f"一栏里最多 {TEXT_LENGTH} 个字；请分开写，或存成文件再读入。")
        if key == "session_hash":
            self._page(value, person)
        elif key == "path":
            self._shown(value, person)

    def _counted(self, receive: Receive, person: Account | None, scope: Scope) -> Receive:
        """Return what gives an upload on and counts it."""
        if self._alone:
            return receive
        address = str((scope.get("client") or ("",))[0])
        known = self._known.setdefault(person.id if person else f"@{address}", _Known())
        length = _header(scope, b"content-length")
        if not length.isdigit():
            raise _Refused(411, "没有说文件多大，没有收。")
        if known.uploaded(int(length)) > UPLOADS_BYTES:
            raise _Refused(413, "这一个钟头传的文件太多了，请过一会儿再传。")
        return receive

    def _of(self, person: Account | None) -> _Known:
        return self._known.setdefault(person.id if person else "", _Known())

    def _watched(self, send: Send, person: Account | None) -> Send:
        """Remember which files an answer shows."""
        known = self._of(person)

        async def told(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.body":
                known.show(name.decode() for name in _CACHED.findall(message.get("body", b"")))
            await send(message)

        return told


def word_of(scope: Scope) -> str:
    """Return the word of the session that a request's cookie holds, "" where there is none."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(_header(scope, b"cookie").decode("latin-1"))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")


def _is_secure(scope: Scope) -> bool:
    return scope.get("scheme") == "https"


def _same_origin(scope: Scope) -> None:
    """Refuse what another site's page sends in this person's name."""
    origin = _header(scope, b"origin").decode("latin-1")
    if origin and urlsplit(origin).netloc != _header(scope, b"host").decode("latin-1"):
        raise _Refused(403, "别的网站不能替你操作。")


def _hashes(scope: Scope, asked: str) -> Iterator[str]:
    """Yield the pages that an address names."""
    yield from parse_qs(scope.get("query_string", b"").decode("latin-1")).get("session_hash", ())
    if asked.startswith(("heartbeat/", "stream/")):
        yield asked.split("/")[1]


def _told(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise _Refused(400, "看不懂这条消息。") from None


def _strings(told: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a message with the name that it stands under."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield from _strings(value, name)
    elif isinstance(told, list):
        for value in told:
            yield from _strings(value, key)
    elif isinstance(told, str):
        yield key, told


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read, then whatever comes after it."""
    left = [body]

    async def told() -> MutableMapping[str, Any]:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return told


def _plain(scope: Scope) -> None:
    """Ask for an answer that is not compressed: what it shows is read on the way."""
    scope["headers"] = [one for one in scope["headers"] if one[0] != b"accept-encoding"]


def _headed(send: Send, path: str, *, secure: bool) -> Send:
    """Return what sends an answer with the headers that it lacks."""
    is_file = path.startswith((f"{_API}file=", f"{_API}file/"))
    more = {**_ALWAYS, "content-security-policy": _FILE if is_file else _PAGE}
    if is_file:
        more["cache-control"] = "private, max-age=3600"
    if secure:
        more["strict-transport-security"] = "max-age=31536000"

    async def told(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [
                one for one in message.get("headers", ()) if one[0].decode().lower() not in more
            ]
            message["headers"] = [*kept, *((k.encode(), v.encode()) for k, v in more.items())]
        await send(message)

    return told


async def _leave(send: Send, to: str) -> None:
    await send({"type": "http.response.start", "status": 303,
                "headers": [(b"location", to.encode()), (b"cache-control", b"no-store")]})  # fmt: skip
    await send({"type": "http.response.body", "body": b""})


async def _say(send: Send, refused: _Refused) -> None:
    body = json.dumps({"detail": refused.said}, ensure_ascii=False).encode()
    head = [(b"content-type", b"application/json; charset=utf-8"), (b"cache-control", b"no-store")]
    if refused.status == 401:
        head.append((b"x-sanjin", b"signed-out"))
    await send({"type": "http.response.start", "status": refused.status, "headers": head})
    await send({"type": "http.response.body", "body": body})
