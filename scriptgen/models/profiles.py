"""Which language models are plugged in: the tables ``[models.NAME]`` of the settings file.

A profile says where a model is and how it is used. It names the environment variable or the
keyring entry that holds a key; it never holds one.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from heritage_kb.errors import RefusedInput, UnknownName
from heritage_kb.settings import mistake, settings_file, settings_table

Structured = Literal["json_schema", "tools", "json_object", "plain"]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,47}")
_A_KEY = re.compile(r"(^|_)(key|token|secret|password)$", re.IGNORECASE)
_TAKEN = {"scaffold", "writer"}  # the offline writer, and the key that names one
# A local server answers at once or is busy with a long text: the default waits for the second.
_PATIENCE_S = 300.0


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Price(_Table):
    """What a million tokens cost."""

    input: float = Field(ge=0, allow_inf_nan=False)
    output: float = Field(ge=0, allow_inf_nan=False)
    currency: str = Field(default="CNY", pattern=r"^[A-Z]{3}$")


class Budget(_Table):
    """What is never passed. ``per`` run: from opening the model; day and month: UTC, all runs."""

    tokens: int | None = Field(default=None, gt=0)
    money: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    per: Literal["run", "day", "month"] = "run"


class Profile(_Table):
    """What every kind of model is told."""

    temperature: float = Field(default=0.8, ge=0, le=2)
    top_p: float = Field(default=0.95, gt=0, le=1)
    max_context: int = Field(default=16384, ge=512)
    timeout_s: float = Field(default=_PATIENCE_S, gt=0, le=3600)
    retries: int = Field(default=2, ge=0, le=5)
    price: Price | None = None
    budget: Budget | None = None
    fallbacks: tuple[str, ...] = Field(default=(), max_length=5)
    structured: Literal["auto"] | Structured = "auto"
    cache: bool = False

    @field_validator("fallbacks", mode="before")
    @classmethod
    def _list_of_names(cls, told: Any) -> Any:
        return tuple(told) if isinstance(told, list) else told

    @model_validator(mode="after")
    def _priced(self) -> Profile:
        if self.budget and self.budget.money is not None and self.price is None:
            raise ValueError("budget 里写了 money，就要用 price 写明单价")
        return self


class EndpointProfile(Profile):
    """An OpenAI-compatible endpoint; ``llamacpp`` is llama.cpp's own server.

    ``extra_body`` is sent with every question as it is, for what only this endpoint knows (as
    ``{"enable_thinking" = false}``); ``leave_out`` is not sent, for what it does not know.
    """

    kind: Literal["openai", "llamacpp"]
    base_url: str = Field(pattern=r"^https?://")
    model: str = Field(min_length=1, max_length=200)
    api_key_env: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    keyring: str | None = Field(default=None, pattern=r"^[^/\s]+/[^/\s]+$")
    extra_body: dict[str, Any] = Field(default_factory=dict)
    leave_out: tuple[Literal["seed", "temperature", "top_p", "stream_options"], ...] = ()

    @field_validator("leave_out", mode="before")
    @classmethod
    def _list_of_words(cls, told: Any) -> Any:
        return tuple(told) if isinstance(told, list) else told

    @field_validator("base_url")
    @classmethod
    def _no_password(cls, url: str) -> str:
        told = urlsplit(url)
        if told.username or told.password or told.query:
            raise ValueError("base_url 里不能有口令或参数，钥匙用 api_key_env 写环境变量的名字")
        if not told.hostname:
            raise ValueError("base_url 要写全，如 https://api.deepseek.com/v1")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _one_key(self) -> EndpointProfile:
        if self.api_key_env and self.keyring:
            raise ValueError("api_key_env 与 keyring 只能写一个")
        return self

    @property
    def remote(self) -> bool:
        """Tell whether what is asked leaves this machine."""
        return urlsplit(self.base_url).hostname not in ("localhost", "127.0.0.1", "::1")


class TransformersProfile(Profile):
    """A model on this machine: a folder with safetensors, or one GGUF file.

    ``threads`` of the processor; fewer than there are is faster where others work on it too.
    """

    kind: Literal["transformers"]
    path: str = Field(min_length=1)
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    threads: int | None = Field(default=None, ge=1, le=256)

    @property
    def model(self) -> str:
        """Return what the model is called: the folder's name."""
        return re.split(r"[\\/]", self.path.rstrip("/\\"))[-1]


