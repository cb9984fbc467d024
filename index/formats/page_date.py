"""The day on which the article of a page was published.

htmldate finds what the page does not say of its own article (A. Barbaresi, "htmldate: A Python
package to extract publication dates from web pages", JOSS 2020).
"""

import re
from contextlib import suppress
from copy import deepcopy
from datetime import date, timedelta

from htmldate import find_date
from lxml.html import HtmlElement

from index.formats.dates import parse_date
from index.formats.linked_data import LinkedData, remove_linked_data
from index.formats.slashed_date import SLASHED, with_one_reading

DATE_KEYS = ("datePublished", "dateCreated")
# What is said of other articles, by other people, or of the page's files.
FOREIGN_ELEMENTS = ".//aside | .//nav | .//footer | .//figure | .//img | .//iframe | .//svg"
NAMED_ELEMENTS = ".//*[@class or @id]"
FOREIGN_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|most-?read|popular|promo|recirc|recommend\w*|related|replies|"
    r"sidebar|teasers?|trending)(?:$|[\s_-])",
    re.IGNORECASE,
)
META_NAMES = ("name", "property", "itemprop")
FOREIGN_META = re.compile(r"image|modif|update|lastmod|video", re.IGNORECASE)
PARAGRAPHS = ".//p | .//li | .//blockquote | .//td"
# Shorter ones may be "By Ann Reporter, 29 October 2024".
RUNNING_TEXT_LENGTH = 80
SHOWN_TEXTS = ".//body//text()[not(parent::script or parent::style)]"
# Up to the day of publication, if that comes next.
CHANGE = re.compile(
    r"\b(?:last\s+)?(?:updated?|modified|revised)\b.*?(?=\b(?:first\s+)?(?:published|posted)\b|$)",
    re.IGNORECASE | re.DOTALL,
)
PUBLICATION = re.compile(r"\b(?:published|posted)\b", re.IGNORECASE)
# Other attributes hold addresses and styles.
DATED_ATTRIBUTES = ("content", "datetime", "title")


def publication_day(
    page: HtmlElement, article: LinkedData | None, address: str | None
) -> date | None:
    """The day that the page states of `article`, its own, else the one that is stated elsewhere.

    Not the day of a change, of another article, of a picture, or one that the text speaks of.
    """
    # On the other side of the date line it may be tomorrow.
    latest = date.today() + timedelta(days=1)
    stated = [(article or {}).get(key) for key in DATE_KEYS]
    for found in stated:
        day = parse_date(found) if isinstance(found, str) else None
        if day is not None and day <= latest:
            return day
    found = find_date(
        _own_part(page),
        url=address,
        original_date=True,
        extensive_search=False,
        deferred_url_extractor=True,
        max_date=latest.isoformat(),
    )
    return None if found is None else parse_date(found)


def _own_part(page: HtmlElement) -> HtmlElement:
    """A copy of the page without what states other dates than its article's."""
    own = deepcopy(page)
    remove_linked_data(own)
    for meta in own.xpath(".//meta"):
        if any(FOREIGN_META.search(meta.get(name, "")) for name in META_NAMES):
            meta.drop_tree()
    named = [
        element
        for element in own.xpath(NAMED_ELEMENTS)
        if FOREIGN_NAMES.search(f"{element.get('class', '')} {element.get('id', '')}")
    ]
    for element in [*own.xpath(FOREIGN_ELEMENTS), *named]:
        # Pages call the whole of themselves so, too, such as one that is open to comments.
        if element.getparent() is not None and not element.xpath(".//h1"):
            element.drop_tree()
    for paragraph in own.xpath(PARAGRAPHS):
        if len(paragraph.text_content()) >= RUNNING_TEXT_LENGTH:
            paragraph.drop_tree()
    _take_out_changes(own)
    _take_out_two_readings(own)
    return own


def _take_out_two_readings(page: HtmlElement) -> None:
    """Leave only dates with one reading: the library takes every 10/05/2024 for 10 May."""
    for element in page.iter("*"):
        # None can be set that holds control characters, though they are read.
        with suppress(ValueError):
            for part in ("text", "tail"):
                stated = getattr(element, part) or ""
                if SLASHED.search(stated):
                    setattr(element, part, with_one_reading(stated))
            for name in DATED_ATTRIBUTES:
                stated = element.get(name, "")
                if SLASHED.search(stated):
                    element.set(name, with_one_reading(stated))


def _take_out_changes(page: HtmlElement) -> None:
    """Leave out "Updated 3 November 2024", also where the words are apart from the day."""
    for text in page.xpath(SHOWN_TEXTS):
        if not CHANGE.search(text):
            continue
        element = text.getparent()
        line = _line_of_change(element.getparent() if text.is_tail else element)
        if line is not None:
            line.drop_tree()
            continue
        # None can be set that holds control characters, though they are read.
        with suppress(ValueError):
            setattr(element, "tail" if text.is_tail else "text", CHANGE.sub("", text))


def _line_of_change(element: HtmlElement | None) -> HtmlElement | None:
    """The largest element around one that only says when something was changed."""
    line = None
    while element is not None and element.tag != "body" and _only_says_change(element):
        line, element = element, element.getparent()
    # What was taken out already has no element around it.
    return None if element is None else line


def _only_says_change(element: HtmlElement) -> bool:
    text = ""
    for part in element.itertext():
        text = f"{text}{part}".lstrip()
        # All of a long element is never put together, since there may be many words in it.
        if len(text) >= RUNNING_TEXT_LENGTH:
            return False
    return CHANGE.match(text) is not None and PUBLICATION.search(text) is None
