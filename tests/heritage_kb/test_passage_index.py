"""The index over very many passages: what is found, filters, changes, reopening, damage."""

import numpy as np
import pytest

from heritage_kb.finding.lexical import Lexical, Row, Word
from heritage_kb.finding.neighbours import Neighbours
from heritage_kb.finding.passage_index import Indexed, PassageIndex

TEXTS = [
    "漆要阴干，怕晒怕潮。",
    "盐池南风起，畦里结盐。",
    "木塔六层檐，五层明。",
    "醋坯翻到第十八天。",
]
DIM = 16


def vectors(count, seed=1):
    made = np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture
def index(tmp_path):
    made = PassageIndex(tmp_path / "index", "model", DIM)
    rows = [
        Indexed(number=n + 1, text=text, marks=(f"place={'运城' if n % 2 else '平遥'}",))
        for n, text in enumerate(TEXTS)
    ]
    made.build(rows, vectors(4), 1)
    return made


def test_words_and_meaning_find(index):
    assert index.search("阴干", None, 3)[0].number == 1
    assert index.search("", vectors(4)[2], 1)[0].number == 3
    both = index.search("木塔", vectors(4)[2], 1)[0]
    assert both.words is not None
    assert both.meaning == pytest.approx(1.0, abs=1e-3)


def test_a_filter_holds_for_both_arms(index):
    found = index.search("漆 盐 塔 醋", vectors(4)[0], 9, {"place": "运城"})
    assert {f.number for f in found} == {2, 4}
    assert index.search("漆", vectors(4)[0], 9, {"place": "火星"}) == []


def test_changes_replace_and_survive_reopening(index):
    index.replace([4], [Indexed(number=1, text="漆要晒干？错了。")], vectors(1, 5), 2)
    index.replace([4], [Indexed(number=1, text="漆要晒干？错了。")], vectors(1, 5), 2)  # again
    again = PassageIndex(index.folder, "model", DIM)
    assert (len(again), len(again.neighbours), again.revision) == (3, 3, 2)
    assert [f.number for f in again.search("晒干", None, 9)] == [1]
    assert again.search("怕潮", None, 9) == []
    assert again.search("醋", None, 9, {"place": "运城"}) == []


def test_an_index_of_another_model_or_a_damaged_one_is_begun_anew(index):
    assert len(PassageIndex(index.folder, "other", DIM)) == 0
    index.build([Indexed(number=1, text="漆")], vectors(1), 3)
    (index.folder / "index.json").write_text("{", encoding="utf-8")
    assert PassageIndex(index.folder, "model", DIM).revision == 0


def test_many_vectors_lie_in_cells_and_are_found(tmp_path):
    rng = np.random.default_rng(3)
    middles = rng.normal(size=(50, DIM))
    many = middles[rng.integers(0, 50, 21_000)] + rng.normal(0, 0.3, (21_000, DIM))
    many = (many / np.linalg.norm(many, axis=1, keepdims=True)).astype(np.float32)
    near = Neighbours(DIM)
    near.build(np.arange(21_000) * 2, many)
    assert near.cells > 0
    near.save(tmp_path / "v.faiss")
    near.open(tmp_path / "v.faiss")
    asked = many[rng.integers(0, 21_000, 40)]
    held = []
    for vector in asked:
        true = set((np.argsort(-(many @ vector))[:10] * 2).tolist())
        held.append(len(true & {n for n, _ in near.search(vector, 10)}) / 10)
    assert np.mean(held) >= 0.95
    allowed = np.arange(0, 21_000, 500) * 2
    assert {n for n, _ in near.search(asked[0], 5, allowed)} <= set(allowed.tolist())
    near.replace([0], np.array([1]), many[:1])
    assert near.search(many[0], 1)[0][0] == 1


def test_equal_scores_keep_the_order_of_numbers():
    words = Lexical(["text"], ["mark"])
    words.add(Row(number=n, texts={"text": "漆 器"}, marks={"mark": ["a"]}) for n in (9, 3, 7))
    assert [n for n, _ in words.search([Word(field="text", token="漆")], 9)] == [3, 7, 9]
    assert words.search([Word(field="text", token="漆")], 9, {"mark": ["b"]}) == []


def test_what_fails_while_writing_changes_nothing():
    words = Lexical(["text"])
    words.add([Row(number=1, texts={"text": "漆"})])

    def broken():
        yield Row(number=2, texts={"text": "漆"})
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        words.add(broken())
    assert len(words) == 1
