"""A model that is asked about claims: when it is asked, and what it may decide."""

import json
import socket
import subprocess
import sys
import types

import pytest

import heritage_kb
from heritage_kb.checking.claims import check
from heritage_kb.checking.entailment import LocalEntailment, Odds
from heritage_kb.errors import RefusedInput, SanjinError

UNKNOWN = "砥洎城最挤的年月，城里住着一百六十八户。"


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


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (None, "找不到模型文件夹"),
        (["pytorch_model.bin", "tokenizer.json"], "没有 safetensors 权重"),
        (["model.safetensors", "config.json"], "没有分词文件"),
    ],
)
def test_a_folder_that_lacks_something_is_refused_at_once(tmp_path, files, said):
    folder = tmp_path / "model"
    if files is not None:
        folder.mkdir()
    for name in files or []:
        (folder / name).write_bytes(b"")
    with pytest.raises(RefusedInput, match=said):
        LocalEntailment(folder)


@pytest.mark.parametrize("package", ["torch", "transformers"])
def test_a_missing_package_names_its_extra(tmp_path, monkeypatch, package):
    for name in ("torch", "transformers"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, package, None)
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(SanjinError, match=rf"{package}.*sanjin\[entailment\]"):
        LocalEntailment(tmp_path)("寺", "寺")


# -- the real library, where it is installed -----------------------------------------------

LABELS = ("entailment", "neutral", "contradiction")


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Build a tiny BERT of random weights that leans to one label; no network is reached."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    tokenizers = pytest.importorskip("tokenizers")

    def refused(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)

    def built(labels=LABELS, leans=0, kind="BertForSequenceClassification", **settings):
        folder = tmp_path / "model"
        folder.mkdir()
        vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(UNKNOWN)]
        numbers = {word: number for number, word in enumerate(vocabulary)}
        tokenizers.BertWordPieceTokenizer(numbers).save(str(folder / "tokenizer.json"))
        config = transformers.BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            id2label=dict(enumerate(labels)),
            label2id={label: number for number, label in enumerate(labels)},
            **settings,
        )
        torch.manual_seed(1)
        model = getattr(transformers, kind)(config)
        if hasattr(model, "classifier"):
            with torch.no_grad():
                model.classifier.bias[leans] = 9.0
        model.save_pretrained(folder, safe_serialization=True)
        return folder

    return built


@pytest.mark.parametrize(
    ("labels", "leans", "verdict"),
    [
        (LABELS, 0, "supported"),
        (LABELS, 1, "not_in_kb"),
        (LABELS, 2, "contradicted"),
        (("CONTRADICTION", "NEUTRAL", "ENTAILMENT"), 2, "supported"),
    ],
)
def test_a_local_model_decides_by_its_labels(kb, build, labels, leans, verdict):
    model = LocalEntailment(build(labels, leans))
    odds = model(UNKNOWN, UNKNOWN)
    assert odds.supported + odds.contradicted + odds.unknown == pytest.approx(1.0, abs=1e-5)
    assert [c.verdict for c in kb.check(UNKNOWN, entails=model)] == [verdict]
    text = "佛光寺东大殿建于宋代。她笑了。"
    assert kb.check(text, entails=model) == kb.check(text)


def test_a_local_model_reads_characters_and_cuts_what_is_too_long(build):
    model = LocalEntailment(build(leans=1, max_position_embeddings=64))
    one, other = UNKNOWN[:3], UNKNOWN[3:6]  # of characters that it knows
    assert model(one, other) != model(other, one)
    assert model("寺" * 300, "庙" * 300).unknown > 0.9


@pytest.mark.parametrize(
    "labels",
    [
        ("LABEL_0", "LABEL_1", "LABEL_2"),
        ("entailment", "not_entailment"),
        (*LABELS, "other"),
    ],
)
def test_a_model_with_other_labels_is_refused(build, labels):
    with pytest.raises(RefusedInput, match="标签"):
        LocalEntailment(build(labels))("寺", "寺")


def test_a_model_without_a_trained_classifier_is_refused(build):
    with pytest.raises(RefusedInput, match="权重不全"):
        LocalEntailment(build(kind="BertModel"))("寺", "寺")


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_a_broken_file_is_refused_in_one_sentence(build, name):
    folder = build()
    (folder / name).write_bytes(b"{")
    with pytest.raises(RefusedInput, match="读不出来"):
        LocalEntailment(folder)("寺", "寺")


def test_code_in_the_folder_is_refused_and_not_run(build):
    folder = build()
    code = f"open({str(folder / 'ran')!r}, 'w')\nclass Config: pass\nclass Model: pass\n"
    (folder / "own.py").write_text(code, "utf-8")
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["model_type"] = "own"
    config["auto_map"] = {
        "AutoConfig": "own.Config",
        "AutoModelForSequenceClassification": "own.Model",
    }
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(RefusedInput, match="读不出来"):
        LocalEntailment(folder)("寺", "寺")
    assert not (folder / "ran").exists()


def test_nothing_heavy_is_imported_before_the_first_question():
    code = (
        "import sys, heritage_kb, heritage_kb.checking.entailment\n"
        "print(sorted({'torch', 'transformers', 'safetensors', 'tokenizers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
