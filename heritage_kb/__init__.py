"""What is known about Shanxi's heritage: find it, show where it is from, check a claim."""

from __future__ import annotations

from heritage_kb.errors import BrokenData, RefusedInput, SanjinError, UnknownName
from heritage_kb.records import Claim, DatedTerm, Entry, Hit, Passage, Period, Source
from heritage_kb.relations import Relation, relation_json
from heritage_kb.shapes import claim_json, entry_json, hit_json, passage_json
from heritage_kb.store import KnowledgeBase, check, search
from heritage_kb.store import open_kb as open
from heritage_kb.validate import verify

__all__ = [
    "BrokenData",
    "Claim",
    "DatedTerm",
    "Entry",
    "Hit",
    "KnowledgeBase",
    "Passage",
    "Period",
    "RefusedInput",
    "Relation",
    "SanjinError",
    "Source",
    "UnknownName",
    "check",
    "claim_json",
    "entry_json",
    "hit_json",
    "open",
    "passage_json",
    "relation_json",
    "search",
    "verify",
]
