"""Documents: the content hash, and what cannot be stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

import index.document
from index.document import Document, check_document
from index.errors import DocumentError

MakeDocument = Callable[..., Document]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"text": "Other."},
        {"source": "elsewhere"},
        {"outlet": "Reuters"},
        {"published_at": date(2024, 10, 29)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_content_hash_covers_everything_stored(
    change: dict[str, object], make_document: MakeDocument
) -> None:
    document = make_document("a")
    assert replace(document, **change).content_hash != document.content_hash  # type: ignore[arg-type]
    assert replace(document).content_hash == document.content_hash


@pytest.mark.parametrize("name", ["a", "0", "A.b_c-d", "x" * 100])
def test_ids_that_can_be_stored(name: str, make_document: MakeDocument) -> None:
    document = make_document(name)
    assert check_document(document) is document


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"document_id": ""}, "the id ''", id="no-id"),
        pytest.param({"document_id": "-a"}, "the id '-a'", id="id-starts-with-dash"),
        pytest.param({"document_id": "a/b"}, "the id 'a/b'", id="id-with-slash"),
        pytest.param({"document_id": "a\n"}, r"the id 'a\\n'", id="id-with-line-break"),
        pytest.param({"document_id": "é"}, "the id 'é'", id="id-not-ascii"),
        pytest.param({"document_id": "x" * 101}, "1 to 100 letters", id="id-too-long"),
        pytest.param({"text": ""}, "the text is empty", id="no-text"),
        pytest.param({"text": " \n\t"}, "the text is empty", id="white-space"),
        pytest.param({"text": "a\0b"}, "the text holds a NUL", id="nul-in-text"),
        pytest.param({"title": "a\0b"}, "the title holds a NUL", id="nul-in-title"),
        pytest.param({"outlet": "a\0b"}, "the outlet holds a NUL", id="nul-in-outlet"),
        pytest.param({"text": "a\ud800"}, "the text holds a lone surrogate", id="surrogate"),
        pytest.param({"title": "\udfff"}, "the title holds a lone", id="surrogate-in-title"),
        pytest.param({"outlet": "\udfff"}, "the outlet holds a lone", id="surrogate-in-outlet"),
        pytest.param({"author": "a\0b"}, "the author holds a NUL", id="nul-in-author"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_name(
    change: dict[str, object], reason: str, make_document: MakeDocument
) -> None:
    document = replace(make_document("a"), **{"source": "here.txt", **change})  # type: ignore[arg-type]
    with pytest.raises(DocumentError, match=f"^here.txt: .*{reason}"):
        check_document(document)


def test_a_source_with_a_lone_surrogate_is_refused(make_document: MakeDocument) -> None:
    with pytest.raises(DocumentError, match="the source holds a lone surrogate"):
        check_document(make_document("a", source="caf\udce9.txt"))


def test_a_text_over_the_limit_is_refused(
    monkeypatch: pytest.MonkeyPatch, make_document: MakeDocument
) -> None:
    monkeypatch.setattr(index.document, "MAXIMUM_TEXT_LENGTH", 10)
    assert check_document(make_document("a", "x" * 10)).text == "x" * 10
    with pytest.raises(DocumentError, match=r"test:a: the text has 11 characters, at most 10"):
        check_document(make_document("a", "x" * 11))
