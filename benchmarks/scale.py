"""Print what a very large collection costs: ``python -m benchmarks.scale [--rows N] [--rivals N]``.

The passages are made up from clauses of the shipped ones with a county and a century as marks; each
vector is the mean of its clauses' vectors with noise (vectors may be precomputed: embedding a
million texts takes the embedded model about 14 hours). Built, queried plain and with filters,
1 % replaced, opened cold. Then the same on a smaller number beside LangChain's in-memory store,
Chroma, LanceDB, rank_bm25, bm25s and SQLite FTS5, each where it is installed, in this one run.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import random
import re
import resource
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

DIM, SEED, QUERIES = 384, 7, 200


class Made:
    """Made-up passages with marks and vectors, the same for the same number of rows."""

    def __init__(self, rows: int, folder: Path) -> None:
        import numpy as np

        import heritage_kb
        from heritage_kb.finding.compiled import compiled, meant_rows
        from heritage_kb.finding.dense import embedded

        kb = heritage_kb.open()
        index = compiled(kb, embedded())
        told = [text for _, _, text in meant_rows(kb)]
        self._clauses = [(re.split("[。；]", text)[0][:45], n) for n, text in enumerate(told)]
        self._source = index.vectors
        self._places = [kb.bare_place(e.title) for e in kb.entries.values() if e.kind == "place"]
        self._places = self._places[:129]
        self.rows = rows
        self._rng = random.Random(SEED)
        self._picked = [
            (*self._rng.choices(range(len(self._clauses)), k=2), self._rng.randrange(129),
             self._rng.randrange(5, 20)) for _ in range(rows)
        ]  # fmt: skip
        self.vectors = np.lib.format.open_memmap(
            folder / "vectors.npy", mode="w+", dtype=np.float16, shape=(rows, DIM)
        )
        noise = np.random.default_rng(SEED)
        for start in range(0, rows, 50_000):
            part = self._picked[start : start + 50_000]
            first = self._source[[self._clauses[a][1] for a, *_ in part]]
            second = self._source[[self._clauses[b][1] for _, b, *_ in part]]
            mixed = first + second + noise.normal(0, 0.02, first.shape)
            mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
            self.vectors[start : start + len(part)] = mixed

    def text(self, n: int) -> str:
        """Return the text of a row."""
        a, b, place, century = self._picked[n]
        return (f"{self._places[place]}，{century}世纪：{self._clauses[a][0]}；"
                f"{self._clauses[b][0]}。第{n}条。")  # fmt: skip

    def marks(self, n: int) -> tuple[str, str]:
        """Return the marks of a row."""
        _, _, place, century = self._picked[n]
        return f"place={self._places[place]}", f"century={century}"

    def asked(self) -> Iterator[tuple[str, Any, dict[str, str]]]:
        """Yield (query, unit vector, the marks of the row that it was made from)."""
        import numpy as np

        rng, noise = random.Random(SEED + 1), np.random.default_rng(SEED + 1)
        for n in rng.sample(range(self.rows), QUERIES):
            vector = self.vectors[n].astype(np.float32) + noise.normal(0, 0.02, DIM)
            marks = dict(mark.split("=") for mark in self.marks(n))
            yield (self._clauses[self._picked[n][0]][0],
                   (vector / np.linalg.norm(vector)).astype(np.float32), marks)  # fmt: skip


def memory_mb() -> float:
    """Return the memory that the process holds now, in MB."""
    rows = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS"))


def disk_mb(folder: Path) -> float:
    """Return the size of a folder in MB."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6


def spent_ms(do: Callable[[Any], Any], given: list[Any]) -> tuple[float, float, list[Any]]:
    """Return p50 and p95 in milliseconds of one call each, and the answers."""
    took, answers = [], []
    for one in given:
        started = time.perf_counter()
        answers.append(do(one))
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.95)], answers


