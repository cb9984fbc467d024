"""PDF: the text in the order in which the file draws it."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from index.document import MAXIMUM_TEXT_LENGTH
from index.errors import ContentError
from index.formats.parts import Item, Part, ReadingOptions
from index.formats.pdf_lines import Line, paragraphs_of

MAXIMUM_PAGES = 2_000
# What programs write into the title when its author gave none.
FILE_ENDINGS = (".doc", ".docx", ".indd", ".pdf", ".tex", ".txt", ".dvi", ".qxd", ".pages")
NO_TITLES = ("untitled", "microsoft word")
# Damaged files fail in many places of the library, and not only with its own errors.
DAMAGE = (
    *(PyPdfError, ArithmeticError, AttributeError, LookupError, NotImplementedError),
    *(OSError, TypeError, ValueError),
)


def read_pdf(content: bytes, options: ReadingOptions) -> list[Item]:
    """The document as one article; title and author come from its properties.

    The dates of its properties are those of the file, not of a publication: they are not taken.

    Raises:
        ContentError: it is damaged, encrypted, too long, or holds pictures of text only.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        _open_locked(reader)
        if len(reader.pages) > MAXIMUM_PAGES:
            raise ContentError(
                f"{len(reader.pages):,} pages: at most {MAXIMUM_PAGES:,} are read: split the file"
            )
        text = paragraphs_of(list(_lines(reader)))
        metadata = reader.metadata
        title = None if metadata is None else _title(metadata.title)
        author = None if metadata is None else metadata.author
    except ContentError:
        raise
    except DependencyError as error:
        raise ContentError("the file is encrypted (AES): save a copy without protection") from error
    except DAMAGE as error:
        raise ContentError(f"the file is damaged or cut short: {error}") from error
    except RecursionError as error:
        raise ContentError("the file is damaged: its parts contain each other") from error
    if not text:
        raise ContentError(
            "the file holds no text, only pictures: run a text recognition (OCR) over it first"
        )
    return [Part(text, title=title, author=author)]


def _open_locked(reader: PdfReader) -> None:
    """Open a file that only restricts printing or copying: its password is empty."""
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise ContentError("the file is encrypted with a password: save a copy without one")


def _lines(reader: PdfReader) -> Iterator[Line]:
    characters = 0
    for number, page in enumerate(reader.pages, start=1):
        for line in _page_lines(page, number):
            characters += len(line.text)
            if characters > MAXIMUM_TEXT_LENGTH:
                raise ContentError(
                    f"more than {MAXIMUM_TEXT_LENGTH:,} characters of text: split the file"
                )
            yield line


def _page_lines(page: PageObject, number: int) -> list[Line]:
    lines: list[Line] = []
    pieces: list[str] = []
    place = (0.0, 0.0)

    def visit(text: str, user: list[float], line: list[float], font: Any, size: float) -> None:
        nonlocal place
        for position, piece in enumerate(text.replace("\0", "").split("\n")):
            if position and pieces:
                lines.append(Line(number, "".join(pieces), *place))
                pieces.clear()
            if piece and (piece.strip() or pieces):
                if not pieces:
                    top = line[4] * user[1] + line[5] * user[3] + user[5]
                    place = (top, abs(size * line[3] * user[3]) or abs(size))
                pieces.append(piece)

    page.extract_text(visitor_text=visit)
    if pieces:
        lines.append(Line(number, "".join(pieces), *place))
    return lines


def _title(title: str | None) -> str | None:
    plain = (title or "").strip()
    named_after_file = plain.lower().endswith(FILE_ENDINGS)
    return None if not plain or named_after_file or plain.lower().startswith(NO_TITLES) else plain
