"""What is fetched, and how much of it."""

from dataclasses import dataclass

from index.formats.parts import MAXIMUM_FILE_BYTES

ROBOT_NAME = "article-qa"
USER_AGENT = f"{ROBOT_NAME} (reads articles at its user's request)"
USUAL_PORTS = (80, 443, 8080, 8443)
MAXIMUM_ADDRESS_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Limits of one fetch.

    `seconds` bound all of it, redirects and robots.txt too; `maximum_bytes` the body after
    decompression. With `allow_private_hosts` any address and any port may be asked; else only
    public addresses at `ports`. `pause_seconds` lie between two requests to one host.
    """

    allow_private_hosts: bool = False
    ports: tuple[int, ...] = USUAL_PORTS
    maximum_bytes: int = MAXIMUM_FILE_BYTES
    maximum_redirects: int = 5
    seconds: float = 60.0
    connect_seconds: float = 10.0
    pause_seconds: float = 1.0