def ours(made: Made, folder: Path) -> None:
    """Build, ask, update and reopen our index."""
    import numpy as np

    from heritage_kb.finding.neighbours import _exact
    from heritage_kb.finding.passage_index import Indexed, PassageIndex

    before = memory_mb()
    started = time.perf_counter()
    index = PassageIndex(folder, "synthetic", DIM)
    rows = (Indexed(number=n, text=made.text(n), marks=made.marks(n)) for n in range(made.rows))
    index.build(rows, made.vectors, 1)
    print(f"  build {time.perf_counter() - started:.0f} s, cells {index.neighbours.cells}, "
          f"looked into {index.neighbours._look}; disk {disk_mb(folder):.0f} MB; "
          f"memory {memory_mb() - before:+.0f} MB (peak of the process "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB)")  # fmt: skip
    del index
    gc.collect()
    before, started = memory_mb(), time.perf_counter()
    index = PassageIndex(folder, "synthetic", DIM)
    print(f"  open {time.perf_counter() - started:.2f} s")
    asked = list(made.asked())
    for what, where in (
        ("no filter", ()), ("place (1 %)", ("place",)), ("century (7 %)", ("century",)),
        ("place and century", ("place", "century")),
    ):  # fmt: skip
        p50, p95, _ = spent_ms(
            lambda q, where=where: index.search(q[0], q[1], 10, {w: q[2][w] for w in where}), asked
        )
        recalls = []
        for _query, vector, marks in asked[:100]:
            allowed = index._allowed([f"{w}={marks[w]}" for w in where])
            pool = np.arange(made.rows) if allowed is None else allowed
            count = min(10, len(pool))
            true = set(pool[_exact(made.vectors[pool] if where else made.vectors,
                                   vector[None, :], count)[0]].tolist())  # fmt: skip
            got = {n for n, _ in index.neighbours.search(vector, count, allowed)}
            recalls.append(len(true & got) / count)
        print(f"  {what:<18} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  "
              f"recall@10 of the vectors {np.mean(recalls):.3f}")  # fmt: skip
    print(f"  memory after the queries {memory_mb() - before:+.0f} MB")
    one_percent = list(range(0, made.rows, 100))
    started = time.perf_counter()
    changed = [Indexed(number=n, text="改过。" + made.text(n), marks=made.marks(n))
               for n in one_percent]  # fmt: skip
    index.replace([], changed, np.asarray(made.vectors[one_percent], np.float32), 2)
    print(f"  1 % replaced in {time.perf_counter() - started:.1f} s, {len(index)} rows")


def _report(name: str, built: float, disk: float, memory: float, p50: float, p95: float,
            hit: float | None) -> None:  # fmt: skip
    held = "" if hit is None else f"  recall@10 {hit:.3f}"
    print(f"  {name:<28} build {built:6.1f} s  disk {disk:6.0f} MB  memory {memory:+6.0f} MB  "
          f"p50 {p50:7.1f} ms  p95 {p95:7.1f} ms{held}")  # fmt: skip


def rivals(made: Made, folder: Path) -> None:
    """Measure each of the others that is installed, ours last, on the same rows."""
    import numpy as np

    from heritage_kb.finding.neighbours import _exact

    asked = list(made.asked())[:50]
    true = [set(_exact(made.vectors, v[None, :], 10)[0].tolist()) for _, v, _ in asked]
    for name, needs, make in (
        ("LangChain in memory", "langchain_core", _langchain), ("Chroma", "chromadb", _chroma),
        ("LanceDB (flat)", "lancedb", _lance), ("rank_bm25", "rank_bm25", _rank_bm25),
        ("bm25s", "bm25s", _bm25s), ("SQLite FTS5", "sqlite3", _fts5),
        ("ours: words", "tantivy", _ours_words), ("ours: vectors", "faiss", _ours_vectors),
    ):  # fmt: skip
        if importlib.util.find_spec(needs) is None:
            print(f"  {name:<28} not installed")
            continue
        place = folder / needs
        place.mkdir(exist_ok=True)
        gc.collect()
        before, started = memory_mb(), time.perf_counter()
        ask, by_vector = make(made, place)
        built = time.perf_counter() - started
        p50, p95, answers = spent_ms(ask, asked)
        hit = None
        if by_vector:
            pairs = zip(answers, true, strict=True)
            hit = float(np.mean([len(set(a) & t) / 10 for a, t in pairs]))
        _report(name, built, disk_mb(place), memory_mb() - before, p50, p95, hit)
        del ask
        shutil.rmtree(place, ignore_errors=True)


Asker = tuple[Callable[[Any], list[int]], bool]


