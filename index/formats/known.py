"""The formats that are read: how their files are named and declared."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from index.errors import ContentError


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; `name` is what `--format` takes, `title` what messages say.

    `media_types` are those that only this kind is sent with. A file of `several` holds an
    article in each row or entry.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...] = ()
    several: bool = False


WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

PLAIN_TEXT = Format("text", "plain text", (".txt",))
MARKDOWN = Format("markdown", "Markdown", (".md", ".markdown"), ("text/markdown",))
WEB_PAGE = Format(
    "html", "HTML", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml")
)
PDF = Format("pdf", "PDF", (".pdf",), ("application/pdf",))
WORD = Format("docx", "Word document (DOCX)", (".docx",), (WORD_TYPE,))
EPUB = Format("epub", "EPUB", (".epub",), ("application/epub+zip",))
JSON_LINES = Format(
    "jsonl",
    "JSON Lines",
    (".jsonl", ".ndjson"),
    ("application/jsonl", "application/x-ndjson"),
    several=True,
)
TABLE = Format(
    "csv", "CSV", (".csv", ".tsv"), ("text/csv", "text/tab-separated-values"), several=True
)
FEED = Format(
    "feed",
    "RSS or Atom feed",
    (".rss", ".atom"),
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
    several=True,
)
SITEMAP = Format("sitemap", "sitemap", (), several=True)
FORMATS = (PLAIN_TEXT, MARKDOWN, WEB_PAGE, PDF, WORD, EPUB, JSON_LINES, TABLE, FEED, SITEMAP)

# An XML file is a feed or a sitemap, and what is sent as plain text may be Markdown or CSV. Some
# stores of files send all as binary, and what is packed with gzip may be any of them.
XML_SUFFIX = ".xml"
PACKED_SUFFIX = ".gz"
GENERIC_MEDIA_TYPES = (
    *("text/plain", "text/xml", "application/xml"),
    *("application/octet-stream", "binary/octet-stream", "application/gzip", "application/x-gzip"),
)

BY_NAME = {known.name: known for known in FORMATS}
BY_SUFFIX = {suffix: known for known in FORMATS for suffix in known.suffixes}
BY_MEDIA_TYPE = {kind: known for known in FORMATS for kind in known.media_types}
SUFFIXES = (*BY_SUFFIX, XML_SUFFIX)
MEDIA_TYPES = (*BY_MEDIA_TYPE, *GENERIC_MEDIA_TYPES)


def format_of_name(name: str) -> Format | None:
    """The format that a file's name states; None where only its content can say.

    Raises:
        ContentError: files so named are not read.
    """
    suffix = suffix_of(name)
    if suffix in ("", XML_SUFFIX):
        return None
    if suffix not in BY_SUFFIX:
        raise ContentError(f"files of type {suffix!r} are not read: expected {', '.join(SUFFIXES)}")
    return BY_SUFFIX[suffix]


def suffix_of(name: str) -> str:
    """The ending of a file's name from its last dot, in lower case; empty where it has none."""
    return PurePosixPath(name).suffix.lower()
