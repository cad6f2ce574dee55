"""Workers on a Ray cluster: several processes or hosts behind the words of ``Executor``.

The only module that imports ray (extra ``cluster``). SQLite may not be opened by several hosts, so
the ledger lives in one actor beside whoever calls, and workers speak to that; what they write
(the batch's folder) must lie where every host can reach it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from heritage_kb.errors import SanjinError
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.worker import KINDS, named, work_off

_LOOK_S = 0.5
_LIVES = 20  # how often the cluster may start a worker anew


class RayExecutor:
    """Works a ledger off on the cluster that ``RAY_ADDRESS`` names, or on one started here."""

    def work_off(
        self,
        ledger: Ledger,
        workers: int,
        kinds: str = KINDS,
        look: Callable[[], None] = lambda: None,
    ) -> None:
        """See ``Executor``."""
        ray = _ray()
        ours = not ray.is_initialized()
        if ours:
            ray.init(log_to_driver=False, include_dashboard=False, configure_logging=False)
        try:
            desk = _desk(ray, ledger.folder, workers)
            hand = ray.remote(num_cpus=1, max_retries=_LIVES)(_work)
            going = [hand.remote(desk, f"ray-{time.time_ns()}-{n}", kinds) for n in range(workers)]
            while going:
                ended, going = ray.wait(going, num_returns=1, timeout=_LOOK_S)
                ray.get(ended)
                look()
            ray.kill(desk)
        except ray.exceptions.RayError as error:
            raise SanjinError(
                "Ray 的工作进程接连退出，已停下；做完的都在台账里，请检查集群再重跑，或改用 --executor local。",
                f"Workers of Ray failed: {error}.",
            ) from error
        finally:
            if ours:
                ray.shutdown()


class Desk:
    """The ledger as an actor: any of its methods by name. Only one process opens the file."""

    def __init__(self, folder: str) -> None:
        self._ledger = Ledger(Path(folder))

    def call(self, name: str, given: tuple[Any, ...], named_: dict[str, Any]) -> Any:
        """Call a method of the ledger."""
        return getattr(self._ledger, name)(*given, **named_)

    def folder(self) -> str:
        """Return where the ledger lies."""
        return str(self._ledger.folder)


class _Far:
    """A ledger that is spoken to through its actor; what a worker calls of it."""

    def __init__(self, desk: Any) -> None:
        self._desk = desk
        self.folder = Path(_ray().get(desk.folder.remote()))

    def files_of(self, job: int) -> Path:
        """See ``Records``; the folder is one that every host can reach."""
        return self.folder / "work" / str(job)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*given: Any, **named_: Any) -> Any:
            return _ray().get(self._desk.call.remote(name, given, named_))

        return call


def _work(desk: Any, worker: str, kinds: str) -> int:
    """Be one worker; a later life has the same name, and so takes up its own job at once."""
    far: Any = _Far(desk)

    return work_off(far, worker, named(kinds))


def _desk(ray: Any, folder: Path, workers: int) -> Any:
    """Start the ledger's actor on this very node."""
    here = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
        ray.get_runtime_context().get_node_id(), soft=False
    )
    made = ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=3)(Desk)
    return made.options(scheduling_strategy=here, max_concurrency=workers * 2 + 2).remote(
        str(folder)
    )


def _ray() -> Any:
    try:
        import ray
        import ray.util.scheduling_strategies
    except ImportError as error:
        raise SanjinError(
            "没有装 Ray；请运行 pip install 'sanjin[cluster]'，或改用 --executor local。",
            "Ray is not installed: pip install 'sanjin[cluster]'.",
        ) from error
    return ray
