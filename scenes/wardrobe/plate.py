"""The measured line plate of an item: its views, by the form that its row names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from heritage_kb.errors import BrokenData
from scenes.wardrobe import heads, lower, robes, vessels
from scenes.wardrobe.items import Item
from scenes.wardrobe.outline import View

FORMS: Mapping[str, Callable[[Mapping[str, Any]], list[View]]] = {
    "robe": robes.draw_robe, "skirt": lower.draw_skirt, "trousers": lower.draw_trousers,
    "strip": lower.draw_strip, "patch": lower.draw_patch, "bib": lower.draw_bib,
    "belt": lower.draw_belt, "cloud": lower.draw_cloud, "armour": lower.draw_armour,
    "shoe": lower.draw_shoe, "head": heads.draw_head, "turned": vessels.draw_turned,
    "box": vessels.draw_box, "parts": vessels.draw_parts,
}  # fmt: skip


def views_of(item: Item) -> list[View]:
    """Return the views of an item in metres; none where its row gives no form.

    Raises:
        BrokenData: a form that is not known.
    """
    if not item.cut:
        return []
    form, measures = item.cut["form"], {k: v for k, v in item.cut.items() if k != "form"}
    if form not in FORMS:
        raise BrokenData(
            f"服化道“{item.name}”的 form “{form}”不认识，请用 {'、'.join(FORMS)} 之一。",
            f"{item.id}: form {form!r} is not known.",
        )
    return FORMS[form](measures)
