"""A stretch of an article that contradicts what a question takes for granted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.document import Document
from index.passage import Passage, RetrievedPassage
from index.sentences import Bounds, sentence_bounds
from qa.coverage import coverage


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the question says and ``document.text[start:end]``, which says otherwise.

    `asserted` is the question's wording; `context` are the bounds of the sentence around.
    """

    asserted: str
    document: Document
    passage_id: str
    start: int
    end: int
    context: Bounds


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of a retrieved passage; `bounds` are offsets into the document's text."""

    document: Document
    passage: Passage
    bounds: Bounds

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.document.text[slice(*self.bounds)]

    def covers(self, question: str) -> float:
        """The share in [0, 1] of the question's content words in sentence and title."""
        return coverage(question, f"{self.document.title} {self.text}")

    def contradicts(self, asserted: str, start: int, end: int) -> Contradiction:
        """The contradiction by ``text[start:end]`` of the sentence."""
        first = self.bounds[0]
        return Contradiction(
            asserted,
            self.document,
            self.passage.passage_id,
            first + start,
            first + end,
            self.bounds,
        )


def read_sentences(
    passages: Sequence[RetrievedPassage], documents: Mapping[str, Document]
) -> Iterator[ReadSentence]:
    """The sentences of the passages, in order."""
    for entry in passages:
        passage = entry.passage
        for start, end in sentence_bounds(passage.text):
            bounds = passage.start + start, passage.start + end
            yield ReadSentence(documents[passage.document_id], passage, bounds)
