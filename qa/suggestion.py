"""Further questions that the articles answer: made of their figures, kept only once answered."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.passage import Passage
from index.sentences import sentence_bounds
from qa.answer import Answer, Citation
from qa.coverage import content_stems
from qa.figure import figures_in
from qa.value_parsing import FoundValue

MAXIMUM_TRIED = 4
MAXIMUM_SUGGESTED = 3
MAXIMUM_LENGTH = 140
MINIMUM_WORDS = 3
COUNT = "count"
# A verb that follows what is counted makes it a subject, of which "how many" asks in the same
# order of words: "about 300 villagers have left" becomes "How many villagers have left?".
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should)\b"
)
# Not so where the figure is part of another phrase, or known already ("the two presidents").
_DEPENDENT = re.compile(
    r"\b(?:of|for|in|with|by|from|among|between|per|every|each|on|and|or"
    r"|the|these|those|both|all|its|their|his|her|our)\s+$",
    re.IGNORECASE,
)
# Not "1,500", "8:30" or "5–7".
_CLAUSE_END = re.compile(
    r"""[;()“”"—?!]|[,:–](?!\d)|\s(?:and|but|while|which|who|that|because|after)\s"""
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question whose answer should be the figure ``text[start:end]`` of a stored document."""

    question: str
    document_id: str
    start: int
    end: int


def suggestions_of(answer: Answer) -> list[Suggestion]:
    """Questions on figures of an answer's passages that it did not cite, nearest passages first.

    At most four, no two of them and none of them and the question asked of the same words.
    """
    known = {content_stems(answer.resolved_question)}
    # What comes nearest to a question without an answer may well be asked for.
    told = () if answer.answer is None else answer.citations
    found: list[Suggestion] = []
    for retrieved in answer.passages:
        for suggestion in _in_passage(retrieved.passage):
            stems = content_stems(suggestion.question)
            if stems in known or any(_covers(citation, suggestion) for citation in told):
                continue
            known.add(stems)
            found.append(suggestion)
            if len(found) == MAXIMUM_TRIED:
                return found
    return found


def answered(suggestions: Sequence[Suggestion], replies: Sequence[Answer]) -> list[str]:
    """The questions that were answered with a citation of the figure itself.

    `replies` has one for each suggestion, in order; at most three questions are kept.
    """
    kept = [
        suggestion.question
        for suggestion, reply in zip(suggestions, replies, strict=True)
        if reply.status != "not_in_articles"
        and any(_covers(citation, suggestion) for citation in reply.citations)
    ]
    return kept[:MAXIMUM_SUGGESTED]


def _in_passage(passage: Passage) -> Iterator[Suggestion]:
    text = passage.text
    figures = figures_in(text, COUNT, None)
    for low, high in sentence_bounds(text):
        for figure in figures:
            if low <= figure.start and figure.end <= high:
                question = _question(text[low:high], low, figure)
                if question is not None:
                    yield Suggestion(
                        question,
                        passage.document_id,
                        passage.start + figure.start,
                        passage.start + figure.end,
                    )


def _question(sentence: str, low: int, figure: FoundValue) -> str | None:
    # Of one thing the verb is a singular: "one person was hurt".
    if figure.counted is None or figure.value.number == 1:
        return None
    if _DEPENDENT.search(sentence[: figure.start - low]):
        return None
    counted = sentence[figure.counted[0] - low : figure.counted[1] - low]
    rest = sentence[figure.counted[1] - low :].lstrip()
    if not _AUXILIARY.match(rest):
        return None
    end = _CLAUSE_END.search(rest)
    rest = (rest if end is None else rest[: end.start()]).rstrip(" .")
    question = f"How many {counted} {rest}?"
    if len(rest.split()) < MINIMUM_WORDS or len(question) > MAXIMUM_LENGTH:
        return None
    return question


def _covers(citation: Citation, suggestion: Suggestion) -> bool:
    return (
        citation.document_id == suggestion.document_id
        and citation.start < suggestion.end
        and citation.end > suggestion.start
    )
