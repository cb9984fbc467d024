"""Gold questions as a table, the way a spreadsheet saves them."""

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import Any

SEPARATOR = "|"
_REQUIRED = frozenset({"question", "answers"})
_TEXTS = ("evidence", "document_id", "type")
_JSON_LISTS = ("history", "values")
_KNOWN = ("id", *sorted(_REQUIRED), *_TEXTS, *_JSON_LISTS)
_DELIMITERS = ",;\t"
_LINE_ID = re.compile(r"line-\d+")


class CsvRowError(ValueError):
    """A row is not of the table's form; the message says what would be."""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row's cells by column, and the line of the file on which it ends."""

    line: int
    cells: dict[str, str]

    def fields(self) -> dict[str, Any]:
        """The row as the JSON object that stands for the same question.

        Accepted answers are parted by "|", and none means "not in the articles"; an empty cell
        is no text. `history` and `values` hold the JSON that they are in JSON lines. Without an
        `id` the line names the question.

        Raises:
            CsvRowError: a cell of JSON is none, or the row is longer than the header.
        """
        if None in self.cells:
            raise CsvRowError(
                "more cells than the header has columns: quote a text with a separator in it"
            )
        answers = [part.strip() for part in self.cells["answers"].split(SEPARATOR)]
        return {
            "id": self._text("id") or f"line-{self.line}",
            "question": self.cells["question"],
            "answers": [answer for answer in answers if answer],
            **{name: self._text(name) or None for name in _TEXTS},
            **{name: self._json(name) for name in _JSON_LISTS},
        }

    def _text(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    def _json(self, name: str) -> Any:
        cell = self._text(name)
        try:
            return json.loads(cell) if cell else None
        except (ValueError, RecursionError) as error:
            raise CsvRowError(
                f"{name}: {cell[:40]!r} is no JSON ({error}): write it as in JSON lines"
            ) from error


def is_line_id(question_id: str) -> bool:
    """Whether a question is named by its line only."""
    return bool(_LINE_ID.fullmatch(question_id))


def csv_rows(text: str) -> list[CsvRow] | None:
    """The rows of a table with a header, parted by commas, semicolons or tabs.

    None where the first line is no header with the columns `question` and `answers`. Rows of
    empty cells, which spreadsheets leave below a table, are passed over.

    Raises:
        CsvRowError: the header names a column twice, or a cell is longer than the reader of
            tables takes.
    """
    for delimiter in _DELIMITERS:
        columns = _columns(text, delimiter)
        if set(columns) >= _REQUIRED:
            if twice := [name for name in _KNOWN if columns.count(name) > 1]:
                raise CsvRowError(f"the header names the column {twice[0]} twice: keep one of them")
            return _rows(text, columns, delimiter)
    return None


def _columns(text: str, delimiter: str) -> list[str]:
    """The names in the first line; none where no table begins like that."""
    # Some spreadsheets end lines with a carriage return alone.
    header = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        # JSON lines come by here, and one of them may be longer than a cell can be.
        return []
    return [name.strip().casefold() for name in names]


def _rows(text: str, columns: list[str], delimiter: str) -> list[CsvRow]:
    reader = csv.DictReader(io.StringIO(text, newline=""), columns, delimiter=delimiter)
    rows = []
    try:
        next(reader)
        for cells in reader:
            if any(cells.values()):
                # A cell that is missing at the end of a row is an empty one.
                rows.append(CsvRow(reader.line_num, {n: cell or "" for n, cell in cells.items()}))
    except csv.Error as error:
        raise CsvRowError(f"line {reader.line_num + 1}: {error}") from error
    return rows