AnyProfile = EndpointProfile | TransformersProfile
_SHAPE: TypeAdapter[AnyProfile] = TypeAdapter(Annotated[AnyProfile, Field(discriminator="kind")])


class Profiles(_Table):
    """The table ``[models]``: the profiles by name; who writes and who reads where none is named."""

    writer: str | None = None
    reader: str | None = None
    by_name: dict[str, AnyProfile] = Field(default_factory=dict)

    def named(self, name: str) -> AnyProfile:
        """Return a profile.

        Raises:
            UnknownName: no profile of that name.
        """
        if name not in self.by_name:
            known = "、".join(self.by_name) or "一个也没有"
            raise UnknownName(
                f"设置里没有叫“{name}”的模型（现有：{known}）；请在 {settings_file()} 里加一张 [models.{name}] 表。",
                f"No model profile {name!r} in {settings_file()} (there are: {', '.join(self.by_name) or 'none'}).",
            )
        return self.by_name[name]


def profiles() -> Profiles:
    """Return the profiles of the settings file; none where there is no file.

    Raises:
        RefusedInput: the file is not TOML, or a table has an unknown key or an impossible value.
    """
    table = settings_table("models")
    return Profiles() if table is None else read_profiles(table, settings_file().name)


def read_profiles(table: Any, file: str = "settings.toml") -> Profiles:
    """Return the profiles of a ``[models]`` table.

    Raises:
        RefusedInput: an unknown key, an impossible value, or a name that stands for nothing.
    """
    if not isinstance(table, dict):
        raise RefusedInput(
            f"{file} 的 models 要写成表 [models.名字]。", f"{file}: [models] is a table."
        )
    writer, reader = table.get("writer"), table.get("reader")
    # A profile may be called reader: then it is a table and names nobody.
    roles = {"writer", *(("reader",) if not isinstance(reader, dict) else ())}
    made = Profiles(
        writer=writer if isinstance(writer, str) else None,
        reader=reader if isinstance(reader, str) else None,
        by_name={name: _read(name, one, file) for name, one in table.items() if name not in roles},
    )
    named = {"writer": writer, **({"reader": reader} if "reader" in roles else {})}
    for role, one in named.items():
        if one is not None and one not in (*made.by_name, *(["scaffold"] * (role == "writer"))):
            raise RefusedInput(
                f"{file} 的 [models] 里 {role} 写的“{one}”没有同名的表；请加上 [models.{one}] 或改名。",
                f"{file}: {role} names {one!r}, which has no table.",
            )
    for name, profile in made.by_name.items():
        for other in profile.fallbacks:
            if other not in made.by_name or other == name:
                raise RefusedInput(
                    f"{file} 的 [models.{name}] 里 fallbacks 写的“{other}”不是另一个模型的名字。",
                    f"{file}: fallback {other!r} of {name!r} is no other profile.",
                )
    return made


def _read(name: str, table: Any, file: str) -> AnyProfile:
    if not _NAME.fullmatch(name) or name in _TAKEN:
        raise RefusedInput(
            f"{file} 里模型的名字“{name}”不能用；请用字母、数字、点、横线，且不叫 scaffold。",
            f"{file}: {name!r} cannot be a model's name.",
        )
    try:
        return _SHAPE.validate_python(table)
    except ValidationError as wrong:
        raise RefusedInput(*_said(wrong.errors(include_input=False)[0], name, file)) from None


def _said(error: Any, name: str, file: str) -> tuple[str, str]:
    """Return one sentence for a mistake; a key that was written is not only unknown."""
    at = f"{file} 的 [models.{name}]"
    where = ".".join(str(part) for part in error["loc"][1:])
    if error["type"] == "extra_forbidden" and _A_KEY.search(where):
        return (
            f"{at} 里不能写“{where}”：钥匙不进设置文件；请放进环境变量，用 api_key_env 写变量的名字。",
            f"{file}: no key belongs in the settings; name its variable in api_key_env.",
        )
    return mistake(
        error,
        (at, f"{file}: [models.{name}]"),
        ("openai、llamacpp 或 transformers", "openai, llamacpp or transformers"),
        "models.md",
    )
