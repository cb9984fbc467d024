"""What a question takes for granted, held against what the articles say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.document import Document
from index.passage import RetrievedPassage
from index.sentences import Bounds, sentences_around
from qa.coverage import content_stems, content_words, coverage
from qa.value_comparison import same_value
from qa.value_parsing import FoundValue, find_values

CONTRADICTING_KINDS = frozenset({"count", "money", "percentage", "measure", "duration"})
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A figure of the question, and the article's figure of the same thing that differs.

    `asserted` is the question's wording; the other bounds are offsets into the document.
    """

    asserted: str
    document: Document
    passage_id: str
    start: int
    end: int
    context: Bounds


def find_contradiction(
    question: str, passages: Sequence[RetrievedPassage], documents: Mapping[str, Document]
) -> Contradiction | None:
    """The first figure of the question that no passage states and one contradicts.

    A passage contradicts it with another value of the same kind and unit, in a sentence that
    shares at least half of the question's other content words.
    """
    claims = [
        found
        for found in find_values(question)
        if found.kind in CONTRADICTING_KINDS and found.value.unit is not None
    ]
    if not claims:
        return None
    stated = [(entry, value) for entry in passages for value in find_values(entry.passage.text)]
    for asserted in claims:
        rest = f"{question[: asserted.start]} {question[asserted.end :]}"
        found = [pair for pair in stated if _same_unit(asserted, pair[1])]
        if any(same_value(asserted.value, value.value) for _, value in found):
            continue
        contradictions = [
            _contradiction(question[asserted.start : asserted.end], *pair, documents)
            for pair in found
        ]
        best = max(contradictions, key=lambda entry: _closeness(rest, entry), default=None)
        if best is not None and _closeness(rest, best) >= ALIKE:
            return best
    return None


def missing_words(question: str, passage: str, title: str) -> list[str]:
    """The content words of the question that neither passage nor title has, in order."""
    known = content_stems(f"{title} {passage}")
    words = {word for word in content_words(question) if not content_stems(word) <= known}
    return [word for word in dict.fromkeys(_spelt(question)) if word.lower() in words]


def _spelt(question: str) -> list[str]:
    return [word.strip("?!.,;:\"'“”‘’()").removesuffix("'s") for word in question.split()]


def _same_unit(asserted: FoundValue, found: FoundValue) -> bool:
    if asserted.kind != found.kind or found.value.unit is None:
        return False
    return content_stems(asserted.value.unit or "") == content_stems(found.value.unit)


def _contradiction(
    asserted: str, retrieved: RetrievedPassage, value: FoundValue, documents: Mapping[str, Document]
) -> Contradiction:
    passage = retrieved.passage
    document = documents[passage.document_id]
    start, end = passage.start + value.start, passage.start + value.end
    if value.counted is not None:
        end = passage.start + value.counted[1]
    context = sentences_around(document.text, start, end)
    return Contradiction(asserted, document, passage.passage_id, start, end, context)


def _closeness(rest: str, contradiction: Contradiction) -> float:
    document = contradiction.document
    sentence = document.text[slice(*contradiction.context)]
    return coverage(rest, f"{document.title} {sentence}")
