"""Content credentials (C2PA): a studio's signature over a finished picture, set last and read back.

``sign`` is the only step that may follow ``label.stamp``: whatever is changed in the file afterwards
breaks the signature, and ``read`` says so. The library is c2pa-python, and this its only owner;
neither signing nor reading goes to the network, except to a timestamp server that was named.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from heritage_kb import label, label_packet, signatory
from heritage_kb.errors import BrokenData, RefusedInput, first_line
from heritage_kb.publish import write_file
from heritage_kb.signatory import Signatory

Source = Literal["trained", "composite", "algorithmic"]
State = Literal["intact", "touched", "invalid", "unread"]

PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
INSTALL = "pip install 'sanjin[sign]'"
ASSERTION = "sanjin.recipe"
_SOURCES: Mapping[Source, tuple[str, str]] = {
    "trained": ("trainedAlgorithmicMedia", "由训练过的模型生成"),
    "composite": ("compositeWithTrainedAlgorithmicMedia", "一部分由训练过的模型生成"),
    "algorithmic": ("algorithmicMedia", "由程序算出，没有用训练过的模型"),
}
_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# Object identifiers within a PKCS#8 key, and the one way of signing that C2PA has for each.
_ALGORITHMS = (
    (bytes.fromhex("2a8648ce3d030107"), "es256"), (bytes.fromhex("2b81040022"), "es384"),
    (bytes.fromhex("2b81040023"), "es512"), (bytes.fromhex("06032b6570"), "ed25519"),
    (bytes.fromhex("2a864886f70d0101"), "ps256"),
)  # fmt: skip
# What the library says of a certificate that cannot sign, and what is said of it here.
_REFUSED = (
    ("not valid at time", "证书过期了或还没有生效；请向发证的一方续一份"),
    ("does not match", "证书与私钥不是一对；请核对两个文件"),
    ("self-signed", "自己签自己的证书不行；请用根证书签出来的那一份，链上自己的在前"),
    ("certificate is invalid", "证书不是签名用的：要有 digitalSignature 用途，与 emailProtection 或 documentSigning 扩展用途；请换一份"),
    ("could not be parsed", "这张图或它所依的图不完整；请重出设定图，或换一张参考图"),
    ("parsing certificate", "证书文件读不懂；请核对 PEM 是不是完整的"),
)  # fmt: skip
_UNTRUSTED = "signingCredential.untrusted"
_FAILURES = (
    ("assertion.dataHash", "签名之后文件被改动过"),
    ("assertion.hashedURI", "凭证里的记录被改动过"),
    ("claimSignature", "签名与凭证对不上"),
    ("signingCredential.expired", "签名的证书过期了，又没有时间戳说明签在过期之前"),
    ("signingCredential.ocsp", "签名的证书被吊销了"),
    ("signingCredential", "签名的证书不合 C2PA 的要求"),
    ("timeStamp", "时间戳核对不上"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ingredient:
    """A picture that another was drawn from."""

    data: bytes = field(repr=False)
    title: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """What a signature says of a picture.

    ``source`` is how its pixels came about; ``agent`` and ``agent_version`` what drew them;
    ``recipe`` the SHA-256 of how to make it again; ``told`` further plain values of the recipe.
    """

    title: str
    source: Source
    agent: str
    agent_version: str
    recipe: str
    said: str
    ingredients: tuple[Ingredient, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Credential:
    """What a picture's signature says, and whether it holds.

    ``state`` is intact, touched (file or credential are not what was signed), invalid (they are, by
    a certificate that does not hold), or unread where the library is missing. ``trusted`` tells whether
    its root is among the anchors of the settings; ``by`` and ``organisation`` are what the
    signer's certificate calls itself, which only a trusted root vouches for. ``when`` is a
    timestamp server's.
    """

    state: State
    trusted: bool = False
    by: str = ""
    organisation: str = ""
    when: str = ""
    software: str = ""
    source: str = ""
    recipe: str = ""
    reasons: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self) | {"reasons": list(self.reasons)}

    def said(self) -> str:
        """Return it in one Chinese sentence."""
        if self.state == "unread":
            return f"带有内容凭证，没有核对：{'；'.join(self.reasons)}"
        whom = self.by or self.organisation or "没有写名字的人"
        of = f"（{self.organisation}）" if self.organisation not in ("", whom) else ""
        held = "签后没有动过" if self.state == "intact" else "不可信：" + "；".join(self.reasons)
        trust = "证书的根在信任之列" if self.trusted else "证书的根不在信任之列，名字没有人担保"
        parts = [f"{whom}{of}签", held, trust]
        parts += [f"签于 {self.when}"] if self.when else []
        parts += [next((zh for iptc, zh in _SOURCES.values() if iptc == self.source), "")]
        return "内容凭证：" + "；".join(part for part in parts if part)


def refuse_missing() -> None:
    """Refuse to sign where the library is not installed.

    Raises:
        RefusedInput: it is not.
    """
    if find_spec("c2pa") is None:
        raise RefusedInput(f"签名要装 c2pa-python；请运行 {INSTALL}。", f"Signing needs {INSTALL}.")


def tried(who: Signatory) -> Credential:
    """Sign a picture of one pixel in memory and return what its signature says.

    To be asked before anything long is begun: nothing is lost then.

    Raises:
        RefusedInput: the library is missing, certificate and key cannot sign, or the settings
            name anchors that cannot be used.
    """
    origin = Origin(
        title="-", source="algorithmic", agent="-", agent_version="-", recipe="", said="-"
    )
    roots = signatory.anchors()
    told = _read(_signed(_pixel(), "image/png", who, origin), "image/png", roots)
    if told.state != "intact":
        raise RefusedInput(
            f"用这份证书与私钥签的名核对不上：{'；'.join(told.reasons)}；请核对两个文件是不是一对。",
            "What this certificate and key sign does not verify; are they a pair?",
        )
    return told


def sign(path: str | Path, who: Signatory, origin: Origin) -> Credential:
    """Sign a labelled picture in place, as the very last step, then read label and signature back.

    Args:
        path: png, jpg or webp; it carries its AI label already.
        who: signs.
        origin: what the signature says of the picture.

    Raises:
        RefusedInput: the library is missing, certificate or key cannot be used, or the file is no
            picture that can be signed.
        BrokenData: label or signature did not read back.
    """
    file = Path(path)
    media = _media(file)
    data = file.read_bytes()
    write_file(file, _signed(data, media, who, origin))
    told = read(file)
    if told is None or told.state != "intact" or label.verify(file).status != "compliant":
        write_file(file, data)
        raise BrokenData(
            f"“{file.name}”签名之后读不回来，没有签；请再试一次。",
            f"The signature of “{file.name}” did not read back; it was not signed.",
        )
    return told


def read(path: str | Path) -> Credential | None:
    """Return what the signature of a picture says and whether it holds; None where it has none.

    Raises:
        RefusedInput: no such file, a damaged one, or anchors in the settings that cannot be used.
    """
    file = Path(path)
    if file.suffix.lower() not in PICTURES:
        return None
    try:
        data = file.read_bytes()
    except OSError as wrong:
        raise RefusedInput(f"{file.name} 读不了；请核对路径。", f"No such file: {file}.") from wrong
    if not label_packet.is_signed(data):
        return None
    if find_spec("c2pa") is None:
        return Credential(state="unread", reasons=(f"请运行 {INSTALL}",))
    return _read(data, _media(file), signatory.anchors())


# -------------------------------------------------------------------------------------- signing


def _signed(data: bytes, media: str, who: Signatory, origin: Origin) -> bytes:
    refuse_missing()
    import c2pa

    key = who.key_pem()
    info = c2pa.C2paSignerInfo(_algorithm(key), who.chain_pem(), key, who.timestamp or b"")
    if not who.timestamp:
        info.ta_url = None
    out = io.BytesIO()
    try:
        with (
            c2pa.Context.from_dict(_offline(who.timestamp)) as context,
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder(json.dumps(_manifest(media, origin)), context) as builder,
        ):
            for name, one in _held(origin):
                row = {"title": one.title, "relationship": "inputTo", "label": name}
                builder.add_ingredient(json.dumps(row), _kind(one.data), io.BytesIO(one.data))
            builder.sign(signer, media, io.BytesIO(data), out)
    except c2pa.C2paError as wrong:
        raise _said(wrong, who.timestamp) from wrong
    return out.getvalue()


def _manifest(media: str, origin: Origin) -> dict[str, Any]:
    agent = {"name": origin.agent, "version": origin.agent_version}
    created: dict[str, Any] = {
        "action": "c2pa.created", "digitalSourceType": _IPTC + _SOURCES[origin.source][0],
        "softwareAgent": agent, "description": origin.said,
    }  # fmt: skip
    if held := _held(origin):
        created["parameters"] = {"ingredientIds": [name for name, _ in held]}
    recipe = {
        "sha256": origin.recipe, **origin.told,
        "inputs": [{"title": one.title, "sha256": one.sha256} for one in origin.ingredients],
    }  # fmt: skip
    return {
        "title": origin.title, "format": media,
        "claim_generator_info": [{"name": "Sanjin", "version": _version()}],
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [created], "allActionsIncluded": True}},
            {"label": ASSERTION, "data": recipe},
        ],
    }  # fmt: skip


def _held(origin: Origin) -> list[tuple[str, Ingredient]]:
    """Return the ingredients that C2PA can hold, each with a name; the others are hashes only."""
    good = [one for one in origin.ingredients if _kind(one.data)]
    return [(f"input-{number}", one) for number, one in enumerate(good)]


def _kind(data: bytes) -> str:
    """Return the media type of a picture by its first bytes, "" where it is of another kind."""
    if data.startswith(label_packet.PNG):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/jpeg" if data.startswith(b"\xff\xd8\xff") else ""


def _offline(timestamp: str = "", roots: str = "") -> dict[str, Any]:
    """Return settings of the library under which nothing is asked of the network but the time."""
    told: dict[str, Any] = {
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True},
        "builder": {"thumbnail": {"enabled": False}},
    }
    if not timestamp:
        told["core"] = {"allowed_network_hosts": []}
    if roots:
        told["trust"] = {"user_anchors": roots}
    return told


def _algorithm(key: bytes) -> str:
    """Return how a key signs, by the identifier it carries."""
    import base64
    import binascii

    body = b"".join(key.split(b"-----BEGIN PRIVATE KEY-----")[1].split(b"-----END")[0].split())
    try:
        plain = base64.b64decode(body, validate=True)
    except binascii.Error:
        plain = b""
    for sign, name in _ALGORITHMS:
        if sign in plain[:64]:
            return name
    raise RefusedInput(
        "这把私钥的种类签不了；C2PA 收 P-256、P-384、P-521、RSA（2048 位以上）与 Ed25519。",
        "C2PA signs with P-256, P-384, P-521, RSA or Ed25519 keys.",
    )


def _said(wrong: Exception, timestamp: str) -> RefusedInput:
    """Return one sentence for what the library refused; a key never stands in what it says."""
    text = first_line(wrong)
    if timestamp and "http" in text.lower():
        return RefusedInput(
            f"时间戳服务器 {timestamp} 没有答应，图没有签；请核对设置里 [signing] 的 timestamp，或去掉它。",
            f"The timestamp server {timestamp} did not answer; the picture was not signed.",
        )
    known = next((said for part, said in _REFUSED if part in text), f"{text}；请核对证书与私钥")
    return RefusedInput(f"签不了名：{known}。", f"Cannot sign: {text}.")


# -------------------------------------------------------------------------------------- reading


def _read(data: bytes, media: str, roots: str) -> Credential:
    import c2pa

    try:
        with (
            c2pa.Context.from_dict(_offline(roots=roots)) as context,
            c2pa.Reader(media, io.BytesIO(data), context=context) as reader,
        ):
            told = json.loads(reader.json())
        return _credential(told)
    except (c2pa.C2paError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        return Credential(state="touched", reasons=(f"凭证读不出来（{first_line(wrong)}）",))


def _credential(told: Mapping[str, Any]) -> Credential:
    manifest = told["manifests"][told["active_manifest"]]
    failed = [row["code"] for row in _failures(told)]
    broken = [code for code in failed if code != _UNTRUSTED]
    signature = manifest.get("signature_info", {})
    recipe = _assertion(manifest, ASSERTION)
    first: Mapping[str, Any] = next(
        iter(_assertion(manifest, "c2pa.actions").get("actions", ())), {}
    )
    software: Mapping[str, Any] = next(iter(manifest.get("claim_generator_info") or ()), {})
    state: State = "intact"
    if broken or told.get("validation_state") == "Invalid":
        unfit = broken and all(
            code.startswith(("signingCredential", "timeStamp")) for code in broken
        )
        state = "invalid" if unfit else "touched"
    return Credential(
        state=state, trusted=told.get("validation_state") == "Trusted",
        by=str(signature.get("common_name") or ""), organisation=str(signature.get("issuer") or ""),  # the signer's own, by that name
        when=str(signature.get("time") or ""),
        software=" ".join(str(software.get(k) or "") for k in ("name", "version")).strip(),
        source=str(first.get("digitalSourceType", "")).removeprefix(_IPTC),
        recipe=str(recipe.get("sha256", "")),
        reasons=tuple(dict.fromkeys(_reason(code) for code in broken)),
    )  # fmt: skip


def _failures(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    results = told.get("validation_results") or {}
    failed: list[Mapping[str, Any]] = list((results.get("activeManifest") or {}).get("failure", ()))
    return failed


def _assertion(manifest: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    for row in manifest.get("assertions", ()):
        if str(row.get("label", "")).startswith(name) and isinstance(row.get("data"), Mapping):
            found: Mapping[str, Any] = row["data"]
            return found
    return {}


def _reason(code: str) -> str:
    return next(
        (said for start, said in _FAILURES if code.startswith(start)), f"核对不上（{code}）"
    )


# ------------------------------------------------------------------------------------- pictures


def _media(path: Path) -> str:
    media = PICTURES.get(path.suffix.lower())
    if media is None:
        raise RefusedInput(
            f"{path.name} 签不了；请给 PNG、JPEG 或 WebP。", f"{path.name} cannot be signed."
        )
    return media


def _pixel() -> bytes:
    """Return a PNG of one pixel."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (1, 1)).save(out, "PNG")
    return out.getvalue()


def _version() -> str:
    try:
        return version("sanjin")
    except PackageNotFoundError:
        return "0"
