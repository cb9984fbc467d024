"""Connections to the very addresses that were checked, bounded in time and bytes.

A name is looked up once for each connection, every address that comes back has to be public,
and the connection goes to one of those addresses: a name server that gives another answer the
next time (DNS rebinding) gains nothing.
"""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from index.errors import FetchError
from index.fetching.deadline import Deadline
from index.fetching.internet_address import why_not_public
from index.fetching.policy import FetchPolicy
from index.fetching.resolving import Resolver

# Beyond the body: headers, chunk sizes and what encryption adds.
ALLOWANCE_BYTES = 1_000_000


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only, for one fetch."""

    def __init__(
        self,
        network: httpcore.NetworkBackend,
        resolve: Resolver,
        policy: FetchPolicy,
        deadline: Deadline,
    ) -> None:
        self._network = network
        self._resolve = resolve
        self._policy = policy
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers.

        Raises:
            FetchError: an address of the host is not public, or none answers.
        """
        addresses = self._resolve(host, min(self._policy.connect_seconds, self._deadline.left()))
        if not self._policy.allow_private_hosts:
            _require_public(host, addresses)
        failure: Exception | None = None
        for address in addresses:
            seconds = min(self._policy.connect_seconds, self._deadline.left())
            try:
                stream = self._network.connect_tcp(address, port, seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _BoundedStream(stream, self._deadline, _Allowance(self._policy))
        raise FetchError(f"the host {host!r} does not answer at port {port}: {failure}")


def _require_public(host: str, addresses: Iterable[str]) -> None:
    for address in addresses:
        words = why_not_public(address)
        if words is not None:
            # Which address it is stays unsaid: strangers must not learn this network's names.
            raise FetchError(f"the host {host!r} is not public: its address is {words}")


class _Allowance:
    """How many bytes may still come over the line, whatever they turn out to be."""

    def __init__(self, policy: FetchPolicy) -> None:
        self._most = policy.maximum_bytes + ALLOWANCE_BYTES
        self._left = self._most

    def take(self, count: int) -> None:
        """Count bytes that came.

        Raises:
            FetchError: there are more than allowed.
        """
        self._left -= count
        if self._left < 0:
            raise FetchError(f"it sends over {self._most:,} bytes")


class _BoundedStream(httpcore.NetworkStream):
    """A connection that ends at the deadline, however little comes at a time."""

    def __init__(
        self, stream: httpcore.NetworkStream, deadline: Deadline, allowance: _Allowance
    ) -> None:
        self._stream = stream
        self._deadline = deadline
        self._allowance = allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        part = self._stream.read(max_bytes, self._deadline.left())
        self._allowance.take(len(part))
        return part

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _BoundedStream(stream, self._deadline, self._allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
