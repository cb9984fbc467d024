"""CSV and its kin: a header, then an article in each row."""

import csv
import io
import re
from collections.abc import Iterator

from index.errors import ContentError
from index.formats.columns import find_columns, part_of_row
from index.formats.decoding import decode_text
from index.formats.parts import (
    MAXIMUM_ENTRIES,
    MAXIMUM_FILE_BYTES,
    Item,
    ReadingOptions,
    Refusal,
)

DELIMITERS = ",;\t|"
# Some programs state it so, in a line of its own before the header.
STATED_DELIMITER = re.compile(rf"\s*sep=([{DELIMITERS}])\r?\n", re.IGNORECASE)


def read_table(content: bytes, options: ReadingOptions) -> list[Item]:
    """An article, or a refusal, of each row.

    The delimiter is the one that is stated first, else the most frequent one of the header.

    Raises:
        ContentError: it is not text, has no column for the text, too many rows or an open quote.
    """
    text = decode_text(content, options.encoding)
    stated = STATED_DELIMITER.match(text)
    text = text[stated.end() :] if stated else text
    first = text.lstrip().partition("\n")[0]
    delimiter = stated[1] if stated else max(DELIMITERS, key=first.count)
    # The default limit is below the length of long articles.
    csv.field_size_limit(MAXIMUM_FILE_BYTES)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(_items(rows, options))
    except csv.Error as error:
        # The reader's own type, which names the line, is not public.
        line = getattr(rows, "line_num", 0)
        raise ContentError(f"line {line} is not CSV: {error}") from error


def _items(rows: Iterator[list[str]], options: ReadingOptions) -> Iterator[Item]:
    header = next((row for row in rows if any(cell.strip() for cell in row)), [])
    columns = find_columns(header, options.columns)
    for number, row in enumerate(rows, start=1):
        if number > MAXIMUM_ENTRIES:
            raise ContentError(f"more than {MAXIMUM_ENTRIES:,} rows: split the file")
        if not any(cell.strip() for cell in row):
            continue
        try:
            if len(row) != len(header):
                raise ContentError(f"has {len(row)} cells, the header {len(header)}")
            yield part_of_row(dict(zip(header, row, strict=True)), columns)
        except ContentError as error:
            yield Refusal(f"row {number}", str(error))
