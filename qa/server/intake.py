"""Articles that clients send as a file or name by an address."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException

from index.composing import Failure, Omission, Result, source_line
from index.document import Document
from index.errors import ContentError, DocumentError
from index.fetching.fetcher import Fetcher
from index.fetching.location import shown
from index.fetching.policy import FetchPolicy
from index.formats.known import format_of_name
from index.formats.parts import ReadingOptions
from index.formats.process import ParserLimits, ParserProcess
from index.reading import ArticleReader, Content
from index.sources import read_address
from qa.server.problems import RETRY_SECONDS

PUBLIC_HOSTS = FetchPolicy(seconds=30.0)
LIMITS = ParserLimits(seconds=60.0)
# Each may start a process of its own and hold the largest file in memory.
AT_ONCE = 2
WAIT_SECONDS = 30.0
# Of a file whose name says nothing.
UNNAMED = "article.txt"


@dataclass(frozen=True, slots=True)
class Received:
    """An article that a client sent, and what it lacks since that could not be read."""

    document: Document
    warning: str | None = None


class Intake:
    """Reads one article at a time from an upload or an address; threads may share it."""

    def __init__(self, policy: FetchPolicy) -> None:
        self._policy = policy
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def upload(self, name: str, data: bytes) -> Received:
        """The article of a file called `name`, which the client has chosen.

        Raises:
            DocumentError: it cannot be read, or holds more than one article, or its name is too
                long.
            HTTPException: others are being read for too long.
        """
        name = source_line(name) or UNNAMED
        source = f"upload:{name}"
        with self._reader() as reader:
            try:
                content = Content(data, name, source, format_of_name(name))
            except ContentError as error:
                raise DocumentError(f"{source}: {error}") from error
            return _only_article(reader.read(content), source)

    def fetch(self, address: str) -> Received:
        """The article at an address.

        Raises:
            DocumentError: it may not or cannot be fetched, or holds more than one article.
            HTTPException: others are being read for too long.
        """
        with self._reader() as reader:
            results = read_address(address, Fetcher(self._policy), reader)
        return _only_article(results, shown(address))

    @contextmanager
    def _reader(self) -> Iterator[ArticleReader]:
        if not self._places.acquire(timeout=WAIT_SECONDS):
            raise HTTPException(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "other articles are being read: try again later",
                {"Retry-After": str(RETRY_SECONDS)},
            )
        try:
            with ParserProcess(LIMITS) as parsers:
                yield ArticleReader(parsers, ReadingOptions())
        finally:
            self._places.release()


def _only_article(results: Sequence[Result], source: str) -> Received:
    omission = next((result for result in results if isinstance(result, Omission)), None)
    found = [result for result in results if not isinstance(result, Omission)]
    failure = next((result for result in found if isinstance(result, Failure)), None)
    if failure is not None:
        raise DocumentError(str(failure))
    if len(found) == 1 and isinstance(found[0], Document):
        return Received(found[0], None if omission is None else omission.reason)
    raise DocumentError(
        f"{source} holds {len(found)} articles or addresses: send one article, or add them with "
        "'qa index add'"
    )
