"""A span that may answer a question, placed in its document and weighed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.document import Document
from index.passage import RetrievedPassage
from qa.agreement import normalise_answer
from qa.bridging import Bridge
from qa.confidence import Evidence
from qa.value_parsing import FoundValue


@dataclass(frozen=True, slots=True)
class Candidate:
    """``document.text[start:end]`` with the sentence or sentences around it.

    `probability` in (0, 1) is calibrated. `figure` is the value in the span, of the kind that
    the question asks for, with offsets into the document's text. `bridge` is the sentence that
    led to the span, when the question alone did not. `timely` is False where the sentence speaks
    of other years than the question.
    """

    document: Document
    retrieved: RetrievedPassage
    start: int
    end: int
    context_start: int
    context_end: int
    evidence: Evidence
    probability: float
    figure: FoundValue | None = None
    bridge: Bridge | None = None
    timely: bool = True

    @property
    def text(self) -> str:
        """The span, verbatim."""
        return self.document.text[self.start : self.end]


def bridged(candidates: Sequence[Candidate], bridge: Bridge) -> tuple[Candidate, ...]:
    """Candidates of a second reading, with the sentence that led to them."""
    return tuple(replace(candidate, bridge=bridge) for candidate in candidates)


def distinct(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The best candidate of each answer text that differs, at most `limit`."""
    kept: dict[str, Candidate] = {}
    for candidate in candidates:
        kept.setdefault(normalise_answer(candidate.text), candidate)
    return list(kept.values())[:limit]
