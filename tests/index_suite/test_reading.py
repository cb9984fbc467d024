"""Articles from files: formats, front matter, titles, and input that is refused by name."""

import os
from datetime import date
from pathlib import Path

import pytest

import index.file_search
from index.article_index import ArticleIndex
from index.composing import Failure, Omission
from index.document import DOCUMENT_ID_PATTERN, Document
from index.errors import DocumentError, DocumentNotFoundError
from index.file_search import find_files
from index.formats.known import MARKDOWN, format_of_name
from index.formats.parts import ReadingOptions
from index.formats.process import ParserLimits, ParserProcess
from index.naming import source_document_id, title_of
from index.reading import ArticleReader, Content, read_files, read_sample

FRONT_MATTER = """---
id: my-id
title: "A title: with a colon"
outlet: Reuters
published_at: 2024-10-29
source: https://example.org/a
---

# Heading

Body.
"""


def read_file(path: Path) -> Document:
    (document,) = read_files([path])
    return document


def parse_article(name: str, content: bytes, source: str) -> Document:
    """The one article of a text or Markdown file, which needs no other process."""
    reader = ArticleReader(ParserProcess(ParserLimits()), ReadingOptions())
    (result,) = reader.read(Content(content, name, source, format_of_name(name)))
    if isinstance(result, Failure):
        raise DocumentError(str(result))
    assert isinstance(result, Document)
    return result


def failure_of(path: Path) -> Failure:
    (result,) = ArticleReader(ParserProcess(ParserLimits()), ReadingOptions()).read_file(path)
    assert isinstance(result, Failure)
    return result


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.markdown", "a.MD", "b c.Txt"])
def test_every_format_keeps_the_text(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, "\ufeffFirst line\r\n\r\nNaïve 👩‍👩‍👧 e\u0301.\r\n\r\n")
    document = read_file(path)
    assert document.text == "First line\n\nNaïve 👩‍👩‍👧 é."
    assert document.title == "First line"
    assert document.source == str(path.resolve())
    assert (document.outlet, document.published_at) == (None, None)
    assert DOCUMENT_ID_PATTERN.fullmatch(document.document_id)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        pytest.param("town  hall.txt", "town hall", id="spaces"),
        pytest.param("\x1b[31mtown\nhall.txt", "[31mtown hall", id="steers-a-terminal"),
        pytest.param("cafe\u0301.txt", "caf\u00e9", id="as-a-mac-writes-it"),
    ],
)
def test_a_file_name_is_a_title_in_one_line(name: str, title: str, tmp_path: Path) -> None:
    assert read_file(write(tmp_path / name, "One sentence.")).title == title


def test_a_file_name_of_nothing_that_can_be_seen_is_no_title(tmp_path: Path) -> None:
    document = read_file(write(tmp_path / "\u00ad.txt", "One sentence."))
    assert document.title == document.document_id


def test_front_matter_gives_the_fields(tmp_path: Path) -> None:
    document = read_file(write(tmp_path / "a.md", FRONT_MATTER))
    assert document.document_id == "my-id"
    assert document.title == "A title: with a colon"
    assert document.outlet == "Reuters"
    assert document.published_at == date(2024, 10, 29)
    assert document.source == "https://example.org/a"
    assert document.text == "# Heading\n\nBody."


def test_front_matter_is_text_in_a_text_file(tmp_path: Path) -> None:
    assert read_file(write(tmp_path / "a.txt", FRONT_MATTER)).text == FRONT_MATTER.rstrip()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2024-10-29", date(2024, 10, 29), id="date"),
        pytest.param("'2024-10-29'", date(2024, 10, 29), id="quoted"),
        pytest.param("2024-10-29 12:30:00", date(2024, 10, 29), id="with-time"),
        pytest.param("2024-10-29T23:30:00Z", date(2024, 10, 29), id="with-zone"),
        pytest.param("null", None, id="null"),
        pytest.param("", None, id="no-value"),
    ],
)
def test_dates_in_the_front_matter(value: str, expected: date | None) -> None:
    article = parse_article("a.md", f"---\npublished_at: {value}\n---\nBody.".encode(), "here")
    assert article.published_at == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("date: 2024-10-29", date(2024, 10, 29)),
        ("pubDate: Tue, 29 Oct 2024 08:00:00 GMT", date(2024, 10, 29)),
        ("publishDate: 2024-10-29T08:00:00Z", date(2024, 10, 29)),
        ("date: 2023-01-01\npublished_at: 2024-10-29", date(2024, 10, 29)),
        ("Date: 29 October 2024", date(2024, 10, 29)),
        ("published_at: Oct 29, 2024", date(2024, 10, 29)),
        ("date: Tuesday, October 29th, 2024", date(2024, 10, 29)),
        ("date: 1730188800", date(2024, 10, 29)),
        ("published_at: !!timestamp 2024-10-29", date(2024, 10, 29)),
        ("published_at: ~\ndate: 2024-10-29", date(2024, 10, 29)),
        ("1: 2", None),
    ],
)
def test_other_names_of_the_date_in_the_front_matter(line: str, expected: date | None) -> None:
    article = parse_article("a.md", f"---\n{line}\n---\nBody.".encode(), "here")
    assert (article.published_at, article.text) == (expected, "Body.")


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("date: soon", "'soon'"),
        ("published_at: soon", "'soon'"),
        ("date: 2024-13-45", "'2024-13-45'"),
        ("date: 5.11.", "'5.11.'"),
        ("date: [2024]", "list"),
        ("date: {year: 2024}", "dict"),
    ],
)
def test_a_date_that_is_none_costs_no_article_and_is_told(line: str, stated: str) -> None:
    content = Content(f"---\n{line}\n---\nBody.".encode(), "a.md", "here", MARKDOWN)
    reader = ArticleReader(ParserProcess(ParserLimits()), ReadingOptions())
    article, failure = reader.read(content)
    assert isinstance(article, Document)
    assert (article.published_at, article.text) == (None, "Body.")
    expected = f"published_at is {stated}: expected a date such as 2024-10-29"
    assert failure == Omission("here", f"{expected}; the article is stored without it")


