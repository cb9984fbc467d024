"""JSON bodies that are read off the event loop: an article may have millions of characters.

The framework parses the bodies of routes that declare them in it, and nobody else is answered
meanwhile.
"""

import codecs
from typing import TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

Read = TypeVar("Read", bound=BaseModel)


async def json_content(request: Request) -> bytes:
    """The body as it came. The mark that some programs put before UTF-8 is no part of JSON."""
    return (await request.body()).removeprefix(codecs.BOM_UTF8)


def read_body(kind: type[Read], content: bytes) -> Read:
    """The content as a body of that kind.

    Raises:
        RequestValidationError: it is something else, told as that of any other route.
    """
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        located = [{**entry, "loc": ("body", *entry["loc"])} for entry in error.errors()]
        raise RequestValidationError(located) from error
