"""What a page says by the form of its letters alone: what is struck out, and what is raised.

Without the form other words and other numbers would stand there: "12 15 people" where the page
strikes the 12 out, "20,0001" for 20,000 with the mark of a footnote, "106" for 10⁶.
"""

import re

from lxml.etree import strip_elements
from lxml.html import HtmlElement

# One around whole paragraphs marks a part of the page, such as an old version of it.
STRUCK_OUT = "(.//del | .//s | .//strike)[not(.//p)]"
NOTES = (
    ".//sup[.//a[contains(@href, '#')]]"
    " | .//a[contains(@href, '#')][normalize-space(.) = normalize-space(sup)]"
)
NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[a-z]|[*†‡§]{1,3})\]?")
RAISED_NUMBER = re.compile(r"\s*[+−–-]?\d[\d\s,]*")
RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
# Renamed first and taken out together: one after the other each would copy the text before it.
LEFT_OUT = "left-out"


def write_out(page: HtmlElement) -> None:
    """Leave out of a page what is struck out and the marks of footnotes; raise digits themselves.

    A mark of a footnote is a raised number, letter or sign that links to a place.
    """
    for element in page.xpath(STRUCK_OUT):
        element.tag = LEFT_OUT
    for element in page.xpath(NOTES):
        if NOTE_MARK.fullmatch("".join(element.text_content().split())):
            element.tag = LEFT_OUT
    strip_elements(page, LEFT_OUT, with_tail=False)
    for element in page.xpath(".//sup"):
        text = element.text_content()
        if RAISED_NUMBER.fullmatch(text):
            for child in list(element):
                element.remove(child)
            element.text = raised(text)


def raised(text: str) -> str:
    """A number in raised digits; any other text as it is."""
    return text.translate(RAISED) if RAISED_NUMBER.fullmatch(text) else text
