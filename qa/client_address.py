"""The address of a server: checked before anything is sent, shown without a password."""

import re

import httpx

_USER = re.compile(r"(?<=//)[^/?#]*@")


class ClientAddressError(ValueError):
    """No server can have this address. The message shows no password."""


def checked_address(address: str) -> httpx.URL:
    """The address of a server, such as ``http://127.0.0.1:7860``.

    Raises:
        ClientAddressError: it is none: of another scheme, without a host, or of a name that no
            host has.
    """
    problem = ClientAddressError(
        f"{without_password(address)!r} is no address such as http://127.0.0.1:7860"
    )
    try:
        url = httpx.URL(address)
        # What the look-up does with the name; it fails there with an error of its own kind.
        url.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError):
        raise problem from None  # what it says may show the password
    if url.scheme not in {"http", "https"} or not url.host or url.port == 0:
        raise problem
    return url


def without_password(address: httpx.URL | str) -> str:
    """An address as it may be printed: a key may stand in it as a password."""
    return _USER.sub("", str(address))
