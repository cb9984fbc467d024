"""A response of server-sent events.

FastAPI's own begins before the route has run, so that a refusal could not have its status.
"""

from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import StreamingResponse

# Proxies that gather a response before they pass it on would make a stream of it no more.
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def described_events(example: str) -> dict[str, Any]:
    """The media type of a stream in an OpenAPI document; the schema is that of one event."""
    properties = {"event": {"type": "string"}, "data": {"type": "string"}}
    schema = {"type": "object", "required": ["data"], "properties": properties}
    return {"itemSchema": schema, "example": example}


class EventStream(StreamingResponse):
    """Sends events that are lines already."""

    media_type = "text/event-stream"

    @classmethod
    def of(cls, lines: AsyncIterator[bytes]) -> "EventStream":
        """A response of lines that nobody keeps."""
        return cls(lines, headers=HEADERS)
