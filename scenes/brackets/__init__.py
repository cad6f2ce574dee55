"""Bracket sets (斗栱), Tang to Qing: blocks, arms, levers and the sets that they make, in fen."""

from __future__ import annotations

from scenes.brackets.stack import Stack, between, layer

__all__ = ["Stack", "between", "layer"]
