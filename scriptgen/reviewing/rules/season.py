"""The season as a whole: how many episodes, how long and how full they are, where one pays.

What an episode is measured against is the trade's custom, a dated number a profile may change;
where one pays counts for a paid series only (``iap``), and a free one (``iaa``) has no such place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scriptgen.duration import seconds, spoken_characters
from scriptgen.reviewing.findings import EpisodeView, Finding, Review
from scriptgen.tension import TURN

SEASON = 20  # episodes from which a script is a season and not an excerpt
_PAID = re.compile(r"付费|💰|收费点|解锁")


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding about the season."""
    script, context = review.script, review.context
    if not script.whole or not context.check_len:
        return
    for episode in script.episodes:
        if episode.lines:
            yield from _full(review, episode)
            yield from _quiet(review, episode)
    count = len(script.episodes)
    if count < SEASON:
        return
    low, high = review.limit("LEN.EPISODES")
    if not low <= count <= high:
        yield review.finding(
            "LEN.EPISODES",
            f"全剧 {count} 集，通行 {low}–{high} 集。",
            measured=count,
            suggestion="按平台的集数并集或拆集。",
        )
    yield from _pay(review, count)


def _full(review: Review, episode: EpisodeView) -> Iterator[Finding]:
    characters = sum(spoken_characters(line.text) for line in episode.lines)
    for code, measured, what in (
        ("LEN.CHARACTERS", characters, "字"),
        ("LEN.LINES", len(episode.lines), "行"),
    ):
        low, high = review.limit(code)
        if not low <= measured <= high:
            yield review.finding(
                code,
                f"本集 {measured} {what}，通行 {low}–{high} {what}。",
                episode=episode.number,
                measured=measured,
                suggestion="增删画面或台词。",
            )


def _quiet(review: Review, episode: EpisodeView) -> Iterator[Finding]:
    """Yield the first stretch in which nothing turns for longer than the limit."""
    spent, begun = 0.0, None
    for line in episode.lines:
        if line.type in ("caption", "mark") or TURN.search(line.text):
            spent, begun = 0.0, None
            continue
        begun = begun or line
        spent += seconds([line])
        if spent > review.limit("RHYTHM.GAP"):
            yield review.finding(
                "RHYTHM.GAP",
                f"从这里起约 {spent:.0f} 秒没有冲突、转折或疑问。",
                episode=episode.number,
                line=begun.where,
                text=begun.text,
                measured=round(spent),
                suggestion="在中间放一个动作、一个发现或一句顶回去的话。",
            )
            return


def _pay(review: Review, count: int) -> Iterator[Finding]:
    """Yield what is off about the places where one pays."""
    model = _model(review)
    paid = [number for number, pays in _paid(review) if pays]
    if model == "IAA" and paid:
        yield review.finding(
            "HOOK.PAY_FREE",
            f"免费短剧里标了付费点：第{'、'.join(map(str, paid))}集。",
            measured=len(paid),
            suggestion="删去付费点，留卡点。",
        )
    if model != "IAP":
        return
    low, high = review.limit("HOOK.PAY_FIRST")
    if not paid or not low <= paid[0] <= high:
        yield review.finding(
            "HOOK.PAY_FIRST",
            f"首个付费点在第 {paid[0]} 集。" if paid else "没有标付费点。",
            episode=paid[0] if paid else None,
            measured=paid[0] if paid else None,
            suggestion=f"首个付费点放在第 {low}–{high} 集，末行标【付费点】。",
        )
    few, many = _asked(review, count)
    if paid and not few <= len(paid) <= many:
        yield review.finding(
            "HOOK.PAY_COUNT",
            f"{count} 集标了 {len(paid)} 个付费点，通行 {few}–{many} 个。",
            measured=len(paid),
            limit=[few, many],
            suggestion="增减付费点。",
        )
    gap = review.limit("HOOK.PAY_GAP")
    for before, after in zip(paid, paid[1:], strict=False):
        if after - before < gap:
            yield review.finding(
                "HOOK.PAY_GAP",
                f"第 {before}、{after} 集两个付费点只隔 {after - before} 集。",
                episode=after,
                measured=after - before,
                suggestion=f"两个付费点至少隔 {gap} 集。",
            )


def _model(review: Review) -> str:
    """Return IAP or IAA as the profile or the brief has it; empty where nobody said."""
    profile = (review.context.profile or "").upper()
    if profile in ("IAP", "IAA"):
        return profile
    brief = review.script.brief
    return brief.business if brief is not None else ""


def _paid(review: Review) -> Iterator[tuple[int, bool]]:
    outline = review.script.outline
    planned = (
        {row.number for row in outline.episodes if row.paywall} if outline is not None else set()
    )
    for order, episode in enumerate(review.script.episodes, 1):
        number = episode.number or order
        marked = any(line.type == "mark" and _PAID.search(line.text) for line in episode.lines)
        yield number, number in planned or marked


def _asked(review: Review, count: int) -> tuple[int, int]:
    """Return how many paid places a season of so many episodes has."""
    steps = sorted(review.limit("HOOK.PAY_COUNT"))
    _, few, many = next((row for row in steps if count <= row[0]), steps[-1])
    return few, many
