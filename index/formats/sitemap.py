"""Sitemaps (sitemaps.org): addresses of pages, or of further sitemaps."""

from index.errors import ContentError
from index.formats.parts import Item, Link, ReadingOptions, Refusal
from index.formats.xml_tree import local_name, parse_xml
from index.web_address import host_of

MAXIMUM_ADDRESSES = 1_000


def read_sitemap(content: bytes, options: ReadingOptions) -> list[Item]:
    """The addresses that a sitemap names; those of its images and films are left out.

    Raises:
        ContentError: it is not well-formed, or names too many.
    """
    root = parse_xml(content, "the sitemap")
    addresses = [
        (child.text or "").strip()
        for entry in root
        for child in entry
        if local_name(entry) in ("url", "sitemap") and local_name(child) == "loc"
    ]
    if len(addresses) > MAXIMUM_ADDRESSES:
        raise ContentError(
            f"the sitemap names {len(addresses):,} addresses: at most {MAXIMUM_ADDRESSES:,} are "
            "fetched; name a smaller sitemap or the addresses themselves"
        )
    own = None if options.address is None else host_of(options.address)
    return [_item(address, own) for address in dict.fromkeys(addresses) if address]


def _item(address: str, own: str | None) -> Item:
    """The address, if it is at the sitemap's own host, as the standard wants it."""
    if own is not None and host_of(address) != own:
        return Refusal(repr(address[:100]), f"is not at the sitemap's own host, {own}")
    return Link(address)
