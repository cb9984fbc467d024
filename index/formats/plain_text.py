"""Plain text: all of it is the article."""

from index.formats.decoding import decode_text
from index.formats.parts import Item, Part, ReadingOptions


def read_plain_text(content: bytes, options: ReadingOptions) -> list[Item]:
    """The text as one article.

    Raises:
        ContentError: it is not text in a known encoding.
    """
    return [Part(decode_text(content, options.encoding))]
