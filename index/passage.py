"""A passage: a run of sentences of one document, the unit that is retrieved and read."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Passage:
    """``document.text[start:end] == text``, in half-open code points."""

    document_id: str
    start: int
    end: int
    text: str

    @property
    def passage_id(self) -> str:
        """The same passage of the same text has the same id in every index."""
        return f"{self.document_id}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage with why it was retrieved.

    `score` in (0, 1] is the fused rank score, higher is better, 1 for a passage that both
    retrievers put first. `dense` is the cosine in [-1, 1]; `lexical` is the BM25 score above 0,
    None where none of the question's words led to the passage.
    """

    passage: Passage
    score: float
    dense: float
    lexical: float | None


@dataclass(frozen=True, slots=True)
class PassageFilter:
    """Which documents may be read; None leaves a condition out, both dates are inclusive."""

    document_ids: tuple[str, ...] | None = None
    outlets: tuple[str, ...] | None = None
    published_after: date | None = None
    published_before: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether every document passes."""
        return self == PassageFilter()
