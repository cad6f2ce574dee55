"""Sanjin behind LangChain's interfaces: documents, filters, asynchronous calls, a vector store."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

import heritage_kb
from heritage_kb import chain
from heritage_kb.errors import RefusedInput, UnknownName
from heritage_kb.stores.embedded import Embedded
from heritage_kb.stores.rows import Wanted, rows_of
from heritage_kb.tokens import tokens


class Hashed:
    """A deterministic model."""

    id, dim = "hashed-64", 64

    def passages(self, texts):
        return np.stack([self.query(text) for text in texts])

    def query(self, text):
        vector = np.full(self.dim, 0.01, dtype=np.float32)
        for token in tokens(text[:2000]):
            vector[blake2b(token.encode(), digest_size=1).digest()[0] % self.dim] += 1.0
        return vector / np.linalg.norm(vector)


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


def test_a_retriever_gives_passages_with_their_sources(kb):
    found = chain.SanjinRetriever(kb=kb, k=3).invoke("应县木塔多高")
    assert len(found) == 3
    first = found[0]
    assert first.metadata["entry"] == "fogongsishijiata"
    assert first.id == first.metadata["passage"]
    assert first.page_content == kb.passage(first.id).text
    assert all(one["title"] for one in first.metadata["sources"])
    assert {
        "entry", "title", "kind", "passage", "sources", "claim_kind", "confidence", "score", "why",
        "city", "county",
    } <= set(first.metadata)  # fmt: skip
    scores = [one.metadata["score"] for one in found]
    assert scores == sorted(scores, reverse=True)


def test_a_retriever_filters_and_answers_the_same_asynchronously(kb):
    retriever = chain.SanjinRetriever(kb=kb, k=5, kind="site", city="五台县", period="唐")
    found = retriever.invoke("寺庙")
    assert found
    assert all(kb.in_period(one.metadata["entry"], "唐") for one in found)
    assert {one.metadata["kind"] for one in found} == {"site"}
    assert asyncio.run(retriever.ainvoke("寺庙")) == found
    assert [len(one) for one in retriever.batch(["寺庙", "木塔"])] == [len(found), len(found)]


def test_a_retriever_refuses_what_the_knowledge_base_refuses(kb):
    with pytest.raises(RefusedInput):
        chain.SanjinRetriever(kb=kb, kind="castle").invoke("寺")
    with pytest.raises(UnknownName):
        chain.SanjinRetriever(kb=kb, period="火星纪").invoke("寺")
    with pytest.raises(ValidationError):
        chain.SanjinRetriever(kb=kb, k=0)


def test_embeddings_are_the_model_s(kb):
    model = chain.SanjinEmbeddings(Hashed())
    np.testing.assert_allclose(model.embed_query("木塔"), Hashed().query("木塔"), atol=1e-6)
    assert np.shape(model.embed_documents(["木塔", "石窟"])) == (2, 64)
    assert model.embed_documents([]) == []


def test_documents_are_what_has_a_vector(kb):
    some = list(islice(chain.documents(kb), 50))
    assert len({one.id for one in some}) == 50
    craft = list(chain.documents(kb, kind="craft", city="平遥"))
    assert craft
    for one in craft:
        assert one.metadata["kind"] == "craft"
        assert "平遥" in (one.metadata["city_key"], one.metadata["county_key"])


def test_documents_of_the_whole_have_ids_of_their_own(kb):
    every = [row.id for row in rows_of(kb)]
    assert len(every) == len(set(every))


def test_a_vector_store_without_a_server(kb, tmp_path):
    some = list(islice(chain.documents(kb, kind="craft"), 60))
    store = chain.EmbeddedStore.from_documents(
        some, chain.SanjinEmbeddings(Hashed()), file=tmp_path / "rows.npz"
    )
    best, cosine = store.similarity_search_with_score(some[7].page_content, 1)[0]
    assert (best.id, best.page_content) == (some[7].id, some[7].page_content)
    assert cosine == pytest.approx(1.0, abs=1e-5)
    assert best.metadata["sources"] == some[7].metadata["sources"]
    assert store.get_by_ids([some[3].id, "none"])[0].page_content == some[3].page_content
    assert store.similarity_search("推光漆", 4, filter=Wanted(kind="site")) == []
    found = store.as_retriever(search_kwargs={"k": 2}).invoke("推光漆")
    assert len(found) == 2
    store.save()
    assert store.delete([some[7].id])
    assert some[7].id not in [one.id for one in store.similarity_search("漆", 99)]
    again = chain.EmbeddedStore(Hashed(), tmp_path / "rows.npz")
    assert again.get_by_ids([some[7].id])


def test_a_vector_store_takes_plain_texts(tmp_path):
    store = chain.EmbeddedStore(Hashed())
    assert store.add_texts(["木塔", "石窟"], ids=["a", "b"]) == ["a", "b"]
    named = store.add_texts(["木塔", "木塔"])
    assert len(set(named)) == 1
    assert store.similarity_search("石窟", 1)[0].id == "b"


def test_a_vector_store_refuses_a_model_without_a_name():
    from langchain_core.embeddings import DeterministicFakeEmbedding

    with pytest.raises(RefusedInput, match="SanjinEmbeddings"):
        chain.EmbeddedStore.from_texts(["a"], DeterministicFakeEmbedding(size=8))


def test_a_retriever_over_a_store(kb):
    store = Embedded(Hashed())
    store.put([row for row in rows_of(kb) if row.kind == "craft"])
    retriever = chain.StoreRetriever(kb=kb, store=store, k=4, kind="craft")
    found = retriever.invoke("推光漆怎么阴干")
    assert len(found) == 4
    assert {one.metadata["kind"] for one in found} == {"craft"}
    assert asyncio.run(retriever.ainvoke("推光漆怎么阴干")) == found


def test_without_langchain_one_sentence_says_what_to_install():
    code = (
        "import sys; sys.modules['langchain_core'] = None\n"
        "from heritage_kb.errors import SanjinError\n"
        "try:\n    import heritage_kb.chain\n"
        "except SanjinError as told:\n    print(told.en)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'sanjin[langchain]'" in done.stdout


def test_the_example_in_the_documentation_runs(capsys):
    text = (Path(__file__).parents[2] / "docs" / "retrieval.md").read_text("utf-8")
    block = re.findall(r"```python\n(.*?)```", text, flags=re.S)[0]
    exec(compile(block, "retrieval.md", "exec"), {})  # noqa: S102 - our own text
    assert "云冈石窟" in capsys.readouterr().out
