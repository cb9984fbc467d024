"""What a format's reader finds in a file: articles, addresses of articles, and refused rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

MAXIMUM_FILE_BYTES = 50_000_000
MAXIMUM_ENTRIES = 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """One article as a file states it; the text is not canonical yet, unknown fields are None.

    `source` is the article's own address where the file states one. `summary` says that the
    text only sums up what stands at `source`, `unread` what of the article is left out since it
    could not be read.
    """

    text: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published_at: date | None = None
    source: str | None = None
    document_id: str | None = None
    summary: bool = False
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The address of an article, or of another list of addresses, that a file names."""

    address: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row or entry that cannot be read: which one, and why."""

    place: str
    reason: str


Item = Part | Link | Refusal


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How files are read, where they do not say it themselves.

    `columns` names, for a field of an article, the column or key that holds it; fields left out
    are looked for under their usual names. `encoding` is that of texts which are not Unicode.
    `address` is where the content was fetched from, `charset` the encoding its server stated.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    address: str | None = None
    charset: str | None = None
