"""What a store is refused for, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from heritage_kb.errors import RefusedInput, SanjinError
from heritage_kb.finding.dense import Embedder
from heritage_kb.stores.rows import Mark

# Packages whose own exceptions mean that a store did not do as it was told.
_CLIENTS = {"qdrant_client", "httpx", "grpc", "pymilvus", "sqlalchemy", "asyncpg", "psycopg"}


def refuse_other_vectors(mark: Mark | None, embedder: Embedder) -> None:
    """Refuse a store that holds vectors of another model: they cannot be compared.

    Raises:
        RefusedInput: another model or another number of numbers a vector.
    """
    if mark is None or (mark.embedder, mark.dim) == (embedder.id, embedder.dim):
        return
    raise RefusedInput(
        f"向量库里是另一个模型的向量（{mark.embedder}，{mark.dim} 维），现用的是 {embedder.id}"
        f"（{embedder.dim} 维），两者不能比较。请在设置里换一个 collection 再运行 sanjin kb sync。",
        f"The store holds vectors of {mark.embedder} ({mark.dim}), not of {embedder.id} "
        f"({embedder.dim}): name another collection and run sanjin kb sync.",
    )


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Say which extra is missing where a package cannot be imported.

    Raises:
        SanjinError: the package is not installed.
    """
    try:
        yield
    except ImportError as missing:
        raise SanjinError(
            f"没有装 {extra} 所需的包（{missing.name}），请运行：pip install 'sanjin[{extra}]'。",
            f"{missing.name} is not installed; run: pip install 'sanjin[{extra}]'.",
        ) from missing


@contextmanager
def answering(what: str, *also: type[Exception]) -> Iterator[None]:
    """Say in one sentence that a store cannot be used, and what it said.

    Args:
        what: the store and where it is, without a password.
        also: further exceptions that mean so here.

    Raises:
        SanjinError: the network, the server or its client refused.
    """
    try:
        yield
    except SanjinError:
        raise
    except Exception as why:
        theirs = type(why).__module__.partition(".")[0] in _CLIENTS
        if not (theirs or isinstance(why, (OSError, *also))):
            raise
        said = (str(why).strip().splitlines() or [type(why).__name__])[0][:200]
        raise SanjinError(
            f"用不了向量库 {what}：{said}。请核对设置里的地址、口令、权限，以及服务是否已启动。",
            f"Cannot use the vector store {what}: {said}. Check address, password, rights, and "
            "that the service runs.",
        ) from why
