"""Do forty people fit? ``python -m benchmarks.app [--people 40] [--minutes 10]``.

Starts ``sanjin ui --accounts`` in a home of its own, with a project of one written episode for
each, and lets everyone work at once over plain HTTP, as a browser does: sign in, open the page,
pick a line, type into it, search, ask whether a set is lawful, load the page again, now and then
have an episode filed. Each types words that only they type: in the end every accepted word is in
its owner's project, and in nobody else's. Figures: errors, 95th percentiles, memory.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.measure import machine

P95_S = 2.0
MOST_MB = 2048
_TIMEOUT_S = 60.0
_THINK_S = (3.0, 9.0)  # between two doings of one person
_ASKED = ("唐代的木构大殿", "推光漆怎么阴干", "票号怎么防人冒领银子", "过年闹社火有什么讲究")
_DOES = ("edit",) * 10 + ("load",) * 3 + ("search",) * 3 + ("judge",) * 3 + ("file",)
_API = "/gradio_api"
_CONFIG = "window.gradio_config = "  # in the page itself: a browser asks for nothing more


@dataclass
class Tally:
    """What was measured: seconds by what was done, what went wrong."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)


class Config:
    """The page's widgets and events, as the page itself is told."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.names = {one["props"].get("elem_id"): one["id"] for one in told["components"]}
        self.values = {one["id"]: one["props"].get("value") for one in told["components"]}
        self.events = told["dependencies"]

    def event(self, name: str, does: str) -> dict[str, Any]:
        """Return the first event of a widget."""
        at = 0 if not name else self.names[name]
        return next(
            one for one in self.events
            if any((target == at or not name) and kind == does for target, kind in one["targets"])
        )  # fmt: skip

    def after(self, event: dict[str, Any], name: str) -> dict[str, Any]:
        """Return the handler of a name that follows an event."""
        return next(
            one for one in self.events
            if one["id"] > event["id"] and str(one["api_name"]).startswith(name)
        )  # fmt: skip


class Person:
    """One person with one page."""

    def __init__(self, address: str, name: str, password: str, project: str, tally: Tally) -> None:
        self.name, self._password, self._tally = name, password, tally
        self.desk: Any = {"who": "", "project": project}
        self.typed: dict[str, str] = {}  # line → what was accepted last
        self._chance = random.Random(name)
        self._page = f"p{self._chance.getrandbits(60):x}"
        self._http = httpx.AsyncClient(base_url=address, timeout=_TIMEOUT_S)
        self._lines: list[str] = []
        self._count = 0

    async def live(self, until: float) -> None:
        """Sign in and work until a moment of the event loop's clock."""
        try:
            await self._timed("sign in", self._sign_in())
            while time.monotonic() < until:
                does = self._chance.choice(_DOES)
                try:
                    await getattr(self, f"_{does}")()
                except (httpx.HTTPError, AssertionError, KeyError, StopIteration) as error:
                    self._tally.wrong.append(f"{self.name} {does}: {type(error).__name__} {error}")
                await asyncio.sleep(self._chance.uniform(*_THINK_S))
        except (httpx.HTTPError, AssertionError) as error:
            self._tally.wrong.append(f"{self.name}: {type(error).__name__} {error}")
        finally:
            await self._http.aclose()

    async def _timed(self, what: str, doing: Any) -> Any:
        started = time.perf_counter()
        made = await doing
        self._tally.took[what].append(time.perf_counter() - started)
        return made

    async def _sign_in(self) -> None:
        told = {"name": self.name, "password": self._password}
        (await self._http.post("/login", json=told)).raise_for_status()
        page = (await self._http.get("/")).raise_for_status().text
        told, _ = json.JSONDecoder().raw_decode(page, page.index(_CONFIG) + len(_CONFIG))
        self._config = Config(told)
        await self._load()

    async def _call(self, event: dict[str, Any], data: list[Any], told: Any = None) -> list[Any]:
        """Hand an event in and return what its last answer holds."""
        body = {"fn_index": event["id"], "data": data, "session_hash": self._page,
                "event_data": told, "trigger_id": None}  # fmt: skip
        joined = (await self._http.post(f"{_API}/queue/join", json=body)).raise_for_status()
        id = joined.json()["event_id"]
        query = {"session_hash": self._page}
        async with self._http.stream("GET", f"{_API}/queue/data", params=query) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                now = json.loads(line[5:])
                if now.get("msg") == "process_completed" and now.get("event_id") == id:
                    assert now["success"], str(now["output"])[:300]
                    return list(now["output"]["data"])
        raise AssertionError("the answer broke off")

    # ------------------------------------------------------------------------ what one does

    async def _load(self) -> None:
        event = next(e for e in self._config.events if e["targets"][0][1] == "load"
                     and e["api_name"] == "restore")  # fmt: skip
        data = await self._timed("load", self._call(event, [self.desk]))
        assert data[0]["project"] == self.desk["project"], "another project came"
        page = json.dumps(data, ensure_ascii=False)
        foreign = {word for word in _words(page) if not word.startswith(f"{self.name}记")}
        assert not foreign, f"words of others: {sorted(foreign)[:3]}"
        self._lines = list(dict.fromkeys(_line_ids(page))) or self._lines
        assert self._lines, "no lines"

    async def _edit(self) -> None:
        line = self._chance.choice(self._lines)
        pick = self._config.event("script", "select")
        at, _, own, base = await self._timed("pick", self._call(pick, [self.desk], {"at": line}))
        if own is None or not own.get("visible", True) or own.get("value") is None:
            return  # a mark, or locked
        self._count += 1
        text = f"{self.name}记{self._count}号。"
        typing = self._config.event("revise-own", "change")
        said, _ = await self._timed("save", self._call(typing, [self.desk, at, text, base]))
        assert "sj-bad" not in str(said), said
        self.typed[line] = text

    async def _search(self) -> None:
        event = self._config.event("kb-ask", "click")
        asked = [self._chance.choice(_ASKED), "", "", "", "", "", "", []]
        found = await self._timed("search", self._call(event, asked))
        assert "sj-hit" in str(found[0])

    async def _judge(self) -> None:
        event = self._config.event("set-bays", "input")
        ids = event["inputs"][1:]
        form = [self._config.values.get(id) for id in ids]
        for name, value in (("set-period", "宋"), ("set-bays", str(self._chance.choice((3, 5, 7)))),
                            ("set-type", "殿")):  # fmt: skip
            form[ids.index(self._config.names[name])] = value
        judged = await self._timed("judge", self._call(event, [self.desk, *form]))
        assert judged[0]
        draw = self._config.after(event, "draw")
        await self._timed("draw", self._call(draw, ["front", *form]))

    async def _file(self) -> None:
        """Have the files made anew, and wait for the job as the page does."""
        event = self._config.event("do-refile", "click")
        await self._timed("hand in", self._call(event, [self.desk]))
        attend = self._config.after(event, "attend")
        await self._timed("job", self._call(attend, [self.desk, 1]))


