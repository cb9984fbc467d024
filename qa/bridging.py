"""A second reading for figures: the sentence on the question's subject lacks the number.

News says who is where in one sentence and how many they are in another, in other words. When
no passage answers a "how many" question by itself, the sentence that speaks of all of it, but
states no number, is read together with the question: what it adds leads the reader to the
figure. The sentence is cited beside the answer, so that the step can be checked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.document import Document
from index.encoder import Encoder
from index.passage import Passage, RetrievedPassage
from index.sentences import Bounds, sentence_bounds
from qa.coverage import content_words
from qa.quantity import states_number

SAME_MEANING = 0.75


@dataclass(frozen=True, slots=True)
class Bridge:
    """A sentence of a retrieved passage, in the document's offsets.

    `closeness` in [0, 1] is the smallest cosine of a content word of the question with its
    nearest word in the sentence.
    """

    document: Document
    passage_id: str
    start: int
    end: int
    text: str
    closeness: float

    def expand(self, question: str) -> str:
        """The question followed by the sentence."""
        return f"{question.rstrip('?')}? {self.text}"


def find_bridge(
    question: str,
    passages: Sequence[RetrievedPassage],
    documents: Mapping[str, Document],
    encoder: Encoder,
) -> Bridge | None:
    """The sentence without a number that speaks of every content word of the question."""
    wanted = sorted(content_words(question))
    bridges = [
        _bridge(entry.passage, bounds, documents[entry.passage.document_id])
        for entry in passages
        for bounds in sentence_bounds(entry.passage.text)
    ]
    bridges = [bridge for bridge in bridges if not states_number(bridge.text)]
    if not wanted or not bridges:
        return None
    words = [sorted(content_words(bridge.text)) for bridge in bridges]
    vocabulary = sorted({*wanted, *(word for row in words for word in row)})
    vectors = dict(zip(vocabulary, encoder.encode_passages(vocabulary), strict=True))
    asked = np.stack([vectors[word] for word in wanted])
    closeness = [
        float((asked @ np.stack([vectors[word] for word in row]).T).max(axis=1).min())
        if row
        else 0.0
        for row in words
    ]
    best = int(np.argmax(closeness))
    if closeness[best] < SAME_MEANING:
        return None
    return replace(bridges[best], closeness=min(1.0, closeness[best]))


def _bridge(passage: Passage, bounds: Bounds, document: Document) -> Bridge:
    start, end = bounds
    return Bridge(
        document=document,
        passage_id=passage.passage_id,
        start=passage.start + start,
        end=passage.start + end,
        text=passage.text[start:end],
        closeness=0.0,
    )
