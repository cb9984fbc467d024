"""A response of server-sent events.

FastAPI's own begins before the route has run, so that a refusal could not have its status.
"""

from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

# Proxies that gather a response before they pass it on would make a stream of it no more.
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class EventStream(StreamingResponse):
    """Sends events that are lines already."""

    media_type = "text/event-stream"

    @classmethod
    def of(cls, lines: AsyncIterator[bytes]) -> "EventStream":
        """A response of lines that nobody keeps."""
        return cls(lines, headers=HEADERS)