def _words(page: str) -> Iterator[str]:
    return (one[0] for one in re.finditer(r"人\d+记\d+号", page))


def _line_ids(page: str) -> Iterator[str]:
    return (one[1] for one in re.finditer(r'data-pick=\\*"([^"\\]+)', page))


# ---------------------------------------------------------------------------------- the server


def seed(home: Path, people: int) -> list[tuple[str, str, str]]:
    """Make accounts, and a project of one written episode for each; (name, password, project)."""
    import scriptgen
    from scriptgen.keeping.series_parts import add_episode, put_plan
    from ui import accounts as module
    from ui.projects import Desk, Projects

    series = scriptgen.draft(
        scriptgen.read_brief(scriptgen.shipped_briefs()["foguang"]), episodes=[1]
    )
    projects, accounts = Projects(home / "projects"), module.Accounts(home / "accounts.db")
    first = projects.new(Desk("account:first"))
    with first.open() as store:
        put_plan(store, series, author={"kind": "scaffold", "name": "scaffold"})
        for episode in series.episodes:
            add_episode(store, episode, author={"kind": "scaffold", "name": "scaffold"})
    made = []
    for number in range(1, people + 1):
        name = f"人{number}"
        password = accounts.add(name)
        id = next(one.id for one in accounts.all() if one.name == name)
        made.append((name, password, projects.duplicate(first, Desk(f"account:{id}")).id))
    accounts.close()
    shutil.rmtree(first.folder.parent)
    return made


