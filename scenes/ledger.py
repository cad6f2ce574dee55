"""Where the figures of one building are entered as they are settled, each with its origin."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

from scenes import rulebook
from scenes.building import Dimension
from scenes.rulebook import Choice, Rule
from scenes.spec import SetSpec
from scenes.standing import StandingHall

Spread = tuple[float, float]  # how far below and above, as parts of the value


@dataclass(slots=True)
class Ledger:
    """The spec, the standing hall if one is meant, the case so far, and what is settled.

    ``case`` is what rules are narrowed by; ``fen`` metres, 0 until the module is settled; ``chi``
    metres. ``without`` is the id of a hall whose survey may not be drawn on.
    """

    spec: SetSpec
    hall: StandingHall | None
    without: str = ""
    case: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, Dimension] = field(default_factory=dict)
    fen: float = 0.0
    chi: float = 0.312

    @property
    def period(self) -> str:
        """Return the id of the period."""
        return str(self.case["period"])

    @property
    def bays(self) -> int:
        """Return the bays of the hall's own body."""
        return int(self.case["bays"])

    @property
    def rafters(self) -> int:
        """Return the rafters, front and back together."""
        return int(self.case["rafters"])

    @property
    def kind(self) -> str:
        """Return hall, gate, side, bell or stage."""
        return str(self.case["kind"])

    def rule(self, name: str, **narrow: Any) -> Rule:
        """Return the rule that fits this building."""
        return rulebook.rule(name, self.case, without=self.without, **narrow)

    def fact(self, name: str) -> Rule | None:
        """Return the measured fact of that name, where the site has it."""
        return self.hall.facts.get(name) if self.hall else None

    def metres(self, r: Rule) -> float:
        """Return what one of the rule's units is in metres (a ratio or a count: one)."""
        known = {"分": self.fen, "尺": self.chi, "寸": self.chi / 10, "cm": 0.01}
        return known.get(r.unit, 1.0)

    def enter(
        self, key: str, item: str, r: Rule, of: float = 1.0, spread: Spread = (0, 0)
    ) -> float:
        """Enter a rule's figure times its unit times ``of``, and return it.

        ``spread`` is the uncertainty of ``of``. A figure in 分 takes that of the cai as well; they
        are taken to be independent.
        """
        scale = self.metres(r) * of
        value = r.value * scale
        spreads = [spread]
        if r.unit == "分" and "cai" in self.rows:
            spreads.append(self.spread("cai"))
        low, high = _joined(r, spreads)
        length = r.unit in ("分", "尺", "寸", "cm", "米") or of != 1.0
        self.rows[key] = Dimension(
            item=item, value=value, unit="米" if length else r.unit, low=low * scale,
            high=high * scale, rule=r.id, source=rulebook.sources().get(r.source, r.source),
            confidence=r.confidence, text=r.text,
        )  # fmt: skip
        return value

    def ruled(self, key: str, name: str, of: float = 1.0, **narrow: Any) -> float:
        """Enter the rule of that name that fits this building, and return the figure."""
        r = self.rule(name, **narrow)
        return self.enter(key, r.item, r, of)

    def settled(self, key: str, name: str) -> float:
        """Enter the measured fact ``key`` where there is one, else the rule ``name``."""
        known, head = self.fact(key), rulebook.heads()[name]["item"]
        return self.enter(key, head, known) if known else self.ruled(key, name)

    def chosen(self, name: str, **narrow: Any) -> str:
        """Enter the form that the spec names or else the rules choose, and return it."""
        c: Choice = rulebook.choice(name, self.case, without=self.without, **narrow)
        named = rulebook.named(name, self.spec.features)
        if named and c.value not in named:
            c = replace(c, id="asked", value=named[0], source="制景单", confidence="high",
                        text="制景单所定")  # fmt: skip
        self.form(name, c.item, c.value, c)
        return c.value

    def form(self, key: str, item: str, word: str, c: Choice | None = None) -> str:
        """Enter a form by its word: a rule's choice, or, without one, what spec or site says."""
        of = self.hall.title if self.hall else "制景单"
        self.rows[key] = Dimension(
            item=item, value=0.0, unit="", low=0.0, high=0.0, word=word,
            rule=c.id if c else ("recorded" if self.hall else "asked"),
            source=rulebook.sources().get(c.source, c.source) if c else of,
            confidence=c.confidence if c else "high", text=c.text if c else f"{of}所定",
        )  # fmt: skip
        return word

    def asked(self, key: str, item: str, value: float, unit: str = "米") -> float:
        """Enter a figure that the spec gives and return it."""
        self.rows[key] = Dimension(
            item=item, value=value, unit=unit, low=value, high=value, rule="asked",
            source="制景单", confidence="high", text="制景单所定",
        )  # fmt: skip
        return value

    def derived(self, key: str, item: str, low: float, value: float, high: float, of: str) -> float:
        """Enter a figure that follows from others and return it."""
        self.rows[key] = Dimension(
            item=item, value=value, unit="米", low=min(low, value), high=max(high, value),
            rule=f"derived:{of}", source="由上列各项推得", confidence="medium",
            text=f"由 {of} 推得",
        )  # fmt: skip
        return value

    def spread(self, key: str) -> Spread:
        """Return how uncertain a settled figure is: (below, above) as parts of its value."""
        row = self.rows[key]
        return (1 - row.low / row.value, row.high / row.value - 1) if row.value else (0.0, 0.0)


def _joined(r: Rule, spreads: list[Spread]) -> tuple[float, float]:
    if r.value == 0:
        return r.low, r.high
    below = math.hypot(1 - r.low / r.value, *(s[0] for s in spreads))
    above = math.hypot(r.high / r.value - 1, *(s[1] for s in spreads))
    return r.value * max(0.0, 1 - below), r.value * (1 + above)