def _langchain(made: Made, place: Path) -> Asker:
    from langchain_core.documents import Document
    from langchain_core.embeddings import DeterministicFakeEmbedding
    from langchain_core.vectorstores import InMemoryVectorStore

    store = InMemoryVectorStore(DeterministicFakeEmbedding(size=DIM))
    for n in range(made.rows):
        store.store[str(n)] = {"id": str(n), "vector": made.vectors[n].astype(float).tolist(),
                               "text": made.text(n), "metadata": {}}  # fmt: skip
    assert Document
    return (
        lambda q: [int(d.id) for d in store.similarity_search_by_vector(q[1].tolist(), k=10)],
        True,
    )


def _chroma(made: Made, place: Path) -> Asker:
    import chromadb

    held = chromadb.PersistentClient(str(place)).create_collection(
        "passages", metadata={"hnsw:space": "cosine"}
    )
    for start in range(0, made.rows, 5000):
        numbers = range(start, min(made.rows, start + 5000))
        held.add(ids=[str(n) for n in numbers], documents=[made.text(n) for n in numbers],
                 embeddings=made.vectors[start : start + 5000].astype("float32"))  # fmt: skip
    return (
        lambda q: [int(i) for i in held.query(query_embeddings=[q[1]], n_results=10)["ids"][0]],
        True,
    )


def _lance(made: Made, place: Path) -> Asker:
    import lancedb

    rows = [{"vector": made.vectors[n].astype("float32"), "n": n, "text": made.text(n)}
            for n in range(made.rows)]  # fmt: skip
    table = lancedb.connect(str(place)).create_table("t", rows)
    return (
        lambda q: [r["n"] for r in table.search(q[1]).distance_type("cosine").limit(10).to_list()],
        True,
    )


def _rank_bm25(made: Made, place: Path) -> Asker:
    import numpy as np
    from rank_bm25 import BM25Okapi

    from heritage_kb.tokens import tokens

    held = BM25Okapi([tokens(made.text(n)) for n in range(made.rows)])
    return (lambda q: np.argsort(-held.get_scores(tokens(q[0])))[:10].tolist(), False)


def _bm25s(made: Made, place: Path) -> Asker:
    import bm25s

    from heritage_kb.tokens import tokens

    held = bm25s.BM25()
    held.index([tokens(made.text(n)) for n in range(made.rows)], show_progress=False)
    return (
        lambda q: held.retrieve([tokens(q[0])], k=10, show_progress=False)[0][0].tolist(),
        False,
    )


def _fts5(made: Made, place: Path) -> Asker:
    from heritage_kb.tokens import tokens

    held = sqlite3.connect(place / "f.db")
    held.execute("create virtual table f using fts5(t, content='')")
    held.executemany("insert into f(rowid, t) values (?, ?)",
                     ((n, " ".join(tokens(made.text(n)))) for n in range(made.rows)))  # fmt: skip
    held.commit()

    def ask(q: Any) -> list[int]:
        match = " OR ".join(f'"{t}"' for t in dict.fromkeys(tokens(q[0])))
        rows = held.execute("select rowid from f where f match ? order by bm25(f) limit 10",
                            (match,))  # fmt: skip
        return [row[0] for row in rows]

    return ask, False


def _ours_words(made: Made, place: Path) -> Asker:
    from heritage_kb.finding.lexical import Lexical, Row, Word
    from heritage_kb.tokens import tokens

    held = Lexical(["text"], [], place)
    held.add((Row(number=n, texts={"text": " ".join(tokens(made.text(n)))})
              for n in range(made.rows)), threads=2)  # fmt: skip

    def ask(q: Any) -> list[int]:
        words = [Word(field="text", token=t) for t in dict.fromkeys(tokens(q[0]))]
        return [n for n, _ in held.search(words, 10)]

    return ask, False


def _ours_vectors(made: Made, place: Path) -> Asker:
    import numpy as np

    from heritage_kb.finding.neighbours import Neighbours

    held = Neighbours(DIM)
    held.build(np.arange(made.rows), made.vectors)
    held.save(place / "v.faiss")
    held.open(place / "v.faiss")
    return (lambda q: [n for n, _ in held.search(q[1], 10)]), True


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rivals", type=int, default=100_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        if args.rows:
            folder = Path(place) / "large"
            folder.mkdir()
            print(f"{args.rows} passages")
            ours(Made(args.rows, folder), folder / "index")
            shutil.rmtree(folder)
        if args.rivals:
            folder = Path(place) / "small"
            folder.mkdir()
            print(f"{args.rivals} passages, side by side")
            rivals(Made(args.rivals, folder), folder)


if __name__ == "__main__":
    main()
