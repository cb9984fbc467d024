"""The other end of `ParserProcess`: reads files in a process that may be stopped at any moment.

One JSON line asks, with the content after it, and one JSON line answers.
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import BinaryIO

from index.errors import ContentError
from index.formats.epub import read_epub
from index.formats.feed import read_feed
from index.formats.json_lines import read_json_lines
from index.formats.known import EPUB, FEED, JSON_LINES, PDF, SITEMAP, TABLE, WEB_PAGE, WORD
from index.formats.parts import Item, ReadingOptions
from index.formats.pdf import read_pdf
from index.formats.sitemap import read_sitemap
from index.formats.table import read_table
from index.formats.web_page import read_web_page
from index.formats.word import read_word

READERS: dict[str, Callable[[bytes, ReadingOptions], list[Item]]] = {
    WEB_PAGE.name: read_web_page,
    PDF.name: read_pdf,
    WORD.name: read_word,
    EPUB.name: read_epub,
    JSON_LINES.name: read_json_lines,
    TABLE.name: read_table,
    FEED.name: read_feed,
    SITEMAP.name: read_sitemap,
}


def main(arguments: Sequence[str]) -> None:
    """Answer on what was standard output until standard input ends; `arguments`: memory limit."""
    memory = int(arguments[0])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not come between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer every question of a stream."""
    while line := questions.readline():
        asked = json.loads(line)
        content = questions.read(asked["bytes"])
        answer = _answer(asked["format"], content, ReadingOptions(**asked["options"]))
        answers.write(json.dumps(answer, default=_plain).encode() + b"\n")
        answers.flush()


def _answer(name: str, content: bytes, options: ReadingOptions) -> dict[str, object]:
    try:
        items = READERS[name](content, options)
        return {"items": [[type(item).__name__, asdict(item)] for item in items]}
    except ContentError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": "reading it takes more memory than is allowed: split the file"}
    except Exception as error:
        # A library failed in a way nobody foresaw: the file is to blame, the others go on.
        return {"refused": f"the file is damaged ({type(error).__name__}: {str(error)[:200]})"}


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in an answer: expected plain data")


if __name__ == "__main__":
    main(sys.argv[1:])
