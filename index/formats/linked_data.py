"""What a page says of its own article in JSON-LD (schema.org)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from lxml.html import HtmlElement

SCRIPTS = './/script[@type="application/ld+json"]'
ARTICLE_ENDINGS = ("Article", "BlogPosting")
# Where no article is described, what is said of the page holds for the article on it.
PAGE_ENDINGS = ("WebPage",)
HEADINGS = ".//h1 | .//meta[@property='og:title']/@content"
ADDRESSES = ".//link[@rel='canonical']/@href | .//meta[@property='og:url']/@content"

LinkedData = Mapping[str, object]


def own_article(page: HtmlElement, address: str | None) -> LinkedData | None:
    """The article that the page is, as it describes it; None where that is not certain.

    Only what stands by itself counts: what an article, a list or a film holds is something else.
    Of several articles it is the one with the page's address or heading, since pages also
    describe those that they recommend.
    """
    described = list(_objects(page))
    articles = _of_type(described, ARTICLE_ENDINGS) or _of_type(described, PAGE_ENDINGS)
    if len(articles) < 2:
        return next(iter(articles), None)
    own_addresses = {_plain_address(found) for found in [address, *page.xpath(ADDRESSES)] if found}
    headings = page_headings(page)
    for article in articles:
        if own_addresses & {_plain_address(found) for found in _addresses(article)}:
            return article
    return next((article for article in articles if headline(article) in headings), None)


def headline(article: LinkedData) -> str | None:
    """What an article is called, in one line."""
    return plain_line(article.get("headline"))


def publisher(article: LinkedData) -> str | None:
    """Who published an article, in one line; None where it does not name them itself."""
    stated = article.get("publisher")
    return plain_line(stated.get("name")) if isinstance(stated, dict) else None


def plain_line(stated: object) -> str | None:
    """A text in one line. Many are written as in HTML twice, or where there is none."""
    return " ".join(unescape(stated).split()) or None if isinstance(stated, str) else None


def page_headings(page: HtmlElement) -> set[str]:
    """What the page is called in its headings and for links to it."""
    return {_line(found) for found in page.xpath(HEADINGS)}


def remove_linked_data(page: HtmlElement) -> None:
    """Take out of a page what could be read here; what is not JSON stays."""
    for script in page.xpath(SCRIPTS):
        if _loaded(script) is not None:
            script.drop_tree()


def _objects(page: HtmlElement) -> Iterator[LinkedData]:
    """What is described alone, in a list, in a graph, or as what a page is about."""
    for script in page.xpath(SCRIPTS):
        for entry in _mappings(_loaded(script)):
            for member in _mappings(entry.get("@graph", entry)):
                yield member
                yield from _mappings([member.get("mainEntity")])


def _mappings(value: object) -> list[LinkedData]:
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, dict)]


def _loaded(script: HtmlElement) -> object:
    try:
        # Line ends inside texts are common, though JSON has none there.
        return json.loads(script.text or "", strict=False)
    except (ValueError, RecursionError):
        return None


def _of_type(described: list[LinkedData], endings: tuple[str, ...]) -> list[LinkedData]:
    return [entry for entry in described if any(kind.endswith(endings) for kind in _types(entry))]


def _types(entry: LinkedData) -> list[str]:
    stated = entry.get("@type")
    return _texts(stated if isinstance(stated, list) else [stated])


def _addresses(article: LinkedData) -> list[str]:
    page = article.get("mainEntityOfPage")
    named = page.get("@id") if isinstance(page, dict) else page
    return _texts([article.get("url"), article.get("@id"), named])


def _texts(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str) and value]


def _plain_address(address: str) -> str:
    """An address without what differs between two ways to name one page."""
    return address.partition("://")[2].partition("#")[0].partition("?")[0].rstrip("/")


def _line(heading: HtmlElement | str) -> str:
    text = heading if isinstance(heading, str) else str(heading.text_content())
    return " ".join(text.split())
