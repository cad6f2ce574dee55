"""Pulling weights from a server that cuts, lies and garbles, and from a stick."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from heritage_kb.errors import RefusedInput
from scenes.painter import fetch, hubs, lock, registry
from scenes.painter.fetch import pull
from scenes.painter.registry import Painter
from ui.cli import main

W = Painter(
    name="tiny", title="小模型", family="sdxl", licence="Apache-2.0", research_only=False,
    base="b/tiny", control="b/net", controls=("depth",), language="en", tokens=77, steps=2,
    guidance=5.0, multiple=8, sizes={"1:1": (64, 64)}, scale=0.7, scale_range=(0.6, 1.0), ends=0.8,
    strength=0.5, vram_gb=8.0, source="test", confidence="own-knowledge",
)  # fmt: skip
BIG = bytes(range(256)) * 12_000  # three megabytes: more than is read at a time
FILES = {"unet/model.safetensors": BIG, "config.json": b"{}", "empty.json": b"",
         "evil.bin": b"pickle", "code.py": b"boom", "README.md": b"hello"}  # fmt: skip


@dataclass
class Server:
    """What the hub does wrong, and what was asked of it."""

    files: dict[str, bytes] = field(default_factory=lambda: dict(FILES))
    cut: int = 0  # bytes after which a connection is cut, this many times
    cuts: int = 0
    ranges: bool = True
    lie: int = 0  # bytes the server says there are more than listed
    wrong: bool = False  # other bytes than listed
    down: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    asked: list[tuple[str, str]] = field(default_factory=list)

    def listing(self, path: str) -> Any:
        rows = {**self.files, **dict.fromkeys(self.names, b"x")}
        if path.startswith("/api/v1/models/b/"):
            found = [
                {"Path": n, "Size": len(b), "Sha256": hashlib.sha256(b).hexdigest(), "Type": "blob"}
                for n, b in rows.items()
            ]
            tree = {"Path": "unet", "Size": 0, "Type": "tree"}
            return {"Data": {"Files": [tree, *found], "LatestCommitter": {"Revision": "c0ffee"}}}
        if path.startswith("/api/models/b/"):
            return {"sha": "abc123", "siblings": [_sibling(n, b) for n, b in rows.items()]}
        return None


def _sibling(name: str, body: bytes) -> dict[str, Any]:
    if name.endswith(".safetensors"):
        return {"rfilename": name, "size": len(body),
                "lfs": {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}}  # fmt: skip
    blob = hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
    return {"rfilename": name, "size": len(body), "blobId": blob}


class Hub(BaseHTTPRequestHandler):
    state: Server

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.state.asked.append((self.path, self.headers.get("Range", "")))
        if any(part in self.path for part in self.state.down):
            self.send_error(503)
            return
        told = self.state.listing(self.path)
        if told is not None:
            self._send(json.dumps(told).encode())
            return
        name = self.path.partition("/resolve/")[2].partition("/")[2]
        if name not in self.state.files:
            self.send_error(404)
            return
        self._file(self.state.files[name])

    def _file(self, body: bytes) -> None:
        if self.state.wrong:
            body = bytes(len(body))
        said = self.headers.get("Range", "")
        start = int(said[6:-1]) if said and self.state.ranges else 0
        sent = body[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(sent) + self.state.lie))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.end_headers()
        if self.state.cuts > 0 and len(sent) > self.state.cut:
            self.state.cuts -= 1
            sent = sent[: self.state.cut]
            self.close_connection = True
        self.wfile.write(sent)

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    state = Server()
    running = ThreadingHTTPServer(("127.0.0.1", 0), type("OneHub", (Hub,), {"state": state}))
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{running.server_address[1]}"
    monkeypatch.setenv("MODELSCOPE_ENDPOINT", address)
    monkeypatch.setenv("HF_ENDPOINT", address)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(fetch, "_PAUSE", 0.001)
    yield state
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.mark.parametrize(("hub", "commit"), [("modelscope", "c0ffee"), ("hub", "abc123")])
def test_weights_come_whole_and_are_locked(
    server: Server, tmp_path: Path, hub: str, commit: str
) -> None:
    told: list[float] = []
    got = pull(W, hub, tmp_path, progress=lambda _said, part: told.append(part))
    assert (tmp_path / "base/unet/model.safetensors").read_bytes() == BIG
    names = {"unet/model.safetensors", "config.json", "empty.json"}
    assert {f.path for f in got.lock.files} == {
        f"{d}/{n}" for d in ("base", "control") for n in names
    }
    assert got.verified == hub
    assert told == sorted(told)
    held = lock.verify(tmp_path)
    assert held.revisions == {"b/tiny": commit, "b/net": commit}
    assert held.licence == "Apache-2.0"
    assert not [p for p in tmp_path.rglob("*") if p.suffix in (".part", ".bin", ".py", ".md")]


@pytest.mark.parametrize("hub", ["modelscope", "hub"])
@pytest.mark.parametrize("ranges", [True, False])
def test_a_cut_connection_is_gone_on_with(
    server: Server, tmp_path: Path, ranges: bool, hub: str
) -> None:
    server.cut, server.cuts, server.ranges = 300_000, 3, ranges
    pull(W, hub, tmp_path)
    assert (tmp_path / "base/unet/model.safetensors").read_bytes() == BIG
    assert [r for _, r in server.asked if r]


def test_what_keeps_breaking_is_said_and_kept_for_the_next_time(
    server: Server, tmp_path: Path
) -> None:
    server.cut, server.cuts = 0, 99
    with pytest.raises(RefusedInput, match="接着取"):
        pull(W, "hub", tmp_path)
    assert not (tmp_path / lock.LOCK).exists()
    server.cuts = 0
    pull(W, "hub", tmp_path)
    assert (tmp_path / lock.LOCK).exists()


def test_stopping_half_way_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(said: str, part: float) -> None:
        if part > 0.25:
            raise Stop

    with pytest.raises(Stop):
        pull(W, "hub", tmp_path, progress=stop)
    begun = (tmp_path / "base/unet/model.safetensors.part").stat().st_size
    assert 0 < begun < len(BIG)
    server.asked.clear()
    pull(W, "hub", tmp_path)
    assert any(r == f"bytes={begun}-" for _, r in server.asked)


def test_what_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    pull(W, "hub", tmp_path)
    server.asked.clear()
    pull(W, "hub", tmp_path)
    assert not [path for path, _ in server.asked if path.endswith(".safetensors")]
    (tmp_path / "base/unet/model.safetensors").write_bytes(bytes(len(BIG)))
    pull(W, "hub", tmp_path)  # someone's bytes are not ours, whatever their size
    assert (tmp_path / "base/unet/model.safetensors").read_bytes() == BIG


@pytest.mark.parametrize("lie", [7, -7])
def test_a_lie_about_the_size_is_refused(server: Server, tmp_path: Path, lie: int) -> None:
    server.lie = lie
    with pytest.raises(RefusedInput, match="服务器说"):
        pull(W, "hub", tmp_path)


@pytest.mark.parametrize("hub", ["modelscope", "hub"])
def test_wrong_bytes_are_thrown_away(server: Server, tmp_path: Path, hub: str) -> None:
    server.wrong = True
    with pytest.raises(RefusedInput, match="散列"):
        pull(W, hub, tmp_path)
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and p.stat().st_size > 100]


def test_where_one_hub_is_down_the_other_serves(server: Server, tmp_path: Path) -> None:
    server.down = ("/api/v1/",)
    assert pull(W, "", tmp_path).source == "hub"
    server.down = ("/api/",)
    with pytest.raises(RefusedInput, match="503"):
        pull(W, "", tmp_path / "b")


@pytest.mark.parametrize("name", ["../../evil.json", "/etc/x.json", "a\\b.json", "C:x.json"])
def test_a_name_that_leads_elsewhere_is_refused(server: Server, tmp_path: Path, name: str) -> None:
    server.names = (name,)
    with pytest.raises(RefusedInput, match="读不懂"):
        pull(W, "hub", tmp_path / "in")
    assert not list(tmp_path.rglob("*.json"))


def test_room_is_asked_for_before_the_first_byte(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "SPARE", 10**18)
    with pytest.raises(RefusedInput, match="磁盘只剩"):
        pull(W, "hub", tmp_path)
    assert not [path for path, _ in server.asked if "/resolve/" in path]


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(RefusedInput, match="连不上"):
        pull(W, "hub", tmp_path)
    with pytest.raises(ValueError, match="http only"):
        hubs.opened("file:///etc/passwd")


def test_a_stick_with_its_lock_is_held_to_it(server: Server, tmp_path: Path) -> None:
    stick, here = tmp_path / "stick", tmp_path / "here"
    pull(W, "hub", stick)
    got = pull(W, str(stick), here)
    assert got.verified == "lock"
    assert lock.verify(here) == lock.read(stick)
    (stick / "base/unet/model.safetensors").write_bytes(BIG[:-1] + b"!")
    with pytest.raises(RefusedInput, match="不是同一份"):
        pull(W, str(stick), tmp_path / "again")
    (stick / "control/config.json").unlink()
    with pytest.raises(RefusedInput, match=r"缺 control/config\.json"):
        pull(W, str(stick), tmp_path / "again")


def test_a_stick_without_a_lock_is_copied_and_says_so(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (stick / "base").mkdir(parents=True)
    (stick / "base" / "a.bin").write_bytes(b"pickle")
    with pytest.raises(RefusedInput, match="base/"):
        pull(W, str(stick), tmp_path / "x")
    (stick / "base" / "a.safetensors").write_bytes(b"1234")
    with pytest.raises(RefusedInput, match="control/"):
        pull(W, str(stick), tmp_path / "x")
    (stick / "control").mkdir()
    (stick / "control" / "b.safetensors").write_bytes(b"5678")
    got = pull(W, str(stick), tmp_path / "here")
    assert got.verified == "nobody"
    assert [f.path for f in lock.verify(tmp_path / "here").files] == [
        "base/a.safetensors", "control/b.safetensors",
    ]  # fmt: skip


def test_a_broken_copy_from_a_stick_is_gone_on_with(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, here = tmp_path / "stick", tmp_path / "here"
    pull(W, "hub", stick)
    pull(W, str(stick), here)
    (here / "control/config.json").unlink()
    copied: list[str] = []
    real = fetch.shutil.copyfile
    monkeypatch.setattr(
        fetch.shutil, "copyfile", lambda a, b: copied.append(Path(a).name) or real(a, b)
    )
    pull(W, str(stick), here)
    assert copied == ["config.json"]
    lock.verify(here)


def test_what_reads_a_reference_comes_from_a_stick_and_stays_locked(tmp_path: Path) -> None:
    sdxl, stick, here = registry.named("sdxl"), tmp_path / "stick", tmp_path / "here"
    for name in (
        "base/unet/diffusion_pytorch_model.fp16.safetensors",
        "control/diffusion_pytorch_model.safetensors",
    ):
        (stick / name).parent.mkdir(parents=True, exist_ok=True)
        (stick / name).write_bytes(b"1234")
    with pytest.raises(RefusedInput, match="reference/"):
        pull(sdxl, str(stick), here, reference=True)
    adapter = stick / "reference/sdxl_models/ip-adapter_sdxl_vit-h.safetensors"
    adapter.parent.mkdir(parents=True)
    adapter.write_bytes(b"5678")
    pull(sdxl, str(stick), here, reference=True)
    name = "reference/sdxl_models/ip-adapter_sdxl_vit-h.safetensors"
    assert name in [one.path for one in lock.verify(here).files]
    pull(sdxl, str(stick), here)
    assert name in [one.path for one in lock.verify(here).files]


def test_a_configuration_that_wants_its_own_code_is_refused(server: Server, tmp_path: Path) -> None:
    server.files["config.json"] = b'{"auto_map": {"AutoModel": "evil.Model"}}'
    with pytest.raises(RefusedInput, match="代码"):
        pull(W, "hub", tmp_path)
    assert not (tmp_path / lock.LOCK).exists()


def test_every_shipped_model_says_where_it_lies() -> None:
    published = (
        "diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.fp16.safetensors",
        "Z-Image-Turbo-Fun-Controlnet-Union-2.1-2602-8steps.safetensors",
    )  # fmt: skip
    for painter in registry.painters().values():
        both = fetch.repositories(painter)
        assert [one.folder for one in both] == ["base", "control"]
        assert all(any(one.wants(name) for name in published) for one in both)
        assert not any(one.wants(name) for one in both for name in ("x.bin", "x.py", "x.pt"))


def test_what_is_no_source_is_refused() -> None:
    with pytest.raises(RefusedInput, match="不是文件夹"):
        pull(W, "nowhere", "x")


def test_the_verb_lists_and_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "pull", "--json"]) == 0
    assert "z-image-turbo" in {
        row["name"] for row in json.loads(capsys.readouterr().out)["weights"]
    }
    assert main(["models", "pull", "nonesuch"]) == 1
    assert main(["models", "pull", "sdxl", "--revision", "x", "--to", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert "仓库=COMMIT" in told.out + told.err


def test_the_reference_weights_are_pulled_only_when_asked_for() -> None:
    sdxl, turbo = registry.named("sdxl"), registry.named("z-image-turbo")
    assert [one.folder for one in fetch.repositories(sdxl)] == ["base", "control"]
    third = fetch.repositories(sdxl, reference=True)[2]
    assert third.folder == "reference"
    assert third.wants("models/image_encoder/model.safetensors")
    assert third.wants("sdxl_models/ip-adapter_sdxl_vit-h.safetensors")
    assert not third.wants("models/ip-adapter_sd15.safetensors")
    assert not third.wants("models/image_encoder/pytorch_model.bin")
    with pytest.raises(RefusedInput, match="没有取参考图的权重"):
        fetch.repositories(turbo, reference=True)


def test_what_reads_a_reference_stays_locked_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def listed(_painter: Painter, wanted: list[fetch.Repository], *_rest: Any) -> None:
        asked.append([one.folder for one in wanted])

    monkeypatch.setattr(fetch, "_from", listed)
    sdxl = registry.named("sdxl")
    pull(sdxl, "hub", tmp_path)
    (tmp_path / lock.REFERENCE).mkdir()
    pull(sdxl, "hub", tmp_path)
    assert asked == [["base", "control"], ["base", "control", "reference"]]