@pytest.mark.parametrize(
    ("lines", "title", "author", "outlet", "source"),
    [
        ("author: [Ann, Bob]", None, "Ann, Bob", None, None),
        ("authors:\n- name: Ann\n- name: Bob", None, "Ann, Bob", None, None),
        ("author: {name: Ann}", None, "Ann", None, None),
        ("source: {name: Daily}", None, None, "Daily", None),
        ("Title: Hello\nByline: Ann\nPublisher: Daily", "Hello", "Ann", "Daily", None),
        ("headline: Hello", "Hello", None, None, None),
        ("title: 10:30", "10:30", None, None, None),
        ("title: Yes", "Yes", None, None, None),
        ("title: 0x10", "0x10", None, None, None),
        ("title: 2024-10-29", "2024-10-29", None, None, None),
        ("title: null\nheadline: Hello", "Hello", None, None, None),
        ("url: https://e.org/a", None, None, None, "https://e.org/a"),
        ("url: /a", None, None, None, None),
        ("source: a", None, None, None, "a"),
        ("source: Daily\nurl: https://e.org/a", None, None, "Daily", "https://e.org/a"),
        ("source: https://e.org/a\nlink: https://f.org/b", None, None, None, "https://e.org/a"),
        ("source: a\nurl: /b", None, None, None, "a"),
        ("tags: [a, b]\ncategories: {a: b}\ntext: x", None, None, None, None),
    ],
)
def test_usual_fields_of_the_front_matter(
    lines: str, title: str | None, author: str | None, outlet: str | None, source: str | None
) -> None:
    article = parse_article("a.md", f"---\n{lines}\n---\nBody.".encode(), "here")
    assert (article.title, article.author) == (title or "a", author)
    assert (article.outlet, article.source, article.text) == (outlet, source or "here", "Body.")


def test_numbers_in_the_front_matter_become_text() -> None:
    article = parse_article("a.md", b"---\nid: 7\ntitle: 1984\noutlet: 24\n---\nBody.", "here")
    assert (article.document_id, article.title, article.outlet) == ("7", "1984", "24")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\nNo second line of dashes.", id="one-rule"),
        pytest.param("One.\n\n---\n\ntitle: x\n\n---\n\nTwo.", id="rules-inside"),
        pytest.param('{\n"title": "x"\n}\nText.', id="json"),
        pytest.param("+++\ntitle = 'x'\n+++\nText.", id="toml"),
        pytest.param("---\nFirst paragraph\n---\nSecond paragraph", id="rules-around-a-paragraph"),
        pytest.param("---\n- One\n- Two\n---\nText.", id="rules-around-a-list"),
        pytest.param("---\n# Heading\n---\nText.", id="rules-around-a-heading"),
    ],
)
def test_only_yaml_at_the_start_is_front_matter(text: str) -> None:
    assert parse_article("a.md", text.encode(), "here").text == text


