"""JSON Lines: an object on each line is an article."""

import json

from index.errors import ContentError
from index.formats.columns import find_columns, part_of_row, without_objects
from index.formats.decoding import decode_text
from index.formats.parts import MAXIMUM_ENTRIES, Item, ReadingOptions, Refusal


def read_json_lines(content: bytes, options: ReadingOptions) -> list[Item]:
    """An article, or a refusal, of each line that is not empty.

    Raises:
        ContentError: it is not text, or has too many lines.
    """
    # Not splitlines: strings of JSON may hold other line ends.
    lines = decode_text(content, options.encoding).split("\n")
    if len(lines) > MAXIMUM_ENTRIES:
        raise ContentError(f"{len(lines):,} lines, at most {MAXIMUM_ENTRIES:,}: split the file")
    return [
        _item(line, number, options) for number, line in enumerate(lines, start=1) if line.strip()
    ]


def _item(line: str, number: int, options: ReadingOptions) -> Item:
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ContentError(f"is a {type(row).__name__}: expected an object such as {{...}}")
        plain = without_objects(row)
        return part_of_row(plain, find_columns(plain, options.columns))
    except ContentError as error:
        return Refusal(f"line {number}", str(error))
    except (ValueError, RecursionError) as error:
        return Refusal(f"line {number}", f"is not JSON: {error}")
