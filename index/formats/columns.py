"""Rows and objects to articles: which column or key holds which field."""

from collections.abc import Iterable, Mapping

from index.errors import ContentError
from index.formats.dates import require_date
from index.formats.parts import Part

FIELDS = ("text", "title", "author", "outlet", "published_at", "source", "id")
# There is none for the id: numbers that count the rows of one file come again in the next.
USUAL_NAMES = {
    "text": ("text", "body", "content", "article", "article_text", "full_text", "story"),
    "title": ("title", "headline", "heading"),
    "author": ("author", "authors", "byline", "creator"),
    "outlet": ("outlet", "publisher", "publication", "newspaper", "site_name"),
    "published_at": ("published_at", "published", "publication_date", "date_published", "date"),
    "source": ("source", "url", "link"),
}
MAXIMUM_NAMES_SHOWN = 20


def find_columns(names: Iterable[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """For each field of an article, the name that holds it: as chosen, else a usual one.

    Raises:
        ContentError: a chosen name, or any for the text, is missing.
    """
    present = list(names)
    plain = {name.strip().casefold().replace(" ", "_").replace("-", "_"): name for name in present}
    found = {
        field: plain[usual]
        for field, candidates in USUAL_NAMES.items()
        for usual in reversed(candidates)
        if usual in plain
    }
    for field, name in chosen.items():
        if name not in present:
            raise ContentError(f"there is no {name!r} for {field}: {_shown(present)}")
        found[field] = name
    if "text" not in found:
        raise ContentError(
            f"none holds the text: {_shown(present)}; name it, for instance --columns text=story"
        )
    return found


def part_of_row(row: Mapping[str, object], columns: Mapping[str, str]) -> Part:
    """The article of one row.

    Raises:
        ContentError: a value is not text, the date is no date, or there is no text.
    """
    values = {field: _text(row.get(name), name) for field, name in columns.items()}
    if values["text"] is None:
        raise ContentError(f"{columns['text']!r} is empty: expected the article's text")
    return Part(
        text=values["text"],
        title=values.get("title"),
        author=values.get("author"),
        outlet=values.get("outlet"),
        published_at=require_date(values.get("published_at")),
        source=values.get("source"),
        document_id=values.get("id"),
    )


def _text(value: object, name: str) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ContentError(f"{name!r} is a {type(value).__name__}: expected a text")
    return str(value)


def _shown(names: list[str]) -> str:
    listed = ", ".join(repr(name[:60]) for name in names[:MAXIMUM_NAMES_SHOWN])
    return f"found {listed or 'no columns'}" + (", …" if len(names) > MAXIMUM_NAMES_SHOWN else "")
