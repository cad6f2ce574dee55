"""The people of a script that was brought in: whose story it is, and who stands where beside them.

Such a script says who speaks and not what they are to each other; they are seated by how much they
say and by how they are called, so that what is written on is played by them and by nobody else.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from scriptgen.series import Character, Series
from scriptgen.story.biblework import ROLE_NAMES

_ELDER = re.compile(
    r"掌柜|师傅|师父|师太|老[爷太师先人]|[太大老]爷|爷爷|奶奶|先生|东家|班主|掌班|校长|厂长|村长|支书|主任|父|母|爹|娘|叔|伯|婶|^老"
)
_SEATS = "主师友敌东"


def seated(series: Series) -> list[Character]:
    """Return the people of a bible, those without a role seated as far as there are seats left."""
    people = list(series.bible.characters)
    if any(one.role for one in people):
        return people
    lines = Counter(
        line.speaker
        for episode in series.episodes
        for scene in episode.scenes
        for line in scene.elements
        if line.speaker
    )
    order = sorted(people, key=lambda one: -lines[one.name])
    hero = next((one for one in order if not _ELDER.search(one.name)), None)
    hero = hero or next(iter(order), None)
    elder = next((one for one in order if one is not hero and _ELDER.search(one.name)), None)
    first = [one for one in (hero, elder) if one]
    rest = [one for one in order if one not in first]
    seats = _SEATS if elder else _SEATS.replace("师", "") + "师"
    roles = {one.name: ROLE_NAMES[role] for role, one in zip(seats, [*first, *rest], strict=False)}
    return [replace(one, role=roles.get(one.name, "")) for one in people]
