"""The verbs of long work: ``sanjin jobs add|list|show|cancel|retry|run`` and ``sanjin batch``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.arguments import Arguments, Outcome, UsageError, episode_range, verb
from ui.progress import shown

if TYPE_CHECKING:
    from scriptgen.jobs.job import Job
    from scriptgen.jobs.ledger import Ledger

_STATES = ("waiting", "running", "done", "failed", "cancelled")
_EXECUTORS = ("local", "ray")
KINDS = "ui.kinds:KINDS"  # those of the app as well


def add(verbs: Any) -> None:
    """Add the verbs."""
    group = verbs.add_parser("jobs", help="作业：排队、进度、取消、再试；中断了接着做")
    kinds = group.add_subparsers(
        dest="jobs_verb", metavar="动作", required=True, parser_class=Arguments
    )
    one = _verb(kinds, "add", "交一份起草，先不做；用 jobs run 做", _add)
    one.add_argument("brief", metavar="BRIEF", help="题材书（TOML 或 JSON）")
    one.add_argument("-o", "--out", required=True, metavar="DIR", help="输出目录")
    one.add_argument("--episodes", metavar="1-3", help="只写这几集的剧本；缺省写全部")
    one.add_argument("--seed", type=int, help="随机种子，覆盖题材书里的 seed")
    one.add_argument(
        "--writer", default="scaffold", metavar="NAME", help="执笔者：scaffold，或一个模型的名字"
    )
    one.add_argument("--owner", default="本人", metavar="谁", help="作业是谁的；各人轮流做")
    many = _verb(kinds, "list", "列出作业", _list)
    many.add_argument("--owner", metavar="谁", help="只看谁的")
    many.add_argument("--state", choices=_STATES, help="只看哪一种状态的")
    _verb(kinds, "show", "看一个作业：进度、步骤、经过", _show).add_argument("id", type=int)
    for name, what, run in (
        ("cancel", "取消作业；做完的步骤留着", _cancel),
        ("retry", "把没成或已取消的作业放回去，从停下的一步接着做", _retry),
    ):
        _verb(kinds, name, what, run).add_argument("ids", type=int, nargs="+", metavar="ID")
    work = _verb(kinds, "run", "把等候的作业做完", _run)
    _workers(work)
    batch = verb(verbs, "batch", "成批起草：每份题材一个文件夹；断了重跑就接着做", _batch)
    batch.add_argument(
        "briefs", metavar="DIR|FILE.jsonl", help="题材书的文件夹，或每行一份的 JSONL"
    )
    batch.add_argument("-o", "--out", required=True, metavar="OUT", help="输出目录；台账也在里面")
    _workers(batch)


def _verb(kinds: Any, name: str, what: str, run: Any) -> Arguments:
    one = verb(kinds, name, what, run)
    one.add_argument("--ledger", metavar="DIR", help="台账所在，或成批起草的输出目录；缺省是本人的")
    return one


def _workers(one: Arguments) -> None:
    one.add_argument("--workers", type=int, default=2, metavar="N", help="几个进程，缺省 2")
    one.add_argument(
        "--executor", choices=_EXECUTORS, default="local", help="在本机，或在 Ray 集群上做"
    )


def _ledger(args: argparse.Namespace, *, create: bool = False) -> Ledger:
    from heritage_kb.home import home
    from scriptgen.batch import LEDGER
    from scriptgen.jobs.ledger import Ledger

    if args.ledger is None:
        return Ledger(home() / "jobs", create=True)
    named = Path(args.ledger)
    inside = named / LEDGER
    return Ledger(inside if inside.is_dir() else named, create=create)


def _add(args: argparse.Namespace) -> Outcome:
    import scriptgen
    from scriptgen.formats.files import read_plan
    from scriptgen.jobs.drafting import submit_draft

    planned = read_plan(args.brief)
    brief = planned.brief if planned else scriptgen.read_brief(args.brief)
    episodes = episode_range(args.episodes, brief.episodes)
    with _ledger(args, create=True) as ledger:
        job = submit_draft(
            ledger,
            brief,
            args.out,
            owner=args.owner,
            episodes=episodes,
            seed=args.seed,
            writer=args.writer,
            planned=planned,
        )
    return Outcome(job.to_json(), f"{_row(job)}\n用 sanjin jobs run 来做。")


def _list(args: argparse.Namespace) -> Outcome:
    with _ledger(args) as ledger:
        jobs = ledger.jobs(owner=args.owner, state=args.state)
    said = "\n".join(map(_row, jobs)) or "没有作业。"
    return Outcome({"jobs": [job.to_json() for job in jobs]}, said)


def _show(args: argparse.Namespace) -> Outcome:
    with _ledger(args) as ledger:
        job, steps, events = ledger.job(args.id), ledger.steps(args.id), ledger.events(args.id)
    lines = [
        _row(job),
        *([job.error] if job.error else []),
        *(f"　{e['at']}　{e['what']}　{e['detail']}" for e in events),
    ]
    data = job.to_json() | {"steps": steps, "events": events}
    return Outcome(data, "\n".join(lines), code=1 if job.state == "failed" else 0)


def _cancel(args: argparse.Namespace) -> Outcome:
    with _ledger(args) as ledger:
        jobs = [ledger.cancel(id) for id in args.ids]
    return _told(jobs)


def _retry(args: argparse.Namespace) -> Outcome:
    with _ledger(args) as ledger:
        jobs = [ledger.retry(id) for id in args.ids]
    return _told(jobs)


def _told(jobs: list[Job]) -> Outcome:
    return Outcome({"jobs": [job.to_json() for job in jobs]}, "\n".join(map(_row, jobs)))


def _run(args: argparse.Namespace) -> Outcome:
    from scriptgen.jobs.executors import executor

    _refuse_workers(args.workers)
    with _ledger(args) as ledger, shown("作业", quiet=args.json) as progress:
        ids = {job.id for job in ledger.jobs() if not job.ended}
        if ids:
            executor(args.executor).work_off(
                ledger, args.workers, KINDS, look=lambda: progress(*ledger.standing(ids))
            )
        jobs = [job for job in ledger.jobs() if job.id in ids]
    bad = any(job.state != "done" for job in jobs)
    said = "\n".join(map(_row, jobs)) or "没有等候的作业。"
    return Outcome({"jobs": [job.to_json() for job in jobs]}, said, code=1 if bad else 0)


def _batch(args: argparse.Namespace) -> Outcome:
    import scriptgen

    _refuse_workers(args.workers)
    with shown("成批起草", quiet=args.json) as progress:
        made = scriptgen.batch(
            args.briefs,
            args.out,
            workers=args.workers,
            executor=args.executor,
            progress=progress,
        )
    return Outcome(made.to_json(), made.to_text(), code=1 if made.failed else 0)


def _refuse_workers(workers: int) -> None:
    if workers < 1:
        raise UsageError("命令写法有误：--workers 至少是 1。")


def _row(job: Job) -> str:
    from scriptgen.jobs.job import STATES

    steps = f"{job.done}/{job.total}" if job.total else "–"
    what = f"　{job.what}" if job.state == "running" else ""
    why = f"　{job.error}" if job.error else ""
    return f"{job.id:>4}　{STATES[job.state]}　{steps}　{job.owner}　《{job.title}》{what}{why}"
