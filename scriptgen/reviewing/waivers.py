"""“有意安排”: a person says why a finding stands, and the finding stays quiet while that holds.

A waiver is tied to the rule, the term and the words of the line, so that it survives when lines
move, are renumbered or lightly edited; where the line is gone or says something else, it lapses.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from heritage_kb.publish import write_file
from scriptgen.reviewing.findings import SEVERITIES, Finding
from scriptgen.textin import MEGABYTE, decode, read_bytes

_ALIKE = 0.72  # of two wordings of a line, from which they count as one line edited


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """Why a finding stands.

    ``code`` and ``term`` are the finding's; ``text`` are the words of its line, empty for a
    finding about an episode or a scene, which ``episode`` and ``scene`` then name.
    """

    code: str
    reason: str
    by: str
    when: str = ""
    term: str = ""
    text: str = ""
    episode: int | None = None
    scene: str | None = None

    def covers(self, finding: Finding) -> bool:
        """Tell whether the waiver speaks of a finding."""
        if self.code != finding.code or self.term != finding.term:
            return False
        if not self.text:
            same = not finding.text and self.scene == finding.scene
            return same and self.episode == finding.episode
        if self.term and self.term not in finding.text:
            return False
        return _alike(self.text, finding.text)


def waive(finding: dict[str, Any], *, reason: str, by: str, when: str = "") -> Waiver:
    """Return the waiver of a finding (its JSON).

    Raises:
        RefusedInput: no reason, or nobody is named.
    """
    if not reason.strip():
        raise RefusedInput("请写明理由，例如“穿越者的台词，有意安排”。", "A waiver needs a reason.")
    if not by.strip():
        raise RefusedInput("请写明是谁的决定。", "A waiver needs a name.")
    return Waiver(
        code=str(finding["code"]),
        reason=reason.strip(),
        by=by.strip(),
        when=when,
        term=str(finding.get("term") or ""),
        text=str(finding.get("text") or ""),
        episode=finding.get("episode"),
        scene=finding.get("scene"),
    )


def apply(findings: Iterable[Finding], waivers: Sequence[Waiver]) -> list[Waiver]:
    """Mark the findings that are waived, and return the waivers that speak of none any more."""
    used: set[int] = set()
    for finding in findings:
        for number, waiver in enumerate(waivers):
            if waiver.covers(finding):
                finding.waived = f"{waiver.reason}（{waiver.by}）"
                used.add(number)
                break
    return [waiver for number, waiver in enumerate(waivers) if number not in used]


def marked(review: Mapping[str, Any], waivers: Sequence[Waiver]) -> dict[str, Any]:
    """Return a review that was written down, its findings marked by the waivers there are now.

    Args:
        review: the JSON of a review; it stays as it is.
        waivers: every waiver; a mark of one that is gone goes as well.
    """
    found = [Finding(**{**one, "waived": ""}) for one in review["findings"]]
    lapsed = apply(found, waivers)
    opened = Counter(one.severity for one in found if not one.waived)
    counts = {severity: opened[severity] for severity in SEVERITIES}
    summary = {**review["summary"], **counts, "waived": sum(bool(one.waived) for one in found)}
    return {
        **review,
        "findings": [one.to_json() for one in found],
        "summary": summary | {"lapsed": [asdict(one) for one in lapsed]},
    }


def read_waivers(path: Path) -> list[Waiver]:
    """Return the waivers of a file; none where there is no file.

    Raises:
        RefusedInput: the file is damaged.
    """
    if not path.exists():
        return []
    try:
        rows = json.loads(decode(read_bytes(path, limit=MEGABYTE), path.name))
        return [Waiver(**row) for row in rows["waivers"]]
    except (ValueError, TypeError, KeyError) as error:
        raise RefusedInput(
            f"“{path.name}”不是说明文件，或已损坏；请换一个文件。", f"“{path.name}” is damaged."
        ) from error


def write_waivers(path: Path, waivers: Sequence[Waiver]) -> None:
    """Write the waivers to a file, whole or not at all."""
    data = {"waivers": [asdict(one) for one in waivers]}
    write_file(path, (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
