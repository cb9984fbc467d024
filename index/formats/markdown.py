"""Markdown with optional YAML front matter, which gives the article's fields."""

import re
from datetime import date

import yaml

from index.canonical import canonical_text
from index.errors import ContentError
from index.formats.columns import find_usual
from index.formats.dates import parse_date, require_date
from index.formats.decoding import decode_text
from index.formats.parts import Item, Part, ReadingOptions
from index.formats.wrapped_lines import join_wrapped_lines

MAXIMUM_FRONT_MATTER_LENGTH = 100_000
FENCE = re.compile(r"^-{3,}\s*$", re.MULTILINE)
TEXT_FIELDS = ("id", "title", "author", "outlet", "source")
# What the library lets through of values such as 1:59:59… (too large) and !!bool maybe.
MISFITS = (ArithmeticError, AttributeError, LookupError, TypeError)


def read_markdown(content: bytes, options: ReadingOptions) -> list[Item]:
    """The text as one article, without its front matter if it has one.

    Front matter is a YAML mapping, or nothing, between two lines of dashes of which the first
    begins the file. Lines of dashes around anything else are thematic breaks, part of the text.

    Raises:
        ContentError: it is not text, what stands between the lines is not YAML, or a field is not
            a single value or no date.
    """
    fields, text = _split_front_matter(canonical_text(decode_text(content, options.encoding)))
    named = {name: _text(name, fields.get(name)) for name in TEXT_FIELDS}
    return [
        Part(
            text=join_wrapped_lines(text),
            title=named["title"],
            author=named["author"],
            outlet=named["outlet"],
            published_at=_day(fields),
            source=named["source"],
            document_id=named["id"],
        )
    ]


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which can grow without bound: articles may come from strangers.

    Written in Python: the loader in C ends the process on deep nesting.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def _split_front_matter(text: str) -> tuple[dict[str, object], str]:
    text = text.strip()
    parts = FENCE.split(text, 2)
    if parts[0] or len(parts) < 3:
        return {}, text
    _, header, body = parts
    fields = _loaded(header) if header.strip() else {}
    return (fields, body.strip()) if isinstance(fields, dict) else ({}, text)


def _loaded(header: str) -> object:
    try:
        if len(header) > MAXIMUM_FRONT_MATTER_LENGTH:
            raise ValueError(f"it is longer than {MAXIMUM_FRONT_MATTER_LENGTH:,} characters")
        return _PlainLoader(header).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).replace("\n", " ")
        raise ContentError(f"the front matter is not YAML: {reason}") from error
    except MISFITS as error:
        raise ContentError(
            "the front matter is not YAML: a number is too large, or a value is not of the type "
            "that its tag states"
        ) from error


def _day(fields: dict[str, object]) -> date | None:
    """The day of `published_at`, else what another usual name of it states if that is a date."""
    stated = fields.get("published_at")
    if stated is not None:
        return require_date(stated if isinstance(stated, date) else _text("published_at", stated))
    name = find_usual("published_at", [name for name in fields if isinstance(name, str)])
    other = fields.get(name or "")
    if isinstance(other, date):
        return require_date(other)
    return parse_date(other) if isinstance(other, str) else None


def _text(name: str, value: object) -> str | None:
    if not isinstance(value, str | int | float | date | None):
        raise ContentError(f"{name} in the front matter is not a single value")
    try:
        return None if value is None else str(value)
    except ValueError as error:
        # Python writes no number of over 4,300 digits, but reads hexadecimal ones of any length.
        raise ContentError(f"{name} in the front matter is too large a number: {error}") from error
