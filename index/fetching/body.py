"""Bodies, decompressed bit by bit and never beyond their limit."""

import zlib
from collections.abc import Iterable, Iterator

from index.errors import FetchError

STEP_BYTES = 1 << 20
GZIP_WINDOW = 16 + zlib.MAX_WBITS
# Of the two bytes that begin gzip data the first: the second may come with the next part.
GZIP_START = b"\x1f"
# What is asked for. Others have no decompression here that can be stopped in the middle.
ACCEPTED_ENCODINGS = "gzip, deflate"


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
        return _inflated(parts, encoding, GZIP_WINDOW)
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

    return _inflated(again(), "deflate", window)


def _inflated(parts: Iterable[bytes], encoding: str, window: int) -> Iterator[bytes]:
    """What the parts hold: of gzip all members (RFC 1952, section 2.2); deflate has only one.

    What follows and is no further member is left, as the program gzip does.
    """
    decompressor = zlib.decompressobj(window)
    try:
        for part in parts:
            rest = part
            while rest:
                if decompressor.eof:
                    if window != GZIP_WINDOW or not rest.startswith(GZIP_START):
                        return
                    decompressor = zlib.decompressobj(window)
                yield decompressor.decompress(rest, STEP_BYTES)
                rest = decompressor.unused_data or decompressor.unconsumed_tail
    except zlib.error as error:
        raise FetchError(f"it is damaged: not {encoding} ({error})") from error
    if not decompressor.eof:
        raise FetchError(f"it is cut short: the {encoding} data does not end")
