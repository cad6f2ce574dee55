"""One work on its way from draft to signature: states, rounds of findings, a log that shows touching.

A case is a folder: ``log.jsonl`` holds one row a step, each with the hash of the row before;
``head.json`` says how many there are, so that rows cut off at the end are seen; ``kept/`` holds what
the rows speak of (scripts, findings, the baseline), named by its hash. A hash chain shows that
something was touched; who could rewrite the whole folder could rewrite the chain, so a copy of the
head belongs elsewhere (``head`` returns it).

A machine may review. Only a named person may pass a work on or sign it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from heritage_kb.publish import write_file

Clock = Callable[[], datetime]

DRAFT, PRE_REVIEW, REVISE, FINAL, SIGNED = (
    "draft", "pre_review", "revise", "final_review", "signed",
)  # fmt: skip
STATES = {
    DRAFT: "草稿", PRE_REVIEW: "预审", REVISE: "修改", FINAL: "终审", SIGNED: "已签",
}  # fmt: skip
_NEXT = {
    "submit": ((DRAFT, REVISE), PRE_REVIEW),
    "findings": ((PRE_REVIEW, FINAL), None),
    "revise": ((PRE_REVIEW, FINAL), REVISE),
    "final": ((PRE_REVIEW,), FINAL),
    "opine": ((PRE_REVIEW, FINAL), None),
    "sign": ((FINAL,), SIGNED),
    "baseline": ((DRAFT, PRE_REVIEW, REVISE, FINAL, SIGNED), None),
}
_MACHINE = re.compile(
    r"三晋|sanjin|scaffold|gpt|deepseek|qwen|通义|文心|豆包|kimi|claude|gemini|llama|glm|机器|模型|程序|系统|自动|\bAI\b|人工智能",
    re.IGNORECASE,
)
_FIRST = "0" * 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who did a step: ``kind`` is ``person`` or ``machine``."""

    name: str
    role: str = ""
    kind: str = "person"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What came of looking at a chain: whole, or the first row that was touched and how."""

    whole: bool
    rows: int
    touched: int | None = None
    why: str = ""


class Case:
    """A case in its folder.

    Args:
        folder: made where there is none.
        clock: tells the time; for tests.
    """

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.folder = folder
        self._clock = clock or (lambda: datetime.now(UTC))

    # -- reading ----------------------------------------------------------------------------

    def log(self) -> list[dict[str, Any]]:
        """Return the rows, oldest first.

        Raises:
            RefusedInput: a row is damaged.
        """
        file = self.folder / "log.jsonl"
        if not file.is_file():
            return []
        try:
            return [json.loads(row) for row in file.read_text("utf-8").splitlines() if row]
        except ValueError as error:
            raise RefusedInput(
                f"“{file}”有损坏的行；请用 verify 看是哪一行。", f"“{file}” is damaged."
            ) from error

    @property
    def state(self) -> str:
        """Return the present state."""
        return next((row["state"] for row in reversed(self.log())), DRAFT)

    def head(self) -> dict[str, Any]:
        """Return the count of rows and the last hash: worth keeping somewhere else."""
        rows = self.log()
        return {"rows": len(rows), "hash": rows[-1]["hash"] if rows else _FIRST}

    def last(self, action: str) -> dict[str, Any] | None:
        """Return the newest row of an action."""
        return next((row for row in reversed(self.log()) if row["action"] == action), None)

    def kept(self, digest: str) -> bytes:
        """Return what was kept under a hash.

        Raises:
            RefusedInput: it is gone, or is no longer what it was.
        """
        file = self.folder / "kept" / digest
        data = file.read_bytes() if re.fullmatch("[0-9a-f]{64}", digest) and file.is_file() else b""
        if hashlib.sha256(data).hexdigest() != digest:
            raise RefusedInput(
                f"附件 {digest[:12]} 不在了或被改过；请从备份取回。",
                f"Attachment {digest} is gone.",
            )
        return data

    def verify(self) -> Verified:
        """Return whether the log is as it was written, else the first row that is not."""
        file, before = self.folder / "log.jsonl", _FIRST
        texts = file.read_text("utf-8").splitlines() if file.is_file() else []
        for number, text in enumerate(texts, 1):
            why = _fault(text, number, before)
            if why:
                return Verified(whole=False, rows=len(texts), touched=number, why=why)
            row = json.loads(text)
            before = row["hash"]
            for digest in row["payload"].values():
                try:
                    self.kept(digest)
                except RefusedInput as refused:
                    return Verified(whole=False, rows=len(texts), touched=number, why=refused.zh)
        head = self._read_head()
        if head and (head["rows"] != len(texts) or head["hash"] != before):
            return Verified(
                whole=False, rows=len(texts), touched=len(texts) + 1,
                why=f"应有 {head['rows']} 行，现有 {len(texts)} 行：末尾被删过或加过。",
            )  # fmt: skip
        return Verified(whole=True, rows=len(texts))

    # -- steps ------------------------------------------------------------------------------

    def submit(self, script: bytes, actor: Actor) -> dict[str, Any]:
        """Hand a script in for review; after a revision, hand it in again."""
        return self._step("submit", actor, {"script": script})

    def attach(self, findings: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
        """Attach what a review found; a machine may do that."""
        data = json.dumps(findings, ensure_ascii=False, sort_keys=True).encode()
        return self._step("findings", actor, {"findings": data}, machine=True)

    def ask_revision(self, note: str, actor: Actor) -> dict[str, Any]:
        """Send the work back to its writer, with what is to be changed."""
        return self._step("revise", actor, {}, note=_said(note, "请写明要改什么。"))

    def start_final(self, actor: Actor) -> dict[str, Any]:
        """Begin the final review of what was reviewed before.

        Raises:
            RefusedInput: no findings were attached since the script was handed in.
        """
        done, handed = self.last("findings"), self.last("submit")
        if done is None or handed is None or done["seq"] < handed["seq"]:
            raise RefusedInput(
                "这一稿还没有附上预审结果，不能进终审；请先审读并附上。",
                "No review is attached yet.",
            )
        return self._step("final", actor, {})

    def opine(self, opinion: str, actor: Actor) -> dict[str, Any]:
        """Put down the opinion of a named person."""
        return self._step("opine", actor, {}, note=_said(opinion, "请写明意见。"))

    def sign(self, opinion: str, actor: Actor) -> dict[str, Any]:
        """Sign the work.

        Raises:
            RefusedInput: not in final review; no person, role or opinion is named; or findings
                of the gravest kind are neither waived nor spoken of in an opinion.
        """
        if not actor.role.strip():
            raise RefusedInput("签字要写明职务，如“总编辑”。", "A signature needs a role.")
        open_errors = self._open_errors()
        spoken = self.last("opine")
        done = self.last("findings")
        if open_errors and (spoken is None or done is None or spoken["seq"] < done["seq"]):
            raise RefusedInput(
                f"还有 {open_errors} 条错误没有说明，也没有人写意见；请逐条说明，或先写意见再签。",
                f"{open_errors} errors are open and nobody spoke of them.",
            )
        return self._step("sign", actor, {}, note=_said(opinion, "签字要写意见。"))

    def set_baseline(self, baseline: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
        """Keep what was filed (备案): see ``baseline.snapshot``."""
        data = json.dumps(baseline, ensure_ascii=False, sort_keys=True).encode()
        return self._step("baseline", actor, {"baseline": data})

    def baseline(self) -> dict[str, Any]:
        """Return what was filed.

        Raises:
            RefusedInput: nothing was.
        """
        row = self.last("baseline")
        if row is None:
            raise RefusedInput("还没有备案底本；请先存一份。", "No baseline was kept.")
        found: dict[str, Any] = json.loads(self.kept(row["payload"]["baseline"]))
        return found

    # -- parts ------------------------------------------------------------------------------

    def _open_errors(self) -> int:
        row = self.last("findings")
        if row is None:
            return 0
        found = json.loads(self.kept(row["payload"]["findings"]))["findings"]
        return sum(one["severity"] == "error" and not one.get("waived") for one in found)

    def _step(
        self,
        action: str,
        actor: Actor,
        payload: Mapping[str, bytes],
        *,
        note: str = "",
        machine: bool = False,
    ) -> dict[str, Any]:
        _refuse_nobody(actor, machine=machine)
        from filelock import FileLock

        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / "lock", timeout=20):
            state, rows = self.state, self.log()
            allowed, after = _NEXT[action]
            if state not in allowed:
                raise RefusedInput(
                    f"现在是“{STATES[state]}”，不能做这一步；要先到：{'、'.join(STATES[s] for s in allowed)}。",
                    f"The case is in {state}; this needs {', '.join(allowed)}.",
                )
            row = {
                "seq": len(rows) + 1,
                "time": self._clock().astimezone(UTC).isoformat(timespec="milliseconds"),
                "actor": {"kind": actor.kind, "name": actor.name.strip(), "role": actor.role.strip()},
                "action": action,
                "state": after or state,
                "payload": {name: self._keep(data) for name, data in payload.items()},
                "note": note,
                "prev": rows[-1]["hash"] if rows else _FIRST,
            }  # fmt: skip
            row["hash"] = _hash(row)
            self._append(row)
        return row

    def _keep(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        file = self.folder / "kept" / digest
        if not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            write_file(file, data)
        return digest

    def _append(self, row: Mapping[str, Any]) -> None:
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
            log.flush()
            os.fsync(log.fileno())
        head = {"rows": row["seq"], "hash": row["hash"]}
        write_file(self.folder / "head.json", json.dumps(head).encode())

    def _read_head(self) -> dict[str, Any] | None:
        file = self.folder / "head.json"
        try:
            head: dict[str, Any] = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return head


def _fault(text: str, number: int, before: str) -> str:
    """Return what is wrong with a row of the log; nothing where it is as it was written."""
    try:
        row = json.loads(text)
        said, counted = row["hash"], row["seq"]
    except (ValueError, KeyError, TypeError):
        return "这一行读不出来。"
    if counted != number or row.get("prev") != before:
        return "这一行与前一行接不上：中间删过、插过或换过次序。"
    return "" if said == _hash(row) else "这一行的内容被改过。"


def _hash(row: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in row.items() if key != "hash"}
    return hashlib.sha256(
        json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()


def _refuse_nobody(actor: Actor, *, machine: bool) -> None:
    name = actor.name.strip()
    if not name:
        raise RefusedInput("请写明是谁。", "Say who does this.")
    if not machine and (actor.kind != "person" or _MACHINE.search(name)):
        raise RefusedInput(
            f"“{name}”不是人名；这一步只能由有名有姓的人来做。", f"“{name}” is no person."
        )


def _said(text: str, ask: str) -> str:
    if not text.strip():
        raise RefusedInput(ask, "Say it in words.")
    return text.strip()
