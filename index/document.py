"""A stored article: its text, and where, when and by whom it was published."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from index.canonical import is_unicode
from index.errors import DocumentError

DOCUMENT_ID_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
MAXIMUM_TEXT_LENGTH = 20_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """An article: every offset of the project refers to `text`, which is canonical.

    What canonical means is said in `index/canonical.py`. `source` says where the text came from
    (a path, an address or a name given by the caller); `outlet` is who published it, `author`
    who wrote it, which is read but not stored yet. Unknown fields are None.
    """

    document_id: str
    title: str
    text: str
    source: str
    outlet: str | None = None
    published_at: date | None = None
    author: str | None = None

    @property
    def content_hash(self) -> str:
        """SHA-256 of everything that is stored, as 64 hexadecimal digits."""
        fields = (self.title, self.text, self.source, self.outlet or "", str(self.published_at))
        return hashlib.sha256("\0".join(fields).encode()).hexdigest()


def check_document(document: Document) -> Document:
    """Return the document when it can be stored.

    Raises:
        DocumentError: its id, title or text cannot be stored; the message says why.
    """
    name = document.source or document.document_id
    if not DOCUMENT_ID_PATTERN.fullmatch(document.document_id):
        raise DocumentError(
            f"{name}: the id {document.document_id[:120]!r} is not 1 to 100 letters, digits, "
            "dots, dashes or underscores that start with a letter or digit"
        )
    if not document.text.strip():
        raise DocumentError(f"{name}: the text is empty: give an article with at least one word")
    if len(document.text) > MAXIMUM_TEXT_LENGTH:
        raise DocumentError(
            f"{name}: the text has {len(document.text):,} characters, at most "
            f"{MAXIMUM_TEXT_LENGTH:,} can be stored: split it into several documents"
        )
    for field in ("text", "title", "source", "outlet", "author"):
        value = getattr(document, field) or ""
        if "\0" in value:
            raise DocumentError(f"{name}: the {field} holds a NUL character: it is not plain text")
        if not is_unicode(value):
            raise DocumentError(f"{name}: the {field} holds a lone surrogate: send valid Unicode")
    return document
