"""A span that may answer a question, placed in its document and weighed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.document import Document
from index.passage import RetrievedPassage
from index.sentences import sentences_around
from qa.agreement import normalise_answer
from qa.anchoring import Anchors
from qa.bridging import Bridge
from qa.confidence import Calibration, Evidence
from qa.coverage import coverage
from qa.quantity import asks_for_number, states_number
from qa.span import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """``document.text[start:end]`` with the sentence or sentences around it.

    `probability` in (0, 1) is calibrated. `bridge` is the sentence that led to the span, when
    the question alone did not.
    """

    document: Document
    retrieved: RetrievedPassage
    start: int
    end: int
    context_start: int
    context_end: int
    evidence: Evidence
    probability: float
    bridge: Bridge | None = None

    @property
    def text(self) -> str:
        """The span, verbatim."""
        return self.document.text[self.start : self.end]


def weigh(
    question: str,
    spans: Sequence[Span],
    passages: Sequence[RetrievedPassage],
    documents: dict[str, Document],
    calibration: Calibration,
) -> list[Candidate]:
    """Every span as a candidate, most probable first, each place in a document once.

    Spans without a number are left out where only a number can answer.
    """
    numbers_only = asks_for_number(question)
    anchors = Anchors.of(question, [entry.passage.text for entry in passages])
    candidates: dict[tuple[str, int, int], Candidate] = {}
    for span in spans:
        retrieved = passages[span.passage]
        if numbers_only and not states_number(retrieved.passage.text[span.start : span.end]):
            continue
        document = documents[retrieved.passage.document_id]
        candidate = _candidate(question, span, retrieved, document, anchors, calibration)
        place = (candidate.document.document_id, candidate.start, candidate.end)
        # Overlapping passages give the same place twice: the better reading counts.
        if place not in candidates or candidates[place].probability < candidate.probability:
            candidates[place] = candidate
    return sorted(candidates.values(), key=lambda candidate: -candidate.probability)


def bridged(candidates: Sequence[Candidate], bridge: Bridge) -> list[Candidate]:
    """Candidates of a second reading, with the sentence that led to them."""
    return [replace(candidate, bridge=bridge) for candidate in candidates]


def distinct(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The best candidate of each answer text that differs, at most `limit`."""
    kept: dict[str, Candidate] = {}
    for candidate in candidates:
        kept.setdefault(normalise_answer(candidate.text), candidate)
    return list(kept.values())[:limit]


def _candidate(
    question: str,
    span: Span,
    retrieved: RetrievedPassage,
    document: Document,
    anchors: Anchors,
    calibration: Calibration,
) -> Candidate:
    start = retrieved.passage.start + span.start
    end = retrieved.passage.start + span.end
    context_start, context_end = sentences_around(document.text, start, end)
    sentence = document.text[context_start:context_end]
    evidence = Evidence(
        margin=span.score,
        cosine=retrieved.dense,
        passage_coverage=coverage(question, f"{document.title} {retrieved.passage.text}"),
        sentence_coverage=coverage(question, sentence),
        anchor_similarity=anchors.similarity(sentence),
    )
    return Candidate(
        document=document,
        retrieved=retrieved,
        start=start,
        end=end,
        context_start=context_start,
        context_end=context_end,
        evidence=evidence,
        probability=calibration.probability(evidence),
    )
