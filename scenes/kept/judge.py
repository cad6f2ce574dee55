"""One picture held to one render: what was kept, what was not, and what control to try next.

Straight line: passes → lines by part → edges of the picture → agreement; bays; colours; depth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput
from scenes.kept import bays, colours, lines
from scenes.kept.bays import Bays
from scenes.kept.colours import Tint
from scenes.kept.edges import TOLERANCE
from scenes.kept.lines import Agreement
from scenes.kept.seen import Seen, fitted, open_picture, read

Depth = Callable[[NDArray[np.uint8]], NDArray[np.floating]]

# Of a thousand right and wrong buildings, blurred, noisy, recoloured and warped (benchmarks.kept).
WEAKEST = 0.40
# Right buildings, all four spoils at once, come to 0.3 and more; noise of any grain stays under 0.2.
CHANCE = 0.2
# A reference's own proposal; below it the depths disagree in order.
RANKS = 0.85
_POINTS = 20_000  # places that depths are compared at


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a picture kept.

    ``parts`` column, ridge, eave and outlines; ``weakest`` recall of the worst third of columns
    and ridges (of outlines, where a set has neither), 0..1; ``above_chance`` how far the same lines
    are met better than moved aside, up to 1; ``depth`` rank correlation, -1..1, None where no depth
    was given; ``bays`` None where they cannot be told; ``why`` one sentence for each failure, empty
    where it is kept; ``try_next`` what to change.
    """

    parts: Mapping[str, Agreement]
    weakest: float
    above_chance: float
    bays: Bays | None
    tints: tuple[Tint, ...]
    depth: float | None
    why: tuple[str, ...]
    try_next: Mapping[str, float]

    @property
    def kept(self) -> bool:
        """Return whether nothing failed."""
        return not self.why

    def record(self) -> dict[str, Any]:
        """Return it as plain values, to stand in a side-car."""
        return {
            "kept": self.kept, "why": list(self.why), "try_next": dict(self.try_next),
            "weakest": round(self.weakest, 4),
            "above_chance": round(self.above_chance, 4), "tolerance_px": TOLERANCE,
            "lines": {
                name: {k: round(getattr(one, k), 4) for k in ("f1", "recall", "precision", "weakest")}
                for name, one in self.parts.items()
            },
            "bays": None if self.bays is None else
                {"told": self.bays.told, "meant": self.bays.meant, "sure": self.bays.sure},
            "depth_rank": None if self.depth is None else round(self.depth, 4),
            "colours": [
                {"part": t.part, "meant": t.meant, "seen": t.seen, "far": round(t.far, 2),
                 "fails": t.fails, "why": t.why} for t in self.tints
            ],
        }  # fmt: skip


def examine(
    manifest: str | Path | Seen, picture: str | Path | NDArray[np.uint8], *,
    depth: Depth | NDArray[np.floating] | None = None,
) -> Verdict:  # fmt: skip
    """Hold a picture to the render it was painted over.

    Args:
        manifest: of the render, the folder it lies in, or what ``read`` gave.
        picture: a file, or (h, w, 3) sRGB bytes; any size of the plate's shape.
        depth: a model that gives the nearness of a picture's pixels (larger is nearer, any unit,
            as Depth Anything and MiDaS do), or what it gave; left out, depth is not judged.

    Raises:
        RefusedInput: as ``read`` and ``fitted``, or a depth of another shape.
    """
    seen = manifest if isinstance(manifest, Seen) else read(manifest)
    given = picture if isinstance(picture, np.ndarray) else open_picture(picture)
    shown = fitted(given, seen.size)
    drawn = lines.drawing(seen)
    marks = lines.marks(shown)
    parts = lines.agree(drawn, marks, TOLERANCE)
    worst = lines.weakest(drawn, marks, TOLERANCE)
    lift = lines.above_chance(drawn, marks, TOLERANCE)
    told = bays.count(seen, shown)
    tints = tuple(colours.tints(seen, shown))
    rank = (
        None if depth is None else rank_agreement(seen, depth(shown) if callable(depth) else depth)
    )
    held = {name: parts[name] for name in lines.judged(drawn)}
    why, cure = _judged((worst, lift), held, told, tints, rank)
    return Verdict(
        parts=parts, weakest=worst, above_chance=lift, bays=told, tints=tints, depth=rank, why=tuple(why), try_next=cure
    )  # fmt: skip


def _judged(
    met: tuple[float, float], held: Mapping[str, Agreement], told: Bays | None, tints: tuple[Tint, ...],
    rank: float | None,
) -> tuple[list[str], dict[str, float]]:  # fmt: skip
    """Return what failed, and the least a control should be, or the most the strength.

    ``met``: recall of the worst third, and how far above chance the lines are met.
    """
    worst, lift = met
    why: list[str] = []
    cure: dict[str, float] = {}
    if not held:
        why.append("设定图里没有可核的线（太暗，或全是树与雾）：请换一个时辰或机位重出，或由人看")
    elif worst < WEAKEST:
        part = min(held, key=lambda k: held[k].weakest)
        why.append(f"{lines.PARTS[part]}没有守住：最差的三成线只对上 {held[part].weakest:.0%}")
        cure |= {"line": 0.8, "strength": 0.40} if part == "column" else {"depth": 0.8, "line": 0.7}
    elif lift < CHANCE:
        why.append("画面处处是碎纹，线挪到别处也一样对得上：看不出这座房子")
        cure |= {"depth": 0.8, "line": 0.7, "strength": 0.40}
    # Alone the count errs too often (benchmarks.kept); beside lines that failed it says how.
    if why and told is not None and told.sure and told.told != told.meant:
        why.append(f"间数不对：图中像是 {told.told} 间，应为 {told.meant} 间")
        cure |= {"line": 0.85, "strength": 0.35}
    if rank is not None and rank < RANKS:
        why.append(f"远近次序不合：与深度图的等级相关只有 {rank:.2f}")
        cure |= {"depth": 0.85}
    for tint in tints:
        if tint.fails:
            said = f"（{tint.why.rstrip('。')}）" if tint.why else ""
            why.append(f"{tint.title}应作{tint.meant}，图中作{tint.seen}{said}")
            cure["strength"] = min(cure.get("strength", 0.45), 0.45)
    return why, cure


def rank_agreement(seen: Seen, near: NDArray[np.floating]) -> float:
    """Return Spearman's rank correlation, -1..1, of some nearness with the render's, sky left out.

    Raises:
        RefusedInput: it is no (h, w) array of the plate's shape.
    """
    if (
        near.ndim != 2
        or abs(near.shape[1] / near.shape[0] / (seen.size[0] / seen.size[1]) - 1) > 0.03
    ):
        raise RefusedInput(
            "深度图与设定图画幅不同：请给同一画幅、单通道的深度图。", "The depth has another shape."
        )
    rows, columns = np.nonzero(np.isfinite(seen.depth))
    step = max(1, len(rows) // _POINTS)
    rows, columns = rows[::step], columns[::step]
    high, wide = seen.depth.shape
    theirs = near[rows * near.shape[0] // high, columns * near.shape[1] // wide]
    ours = _ranks(-seen.depth[rows, columns].astype(np.float64))
    other = _ranks(theirs.astype(np.float64))
    if ours.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(ours, other)[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ranks, ties sharing their mean."""
    _, place, many = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(many)
    return np.asarray((last - (many - 1) / 2)[place], np.float64)
