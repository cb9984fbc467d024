"""Small pieces of safe HTML: everything that comes from outside is escaped and isolated."""

import html
from datetime import date
from urllib.parse import urlsplit

from qa.answer import Answer
from ui import strings

HIGH_CONFIDENCE = 0.8
MODERATE_CONFIDENCE = 0.5


def escape(text: str) -> str:
    """Text for use between tags and in quoted attributes."""
    return html.escape(text, quote=True)


def isolated(text: str) -> str:
    """Inline text whose writing direction and directional controls end with it."""
    return f'<bdi dir="auto">{escape(text)}</bdi>'


def time_element(day: date) -> str:
    """A date in words that programs can read too."""
    return f'<time datetime="{day.isoformat()}">{day.day} {day:%B %Y}</time>'


def percentage(probability: float) -> str:
    """Whole percent; certainty is claimed only where it is meant."""
    if 0 < probability < 0.01:
        return "under 1 %"
    if 0.99 < probability < 1:
        return "over 99 %"
    return f"{probability * 100:.0f} %"


def confidence_words(probability: float) -> str:
    """The level in words."""
    if probability >= HIGH_CONFIDENCE:
        return strings.CONFIDENCE_HIGH
    if probability >= MODERATE_CONFIDENCE:
        return strings.CONFIDENCE_MODERATE
    return strings.CONFIDENCE_LOW


def confidence_sentence(answer: Answer) -> str:
    """The level in words and as a number, and of what it is the probability."""
    absent = answer.status == "not_in_articles"
    template = strings.CONFIDENCE_OF_ABSENCE if absent else strings.CONFIDENCE_OF_ANSWER
    return template.format(
        words=confidence_words(answer.confidence), percent=percentage(answer.confidence)
    )


def web_address(source: str) -> str | None:
    """The source when it is an address that a browser may safely open."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    return source if parts.scheme in {"http", "https"} and parts.netloc else None
