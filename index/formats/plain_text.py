"""Plain text: all of it is the article."""

from index.canonical import canonical_text
from index.formats.decoding import decode_text
from index.formats.parts import Item, Part, ReadingOptions
from index.formats.wrapped_lines import join_wrapped_lines


def read_plain_text(content: bytes, options: ReadingOptions) -> list[Item]:
    """The text as one article, its lines joined where only a width broke them.

    Raises:
        ContentError: it is not text in a known encoding.
    """
    return [Part(join_wrapped_lines(canonical_text(decode_text(content, options.encoding))))]
