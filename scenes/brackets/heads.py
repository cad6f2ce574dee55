"""What crosses the last arm along the wall: 耍头 of each age, and the Qing beam's 桃尖 head."""

from __future__ import annotations

import numpy as np

from scenes.brackets.arms import SINK, THICK
from scenes.brackets.levers import beaked, nose_of
from scenes.brackets.stack import Stack
from scenes.solids import Mesh, lofted, prism, shifted


def head(s: Stack, y: float, inner: float, z: float, stretch: float = 1.0) -> Mesh:
    """Return the 耍头 that crosses the last arm at ``y``, cut as the age cuts it."""
    if s.head == "昂形":
        return shifted(beaked(nose_of(s, y, inner, y + 14.0, stretch)), z=z)
    high = s.single
    if s.head == "批竹":
        tip = y - 26.0 * stretch
        outline = [(inner, 0.0), (inner, high), (y - 8.0, high), (tip, 2.5), (tip, 0.0)]
    else:
        k = stretch
        outline = [(inner, 0.0), (inner, high), (y - 15.0 * k, high), (y - 25.0 * k, high - 5.0),
                   (y - 25.0 * k, high - 8.5), (y - 20.0 * k, 2.5), (y - 14.0 * k, 2.5),
                   (y - 12.0 * k, 0.0)]  # fmt: skip
    return shifted(prism(outline, THICK - 4.4 * SINK, "yz"), z=z)


def peach(s: Stack) -> Mesh:
    """Return the head of a Qing 桃尖梁: the beam itself comes out over the last jump."""
    y, low = -s.last, s.ling
    high = s.rest + s.step + 0.4 * s.purlin
    # distance beyond the purlin's axis, underside, top, half thickness
    shape = [(-s.last - 12.0, 0.0, high, 20.0), (14.0, 0.0, high, 20.0), (22.0, 2.0, high - 4.0, 17.0),
             (31.0, 9.0, high - 14.0, 13.0), (38.0, 17.0, high - 25.0, 8.0)]  # fmt: skip
    rings = [[(-h, y - d, low + a), (h, y - d, low + a), (h, y - d, low + max(c, a + 5.0)),
              (-h, y - d, low + max(c, a + 5.0))] for d, a, c, h in shape]  # fmt: skip
    return lofted(np.array(rings))
