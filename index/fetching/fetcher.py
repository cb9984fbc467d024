"""Pages over http and https: what was asked for, or a plain word why not."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from urllib.parse import urljoin

import httpcore
import httpx

from index.errors import FetchError
from index.fetching.body import ACCEPTED_ENCODINGS, read_body, read_start
from index.fetching.connecting import CheckedNetwork
from index.fetching.deadline import Deadline
from index.fetching.location import Location, parse_location, shown
from index.fetching.policy import USER_AGENT, FetchPolicy
from index.fetching.resolving import Resolver, resolve_host
from index.fetching.robots import MAXIMUM_ROBOTS_BYTES, Robots
from index.formats.known import MEDIA_TYPES

REDIRECTS = (301, 302, 303, 307, 308)
# What says that there is no robots.txt; "too many requests" does not.
MISSING = tuple(status for status in range(400, 500) if status != HTTPStatus.TOO_MANY_REQUESTS)
MAXIMUM_CONTENT_TYPE_LENGTH = 200
MAXIMUM_DIGITS = 20
GZIP_SIGNATURE = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: where it was at last, what its server calls it, its bytes."""

    address: str
    media_type: str | None
    charset: str | None
    content: bytes


# From a body's parts and its headers to its bytes.
ReadBody = Callable[[Iterable[bytes], Mapping[str, str]], bytes]


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: dict[str, str]
    content: bytes


class Fetcher:
    """Fetches addresses under a policy, with a pause between two pages of one host."""

    def __init__(
        self,
        policy: FetchPolicy,
        resolve: Resolver = resolve_host,
        network: httpcore.NetworkBackend | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._policy = policy
        self._resolve = resolve
        self._network = network or httpcore.SyncBackend()
        self._wait = wait
        self._tls = httpx.create_ssl_context()
        self._robots = Robots()
        self._asked: dict[str, float] = {}

    def fetch(self, address: str) -> Fetched:
        """The page at an address.

        Raises:
            FetchError: it may not or cannot be fetched. The message leaves out the address.
        """
        location = parse_location(address, self._policy)
        self._pause(location)
        deadline = Deadline.after(self._policy.seconds)
        try:
            last, response = self._follow(
                location, deadline, self._read_page, lambda place: self._allow(place, deadline)
            )
        finally:
            self._asked[location.host] = time.monotonic()
        if response.status != HTTPStatus.OK:
            raise FetchError(f"its server answers {_status(response.status)}")
        media_type, charset = _content_type(response.headers)
        content = response.content
        if content.startswith(GZIP_SIGNATURE):
            # A packed file, as sitemaps are: of what is in it nothing is stated.
            content, media_type = read_body([content], "gzip", self._policy.maximum_bytes), None
        return Fetched(last.address, media_type, charset, content)

    def _pause(self, location: Location) -> None:
        before = self._asked.get(location.host)
        if before is not None:
            pause = max(self._policy.pause_seconds, self._robots.pause_seconds(location))
            left = before + pause - time.monotonic()
            if left > 0:
                self._wait(left)

    def _allow(self, location: Location, deadline: Deadline) -> None:
        def read(place: Location) -> bytes | None:
            _, response = self._follow(place, deadline, _read_robots, lambda place: None)
            if response.status != HTTPStatus.OK and response.status not in MISSING:
                raise FetchError(
                    f"{place.address}, which has to allow it, answers {_status(response.status)}"
                )
            return response.content if response.status == HTTPStatus.OK else None

        self._robots.require_allowed(location, read)

    def _follow(
        self,
        location: Location,
        deadline: Deadline,
        read: ReadBody,
        allow: Callable[[Location], None],
    ) -> tuple[Location, _Response]:
        """Ask, and follow redirects; each place is checked as if it had been asked for."""
        seen = set()
        for _ in range(self._policy.maximum_redirects + 1):
            if location in seen:
                raise FetchError(f"its redirects run in a circle, by {shown(location.address)}")
            seen.add(location)
            allow(location)
            response = self._ask(location, deadline, read)
            if response.status not in REDIRECTS:
                return location, response
            location = self._redirected(location, response.headers.get("location", ""))
        raise FetchError(f"over {self._policy.maximum_redirects} redirects, one after another")

    def _redirected(self, location: Location, target: str) -> Location:
        try:
            address = urljoin(location.address, target)
            return parse_location(address, self._policy)
        except (FetchError, ValueError) as error:
            raise FetchError(f"it redirects to {shown(target)!r}: {error}") from error

    def _ask(self, location: Location, deadline: Deadline, read: ReadBody) -> _Response:
        network = CheckedNetwork(self._network, self._resolve, self._policy, deadline)
        url = httpcore.URL(
            scheme=location.scheme, host=location.host, port=location.port, target=location.target
        )
        try:
            with (
                httpcore.ConnectionPool(self._tls, network_backend=network) as pool,
                pool.stream("GET", url, headers=_headers(location)) as answer,
            ):
                headers = _plain_headers(answer.headers)
                content = b""
                if answer.status == HTTPStatus.OK:
                    content = read(answer.iter_stream(), headers)
                return _Response(answer.status, headers, content)
        except httpcore.TimeoutException as error:
            raise FetchError(f"it takes over {deadline.seconds:g} seconds in all") from error
        except httpcore.NetworkError as error:
            raise FetchError(f"the connection failed: {error}") from error
        except httpcore.ProtocolError as error:
            raise FetchError(f"its server does not speak proper HTTP: {error}") from error

    def _read_page(self, parts: Iterable[bytes], headers: Mapping[str, str]) -> bytes:
        media_type, _ = _content_type(headers)
        if media_type is not None and media_type not in MEDIA_TYPES:
            raise FetchError(
                f"its content is of type {media_type!r}: expected one of {', '.join(MEDIA_TYPES)}"
            )
        limit = self._policy.maximum_bytes
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:MAXIMUM_DIGITS]) > limit:
            raise FetchError(f"it has {length[:MAXIMUM_DIGITS]} bytes: at most {limit:,} are read")
        return read_body(parts, headers.get("content-encoding", ""), limit)


def _read_robots(parts: Iterable[bytes], headers: Mapping[str, str]) -> bytes:
    return read_start(parts, headers.get("content-encoding", ""), MAXIMUM_ROBOTS_BYTES)


def _headers(location: Location) -> list[tuple[str | bytes, str | bytes]]:
    return [
        ("Host", location.origin.partition("://")[2]),
        ("User-Agent", USER_AGENT),
        ("Accept", "*/*"),
        ("Accept-Encoding", ACCEPTED_ENCODINGS),
    ]


def _plain_headers(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {
        name.decode("ascii", "replace").lower(): value.decode("utf-8", "replace")
        for name, value in headers
    }


def _content_type(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Media type and encoding as the server states them."""
    stated = headers.get("content-type", "")[:MAXIMUM_CONTENT_TYPE_LENGTH]
    message = Message()
    message["Content-Type"] = stated
    return stated.partition(";")[0].strip().lower() or None, message.get_content_charset()


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
