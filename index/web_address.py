"""What can be told from the address of a page without asking it."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit


def host_of(address: str) -> str | None:
    """The host that an address names, None if it is not a proper address."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def address_stem(address: str) -> str:
    """What names a page in its address: the last part of its path, else its host."""
    host, _, path = address.partition("://")[2].partition("?")[0].partition("/")
    last = path.rstrip("/").rpartition("/")[2]
    return PurePosixPath(last).stem or host
