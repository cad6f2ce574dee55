"""The shipped text files compiled into one index, keyed by their content.

The key is a digest of every name and text, of this layout and of the model's name, so an index is
never stale: other content has another key. It is built in a folder of its own and renamed when
complete; every file's digest stands in its manifest, so a half-built or damaged one is seen when
it is opened, thrown away and built again. Where nothing can be written it is kept in memory.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from heritage_kb.finding.dense import Embedder
from heritage_kb.finding.lexical import Lexical, Row
from heritage_kb.finding.spelling import sound_tokens, sounds_of
from heritage_kb.home import cache
from heritage_kb.normal import name_key
from heritage_kb.reading import DATA
from heritage_kb.records import Entry, Passage
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from heritage_kb.store import KnowledgeBase

    Matrix = NDArray[np.float32]

_LAYOUT = "3"  # changes with what is indexed and how
_KEPT = 3  # compiled indexes kept in the cache, the newest
_HALF_BUILT_S = 3600.0  # a builder's folder untouched for so long belongs to nobody
_AT_FIRST_USE = 120  # texts without a shipped vector that are embedded without being asked
_CARD = 220  # characters of an entry's card (measured: reference recall at this length)
_HEAD_FIELDS = ("names", "keywords", "sounds", "gist")
_BODY_FIELDS = ("text",)
_MARKS = ("entry",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Compiled:
    """What searching needs.

    Args:
        heads: names, keywords and sounds; row n is the n-th entry.
        bodies: texts; row n is the n-th passage.
        vectors: unit vectors, shape (rows, dim); None without a model.
        meant: per vector row (number of the entry, id of the passage or None for the card).
        embedder: the model whose vectors they are.
    """

    heads: Lexical
    bodies: Lexical
    vectors: Matrix | None
    meant: tuple[tuple[int, str | None], ...]
    embedder: Embedder | None


def compiled(kb: KnowledgeBase, embedder: Embedder | None) -> Compiled:
    """Return the index of a knowledge base, from the cache where it is whole, else built."""
    key = _key(kb, embedder)
    root = cache() / "index"
    folder = root / key
    if folder.is_dir():
        found = _opened(folder, kb, embedder)
        if found is not None:
            return found
        shutil.rmtree(folder, ignore_errors=True)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="building-", dir=root) as place:
            built = Path(place) / key
            _build(built, kb, embedder)
            with contextlib.suppress(OSError):  # another process was first: its index is as good
                built.rename(folder)
        _tidy(root, folder)
        found = _opened(folder, kb, embedder)
    except OSError:
        found = None
    return found or _in_memory(kb, embedder)


def _key(kb: KnowledgeBase, embedder: Embedder | None) -> str:
    digest = blake2b(digest_size=12)
    digest.update(f"{_LAYOUT}|{embedder.id if embedder else '-'}|".encode())
    for entry in kb.entries.values():
        digest.update("\0".join((entry.id, *_head_words(entry), *_plainly(entry))).encode())
    for passage in kb.passages.values():
        digest.update(f"{passage.id}\0{passage.text}".encode())
    if embedder:
        digest.update(str(len(shipped_vectors(embedder.id))).encode())
    return digest.hexdigest()


def _build(folder: Path, kb: KnowledgeBase, embedder: Embedder | None) -> None:
    import numpy as np

    for name in ("heads", "bodies"):
        (folder / name).mkdir(parents=True)
    heads = Lexical(_HEAD_FIELDS, _MARKS, folder / "heads")
    bodies = Lexical(_BODY_FIELDS, _MARKS, folder / "bodies")
    _fill(heads, bodies, kb)
    vectors = _vectors(kb, embedder)
    if vectors is not None:
        np.save(folder / "vectors.npy", vectors)
    files = [f for f in sorted(folder.rglob("*")) if f.is_file() and not f.name.startswith(".")]
    manifest = {f.relative_to(folder).as_posix(): _digest(f) for f in files}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def _opened(folder: Path, kb: KnowledgeBase, embedder: Embedder | None) -> Compiled | None:
    """Return the index of a folder; None where a file is missing, damaged or unreadable."""
    import numpy as np

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if any(_digest(folder / name) != digest for name, digest in manifest.items()):
            return None
        heads = Lexical(_HEAD_FIELDS, _MARKS, folder / "heads")
        bodies = Lexical(_BODY_FIELDS, _MARKS, folder / "bodies")
        stored = folder / "vectors.npy"
        vectors = np.load(stored) if stored.is_file() else None
    except (OSError, ValueError):
        return None
    if (len(heads), len(bodies)) != (len(kb.entries), len(kb.passages)):
        return None
    return _whole(kb, heads, bodies, vectors, embedder)


def _in_memory(kb: KnowledgeBase, embedder: Embedder | None) -> Compiled:
    heads, bodies = Lexical(_HEAD_FIELDS, _MARKS), Lexical(_BODY_FIELDS, _MARKS)
    _fill(heads, bodies, kb)
    return _whole(kb, heads, bodies, _vectors(kb, embedder), embedder)


def _whole(
    kb: KnowledgeBase,
    heads: Lexical,
    bodies: Lexical,
    vectors: Matrix | None,
    embedder: Embedder | None,
) -> Compiled:
    number = {id: n for n, id in enumerate(kb.entries)}
    meant = tuple(
        (number[entry.id], passage.id if passage else None) for entry, passage, _ in meant_rows(kb)
    )
    return Compiled(
        heads=heads,
        bodies=bodies,
        vectors=vectors,
        meant=meant,
        embedder=embedder if vectors is not None else None,
    )


def _digest(file: Path) -> str:
    return blake2b(file.read_bytes(), digest_size=12).hexdigest()


def _tidy(root: Path, current: Path) -> None:
    """Drop all but the newest indexes, and what a builder that was killed left behind."""
    with contextlib.suppress(OSError):
        folders = [f for f in root.iterdir() if f.is_dir() and f != current]
        old = sorted(
            (f for f in folders if not f.name.startswith("building-")),
            key=lambda f: f.stat().st_mtime,
            reverse=True,
        )[_KEPT - 1 :]
        dead = [
            f
            for f in folders
            if f.name.startswith("building-") and time.time() - f.stat().st_mtime > _HALF_BUILT_S
        ]
        for folder in (*old, *dead):
            shutil.rmtree(folder, ignore_errors=True)


# -- words -------------------------------------------------------------------------------


def _fill(heads: Lexical, bodies: Lexical, kb: KnowledgeBase) -> None:
    heads.add(
        Row(number=n, texts=_head(entry), marks={"entry": (entry.id,)})
        for n, entry in enumerate(kb.entries.values())
    )
    bodies.add(
        Row(
            number=n,
            texts={"text": _once(tokens(_content(passage, kb)))},
            marks={"entry": (passage.entry,)},
        )
        for n, passage in enumerate(kb.passages.values())
    )


def _once(found: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(found))


def _content(passage: Passage, kb: KnowledgeBase) -> str:
    """Return a passage's text; a derived one without the title that opens each of them."""
    if not passage.derived:
        return passage.text
    if passage.id.endswith(":names"):
        return ""  # the names stand in the other index
    return passage.text.replace(kb.entries[passage.entry].title, " ", 1)


