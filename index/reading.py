"""Articles out of contents: which format a content is in, and what its reader makes of it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.composing import Failure, Result, compose
from index.document import Document
from index.errors import ContentError, DocumentError
from index.file_search import find_files, read_bytes
from index.formats.known import MARKDOWN, PLAIN_TEXT, Format, format_of_name
from index.formats.markdown import read_markdown
from index.formats.parts import ReadingOptions
from index.formats.plain_text import read_plain_text
from index.formats.process import ParserLimits, ParserProcess
from index.formats.sniffing import choose_format

SAMPLE_FOLDER = Path(__file__).parent / "sample"
# The others are read in a process of its own: large libraries on bytes that strangers made.
OWN_READERS = {PLAIN_TEXT: read_plain_text, MARKDOWN: read_markdown}


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes and what is known of them.

    `name` is a file's name or one like it, `source` where the bytes came from; `declared` is the
    format that `declared_by` states, None where the bytes have to show it. Of what was fetched,
    `source` is the address and `charset` the encoding that its server stated.
    """

    data: bytes
    name: str
    source: str
    declared: Format | None
    declared_by: str = "its name"
    fetched: bool = False
    charset: str | None = None


class ArticleReader:
    """Reads the articles of contents.

    With a `format` all of them are read in it, whatever their names state.
    """

    def __init__(
        self,
        parsers: ParserProcess,
        options: ReadingOptions,
        format: Format | None = None,
    ) -> None:
        self._parsers = parsers
        self._options = options
        self._format = format

    def read(self, content: Content) -> list[Result]:
        """What a content holds; one failure when it cannot be read at all."""
        declared_by = "--format" if self._format else content.declared_by
        options = replace(
            self._options,
            address=content.source if content.fetched else None,
            charset=content.charset,
        )
        try:
            format = choose_format(content.data, self._format or content.declared, declared_by)
            if format in OWN_READERS:
                items = OWN_READERS[format](content.data, options)
            else:
                items = self._parsers.read(content.data, format, options)
        except ContentError as error:
            return [Failure(content.source, str(error))]
        found = list(compose(items, format, content.name, content.source, content.fetched))
        return found or [Failure(content.source, f"the {format.title} file holds no article")]

    def read_file(self, path: Path) -> list[Result]:
        """What a file holds; ids of its articles come from itself, else from its place."""
        # Not Path.resolve, which fails on a link that leads to itself.
        source = os.path.realpath(path)
        try:
            declared = self._format or format_of_name(path.name)
            content = Content(read_bytes(path), path.name, source, declared)
        except ContentError as error:
            return [Failure(source, str(error))]
        return self.read(content)


def read_files(paths: Sequence[Path]) -> list[Document]:
    """All articles that files and folders hold; addresses that they name are not fetched.

    Raises:
        DocumentError: one of them cannot be read.
    """
    documents = []
    with ParserProcess(ParserLimits()) as parsers:
        reader = ArticleReader(parsers, ReadingOptions())
        for path in find_files(paths):
            for result in reader.read_file(path):
                if isinstance(result, Failure):
                    raise DocumentError(str(result))
                if isinstance(result, Document):
                    documents.append(result)
    return documents


def read_sample() -> list[Document]:
    """The reports that ship with the project."""
    return read_files([SAMPLE_FOLDER])
