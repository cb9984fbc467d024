"""What bytes are, whatever their name says."""

import re

from index.errors import ContentError
from index.formats.known import (
    EPUB,
    FEED,
    JSON_LINES,
    PDF,
    PLAIN_TEXT,
    SITEMAP,
    SUFFIXES,
    WEB_PAGE,
    WORD,
    Format,
)
from index.formats.parts import MAXIMUM_FILE_BYTES

HEAD_BYTES = 4_096
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SIGNED_BY_CONTENT = (PDF, WORD, EPUB, FEED, SITEMAP)
ROOT_ELEMENTS = {
    "rss": FEED,
    "feed": FEED,
    "rdf:rdf": FEED,
    "urlset": SITEMAP,
    "sitemapindex": SITEMAP,
    "html": WEB_PAGE,
    "head": WEB_PAGE,
}
# Long enough that no text begins with one.
FOREIGN = tuple(
    (re.compile(signature, re.DOTALL), words)
    for signature, words in (
        (rb"\x89PNG\r\n", "a PNG image"),
        (rb"\xff\xd8\xff", "a JPEG image"),
        (rb"GIF8[79]a", "a GIF image"),
        (rb"RIFF.{4}WEBP", "a WebP image"),
        (rb"RIFF.{4}(WAVE|AVI )", "a sound or a film"),
        (rb"\x1f\x8b", "a gzip archive"),
        (rb"BZh\d1AY&SY", "a bzip2 archive"),
        (rb"\xfd7zXZ\0", "an xz archive"),
        (rb"7z\xbc\xaf", "a 7-Zip archive"),
        (rb"Rar!\x1a", "a RAR archive"),
        (rb"PK\x03\x04", "a ZIP archive"),
        (rb"PK\x05\x06", "an empty ZIP archive"),
        (rb"\xd0\xcf\x11\xe0", "an Office file that is encrypted or of the kind before 2007"),
        (rb"\{\\rtf", "an RTF document"),
        (rb"%!PS-", "a PostScript document"),
        (rb"\x7fELF|MZ\x90\0", "a program"),
        (rb"SQLite format 3\0", "a database"),
        (rb"OggS\0|ID3[\2-\4]\0|\0\0\0.ftyp", "a sound or a film"),
    )
)


def choose_format(content: bytes, declared: Format | None, declared_by: str) -> Format:
    """The format to read the content in.

    `declared` is what the name or the sender states, None where neither says anything;
    `declared_by` is who states it, for the message.

    Raises:
        ContentError: the content is empty, of a kind that is not read, or not what was stated.
    """
    if not content.strip():
        raise ContentError("the file is empty: expected an article with at least one word")
    if len(content) > MAXIMUM_FILE_BYTES:
        raise ContentError(f"over {MAXIMUM_FILE_BYTES:,} bytes, which is the most that is read")
    found = sniffed_format(content)
    if isinstance(found, str):
        raise ContentError(f"the content is {found}: expected one of {', '.join(SUFFIXES)}")
    if declared is None:
        if found is None and _head(content).lstrip().startswith("<"):
            raise ContentError(
                "the content is XML or HTML of an unknown kind: expected a feed, a sitemap, or a "
                "page that begins with <!doctype html>"
            )
        return found or PLAIN_TEXT
    # A file of JSON objects may be called a text, and the name then says how to read it.
    unsigned = found is None or found is JSON_LINES
    if unsigned and declared in SIGNED_BY_CONTENT:
        raise ContentError(
            f"{declared_by} says {declared.title}, but the content is not: it is damaged or of "
            "another kind"
        )
    if unsigned or found is declared:
        return declared
    title = (found or PLAIN_TEXT).title
    raise ContentError(
        f"{declared_by} says {declared.title}, but the content is {title}: expected both to agree"
    )


def sniffed_format(content: bytes) -> Format | str | None:
    """The format that the first bytes show, the words for one that is not read, None: a text."""
    start = content[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"PK\x03\x04"):
        if b"word/" in content:
            return WORD
        if b"META-INF/container.xml" in content or b"application/epub+zip" in content[:HEAD_BYTES]:
            return EPUB
    for signature, words in FOREIGN:
        if signature.match(start):
            return words
    return _text_format(_head(content))


def _head(content: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) : HEAD_BYTES].decode(encoding, errors="ignore")
    return content[:HEAD_BYTES].decode("latin-1")


def _text_format(head: str) -> Format | None:
    rest = head.lower().strip()
    if rest.startswith('{"') or rest.startswith("{ "):
        return JSON_LINES
    # Declaration, comments and document type come before the first element.
    while rest.startswith(("<?", "<!")):
        if rest.startswith("<!doctype html"):
            return WEB_PAGE
        _, found, rest = rest.partition(_closing(rest))
        rest = rest.strip() if found else ""
    if not rest.startswith("<"):
        return None
    name = rest[1:].replace(">", " ").replace("/", " ").split(maxsplit=1)
    return ROOT_ELEMENTS.get(name[0]) if name else None


def _closing(markup: str) -> str:
    """What ends the declaration, comment or document type that begins some markup."""
    if markup.startswith("<!--"):
        return "-->"
    if markup.startswith("<!doctype") and "[" in markup[: markup.find(">")]:
        # It has declarations of its own, each of which ends as it does without them.
        return "]>"
    return ">"
