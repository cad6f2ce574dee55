"""Who signs pictures, and whose signatures are trusted: files named in the settings, never copied.

The settings' ``[signing]`` names a certificate chain and a private key, both PEM: then every picture
is signed. ``timestamp`` names a server that is asked for the time, and nothing is asked where it is
empty; ``anchors`` the root certificates that are trusted when a signature is read.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from heritage_kb.errors import RefusedInput
from heritage_kb.settings import mistake, settings_table

_LARGEST = 1_000_000  # bytes of a PEM file that is read
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"
_PRIVATE = b"PRIVATE KEY-----"
_PLAIN = b"-----BEGIN PRIVATE KEY-----"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signatory:
    """Paths of a certificate chain and a private key; ``timestamp`` is a server's address, or ""."""

    chain: Path
    key: Path
    timestamp: str = ""

    def chain_pem(self) -> bytes:
        """Return the certificates, the signer's own first.

        Raises:
            RefusedInput: no such file, or no certificate in it.
        """
        return _certificates(self.chain)

    def key_pem(self) -> bytes:
        """Return the private key; it is read each time it is used and held nowhere.

        Raises:
            RefusedInput: no such file, others may read it, or it is no plain PKCS#8 key.
        """
        _refuse_open(self.key)
        pem = _read(self.key, "私钥")
        if _PLAIN in pem:
            return pem
        if _PRIVATE in pem:
            raise RefusedInput(
                f"私钥 {self.key.name} 加了口令或不是 PKCS#8；请用 openssl pkcs8 -topk8 -nocrypt 转成"
                "“BEGIN PRIVATE KEY”的 PEM，再 chmod 600。",
                f"{self.key.name} is encrypted or not PKCS#8; use openssl pkcs8 -topk8 -nocrypt.",
            )
        raise RefusedInput(
            f"{self.key.name} 里没有私钥；请给 PEM 私钥（“BEGIN PRIVATE KEY”）。",
            f"{self.key.name} holds no private key.",
        )


class _Table(BaseModel):
    """What the settings say of signing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cert: str = ""
    key: str = ""
    timestamp: str = ""
    anchors: str = ""


def signatory(cert: str | Path = "", key: str | Path = "") -> Signatory | None:
    """Return who signs: by two files, else by the settings; None where nobody does.

    Args:
        cert: PEM file of the certificate chain, the signer's own first.
        key: PEM file of its private key.

    Raises:
        RefusedInput: only one of the two, a file that cannot be used, or settings that cannot be read.
    """
    told = _settings()
    if not cert and not key:
        cert, key = told.cert, told.key
    if not cert and not key:
        return None
    if not (cert and key):
        raise RefusedInput(
            "签名要证书链与私钥两个文件；设置的 [signing] 里 cert、key 都要写，或用 --signed-by 证书.pem 私钥.pem。",
            "Signing needs both a certificate chain and a private key.",
        )
    made = Signatory(
        chain=Path(cert).expanduser(), key=Path(key).expanduser(), timestamp=told.timestamp
    )
    made.chain_pem()
    made.key_pem()
    return made


def anchors() -> str:
    """Return the root certificates trusted when signatures are read, PEM; "" where none are named.

    Raises:
        RefusedInput: the file that the settings name cannot be used.
    """
    told = _settings().anchors
    return _certificates(Path(told).expanduser()).decode("ascii", "replace") if told else ""


def _settings() -> _Table:
    told = settings_table("signing")
    try:
        return _Table.model_validate({} if told is None else told)
    except ValidationError as wrong:
        first: dict[str, Any] = {**wrong.errors()[0]}
        first["loc"] = ("", *first["loc"])
        raise RefusedInput(
            *mistake(first, ("设置的 [signing]", "[signing]"), ("一张表", "a table"), "painting.md")
        ) from wrong


def _certificates(path: Path) -> bytes:
    pem = _read(path, "证书")
    if _CERTIFICATE not in pem:
        raise RefusedInput(
            f"{path.name} 里没有证书；请给 PEM 证书链，自己的在前，一级一级到根之前。",
            f"{path.name} holds no certificate.",
        )
    return pem


def _read(path: Path, what: str) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise RefusedInput(
                f"{what} {path.name} 太大，不是 PEM 文件。", f"{path.name} is no PEM."
            )
        return path.read_bytes()
    except OSError as wrong:
        raise RefusedInput(
            f"{what} {path.name} 读不了；请核对路径与权限。", f"Cannot read {path.name}."
        ) from wrong


def _refuse_open(key: Path) -> None:
    """Refuse a key that others of this computer may read; Windows keeps no such bits."""
    try:
        mode = key.stat().st_mode
    except OSError:
        return  # reading it says so
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise RefusedInput(
            f"私钥 {key.name} 别人也读得到，不用它；请运行 chmod 600 {key.name}。",
            f"Others may read the private key; run chmod 600 {key.name}.",
        )
