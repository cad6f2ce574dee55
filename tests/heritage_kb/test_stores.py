"""One contract for every vector store; those that need a package run where it is installed.

``make test-extras`` installs all of them and treats a skip as a failure.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

import heritage_kb
from heritage_kb.errors import BrokenData, RefusedInput, SanjinError
from heritage_kb.finding.fused import FusedRetriever
from heritage_kb.stores import settings as told
from heritage_kb.stores.embedded import Embedded
from heritage_kb.stores.opening import open_store, sync
from heritage_kb.stores.rows import Row, Store, Wanted, rows_of, wanted_of
from heritage_kb.tokens import tokens

EXTRAS = {
    "qdrant": ("langchain_qdrant",),
    "pgvector": ("langchain_postgres",),
    "milvus": ("langchain_milvus", "milvus_lite"),
}


class Hashed:
    """A deterministic model: each token adds one of ``dim`` directions."""

    def __init__(self, id: str = "hashed-64", dim: int = 64) -> None:
        self.id, self.dim = id, dim
        self.embedded = 0

    def passages(self, texts):
        self.embedded += len(texts)
        return np.stack([self.query(text) for text in texts])

    def query(self, text):
        vector = np.full(self.dim, 0.01, dtype=np.float32)
        for token in tokens(text[:2000]):
            digest = blake2b(token.encode(), digest_size=8).digest()
            vector[digest[0] % self.dim] += 1.0 + digest[1] / 512
            vector[digest[2] % self.dim] -= digest[3] / 512
        return vector / np.linalg.norm(vector)


Opener = Callable[..., Store]


@pytest.fixture
def opener(request, tmp_path, missing) -> Opener:
    """Return what opens the store of this test, again and again the same one."""
    kind = request.param
    for package in EXTRAS.get(kind, ()):
        if importlib.util.find_spec(package) is None:
            missing(f"{package} is not installed")
    opened = []
    dsn = request.getfixturevalue("postgres_dsn") if kind == "pgvector" else ""
    # a name of its own for each test: one server serves them all
    name = "t_" + blake2b(request.node.name.encode(), digest_size=8).hexdigest()

    def make(embedder: Hashed | None = None) -> Store:
        model = embedder or Hashed()
        opened.append(_open(kind, model, tmp_path, name, dsn))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


def _open(kind: str, model: Hashed, place: Path, name: str, dsn: str) -> Store:
    if kind == "embedded":
        return Embedded(model, place / "rows.npz")
    table = {"kind": kind, "collection": name}
    more = {
        "qdrant": {"location": str(place / "qdrant")},
        "pgvector": {"dsn": dsn, "password_env": "SANJIN_TEST_PASSWORD"},
        "milvus": {"location": str(place / "m.db")},
    }[kind]
    return open_store(told.read_settings({**table, **more}), model)


every_store = pytest.mark.parametrize(
    "opener",
    ["embedded", *(pytest.param(kind, marks=pytest.mark.extras) for kind in EXTRAS)],
    indirect=True,
)

ROWS = [
    Row(id="fogong:1", text="应县木塔高六十七米，辽代木构", entry="fogong", kind="structure",
        city="朔州市", county="应县", city_key="朔州", county_key="应县", ages=("liao",)),
    Row(id="foguang:1", text="佛光寺东大殿建于唐大中十一年", entry="foguang", kind="structure",
        city="忻州市", county="五台县", city_key="忻州", county_key="五台", ages=("tang", "song")),
    Row(id="yungang:1", text="云冈石窟在大同城西，北魏开凿", entry="yungang", kind="site",
        city="大同市", city_key="大同", ages=("beiwei",)),
    Row(id="vinegar:1", text="老陈醋夏伏晒冬捞冰", entry="vinegar", kind="craft",
        city="太原市", county="清徐县", city_key="太原", county_key="清徐",
        first_year=1368, last_year=1644),
    Row(id="lacquer:1", text="推光漆器要阴干", entry="lacquer", kind="craft",
        city="晋中市", county="平遥县", city_key="晋中", county_key="平遥",
        sources=({"title": "名录", "where": "第三批"},)),
]  # fmt: skip


def ids(found):
    return [marks["id"] for marks, _ in found]


@every_store
def test_added_rows_are_found_nearest_first(opener):
    store = opener()
    assert store.mark() is None
    assert store.held() == {}
    store.put(ROWS)
    assert store.held() == {row.id: row.digest for row in ROWS}
    assert (store.mark().embedder, store.mark().dim) == ("hashed-64", 64)
    found = store.nearest("推光漆器要阴干", 3)
    assert len(found) == 3
    assert ids(found)[0] == "lacquer:1"
    assert found[0][1] == pytest.approx(1.0, abs=1e-4)
    assert [c for _, c in found] == sorted((c for _, c in found), reverse=True)
    assert found[0][0]["sources"] == [{"title": "名录", "where": "第三批"}]
    assert store.nearest("漆", 0) == []
    assert len(store.nearest("漆", 99)) == len(ROWS)


@every_store
def test_adding_again_changes_nothing_and_a_changed_text_replaces(opener):
    store = opener()
    store.put(ROWS)
    store.put([*ROWS, ROWS[0]])
    assert store.held() == {row.id: row.digest for row in ROWS}
    changed = replace(ROWS[0], text="全无关系的一句话")
    store.put([changed])
    assert store.held()["fogong:1"] == changed.digest != ROWS[0].digest
    assert len(store.held()) == len(ROWS)
    found = dict(zip(ids(store.nearest("全无关系的一句话", 9)), range(9), strict=False))
    assert found["fogong:1"] == 0


@every_store
def test_deleted_rows_are_gone(opener):
    store = opener()
    store.put(ROWS)
    store.drop(["fogong:1", "没有这一条"])
    store.drop([])
    assert set(store.held()) == {row.id for row in ROWS} - {"fogong:1"}
    assert "fogong:1" not in ids(store.nearest("应县木塔", 9))


FILTERS = [
    Wanted(),
    Wanted(kind="craft"),
    Wanted(kind="nothing"),
    Wanted(place="应县"),
    Wanted(place="大同"),
    Wanted(ages=("tang",), years=(618, 907)),
    Wanted(ages=("ming",), years=(1368, 1644)),
    Wanted(ages=("qing",), years=(1645, 1911)),
    Wanted(ages=("song", "liao"), years=(907, 1279)),
    Wanted(kind="craft", ages=("ming",), years=(1368, 1644)),
    Wanted(kind="structure", place="忻州"),
    Wanted(kind="structure", place="五台", ages=("tang",), years=(618, 907)),
    Wanted(kind="site", place="五台"),
    Wanted(entries=("fogong", "lacquer")),
    Wanted(entries=()),
    Wanted(entries=("fogong", "lacquer"), kind="craft"),
    Wanted(ages=("t_ng", "ta%"), years=(-5000, -4000)),
]


@every_store
def test_filters_hold_what_the_contract_says(opener):
    store = opener()
    store.put(ROWS)
    for wanted in FILTERS:
        right = {row.id for row in ROWS if wanted.holds(row.__dict__)}
        assert set(ids(store.nearest("山西的木塔与手艺", 9, wanted))) == right, wanted


NASTY = [
    "'",
    '"',
    "\\",
    "' OR 1=1 --",
    '" or kind != "',
    "$ne",
    "{{}}",
    "{kind}",
    "%",
    "_",
    "|",
    "; DROP TABLE t",
    ":place",
    "]]",
    "\n",
    "平遥' or '1'='1",
]


@every_store
def test_nothing_in_a_filter_is_taken_for_syntax(opener):
    store = opener()
    store.put(ROWS)
    own = [
        Row(id=f"n:{n}", text=f"怪名 {n}", entry=nasty, kind=nasty, city_key=nasty, ages=(nasty,))
        for n, nasty in enumerate(NASTY)
        if nasty != "|"  # the separator of ages in one of the stores; no id of a period holds it
    ]
    store.put(own)
    never = (5000, -5000)
    for nasty in NASTY:
        right = {row.id for row in own if row.kind == nasty}
        for wanted in (
            Wanted(kind=nasty),
            Wanted(place=nasty),
            Wanted(entries=(nasty,)),
            Wanted(ages=(nasty,), years=never),
        ):
            found = set(ids(store.nearest("怪名", 99, wanted)))
            assert found == right, (nasty, wanted)
    assert len(store.held()) == len(ROWS) + len(own)


@every_store
@pytest.mark.parametrize("id", ["晋祠:圣母殿·1", "a'b\"c\\d", "emoji🙂:1", "x" * 200, "a/b c;--"])
def test_any_id(opener, id):
    store = opener()
    row = Row(id=id, text="圣母殿前有飞梁", entry="jinci")
    store.put([row])
    store.put([row])
    assert store.held() == {id: row.digest}
    assert ids(store.nearest("飞梁", 1)) == [id]
    store.drop([id])
    assert store.held() == {}


@every_store
def test_a_text_of_a_hundred_kilobytes(opener):
    store = opener()
    row = Row(id="long", text="长卷" * 17_000, entry="long")
    assert len(row.text.encode()) > 100_000
    store.put([row, ROWS[0]])
    assert store.held()["long"] == row.digest
    assert ids(store.nearest("长卷", 1)) == ["long"]


@pytest.fixture(scope="module")
def shipped():
    return list(islice(rows_of(heritage_kb.open()), 0, 3000, 10))


@every_store
def test_the_order_is_that_of_exact_cosines(opener, shipped):
    store, model = opener(), Hashed()
    for start in range(0, len(shipped), 100):
        store.put(shipped[start : start + 100])
    matrix = model.passages([row.text for row in shipped])
    for query in ("唐代的寺庙", "面食怎么做", "晋商票号", "大同的石窟", "上党梆子"):
        for wanted in (Wanted(), Wanted(kind="site")):
            allowed = [n for n, row in enumerate(shipped) if wanted.holds(row.__dict__)]
            cosines = matrix[allowed] @ model.query(query)
            right = np.sort(cosines)[::-1][:20]
            found = store.nearest(query, 20, wanted)
            np.testing.assert_allclose([c for _, c in found], right, atol=2e-5)
            of = {shipped[n].id: cosine for n, cosine in zip(allowed, cosines, strict=True)}
            for marks, cosine in found:
                assert of[marks["id"]] == pytest.approx(cosine, abs=2e-5)


@every_store
def test_it_is_all_there_after_closing_and_opening_again(opener):
    first = opener()
    first.put(ROWS)
    before = first.nearest("木塔", 5)
    first.flush()
    first.close()
    again = opener()
    assert again.held() == {row.id: row.digest for row in ROWS}
    after = again.nearest("木塔", 5)
    assert ids(after) == ids(before)
    assert [c for _, c in after] == pytest.approx([c for _, c in before], abs=1e-5)


@every_store
@pytest.mark.parametrize("other", [Hashed(dim=32), Hashed(id="another")])
def test_vectors_of_another_model_are_refused(opener, other):
    first = opener()
    first.put(ROWS)
    first.close()
    with pytest.raises(RefusedInput, match="另一个模型"):
        opener(other)


@every_store
def test_readers_at_the_same_time(opener):
    store = opener()
    store.put(ROWS)
    right = ids(store.nearest("云冈石窟", 5))

    def ask(number: int) -> list[str]:
        if number % 8 == 3:
            store.put([Row(id=f"far:{number}", text="zzz", entry="far", kind="word")])
        return ids(store.nearest("云冈石窟", 5, Wanted(kind="site") if number % 2 else None))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(48)))
    assert all(answer == ["yungang:1"] for answer in answers[1::2])
    assert all(answer[0] == right[0] for answer in answers[::2])
    assert len(store.held()) == len(ROWS) + 6


@every_store
def test_syncing_sends_only_what_changed(opener):
    model = Hashed()
    store = opener(model)
    first = sync(ROWS, store, model)
    assert first.json() == {"added": 5, "changed": 0, "deleted": 0, "kept": 0}
    sent = model.embedded
    assert sync(ROWS, store, model).json() == {"added": 0, "changed": 0, "deleted": 0, "kept": 5}
    assert model.embedded == sent
    moved = replace(ROWS[1], kind="site")
    new = Row(id="new", text="新的一条", entry="new")
    heard = []
    done = sync(
        [moved, *ROWS[2:], new], store, model, lambda what, share: heard.append((what, share))
    )
    assert done.json() == {"added": 1, "changed": 1, "deleted": 1, "kept": 3}
    assert set(store.held()) == {"foguang:1", "yungang:1", "vinegar:1", "lacquer:1", "new"}
    assert heard[-1] == ("上传 2 条", 1.0)
    assert ids(store.nearest("东大殿", 1, Wanted(kind="site", place="五台"))) == ["foguang:1"]


@every_store
def test_a_sync_that_was_stopped_goes_on_where_it_stopped(opener, monkeypatch):
    monkeypatch.setattr("heritage_kb.stores.opening._BATCH", 2)
    model = Hashed()
    store = opener(model)

    def stop(what: str, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(ROWS, store, model, stop)
    assert sync(ROWS, store, model).json() == {"added": 3, "changed": 0, "deleted": 0, "kept": 2}


@every_store
def test_words_and_meaning_together_keep_names_first(opener):
    kb = heritage_kb.open()
    store = opener()
    wanted = {"yungangshiku", "foguangsi", "jinci", "pingyaogucheng"}
    store.put([row for row in rows_of(kb) if row.entry in wanted])
    found = FusedRetriever(kb, store)
    assert found.search("云冈石窟", k=1)[0].entry.id == "yungangshiku"
    hits = found.search("大同的石窟", k=5, city="大同", kind="site")
    assert "yungangshiku" in [hit.entry.id for hit in hits]
    assert all(hit.entry.kind == "site" for hit in hits)
    assert any("意思相近" in hit.why for hit in hits)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    national = found.search("石窟", k=9, level="国保", near="jinci", km=400.0)
    assert national
    assert all(hit.entry.level == "国保" for hit in national)
    with pytest.raises(RefusedInput):
        found.search("寺", k=0)
    with pytest.raises(RefusedInput):
        found.search("寺", level="没有这一级")


def test_filters_of_a_search_equal_those_of_the_knowledge_base():
    kb = heritage_kb.open()
    rows = [row for row in rows_of(kb) if not row.passage]
    for period in ("唐", "清", "1885", "北魏", "明至清", -500):
        wanted = wanted_of(kb, None, None, period)
        right = {id for id in kb.entries if kb.in_period(id, period)}
        assert {row.entry for row in rows if wanted.holds(row.__dict__)} == right, period
    wanted = wanted_of(kb, "site", "大同市", None)
    right = {e.id for e in kb.in_county("大同") if e.kind == "site"}
    assert {row.entry for row in rows if wanted.holds(row.__dict__)} == right


def test_past_twenty_thousand_the_embedded_store_looks_in_cells(monkeypatch):
    monkeypatch.setattr("heritage_kb.stores.embedded._MANY", 50)
    store = Embedded(Hashed())
    store.put([Row(id=f"r{n}", text=f"第 {n} 条", entry="e") for n in range(80)])
    assert ids(store.nearest("第 42 条", 1)) == ["r42"]
    assert ids(store.nearest("第 42 条", 3, Wanted(kind="none"))) == []


def test_a_damaged_file_says_so(tmp_path):
    file = tmp_path / "rows.npz"
    store = Embedded(Hashed(), file)
    store.put(ROWS)
    store.close()
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(BrokenData, match="已损坏"):
        Embedded(Hashed(), file)


@pytest.mark.extras
def test_a_wrong_password_is_one_sentence_without_the_password(request, missing, monkeypatch):
    if importlib.util.find_spec("langchain_postgres") is None:
        missing("langchain_postgres is not installed")
    dsn = request.getfixturevalue("postgres_dsn")
    monkeypatch.setenv("SANJIN_WRONG", "geheim")
    settings = told.read_settings({"kind": "pgvector", "dsn": dsn, "password_env": "SANJIN_WRONG"})
    with pytest.raises(SanjinError, match="用不了向量库 PostgreSQL") as refused:
        open_store(settings, Hashed())
    assert "geheim" not in refused.value.zh


@pytest.mark.extras
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its lock file
def test_a_folder_that_another_process_has_open_is_one_sentence(missing, tmp_path):
    if importlib.util.find_spec("langchain_qdrant") is None:
        missing("langchain_qdrant is not installed")
    settings = told.read_settings({"kind": "qdrant", "location": str(tmp_path / "q")})
    first = open_store(settings, Hashed())
    with pytest.raises(SanjinError, match="用不了向量库 Qdrant"):
        open_store(settings, Hashed())
    first.close()
    open_store(settings, Hashed()).close()


# -- settings ----------------------------------------------------------------------------


def test_without_a_file_the_embedded_one_answers(tmp_path, monkeypatch):
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path))
    monkeypatch.delenv("SANJIN_SETTINGS", raising=False)
    assert told.store_settings().kind == "embedded"
    (tmp_path / "settings.toml").write_text('[models]\nname = "x"\n', "utf-8")
    assert told.store_settings().kind == "embedded"
    (tmp_path / "settings.toml").write_text('[store]\nkind = "qdrant"\n', "utf-8")
    assert told.store_settings().kind == "qdrant"
    monkeypatch.setenv("SANJIN_SETTINGS", str(tmp_path / "none.toml"))
    with pytest.raises(RefusedInput, match="找不到设置文件"):
        told.store_settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('kind = "redis"', "embedded、qdrant、pgvector 或 milvus"),
        ('host = "x"', "embedded、qdrant、pgvector 或 milvus"),
        ('kind = "qdrant"\nhots = "x"', "不认识「hots」"),
        ('kind = "qdrant"\nlocation = "a"\nurl = "http://b"', "只能写一个"),
        ('kind = "pgvector"', "缺少「dsn」"),
        ('kind = "pgvector"\ndsn = "postgresql://a:geheim@b/c"', "口令不能写在 dsn 里"),
        ('kind = "pgvector"\ndsn = "mysql://b/c"', "「dsn」的值"),
        ('kind = "milvus"\ncollection = "a; drop"', "「collection」的值"),
        ('kind = "embedded"\npath = "x"', "不认识「path」"),
        ("kind = ", "不是合法的 TOML"),
    ],
)
def test_mistakes_in_the_settings_are_told_in_one_sentence(tmp_path, text, said):
    file = tmp_path / "settings.toml"
    file.write_text(f"[store]\n{text}\n", "utf-8")
    with pytest.raises(RefusedInput, match=said) as refused:
        told.store_settings(file)
    assert "geheim" not in refused.value.zh + refused.value.en


def test_secrets_come_from_the_environment_only(monkeypatch):
    monkeypatch.setenv("SANJIN_TEST_KEY", "k")
    assert told.secret("SANJIN_TEST_KEY") == "k"
    assert told.secret(None) is None
    monkeypatch.delenv("SANJIN_TEST_KEY")
    with pytest.raises(RefusedInput, match="SANJIN_TEST_KEY"):
        told.secret("SANJIN_TEST_KEY")


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("qdrant", {"url": "http://127.0.0.1:9"}),
        ("pgvector", {"dsn": "postgresql://a@127.0.0.1:9/b"}),
        ("milvus", {"uri": "http://127.0.0.1:9"}),
    ],
)
def test_a_store_that_does_not_answer_is_one_sentence(kind, more):
    with pytest.raises(SanjinError, match=r"用不了|没有装"):
        open_store(told.read_settings({"kind": kind, **more}), Hashed())


@pytest.mark.parametrize("kind", sorted(EXTRAS))
def test_a_missing_package_is_one_sentence(kind, monkeypatch, tmp_path):
    for package in EXTRAS[kind]:
        monkeypatch.setitem(importlib.sys.modules, package, None)
    more = {"dsn": "postgresql://a@127.0.0.1:9/b"} if kind == "pgvector" else {}
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path))
    with pytest.raises(SanjinError, match=rf"pip install 'sanjin\[{kind}\]'"):
        open_store(told.read_settings({"kind": kind, **more}), Hashed())
