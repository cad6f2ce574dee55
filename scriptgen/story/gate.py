"""What a line must pass before it is accepted: its year, and what the brief asks to avoid."""

from __future__ import annotations

import re

from heritage_kb import KnowledgeBase
from heritage_kb.errors import UnknownName
from scriptgen.brief import Brief
from scriptgen.reviewing.lexicon import hits
from scriptgen.story.setting import season_asked

_ALIKE = {
    "掌掴": ("巴掌", "耳光", "掌掴"),
    "下跪": ("跪",),
    "血腥": ("血",),
    "喝酒": ("酒",),
    "脏话": ("妈的", "混蛋"),
    "抽烟": ("烟袋", "旱烟", "香烟"),
}


_GORE = "C10.GORE"  # what the review sends back, whatever is meant by it
_UTTERED = 6  # characters, stop and all, in which a line of ours states nothing


class Gate:
    """Tells whether a line may stand in this story.

    Args:
        brief: its ``avoid`` words never appear.
        kb: knows what belongs to which year.
        year: of the story.
        avoids: words that its trade does not say; only lines of our own are held against them.
    """

    def __init__(
        self, brief: Brief, kb: KnowledgeBase, year: int | None, avoids: tuple[str, ...] = ()
    ) -> None:
        self._avoids = avoids
        self._kb, self._year = kb, year
        self.banned = banned_words(brief)
        self._at_a_site = _at_a_site(brief, kb)
        self.season = season_asked(brief)
        self._passed: dict[str, bool] = {}
        self._stages: dict[str, bool] = {}
        self._plays: dict[str, bool] = {}

    def lets(self, text: str) -> bool:
        """Tell whether the text is neither banned nor out of its time."""
        if text not in self._passed:
            self._passed[text] = not any(w in text for w in self.banned) and self._in_time(text)
        return self._passed[text]

    def stages(self, text: str) -> bool:
        """Tell whether a picture may be staged: let in, and no harm to a site of the story."""
        if text not in self._stages:
            self._stages[text] = (
                self.lets(text)
                and not (self._at_a_site and _harms(text))
                and not any(hit.sense.code == _GORE for hit in hits(text, "content"))
            )
        return self._stages[text]

    def plays(self, text: str) -> bool:
        """Tell whether a line of our own invention may stand: staged, and no statement of fact.

        What the claim checker would take for a statement needs a source, and this line has none.
        """
        if text not in self._plays:
            self._plays[text] = (
                not any(word in text for word in self._avoids)
                and self.stages(text)
                and self._states_nothing(text)
            )
        return self._plays[text]

    def _states_nothing(self, text: str) -> bool:
        return len(text) <= _UTTERED or all(
            claim.verdict == "fiction" for claim in self._kb.check(text)
        )

    def _in_time(self, text: str) -> bool:
        if self._year is None:
            return True
        return not any(term.out_of_years for term in self._kb.terms_in(text, self._year))


def _at_a_site(brief: Brief, kb: KnowledgeBase) -> bool:
    """Tell whether a story is set at a house that is kept; in a county a fire may burn, or a fever."""
    for name in brief.places:
        try:
            kb.resolve(name, ("site", "structure"))
        except UnknownName:
            continue
        return True
    return bool(kb.names_in(f"{brief.title}，{brief.logline}", kinds=("site", "structure")))


def _harms(text: str) -> bool:
    """Tell whether a line does what may not be done at a protected site, as the review has it."""
    return any(hit.sense.code.startswith("SITE_") for hit in hits(text, "places"))


def banned_words(brief: Brief) -> tuple[str, ...]:
    """Return the words that ``avoid`` names: quoted ones, short ones, and what means the same."""
    words: set[str] = set()
    for item in brief.avoid:
        words |= set(re.findall(r"“([^“”]{1,12})”", item))
        for part in re.split(r"[，、；。：:\s]|一类|之类|等等", re.sub(r"“[^“”]*”", "、", item)):
            if 1 < len(part) <= 5:
                words.add(part)
        for cue, alike in _ALIKE.items():
            if cue in item:
                words |= set(alike)
    return tuple(sorted(words))
