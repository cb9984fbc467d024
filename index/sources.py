"""Everything a user can name as a source of articles: paths, addresses, standard input."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from index.composing import Failure, Result
from index.document import Document
from index.errors import DocumentError, FetchError
from index.fetching.fetcher import Fetched, Fetcher
from index.fetching.location import is_address, shown
from index.file_search import find_files, names_files
from index.formats.known import (
    BY_MEDIA_TYPE,
    BY_SUFFIX,
    GENERIC_MEDIA_TYPES,
    PACKED_SUFFIX,
    suffix_of,
)
from index.formats.parts import MAXIMUM_FILE_BYTES, Link
from index.reading import ArticleReader, Content
from index.web_address import address_stem

STANDARD_INPUT = "-"
INPUT_NAME = "standard-input"
# A sitemap of sitemaps, a sitemap, a page.
MAXIMUM_DEPTH = 3
MAXIMUM_FOLLOWED = 1_000
# Gives at most so many bytes of standard input.
ReadInput = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What one source gave. `done` sources of `total` are read now; feeds add to the total."""

    source: str
    results: tuple[Document | Failure, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _StandardInput:
    """Standard input: a type of its own, so that no address in a file can mean it."""


# A file, standard input, an address, or what is known to have failed.
_Place = Path | _StandardInput | str | Failure


@dataclass(frozen=True, slots=True)
class _Source:
    place: _Place
    depth: int = 0


class SourceReader:
    """Reads the articles of sources, one after another, and of the addresses that they name."""

    def __init__(self, reader: ArticleReader, fetcher: Fetcher, read_input: ReadInput) -> None:
        self._reader = reader
        self._fetcher = fetcher
        self._read_input = read_input

    def read(self, names: Sequence[str]) -> Iterator[SourceReading]:
        """What each source gives, in order; a failure of one does not stop the others."""
        waiting = deque(source for name in names for source in _expanded(name))
        distinct = _Distinct()
        trail = _Trail()
        done = 0
        while waiting:
            source = waiting.popleft()
            found = self._read(source)
            results = [kept for result in found for kept in distinct.checked(result)]
            links = [result for result in found if isinstance(result, Link)]
            following, failures = trail.followed(source, links)
            waiting += following
            done += 1
            total = done + len(waiting)
            yield SourceReading(_name(source.place), (*results, *failures), done, total)

    def _read(self, source: _Source) -> list[Result]:
        if isinstance(source.place, Failure):
            return [source.place]
        if isinstance(source.place, Path):
            return self._reader.read_file(source.place)
        if isinstance(source.place, _StandardInput):
            return self._reader.read(_input_content(self._read_input(MAXIMUM_FILE_BYTES + 1)))
        return read_address(source.place, self._fetcher, self._reader)


def read_address(address: str, fetcher: Fetcher, reader: ArticleReader) -> list[Result]:
    """What is at one address; addresses that it names are not fetched."""
    try:
        fetched = fetcher.fetch(address)
    except FetchError as error:
        return [Failure(shown(address), str(error))]
    return reader.read(_fetched_content(fetched))


class _Distinct:
    """The documents so far, by id: two different ones must not share one."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, str]] = {}

    def checked(self, result: Result) -> list[Document | Failure]:
        """The document or failure; nothing for a document that came before, or for a link."""
        if isinstance(result, Link):
            return []
        if isinstance(result, Failure):
            return [result]
        name, own = result.document_id, (result.source, result.content_hash)
        if name not in self._seen:
            self._seen[name] = own
            return [result]
        if self._seen[name] == own:
            return []
        other = self._seen[name][0]
        reason = f"has the id {name!r} of another article, from {other}: give each its own"
        return [Failure(result.source, reason)]


class _Trail:
    """The addresses that feeds and sitemaps led to so far."""

    def __init__(self) -> None:
        self._addresses: set[str] = set()

    def followed(
        self, source: _Source, links: Sequence[Link]
    ) -> tuple[list[_Source], list[Failure]]:
        """The sources that these links add, and a failure where there are too many of them."""
        fresh = list(dict.fromkeys(link.address for link in links))
        fresh = [address for address in fresh if address not in self._addresses]
        place = _name(source.place)
        if fresh and source.depth >= MAXIMUM_DEPTH:
            reason = f"is a list of addresses below {MAXIMUM_DEPTH} other lists: it is not followed"
            return [], [Failure(place, reason)]
        room = MAXIMUM_FOLLOWED - len(self._addresses)
        self._addresses.update(fresh[:room])
        following = [_Source(address, source.depth + 1) for address in fresh[:room]]
        if len(fresh) <= room:
            return following, []
        reason = (
            f"names {len(fresh) - room:,} addresses beyond the {MAXIMUM_FOLLOWED:,} that are "
            "fetched at once: name them themselves"
        )
        return following, [Failure(place, reason)]


def _expanded(name: str) -> list[_Source]:
    """The sources that one name stands for; a path that is wrong is a source that failed."""
    if name == STANDARD_INPUT:
        return [_Source(_StandardInput())]
    if is_address(name) and not names_files(name):
        return [_Source(name)]
    try:
        return [_Source(path) for path in find_files([Path(name)])]
    except DocumentError as error:
        return [_Source(Failure(name, str(error).removeprefix(f"{name} ")))]
    except (OSError, ValueError) as error:
        # A name that no file can have, such as one that is too long.
        return [_Source(Failure(name, f"is not the name of a file: {error}"))]


def _name(place: _Place) -> str:
    if isinstance(place, Failure):
        return place.source
    if isinstance(place, _StandardInput):
        return INPUT_NAME
    return shown(place) if isinstance(place, str) else str(place)


def _input_content(data: bytes) -> Content:
    # By its content: what comes through standard input the next time is another article.
    digest = hashlib.sha256(data).hexdigest()
    return Content(data, INPUT_NAME, f"{INPUT_NAME}:{digest[:16]}", None)


def _fetched_content(fetched: Fetched) -> Content:
    path = unquote(urlsplit(fetched.address).path).removesuffix(PACKED_SUFFIX)
    if fetched.media_type is None or fetched.media_type in GENERIC_MEDIA_TYPES:
        declared, declared_by = BY_SUFFIX.get(suffix_of(path)), "its address"
    else:
        declared, declared_by = BY_MEDIA_TYPE.get(fetched.media_type), "its server"
    return Content(
        data=fetched.content,
        name=address_stem(fetched.address),
        source=fetched.address,
        declared=declared,
        declared_by=declared_by,
        fetched=True,
        charset=fetched.charset,
    )
