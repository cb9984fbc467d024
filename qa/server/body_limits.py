"""How large a request's body may be, and how long it may take to arrive."""

from dataclasses import dataclass

from qa.server.paths import is_asking

# The longest question with the longest history and filters that are taken has 2.6 million
# characters, of three bytes in most scripts. While a body is parsed nobody else is answered, so
# that those who only ask may not send what an article may have.
MAXIMUM_ASKING_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """`maximum_bytes` are for articles; what asks has a limit of its own, if that is less."""

    maximum_bytes: int = 60_000_000
    seconds: float = 60.0

    def bytes_at(self, path: str) -> int:
        """How many bytes are read at a path."""
        asking = is_asking(path)
        return min(self.maximum_bytes, MAXIMUM_ASKING_BYTES) if asking else self.maximum_bytes


DEFAULT_BODIES = BodyLimits()