@pytest.mark.parametrize("text", ["---\n---\nBody.", "---\n \n\n---\nBody."])
def test_front_matter_may_be_empty(text: str) -> None:
    assert parse_article("a.md", text.encode(), "here").text == "Body."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# Heading\nBody", "Heading", id="markdown"),
        pytest.param("###   Heading  \nBody", "Heading", id="deeper"),
        pytest.param("Heading\n\nBody", "Heading", id="stands-alone"),
        pytest.param("\n\n  Heading\n\nBody", "Heading", id="after-empty-lines"),
        pytest.param("Is it so?\n\nBody", "Is it so?", id="question"),
        pytest.param("A sentence.\n\nBody", "fallback", id="ends-with-a-stop"),
        pytest.param("First line\nsecond line", "fallback", id="no-empty-line"),
        pytest.param("Only line", "fallback", id="only-line"),
        pytest.param("#\n\nBody", "fallback", id="empty-heading"),
        pytest.param("-----\n\nBody", "fallback", id="a rule"),
        pytest.param("x" * 200 + "\n\nBody", "x" * 200, id="longest"),
        pytest.param("x" * 201 + "\n\nBody", "fallback", id="too-long"),
        pytest.param("", "fallback", id="empty"),
    ],
)
def test_titles(text: str, expected: str) -> None:
    assert title_of(text, "fallback") == expected


def test_an_id_follows_from_name_and_place() -> None:
    name = source_document_id("Ein Bericht (neu)", "/a/b.txt")
    assert name == source_document_id("Ein Bericht (neu)", "/a/b.txt")
    assert name.startswith("Ein-Bericht-neu-")
    assert name != source_document_id("Ein Bericht (neu)", "/a/c.txt")
    assert DOCUMENT_ID_PATTERN.fullmatch(source_document_id("漢字" * 99, "\udce9"))


DEEP_YAML = b"---\na: " + b"[" * 49_000 + b"]" * 49_000 + b"\n---\nBody"
ALIAS_BOMB = b"---\na: &a [x, x]\npublished_at: [*a, *a]\n---\nBody"
LONG_YAML = b"---\na: " + b"x" * 100_000 + b"\n---\nBody"
LONG_YEAR = b"---\npublished_at: 29 Oct 99999999999999999999 10:00:00\n---\nBody"
LONG_TIME = b"---\npublished_at: 1" + b":59" * 399 + b".5\n---\nBody"
LONG_NUMBER = b"---\n%s: !!int 0x" + b"f" * 5_000 + b"\n---\nBody"
LONG_SOURCE = b"---\nsource: https://example.org/" + b"a" * 2_000 + b"\n---\nBody"

