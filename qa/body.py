"""What all JSON bodies share."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from index.canonical import is_unicode

# Each is told by its name, so that a body of a million of them would be answered at length.
MAXIMUM_UNKNOWN_FIELDS = 20
SHOWN_CHARACTERS = 40
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _encodable(text: str) -> str:
    if not is_unicode(text):
        raise ValueError("holds a lone surrogate: send valid Unicode text")
    return text


def _written(day: object) -> object:
    # A number would be read as seconds since 1970, and so would its digits in a text.
    if isinstance(day, int | float) or (isinstance(day, str) and not DAY.fullmatch(day)):
        raise ValueError("is no day: write one such as 2024-10-29")
    return day


PlainText = Annotated[str, AfterValidator(_encodable)]
Day = Annotated[date, BeforeValidator(_written)]
Probability = Annotated[float, Field(ge=0, le=1, strict=True)]


class Body(BaseModel):
    """Unknown fields are refused, so that a misspelt option is never silently ignored.

    A body may ignore them by its own configuration, where its clients send many.
    """

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    @model_validator(mode="before")
    @classmethod
    def _few_unknown(cls, given: object) -> object:
        if cls.model_config["extra"] != "forbid" or not isinstance(given, Mapping):
            return given
        unknown = (name for name in given if name not in cls.model_fields)
        told = list(islice(unknown, MAXIMUM_UNKNOWN_FIELDS + 1))
        if len(told) > MAXIMUM_UNKNOWN_FIELDS:
            first = str(told[0])[:SHOWN_CHARACTERS]
            raise ValueError(
                f"has more than {MAXIMUM_UNKNOWN_FIELDS} unknown fields, such as {first!r}: known "
                f"are {', '.join(cls.model_fields)}"
            )
        return given
