"""What all JSON bodies share."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from index.canonical import is_unicode


def _encodable(text: str) -> str:
    if not is_unicode(text):
        raise ValueError("holds a lone surrogate: send valid Unicode text")
    return text


def _written(day: object) -> object:
    # A number would be read as seconds since 1970.
    if isinstance(day, int | float):
        raise ValueError("is a number: write a day such as 2024-10-29")
    return day


PlainText = Annotated[str, AfterValidator(_encodable)]
Day = Annotated[date, BeforeValidator(_written)]
Probability = Annotated[float, Field(ge=0, le=1, strict=True)]


class Body(BaseModel):
    """Unknown fields are refused, so that a misspelt option is never silently ignored."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)
