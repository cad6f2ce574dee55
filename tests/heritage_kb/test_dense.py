"""The embedded model: a long batch is the same in turns, and lets a query in between."""

import threading
import time

import numpy as np
import pytest

from heritage_kb.finding import dense


@pytest.fixture
def model():
    one = dense.embedded()
    if one is None:
        pytest.skip("the embedded model does not run here")
    return one


def test_vectors_do_not_depend_on_the_turns(model):
    texts = [f"第{number}口井。" for number in range(dense._AT_ONCE + 3)]
    whole = model.passages(texts)
    assert whole.shape == (len(texts), model.dim)
    assert np.array_equal(whole[-1], model.passages(texts[-1:])[0])
    assert model.passages([]).shape == (0, model.dim)


def test_a_query_goes_before_the_rest_of_a_batch():
    class Engine:
        def __init__(self):
            self.order = []

        def passage(self, texts):
            self.order.append("passages")
            if len(self.order) == 1:
                asking.start()
                late = time.monotonic() + 20
                while not one._waiting and time.monotonic() < late:
                    time.sleep(0.001)  # the query stands in line before this turn ends
            return np.zeros((len(texts), 2), dtype=np.float32)

        def query(self, text):
            self.order.append("query")
            return np.zeros(2, dtype=np.float32)

    one = object.__new__(dense.E5Small)
    one._model, one.dim, one._waiting = Engine(), 2, 0
    one._one, one._count = threading.Lock(), threading.Lock()
    asking = threading.Thread(target=one._query, args=("井",))
    one.passages(["井"] * (2 * dense._AT_ONCE))
    asking.join()
    assert one._model.order == ["passages", "query", "passages"]
