"""What a store is refused for, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from heritage_kb.errors import RefusedInput, SanjinError
from heritage_kb.finding.dense import Embedder
from heritage_kb.stores.rows import Mark


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


def unreachable(what: str, why: BaseException) -> SanjinError:
    """Return the sentence for a store that does not answer."""
    said = (str(why).strip().splitlines() or [type(why).__name__])[0][:200]
    return SanjinError(
        f"连不上{what}：{said}。请核对设置里的地址、口令和服务是否已启动。",
        f"Cannot reach {what}: {said}. Check address, password and that the service runs.",
    )
