"""Which vector store is plugged in: the table ``[store]`` of the settings file.

The file is ``SANJIN_SETTINGS``, else ``settings.toml`` in Sanjin's home. It names environment
variables that hold keys and passwords; it never holds one. Without a file, or without the table,
the embedded retriever answers.
"""

from __future__ import annotations

import os
from pathlib import Path
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

from heritage_kb.errors import RefusedInput
from heritage_kb.settings import mistake, settings_file, settings_table

_Collection = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,47}$")]


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class EmbeddedSettings(_Settings):
    """The embedded retriever: nothing to set up."""

    kind: Literal["embedded"] = "embedded"


class QdrantSettings(_Settings):
    """``location`` is a folder (local mode) or ``url`` a server's address."""

    kind: Literal["qdrant"]
    collection: _Collection = "sanjin"
    location: str | None = None
    url: str | None = None
    api_key_env: str | None = None

    @model_validator(mode="after")
    def _one_place(self) -> QdrantSettings:
        if self.location and self.url:
            raise ValueError("location 与 url 只能写一个")
        return self


class PgVectorSettings(_Settings):
    """``dsn`` without a password; ``password_env`` names the variable that holds it."""

    kind: Literal["pgvector"]
    collection: _Collection = "sanjin"
    dsn: str = Field(pattern=r"^postgres(ql)?://")
    password_env: str | None = None

    @field_validator("dsn")
    @classmethod
    def _no_password(cls, dsn: str) -> str:
        if urlsplit(dsn).password:
            raise ValueError("口令不能写在 dsn 里，请放进环境变量，用 password_env 写它的名字")
        return dsn


class MilvusSettings(_Settings):
    """``location`` is a file ending in ``.db`` or ``uri`` a server's address."""

    kind: Literal["milvus"]
    collection: _Collection = "sanjin"
    location: str | None = Field(default=None, pattern=r"\.db$")
    uri: str | None = Field(default=None, pattern=r"^https?://")
    token_env: str | None = None

    @model_validator(mode="after")
    def _one_place(self) -> MilvusSettings:
        if self.location and self.uri:
            raise ValueError("location 与 uri 只能写一个")
        return self


StoreSettings = EmbeddedSettings | QdrantSettings | PgVectorSettings | MilvusSettings
_SHAPE: TypeAdapter[StoreSettings] = TypeAdapter(
    Annotated[StoreSettings, Field(discriminator="kind")]
)


def store_settings(file: Path | None = None) -> StoreSettings:
    """Return which store is plugged in.

    Args:
        file: the settings file; by default :func:`settings_file`. Only the default one may be
            missing.

    Raises:
        RefusedInput: no such file, not TOML, an unknown key, or a value that cannot be.
    """
    told = file or settings_file()
    table = settings_table("store", file)
    return EmbeddedSettings() if table is None else read_settings(table, told.name)


def read_settings(table: Any, name: str = "settings.toml") -> StoreSettings:
    """Return the settings of a ``[store]`` table.

    Raises:
        RefusedInput: an unknown key, or a value that cannot be.
    """
    try:
        return _SHAPE.validate_python(table)
    except ValidationError as wrong:
        raise RefusedInput(*_said(wrong.errors()[0], name)) from wrong


def secret(variable: str | None) -> str | None:
    """Return what an environment variable holds; None where none is named.

    Raises:
        RefusedInput: the variable is not set.
    """
    if variable is None:
        return None
    value = os.environ.get(variable)
    if not value:
        raise RefusedInput(
            f"环境变量 {variable} 没有设置，向量库的口令应放在那里。",
            f"The environment variable {variable} is not set.",
        )
    return value


def _said(error: Any, name: str) -> tuple[str, str]:
    """Return one sentence for a mistake, in Chinese and English."""
    return mistake(
        error,
        (f"{name} 的 [store]", f"{name}: [store]"),
        ("embedded、qdrant、pgvector 或 milvus", "one of embedded, qdrant, pgvector, milvus"),
        "retrieval.md",
        "「{}」".format,
    )
