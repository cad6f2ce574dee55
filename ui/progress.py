"""Progress on the terminal's error stream, so that standard output stays clean for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, float], None]


def tell(sentence: str) -> None:
    """Say a sentence on the error stream."""
    from rich.console import Console

    Console(stderr=True, soft_wrap=True).print(sentence, highlight=False, markup=False)


@contextmanager
def shown(title: str, *, quiet: bool = False) -> Iterator[Progress]:
    """Yield a callable (what is being done, share done 0–1) that draws a bar.

    On a terminal the bar moves; in a log each new step is one line.
    """
    if quiet:
        yield lambda what, share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console.print, title)
        return
    columns = (TextColumn("{task.description}"), BarColumn(24), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda what, share: bar.update(
            task, description=f"{title} · {what}", completed=min(1.0, max(0.0, share))
        )


def _lines(write: Callable[[str], None], title: str) -> Progress:
    """Return a progress callable that writes each step once."""
    said: list[str] = []

    def step(what: str, share: float) -> None:
        if said[-1:] != [what]:
            said.append(what)
            write(f"{title} · {what}")

    return step
