"""What comes nearest to a question that the articles do not answer."""

from collections.abc import Mapping, Sequence

from index.document import Document
from index.passage import RetrievedPassage
from qa.candidate import Candidate
from qa.claim import ReadSentence, read_sentences
from qa.coverage import content_words, coverage

# A sentence that speaks of less of the question says nothing about it; one that speaks of so much
# of it is about it, whatever the reader thinks.
NEAR, CLOSE = 0.4, 0.7
# Below this probability words tell better what the articles say instead of what is asked.
LIKELY = 0.1


def nearest_sentence(
    question: str,
    candidates: Sequence[Candidate],
    passages: Sequence[RetrievedPassage],
    documents: Mapping[str, Document],
) -> ReadSentence | None:
    """The sentence with seven tenths of the question's words, else that of the best candidate.

    One with two fifths of the words where no candidate is likely. How often that is the sentence
    that the question is about: `bench.left_questions`.
    """
    near = sentence_by_words(question, passages, documents)
    if near is not None and coverage(question, near.text) >= CLOSE:
        return near
    return sentence_of_best(candidates, LIKELY) or near


def sentence_of_best(candidates: Sequence[Candidate], least: float) -> ReadSentence | None:
    """The sentence of the first candidate if that has at least the probability `least`."""
    if not candidates or candidates[0].probability < least:
        return None
    best = candidates[0]
    bounds = best.context_start, best.context_end
    return ReadSentence(best.document, best.retrieved.passage, bounds)


def sentence_by_words(
    question: str, passages: Sequence[RetrievedPassage], documents: Mapping[str, Document]
) -> ReadSentence | None:
    """The sentence that has most of the question's content words, the first of several.

    None where no sentence of the passages has at least two fifths of them. Where a question takes
    for granted what the articles tell otherwise, or asks of one thing what they tell of another,
    this is the sentence that tells it in three of five cases; cosines of sentences, alone or beside
    the words, find it less often (`bench.nearest_sentences`).
    """
    if not content_words(question):
        return None
    sentences = list(read_sentences(passages, documents))
    shares = [coverage(question, sentence.text) for sentence in sentences]
    best = max(range(len(sentences)), key=shares.__getitem__, default=None)
    return None if best is None or shares[best] < NEAR else sentences[best]
