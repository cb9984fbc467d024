"""From the settings to who may use the server; made before workers are forked."""

from dataclasses import dataclass
from typing import Self

from qa.commands.keys import default_keys_file
from qa.keys import KeyFile
from qa.loopback import is_loopback
from qa.rate_limit import RateLimit
from qa.settings import Settings

ADDRESS_REQUESTS_PER_MINUTE = 600
KEY_REQUESTS_PER_MINUTE = 1_200


@dataclass(frozen=True, slots=True)
class Guarding:
    """The keys, None where nobody needs one; the names of this server; the counters, which all
    processes share that are forked afterwards."""

    keys: KeyFile | None
    hosts: tuple[str, ...]
    address_limit: RateLimit | None
    key_limit: RateLimit | None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Keys and limits are for servers that other machines reach; on loopback any name but
        this machine's own is one that a stranger pointed here."""
        is_local = is_loopback(settings.host)
        needs_keys = settings.require_keys or not is_local
        hosts = settings.trusted_hosts
        if hosts is None:
            hosts = ("localhost",) if is_local else ("*",)
        return cls(
            keys=KeyFile(settings.keys_file or default_keys_file()) if needs_keys else None,
            hosts=hosts,
            address_limit=_limit(
                settings.address_requests_per_minute, ADDRESS_REQUESTS_PER_MINUTE, needs_keys
            ),
            key_limit=_limit(settings.key_requests_per_minute, KEY_REQUESTS_PER_MINUTE, needs_keys),
        )


def _limit(chosen: int | None, standard: int, needs_keys: bool) -> RateLimit | None:
    per_minute = chosen if chosen is not None else standard * needs_keys
    return RateLimit(per_minute) if per_minute else None
