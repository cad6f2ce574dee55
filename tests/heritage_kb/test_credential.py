"""Content credentials over real files: signed last, read back, broken by any touch, never leaked."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from heritage_kb import credential, label, label_packet, signatory
from heritage_kb.credential import Ingredient, Origin
from heritage_kb.errors import RefusedInput
from heritage_kb.signatory import Signatory
from tests import certificates
from tests.certificates import Papers

KINDS = ("png", "jpg", "webp")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:c2pa.*")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    certificates.needed()
    return certificates.made(tmp_path_factory.mktemp("papers"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "家").mkdir()
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "家"))
    monkeypatch.delenv("SANJIN_SETTINGS", raising=False)
    return tmp_path / "家"


def who(papers: Papers) -> Signatory:
    made = signatory.signatory(*papers.files)
    assert made is not None
    return made


def origin(**more: Any) -> Origin:
    told: dict[str, Any] = {
        "title": "佛光寺", "source": "trained", "agent": "z-image-turbo", "agent_version": "abc",
        "recipe": "ab" * 32, "said": "依控制图画成",
    }  # fmt: skip
    return Origin(**(told | more))


def picture(path: Path) -> Path:
    noise = Image.effect_noise((320, 240), 40).convert("RGB")
    noise.save(path)
    label.stamp(path)
    return path


def signed(path: Path, papers: Papers, **more: Any) -> Path:
    credential.sign(picture(path), who(papers), origin(**more))
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_signed_reads_back_and_keeps_its_label(
    kind: str, papers: Papers, tmp_path: Path
) -> None:
    plate = picture(tmp_path / "plate.png").read_bytes()
    ingredient = Ingredient(data=plate, title="plate.png", sha256=hashlib.sha256(plate).hexdigest())
    file = picture(tmp_path / f"图.{kind}")
    with Image.open(file) as before:
        pixels = before.convert("RGB").tobytes()
    told = credential.sign(file, who(papers), origin(ingredients=(ingredient,)))
    assert (told.state, told.trusted, told.by) == ("intact", False, certificates.STUDIO)
    assert told.recipe == "ab" * 32
    assert told.source == "trainedAlgorithmicMedia"
    assert told.software.startswith("Sanjin")
    assert told.when == ""  # nobody was asked for the time
    assert label.verify(file).status == "compliant"
    with Image.open(file) as after:
        assert after.convert("RGB").tobytes() == pixels
    assert "签后没有动过" in told.said()
    assert "不在信任之列" in told.said()
    import c2pa

    with c2pa.Reader(str(file)) as reader:
        body = json.loads(reader.json())["manifests"]
    text = json.dumps(body, ensure_ascii=False)
    assert ingredient.sha256 in text
    assert '"relationship": "inputTo"' in text
    assert "c2pa.created" in text


@pytest.mark.parametrize("where", ["pixels", "label", "credential"])
@pytest.mark.parametrize("kind", KINDS)
def test_any_touch_after_signing_is_told(
    kind: str, where: str, papers: Papers, tmp_path: Path
) -> None:
    file = signed(tmp_path / f"图.{kind}", papers)
    data = bytearray(file.read_bytes())
    start = {
        "pixels": {"png": b"IDAT", "jpg": b"\xff\xda", "webp": b"VP8 "}[kind],
        "label": b"TC260:AIGC", "credential": b"sanjin.recipe",
    }[where]  # fmt: skip
    data[data.rindex(start) + 60] ^= 1
    file.write_bytes(data)
    told = credential.read(file)
    assert told is not None
    assert told.state == "touched"
    assert told.reasons
    assert "不可信" in told.said()


@pytest.mark.parametrize(
    ("codes", "state", "said"),
    [
        (["signingCredential.untrusted"], "intact", "签后没有动过"),
        (["signingCredential.untrusted", "signingCredential.expired"], "invalid", "过期"),
        (["signingCredential.ocsp.revoked"], "invalid", "吊销"),
        (["signingCredential.expired", "assertion.dataHash.mismatch"], "touched", "改动过"),
        (["claim.malformed"], "touched", "claim.malformed"),
    ],
)
def test_what_the_library_finds_is_told(codes: list[str], state: str, said: str) -> None:
    valid = "Valid" if state == "intact" else "Invalid"
    report = {
        "active_manifest": "a", "manifests": {"a": {}}, "validation_state": valid,
        "validation_results": {"activeManifest": {"failure": [{"code": code} for code in codes]}},
    }  # fmt: skip
    told = credential._credential(report)
    assert told.state == state
    assert said in told.said()


def test_a_root_in_the_settings_is_trusted(papers: Papers, tmp_path: Path, home: Path) -> None:
    file = signed(tmp_path / "图.png", papers)
    (home / "settings.toml").write_text(f'[signing]\nanchors = "{papers.root}"\n', encoding="utf-8")
    told = credential.read(file)
    assert told is not None
    assert told.trusted
    assert "在信任之列" in told.said()
    other = certificates.made(tmp_path / "other")
    (home / "settings.toml").write_text(f'[signing]\nanchors = "{other.root}"\n', encoding="utf-8")
    told = credential.read(file)
    assert told is not None
    assert not told.trusted
    assert told.state == "intact"


@pytest.mark.parametrize("kind", ["p384", "p521", "ed25519", "rsa"])
def test_every_kind_of_key_that_c2pa_takes(kind: str, papers: Papers, tmp_path: Path) -> None:
    other = certificates.made(tmp_path / kind, kind)
    assert credential.tried(who(other)).state == "intact"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"days": -1}, "过期"),
        ({"purpose": "server"}, "扩展用途"),
        ({"chain": "root"}, "自己签自己"),
        ({"chain": "other"}, "不是一对"),
        ({"chain": "text"}, "读不懂"),
    ],
)
def test_what_cannot_sign_is_one_sentence(
    wrong: dict[str, Any], said: str, papers: Papers, tmp_path: Path
) -> None:
    chain = wrong.pop("chain", "")
    made = certificates.made(tmp_path / "wrong", **wrong)
    text = tmp_path / "text.pem"
    text.write_text("-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----\n")
    chosen = {"root": made.root, "other": papers.chain, "text": text}.get(chain, made.chain)
    with pytest.raises(RefusedInput, match=said) as refused:
        credential.tried(Signatory(chain=chosen, key=made.key))
    assert "\n" not in refused.value.zh
    assert "PRIVATE" not in refused.value.zh + refused.value.en


def test_the_time_is_asked_only_of_a_server_that_is_named(papers: Papers) -> None:
    asked: list[str] = []

    class Deaf(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_error(500)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Deaf)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/time"
        timed = Signatory(chain=papers.chain, key=papers.key, timestamp=address)
        with pytest.raises(RefusedInput, match="时间戳服务器"):
            credential.tried(timed)
        assert set(asked) == {"/time"}
        asked.clear()
        credential.tried(who(papers))
        assert asked == []
    finally:
        server.shutdown()
        server.server_close()


def test_a_key_that_others_may_read_is_refused(papers: Papers, tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("Windows keeps no such bits")
    key = tmp_path / "key.pem"
    shutil.copy(papers.key, key)
    for mode in (0o640, 0o604, 0o644):
        key.chmod(mode)
        with pytest.raises(RefusedInput, match="chmod 600"):
            signatory.signatory(papers.chain, key)


def test_files_that_are_not_what_they_should_be(papers: Papers, tmp_path: Path) -> None:
    for text, said in (
        ("hello", "没有私钥"),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", "nocrypt"),
        ("-----BEGIN EC PRIVATE KEY-----\n", "nocrypt"),
    ):
        file = tmp_path / "key.pem"
        file.write_text(text)
        file.chmod(0o600)
        with pytest.raises(RefusedInput, match=said):
            signatory.signatory(papers.chain, file)
    with pytest.raises(RefusedInput, match="没有证书"):
        signatory.signatory(papers.key, papers.key)
    with pytest.raises(RefusedInput, match="读不了"):
        signatory.signatory(tmp_path / "none.pem", papers.key)
    with pytest.raises(RefusedInput, match="两个文件"):
        signatory.signatory(papers.chain)


def test_the_settings_name_who_signs(papers: Papers, home: Path) -> None:
    assert signatory.signatory() is None
    settings = home / "settings.toml"
    settings.write_text(
        f'[signing]\ncert = "{papers.chain}"\nkey = "{papers.key}"\n', encoding="utf-8"
    )
    assert signatory.signatory() == Signatory(chain=papers.chain, key=papers.key)
    settings.write_text('[signing]\npassword = "x"\n', encoding="utf-8")
    with pytest.raises(RefusedInput, match="不认识“password”"):
        signatory.signatory()


def test_a_signed_picture_is_not_labelled_again(papers: Papers, tmp_path: Path) -> None:
    file = signed(tmp_path / "图.png", papers)
    before = file.read_bytes()
    label.stamp(file)
    assert file.read_bytes() == before
    bare = tmp_path / "无标识.png"
    Image.new("RGB", (320, 240)).save(bare)
    credential_free = credential._signed(bare.read_bytes(), "image/png", who(papers), origin())
    bare.write_bytes(credential_free)
    with pytest.raises(RefusedInput, match="先加标识，最后签名"):
        label.stamp(bare)


def test_the_key_stands_nowhere(
    papers: Papers, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    file = signed(tmp_path / "图.png", papers)
    secret = papers.key.read_text().splitlines()[1]
    assert secret.encode() not in file.read_bytes()
    assert secret not in caplog.text
    assert secret not in repr(who(papers))
    assert str(papers.key).encode() not in file.read_bytes()


def test_without_the_library(
    papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = signed(tmp_path / "图.png", papers)
    monkeypatch.setattr(credential, "find_spec", lambda _name: None)
    told = credential.read(file)
    assert told is not None
    assert told.state == "unread"
    assert "pip install 'sanjin[sign]'" in told.said()
    with pytest.raises(RefusedInput, match="sanjin\\[sign\\]"):
        credential.tried(who(papers))


def test_what_is_not_signed_reads_as_none(tmp_path: Path) -> None:
    for kind in KINDS:
        file = picture(tmp_path / f"图.{kind}")
        assert credential.read(file) is None
        assert not label_packet.is_signed(file.read_bytes())
    assert credential.read(tmp_path / "文.md") is None


def test_signed_ingredients_whole_or_broken_do_not_break_what_is_made_of_them(
    papers: Papers, tmp_path: Path
) -> None:
    plate = signed(tmp_path / "plate.png", papers)
    data = bytearray(plate.read_bytes())
    data[data.rindex(b"IDAT") + 60] ^= 1
    held = (
        plate.read_bytes(),
        bytes(data),
        b"BM no kind that C2PA holds",
    )
    for number, one in enumerate(held):
        file = picture(tmp_path / f"{number}.png")
        ingredient = Ingredient(data=one, title="x", sha256=hashlib.sha256(one).hexdigest())
        told = credential.sign(file, who(papers), origin(ingredients=(ingredient,)))
        assert told.state == "intact", number
        assert ingredient.sha256.encode() in file.read_bytes()
    before = picture(tmp_path / "图.png").read_bytes()
    short = Ingredient(data=plate.read_bytes()[:900], title="x", sha256="")
    with pytest.raises(RefusedInput, match="不完整"):
        credential.sign(tmp_path / "图.png", who(papers), origin(ingredients=(short,)))
    assert (tmp_path / "图.png").read_bytes() == before
