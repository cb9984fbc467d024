"""Lines of a page that lead to other articles, whose figures are not its own: "Read more: …"."""

import re

from lxml.html import HtmlElement

LINKED_LINES = ".//p[.//a] | .//li[.//a]"
OUTSIDE_LINKS = ".//text()[not(ancestor::a)]"
_RELATED = r"related(?:\s(?:articles?|content|coverage|links?|news|reading|stor(?:y|ies)))?"
_LEADING = (
    rf"(?:also\sread|continue\sreading|further\sreading|more\son\sthis(?:\s(?:story|topic))?|"
    rf"read\s(?:also|more|next)|{_RELATED}|see\salso|you\smay\salso\slike)"
)
# Beside the link to what they lead to these stand alone, others only before a colon.
BESIDE_LINK = re.compile(
    rf"\W*(?:{_LEADING}(?:\shere)?|(?:in\spictures|listen|read|video|watch)\s?[:|]"
    r"|the\spost\sappeared\sfirst\son)\W*",
    re.IGNORECASE,
)
INSIDE_LINK = re.compile(rf"\W*{_LEADING}\s?(?:[:|–—-]|\W*$)", re.IGNORECASE)


def drop_pointers(page: HtmlElement) -> None:
    """Take the paragraphs and items out of a page that hold nothing but such words and a link."""
    for line in page.xpath(LINKED_LINES):
        beside = _words("".join(line.xpath(OUTSIDE_LINKS)))
        within = _words(line.text_content())
        only_link = not any(map(str.isalnum, beside))
        if BESIDE_LINK.fullmatch(beside) or (only_link and INSIDE_LINK.match(within)):
            line.drop_tree()


def _words(text: str) -> str:
    return " ".join(text.split())
