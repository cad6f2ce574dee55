"""A model that is asked about claims: when it is asked, and what it may decide."""

import pytest

import heritage_kb
from heritage_kb.claims import check
from heritage_kb.entailment import LocalEntailment, Odds
from heritage_kb.errors import RefusedInput

UNKNOWN = "旧广武城的西门外有过一座马神庙。"


class Fake:
    """Says the same of everything and remembers what it was asked."""

    def __init__(self, supported: float, contradicted: float) -> None:
        self.odds = Odds(
            supported=supported, contradicted=contradicted, unknown=1 - supported - contradicted
        )
        self.asked: list[tuple[str, str]] = []

    def __call__(self, premise: str, hypothesis: str) -> Odds:
        self.asked.append((premise, hypothesis))
        return self.odds


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


@pytest.mark.parametrize(
    ("supported", "contradicted", "verdict"),
    [(0.95, 0.0, "supported"), (0.0, 0.95, "contradicted"), (0.6, 0.3, "not_in_kb")],
)
def test_a_sure_model_decides_what_rules_leave_open(kb, supported, contradicted, verdict):
    model = Fake(supported, contradicted)
    (claim,) = check(UNKNOWN, kb, entails=model)
    assert claim.verdict == verdict
    assert (claim.passage in kb.passages) is (verdict != "not_in_kb")
    assert model.asked
    assert all(UNKNOWN.startswith(said) for _, said in model.asked)


@pytest.mark.parametrize(
    "text", ["佛光寺东大殿建于宋代。", "她在平遥城墙上坐了一夜。", "湖北武当山的金殿是铜铸的。", ""]
)
def test_a_model_is_not_asked_where_rules_decide_or_nothing_is_known(kb, text):
    model = Fake(0.0, 1.0)
    assert check(text, kb, entails=model) == check(text, kb)
    assert not model.asked


def test_a_folder_without_safetensors_is_refused(tmp_path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(RefusedInput):
        LocalEntailment(tmp_path)


def test_a_local_model_gives_odds(tmp_path):
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    torch.manual_seed(1)
    (tmp_path / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "寺"])
    )
    transformers.BertTokenizer(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    config = transformers.BertConfig(
        vocab_size=6,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        id2label={0: "entailment", 1: "neutral", 2: "contradiction"},
        label2id={"entailment": 0, "neutral": 1, "contradiction": 2},
    )
    transformers.BertForSequenceClassification(config).save_pretrained(
        tmp_path, safe_serialization=True
    )
    odds = LocalEntailment(tmp_path)("寺", "寺")
    assert odds.supported + odds.contradicted + odds.unknown == pytest.approx(1.0, abs=1e-5)