def _head(entry: Entry) -> dict[str, str]:
    words = _head_words(entry)[len(entry.names) :]
    return {
        "names": _once([t for name in entry.names for t in (*tokens(name), name_key(name))]),
        "keywords": _once([t for word in words if word for t in tokens(word)]),
        "sounds": _once([t for name in entry.names for t in sound_tokens(sounds_of(name))]),
        "gist": _once([t for said in _plainly(entry) for t in tokens(said)]),
    }


def _plainly(entry: Entry) -> tuple[str, ...]:
    """Return what an entry is in plain words and what it serves to write: to search, not to cite."""
    gist, uses = str(entry.fields.get("gist", "")), map(str, entry.fields.get("uses", ()))
    return (gist, *uses, *hints().get(entry.id, ()))


@lru_cache(maxsize=1)
def hints() -> Mapping[str, tuple[str, ...]]:
    """Entry id -> how people look for it who do not know its name (``data/hints``)."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted((DATA / "hints").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[row["entry"]] = (*found.get(row["entry"], ()), *row["hints"])
    return found


def _head_words(entry: Entry) -> list[str]:
    """Return the names of an entry, then its keywords."""
    fields = entry.fields
    return [
        *entry.names,
        entry.city,
        entry.county,
        str(fields.get("category", "")),
        entry.level,
        entry.official_no,
        str(fields.get("name_en", "")),
        str(fields.get("dynasty", "")),
        *map(str, fields.get("keywords", ())),
        *map(str, fields.get("subtype", ())),
    ]


# -- meaning -----------------------------------------------------------------------------


# Derived passages that say something of the thing itself have a vector; lists and numbers have none.
_TELLING = re.compile(r":(?:meaning|murals|parts|(?:fact|note|scene|care)-\d+|scene)$")
_FORMAL = re.compile(
    r":(?:names|place|what|number|level|batch|scenic|inheritors|(?:list|filming)-\d+)$"
)


def meant_rows(kb: KnowledgeBase) -> list[tuple[Entry, Passage | None, str]]:
    """Return (entry, passage, text) of what has a vector.

    It is each entry's card, what it is in plain words, what it serves to write, how people look for
    it, and each passage that tells something; only the last is a passage.
    """
    rows: list[tuple[Entry, Passage | None, str]] = []
    for entry in kb.entries.values():
        gist, uses = entry.fields.get("gist", ""), entry.fields.get("uses", ())
        rows.append((entry, None, _card(entry, kb)))
        rows += [(entry, None, f"{entry.title}：{gist}。")] if gist else []
        rows += [(entry, None, f"{entry.title}适合写：{use}。") for use in uses]
        rows += [(entry, None, hint) for hint in hints().get(entry.id, ())]
    for passage in kb.passages.values():
        if not passage.derived or _TELLING.search(passage.id):
            entry = kb.entries[passage.entry]
            rows.append((entry, passage, _titled(entry, passage)))
    return rows


def meant_texts(kb: KnowledgeBase) -> list[str]:
    """Return the texts that have a vector, in the order of the rows."""
    return [text for _, _, text in meant_rows(kb)]


def _titled(entry: Entry, passage: Passage) -> str:
    return passage.text if entry.title in passage.text else f"{entry.title}：{passage.text}"


def _card(entry: Entry, kb: KnowledgeBase) -> str:
    """Return what an entry is in a few sentences: the names, the place, then what is told."""
    names = "、".join(dict.fromkeys(entry.names))
    place = entry.city + (entry.county if entry.county != entry.city else "")
    told = "".join(
        passage.text.replace(entry.title, "", 1)
        for passage in kb.passages_of(entry)
        if passage.derived and not _FORMAL.search(passage.id)
    )
    return f"{names}（{place}）{told}"[:_CARD]


def text_key(text: str) -> int:
    """Return the key under which a text's vector is filed: 63 bits of its digest."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def _vectors(kb: KnowledgeBase, embedder: Embedder | None) -> Matrix | None:
    """Return the vectors of all rows: the shipped ones, and the few new texts embedded now.

    A text that has no vector yet gets zeros: it is found by its words alone until
    ``python -m heritage_kb.finding.vectors`` has been run.
    """
    if embedder is None:
        return None
    import numpy as np

    texts = meant_texts(kb)
    keys = [text_key(text) for text in texts]
    known = shipped_vectors(embedder.id)
    matrix = np.zeros((len(texts), embedder.dim), dtype=np.float32)
    missing = []
    for row, key in enumerate(keys):
        if key in known:
            matrix[row] = known[key]
        else:
            missing.append(row)
    now = missing[:_AT_FIRST_USE]
    if now:
        matrix[now] = embedder.passages([texts[row] for row in now])
    return matrix


@lru_cache(maxsize=2)
def shipped_vectors(model: str) -> dict[int, Matrix]:
    """Return the vectors that ship with the data, by the key of their text."""
    import numpy as np

    file = DATA / "vectors" / f"{model}.npz"
    if not file.is_file():
        return {}
    with np.load(file, allow_pickle=False) as stored:
        keys, rows, scales = stored["keys"], stored["rows"], stored["scales"]
    matrix = rows.astype(np.float32) * scales[:, None]
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return {int(key): row for key, row in zip(keys, matrix, strict=True)}
