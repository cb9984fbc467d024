"""A line of a text, a paragraph in an article: its sentences and quotations."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from index.sentences import Bounds, sentence_bounds
from qa.language.quotation import Quotation, quotation_around, quotations
from qa.language.reported_speech import ReportedSentence, read_sentence
from qa.language.tagger import Tagger

# Longer sentences are lists or noise: they are read in pieces, so that cost stays in bounds.
MAXIMUM_SENTENCE_LENGTH = 1_500


class Line:
    """``text[bounds[0]:bounds[1]]``, whose sentences are read when they are asked for."""

    def __init__(self, text: str, bounds: Bounds, tagger: Tagger) -> None:
        start, end = bounds
        self.bounds = bounds
        self._text = text
        self._tagger = tagger
        self._quotations = quotations(text, bounds)
        self._read: dict[int, ReportedSentence] = {}
        self.sentences = [
            piece
            for low, high in sentence_bounds(text[start:end])
            for piece in _pieces(text, start + low, start + high)
        ]

    def read(self, number: int) -> ReportedSentence:
        """The words and reports of one of the sentences."""
        if number not in self._read:
            bounds = self.sentences[number]
            words = self._tagger.words(self._text, [bounds])[0]
            self._read[number] = read_sentence(bounds, words, self._touching(bounds))
        return self._read[number]

    def sentence_at(self, position: int) -> int | None:
        """The number of the sentence at a position of the text, None between sentences."""
        number = bisect_right(self.sentences, position, key=lambda bounds: bounds[0]) - 1
        if number < 0 or position > self.sentences[number][1]:
            return None
        return number

    def sentences_of(self, quotation: Quotation) -> tuple[int, int]:
        """Numbers of the first and the last sentence that hold a quotation's marks."""
        first = bisect_left(self.sentences, quotation.start, key=lambda bounds: bounds[1])
        last = bisect_right(self.sentences, quotation.end, key=lambda bounds: bounds[0]) - 1
        return min(first, max(last, 0)), max(last, 0)

    def quotation_around(self, start: int, end: int) -> Quotation | None:
        """The quotation that holds ``text[start:end]``, if one does."""
        return quotation_around(self._quotations, start, end)

    def is_quoted(self, number: int) -> bool:
        """Whether a sentence is quoted from its first word to its last."""
        low, high = self.sentences[number]
        ends = [place for place in (low + 1, high - 2) if low <= place < high]
        return all(self.quotation_around(place, place + 1) is not None for place in ends)

    def ends_quoted(self) -> bool:
        """Whether the last sentence quotes."""
        return bool(self._touching(self.sentences[-1]))

    def _touching(self, bounds: Bounds) -> list[Quotation]:
        low, high = bounds
        first = bisect_left(self._quotations, low, key=lambda quotation: quotation.end)
        last = bisect_right(self._quotations, high, key=lambda quotation: quotation.start)
        return self._quotations[first:last]


def _pieces(text: str, start: int, end: int) -> Iterator[Bounds]:
    """A sentence, cut at white space where it is too long."""
    while end - start > MAXIMUM_SENTENCE_LENGTH:
        cut = start + MAXIMUM_SENTENCE_LENGTH
        space = text.rfind(" ", start + 1, cut)
        cut = cut if space < 0 else space
        yield start, cut
        start = cut
    yield start, end
