"""What a server replied to the client: a body that is known, or the reason of a failure."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from qa.client_address import without_password

Reply = TypeVar("Reply", bound=BaseModel)
# The fields of a problem that say what it is.
TOLD = ("title", "detail")


class ClientError(RuntimeError):
    """The server refused or failed; the message holds its reason.

    `status` is that of HTTP, None where no reply came; `request_id` finds the server's log.
    """

    def __init__(self, message: str, status: int | None, request_id: str | None) -> None:
        super().__init__(message)
        self.status = status
        self.request_id = request_id


def read_reply(kind: type[Reply], content: bytes, response: httpx.Response) -> Reply:
    """The content as a body of that kind.

    Raises:
        ClientError: it is something else.
    """
    try:
        # A newer server may add fields; that doesn't make its replies worse.
        return kind.model_validate_json(content, extra="ignore")
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"]
        message = (
            f"{without_password(response.url)} did not reply with what this client knows: {reason}"
        )
        raise ClientError(message, response.status_code, _request_id(response)) from error


def problem_of(content: str) -> dict[str, Any]:
    """The RFC 9457 problem that a failure is told with; anything else is told as it came."""
    try:
        problem = json.loads(content)
    except ValueError:
        problem = None
    if isinstance(problem, dict) and any(problem.get(key) for key in TOLD):
        return problem
    return {"detail": content[:200].strip()}


def error_of(problem: Mapping[str, Any], status: int, response: httpx.Response) -> ClientError:
    """The failure that a problem tells."""
    told = ": ".join(str(problem[key]) for key in TOLD if problem.get(key))
    message = f"{without_password(response.url)} replied {status}: {told or 'no reason given'}"
    return ClientError(message, status, _request_id(response))


def miscounted(answers: int, questions: int, response: httpx.Response) -> ClientError:
    """The failure to give one answer for each question."""
    message = f"{without_password(response.url)} gave {answers} answers to {questions} questions"
    return ClientError(message, response.status_code, _request_id(response))


def broken_off(response: httpx.Response) -> ClientError:
    """The failure to give a stream its answer."""
    message = f"{without_password(response.url)} ended its reply before the answer: ask again"
    return ClientError(message, response.status_code, _request_id(response))


def unreachable(request: httpx.Request, error: httpx.HTTPError) -> ClientError:
    """The failure to get any reply."""
    reason = str(error) or type(error).__name__
    message = (
        f"no reply from {without_password(request.url)} ({reason}): is the server running there?"
    )
    return ClientError(message, None, None)


def _request_id(response: httpx.Response) -> str | None:
    name: str | None = response.headers.get("X-Request-ID")
    return name
