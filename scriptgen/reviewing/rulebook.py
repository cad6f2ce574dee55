"""The rules of a review as dated data: whose rule it is, since when, what it limits.

A pack is a file of ``data/rules``; a profile (``data/profiles``) changes limits and severities and
switches rules off. A rule counts from its first to its last day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from heritage_kb import filming
from heritage_kb.errors import RefusedInput

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule's data.

    Args:
        code: category or CATEGORY.DETAIL.
        severity: ``error``, ``warning`` or ``info``.
        what: what the rule asks, in one Chinese clause.
        source: the instrument or practice it comes from, with article and date.
        tag: how sure: ``S-A`` official text, ``S-B`` media or practice read, ``S-C`` one unofficial
            place, ``own`` own knowledge.
        effective_from: first day, ISO; ``effective_to`` the last, empty while in force.
        limit: what is measured against; ``unit`` says in what.
    """

    code: str
    severity: str
    what: str
    source: str
    effective_from: str
    effective_to: str = ""
    tag: str = ""
    limit: Any = None
    unit: str = ""
    pack: str = ""

    def counts_on(self, day: str) -> bool:
        """Tell whether the rule is in force on an ISO day."""
        return self.effective_from <= day and (not self.effective_to or day <= self.effective_to)


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What a programme or a platform asks differently; keys are rule codes."""

    name: str
    what: str
    source: str = ""
    limits: dict[str, Any] = field(default_factory=dict)
    severities: dict[str, str] = field(default_factory=dict)
    off: tuple[str, ...] = ()


class RuleBook:
    """The rules that count in one review.

    Args:
        profile: name of a profile; None for the defaults.
        day: ISO day on which the rules must be in force; empty for the newest of each.

    Raises:
        RefusedInput: no such profile, or no such day.
    """

    def __init__(self, profile: str | None = None, day: str = "") -> None:
        if day:
            _checked_day(day)
        self.day = day
        self.profile = _profile(profile) if profile else None
        self._rules = {
            code: self._adjusted(rule)
            for code, rule in rules().items()
            if not (self.profile and code in self.profile.off) and (not day or rule.counts_on(day))
        }

    def __contains__(self, code: str) -> bool:
        return code in self._rules

    def __getitem__(self, code: str) -> Rule:
        """Return a rule, also one that does not count here (its findings are left out later)."""
        return self._rules.get(code) or rules()[code]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def limit(self, code: str) -> Any:
        """Return what a rule measures against."""
        return self[code].limit

    def to_json(self) -> dict[str, Any]:
        """Return what the book is: how many rules, the newest, the profile and the day."""
        return {
            "rules": len(self._rules),
            "newest": max((rule.effective_from for rule in self), default=""),
            "profile": self.profile.name if self.profile else "",
            "day": self.day,
        }

    def _adjusted(self, rule: Rule) -> Rule:
        if self.profile is None:
            return rule
        return replace(
            rule,
            limit=self.profile.limits.get(rule.code, rule.limit),
            severity=self.profile.severities.get(rule.code, rule.severity),
        )


@cache
def rules() -> dict[str, Rule]:
    """Return every shipped rule by its code."""
    packs: dict[str, list[Any]] = {}
    for file in sorted(_folder("rules").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".json"):
            packs[file.name.removesuffix(".json")] = json.loads(file.read_text("utf-8"))
    packs["places"] = [*filming.rows(), *packs["places"]]  # the ground floor's; sets obey them too
    known = {one.name for one in fields(Rule)}
    return {
        row["code"]: Rule(**{k: v for k, v in row.items() if k in known}, pack=pack)
        for pack, its in packs.items()
        for row in its
    }


@cache
def profiles() -> dict[str, Profile]:
    """Return every shipped profile by its name."""
    found = {}
    for file in sorted(_folder("profiles").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".json"):
            row = json.loads(file.read_text("utf-8"))
            found[row["name"]] = Profile(**row | {"off": tuple(row.get("off", ()))})
    return found


def _folder(name: str) -> Any:
    return files("scriptgen").joinpath("data", name)


def _profile(name: str) -> Profile:
    found = profiles().get(name)
    if found is None:
        known = "、".join(profiles())
        raise RefusedInput(
            f"没有叫“{name}”的规则档；可用的有：{known}。", f"No profile “{name}”; known: {known}."
        )
    return found


def _checked_day(day: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise RefusedInput(
            f"日期“{day}”写法不对，应如 2026-09-01。", f"“{day}” is not a date like 2026-09-01."
        ) from error
