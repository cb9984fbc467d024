"""A server that gives replies which are made field by field."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from qa.answer_schema import AnswerBody

Reply = tuple[int, dict[str, str], bytes]


class StubServer(ThreadingHTTPServer):
    """Gives its replies one after the other, the last one again and again."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), StubHandler)
        self.replies: list[Reply] = []
        self.received: list[tuple[str, Any]] = []
        self.authorized: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class StubHandler(BaseHTTPRequestHandler):
    server: StubServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, json.loads(body)))
        self.server.authorized.append(self.headers["Authorization"])
        replies = self.server.replies
        status, headers, content = replies.pop(0) if len(replies) > 1 else replies[0]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output clean."""


def good(body: AnswerBody) -> Reply:
    """A reply of success."""
    return 200, {}, body.model_dump_json().encode()
