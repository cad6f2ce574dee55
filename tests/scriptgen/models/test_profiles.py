"""What may stand in the settings of models, and what is said of what may not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.models.keys import NO_KEY, key_of
from scriptgen.models.profiles import EndpointProfile, profiles, read_profiles

MAIN: dict[str, Any] = {"kind": "openai", "base_url": "https://api.example.cn/v1/", "model": "m"}


def test_without_a_file_there_is_no_profile() -> None:
    assert profiles().by_name == {}


def test_a_profile_is_read_with_its_defaults(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text(
        '[store]\nkind = "embedded"\n[models]\nwriter = "main"\n[models.main]\nkind = "openai"\n'
        'base_url = "https://api.example.cn/v1/"\nmodel = "m"\nfallbacks = ["mine"]\n'
        "extra_body = {enable_thinking = false}\nprice = {input = 2, output = 8}\n"
        '[models.mine]\nkind = "transformers"\npath = "/m/qwen"\n',
        encoding="utf-8",
    )
    told = profiles()
    main = told.named("main")
    assert isinstance(main, EndpointProfile)
    assert (told.writer, main.base_url, main.fallbacks) == (
        "main", "https://api.example.cn/v1", ("mine",),
    )  # fmt: skip
    assert main.extra_body == {"enable_thinking": False}
    assert (main.remote, told.named("mine").model) == (True, "qwen")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"m": MAIN | {"api_key": "sk-1"}}, "钥匙不进设置文件"),
        ({"m": MAIN | {"api_key_env": "sk-1"}}, "“api_key_env”的值"),
        ({"m": MAIN | {"base_url": "https://me:sk-1@x.cn"}}, "不能有口令"),
        ({"m": MAIN | {"base_url": "https://x.cn/v1?key=sk-1"}}, "不能有口令"),
        ({"m": MAIN | {"base_url": "ftp://x.cn"}}, "“base_url”的值"),
        ({"m": MAIN | {"kind": "azure"}}, "openai、llamacpp 或 transformers"),
        ({"m": 3}, "要写 kind"),
        ({"m": {"kind": "openai", "base_url": "https://x.cn"}}, "缺少“model”"),
        ({"m": MAIN | {"temperature": 3.0}}, "“temperature”的值"),
        ({"m": MAIN | {"retries": 50}}, "“retries”的值"),
        ({"m": MAIN | {"retries": "2"}}, "“retries”的值"),
        ({"m": MAIN | {"modle": "x"}}, "不认识“modle”"),
        ({"m": MAIN | {"max_tokens": 9}}, "不认识“max_tokens”"),
        ({"m": MAIN | {"budget": {"money": 3.0}}}, "写明单价"),
        ({"m": MAIN | {"api_key_env": "A", "keyring": "a/b"}}, "只能写一个"),
        ({"m": MAIN | {"fallbacks": ["n"]}}, "“n”不是另一个模型"),
        ({"m": MAIN | {"fallbacks": ["m"]}}, "“m”不是另一个模型"),
        ({"writer": "n", "m": MAIN}, "“n”没有同名的表"),
        ({"writer": ["m"], "m": MAIN}, "没有同名的表"),
        ({"writer": 3, "m": MAIN}, "没有同名的表"),
        ({"m": MAIN | {"leave_out": ["model"]}}, "leave_out"),
        ({"scaffold": MAIN}, "不能用"),
        ({"坏 名": MAIN}, "不能用"),
        (["m"], "写成表"),
    ],
)
def test_what_cannot_be_is_one_sentence(table: Any, said: str) -> None:
    with pytest.raises(RefusedInput, match=said) as refused:
        read_profiles(table)
    assert "sk-1" not in refused.value.zh + refused.value.en


def test_a_broken_file_and_a_missing_one_are_said(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("[models", encoding="utf-8")
    with pytest.raises(RefusedInput, match="读不了"):
        profiles()
    monkeypatch.setenv("SANJIN_SETTINGS", str(home / "none.toml"))
    with pytest.raises(RefusedInput, match="找不到设置文件"):
        profiles()


@pytest.mark.parametrize("held", ["", "  ", "sk 1", "口令", "sk-1\nsk-2"])
def test_what_is_no_key_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    monkeypatch.setenv("DRAMA_KEY", held)
    profile = EndpointProfile(**MAIN, api_key_env="DRAMA_KEY")
    with pytest.raises(RefusedInput, match="DRAMA_KEY") as refused:
        key_of(profile)
    assert not held.strip() or held not in refused.value.zh


def test_a_key_comes_from_the_environment_or_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")
    monkeypatch.setenv("DRAMA_KEY", " sk-1\n")
    monkeypatch.setattr(keyring, "get_password", lambda service, user: f"{service}:{user}")
    assert key_of(EndpointProfile(**MAIN, api_key_env="DRAMA_KEY")) == "sk-1"
    assert key_of(EndpointProfile(**MAIN, keyring="sanjin/deepseek")) == "sanjin:deepseek"
    assert key_of(EndpointProfile(**MAIN)) == NO_KEY


def test_a_keyring_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")

    def none(service: str, user: str) -> str:
        raise keyring.errors.NoKeyringError("no backend")

    monkeypatch.setattr(keyring, "get_password", none)
    with pytest.raises(RefusedInput, match="钥匙串打不开"):
        key_of(EndpointProfile(**MAIN, keyring="sanjin/deepseek"))


def test_the_example_of_the_guide_is_read() -> None:
    guide = Path(__file__).parents[3] / "docs" / "models.md"
    (example,) = re.findall(r"```toml\n(.*?)```", guide.read_text("utf-8"), flags=re.DOTALL)
    told = read_profiles(tomllib.loads(example)["models"])
    assert told.writer == "deepseek"
    assert {one.kind for one in told.by_name.values()} == {"openai", "llamacpp", "transformers"}
