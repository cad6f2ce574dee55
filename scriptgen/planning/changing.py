"""Collecting what a change of the plan comes to: operations that may be taken or left, and notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scriptgen.elements import (
    PlanElement,
    all_held,
    held,
    is_held,
    plan_elements,
    print_of,
    scene_of,
)
from scriptgen.revising.proposal import Op, episode_values, line_values, scene_values
from scriptgen.series import Element, Episode, Scene, Series

NAME = "name"  # group of the operations of a change of name


class Change:
    """One change of a plan being worked out; the series stays as it is.

    Args:
        series: whose plan it is.
        address: the element that is changed.
    """

    def __init__(self, series: Series, address: str) -> None:
        self.series, self.address = series, address
        self.elements: dict[str, PlanElement] = {e.address: e for e in plan_elements(series)}
        self.ops: list[Op] = []
        self.notes: list[str] = []
        self._held = all_held(series)
        self._taken: set[tuple[str, str]] = set()

    # -- saying -----------------------------------------------------------------------------

    def note(self, text: str) -> None:
        """Say something to the writer, once."""
        if text not in self.notes:
            self.notes.append(text)

    def label(self, address: str) -> str:
        """Return an address as a person reads it."""
        return self.elements[address].label if address in self.elements else address

    def text(self, address: str) -> str:
        """Return the text at an address; empty where there is none."""
        element = self.elements.get(address)
        return element.value if element and isinstance(element.value, str) else ""

    def locked(self, address: str) -> bool:
        """Tell whether an element is locked."""
        return is_held(address, self.series.planning.locks)

    # -- operations -------------------------------------------------------------------------

    def put(
        self,
        address: str,
        value: Any,
        why: str,
        *,
        citations: tuple[str, ...] | None = None,
        group: str = "",
    ) -> bool:
        """Offer another value for an element; a locked one is named instead, and not touched."""
        before = self._held.get(address)
        if before is None or ("plan", address) in self._taken:
            return False
        after: dict[str, Any] = before | {"value": value}
        if citations is not None and "citations" in before:
            after["citations"] = list(citations)
        if after == before:
            return False
        if self.locked(address):
            self.note(f"{self.label(address)}锁着，没有跟着动：{why}")
            return False
        self._add(
            Op(
                kind="replace", what="plan", id=address, before=before, after=after, why=why,
                group=group,
            )
        )  # fmt: skip
        return True

    def mark(self, target: str, why: str) -> None:
        """Offer to mark a scene (``scene.ID``) or an element as one that is to be written anew."""
        id = f"todo:{target}"
        if ("plan", id) in self._taken or ("plan", target) in self._taken:
            return
        scene = scene_of(self.series, target.removeprefix("scene."))
        if (scene and self.scene_locked(scene)) or self.locked(target):
            self.note(f"{self.shown(target)}锁着，不重写，可能与改动对不上：{why}")
            return
        before = held(self.series, id)
        after = {"value": {"why": why, "was": print_of(self.series, target)}}
        if after != before:
            kind = "replace" if before else "insert"
            self._add(Op(kind=kind, what="plan", id=id, before=before, after=after, why=why))  # type: ignore[arg-type]

    def decide(self, id: str, value: Any, why: str) -> None:
        """Offer a lock, or the list of takes that are refused; None takes it off."""
        before = held(self.series, id)
        after = None if value is None else {"value": value}
        if before != after:
            kind = "replace" if before and after else "insert" if after else "delete"
            self._add(Op(kind=kind, what="plan", id=id, before=before, after=after, why=why))  # type: ignore[arg-type]

    def rows(self, head: str, rows: list[dict[str, Any]], why: str) -> None:
        """Offer other rows for a whole list of the plan (see ``planrows``)."""
        id = f"rows:{head}"
        before = held(self.series, id)
        self._add(
            Op(kind="replace", what="plan", id=id, before=before, after={"value": rows}, why=why)
        )

    def line(
        self, scene: Scene, line: Element, changes: Mapping[str, Any], why: str, group: str
    ) -> None:
        """Offer another text or speaker for a line."""
        before = line_values(line)
        self._add(
            Op(
                kind="replace", id=line.id, within=scene.id, before=before,
                after=before | dict(changes) | {"locked": False}, why=why, group=group,
            )
        )  # fmt: skip

    def heading(
        self, episode: Episode, scene: Scene, changes: Mapping[str, Any], why: str, group: str
    ) -> None:
        """Offer another heading or cast for a scene."""
        before = scene_values(scene)
        self._add(
            Op(
                kind="replace", what="scene", id=scene.id, within=str(episode.number),
                before=before, after=before | dict(changes) | {"locked": False}, why=why,
                group=group,
            )
        )  # fmt: skip

    def episode(self, episode: Episode, title: str, why: str, group: str = "") -> None:
        """Offer another title for a drafted episode."""
        if episode.locked:
            self.note(f"第{episode.number}集锁着，集名没有跟着动。")
            return
        before = episode_values(episode)
        self._add(
            Op(
                kind="replace", what="episode", id=str(episode.number), before=before,
                after=before | {"title": title}, why=why, group=group,
            )
        )  # fmt: skip

    def join(self, other: Change) -> None:
        """Add what another change comes to; what is offered here already stays as it is."""
        for op in other.ops:
            self._add(op)
        for text in other.notes:
            self.note(text)

    def _add(self, op: Op) -> None:
        if (op.what, op.id) not in self._taken:
            self._taken.add((op.what, op.id))
            self.ops.append(op)

    # -- what is drafted --------------------------------------------------------------------

    def drafted(self, number: int) -> Episode | None:
        """Return an episode where it is drafted."""
        return next((e for e in self.series.episodes if e.number == number), None)

    def scene_locked(self, scene: Scene) -> bool:
        """Tell whether nothing of a scene may be written anew."""
        episode = next(e for e in self.series.episodes if scene in e.scenes)
        lines = [line for line in scene.elements if line.type != "mark"]
        return scene.locked or episode.locked or bool(lines and all(x.locked for x in lines))

    def shown(self, target: str) -> str:
        """Return a target as a person reads it: 场3-2, or the element's label."""
        scene = scene_of(self.series, target.removeprefix("scene."))
        return f"场{scene.number or scene.id}" if scene else self.label(target)
