"""robots.txt (RFC 9309): what a site asks programs to leave alone."""

from collections.abc import Callable
from dataclasses import replace

from protego import Protego

from index.errors import FetchError
from index.fetching.location import Location
from index.fetching.policy import ROBOT_NAME

# From the place of a robots.txt to its content, None where there is none.
ReadRobots = Callable[[Location], bytes | None]
ROBOTS_PATH = "/robots.txt"
# The standard wants at least 500 KiB to be read.
MAXIMUM_ROBOTS_BYTES = 512_000
MAXIMUM_SITES = 1_000
MAXIMUM_PAUSE_SECONDS = 30.0


class Robots:
    """The rules of the sites that were asked so far."""

    def __init__(self) -> None:
        self._rules: dict[str, Protego] = {}

    def require_allowed(self, location: Location, read: ReadRobots) -> None:
        """Pass when the site's rules allow its page; `read` gets them when they are not known.

        Raises:
            FetchError: they do not, or cannot be read: then nothing may be fetched.
        """
        if location.target == ROBOTS_PATH:
            return
        rules = self._rules.get(location.origin)
        if rules is None:
            rules = _read_rules(location, read)
            if len(self._rules) >= MAXIMUM_SITES:
                self._rules.clear()
            self._rules[location.origin] = rules
        if not rules.can_fetch(location.address, ROBOT_NAME):
            raise FetchError(f"{location.origin}{ROBOTS_PATH} asks programs not to fetch it")

    def pause_seconds(self, location: Location) -> float:
        """How long a site that was asked before wants a pause between requests to be; bounded."""
        rules = self._rules.get(location.origin)
        asked = None if rules is None else rules.crawl_delay(ROBOT_NAME)
        return min(asked or 0.0, MAXIMUM_PAUSE_SECONDS)


def _read_rules(location: Location, read: ReadRobots) -> Protego:
    content = read(replace(location, target=ROBOTS_PATH)) or b""
    return Protego.parse(content.decode("utf-8", errors="replace"))
