"""The report as SARIF 2.1.0, which editors and code-review tools show beside the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from scriptgen.reviewing.reports.plain import NOTICE, evidence_of, rule_of

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif_report(result: Mapping[str, Any], name: str) -> str:
    """Return the report of a review as SARIF; ``name`` is the file that was reviewed."""
    codes = sorted({one["code"] for one in result["findings"]})
    run = {
        "tool": {
            "driver": {
                "name": "sanjin",
                "version": _version(),
                "rules": [_rule(code, result) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, name, codes) for one in result["findings"]],
        "properties": {"notice": NOTICE, "summary": result["summary"]},
    }
    data = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, result: Mapping[str, Any]) -> dict[str, Any]:
    first = next(one for one in result["findings"] if one["code"] == code)
    return {
        "id": code,
        "shortDescription": {"text": code},
        "help": {"text": rule_of(first) or NOTICE},
        "defaultConfiguration": {"level": _LEVELS.get(first["severity"], "note")},
        "properties": {
            "source": first.get("source", ""),
            "effective_from": first.get("effective_from", ""),
        },
    }


def _result(one: Mapping[str, Any], name: str, codes: list[str]) -> dict[str, Any]:
    words = [one["message"], one.get("suggestion") or "", *evidence_of(one)]
    found: dict[str, Any] = {
        "ruleId": one["code"],
        "ruleIndex": codes.index(one["code"]),
        "level": _LEVELS.get(one["severity"], "note"),
        "message": {"text": " ".join(word for word in words if word)},
        "locations": [_location(one, name)],
        "properties": {key: one.get(key) for key in ("term", "measured", "limit", "evidence")},
    }
    if one.get("waived"):
        found["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": one["waived"]}
        ]
    return found


def _location(one: Mapping[str, Any], name: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": name}}
    if isinstance(one.get("line"), int) and one["line"] > 0:
        region: dict[str, Any] = {"startLine": one["line"]}
        if one.get("text"):
            region["snippet"] = {"text": one["text"]}
        place["region"] = region
    logical = [
        {"name": str(said), "kind": kind}
        for said, kind in ((one.get("episode"), "episode"), (one.get("scene"), "scene"))
        if said is not None
    ]
    return {"physicalLocation": place} | ({"logicalLocations": logical} if logical else {})


def _version() -> str:
    try:
        return version("sanjin")
    except PackageNotFoundError:
        return "0"
