"""Structure: headings, length, hooks, rhythm and who is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scriptgen.duration import seconds, spoken_characters
from scriptgen.reviewing.findings import EpisodeView, Finding, Line, Review, in_scene
from scriptgen.reviewing.when import BACK, BACK_END
from scriptgen.tension import SOMEBODY, TENSION

_SPOKEN = ("dialogue", "vo", "os")
_OPEN_END = re.compile(
    r"[？?…—]$|没有回|没有答|不知|停住|僵|愣|响了|灭了|开了|抬头|回头|转身|"
    r"推开|站着|人影|脚步|门外|背后|身后|空的|不见"
)
_SCENE_NUMBER = re.compile(r"(\d+)-(\d+)([A-Z]?)")


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding of structure."""
    script, context = review.script, review.context
    if not script.whole:
        return
    if context.check_heading:
        yield from _headings(review)
    for episode in script.episodes:
        if context.check_len:
            yield from _length(review, episode)
        if episode.lines:
            yield from _hooks(review, episode)
            yield from _rhythm(review, episode)
    yield from _cast(review)


def _headings(review: Review) -> Iterator[Finding]:
    seen: set[str] = set()
    last = (0, 0, "")
    for episode, scene in review.script.scenes():
        where = in_scene(episode, scene)
        if not scene.time:
            yield review.finding(
                "HEADING.TIME", "场景标题没有写时。", suggestion="补日、夜、晨、昏等。", **where
            )
        if not scene.int_ext:
            yield review.finding(
                "HEADING.INT_EXT", "场景标题没有写内或外。", suggestion="补内、外或内外。", **where
            )
        if not scene.place:
            yield review.finding(
                "HEADING.PLACE", "场景标题没有写地点。", suggestion="补地点。", **where
            )
        parts = _SCENE_NUMBER.fullmatch(scene.number or "")
        if parts is None:
            continue
        order = (int(parts[1]), int(parts[2]), parts[3])
        jumps = last[0] and order[0] > last[0] + 1
        if scene.number in seen or order < last or jumps:
            yield review.finding(
                "HEADING.ORDER",
                f"场号 {scene.number} " + ("跳了集。" if jumps else "重复或倒退。"),
                suggestion="按集-场顺次编号；插场用 1-1A。",
                **where,
            )
        seen.add(scene.number or "")
        last = max(last, order)


def _length(review: Review, episode: EpisodeView) -> Iterator[Finding]:
    total = seconds(episode.lines)
    place = {"episode": episode.number, "measured": round(total, 1)}
    if total >= review.limit("LEN.MAX"):
        yield review.finding(
            "LEN.MAX",
            f"本集估约 {total:.0f} 秒，须少于二十分钟。",
            suggestion="拆成两集。",
            **place,
        )
    elif review.context.seconds:
        low, high = review.limit("LEN.BRIEF")
        if not low <= total / review.context.seconds <= high:
            yield review.finding(
                "LEN.BRIEF",
                f"本集估约 {total:.0f} 秒，题材要 {review.context.seconds} 秒。",
                suggestion="增删画面或台词。",
                **place,
            )
    else:
        low, high = review.limit("LEN.EPISODE")
        if not low <= total <= high:
            yield review.finding(
                "LEN.EPISODE",
                f"本集估约 {total:.0f} 秒，通行 {low}–{high} 秒。",
                suggestion="增删画面或台词。",
                **place,
            )
    for scene in episode.scenes:
        for line in scene.lines:
            yield from _line_length(review, line, in_scene(episode, scene, line))


def _line_length(review: Review, line: Line, where: dict[str, object]) -> Iterator[Finding]:
    count = spoken_characters(line.text)
    code = {
        "dialogue": "LEN.DIALOGUE",
        "vo": "LEN.DIALOGUE",
        "os": "LEN.DIALOGUE",
        "action": "LEN.ACTION",
    }.get(line.type)
    if code and count > review.limit(code):
        yield review.finding(
            code,
            f"这一行 {count} 字，宜在 {review.limit(code)} 字内。",
            suggestion="拆成两行。",
            measured=count,
            **where,
        )


