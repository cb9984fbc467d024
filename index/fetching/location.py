"""Addresses of pages, taken apart without leniency: what is unclear is refused."""

import ipaddress
import re
from dataclasses import dataclass

import httpx

from index.errors import FetchError
from index.fetching.policy import MAXIMUM_ADDRESS_LENGTH, FetchPolicy

DEFAULT_PORTS = {"http": 80, "https": 443}
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")
AUTHORITY = re.compile(r"[A-Za-z]{1,5}://([^/?#]*)")
HOST_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63}){0,60}")
NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
MAXIMUM_HOST_LENGTH = 253
MAXIMUM_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Location:
    """An address in parts: `host` in ASCII or an internet address, `target` as it is asked for."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def address(self) -> str:
        """The whole address, without a fragment."""
        return self.origin + self.target


def is_address(name: str) -> bool:
    """Whether a name is meant as an address and not as a file's path."""
    return SCHEME.match(name) is not None


def shown(address: str) -> str:
    """An address as messages show it: short, printable, without a password."""
    plain = re.sub(r"//[^/?#\\]*@", "//…@", address[: MAXIMUM_ADDRESS_LENGTH + 1])
    printable = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in plain)
    return printable if len(printable) <= MAXIMUM_SHOWN else f"{printable[:MAXIMUM_SHOWN]}…"


def parse_location(address: str, policy: FetchPolicy) -> Location:
    """The parts of an address that may be fetched; its host is not looked up yet.

    Raises:
        FetchError: it is no address of a page, or is written so that programs read it differently.
    """
    _require_plain(address)
    try:
        parsed = httpx.URL(address)
        host = parsed.raw_host.decode("ascii").lower()
        target = parsed.raw_path.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(f"it is not a valid address: {error}") from error
    port = DEFAULT_PORTS[parsed.scheme] if parsed.port is None else parsed.port
    if not policy.allow_private_hosts and port not in policy.ports:
        raise FetchError(f"port {port} is not asked: expected one of {_listed(policy.ports)}")
    if not 0 < port < 65_536:
        raise FetchError(f"port {port} does not exist")
    return Location(parsed.scheme, _checked_host(host), port, target)


def _require_plain(address: str) -> None:
    if len(address) > MAXIMUM_ADDRESS_LENGTH:
        raise FetchError(
            f"the address has {len(address):,} characters: at most {MAXIMUM_ADDRESS_LENGTH:,}"
        )
    if any(character.isspace() or not character.isprintable() for character in address):
        raise FetchError("the address holds white space or control characters")
    if not address.lower().startswith(("http:", "https:")):
        raise FetchError("only http and https addresses are fetched")
    authority = AUTHORITY.match(address)
    if authority is None or not authority[1] or "\\" in address:
        raise FetchError("it is not a valid address: expected https://host/path")
    if "@" in authority[1]:
        raise FetchError("the address holds a user name or password: leave them out")
    if "%" in authority[1]:
        raise FetchError("the host is percent-encoded: write it plainly")


def _checked_host(host: str) -> str:
    name = host.removesuffix(".")
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        pass
    if len(name) > MAXIMUM_HOST_LENGTH or not HOST_NAME.fullmatch(name):
        raise FetchError(f"{name[:MAXIMUM_SHOWN]!r} is not the name of a host")
    if NUMBER.fullmatch(name.rpartition(".")[2]):
        # Some programs read 127.1, 0x7f.1 and 2130706433 as 127.0.0.1.
        raise FetchError(f"{name!r} is not an internet address: write it as four decimal numbers")
    return name


def _listed(ports: tuple[int, ...]) -> str:
    return ", ".join(map(str, ports))
