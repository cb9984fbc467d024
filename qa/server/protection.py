"""Who may use the server, from where, and how much: put around an application."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from qa.keys import KeyRing
from qa.rate_limit import RateLimit
from qa.server.access import AccessGuard
from qa.server.middleware import RequestIdentity
from qa.server.origin import OriginGuard
from qa.server.rate import RateGuard, address_name, key_name

CORS_METHODS = ("GET", "POST", "PUT", "DELETE")
# Any: clients such as OpenAI's send headers of their own.
CORS_REQUEST_HEADERS = ("*",)
CORS_RESPONSE_HEADERS = ("X-Request-ID", "Retry-After")


@dataclass(frozen=True, slots=True)
class Protection:
    """Without a ring nobody needs a key; without a limit nobody is counted."""

    hosts: Sequence[str]
    origins: Sequence[str] = ()
    ring: KeyRing | None = None
    address_limit: RateLimit | None = None
    key_limit: RateLimit | None = None


def protect(application: FastAPI, protection: Protection) -> None:
    """Add the guards. They come before every route, and after what gives request ids and shapes
    errors, so that their refusals look like all others."""
    guards: list[Middleware] = [
        Middleware(OriginGuard, hosts=protection.hosts, origins=protection.origins)
    ]
    if protection.address_limit is not None:
        guards.append(Middleware(RateGuard, limit=protection.address_limit, name=address_name))
    guards.append(Middleware(AccessGuard, ring=protection.ring))
    if protection.key_limit is not None:
        guards.append(Middleware(RateGuard, limit=protection.key_limit, name=key_name))
    # The list goes from the outermost to the innermost.
    application.user_middleware.extend(guards)
    if protection.origins:
        application.add_middleware(
            CORSMiddleware,
            allow_origins=list(protection.origins),
            allow_methods=CORS_METHODS,
            allow_headers=CORS_REQUEST_HEADERS,
            expose_headers=CORS_RESPONSE_HEADERS,
        )
        # What asks for leave beforehand is answered by that one alone.
        application.add_middleware(RequestIdentity)
