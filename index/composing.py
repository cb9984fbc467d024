"""From what a file holds to documents of the index."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from index.canonical import canonical_line, canonical_text
from index.document import Document, check_document
from index.errors import DocumentError
from index.formats.known import Format
from index.formats.parts import Item, Link, Part, Refusal
from index.naming import source_document_id, title_of

MAXIMUM_FIELD_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or a part of one, that could not be read, and why."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


Result = Document | Link | Failure


def compose(
    items: Iterable[Item], format: Format, name: str, source: str, follow: bool
) -> Iterator[Result]:
    """Documents, addresses that are to be fetched, and failures, in the order of the file.

    `name` is the file's, `source` where it came from. With `follow`, an entry that only sums up
    an article leads to the article's address.
    """
    stem = PurePosixPath(name).stem or name
    for number, item in enumerate(items, start=1):
        if isinstance(item, Refusal):
            yield Failure(f"{source}, {item.place}", item.reason)
        elif isinstance(item, Link):
            yield item
        elif item.summary and item.source and (follow or not item.text.strip()):
            yield Link(item.source)
        else:
            place = _place(item, number, source) if format.several else source
            own_stem = address_stem(place) if item.source == place else stem
            yield _document(item, place, own_stem)


def address_stem(address: str) -> str:
    """What names a page in its address: the last part of its path, else its host."""
    host, _, path = address.partition("://")[2].partition("?")[0].partition("/")
    last = path.rstrip("/").rpartition("/")[2]
    return PurePosixPath(last).stem or host


def _place(part: Part, number: int, source: str) -> str:
    """Where one article of several is: its own address, or its place in the file."""
    if part.source is not None and "://" in part.source:
        return part.source
    return f"{source}#{number}"


def _document(part: Part, place: str, stem: str) -> Document | Failure:
    text = canonical_text(part.text)
    document = Document(
        document_id=part.document_id or source_document_id(stem, place),
        title=_line(part.title) or title_of(text, stem),
        text=text,
        source=part.source or place,
        outlet=_line(part.outlet),
        published_at=part.published_at,
        author=_line(part.author),
    )
    try:
        return check_document(document)
    except DocumentError as error:
        return Failure(place, str(error).removeprefix(f"{document.source}: "))


def _line(value: str | None) -> str | None:
    """A field in one line of bounded length; none is quoted, so that it may be cut."""
    return None if value is None else canonical_line(value)[:MAXIMUM_FIELD_LENGTH].strip() or None