def _hooks(review: Review, episode: EpisodeView) -> Iterator[Finding]:
    opening, spent = [], 0.0
    for line in episode.lines:
        if spent >= review.limit("HOOK.OPEN"):
            break
        opening.append(line.text)
        spent += seconds([line])
    if not TENSION.search(" ".join(opening)):
        yield review.finding(
            "HOOK.OPEN",
            "开场五秒里没有冲突、危险或疑问。",
            episode=episode.number,
            text=opening[0] if opening else "",
            suggestion="把第一个带险的动作提到最前。",
        )
    if not _ends_open(episode.lines):
        last = review.context.end  # the last episode of all may close its story
        yield review.finding(
            "HOOK.END",
            "本集没有收在悬而未决处。" + ("若是全剧终，可以如此。" if last else ""),
            severity="info" if last else review.book["HOOK.END"].severity,
            episode=episode.number,
            text=episode.lines[-1].text,
            suggestion="收在一个问题、一个发现或一个人影上，末行写【卡点】。",
        )


def _ends_open(lines: list[Line]) -> bool:
    if any(line.type == "mark" and "卡点" in line.text for line in lines[-2:]):
        return True
    said = [line for line in lines if line.type != "mark"]
    return any(
        _OPEN_END.search(line.text.rstrip("。”」")) or line.text.endswith(("？", "……"))
        for line in said[-2:]
    )


def _rhythm(review: Review, episode: EpisodeView) -> Iterator[Finding]:
    number = episode.number
    if len(episode.scenes) >= review.limit("RHYTHM.SCENES"):
        yield review.finding(
            "RHYTHM.SCENES",
            f"一集 {len(episode.scenes)} 场，偏碎。",
            episode=number,
            measured=len(episode.scenes),
            suggestion="合并到三场以内。",
        )
    yield from _unpeopled(review, episode)
    first = episode.scenes[0]
    speakers = {line.speaker for line in first.lines if line.speaker and line.type == "dialogue"}
    people = max(len(first.cast), len(speakers))
    if people > review.limit("RHYTHM.CAST"):
        yield review.finding(
            "RHYTHM.CAST",
            f"首场有 {people} 人，观众认不过来。",
            measured=people,
            suggestion="首场留三人以内。",
            **in_scene(episode, first),
        )
    for scene in episode.scenes:
        yield from _runs(review, episode, scene.lines, in_scene(episode, scene))


def _unpeopled(review: Review, episode: EpisodeView) -> Iterator[Finding]:
    """Yield the opening that shows places before it shows anybody or anything at stake."""
    names = {name for scene in episode.scenes for name in scene.cast}
    names |= {line.speaker for line in episode.lines if line.speaker}
    count = 0
    for line in episode.lines:
        if line.type in _SPOKEN or any(name in line.text for name in names):
            break
        if SOMEBODY.search(line.text):
            break
        count += line.type == "action"
    if count >= review.limit("RHYTHM.OPENING"):
        yield review.finding(
            "RHYTHM.OPENING",
            f"开场 {count} 行写景，还没有人，也没有事。",
            episode=episode.number,
            measured=count,
            text=episode.lines[0].text,
            suggestion="先给人和事，景色并进动作里。",
        )


def _runs(
    review: Review, episode: EpisodeView, lines: tuple[Line, ...], where: dict[str, object]
) -> Iterator[Finding]:
    told = talk = 0
    for line in lines:
        told = told + 1 if line.type in ("vo", "os") else 0
        talk = talk + 1 if line.type in _SPOKEN else 0
        here = where | {"line": line.where, "text": line.text}
        if told == review.limit("RHYTHM.VO") + 1:
            yield review.finding(
                "RHYTHM.VO", "旁白或独白连了三句以上。", suggestion="换成看得见的动作。", **here
            )
        if talk == review.limit("RHYTHM.TALK") + 1:
            yield review.finding(
                "RHYTHM.TALK", "对白连了十二句以上没有画面。", suggestion="插一个动作。", **here
            )


def _cast(review: Review) -> Iterator[Finding]:
    for episode, scene in review.script.scenes():
        if not scene.cast:
            continue
        known = "、".join(scene.cast)
        back = False  # a flashback within the scene has people of its own
        for line in scene.lines:
            name = line.speaker
            if line.type == "mark" and BACK.search(line.text):
                back = not BACK_END.search(line.text)
            if back:
                continue
            if line.type == "dialogue" and name and name not in known and not _crowd(name):
                yield review.finding(
                    "CONTINUITY.CAST",
                    f"{name}说了话，却不在出场人物里。",
                    term=name,
                    suggestion=f"把{name}加进出场人物。",
                    **in_scene(episode, scene, line),
                )


def _crowd(name: str) -> bool:
    return bool(re.search(r"众|群|甲|乙|丙|丁|声|内$|画外", name))
