"""Markdown with optional YAML front matter, which gives the article's fields."""

import re
from datetime import date

import yaml

from index.canonical import canonical_text
from index.errors import ContentError
from index.formats.dates import require_date
from index.formats.decoding import decode_text
from index.formats.parts import Item, Part, ReadingOptions

MAXIMUM_FRONT_MATTER_LENGTH = 100_000
FENCE = re.compile(r"^-{3,}\s*$", re.MULTILINE)
TEXT_FIELDS = ("id", "title", "author", "outlet", "source")


def read_markdown(content: bytes, options: ReadingOptions) -> list[Item]:
    """The text after the front matter as one article.

    Raises:
        ContentError: it is not text, or the front matter is not YAML of single values.
    """
    fields, text = _split_front_matter(canonical_text(decode_text(content, options.encoding)))
    named = {name: None if fields.get(name) is None else str(fields[name]) for name in TEXT_FIELDS}
    return [
        Part(
            text=text,
            title=named["title"],
            author=named["author"],
            outlet=named["outlet"],
            published_at=require_date(fields.get("published_at")),
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
    try:
        if len(header) > MAXIMUM_FRONT_MATTER_LENGTH:
            raise ValueError(f"it is longer than {MAXIMUM_FRONT_MATTER_LENGTH:,} characters")
        loaded = _PlainLoader(header).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).replace("\n", " ")
        raise ContentError(f"the front matter is not YAML: {reason}") from error
    fields = loaded if isinstance(loaded, dict) else {}
    for name in (*TEXT_FIELDS, "published_at"):
        if not isinstance(fields.get(name), str | int | float | date | None):
            raise ContentError(f"{name} in the front matter is not a single value")
    return fields, body.strip()
