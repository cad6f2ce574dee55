"""The verb ``sanjin ui``: the app, on this machine, with nothing leaving it."""

from __future__ import annotations

import argparse
import ipaddress
import os
import socket
import ssl
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from ui.arguments import Outcome, verb
from ui.progress import tell

# Set before gradio is imported: no analytics, no version check, no hub.
QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}
NEVER = ("GRADIO_VIBE_MODE", "GRADIO_SHARE", "GRADIO_ALLOWED_PATHS")


def add(verbs: Any) -> None:
    """Add the verb ``ui``."""
    ui = verb(verbs, "ui", "打开网页应用（创作、知识库）", _ui)
    ui.add_argument("--host", default="127.0.0.1", help="监听地址；缺省只有本机能打开")
    ui.add_argument("--port", type=int, default=7860, help="端口")
    ui.add_argument(
        "--shared", action="store_true", help="大家共用全部项目；缺省各个浏览器只看自己的"
    )
    ui.add_argument(
        "--accounts", action="store_true",
        help="要登录才能用，各人看各人的项目；先用 sanjin accounts add 加人",
    )  # fmt: skip
    ui.add_argument(
        "--mcp",
        action="store_true",
        help="把查、核、预审开作 MCP 工具（要装 sanjin[mcp]）；缺省不开",
    )
    ui.add_argument("--cert", metavar="FILE", help="https 的证书（PEM）；与 --key 一起给")
    ui.add_argument("--key", metavar="FILE", help="证书的私钥（PEM）")


def _ui(args: argparse.Namespace) -> Outcome:
    refuse_busy_port(args.host, args.port)
    certificate = _certificate(args.cert, args.key)
    if args.mcp and find_spec("mcp") is None:
        raise RefusedInput(
            "没有装 MCP 的包，开不了 --mcp；请先 pip install 'sanjin[mcp]'。",
            "The package mcp is missing: pip install 'sanjin[mcp]'.",
        )
    quieten()
    from ui.accounts_verbs import accounts_file
    from ui.server import Serving, serve

    serving = Serving(
        host=args.host, port=args.port, shared=args.shared, certificate=certificate, mcp=args.mcp,
        accounts=accounts_file() if args.accounts else None,
    )  # fmt: skip
    said = (lambda _text: None) if args.json else tell
    said("三晋正在打开，要几秒钟……")
    serve(serving, lambda: said(f"三晋开在 {serving.address}；关掉请按 Ctrl+C。"))
    return Outcome({"closed": True}, "已关闭。")


def _certificate(cert: str | None, key: str | None) -> tuple[str, str] | None:
    """Return both files of https as whole paths, None where none is asked for.

    Raises:
        RefusedInput: only one is given, or they are no certificate and its key.
    """
    if not cert and not key:
        return None
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(cert or "", key or "")
    except (OSError, ssl.SSLError) as error:
        raise RefusedInput(
            f"证书用不了（{error.strerror or error}）；--cert 与 --key 要一起给，都是 PEM 文件。",
            f"The certificate cannot be used ({error.strerror or error}).",
        ) from error
    return str(Path(cert or "").resolve()), str(Path(key or "").resolve())


def quieten() -> None:
    """Set the environment so that neither server nor page calls anyone."""
    os.environ.update(QUIET)
    for name in NEVER:
        os.environ.pop(name, None)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_busy_port(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on.

    Raises:
        RefusedInput: busy, out of range, or the host is not of this machine.
    """
    if not 1 <= port <= 65535:
        raise RefusedInput(f"端口 {port} 不对，请用 1024 到 65535 之间的数。", f"Bad port {port}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":  # a port just left may be taken again at once
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise RefusedInput(
            f"地址 {host} 不认识，本机请用 127.0.0.1。", f"Unknown host {host}."
        ) from None
    except OSError as error:
        raise RefusedInput(
            f"端口 {port} 用不了（已被占用，或没有权限）；请换一个，例如 "
            f"sanjin ui --port {port + 1 if port < 65535 else 7860}。",
            f"Port {port} cannot be used: {error.strerror}.",
        ) from None
