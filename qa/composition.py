"""Put an answer together from candidates: only quotes, titles and fixed phrases."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.document import Document
from index.passage import RetrievedPassage
from index.sentences import Bounds
from qa.answer import Citation, DistinctAnswer, Status
from qa.bridging import Bridge
from qa.candidate import Candidate, distinct

MAXIMUM_ANSWERS = 5
ALTERNATIVE_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Reply:
    """The parts of an answer that come from its candidates."""

    status: Status
    answer: str | None
    text: str
    confidence: float
    answers: tuple[DistinctAnswer, ...]
    citations: tuple[Citation, ...]


def compose(
    candidates: Sequence[Candidate], passages: Sequence[RetrievedPassage], threshold: float
) -> Reply:
    """The best distinct candidates when the first is at least as probable as `threshold`.

    Further answers must be at least 0.7 times as probable as the first: they are what else the
    articles might be saying, not a list of everything that was read.
    """
    best = candidates[0].probability if candidates else 0.0
    if not candidates or best < threshold:
        return _not_in_articles(candidates, passages, 1.0 - best)
    likely = [c for c in candidates if c.probability >= ALTERNATIVE_SHARE * best]
    shown = distinct(likely, MAXIMUM_ANSWERS)
    citations = [_citation(number, c) for number, c in enumerate(shown, start=1)]
    bridge = shown[0].bridge
    if bridge is not None:
        citations.append(_bridge_citation(len(citations) + 1, bridge))
    answers = tuple(
        DistinctAnswer(text=candidate.text, score=candidate.probability, citation=number)
        for number, candidate in enumerate(shown, start=1)
    )
    return Reply(
        status="answered",
        answer=shown[0].text,
        text=_told(shown, citations),
        confidence=best,
        answers=answers,
        citations=tuple(citations),
    )


def _told(shown: Sequence[Candidate], citations: Sequence[Citation]) -> str:
    """The answer, what else the articles say, and the first answer's sentence."""
    first, *others = citations[: len(shown)]
    parts = [f"{first.quote} [{first.number}]"]
    if shown[0].bridge is not None:
        parts.append(f"Read together with: “{citations[-1].quote}” [{citations[-1].number}]")
    if others:
        listed = "; ".join(f"{other.quote} [{other.number}]" for other in others)
        parts.append(f"Less likely: {listed}")
    parts.append(f"“{first.context}” ({_origin(shown[0])})")
    return "\n\n".join(parts)


def _not_in_articles(
    candidates: Sequence[Candidate], passages: Sequence[RetrievedPassage], confidence: float
) -> Reply:
    if not passages:
        text = "Not in the articles: no stored article matches this question."
    else:
        text = "Not in the articles. The nearest passage is shown, but it does not answer this."
        if candidates:
            nearest = candidates[0].document.title
            text = f"Not in the articles. The nearest passage is in “{nearest}”."
    return Reply("not_in_articles", None, text, confidence, (), ())


def _citation(number: int, candidate: Candidate) -> Citation:
    span = (candidate.start, candidate.end)
    context = (candidate.context_start, candidate.context_end)
    passage_id = candidate.retrieved.passage.passage_id
    return _cite(number, candidate.document, passage_id, span, context)


def _bridge_citation(number: int, bridge: Bridge) -> Citation:
    """The sentence that led to the answer, cited as a whole."""
    sentence = (bridge.start, bridge.end)
    return _cite(number, bridge.document, bridge.passage_id, sentence, sentence)


def _cite(
    number: int, document: Document, passage_id: str, span: Bounds, context: Bounds
) -> Citation:
    return Citation(
        number=number,
        document_id=document.document_id,
        title=document.title,
        source=document.source,
        outlet=document.outlet,
        published_at=document.published_at,
        passage_id=passage_id,
        quote=document.text[slice(*span)],
        start=span[0],
        end=span[1],
        context=document.text[slice(*context)],
        context_start=context[0],
        context_end=context[1],
    )


def _origin(candidate: Candidate) -> str:
    document = candidate.document
    published = None if document.published_at is None else document.published_at.isoformat()
    return ", ".join(part for part in (document.title, document.outlet, published) if part)
