"""The likeliest places read a second time, each in its own surroundings.

A passage is cut where it is long enough, so that one place stands at its edge and another in the
middle, beside other matters. Read again with the title and two sentences on either side, the
rivals for an answer meet on the same terms.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from index.sentences import Bounds, sentence_bounds
from qa.place import Place
from qa.reader import Reader, ReaderInput


@dataclass(frozen=True, slots=True)
class SecondReadingOptions:
    """Which places are read again: at most `count`, `within` of the largest margin.

    `beside` sentences are read on either side, from `reach` characters around the place, after
    at most `title` characters of the title.
    """

    count: int = 5
    within: float = 3.0
    beside: int = 2
    reach: int = 1_000
    title: int = 200


# A single place has no rivals, so that nothing is read again.
FIRST_READING = SecondReadingOptions(count=1)


def second_margins(
    question: str, places: Sequence[Place], reader: Reader, options: SecondReadingOptions
) -> list[float]:
    """The margin of each place in its surroundings, of the best span that touches it.

    That of the first reading where no rival is near, or the place is none of the nearest.
    """
    margins = [place.margin for place in places]
    chosen = rivals(margins, options.count, options.within)
    if len(chosen) < 2:
        return margins
    marked: dict[str, list[tuple[int, Bounds]]] = defaultdict(list)
    for number in chosen:
        place, document = places[number], places[number].read.document
        text, bounds = in_surroundings(
            document.title, document.text, place.start, place.end, options
        )
        marked[text].append((number, bounds))
    texts = list(marked)
    found = reader.margins(
        ReaderInput(question, texts, [[bounds for _, bounds in marked[text]] for text in texts])
    )
    for text, read in zip(texts, found, strict=True):
        for (number, _), margin in zip(marked[text], read, strict=True):
            if margin is not None:
                margins[number] = margin
    return margins


def rivals(margins: Sequence[float], count: int, within: float) -> list[int]:
    """The numbers of at most `count` places that are `within` of the best margin, best first."""
    ordered = sorted(range(len(margins)), key=lambda number: -margins[number])
    return [n for n in ordered[:count] if margins[n] >= margins[ordered[0]] - within]


def in_surroundings(
    title: str, text: str, start: int, end: int, options: SecondReadingOptions
) -> tuple[str, Bounds]:
    """What is read of the place ``text[start:end]`` of an article, and where it stands there."""
    low, high = surroundings(text, start, end, options)
    before = f"{title[: options.title]}. " if title else ""
    moved = len(before) - low
    return before + text[low:high], (start + moved, end + moved)


def surroundings(text: str, start: int, end: int, options: SecondReadingOptions) -> Bounds:
    """Bounds of the sentences that a span touches and of those beside them, within reach."""
    first, last = max(0, start - options.reach), min(len(text), end + options.reach)
    bounds = [(first + low, first + high) for low, high in sentence_bounds(text[first:last])]
    touched = [n for n, (low, high) in enumerate(bounds) if low < end and high > start]
    if not touched:
        return start, end
    low = bounds[max(0, touched[0] - options.beside)][0]
    high = bounds[min(len(bounds) - 1, touched[-1] + options.beside)][1]
    return min(start, low), max(end, high)
