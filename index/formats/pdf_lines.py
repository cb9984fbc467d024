"""From the printed lines of a PDF to paragraphs: joins lines, undoes hyphenation."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

# Of the usual distance of lines: more than that is the space between paragraphs.
PARAGRAPH_DISTANCE = 1.35
# Of the size of the letters: less than that is the same line.
SAME_LINE_DISTANCE = 0.3
SAME_SIZE = 0.1
REPEATED_PAGES = 3
MAXIMUM_RUNNING_LINES = 4
SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]{0,3}$")
PAGE_NUMBER = re.compile(r"^(page\s)?\W{0,3}\d{1,5}\W{0,3}((of|/)\s?\d{1,5})?$", re.IGNORECASE)
BROKEN_WORD = re.compile(r"(\w{1,60})[-\u00ad\u2010]$")
FIRST_WORD = re.compile(r"^\w{1,60}")
WORD = re.compile(r"\w+(?:-\w+)*")
DIGITS = re.compile(r"\d+")
# "12- to 15-year-olds" means two kinds of them.
AFTER_SUSPENDED = frozenset(("and", "or", "to"))
# Hyphens that English writes wherever a line ends: of numbers, between two letters e, and after
# words that stand before others more often than they begin one.
WRITTEN_HYPHEN = re.compile(
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty-"
    r"(?:one|two|three|four|five|six|seven|eight|nine|first|second|third|\w{3,4}th)$"
    r"|(?:de|pre|re)-e|(?:half|non|self|vice|well)-(?!ish$|less$|ness$)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; `top` grows upwards, as `size` in units of the page."""

    page: int
    text: str
    top: float
    size: float


def paragraphs_of(lines: Sequence[Line]) -> str:
    """The text of a PDF's lines, in order; paragraphs are separated by an empty line."""
    kept = _without_running_lines([line for line in lines if line.text.strip()])
    usual = _usual_distance(kept)
    words = _whole_words(kept)
    pieces: list[str] = []
    previous: Line | None = None
    for line in kept:
        text = line.text.strip()
        if previous is not None and _starts_paragraph(previous, line, usual):
            pieces.append("\n\n")
        elif previous is not None:
            end, between = _joint(pieces[-1], text, words)
            pieces[-1:] = [end, between]
        pieces.append(text)
        previous = line
    return "".join(pieces)


def _starts_paragraph(previous: Line, line: Line, usual: float) -> bool:
    if abs(line.size - previous.size) > SAME_SIZE * previous.size:
        return True
    distance = previous.top - line.top
    if line.page != previous.page or distance < -SAME_LINE_DISTANCE * line.size:
        # A new page or column: the sentence goes on, unless it has ended.
        return SENTENCE_END.search(previous.text.strip()) is not None
    return distance > PARAGRAPH_DISTANCE * usual


def _usual_distance(lines: Sequence[Line]) -> float:
    distances = [
        previous.top - line.top
        for previous, line in pairwise(lines)
        if previous.page == line.page and previous.top - line.top > SAME_LINE_DISTANCE * line.size
    ]
    return median(distances) if distances else float("inf")


def _joint(end: str, start: str, words: set[str]) -> tuple[str, str]:
    """The end of a line, less a hyphen that only the line's end needs, and what comes after it."""
    broken = BROKEN_WORD.search(end)
    following = FIRST_WORD.match(start)
    if broken is None or following is None:
        return end, " "
    if not broken[1][-1].isalpha():
        return end, " " if following[0].lower() in AFTER_SUSPENDED else ""
    first, second = broken[1].lower(), following[0].lower()
    if first + second not in words:
        compound = f"{first}-{second}"
        written_so = compound in words or WRITTEN_HYPHEN.match(compound) is not None
        made_of_words = first in words and second in words
        if not following[0][0].islower() or written_so or made_of_words:
            return end, ""
    return end[:-1], ""


def _whole_words(lines: Sequence[Line]) -> set[str]:
    """The words of the lines in lower case, with their hyphens, but for those that are broken."""
    words: set[str] = set()
    after_broken = False
    for line in lines:
        text = line.text.strip()
        if after_broken:
            text = FIRST_WORD.sub("", text)
        after_broken = BROKEN_WORD.search(text) is not None
        if after_broken:
            text = BROKEN_WORD.sub("", text)
        words.update(WORD.findall(text.lower()))
    return words


def _without_running_lines(lines: Sequence[Line]) -> list[Line]:
    """Without page numbers, and without what heads or foots pages again and again."""
    usual = _usual_distance(lines)
    places = range(len(lines))
    pages = [list(page) for _, page in groupby(places, key=lambda place: lines[place].page)]
    edges = {place for page in pages for place in (page[0], page[-1])}
    heads = _running(lines, pages, usual)
    feet = _running(lines, [page[::-1] for page in pages], usual)
    seen: set[str] = set()
    kept: list[Line] = []
    for place, line in enumerate(lines):
        if place in edges and PAGE_NUMBER.match(_words(line)):
            runs_on = _is_page_number(line, kept[-1:], usual)
        elif place in heads:
            # Its first appearance may be the title.
            runs_on = _pattern(line) in seen
            seen.add(_pattern(line))
        else:
            runs_on = place in feet
        if not runs_on:
            kept.append(line)
    return kept


def _running(lines: Sequence[Line], pages: Sequence[Sequence[int]], usual: float) -> set[int]:
    """Places of lines that pages have again and again at the edge that they begin with.

    Of what has several lines the further ones stand close to the first, in the very same words.
    """
    running = _repeated(lines, {page[0] for page in pages}, _pattern)
    found = set(running)
    for depth in range(1, MAXIMUM_RUNNING_LINES):
        close = {
            page[depth]
            for page in pages
            if len(page) > depth
            and page[depth - 1] in running
            and _are_close(lines[page[depth - 1]], lines[page[depth]], usual)
        }
        running = _repeated(lines, close, _words)
        found |= running
    return found


def _repeated(
    lines: Sequence[Line], places: Collection[int], name: Callable[[Line], str]
) -> set[int]:
    """Those of the places whose lines are called the same on so many pages that they run on."""
    counts = Counter(name(lines[place]) for place in places)
    return {place for place in places if counts[name(lines[place])] >= REPEATED_PAGES}


def _are_close(line: Line, other: Line, usual: float) -> bool:
    return abs(line.top - other.top) <= PARAGRAPH_DISTANCE * usual


def _is_page_number(line: Line, before: Sequence[Line], usual: float) -> bool:
    """Whether a number is that of a page and not the end of a sentence that is open `before`."""
    text = line.text.strip()
    ends_sentence = SENTENCE_END.search(text) is not None and any(
        SENTENCE_END.search(previous.text.strip()) is None
        and not _starts_paragraph(previous, line, usual)
        for previous in before
    )
    return not ends_sentence


def _words(line: Line) -> str:
    return line.text.strip()


def _pattern(line: Line) -> str:
    return DIGITS.sub("0", line.text.strip())
