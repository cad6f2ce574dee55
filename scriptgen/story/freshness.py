"""How fresh a text is: how many of its pairs of characters are new within a stretch of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scriptgen.series import Episode

STRETCH = 300  # characters; some 75 seconds of a micro-drama
_SHORTEST = 150  # of fewer characters a share says nothing
_HAN = re.compile(r"[^一-鿿]")


def freshness(episode: Episode) -> float:
    """Return the share of distinct pairs of characters in the stalest stretch of an episode.

    Speech and action are read through, names too; 1.0 where there is less than half a stretch.
    """
    lines = (line for scene in episode.scenes for line in scene.elements)
    return stalest(line.text for line in lines if line.type in ("dialogue", "action"))


def stalest(texts: Iterable[str]) -> float:
    """Return the lowest share of distinct pairs among stretches that overlap by half."""
    text = "".join(_HAN.sub("", one) for one in texts)
    pairs = [text[n : n + 2] for n in range(len(text) - 1)]
    starts = range(0, max(1, len(text) - STRETCH + 1), STRETCH // 2)
    stretches = [pairs[at : at + STRETCH - 1] for at in starts]
    return min((len(set(s)) / len(s) for s in stretches if len(s) > _SHORTEST), default=1.0)
