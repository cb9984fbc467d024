"""Rows and objects to articles: which column or key holds which field."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from index.errors import ContentError
from index.formats.dates import parse_date, why_unread
from index.formats.parts import Part

FIELDS = ("text", "title", "author", "outlet", "published_at", "source", "id")
# There is none for the id: numbers that count the rows of one file come again in the next.
USUAL_NAMES = {
    "text": (
        *("text", "body", "content", "article", "article_text", "full_text", "story"),
        *("article_body", "main_text"),
    ),
    "title": ("title", "headline", "heading"),
    "author": ("author", "authors", "byline", "creator", "author_name", "creator_name"),
    "outlet": (
        *("outlet", "publisher", "publication", "newspaper", "site_name"),
        *("outlet_name", "publisher_name", "publication_name", "source_name"),
    ),
    "published_at": (
        *("published_at", "published", "publication_date", "date_published", "publish_date"),
        *("published_date", "pub_date", "date_publish", "date"),
    ),
    "source": ("source",),
    "address": ("url", "link"),
}
STRICT = ("text", "title", "id")
# Of these more than one may be stated, or an object such as {"id": …, "name": …}.
NAMED = ("author", "outlet", "source", "address")
LISTED = ("author", "outlet")
BETWEEN_WORDS = re.compile(r"[\s_-]+")
# Of the years 2001 to 2033: other numbers may count anything.
UNIX_SECONDS = range(1_000_000_000, 2_000_000_000)
MAXIMUM_UNIX_DIGITS = 13
MAXIMUM_NAMES_SHOWN = 20


def find_columns(names: Iterable[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """For each field of an article, the name that holds it: as chosen, else a usual one.

    Raises:
        ContentError: a chosen name, or any for the text, is missing.
    """
    present = list(names)
    usual = {field: find_usual(field, present) for field in USUAL_NAMES}
    found = {field: name for field, name in usual.items() if name is not None}
    for field, name in chosen.items():
        if name not in present:
            raise ContentError(f"there is no {name!r} for {field}: {_shown(present)}")
        found[field] = name
    if "source" in chosen:
        found.pop("address", None)
    if "text" not in found:
        raise ContentError(
            f"none holds the text: {_shown(present)}; name it, for instance --columns text=story"
        )
    return found


def find_usual(field: str, names: Iterable[str]) -> str | None:
    """The first of the usual names of a field that is among some names; None if none is.

    "publishedAt", "Published at" and "published_at" are one name.
    """
    plain = {_squeezed(name): name for name in names}
    candidates = map(_squeezed, USUAL_NAMES[field])
    return next((plain[candidate] for candidate in candidates if candidate in plain), None)


def without_objects(row: Mapping[str, object]) -> dict[str, object]:
    """The row with the members of objects that stand for an author, an outlet or a source.

    `"source": {"id": 1, "name": "The Daily"}` becomes `source_id` and `source_name`.
    """
    members: dict[str, object] = {}
    others: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, dict) and any(find_usual(field, [name]) for field in NAMED):
            members |= {f"{name}_{member}": entry for member, entry in value.items()}
        else:
            others[name] = value
    return members | others


def part_of_row(row: Mapping[str, object], columns: Mapping[str, str]) -> Part:
    """The article of one row. What cannot be read of author, outlet, date and source is left out.

    Raises:
        ContentError: text, title or id is not a text, or there is no text.
    """
    values = {field: row.get(name) for field, name in columns.items()}
    strict = {field: _text(values.get(field), columns.get(field, "")) for field in STRICT}
    if strict["text"] is None:
        raise ContentError(f"{columns['text']!r} is empty: expected the article's text")
    named = {field: optional_text(values.get(field), field) for field in NAMED}
    source, outlet = source_and_outlet(named["source"], named["address"], named["outlet"])
    stated = values.get("published_at")
    day = day_of(stated)
    return Part(
        text=strict["text"],
        title=strict["title"],
        author=named["author"],
        outlet=outlet,
        published_at=day,
        source=source,
        document_id=strict["id"],
        unread=why_unread(stated) if day is None and _is_written(stated) else None,
    )


def source_and_outlet(
    source: str | None, address: str | None, outlet: str | None
) -> tuple[str | None, str | None]:
    """Where an article is and who published it: beside an address `source` may name the latter."""
    if address is None or (source is not None and "://" in source):
        return source, outlet
    return address, outlet or source


def _text(value: object, name: str) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not _is_single(value):
        raise ContentError(f"{name!r} is a {type(value).__name__}: expected a text")
    return str(value)


def _is_written(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_single(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def optional_text(value: object, field: str) -> str | None:
    """A value, or the names in a list of them; None for what is neither."""
    entries = value if isinstance(value, list) and field in LISTED else [value]
    named = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
    texts = [str(entry) for entry in named if _is_single(entry)]
    return ", ".join(text for text in texts if text.strip()) or None


def day_of(value: object) -> date | None:
    """The day that a text or a Unix time states; None for what states none."""
    if isinstance(value, str):
        day = parse_date(value)
        is_number = value.isascii() and value.isdecimal() and len(value) <= MAXIMUM_UNIX_DIGITS
        return _unix_day(int(value)) if day is None and is_number else day
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _unix_day(value) or parse_date(str(value))


def _unix_day(value: float) -> date | None:
    for seconds in (value, value // 1_000):
        if UNIX_SECONDS.start <= seconds < UNIX_SECONDS.stop:
            return datetime.fromtimestamp(seconds, UTC).date()
    return None


def _squeezed(name: str) -> str:
    return BETWEEN_WORDS.sub("", name.casefold())


def _shown(names: list[str]) -> str:
    listed = ", ".join(repr(name[:60]) for name in names[:MAXIMUM_NAMES_SHOWN])
    return f"found {listed or 'no columns'}" + (", …" if len(names) > MAXIMUM_NAMES_SHOWN else "")
