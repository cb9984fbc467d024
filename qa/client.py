"""A client of the endpoint: typed requests and replies, waits when the server is busy.

with Client("http://127.0.0.1:7860") as client:
    print(client.answer(AnswerRequest(question="Who won?")).text)
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx
from pydantic import BaseModel

from qa.answer_schema import AnswerBody
from qa.batch_schema import BatchBody, BatchRequest
from qa.client_address import ClientAddressError, checked_address
from qa.client_patience import Patience
from qa.client_reply import (
    ClientError,
    Reply,
    error_of,
    miscounted,
    problem_of,
    read_reply,
    unreachable,
)
from qa.client_stream import StreamedProblem, read_stream
from qa.document_schema import (
    DocumentAddress,
    DocumentBody,
    DocumentInput,
    DocumentListBody,
    DocumentStoredBody,
    DocumentSummaryBody,
)
from qa.health_schema import ReadinessBody
from qa.question_schema import AnswerRequest
from qa.stream_schema import PassagesBody

__all__ = ["AnswerRequest", "Client", "ClientAddressError", "ClientError", "ClientKeyError"]

SENDABLE_KEY = re.compile(r"[!-~]+")


class ClientKeyError(ValueError):
    """The key cannot be sent. The message doesn't show it."""


class Client:
    """Calls the endpoint below an address. Threads may share it."""

    def __init__(
        self,
        address: str,
        key: str | None = None,
        timeout_seconds: float = 60.0,
        busy_retries: int = 5,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Open a client; a busy server is asked again so often, when it says to.

        It is waited for a minute at most each time. `key` goes with every request, for servers
        that want one.

        Raises:
            ClientAddressError: no server can have that address.
            ClientKeyError: the key is empty or holds a space or another character that no key has.
        """
        # HTTP's libraries would refuse most of these, too, with a message that shows the key.
        if key is not None and not SENDABLE_KEY.fullmatch(key):
            raise ClientKeyError(
                "the key is empty or holds a space, a line's end or a character past ASCII: "
                "give it as 'qa keys add' printed it"
            )
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        url = checked_address(address)
        self._http = httpx.Client(base_url=url, headers=headers, timeout=timeout_seconds)
        self._retries = busy_retries
        self._sleep = sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def answer(self, request: AnswerRequest) -> AnswerBody:
        """The answer to a question.

        Raises:
            ClientError: as every call here, the server refused, failed or cannot be reached.
        """
        return self._sent(AnswerBody, "POST", "/v1/answer", request)

    def answer_batch(self, requests: Sequence[AnswerRequest]) -> list[AnswerBody]:
        """One answer for each question, in order, all of one version of the index."""
        content = _content(BatchRequest(questions=list(requests)))
        response = self._replied(self._http.build_request("POST", "/v1/answer/batch", **content))
        answers = read_reply(BatchBody, response.content, response).answers
        if len(answers) != len(requests):
            raise miscounted(len(answers), len(requests), response)
        return answers

    def answer_stream(self, request: AnswerRequest) -> Iterator[PassagesBody | AnswerBody]:
        """The passages as soon as they are found, then the answer.

        A server that turns out to be too busy before it has found them is asked again, too.
        """
        http_request = self._http.build_request("POST", "/v1/answer/stream", **_content(request))
        patience = Patience(self._retries, self._sleep)
        begun = False
        while True:
            response = self._replied(http_request, patience, stream=True)
            with closing(response):
                for told in read_stream(response):
                    if isinstance(told, StreamedProblem):
                        break
                    begun = True
                    yield told
                else:
                    return
            seconds = told.fields.get("retry_seconds")
            if begun or not patience.waited(told.status, seconds):
                raise error_of(told.fields, told.status, response)

    def documents(self) -> list[DocumentSummaryBody]:
        """Every stored article without its text, by title."""
        return self._sent(DocumentListBody, "GET", "/v1/documents").documents

    def document(self, document_id: str) -> DocumentBody:
        """A stored article; the offsets of answers refer to its text."""
        return self._sent(DocumentBody, "GET", _document_path(document_id))

    def add(self, article: DocumentInput | DocumentAddress) -> DocumentStoredBody:
        """Store an article's text, or the article at an address."""
        return self._sent(DocumentStoredBody, "POST", "/v1/documents", article)

    def upload(self, path: Path) -> DocumentStoredBody:
        """Store the article of a file, in any format that the server reads."""
        with path.open("rb") as file:
            files = {"file": (path.name, file.read())}
        request = self._http.build_request("POST", "/v1/documents", files=files)
        response = self._replied(request)
        return read_reply(DocumentStoredBody, response.content, response)

    def put(self, document_id: str, article: DocumentInput) -> DocumentStoredBody:
        """Store an article under an id, replacing the one that has it."""
        return self._sent(DocumentStoredBody, "PUT", _document_path(document_id), article)

    def remove(self, document_id: str) -> None:
        """Remove a stored article."""
        self._replied(self._http.build_request("DELETE", _document_path(document_id)))

    def ready(self) -> ReadinessBody:
        """What is served; ClientError with status 503 while the server is not ready."""
        return self._sent(ReadinessBody, "GET", "/readyz")

    def _sent(
        self, kind: type[Reply], method: str, path: str, body: BaseModel | None = None
    ) -> Reply:
        content = {} if body is None else _content(body)
        response = self._replied(self._http.build_request(method, path, **content))
        return read_reply(kind, response.content, response)

    def _replied(
        self, request: httpx.Request, patience: Patience | None = None, stream: bool = False
    ) -> httpx.Response:
        """A response of success, after waiting while the server is busy."""
        patience = patience or Patience(self._retries, self._sleep)
        while True:
            try:
                response = self._http.send(request, stream=stream)
                if response.is_success:
                    return response
                response.read()
            except httpx.HTTPError as error:
                raise unreachable(request, error) from error
            if not patience.waited(response.status_code, response.headers.get("Retry-After")):
                raise error_of(problem_of(response.text), response.status_code, response)


def _content(body: BaseModel) -> dict[str, Any]:
    """The body as JSON; fields that were not given are left to the server."""
    content = body.model_dump_json(exclude_unset=True)
    return {"content": content, "headers": {"Content-Type": "application/json"}}


def _document_path(document_id: str) -> str:
    return f"/v1/documents/{quote(document_id, safe='')}"