def rss_mb(id: int) -> float:
    """Return what a process holds in memory now, in MB; 0 where the system does not say."""
    try:
        text = Path(f"/proc/{id}/status").read_text("utf-8")
    except OSError:
        return 0.0
    return int(next(x for x in text.splitlines() if x.startswith("VmRSS")).split()[1]) / 1024


def cpu_s(id: int) -> float:
    """Return the CPU seconds that a process has used; 0 where the system does not say."""
    try:
        row = Path(f"/proc/{id}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(row[11]) + int(row[12])) / os.sysconf("SC_CLK_TCK")


async def crowd(people: list[Person], minutes: float, server: int) -> float:
    """Let everyone work, and return the most memory that the server held, in MB."""
    until, most = time.monotonic() + 60 * minutes, 0.0
    tasks = [asyncio.create_task(one.live(until)) for one in people]
    while any(not one.done() for one in tasks):
        most = max(most, rss_mb(server))
        await asyncio.wait(tasks, timeout=1.0)
    await asyncio.gather(*tasks)
    return most


def lost(home: Path, people: list[Person]) -> list[str]:
    """Return what was accepted and is not there, or is where it does not belong."""
    from ui.projects import Project, Projects, series_at

    root, found = Projects(home / "projects").root, []
    by_id = {folder.name: folder for owner in root.glob("*") for folder in owner.glob("*")}
    for person in people:
        folder = by_id[person.desk["project"]]
        series: Any = series_at(folder, Project(folder).revision)
        lines = {x.id: x.text for e in series.episodes for s in e.scenes for x in s.elements}
        found += [f"{person.name} {line}" for line, text in person.typed.items()
                  if lines.get(line) != text]  # fmt: skip
        words = set(_words(" ".join(lines.values())))
        found += [f"{person.name} has {w}" for w in words if not w.startswith(f"{person.name}记")]
    return found


def main() -> int:
    """Run, print the figures, and return 1 where one of them is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--minutes", type=float, default=10.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home, tally = Path(place), Tally()
        made = seed(home, args.people)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        env = {**os.environ, "SANJIN_HOME": str(home),
               "PYTHONPATH": str(Path(__file__).resolve().parents[1])}  # fmt: skip
        server = subprocess.Popen(
            [sys.executable, "-m", "ui", "ui", "--accounts", "--port", str(port)],
            stderr=subprocess.DEVNULL, env=env,
        )  # fmt: skip
        try:
            _wait(address)
            people = [Person(address, *one, tally) for one in made]
            before = cpu_s(server.pid)
            most = asyncio.run(crowd(people, args.minutes, server.pid))
            used = cpu_s(server.pid) - before
            gone = lost(home, people)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
        load = f"load average {os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else ""
        print(f"server {used:.0f} CPU-s in {args.minutes:g} minutes; {load}")
        return report(args, tally, most, gone, sum(len(one.typed) for one in people))


def _wait(address: str) -> None:
    for _ in range(240):
        try:
            httpx.get(f"{address}/login")
            return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise SystemExit("the app does not answer")


def report(args: argparse.Namespace, tally: Tally, most: float, gone: list[str], typed: int) -> int:
    """Print the figures."""
    print(f"{args.people} people, {args.minutes:g} minutes; {machine()}")
    print(f"{'':10}{'n':>7}{'median s':>10}{'p95 s':>8}{'max s':>8}")
    for what, took in sorted(tally.took.items()):
        took.sort()
        at = took[min(len(took) - 1, int(0.95 * len(took)))]
        print(f"{what:10}{len(took):>7}{took[len(took) // 2]:>10.2f}{at:>8.2f}{took[-1]:>8.2f}")
    print(f"errors {len(tally.wrong)}; lost or astray {len(gone)} of {typed}; memory {most:.0f} MB")
    for one in (*tally.wrong[:12], *gone[:12]):
        print("  ", one[:300])
    saves = sorted(tally.took["save"] + tally.took["pick"])
    slow = not saves or saves[int(0.95 * len(saves)) - 1] > P95_S
    return int(bool(tally.wrong or gone or slow or most > MOST_MB))


if __name__ == "__main__":
    sys.exit(main())
