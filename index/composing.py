"""From what a file holds to documents of the index."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from index.canonical import canonical_line, canonical_text
from index.document import Document, check_document
from index.errors import DocumentError
from index.fetching.policy import MAXIMUM_ADDRESS_LENGTH
from index.formats.known import FEED, Format
from index.formats.parts import Item, Link, Part, Refusal
from index.naming import source_document_id, title_of
from index.web_address import address_stem, host_of

MAXIMUM_FIELD_LENGTH = 300
# Of what a file or a client states; most are addresses.
MAXIMUM_SOURCE_LENGTH = MAXIMUM_ADDRESS_LENGTH


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or a part or field of one, that could not be read, and why."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Omission(Failure):
    """A field that could not be read, and why; its article is stored without it."""


Result = Document | Link | Failure


def compose(
    items: Iterable[Item], format: Format, name: str, source: str, fetched: bool
) -> Iterator[Result]:
    """Documents, addresses that are to be fetched, and failures, in the order of the file.

    `name` is the file's, `source` where it came from. What was `fetched` can speak for its own
    host only: it chooses no ids, and an entry that sums up an article, or that gives the text of
    another host's, leads to the article's address instead.
    """
    stem = PurePosixPath(name).stem or name
    for number, item in enumerate(items, start=1):
        if isinstance(item, Refusal):
            yield Failure(f"{source}, {item.place}", item.reason)
        elif isinstance(item, Link):
            yield item
        elif format is FEED and item.source and _is_elsewhere(item, source, fetched):
            yield Link(item.source)
        else:
            own = _without_claims(item, source, format) if fetched else item
            place = _place(own, number, source) if format.several else source
            own_stem = address_stem(place) if own.source == place else stem
            document = _document(own, place, own_stem)
            yield document
            if item.unread is not None and isinstance(document, Document):
                yield Omission(place, f"{item.unread}; the article is stored without it")


def field_line(value: str | None) -> str | None:
    """A field in one line of bounded length; none is quoted, so that it may be cut."""
    return None if value is None else canonical_line(value)[:MAXIMUM_FIELD_LENGTH].strip() or None


def source_line(value: str | None) -> str | None:
    """The stated source in one line. It is not cut, since a part of an address leads elsewhere.

    Raises:
        DocumentError: it is too long.
    """
    line = None if value is None else canonical_line(value) or None
    if line is not None and len(line) > MAXIMUM_SOURCE_LENGTH:
        raise DocumentError(
            f"the source has {len(line):,} characters: expected at most {MAXIMUM_SOURCE_LENGTH:,}"
        )
    return line


def _is_elsewhere(part: Part, source: str, fetched: bool) -> bool:
    """Whether the article of an entry has to be fetched from its own address."""
    if not part.text.strip():
        return True
    return fetched and (part.summary or host_of(part.source or "") != host_of(source))


def _without_claims(part: Part, source: str, format: Format) -> Part:
    """The part of a fetched file without an id, and without an address that cannot be its own."""
    own = format.several and part.source and host_of(part.source) == host_of(source)
    return replace(part, document_id=None, source=part.source if own else None)


def _place(part: Part, number: int, source: str) -> str:
    """Where one article of several is: its own address, or its place in the file."""
    own = part.source or ""
    if "://" in own and len(own) <= MAXIMUM_SOURCE_LENGTH:
        return own
    return f"{source}#{number}"


def _document(part: Part, place: str, stem: str) -> Document | Failure:
    text = canonical_text(part.text)
    document_id = part.document_id or source_document_id(stem, place)
    own_source = place
    try:
        own_source = source_line(part.source) or place
        return check_document(
            Document(
                document_id=document_id,
                # Whoever named the file may have written anything, or nothing that can be seen.
                title=field_line(part.title) or title_of(text, field_line(stem) or document_id),
                text=text,
                source=own_source,
                outlet=field_line(part.outlet),
                published_at=part.published_at,
                author=field_line(part.author),
            )
        )
    except DocumentError as error:
        return Failure(place, str(error).removeprefix(f"{own_source}: "))
