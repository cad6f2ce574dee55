"""A studio's certificate chain made for a test: a root, and a certificate that signs pictures."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

STUDIO, ROOT = "Jinyang Pictures", "Jinyang Root"


@dataclass(frozen=True)
class Papers:
    chain: Path
    key: Path
    root: Path

    @property
    def files(self) -> tuple[Path, Path]:
        return self.chain, self.key


def needed() -> None:
    """Skip where what signs or what makes certificates is not installed."""
    for name in ("c2pa", "cryptography"):
        if importlib.util.find_spec(name) is None:
            reason = f"could not import '{name}'"
            if os.environ.get("SANJIN_NEEDS_PAINT"):
                pytest.fail(reason)
            pytest.skip(reason)


def made(folder: Path, kind: str = "p256", days: int = 30, purpose: str = "email") -> Papers:
    """Return a chain of a root and a signer's certificate, good for so many days from yesterday."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.x509.oid import ExtendedKeyUsageOID as Purposes

    folder.mkdir(parents=True, exist_ok=True)
    root_key, key = _key("p256"), _key(kind)
    root = _certificate(ROOT, ROOT, root_key, root_key, 3650, [
        (x509.BasicConstraints(ca=True, path_length=None), True), (_usage(sign_certificates=True), True),
    ])  # fmt: skip
    purposes = {"email": Purposes.EMAIL_PROTECTION, "server": Purposes.SERVER_AUTH}
    leaf = _certificate(STUDIO, ROOT, key, root_key, days, [
        (x509.BasicConstraints(ca=False, path_length=None), True), (_usage(), True),
        (x509.ExtendedKeyUsage([purposes[purpose]]), False),
    ])  # fmt: skip
    pem = serialization.Encoding.PEM
    papers = Papers(folder / "chain.pem", folder / "key.pem", folder / "root.pem")
    papers.chain.write_bytes(leaf.public_bytes(pem) + root.public_bytes(pem))
    papers.root.write_bytes(root.public_bytes(pem))
    papers.key.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    papers.key.chmod(0o600)
    return papers


def _key(kind: str) -> Any:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(
        {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1()}[kind]
    )


def _usage(sign_certificates: bool = False) -> Any:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not sign_certificates, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=sign_certificates,
        crl_sign=sign_certificates, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _certificate(
    name: str,
    issuer: str,
    key: Any,
    issuer_key: Any,
    days: int,
    extensions: list[tuple[Any, bool]],
) -> Any:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=60)
    until = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    built = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
    )
    for extension, critical in extensions:
        built = built.add_extension(extension, critical)
    return built.sign(issuer_key, hashes.SHA256())


def _named(name: str) -> Any:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ])  # fmt: skip