BAD_FILES = [
    pytest.param("a.txt", b"\x89PNG\r\n\x1a\n\xff\xfe", "is a PNG image", id="picture"),
    pytest.param("a.txt", b"\xc3\x28\xa0\xa1", "not UTF-8 text", id="binary"),
    pytest.param("a.txt", b"", "the file is empty", id="empty"),
    pytest.param("a.md", b" \r\n\t\n", "the file is empty", id="white-space-only"),
    pytest.param("a.txt", b"\xef\xbb\xbf\n", "the text is empty", id="byte-order-mark-only"),
    pytest.param("a.md", b"---\ntitle: x\n---\n \n", "the text is empty", id="front-matter-only"),
    pytest.param("a.log", b"text", "files of type '.log' are not read", id="unsupported-type"),
    pytest.param("a.pdf", b"text", "its name says PDF, but the content is not", id="no-pdf"),
    pytest.param("a.md", b"%PDF-1.7", "says Markdown, but the content is PDF", id="a-pdf"),
    pytest.param("article", b"<a>b</a>", "XML or HTML of an unknown kind", id="unknown-xml"),
    pytest.param("a.md", b"---\ntitle: [a\n---\nBody", "is not YAML", id="invalid-yaml"),
    pytest.param("a.md", DEEP_YAML, "recursion", id="deep-yaml"),
    pytest.param("a.md", ALIAS_BOMB, "aliases are not read", id="alias-bomb"),
    pytest.param("a.md", LONG_YAML, "longer than 100,000", id="long-yaml"),
    pytest.param("a.md", b"---\na: b: c\n---\nBody", "is not YAML", id="nested-colon"),
    pytest.param("a.md", b"---\n!!python/none a: 1\n---\nB", "is not YAML", id="python-tag"),
    pytest.param(
        "a.md", b"---\npublished_at: soon\n---\nBody", "published_at is 'soon'", id="bad-date"
    ),
    pytest.param(
        "a.md", b"---\npublished_at: [1]\n---\nBody", "published_at is list", id="date-list"
    ),
    pytest.param("a.md", LONG_YEAR, "published_at is '29 Oct 9999", id="year-too-large"),
    pytest.param("a.md", LONG_TIME, "published_at is '1:59:59", id="long-time"),
    pytest.param("a.md", LONG_NUMBER % b"title", "title in the .* number", id="title-too-large"),
    pytest.param("a.md", LONG_NUMBER % b"author", "too large", id="author-too-large"),
    pytest.param("a.md", LONG_NUMBER % b"published_at", "too large", id="date-too-large"),
    pytest.param("a.md", b"---\na: !!bool maybe\n---\nBody", "its tag states", id="no-truth"),
    pytest.param("a.md", b"---\na: !!timestamp soon\n---\nBody", "its tag states", id="no-time"),
    pytest.param("a.md", b"---\na: !!int ''\n---\nBody", "its tag states", id="no-number"),
    pytest.param("a.md", b"---\ntitle: [a, b]\n---\nBody", "title in the", id="title-list"),
    pytest.param("a.md", LONG_SOURCE, "the source has 2,020 characters", id="long-source"),
    pytest.param("a.md", b"---\nid: a/b\n---\nBody", "the id 'a/b'", id="bad-id"),
    pytest.param("a.txt", b"one\0two", "NUL character", id="nul"),
    pytest.param("a.md", b'---\noutlet: "\\0"\n---\nBody', "NUL character", id="nul-in-outlet"),
    pytest.param("a.txt", b"caf\xe9", r"byte 3 is 0xe9", id="latin-1"),
    pytest.param("a.txt", b"caf\xe9", "save it as UTF-8, or name its encoding", id="cp1252"),
    pytest.param("a.txt", "text".encode("utf-16-le"), "NUL character", id="utf-16-unmarked"),
    pytest.param("a.txt", b"\xff\xfe\x00", "not UTF-16-LE text", id="utf-16-cut-short"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD_FILES)
def test_bad_input_is_refused_by_name_and_changes_nothing(
    name: str, content: bytes, reason: str, tmp_path: Path, empty_index: ArticleIndex
) -> None:
    good, bad = write(tmp_path / "0.txt", "Good."), write(tmp_path / name, content)
    with pytest.raises(DocumentError, match=reason) as caught:
        empty_index.add([read_file(path) for path in (good, bad)])
    assert str(bad) in str(caught.value)
    assert empty_index.summaries() == []
    assert empty_index.snapshot().manifest.version == 0


def test_a_document_that_cannot_be_stored_stops_the_others(empty_index: ArticleIndex) -> None:
    good = parse_article("a.txt", b"Good.", "good")
    empty_index.add([good])
    before = empty_index.snapshot().manifest
    bad = Document("b", "t", "a\0", "bad.txt")
    with pytest.raises(DocumentError, match=r"bad\.txt"):
        empty_index.add([parse_article("c.txt", b"Other.", "c"), bad])
    assert empty_index.snapshot().manifest == before
    assert [summary.document_id for summary in empty_index.summaries()] == [good.document_id]


def test_a_missing_path_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"gone\.txt does not exist"):
        list(find_files([tmp_path / "gone.txt"]))
    assert "gone.txt: cannot be read: No such file" in str(failure_of(tmp_path / "gone.txt"))


def test_what_is_no_regular_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    assert "folder.txt: cannot be read: it is a folder" in str(failure_of(tmp_path / "folder.txt"))
    assert "pipe.txt: cannot be read: it is a device or a pipe" in str(
        failure_of(tmp_path / "pipe.txt")
    )


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(index.file_search, "MAXIMUM_FILE_BYTES", 4)
    assert read_file(write(tmp_path / "a.txt", "Four")).text == "Four"
    with pytest.raises(DocumentError, match=r"b\.txt: 5 bytes, at most 4"):
        read_file(write(tmp_path / "b.txt", "Fives"))


def test_a_file_name_that_is_not_unicode_is_refused(
    tmp_path: Path, empty_index: ArticleIndex
) -> None:
    path = write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")), "# Title\n\nBody.")
    with pytest.raises(DocumentError, match="lone surrogate"):
        empty_index.add([read_file(path)])


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub" / "folder.md").mkdir(parents=True)
    for name in ("b.md", "a.txt", "sub/c.markdown", "sub/ignored.xls", "sub/folder.md/d.TXT"):
        write(tmp_path / name, "Text.")
    found = [str(path.relative_to(tmp_path)) for path in find_files([tmp_path])]
    assert found == ["a.txt", "b.md", "sub/c.markdown", "sub/folder.md/d.TXT"]


def test_named_files_come_in_the_order_given(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, "Text.") for name in ("b.md", "a.pdf")]
    assert list(find_files(paths)) == paths


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.xls", "Text.")
    with pytest.raises(DocumentError, match=r"holds no article: expected \.txt, \.md"):
        list(find_files([tmp_path]))


def test_the_sample_is_read_and_stored(sample_index: ArticleIndex) -> None:
    sample = read_sample()
    assert len(sample) == 3
    for document in sample:
        assert document.outlet == "Sample reports"
        assert document.published_at == date(2024, 10, 29)
        assert sample_index.document(document.document_id) == document
    with pytest.raises(DocumentNotFoundError, match="'other'"):
        sample_index.document("other")
