"""Trees of HTML and XML to text: paragraphs apart, rows on lines of their own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from lxml.html import HtmlElement, document_fromstring

from index.formats.decoding import without_declaration
from index.formats.pointers import drop_pointers
from index.formats.typography import write_out

BLANKS = re.compile(r"[ \t\r\n\f]+")
# From the weakest to the strongest: of two that meet, the stronger one stays.
SEPARATORS = ("", " ", " | ", "\n", "\n\n")
PIECE = "<html><body>{}</body></html>"


class Node(Protocol):
    """An element of lxml or of the standard library; the tag of a comment is not a text."""

    tag: Any
    text: str | None
    tail: str | None

    def __iter__(self) -> Iterator[Any]: ...


@dataclass(frozen=True, slots=True)
class Markup:
    """What the elements of a language mean for its text, by their names.

    Only the characters directly inside `texts` count; None: all do. `rows` are tables' rows
    whose cells hold blocks that must not fall apart; `replaced` stand for a character.
    """

    blocks: frozenset[str]
    lines: frozenset[str]
    cells: frozenset[str]
    skipped: frozenset[str]
    texts: frozenset[str] | None = None
    rows: frozenset[str] = frozenset()
    replaced: tuple[tuple[str, str], ...] = ()


HTML = Markup(
    blocks=frozenset(
        "address article aside blockquote body dd details div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 head header hr list main nav ol p pre quote section summary "
        "table ul".split()
    ),
    lines=frozenset("br item lb li row tr".split()),
    cells=frozenset(("cell", "td", "th")),
    skipped=frozenset(
        "button iframe input noscript object rp rt script select style svg template textarea "
        "title".split()
    ),
)


def text_of_piece(markup: str) -> str:
    """The text of a piece of HTML, such as an entry of a feed, without what leads to others."""
    body = _body(PIECE.format(markup))
    if body is None:
        return ""
    drop_pointers(body)
    return text_of_tree(body, HTML)


def text_of_page(markup: str) -> str:
    """All the text of a page of HTML or XHTML, its frame too."""
    body = _body(markup)
    return "" if body is None else text_of_tree(body, HTML)


def text_of_tree(root: Node, markup: Markup) -> str:
    """The text below an element."""
    text = _Text()
    rows = 0
    for event, node in _walk(root, markup.skipped):
        if event == "tail":
            text.add((node.tail or "") if markup.texts is None else "")
            continue
        name = _name(node)
        if name in markup.rows:
            rows += 1 if event == "start" else -1
        text.separate(_separator(name, markup, rows > 0))
        if event == "start":
            text.add(dict(markup.replaced).get(name, ""))
            text.add((node.text or "") if markup.texts is None or name in markup.texts else "")
    return str(text)


def _body(markup: str) -> HtmlElement | None:
    page = without_declaration(markup)
    body = document_fromstring(page).find("body") if page.strip() else None
    if body is not None:
        write_out(body)
    return body


def _separator(name: str, markup: Markup, inside_row: bool) -> str:
    if name in markup.blocks:
        return " " if inside_row else "\n\n"
    if name in markup.lines:
        return "\n"
    return " | " if name in markup.cells else ""


class _Text:
    """Pieces of text with one separator between them, the strongest of those asked for."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._separator = ""

    def separate(self, separator: str) -> None:
        self._separator = max(self._separator, separator, key=SEPARATORS.index)

    def add(self, text: str) -> None:
        plain = BLANKS.sub(" ", text)
        if plain.startswith(" "):
            self.separate(" ")
        words = plain.strip(" ")
        if words:
            self._pieces += [self._separator if self._pieces else "", words]
            self._separator = " " if plain.endswith(" ") else ""

    def __str__(self) -> str:
        return "".join(self._pieces)


def _walk(
    root: Node, skipped: Iterable[str]
) -> Iterator[tuple[Literal["start", "end", "tail"], Node]]:
    """Elements as they begin and end, and the text after them; not recursive, for deep trees."""
    waiting: list[tuple[Literal["start", "end", "tail"], Node]] = [("start", root)]
    while waiting:
        event, node = waiting.pop()
        if event == "start" and node is not root:
            waiting.append(("tail", node))
        if event == "start" and (not isinstance(node.tag, str) or _name(node) in skipped):
            continue
        yield event, node
        if event == "start":
            waiting.append(("end", node))
            waiting += [("start", child) for child in reversed(list(node))]


def _name(node: Node) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
