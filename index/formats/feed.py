"""RSS and Atom: an article of each entry."""

import io
import re
from urllib.parse import urljoin

import feedparser

from index.errors import ContentError
from index.formats.dates import parse_date
from index.formats.decoding import decode_text, without_declaration
from index.formats.markup import text_of_piece
from index.formats.parts import Item, Part, ReadingOptions, Refusal
from index.formats.sniffing import BYTE_ORDER_MARKS

MAXIMUM_FEED_ENTRIES = 1_000
DECLARATION = "<!ENTITY"
MEDIA_PREFIX = re.compile(
    rb"""xmlns:([\w.-]{1,40})\s{0,9}=\s{0,9}["']https?://search\.yahoo\.com/mrss/?["']"""
)
# What captions are called where the library reads them: it takes none by that name for the text.
CAPTION = b"media:caption"
CAPTION_KEY = "media_caption"


def read_feed(content: bytes, options: ReadingOptions) -> list[Item]:
    """The entries with their content, or with their summary where there is no more.

    Raises:
        ContentError: it is no feed, declares entities, or has too many entries.
    """
    plain = _in_utf8(content)
    _require_no_entities(plain)
    # As a stream: a text would be taken for a file's name or an address.
    stream = io.BytesIO(_with_captions_named(plain))
    feed = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise ContentError(f"the content is no feed: {feed.get('bozo_exception', 'unknown kind')}")
    entries = feed["entries"]
    if len(entries) > MAXIMUM_FEED_ENTRIES:
        raise ContentError(
            f"the feed has {len(entries):,} entries: at most {MAXIMUM_FEED_ENTRIES:,} are read"
        )
    outlet = _plain(feed["feed"].get("title"))
    base = options.address or feed["feed"].get("link") or ""
    return [_item(entry, number, outlet, base) for number, entry in enumerate(entries, start=1)]


def _item(entry: feedparser.FeedParserDict, number: int, outlet: str | None, base: str) -> Item:
    link = entry.get("link")
    address = urljoin(base, link) if link else None
    contents = [part.get("value") for part in entry.get("content", ())]
    full = max((text_of_piece(content) for content in contents if content), key=len, default="")
    text = full or text_of_piece(entry.get("summary") or entry.get(CAPTION_KEY) or "")
    if not text and not address:
        return Refusal(f"entry {number}", "has neither a text nor an address")
    # `get` of a date that is missing warns and gives another one.
    stated = next((entry[name] for name in ("published", "updated") if dict.get(entry, name)), None)
    return Part(
        text=text,
        title=_plain(entry.get("title")),
        author=entry.get("author"),
        # What was taken over from another feed names that.
        outlet=_plain(entry.get("source", {}).get("title")) or outlet,
        published_at=None if stated is None else parse_date(stated),
        source=address,
        summary=not full,
    )


def _with_captions_named(content: bytes) -> bytes:
    """The feed with descriptions of pictures and films under a name that no article's text has."""
    for prefix in set(MEDIA_PREFIX.findall(content)):
        name = re.escape(prefix) + rb":description"
        content = re.sub(rb"<" + name + rb"(?:\s[^<>]*?)?(/?)>", rb"<" + CAPTION + rb"\1>", content)
        content = re.sub(rb"</" + name + rb"\s*>", rb"</" + CAPTION + rb">", content)
    return content


def _plain(markup: str | None) -> str | None:
    return None if not markup else " ".join(text_of_piece(markup).split()) or None


def _in_utf8(content: bytes) -> bytes:
    """The same feed in UTF-8 if its mark says that it is in another encoding of Unicode."""
    if not any(content.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        return content
    return without_declaration(decode_text(content, None)).encode(errors="replace")


def _require_no_entities(content: bytes) -> None:
    # Without a mark it may be in UTF-16 all the same, which the parser would find out.
    for encoding in ("latin-1", "utf-16-le", "utf-16-be"):
        if DECLARATION in content.decode(encoding, errors="ignore"):
            raise ContentError("the feed declares entities: expected plain XML")
