"""Bodies, decompressed bit by bit and never beyond their limit."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from index.errors import FetchError

STEP_BYTES = 1 << 20
GZIP_WINDOW = 16 + zlib.MAX_WBITS
# What is asked for. Others have no decompression here that can be stopped in the middle.
ACCEPTED_ENCODINGS = "gzip, deflate"


class _Decompressor(Protocol):
    """What zlib gives, whose own type has no public name."""

    @property
    def eof(self) -> bool: ...

    @property
    def unconsumed_tail(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


def read_body(parts: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The body, decompressed.

    Raises:
        FetchError: it is larger than `limit` bytes, damaged, or in an encoding not asked for.
    """
    name = encoding.strip().lower()
    body = bytearray()
    for part in _decoded(parts, name):
        body += part
        if len(body) > limit:
            packed = f" when it is unpacked ({name})" if name not in ("", "identity") else ""
            raise FetchError(f"it has over {limit:,} bytes{packed}")
    return bytes(body)


def read_start(parts: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The first bytes of the body, decompressed; what comes after `limit` is left.

    Raises:
        FetchError: it is damaged, or in an encoding that was not asked for.
    """
    start = bytearray()
    for part in _decoded(parts, encoding.strip().lower()):
        start += part
        if len(start) >= limit:
            break
    return bytes(start[:limit])


def _decoded(parts: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        return iter(parts)
    if encoding in ("gzip", "x-gzip"):
        return _inflated(parts, encoding, zlib.decompressobj(GZIP_WINDOW))
    if encoding == "deflate":
        return _deflated(parts)
    raise FetchError(f"it is sent as {encoding[:50]!r}: expected one of {ACCEPTED_ENCODINGS}")


def _deflated(parts: Iterable[bytes]) -> Iterator[bytes]:
    """With zlib's frame, as the standard wants it, or without, as some servers send it."""
    waiting = iter(parts)
    first = next((part for part in waiting if part), b"")
    framed = len(first) > 1 and first[0] & 0x0F == 8 and int.from_bytes(first[:2]) % 31 == 0
    window = zlib.MAX_WBITS if framed else -zlib.MAX_WBITS

    def again() -> Iterator[bytes]:
        yield first
        yield from waiting

    return _inflated(again(), "deflate", zlib.decompressobj(window))


def _inflated(
    parts: Iterable[bytes], encoding: str, decompressor: _Decompressor
) -> Iterator[bytes]:
    try:
        for part in parts:
            rest = part
            while rest and not decompressor.eof:
                yield decompressor.decompress(rest, STEP_BYTES)
                rest = decompressor.unconsumed_tail
    except zlib.error as error:
        raise FetchError(f"it is damaged: not {encoding} ({error})") from error
    if not decompressor.eof:
        raise FetchError(f"it is cut short: the {encoding} data does not end")
