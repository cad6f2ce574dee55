"""Text boxes that Word writes twice, for itself and for older programs: both must say the same."""

from __future__ import annotations

import copy
from typing import Any

from scriptgen.formats.word.package import parsed
from scriptgen.formats.word.splicing import Splice
from scriptgen.formats.word.tags import MC, W


def mirror_boxes(splice: Splice) -> None:
    """Copy what was changed in a text box into its older twin, where the two were alike."""
    units = [*splice.dirty, *splice.removed, *splice.after, *splice.before]
    around = [above for unit in units for above in unit.iterancestors(f"{MC}AlternateContent")]
    if not around:
        return
    before = list(parsed(splice.package.part(splice.package.main)).iter(f"{MC}AlternateContent"))
    for number, both in enumerate(splice.root.iter(f"{MC}AlternateContent")):
        if both in around and number < len(before) and _alike(before[number]):
            _mirror(both, splice)


def _boxes(both: Any) -> tuple[list[Any], list[Any]]:
    newer = [box for way in both.findall(f"{MC}Choice") for box in way.iter(f"{W}txbxContent")]
    older = [box for way in both.findall(f"{MC}Fallback") for box in way.iter(f"{W}txbxContent")]
    return newer, older


def _alike(both: Any) -> bool:
    newer, older = ([_text(box) for box in boxes] for boxes in _boxes(both))
    return bool(newer) and newer == older


def _text(box: Any) -> str:
    return "".join(node.text or "" for node in box.iter(f"{W}t"))


def _mirror(both: Any, splice: Splice) -> None:
    for unit in [unit for unit in splice.removed if both in unit.iterancestors()]:
        del splice.removed[unit]
        unit.getparent().remove(unit)
    for newer, older in zip(*_boxes(both), strict=True):
        for child in list(older):
            older.remove(child)
        older.extend(copy.deepcopy(child) for child in newer)
    splice.touch(both)
