"""Training examples for the reader: answerable, unanswerable and retrieved negatives."""

import hashlib
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from qa.squad import GoldSpan, SquadParagraph, SquadQuestion


@dataclass(frozen=True, slots=True)
class ReaderExample:
    """A question beside one context; `answer` is None where the context does not hold it.

    `forbidden` holds the answer texts that a crop of a negative must not contain.
    """

    question: str
    context: str
    answer: GoldSpan | None
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleOptions:
    """Shares are probabilities in [0, 1], drawn per question."""

    held_back_share: float = 0.05
    retrieved_negative_share: float = 0.12
    cropped_negative_share: float = 0.06
    drop_question_mark_share: float = 0.3


def is_held_back(title: str, share: float) -> bool:
    """Whether an article belongs to the held-back part: a hash of its title decides."""
    digest = hashlib.sha256(title.encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def split_by_article(
    paragraphs: Sequence[SquadParagraph], share: float
) -> tuple[list[SquadParagraph], list[SquadParagraph]]:
    """Split into (training, held back) so that no article is in both."""
    training: list[SquadParagraph] = []
    held_back: list[SquadParagraph] = []
    for paragraph in paragraphs:
        (held_back if is_held_back(paragraph.title, share) else training).append(paragraph)
    return training, held_back


def build_examples(
    paragraphs: Sequence[SquadParagraph], options: ExampleOptions, generator: random.Random
) -> list[ReaderExample]:
    """One example for each question; some answerable ones become negatives.

    A reader trained only on the right paragraph compares badly across passages (Clark and
    Gardner 2018), so a share of the questions sees either a paragraph retrieved for it
    that does not hold the answer, or a crop of its own paragraph beside the answer.
    """
    negatives = _NegativeParagraphs(paragraphs)
    examples = []
    for position, paragraph in enumerate(paragraphs):
        for question in paragraph.questions:
            text = question.question.strip()
            if generator.random() < options.drop_question_mark_share:
                text = text.rstrip("?").rstrip()
            if not question.answers:
                examples.append(ReaderExample(text, paragraph.context, None))
                continue
            forbidden = tuple(span.text for span in question.answers)
            draw = generator.random()
            if draw < options.retrieved_negative_share:
                context = negatives.nearest(position, question)
                if context is not None:
                    examples.append(ReaderExample(text, context, None, forbidden))
                    continue
            elif draw < options.retrieved_negative_share + options.cropped_negative_share:
                examples.append(ReaderExample(text, paragraph.context, None, forbidden))
                continue
            answer = generator.choice(question.answers)
            examples.append(ReaderExample(text, paragraph.context, answer))
    return examples


class _NegativeParagraphs:
    """The most similar paragraph that lacks the answer, from the article or the whole set.

    Articles of several paragraphs give negatives on the same subject; sets with one
    paragraph an article (search questions) fall back to all paragraphs.
    """

    def __init__(self, paragraphs: Sequence[SquadParagraph]) -> None:
        self._paragraphs = paragraphs
        self._vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32)
        self._matrix = self._vectorizer.fit_transform([item.context for item in paragraphs])
        by_title: dict[str, list[int]] = defaultdict(list)
        for position, paragraph in enumerate(paragraphs):
            by_title[paragraph.title].append(position)
        self._by_title = {title: np.array(items) for title, items in by_title.items()}
        self._everything = np.arange(len(paragraphs))

    def nearest(self, position: int, question: SquadQuestion) -> str | None:
        own = self._paragraphs[position]
        pool = self._by_title[own.title]
        if len(pool) < 5:
            pool = self._everything
        query = self._vectorizer.transform([question.question])
        scores = (self._matrix[pool] @ query.T).toarray().ravel()
        answers = [span.text.lower() for span in question.answers]
        for index in np.argsort(-scores)[:6]:
            candidate: SquadParagraph = self._paragraphs[pool[index]]
            lowered = candidate.context.lower()
            if candidate.context != own.context and not any(text in lowered for text in answers):
                return candidate.context
        return None
