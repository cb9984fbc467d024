"""Markdown with optional YAML front matter, which gives the article's fields."""

import re
from collections.abc import Mapping
from datetime import date

import yaml

from index.canonical import canonical_text
from index.errors import ContentError
from index.formats.columns import (
    NAMED,
    day_of,
    find_usual,
    optional_text,
    source_and_outlet,
    without_objects,
)
from index.formats.dates import why_unread
from index.formats.decoding import decode_text
from index.formats.parts import Item, Part, ReadingOptions
from index.formats.wrapped_lines import join_wrapped_lines

MAXIMUM_FRONT_MATTER_LENGTH = 100_000
FENCE = re.compile(r"^-{3,}\s*$", re.MULTILINE)
# What the library lets through of values such as !!bool maybe.
NULL = "tag:yaml.org,2002:null"
MISFITS = (ArithmeticError, AttributeError, LookupError, TypeError)


def read_markdown(content: bytes, options: ReadingOptions) -> list[Item]:
    """The text as one article, without its front matter if it has one.

    Front matter is a YAML mapping, or nothing, between two lines of dashes of which the first
    begins the file. Lines of dashes around anything else are thematic breaks, part of the text.
    Its fields have the names that they may have in rows of tables, but for the text and the id.

    Raises:
        ContentError: it is not text, what stands between the lines is not YAML, or the id or the
            title is not a single value.
    """
    fields, text = _split_front_matter(canonical_text(decode_text(content, options.encoding)))
    stated = {name: value for name, value in fields.items() if isinstance(name, str) and value}
    plain = without_objects(stated)
    named = {field: _text(field, _value(plain, field)) for field in NAMED}
    # What is called `url` or `link` may be a place within a site.
    address = named["address"] if "://" in (named["address"] or "") else None
    source, outlet = source_and_outlet(named["source"], address, named["outlet"])
    published = _value(plain, "published_at")
    day = day_of(_text("published_at", published))
    return [
        Part(
            text=join_wrapped_lines(text),
            title=_single("title", _value(plain, "title")),
            author=named["author"],
            outlet=outlet,
            published_at=day,
            source=source,
            document_id=_single("id", plain.get("id")),
            unread=None if published is None or day is not None else why_unread(published),
        )
    ]


class _PlainLoader(yaml.SafeLoader):
    """YAML of which values are texts as they are written: `10:30` is no 630 and `Yes` no true.

    Without aliases, which can grow without bound: articles may come from strangers. Written in
    Python: the loader in C ends the process on deep nesting.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, written) for tag, written in resolvers if tag == NULL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


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


def _value(fields: Mapping[str, object], field: str) -> object:
    """What the first of the usual names of a field states, None without one."""
    return fields.get(find_usual(field, fields) or "")


def _single(name: str, value: object) -> str | None:
    found = _text(name, value)
    if found is None and value is not None:
        raise ContentError(f"{name} in the front matter is not a single value")
    return found


def _text(name: str, value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    try:
        return optional_text(value, name)
    except ValueError as error:
        # Python writes no number of over 4,300 digits, but reads hexadecimal ones of any length.
        raise ContentError(f"{name} in the front matter is too large a number: {error}") from error
