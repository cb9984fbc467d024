"""Put an answer together from what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answer import Citation, DistinctAnswer, Status
from qa.candidate import Candidate, distinct
from qa.citation import citations_of, cite
from qa.claim import Contradiction
from qa.conflict import SameThing, together
from qa.finding import Found
from qa.nearest import nearest_sentence
from qa.premise import PremiseChecker, missing_words
from qa.sources import SourcedQuestion, asks_each_source, without_each_source
from qa.statement import Attributor, Statement, newest_first, with_speakers
from qa.telling import (
    told_absence,
    told_alternatives,
    told_answer,
    told_bridge,
    told_conflict,
    told_contradiction,
    told_nearest,
    told_source,
)

MAXIMUM_ANSWERS = 5
MAXIMUM_VALUES = 8
ALTERNATIVE_SHARE = 0.7
# A contradiction is seen in the text, not weighed; no set is at hand to fit its probability.
CONTRADICTED = 0.8


@dataclass(frozen=True, slots=True)
class Reply:
    """The parts of an answer that come from what was found.

    `contradicts`: the question takes for granted what the articles tell otherwise.
    """

    status: Status
    answer: str | None
    text: str
    confidence: float
    answers: tuple[DistinctAnswer, ...]
    citations: tuple[Citation, ...]
    contradicts: bool = False


class Composer:
    """Composes replies only of quotes, speakers, titles and fixed phrases."""

    def __init__(
        self, same_thing: SameThing, attributor: Attributor, premises: PremiseChecker
    ) -> None:
        self._same_thing = same_thing
        self._attributor = attributor
        self._premises = premises

    def compose(self, question: str, found: Found, threshold: float) -> Reply:
        """The best candidate and what stands beside it, if it is as probable as `threshold`."""
        asked = without_each_source(question)
        contradiction = self._premises.find_contradiction(asked, found.passages, found.documents)
        if contradiction is not None:
            return _contradicted(contradiction)
        if not found.candidates:
            return _not_in_articles(asked, found, 1.0)
        statements = self._same_thing.among(question, found.candidates)[:MAXIMUM_VALUES]
        probability = together(statements)
        if probability < threshold:
            return _not_in_articles(asked, found, 1.0 - probability)
        if asks_each_source(question):
            statements = with_speakers(statements)
        if len(statements) > 1:
            return _conflicting(newest_first(statements), probability)
        return self._answered(statements[0], found.candidates)

    def compose_of_source(
        self, sourced: SourcedQuestion, found: Found, threshold: float
    ) -> Reply | None:
        """What one source says, of what answers the question without the source.

        None if nothing there is from it. The figures of several sources speak for each other:
        that of the source is as probable as all of them together.
        """
        if not found.candidates:
            return None
        statements = self._same_thing.among(sourced.question, found.candidates)[:MAXIMUM_VALUES]
        probability = together(statements)
        own = [s for s in statements if sourced.is_from(s.speaker_name, s.candidate.document.text)]
        if not own or probability < threshold:
            return None
        if len(own) > 1:
            return _conflicting(newest_first(own), probability)
        candidate = replace(own[0].candidate, probability=probability)
        return self._answered(replace(own[0], candidate=candidate), [candidate])

    def _answered(self, statement: Statement, candidates: Sequence[Candidate]) -> Reply:
        """One answer; others at least 0.7 times as probable are named as less likely.

        They are what else the articles might be saying. Other figures are not among them: they are
        of something else, or they would stand beside the answer.
        """
        first = statement.candidate
        bar = ALTERNATIVE_SHARE * first.probability
        others = (
            [] if statement.figure is not None else [c for c in candidates if c.probability >= bar]
        )
        shown = distinct([first, *others], MAXIMUM_ANSWERS)
        citations = citations_of(shown)
        parts = [told_answer(statement, citations[0])]
        if first.bridge is not None:
            parts.append(told_bridge(citations[-1]))
        if len(shown) > 1:
            parts.append(told_alternatives(citations[1 : len(shown)]))
        parts.append(told_source(citations[0], first))
        return Reply(
            status="answered",
            answer=first.text,
            text="\n\n".join(parts),
            confidence=first.probability,
            answers=_distinct_answers(
                [statement, *(self._attributor.state([c]) for c in shown[1:])]
            ),
            citations=tuple(citations),
        )


def _conflicting(statements: Sequence[Statement], probability: float) -> Reply:
    """Every value with who gives it, side by side."""
    candidates = [statement.candidate for statement in statements]
    citations = citations_of(candidates)
    parts = [told_conflict(statements, citations)]
    if candidates[0].bridge is not None:
        parts.append(told_bridge(citations[-1]))
    parts.append(told_source(citations[0], candidates[0]))
    return Reply(
        status="conflicting",
        answer=candidates[0].text,
        text="\n\n".join(parts),
        confidence=probability,
        answers=_distinct_answers(statements),
        citations=tuple(citations),
    )


def _not_in_articles(question: str, found: Found, confidence: float) -> Reply:
    """That there is no answer, with the sentence that comes nearest."""
    if not found.passages:
        return Reply("not_in_articles", None, told_absence(None, []), confidence, (), ())
    nearest = found.passages[0].passage
    if found.candidates:
        nearest = found.candidates[0].retrieved.passage
    sentence = nearest_sentence(question, found.candidates, found.passages, found.documents)
    if sentence is not None:
        nearest = sentence.passage
    title = found.documents[nearest.document_id].title
    parts = [told_absence(title, missing_words(question, nearest.text, title))]
    citations = []
    if sentence is not None:
        document, bounds = sentence.document, sentence.bounds
        citations.append(cite(1, document, nearest.passage_id, bounds, bounds))
        parts.append(told_nearest(citations[0]))
    text = "\n\n".join(parts)
    return Reply("not_in_articles", None, text, confidence, (), tuple(citations))


def _contradicted(contradiction: Contradiction) -> Reply:
    """The question takes for granted what the article says otherwise."""
    citation = cite(
        1,
        contradiction.document,
        contradiction.passage_id,
        (contradiction.start, contradiction.end),
        contradiction.context,
    )
    text = told_contradiction(contradiction, citation)
    return Reply("not_in_articles", None, text, CONTRADICTED, (), (citation,), contradicts=True)


def _distinct_answers(statements: Sequence[Statement]) -> tuple[DistinctAnswer, ...]:
    return tuple(
        DistinctAnswer(
            text=statement.candidate.text,
            score=statement.candidate.probability,
            citation=number,
            speaker=statement.speaker_name,
            value=None if statement.figure is None else statement.figure.value,
            as_of=statement.as_of,
            speaker_start=None if statement.speaker is None else statement.speaker[0],
            speaker_end=None if statement.speaker is None else statement.speaker[1],
            denied=statement.denied,
        )
        for number, statement in enumerate(statements, start=1)
    )
